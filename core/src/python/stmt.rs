//! Statements.

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use super::call::callee_name;
use super::scope::{Frame, ScopeKind};
use super::value::{Unknown, Value};
use super::vm::{Eval, Stop, Vm};
use crate::diagnostic::code;
use crate::project::Span;

/// What the methods of loggers and progress bars are called.
const HARMLESS: &[&str] = &[
    "debug",
    "info",
    "warning",
    "warn",
    "error",
    "exception",
    "critical",
    "log",
    "msg",
    "echo",
    "secho",
    "tqdm",
    "update",
    "write",
    "print",
    "close",
    "getLogger",
    "get_logger",
];

/// How a statement ended.
#[derive(Debug)]
pub enum Flow {
    Next,
    Break,
    Continue,
    Return(Value),
}

impl Vm<'_> {
    pub(super) fn block(&mut self, frame: &mut Frame<'_>, body: &[Stmt]) -> Eval<Flow> {
        for stmt in body {
            match self.stmt(frame, stmt)? {
                Flow::Next => {}
                flow => return Ok(flow),
            }
        }
        Ok(Flow::Next)
    }

    pub(super) fn stmt(&mut self, frame: &mut Frame<'_>, stmt: &Stmt) -> Eval<Flow> {
        let around = self.statement.replace(span_of(frame, stmt));
        let res = self.deeper(|vm| vm.stmt_inner(frame, stmt));
        self.statement = around;
        if matches!(res, Err(Stop::Raise(_))) && self.trail.is_empty() {
            self.trail.push(span_of(frame, stmt));
        }
        res
    }

    fn stmt_inner(&mut self, frame: &mut Frame<'_>, stmt: &Stmt) -> Eval<Flow> {
        match stmt {
            Stmt::Expr(it) => self.expr_stmt(frame, it),
            Stmt::Assign(it) => self.assign_stmt(frame, it),
            Stmt::AugAssign(it) => self.aug_assign(frame, it),
            Stmt::AnnAssign(it) => self.ann_assign(frame, it),
            Stmt::Return(it) => self.return_stmt(frame, it),
            Stmt::If(it) => self.if_stmt(frame, it),
            Stmt::For(it) => self.for_stmt(frame, it),
            Stmt::While(it) => self.while_stmt(frame, it),
            Stmt::With(it) => self.with_stmt(frame, it),
            Stmt::Try(it) => self.try_stmt(frame, it),
            Stmt::Raise(it) => self.raise_stmt(frame, it),
            Stmt::Assert(it) => self.assert_stmt(frame, it),
            Stmt::FunctionDef(it) => self.def_stmt(frame, it),
            Stmt::ClassDef(it) => self.class_stmt(frame, it),
            Stmt::Import(it) => self.import_stmt(frame, it),
            Stmt::ImportFrom(it) => self.import_from(frame, it),
            Stmt::Delete(it) => self.delete_stmt(frame, it),
            Stmt::Global(it) => self.global_stmt(frame, it),
            Stmt::Nonlocal(it) => self.nonlocal_stmt(frame, it),
            Stmt::Match(it) => self.match_stmt(frame, it),
            Stmt::Break(_) => Ok(Flow::Break),
            Stmt::Continue(_) => Ok(Flow::Continue),
            // A name of its own for a type: no other value is the same.
            Stmt::TypeAlias(it) => {
                let alias = self.unknown(code::UNFOLLOWED_CALL, "what a `type` statement names");
                self.assign(frame, &it.name, alias)?;
                Ok(Flow::Next)
            }
            Stmt::Pass(_) | Stmt::IpyEscapeCommand(_) => Ok(Flow::Next),
        }
    }

    /// A call whose value nobody uses is there for what it does. If nobody can know what it calls,
    /// it may well do something to the database.
    fn expr_stmt(&mut self, frame: &mut Frame<'_>, stmt: &ast::StmtExpr) -> Eval<Flow> {
        let value = self.expr(frame, &stmt.value)?;
        if let Value::Unknown(unknown) = &value
            && is_told_of(unknown, &stmt.value)
        {
            self.places.push(span_of(frame, stmt));
            self.incomplete(unknown);
            self.places.pop();
        }
        Ok(Flow::Next)
    }

    fn assign_stmt(&mut self, frame: &mut Frame<'_>, stmt: &ast::StmtAssign) -> Eval<Flow> {
        let value = self.expr(frame, &stmt.value)?;
        for target in &stmt.targets {
            self.assign(frame, target, value.clone())?;
        }
        Ok(Flow::Next)
    }

    fn ann_assign(&mut self, frame: &mut Frame<'_>, stmt: &ast::StmtAnnAssign) -> Eval<Flow> {
        if let Some(value) = &stmt.value {
            let value = self.expr(frame, value)?;
            self.assign(frame, &stmt.target, value)?;
        }
        if frame.scope.kind == ScopeKind::Class
            && let Some(name) = stmt.target.as_name_expr()
        {
            self.annotate(frame, &name.id, &stmt.annotation)?;
        }
        Ok(Flow::Next)
    }

    fn return_stmt(&mut self, frame: &mut Frame<'_>, stmt: &ast::StmtReturn) -> Eval<Flow> {
        let value = match &stmt.value {
            Some(value) => self.expr(frame, value)?,
            None => Value::None,
        };
        Ok(Flow::Return(value))
    }

    fn if_stmt(&mut self, frame: &mut Frame<'_>, stmt: &ast::StmtIf) -> Eval<Flow> {
        self.if_arms(frame, &stmt.test, &stmt.body, &stmt.elif_else_clauses)
    }

    fn if_arms(
        &mut self,
        frame: &mut Frame<'_>,
        test: &Expr,
        body: &[Stmt],
        rest: &[ast::ElifElseClause],
    ) -> Eval<Flow> {
        let (mut test, mut body, mut rest) = (test, body, rest);
        loop {
            let condition = self.expr(frame, test)?;
            match self.truth_or_why(&condition)? {
                Ok(true) => return self.block(frame, body),
                Ok(false) => {}
                Err(unknown) => {
                    let span = span_of(frame, test);
                    return self.fork(
                        frame,
                        &unknown,
                        span,
                        |vm, frame| vm.block(frame, body),
                        |vm, frame| vm.deeper(|vm| vm.else_arms(frame, rest)),
                    );
                }
            }
            match rest.split_first() {
                None => return Ok(Flow::Next),
                Some((arm, arms)) => match &arm.test {
                    Some(next) => (test, body, rest) = (next, &arm.body, arms),
                    None => return self.block(frame, &arm.body),
                },
            }
        }
    }

    fn else_arms(&mut self, frame: &mut Frame<'_>, rest: &[ast::ElifElseClause]) -> Eval<Flow> {
        match rest.split_first() {
            None => Ok(Flow::Next),
            Some((arm, rest)) => match &arm.test {
                Some(test) => self.if_arms(frame, test, &arm.body, rest),
                None => self.block(frame, &arm.body),
            },
        }
    }

    fn raise_stmt(&mut self, frame: &mut Frame<'_>, stmt: &ast::StmtRaise) -> Eval<Flow> {
        self.trail.clear();
        let Some(exception) = &stmt.exc else {
            return match self.handling.last() {
                Some(exception) => Err(Stop::Raise(exception.clone())),
                None => Err(self.raise("RuntimeError", "No active exception to reraise")),
            };
        };
        let exception = self.expr(frame, exception)?;
        let exception = match exception {
            Value::Class(_) => self.call(&exception, Vec::new(), Vec::new())?,
            exception => exception,
        };
        if let Some(cause) = &stmt.cause {
            let cause = self.expr(frame, cause)?;
            if let Value::Object(object) = &exception {
                object.set_field("__cause__", cause);
            }
        }
        self.trail.clear();
        self.is_meant = true;
        Err(Stop::Raise(exception))
    }

    fn assert_stmt(&mut self, frame: &mut Frame<'_>, stmt: &ast::StmtAssert) -> Eval<Flow> {
        let condition = self.expr(frame, &stmt.test)?;
        if self.truth(&condition)? != Some(false) {
            return Ok(Flow::Next);
        }
        let message = match &stmt.msg {
            Some(message) => {
                let message = self.expr(frame, message)?;
                self.to_text(&message)?
            }
            None => String::new(),
        };
        let stop = self.raise("AssertionError", message);
        self.is_meant = true;
        Err(stop)
    }

    fn delete_stmt(&mut self, frame: &mut Frame<'_>, stmt: &ast::StmtDelete) -> Eval<Flow> {
        for target in &stmt.targets {
            self.delete(frame, target)?;
        }
        Ok(Flow::Next)
    }

    fn global_stmt(&mut self, frame: &mut Frame<'_>, stmt: &ast::StmtGlobal) -> Eval<Flow> {
        let globals = frame.scope.globals();
        for name in &stmt.names {
            let mut elsewhere = frame.scope.elsewhere.borrow_mut();
            elsewhere.insert(name.as_str().into(), globals.clone());
        }
        Ok(Flow::Next)
    }

    fn nonlocal_stmt(&mut self, frame: &mut Frame<'_>, stmt: &ast::StmtNonlocal) -> Eval<Flow> {
        for name in &stmt.names {
            let mut around = frame.scope.outer.clone();
            while let Some(scope) = around {
                if scope.names.borrow().get(name.as_str()).is_some() {
                    let mut elsewhere = frame.scope.elsewhere.borrow_mut();
                    elsewhere.insert(name.as_str().into(), scope.clone());
                    break;
                }
                around = scope.outer.clone();
            }
        }
        Ok(Flow::Next)
    }
}

/// Whether a call of what nobody can know may well do something to the database.
pub(super) fn is_told_of(unknown: &Unknown, call: &Expr) -> bool {
    matches!(unknown.code, code::MISSING_MODULE | code::UNFOLLOWED_CALL)
        && call.is_call_expr()
        && callee_name(call).is_none_or(|it| !HARMLESS.contains(&it))
}

/// Where a piece of syntax stands.
pub(super) fn span_of(frame: &Frame<'_>, node: &impl Ranged) -> Span {
    let range = node.range();
    Span { file: frame.file, start: range.start().to_u32(), end: range.end().to_u32() }
}
