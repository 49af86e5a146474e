//! What running code can change: kept before a condition nobody can know, and joined after it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::class::{Class, Fields, Object};
use super::operator::same;
use super::scope::{Frame, Scope};
use super::value::{Dict, Unknown, Value};
use super::vm::Vm;

/// The contents of everything that code can reach from its names, by identity.
#[derive(Default)]
pub struct State {
    kept: BTreeMap<usize, Kept>,
}

/// Something that can change, with what was in it.
enum Kept {
    /// With how many bindings a module's own statements had made.
    Scope(Rc<Scope>, Fields, usize),
    List(Rc<RefCell<Vec<Value>>>, Vec<Value>),
    Dict(Rc<RefCell<Dict>>, Dict),
    Object(Rc<Object>, Fields),
    Class(Rc<Class>, Fields),
}

/// How many things a state keeps; migrations reach some dozens.
const MOST: usize = 20_000;

impl Vm<'_> {
    /// Keeps what the names around can reach.
    pub(super) fn snapshot(&mut self, frame: &Frame<'_>) -> State {
        let mut state = State::default();
        let mut queue = Vec::new();
        state.keep_scopes(&frame.scope, &mut queue);
        for running in &self.running {
            state.keep_scopes(&running.scope, &mut queue);
            queue.extend(running.receiver.clone());
        }
        while let Some(value) = queue.pop() {
            if state.kept.len() > MOST {
                break;
            }
            state.keep(&value, &mut queue);
            self.weigh(&value);
        }
        self.budget.charge(state.kept.len() / 4);
        state
    }

    /// Puts back what was there when the state was kept.
    pub(super) fn restore(&mut self, state: &State) {
        for kept in state.kept.values() {
            match kept {
                Kept::Scope(scope, names, bindings) => {
                    let names = with_bound_since(scope, names, *bindings);
                    *scope.names.borrow_mut() = names;
                }
                Kept::List(list, items) => *list.borrow_mut() = items.clone(),
                Kept::Dict(dict, entries) => *dict.borrow_mut() = entries.clone(),
                Kept::Object(object, fields) => *object.fields.borrow_mut() = fields.clone(),
                Kept::Class(class, fields) => *class.fields.borrow_mut() = fields.clone(),
            }
        }
    }

    /// Makes unknown what differs between now and a state: the two ways a condition may go.
    pub(super) fn join_states(&mut self, frame: &Frame<'_>, other: &State, unknown: &Rc<Unknown>) {
        let lost = Value::Unknown(unknown.clone());
        let has_changed = other.kept.iter().filter(|(_, kept)| kept.has_other_items());
        let mut changed: Vec<usize> = has_changed.map(|(identity, _)| *identity).collect();
        // What refers to a list is looked for only where one has changed: that takes time.
        let now = if changed.is_empty() { State::default() } else { self.snapshot(frame) };
        changed.retain(|it| now.kept.contains_key(it));
        for kept in other.kept.values() {
            match kept {
                Kept::Scope(scope, names, bindings) => {
                    let names = with_bound_since(scope, names, *bindings);
                    join_fields(&mut scope.names.borrow_mut(), &names, &lost);
                }
                Kept::Object(object, fields) => {
                    join_fields(&mut object.fields.borrow_mut(), fields, &lost);
                }
                Kept::Class(class, fields) => {
                    join_fields(&mut class.fields.borrow_mut(), fields, &lost);
                }
                Kept::List(..) | Kept::Dict(..) => {}
            }
        }
        if changed.is_empty() {
            return;
        }
        // Which items a list has is unknown, so whoever refers to it refers to an unknown list.
        for kept in now.kept.values() {
            kept.replace(&|value| match identity(value) {
                Some(identity) if changed.contains(&identity) => Some(lost.clone()),
                _ => None,
            });
        }
    }
}

impl State {
    fn keep_scopes(&mut self, scope: &Rc<Scope>, queue: &mut Vec<Value>) {
        let mut current = Some(scope);
        while let Some(scope) = current {
            let identity = Rc::as_ptr(scope) as usize;
            if self.kept.contains_key(&identity) {
                return;
            }
            let names = scope.names.borrow().clone();
            let bindings = scope.source.as_ref().map_or(0, |it| it.bindings());
            queue.extend(names.iter().map(|(_, value)| value.clone()));
            self.kept.insert(identity, Kept::Scope(scope.clone(), names, bindings));
            current = scope.outer.as_ref();
        }
    }

    fn keep(&mut self, value: &Value, queue: &mut Vec<Value>) {
        if let Some(identity) = identity(value)
            && self.kept.contains_key(&identity)
        {
            return;
        }
        let kept = match value {
            Value::List(list) => {
                queue.extend(list.borrow().iter().cloned());
                Kept::List(list.clone(), list.borrow().clone())
            }
            Value::Dict(dict) | Value::Set(dict) => {
                queue.extend(dict.borrow().iter().map(|(_, value)| value.clone()));
                Kept::Dict(dict.clone(), dict.borrow().clone())
            }
            Value::Object(object) => {
                let fields = object.fields.borrow().clone();
                queue.extend(fields.iter().map(|(_, value)| value.clone()));
                Kept::Object(object.clone(), fields)
            }
            Value::Class(class) if class.native.is_none() => {
                let fields = class.fields.borrow().clone();
                queue.extend(fields.iter().map(|(_, value)| value.clone()));
                Kept::Class(class.clone(), fields)
            }
            Value::Tuple(items) => {
                queue.extend(items.iter().cloned());
                return;
            }
            Value::Method(method) => {
                queue.push(method.receiver.clone());
                return;
            }
            Value::Native(native) => {
                queue.extend(native.receiver.clone());
                return;
            }
            Value::Function(function) => return self.keep_scopes(&function.scope, queue),
            _ => return,
        };
        if let Some(identity) = identity(value) {
            self.kept.insert(identity, kept);
        }
    }
}

impl Kept {
    /// Whether a list or dictionary holds something else now.
    fn has_other_items(&self) -> bool {
        match self {
            Self::List(list, items) => {
                let now = list.borrow();
                now.len() != items.len() || !now.iter().zip(items).all(|(a, b)| same(a, b))
            }
            Self::Dict(dict, entries) => {
                let now = dict.borrow();
                now.len() != entries.len()
                    || !entries
                        .entries()
                        .all(|(key, value)| now.get(key).is_some_and(|it| same(it, value)))
            }
            Self::Scope(..) | Self::Object(..) | Self::Class(..) => false,
        }
    }

    /// Puts other values in the place of some.
    fn replace(&self, with: &dyn Fn(&Value) -> Option<Value>) {
        match self {
            Self::Scope(scope, ..) => scope.names.borrow_mut().replace(with),
            Self::Object(object, _) => object.fields.borrow_mut().replace(with),
            Self::Class(class, _) => class.fields.borrow_mut().replace(with),
            Self::List(list, _) => {
                for item in list.borrow_mut().iter_mut() {
                    if let Some(new) = with(item) {
                        *item = new;
                    }
                }
            }
            Self::Dict(dict, _) => dict.borrow_mut().replace(with),
        }
    }
}

/// Names that the two ways leave different, or that one of them does not have, are lost.
/// The names of a scope with those that were bound since: a module's statement that runs when
/// something first asks for its name has run for good, whichever way a condition goes.
fn with_bound_since(scope: &Scope, names: &Fields, bindings: usize) -> Fields {
    let mut names = names.clone();
    let bound = scope.source.as_ref().map_or_else(Vec::new, |it| it.bound_since(bindings));
    for (name, value) in bound {
        if names.get(&name).is_none() {
            names.set(&name, value);
        }
    }
    names
}

fn join_fields(now: &mut Fields, other: &Fields, lost: &Value) {
    if now.is_same(other) {
        return;
    }
    let differing: Vec<String> = {
        let here =
            now.iter().filter(|(name, value)| !other.get(name).is_some_and(|it| same(it, value)));
        let there = other.iter().filter(|(name, _)| now.get(name).is_none());
        here.chain(there).map(|(name, _)| name.to_owned()).collect()
    };
    for name in differing {
        now.set(&name, lost.clone());
    }
}

fn identity(value: &Value) -> Option<usize> {
    match value {
        Value::List(it) => Some(Rc::as_ptr(it) as usize),
        Value::Dict(it) | Value::Set(it) => Some(Rc::as_ptr(it) as usize),
        Value::Object(it) => Some(Rc::as_ptr(it) as usize),
        Value::Class(it) => Some(Rc::as_ptr(it) as usize),
        _ => None,
    }
}
