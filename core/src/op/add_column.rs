//! `op.add_column` and `ALTER TABLE … ADD COLUMN`.

use super::rules::{column, constraint, definition, index, not_null, partition, view};
use super::{DropColumn, Op, Operation, find, find_mut, if_not_exists, problem};
use crate::catalog::{Catalog, Column, Constraint, ConstraintKind, Index, ObjectRef, TakenNames};
use crate::diagnostic::Problem;
use crate::dialect::{Comments, Dialect};
use crate::name::Name;

/// Adds a column, and what was said along with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AddColumn {
    pub table: Name,
    pub column: Column,
    pub if_not_exists: bool,
    /// Constraints in the column's own clause: `ADD COLUMN a integer REFERENCES b (id)`.
    pub inline: Vec<Constraint>,
    /// Constraints that are added right after it, each by a statement of its own.
    pub constraints: Vec<Constraint>,
    /// Indexes that are made right after it.
    pub indexes: Vec<Index>,
}

impl Op for AddColumn {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let table = find(catalog, &self.table)?;
        if table.partition_of.is_some() {
            return Err(problem::wrong_kind(&self.table, "partition", "table of its own"));
        }
        if table.of_type().is_some() {
            return Err(problem::typed_table(&self.table));
        }
        if table.column(&self.column.name).is_some() {
            if self.if_not_exists {
                return Ok(());
            }
            let (code, name) = ("duplicate-column", &self.column.name);
            return Err(problem::duplicate_in_table(code, "column", name, &self.table));
        }
        if self.column.identity.is_some()
            && !partition::heirs(catalog, &table.name.key()).is_empty()
        {
            let why = "no identity comes to the tables below its own";
            return Err(problem::column_definition(&self.table, &self.column.name, why));
        }
        definition::check(catalog, &self.table, &self.column)?;
        let before = catalog.clone();
        let made = self.make(catalog);
        if made.is_err() {
            *catalog = before;
        }
        made
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        if before.table(&self.table)?.column(&self.column.name).is_some() {
            return None;
        }
        let (table, column) = (self.table.clone(), self.column.name.clone());
        Some(DropColumn { table, column, if_exists: false, cascade: false, only: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let table = dialect.quote(&self.table);
        let word = if_not_exists(self.if_not_exists);
        let mut add =
            format!("ALTER TABLE {table} ADD COLUMN {word}{}", dialect.column(&self.column)?);
        for constraint in &self.inline {
            add += &format!(" {}", inline(constraint, dialect)?);
        }
        let mut statements = vec![add];
        for constraint in &self.constraints {
            if !dialect.alter_constraint {
                return Err(problem::needs_table_copy(dialect.name, "add a constraint"));
            }
            statements.push(format!("ALTER TABLE {table} ADD {}", dialect.constraint(constraint)?));
        }
        for index in &self.indexes {
            statements.push(dialect.create_index(&self.table, index, &[])?);
        }
        if let Some(comment) = &self.column.comment
            && dialect.comments == Comments::Statements
        {
            let column = dialect.quote_name(&self.column.name);
            let comment = dialect.literal(comment);
            statements.push(format!("COMMENT ON COLUMN {table}.{column} IS {comment}"));
        }
        Ok(statements)
    }

    fn describe(&self) -> String {
        format!("add column `{}` to `{}`", self.column.name, self.table)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let mut needs = vec![ObjectRef::Table(self.table.clone())];
        needs.extend(self.column.ty.named.clone().map(ObjectRef::Type));
        for constraint in self.inline.iter().chain(&self.constraints) {
            if let ConstraintKind::ForeignKey(key) = &constraint.kind {
                needs.push(ObjectRef::Table(key.table.clone()));
            }
        }
        needs
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }

    fn makes_objects(&self) -> bool {
        true
    }
}

impl AddColumn {
    fn make(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let name = &self.table;
        let mut taken = TakenNames::of(catalog, name.key().schema.as_deref());
        let mut added = self.column.clone();
        column::settle(catalog, name, &mut added, &mut taken);
        view::keep(catalog, name, None, &added.name);
        let mut table = find(catalog, name)?.clone();
        table.columns.push(added.clone());
        let known = table.constraints.len();
        for it in self.inline.iter().chain(&self.constraints) {
            constraint::add(catalog, &mut table, it.clone(), &mut taken)?;
        }
        for it in &self.indexes {
            index::add(catalog.naming, &mut table, it.clone(), &mut taken)?;
        }
        not_null::settle(catalog, &mut table, &mut taken);
        let constraints: Vec<_> = table.constraints.iter().skip(known).cloned().collect();
        let first = table.indexes.len().saturating_sub(self.indexes.len());
        let indexes: Vec<_> = table.indexes.iter().skip(first).cloned().collect();
        let to_partitions = table.partitioning.is_some();
        // The column is what the constraints made of it.
        let column = table.columns.last().cloned().unwrap_or(added);
        catalog.put_table(table);
        let inherited = Column { identity: None, comment: None, inherited: true, ..column };
        pass_down(catalog, name, &inherited)?;
        for it in &constraints {
            partition::pass_down(catalog, name, it, to_partitions)?;
        }
        indexes.iter().try_for_each(|it| index::add_to_partitions(catalog, name, it))
    }
}

/// Adds the column to the tables that inherit it, unless they have it.
fn pass_down(catalog: &mut Catalog, parent: &Name, column: &Column) -> Result<(), Problem> {
    for heir in partition::family(catalog, parent).into_iter().skip(1) {
        let table = find(catalog, &heir)?;
        match table.column(&column.name) {
            None => {
                view::keep(catalog, &heir, None, &column.name);
                find_mut(catalog, &heir)?.columns.push(column.clone());
            }
            Some(own) if own.ty.canonical() != column.ty.canonical() => {
                let why = format!("column `{}` has another type", column.name);
                return Err(problem::parent_differs(&heir, parent, &why));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// A constraint as the column's own clause says it, without naming the column again.
fn inline(constraint: &Constraint, dialect: &Dialect) -> Result<String, Problem> {
    let name = constraint.name.as_ref();
    let name = name.map(|it| format!("CONSTRAINT {} ", dialect.quote_name(it)));
    let name = name.unwrap_or_default();
    match &constraint.kind {
        ConstraintKind::PrimaryKey { .. } => Ok(format!("{name}PRIMARY KEY")),
        ConstraintKind::Unique { .. } => Ok(format!("{name}UNIQUE")),
        ConstraintKind::ForeignKey(key) => Ok(dialect.reference(constraint, key)),
        ConstraintKind::Check(_) | ConstraintKind::Exclude(_) => dialect.constraint(constraint),
    }
}
