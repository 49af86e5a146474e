//! The project's own modules: parsed once, and run statement by statement when a name is wanted.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ruff_python_ast::{self as ast, Expr, ModModule, Stmt};

use super::class::{Definition, ModuleObject, NativeClass};
use super::nesting::nests_too_deep;
use super::scope::{Frame, Scope};
use super::stmt::Flow;
use super::value::{Unknown, Value};
use super::vm::{Eval, Running, Stop, Vm};
use crate::diagnostic::Problem;
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

    /// The statements that may make tables and have not run yet, above the one being run.
    fn unstarted_makers(&self) -> Vec<usize> {
        let started = self.started.borrow();
        let statements = self.module.syntax.body.iter().zip(started.iter()).enumerate();
        statements
            .take_while(|(idx, _)| *idx < self.current.get())
            .filter(|(_, (stmt, started))| !**started && may_make_tables(stmt))
            .map(|(idx, _)| idx)
            .collect()
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

/// Whether a decorator is one of those by which a project makes an operation of its own.
fn makes_operation(decorator: &ast::Decorator) -> bool {
    let Expr::Call(call) = &decorator.expression else { return false };
    let Expr::Attribute(it) = &*call.func else { return false };
    matches!(it.attr.as_str(), "register_operation" | "implementation_for")
}

/// The call that attaches the function below it to a class: `listens_for(...)`, `compiles(...)`.
fn attaching(decorator: &ast::Decorator) -> Option<&ast::ExprCall> {
    let call = decorator.expression.as_call_expr()?;
    matches!(callee(call), "listens_for" | "compiles").then_some(call)
}

/// Whether it attaches to a class of which that changes what migrations send. `others` are names
/// that may stand for one.
fn attaches_to(call: &ast::ExprCall, others: &BTreeSet<&str>) -> bool {
    let name = match call.arguments.args.first() {
        Some(Expr::Name(it)) => it.id.as_str(),
        Some(Expr::Attribute(it)) => &it.attr,
        _ => return true,
    };
    ATTACHED_TO.contains(&name) || others.contains(name)
}

/// The names that a module's imports give to others.
fn renamed(body: &[Stmt]) -> BTreeSet<&str> {
    let imports = body.iter().filter_map(Stmt::as_import_from_stmt);
    imports.flat_map(|it| &it.names).filter_map(|it| it.asname.as_deref()).collect()
}

/// The last word of what a call calls.
fn callee(call: &ast::ExprCall) -> &str {
    match &*call.func {
        Expr::Name(it) => &it.id,
        Expr::Attribute(it) => &it.attr,
        _ => "",
    }
}

/// The names that a decorator changes: those of the classes it attaches the function to.
fn attached_names(decorator: &ast::Decorator, tell: &mut dyn FnMut(&str)) {
    let given = attaching(decorator).map(|it| &*it.arguments.args).unwrap_or_default();
    given.iter().for_each(|it| target_names(it, tell));
}

/// What `__spec__` is: where a module stands among packages.
static MODULE_SPEC: NativeClass =
    NativeClass { name: "ModuleSpec", module: "importlib.machinery", ..NativeClass::EMPTY };

/// The classes to which an attached function changes what migrations send.
pub const ATTACHED_TO: &[&str] =
    &["PrimaryKeyConstraint", "ForeignKeyConstraint", "UniqueConstraint", "CheckConstraint"];

/// The star that `from x import *` is noted under.
const STAR: &str = "*";

impl Vm<'_> {
    /// Runs a migration from top to bottom. Nothing if it cannot be read, which is reported.
    pub(super) fn run_script(&mut self, file: FileId) -> Eval<Option<Rc<ModuleObject>>> {
        let Some(module) = self.read_module(file, "__main__") else { return Ok(None) };
        let Some(source) = module.scope.source.clone() else { return Ok(None) };
        let mut frame = Frame::new(module.scope.clone(), file);
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

    /// Runs the functions of other files that are marked to be attached to `SQLAlchemy`'s classes.
    pub(super) fn load_listeners(&mut self, script: FileId) -> Eval<()> {
        for file in self.host.listeners() {
            if file == script {
                continue;
            }
            let path = self.host.path(file);
            let dotted = path.trim_end_matches(".py").replace('/', ".");
            let Some(module) = self.read_module(file, &dotted) else { continue };
            let Some(source) = module.scope.source.clone() else { continue };
            let body = &source.module.syntax.body;
            let others = renamed(body);
            for stmt in body {
                let Stmt::FunctionDef(it) = stmt else { continue };
                let matters =
                    |it: &ast::Decorator| attaching(it).is_some_and(|it| attaches_to(it, &others));
                if it.decorator_list.iter().any(matters) {
                    self.module_attribute(&module, &it.name)?;
                }
            }
        }
        Ok(())
    }

    /// Runs what makes operations of the project's own in other files.
    pub(super) fn load_operations(&mut self) -> Eval<()> {
        for file in self.host.custom_operations() {
            let path = self.host.path(file);
            let dotted = path.trim_end_matches(".py").replace('/', ".");
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
                        waiting.push(Visit::Leave(module));
                        let inner = self.modules_named_in(&source);
                        waiting.extend(inner.into_iter().rev().map(Visit::Enter));
                    }
                }
                Visit::Leave(module) => {
                    let found = self.run_makers(&module)?;
                    missing = missing.or(found);
                }
            }
        }
        Ok(missing)
    }

    /// The modules of the project that a module's imports name, read and not run.
    fn modules_named_in(&mut self, source: &Source) -> Vec<Rc<ModuleObject>> {
        let mut names = Vec::new();
        imported_names(&source.module.syntax.body, &mut names);
        let mut found = Vec::new();
        for dotted in names {
            if let Some(module) = self.host.module(&dotted, source.file) {
                found.extend(self.read_module(module.file, &dotted));
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

    /// Runs the statements of a module that may make tables.
    fn run_makers(&mut self, module: &Rc<ModuleObject>) -> Eval<Option<Rc<Unknown>>> {
        let Some(source) = module.scope.source.clone() else { return Ok(None) };
        let mut missing = None;
        for idx in source.unstarted_makers() {
            self.run_statement(&module.scope, &source, idx)?;
            if let Some(Stmt::ClassDef(it)) = source.module.syntax.body.get(idx)
                && let Some(Value::Unknown(unknown)) = module.field(&it.name)
            {
                missing.get_or_insert(unknown);
            }
        }
        Ok(missing)
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
                let unknown = Value::unknown("missing-module", reason, span);
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

/// A module on the way through imports: what it imports comes before what it makes.
enum Visit {
    Enter(Rc<ModuleObject>),
    Leave(Rc<ModuleObject>),
}

/// Whether a statement of a module may add a table to a metadata.
fn may_make_tables(stmt: &Stmt) -> bool {
    let makes = |value: &Expr| value.as_call_expr().is_some_and(|it| callee(it) == "Table");
    match stmt {
        Stmt::ClassDef(it) => it.arguments.is_some() && it.body.iter().any(is_of_model),
        Stmt::Assign(it) => makes(&it.value),
        Stmt::AnnAssign(it) => it.value.as_ref().is_some_and(|it| makes(it)),
        Stmt::Expr(it) => makes(&it.value),
        Stmt::For(it) => it.body.iter().any(may_make_tables),
        Stmt::With(it) => it.body.iter().any(may_make_tables),
        Stmt::Try(it) => it.body.iter().any(may_make_tables),
        Stmt::If(it) => {
            let branches = it.elif_else_clauses.iter().map(|it| &it.body);
            branches.chain([&it.body]).any(|it| it.iter().any(may_make_tables))
        }
        _ => false,
    }
}

/// Whether a statement of a class body is one of a mapped class.
fn is_of_model(stmt: &Stmt) -> bool {
    let is_column = |value: &Expr| {
        value.as_call_expr().is_some_and(|it| matches!(callee(it), "Column" | "mapped_column"))
    };
    let is_table = |target: &Expr| {
        target.as_name_expr().is_some_and(|it| matches!(&*it.id, "__tablename__" | "__table__"))
    };
    match stmt {
        Stmt::Assign(it) => is_column(&it.value) || it.targets.iter().any(is_table),
        Stmt::AnnAssign(it) => {
            it.value.as_ref().is_some_and(|it| is_column(it)) || is_table(&it.target)
        }
        Stmt::FunctionDef(it) => &*it.name == "__tablename__",
        _ => false,
    }
}

/// The dotted names of the modules that imports in a body may name.
fn imported_names(body: &[Stmt], names: &mut Vec<String>) {
    for stmt in body {
        match stmt {
            Stmt::Import(it) => names.extend(it.names.iter().map(|it| it.name.to_string())),
            Stmt::ImportFrom(it) => {
                let dots = ".".repeat(it.level as usize);
                let module = it.module.as_ref().map_or("", |it| it.as_str());
                let between = if module.is_empty() { "" } else { "." };
                let inside =
                    it.names.iter().map(|it| format!("{dots}{module}{between}{}", it.name));
                names.push(format!("{dots}{module}"));
                names.extend(inside);
            }
            Stmt::Try(it) => imported_names(&it.body, names),
            Stmt::If(it) => imported_names(&it.body, names),
            _ => {}
        }
    }
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

/// Tells the names that a statement binds, or whose values it changes in place.
fn bound_names(stmt: &Stmt, tell: &mut dyn FnMut(&str)) {
    match stmt {
        Stmt::FunctionDef(it) => {
            tell(&it.name);
            it.decorator_list.iter().for_each(|it| attached_names(it, tell));
        }
        Stmt::ClassDef(it) => tell(&it.name),
        Stmt::Assign(it) => it.targets.iter().for_each(|it| target_names(it, tell)),
        Stmt::AugAssign(it) => target_names(&it.target, tell),
        Stmt::AnnAssign(it) => target_names(&it.target, tell),
        Stmt::TypeAlias(it) => target_names(&it.name, tell),
        Stmt::Import(it) => it.names.iter().for_each(|it| alias_name(it, tell)),
        Stmt::ImportFrom(it) => it.names.iter().for_each(|it| alias_name(it, tell)),
        Stmt::Delete(it) => it.targets.iter().for_each(|it| target_names(it, tell)),
        Stmt::For(it) => {
            target_names(&it.target, tell);
            body_names(&it.body, tell);
            body_names(&it.orelse, tell);
        }
        Stmt::While(it) => body_names(&it.body, tell),
        Stmt::If(it) => {
            body_names(&it.body, tell);
            it.elif_else_clauses.iter().for_each(|it| body_names(&it.body, tell));
        }
        Stmt::With(it) => {
            it.items
                .iter()
                .filter_map(|it| it.optional_vars.as_deref())
                .for_each(|it| target_names(it, tell));
            body_names(&it.body, tell);
        }
        Stmt::Try(it) => {
            body_names(&it.body, tell);
            for handler in &it.handlers {
                let ast::ExceptHandler::ExceptHandler(handler) = handler;
                body_names(&handler.body, tell);
            }
            body_names(&it.orelse, tell);
            body_names(&it.finalbody, tell);
        }
        Stmt::Match(it) => it.cases.iter().for_each(|it| body_names(&it.body, tell)),
        // `names.append(...)` and `setup(...)` change what they are called on.
        Stmt::Expr(it) => {
            let Expr::Call(call) = &*it.value else { return };
            if let Expr::Attribute(method) = &*call.func {
                target_names(&method.value, tell);
            }
            if callee(call) == "listen"
                && let Some(listened) = call.arguments.args.first()
            {
                target_names(listened, tell);
            }
        }
        _ => {}
    }
}

fn body_names(body: &[Stmt], tell: &mut dyn FnMut(&str)) {
    body.iter().for_each(|it| bound_names(it, tell));
}

fn alias_name(alias: &ast::Alias, tell: &mut dyn FnMut(&str)) {
    match &alias.asname {
        Some(name) => tell(name),
        None => tell(alias.name.split('.').next().unwrap_or_default()),
    }
}

fn target_names(target: &Expr, tell: &mut dyn FnMut(&str)) {
    match target {
        Expr::Name(name) => tell(&name.id),
        Expr::Tuple(it) => it.elts.iter().for_each(|it| target_names(it, tell)),
        Expr::List(it) => it.elts.iter().for_each(|it| target_names(it, tell)),
        Expr::Starred(it) => target_names(&it.value, tell),
        Expr::Attribute(it) => target_names(&it.value, tell),
        Expr::Subscript(it) => target_names(&it.value, tell),
        _ => {}
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
