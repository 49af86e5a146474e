//! Names in annotations at the top of a script, which Python looks up where they stand until 3.14.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use super::source::Source;
use super::vm::Vm;
use crate::project::{FileId, Span};

impl Vm<'_> {
    /// Tells of the first name in an annotation that nothing binds: most Pythons stop there.
    pub(super) fn tell_annotations(&mut self, file: FileId, source: &Source) {
        let statements = source.statements();
        if source.binds("*") || statements.iter().any(puts_annotations_off) {
            return;
        }
        let mut names = Names::default();
        statements.iter().for_each(|it| names.look_at(it));
        let unbound = names.0.into_iter().find(|it| {
            !it.id.starts_with("__") && !source.binds(&it.id) && self.builtin(&it.id).is_none()
        });
        if let Some(name) = unbound {
            let span = Span { file, start: name.start().to_u32(), end: name.end().to_u32() };
            self.host.report(problem::unbound(&name.id).at(span));
        }
    }
}

/// `from __future__ import annotations`: none is looked up.
fn puts_annotations_off(stmt: &Stmt) -> bool {
    let Stmt::ImportFrom(it) = stmt else { return false };
    let is_future = it.module.as_ref().is_some_and(|it| it.as_str() == "__future__");
    is_future && it.names.iter().any(|it| it.name.as_str() == "annotations")
}

/// The names that annotations read.
#[derive(Default)]
struct Names<'a>(Vec<&'a ast::ExprName>);

impl<'a> Names<'a> {
    fn look_at(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::AnnAssign(it) if it.target.is_name_expr() => self.visit_expr(&it.annotation),
            // What it is generic over is known only inside.
            Stmt::FunctionDef(it) if it.type_params.is_none() => {
                let said = it.parameters.iter().filter_map(|it| it.annotation());
                said.chain(it.returns.as_deref()).for_each(|it| self.visit_expr(it));
            }
            _ => {}
        }
    }
}

impl<'a> Visitor<'a> for Names<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => self.0.push(name),
            // These bind names of their own.
            Expr::Lambda(_) | Expr::ListComp(_) | Expr::SetComp(_) => {}
            Expr::DictComp(_) | Expr::Generator(_) | Expr::Named(_) => {}
            _ => walk_expr(self, expr),
        }
    }
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn unbound(name: &str) -> Problem {
        let message = format!(
            "before Python 3.14 the file stops with `NameError: name '{name}' is not defined`"
        );
        Problem::warning("unbound-annotation", message).help("import what the annotation names")
    }
}
