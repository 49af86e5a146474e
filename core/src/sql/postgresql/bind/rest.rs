//! Statements that name one thing or another, and write no rows of a query.

use std::collections::BTreeSet;

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::super::settings;
use super::super::syntax::{ident, name, parts};
use super::by_row::alone;
use super::scope::{Scope, Source};
use super::{Binder, problem};
use crate::catalog::{Constraint, ObjectRef, Opaque, Relation, SqlType, TypeKind, mentions};
use crate::name::Name;
use crate::op::wrong_kind;

impl Binder<'_> {
    /// `SET` names a setting, and gives it a value that it can have.
    pub(super) fn setting(&mut self, set: &ast::Set) {
        let config = set.syntax().children().find(|it| it.kind() == SyntaxKind::SET_CONFIG);
        let Some(config) = config else { return };
        let child = |kind: SyntaxKind| config.children().find(|it| it.kind() == kind);
        let Some(name) = child(SyntaxKind::CONFIG_PARAMETER_REF) else { return };
        let name = setting_name(&name);
        let value = child(SyntaxKind::TO_CONFIG_VALUE);
        let word = value.as_ref().map(super::super::syntax::line_of).unwrap_or_default();
        let word = word.trim_start_matches(['=', ' ']).trim_start_matches("TO ");
        let literal = value.and_then(|it| it.children().find_map(ast::Literal::cast));
        let quoted = literal.filter(|it| it.syntax().text().to_string().trim().starts_with('\''));
        let text = quoted.and_then(|it| it.string_value());
        self.set_to(&name, word, text.as_deref(), set.syntax());
    }

    /// What a function, a role or a database sets is there.
    pub(super) fn settings_of(&mut self, stmt: &SyntaxNode) {
        let named = stmt.descendants().filter(|it| it.kind() == SyntaxKind::CONFIG_PARAMETER_REF);
        for place in named {
            let name = setting_name(&place);
            if !settings::is_known(&name, self.catalog.server) {
                self.problem(&place, problem::unknown_setting(&name));
            }
        }
    }

    /// `RESET name`
    pub(super) fn reset(&mut self, reset: &ast::Reset) {
        let mut nodes = reset.syntax().descendants();
        let Some(name) = nodes.find(|it| it.kind() == SyntaxKind::CONFIG_PARAMETER_REF) else {
            return;
        };
        let name = setting_name(&name);
        if !settings::is_known(&name, self.catalog.server) {
            self.problem(reset.syntax(), problem::unknown_setting(&name));
        }
    }

    /// `set_config('name', 'value', false)` does what `SET` does.
    pub(super) fn setting_in(&mut self, function: &str, call: &ast::CallExpr) {
        if function != "set_config" {
            return;
        }
        let given = call.arg_list().into_iter().flat_map(|it| it.args());
        let mut given = given.map(|it| match it.expr()? {
            ast::Expr::Literal(it) => it.string_value(),
            _ => None,
        });
        if let (Some(Some(name)), Some(Some(value))) = (given.next(), given.next()) {
            let name = name.to_ascii_lowercase();
            self.set_to(&name, &value, Some(&value), call.syntax());
        }
    }

    /// What a setting is given: as it is written, and what of it is a text.
    fn set_to(&mut self, name: &str, word: &str, text: Option<&str>, place: &SyntaxNode) {
        if !settings::is_known(name, self.catalog.server) {
            self.problem(place, problem::unknown_setting(name));
        } else if settings::is_of_server(name) {
            self.problem(place, problem::setting_of_server(name));
        } else if settings::is_past(name, word.trim_matches('\'')) {
            self.problem(place, problem::past_setting(name, word));
        } else if let Some(text) = text
            && name.ends_with("_timeout")
            && settings::is_no_time(text)
        {
            self.problem(place, problem::no_setting(name, text));
        }
    }

    /// `SET CONSTRAINTS` names constraints that are there and may be checked late.
    pub(super) fn set_constraints(&mut self, stmt: &ast::SetConstraints) {
        for constraint in stmt.constraint_name_refs() {
            let Some(name) = parts(constraint.syntax()).pop() else { continue };
            let found: Vec<bool> = self.timings(&name).collect();
            let may_be_there = self.catalog.takes_tables_for_granted()
                || self.catalog.tables.values().any(|it| it.assumed);
            if found.is_empty() && !may_be_there {
                self.problem(constraint.syntax(), problem::unknown_constraint(&name));
            } else if !found.is_empty() && !found.contains(&true) {
                let why = format!("constraint `{name}` is not deferrable");
                self.problem(constraint.syntax(), problem::of_another_kind(why));
            }
        }
    }

    /// Whether the constraints and constraint triggers of a name are deferrable, one by one.
    fn timings(&self, name: &str) -> impl Iterator<Item = bool> {
        self.catalog.tables.values().flat_map(move |table| {
            let constraints = table.constraints.iter();
            let constraints = constraints.filter(move |it| it.name.as_deref() == Some(name));
            let is_late = |it: &Constraint| {
                let late = it.initially.as_ref().is_some_and(|it| it.contains("DEFERRED"));
                it.deferrable.unwrap_or(late)
            };
            let triggers = table.triggers.iter().filter(move |it| it.name == name);
            let definitions = triggers.map(|it| it.definition.to_ascii_uppercase());
            let made = definitions.filter(|it| it.contains("CONSTRAINT TRIGGER"));
            let may_wait = |it: String| it.contains("DEFERRABLE") && !it.contains("NOT DEFERRABLE");
            constraints.map(is_late).chain(made.map(may_wait))
        })
    }

    /// Statistics are of kinds that there are, and of columns that are there.
    pub(super) fn statistics(&mut self, stmt: &ast::CreateStatistics) {
        for kind in stmt.stat_types().into_iter().flat_map(|it| it.statistics_kinds()) {
            let word = super::super::syntax::line(&kind).to_ascii_lowercase();
            if !["dependencies", "mcv", "ndistinct"].contains(&&*word) {
                let why = format!("there are no statistics of kind `{word}`");
                self.problem(kind.syntax(), problem::not_supported(&why));
            }
        }
        let table = stmt.syntax().descendants().find_map(ast::TableNameRef::cast);
        let Some(table) = table.and_then(|it| name(&it)) else { return };
        let scope = self.table_scope(&table, stmt.syntax());
        let on = stmt.syntax().children().find(|it| it.kind() == SyntaxKind::STATISTICS_ON_CLAUSE);
        let Some(on) = on.and_then(ast::StatisticsOnClause::cast) else { return };
        if self.by_row(on.syntax(), alone("statistics")) {
            self.expression(on.syntax(), &scope);
        }
        let parts: Vec<ast::Expr> = on.exprs().collect();
        if let [ast::Expr::NameRef(_)] = parts.as_slice() {
            self.problem(on.syntax(), problem::one_column());
        }
        let mut said = BTreeSet::new();
        let text = |it: &ast::Expr| super::super::syntax::line(it);
        if let Some(twice) = parts.iter().find(|it| !said.insert(text(it))) {
            self.problem(twice.syntax(), problem::counted_twice(&text(twice)));
        }
    }

    /// What a column of a view is given where nothing is said must be of the column's type.
    pub(super) fn alter_view(&mut self, stmt: &ast::AlterView) {
        let named = stmt.view_ref().and_then(|it| name(&it));
        let column = stmt.syntax().children().find_map(ast::AlterViewColumn::cast);
        let (Some(view), Some(column)) = (named, column) else { return };
        let expr = column.syntax().descendants().find_map(ast::SetDefault::cast);
        let expr = expr.and_then(|it| it.expr());
        let ty = column.name().and_then(|it| self.type_in_view(&view, &ident(&it)));
        if let (Some(expr), Some(ty)) = (expr, ty) {
            self.assigned(&expr, &ty, &Scope::default());
        }
    }

    /// The type of a view's column, if that is known.
    pub(super) fn type_in_view(&self, view: &Name, column: &str) -> Option<SqlType> {
        let view = self.catalog.views.get(&view.key())?;
        let mut columns = view.columns.iter().flatten();
        columns.find(|(name, _)| name == column)?.1.clone()
    }

    /// As [`Binder::domain`], of a domain that is there.
    pub(super) fn alter_domain(&mut self, stmt: &ast::AlterDomain) {
        let named = stmt.domain_ref().and_then(|it| name(&it));
        let Some(ty) = named.and_then(|it| self.catalog.type_named(&it)) else { return };
        if let TypeKind::Domain { base, .. } = &ty.kind {
            self.checks_of_domain(stmt.syntax(), Some(base.clone()));
            if let Some(ast::AlterDomainAction::SetDefault(it)) = stmt.action()
                && let Some(expr) = it.expr()
            {
                self.assigned(&expr, base, &Scope::default());
            }
        }
    }

    pub(super) fn domain(&mut self, stmt: &ast::CreateDomain) {
        let mut qualifiers = stmt.domain_qualifiers();
        let collate = qualifiers.find_map(|it| match it {
            ast::DomainQualifier::Collate(it) => Some(it),
            ast::DomainQualifier::Constraint(_) => None,
        });
        self.type_with_collation(stmt.ty(), collate);
        let ty = stmt.ty().map(|it| super::super::types::sql_type(&it));
        self.checks_of_domain(stmt.syntax(), ty);
    }

    /// A domain's checks read nothing but its value.
    fn checks_of_domain(&mut self, node: &SyntaxNode, ty: Option<SqlType>) {
        let value = super::scope::Output { name: "value".to_owned(), ty };
        let outputs = Some(vec![value]);
        let source = Source { name: String::new(), outputs, relation: None };
        let scope = Scope { sources: vec![source], ..Scope::default() };
        for check in node.descendants().filter_map(ast::CheckConstraint::cast) {
            if let Some(expr) = check.expr()
                && self.by_row(expr.syntax(), alone("a check"))
            {
                self.expression(expr.syntax(), &scope);
            }
        }
    }

    /// A range is made of a type and functions that are there.
    pub(super) fn range_type(&mut self, stmt: &ast::CreateType) {
        let Some(ast::CreateTypeKind::RangeType(range)) = stmt.kind() else { return };
        for option in
            range.syntax().descendants().filter(|it| it.kind() == SyntaxKind::ATTRIBUTE_OPTION)
        {
            let text = option.text().to_string().trim().to_lowercase();
            if text.starts_with("subtype ") || text.starts_with("subtype=") {
                self.types_in(&option);
            }
            self.functions_of(&option);
        }
    }

    /// The types that a statement names.
    pub(super) fn types_in(&mut self, node: &SyntaxNode) {
        for ty in node.descendants().filter_map(ast::Type::cast) {
            let named = super::super::types::sql_type(&ty).named;
            let is_missing = |it: &Name| !self.catalog.has(&ObjectRef::Type(it.clone()));
            if let Some(named) = named.filter(is_missing) {
                self.problem(node, problem::unknown_type(&named.to_string()));
            }
        }
    }

    /// The servers that foreign tables, mappings and imports are of.
    pub(super) fn foreign_servers(&mut self, node: &SyntaxNode) {
        let may_be_there =
            self.catalog.takes_tables_for_granted() || self.catalog.has_unknown_extension();
        for server in node.descendants().filter_map(ast::ServerRef::cast) {
            let name = ident(&server);
            let makes = |it: &Opaque| it.kind == "CREATE SERVER" && mentions(&it.sql, &name);
            if !may_be_there && !self.catalog.opaque.iter().any(|it| makes(it)) {
                self.problem(server.syntax(), problem::unknown_server(&name));
            }
        }
    }

    /// A server is reached by a wrapper, which an extension brings.
    pub(super) fn create_server(&mut self, stmt: &ast::CreateServer) {
        let Some(wrapper) = stmt.foreign_data_wrapper_ref() else { return };
        let name = ident(&wrapper);
        let of_extension = |it: &String| *it == name || it == "dblink" && name == "dblink_fdw";
        let makes =
            |it: &Opaque| it.kind == "CREATE FOREIGN DATA WRAPPER" && mentions(&it.sql, &name);
        let is_known = self.catalog.extensions.keys().any(of_extension)
            || self.catalog.has_unknown_extension()
            || self.catalog.opaque.iter().any(|it| makes(it));
        if !is_known {
            self.problem(wrapper.syntax(), problem::unknown_wrapper(&name));
        }
    }

    /// The types of arguments and results, domains and attributes are types, and take what stands
    /// behind them in parentheses.
    pub(super) fn declared_types(&mut self, node: &SyntaxNode, may_be_serial: bool) {
        for ty in node.descendants().filter_map(ast::Type::cast) {
            let said = super::super::types::sql_type(&ty);
            if said.behind_serial().is_some() && !may_be_serial {
                self.problem(ty.syntax(), problem::unknown_type(&said.spelling));
            } else if let Some(why) = said.refused_modifiers(self.catalog.server) {
                self.problem(ty.syntax(), problem::type_modifiers(&said.spelling, why));
            }
        }
    }

    /// The functions that an operator, aggregate or event trigger is made of.
    pub(super) fn functions_of(&mut self, node: &SyntaxNode) {
        let text = super::super::syntax::line_of(node);
        let mut words = text.split([' ', '(', ')', ',', '=']).filter(|it| !it.is_empty());
        while let Some(word) = words.next() {
            if !FUNCTIONS.contains(&&*word.to_ascii_lowercase()) {
                continue;
            }
            let Some(named) = words.next() else { return };
            // A name with spaces within its quotes is not whole here.
            if named.matches('"').count() % 2 == 0 {
                self.function(&super::expression::named(named), node);
            }
        }
    }

    fn named_indexes(&mut self, node: &SyntaxNode) {
        for index in node.descendants().filter(|it| it.kind() == SyntaxKind::INDEX_REF) {
            let Some(name) = super::super::syntax::name_of(parts(&index)) else { continue };
            let may_be_there = self.catalog.takes_tables_for_granted();
            match self.catalog.relation(&name) {
                Some(Relation::Index(_)) => {}
                Some(other) => {
                    let why = wrong_kind(&name, other.word(), "index");
                    self.problem(&index, why);
                }
                None if may_be_there => {}
                None => self.problem(&index, problem::unknown_index(&name.to_string())),
            }
        }
    }

    /// What is indexed anew is of the kind that is said.
    pub(super) fn reindex(&mut self, node: &SyntaxNode) {
        for (table, place) in self.named_tables(node) {
            self.is_meant_for(&[Relation::Table, Relation::MaterializedView], &table, &place);
        }
        self.named_indexes(node);
    }

    /// Only a materialized view that is there can be refreshed.
    pub(super) fn refresh(&mut self, refresh: &ast::Refresh) {
        let Some(view) = refresh.view_ref() else { return };
        let Some(name) = name(&view) else { return };
        let concurrently =
            super::super::syntax::line(refresh).to_ascii_uppercase().contains("CONCURRENTLY");
        match self.catalog.views.get(&name.key()) {
            Some(it) if !it.materialized => {
                let why = format!("`{name}` is a view that holds no rows of its own");
                self.problem(view.syntax(), problem::not_supported(&why));
            }
            Some(it)
                if concurrently
                    && !it.indexes.iter().any(|it| it.unique && it.predicate.is_none()) =>
            {
                self.problem(view.syntax(), problem::no_unique_index(&name.to_string()));
            }
            Some(_) => {}
            None if self.catalog.table(&name).is_some_and(|it| !it.assumed) => {
                let why = format!("`{name}` is a table, not a materialized view");
                self.problem(view.syntax(), problem::not_supported(&why));
            }
            None => {
                self.relation(&name, view.syntax());
                self.is_meant_for(&[Relation::MaterializedView], &name, view.syntax());
            }
        }
    }

    pub(super) fn copy(&mut self, copy: &ast::Copy) {
        if let Some(table) = copy.copy_table() {
            self.named_tables(table.syntax());
        } else {
            self.tables_in(copy.syntax());
        }
    }

    pub(super) fn call(&mut self, call: &ast::Call) {
        if let Some(name) = call.procedure_name_ref().and_then(|it| name(&it)) {
            self.function(&name, call.syntax());
            let key = name.key();
            let mut own =
                self.catalog.functions.values().filter(|it| it.key.name.key() == key).peekable();
            if own.peek().is_some() && own.all(|it| it.kind != "PROCEDURE") {
                let why = format!("`{name}` is no procedure, and only an expression calls it");
                self.problem(call.syntax(), problem::of_another_kind(why));
            }
        }
    }
}

/// The name of a setting, which is the same in quotes and in any case.
fn setting_name(place: &SyntaxNode) -> String {
    super::super::syntax::line_of(place).replace('"', "").to_ascii_lowercase()
}

/// The words before the functions that an object is made of.
const FUNCTIONS: &[&str] = &["function", "procedure", "sfunc", "subtype_diff"];
