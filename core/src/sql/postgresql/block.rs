//! `DO` blocks.

use squawk_syntax::ast;

use super::super::lowered::Lowered;

pub(super) fn run(_stmt: &ast::Do, _out: &mut Lowered) -> Option<()> {
    None
}
