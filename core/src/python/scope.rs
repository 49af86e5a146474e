//! Names: where they are looked up and where they are bound.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::class::Fields;
use super::source::Source;
use super::value::Value;
use super::vm::{Eval, Vm};
use crate::project::FileId;

/// The names of one function call, class body or module, and where to look for others.
pub struct Scope {
    pub names: RefCell<Fields>,
    /// The scope around a nested one; a module's own has none.
    pub outer: Option<Rc<Self>>,
    pub kind: ScopeKind,
    /// Names that `global` and `nonlocal` bind in another scope.
    pub elsewhere: RefCell<BTreeMap<Rc<str>, Rc<Self>>>,
    /// The syntax of a module of the project, whose statements run when their names are asked for.
    pub source: Option<Rc<Source>>,
    /// Modules whose names were imported with a star.
    pub stars: RefCell<Vec<Value>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    Module,
    Function,
    /// Functions inside a class body do not see its names.
    Class,
    /// `:=` binds around a comprehension, not in it.
    Comprehension,
}

impl Scope {
    pub fn new(kind: ScopeKind, outer: Option<Rc<Self>>) -> Rc<Self> {
        Rc::new(Self::bare(kind, outer, None))
    }

    pub fn module(source: Option<Rc<Source>>) -> Rc<Self> {
        Rc::new(Self::bare(ScopeKind::Module, None, source))
    }

    fn bare(kind: ScopeKind, outer: Option<Rc<Self>>, source: Option<Rc<Source>>) -> Self {
        Self {
            names: RefCell::default(),
            outer,
            kind,
            elsewhere: RefCell::default(),
            source,
            stars: RefCell::default(),
        }
    }

    /// Binds a name, in this scope or where `global` and `nonlocal` say.
    pub fn set(&self, name: &str, value: Value) {
        let elsewhere = self.elsewhere.borrow().get(name).cloned();
        match elsewhere {
            Some(scope) => scope.names.borrow_mut().set(name, value),
            None => self.names.borrow_mut().set(name, value),
        }
    }

    /// The scope that functions defined here look into.
    pub fn for_functions(self: &Rc<Self>) -> Rc<Self> {
        match (self.kind, &self.outer) {
            (ScopeKind::Class, Some(outer)) => outer.for_functions(),
            _ => self.clone(),
        }
    }

    /// The scope of the module around.
    pub fn globals(self: &Rc<Self>) -> Rc<Self> {
        let mut scope = self;
        while let Some(outer) = &scope.outer {
            scope = outer;
        }
        scope.clone()
    }

    /// The nearest scope that is no comprehension.
    pub fn around_comprehensions(self: &Rc<Self>) -> Rc<Self> {
        let mut scope = self;
        while let (ScopeKind::Comprehension, Some(outer)) = (scope.kind, &scope.outer) {
            scope = outer;
        }
        scope.clone()
    }
}

impl std::fmt::Debug for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<scope of {:?} with {} names>", self.kind, self.names.borrow().len())
    }
}

/// Which modules were asked for which name while it is looked for behind stars: modules may import
/// each other in a circle, and the same one on many ways.
#[derive(Default)]
pub(super) struct Asked {
    places: BTreeSet<(usize, Rc<str>)>,
    /// How many searches are within each other.
    open: usize,
}

/// What running code has around it.
pub struct Frame<'f> {
    pub scope: Rc<Scope>,
    /// The file whose text the spans of the code refer to.
    pub file: FileId,
    /// What `yield` does; nothing outside generators.
    pub on_yield: Option<OnYield<'f>>,
    /// What was returned under conditions nobody can know, before the end was reached.
    pub returned: Vec<Value>,
}

/// What a generator does with what it yields; gives what `yield` comes to.
pub type OnYield<'f> = &'f mut dyn FnMut(&mut Vm<'_>, Value) -> Eval;

impl<'f> Frame<'f> {
    pub fn new(scope: Rc<Scope>, file: FileId) -> Self {
        Self { scope, file, on_yield: None, returned: Vec::new() }
    }
}

impl Vm<'_> {
    /// The value of a name as code in `scope` sees it, built-in names included.
    pub(super) fn lookup(&mut self, scope: &Rc<Scope>, name: &str) -> Eval<Option<Value>> {
        let mut current = scope;
        loop {
            let elsewhere = current.elsewhere.borrow().get(name).cloned();
            if let Some(other) = elsewhere
                && let Some(value) = self.lookup_in(&other, name)?
            {
                return Ok(Some(value));
            }
            if let Some(value) = self.lookup_in(current, name)? {
                return Ok(Some(value));
            }
            match &current.outer {
                Some(outer) => current = outer,
                None => break,
            }
        }
        Ok(self.builtin(name))
    }

    /// The value of a name in one scope, without those around it.
    pub(super) fn lookup_in(&mut self, scope: &Rc<Scope>, name: &str) -> Eval<Option<Value>> {
        if let Some(source) = &scope.source {
            self.demand(scope, source, name)?;
        }
        if let Some(value) = scope.names.borrow().get(name) {
            return Ok(Some(value.clone()));
        }
        if scope.stars.borrow().is_empty() {
            return Ok(None);
        }
        let place = (Rc::as_ptr(scope) as usize, Rc::from(name));
        if !self.asked.places.insert(place) {
            return Ok(None);
        }
        self.asked.open += 1;
        let found = self.star_names(scope, name);
        self.asked.open -= 1;
        if self.asked.open == 0 {
            self.asked.places.clear();
        }
        found
    }

    /// A name that one of the modules imported with a star has.
    fn star_names(&mut self, scope: &Rc<Scope>, name: &str) -> Eval<Option<Value>> {
        let stars = scope.stars.borrow().clone();
        for module in stars.iter().rev() {
            if let Some(value) = self.deeper(|vm| vm.star_name(module, name))? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }
}
