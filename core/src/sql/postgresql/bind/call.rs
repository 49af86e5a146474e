//! Calls of the project's own functions, which may change the schema when a migration runs them.

use squawk_syntax::ast::{AstNode, Stmt};

use super::{Binder, problem};
use crate::catalog::{Catalog, Function, calls, identifiers};

impl Binder<'_> {
    /// Says which functions the statement runs whose bodies change the schema.
    pub(super) fn unfollowed_calls(&mut self, stmt: &Stmt) {
        let runs = matches!(
            stmt,
            Stmt::Select(_) | Stmt::ParenSelect(_) | Stmt::CompoundSelect(_) | Stmt::Do(_)
        );
        if !runs || self.catalog.functions.is_empty() {
            return;
        }
        let text = stmt.syntax().text().to_string();
        // The body of a block is a string to everybody but PL/pgSQL.
        let text = if matches!(stmt, Stmt::Do(_)) { text.replace('$', " ") } else { text };
        for function in self.catalog.functions.values() {
            if calls(&text, &function.key.name.name)
                && changes_schema(function, self.catalog, MAX_DEPTH)
            {
                let name = function.key.name.to_string();
                self.problem(stmt.syntax(), problem::unfollowed_call(&name));
                return;
            }
        }
    }
}

/// Whether the body of a function changes the schema, as far as words tell.
pub(in super::super) fn may_change_schema(function: &Function, catalog: &Catalog) -> bool {
    changes_schema(function, catalog, MAX_DEPTH)
}

/// How deep functions that call functions are looked into.
const MAX_DEPTH: usize = 4;

/// Whether the body, or a function that it calls, says how to make or change an object.
fn changes_schema(function: &Function, catalog: &Catalog, depth: usize) -> bool {
    let Some((_, body)) = function.definition.split_once(['$', '\'']) else { return false };
    let body = body.replace(['$', '\''], " ");
    let words: Vec<String> = identifiers(&body).collect();
    let makes = words.windows(2).any(|it| match it {
        [verb, what] => {
            let verb = verb.to_lowercase();
            let what = what.to_lowercase();
            ["create", "alter", "drop"].contains(&&*verb) && OBJECTS.contains(&&*what)
        }
        _ => false,
    });
    makes
        || depth > 0
            && catalog.functions.values().any(|it| {
                it.key != function.key
                    && words.contains(&it.key.name.name)
                    && calls(&body, &it.key.name.name)
                    && changes_schema(it, catalog, depth - 1)
            })
}

/// What stands behind `CREATE`, `ALTER` or `DROP` where the schema is meant, and not a session's
/// own tables.
const OBJECTS: &[&str] = &[
    "domain",
    "extension",
    "function",
    "index",
    "materialized",
    "or",
    "policy",
    "procedure",
    "schema",
    "sequence",
    "table",
    "trigger",
    "type",
    "unique",
    "unlogged",
    "view",
];
