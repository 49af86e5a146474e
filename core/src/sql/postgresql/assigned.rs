//! The variables of a block that a statement sets to what only the database can tell: `RETURNING …
//! INTO`, `GET DIAGNOSTICS`, `FETCH`, what a procedure gives back.

use squawk_syntax::ast::{self, AstNode};

use super::known::Known;
use super::question::{Token, tokens};
use super::syntax::{line_of, range};

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
