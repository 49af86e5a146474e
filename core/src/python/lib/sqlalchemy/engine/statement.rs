//! Statements on their way to the database: written out, handed on, answered.

use std::rc::Rc;

use super::super::compiler::{Compiler, Unbound};
use super::super::dialect::has_percent_parameters;
use super::super::exc;
use super::super::expression::construct::text_clause;
use super::super::expression::dml::{INSERT, UPDATE, column_meant, name_of};
use super::super::expression::element::CLAUSE_ELEMENT;
use super::super::expression::from::columns_of;
use super::super::fields::{entries, items_of, object};
use super::super::schema::{self, rewritten};
use super::result;
use crate::diagnostic::code;
use crate::name::Name;
use crate::op::Execute;
use crate::python::host::{Answer, Mode};
use crate::python::value::{Unknown, Value};
use crate::python::vm::{Eval, Vm};

/// A statement as text, or why it cannot be written.
pub type Written = Result<String, (String, Rc<Unknown>)>;

/// Runs a statement with parameters, as `connection.execute` does.
pub fn run(vm: &mut Vm<'_>, statement: &Value, parameters: &Value, origin: &str) -> Eval {
    if let Value::Unknown(unknown) = statement {
        vm.emit_unwritten_sql("", unknown);
        return Ok(statement.clone());
    }
    if statement.as_str().is_some() && vm.host.mode() == Mode::Online {
        vm.report(problem::plain_text());
    }
    let statement = executable(vm, statement)?;
    if let Some(written) = schema::statement::given_text(vm, &statement)? {
        return send(vm, written, origin);
    }
    if define(vm, &statement, origin)? {
        return Ok(Value::None);
    }
    let mut res = Value::None;
    let rows = rows_of(parameters);
    let many = rows.len() > 1;
    let mut said: Vec<Row> = rows.iter().map(entries).collect();
    if many
        && is_one_for_all(&statement, origin)
        && rows.iter().all(|it| matches!(it, Value::Dict(_)))
    {
        let keys = columns_said(vm, &statement, said.first());
        as_the_first(vm, &keys, &mut said)?;
    }
    for (row, said) in rows.into_iter().zip(said) {
        let written = written(vm, &statement, said, |it| {
            let it = if many { it.for_many() } else { it };
            match &row {
                Value::Unknown(unknown) => it.with_unknown_parameters(unknown.clone()),
                _ => it.sent(),
            }
        })?;
        let written = match row.is_none() {
            true => written.map(|it| compiled_text(vm, &statement, it)),
            false => written,
        };
        res = send(vm, written, origin)?;
    }
    Ok(res)
}

/// The text of a statement: what a function marked with `@compiles` writes is the driver's to read.
fn compiled_text(vm: &mut Vm<'_>, statement: &Value, text: String) -> String {
    match statement.as_object().is_some_and(|it| Compiler::new(vm).is_user_compiled(it)) {
        true => driver_reads(vm, text),
        false => text,
    }
}

/// What the driver makes of a text that comes to it as it stands: `SQLAlchemy` hands parameters over
/// even if there are none, so that most drivers take `%%` for a percent sign and stop at a single `%`.
pub fn driver_reads(vm: &mut Vm<'_>, sql: String) -> String {
    if vm.host.mode() == Mode::Offline || !has_percent_parameters(vm.host.dialect()) {
        return sql;
    }
    if sql.replace("%%", "").contains('%') {
        vm.report(problem::single_percent());
        return sql;
    }
    sql.replace("%%", "%")
}

/// Whether an `INSERT` is one statement for all rows. A session sorts those of a mapped class by what
/// each of them says.
fn is_one_for_all(statement: &Value, origin: &str) -> bool {
    statement.as_object().is_some_and(|it| it.is(&INSERT)) && !origin.starts_with("session.")
}

/// What a row of parameters is called by, and its values.
pub type Row = Vec<(String, Value)>;

/// The names in a row of parameters that mean columns of the statement's table.
fn columns_said(vm: &mut Vm<'_>, statement: &Value, row: Option<&Row>) -> Vec<String> {
    let Some(statement) = statement.as_object() else { return Vec::new() };
    let table = object(statement, "table");
    let columns = table.map(|it| columns_of(vm, &it)).unwrap_or_default();
    let mut names: Vec<String> = row.into_iter().flatten().map(|(key, _)| key.clone()).collect();
    names.retain(|it| {
        let name = column_meant(vm, statement, it);
        columns.iter().any(|it| name_of(it).as_deref() == Some(&name))
    });
    names
}

/// Rows as one statement for all of them takes them: what the first one does not say is left out,
/// and none may lack these names of it.
pub fn as_the_first(vm: &mut Vm<'_>, names: &[String], rows: &mut [Row]) -> Eval<()> {
    let first: Vec<String> = rows.first().into_iter().flatten().map(|it| it.0.clone()).collect();
    for (at, row) in rows.iter_mut().enumerate() {
        let has = |name: &&String| row.iter().any(|(it, _)| it == *name);
        if let Some(missing) = names.iter().find(|it| !has(it)) {
            let message = format!(
                "(sqlalchemy.exc.InvalidRequestError) A value is required for bind parameter \
                 '{missing}', in parameter group {at}"
            );
            return Err(exc::raise(vm, &exc::STATEMENT_ERROR, message));
        }
        row.retain(|(key, _)| first.contains(key));
    }
    Ok(())
}

/// Prints a statement as Alembic's offline mode does: what was given apart is lost.
pub fn print(vm: &mut Vm<'_>, statement: &Value, origin: &str) -> Eval<()> {
    if let Value::Unknown(unknown) = statement {
        vm.emit_unwritten_sql("", unknown);
        return Ok(());
    }
    let statement = executable(vm, statement)?;
    if define(vm, &statement, origin)? {
        return Ok(());
    }
    match written(vm, &statement, Vec::new(), |it| it.sent())? {
        Ok(sql) => {
            let sql = compiled_text(vm, &statement, sql);
            emit(vm, &sql, origin);
        }
        Err((known, unknown)) => vm.emit_unwritten_sql(&known, &unknown),
    }
    Ok(())
}

/// Sends an SQL text with parameters of the driver's own style: `%s`, `%(name)s`, `?`.
pub fn run_text(vm: &mut Vm<'_>, sql: &str, parameters: &Value, origin: &str) -> Eval {
    let mut res = Value::None;
    for row in rows_of(parameters) {
        let written = super::cursor::bound(vm, sql, &row)?;
        res = send(vm, written, origin)?;
    }
    Ok(res)
}

/// Runs a statement about the schema, if it is one.
fn define(vm: &mut Vm<'_>, statement: &Value, origin: &str) -> Eval<bool> {
    let holes = vm.holes();
    let Some(operations) = schema::statement::operations(vm, statement)? else { return Ok(false) };
    let Some(statement) = statement.as_object() else { return Ok(false) };
    for operation in operations {
        rewritten::emit_statement(vm, statement, holes, operation, origin)?;
    }
    Ok(true)
}

/// What is written with these parameters.
pub fn write(
    vm: &mut Vm<'_>,
    statement: &Value,
    parameters: Vec<(String, Value)>,
) -> Eval<Written> {
    written(vm, statement, parameters, |it| it)
}

fn written(
    vm: &mut Vm<'_>,
    statement: &Value,
    parameters: Vec<(String, Value)>,
    prepare: impl for<'v, 'h> FnOnce(Compiler<'v, 'h>) -> Compiler<'v, 'h>,
) -> Eval<Written> {
    let is_open = statement.as_object().is_some_and(|it| it.is(&INSERT) || it.is(&UPDATE));
    let unbound = match parameters.is_empty() && is_open {
        true => Unbound::Name,
        false => Unbound::Null,
    };
    let mut parameters = parameters;
    if is_open && let Some(it) = statement.as_object() {
        for (name, _) in &mut parameters {
            *name = column_meant(vm, it, name);
        }
    }
    let compiler = Compiler::new(vm).with_parameters(parameters).with_unbound(unbound);
    let mut compiler = prepare(compiler);
    let text = compiler.text(statement)?;
    Ok(match compiler.missing.take() {
        Some(unknown) => Err((text, unknown)),
        None => Ok(text),
    })
}

/// Emits an SQL text.
pub fn emit(vm: &mut Vm<'_>, sql: &str, origin: &str) {
    let sql = trimmed(vm, sql);
    vm.emit(Execute { sql, effects: Vec::new() }.into(), origin);
}

/// Emits an SQL text that comes to the same as a plainer one, from which its effects are read.
pub fn emit_as(vm: &mut Vm<'_>, sql: &str, plainer: &str, origin: &str) {
    let sql = trimmed(vm, sql);
    let plainer = Execute { sql: plainer.to_owned(), effects: Vec::new() };
    vm.emit(Execute { sql, effects: vec![plainer.into()] }.into(), origin);
}

fn trimmed(vm: &Vm<'_>, sql: &str) -> String {
    match vm.host.mode() {
        // As Alembic prints it: a semicolon of the text stays, and one is added.
        Mode::Offline => sql.replace('\t', "    ").trim().to_owned(),
        Mode::Online => {
            let trimmed = sql.trim();
            trimmed.strip_suffix(';').unwrap_or(trimmed).trim_end().to_owned()
        }
    }
}

/// Hands a statement on if it may change anything, and says what is known of its result.
fn send(vm: &mut Vm<'_>, written: Written, origin: &str) -> Eval {
    let (text, missing) = match written {
        Ok(text) => (text, None),
        Err((text, unknown)) => (text, Some(unknown)),
    };
    match (vm.host.ask(&text), missing) {
        (Answer::Known { columns, rows }, None) => Ok(result::known(vm, columns, rows)),
        (Answer::Known { .. }, Some(unknown)) => Ok(Value::Unknown(unknown)),
        (Answer::Rows(tables), _) => Ok(vm.unknown(code::READS_DATA, rows_words(&tables))),
        (Answer::Writes, Some(unknown)) => {
            vm.emit_unwritten_sql(&text, &unknown);
            Ok(Value::Unknown(unknown))
        }
        (Answer::Writes, None) => {
            emit(vm, &text, origin);
            Ok(vm.unknown(code::READS_DATA, "the rows that a statement touches"))
        }
    }
}

fn rows_words(tables: &[Name]) -> String {
    let names: Vec<_> = tables.iter().map(|it| format!("`{it}`")).collect();
    match names.as_slice() {
        [] => "what the database answers".to_owned(),
        names => format!("the rows of {}", names.join(" and ")),
    }
}

/// The rows of parameters: none given is one without any.
fn rows_of(parameters: &Value) -> Vec<Value> {
    match parameters {
        Value::List(_) => match items_of(parameters) {
            rows if rows.iter().any(|it| matches!(it, Value::Dict(_) | Value::Tuple(_))) => rows,
            _ => vec![parameters.clone()],
        },
        one => vec![one.clone()],
    }
}

/// The construct to run: a plain text is SQL.
fn executable(vm: &mut Vm<'_>, statement: &Value) -> Eval {
    match statement {
        Value::Str(_) => text_clause(vm, statement),
        Value::Object(it) if it.is(&CLAUSE_ELEMENT) => Ok(statement.clone()),
        _ => {
            if let Some(element) = vm.attribute_if_any(statement, "__clause_element__")? {
                return vm.call(&element, Vec::new(), Vec::new());
            }
            if let Some(unknown) = vm.open(statement) {
                return Ok(unknown);
            }
            let shown = vm.repr(statement)?;
            let message = format!("Not an executable object: {shown}");
            Err(exc::raise(vm, &exc::OBJECT_NOT_EXECUTABLE_ERROR, message))
        }
    }
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn single_percent() -> Problem {
        let message = "`%` begins a parameter for most drivers, which stop here";
        Problem::warning("single-percent", message)
            .help("write `%%`, or put the text into `sqlalchemy.text()`")
    }

    pub(super) fn plain_text() -> Problem {
        let message = "only SQLAlchemy before 2.0 runs a plain text; a later one stops here";
        Problem::warning("plain-text", message).help("put the text into `sqlalchemy.text()`")
    }
}
