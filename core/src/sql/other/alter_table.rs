//! `ALTER TABLE`: one operation for each action, in order.

use sqlparser::ast::{self, AlterColumnOperation, AlterTableOperation as Action};

use super::super::lowered::Lowered;
use super::column::{Clause, clause, column, nothing_known, redefined};
use super::name;
use crate::catalog::{ObjectRef, SqlType};
use crate::name::Name;
use crate::op::{
    AddColumn, AddConstraint, AlterColumn, AlterConstraint, ColumnChanges, ConstraintChange,
    CreateIndex, DropColumn, DropConstraint, DropIndex, Guarded, Operation, RenameTable, SetTable,
    TableChange,
};

pub(super) fn alter(node: &ast::AlterTable, out: &mut Lowered) -> Option<()> {
    let table = name(&node.name)?;
    let mut operations = Vec::new();
    for action in &node.operations {
        lower(&table, action, &mut operations)?;
    }
    if node.if_exists {
        let object = ObjectRef::Table(table);
        out.push(Guarded { object, exists: true, operations, otherwise: Vec::new() });
    } else {
        out.operations.extend(operations);
    }
    Some(())
}

fn lower(table: &Name, action: &Action, ops: &mut Vec<Operation>) -> Option<()> {
    match action {
        Action::AddColumn { column_def, if_not_exists, .. } => {
            let mut inline = Vec::new();
            let column = column(column_def, &mut inline)?;
            let add = AddColumn {
                table: table.clone(),
                column,
                if_not_exists: *if_not_exists,
                inline,
                ..AddColumn::default()
            };
            ops.push(add.into());
        }
        Action::DropColumn { column_names, if_exists, .. } => {
            for column in column_names {
                let column = column.value.clone();
                let (table, if_exists) = (table.clone(), *if_exists);
                ops.push(
                    DropColumn { table, column, if_exists, cascade: false, only: false }.into(),
                );
            }
        }
        Action::RenameColumn { old_column_name, new_column_name } => {
            let name = Some(new_column_name.value.clone());
            let changes = ColumnChanges { name, ..ColumnChanges::default() };
            ops.push(alter_column(table, old_column_name, changes));
        }
        Action::ChangeColumn { old_name, new_name, data_type, options, .. } => {
            let mut changes = redefinition(new_name, data_type, options)?;
            let renamed = old_name.value != new_name.value;
            changes.name = renamed.then(|| new_name.value.clone());
            ops.push(alter_column(table, old_name, changes));
        }
        Action::ModifyColumn { col_name, data_type, options, .. } => {
            let changes = redefinition(col_name, data_type, options)?;
            ops.push(alter_column(table, col_name, changes));
        }
        Action::AlterColumn { column_name, op } => {
            ops.push(alter_column(table, column_name, column_changes(op)));
        }
        Action::RenameTable { table_name } => {
            let (ast::RenameTableNameKind::As(to) | ast::RenameTableNameKind::To(to)) = table_name;
            ops.push(RenameTable { table: table.clone(), to: name(to)?.name }.into());
        }
        Action::AddConstraint { constraint, .. } => {
            let table = table.clone();
            ops.push(match clause(constraint)? {
                Clause::Constraint(constraint) => AddConstraint::to(table, constraint).into(),
                Clause::Index(index) => {
                    CreateIndex { table, index, concurrently: false, if_not_exists: false }.into()
                }
            });
        }
        other => ops.push(remaining(table, other)),
    }
    Some(())
}

/// Actions on constraints and indexes, and those on the table as a whole.
fn remaining(table: &Name, action: &Action) -> Operation {
    match action {
        Action::DropConstraint { name, if_exists, .. } => {
            drop_constraint(table, &name.value, None, *if_exists)
        }
        Action::DropForeignKey { name, .. } => {
            drop_constraint(table, &name.value, Some("foreignkey"), false)
        }
        Action::DropPrimaryKey { .. } => drop_constraint(table, "PRIMARY", Some("primary"), false),
        Action::DropIndex { name } => DropIndex {
            name: table.renamed(&*name.value),
            table: Some(table.clone()),
            concurrently: false,
            if_exists: false,
            cascade: false,
        }
        .into(),
        Action::RenameConstraint { old_name, new_name } => AlterConstraint {
            table: table.clone(),
            name: old_name.value.clone(),
            change: ConstraintChange::Rename(new_name.value.clone()),
        }
        .into(),
        other => {
            SetTable { table: table.clone(), change: TableChange::Option(other.to_string()) }.into()
        }
    }
}

fn drop_constraint(table: &Name, name: &str, kind: Option<&str>, if_exists: bool) -> Operation {
    DropConstraint {
        table: table.clone(),
        name: name.to_owned(),
        kind: kind.map(str::to_owned),
        if_exists,
        cascade: false,
    }
    .into()
}

fn alter_column(table: &Name, column: &ast::Ident, changes: ColumnChanges) -> Operation {
    AlterColumn {
        table: table.clone(),
        column: column.value.clone(),
        changes,
        existing: nothing_known(),
        only: false,
    }
    .into()
}

fn redefinition(
    name: &ast::Ident,
    data_type: &ast::DataType,
    options: &[ast::ColumnOption],
) -> Option<ColumnChanges> {
    let options = options.iter().cloned();
    let def = ast::ColumnDef {
        name: name.clone(),
        data_type: data_type.clone(),
        options: options.map(|option| ast::ColumnOptionDef { name: None, option }).collect(),
    };
    Some(redefined(&column(&def, &mut Vec::new())?))
}

fn column_changes(op: &AlterColumnOperation) -> ColumnChanges {
    let mut changes = ColumnChanges::default();
    match op {
        AlterColumnOperation::SetNotNull => changes.nullable = Some(false),
        AlterColumnOperation::DropNotNull => changes.nullable = Some(true),
        AlterColumnOperation::SetDefault { value } => {
            changes.default = Some(Some(value.to_string()));
        }
        AlterColumnOperation::DropDefault => changes.default = Some(None),
        AlterColumnOperation::SetDataType { data_type, .. } => {
            changes.ty = Some(SqlType::new(data_type.to_string()));
        }
        other => changes.options.push(other.to_string()),
    }
    changes
}
