//! Calls of functions that change the schema when a migration runs them: the project's own, and
//! some of extensions.

use std::ops::Range;

use squawk_syntax::ast::{self, AstNode, Stmt};

use super::super::called::parameters;
use super::super::known::Known;
use super::super::syntax::ident;
use super::super::{block, extension};
use super::{Binder, problem};
use crate::catalog::{Catalog, Function, calls, identifiers};

impl Binder<'_> {
    /// Says which functions the statement runs whose bodies change the schema.
    pub(super) fn unfollowed_calls(&mut self, stmt: &Stmt) {
        let runs = matches!(
            stmt,
            Stmt::Select(_) | Stmt::ParenSelect(_) | Stmt::CompoundSelect(_) | Stmt::Do(_)
        );
        if !runs {
            return;
        }
        let text = match stmt {
            Stmt::Do(it) => without_performed(it),
            _ => stmt.syntax().text().to_string(),
        };
        if let Some(name) = extension::called(&text, self.catalog) {
            return self.problem(stmt.syntax(), problem::unfollowed_call(name));
        }
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

/// The text of a block without what it performs, which is followed where it stands.
fn without_performed(block: &ast::Do) -> String {
    let body = block::body(block, &mut Known::default()).map(|(body, _)| body);
    let Some(body) = body.filter(|it| it.errors().is_empty()) else {
        // The body of a block is a string to everybody but PL/pgSQL.
        return block.syntax().text().to_string().replace('$', " ");
    };
    let mut text = body.syntax().text().to_string();
    for performed in body.syntax().descendants().filter_map(ast::PlpgsqlPerformStmt::cast) {
        let place: Range<usize> = performed.syntax().text_range().into();
        let blank = " ".repeat(place.len());
        if text.get(place.clone()).is_some() {
            text.replace_range(place, &blank);
        }
    }
    text
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
    let given = body;
    let body = body.replace(['$', '\''], " ");
    let words: Vec<String> = identifiers(&body).collect();
    let makes = words.windows(2).any(|it| match it {
        [verb, what] => {
            let verb = verb.to_lowercase();
            let what = what.to_lowercase();
            ["create", "alter", "drop"].contains(&&*verb) && OBJECTS.contains(&&*what)
                || verb == "comment" && what == "on"
        }
        _ => false,
    });
    let grants = || {
        let mut verbs = words.iter().map(|it| it.to_lowercase());
        verbs.any(|it| it == "grant" || it == "revoke")
    };
    makes
        || grants()
        || executes_what_is_given(function, given)
        || depth > 0
            && catalog.functions.values().any(|it| {
                it.key != function.key
                    && words.contains(&it.key.name.name)
                    && calls(&body, &it.key.name.name)
                    && changes_schema(it, catalog, depth - 1)
            })
}

/// Whether a body executes a text that it is given.
fn executes_what_is_given(function: &Function, body: &str) -> bool {
    let lower = body.to_lowercase();
    let mut executed = lower.split("execute ").skip(1).map(str::trim_start).peekable();
    if executed.peek().is_none() {
        return false;
    }
    let params = parameters(function);
    let params = params.iter().flat_map(|it| it.all_params());
    let names: Vec<String> = params.filter_map(|it| it.name()).map(|it| ident(&it)).collect();
    executed.any(|it| {
        let end = it.find(|it: char| !it.is_alphanumeric() && it != '_' && it != '$');
        let (name, rest) = it.split_at(end.unwrap_or(it.len()));
        let is_whole = !rest.starts_with(['(', '.']);
        is_whole && (names.iter().any(|it| it == name) || name.starts_with('$'))
    })
}

/// What stands behind `CREATE`, `ALTER` or `DROP` where the schema is meant, and not a session's
/// own tables.
const OBJECTS: &[&str] = &[
    "aggregate",
    "cast",
    "collation",
    "constraint",
    "default",
    "domain",
    "event",
    "extension",
    "foreign",
    "function",
    "index",
    "materialized",
    "operator",
    "or",
    "policy",
    "procedure",
    "publication",
    "role",
    "rule",
    "schema",
    "sequence",
    "server",
    "statistics",
    "table",
    "trigger",
    "type",
    "unique",
    "unlogged",
    "user",
    "view",
];
