//! Triggers: the functions that they call, when they fire, and what their conditions read.

use std::collections::BTreeSet;

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::super::super::functions;
use super::super::syntax::{ident, line, line_of, name};
use super::by_row::alone;
use super::call::may_change_schema;
use super::expression::{called, field_name};
use super::grouping::column;
use super::scope::{Output, Outputs, SYSTEM_COLUMNS, Scope, Source};
use super::{Binder, problem};
use crate::name::Name;

impl Binder<'_> {
    pub(super) fn create_trigger(&mut self, stmt: &ast::CreateTrigger) {
        self.calls_one_of("trigger", stmt.call_expr(), stmt.syntax());
        let Some(table) = stmt.on_relation().and_then(|it| name(&it)) else { return };
        let per_row = line(stmt).to_ascii_uppercase().contains("FOR EACH ROW");
        self.time(stmt, &table, per_row);
        if stmt.referencing().is_some() {
            self.transition_tables(stmt, &table, per_row);
        }
        let outputs =
            self.table_scope(&table, stmt.syntax()).sources.pop().and_then(|it| it.outputs);
        let events = stmt.trigger_event_list().map(|it| it.syntax().clone());
        let watched = events.iter().flat_map(SyntaxNode::descendants);
        let mut said = BTreeSet::new();
        for column in watched.filter_map(ast::ColumnNameRef::cast).collect::<Vec<_>>() {
            let name = ident(&column);
            if !said.insert(name.clone()) {
                self.problem(column.syntax(), problem::column_twice(&name));
            }
            if outputs.as_ref().is_some_and(|all| all.iter().all(|it| it.name != name)) {
                self.problem(column.syntax(), problem::unknown_column(&name));
            }
        }
        if let Some(condition) = stmt.when_condition().and_then(|it| it.expr()) {
            self.by_row(condition.syntax(), alone("a trigger's condition"));
            let events = events.map(|it| line_of(&it).to_ascii_uppercase()).unwrap_or_default();
            self.condition_of_trigger(&condition, outputs, per_row.then_some(&*events));
            let timing = stmt.timing().map(|it| line(&it).to_ascii_uppercase());
            if timing.is_some_and(|it| it.starts_with("BEFORE")) {
                self.not_yet_there(&condition, &table);
            }
        }
    }

    /// Before a row is there, what is computed from it is not.
    fn not_yet_there(&mut self, condition: &ast::Expr, table: &Name) {
        let Some(known) = self.catalog.table(table) else { return };
        let generated = known.columns.iter().filter(|it| it.generated.is_some());
        let generated: Vec<&str> = generated.map(|it| it.name.as_str()).collect();
        for field in condition.syntax().descendants().filter_map(ast::FieldExpr::cast) {
            let row = field.base().as_ref().and_then(column);
            if row.is_none_or(|it| it != "new") {
                continue;
            }
            let late = match field_name(&field) {
                Some(it) if SYSTEM_COLUMNS.contains(&it.as_str()) => {
                    let why = "a row that is not there yet has no system columns";
                    return self.problem(field.syntax(), problem::not_supported(why));
                }
                Some(it) => generated.contains(&it.as_str()).then_some(it),
                // `new.*`
                None => generated.first().map(|it| (*it).to_owned()),
            };
            if let Some(late) = late {
                return self.problem(field.syntax(), problem::not_yet_generated(&late));
            }
        }
    }

    /// An event trigger has a function and an event of its own kind.
    pub(super) fn create_event_trigger(&mut self, stmt: &ast::CreateEventTrigger) {
        self.calls_one_of("event_trigger", stmt.call_expr(), stmt.syntax());
        let event = stmt.event().map(|it| line(&it).to_ascii_lowercase()).unwrap_or_default();
        if !EVENTS.contains(&&*event) {
            let why = format!("event triggers know no event `{event}`");
            self.problem(stmt.syntax(), problem::trigger_clause(why));
        }
        let callee = stmt.call_expr().and_then(|it| it.expr());
        let key = callee.as_ref().and_then(called).map(|it| it.key());
        let mut own = self.catalog.functions.values();
        let own = own.find(|it| Some(it.key.name.key()) == key);
        if let Some(function) = own.filter(|it| may_change_schema(it, self.catalog)) {
            let name = function.key.name.to_string();
            self.problem(stmt.syntax(), problem::unfollowed_call(&name));
        }
    }

    /// Says if the function is not there, or does not return what the trigger needs.
    fn calls_one_of(&mut self, kind: &str, call: Option<ast::CallExpr>, place: &SyntaxNode) {
        let callee = call.and_then(|it| it.expr());
        let Some(function) = callee.as_ref().and_then(called) else { return };
        self.function(&function, place);
        let key = function.key();
        let mut own =
            self.catalog.functions.values().filter(|it| it.key.name.key() == key).peekable();
        if own.peek().is_none() && functions::is_conversion(self.catalog, &function) {
            self.problem(place, problem::unknown_function(&function.to_string()));
        }
        let is_of_server = functions::is_built_in(&key.name)
            && !functions::brought(self.catalog, &key)
            && !self.catalog.has_unknown_extension();
        let is_other = match own.peek() {
            Some(_) => own.all(|it| it.kind != "FUNCTION" || it.shape.returns != kind),
            None => is_of_server && !is_for_triggers(&key.name),
        };
        if is_other {
            self.problem(place, problem::function_kind(&function.to_string(), kind));
        }
    }

    /// Not every relation has triggers that fire at this time.
    fn time(&mut self, stmt: &ast::CreateTrigger, table: &Name, per_row: bool) {
        let timing = stmt.timing().map(|it| line(&it).to_ascii_uppercase()).unwrap_or_default();
        let is_view = self.catalog.views.contains_key(&table.key());
        if stmt.constraint_token().is_some() && !timing.starts_with("AFTER") {
            let why = "a constraint trigger fires `AFTER` what is done";
            self.problem(stmt.syntax(), problem::trigger_clause(why));
        }
        if is_view && per_row && !timing.starts_with("INSTEAD") {
            let why = "a trigger for each row of a view fires `INSTEAD OF` what is done";
            self.problem(stmt.syntax(), problem::trigger_time(why));
        }
        let events = stmt.trigger_event_list().map(|it| line(&it).to_ascii_uppercase());
        let events = events.unwrap_or_default();
        if is_view && events.contains("TRUNCATE") {
            self.problem(stmt.syntax(), problem::trigger_time("nothing empties a view"));
        } else if per_row && events.contains("TRUNCATE") {
            let why = "a trigger at `TRUNCATE` fires once: rows are not gone through";
            self.problem(stmt.syntax(), problem::not_supported(why));
        }
        if timing.starts_with("INSTEAD") && is_view {
            let why = if !per_row {
                "a trigger that fires `INSTEAD OF` what is done fires for each row"
            } else if stmt.when_condition().is_some() {
                "a trigger that fires `INSTEAD OF` what is done has no condition"
            } else if events.contains(" OF ") {
                "a trigger that fires `INSTEAD OF` what is done watches no columns"
            } else {
                return;
            };
            self.problem(stmt.syntax(), problem::not_supported(why));
        }
        if timing.starts_with("INSTEAD") && self.catalog.table(table).is_some_and(|it| !it.assumed)
        {
            let why = "only a view has triggers that fire `INSTEAD OF` what is done";
            self.problem(stmt.syntax(), problem::trigger_time(why));
        }
    }

    /// Not every trigger can be handed the rows that it fires for.
    fn transition_tables(&mut self, stmt: &ast::CreateTrigger, table: &Name, per_row: bool) {
        let events = stmt.trigger_event_list().map(|it| line(&it).to_ascii_uppercase());
        let events = events.unwrap_or_default();
        let known = self.catalog.table(table);
        let why = if events.contains(" OR ") {
            "a trigger of more than one event has no transition tables"
        } else if events.contains(" OF ") {
            "a trigger that watches columns has no transition tables"
        } else if per_row && known.is_some_and(|it| it.parents().next().is_some()) {
            "the table is a part of another: a trigger that fires for each of its rows has no \
             transition tables"
        } else if per_row && known.is_some_and(|it| it.partitioning.is_some()) {
            "the table is partitioned: a trigger that fires for each of its rows has no transition \
             tables"
        } else {
            return;
        };
        self.problem(stmt.syntax(), problem::not_supported(why));
    }

    /// What a condition reads of the row; the events are those of a trigger that fires for each.
    fn condition_of_trigger(&mut self, condition: &ast::Expr, all: Outputs, events: Option<&str>) {
        let system = SYSTEM_COLUMNS.iter().map(|it| Output { name: (*it).to_owned(), ty: None });
        let all: Outputs = all.map(|it| it.into_iter().chain(system).collect());
        let row =
            |name: &str| Source { name: name.to_owned(), outputs: all.clone(), relation: None };
        let scope =
            Scope { sources: vec![row("old"), row("new")], natural: true, ..Scope::default() };
        self.expression(condition.syntax(), &scope);
        let names = condition.syntax().descendants().filter_map(ast::NameRef::cast);
        let names: Vec<String> = names.map(|it| ident(&it)).collect();
        let reads = |row: &str| names.iter().any(|it| it == row);
        let fires_at =
            |event: &str| events.is_some_and(|it| it.split(' ').any(|word| word == event));
        let why = match events {
            None if reads("old") || reads("new") => {
                "a trigger that fires once for a statement has no row"
            }
            Some(_) if fires_at("INSERT") && reads("old") => {
                "a trigger that fires at `INSERT` has no `OLD` row"
            }
            Some(_) if fires_at("DELETE") && reads("new") => {
                "a trigger that fires at `DELETE` has no `NEW` row"
            }
            _ => return,
        };
        self.problem(condition.syntax(), problem::trigger_clause(why));
    }
}

/// When event triggers fire.
/// Whether a function of the server's own is for triggers.
fn is_for_triggers(name: &str) -> bool {
    let others = ["lo_manage", "tsvector_update_trigger_column", "unique_key_recheck"];
    name.ends_with("_trigger") || name.starts_with("ri_fkey_") || others.contains(&name)
}

const EVENTS: &[&str] =
    &["ddl_command_start", "ddl_command_end", "login", "sql_drop", "table_rewrite"];
