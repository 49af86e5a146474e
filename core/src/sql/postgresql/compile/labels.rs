//! Labels of blocks and loops: what is left by them, and what ends by them.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::super::syntax::{ident, range};
use super::Compiled;
use super::names::label_of;

/// Refuses a way out that leads nowhere, and an end of something else.
pub(super) fn check(node: &SyntaxNode, compiled: &mut Compiled<'_>) {
    if let Some(stmt) = ast::PlpgsqlExitStmt::cast(node.clone()) {
        let label = stmt.label().map(|it| ident(&it));
        leaves(node, "EXIT", label, compiled);
    } else if let Some(stmt) = ast::PlpgsqlContinueStmt::cast(node.clone()) {
        let label = stmt.label().map(|it| ident(&it));
        leaves(node, "CONTINUE", label, compiled);
    } else if ast::PlpgsqlBlock::can_cast(node.kind()) || is_loop(node) {
        ends(node, compiled);
    }
}

fn leaves(node: &SyntaxNode, word: &str, label: Option<String>, compiled: &mut Compiled<'_>) {
    let problem = match label {
        Some(label) => match compiled.names.label(range(node).start, &label) {
            None => problem::unknown(&label),
            Some(it) if word == "CONTINUE" && !it.is_of_loop => problem::no_loop(&it.name),
            Some(_) => return,
        },
        None if node.ancestors().any(|it| is_loop(&it)) => return,
        None => problem::outside(word),
    };
    compiled.refuse(node, problem);
}

fn ends(node: &SyntaxNode, compiled: &mut Compiled<'_>) {
    let Some(end) = node.children().find_map(ast::PlpgsqlLabelNameRef::cast) else { return };
    let end_name = ident(&end);
    if label_of(node).as_ref() != Some(&end_name) {
        compiled.refuse(end.syntax(), problem::other_end(&end_name));
    }
}

fn is_loop(node: &SyntaxNode) -> bool {
    let kind = node.kind();
    ast::PlpgsqlLoopStmt::can_cast(kind)
        || ast::PlpgsqlWhileStmt::can_cast(kind)
        || ast::PlpgsqlForIStmt::can_cast(kind)
        || ast::PlpgsqlForQueryStmt::can_cast(kind)
        || ast::PlpgsqlForDynStmt::can_cast(kind)
        || ast::PlpgsqlForCursorStmt::can_cast(kind)
        || ast::PlpgsqlForEachStmt::can_cast(kind)
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn unknown(label: &str) -> Problem {
        refused(format!("no block or loop around this is labeled `{label}`"))
    }

    pub(super) fn no_loop(label: &str) -> Problem {
        refused(format!("`{label}` labels a block, and only a loop can go on"))
    }

    pub(super) fn outside(word: &str) -> Problem {
        refused(format!("`{word}` without a label is only for loops"))
    }

    pub(super) fn other_end(label: &str) -> Problem {
        refused(format!("what ends here is not labeled `{label}`"))
    }

    fn refused(why: impl Into<String>) -> Problem {
        Problem::error("unknown-block", why)
    }
}
