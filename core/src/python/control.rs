//! Loops, `with` and `try`: statements that decide what runs, and how often.

use std::rc::Rc;

use ruff_python_ast as ast;

use super::fork::Until;
use super::generator;
use super::iterate::Iteration;
use super::scope::Frame;
use super::stmt::{Flow, is_told_of, span_of};
use super::value::Value;
use super::vm::{Eval, Stop, Vm};

impl Vm<'_> {
    pub(super) fn for_stmt(&mut self, frame: &mut Frame<'_>, stmt: &ast::StmtFor) -> Eval<Flow> {
        let iterated = self.expr(frame, &stmt.iter)?;
        let iterated = self.known_under("__iter__", iterated)?;
        let span = span_of(frame, stmt);
        if let Value::Unknown(unknown) = &iterated {
            let rows = iterated.clone();
            return self.perhaps(frame, unknown, span, |vm, frame| {
                vm.assign(frame, &stmt.target, rows.clone())?;
                vm.block(frame, &stmt.body)
            });
        }
        self.places.push(span);
        let res = match generator::held_only_by(&iterated) {
            Some(generator) => self.for_each_yielded(frame, stmt, generator),
            None => {
                self.iteration(&iterated).and_then(|mut it| self.for_each(frame, stmt, &mut it))
            }
        };
        self.places.pop();
        match res? {
            Some(flow) => Ok(flow),
            None => self.block(frame, &stmt.orelse),
        }
    }

    /// Runs the body for each item. Nothing means that the loop ran to its end.
    fn for_each(
        &mut self,
        frame: &mut Frame<'_>,
        stmt: &ast::StmtFor,
        iteration: &mut Iteration,
    ) -> Eval<Option<Flow>> {
        let doubts = self.doubts.len();
        while let Some(item) = self.next_item(iteration)? {
            if let Some(flow) = self.round(frame, stmt, item, doubts)? {
                return Ok(Some(flow));
            }
        }
        self.end_doubts(doubts, &[Until::Round, Until::Loop]);
        Ok(None)
    }

    /// Runs the body for one item; `doubts` were there before the first. Nothing means that the
    /// loop goes on.
    pub(super) fn round(
        &mut self,
        frame: &mut Frame<'_>,
        stmt: &ast::StmtFor,
        item: Value,
        doubts: usize,
    ) -> Eval<Option<Flow>> {
        self.step()?;
        self.assign(frame, &stmt.target, item)?;
        match self.block(frame, &stmt.body)? {
            Flow::Next | Flow::Continue => {
                self.end_doubts(doubts, &[Until::Round]);
                Ok(None)
            }
            Flow::Break => {
                self.end_doubts(doubts, &[Until::Round, Until::Loop]);
                Ok(Some(Flow::Next))
            }
            flow @ Flow::Return(_) => Ok(Some(flow)),
        }
    }

    pub(super) fn while_stmt(
        &mut self,
        frame: &mut Frame<'_>,
        stmt: &ast::StmtWhile,
    ) -> Eval<Flow> {
        self.places.push(span_of(frame, stmt));
        let res = self.while_true(frame, stmt);
        self.places.pop();
        match res? {
            Some(flow) => Ok(flow),
            None => self.block(frame, &stmt.orelse),
        }
    }

    fn while_true(&mut self, frame: &mut Frame<'_>, stmt: &ast::StmtWhile) -> Eval<Option<Flow>> {
        loop {
            self.step()?;
            let condition = self.expr(frame, &stmt.test)?;
            match self.truth_or_why(&condition)? {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                Err(unknown) => {
                    let span = span_of(frame, &*stmt.test);
                    return self
                        .perhaps(frame, &unknown, span, |vm, frame| vm.block(frame, &stmt.body))
                        .map(Some);
                }
            }
            let doubts = self.doubts.len();
            match self.block(frame, &stmt.body)? {
                Flow::Next | Flow::Continue => self.end_doubts(doubts, &[Until::Round]),
                Flow::Break => {
                    self.end_doubts(doubts, &[Until::Round, Until::Loop]);
                    return Ok(Some(Flow::Next));
                }
                flow @ Flow::Return(_) => return Ok(Some(flow)),
            }
            // The first round may have been the last: the others are only looked at.
            if let Some(doubt) = self.doubts.get(doubts) {
                let (unknown, span) = (doubt.unknown.clone(), doubt.span);
                self.end_doubts(doubts, &[Until::Loop]);
                return self
                    .perhaps(frame, &unknown, span, |vm, frame| vm.block(frame, &stmt.body))
                    .map(Some);
            }
        }
    }

    pub(super) fn with_stmt(&mut self, frame: &mut Frame<'_>, stmt: &ast::StmtWith) -> Eval<Flow> {
        self.with_items(frame, &stmt.items, &stmt.body)
    }

    fn with_items(
        &mut self,
        frame: &mut Frame<'_>,
        items: &[ast::WithItem],
        body: &[ast::Stmt],
    ) -> Eval<Flow> {
        let Some((item, rest)) = items.split_first() else { return self.block(frame, body) };
        let manager = self.expr(frame, &item.context_expr)?;
        let manager = self.known_under("__enter__", manager)?;
        if let Value::Unknown(unknown) = &manager {
            if is_told_of(unknown, &item.context_expr) {
                self.places.push(span_of(frame, &item.context_expr));
                self.incomplete(unknown);
                self.places.pop();
            }
            if let Some(target) = &item.optional_vars {
                self.assign(frame, target, manager)?;
            }
            return self.with_items(frame, rest, body);
        }
        if let Some(generator) = self.as_generator_manager(&manager) {
            return self.with_generator(frame, &generator, item, rest, body);
        }
        self.places.push(span_of(frame, &item.context_expr));
        let entered = self.call_method(&manager, "__enter__", Vec::new());
        self.places.pop();
        let entered = entered?;
        if let Some(target) = &item.optional_vars {
            self.assign(frame, target, entered)?;
        }
        let res = self.with_items(frame, rest, body);
        self.places.push(span_of(frame, &item.context_expr));
        let res = self.exit_manager(&manager, res);
        self.places.pop();
        res
    }

    fn exit_manager(&mut self, manager: &Value, res: Eval<Flow>) -> Eval<Flow> {
        match res {
            Ok(flow) => {
                let nothing = vec![Value::None, Value::None, Value::None];
                self.call_method(manager, "__exit__", nothing)?;
                Ok(flow)
            }
            Err(Stop::Raise(exception)) => {
                let trail = self.trail.clone();
                let class = Value::Class(self.type_of(&exception));
                let given = vec![class, exception.clone(), Value::None];
                let swallowed = self.call_method(manager, "__exit__", given)?;
                if self.truth(&swallowed)? == Some(true) {
                    self.trail.clear();
                    return Ok(Flow::Next);
                }
                self.trail = trail;
                Err(Stop::Raise(exception))
            }
            Err(Stop::Exhausted) => Err(Stop::Exhausted),
        }
    }

    /// Runs a `@contextmanager` function with the body of the `with` in place of its `yield`.
    fn with_generator(
        &mut self,
        frame: &mut Frame<'_>,
        generator: &Rc<super::class::Object>,
        item: &ast::WithItem,
        rest: &[ast::WithItem],
        body: &[ast::Stmt],
    ) -> Eval<Flow> {
        let mut outcome = None;
        // A way that may have left the body leaves the statement too, not only the function of the
        // manager, which runs on in either case.
        let mut left = Vec::new();
        let mut on_yield = |vm: &mut Vm<'_>, value: Value| {
            if let Some(target) = &item.optional_vars {
                vm.assign(frame, target, value)?;
            }
            let doubts = vm.doubts.len();
            let res = vm.with_items(frame, rest, body);
            left.extend(vm.doubts.drain(doubts.min(vm.doubts.len())..));
            match res {
                Ok(flow) => {
                    outcome = Some(flow);
                    Ok(Value::None)
                }
                Err(stop) => {
                    outcome = Some(Flow::Next);
                    Err(stop)
                }
            }
        };
        self.run_generator_manager(generator, &mut on_yield)?;
        self.doubts.extend(left);
        match outcome {
            Some(flow) => Ok(flow),
            None => Err(self.raise("RuntimeError", "generator didn't yield")),
        }
    }

    pub(super) fn try_stmt(&mut self, frame: &mut Frame<'_>, stmt: &ast::StmtTry) -> Eval<Flow> {
        let res = self.try_handled(frame, stmt);
        if stmt.finalbody.is_empty() || matches!(res, Err(Stop::Exhausted)) {
            return res;
        }
        let trail = std::mem::take(&mut self.trail);
        match self.block(frame, &stmt.finalbody)? {
            Flow::Next => {
                self.trail = trail;
                res
            }
            flow => Ok(flow),
        }
    }

    fn try_handled(&mut self, frame: &mut Frame<'_>, stmt: &ast::StmtTry) -> Eval<Flow> {
        let (places, doubts) = (self.places.len(), self.doubts.len());
        let tries = usize::from(!stmt.handlers.is_empty());
        self.tries += tries;
        let res = self.block(frame, &stmt.body);
        self.tries -= tries;
        match res {
            Ok(Flow::Next) => self.block(frame, &stmt.orelse),
            Ok(flow) => Ok(flow),
            Err(Stop::Exhausted) => Err(Stop::Exhausted),
            Err(Stop::Raise(exception)) => {
                self.places.truncate(places);
                self.doubts.truncate(doubts);
                self.handle(frame, stmt, exception)
            }
        }
    }

    fn handle(
        &mut self,
        frame: &mut Frame<'_>,
        stmt: &ast::StmtTry,
        exception: Value,
    ) -> Eval<Flow> {
        for handler in &stmt.handlers {
            let ast::ExceptHandler::ExceptHandler(handler) = handler;
            let catches = match &handler.type_ {
                None => true,
                Some(class) => {
                    let trail = std::mem::take(&mut self.trail);
                    let class = self.expr(frame, class)?;
                    self.trail = trail;
                    self.catches(&class, &exception)
                }
            };
            if !catches {
                continue;
            }
            self.trail.clear();
            if let Some(name) = &handler.name {
                frame.scope.set(name, exception.clone());
            }
            self.handling.push(exception);
            let res = self.block(frame, &handler.body);
            self.handling.pop();
            if let Some(name) = &handler.name {
                frame.scope.names.borrow_mut().remove(name);
            }
            return res;
        }
        Err(Stop::Raise(exception))
    }
}
