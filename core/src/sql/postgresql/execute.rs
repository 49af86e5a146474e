//! `EXECUTE` within a block: a text that runs as a statement.

use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::super::{Syntax, split, words};
use super::bind::Session;
use super::block::take;
use super::called;
use super::known::Known;
use super::syntax::{line, range};

/// `EXECUTE`: of a literal like the statement itself, of all else only what its beginning says.
pub(super) fn execute(node: &ast::PlpgsqlDynExecuteStmt, known: &Known, out: &mut Lowered) {
    let place = range(node.syntax());
    let Some(query) = node.query() else { return };
    let put_together = || known.text(&line(&query)).filter(|_| node.using_clause().is_none());
    if let Some(text) = literal(&query).or_else(put_together) {
        for piece in split::split(&text, Syntax::PostgreSql) {
            let sql = text.get(piece.range).unwrap_or_default();
            let mut inner = Lowered::default();
            if piece.problem.is_none() {
                super::lower(sql, &words::kind(sql, Syntax::PostgreSql), None, &mut inner);
            }
            if let (Some(tree), Some(catalog)) = (inner.tree.take(), known.catalog())
                && known.looks_up()
            {
                let bound = tree.bind(catalog, &Session::default(), &mut inner.operations);
                inner.refused.extend(bound.problems);
            }
            let problems = inner.problems.iter_mut().chain(&mut inner.refused);
            problems.for_each(|it| it.0 = place.clone());
            take(inner, out);
        }
        return;
    }
    if called::execute(&line(&query), &place, known, out) {
        return;
    }
    let begins = range(query.syntax()).start + leading(&line(&query));
    let mut literals = query.syntax().descendants().filter_map(ast::Literal::cast);
    let beginning = literals.find(|it| range(it.syntax()).start <= begins);
    let beginning = beginning.and_then(|it| it.string_value()).unwrap_or_default();
    let kind = words::kind(&beginning, Syntax::PostgreSql);
    // Who may connect to a database, and what is said of it, is no part of what it holds.
    let of_database = ["COMMENT ON", "GRANT", "REVOKE"].contains(&&*kind)
        && beginning.to_ascii_lowercase().contains(" on database ");
    if !of_database && !HARMLESS.contains(&kind.as_str()) {
        out.problem(place, problem::dynamic(&kind));
    }
}

/// How many bytes stand before the text that an expression begins with: `(`, `format(`.
fn leading(expression: &str) -> usize {
    let bare = expression.trim_start_matches(['(', ' ']);
    let calls = ["format(", "concat("];
    let call = calls
        .iter()
        .find(|it| bare.get(..it.len()).is_some_and(|own| own.eq_ignore_ascii_case(it)));
    expression.len() - bare.len() + call.map_or(0, |it| it.len())
}

/// Statements that change nothing of the schema, whatever their names are.
const HARMLESS: &[&str] = &[
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "ANALYZE",
    "VACUUM",
    "SET",
    "RESET",
    "TRUNCATE",
    "LOCK",
    "REFRESH MATERIALIZED VIEW",
    "REINDEX",
    "NOTIFY",
    "ALTER DATABASE",
];

/// The text of an expression that is nothing but a string.
fn literal(expr: &ast::PlpgsqlExpr) -> Option<String> {
    let mut targets = expr.target_list()?.targets();
    let (Some(only), None) = (targets.next(), targets.next()) else { return None };
    match only.expr()? {
        ast::Expr::Literal(it) => it.string_value(),
        _ => None,
    }
}

mod problem {
    use crate::diagnostic::{Problem, code};

    pub(super) fn dynamic(kind: &str) -> Problem {
        let what = if kind.is_empty() { "a statement" } else { kind };
        let message = format!("`EXECUTE` runs {what} that is put together as it runs");
        // What only says who may do what, or comments, leaves the tables as they are.
        let problem = match kind {
            "GRANT" | "REVOKE" | "COMMENT ON" => Problem::warning(code::DYNAMIC_SQL, message),
            _ => Problem::error(code::DYNAMIC_SQL, message),
        };
        problem.help("write the statement out to have it followed")
    }
}
