//! Rules: what their condition and their statements read of the row.

use squawk_syntax::ast::{self, AstNode};

use super::super::syntax::name;
use super::scope::{Scope, Source};
use super::{Binder, problem};

impl Binder<'_> {
    pub(super) fn create_rule(&mut self, stmt: &ast::CreateRule) {
        let Some(on) = stmt.rule_on() else { return };
        let Some(table) = on.relation_name_ref().and_then(|it| name(&it)) else { return };
        let Some(rule) = stmt.rule_do() else { return };
        if self.catalog.views.get(&table.key()).is_some_and(|it| it.materialized) {
            let why = "a materialized view has no rules";
            self.problem(stmt.syntax(), problem::not_supported(why));
        }
        let fires_at_select = on.rule_event().is_some_and(|it| it.select_token().is_some());
        let may_become_view = rule.instead_token().is_some() && !self.catalog.server.has(16);
        if fires_at_select
            && !may_become_view
            && self.catalog.table(&table).is_some_and(|it| !it.assumed)
        {
            let why = "a table has no rules that fire at `SELECT`: only a view has";
            self.problem(stmt.syntax(), problem::not_supported(why));
        }
        let outputs =
            self.table_scope(&table, stmt.syntax()).sources.pop().and_then(|it| it.outputs);
        let row =
            |name: &str| Source { name: name.to_owned(), outputs: outputs.clone(), relation: None };
        let scope =
            Scope { sources: vec![row("old"), row("new")], natural: true, ..Scope::default() };
        let before = (self.bound.missing.len(), self.bound.problems.len());
        if let Some(condition) = on.where_clause() {
            self.expression(condition.syntax(), &scope);
        }
        match rule.rule_action() {
            Some(ast::RuleAction::RuleStmt(it)) => self.rule_statement(&it, &scope),
            Some(ast::RuleAction::RuleStmtList(list)) => {
                list.rule_stmts().for_each(|it| self.rule_statement(&it, &scope));
            }
            Some(ast::RuleAction::Nothing(_)) | None => {}
        }
        // The statements do not run now: what they would find of rows is not said. Who lowers the
        // rule says which tables are missing.
        self.bound.missing.truncate(before.0);
        let found = self.bound.problems.split_off(before.1);
        self.bound.problems.extend(found.into_iter().filter(|(_, it)| it.code == "unknown-column"));
    }

    fn rule_statement(&mut self, stmt: &ast::RuleStmt, scope: &Scope<'_>) {
        match stmt {
            ast::RuleStmt::Delete(it) => self.delete(it, scope),
            ast::RuleStmt::Insert(it) => self.insert(it, scope),
            ast::RuleStmt::Update(it) => self.update(it, scope),
            ast::RuleStmt::SelectVariant(it) => {
                self.query(it, Some(scope));
            }
            ast::RuleStmt::Notify(_) => {}
        }
    }
}
