//! Queries: what they read, and the columns that they give.

use std::ops::Range;

use squawk_syntax::ast::{self, AstNode, SelectVariant};
use squawk_syntax::column_name::ColumnName;
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::syntax::{ident, name};
use super::by_row::asking;
use super::expression::called;
use super::grouping::keys;
use super::infer::united;
use super::scope::{Found, Output, Outputs, Scope, Source};
use super::torn::is_torn;
use super::{Binder, problem};
use crate::catalog::SqlType;

impl Binder<'_> {
    /// Looks up what a query names; gives its columns.
    pub(super) fn query(&mut self, query: &SelectVariant, outer: Option<&Scope<'_>>) -> Outputs {
        match query {
            SelectVariant::Select(it) => self.select(it.syntax(), outer),
            SelectVariant::SelectInto(it) => self.select(it.syntax(), outer),
            SelectVariant::ParenSelect(it) => {
                let scope = self.with(it.with_clause(), outer);
                self.query(&it.select()?, Some(&scope))
            }
            SelectVariant::CompoundSelect(it) => self.compound(it, outer),
            SelectVariant::Values(it) => {
                let scope = self.with(it.with_clause(), outer);
                let rows = it.row_list()?;
                self.expression(rows.syntax(), &scope);
                self.rows_agree(&rows, &scope);
                let first = rows.rows().next()?;
                let width = first.exprs().count();
                if let Some(other) = rows.rows().find(|it| it.exprs().count() != width) {
                    self.problem(other.syntax(), problem::uneven_rows(width));
                }
                let outputs = first.exprs().enumerate().map(|(at, expr)| Output {
                    name: format!("column{}", at + 1),
                    ty: self.result_type(&expr, &scope),
                });
                Some(outputs.collect())
            }
            SelectVariant::Table(it) => {
                let scope = self.with(it.with_clause(), outer);
                let relation = it.relation_name()?;
                let name = name(&relation)?;
                let of_query = scope.query(&name.name).filter(|_| name.schema.is_none());
                let outputs = match of_query {
                    Some(outputs) => outputs.clone(),
                    None => self.relation(&name, relation.syntax()),
                };
                self.table_as_query(it, &name, outputs.as_deref());
                outputs
            }
        }
    }

    /// `WITH`: the names that the query behind it can read.
    pub(super) fn with<'s>(
        &mut self,
        clause: Option<ast::WithClause>,
        outer: Option<&'s Scope<'s>>,
    ) -> Scope<'s> {
        let mut scope = Scope::within(outer);
        let Some(clause) = clause else { return scope };
        let is_recursive = clause.recursive_token().is_some();
        if is_recursive {
            // Each may read those behind it.
            let names = clause.with_tables().filter_map(|it| it.name());
            scope.queries.extend(names.map(|it| (ident(&it), None)));
        }
        for table in clause.with_tables() {
            let Some(name) = table.name().map(|it| ident(&it)) else { continue };
            let listed = table.column_list().into_iter().flat_map(|it| it.column_names());
            let listed: Vec<String> = listed.map(|it| ident(&it)).collect();
            if is_recursive {
                table.query().iter().for_each(|it| self.recursion(it, &name));
                let first = table.query().and_then(|it| self.first_part(&it, &scope));
                let first = first.map(|mut it| {
                    it.iter_mut().zip(&listed).for_each(|(it, name)| it.name.clone_from(name));
                    it
                });
                scope.queries.insert(name.clone(), first);
            }
            let mut outputs = table.query().and_then(|it| self.with_query(&it, &scope));
            if table.search_clause().is_some() || table.cycle_clause().is_some() {
                outputs = None;
            }
            for (output, name) in outputs.iter_mut().flatten().zip(&listed) {
                output.name.clone_from(name);
            }
            scope.queries.insert(name, outputs);
        }
        scope
    }

    /// The columns of the part of a recursive query that does not read itself.
    fn first_part(&self, query: &ast::WithQuery, outer: &Scope<'_>) -> Outputs {
        let compound = ast::CompoundSelect::cast(query.syntax().clone())?;
        let first = compound.syntax().children().find_map(SelectVariant::cast)?;
        Binder::new(self.catalog, self.session).query(&first, Some(outer))
    }

    fn with_query(&mut self, query: &ast::WithQuery, outer: &Scope<'_>) -> Outputs {
        match query {
            ast::WithQuery::Insert(it) => self.insert(it, outer),
            ast::WithQuery::Update(it) => self.update(it, outer),
            ast::WithQuery::Delete(it) => self.delete(it, outer),
            ast::WithQuery::Merge(_) => {}
            other => {
                let query = SelectVariant::cast(other.syntax().clone())?;
                return self.query(&query, Some(outer));
            }
        }
        None
    }

    /// `UNION` and its kind. A `WITH` before the first part is for all of them.
    fn compound(&mut self, query: &ast::CompoundSelect, outer: Option<&Scope<'_>>) -> Outputs {
        let scope = self.with(leftmost_with(query.syntax()), outer);
        let parts = query.syntax().children().filter_map(SelectVariant::cast);
        let parts: Vec<SelectVariant> = parts.collect();
        let mut outputs = parts.iter().map(|it| self.query(it, Some(&scope)));
        let (first, second) = (outputs.next()?, outputs.next()?);
        drop(outputs);
        if let (Some(first), Some(second)) = (&first, &second)
            && first.len() != second.len()
        {
            self.problem(query.syntax(), problem::uneven(first.len(), second.len()));
        }
        if let ([one, two, ..], Some(left), Some(right)) = (parts.as_slice(), &first, &second) {
            self.parts_agree([(one, left), (two, right)]);
        }
        let second = second.into_iter().flatten();
        let both = first?.into_iter().zip(second.map(|it| it.ty).chain(std::iter::repeat(None)));
        Some(both.map(|(it, other)| unite(it, other)).collect())
    }

    /// `SELECT`, also with `INTO`.
    pub(super) fn select(&mut self, node: &SyntaxNode, outer: Option<&Scope<'_>>) -> Outputs {
        let child = |kind: SyntaxKind| node.children().find(|it| it.kind() == kind);
        let with = child(SyntaxKind::WITH_CLAUSE).and_then(ast::WithClause::cast);
        let with = self.with(with, outer);
        let mut scope = Scope::within(Some(&with));
        if let Some(from) = child(SyntaxKind::FROM_CLAUSE).and_then(ast::FromClause::cast) {
            for item in from.items() {
                self.add_from_item(&item, &mut scope);
            }
        }
        let clause = child(SyntaxKind::SELECT_CLAUSE).and_then(ast::SelectClause::cast);
        let targets = clause.and_then(|it| it.target_list());
        let outputs = self.targets(targets, &scope);
        self.grouping(node, &scope);
        self.clauses(node, &scope);
        if let Some(outputs) = &outputs {
            self.distinct_order(node, outputs, &scope);
        }
        for part in node.children() {
            let kind = part.kind();
            if [
                SyntaxKind::WITH_CLAUSE,
                SyntaxKind::FROM_CLAUSE,
                SyntaxKind::SELECT_CLAUSE,
                SyntaxKind::INTO_CLAUSE,
            ]
            .contains(&kind)
            {
                continue;
            }
            self.clause(&part, &scope, outputs.as_deref());
        }
        outputs
    }

    /// `WHERE`, `GROUP BY`, `ORDER BY` and the rest; the latter two may name results.
    fn clause(&mut self, node: &SyntaxNode, scope: &Scope<'_>, outputs: Option<&[Output]>) {
        let names_results =
            matches!(node.kind(), SyntaxKind::GROUP_BY_CLAUSE | SyntaxKind::ORDER_BY_CLAUSE);
        if !names_results {
            return self.expression(node, scope);
        }
        let Some(outputs) = outputs else { return };
        for expression in keys(node) {
            if let ast::Expr::NameRef(it) = &expression
                && outputs.iter().any(|output| output.name == ident(it))
            {
                continue;
            }
            self.expression(expression.syntax(), scope);
        }
    }

    /// The results of a query, or what `RETURNING` gives.
    pub(super) fn targets(&mut self, list: Option<ast::TargetList>, scope: &Scope<'_>) -> Outputs {
        let mut outputs = Some(Vec::new());
        for target in list.into_iter().flat_map(|it| it.targets()) {
            let star = target.star_token().is_some();
            let of_source = target.expr().and_then(|it| star_of(&it));
            if star || of_source.is_some() {
                self.star(&target, of_source, scope, &mut outputs);
                continue;
            }
            let Some(expr) = target.expr() else { continue };
            self.expression(expr.syntax(), scope);
            if matches!(&expr, ast::Expr::FieldExpr(it) if it.star_token().is_some()) {
                // `(f()).*`: as many columns as the row has.
                outputs = None;
                continue;
            }
            let tells = target.as_name().is_some() || !is_torn(&expr);
            let called = ColumnName::from_target(target).filter(|_| tells);
            let called = called.and_then(|(it, _)| it.to_string());
            let name = called.unwrap_or_else(|| "?column?".to_owned());
            let ty = self.result_type(&expr, scope);
            if let Some(outputs) = &mut outputs {
                outputs.push(Output { name, ty });
            }
        }
        outputs
    }

    pub(super) fn add_from_item(&mut self, item: &ast::FromListItem, scope: &mut Scope<'_>) {
        match item {
            ast::FromListItem::JoinExpr(it) => self.join(it, scope),
            ast::FromListItem::FromItem(ast::FromItem::ParenFromItem(it))
                if let Some(inner) = it.paren_expr().and_then(|it| in_parentheses(&it)) =>
            {
                self.joined(&inner, it.alias(), scope);
            }
            ast::FromListItem::FromItem(it) => {
                let source = self.source(it, scope);
                scope.sources.push(source);
            }
        }
    }

    fn join(&mut self, join: &ast::JoinExpr, scope: &mut Scope<'_>) {
        let first = scope.sources.len();
        let mut steps = Vec::new();
        let leftmost = steps_of(join, &mut steps);
        if let Some(leftmost) = leftmost {
            self.add_from_item(&leftmost, scope);
        }
        for (join, right) in steps {
            let second = scope.sources.len();
            if let Some(right) = right {
                self.add_from_item(&right, scope);
            }
            self.sides(&join, first..second, scope);
        }
    }

    /// What makes one of the sources of a join, those of its left side and all after them.
    fn sides(&mut self, join: &ast::Join, left: Range<usize>, scope: &mut Scope<'_>) {
        let Range { start: first, end: second } = left;
        if let Some(natural) = join.natural_token() {
            match in_common(scope, first, second) {
                Some(columns) => {
                    self.joined_by(join, &natural, &columns);
                    self.sides_agree(join.syntax(), scope, &columns, first..second);
                    self.note_used(scope.sources.iter().skip(first), &columns);
                    scope.merge(columns, first);
                }
                None => scope.natural = true,
            }
        }
        match join.join_condition() {
            Some(ast::JoinCondition::OnClause(condition)) => {
                self.by_row(condition.syntax(), asking("`ON`"));
                self.expression(condition.syntax(), &scope.of_join(first));
            }
            Some(ast::JoinCondition::JoinUsingClause(using)) => {
                self.joined_using(&using, scope, first, second);
            }
            None => {}
        }
    }

    /// `USING (a, b)`: both sides have these columns, which may have a name as a row.
    fn joined_using(
        &mut self,
        using: &ast::JoinUsingClause,
        scope: &mut Scope<'_>,
        first: usize,
        second: usize,
    ) {
        let columns = using.syntax().descendants().filter_map(ast::ColumnNameRef::cast);
        let columns: Vec<String> = columns.map(|it| ident(&it)).collect();
        for column in &columns {
            let lacks = |sources: &[Source]| {
                let mut found = sources.iter().map(|it| it.column(column));
                !sources.is_empty() && found.all(|it| it == Found::Missing)
            };
            let left = scope.sources.get(first..second).unwrap_or_default();
            let right = scope.sources.get(second..).unwrap_or_default();
            if lacks(left) || lacks(right) {
                self.problem(using.syntax(), problem::unknown_column(column));
            }
        }
        self.sides_agree(using.syntax(), scope, &columns, first..second);
        if let Some(alias) = using.alias().and_then(|it| it.name()) {
            let part = |it: &String| Output { name: it.clone(), ty: None };
            let outputs = Some(columns.iter().map(part).collect());
            scope.rows.push(Source { name: ident(&alias), outputs, relation: None });
        }
        self.note_used(scope.sources.iter().skip(first), &columns);
        scope.merge(columns, first);
    }

    /// The columns by which sources are joined are used.
    fn note_used<'s>(&mut self, sources: impl Iterator<Item = &'s Source>, columns: &[String]) {
        for source in sources {
            for column in columns {
                let known = source.outputs.iter().flatten().any(|it| it.name == *column);
                if let Some(relation) = source.relation.clone().filter(|_| known) {
                    self.used.insert((relation, column.clone()));
                }
            }
        }
    }

    fn source(&mut self, item: &ast::FromItem, scope: &Scope<'_>) -> Source {
        let alias = item.alias().and_then(|it| it.name()).map(|it| ident(&it));
        let (own, relation, mut outputs) = match item {
            ast::FromItem::RelationFromItem(it) => {
                let table = it.relation_name_ref();
                let Some(found) = table.as_ref().and_then(name) else {
                    return Source { name: String::new(), outputs: None, relation: None };
                };
                match scope.query(&found.name).filter(|_| found.schema.is_none()) {
                    Some(outputs) => (found.name, None, outputs.clone()),
                    None => {
                        let outputs = self.relation(&found, it.syntax());
                        (found.name.clone(), Some(found.key()), outputs)
                    }
                }
            }
            ast::FromItem::ParenFromItem(it) => {
                let query =
                    it.paren_select().and_then(|it| SelectVariant::cast(it.syntax().clone()));
                // Only `LATERAL` sees the sources that stand before it.
                let (queries, outer) = (scope.queries.clone(), scope.outer);
                let alone = Scope { queries, outer, ..Scope::default() };
                let around = if it.lateral_token().is_some() { scope } else { &alone };
                let outputs = query.and_then(|it| self.query(&it, Some(around)));
                (String::new(), None, outputs)
            }
            other => {
                self.expression(other.syntax(), scope);
                let call = other.syntax().children().find_map(ast::CallExpr::cast);
                let name = call.as_ref().and_then(|it| called(&it.expr()?)).map(|it| it.name);
                let outputs = call.and_then(|it| self.rows(&it, alias.as_deref(), scope));
                let is_numbered = other.syntax().text().to_string().to_lowercase();
                let outputs = outputs.filter(|_| !is_numbered.contains("ordinality"));
                let table = matches!(other, ast::FromItem::XmlTableFromItem(_));
                let name = name.or_else(|| table.then(|| "xmltable".to_owned()));
                (name.unwrap_or_default(), None, outputs)
            }
        };
        let listed = item.alias().and_then(|it| it.columns());
        let listed = listed.into_iter().flat_map(|it| it.column_names());
        for (output, name) in outputs.iter_mut().flatten().zip(listed) {
            output.name = ident(&name);
        }
        Source { name: alias.unwrap_or(own), outputs, relation }
    }

    /// `(a JOIN b ON …)`: its sources are those of the query, unless an alias hides them.
    fn joined(
        &mut self,
        item: &ast::FromListItem,
        alias: Option<ast::FromAlias>,
        scope: &mut Scope<'_>,
    ) {
        let name = alias.as_ref().and_then(ast::FromAlias::name).map(|it| ident(&it));
        let Some(name) = name else { return self.add_from_item(item, scope) };
        let mut inner = Scope::within(Some(scope));
        self.add_from_item(item, &mut inner);
        let all = inner.sources.iter().map(|it| it.outputs.clone()).collect::<Option<Vec<_>>>();
        // Merged columns come once, and an alias may call all of them otherwise.
        let is_plain = inner.merged.is_empty() && !inner.natural;
        let outputs = all.filter(|_| is_plain && alias.is_some_and(|it| it.columns().is_none()));
        let outputs = outputs.map(|it| it.into_iter().flatten().collect());
        scope.sources.push(Source { name, outputs, relation: None });
    }

    /// Looks up only the tables that the queries in a node read.
    pub(super) fn tables_in(&mut self, node: &SyntaxNode) {
        for read in super::super::data::reads(node) {
            self.relation(&read, node);
        }
    }

    /// A column that was found is noted, one that was not is said.
    pub(super) fn take(&mut self, found: Found, column: &str, place: &SyntaxNode) {
        match found {
            Found::Column(Some(relation), _) => {
                self.used.insert((relation, column.to_owned()));
            }
            Found::Column(None, _) | Found::Maybe => {}
            Found::Ambiguous => self.problem(place, problem::ambiguous(column)),
            Found::Missing => self.problem(place, problem::unknown_column(column)),
        }
    }
}

/// One join after the other, each with its right side: what is leftmost is answered. Where a join
/// takes no condition, as `CROSS JOIN`, the parser puts the joins that follow into its right side.
fn steps_of(
    join: &ast::JoinExpr,
    steps: &mut Vec<(ast::Join, Option<ast::FromListItem>)>,
) -> Option<ast::FromListItem> {
    let leftmost = match join.from_list_item() {
        Some(ast::FromListItem::JoinExpr(inner)) => steps_of(&inner, steps),
        other => other,
    };
    let Some(join) = join.join() else { return leftmost };
    let right = join.from_list_item();
    match &right {
        Some(ast::FromListItem::JoinExpr(rest)) if join.join_condition().is_none() => {
            let at = steps.len();
            let next = steps_of(rest, steps);
            steps.insert(at, (join, next));
        }
        _ => steps.push((join, right)),
    }
    leftmost
}

/// A column of a `UNION`, with the type of both its parts.
fn unite(first: Output, second: Option<SqlType>) -> Output {
    let ty = first.ty.as_ref().zip(second.as_ref()).and_then(|(one, other)| united(one, other));
    Output { ty, ..first }
}

/// The join that stands between parentheses.
fn in_parentheses(expr: &ast::ParenExpr) -> Option<ast::FromListItem> {
    if let Some(item) = expr.from_list_item() {
        return Some(item);
    }
    match expr.expr()? {
        ast::Expr::ParenExpr(it) => in_parentheses(&it),
        _ => None,
    }
}

/// The source in `t.*`.
fn star_of(expr: &ast::Expr) -> Option<String> {
    let ast::Expr::FieldExpr(field) = expr else { return None };
    field.star_token()?;
    match field.base()? {
        ast::Expr::NameRef(it) => Some(ident(&it)),
        ast::Expr::FieldExpr(it) => it.field().map(|it| ident(&it)),
        _ => None,
    }
}

/// The columns that the sources on both sides of a join have, in the order of the first.
fn in_common(scope: &Scope<'_>, first: usize, second: usize) -> Option<Vec<String>> {
    let columns = |sources: &[Source]| -> Option<Vec<String>> {
        let all = sources.iter().map(|it| it.outputs.as_ref()).collect::<Option<Vec<_>>>()?;
        Some(all.into_iter().flatten().map(|it| it.name.clone()).collect())
    };
    let left = columns(scope.sources.get(first..second)?)?;
    let right = columns(scope.sources.get(second..)?)?;
    let mut common: Vec<String> = Vec::new();
    for column in left {
        if right.contains(&column) && !common.contains(&column) {
            common.push(column);
        }
    }
    Some(common)
}

fn leftmost_with(node: &SyntaxNode) -> Option<ast::WithClause> {
    let first = node.children().find_map(SelectVariant::cast)?;
    match &first {
        SelectVariant::CompoundSelect(it) => leftmost_with(it.syntax()),
        SelectVariant::Select(it) => it.with_clause(),
        SelectVariant::Values(it) => it.with_clause(),
        _ => None,
    }
}
