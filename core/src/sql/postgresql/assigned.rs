//! The variables of a block that a statement sets to what only the database can tell: `RETURNING …
//! INTO`, `GET DIAGNOSTICS`, `FETCH`, what a procedure gives back.

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::known::Known;
use super::question::{Token, tokens};
use super::syntax::{line_of, range};
use super::variable;

/// Forgets the variables that a statement sets so.
pub(super) fn forget(stmt: &ast::PlpgsqlStmt, known: &mut Known) {
    use ast::PlpgsqlStmt as Stmt;
    // What a query sets is asked of the catalog.
    if let Stmt::PlpgsqlExecSqlStmt(it) = stmt
        && !matches!(it.stmt(), Some(ast::Stmt::Select(_)))
    {
        known.forget_targets(&range(it.syntax()));
    }
    names(stmt).iter().for_each(|it| known.forget(it));
}

/// Forgets the variables that a part sets which may not have run.
pub(super) fn forget_in(node: &SyntaxNode, known: &mut Known) {
    if node.descendants().any(|it| SETS_VARIABLES.contains(&it.kind())) {
        return known.forget_variables();
    }
    for (name, _) in node.descendants().filter_map(|it| variable::assignment(&it)) {
        known.hold(&name, None);
    }
    known.forget_targets(&range(node));
    for stmt in node.descendants().filter_map(ast::PlpgsqlStmt::cast) {
        forget(&stmt, known);
    }
}

/// Statements that set variables in ways of their own.
const SETS_VARIABLES: &[SyntaxKind] = &[
    SyntaxKind::PLPGSQL_CALL_STMT,
    SyntaxKind::PLPGSQL_FETCH_STMT,
    SyntaxKind::PLPGSQL_FOR_CURSOR_STMT,
    SyntaxKind::PLPGSQL_FOR_DYN_STMT,
    SyntaxKind::PLPGSQL_FOR_EACH_STMT,
    SyntaxKind::PLPGSQL_FOR_I_STMT,
    SyntaxKind::PLPGSQL_FOR_QUERY_STMT,
    SyntaxKind::PLPGSQL_GET_DIAG_STMT,
];

/// Whether a statement may set a variable so; not by the targets of a query.
pub(super) fn sets(stmt: &ast::PlpgsqlStmt, name: &str) -> bool {
    names(stmt).iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// The names of what a statement may set, and of more that it says.
fn names(stmt: &ast::PlpgsqlStmt) -> Vec<String> {
    use ast::PlpgsqlStmt as Stmt;
    let mut names = match stmt {
        Stmt::PlpgsqlDynExecuteStmt(it) => {
            let tokens = tokens(&line_of(it.syntax()));
            let is_into = |it: &&Token| it.word() == Some("into");
            let behind = tokens.iter().skip_while(|it| !is_into(it));
            return behind.filter_map(Token::word).map(str::to_owned).collect();
        }
        Stmt::PlpgsqlCallStmt(_)
        | Stmt::PlpgsqlFetchStmt(_)
        | Stmt::PlpgsqlGetDiagStmt(_)
        | Stmt::PlpgsqlMoveStmt(_) => {
            let tokens = tokens(&line_of(stmt.syntax()));
            tokens.iter().filter_map(Token::word).map(str::to_owned).collect()
        }
        Stmt::PlpgsqlExecSqlStmt(it) if !matches!(it.stmt(), Some(ast::Stmt::Select(_))) => {
            Vec::new()
        }
        Stmt::PlpgsqlForQueryStmt(_) | Stmt::PlpgsqlForEachStmt(_) | Stmt::PlpgsqlForIStmt(_) => {
            Vec::new()
        }
        _ => return Vec::new(),
    };
    names.push(FOUND.to_owned());
    names
}

/// The variable that says whether the last statement had a row.
const FOUND: &str = "found";
