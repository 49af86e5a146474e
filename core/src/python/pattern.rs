//! `match`: which case a value fits, and what it binds.

use ruff_python_ast::{self as ast, Pattern};

use super::scope::Frame;
use super::stmt::{Flow, span_of};
use super::value::{Dict, Value};
use super::vm::{Eval, Vm};

impl Vm<'_> {
    pub(super) fn match_stmt(
        &mut self,
        frame: &mut Frame<'_>,
        stmt: &ast::StmtMatch,
    ) -> Eval<Flow> {
        let subject = self.expr(frame, &stmt.subject)?;
        self.match_cases(frame, &subject, &stmt.cases)
    }

    fn match_cases(
        &mut self,
        frame: &mut Frame<'_>,
        subject: &Value,
        cases: &[ast::MatchCase],
    ) -> Eval<Flow> {
        let Some((case, rest)) = cases.split_first() else { return Ok(Flow::Next) };
        if let Value::Unknown(unknown) = subject
            && !case.pattern.is_irrefutable()
        {
            let span = span_of(frame, case);
            return self.fork(
                frame,
                unknown,
                span,
                |vm, frame| vm.block(frame, &case.body),
                |vm, frame| vm.match_cases(frame, subject, rest),
            );
        }
        let fits = self.fits(frame, subject, &case.pattern)? && self.guard(frame, case)?;
        match fits {
            true => self.block(frame, &case.body),
            false => self.match_cases(frame, subject, rest),
        }
    }

    fn guard(&mut self, frame: &mut Frame<'_>, case: &ast::MatchCase) -> Eval<bool> {
        let Some(guard) = &case.guard else { return Ok(true) };
        let guard = self.expr(frame, guard)?;
        Ok(self.truth(&guard)? == Some(true))
    }

    fn fits(&mut self, frame: &mut Frame<'_>, subject: &Value, pattern: &Pattern) -> Eval<bool> {
        match pattern {
            Pattern::MatchValue(it) => {
                let value = self.expr(frame, &it.value)?;
                self.equal(subject, &value)
            }
            Pattern::MatchSingleton(it) => Ok(match it.value {
                ast::Singleton::None => subject.is_none(),
                ast::Singleton::True => matches!(subject, Value::Bool(true)),
                ast::Singleton::False => matches!(subject, Value::Bool(false)),
            }),
            Pattern::MatchSequence(it) => self.fits_sequence(frame, subject, &it.patterns),
            Pattern::MatchMapping(it) => self.fits_mapping(frame, subject, it),
            Pattern::MatchClass(it) => self.fits_class(frame, subject, it),
            Pattern::MatchStar(_) => Ok(true),
            Pattern::MatchAs(it) => {
                if let Some(inner) = &it.pattern
                    && !self.deeper(|vm| vm.fits(frame, subject, inner))?
                {
                    return Ok(false);
                }
                if let Some(name) = &it.name {
                    frame.scope.set(name, subject.clone());
                }
                Ok(true)
            }
            Pattern::MatchOr(it) => {
                for pattern in &it.patterns {
                    if self.deeper(|vm| vm.fits(frame, subject, pattern))? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }

    fn fits_sequence(
        &mut self,
        frame: &mut Frame<'_>,
        subject: &Value,
        patterns: &[Pattern],
    ) -> Eval<bool> {
        let mut items = match subject {
            Value::List(items) => items.borrow().clone(),
            Value::Tuple(items) => items.to_vec(),
            _ => return Ok(false),
        };
        if let Some(star) = patterns.iter().position(Pattern::is_match_star) {
            let after = patterns.len() - star - 1;
            if items.len() < star + after {
                return Ok(false);
            }
            let tail = items.split_off(items.len() - after);
            let middle = Value::list(items.split_off(star));
            if let Some(Pattern::MatchStar(it)) = patterns.get(star)
                && let Some(name) = &it.name
            {
                frame.scope.set(name, middle.clone());
            }
            items.push(middle);
            items.extend(tail);
        }
        if items.len() != patterns.len() {
            return Ok(false);
        }
        for (item, pattern) in items.iter().zip(patterns) {
            if !self.deeper(|vm| vm.fits(frame, item, pattern))? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn fits_mapping(
        &mut self,
        frame: &mut Frame<'_>,
        subject: &Value,
        pattern: &ast::PatternMatchMapping,
    ) -> Eval<bool> {
        let Value::Dict(dict) = subject else { return Ok(false) };
        let mut rest: Dict = dict.borrow().clone();
        for (key, pattern) in pattern.keys.iter().zip(&pattern.patterns) {
            let key = self.expr(frame, key)?;
            let Some(value) = rest.remove(&self.key(&key)?) else { return Ok(false) };
            if !self.deeper(|vm| vm.fits(frame, &value, pattern))? {
                return Ok(false);
            }
        }
        if let Some(name) = &pattern.rest {
            frame.scope.set(name, Value::dict(rest));
        }
        Ok(true)
    }

    fn fits_class(
        &mut self,
        frame: &mut Frame<'_>,
        subject: &Value,
        pattern: &ast::PatternMatchClass,
    ) -> Eval<bool> {
        let class = self.expr(frame, &pattern.cls)?;
        if self.is_instance(subject, &class)? != Some(true) {
            return Ok(false);
        }
        let names = match self.attribute_if_any(&class, "__match_args__")? {
            Some(names) => self.iterate(&names)?,
            None => Vec::new(),
        };
        for (idx, inner) in pattern.arguments.patterns.iter().enumerate() {
            let value = match names.get(idx).and_then(Value::as_str) {
                Some(name) => self.attribute_if_any(subject, name)?,
                None if idx == 0 => Some(subject.clone()),
                None => None,
            };
            let Some(value) = value else { return Ok(false) };
            if !self.deeper(|vm| vm.fits(frame, &value, inner))? {
                return Ok(false);
            }
        }
        for keyword in &pattern.arguments.keywords {
            let Some(value) = self.attribute_if_any(subject, &keyword.attr)? else {
                return Ok(false);
            };
            if !self.deeper(|vm| vm.fits(frame, &value, &keyword.pattern))? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
