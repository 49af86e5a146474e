//! `ON CONFLICT`: what rows can conflict in, and what is done where they do.

use squawk_syntax::ast::{self, AstNode};

use super::super::index::conflict_key;
use super::super::syntax::{line_of, parts};
use super::scope::{Scope, Source};
use super::{Binder, problem};
use crate::catalog::{Constraint, ConstraintKind, IndexKey, Table, identifiers};
use crate::name::Name;
use crate::op::Event;

impl Binder<'_> {
    pub(super) fn conflict(
        &mut self,
        clause: &ast::OnConflictClause,
        table: &Name,
        scope: &mut Scope<'_>,
        excluded: Source,
    ) {
        let updates =
            matches!(clause.conflict_action(), Some(ast::ConflictAction::ConflictDoUpdateSet(_)));
        match clause.conflict_target() {
            Some(ast::ConflictTarget::ConflictOnConstraint(it)) => {
                self.conflict_on_constraint(&it, table, updates);
            }
            Some(ast::ConflictTarget::ConflictOnIndex(it)) => {
                let before = self.bound.problems.len();
                self.expression(it.syntax(), scope);
                if self.bound.problems.len() == before {
                    self.conflict_on_index(&it, table);
                }
            }
            None if updates => self.problem(clause.syntax(), problem::no_conflict_target()),
            None => {}
        }
        if updates {
            self.identified(table, Event::Update, clause.syntax());
        }
        scope.sources.push(excluded);
        if let Some(ast::ConflictAction::ConflictDoUpdateSet(it)) = clause.conflict_action() {
            // A name alone means the table's column, not that of `excluded`.
            scope.natural = true;
            let outputs = scope.sources.first().and_then(|it| it.outputs.clone());
            self.set(it.set_clause(), scope, &outputs);
            if let Some(condition) = it.where_clause() {
                self.expression(condition.syntax(), scope);
            }
            scope.natural = false;
        }
        scope.sources.pop();
    }

    fn conflict_on_constraint(
        &mut self,
        target: &ast::ConflictOnConstraint,
        table: &Name,
        updates: bool,
    ) {
        let name = target.constraint_name_ref().and_then(|it| parts(it.syntax()).pop());
        let known = self.catalog.table(table).filter(|it| !it.assumed);
        let (Some(known), Some(name)) = (known, name) else { return };
        let found = match known.constraint(&name) {
            None => problem::unknown_constraint(&name),
            Some(it) if !it.kind.has_index() => problem::no_index_of(&name),
            Some(it) if it.deferrable == Some(true) => problem::deferrable_key(),
            Some(it) if updates && matches!(it.kind, ConstraintKind::Exclude(_)) => {
                problem::excludes_only(&name)
            }
            Some(_) => return,
        };
        self.problem(target.syntax(), found);
    }

    fn conflict_on_index(&mut self, target: &ast::ConflictOnIndex, table: &Name) {
        let Some(known) = self.catalog.table(table).filter(|it| !it.assumed) else { return };
        let items = target.conflict_index_item_list().into_iter();
        let items = items.flat_map(|it| it.conflict_index_items());
        let Some(keys) = items.map(|it| conflict_key(&it)).collect::<Option<Vec<_>>>() else {
            return;
        };
        let deferred = by_constraint(known, &keys);
        if keys.is_empty() || deferred == Some(false) || has_index(known, &keys, target) {
            return;
        }
        let found = match deferred {
            Some(_) => problem::deferrable_key(),
            None => problem::no_conflict_key(),
        };
        self.problem(target.syntax(), found);
    }
}

/// Whether the unique constraints over exactly these keys may all be checked later than the rows
/// come; nothing if there is none.
fn by_constraint(table: &Table, keys: &[IndexKey]) -> Option<bool> {
    let is_unique = |it: &&Constraint| {
        matches!(it.kind, ConstraintKind::PrimaryKey { .. } | ConstraintKind::Unique { .. })
    };
    let (names, others) = split(keys);
    let is_plain = others == 0 && !keys.iter().any(is_of_patterns);
    let over = table.constraints.iter().filter(is_unique);
    let mut over = over.filter(|it| is_plain && is_same(it.kind.columns(), &names)).peekable();
    over.peek()?;
    Some(over.all(|it| it.deferrable == Some(true)))
}

/// Whether a unique index may be the one that is meant. Expressions that are written otherwise may
/// be the same ones.
fn has_index(table: &Table, keys: &[IndexKey], target: &ast::ConflictOnIndex) -> bool {
    let (names, others) = split(keys);
    let condition = target.where_clause().and_then(|it| it.expr()).map(|it| line_of(it.syntax()));
    let may_hold = |it: &String| condition.as_ref().is_some_and(|own| may_follow(table, it, own));
    let patterns = |keys: &[IndexKey]| keys.iter().filter(|it| is_of_patterns(it)).count();
    table.indexes.iter().any(|it| {
        let (own_names, own_others) = split(&it.keys);
        it.unique
            && is_same(&own_names, &names)
            && (own_others == 0) == (others == 0)
            && patterns(keys) <= patterns(&it.keys)
            && it.predicate.as_ref().is_none_or(may_hold)
    })
}

/// Whether the condition of an index may follow from one that is given. It does not if it is about
/// a column that the other one does not name, or that is null and the other does not say so; where
/// either part of it is enough, nothing is told.
fn may_follow(table: &Table, of_index: &str, given: &str) -> bool {
    let wanted: Vec<String> = identifiers(of_index).collect();
    let said: Vec<String> = identifiers(given).collect();
    if wanted.iter().any(|it| it == "or") || said.iter().any(|it| it == "false") {
        return true;
    }
    let mut columns = wanted.iter().filter(|it| table.column(it).is_some());
    let is_null = matches!(&*wanted, [_, is, null] if is == "is" && null == "null");
    columns.all(|it| said.contains(it)) && (!is_null || may_say_null(&said))
}

/// Whether a condition may say that something is null: `c IS NULL`, `c ISNULL`, `NOT c IS NOT NULL`.
fn may_say_null(words: &[String]) -> bool {
    let negates = |at: usize| at.checked_sub(1).and_then(|it| words.get(it)) != Some(&"is".into());
    words.iter().enumerate().any(|(at, it)| match it.as_str() {
        "isnull" => true,
        "null" => !negates(at),
        "not" => negates(at),
        _ => false,
    })
}

/// The columns among keys, and how many are expressions.
fn split(keys: &[IndexKey]) -> (Vec<String>, usize) {
    let columns = keys.iter().filter(|it| !it.is_expression).map(|it| it.what.clone());
    (columns.collect(), keys.iter().filter(|it| it.is_expression).count())
}

/// Whether a key's operators are those for patterns, which no constraint has.
fn is_of_patterns(key: &IndexKey) -> bool {
    key.operator_class.as_ref().is_some_and(|it| it.ends_with("_pattern_ops"))
}

fn is_same(some: &[String], others: &[String]) -> bool {
    some.iter().all(|it| others.contains(it)) && others.iter().all(|it| some.contains(it))
}
