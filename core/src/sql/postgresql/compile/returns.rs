//! What `RETURN`, `RETURN NEXT` and `RETURN QUERY` give, and what is due.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::super::syntax::line_of;
use super::Compiled;

/// What a `RETURN` may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gives {
    Nothing,
    Value,
    /// The outputs hold it.
    Outputs,
    /// Row by row, by `RETURN NEXT` and `RETURN QUERY`.
    Set,
    /// Row by row, each of which the outputs hold.
    SetOfOutputs,
}

/// Refuses what gives too much or too little.
pub(super) fn check(node: &SyntaxNode, gives: Gives, compiled: &mut Compiled<'_>) {
    let value =
        |it: Option<ast::PlpgsqlExpr>| it.is_some_and(|it| !line_of(it.syntax()).is_empty());
    let why = if let Some(it) = ast::PlpgsqlReturnStmt::cast(node.clone()) {
        of_return(gives, value(it.expr()))
    } else if let Some(it) = ast::PlpgsqlReturnNextStmt::cast(node.clone()) {
        of_return_next(gives, value(it.expr()))
    } else if ast::PlpgsqlReturnQueryStmt::can_cast(node.kind())
        || ast::PlpgsqlReturnQueryExecuteStmt::can_cast(node.kind())
    {
        (!gives.is_set()).then_some(NO_SET)
    } else {
        None
    };
    if let Some(why) = why {
        compiled.refuse(node, problem::wrong_return(why));
    }
}

const NO_SET: &str = "only a function that returns a set gives rows";

impl Gives {
    fn is_set(self) -> bool {
        matches!(self, Self::Set | Self::SetOfOutputs)
    }
}

fn of_return(gives: Gives, has_value: bool) -> Option<&'static str> {
    match (gives, has_value) {
        (Gives::Nothing, true) => Some("nothing is returned here, and this `RETURN` gives a value"),
        (Gives::Outputs, true) => {
            Some("the outputs are what is returned, and this `RETURN` gives a value")
        }
        (Gives::Set | Gives::SetOfOutputs, true) => {
            Some("rows are returned by `RETURN NEXT` and `RETURN QUERY`")
        }
        (Gives::Value, false) => Some("a value is due, and this `RETURN` gives none"),
        _ => None,
    }
}

fn of_return_next(gives: Gives, has_value: bool) -> Option<&'static str> {
    match (gives, has_value) {
        (Gives::Set, false) => Some("a row is due, and this `RETURN NEXT` gives none"),
        (Gives::SetOfOutputs, true) => {
            Some("the outputs are the row, and this `RETURN NEXT` gives another")
        }
        _ => (!gives.is_set()).then_some(NO_SET),
    }
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn wrong_return(why: &str) -> Problem {
        Problem::error("wrong-return", why)
    }
}
