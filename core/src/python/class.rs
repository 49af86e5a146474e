//! Classes, their objects, and the functions that scripts and we define.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::args::Args;
use super::scope::Scope;
use super::value::{Value, put, replacements};
use super::vm::{Eval, Vm};
use crate::project::FileId;

/// A function of ours that scripts may call: one row of a table.
pub struct Native {
    pub name: &'static str,
    /// The signature as Python writes it, `self` included for methods:
    /// `"table_name, *columns, schema=None, **kw"`.
    pub params: &'static str,
    pub call: fn(&mut Vm<'_>, &Args) -> Eval,
}

impl Native {
    /// A row of a table, in one line.
    pub const fn new(
        name: &'static str,
        params: &'static str,
        call: fn(&mut Vm<'_>, &Args) -> Eval,
    ) -> Self {
        Self { name, params, call }
    }
}

/// A class of ours: one row of a table.
///
/// Rows are `static`, never `const`: a class is told from others by its address.
///
/// Methods with Python's special names (`__enter__`, `__exit__`, `__call__`, `__iter__`,
/// `__getitem__`, `__getattr__`, `__setattr__`, `__contains__`, `__len__`, `__bool__`, `__str__`,
/// `__repr__`, `__eq__`, `__hash__`, ...) work as those of scripts do. Among `class_methods` they
/// are the metaclass's: what `Class[...]`, `iter(Class)` and `len(Class)` ask.
///
/// Without an `init`, calling the class binds the arguments to `params` and stores each as a field
/// of the same name, which is what most of `SQLAlchemy`'s constructs need.
pub struct NativeClass {
    pub name: &'static str,
    /// The module it says it is from: `sqlalchemy.sql.sqltypes`.
    pub module: &'static str,
    pub bases: &'static [&'static Self],
    /// The signature of its constructor, without `self`. Empty inherits the first base's.
    pub params: &'static str,
    /// Runs on the new object; the arguments are bound to `params`.
    pub init: Option<Init>,
    /// Called on an object; `self` is the first parameter.
    pub methods: &'static [Native],
    /// Computed attributes, called with `self` alone.
    pub properties: &'static [Native],
    /// Called on the class; `cls` is the first parameter.
    pub class_methods: &'static [Native],
    /// What operators do: `left op right`, where at least one side is of this class. `None` means
    /// that this class does not know the operator.
    pub operator: Option<Operate>,
    /// Makes what calling the class gives, in place of an object with fields. The class is the one
    /// that was called: this one or one that inherits it. The arguments are bound to `params`.
    pub new: Option<New>,
    /// Told of every class that inherits this one, once its body has run: what `__init_subclass__`
    /// or a metaclass does.
    pub subclassed: Option<Subclassed>,
    /// Told of the body of every class that inherits this one, after each of its statements.
    pub in_body: Option<InBody>,
    /// Whether the library's class has more than is said here.
    pub has_more: bool,
    /// Attributes of objects that are nowhere else.
    pub attribute: Option<Attribute>,
    /// Attributes of the class itself that are nowhere else, asked of it and of those inheriting.
    pub class_attribute: Option<ClassAttribute>,
}

impl NativeClass {
    /// A row with nothing in it, to be completed with `..NativeClass::EMPTY`.
    pub const EMPTY: Self = Self {
        name: "",
        module: "builtins",
        bases: &[],
        params: "",
        init: None,
        methods: &[],
        properties: &[],
        class_methods: &[],
        operator: None,
        new: None,
        subclassed: None,
        in_body: None,
        has_more: false,
        attribute: None,
        class_attribute: None,
    };
}

/// Runs on a new object.
pub type Init = fn(&mut Vm<'_>, &Rc<Object>, &Args) -> Eval<()>;
/// Makes what calling a class gives.
pub type New = fn(&mut Vm<'_>, &Rc<Class>, &Args) -> Eval;
/// `left op right`; nothing if the class does not know the operator.
pub type Operate = fn(&mut Vm<'_>, Operator, &Value, &Value) -> Eval<Option<Value>>;
/// Is told of a class that inherits another.
pub type Subclassed = fn(&mut Vm<'_>, &Rc<Class>) -> Eval<()>;
/// What becomes of the names that the body of an inheriting class has bound so far.
pub type InBody = fn(&mut Vm<'_>, &[Rc<Class>], &Scope) -> Eval<()>;
/// An attribute of an object, if it has it.
pub type Attribute = fn(&mut Vm<'_>, &Rc<Object>, &str) -> Eval<Option<Value>>;
/// An attribute of a class, if it has it.
pub type ClassAttribute = fn(&mut Vm<'_>, &Rc<Class>, &str) -> Eval<Option<Value>>;
/// Names with their values.
pub type Values = fn(&mut Vm<'_>) -> Vec<(&'static str, Value)>;
/// What stands under a name, if anything does.
pub type Fallback = fn(&mut Vm<'_>, &str) -> Eval<Option<Value>>;

/// What stands between two operands. Unary ones have `None` on the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Add,
    Sub,
    Mul,
    MatMul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    BitAnd,
    BitOr,
    BitXor,
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    In,
    Item,
    Negative,
    Positive,
    Invert,
}

/// A module of ours that scripts may import: one row of the table of modules.
pub struct Library {
    /// Dotted, as imported: `sqlalchemy.dialects.postgresql`.
    pub name: &'static str,
    pub functions: &'static [Native],
    pub classes: &'static [&'static NativeClass],
    /// Rows whose names it has as well, as a module that imports another's with a star.
    pub includes: &'static [&'static Self],
    /// Names that are none of these, made when the module is imported: constants, instances.
    pub values: Option<Values>,
    /// Answers for names that have no row (`func.anything`), if the module has such.
    pub fallback: Option<Fallback>,
    /// The names besides that some version of it has, if no version has another.
    pub rest: Option<&'static [&'static str]>,
}

impl Library {
    /// A row with nothing in it, to be completed with `..Library::EMPTY`.
    pub const EMPTY: Self = Self {
        name: "",
        functions: &[],
        classes: &[],
        includes: &[],
        values: None,
        fallback: None,
        rest: None,
    };

    /// Whether it may have a name without a row: we may know less of a library than the project's
    /// version of it has.
    pub fn may_have(&self, name: &str) -> bool {
        self.rest.is_none_or(|it| it.contains(&name) || name.starts_with("__"))
    }

    /// The row under a name: its own before those that it includes, and of two the later one.
    pub fn row(&self, name: &str) -> Option<Row> {
        let class = self.classes.iter().rfind(|it| it.name == name).copied().map(Row::Class);
        class
            .or_else(|| self.functions.iter().rfind(|it| it.name == name).map(Row::Function))
            .or_else(|| self.includes.iter().rev().find_map(|it| it.row(name)))
    }
}

/// What a library has under a name.
#[derive(Clone, Copy)]
pub enum Row {
    Function(&'static Native),
    Class(&'static NativeClass),
}

/// A class: of the script, or standing for one of ours.
pub struct Class {
    pub name: Rc<str>,
    /// The class's own row, if it is one of ours.
    pub native: Option<&'static NativeClass>,
    /// Itself first, then its bases in the order in which attributes are looked up.
    pub mro: RefCell<Vec<Rc<Self>>>,
    /// What its body defined, in order.
    pub fields: RefCell<Fields>,
}

/// An object of a class.
pub struct Object {
    pub class: RefCell<Rc<Class>>,
    pub fields: RefCell<Fields>,
}

/// Named values in the order in which they were first set. A copy shares them until it changes.
#[derive(Clone, Debug, Default)]
pub struct Fields(Rc<Named>);

#[derive(Clone, Debug, Default)]
struct Named {
    order: Vec<(Rc<str>, Value)>,
    /// The places of names in `order`, once there are [`MANY`].
    index: BTreeMap<Rc<str>, usize>,
}

/// From so many names on an index finds one faster than going through them does.
const MANY: usize = 48;

impl Named {
    fn place(&self, name: &str) -> Option<usize> {
        match self.index.is_empty() {
            true => self.order.iter().position(|(it, _)| **it == *name),
            false => self.index.get(name).copied(),
        }
    }

    fn push(&mut self, name: &str, value: Value) {
        let name: Rc<str> = Rc::from(name);
        if !self.index.is_empty() {
            self.index.insert(name.clone(), self.order.len());
        }
        self.order.push((name, value));
        if self.index.is_empty() && self.order.len() >= MANY {
            self.index_again();
        }
    }

    fn remove(&mut self, place: usize) -> Value {
        let (_, value) = self.order.remove(place);
        if !self.index.is_empty() {
            self.index_again();
        }
        value
    }

    fn index_again(&mut self) {
        let names = self.order.iter().enumerate();
        self.index = names.map(|(place, (name, _))| (name.clone(), place)).collect();
    }
}

/// A function of the script: `def` or `lambda`.
pub struct Function {
    pub name: Rc<str>,
    /// The definition; shared, since closures may be made from it many times.
    pub definition: Rc<Definition>,
    /// Default values, evaluated when the `def` ran, in the order of the parameters that have one.
    pub defaults: Vec<(Rc<str>, Value)>,
    /// The names around it.
    pub scope: Rc<Scope>,
    /// Attributes set on it.
    pub fields: RefCell<Fields>,
}

impl Function {
    /// Whether the body is empty: `pass`, or a text that says what the function is for.
    pub fn does_nothing(&self) -> bool {
        use ruff_python_ast::Stmt;
        let Code::Def(definition) = &self.definition.code else { return false };
        definition.body.iter().all(|it| match it {
            Stmt::Pass(_) => true,
            Stmt::Expr(it) => it.value.is_literal_expr(),
            _ => false,
        })
    }
}

/// The syntax of a function, and where it stands.
pub struct Definition {
    pub code: Code,
    pub file: FileId,
    /// Whether a call gives an iterator over what the body yields.
    pub is_generator: bool,
    /// Whether a call gives something to be awaited, which no migration does.
    pub is_async: bool,
}

/// The syntax of a function.
pub enum Code {
    Def(ruff_python_ast::StmtFunctionDef),
    Lambda(ruff_python_ast::ExprLambda),
}

/// A function of the script with its first argument.
pub struct BoundMethod {
    pub function: Rc<Function>,
    pub receiver: Value,
}

/// A function of ours, with its first argument if it was taken from an object or class.
pub struct BoundNative {
    pub native: &'static Native,
    pub receiver: Option<Value>,
}

/// An imported module. Those of the project are evaluated name by name, when asked.
pub struct ModuleObject {
    pub name: Rc<str>,
    /// Its names; those of a module of the project appear when they are asked for.
    pub scope: Rc<Scope>,
    /// The row it stands for, if it is one of ours.
    pub library: Option<&'static Library>,
}

impl ModuleObject {
    /// A name that the module has by now.
    pub fn field(&self, name: &str) -> Option<Value> {
        self.scope.names.borrow().get(name).cloned()
    }

    pub fn set_field(&self, name: &str, value: Value) {
        self.scope.names.borrow_mut().set(name, value);
    }
}

impl Fields {
    pub fn get(&self, name: &str) -> Option<&Value> {
        let place = self.0.place(name)?;
        self.0.order.get(place).map(|(_, value)| value)
    }

    pub fn set(&mut self, name: &str, value: Value) {
        let own = Rc::make_mut(&mut self.0);
        match own.place(name).and_then(|it| own.order.get_mut(it)) {
            Some(entry) => entry.1 = value,
            None => own.push(name, value),
        }
    }

    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let place = self.0.place(name)?;
        Some(Rc::make_mut(&mut self.0).remove(place))
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.order.iter().map(|(name, value)| (&**name, value))
    }

    /// Whether nothing was set since one of the two was made as a copy of the other.
    pub fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// Puts other values in the place of some.
    pub fn replace(&mut self, with: &dyn Fn(&Value) -> Option<Value>) {
        let found = replacements(&self.0.order, with);
        if !found.is_empty() {
            put(&mut Rc::make_mut(&mut self.0).order, found);
        }
    }

    /// The values, unless a copy has them still.
    pub fn into_values(self) -> impl Iterator<Item = Value> {
        let own = Rc::into_inner(self.0).map(|it| it.order);
        own.into_iter().flatten().map(|(_, value)| value)
    }

    pub fn len(&self) -> usize {
        self.0.order.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.order.is_empty()
    }
}

impl Object {
    /// A field's value; a missing one is nothing, not Python's `None`.
    pub fn field(&self, name: &str) -> Option<Value> {
        self.fields.borrow().get(name).cloned()
    }

    pub fn set_field(&self, name: &str, value: Value) {
        self.fields.borrow_mut().set(name, value);
    }

    /// Whether it is of this class of ours, or of one that inherits it.
    pub fn is(&self, native: &'static NativeClass) -> bool {
        self.class.borrow().is(native)
    }
}

impl Class {
    /// Whether it is this class of ours, or inherits it.
    pub fn is(&self, native: &'static NativeClass) -> bool {
        self.mro.borrow().iter().any(|it| it.native.is_some_and(|own| std::ptr::eq(own, native)))
    }

    /// Whether it is a library's class, or inherits one, that has more than we say.
    pub fn has_more(&self) -> bool {
        self.mro.borrow().iter().any(|it| it.native.is_some_and(|own| own.has_more))
    }
}

impl std::fmt::Debug for Class {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<class {}>", self.name)
    }
}

impl std::fmt::Debug for Object {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{} object>", self.class.borrow().name)
    }
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<function {}>", self.name)
    }
}

impl std::fmt::Debug for BoundMethod {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<bound {:?}>", self.function)
    }
}

impl std::fmt::Debug for BoundNative {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<function {}>", self.native.name)
    }
}

impl std::fmt::Debug for ModuleObject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<module {}>", self.name)
    }
}
