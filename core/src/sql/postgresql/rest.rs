//! Statements that change no object the catalog models: data, the session, and what is kept to
//! the letter.

use squawk_syntax::ast::{self, AstNode, Stmt};
use squawk_syntax::{SyntaxElement, SyntaxKind, SyntaxNode};

use super::super::lowered::Lowered;
use super::data;
use super::syntax::{name_of, parts, range};
use crate::name::Name;

/// Keeps what changes the database to the letter, and passes over what does not.
pub(super) fn keep(stmt: &Stmt, kind: &str, out: &mut Lowered) -> Option<()> {
    let place = range(stmt.syntax());
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

fn keep_opaque(stmt: &Stmt, kind: &str, out: &mut Lowered) {
    let drops = if kind.starts_with("DROP ") { one_by_one(stmt.syntax()) } else { Vec::new() };
    match drops.as_slice() {
        [] | [_] => keep_as(stmt.syntax(), kind, out),
        several => several.iter().for_each(|(sql, touches)| out.opaque(kind, sql, touches.clone())),
    }
}

/// `DROP PUBLICATION a, b CASCADE` as one statement for each object, with what it names.
fn one_by_one(stmt: &SyntaxNode) -> Vec<(String, Vec<Name>)> {
    let parts = stmt.children_with_tokens().filter(|it| !it.kind().is_trivia());
    let parts: Vec<_> = parts.filter(|it| it.kind() != SyntaxKind::SEMICOLON).collect();
    let groups: Vec<_> = parts.split(|it| it.kind() == SyntaxKind::COMMA).collect();
    let (Some((name, head)), Some((_, tail))) = (
        groups.first().and_then(|it| it.split_last()),
        groups.last().and_then(|it| it.split_first()),
    ) else {
        return Vec::new();
    };
    let others = groups.iter().skip(1).filter_map(|it| it.first());
    let drop = |name: &SyntaxElement| {
        let words = head.iter().chain([name]).chain(if groups.len() > 1 { tail } else { &[] });
        let words: Vec<String> = words.map(|it| it.to_string().trim().to_owned()).collect();
        (words.join(" "), name.as_node().map(names_in).unwrap_or_default())
    };
    [name].into_iter().chain(others).map(drop).collect()
}

/// Keeps a statement to the letter.
pub(super) fn keep_as(stmt: &SyntaxNode, kind: &str, out: &mut Lowered) {
    let sql = stmt.text().to_string();
    let sql = sql.trim().trim_end_matches(';').trim_end();
    out.opaque(kind, sql, names_in(stmt));
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
    // `TABLES IN SCHEMA a, b`: what follows is a schema, too.
    let mut of_schemas = false;
    for object in node.descendants() {
        of_schemas = match object.kind() {
            SyntaxKind::PUBLICATION_OBJECT_TABLES_IN_SCHEMA
            | SyntaxKind::PUBLICATION_OBJECT_CURRENT_SCHEMA => true,
            SyntaxKind::PUBLICATION_OBJECT_TABLE => of_schemas && !says_table(&object),
            _ => of_schemas,
        };
        if NAMES_AN_OBJECT.contains(&object.kind())
            && !of_schemas
            && let Some(name) = name_of(parts(&object))
            && !res.contains(&name)
            && !data::is_of_with(&object, &name)
        {
            res.push(name);
        }
    }
    res
}

fn says_table(object: &SyntaxNode) -> bool {
    ast::PublicationObjectTable::cast(object.clone()).is_some_and(|it| it.table_token().is_some())
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

pub(super) mod problem {
    use crate::diagnostic::{Problem, code};

    pub(in super::super) fn call() -> Problem {
        Problem::warning(code::UNFOLLOWED_CALL, "what the procedure does is not followed")
            .help("check whether the procedure changes the schema")
    }

    pub(super) fn foreign_schema() -> Problem {
        Problem::error(code::UNFOLLOWED_STATEMENT, "the tables that this imports are not known")
            .help("look them up on the foreign server")
    }
}
