//! Policies: what their conditions read, and whether reading it asks for them again.

use std::collections::BTreeSet;

use squawk_syntax::SourceFile;
use squawk_syntax::ast::{self, AstNode};

use super::super::data::reads;
use super::super::syntax::{ident, line, name};
use super::by_row::asking;
use super::{Binder, problem};
use crate::name::Name;

impl Binder<'_> {
    pub(super) fn create_policy(&mut self, stmt: &ast::CreatePolicy) {
        let table = stmt.on_table().and_then(|it| name(&it));
        let Some(table) = table else { return };
        let scope = self.table_scope(&table, stmt.syntax());
        for clause in [
            stmt.using_expr_clause().and_then(|it| it.expr()),
            stmt.with_check_expr_clause().and_then(|it| it.expr()),
        ] {
            clause.iter().for_each(|it| self.condition(it, &scope));
        }
        let clauses = [
            stmt.using_expr_clause().map(|it| it.syntax().clone()),
            stmt.with_check_expr_clause().map(|it| it.syntax().clone()),
        ];
        for clause in clauses.into_iter().flatten() {
            self.by_row(&clause, asking("a policy"));
            self.expression(&clause, &scope);
        }
        if let Some(own) = Guard::of(stmt)
            && self.comes_back(&own, &table.key())
        {
            let policy = stmt.policy().map(|it| ident(&it)).unwrap_or_default();
            let place = stmt.using_expr_clause().map(|it| it.syntax().clone());
            let place = place.unwrap_or_else(|| stmt.syntax().clone());
            self.problem(&place, problem::recursive_policy(&policy, &table.to_string()));
        }
    }

    /// Whether reading what a guard reads comes to its own table again, by way of the guards of
    /// others that hold now.
    fn comes_back(&self, own: &Guard, table: &Name) -> bool {
        let mut waiting: Vec<Name> = own.reads.clone();
        let mut seen = BTreeSet::new();
        while let Some(read) = waiting.pop() {
            let key = read.key();
            if key == *table {
                return true;
            }
            let known = self.catalog.table(&key).filter(|it| it.row_security);
            let policies = known.into_iter().flat_map(|it| &it.policies);
            if seen.insert(key) {
                let guards = policies.filter_map(|it| Guard::read(&it.definition));
                waiting.extend(guards.filter(|it| it.meets(own)).flat_map(|it| it.reads));
            }
        }
        false
    }
}

/// What a policy asks before it shows a row.
struct Guard {
    reads: Vec<Name>,
    /// Whom it applies to; all where none is said.
    roles: Vec<String>,
}

impl Guard {
    /// Nothing for a policy that shows no rows, or asks no other rows for it.
    fn of(stmt: &ast::CreatePolicy) -> Option<Self> {
        let command = stmt.policy_command().map(|it| line(&it).to_ascii_uppercase());
        let shows = command.is_none_or(|it| it.ends_with("ALL") || it.ends_with("SELECT"));
        let reads = reads(stmt.using_expr_clause().filter(|_| shows)?.syntax());
        let roles = stmt.policy_roles().map(|it| line(&it).to_ascii_lowercase());
        let roles = roles.as_deref().and_then(|it| it.strip_prefix("to ")).unwrap_or_default();
        let roles = roles.split(',').map(|it| it.trim().to_owned());
        let roles = roles.filter(|it| !it.is_empty() && it != "public").collect();
        (!reads.is_empty()).then_some(Self { reads, roles })
    }

    fn read(definition: &str) -> Option<Self> {
        SourceFile::parse(definition).tree().stmts().find_map(|it| match it {
            ast::Stmt::CreatePolicy(it) => Self::of(&it),
            _ => None,
        })
    }

    /// Whether both may apply to one role.
    fn meets(&self, other: &Self) -> bool {
        self.roles.is_empty()
            || other.roles.is_empty()
            || self.roles.iter().any(|it| other.roles.contains(it))
    }
}
