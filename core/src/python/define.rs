//! Definitions: `def`, `lambda` and `class`.

use crate::diagnostic::code;
use std::cell::RefCell;
use std::rc::Rc;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use super::class::{Class, Code, Definition, Fields, Function};
use super::given::asking;
use super::operator::held;
use super::scope::{Frame, Scope, ScopeKind};
use super::stmt::{Flow, span_of};

use super::value::{Dict, Unknown, Value};
use super::vm::{Eval, Vm};

impl Vm<'_> {
    pub(super) fn def_stmt(
        &mut self,
        frame: &mut Frame<'_>,
        stmt: &ast::StmtFunctionDef,
    ) -> Eval<Flow> {
        let defaults = self.defaults(frame, &stmt.parameters)?;
        let definition = self.definition(frame, stmt.range().start().to_u32(), || Definition {
            code: Code::Def(stmt.clone()),
            file: frame.file,
            is_generator: yields(&stmt.body),
            is_async: stmt.is_async,
        });
        let mut value = self.function(frame, &stmt.name, definition, defaults);
        if let Value::Function(function) = &value
            && let Some(doc) = docstring(&stmt.body)
        {
            function.fields.borrow_mut().set("__doc__", doc);
        }
        for decorator in stmt.decorator_list.iter().rev() {
            value = self.decorate(frame, decorator, value)?;
        }
        frame.scope.set(&stmt.name, value);
        Ok(Flow::Next)
    }

    pub(super) fn lambda(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprLambda) -> Eval {
        let defaults = match &expr.parameters {
            Some(parameters) => self.defaults(frame, parameters)?,
            None => Vec::new(),
        };
        let definition = self.definition(frame, expr.range().start().to_u32(), || Definition {
            code: Code::Lambda(expr.clone()),
            file: frame.file,
            is_generator: false,
            is_async: false,
        });
        Ok(self.function(frame, "<lambda>", definition, defaults))
    }

    fn definition(
        &self,
        frame: &Frame<'_>,
        start: u32,
        make: impl FnOnce() -> Definition,
    ) -> Rc<Definition> {
        match &frame.scope.globals().source {
            Some(source) => source.module.definition(start, make),
            None => Rc::new(make()),
        }
    }

    fn function(
        &mut self,
        frame: &Frame<'_>,
        name: &str,
        definition: Rc<Definition>,
        defaults: Vec<(Rc<str>, Value)>,
    ) -> Value {
        let scope = frame.scope.for_functions();
        if scope.kind != ScopeKind::Module {
            self.closures.push(Rc::downgrade(&scope));
        }
        Value::Function(Rc::new(Function {
            name: Rc::from(name),
            definition,
            defaults,
            scope,
            fields: RefCell::default(),
        }))
    }

    fn defaults(
        &mut self,
        frame: &mut Frame<'_>,
        parameters: &ast::Parameters,
    ) -> Eval<Vec<(Rc<str>, Value)>> {
        let mut defaults = Vec::new();
        for parameter in parameters.iter_non_variadic_params() {
            if let Some(default) = parameter.default() {
                let value = self.expr(frame, default)?;
                defaults.push((Rc::from(parameter.name().as_str()), value));
            }
        }
        Ok(defaults)
    }

    fn decorate(
        &mut self,
        frame: &mut Frame<'_>,
        decorator: &ast::Decorator,
        value: Value,
    ) -> Eval {
        let wrapper = self.expr(frame, &decorator.expression)?;
        // What a decorator that is not here makes of a function is most often the function.
        if wrapper.is_unknown() {
            if let (Value::Function(function), Value::Unknown(wrapper)) = (&value, &wrapper) {
                let span = Some(span_of(frame, decorator));
                let wrapper = Unknown { span, asked: None, ..Unknown::clone(wrapper) };
                function.fields.borrow_mut().set(WRAPPED, Value::Unknown(Rc::new(wrapper)));
            }
            return Ok(value);
        }
        self.places.push(span_of(frame, decorator));
        let res = self.call(&wrapper, vec![value], Vec::new());
        self.places.pop();
        res
    }

    /// The types that a function gives its parameters, by their names.
    pub(super) fn hints_of(&mut self, function: &Function) -> Eval {
        let mut hints = Dict::default();
        let mut frame = Frame::new(function.scope.clone(), function.definition.file);
        for parameter in function.parameters().into_iter().flat_map(ast::Parameters::iter) {
            if let Some(hint) = parameter.as_parameter().annotation() {
                hints.insert_str(parameter.name(), self.expr(&mut frame, hint)?);
            }
        }
        Ok(Value::dict(hints))
    }

    pub(super) fn class_stmt(
        &mut self,
        frame: &mut Frame<'_>,
        stmt: &ast::StmtClassDef,
    ) -> Eval<Flow> {
        let mut bases = Vec::new();
        let mut unknown_base = None;
        let mut keywords = Vec::new();
        if let Some(arguments) = &stmt.arguments {
            for base in self.display(frame, &arguments.args)? {
                match base {
                    Value::Class(class) => bases.push(class),
                    Value::Unknown(_) => unknown_base = Some(base),
                    other => {
                        if let Some(Value::Class(class)) =
                            self.attribute_if_any(&other, "__origin__")?
                        {
                            bases.push(class);
                        }
                    }
                }
            }
            for keyword in &arguments.keywords {
                let value = self.expr(frame, &keyword.value)?;
                if let Some(name) = &keyword.arg {
                    keywords.push((name.to_string(), value));
                }
            }
        }
        let fields = self.class_body(frame, stmt, &bases)?;
        self.places.push(span_of(frame, &stmt.name));
        let class = self.finish_class(stmt, &bases, fields, keywords);
        self.places.pop();
        let class = class?;
        if let Some(unknown) = unknown_base {
            if let Some(Value::Object(table)) = class.fields.borrow().get("__table__") {
                // The base may bring columns of its own.
                super::lib::sqlalchemy::fields::push(table, "_unknown", unknown.clone());
            }
            // What objects have of it is no part of the base itself, so that no name stands for it.
            class.fields.borrow_mut().set(UNKNOWN_BASE, asking(unknown, None));
        }
        let mut value = Value::Class(class);
        for decorator in stmt.decorator_list.iter().rev() {
            value = self.decorate(frame, decorator, value)?;
        }
        frame.scope.set(&stmt.name, value);
        Ok(Flow::Next)
    }

    fn class_body(
        &mut self,
        frame: &mut Frame<'_>,
        stmt: &ast::StmtClassDef,
        bases: &[Rc<Class>],
    ) -> Eval<Fields> {
        let scope = Scope::new(ScopeKind::Class, Some(frame.scope.clone()));
        let mut inner = Frame::new(scope.clone(), frame.file);
        if let Some(doc) = docstring(&stmt.body) {
            scope.set("__doc__", doc);
        }
        let hook_of = |class: &Rc<Class>| {
            let mro = class.mro.borrow();
            mro.iter().filter_map(|it| it.native).find_map(|it| it.in_body)
        };
        match bases.iter().find_map(hook_of) {
            None => {
                self.block(&mut inner, &stmt.body)?;
            }
            Some(hook) => {
                for one in &stmt.body {
                    self.block(&mut inner, std::slice::from_ref(one))?;
                    hook(self, bases, &scope)?;
                }
            }
        }
        let fields = scope.names.take();
        Ok(fields)
    }

    fn finish_class(
        &mut self,
        stmt: &ast::StmtClassDef,
        bases: &[Rc<Class>],
        fields: Fields,
        keywords: Vec<(String, Value)>,
    ) -> Eval<Rc<Class>> {
        let class = self.new_class(&stmt.name, bases, fields)?;
        let parent = class
            .mro
            .borrow()
            .iter()
            .skip(1)
            .find_map(|it| it.fields.borrow().get("__init_subclass__").cloned());
        if let Some(hook) = parent {
            let hook = match hook {
                Value::Object(object) => object.field("function").unwrap_or(Value::None),
                hook => hook,
            };
            let keywords = keywords.into_iter().filter(|(name, _)| name != "metaclass").collect();
            self.call(&hook, vec![Value::Class(class.clone())], keywords)?;
        }
        Ok(class)
    }

    /// Why nobody can know all that a class inherits, if one of its bases is unknown.
    pub fn unknown_base(&self, class: &Class) -> Option<Value> {
        let mro = class.mro.borrow();
        mro.iter().find_map(|it| it.fields.borrow().get(UNKNOWN_BASE).cloned())
    }

    /// Why nobody can know all about a class or an object, if one of its bases is unknown.
    pub fn open(&self, value: &Value) -> Option<Value> {
        match value {
            Value::Object(object) => self.unknown_base(&object.class.borrow()),
            Value::Class(class) => self.unknown_base(class),
            _ => None,
        }
    }

    /// What a base that nobody can know may bring under a special name: how the value is shown,
    /// compared, gone through or calculated with.
    pub(super) fn open_special(&self, value: &Value, name: &str) -> Option<Value> {
        let brings = match value {
            Value::Class(_) => OF_METACLASSES.contains(&name),
            value => held(value).is_none() && !OF_ATTRIBUTES.contains(&name),
        };
        if brings { self.open(value) } else { None }
    }

    /// A value that is about to be asked under a special name; an unknown one where nobody can know
    /// what it would do.
    pub(super) fn known_under(&mut self, name: &str, value: Value) -> Eval {
        Ok(match self.special(&value, name)? {
            Some(unknown @ Value::Unknown(_)) => unknown,
            _ => value,
        })
    }

    /// Notes the type hint of a name in a class body; dataclasses and mapped classes read them.
    pub(super) fn annotate(
        &mut self,
        frame: &mut Frame<'_>,
        name: &str,
        annotation: &Expr,
    ) -> Eval<()> {
        // A hint may name what is only there for type checkers: that is no error.
        let trail = self.trail.len();
        let hint = match self.expr(frame, annotation) {
            Ok(hint) => hint,
            Err(super::vm::Stop::Raise(_)) => {
                self.trail.truncate(trail);
                self.unknown(code::MISSING_MODULE, format!("the type hint of `{name}`"))
            }
            Err(stop) => return Err(stop),
        };
        let existing = frame.scope.names.borrow().get("__annotations__").cloned();
        let hints = match existing {
            Some(Value::Dict(hints)) => hints,
            _ => {
                let hints = Rc::new(RefCell::new(Dict::default()));
                frame.scope.set("__annotations__", Value::Dict(hints.clone()));
                hints
            }
        };
        hints.borrow_mut().insert_str(name, hint);
        Ok(())
    }
}

/// The field of a function with the decorator that nobody can know.
pub(super) const WRAPPED: &str = "__wrapped_by__";

/// The field that marks a class one of whose bases nobody can know.
pub const UNKNOWN_BASE: &str = "__unknown_base__";

/// What a metaclass lets a class do as if it were a collection.
const OF_METACLASSES: &[&str] = &["__iter__", "__len__", "__getitem__", "__contains__"];

/// Special names about the places where an object is kept. A class that says nothing of them is
/// taken to have none of them, whatever its bases are: else nothing in it could be found.
const OF_ATTRIBUTES: &[&str] = &[
    "__get__",
    "__set__",
    "__set_name__",
    "__hash__",
    "__copy__",
    "__missing__",
    "__instancecheck__",
];

fn docstring(body: &[Stmt]) -> Option<Value> {
    match body.first() {
        Some(Stmt::Expr(stmt)) => match &*stmt.value {
            Expr::StringLiteral(text) => Some(Value::str(text.value.to_str())),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a body yields, not counting the functions defined in it.
fn yields(body: &[Stmt]) -> bool {
    let mut search = Yields { found: false };
    search.visit_body(body);
    search.found
}

struct Yields {
    found: bool,
}

impl<'a> Visitor<'a> for Yields {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        if !self.found && !matches!(stmt, Stmt::FunctionDef(_) | Stmt::ClassDef(_)) {
            walk_stmt(self, stmt);
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Yield(_) | Expr::YieldFrom(_) => self.found = true,
            Expr::Lambda(_) => {}
            _ => walk_expr(self, expr),
        }
    }
}
