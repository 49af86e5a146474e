//! Calls of functions that change the schema when a migration runs them: the project's own, and
//! some of extensions.

use std::collections::BTreeSet;
use std::ops::Range;

use squawk_syntax::SyntaxNode;
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
            if calls(&text, &function.key.name.name) && may_change_schema(function, self.catalog) {
                let name = function.key.name.to_string();
                self.problem(stmt.syntax(), problem::unfollowed_call(&name));
                return;
            }
        }
    }
}

/// The text of a block without what it performs and calls, which is followed where it stands.
fn without_performed(block: &ast::Do) -> String {
    let body = block::body(block, &mut Known::default()).map(|(body, _)| body);
    let Some(body) = body.filter(|it| it.errors().is_empty()) else {
        // The body of a block is a string to everybody but PL/pgSQL.
        return block.syntax().text().to_string().replace('$', " ");
    };
    let mut text = body.syntax().text().to_string();
    let is_followed = |it: &SyntaxNode| {
        let kind = it.kind();
        ast::PlpgsqlPerformStmt::can_cast(kind) || ast::PlpgsqlCallStmt::can_cast(kind)
    };
    for performed in body.syntax().descendants().filter(is_followed) {
        let place: Range<usize> = performed.text_range().into();
        let blank = " ".repeat(place.len());
        if text.get(place.clone()).is_some() {
            text.replace_range(place, &blank);
        }
    }
    text
}

/// Whether the body of a function, or a function that it calls, changes the schema, as far as
/// words tell.
pub(in super::super) fn may_change_schema(function: &Function, catalog: &Catalog) -> bool {
    let mut seen = BTreeSet::from([&function.key]);
    let mut waiting = vec![function];
    while let Some(function) = waiting.pop() {
        let Some((_, given)) = function.definition.split_once(['$', '\'']) else { continue };
        let body = given.replace(['$', '\''], " ");
        let words: Vec<String> = identifiers(&body).collect();
        if says_change(&words) || executes_what_is_given(function, given) {
            return true;
        }
        let words: BTreeSet<&String> = words.iter().collect();
        for called in catalog.functions.values() {
            let name = &called.key.name.name;
            if words.contains(name) && calls(&body, name) && seen.insert(&called.key) {
                waiting.push(called);
            }
        }
    }
    false
}

/// Whether words say how to make or change an object.
fn says_change(words: &[String]) -> bool {
    let words: Vec<String> = words.iter().map(|it| it.to_lowercase()).collect();
    let makes = |it: &[String]| match it {
        [verb, what] => {
            ["create", "alter", "drop"].contains(&&**verb) && OBJECTS.contains(&&**what)
                || verb == "comment" && what == "on"
        }
        _ => false,
    };
    words.windows(2).any(makes) || words.iter().any(|it| it == "grant" || it == "revoke")
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
