//! Conditions nobody can know: both ways are followed, and what they leave is joined.

use std::rc::Rc;

use super::operator::same;
use super::scope::Frame;
use super::stmt::Flow;
use super::value::{Unknown, Value};
use super::vm::{Eval, Stop, Vm};
use crate::diagnostic::code;
use crate::project::Span;

/// A condition around the current statement that nobody can know.
pub struct Doubt {
    pub unknown: Rc<Unknown>,
    pub span: Span,
    /// Whether the host was told of it.
    pub told: bool,
    /// Whether what is emitted under it does not happen in an empty database.
    pub is_dry: bool,
    pub until: Until,
}

/// Where a doubt ends: one of two ways may have left for there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// The end of the `if`, which takes the doubt away itself.
    Block,
    /// The next round of the loop: a `continue`.
    Round,
    /// The end of the loop: a `break`.
    Loop,
    /// The end of the function: a `return`.
    Function,
}

impl Vm<'_> {
    /// Follows both ways of a condition and joins what they leave.
    pub(super) fn fork<'f>(
        &mut self,
        frame: &mut Frame<'f>,
        unknown: &Rc<Unknown>,
        span: Span,
        one: impl FnOnce(&mut Self, &mut Frame<'f>) -> Eval<Flow>,
        other: impl FnOnce(&mut Self, &mut Frame<'f>) -> Eval<Flow>,
    ) -> Eval<Flow> {
        let before = self.snapshot(frame);
        let first = self.doubtful(frame, unknown, span, one);
        if matches!(first, Err(Stop::Exhausted)) {
            return first;
        }
        let first_is_meant = self.is_meant;
        let after = self.snapshot(frame);
        self.restore(&before);
        let second = self.doubtful(frame, unknown, span, other);
        match (&first, &second) {
            (Err(Stop::Raise(exception)), Ok(_)) => {
                self.is_meant = first_is_meant;
                self.tell_lost(unknown, span, exception);
            }
            (Ok(_), Err(Stop::Raise(exception))) => self.tell_lost(unknown, span, exception),
            _ => {}
        }
        match (first, second) {
            (_, Err(Stop::Exhausted)) => Err(Stop::Exhausted),
            (Err(stop), Err(_)) => Err(stop),
            (Err(Stop::Exhausted), Ok(_)) => Err(Stop::Exhausted),
            // The way that raises would not have ended in a migrated database.
            (Err(Stop::Raise(_)), Ok(flow)) => {
                self.trail.clear();
                Ok(flow)
            }
            (Ok(flow), Err(Stop::Raise(_))) => {
                self.trail.clear();
                self.restore(&after);
                Ok(flow)
            }
            (Ok(first), Ok(second)) => {
                self.join_states(frame, &after, unknown);
                Ok(self.join_flows(frame, unknown, span, first, second))
            }
        }
    }

    /// Follows what runs any number of times, or not at all.
    pub(super) fn perhaps<'f>(
        &mut self,
        frame: &mut Frame<'f>,
        unknown: &Rc<Unknown>,
        span: Span,
        run: impl FnOnce(&mut Self, &mut Frame<'f>) -> Eval<Flow>,
    ) -> Eval<Flow> {
        self.dry(frame, unknown, span, |vm, frame| run(vm, frame).map(|_| ()))?;
        Ok(Flow::Next)
    }

    /// Runs something only to see what it would do: nothing is emitted, and names it changes are
    /// unknown after it.
    pub(super) fn dry<'f>(
        &mut self,
        frame: &mut Frame<'f>,
        unknown: &Rc<Unknown>,
        span: Span,
        run: impl FnOnce(&mut Self, &mut Frame<'f>) -> Eval<()>,
    ) -> Eval<()> {
        let before = self.snapshot(frame);
        let (doubts, places) = (self.doubts.len(), self.places.len());
        self.doubts.push(Doubt {
            unknown: unknown.clone(),
            span,
            told: false,
            is_dry: true,
            until: Until::Block,
        });
        let res = run(self, frame);
        let is_told = self.doubts.get(doubts).is_none_or(|it| it.told);
        self.doubts.truncate(doubts);
        self.places.truncate(places);
        let after = self.snapshot(frame);
        self.restore(&before);
        match res {
            Err(Stop::Exhausted) => Err(Stop::Exhausted),
            Err(Stop::Raise(exception)) => {
                // A script that refuses such rows runs nothing for them; where we cannot follow
                // it further, it may run anything.
                if !is_told {
                    self.tell_lost(unknown, span, &exception);
                }
                self.trail.clear();
                Ok(())
            }
            Ok(()) => {
                self.join_states(frame, &after, unknown);
                Ok(())
            }
        }
    }

    /// Tells the host that a way under a condition was not followed to its end, unless the script
    /// itself raises there.
    fn tell_lost(&mut self, unknown: &Unknown, span: Span, exception: &Value) {
        if self.is_meant {
            return;
        }
        let line = self.exception_line(exception);
        let reason = format!("{}, and the way it goes is lost at `{line}`", unknown.reason);
        let span_lost = self.trail.first().copied();
        let lost = Unknown { reason, span: span_lost, begins: None, ..Unknown::clone(unknown) };
        self.host.incomplete(span, &lost);
    }

    /// Evaluates what may not be evaluated at all. Nothing if it raises.
    pub(super) fn maybe_value<'f, T>(
        &mut self,
        frame: &mut Frame<'f>,
        unknown: &Rc<Unknown>,
        span: Span,
        run: impl FnOnce(&mut Self, &mut Frame<'f>) -> Eval<T>,
    ) -> Eval<Option<T>> {
        let mut value = None;
        self.fork(
            frame,
            unknown,
            span,
            |vm, frame| {
                value = Some(run(vm, frame)?);
                Ok(Flow::Next)
            },
            |_, _| Ok(Flow::Next),
        )?;
        Ok(value)
    }

    fn doubtful<'f>(
        &mut self,
        frame: &mut Frame<'f>,
        unknown: &Rc<Unknown>,
        span: Span,
        run: impl FnOnce(&mut Self, &mut Frame<'f>) -> Eval<Flow>,
    ) -> Eval<Flow> {
        let (doubts, places) = (self.doubts.len(), self.places.len());
        let until = Until::Block;
        let unknown = unknown.clone();
        self.doubts.push(Doubt { unknown, span, told: false, is_dry: false, until });
        let res = run(self, frame);
        self.leave_doubt(doubts);
        self.places.truncate(places);
        res
    }

    /// Takes away the doubt at a place, and keeps those that one of its ways left behind.
    fn leave_doubt(&mut self, at: usize) {
        if at < self.doubts.len() {
            self.doubts.remove(at);
        }
    }

    /// What two values come to if nobody can know which it is.
    pub(super) fn join(
        &mut self,
        unknown: &Rc<Unknown>,
        one: Option<Value>,
        other: Option<Value>,
    ) -> Value {
        match (one, other) {
            (Some(one), Some(other)) if same(&one, &other) => one,
            (Some(only), None) | (None, Some(only)) => only,
            _ => Value::Unknown(unknown.clone()),
        }
    }

    /// How the statement ends if its two ways end differently: it goes on, in doubt until the end
    /// of the loop or function that one way has left.
    fn join_flows(
        &mut self,
        frame: &mut Frame<'_>,
        unknown: &Rc<Unknown>,
        span: Span,
        first: Flow,
        second: Flow,
    ) -> Flow {
        let mut leave = |frame: &mut Frame<'_>, left: Flow| {
            let until = match left {
                Flow::Return(value) => {
                    frame.returned.push(value);
                    Until::Function
                }
                Flow::Break => Until::Loop,
                Flow::Next | Flow::Continue => Until::Round,
            };
            let unknown = unknown.clone();
            self.doubts.push(Doubt { unknown, span, told: false, is_dry: false, until });
        };
        match (first, second) {
            (Flow::Next, Flow::Next) => Flow::Next,
            (Flow::Return(one), Flow::Return(other)) => {
                Flow::Return(self.join(unknown, Some(one), Some(other)))
            }
            (Flow::Break, Flow::Break) => Flow::Break,
            (Flow::Continue, Flow::Continue) => Flow::Continue,
            (Flow::Next, left) | (left, Flow::Next) => {
                leave(frame, left);
                Flow::Next
            }
            (returned @ Flow::Return(_), flow) | (flow, returned @ Flow::Return(_)) => {
                leave(frame, returned);
                flow
            }
            (left, _) => {
                leave(frame, left);
                Flow::Continue
            }
        }
    }

    /// Takes away the doubts since a mark that end here.
    pub(super) fn end_doubts(&mut self, mark: usize, ending: &[Until]) {
        let mut idx = 0;
        self.doubts.retain(|it| {
            idx += 1;
            idx <= mark || !ending.contains(&it.until)
        });
    }

    /// What a function returns, given what it may have returned before.
    pub(super) fn join_returned(&mut self, frame: &mut Frame<'_>, value: Value) -> Value {
        let returned = std::mem::take(&mut frame.returned);
        match returned.iter().all(|it| same(it, &value)) {
            true => value,
            false => match self.doubts.last() {
                Some(doubt) => Value::Unknown(doubt.unknown.clone()),
                None => self.unknown(code::READS_DATA, "which way the function returns"),
            },
        }
    }
}
