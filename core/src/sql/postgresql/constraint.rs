//! Constraints, whether a column, a table or `ALTER TABLE` has them.

use squawk_syntax::ast::{self, AstNode};

use super::index::not_distinct;
use super::syntax::{columns, condition, ident, keywords, line, name, parts, text};
use crate::catalog::{Check, Constraint, ConstraintKind, Exclusion, ForeignKey, NotNull};
use crate::op::ConstraintChange;

/// A constraint with the columns it is written behind; nothing for what is no constraint of a
/// table (`NOT NULL`, defaults, generated columns).
pub(super) fn constraint(node: &ast::Constraint, own: &[String]) -> Option<Constraint> {
    let given = node.constraint_name().map(|it| ident(&it));
    let mut res = Constraint::new(given, kind(node, own)?);
    if let ast::Constraint::PrimaryKeyConstraint(it) = node {
        res.using_index = using_index(it.using_index());
    }
    if let ast::Constraint::UniqueConstraint(it) = node {
        res.using_index = using_index(it.using_index());
    }
    for option in node.constraint_options() {
        apply_option(&option, &mut res);
    }
    res.period = has_period(node);
    Some(res)
}

fn kind(node: &ast::Constraint, own: &[String]) -> Option<ConstraintKind> {
    Some(match node {
        ast::Constraint::PrimaryKeyConstraint(it) => {
            let (columns, include) = key(it.index_parameters(), own);
            ConstraintKind::PrimaryKey { columns, include }
        }
        ast::Constraint::UniqueConstraint(it) => {
            let parameters = it.index_parameters();
            let distinct = parameters.as_ref().and_then(|it| it.nulls_distinct_option());
            let nulls_not_distinct = not_distinct(distinct.as_ref());
            let (columns, include) = key(parameters, own);
            ConstraintKind::Unique { columns, include, nulls_not_distinct }
        }
        ast::Constraint::ReferencesConstraint(it) => {
            let referred = it.column().map(|it| ident(&it)).into_iter().collect();
            let actions = it.referential_actions();
            let base = ForeignKey {
                columns: own.to_vec(),
                table: name(&it.table()?)?,
                referred,
                matching: matching(it.match_type()),
                ..ForeignKey::default()
            };
            ConstraintKind::ForeignKey(with_actions(base, actions))
        }
        ast::Constraint::ForeignKeyConstraint(it) => {
            let base = ForeignKey {
                columns: key_columns(it.from_columns()),
                table: name(&it.table_name_ref()?)?,
                referred: key_columns(it.to_columns()),
                matching: matching(it.match_type()),
                ..ForeignKey::default()
            };
            ConstraintKind::ForeignKey(with_actions(base, it.referential_actions()))
        }
        ast::Constraint::CheckConstraint(it) => {
            let condition = condition(&it.expr()?);
            ConstraintKind::Check(Check {
                condition,
                no_inherit: false,
                column: own.first().cloned(),
            })
        }
        ast::Constraint::ExcludeConstraint(it) => ConstraintKind::Exclude(exclusion(it)),
        _ => return None,
    })
}

fn using_index(clause: Option<ast::UsingIndexName>) -> Option<String> {
    parts(clause?.index_ref()?.syntax()).pop()
}

fn key(parameters: Option<ast::IndexParameters>, own: &[String]) -> (Vec<String>, Vec<String>) {
    let Some(parameters) = parameters else { return (own.to_vec(), Vec::new()) };
    let include = parameters.constraint_include_clause().and_then(|it| it.column_ref_list());
    let listed = parameters.column_list().map(|it| it.column_name_refs());
    let listed = listed.map(|it| it.map(|it| ident(&it)).collect());
    (listed.unwrap_or_else(|| own.to_vec()), columns(include))
}

fn key_columns(list: Option<ast::ForeignKeyColumnList>) -> Vec<String> {
    let Some(list) = list else { return Vec::new() };
    let period = list.period_column().and_then(|it| it.name());
    list.column_name_refs().chain(period).map(|it| ident(&it)).collect()
}

fn matching(clause: Option<ast::MatchType>) -> Option<String> {
    keywords(&clause?).split_whitespace().last().map(str::to_owned)
}

fn with_actions(
    mut key: ForeignKey,
    actions: impl Iterator<Item = ast::ReferentialAction>,
) -> ForeignKey {
    for action in actions {
        match action {
            ast::ReferentialAction::OnDeleteAction(it) => {
                key.on_delete = action_text(it.ref_action());
            }
            ast::ReferentialAction::OnUpdateAction(it) => {
                key.on_update = action_text(it.ref_action());
            }
        }
    }
    key
}

/// Nothing for `NO ACTION`, which is the same as to say nothing.
fn action_text(action: Option<ast::RefAction>) -> Option<String> {
    Some(match action? {
        ast::RefAction::NoAction(_) => return None,
        ast::RefAction::Cascade(_) => "CASCADE".to_owned(),
        ast::RefAction::Restrict(_) => "RESTRICT".to_owned(),
        ast::RefAction::SetNullColumns(it) => with_list("SET NULL", it.column_ref_list()),
        ast::RefAction::SetDefaultColumns(it) => with_list("SET DEFAULT", it.column_ref_list()),
    })
}

fn with_list(words: &str, list: Option<ast::ColumnRefList>) -> String {
    list.map_or_else(|| words.to_owned(), |it| format!("{words} {}", line(&it)))
}

fn exclusion(node: &ast::ExcludeConstraint) -> Exclusion {
    let method = node.constraint_index_method().and_then(|it| it.access_method_ref());
    let elements = node.constraint_exclusion_list().into_iter();
    let elements = elements.flat_map(|it| it.constraint_exclusions());
    Exclusion {
        method: method.map_or_else(|| "btree".to_owned(), |it| ident(&it)),
        elements: elements.map(|it| element(&it)).collect(),
        predicate: node.where_condition_clause().and_then(|it| it.expr()).map(|it| condition(&it)),
    }
}

/// `room gist_x_ops WITH =`: what stands on either side of `WITH`.
fn element(node: &ast::ConstraintExclusion) -> (String, String) {
    let whole = node.syntax().text().to_string();
    let start = usize::from(node.syntax().text_range().start());
    let with = node.with_token().map(|it| it.text_range());
    let before = with.map_or(whole.len(), |it| usize::from(it.start()).saturating_sub(start));
    let after = with.map_or(whole.len(), |it| usize::from(it.end()).saturating_sub(start));
    let part = |range: Option<&str>| range.unwrap_or_default().trim().to_owned();
    (part(whole.get(..before)), part(whole.get(after..)))
}

fn apply_option(option: &ast::ConstraintOption, constraint: &mut Constraint) {
    use ast::ConstraintOption as Option;
    match option {
        Option::DeferrableConstraintOption(_) => constraint.deferrable = Some(true),
        Option::NotDeferrableConstraintOption(_) => constraint.deferrable = Some(false),
        Option::InitiallyDeferredConstraintOption(_) => {
            constraint.initially = Some("DEFERRED".to_owned());
        }
        Option::InitiallyImmediateConstraintOption(_) => {
            constraint.initially = Some("IMMEDIATE".to_owned());
        }
        Option::NotValid(_) => constraint.validated = false,
        // What is never checked is not valid either.
        Option::NotEnforced(_) => {
            constraint.validated = false;
            constraint.enforced = false;
        }
        Option::NoInherit(_) => {
            if let ConstraintKind::Check(check) = &mut constraint.kind {
                check.no_inherit = true;
            }
        }
        Option::Enforced(_) | Option::Inherit(_) => {}
    }
}

/// What `ALTER CONSTRAINT` says: `DEFERRABLE INITIALLY DEFERRED`, `NOT ENFORCED`, `INHERIT`.
pub(super) fn change(options: impl Iterator<Item = ast::ConstraintOption>) -> ConstraintChange {
    use ast::ConstraintOption as Option;
    let check = ConstraintKind::Check(Check::default());
    let mut constraint = Constraint::new(None, check);
    for option in options {
        match option {
            Option::Enforced(_) => return ConstraintChange::Enforced(true),
            Option::NotEnforced(_) => return ConstraintChange::Enforced(false),
            Option::Inherit(_) => return ConstraintChange::Inherited(true),
            Option::NoInherit(_) => return ConstraintChange::Inherited(false),
            other => apply_option(&other, &mut constraint),
        }
    }
    let (deferrable, initially) = (constraint.deferrable, constraint.initially);
    ConstraintChange::Deferrable { deferrable, initially }
}

/// What is said of the constraint that forbids null.
pub(super) fn not_null(node: &ast::NotNullConstraint) -> NotNull {
    let name = node.constraint_name_clause().and_then(|it| it.constraint_name());
    let mut res = NotNull { name: name.map(|it| ident(&it)), ..NotNull::default() };
    for option in node.constraint_options() {
        match option {
            ast::ConstraintOption::NotValid(_) => res.validated = false,
            ast::ConstraintOption::NoInherit(_) => res.no_inherit = true,
            _ => {}
        }
    }
    res
}

fn has_period(node: &ast::Constraint) -> bool {
    let overlaps = |it: Option<ast::IndexParameters>| {
        it.and_then(|it| it.column_list()?.without_overlaps()).is_some()
    };
    match node {
        ast::Constraint::PrimaryKeyConstraint(it) => overlaps(it.index_parameters()),
        ast::Constraint::UniqueConstraint(it) => overlaps(it.index_parameters()),
        ast::Constraint::ForeignKeyConstraint(it) => {
            it.from_columns().is_some_and(|it| it.period_column().is_some())
        }
        _ => false,
    }
}

/// The storage of the index behind a constraint, which the catalog keeps only in the statement.
pub(super) fn index_options(node: &ast::Constraint) -> Vec<String> {
    let parameters = match node {
        ast::Constraint::PrimaryKeyConstraint(it) => it.index_parameters(),
        ast::Constraint::UniqueConstraint(it) => it.index_parameters(),
        _ => None,
    };
    let Some(parameters) = parameters else { return Vec::new() };
    let with = parameters.with_params().map(|it| text(&it));
    let tablespace = parameters.constraint_index_tablespace().map(|it| text(&it));
    with.into_iter().chain(tablespace).collect()
}
