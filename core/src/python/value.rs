//! What an expression may come to.

use std::cell::RefCell;
use std::rc::Rc;

use super::class::{BoundMethod, BoundNative, Class, Function, ModuleObject, Object};
use super::given::Asked;
use crate::project::Span;

/// A Python value. Copies of mutable ones share their contents, as in Python.
#[derive(Clone, Debug)]
pub enum Value {
    None,
    Bool(bool),
    Int(i128),
    Float(f64),
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    Tuple(Rc<[Self]>),
    List(Rc<RefCell<Vec<Self>>>),
    Dict(Rc<RefCell<Dict>>),
    /// A set is a dictionary whose values do not matter; it keeps the order of insertion.
    Set(Rc<RefCell<Dict>>),
    Ellipsis,
    NotImplemented,
    /// A `def` or `lambda` of the script.
    Function(Rc<Function>),
    /// A function of the script, bound to the object it was taken from.
    Method(Rc<BoundMethod>),
    /// A function of ours, with the object it was taken from if there is one.
    Native(Rc<BoundNative>),
    Class(Rc<Class>),
    Object(Rc<Object>),
    Module(Rc<ModuleObject>),
    /// Only a database's rows, the environment or code that is not here could tell.
    Unknown(Rc<Unknown>),
}

/// Why a value is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// Kebab-case, also the code of the diagnostic it leads to: `reads-data`,
    /// `missing-module`, `unfollowed-call`.
    pub code: &'static str,
    /// What would be needed, in a few words: "the rows of `users`".
    pub reason: String,
    /// Where the value was asked for.
    pub span: Option<Span>,
    /// What it begins with, if it is a text of which the rest is not known.
    pub begins: Option<&'static str>,
    /// The name under which the user may give it.
    pub asked: Option<Asked>,
}

/// A dictionary: keys in the order of insertion, found by [`Key`]. A copy shares its entries until
/// it changes.
#[derive(Clone, Debug, Default)]
pub struct Dict(Rc<Entries>);

/// Where a value is replaced, and by what: looked up first, so that what is shared stays shared.
pub(super) fn replacements<N>(
    order: &[(N, Value)],
    with: &dyn Fn(&Value) -> Option<Value>,
) -> Vec<(usize, Value)> {
    order.iter().enumerate().filter_map(|(at, (_, it))| Some((at, with(it)?))).collect()
}

/// Puts the replacements in their places.
pub(super) fn put<N>(order: &mut [(N, Value)], replacements: Vec<(usize, Value)>) {
    for (at, value) in replacements {
        if let Some(entry) = order.get_mut(at) {
            entry.1 = value;
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Entries {
    order: Vec<(Value, Value)>,
    index: std::collections::BTreeMap<Key, usize>,
    /// Whom it was given to that nobody can know, and who may have put more into it.
    lent: Option<Rc<Unknown>>,
}

/// A hashable value as it compares: `1`, `1.0` and `True` are one key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    None,
    Number(u64, i128),
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    Tuple(Vec<Self>),
    /// Objects, classes and functions are themselves and nothing else.
    Identity(usize),
}

impl Value {
    pub fn str(text: impl AsRef<str>) -> Self {
        Self::Str(Rc::from(text.as_ref()))
    }

    pub fn list(items: Vec<Self>) -> Self {
        Self::List(Rc::new(RefCell::new(items)))
    }

    pub fn tuple(items: impl Into<Rc<[Self]>>) -> Self {
        Self::Tuple(items.into())
    }

    pub fn dict(dict: Dict) -> Self {
        Self::Dict(Rc::new(RefCell::new(dict)))
    }

    pub fn set(dict: Dict) -> Self {
        Self::Set(Rc::new(RefCell::new(dict)))
    }

    /// A value that only the given thing could tell.
    pub fn unknown(code: &'static str, reason: impl Into<String>, span: Option<Span>) -> Self {
        let reason = reason.into();
        Self::Unknown(Rc::new(Unknown { code, reason, span, begins: None, asked: None }))
    }

    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// The text, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, if this is one. `True` is 1, as in Python.
    pub fn as_int(&self) -> Option<i128> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Bool(flag) => Some(i128::from(*flag)),
            _ => None,
        }
    }

    /// What Python takes a plain value for where it asks whether that is true; nothing for what is
    /// unknown and for objects, which may say it themselves.
    pub fn plain_truth(&self) -> Option<bool> {
        Some(match self {
            Self::Unknown(_) | Self::Object(_) => return None,
            Self::None => false,
            Self::Bool(flag) => *flag,
            Self::Int(number) => *number != 0,
            Self::Float(number) => *number != 0.0,
            Self::Str(text) => !text.is_empty(),
            Self::Bytes(bytes) => !bytes.is_empty(),
            Self::Tuple(items) => !items.is_empty(),
            Self::List(items) => !items.borrow().is_empty(),
            Self::Dict(dict) | Self::Set(dict) => !dict.borrow().is_empty(),
            _ => true,
        })
    }

    /// An option that may be left open: what Python takes it for, nothing for `None`.
    pub fn choice(&self) -> Option<bool> {
        if self.is_none() { None } else { self.plain_truth() }
    }

    /// A field of an object; `None` if it has none of this name or is no object.
    pub fn field(&self, name: &str) -> Self {
        self.as_object().and_then(|it| it.field(name)).unwrap_or(Self::None)
    }

    /// The object, if this is one of a class.
    pub fn as_object(&self) -> Option<&Rc<Object>> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }
}

impl Key {
    /// How many keys it is made of, and how deep they nest.
    pub fn size(&self) -> (usize, usize) {
        let Self::Tuple(keys) = self else { return (1, 1) };
        let sizes = keys.iter().map(Self::size);
        let (count, depth) =
            sizes.fold((1, 0), |(count, depth), it| (count + it.0, depth.max(it.1)));
        (count, depth + 1)
    }
}

impl Dict {
    pub fn get(&self, key: &Key) -> Option<&Value> {
        self.0.index.get(key).and_then(|at| self.0.order.get(*at)).map(|(_, value)| value)
    }

    pub fn get_str(&self, key: &str) -> Option<&Value> {
        self.get(&Key::Str(Rc::from(key)))
    }

    /// Sets the value of a key; a new key goes to the end.
    pub fn insert(&mut self, hashed: Key, key: Value, value: Value) {
        let own = Rc::make_mut(&mut self.0);
        match own.index.get(&hashed).and_then(|at| own.order.get_mut(*at)) {
            Some(entry) => entry.1 = value,
            None => {
                own.index.insert(hashed, own.order.len());
                own.order.push((key, value));
            }
        }
    }

    pub fn insert_str(&mut self, key: &str, value: Value) {
        self.insert(Key::Str(Rc::from(key)), Value::str(key), value);
    }

    /// Takes a key out, in time proportional to the size.
    pub fn remove(&mut self, key: &Key) -> Option<Value> {
        let own = Rc::make_mut(&mut self.0);
        let at = own.index.remove(key)?;
        let (_, value) = own.order.remove(at);
        for place in own.index.values_mut().filter(|place| **place > at) {
            *place -= 1;
        }
        Some(value)
    }

    /// Puts other values in the place of some.
    pub fn replace(&mut self, with: &dyn Fn(&Value) -> Option<Value>) {
        let found = replacements(&self.0.order, with);
        if !found.is_empty() {
            put(&mut Rc::make_mut(&mut self.0).order, found);
        }
    }

    /// Keys and values, in the order of insertion.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Value, &Value)> {
        self.0.order.iter().map(|(key, value)| (key, value))
    }

    /// The entries, unless a copy has them still.
    pub fn into_entries(self) -> impl Iterator<Item = (Value, Value)> {
        Rc::into_inner(self.0).map(|it| it.order).into_iter().flatten()
    }

    pub fn len(&self) -> usize {
        self.0.order.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.order.is_empty()
    }

    /// A key that nobody can know, so that it may be any.
    pub fn unknown_key(&self) -> Option<Value> {
        let key = self.0.order.iter().map(|(key, _)| key).find(|it| it.is_unknown());
        key.cloned().or_else(|| self.0.lent.clone().map(Value::Unknown))
    }

    /// Takes note that it is given to something nobody can know.
    pub fn lend(&mut self, to: &Rc<Unknown>) {
        Rc::make_mut(&mut self.0).lent = Some(to.clone());
    }

    /// The keys as they compare, in their own order.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.0.index.keys()
    }

    /// The keys as they compare, with their values.
    pub fn entries(&self) -> impl Iterator<Item = (&Key, &Value)> {
        self.keyed().map(|(key, (_, value))| (key, value))
    }

    /// The entries in the order of insertion, with their keys as they compare.
    pub fn keyed(&self) -> impl Iterator<Item = (&Key, &(Value, Value))> {
        let mut places: Vec<_> = self.0.index.iter().collect();
        places.sort_unstable_by_key(|(_, at)| **at);
        places.into_iter().filter_map(|(key, at)| Some((key, self.0.order.get(*at)?)))
    }
}
