//! Statements that write rows: the table and the columns that they say.

use std::collections::BTreeSet;

use squawk_syntax::ast::{self, AstNode, SelectVariant};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::syntax::{cascades, ident, name, parts};
use super::by_row::asking;
use super::scope::{Outputs, Scope, Source};
use super::{Binder, problem};
use crate::catalog::{Column, Relation, SqlType, Table};
use crate::name::Name;
use crate::op::{Event, family, has_partition_for, unidentified};

impl Binder<'_> {
    pub(super) fn insert(&mut self, insert: &ast::Insert, outer: &Scope<'_>) {
        let Some(target) = insert.relation_name_ref() else { return };
        let Some(table) = name(&target) else { return };
        if !self.takes_rows(&table, target.syntax()) {
            return;
        }
        let outputs = self.relation(&table, target.syntax());
        let with = self.with(insert.with_clause(), Some(outer));
        let said: Vec<ast::ColumnTarget> =
            insert.column_target_list().into_iter().flat_map(|it| it.column_targets()).collect();
        let named = self.targets_of(&said, &outputs);
        let known = self.catalog.table(&table).filter(|it| !it.assumed);
        if let Some(known) = known {
            let key = table.key();
            let of_it =
                |it: &Table| it.partition_of.as_ref().is_some_and(|(it, _)| it.key() == key);
            let defaults =
                matches!(insert.insert_source(), Some(ast::InsertSource::DefaultValues(_)));
            // A query may answer no row.
            let has_rows = defaults
                || matches!(
                    insert.insert_source(),
                    Some(ast::InsertSource::SelectVariant(SelectVariant::Values(_)))
                );
            if known.partitioning.is_some()
                && has_rows
                && !self.has_rule(&table)
                && !self.catalog.tables.values().any(|it| of_it(it))
            {
                self.problem(target.syntax(), problem::no_partition(&table.to_string()));
            }
            if let Some(missing) =
                left_out(known, &[]).filter(|_| defaults && known.triggers.is_empty())
            {
                self.problem(target.syntax(), problem::null_in(missing));
            }
        }
        if let Some(ast::InsertSource::SelectVariant(query)) = insert.insert_source() {
            let given = self.query(&query, Some(&with));
            let wanted =
                if said.is_empty() { outputs.as_ref().map(Vec::len) } else { Some(said.len()) };
            // A part of a column is of another type than the whole.
            let is_whole = said.iter().all(|it| it.accessors().next().is_none());
            let is_listed = matches!(query, SelectVariant::Values(_));
            if let (Some(known), Some(given), true) = (known, &given, is_whole && !is_listed) {
                let all: Vec<String> = known.columns.iter().map(|it| it.name.clone()).collect();
                let names = if named.is_empty() { &all } else { &named };
                let types = names.iter().map(|it| known.column(it));
                let types: Vec<SqlType> =
                    types.map(|it| it.map(|it| it.ty.clone()).unwrap_or_default()).collect();
                self.all_hold(&query, given, &types);
            }
            self.check_width(&query, given, wanted, !said.is_empty());
            let overrides = insert.overriding_clause().is_some();
            if is_whole {
                self.check_values(&table, &named, &query, overrides);
            }
        }
        let alias = insert.alias().and_then(|it| it.name()).map(|it| ident(&it));
        let own = alias.unwrap_or_else(|| table.name.clone());
        let source =
            |name: String| Source { name, outputs: outputs.clone(), relation: Some(table.key()) };
        let mut scope = Scope::within(Some(&with));
        scope.sources.push(source(own));
        if let Some(conflict) = insert.on_conflict_clause() {
            self.conflict(&conflict, &table, &mut scope, source("excluded".to_owned()));
        }
        self.returning(insert.returning_clause(), scope);
    }

    /// `RETURNING`, which since version 18 may say `old` and `new`.
    pub(super) fn returning(&mut self, clause: Option<ast::ReturningClause>, scope: Scope<'_>) {
        let Some(clause) = clause else { return };
        self.by_row(clause.syntax(), asking("`RETURNING`"));
        let mut rows = Scope::within(scope.outer);
        if let Some(target) = scope.sources.first().filter(|_| self.catalog.server.has(18)) {
            let row = |name: &str| Source { name: name.to_owned(), ..target.clone() };
            rows.sources = ["old", "new"].map(row).to_vec();
        }
        self.targets(clause.target_list(), &Scope { outer: Some(&rows), ..scope });
    }

    /// The table whose rows a statement changes, and these rows under the name that they have in it.
    pub(super) fn written(
        &mut self,
        target: &impl AstNode,
        alias: Option<ast::OptionalAsAlias>,
    ) -> Option<(Name, Source)> {
        let table = name(target)?;
        let outputs = self.relation(&table, target.syntax());
        if !self.takes_rows(&table, target.syntax()) {
            return None;
        }
        let alias = alias.and_then(|it| it.name()).map(|it| ident(&it));
        let own = alias.unwrap_or_else(|| table.name.clone());
        let rows = Source { name: own, outputs, relation: Some(table.key()) };
        Some((table, rows))
    }

    /// Whether rows go there: into tables and into views. Where they don't, that is said.
    fn takes_rows(&mut self, table: &Name, place: &SyntaxNode) -> bool {
        if let Some(it @ (Relation::MaterializedView | Relation::Sequence | Relation::Index(_))) =
            self.catalog.relation(table)
        {
            self.problem(place, problem::not_writable(&table.to_string(), it.word()));
            return false;
        }
        self.check_view(table, place);
        true
    }

    /// Whether a rule may do something else in place of writing rows there.
    fn has_rule(&self, relation: &Name) -> bool {
        self.catalog.opaque.iter().any(|it| {
            let is_of_it = |it: &Name| it.key() == relation.key();
            it.kind == "CREATE RULE" && it.touches.first().is_some_and(is_of_it)
        })
    }

    /// A view takes rows if each of its rows is one of a table.
    fn check_view(&mut self, view: &Name, place: &SyntaxNode) {
        let Some(known) = self.catalog.views.get(&view.key()) else { return };
        if known.materialized || self.has_rule(view) || !known.triggers.is_empty() {
            return;
        }
        let parse = squawk_syntax::SourceFile::parse(&known.definition);
        let query = parse.tree().stmts().find_map(|it| match it {
            ast::Stmt::CreateView(it) => it.query(),
            _ => None,
        });
        if query.is_some_and(|it| !is_updatable(&it)) {
            self.problem(place, problem::not_updatable(&view.to_string()));
        }
    }

    /// Only rows that can be written through a view are checked by it.
    pub(super) fn check_option(&mut self, view: &ast::CreateView) {
        let Some(option) = view.with_check_option() else { return };
        if view.query().is_some_and(|it| !is_updatable(&it)) {
            let name = view.view().and_then(|it| name(&it)).unwrap_or_default();
            self.problem(option.syntax(), problem::no_check_option(&name.to_string()));
        }
    }

    /// The columns that are written, each once and there.
    pub(super) fn targets_of(
        &mut self,
        said: &[ast::ColumnTarget],
        outputs: &Outputs,
    ) -> Vec<String> {
        let mut named: Vec<String> = Vec::new();
        for target in said {
            let Some(column) = target.name().map(|it| ident(&it)) else { continue };
            if outputs.as_ref().is_some_and(|all| all.iter().all(|it| it.name != column)) {
                self.problem(target.syntax(), problem::unknown_column(&column));
            }
            if named.contains(&column) && target.accessors().next().is_none() {
                self.problem(target.syntax(), problem::column_twice(&column));
            }
            named.push(column);
        }
        named
    }

    pub(super) fn check_width(
        &mut self,
        query: &SelectVariant,
        given: Outputs,
        wanted: Option<usize>,
        exactly: bool,
    ) {
        let (Some(given), Some(wanted)) = (given, wanted) else { return };
        if given.len() > wanted || (exactly && given.len() < wanted) {
            self.problem(query.syntax(), problem::uneven(given.len(), wanted));
        }
    }

    /// Rows that are written out must give what the table asks for.
    fn check_values(
        &mut self,
        table: &Name,
        named: &[String],
        query: &SelectVariant,
        overrides: bool,
    ) {
        let SelectVariant::Values(values) = query else { return };
        let Some(known) = self.catalog.table(table).filter(|it| !it.assumed) else { return };
        let all: Vec<String> = known.columns.iter().map(|it| it.name.clone()).collect();
        let named = if named.is_empty() { &all } else { named };
        let rows = values.row_list().into_iter().flat_map(|it| it.rows());
        for row in rows.collect::<Vec<_>>() {
            let given: Vec<ast::Expr> = row.exprs().collect();
            self.check_row(known, named, &given, overrides, &Scope::default());
        }
        let width = values.row_list().and_then(|it| it.rows().next());
        let width = width.map(|it| it.exprs().count()).unwrap_or_default();
        if let Some(missing) = left_out(known, named.get(..width).unwrap_or(named)) {
            // A trigger may fill it in.
            if known.triggers.is_empty() {
                self.problem(values.syntax(), problem::null_in(missing));
            }
        }
    }

    /// The values of a row must fit the columns that they are for: the named, or all.
    pub(super) fn check_row(
        &mut self,
        known: &Table,
        named: &[String],
        given: &[ast::Expr],
        overrides: bool,
        scope: &Scope<'_>,
    ) {
        for (at, value) in given.iter().enumerate() {
            let column = match named {
                [] => known.columns.get(at),
                _ => named.get(at).and_then(|it| known.column(it)),
            };
            let Some(column) = column else { continue };
            let word = value.syntax().text().to_string().trim().to_ascii_lowercase();
            let generated = column.generated.is_some()
                || column.identity.as_ref().is_some_and(|it| it.always && !overrides);
            if generated && word != "default" {
                self.problem(value.syntax(), problem::written_by_server(&column.name));
            }
            if word == "null" && !column.nullable {
                self.problem(value.syntax(), problem::null_in(&column.name));
            }
            self.assigned(value, &column.ty, scope);
            let is_key = known
                .partitioning
                .as_ref()
                .is_some_and(|it| it.keys.iter().any(|it| it.what == column.name));
            if is_key
                && !self.has_rule(&known.name)
                && has_partition_for(self.catalog, known, &word_as_written(value)) == Some(false)
            {
                self.problem(value.syntax(), problem::no_partition(&known.name.to_string()));
            }
        }
    }

    pub(super) fn update(&mut self, update: &ast::Update, outer: &Scope<'_>) {
        let Some(target) = update.relation_name() else { return };
        let Some((table, rows)) = self.written(&target, update.alias()) else { return };
        let outputs = rows.outputs.clone();
        let with = self.with(update.with_clause(), Some(outer));
        let mut scope = Scope::within(Some(&with));
        for item in update.from_clause().into_iter().flat_map(|it| it.items()) {
            self.add_from_item(&item, &mut scope);
        }
        scope.put_first(rows);
        self.sources_once(update.syntax(), &scope);
        self.set(update.set_clause(), &scope, &outputs);
        if let Some(set) = update.set_clause() {
            self.check_written(&table, &set, &scope);
        }
        self.identified(&table, Event::Update, target.syntax());
        if let Some(condition) = update.where_clause_or_current_of() {
            self.by_row(condition.syntax(), asking("`WHERE`"));
            self.expression(condition.syntax(), &scope);
        }
        self.returning(update.returning_clause(), scope);
    }

    pub(super) fn check_written(&mut self, table: &Name, set: &ast::SetClause, scope: &Scope<'_>) {
        let Some(known) = self.catalog.table(table) else { return };
        for single in set.syntax().descendants().filter_map(ast::SetSingleColumn::cast) {
            let (Some(target), Some(value)) = (single.column_target(), single.set_expr()) else {
                continue;
            };
            let is_whole = target.accessors().next().is_none();
            let name = target.name().filter(|_| is_whole).map(|it| ident(&it));
            let column = name.and_then(|it| known.column(&it));
            let value = value.syntax().children().find_map(ast::Expr::cast);
            if let (Some(column), Some(value)) = (column, value) {
                self.assigned(&value, &column.ty, scope);
            }
        }
        for target in set.syntax().descendants().filter_map(ast::ColumnTarget::cast) {
            let column = target.name().map(|it| ident(&it)).unwrap_or_default();
            let is_written = |it: &&Column| {
                it.generated.is_some() || it.identity.as_ref().is_some_and(|it| it.always)
            };
            let column = known.column(&column).filter(is_written);
            if let Some(column) = column.filter(|_| !is_set_to_default(&target)) {
                self.problem(target.syntax(), problem::written_by_server(&column.name));
            }
        }
    }

    pub(super) fn set(
        &mut self,
        clause: Option<ast::SetClause>,
        scope: &Scope<'_>,
        outputs: &Outputs,
    ) {
        for set in
            clause.and_then(|it| it.set_column_list()).into_iter().flat_map(|it| it.set_columns())
        {
            let targets: Vec<_> =
                set.syntax().descendants().filter_map(ast::ColumnTarget::cast).collect();
            self.targets_of(&targets, outputs);
            for child in set.syntax().children() {
                let is_target = matches!(
                    child.kind(),
                    SyntaxKind::COLUMN_TARGET | SyntaxKind::COLUMN_TARGET_LIST
                );
                if !is_target {
                    self.by_row(&child, asking("`SET`"));
                    self.expression(&child, scope);
                }
            }
        }
    }

    pub(super) fn delete(&mut self, delete: &ast::Delete, outer: &Scope<'_>) {
        let Some(target) = delete.relation_name() else { return };
        let Some((table, rows)) = self.written(&target, delete.alias()) else { return };
        let with = self.with(delete.with_clause(), Some(outer));
        let mut scope = Scope::within(Some(&with));
        for item in delete.using_clause().into_iter().flat_map(|it| it.items()) {
            self.add_from_item(&item, &mut scope);
        }
        scope.put_first(rows);
        self.sources_once(delete.syntax(), &scope);
        self.identified(&table, Event::Delete, target.syntax());
        if let Some(condition) = delete.where_clause_or_current_of() {
            self.by_row(condition.syntax(), asking("`WHERE`"));
            self.expression(condition.syntax(), &scope);
        }
        self.returning(delete.returning_clause(), scope);
    }

    /// Those who follow a published table must be able to tell its rows from each other.
    pub(super) fn identified(&mut self, table: &Name, event: Event, place: &SyntaxNode) {
        if let Some(table) = unidentified(self.catalog, table, event) {
            let done = if event == Event::Update { "changed" } else { "gone" };
            self.problem(place, problem::unidentified(&table.to_string(), done));
        }
    }

    /// A table that others refer to is emptied with them or not at all.
    pub(super) fn truncate(&mut self, truncate: &ast::Truncate) {
        let named = self.named_tables(truncate.syntax()).into_iter();
        let named: Vec<_> = named.map(|(name, place)| (name.key(), place)).collect();
        for (name, place) in &named {
            self.is_meant_for(&[Relation::Table], name, place);
        }
        if cascades(truncate.drop_behavior()) {
            return;
        }
        let emptied: BTreeSet<Name> =
            named.iter().flat_map(|(it, _)| family(self.catalog, it)).collect();
        for (table, place) in &named {
            let refers = self.catalog.tables.iter().any(|(other, it)| {
                !emptied.contains(other)
                    && it.foreign_keys().any(|(_, key)| key.table.key() == *table)
            });
            if refers {
                self.problem(place, problem::referred_to(&table.to_string()));
            }
        }
    }

    /// `LOCK TABLE a, b`.
    pub(super) fn lock(&mut self, node: &SyntaxNode) {
        for (name, place) in self.named_tables(node) {
            self.is_meant_for(&[Relation::Table, Relation::View], &name, &place);
        }
    }

    /// Looks up the tables of a statement that only names them, and tells where it does.
    pub(super) fn named_tables(&mut self, node: &SyntaxNode) -> Vec<(Name, SyntaxNode)> {
        let places = node.descendants().filter(|it| NAMES_A_TABLE.contains(&it.kind()));
        let named = places.filter_map(|it| Some((super::super::syntax::name_of(parts(&it))?, it)));
        let named: Vec<_> = named.collect();
        for (name, place) in &named {
            self.relation(name, place);
        }
        named
    }

    /// What `VACUUM` and `ANALYZE` name must be there; what has no rows of its own they pass over.
    pub(super) fn maintained(&mut self, node: &SyntaxNode) {
        let said = self.bound.problems.len();
        self.named_tables(node);
        let own = self.bound.problems.split_off(said);
        self.bound.problems.extend(own.into_iter().filter(|(_, it)| it.code != "wrong-kind"));
    }
}

pub(super) const NAMES_A_TABLE: &[SyntaxKind] = &[
    SyntaxKind::TABLE_RELATION_NAME,
    SyntaxKind::RELATION_NAME_REF,
    SyntaxKind::RELATION_NAME,
    SyntaxKind::TABLE_NAME_REF,
];

fn word_as_written(expr: &ast::Expr) -> String {
    expr.syntax().text().to_string().trim().to_owned()
}

/// Whether each row of a query is one row of one table.
fn is_updatable(query: &SelectVariant) -> bool {
    let select = match query {
        SelectVariant::Select(it) => it,
        SelectVariant::ParenSelect(it) => {
            return it.with_clause().is_none() && it.select().is_some_and(|it| is_updatable(&it));
        }
        SelectVariant::Table(_) => return true,
        _ => return false,
    };
    const COMBINE: &[SyntaxKind] = &[
        SyntaxKind::WITH_CLAUSE,
        SyntaxKind::GROUP_BY_CLAUSE,
        SyntaxKind::HAVING_CLAUSE,
        SyntaxKind::LIMIT_CLAUSE,
        SyntaxKind::OFFSET_CLAUSE,
        SyntaxKind::DISTINCT_CLAUSE,
    ];
    let of_clauses = |it: &SyntaxNode| COMBINE.contains(&it.kind());
    let sources = select.syntax().children().find_map(ast::FromClause::cast);
    let sources: Vec<_> = sources.into_iter().flat_map(|it| it.items()).collect();
    let is_one = matches!(
        sources.as_slice(),
        [ast::FromListItem::FromItem(ast::FromItem::RelationFromItem(_))]
    );
    let clause = select.syntax().children().find(|it| it.kind() == SyntaxKind::SELECT_CLAUSE);
    let combines = clause.is_some_and(|it| {
        it.children().any(|it| of_clauses(&it))
            || it.descendants().any(|call| super::grouping::is_aggregate(&call, &it))
    });
    is_one && !combines && !select.syntax().children().any(|it| of_clauses(&it))
}

/// A column that must have a value and is given none.
fn left_out<'t>(table: &'t Table, named: &[String]) -> Option<&'t str> {
    let must = table.columns.iter().filter(|it| {
        !it.nullable && it.default.is_none() && it.identity.is_none() && it.generated.is_none()
    });
    let mut must = must.filter(|it| it.ty.named.is_none());
    must.find(|it| !named.contains(&it.name)).map(|it| it.name.as_str())
}

/// Whether a column is set to `DEFAULT`, or may be among several that are.
fn is_set_to_default(target: &ast::ColumnTarget) -> bool {
    let mut around = target.syntax().ancestors().map(|it| it.text().to_string());
    let set = around.find(|it| it.contains('=')).unwrap_or_default();
    let value = set.split_once('=').map(|(_, it)| it).unwrap_or_default();
    value.split(|it: char| !it.is_alphanumeric()).any(|it| it.eq_ignore_ascii_case("default"))
}
