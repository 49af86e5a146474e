//! Statements about the schema that the project writes in its own way: with a function marked with
//! `@compiles(DropTable, "postgresql")` or the like.

use std::rc::Rc;

use super::super::compiler::Compiler;
use super::super::engine;
use super::super::fields::{items, object, text};
use super::statement::{CREATE_COLUMN, CREATE_INDEX, CREATE_TABLE};
use crate::diagnostic::code;
use crate::op::{Op as _, Operation};
use crate::python::class::{NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// The text of a statement as `SQLAlchemy` itself writes it.
const PLAIN: &str = "_plain";

/// Emits what makes or drops an element, as the project's function for such statements writes it if
/// there is one. The operation was made since `holes` were counted.
pub fn emit(
    vm: &mut Vm<'_>,
    (class, element): (&'static NativeClass, &Value),
    holes: usize,
    operation: Operation,
    origin: &str,
) -> Eval<()> {
    let statement = vm.instance(class, [("element", element.clone())]);
    emit_statement(vm, &statement, holes, operation, origin)
}

/// As [`emit`], for a statement that the script made.
pub fn emit_statement(
    vm: &mut Vm<'_>,
    statement: &Rc<Object>,
    holes: usize,
    operation: Operation,
    origin: &str,
) -> Eval<()> {
    let statements = with_indexes(vm, statement, &operation);
    if statement.is(&CREATE_TABLE) {
        tell_columns(vm);
    }
    let is_own = statements.iter().any(|it| Compiler::new(vm).is_user_compiled(it));
    if is_own && vm.holes() == holes {
        let plain = operation.sql(vm.host.dialect()).unwrap_or_default();
        if let Some(texts) = written(vm, &statements, &plain)? {
            for text in texts {
                engine::statement::emit(vm, &text, origin);
            }
            return Ok(());
        }
    }
    vm.emit_since(holes, operation, origin);
    Ok(())
}

/// Tells if a function of the project writes the columns of new tables.
fn tell_columns(vm: &mut Vm<'_>) {
    let column = vm.instance(&CREATE_COLUMN, []);
    if Compiler::new(vm).is_user_compiled(&column)
        && let Value::Unknown(unknown) =
            vm.unknown(code::UNFOLLOWED_CALL, "the text that the project compiles columns to")
    {
        vm.incomplete(&unknown);
    }
}

/// The statement, and those for the indexes that are made with a table.
fn with_indexes(vm: &mut Vm<'_>, statement: &Rc<Object>, operation: &Operation) -> Vec<Rc<Object>> {
    let mut statements = vec![statement.clone()];
    if let (Operation::CreateTable(made), Some(table)) = (operation, object(statement, "element")) {
        let indexes = items(&table, "_indexes").into_iter().take(made.table.indexes.len());
        statements.extend(indexes.map(|it| vm.instance(&CREATE_INDEX, [("element", it)])));
    }
    statements
}

/// The texts of an operation with what the project's functions make of those of the statements,
/// which come first; nothing if that is nothing else, or not known.
fn written(
    vm: &mut Vm<'_>,
    statements: &[Rc<Object>],
    plain: &[String],
) -> Eval<Option<Vec<String>>> {
    let mut texts = plain.to_vec();
    for (statement, text) in statements.iter().zip(&mut texts) {
        let before = as_compiled(statement, text);
        statement.set_field(PLAIN, Value::str(&before));
        let mut compiler = Compiler::new(vm);
        let after = compiler.user_compiled(statement)?;
        if let Some(unknown) = compiler.missing.take() {
            vm.incomplete(&unknown);
            return Ok(None);
        }
        if let Some(after) = after.filter(|it| *it != before) {
            *text = after.replace('\t', "    ");
        }
    }
    Ok((texts != plain).then_some(texts))
}

/// What `compiler.visit_create_table(statement)` and its like give a project's function.
pub fn plain_text(statement: &Rc<Object>) -> String {
    text(statement, PLAIN).unwrap_or_default()
}

/// A statement with the lines and tabs around which functions of projects look for its parts.
fn as_compiled(statement: &Rc<Object>, sql: &str) -> String {
    let end = if statement.is(&CREATE_TABLE) { "\n\n" } else { "" };
    format!("\n{}{end}", sql.replace("\n    ", "\n\t"))
}
