//! The evaluator's state, what libraries may ask of it, and how it enters a script.

use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use super::budget::{Budget, Limit};
use super::builtins::OBJECT;
use super::class::{Class, Definition, Function, ModuleObject, NativeClass, Object};
use super::define::WRAPPED;
use super::fork::Doubt;
use super::generator;
use super::host::{Direction, Emitted, Host, Outcome, Written};
use super::nesting::holds_too_deep;
use super::scope::{Asked, Scope};
use super::value::{Unknown, Value};
use crate::diagnostic::{Choice, Problem, code};
use crate::op::Operation;
use crate::project::{FileId, Span};

/// What evaluating something gives: a value, or why the code around it does not go on.
pub type Eval<T = Value> = Result<T, Stop>;

/// Why code does not go on.
#[derive(Debug)]
pub enum Stop {
    /// A Python exception on its way to whoever catches it.
    Raise(Value),
    /// The budget is used up; nothing catches this.
    Exhausted,
}

/// The evaluator.
///
/// What libraries build on, besides the methods here: `attribute`, `set_attribute`, `call`,
/// `call_method`, `iterate`, `item`, `truth`, `equal`, `key`, `to_text`, `repr`, `type_of`,
/// `class_of`, `construct`, `new_class`, `is_instance`, `import_module`, `raise`.
pub struct Vm<'h> {
    pub host: &'h mut dyn Host,
    pub(super) budget: Budget,
    /// The classes standing for ours, by the address of their row.
    pub(super) classes: BTreeMap<usize, Rc<Class>>,
    /// What was imported, by dotted name.
    pub(super) imported: BTreeMap<Rc<str>, Value>,
    /// The project's own modules that were read.
    pub(super) modules: BTreeMap<FileId, Rc<ModuleObject>>,
    /// The calls and loops being evaluated, outermost first.
    pub(super) places: Vec<Span>,
    /// The statement being evaluated, in the innermost function.
    pub(super) statement: Option<Span>,
    /// The modules with stars that are being asked for a name, or do not have it.
    pub(super) asked: Asked,
    /// The functions being evaluated, outermost first.
    pub(super) running: Vec<Running>,
    /// The conditions around the current statement that nobody can know, outermost first.
    pub(super) doubts: Vec<Doubt>,
    /// Where the exception on its way was raised, and the calls it left.
    pub(super) trail: Vec<Span>,
    /// The exceptions being handled, for a bare `raise`.
    pub(super) handling: Vec<Value>,
    /// Why the text that is being made of a value cannot be known, if a part of the value is not.
    pub(super) unread: Option<Rc<Unknown>>,
    /// How many operations were emitted.
    pub(super) emitted: usize,
    /// What was made and may refer to itself in a circle; taken apart at the end.
    pub(super) objects: Vec<Weak<Object>>,
    pub(super) own_classes: Vec<Rc<Class>>,
    pub(super) closures: Vec<Weak<Scope>>,
    /// Operations that are kept instead of told to the host, while a batch gathers them.
    pub(super) gathered: Option<Vec<Operation>>,
    /// How often something was told to hang on a value nobody can know.
    pub(super) holes: usize,
    /// How many `try` blocks with handlers are being evaluated.
    pub(super) tries: usize,
    /// Why the database refuses what was emitted last; the call that did so raises it.
    pub(super) refused: Option<Problem>,
    /// Texts that a library tells from equal ones, by where they are kept.
    marked: Vec<Rc<str>>,
    script: FileId,
    /// How many modules are being run, one importing the other.
    pub(super) importing: usize,
    /// Whether the statements of the migration outside its functions are being run.
    pub(super) is_read: bool,
    /// Whether the exception on its way is one that the script raises itself.
    pub(super) is_meant: bool,
}

/// A function being evaluated: what `super()`, `locals()` and `globals()` ask about.
pub(super) struct Running {
    pub scope: Rc<Scope>,
    pub class: Option<Rc<Class>>,
    pub receiver: Option<Value>,
    /// What is being evaluated; nothing for a module.
    pub definition: Option<Rc<Definition>>,
}

impl Running {
    pub(super) fn module(scope: Rc<Scope>) -> Self {
        Self { scope, class: None, receiver: None, definition: None }
    }
}

impl<'h> Vm<'h> {
    pub fn new(host: &'h mut dyn Host) -> Self {
        Self {
            host,
            budget: Budget::new(),
            classes: BTreeMap::new(),
            imported: BTreeMap::new(),
            modules: BTreeMap::new(),
            places: Vec::new(),
            statement: None,
            asked: Asked::default(),
            running: Vec::new(),
            doubts: Vec::new(),
            unread: None,
            trail: Vec::new(),
            handling: Vec::new(),
            emitted: 0,
            objects: Vec::new(),
            own_classes: Vec::new(),
            closures: Vec::new(),
            gathered: None,
            holes: 0,
            tries: 0,
            refused: None,
            marked: Vec::new(),
            script: FileId(0),
            importing: 0,
            is_read: false,
            is_meant: false,
        }
    }

    /// Runs one function of a migration.
    pub fn follow(&mut self, script: FileId, direction: Direction) -> Outcome {
        let name = match direction {
            Direction::Upgrade => "upgrade",
            Direction::Downgrade => "downgrade",
        };
        match self.follow_function(script, name) {
            Ok(true) => Outcome::Done,
            Ok(false) => Outcome::NoFunction,
            Err(Stop::Raise(exception)) => {
                self.report_uncaught(script, &exception);
                Outcome::Stopped
            }
            Err(Stop::Exhausted) => Outcome::Stopped,
        }
    }

    fn follow_function(&mut self, script: FileId, name: &str) -> Eval<bool> {
        self.script = script;
        self.load_listeners(script)?;
        let Some(module) = self.run_script(script)? else { return Err(Stop::Exhausted) };
        let Some(function) = module.field(name) else {
            if module.scope.stars.borrow().is_empty() {
                self.host.report(problem::no_function(name).at(Span::file(script)));
            }
            return Ok(false);
        };
        if let Some(Value::Str(own)) = self.attribute_if_any(&function, "__name__")? {
            self.host.begins(&own);
        }
        if let Some(Value::Unknown(wrapper)) = self.attribute_if_any(&function, WRAPPED)? {
            let span = wrapper.span.unwrap_or_else(|| self.span());
            self.host.incomplete(span, &wrapper);
        }
        let given = self.handed_on(&function, &module, name)?;
        let result = self.call(&function, given, Vec::new());
        if let (Value::Function(function), Err(Stop::Raise(_)), []) =
            (&function, &result, self.trail.as_slice())
        {
            self.trail.push(function.place());
        }
        let result = result?;
        if let Value::Function(function) = &function
            && generator::is_waiting(&result)
        {
            self.host.report(problem::never_runs(name).at(function.place()));
        }
        Ok(true)
    }

    /// What `env.py` hands to the function of a migration that takes something. Where a history
    /// serves several databases that is the name of one, and each has a function of its own. What is
    /// called `op` is taken for Alembic's, which is told.
    fn handed_on(
        &mut self,
        function: &Value,
        module: &ModuleObject,
        name: &str,
    ) -> Eval<Vec<Value>> {
        let Value::Function(function) = function else { return Ok(Vec::new()) };
        if self.host.setup().hands_nothing_on {
            return Ok(Vec::new());
        }
        let required = function.required();
        if let ([_], Some((database, count))) = (required.as_slice(), only_database(module, name)) {
            if count > 1 {
                self.host.report(problem::one_of_several(&database).at(function.place()));
            }
            return Ok(vec![Value::str(database)]);
        }
        let mut given = Vec::new();
        for parameter in required {
            let words = format!("`{parameter}`, which `env.py` hands to `{name}`");
            let unknown = Unknown {
                code: code::MISSING_MODULE,
                reason: words,
                span: Some(function.place()),
                begins: None,
                asked: None,
            };
            if parameter == "op" {
                self.host.incomplete(function.place(), &unknown);
                given.push(self.import_module("alembic.op", self.script)?);
            } else {
                given.push(Value::Unknown(Rc::new(unknown)));
            }
        }
        Ok(given)
    }

    /// The file of the migration that is followed.
    pub fn script(&self) -> FileId {
        self.script
    }

    /// The call being evaluated: where an operation comes from.
    pub fn span(&self) -> Span {
        self.places.last().copied().unwrap_or(Span { file: FileId(0), start: 0, end: 0 })
    }

    /// The statement being evaluated: where what it declares comes from.
    pub fn statement(&self) -> Span {
        self.statement.unwrap_or_else(|| self.span())
    }

    /// A value nobody can know, asked for by the call being evaluated.
    pub fn unknown(&self, code: &'static str, reason: impl Into<String>) -> Value {
        Value::unknown(code, reason, self.places.last().copied())
    }

    /// Tells the host of an operation that the call being evaluated makes.
    ///
    /// Under a condition nobody can know the operation is marked, and the host is told why once.
    /// In the body of a loop over rows nobody can know it is not emitted at all: in an empty
    /// database there are none.
    pub fn emit(&mut self, operation: Operation, origin: impl Into<String>) {
        self.emit_with(operation, origin.into(), Written::Whole);
    }

    /// As [`Self::emit`], for an operation that was made since `holes` were counted: if it has
    /// some itself, its statement would say something else than the script does, and is left out.
    pub fn emit_since(&mut self, holes: usize, operation: Operation, origin: impl Into<String>) {
        let written = if self.holes > holes { Written::InPart } else { Written::Whole };
        self.emit_with(operation, origin.into(), written);
    }

    /// As [`Self::emit`], for an operation that stands for a part of what cannot be written.
    pub fn emit_for_another(&mut self, operation: Operation, origin: impl Into<String>) {
        self.emit_with(operation, origin.into(), Written::ForAnother);
    }

    /// Takes note that a list or the like is changed by what nobody can know, so that nobody knows
    /// what is in it. What rows decide there changes nothing in an empty database.
    pub(super) fn lose_track(&mut self, by: &Value) {
        if let Value::Unknown(unknown) = by
            && unknown.code != code::READS_DATA
        {
            self.incomplete(unknown);
        }
    }

    /// The same text, told from equal ones from now on: `str` has subclasses whose values a library
    /// treats in ways of their own.
    pub fn mark(&mut self, text: &str) -> Value {
        let marked: Rc<str> = Rc::from(text);
        self.marked.push(marked.clone());
        Value::Str(marked)
    }

    /// Whether a value is a text that was marked.
    pub fn is_marked(&self, value: &Value) -> bool {
        matches!(value, Value::Str(it) if self.marked.iter().any(|other| Rc::ptr_eq(it, other)))
    }

    /// How often it was told until now that something hangs on a value nobody can know.
    pub fn holes(&self) -> usize {
        self.holes
    }

    fn emit_with(&mut self, operation: Operation, origin: String, written: Written) {
        self.emitted += 1;
        if let Some(gathered) = &mut self.gathered {
            gathered.push(operation);
            return;
        }
        let span = self.span();
        if self.is_read || self.importing > 0 {
            self.host.incomplete(span, &when_read());
        }
        let maybe = !self.doubts.is_empty();
        for doubt in self.doubts.iter_mut().filter(|it| !it.told) {
            doubt.told = true;
            self.host.incomplete(doubt.span, &doubt.unknown);
        }
        // What the call would send after a statement that is refused, it does not send.
        if !self.is_dry() && self.refused.is_none() {
            let is_tried = self.tries > 0;
            let emitted = Emitted { operation, span, origin, maybe, written, is_tried };
            self.refused = self.host.emit(emitted);
        }
    }

    /// Tells the host of something that runs and cannot be written, since a value in it is not
    /// known. What does not happen in an empty database is told as its condition.
    pub fn emit_unwritten(&mut self, unknown: &Unknown) {
        for doubt in self.doubts.iter_mut().filter(|it| !it.told) {
            doubt.told = true;
            self.host.incomplete(doubt.span, &doubt.unknown);
        }
        if !self.is_dry() {
            self.incomplete(unknown);
        }
    }

    /// Tells the host of an SQL text that runs and cannot be written. What is `known` of it tells
    /// what it may do.
    pub fn emit_unwritten_sql(&mut self, known: &str, unknown: &Unknown) {
        self.emit_unwritten(unknown);
        if !self.is_dry() && self.importing == 0 {
            self.host.leave_unclear(self.span(), known);
        }
    }

    /// Whether what is evaluated does not happen in an empty database.
    fn is_dry(&self) -> bool {
        self.doubts.iter().any(|it| it.is_dry)
    }

    /// Tells the host that the call being evaluated hangs on a value nobody can know.
    ///
    /// What a module of the application does when it is imported is not part of the migration: the
    /// values that it leaves unknown are told of where the migration uses them.
    pub fn incomplete(&mut self, unknown: &Unknown) {
        if self.importing > 0 {
            return;
        }
        let span = self.span();
        self.holes += 1;
        self.host.incomplete(span, unknown);
    }

    /// Tells the host that a name in what the call being evaluated makes hangs on a value nobody can
    /// know: without it the statement is still worth to be written.
    pub fn unnamed(&mut self, unknown: &Unknown) {
        if self.importing == 0 {
            self.host.incomplete(self.span(), unknown);
            self.host.doubt_names();
        }
    }

    /// Tells the host of a problem of the call being evaluated.
    pub fn report(&mut self, problem: Problem) {
        let diagnostic = problem.at(self.span());
        self.host.report(diagnostic);
    }

    /// Whether the statement being evaluated stands under a condition nobody can know.
    pub fn is_in_doubt(&self) -> bool {
        !self.doubts.is_empty()
    }

    /// The class standing for one of ours; the same one every time.
    pub fn class_of(&mut self, native: &'static NativeClass) -> Rc<Class> {
        let address = std::ptr::from_ref(native) as usize;
        if let Some(class) = self.classes.get(&address) {
            return class.clone();
        }
        let mut bases: Vec<Rc<Class>> =
            native.bases.iter().map(|base| self.class_of(base)).collect();
        if bases.is_empty() && !std::ptr::eq(native, &OBJECT) {
            bases.push(self.class_of(&OBJECT));
        }
        let class = Class::new(native.name, Some(native), &bases);
        self.classes.insert(address, class.clone());
        class
    }

    pub(super) fn step(&mut self) -> Eval<()> {
        self.budget.step().map_err(|limit| self.exhausted(limit))
    }

    /// Gives steps for a text that the script reads from a file.
    pub fn allow_for(&mut self, bytes: usize) {
        self.budget.allow_for(bytes);
    }

    /// Pays for going through a value once, in steps.
    pub(super) fn weigh(&mut self, value: &Value) {
        let steps = match value {
            Value::Str(text) => text.len() / 128,
            Value::Bytes(bytes) => bytes.len() / 128,
            Value::Tuple(items) => items.len() / 32,
            Value::List(items) => items.borrow().len() / 32,
            Value::Dict(dict) | Value::Set(dict) => dict.borrow().len() / 4,
            _ => 0,
        };
        if steps > 0 {
            self.budget.charge(steps);
        }
    }

    /// Pays for items of a list or bytes of a text before they are made.
    ///
    /// # Errors
    /// When the budget is used up, which is reported.
    pub fn spend(&mut self, items: usize) -> Eval<()> {
        self.budget.items(items).map_err(|limit| self.exhausted(limit))
    }

    /// Refuses to put a value into a container if it nests too deep already.
    pub(super) fn put(&mut self, value: &Value) -> Eval<()> {
        match holds_too_deep(value) {
            true => Err(self.exhausted(Limit::Nesting)),
            false => self.spend(1),
        }
    }

    /// Runs something one level deeper.
    pub fn deeper<T>(&mut self, run: impl FnOnce(&mut Self) -> Eval<T>) -> Eval<T> {
        self.enter()?;
        let res = run(self);
        self.leave();
        res
    }

    /// Goes one level deeper; [`Vm::leave`] comes back.
    ///
    /// # Errors
    /// It is too deep already, which is reported.
    pub fn enter(&mut self) -> Eval<()> {
        self.budget.enter().map_err(|limit| self.exhausted(limit))
    }

    pub fn leave(&mut self) {
        self.budget.leave();
    }

    pub(super) fn exhausted(&mut self, limit: Limit) -> Stop {
        let place = match limit {
            Limit::Depth => self.deepest_repeated(),
            Limit::Steps => self.loop_or_innermost(),
            Limit::Items | Limit::Nesting => self.innermost(),
        };
        self.host.report(problem::exhausted(limit).at(place));
        Stop::Exhausted
    }

    /// The call that a runaway recursion goes through: the innermost.
    fn deepest_repeated(&self) -> Span {
        let repeated = self
            .places
            .iter()
            .rev()
            .find(|place| self.places.iter().filter(|it| it == place).nth(1).is_some());
        repeated.copied().unwrap_or_else(|| self.innermost())
    }

    /// What takes too many steps: the loop around the statement, if there is one in its function.
    fn loop_or_innermost(&self) -> Span {
        let around = self.places.last().zip(self.statement);
        let around = around.filter(|(place, statement)| place.holds(*statement));
        around.map_or_else(|| self.innermost(), |(place, _)| *place)
    }

    /// The call being evaluated, or the statement if that is in a function that the call entered.
    fn innermost(&self) -> Span {
        match (self.places.last(), self.statement) {
            (Some(call), Some(statement)) if statement.holds(*call) => *call,
            (_, Some(statement)) => statement,
            _ => self.span(),
        }
    }

    pub(super) fn report_uncaught(&mut self, script: FileId, exception: &Value) {
        let text = self.exception_line(exception);
        let mut trail = std::mem::take(&mut self.trail);
        let own = trail.iter().position(|it| it.file == script).unwrap_or(0);
        let place = if own < trail.len() { trail.remove(own) } else { Span::file(script) };
        let is_of_table = self.is_exception(exception, "NoSuchTableError");
        let raised = problem::raised(&text);
        let raised = if is_of_table { problem::of_no_table(raised) } else { raised };
        let mut diagnostic = raised.at(place);
        if let Some(origin) = trail.first().filter(|it| it.file != script) {
            diagnostic = diagnostic.also(*origin, "raised here");
        }
        self.host.report(diagnostic);
    }
}

impl Drop for Vm<'_> {
    /// Functions refer to their module, classes to themselves, tables to their columns and back:
    /// such circles would outlive the run.
    fn drop(&mut self) {
        let modules = self.modules.values().map(|it| it.scope.clone());
        let closures = self.closures.iter().filter_map(Weak::upgrade);
        let scopes: Vec<Rc<Scope>> = modules.chain(closures).collect();
        let names: Vec<_> = scopes.iter().map(|it| it.names.take()).collect();
        let objects: Vec<_> = self.objects.iter().filter_map(Weak::upgrade).collect();
        let fields: Vec<_> = objects.iter().map(|it| it.fields.take()).collect();
        for class in self.classes.values().chain(&self.own_classes) {
            class.mro.take();
            class.fields.take();
        }
        drop((names, fields));
    }
}

/// The database whose function (`upgrade_main`) does something here, if no other one's does, and
/// how many there are.
fn only_database(module: &ModuleObject, name: &str) -> Option<(String, usize)> {
    let prefix = format!("{name}_");
    let names = module.scope.names.borrow();
    let own: Vec<(&str, &Function)> = names
        .iter()
        .filter_map(|(it, value)| match value {
            Value::Function(function) => Some((it.strip_prefix(&prefix)?, &**function)),
            _ => None,
        })
        .collect();
    let mut busy = own.iter().filter(|(_, function)| !function.does_nothing());
    let chosen = busy.next().or(own.first())?.0.to_owned();
    busy.next().is_none().then_some((chosen, own.len()))
}

/// Why nobody can know of which command's script a statement is that stands outside all functions.
fn when_read() -> Unknown {
    Unknown {
        code: "runs-when-read",
        reason: "when Alembic reads the file: before the first revision of every command"
            .to_owned(),
        span: None,
        begins: None,
        asked: None,
    }
}

mod problem {
    use super::{Choice, Limit, Problem, code};

    pub(super) fn exhausted(limit: Limit) -> Problem {
        Problem::error("script-too-long", format!("{}, and is not followed further", limit.words()))
            .help("read the rest of the script by eye: what it did up to here is shown")
    }

    pub(super) fn one_of_several(database: &str) -> Problem {
        let message = format!("of several databases this changes `{database}` at most");
        Problem::note("several-databases", message)
            .help("follow the databases apart where others change in other revisions")
    }

    pub(super) fn raised(text: &str) -> Problem {
        Problem::error(code::SCRIPT_RAISED, format!("the script stops with `{text}`"))
    }

    pub(super) fn no_function(name: &str) -> Problem {
        let message = format!("the file has no function `{name}`, where Alembic stops");
        Problem::error("no-direction", message)
    }

    pub(super) fn never_runs(name: &str) -> Problem {
        let message = format!("`{name}` is a generator: Alembic calls it, and nothing of it runs");
        Problem::warning("never-runs", message).help("take the `yield` out")
    }

    pub(super) fn of_no_table(raised: Problem) -> Problem {
        raised
            .help("if the table is there before the first revision, give the baseline that has it")
            .remedy(Choice::Baseline)
    }
}
