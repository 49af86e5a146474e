//! `RAISE`: as many values as its message has places for.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::Compiled;

/// Refuses a message with more places than values, or fewer.
pub(super) fn check(node: &SyntaxNode, compiled: &mut Compiled<'_>) {
    let Some(stmt) = ast::PlpgsqlRaiseStmt::cast(node.clone()) else { return };
    let message = stmt.message().and_then(|it| it.literal()?.string_value());
    let Some(message) = message else { return };
    let (places, values) = (places(&message), stmt.params().count());
    if places != values {
        compiled.refuse(node, problem::uneven(places, values));
    }
}

/// How many values a message takes: `%%` is a percent sign.
fn places(message: &str) -> usize {
    message.replace("%%", "").matches('%').count()
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn uneven(places: usize, values: usize) -> Problem {
        let message = format!("the message takes {places} values, and {values} are given");
        Problem::error("uneven-message", message).help("write `%%` for a percent sign")
    }
}
