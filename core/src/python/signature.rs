//! What the signatures of our functions say: `table_name: table, *columns, schema: schema=None`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::shape::Shape;
use super::value::Value;

/// The parameters of one function or class of ours.
pub(super) struct Signature {
    pub(super) params: Vec<Param>,
}

/// One parameter. Its name is without stars.
pub(super) struct Param {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) shape: Shape,
    pub(super) default: Option<Value>,
}

/// What a call may give to a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Positional,
    KeywordOnly,
    Rest,
    Keywords,
}

impl Kind {
    pub(super) fn is_named(self) -> bool {
        matches!(self, Self::Positional | Self::KeywordOnly)
    }
}

/// Where a signature is written, and how long it is.
type Place = (usize, usize);

thread_local! {
    /// Every signature that was asked for: most calls of a migration are of the same few functions.
    static READ: RefCell<BTreeMap<Place, Rc<Signature>>> = const { RefCell::new(BTreeMap::new()) };
}

impl Signature {
    /// What a signature says. It is read when it is first asked for.
    pub(super) fn of(text: &'static str) -> Rc<Self> {
        READ.with_borrow_mut(|read| {
            let place = (text.as_ptr().addr(), text.len());
            Rc::clone(read.entry(place).or_insert_with(|| Rc::new(Self::parse(text))))
        })
    }

    /// The names by which arguments may be given.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.params.iter().filter(|it| it.kind.is_named()).map(|it| it.name)
    }

    /// Defaults are literals without commas.
    fn parse(text: &'static str) -> Self {
        let parts = text.split(',').map(str::trim).filter(|it| !it.is_empty() && *it != "/");
        let mut params = Vec::new();
        let mut named = Kind::Positional;
        for part in parts {
            let param = Param::parse(part, named);
            if param.kind == Kind::Rest {
                named = Kind::KeywordOnly;
            }
            // A star alone only ends what may be given by position.
            params.extend(Some(param).filter(|it| !it.name.is_empty()));
        }
        Self { params }
    }
}

impl Param {
    fn parse(part: &'static str, named: Kind) -> Self {
        let (name, default) = match part.split_once('=') {
            Some((name, default)) => (name.trim(), Some(literal(default.trim()))),
            None => (part, None),
        };
        let (name, shape) = match name.split_once(':') {
            Some((name, shape)) => (name, Shape::named(shape.trim())),
            None => (name, Shape::Any),
        };
        let (name, kind) = match (name.strip_prefix("**"), name.strip_prefix('*')) {
            (Some(name), _) => (name, Kind::Keywords),
            (None, Some(name)) => (name, Kind::Rest),
            (None, None) => (name, named),
        };
        Self { name, kind, shape, default }
    }

    /// Whether the parameter is `None` where nothing is given.
    pub(super) fn may_be_none(&self) -> bool {
        self.default.as_ref().is_some_and(Value::is_none)
    }
}

/// The value of a default as a signature writes it.
fn literal(text: &'static str) -> Value {
    match text {
        "None" => Value::None,
        "True" => Value::Bool(true),
        "False" => Value::Bool(false),
        "..." => Value::Ellipsis,
        "()" => Value::tuple([]),
        _ => match text.parse() {
            Ok(number) => Value::Int(number),
            Err(_) => Value::str(text.trim_matches(['\'', '"'])),
        },
    }
}
