//! Cursors: what is opened, read and closed is one, and a query comes from one place alone.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::super::syntax::{line_of, range};
use super::names::{self, Kind};
use super::{Compiled, problem as of_names};
use crate::diagnostic::Problem;

/// Refuses what is no cursor, and arguments or queries that one does not take.
pub(super) fn check(node: &SyntaxNode, compiled: &mut Compiled<'_>) {
    let Some(cursor) = ast::PlpgsqlCursorVariableRef::cast(node.clone()) else { return };
    let path = names::path(&line_of(cursor.syntax()));
    if path.is_empty() {
        return;
    }
    let Some(variable) = compiled.names.variable(range(node).start, &path) else {
        return compiled.refuse(node, of_names::undeclared(&path.join(".")));
    };
    let Some(used) = node.parent() else { return };
    let name = path.join(".");
    let problem = if let Some(it) = ast::PlpgsqlForCursorStmt::cast(used.clone()) {
        of_loop(variable.kind, count(it.args()), &name)
    } else if let Some(it) = ast::PlpgsqlOpenStmt::cast(used) {
        of_open(variable.kind, count(it.args()), it.source().is_some(), &name)
    } else {
        no_cursor(variable.kind, &name)
    };
    if let Some(problem) = problem {
        compiled.refuse(node, problem);
    }
}

/// How many arguments are given; nothing without parentheses.
fn count(args: Option<ast::ArgList>) -> Option<usize> {
    args.map(|it| it.args().count())
}

fn no_cursor(kind: Kind, name: &str) -> Option<Problem> {
    matches!(kind, Kind::Value | Kind::Record).then(|| problem::no_cursor(name))
}

fn of_loop(kind: Kind, given: Option<usize>, name: &str) -> Option<Problem> {
    match kind {
        Kind::Cursor(takes) => of_arguments(takes, given, name),
        Kind::Unbound => Some(problem::without_query(name)),
        other => no_cursor(other, name),
    }
}

fn of_open(kind: Kind, given: Option<usize>, has_query: bool, name: &str) -> Option<Problem> {
    match kind {
        Kind::Cursor(_) if has_query => Some(problem::second_query(name)),
        Kind::Cursor(takes) => of_arguments(takes, given, name),
        Kind::Unbound if !has_query => Some(problem::without_query(name)),
        other => no_cursor(other, name),
    }
}

fn of_arguments(takes: usize, given: Option<usize>, name: &str) -> Option<Problem> {
    let is_so = match given {
        None => takes == 0,
        Some(given) => takes == given && takes > 0,
    };
    (!is_so).then(|| problem::arguments(name, takes))
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn no_cursor(name: &str) -> Problem {
        refused(format!("`{name}` is no cursor"))
    }

    pub(super) fn without_query(name: &str) -> Problem {
        refused(format!("the cursor `{name}` has no query of its own"))
            .help("declare it with its query, or open it `FOR` one")
    }

    pub(super) fn second_query(name: &str) -> Problem {
        refused(format!("the cursor `{name}` has a query of its own, and takes no other"))
    }

    pub(super) fn arguments(name: &str, takes: usize) -> Problem {
        refused(format!("the cursor `{name}` takes {takes} arguments"))
    }

    fn refused(why: String) -> Problem {
        Problem::error("wrong-cursor", why)
    }
}
