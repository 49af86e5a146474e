//! Constraints, whether a column, a table or `ALTER TABLE` has them.

use squawk_syntax::ast::{self, AstNode};

use super::index::not_distinct;
use super::syntax::{columns, condition, ident, keywords, line, name, parts, text};
use crate::catalog::{Check, Constraint, ConstraintKind, Exclusion, ForeignKey};

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
    list.into_iter().flat_map(|it| it.column_name_refs()).map(|it| ident(&it)).collect()
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
        // What is not enforced is never checked, so nobody may rely on it.
        Option::NotValid(_) | Option::NotEnforced(_) => constraint.validated = false,
        Option::NoInherit(_) => {
            if let ConstraintKind::Check(check) = &mut constraint.kind {
                check.no_inherit = true;
            }
        }
        Option::Enforced(_) | Option::Inherit(_) => {}
    }
}

/// `DEFERRABLE INITIALLY DEFERRED` as `ALTER CONSTRAINT` says it.
pub(super) fn deferral(
    options: impl Iterator<Item = ast::ConstraintOption>,
) -> (Option<bool>, Option<String>) {
    let check = ConstraintKind::Check(Check::default());
    let mut constraint = Constraint::new(None, check);
    for option in options {
        apply_option(&option, &mut constraint);
    }
    (constraint.deferrable, constraint.initially)
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
    let overlaps = parameters.column_list().and_then(|it| it.without_overlaps());
    with.into_iter().chain(tablespace).chain(overlaps.map(|it| text(&it))).collect()
}
