//! `alembic.ddl.base`: the statements that Alembic makes itself. A project may have them written in its
//! own way, with a function marked with `@compiles(AddColumn)`, whose text is not followed.

use crate::diagnostic::code;
use crate::op::Operation;
use crate::python::class::{Library, NativeClass};
use crate::python::lib::sqlalchemy::compiler::Compiler;
use crate::python::lib::sqlalchemy::schema::statement::{
    ADD_CONSTRAINT, DDL_ELEMENT, DROP_CONSTRAINT,
};
use crate::python::value::Value;
use crate::python::vm::Vm;

pub(super) static LIBRARY: Library = Library {
    name: "alembic.ddl.base",
    classes: &[
        &ALTER_TABLE,
        &RENAME_TABLE,
        &ALTER_COLUMN,
        &COLUMN_NULLABLE,
        &COLUMN_TYPE,
        &COLUMN_NAME,
        &COLUMN_DEFAULT,
        &COLUMN_COMMENT,
        &ADD_COLUMN,
        &DROP_COLUMN,
    ],
    rest: Some(&[
        "ComputedColumnDefault",
        "IdentityColumnDefault",
        "add_column",
        "alter_column",
        "alter_table",
        "drop_column",
        "format_column_name",
        "format_server_default",
        "format_table_name",
        "format_type",
        "quote_dotted",
        "visit_add_column",
        "visit_column_default",
        "visit_column_name",
        "visit_column_nullable",
        "visit_column_type",
        "visit_computed_column",
        "visit_drop_column",
        "visit_identity_column",
        "visit_rename_table",
    ]),
    ..Library::EMPTY
};

static ALTER_TABLE: NativeClass = statement("AlterTable", &[&DDL_ELEMENT]);
static RENAME_TABLE: NativeClass = statement("RenameTable", &[&ALTER_TABLE]);
static ADD_COLUMN: NativeClass = statement("AddColumn", &[&ALTER_TABLE]);
static DROP_COLUMN: NativeClass = statement("DropColumn", &[&ALTER_TABLE]);
static ALTER_COLUMN: NativeClass = statement("AlterColumn", &[&ALTER_TABLE]);
static COLUMN_NULLABLE: NativeClass = statement("ColumnNullable", &[&ALTER_COLUMN]);
static COLUMN_TYPE: NativeClass = statement("ColumnType", &[&ALTER_COLUMN]);
static COLUMN_NAME: NativeClass = statement("ColumnName", &[&ALTER_COLUMN]);
static COLUMN_DEFAULT: NativeClass = statement("ColumnDefault", &[&ALTER_COLUMN]);
static COLUMN_COMMENT: NativeClass = statement("ColumnComment", &[&ALTER_COLUMN]);

const fn statement(name: &'static str, bases: &'static [&'static NativeClass]) -> NativeClass {
    NativeClass { name, module: "alembic.ddl.base", bases, ..NativeClass::EMPTY }
}

/// Tells where the project itself writes a statement of an operation.
pub(super) fn tell_own(vm: &mut Vm<'_>, operation: &Operation) {
    for class in statements_of(operation) {
        let statement = vm.instance(class, []);
        if Compiler::new(vm).is_user_compiled(&statement) {
            let reason = format!("the text that the script compiles `{}` to", class.name);
            if let Value::Unknown(unknown) = vm.unknown(code::UNFOLLOWED_CALL, reason) {
                vm.incomplete(&unknown);
            }
        }
    }
}

/// The statements of Alembic and `SQLAlchemy` that an operation is sent as.
fn statements_of(operation: &Operation) -> Vec<&'static NativeClass> {
    match operation {
        Operation::AddColumn(it) if it.constraints.is_empty() => vec![&ADD_COLUMN],
        Operation::AddColumn(_) => vec![&ADD_COLUMN, &ADD_CONSTRAINT],
        Operation::DropColumn(_) => vec![&DROP_COLUMN],
        Operation::RenameTable(_) => vec![&RENAME_TABLE],
        Operation::AddConstraint(_) => vec![&ADD_CONSTRAINT],
        Operation::DropConstraint(_) => vec![&DROP_CONSTRAINT],
        Operation::AlterColumn(it) => [
            (it.changes.nullable.is_some(), &COLUMN_NULLABLE),
            (it.changes.ty.is_some(), &COLUMN_TYPE),
            (it.changes.name.is_some(), &COLUMN_NAME),
            (it.changes.default.is_some(), &COLUMN_DEFAULT),
            (it.changes.comment.is_some(), &COLUMN_COMMENT),
        ]
        .into_iter()
        .filter_map(|(changes, class)| changes.then_some(class))
        .collect(),
        _ => Vec::new(),
    }
}
