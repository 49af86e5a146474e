//! A batch that copies its table: a new one is made, filled, and takes the old one's name.

use super::batch::Recreate;
use super::order::order_of_copy;
use super::reflected::{in_order_of_copy, reflected};
use crate::catalog::{Catalog, Constraint, ConstraintKind, SqlType, Table};
use crate::diagnostic::code;
use crate::dialect::{AlterColumn, Autoincrement, Dialect};
use crate::name::Name;
use crate::op::{
    CreateIndex, CreateTable, DropConstraint, DropTable, Execute, Op, Operation, RenameTable,
};
use crate::python::host::Mode;
use crate::python::lib::sqlalchemy::fields::make;
use crate::python::lib::sqlalchemy::schema::metadata::META_DATA;
use crate::python::lib::sqlalchemy::schema::naming::name_for;
use crate::python::lib::sqlalchemy::schema::reflect::constraint_object;
use crate::python::lib::sqlalchemy::schema::table::TABLE;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

const ORIGIN: &str = "op.batch_alter_table";

/// Whether these operations need a copy of the table; `clauses` are the new columns with a default
/// that is no plain text.
pub fn is_needed(
    vm: &Vm<'_>,
    recreate: Recreate,
    operations: &[Operation],
    clauses: &[String],
) -> bool {
    let in_place = |it: &Operation| match it {
        Operation::AddColumn(add) => {
            let stored = add.column.generated.as_ref().is_some_and(|it| it.stored == Some(true));
            !stored && !clauses.contains(&add.column.name) && add.constraints.is_empty()
        }
        Operation::CreateIndex(_) | Operation::DropIndex(_) => true,
        _ => false,
    };
    match recreate {
        Recreate::Always => true,
        Recreate::Never => false,
        Recreate::Auto => {
            vm.host.dialect().alter_column == AlterColumn::Rebuild
                && !operations.iter().all(in_place)
        }
    }
}

/// What a batch says of the copy, besides its operations.
pub struct Asked {
    /// `table_args=`: constraints that only the copy has.
    pub constraints: Vec<Constraint>,
    /// The values of new columns.
    pub defaults: Vec<(String, String)>,
    pub places: Vec<Place>,
    /// `partial_reordering=`: rows of columns, each in the order that is wanted.
    pub partial_order: Vec<Vec<String>>,
    /// Columns whose new type is of a kind of its own, whatever it is called in the database.
    pub own_kinds: Vec<String>,
    /// `naming_convention=`: how constraints without a name are called.
    pub convention: Value,
    /// `sqlite_autoincrement=True`.
    pub counts: bool,
}

/// Where a new column goes.
pub struct Place {
    pub column: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Runs the operations on a copy of the table `old`.
///
/// # Errors
/// Alembic's own where there is no database to look at the table in.
pub fn run(
    vm: &mut Vm<'_>,
    old: &Table,
    known: Known,
    operations: Vec<Operation>,
    asked: &Asked,
) -> Eval<()> {
    if known == Known::Reflected && vm.host.mode() == Mode::Offline {
        let message = "This operation cannot proceed in --sql mode; batch mode requires a live \
                       database connection with which to reflect the table";
        return Err(vm.raise("RuntimeError", message));
    }
    let old = &match known {
        Known::Reflected => as_reflected(vm, old, &asked.convention)?,
        Known::Given => old.clone(),
    };
    let Some(mut new) = changed(vm, old, &operations)? else { return Ok(()) };
    let order = order_of_copy(old, &operations, &asked.places, &asked.partial_order);
    let dialect = vm.host.dialect();
    new.columns.sort_by_cached_key(|it| {
        let key = key_of(&it.name, &operations);
        order.iter().position(|it| *it == key).unwrap_or(order.len())
    });
    arrange(&mut new, asked, dialect);
    let copy = old.name.renamed(&*temporary(&old.name));
    let create = CreateTable { table: made(&new, &copy, dialect), if_not_exists: false };
    let sql = transfer(vm, (old, &order), &copy, &operations, asked);
    let insert = Execute { sql, effects: Vec::new() };
    let drop = DropTable { table: old.name.clone(), if_exists: false, cascade: false };
    let rename = RenameTable { table: copy, to: old.name.name.clone() };
    if dialect.alter_constraint {
        drop_constraints(vm, old, &new, &operations);
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

/// The table as `SQLAlchemy` finds it in the database, its constraints named by the convention.
/// What it does not find is reported.
fn as_reflected(vm: &mut Vm<'_>, old: &Table, convention: &Value) -> Eval<Table> {
    let dialect = vm.host.dialect();
    let mut table = old.clone();
    if !dialect.alter_constraint {
        let (found, lost) = reflected(old, dialect);
        table = found;
        lost.into_iter().for_each(|it| vm.report(it));
    }
    tell_distinct(vm, &mut table);
    name_by(vm, &mut table, convention)?;
    Ok(table)
}

/// Brings the new table into the shape that `SQLAlchemy` writes: the key that counts up, the order
/// of constraints, and those that only the copy has.
fn arrange(new: &mut Table, asked: &Asked, dialect: &Dialect) {
    if asked.counts
        && matches!(dialect.autoincrement, Autoincrement::Key(_))
        && let [only] = new.primary_key()
        && let only = only.clone()
        && let Some(column) = new.column_mut(&only)
    {
        column.autoincrement = column.ty.canonical() == "integer";
    }
    if !dialect.alter_constraint {
        in_order_of_copy(new);
    }
    let is_key = |it: &Constraint| matches!(it.kind, ConstraintKind::PrimaryKey { .. });
    let behind_key = usize::from(new.constraints.first().is_some_and(is_key));
    new.constraints.splice(behind_key..behind_key, asked.constraints.iter().cloned());
}

/// How Alembic calls the copy until it takes the old name.
fn temporary(table: &Name) -> String {
    format!("_alembic_tmp_{}", table.name).chars().take(50).collect()
}

/// The copy as it is made, before it has its indexes.
fn made(new: &Table, copy: &Name, dialect: &Dialect) -> Table {
    let mut made = Table { name: copy.clone(), indexes: Vec::new(), ..new.clone() };
    // SQLAlchemy never sees how the database calls what forbids null.
    made.columns.iter_mut().for_each(|it| it.not_null = None);
    if dialect.named_types {
        made.columns.iter_mut().for_each(count_anew);
    }
    made
}

/// Drops the constraints of the old table, so that their names are free for the copy.
fn drop_constraints(vm: &mut Vm<'_>, old: &Table, new: &Table, operations: &[Operation]) {
    // The batch has forgotten those that it drops itself: they go with the old table.
    let kept = |it: &&Constraint| {
        let is_it = |op: &Operation| match op {
            Operation::DropConstraint(drop) => it.name.as_ref() == Some(&drop.name),
            _ => false,
        };
        !operations.iter().any(is_it) || new.constraints.iter().any(|new| new.name == it.name)
    };
    // A key goes after those that refer to it.
    let mut constraints: Vec<_> = old.constraints.iter().filter(kept).collect();
    constraints.sort_by_key(|it| !matches!(it.kind, ConstraintKind::ForeignKey(_)));
    for name in constraints.into_iter().filter_map(|it| it.name.clone()) {
        let table = old.name.clone();
        let drop = DropConstraint { table, name, kind: None, if_exists: false, cascade: false };
        vm.emit(drop.into(), ORIGIN);
    }
}

/// Where the shape of the old table is known from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Known {
    Reflected,
    /// `copy_from=`.
    Given,
}

/// Says of each unique constraint that nulls are distinct in it, as `SQLAlchemy` does of those that
/// it reads from a server.
fn tell_distinct(vm: &Vm<'_>, table: &mut Table) {
    if vm.host.dialect().name != "postgresql" {
        return;
    }
    for constraint in &mut table.constraints {
        if let ConstraintKind::Unique { nulls_not_distinct, .. } = &mut constraint.kind {
            nulls_not_distinct.get_or_insert(false);
        }
    }
}

/// Names the constraints that have none, as the convention says.
fn name_by(vm: &mut Vm<'_>, table: &mut Table, convention: &Value) -> Eval<()> {
    if !matches!(convention, Value::Dict(_)) {
        return Ok(());
    }
    let said = vec![("naming_convention".to_owned(), convention.clone())];
    let metadata = vm.construct(&META_DATA, Vec::new(), said)?;
    let schema = table.name.schema.as_ref().map_or(Value::None, Value::str);
    let name = Value::str(&table.name.name);
    let fields = [("name", name), ("schema", schema), ("metadata", metadata)];
    let owner = make(vm, &TABLE, fields);
    for constraint in table.constraints.iter_mut().filter(|it| it.name.is_none()) {
        if let Some(Value::Object(it)) = constraint_object(vm, constraint)? {
            constraint.name = name_for(vm, &it, &owner)?;
        }
    }
    Ok(())
}

/// The name before the batch of a column that it may rename.
fn key_of(column: &str, operations: &[Operation]) -> String {
    let renames = |it: &Operation| match it {
        Operation::AlterColumn(alter) if alter.changes.name.as_deref() == Some(column) => {
            Some(alter.column.clone())
        }
        _ => None,
    };
    operations.iter().find_map(renames).unwrap_or_else(|| column.to_owned())
}

/// The table after the operations; nothing if the database would refuse one of them, which is
/// reported.
///
/// # Errors
/// Alembic's own where a constraint is not there.
fn changed(vm: &mut Vm<'_>, old: &Table, operations: &[Operation]) -> Eval<Option<Table>> {
    let mut scratch: Catalog = vm.host.catalog().clone();
    scratch.put_table(old.clone());
    for operation in operations {
        // A batch keeps its constraints by name: another one of that name takes the place.
        if let Operation::AddConstraint(add) = operation
            && let Some(mut table) = scratch.table_mut(&old.name)
        {
            table.constraints.retain(|it| it.name.is_none() || it.name != add.constraint.name);
            // A primary key takes the place of one without a name.
            let is_key = |it: &Constraint| matches!(it.kind, ConstraintKind::PrimaryKey { .. });
            let replaces = is_key(&add.constraint);
            table.constraints.retain(|it| !(replaces && it.name.is_none() && is_key(it)));
        }
        let Err(problem) = operation.apply(&mut scratch) else { continue };
        if let Operation::DropConstraint(drop) = operation
            && problem.code == code::UNKNOWN_CONSTRAINT
        {
            return Err(vm.raise("ValueError", format!("No such constraint: '{}'", drop.name)));
        }
        vm.report(problem);
        let words = format!("a copy of `{}` that can't be made", old.name);
        if let Value::Unknown(unknown) = vm.unknown("table-copy", words) {
            vm.emit_unwritten(&unknown);
        }
        return Ok(None);
    }
    Ok(scratch.table(&old.name).cloned())
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

/// Whether `SQLAlchemy` casts values of one type to the other: it does between types of different
/// kinds, however little the database minds.
fn is_cast(from: &SqlType, to: &SqlType) -> bool {
    let kind = |it: &SqlType| {
        let spelling = it.spelling.to_ascii_uppercase();
        let word = spelling.split([' ', '(']).next().unwrap_or_default().to_owned();
        KINDS.iter().position(|it| it.contains(&&*word))
    };
    match (kind(from), kind(to)) {
        (Some(from), Some(to)) => from != to,
        _ => from.is_comparable_with(to) == Some(false),
    }
}

/// Types by kind, as `SQLAlchemy` reads them from SQLite.
const KINDS: &[&[&str]] = &[
    &["INTEGER", "INT", "BIGINT", "SMALLINT"],
    &["VARCHAR", "TEXT", "CHAR", "NVARCHAR", "NCHAR"],
    &["NUMERIC", "DECIMAL", "FLOAT", "REAL", "DOUBLE", "DOUBLE_PRECISION"],
    &["DATETIME", "TIMESTAMP"],
    &["DATE"],
    &["TIME"],
    &["BOOLEAN", "BOOL"],
    &["BLOB"],
    &["JSON"],
];

/// The statement that fills the copy.
fn transfer(
    vm: &Vm<'_>,
    (old, order): (&Table, &[String]),
    copy: &Name,
    operations: &[Operation],
    asked: &Asked,
) -> String {
    let dialect = vm.host.dialect();
    let table = dialect.quote(&old.name);
    let mut to = Vec::new();
    let mut from = Vec::new();
    let ordered = order.iter().filter_map(|it| old.column(it));
    let dropped = old.columns.iter().filter(|it| !order.contains(&it.name));
    for column in ordered.chain(dropped) {
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
                        && (is_cast(&column.ty, ty) || asked.own_kinds.contains(&name))
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
    for (at, (name, value)) in asked.defaults.iter().enumerate() {
        to.push(dialect.quote_name(name));
        from.push(format!("{value} AS anon_{}", at + 1));
    }
    let copy = dialect.quote(copy);
    format!("INSERT INTO {copy} ({}) SELECT {} \nFROM {table}", to.join(", "), from.join(", "))
}
