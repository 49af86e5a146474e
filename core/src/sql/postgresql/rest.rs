//! Statements that change no object the catalog models: data, the session, and what is kept to
//! the letter.

use squawk_syntax::ast::{AstNode, Stmt};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::lowered::Lowered;
use super::syntax::{line, name_of, parts, range};
use crate::name::Name;

/// Keeps what changes the database to the letter, and passes over what does not.
pub(super) fn keep(stmt: &Stmt, kind: &str, out: &mut Lowered) -> Option<()> {
    let place = range(stmt.syntax());
    if let Stmt::Set(it) = stmt
        && let Some(schema) = search_path(&line(it))
    {
        out.problem(place, problem::search_path(&schema));
        return Some(());
    }
    if changes_only_rows(stmt) || changes_only_the_session(stmt) {
        return Some(());
    }
    match stmt {
        Stmt::Call(_) => out.problem(place, problem::call()),
        Stmt::ImportForeignSchema(_) => {
            out.problem(place, problem::foreign_schema());
            keep_opaque(stmt, kind, out);
        }
        _ => keep_opaque(stmt, kind, out),
    }
    Some(())
}

/// The schema in which `SET search_path` puts unqualified names, unless it is the default one.
fn search_path(set: &str) -> Option<String> {
    let (before, schemas) = set.split_once(['=']).or_else(|| {
        let at = set.to_ascii_lowercase().find(" to ")?;
        Some((set.get(..at)?, set.get(at + " to ".len()..)?))
    })?;
    let setting = before.split_whitespace().last()?;
    let first = schemas.split(',').next()?.trim().trim_matches(['\'', '"']);
    let is_default = ["", "public", "$user", "default", "pg_catalog"].contains(&first);
    (setting.eq_ignore_ascii_case("search_path") && !is_default).then(|| first.to_owned())
}

fn keep_opaque(stmt: &Stmt, kind: &str, out: &mut Lowered) {
    let sql = stmt.syntax().text().to_string();
    let sql = sql.trim().trim_end_matches(';').trim_end();
    out.opaque(kind, sql, names_in(stmt.syntax()));
}

fn changes_only_rows(stmt: &Stmt) -> bool {
    matches!(
        stmt,
        Stmt::CompoundSelect(_)
            | Stmt::Copy(_)
            | Stmt::Delete(_)
            | Stmt::Insert(_)
            | Stmt::Merge(_)
            | Stmt::ParenSelect(_)
            | Stmt::Refresh(_)
            | Stmt::Select(_)
            | Stmt::Table(_)
            | Stmt::Truncate(_)
            | Stmt::Update(_)
            | Stmt::Values(_)
    )
}

fn changes_only_the_session(stmt: &Stmt) -> bool {
    matches!(
        stmt,
        Stmt::Analyze(_)
            | Stmt::Checkpoint(_)
            | Stmt::Close(_)
            | Stmt::Cluster(_)
            | Stmt::Commit(_)
            | Stmt::Deallocate(_)
            | Stmt::Declare(_)
            | Stmt::Discard(_)
            | Stmt::EmptyStmt(_)
            | Stmt::Execute(_)
            | Stmt::Explain(_)
            | Stmt::Fetch(_)
            | Stmt::Listen(_)
            | Stmt::Load(_)
            | Stmt::Lock(_)
            | Stmt::Move(_)
            | Stmt::Notify(_)
            | Stmt::Prepare(_)
            | Stmt::PrepareTransaction(_)
            | Stmt::Reindex(_)
            | Stmt::Repack(_)
            | Stmt::Reset(_)
            | Stmt::ResetRole(_)
            | Stmt::ResetSessionAuth(_)
            | Stmt::Set(_)
            | Stmt::SetConstraints(_)
            | Stmt::SetRole(_)
            | Stmt::SetSessionAuth(_)
            | Stmt::SetTransaction(_)
            | Stmt::Show(_)
            | Stmt::Unlisten(_)
            | Stmt::Vacuum(_)
    )
}

/// The objects that a statement names, each once.
pub(super) fn names_in(node: &SyntaxNode) -> Vec<Name> {
    let mut res: Vec<Name> = Vec::new();
    for object in node.descendants().filter(|it| NAMES_AN_OBJECT.contains(&it.kind())) {
        if let Some(name) = name_of(parts(&object))
            && !res.contains(&name)
        {
            res.push(name);
        }
    }
    res
}

const NAMES_AN_OBJECT: &[SyntaxKind] = &[
    SyntaxKind::DOMAIN_REF,
    SyntaxKind::FUNCTION_NAME_REF,
    SyntaxKind::INDEX_REF,
    SyntaxKind::PROCEDURE_NAME_REF,
    SyntaxKind::RELATION_NAME_REF,
    SyntaxKind::ROUTINE_NAME_REF,
    SyntaxKind::SEQUENCE_REF,
    SyntaxKind::TABLE_NAME_REF,
    SyntaxKind::TYPE_NAME_REF,
    SyntaxKind::VIEW_REF,
];

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn call() -> Problem {
        Problem::warning("unfollowed-call", "what the procedure does is not followed")
            .help("check whether the procedure changes the schema")
    }

    pub(super) fn search_path(schema: &str) -> Problem {
        let message = format!(
            "names without a schema mean `{schema}` from here on, and are read as the default one"
        );
        Problem::error("search-path", message).help("write the schema before each name")
    }

    pub(super) fn foreign_schema() -> Problem {
        Problem::error("unfollowed-statement", "the tables that this imports are not known")
            .help("look them up on the foreign server")
    }
}

#[cfg(test)]
mod tests {
    use super::search_path;

    #[test]
    fn only_another_first_schema_changes_what_names_mean() {
        assert_eq!(search_path("SET search_path TO app, public").as_deref(), Some("app"));
        assert_eq!(search_path("SET LOCAL search_path = 'app'").as_deref(), Some("app"));
        assert_eq!(search_path("SET search_path = public, app"), None);
        assert_eq!(search_path("SET lock_timeout TO '5s'"), None);
    }
}
