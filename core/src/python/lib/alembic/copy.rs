//! A batch that copies its table: a new one is made, filled, and takes the old one's name.

use super::batch::Recreate;
use super::reflected::{in_order_of_copy, reflected};
use crate::catalog::{Catalog, ConstraintKind, SqlType, Table};
use crate::dialect;
use crate::name::Name;
use crate::op::{
    CreateIndex, CreateTable, DropConstraint, DropTable, Execute, Op, Operation, RenameTable,
};
use crate::python::host::Mode;
use crate::python::vm::{Eval, Vm};

const ORIGIN: &str = "op.batch_alter_table";

/// Whether these operations need a copy of the table.
pub fn is_needed(vm: &Vm<'_>, recreate: Recreate, operations: &[Operation]) -> bool {
    let in_place = |it: &Operation| match it {
        Operation::AddColumn(add) => {
            let stored = add.column.generated.as_ref().is_some_and(|it| it.stored == Some(true));
            // A plain text is written in quotes; all else is an expression, a bare number too.
            let computed = add.column.default.as_ref().is_some_and(|it| !it.starts_with('\''));
            !stored && !computed && add.constraints.is_empty()
        }
        Operation::CreateIndex(_) | Operation::DropIndex(_) => true,
        _ => false,
    };
    match recreate {
        Recreate::Always => !operations.is_empty(),
        Recreate::Never => false,
        Recreate::Auto => {
            vm.host.dialect().alter_column == dialect::AlterColumn::Rebuild
                && !operations.iter().all(in_place)
        }
    }
}

/// Runs the operations on a copy of the table `old`; `defaults` are the values of new columns.
///
/// # Errors
/// Alembic's own where there is no database to look at the table in.
pub fn run(
    vm: &mut Vm<'_>,
    old: &Table,
    known: Known,
    operations: Vec<Operation>,
    defaults: Vec<(String, String)>,
) -> Eval<()> {
    if known == Known::Reflected && vm.host.mode() == Mode::Offline {
        let message = "This operation cannot proceed in --sql mode; batch mode requires a live \
                       database connection with which to reflect the table";
        return Err(vm.raise("RuntimeError", message));
    }
    let dialect = vm.host.dialect();
    let mut read = old.clone();
    if known == Known::Reflected && !dialect.alter_constraint {
        let (found, lost) = reflected(old);
        read = found;
        lost.into_iter().for_each(|it| vm.report(it));
    }
    let old = &read;
    let Some(mut new) = changed(vm, old, &operations) else { return Ok(()) };
    if !dialect.alter_constraint {
        in_order_of_copy(&mut new);
    }
    let mut name: String = format!("_alembic_tmp_{}", old.name.name);
    name.truncate(name.char_indices().nth(50).map_or(name.len(), |(at, _)| at));
    let copy = old.name.renamed(&*name);
    let mut made = Table { name: copy.clone(), indexes: Vec::new(), ..new.clone() };
    // SQLAlchemy never sees how the database calls what forbids null.
    made.columns.iter_mut().for_each(|it| it.not_null = None);
    if dialect.named_types {
        made.columns.iter_mut().for_each(count_anew);
    }
    let create = CreateTable { table: made, if_not_exists: false };
    let insert =
        Execute { sql: transfer(vm, old, &copy, &operations, &defaults), effects: Vec::new() };
    let drop = DropTable { table: old.name.clone(), if_exists: false, cascade: false };
    let rename = RenameTable { table: copy.clone(), to: old.name.name.clone() };
    if dialect.alter_constraint {
        // A key goes after those that refer to it.
        let mut constraints: Vec<_> = old.constraints.iter().collect();
        constraints.sort_by_key(|it| !matches!(it.kind, ConstraintKind::ForeignKey(_)));
        for name in constraints.into_iter().filter_map(|it| it.name.clone()) {
            let table = old.name.clone();
            let drop = DropConstraint { table, name, kind: None, if_exists: false, cascade: false };
            vm.emit(drop.into(), ORIGIN);
        }
    }
    for operation in [create.into(), insert.into(), drop.into(), rename.into()] {
        vm.emit(operation, ORIGIN);
    }
    for index in new.indexes {
        let (table, concurrently, if_not_exists) = (old.name.clone(), false, false);
        vm.emit(CreateIndex { table, index, concurrently, if_not_exists }.into(), ORIGIN);
    }
    Ok(())
}

/// Where the shape of the old table is known from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Known {
    Reflected,
    /// `copy_from=`.
    Given,
}

/// The table after the operations; nothing if one of them fails, which is reported.
fn changed(vm: &mut Vm<'_>, old: &Table, operations: &[Operation]) -> Option<Table> {
    let mut scratch: Catalog = vm.host.catalog().clone();
    scratch.put_table(old.clone());
    for operation in operations {
        // A batch keeps its constraints by name: another one of that name takes the place.
        if let Operation::AddConstraint(add) = operation
            && let Some(table) = scratch.table_mut(&old.name)
        {
            table.constraints.retain(|it| it.name.is_none() || it.name != add.constraint.name);
        }
        if let Err(problem) = operation.apply(&mut scratch) {
            vm.report(problem);
            return None;
        }
    }
    scratch.table(&old.name).cloned()
}

/// A column that a sequence of its own counts up gets another one.
fn count_anew(column: &mut crate::catalog::Column) {
    if column.default.as_ref().is_some_and(|it| it.starts_with("nextval(")) {
        let spelling = match column.ty.canonical().as_str() {
            "bigint" => "BIGSERIAL",
            "smallint" => "SMALLSERIAL",
            _ => "SERIAL",
        };
        column.ty = SqlType::new(spelling);
        column.default = None;
    }
}

/// The statement that fills the copy.
fn transfer(
    vm: &Vm<'_>,
    old: &Table,
    copy: &Name,
    operations: &[Operation],
    defaults: &[(String, String)],
) -> String {
    let dialect = vm.host.dialect();
    let table = dialect.quote(&old.name);
    let mut to = Vec::new();
    let mut from = Vec::new();
    for column in &old.columns {
        let mut name = column.name.clone();
        let mut value = format!("{table}.{}", dialect.quote_name(&name));
        let mut is_kept = column.generated.is_none();
        for operation in operations {
            match operation {
                Operation::DropColumn(it) if it.column == name => is_kept = false,
                Operation::AlterColumn(it) if it.column == name => {
                    if let Some(ty) = &it.changes.ty
                        && !dialect.alter_constraint
                        && !ty.spelling.starts_with("JSON")
                        && column.ty.is_comparable_with(ty) == Some(false)
                    {
                        value = format!("CAST({value} AS {})", ty.spelling);
                    }
                    if let Some(renamed) = &it.changes.name {
                        name.clone_from(renamed);
                    }
                }
                _ => {}
            }
        }
        if is_kept {
            let as_it = if value.starts_with("CAST(") {
                format!(" AS {}", dialect.quote_name(&column.name))
            } else {
                String::new()
            };
            to.push(dialect.quote_name(&name));
            from.push(value + &as_it);
        }
    }
    for (at, (name, value)) in defaults.iter().enumerate() {
        to.push(dialect.quote_name(name));
        from.push(format!("{value} AS anon_{}", at + 1));
    }
    let copy = dialect.quote(copy);
    format!("INSERT INTO {copy} ({}) SELECT {} \nFROM {table}", to.join(", "), from.join(", "))
}
