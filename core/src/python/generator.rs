//! Generators: functions with a `yield`, and calls that wait. A loop over one runs its body at each
//! `yield`. Elsewhere one begins when its first item is asked for and is run to its end at once, so
//! what it does between its items comes too early, which is told.

use std::rc::Rc;

use ruff_python_ast as ast;

use super::builtins::ITERATOR;
use super::call::Given;
use super::class::{BoundMethod, Function, Object};
use super::fork::Until;
use super::scope::Frame;
use super::stmt::Flow;
use super::value::{Dict, Value};
use super::vm::{Eval, Stop, Vm};
use crate::diagnostic::code;

impl Vm<'_> {
    /// What a call of a function with a `yield` gives.
    pub(super) fn generator(
        &mut self,
        function: &Rc<Function>,
        receiver: Option<Value>,
        (positional, keywords): Given,
    ) -> Value {
        let function = function.clone();
        let function = match receiver {
            Some(receiver) => Value::Method(Rc::new(BoundMethod { function, receiver })),
            None => Value::Function(function),
        };
        let mut named = Dict::default();
        keywords.into_iter().for_each(|(name, value)| named.insert_str(&name, value));
        let fields = [
            (FUNCTION, function),
            ("args", Value::tuple(positional)),
            ("kwargs", Value::dict(named)),
        ];
        Value::Object(self.instance(&ITERATOR, fields))
    }

    /// An iterator over what a function gives for each of some rows of arguments.
    pub(super) fn mapping(&mut self, function: &Value, rows: Vec<Vec<Value>>) -> Value {
        let rows = rows.into_iter().map(Value::tuple).collect();
        let fields = [(ROWS, Value::list(rows)), (FUNCTION, function.clone())];
        Value::Object(self.instance(&ITERATOR, fields))
    }

    /// Runs what waits for its first item to be asked for.
    pub(super) fn wake(&mut self, iterator: &Rc<Object>) -> Eval<()> {
        let Some(function) = iterator.fields.borrow_mut().remove(FUNCTION) else { return Ok(()) };
        let emitted = self.emitted;
        let items = match iterator.field(ROWS) {
            Some(Value::List(rows)) => self.called_with_each(&function, &rows.take())?,
            _ => self.run_to_the_end(iterator, &function)?,
        };
        iterator.set_field("items", Value::list(items));
        iterator.set_field("at", Value::Int(0));
        self.note_effects(iterator, emitted);
        Ok(())
    }

    fn called_with_each(&mut self, function: &Value, rows: &[Value]) -> Eval<Vec<Value>> {
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            let given = self.iterate(row)?;
            items.push(self.call(function, given, Vec::new())?);
        }
        Ok(items)
    }

    fn run_to_the_end(&mut self, iterator: &Rc<Object>, function: &Value) -> Eval<Vec<Value>> {
        let Some((function, receiver)) = function_of(function) else { return Ok(Vec::new()) };
        let given = given_to(iterator);
        let mut items = Vec::new();
        let mut collect = |vm: &mut Vm<'_>, value: Value| {
            vm.spend(1)?;
            items.push(value);
            Ok(Value::None)
        };
        let returned = self.run_function(&function, receiver, given, Some(&mut collect))?;
        iterator.set_field(RETURNED, returned);
        Ok(items)
    }

    /// Runs the body of a loop for each item of a generator when it is made. Nothing means that the
    /// loop ran to its end.
    pub(super) fn for_each_yielded(
        &mut self,
        frame: &mut Frame<'_>,
        stmt: &ast::StmtFor,
        generator: &Rc<Object>,
    ) -> Eval<Option<Flow>> {
        let function = generator.fields.borrow_mut().remove(FUNCTION);
        let Some((function, receiver)) = function.as_ref().and_then(function_of) else {
            return Ok(None);
        };
        let tries = self.tries;
        let mut left = None;
        // Ways that may have left the loop; they last beyond the function of the generator.
        let mut ways = Vec::new();
        let mut on_yield = |vm: &mut Vm<'_>, item: Value| {
            if left.is_none() {
                let doubts = vm.doubts.len();
                vm.doubts.append(&mut ways);
                let res = vm.outside(tries, |vm| vm.round(frame, stmt, item, doubts));
                ways.extend(vm.doubts.drain(doubts.min(vm.doubts.len())..));
                match res {
                    Ok(None) => return Ok(Value::None),
                    Err(Stop::Exhausted) => return Err(Stop::Exhausted),
                    res => left = Some((res, std::mem::take(&mut vm.trail), vm.is_meant)),
                }
            }
            Err(vm.raise("GeneratorExit", ""))
        };
        let given = given_to(generator);
        let ended = self.run_function(&function, receiver, given, Some(&mut on_yield));
        let doubts = self.doubts.len();
        self.doubts.append(&mut ways);
        self.end_doubts(doubts, &[Until::Round, Until::Loop]);
        match left {
            Some((res, trail, is_meant)) => {
                (self.trail, self.is_meant) = (trail, is_meant);
                res
            }
            None => ended.map(|_| None),
        }
    }

    /// Runs a generator for another, which hands its items on. Gives what it returns.
    pub(super) fn hand_through(
        &mut self,
        generator: &Rc<Object>,
        on_yield: &mut dyn FnMut(&mut Vm<'_>, Value) -> Eval,
    ) -> Eval {
        let function = generator.fields.borrow_mut().remove(FUNCTION);
        let Some((function, receiver)) = function.as_ref().and_then(function_of) else {
            return Ok(Value::None);
        };
        let mut outside = |vm: &mut Vm<'_>, item: Value| {
            let tries = vm.tries;
            vm.outside(tries, |vm| on_yield(vm, item))
        };
        self.run_function(&function, receiver, given_to(generator), Some(&mut outside))
    }

    /// Runs something outside of the function being evaluated: for whoever asked it for an item,
    /// within so many `try` blocks.
    fn outside<T>(&mut self, tries: usize, run: impl FnOnce(&mut Self) -> T) -> T {
        let (running, statement) = (self.running.pop(), self.statement);
        let inside = std::mem::replace(&mut self.tries, tries);
        let res = run(self);
        self.running.extend(running);
        (self.statement, self.tries) = (statement, inside);
        res
    }

    /// Keeps in mind that making the items of an iterator, since so many operations were emitted,
    /// has emitted more.
    pub(super) fn note_effects(&self, iterator: &Rc<Object>, emitted: usize) {
        if self.emitted > emitted {
            iterator.set_field(EFFECTS, Value::Bool(true));
        }
    }

    /// Takes note that an item of an iterator is asked for, though making the others, too, has
    /// emitted operations already.
    pub(super) fn tell_effects(&mut self, iterator: &Rc<Object>) {
        if iterator.fields.borrow_mut().remove(EFFECTS).is_some() {
            let reason = "when what a generator does between its items runs";
            if let Value::Unknown(unknown) = self.unknown(code::UNFOLLOWED_CALL, reason) {
                self.incomplete(&unknown);
            }
        }
    }

    /// Every item of a value for what takes all before it does anything else.
    pub(super) fn iterate_at_once(&mut self, value: &Value) -> Eval<Vec<Value>> {
        if let Value::Object(iterator) = value
            && iterator.is(&ITERATOR)
        {
            self.wake(iterator)?;
            iterator.fields.borrow_mut().remove(EFFECTS);
        }
        self.iterate(value)
    }
}

/// The field in which a generator keeps what it returns in the end.
pub(super) const RETURNED: &str = "returned";

/// The field with the function that waits for the first item to be asked for.
const FUNCTION: &str = "function";

/// The field with the arguments of each call that waits.
const ROWS: &str = "rows";

/// The field that says that making the items has emitted operations.
const EFFECTS: &str = "effects";

/// Whether a value is a generator that nobody has asked for an item.
pub(super) fn is_waiting(value: &Value) -> bool {
    let of_iterator = value.as_object().filter(|it| it.is(&ITERATOR));
    of_iterator.is_some_and(|it| it.field(FUNCTION).is_some())
}

/// The generator that a value is, if nobody has asked it for an item and nobody else can: what a
/// loop leaves of it is then lost.
pub(super) fn held_only_by(value: &Value) -> Option<&Rc<Object>> {
    let generator = value.as_object().filter(|_| is_waiting(value))?;
    let is_function = generator.field(ROWS).is_none();
    (is_function && Rc::strong_count(generator) == 1).then_some(generator)
}

/// A function, and the object that it is a method of.
pub(super) fn function_of(value: &Value) -> Option<(Rc<Function>, Option<Value>)> {
    match value {
        Value::Function(function) => Some((function.clone(), None)),
        Value::Method(method) => Some((method.function.clone(), Some(method.receiver.clone()))),
        _ => None,
    }
}

/// The arguments that an object keeps for the call of its function.
pub(super) fn given_to(object: &Rc<Object>) -> Given {
    let positional = match object.field("args") {
        Some(Value::Tuple(items)) => items.to_vec(),
        _ => Vec::new(),
    };
    let name = |key: &Value| key.as_str().unwrap_or_default().to_owned();
    let keywords = match object.field("kwargs") {
        Some(Value::Dict(dict)) => {
            dict.borrow().iter().map(|(key, value)| (name(key), value.clone())).collect()
        }
        _ => Vec::new(),
    };
    (positional, keywords)
}
