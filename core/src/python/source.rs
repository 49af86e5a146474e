//! The project's own modules: parsed once, and run statement by statement when a name is wanted.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ruff_python_ast::{ModModule, Stmt};

use super::class::{Definition, ModuleObject, NativeClass};
use super::nesting::nests_too_deep;
use super::outline::{
    Names, attaching, bound_names, imported_names, makes_operation, may_make_tables,
};
use super::scope::{Frame, Scope};
use super::stmt::Flow;
use super::value::{Unknown, Value};
use super::vm::{Eval, Running, Stop, Vm};
use crate::diagnostic::{Problem, code};
use crate::project::{FileId, Span};

/// The syntax of a module, and which of its statements have run.
pub struct Source {
    pub file: FileId,
    pub module: Rc<Module>,
    /// The dotted name it was first imported by.
    pub name: Rc<str>,
    started: RefCell<Vec<bool>>,
    /// What the statements bound that have run, in the order in which they did.
    bound: RefCell<Vec<(Box<str>, Value)>>,
    /// The statement being run: what it needs is looked for above it.
    current: Cell<usize>,
}

impl Source {
    fn new(file: FileId, name: &str, module: Rc<Module>) -> Self {
        let started = RefCell::new(vec![false; module.syntax.body.len()]);
        let (bound, current) = (RefCell::default(), Cell::new(usize::MAX));
        Self { file, module, name: Rc::from(name), started, bound, current }
    }

    /// The statements at the top of the module.
    pub(super) fn statements(&self) -> &[Stmt] {
        self.module.statements()
    }

    /// Whether some statement binds the name.
    pub fn binds(&self, name: &str) -> bool {
        self.module.bound.contains_key(name)
    }

    /// Every name that some statement binds.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.module.bound.keys().map(|it| &**it)
    }

    /// How many bindings were made until now.
    pub(super) fn bindings(&self) -> usize {
        self.bound.borrow().len()
    }

    /// The names with what was bound to them, but for the first so many bindings.
    pub(super) fn bound_since(&self, bindings: usize) -> Vec<(Box<str>, Value)> {
        self.bound.borrow().get(bindings..).unwrap_or_default().to_vec()
    }

    fn next_unstarted(&self, name: &str) -> Option<usize> {
        let started = self.started.borrow();
        let mut places = self.module.bound.get(name)?.iter();
        places.find(|at| **at < self.current.get() && started.get(**at) == Some(&false)).copied()
    }

    /// Whether a statement stands above the one being run and has not run yet.
    fn waits(&self, idx: usize) -> bool {
        idx < self.current.get() && self.started.borrow().get(idx) == Some(&false)
    }

    /// The classes that are models, with the places of their names.
    pub(super) fn models(&self) -> Vec<(String, Span)> {
        let model = |stmt: &Stmt| match stmt {
            Stmt::ClassDef(it) if may_make_tables(stmt) => {
                let (start, end) = (it.name.range.start().to_u32(), it.name.range.end().to_u32());
                Some((it.name.to_string(), Span { file: self.file, start, end }))
            }
            _ => None,
        };
        self.module.syntax.body.iter().filter_map(model).collect()
    }

    fn start(&self, idx: usize) {
        if let Some(started) = self.started.borrow_mut().get_mut(idx) {
            *started = true;
        }
    }
}

/// A module's syntax, and what can be told from it without running it.
pub struct Module {
    syntax: ModModule,
    /// Which statements bind or change a name, in the order of the file.
    bound: BTreeMap<Rc<str>, Vec<usize>>,
    /// Its functions, by where they begin.
    definitions: RefCell<BTreeMap<u32, Rc<Definition>>>,
}

impl Module {
    fn new(syntax: ModModule) -> Self {
        let mut bound: BTreeMap<Rc<str>, Vec<usize>> = BTreeMap::new();
        for (idx, stmt) in syntax.body.iter().enumerate() {
            bound_names(stmt, &mut |name| {
                let places = bound.entry(Rc::from(name)).or_default();
                if places.last() != Some(&idx) {
                    places.push(idx);
                }
            });
        }
        Self { syntax, bound, definitions: RefCell::default() }
    }

    pub(super) fn statements(&self) -> &[Stmt] {
        &self.syntax.body
    }

    /// The function that begins at a byte.
    pub fn definition(&self, start: u32, make: impl FnOnce() -> Definition) -> Rc<Definition> {
        self.definitions.borrow_mut().entry(start).or_insert_with(|| Rc::new(make())).clone()
    }
}

/// The modules that were parsed for one script and may serve the next: many import the same, and
/// each is followed both ways.
#[derive(Default)]
pub struct Parsed {
    modules: RefCell<BTreeMap<FileId, Rc<Module>>>,
    /// The bytes of the texts they were made of.
    size: Cell<usize>,
    /// The files that make operations, once they were looked for.
    makers: OnceCell<Vec<FileId>>,
}

/// How much text is kept parsed; its syntax takes some twenty times as much.
const MOST_PARSED: usize = 2_000_000;

impl Parsed {
    /// The files that make operations of the project's own, which `find` looks for the first time.
    pub fn makers(&self, find: impl FnOnce() -> Vec<FileId>) -> Vec<FileId> {
        self.makers.get_or_init(find).clone()
    }

    fn get(&self, file: FileId) -> Option<Rc<Module>> {
        self.modules.borrow().get(&file).cloned()
    }

    fn keep(&self, file: FileId, text: &str, module: &Rc<Module>) {
        let size = self.size.get() + text.len();
        if size <= MOST_PARSED {
            self.size.set(size);
            self.modules.borrow_mut().insert(file, module.clone());
        }
    }
}

impl std::fmt::Debug for Parsed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{} modules>", self.modules.borrow().len())
    }
}

/// What `__spec__` is: where a module stands among packages.
static MODULE_SPEC: NativeClass =
    NativeClass { name: "ModuleSpec", module: "importlib.machinery", ..NativeClass::EMPTY };

/// The star that `from x import *` is noted under.
const STAR: &str = "*";

impl Vm<'_> {
    /// Runs a migration from top to bottom. Nothing if it cannot be read, which is reported.
    pub(super) fn run_script(&mut self, file: FileId) -> Eval<Option<Rc<ModuleObject>>> {
        let Some(module) = self.read_module(file, "__main__") else { return Ok(None) };
        let Some(source) = module.scope.source.clone() else { return Ok(None) };
        let mut frame = Frame::new(module.scope.clone(), file);
        self.tell_annotations(file, &source);
        self.running.push(Running::module(module.scope.clone()));
        self.is_read = true;
        for (idx, stmt) in source.module.syntax.body.iter().enumerate() {
            source.start(idx);
            source.current.set(idx);
            self.stmt(&mut frame, stmt)?;
        }
        self.is_read = false;
        self.running.pop();
        source.current.set(usize::MAX);
        Ok(Some(module))
    }

    /// Runs what attaches functions of other files to `SQLAlchemy`'s classes.
    pub(super) fn load_listeners(&mut self, script: FileId) -> Eval<()> {
        for file in self.host.listeners() {
            if file == script {
                continue;
            }
            let dotted = dotted(&self.host.path(file));
            let Some(module) = self.read_module(file, &dotted) else { continue };
            let Some(source) = module.scope.source.clone() else { continue };
            let body = &source.module.syntax.body;
            let names = Names::of(body);
            for name in body.iter().filter_map(|it| attaching(it, &names)) {
                self.module_attribute(&module, name)?;
            }
        }
        Ok(())
    }

    /// Runs what makes operations of the project's own in other files.
    pub(super) fn load_operations(&mut self) -> Eval<()> {
        for file in self.host.custom_operations() {
            let dotted = dotted(&self.host.path(file));
            let Some(module) = self.read_module(file, &dotted) else { continue };
            let Some(source) = module.scope.source.clone() else { continue };
            for stmt in &source.module.syntax.body {
                let (name, decorators) = match stmt {
                    Stmt::FunctionDef(it) => (&it.name, &it.decorator_list),
                    Stmt::ClassDef(it) => (&it.name, &it.decorator_list),
                    _ => continue,
                };
                if decorators.iter().any(makes_operation) {
                    self.module_attribute(&module, name)?;
                }
            }
        }
        Ok(())
    }

    /// Runs what may give a metadata tables, in the modules that were imported and in those that
    /// they import in turn: Python runs a module whole, so all of them are there by now.
    ///
    /// Gives why the tables are not all known, if something among it raised.
    pub fn load_tables(&mut self) -> Eval<Option<Rc<Unknown>>> {
        let mut missing = None;
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<_> = self.modules.values().rev().cloned().map(Visit::Enter).collect();
        while let Some(visit) = waiting.pop() {
            match visit {
                Visit::Enter(module) => {
                    let Some(source) = module.scope.source.clone() else { continue };
                    if seen.insert(source.file) {
                        let inner = self.visits_in(&module, &source);
                        waiting.extend(inner.into_iter().rev());
                    }
                }
                Visit::Make(module, idx) => {
                    let found = self.run_maker(&module, idx)?;
                    missing = missing.or(found);
                }
            }
        }
        Ok(missing)
    }

    /// What a module's statements do in their order: import modules of the project, which are read
    /// and not run, and make tables.
    fn visits_in(&mut self, module: &Rc<ModuleObject>, source: &Source) -> Vec<Visit> {
        let mut found = Vec::new();
        for (idx, stmt) in source.module.syntax.body.iter().enumerate() {
            let mut names = Vec::new();
            imported_names(std::slice::from_ref(stmt), &mut names);
            for dotted in names {
                if let Some(module) = self.host.module(&dotted, source.file) {
                    found.extend(self.read_module(module.file, &dotted).map(Visit::Enter));
                }
            }
            if may_make_tables(stmt) {
                found.push(Visit::Make(module.clone(), idx));
            }
        }
        found
    }

    /// Runs all statements of a module that have not run yet; one that raises costs what it binds.
    pub(super) fn run_whole(&mut self, module: &Rc<ModuleObject>) -> Eval<()> {
        let Some(source) = module.scope.source.clone() else { return Ok(()) };
        for idx in 0..source.module.syntax.body.len() {
            if source.started.borrow().get(idx) == Some(&false) {
                self.run_statement(&module.scope, &source, idx)?;
            }
        }
        Ok(())
    }

    /// Runs a statement of a module that may make tables, unless it ran before. Gives why what it
    /// makes is not known.
    fn run_maker(&mut self, module: &Rc<ModuleObject>, idx: usize) -> Eval<Option<Rc<Unknown>>> {
        let Some(source) = module.scope.source.clone() else { return Ok(None) };
        if !source.waits(idx) {
            return Ok(None);
        }
        self.run_statement(&module.scope, &source, idx)?;
        let Some(Stmt::ClassDef(it)) = source.module.syntax.body.get(idx) else { return Ok(None) };
        Ok(match module.field(&it.name) {
            Some(Value::Unknown(unknown)) => Some(unknown),
            _ => None,
        })
    }

    /// The module of a file, parsed but not run.
    pub(super) fn read_module(&mut self, file: FileId, name: &str) -> Option<Rc<ModuleObject>> {
        if let Some(module) = self.modules.get(&file) {
            return Some(module.clone());
        }
        let module = self.parsed(file)?;
        self.budget.allow_for(self.host.source(file).map_or(0, |it| it.len()));
        let source = Rc::new(Source::new(file, name, module));
        let scope = Scope::module(Some(source));
        let path = self.host.path(file);
        {
            let mut names = scope.names.borrow_mut();
            names.set(
                "__name__",
                Value::str(if name == "__main__" { script_name(&path) } else { name }),
            );
            names.set("__file__", Value::str(path));
            names.set("__doc__", Value::None);
            let package = match self.host.path(file).ends_with("__init__.py") {
                true => name,
                false => name.rsplit_once('.').map_or("", |(package, _)| package),
            };
            names.set("__package__", Value::str(package));
            let spec = [("name", Value::str(name)), ("parent", Value::str(package))];
            names.set("__spec__", Value::Object(self.instance(&MODULE_SPEC, spec)));
        }
        let module = Rc::new(ModuleObject { name: Rc::from(name), scope, library: None });
        self.modules.insert(file, module.clone());
        Some(module)
    }

    /// The syntax of a file, which may have been needed before.
    pub(super) fn parsed(&mut self, file: FileId) -> Option<Rc<Module>> {
        if let Some(module) = self.host.parsed().and_then(|it| it.get(file)) {
            return Some(module);
        }
        let text = self.host.source(file)?;
        let module = match parse(file, &text) {
            Ok(syntax) => Rc::new(Module::new(syntax)),
            Err((span, problem)) => {
                self.host.report(problem.at(span));
                return None;
            }
        };
        if let Some(parsed) = self.host.parsed() {
            parsed.keep(file, &text, &module);
        }
        Some(module)
    }

    /// Runs the statements of a module that bind a name and have not run yet.
    ///
    /// What raises leaves the name unknown: a module of the application may need what is not
    /// here, and that must not stop a migration.
    pub(super) fn demand(
        &mut self,
        scope: &Rc<Scope>,
        source: &Rc<Source>,
        name: &str,
    ) -> Eval<()> {
        for wanted in [name, STAR] {
            if wanted == STAR && source.binds(name) {
                break;
            }
            while let Some(idx) = source.next_unstarted(wanted) {
                self.run_statement(scope, source, idx)?;
            }
        }
        Ok(())
    }

    fn run_statement(&mut self, scope: &Rc<Scope>, source: &Rc<Source>, idx: usize) -> Eval<()> {
        source.start(idx);
        let Some(stmt) = source.module.syntax.body.get(idx) else { return Ok(()) };
        let outer = source.current.replace(idx);
        let trail = std::mem::take(&mut self.trail);
        let places = self.places.len();
        let mut frame = Frame::new(scope.clone(), source.file);
        self.running.push(Running::module(scope.clone()));
        self.importing += 1;
        let res = self.stmt(&mut frame, stmt);
        self.importing -= 1;
        self.running.pop();
        source.current.set(outer);
        let raised = std::mem::replace(&mut self.trail, trail);
        match res {
            Ok(Flow::Next | Flow::Break | Flow::Continue | Flow::Return(_)) => {}
            Err(Stop::Exhausted) => return Err(Stop::Exhausted),
            Err(Stop::Raise(exception)) => {
                self.places.truncate(places);
                let reason = self.exception_line(&exception);
                let span = raised.first().copied();
                let unknown = Value::unknown(code::MISSING_MODULE, reason, span);
                bound_names(stmt, &mut |name| {
                    if scope.names.borrow().get(name).is_none() {
                        scope.names.borrow_mut().set(name, unknown.clone());
                    }
                });
            }
        }
        bound_names(stmt, &mut |name| {
            if let Some(value) = scope.names.borrow().get(name) {
                source.bound.borrow_mut().push((Box::from(name), value.clone()));
            }
        });
        Ok(())
    }
}

/// What is done on the way through modules and what they import.
enum Visit {
    Enter(Rc<ModuleObject>),
    /// Runs the statement at a place of a module.
    Make(Rc<ModuleObject>, usize),
}

/// The name that Alembic gives the module of a migration: that of its file.
fn script_name(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.strip_suffix(".py").unwrap_or(file)
}

fn parse(file: FileId, text: &str) -> Result<ModModule, (Span, Problem)> {
    if let Some(at) = nests_too_deep(text) {
        return Err((Span { file, start: at, end: at }, problem::nests_too_deep()));
    }
    match ruff_python_parser::parse_module(text) {
        Ok(parsed) => Ok(parsed.into_syntax()),
        Err(error) => {
            let span = Span {
                file,
                start: error.location.start().to_u32(),
                end: error.location.end().to_u32(),
            };
            Err((span, problem::syntax_error(&error.error.to_string())))
        }
    }
}

mod problem {
    use super::Problem;

    pub(super) fn syntax_error(error: &str) -> Problem {
        let mut error = error.to_owned();
        if let Some(first) = error.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        Problem::error("syntax-error", format!("this is no Python: {error}"))
            .help("correct the file: Python refuses it, too")
    }

    pub(super) fn nests_too_deep() -> Problem {
        Problem::error("script-too-long", "brackets or blocks nest too deep here to be followed")
    }
}

/// The name that a file's module is imported by, as far as its path tells.
pub(super) fn dotted(path: &str) -> String {
    let path = path.strip_suffix(".py").unwrap_or(path);
    let path = path.strip_suffix("/__init__").unwrap_or(path);
    path.strip_prefix("src/").unwrap_or(path).replace('/', ".")
}
