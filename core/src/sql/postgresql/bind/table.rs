//! Expressions that belong to a table: defaults, checks, index keys, policies, triggers.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::super::super::functions;
use super::super::syntax::{ident, name};
use super::super::types::sql_type;
use super::by_row::alone;
use super::expression::called;
use super::scope::{Output, Outputs, SYSTEM_COLUMNS, Scope, Source};
use super::{Binder, problem};
use crate::catalog::{Column, ConstraintKind, SqlType, Table, object_name};
use crate::name::Name;
use crate::op::{AlterConstraint, ConstraintChange, Operation, is_plain_default};

const DEFAULT: &str = "a default";

impl Binder<'_> {
    pub(super) fn create_table(&mut self, stmt: &ast::CreateTable, operations: &[Operation]) {
        let Some(Operation::CreateTable(create)) = operations.first() else { return };
        let outputs = self.columns_to_be(&create.table);
        let scope = scope_of(&create.table.name, outputs);
        self.counters = counters(&create.table).collect();
        self.constraints_in(stmt.syntax(), &scope);
        self.generated_types(stmt.syntax(), &create.table.columns, &scope);
        self.default_types(stmt.syntax(), &create.table.columns);
        self.generated_of(stmt.syntax(), &create.table.columns);
        self.partition_key(stmt, &create.table.columns, &scope);
        self.bounds(stmt.syntax());
    }

    /// No generated column is made of another.
    fn generated_of(&mut self, node: &SyntaxNode, columns: &[Column]) {
        let read = node.descendants().filter_map(ast::GeneratedConstraint::cast);
        for column in read.flat_map(|it| columns_read(it.syntax())).collect::<Vec<_>>() {
            if columns.iter().any(|it| it.name == column && it.generated.is_some()) {
                self.problem(node, problem::of_generated(&column));
            }
        }
    }

    /// The columns of `CREATE TABLE … OF type`.
    pub(super) fn columns_of_type(&mut self, operations: &mut [Operation]) {
        let Some(Operation::CreateTable(create)) = operations.first_mut() else { return };
        let Some(name) = create.table.of_type() else { return };
        let Some(ty) = self.catalog.type_named(&name) else {
            let said = name.to_string();
            self.bound.problems.push((0..said.len(), problem::unknown_type(&said)));
            return;
        };
        if let crate::catalog::TypeKind::Composite(fields) = &ty.kind {
            let column = |(name, ty): &(String, SqlType)| Column {
                name: name.clone(),
                ty: ty.clone(),
                nullable: true,
                ..Column::default()
            };
            create.table.columns = fields.iter().map(column).collect();
        }
    }

    /// The columns of a new table, those that it takes from others included.
    fn columns_to_be(&self, table: &Table) -> Outputs {
        let mut outputs: Vec<Output> = table.columns.iter().map(output).collect();
        for other in table.parents().chain(table.like.iter().map(|it| &it.table)) {
            let other = self.catalog.table(other).filter(|it| !it.assumed)?;
            outputs.extend(other.columns.iter().map(output));
        }
        (table.of_type().is_none() || !outputs.is_empty()).then_some(outputs)
    }

    pub(super) fn alter_table(&mut self, node: &SyntaxNode, operations: &[Operation]) {
        // Behind `IF EXISTS` nothing is read unless the table is there.
        let operations = match operations {
            [Operation::Guarded(it)] if it.is_there(self.catalog) => it.operations.as_slice(),
            it => it,
        };
        let table = operations.iter().find_map(|it| match it {
            Operation::AddColumn(it) => Some(&it.table),
            Operation::AddConstraint(it) => Some(&it.table),
            Operation::AlterColumn(it) => Some(&it.table),
            Operation::AlterConstraint(it) => Some(&it.table),
            _ => None,
        });
        let Some(table) = table else { return };
        let known = self.catalog.table(table).filter(|it| !it.assumed);
        let outputs = known.map(|known| {
            let added = operations.iter().filter_map(|it| match it {
                Operation::AddColumn(it) => Some(&it.column),
                _ => None,
            });
            let is_dropped = |column: &&Column| {
                operations
                    .iter()
                    .any(|it| matches!(it, Operation::DropColumn(it) if it.column == column.name))
            };
            // Checks are read when types have changed.
            let after = |it: &Column| match new_type(operations, &it.name) {
                Some(ty) => output(&Column { ty: ty.clone(), ..it.clone() }),
                None => output(it),
            };
            known.columns.iter().filter(|it| !is_dropped(it)).chain(added).map(after).collect()
        });
        let scope = scope_of(table, outputs);
        self.constraints_in(node, &scope);
        if let Some(known) = known {
            self.with_types(node, known, operations);
        }
        self.bounds(node);
        self.generated_of(node, known.map(|it| it.columns.as_slice()).unwrap_or_default());
        for operation in operations {
            match operation {
                Operation::AddColumn(add) => {
                    self.generated_types(node, std::slice::from_ref(&add.column), &scope);
                    self.default_types(node, std::slice::from_ref(&add.column));
                    self.only_parent(node, known, "column");
                }
                Operation::AlterConstraint(it) if is_inherited(it, known) => {
                    self.only_parent(node, known, "name of the constraint");
                }
                _ => {}
            }
        }
        // What turns values is read before anything is dropped.
        let before = known.map_or_else(|| scope.clone(), scope_over);
        for using in node.descendants().filter_map(ast::SetType::cast) {
            self.type_with_collation(using.ty(), using.collate());
            if let Some(expr) = using.using_expr().and_then(|it| it.expr()) {
                self.row_by_row(&expr, "what turns values", &before);
                if let Some(ty) = using.ty().map(|it| sql_type(&it)) {
                    self.assigned(&expr, &ty, &before);
                }
            }
        }
        for default in node.descendants().filter_map(ast::SetDefault::cast) {
            let Some(expr) = default.expr() else { continue };
            self.without_row(&expr, DEFAULT);
            let column = default.syntax().parent().and_then(ast::AlterColumn::cast);
            let column = column.and_then(|it| it.column_name_ref()).map(|it| ident(&it));
            let is_it = |it: &&Column| column.as_ref() == Some(&it.name);
            if let Some(ty) = column.as_ref().and_then(|it| self.type_in_view(table, it)) {
                self.assigned(&expr, &ty, &Scope::default());
            }
            let known = known.and_then(|it| it.columns.iter().find(is_it));
            if let Some(known) = known.filter(|it| new_type(operations, &it.name).is_none()) {
                self.default_of(&expr, known);
            }
        }
    }

    /// The defaults of new columns must be values of their types.
    fn default_types(&mut self, node: &SyntaxNode, columns: &[Column]) {
        for part in node.descendants().filter_map(ast::DefaultConstraint::cast) {
            if let (Some(column), Some(expr)) = (column_around(part.syntax(), columns), part.expr())
            {
                self.default_of(&expr, column);
            }
        }
    }

    /// Says if a column does not take what its default gives. Who lowers the statement looks at
    /// plain values.
    fn default_of(&mut self, expr: &ast::Expr, column: &Column) {
        if !is_plain_default(&expr.syntax().text().to_string()) {
            self.assigned(expr, &column.ty, &Scope::default());
        }
    }

    fn generated_types(&mut self, node: &SyntaxNode, columns: &[Column], scope: &Scope<'_>) {
        for part in node.descendants().filter_map(ast::GeneratedConstraint::cast) {
            let column = column_around(part.syntax(), columns);
            let expr = part.syntax().descendants().find_map(ast::Expr::cast);
            if let (Some(column), Some(expr)) = (column, expr) {
                self.generated(&expr, &column.ty, scope);
            }
        }
    }

    /// A column cannot be added to the parent alone, nor get what the heirs have another name.
    fn only_parent(&mut self, node: &SyntaxNode, table: Option<&Table>, what: &str) {
        let Some(table) = table else { return };
        let key = table.name.key();
        let is_heir = |it: &Table| {
            it.inherits
                .iter()
                .chain(it.partition_of.iter().map(|(it, _)| it))
                .any(|it| it.key() == key)
        };
        let says_only = node
            .children()
            .find(|it| it.kind() == squawk_syntax::SyntaxKind::TABLE_RELATION_NAME)
            .is_some_and(|it| {
                super::super::syntax::line_of(&it).to_ascii_uppercase().starts_with("ONLY")
            });
        if says_only && self.catalog.tables.values().any(|it| is_heir(it)) {
            self.problem(node, problem::only_parent(&table.name.to_string(), what));
        }
    }

    /// The defaults, checks and generated columns in a statement.
    fn constraints_in(&mut self, node: &SyntaxNode, scope: &Scope<'_>) {
        for part in node.descendants() {
            if let Some(check) = ast::CheckConstraint::cast(part.clone()) {
                if let Some(expr) = check.expr() {
                    self.row_by_row(&expr, "a check", scope);
                    self.condition(&expr, scope);
                }
            } else if let Some(default) = ast::DefaultConstraint::cast(part.clone()) {
                if let Some(expr) = default.expr() {
                    self.without_row(&expr, DEFAULT);
                }
            } else if let Some(exclusion) = ast::ExcludeConstraint::cast(part.clone()) {
                self.exclusion(&exclusion, scope);
            } else if let Some(generated) = ast::GeneratedConstraint::cast(part) {
                for expr in generated.syntax().descendants().filter_map(ast::Expr::cast).take(1) {
                    self.row_by_row(&expr, "a generated column", scope);
                    self.immutable(expr.syntax(), "a generated column", scope);
                }
            }
        }
    }

    /// Looks up an expression of which each row counts alone.
    pub(super) fn row_by_row(&mut self, expr: &ast::Expr, what: &'static str, scope: &Scope<'_>) {
        let of_system = |it: &String| it != "tableoid" && SYSTEM_COLUMNS.contains(&&**it);
        if let Some(column) = columns_read(expr.syntax()).into_iter().find(of_system) {
            self.problem(expr.syntax(), problem::system_column(what, &column));
        } else if self.by_row(expr.syntax(), alone(what)) {
            self.expression(expr.syntax(), scope);
        }
    }

    /// Looks up an expression that is computed without a row.
    pub(super) fn without_row(&mut self, expr: &ast::Expr, what: &'static str) {
        if !self.by_row(expr.syntax(), alone(what)) {
            return;
        }
        let before = self.bound.problems.len();
        self.expression(expr.syntax(), &Scope::default());
        for (_, found) in self.bound.problems.iter_mut().skip(before) {
            if found.code == "unknown-column" {
                let text = expr.syntax().text().to_string();
                *found = problem::column_without_row(what, text.trim());
            }
        }
    }

    pub(super) fn create_index(&mut self, stmt: &ast::CreateIndex) {
        let Some(table) = stmt.table_relation_name().and_then(|it| name(&it)) else { return };
        let scope = self.table_scope(&table, stmt.syntax());
        for item in stmt.partition_item_list().into_iter().flat_map(|it| it.partition_items()) {
            item.expr().iter().for_each(|it| self.index_key(it, &scope));
        }
        if let Some(condition) = stmt.where_clause() {
            const CONDITION: &str = "the condition of an index";
            if self.by_row(condition.syntax(), alone(CONDITION)) {
                self.expression(condition.syntax(), &scope);
                self.immutable(condition.syntax(), CONDITION, &scope);
            }
        }
    }

    /// An expression that is the key of an index, of its own or behind an exclusion.
    fn index_key(&mut self, expr: &ast::Expr, scope: &Scope<'_>) {
        if stands_alone(expr) {
            return;
        }
        if stands_bare(expr) {
            let text = expr.syntax().text().to_string();
            self.problem(expr.syntax(), problem::bare_expression(text.trim()));
        }
        self.row_by_row(expr, "an index", scope);
        self.immutable(expr.syntax(), "an index", scope);
    }

    /// What no two rows may have alike, and the condition under which.
    fn exclusion(&mut self, exclusion: &ast::ExcludeConstraint, scope: &Scope<'_>) {
        let elements = exclusion.constraint_exclusion_list();
        for element in elements.into_iter().flat_map(|it| it.constraint_exclusions()) {
            element.expr().iter().for_each(|it| self.index_key(it, scope));
        }
        if let Some(condition) = exclusion.where_condition_clause().and_then(|it| it.expr()) {
            self.row_by_row(&condition, "the condition of an index", scope);
        }
    }

    /// Says if an expression may give another result at another time.
    pub(super) fn immutable(&mut self, node: &SyntaxNode, what: &str, scope: &Scope<'_>) {
        for part in node.descendants() {
            let varies = if let Some(call) = ast::CallExpr::cast(part.clone()) {
                self.call_varies(&call, scope)
            } else if let Some(cast) = ast::CastExpr::cast(part.clone()) {
                self.cast_varies(&cast, scope)
            } else if let Some(word) = ast::NameRef::cast(part.clone()) {
                let word = ident(&word);
                ["current_date", "current_timestamp", "current_user", "localtimestamp"]
                    .contains(&&*word)
            } else {
                false
            };
            if varies {
                let text = part.text().to_string();
                self.problem(&part, problem::not_immutable(what, text.trim()));
                return;
            }
        }
    }

    fn call_varies(&self, call: &ast::CallExpr, scope: &Scope<'_>) -> bool {
        let Some(name) = call.expr().as_ref().and_then(called) else { return false };
        let own: Vec<_> =
            self.catalog.functions.values().filter(|it| it.key.name.name == name.name).collect();
        if !own.is_empty() {
            // A body in SQL is looked into, and only what it calls counts.
            let says = |it: &str| it.contains("immutable") || it.contains("language sql");
            return own.iter().all(|it| !says(&it.definition.to_ascii_lowercase()));
        }
        let args: Vec<_> = call.arg_list().into_iter().flat_map(|it| it.args()).collect();
        let of_moment = args.iter().filter_map(|it| it.expr()).any(|it| {
            let ty = self.type_of(&it, scope).map(|it| it.canonical());
            ty.is_some_and(|it| it.starts_with("timestamp") && it.ends_with("with time zone"))
        });
        match name.name.as_str() {
            "date_trunc" | "date_part" | "to_char" | "date" => of_moment || name.name == "to_char",
            "to_tsvector" => args.len() == 1,
            it => functions::is_never_immutable(it) || it == "unaccent",
        }
    }

    /// Times are written and cut as the session's time zone says.
    fn cast_varies(&self, cast: &ast::CastExpr, scope: &Scope<'_>) -> bool {
        let (Some(expr), Some(ty)) = (cast.expr(), cast.ty()) else { return false };
        let Some(from) = self.type_of(&expr, scope) else { return false };
        let to = sql_type(&ty).canonical();
        let is_enum = from
            .named
            .as_ref()
            .and_then(|it| self.catalog.type_named(it))
            .is_some_and(|it| matches!(it.kind, crate::catalog::TypeKind::Enum(_)));
        let from = from.canonical();
        let has_zone = from.starts_with("timestamp") && from.ends_with("with time zone");
        let is_text = to.starts_with("text") || to.starts_with("character");
        (has_zone && (is_text || to == "date" || to.starts_with("time")) && to != from)
            || (is_text && (from.starts_with("timestamp") || from == "date" || is_enum))
    }
}

/// The column in whose definition a clause stands.
fn column_around<'c>(clause: &SyntaxNode, columns: &'c [Column]) -> Option<&'c Column> {
    let name = clause.ancestors().skip(1).find_map(|it| {
        it.children().find(|it| it.kind() == squawk_syntax::SyntaxKind::COLUMN_NAME)
    });
    let name = super::super::syntax::stored_name(&name?);
    columns.iter().find(|it| it.name == name)
}

/// Whether a constraint gets another name that the heirs of its table have, too.
fn is_inherited(change: &AlterConstraint, table: Option<&Table>) -> bool {
    let constraint = table.and_then(|it| it.constraint(&change.name));
    let kind = constraint.map(|it| &it.kind);
    let is_handed_down = matches!(kind, Some(ConstraintKind::Check(it)) if !it.no_inherit);
    is_handed_down && matches!(change.change, ConstraintChange::Rename(_))
}

/// The type that a statement gives to a column.
fn new_type<'o>(operations: &'o [Operation], column: &str) -> Option<&'o SqlType> {
    operations.iter().find_map(|it| match it {
        Operation::AlterColumn(it) if it.column == column => it.changes.ty.as_ref(),
        _ => None,
    })
}

/// Whether an expression is a plain column, which whoever lowers the statement looks up.
pub(super) fn stands_alone(expr: &ast::Expr) -> bool {
    matches!(expr, ast::Expr::NameRef(_))
}

/// Whether an expression may not stand in an index without parentheses around it.
pub(super) fn stands_bare(expr: &ast::Expr) -> bool {
    match expr {
        ast::Expr::CastExpr(it) => it.colon_colon().is_some(),
        it => {
            use ast::Expr;
            matches!(
                it,
                Expr::BinExpr(_) | Expr::CaseExpr(_) | Expr::Literal(_) | Expr::PrefixExpr(_)
            )
        }
    }
}

/// The names in an expression that are none of functions.
pub(super) fn columns_read(node: &SyntaxNode) -> Vec<String> {
    let names = node.descendants().filter_map(ast::NameRef::cast);
    let is_called =
        |it: &ast::NameRef| it.syntax().parent().and_then(ast::CallExpr::cast).is_some();
    names.filter(|it| !is_called(it)).map(|it| ident(&it)).collect()
}

/// The columns of a table as the only source.
pub(super) fn scope_over(table: &Table) -> Scope<'static> {
    scope_of(&table.name, Some(table.columns.iter().map(output).collect()))
}

/// The sequences by which serial and identity columns of a new table count.
fn counters(table: &Table) -> impl Iterator<Item = Name> {
    let counts = |it: &&Column| it.identity.is_some() || it.ty.behind_serial().is_some();
    let counting = table.columns.iter().filter(counts);
    let name = |it: &Column| object_name(&table.name.name, Some(&it.name), "seq");
    counting.map(move |it| table.name.renamed(name(it)).key())
}

fn scope_of(table: &Name, outputs: Outputs) -> Scope<'static> {
    let source = Source { name: table.name.clone(), outputs, relation: Some(table.key()) };
    Scope { sources: vec![source], natural: true, ..Scope::default() }
}

fn output(column: &Column) -> Output {
    let ty = Some(column.ty.clone()).filter(|it| !it.is_unknown());
    Output { name: column.name.clone(), ty }
}

#[cfg(test)]
mod tests {
    use super::super::scope::Found;
    use super::*;

    #[test]
    fn a_column_of_a_new_table_is_found_by_its_name() {
        let scope = scope_of(&Name::plain("t"), Some(Vec::new()));
        assert_eq!(scope.column("a"), Found::Missing);
    }
}
