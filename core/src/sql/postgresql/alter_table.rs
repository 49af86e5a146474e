//! `ALTER TABLE`: one operation for each action, in order.

use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::column::{self, ColumnParts, identity};
use super::constraint::{self, constraint, not_null};
use super::create_table::note_index_options;
use super::syntax::{cascades, ident, line, line_of, name, parts, range, statement, text};
use super::types::sql_type;
use crate::catalog::ObjectRef;
use crate::name::Name;
use crate::op::{
    AddColumn, AddConstraint, AlterColumn, AlterConstraint, ColumnChanges, ConstraintChange,
    DropColumn, DropConstraint, Existing, Guarded, Operation, RenameTable, SetTable, TableChange,
};

pub(super) fn alter(stmt: &ast::AlterTable, out: &mut Lowered) -> Option<()> {
    if stmt.all_in_tablespace().is_some() {
        out.opaque("ALTER TABLE", &statement(stmt), Vec::new());
        return Some(());
    }
    let table = name(&stmt.table_relation_name()?)?;
    stmt.actions().next()?;
    let mut ops = Vec::new();
    let is_alone = |it: &ast::AlterTableAction| {
        use ast::AlterTableAction as Action;
        matches!(
            it,
            Action::RenameColumn(_)
                | Action::RenameConstraint(_)
                | Action::SetSchema(_)
                | Action::TableRenameTo(_)
        )
    };
    let alone = stmt.actions().find(is_alone);
    if let Some(action) = alone.filter(|_| stmt.actions().count() > 1) {
        out.problem(range(action.syntax()), problem::goes_alone());
        return Some(());
    }
    for action in stmt.actions() {
        lower(&table, &action, &mut ops, out)?;
    }
    ops.sort_by_key(pass);
    guard(table, stmt.if_exists().is_some(), ops, out);
    Some(())
}

/// `CLUSTER t USING i` remembers the index, as `ALTER TABLE t CLUSTER ON i` does.
pub(super) fn cluster(stmt: &ast::Cluster, out: &mut Lowered) -> Option<()> {
    if let Some(using) = stmt.cluster_using_index() {
        let table = name(&stmt.table_name_ref()?)?;
        let index = using.index_ref()?.syntax().text().to_string();
        let change = TableChange::Option(format!("CLUSTER ON {}", index.trim()));
        out.push(SetTable { table, change });
    }
    Some(())
}

/// PostgreSQL goes over the actions of a statement several times: what is dropped goes first, then
/// types change, then columns come, which the constraints may be over that come last.
fn pass(op: &Operation) -> u8 {
    match op {
        Operation::DropColumn(_) | Operation::DropConstraint(_) => 0,
        Operation::AlterColumn(it) if it.changes.ty.is_some() => 2,
        // A default that is dropped is not asked to follow the type.
        Operation::AlterColumn(it) if it.changes.default == Some(None) => 1,
        Operation::AddColumn(_) => 3,
        _ => 4,
    }
}

pub(super) fn alter_foreign(stmt: &ast::AlterForeignTable, out: &mut Lowered) -> Option<()> {
    let table = name(&stmt.table_relation_name()?)?;
    stmt.actions().next()?;
    let mut ops = Vec::new();
    for action in stmt.actions() {
        lower(&table, &action, &mut ops, out)?;
    }
    guard(table, stmt.if_exists().is_some(), ops, out);
    Some(())
}

fn guard(table: Name, if_exists: bool, operations: Vec<Operation>, out: &mut Lowered) {
    if if_exists {
        let (object, otherwise) = (ObjectRef::Table(table), Vec::new());
        out.push(Guarded { object, exists: true, operations, otherwise });
    } else {
        out.operations.extend(operations);
    }
}

/// Whether the tables that inherit are left alone: `ALTER TABLE ONLY t`.
fn is_only(action: &ast::AlterTableAction) -> bool {
    let table = action.syntax().parent().and_then(|it| {
        it.children().find(|it| it.kind() == squawk_syntax::SyntaxKind::TABLE_RELATION_NAME)
    });
    let first = table.map(|it| line_of(&it).to_ascii_lowercase());
    first.is_some_and(|it| it.starts_with("only ") || it.starts_with("only("))
}

/// One action of `ALTER TABLE`, which other statements share.
pub(super) fn lower(
    table: &Name,
    action: &ast::AlterTableAction,
    ops: &mut Vec<Operation>,
    out: &mut Lowered,
) -> Option<()> {
    use ast::AlterTableAction as Action;
    match action {
        Action::DetachPartition(it)
            if matches!(
                it.detach_partition_option(),
                Some(ast::DetachPartitionOption::DetachFinalize(_))
            ) =>
        {
            out.problem(range(it.syntax()), problem::nothing_to_finish());
        }
        Action::AddColumn(it) => add_column(table, it, ops, out)?,
        Action::DropColumn(it) => ops.push(drop_column(table, it, is_only(action))?),
        Action::AlterColumn(it) => {
            let changes = column_changes(&it.option()?)?;
            ops.push(alter_column(table, ident(&it.column_name_ref()?), changes, is_only(action)));
        }
        Action::RenameColumn(it) => {
            let changes =
                ColumnChanges { name: Some(ident(&it.column_name()?)), ..ColumnChanges::default() };
            ops.push(alter_column(table, ident(&it.column_name_ref()?), changes, is_only(action)));
        }
        Action::AddConstraint(it) => {
            let (constraint, only) = (it.constraint()?, is_only(action));
            add_constraint(table, &constraint, only, ops, out)?;
        }
        Action::DropConstraint(it) => ops.push(drop_constraint(table, it)?),
        Action::AlterConstraint(_)
        | Action::RenameConstraint(_)
        | Action::ValidateConstraint(_) => {
            alter_constraint(table, action, ops)?;
        }
        Action::TableRenameTo(it) => {
            let to = parts(it.table_name()?.syntax()).pop()?;
            ops.push(RenameTable { table: table.clone(), to }.into());
        }
        Action::MergePartitions(_) | Action::SplitPartition(_) => {
            out.problem(range(action.syntax()), problem::partitions(table));
            let change = TableChange::Option(line(action));
            ops.push(SetTable { table: table.clone(), change }.into());
        }
        other => {
            let change = table_change(other)?;
            ops.push(SetTable { table: table.clone(), change }.into());
        }
    }
    Some(())
}

fn add_column(
    table: &Name,
    node: &ast::AddColumn,
    ops: &mut Vec<Operation>,
    out: &mut Lowered,
) -> Option<()> {
    let mut parts = ColumnParts::new(column::name(node.column_name())?, node.ty().as_ref());
    parts.column.collation = super::types::collation(node.collate());
    for constraint in node.constraints() {
        parts.constraint(&constraint)?;
    }
    parts.check(node.syntax(), out);
    let ColumnParts { column, constraints, .. } = parts;
    let add = AddColumn {
        table: table.clone(),
        column,
        if_not_exists: node.if_not_exists().is_some(),
        inline: constraints,
        ..AddColumn::default()
    };
    ops.push(add.into());
    Some(())
}

fn drop_column(table: &Name, node: &ast::DropColumn, only: bool) -> Option<Operation> {
    let drop = DropColumn {
        table: table.clone(),
        column: ident(&node.column_name_ref()?),
        if_exists: node.if_exists().is_some(),
        cascade: cascades(node.drop_behavior()),
        only,
    };
    Some(drop.into())
}

fn drop_constraint(table: &Name, node: &ast::DropConstraint) -> Option<Operation> {
    let drop = DropConstraint {
        table: table.clone(),
        name: parts(node.constraint_name_ref()?.syntax()).pop()?,
        kind: None,
        if_exists: node.if_exists().is_some(),
        cascade: cascades(node.drop_behavior()),
    };
    Some(drop.into())
}

fn add_constraint(
    table: &Name,
    node: &ast::Constraint,
    only: bool,
    ops: &mut Vec<Operation>,
    out: &mut Lowered,
) -> Option<()> {
    if let ast::Constraint::NotNullConstraint(it) = node {
        let changes = ColumnChanges {
            nullable: Some(false),
            not_null: Some(not_null(it)),
            ..ColumnChanges::default()
        };
        ops.push(alter_column(table, ident(&it.column_name_ref()?), changes, false));
        return Some(());
    }
    note_index_options(node, out);
    let constraint = constraint(node, &[])?;
    ops.push(AddConstraint { table: table.clone(), constraint, only }.into());
    Some(())
}

fn alter_constraint(
    table: &Name,
    action: &ast::AlterTableAction,
    ops: &mut Vec<Operation>,
) -> Option<()> {
    use ast::AlterTableAction as Action;
    let (constraint, change) = match action {
        Action::RenameConstraint(it) => {
            let to = ident(&it.constraint_name()?);
            (it.constraint_name_ref()?, ConstraintChange::Rename(to))
        }
        Action::ValidateConstraint(it) => (it.constraint_name_ref()?, ConstraintChange::Validate),
        Action::AlterConstraint(it) => {
            (it.constraint_name_ref()?, constraint::change(it.constraint_options()))
        }
        _ => return None,
    };
    let name = parts(constraint.syntax()).pop()?;
    ops.push(AlterConstraint { table: table.clone(), name, change }.into());
    Some(())
}

fn alter_column(table: &Name, column: String, changes: ColumnChanges, only: bool) -> Operation {
    let existing = Existing::default();
    AlterColumn { table: table.clone(), column, changes, existing, only }.into()
}

fn column_changes(option: &ast::AlterColumnOption) -> Option<ColumnChanges> {
    use ast::AlterColumnOption as Option;
    let mut changes = ColumnChanges::default();
    match option {
        Option::SetType(it) => {
            changes.ty = Some(sql_type(&it.ty()?));
            changes.using = it.using_expr().and_then(|it| it.expr()).map(|it| text(&it));
            changes.collation = super::types::collation(it.collate());
        }
        Option::SetDefault(it) => changes.default = Some(Some(text(&it.expr()?))),
        Option::DropDefault(_) => changes.default = Some(None),
        Option::SetNotNull(_) => changes.nullable = Some(false),
        Option::DropNotNull(_) => changes.nullable = Some(true),
        Option::AddGenerated(it) => {
            let identity = identity(it.generated_when(), it.sequence_option_list());
            changes.identity = Some(Some(identity));
        }
        Option::DropIdentity(it) => {
            changes.identity = Some(None);
            changes.options.extend(it.if_exists().map(|_| "IF EXISTS".to_owned()));
        }
        Option::DropExpression(it) => {
            changes.drop_expression = true;
            changes.options.extend(it.if_exists().map(|_| "IF EXISTS".to_owned()));
        }
        Option::SetExpression(it) => changes.expression = Some(text(&it.expr()?)),
        other => changes.options.push(line(other)),
    }
    Some(changes)
}

/// An action that concerns the table as a whole.
fn table_change(action: &ast::AlterTableAction) -> Option<TableChange> {
    use ast::AlterTableAction as Action;
    Some(match action {
        Action::SetSchema(it) => TableChange::Schema(ident(&it.schema_ref()?)),
        Action::EnableRls(_) => TableChange::RowSecurity(true),
        Action::DisableRls(_) => TableChange::RowSecurity(false),
        Action::ForceRls(_) => TableChange::ForceRowSecurity(true),
        Action::NoForceRls(_) => TableChange::ForceRowSecurity(false),
        Action::AttachPartition(it) => TableChange::AttachPartition {
            partition: name(&it.table_name_ref()?)?,
            bound: line(&it.partition_type()?),
        },
        Action::DetachPartition(it) => TableChange::DetachPartition {
            partition: name(&it.table_name_ref()?)?,
            concurrently: matches!(
                it.detach_partition_option(),
                Some(ast::DetachPartitionOption::DetachConcurrently(_))
            ),
        },
        Action::InheritTable(it) => TableChange::Inherit(name(&it.table_name_ref()?)?),
        Action::NoInheritTable(it) => TableChange::NoInherit(name(&it.table_name_ref()?)?),
        Action::EnableTrigger(it) => trigger_state(it.trigger_target()?, "ENABLE"),
        Action::DisableTrigger(it) => trigger_state(it.trigger_target()?, "DISABLE"),
        Action::EnableAlwaysTrigger(it) => one_trigger(&it.trigger_ref()?, "ENABLE ALWAYS"),
        Action::EnableReplicaTrigger(it) => one_trigger(&it.trigger_ref()?, "ENABLE REPLICA"),
        other => TableChange::Option(line(other)),
    })
}

fn trigger_state(target: ast::TriggerTarget, state: &str) -> TableChange {
    let trigger = match target {
        ast::TriggerTarget::TriggerRef(it) => return one_trigger(&it, state),
        ast::TriggerTarget::All(_) | ast::TriggerTarget::User(_) => None,
    };
    TableChange::TriggerState { trigger, state: state.to_owned() }
}

fn one_trigger(trigger: &ast::TriggerRef, state: &str) -> TableChange {
    TableChange::TriggerState { trigger: Some(ident(trigger)), state: state.to_owned() }
}

mod problem {
    use crate::diagnostic::{Problem, code};
    use crate::name::Name;

    pub(super) fn nothing_to_finish() -> Problem {
        let message = "only a detachment that was interrupted is finished, and none was";
        Problem::error("not-detaching", message)
    }

    pub(super) fn goes_alone() -> Problem {
        let message = "a new name or schema cannot be given along with other changes";
        Problem::error(code::UNPARSED_STATEMENT, message).help("give it a statement of its own")
    }

    pub(super) fn partitions(table: &Name) -> Problem {
        let message = format!("the new partitions of `{table}` are not followed");
        Problem::error(code::UNFOLLOWED_STATEMENT, message)
            .help("create and attach the partitions one by one to have them followed")
    }
}

#[cfg(test)]
mod tests {
    use crate::dialect::POSTGRESQL;
    use crate::op::{Operation, TableChange};
    use crate::sql::read;

    fn operations(text: &str) -> Vec<Operation> {
        read(text, POSTGRESQL).into_iter().flat_map(|it| it.operations).collect()
    }

    #[test]
    fn each_action_is_an_operation_in_the_order_of_the_server() {
        let ops = operations(
            "ALTER TABLE T ADD c int REFERENCES u UNIQUE, DROP COLUMN IF EXISTS d CASCADE, \
             ALTER e TYPE text USING e::text, ALTER f SET DEFAULT 'x'",
        );
        let [
            Operation::DropColumn(drop),
            Operation::AlterColumn(ty),
            Operation::AddColumn(add),
            Operation::AlterColumn(default),
        ] = ops.as_slice()
        else {
            panic!("{ops:?}")
        };
        assert_eq!((add.table.name.as_str(), add.inline.len()), ("t", 2));
        assert!(drop.if_exists && drop.cascade);
        assert_eq!(ty.changes.using.as_deref(), Some("e::text"));
        assert_eq!(default.changes.default, Some(Some("'x'".to_owned())));
    }

    #[test]
    fn if_exists_guards_all_actions() {
        let ops = operations("ALTER TABLE IF EXISTS t RENAME COLUMN a TO b");
        let [Operation::Guarded(it)] = ops.as_slice() else { panic!("{ops:?}") };
        assert!(it.exists && it.operations.len() == 1);
    }

    #[test]
    fn a_partition_is_attached_with_its_bound() {
        let ops = operations("ALTER TABLE p ATTACH PARTITION c FOR VALUES IN ('a', 'b')");
        let [Operation::SetTable(it)] = ops.as_slice() else { panic!("{ops:?}") };
        let TableChange::AttachPartition { bound, .. } = &it.change else { panic!("{it:?}") };
        assert_eq!(bound, "FOR VALUES IN ('a', 'b')");
    }
}
