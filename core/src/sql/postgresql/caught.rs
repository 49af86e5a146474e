//! `EXCEPTION` sections: what an error that they catch leaves of the statements before it.

use std::ops::Range;

use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::super::presence::{
    created, guarded, needed, raised_if_there, set_if_exists, set_if_not_exists,
};
use super::syntax::line;
use crate::catalog::ObjectRef;

use crate::op::{Op, Operation, unknown_object};

/// An error that a block raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raised {
    /// `raise_exception`, as `RAISE` says if it names no other.
    Plain,
    Named,
}

impl Raised {
    /// What a `RAISE` raises; nothing if it is no more than a message.
    pub(super) fn by(stmt: &ast::PlpgsqlRaiseStmt) -> Option<Self> {
        let is_error = stmt.level().is_none_or(|it| it.exception_token().is_some());
        let mut options = stmt.using_clause().into_iter().flat_map(|it| it.plpgsql_raise_options());
        let is_code = |it| matches!(it, ast::PlpgsqlRaiseOption::PlpgsqlRaiseOptionErrcode(_));
        let says_nothing = stmt.message().is_none() && stmt.using_clause().is_none();
        let is_named = stmt.condition_name().is_some() || says_nothing || options.any(is_code);
        is_error.then_some(if is_named { Self::Named } else { Self::Plain })
    }
}

/// The handler that certainly catches an error.
pub(super) fn handler(
    section: &ast::PlpgsqlExceptionSection,
    raised: Raised,
) -> Option<ast::PlpgsqlExceptionHandler> {
    let conditions = |it: &ast::PlpgsqlExceptionHandler| {
        it.conditions().map(|it| condition(&it)).collect::<Vec<_>>()
    };
    let names = |it: &ast::PlpgsqlExceptionHandler, names: &[&str]| {
        conditions(it).iter().any(|it| names.contains(&it.as_str()))
    };
    match raised {
        Raised::Plain => section.handlers().find(|it| names(it, PLAIN)),
        Raised::Named => section.handlers().next().filter(|it| names(it, &["others"])),
    }
}

/// The name of a condition, which may be given by its code: `SQLSTATE '42710'`.
fn condition(said: &impl AstNode) -> String {
    let said = line(said).to_ascii_lowercase();
    let code = said.strip_prefix("sqlstate").map(|it| it.trim().trim_matches('\''));
    let named = code.and_then(|code| CODES.iter().find(|(it, _)| *it == code));
    named.map_or(said, |(_, name)| (*name).to_owned())
}

/// Codes of conditions and their names, in lower case.
/// PostgreSQL 18, <https://www.postgresql.org/docs/18/errcodes-appendix.html>
const CODES: &[(&str, &str)] = &[
    ("23505", "unique_violation"),
    ("2bp01", "dependent_objects_still_exist"),
    ("3f000", "invalid_schema_name"),
    ("42701", "duplicate_column"),
    ("42703", "undefined_column"),
    ("42704", "undefined_object"),
    ("42710", "duplicate_object"),
    ("42712", "duplicate_alias"),
    ("42723", "duplicate_function"),
    ("42883", "undefined_function"),
    ("42p01", "undefined_table"),
    ("42p06", "duplicate_schema"),
    ("42p07", "duplicate_table"),
    ("42p16", "invalid_table_definition"),
    ("p0001", "raise_exception"),
];

/// What catches `raise_exception`.
const PLAIN: &[&str] = &["others", "plpgsql_error", "raise_exception"];

/// What becomes of an error that the server raises in a block.
pub(super) enum Caught {
    /// It is raised further.
    No,
    By(ast::PlpgsqlExceptionHandler),
    Unclear,
}

/// An error that the server raises in a block.
pub(super) struct ServerError {
    pub(super) place: Range<usize>,
    pub(super) message: String,
    /// The name of the condition, where we know it.
    pub(super) condition: Option<&'static str>,
}

/// The first error that the server raises in these statements.
pub(super) fn error(statements: &Lowered) -> Option<ServerError> {
    let refused = statements.refused.iter().map(|(place, why)| {
        let row = CONDITIONS.iter().find(|(code, _)| *code == why.code);
        let (place, message) = (place.clone(), why.message.clone());
        ServerError { place, message, condition: row.map(|(_, it)| *it) }
    });
    let missing = statements.missing.iter().map(|(place, object)| {
        let condition = match object {
            ObjectRef::Schema(_) => "invalid_schema_name",
            ObjectRef::Role(_) => "undefined_object",
            _ => "undefined_table",
        };
        let message = unknown_object(object).message;
        ServerError { place: place.clone(), message, condition: Some(condition) }
    });
    refused.chain(missing).min_by_key(|it| it.place.start)
}

/// The codes of problems for which the server has one condition.
const CONDITIONS: &[(&str, &str)] =
    &[("unknown-column", "undefined_column"), ("unknown-function", "undefined_function")];

/// What a block does with an error that is none of an object that is there already.
pub(super) fn caught(section: &ast::PlpgsqlExceptionSection, error: Option<&str>) -> Caught {
    for handler in section.handlers() {
        for condition in handler.conditions().map(|it| condition(&it)) {
            let is_other = DUPLICATE.contains(&&*condition)
                || error.is_some() && UNDEFINED.contains(&&*condition);
            if condition == "others" || error == Some(&*condition) {
                return Caught::By(handler);
            }
            if !is_other {
                return Caught::Unclear;
            }
        }
    }
    Caught::No
}

/// What an error that is caught leaves of the operations before it; nothing if that is unclear.
pub(super) fn protected(
    section: &ast::PlpgsqlExceptionSection,
    mut operations: Vec<Operation>,
) -> Option<Vec<Operation>> {
    let conditions: Vec<String> =
        section.handlers().flat_map(|it| it.conditions()).map(|it| condition(&it)).collect();
    let catches = |names: &[&str]| {
        let known = |it: &String| names.contains(&it.as_str()) || it == "others";
        conditions.iter().any(known)
    };
    let (duplicates, missing) = (catches(DUPLICATE), catches(UNDEFINED));
    if !duplicates && !missing {
        // What else goes wrong would go wrong without the handler, too.
        return Some(operations);
    }
    // A primary key of its own name is refused as a second one.
    let is_caught = |it: &Operation| {
        catches(&[raised_if_there(it)])
            || catches(&["invalid_table_definition"]) && matches!(it, Operation::AddConstraint(_))
            || catches(&["duplicate_table"]) && matches!(it, Operation::AddConstraint(_))
    };
    if duplicates && !missing && !operations.iter().any(is_caught) {
        return Some(operations);
    }
    let lacks_table = catches(&["undefined_table"]);
    if let [only] = operations.as_mut_slice()
        && ((duplicates && set_if_not_exists(only)) || (missing && set_if_exists(only)))
    {
        return Some(if lacks_table { where_tables_are(operations) } else { operations });
    }
    // All or nothing: an error takes back what ran before it.
    let mut guards = Vec::new();
    for op in &operations {
        let made = created(op).filter(|_| duplicates).map(|it| (it, false));
        let used = needed(op).filter(|_| missing && !duplicates).map(|it| (it, true));
        guards.push(made.or(used)?);
    }
    if lacks_table {
        operations = where_tables_are(operations);
    }
    for (object, exists) in guards.into_iter().rev() {
        operations = vec![guarded(object, exists, operations)];
    }
    Some(operations)
}

/// The operations, which run only where the tables are that they need and do not make.
fn where_tables_are(operations: Vec<Operation>) -> Vec<Operation> {
    let made: Vec<ObjectRef> = operations.iter().filter_map(created).collect();
    let needed = operations.iter().flat_map(Op::needs);
    let is_needed = |it: &ObjectRef| matches!(it, ObjectRef::Table(_)) && !made.contains(it);
    let tables: Vec<ObjectRef> = needed.filter(is_needed).collect();
    let within = |inner, table| vec![guarded(table, true, inner)];
    tables.into_iter().fold(operations, within)
}

/// Errors that say that an object is there already.
const DUPLICATE: &[&str] = &[
    "duplicate_object",
    "duplicate_table",
    "duplicate_column",
    "duplicate_schema",
    "duplicate_function",
    "duplicate_alias",
    "invalid_table_definition",
    "unique_violation",
];

/// Errors that say that an object is not there.
const UNDEFINED: &[&str] = &[
    "undefined_object",
    "undefined_table",
    "undefined_column",
    "undefined_function",
    "invalid_schema_name",
];
