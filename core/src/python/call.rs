//! Calls: of the script's functions, of ours, of classes and of objects.

use std::cell::RefCell;
use std::rc::Rc;

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

use super::args::Args;
use super::builtins::OBJECT;
use super::class::{BoundNative, Class, Code, Fields, Function, Native, NativeClass, Object};
use super::define::UNKNOWN_BASE;
use super::exceptions::BASE_EXCEPTION;
use super::lib::sqlalchemy::exc;
use super::scope::{Frame, OnYield, Scope, ScopeKind};
use super::stmt::{Flow, span_of};
use super::value::{Dict, Value};
use super::vm::{Eval, Running, Stop, Vm};
use crate::project::Span;

/// The arguments of a call before they are bound: positional ones and those with a name.
pub type Given = (Vec<Value>, Vec<(String, Value)>);

/// Why a function is not known, where a call of it is told only if it must be there for what it does,
/// or not at all: what rows decide does not run in an empty database.
const TOLD_ELSEWHERE: &[&str] = &["missing-module", "reads-data", "unfollowed-call"];

impl Vm<'_> {
    pub(super) fn call_expr(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprCall) -> Eval {
        let callee = self.expr(frame, &expr.func)?;
        let (positional, keywords) = self.arguments(frame, &expr.arguments)?;
        self.places.push(span_of(frame, expr));
        if let Value::Unknown(unknown) = &callee
            && !expr.func.is_attribute_expr()
            && !TOLD_ELSEWHERE.contains(&unknown.code)
        {
            // Any function may be meant, one of ours too.
            self.incomplete(unknown);
        }
        let res = self.call(&callee, positional, keywords);
        let place = self.places.pop();
        if let Err(Stop::Raise(_)) = res
            && let Some(place) = place
            && self.trail.len() < MAX_TRAIL
        {
            self.trail.push(place);
        }
        res
    }

    fn arguments(&mut self, frame: &mut Frame<'_>, arguments: &ast::Arguments) -> Eval<Given> {
        let positional = self.display(frame, &arguments.args)?;
        let mut keywords = Vec::with_capacity(arguments.keywords.len());
        for keyword in &arguments.keywords {
            let value = self.expr(frame, &keyword.value)?;
            match &keyword.arg {
                Some(name) => keywords.push((name.to_string(), value)),
                None => self.keywords_of(&value, &mut keywords)?,
            }
        }
        Ok((positional, keywords))
    }

    /// What `**value` adds to a call.
    fn keywords_of(&mut self, value: &Value, keywords: &mut Vec<(String, Value)>) -> Eval<()> {
        match value {
            Value::Unknown(unknown) => self.incomplete(&unknown.clone()),
            value => {
                let mut dict = Dict::default();
                self.update_dict(&mut dict, value)?;
                for (key, value) in dict.iter() {
                    let Some(name) = key.as_str() else {
                        return Err(self.raise("TypeError", "keywords must be strings"));
                    };
                    keywords.push((name.to_owned(), value.clone()));
                }
            }
        }
        Ok(())
    }

    /// Calls a value as a script would.
    pub fn call(
        &mut self,
        callee: &Value,
        positional: Vec<Value>,
        keywords: Vec<(String, Value)>,
    ) -> Eval {
        self.step()?;
        match callee {
            Value::Function(function) => self.call_function(function, None, positional, keywords),
            Value::Method(method) => {
                let receiver = method.receiver.clone();
                self.call_function(&method.function, Some(receiver), positional, keywords)
            }
            Value::Native(native) => self.call_native(native, positional, keywords),
            Value::Class(class) => self.instantiate(class, positional, keywords),
            Value::Unknown(unknown) => Ok(self.call_of_unknown(unknown, &positional)),
            Value::Object(_) => self.call_object(callee, positional, keywords),
            other => Err(self.not_callable(other)),
        }
    }

    /// Calls a method of a value by name.
    pub fn call_method(&mut self, receiver: &Value, name: &str, positional: Vec<Value>) -> Eval {
        let method = self.attribute(receiver, name)?;
        self.call(&method, positional, Vec::new())
    }

    fn call_object(
        &mut self,
        object: &Value,
        positional: Vec<Value>,
        keywords: Vec<(String, Value)>,
    ) -> Eval {
        match self.special(object, "__call__")? {
            Some(method) => self.call(&method, positional, keywords),
            None => Err(self.not_callable(object)),
        }
    }

    fn not_callable(&mut self, value: &Value) -> Stop {
        let name = self.type_of(value).name.clone();
        self.raise("TypeError", format!("'{name}' object is not callable"))
    }

    fn call_native(
        &mut self,
        bound: &BoundNative,
        mut positional: Vec<Value>,
        keywords: Vec<(String, Value)>,
    ) -> Eval {
        if let Some(receiver) = &bound.receiver {
            positional.insert(0, receiver.clone());
        }
        self.run_native(bound.native, positional, keywords)
    }

    pub(super) fn run_native(
        &mut self,
        native: &'static Native,
        positional: Vec<Value>,
        keywords: Vec<(String, Value)>,
    ) -> Eval {
        for value in &positional {
            self.weigh(value);
        }
        let args = self.bind(native.name, native.params, positional, keywords)?;
        self.enter()?;
        let value = (native.call)(self, &args);
        self.leave();
        if let Some(problem) = self.refused.take() {
            return Err(exc::refused(self, &problem));
        }
        if let Ok(value) = &value {
            self.weigh(value);
        }
        value
    }

    fn bind(
        &mut self,
        name: &str,
        params: &'static str,
        positional: Vec<Value>,
        keywords: Vec<(String, Value)>,
    ) -> Eval<Args> {
        Args::bind(name, params, positional, keywords)
            .map_err(|message| self.raise("TypeError", message))
    }

    pub(super) fn call_function(
        &mut self,
        function: &Rc<Function>,
        receiver: Option<Value>,
        positional: Vec<Value>,
        keywords: Vec<(String, Value)>,
    ) -> Eval {
        if function.definition.is_async {
            return Ok(self.unknown("unfollowed-call", "an asynchronous function"));
        }
        if let Some(doubt) = self.doubts.last()
            && self.rounds_of(&function.definition) >= MAX_DOUBTFUL_ROUNDS
        {
            // Only what nobody can know would end this recursion.
            return Ok(Value::Unknown(doubt.unknown.clone()));
        }
        if !function.definition.is_generator {
            return self.run_function(function, receiver, (positional, keywords), None);
        }
        let mut items = Vec::new();
        let mut collect = |vm: &mut Vm<'_>, value: Value| {
            vm.spend(1)?;
            items.push(value);
            Ok(Value::None)
        };
        self.run_function(function, receiver, (positional, keywords), Some(&mut collect))?;
        Ok(self.iterator(items))
    }

    /// How often a function is being evaluated right now.
    fn rounds_of(&self, definition: &Rc<super::class::Definition>) -> usize {
        let same =
            |it: &&Running| it.definition.as_ref().is_some_and(|it| Rc::ptr_eq(it, definition));
        self.running.iter().filter(same).count()
    }

    /// Runs the body of a function; `on_yield` is what its `yield` does.
    pub(super) fn run_function(
        &mut self,
        function: &Rc<Function>,
        receiver: Option<Value>,
        (mut positional, keywords): Given,
        on_yield: Option<OnYield<'_>>,
    ) -> Eval {
        if let Some(receiver) = &receiver {
            positional.insert(0, receiver.clone());
        }
        let scope = Scope::new(ScopeKind::Function, Some(function.scope.clone()));
        let receiver = receiver.or_else(|| positional.first().cloned());
        self.bind_parameters(function, &scope, positional, keywords)?;
        self.budget.enter_call().map_err(|limit| self.exhausted(limit))?;
        let class = match function.fields.borrow().get("__class__") {
            Some(Value::Class(class)) => Some(class.clone()),
            _ => None,
        };
        let definition = Some(function.definition.clone());
        self.running.push(Running { scope: scope.clone(), class, receiver, definition });
        let mut frame = Frame::new(scope, function.definition.file);
        frame.on_yield = on_yield;
        let doubts = self.doubts.len();
        let res = self.run_body(&mut frame, function);
        self.doubts.truncate(doubts);
        self.running.pop();
        self.budget.leave_call();
        res
    }

    fn run_body(&mut self, frame: &mut Frame<'_>, function: &Function) -> Eval {
        let value = match &function.definition.code {
            Code::Lambda(lambda) => return self.expr(frame, &lambda.body),
            Code::Def(def) => match self.block(frame, &def.body) {
                Ok(Flow::Return(value)) => value,
                Ok(Flow::Next | Flow::Break | Flow::Continue) => Value::None,
                // The other way has returned, and is the one that a migrated database went.
                Err(Stop::Raise(_)) if !frame.returned.is_empty() => {
                    self.trail.clear();
                    frame.returned.pop().unwrap_or(Value::None)
                }
                Err(stop) => return Err(stop),
            },
        };
        Ok(self.join_returned(frame, value))
    }

    fn bind_parameters(
        &mut self,
        function: &Function,
        scope: &Rc<Scope>,
        positional: Vec<Value>,
        keywords: Vec<(String, Value)>,
    ) -> Eval<()> {
        let Some(parameters) = function.parameters() else {
            return match positional.len() + keywords.len() {
                0 => Ok(()),
                given => Err(self.too_many(function, 0, given)),
            };
        };
        let mut names = scope.names.borrow_mut();
        let given = positional.len();
        let mut positional = positional.into_iter();
        let plain = || parameters.posonlyargs.iter().chain(&parameters.args);
        for (parameter, value) in plain().zip(&mut positional) {
            names.set(parameter.name(), value);
        }
        let rest: Vec<Value> = positional.collect();
        match &parameters.vararg {
            Some(vararg) => names.set(&vararg.name, Value::tuple(rest)),
            None if rest.is_empty() => {}
            None => return Err(self.too_many(function, plain().count(), given)),
        }
        let mut extra = Dict::default();
        for (name, value) in keywords {
            let mut named = parameters.args.iter().chain(&parameters.kwonlyargs);
            if !named.any(|it| it.name().as_str() == name) {
                extra.insert_str(&name, value);
            } else if names.get(&name).is_some() {
                let name = format!("{}() got multiple values for argument '{name}'", function.name);
                return Err(self.raise("TypeError", name));
            } else {
                names.set(&name, value);
            }
        }
        match &parameters.kwarg {
            Some(kwarg) => names.set(&kwarg.name, Value::dict(extra)),
            None => {
                if let Some((name, _)) = extra.iter().next() {
                    let message = format!(
                        "{}() got an unexpected keyword argument '{}'",
                        function.name,
                        name.as_str().unwrap_or_default()
                    );
                    return Err(self.raise("TypeError", message));
                }
            }
        }
        let missing = function.fill_defaults(parameters, &mut names);
        match missing.is_empty() {
            true => Ok(()),
            false => Err(self.missing_arguments(function, &missing)),
        }
    }

    fn too_many(&mut self, function: &Function, most: usize, given: usize) -> Stop {
        let plural = if most == 1 { "" } else { "s" };
        let were = if given == 1 { "was" } else { "were" };
        self.raise(
            "TypeError",
            format!(
                "{}() takes {most} positional argument{plural} but {given} {were} given",
                function.name
            ),
        )
    }

    fn missing_arguments(&mut self, function: &Function, missing: &[String]) -> Stop {
        let names = match missing {
            [only] => only.clone(),
            [one, other] => format!("{one} and {other}"),
            [most @ .., last] => format!("{}, and {last}", most.join(", ")),
            [] => String::new(),
        };
        let plural = if missing.len() == 1 { "" } else { "s" };
        self.raise(
            "TypeError",
            format!(
                "{}() missing {} required positional argument{plural}: {names}",
                function.name,
                missing.len()
            ),
        )
    }

    /// Calls a class: makes an object of it and runs its `__init__`.
    pub(super) fn instantiate(
        &mut self,
        class: &Rc<Class>,
        positional: Vec<Value>,
        keywords: Vec<(String, Value)>,
    ) -> Eval {
        let natives: Vec<_> = class.mro.borrow().iter().filter_map(|it| it.native).collect();
        let makers = || natives.iter().filter(|it| it.new.is_some()).copied();
        // `class Color(str, Enum)`: the enumeration decides, the text is only held.
        let new = makers().find(|it| !it.is_builtin_value()).or_else(|| makers().next());
        if let Some(native) = new
            && let Some(new) = native.new
        {
            let has_init = matches!(class.lookup("__init__"), Some(Found::Value(_)));
            let has_new = matches!(class.lookup("__new__"), Some(Found::Value(_)));
            if native.is_builtin_value() && class.native.is_none() && has_new {
                return self.instantiate_by_new(class, positional, keywords);
            }
            if native.is_builtin_value() && class.native.is_none() {
                return self.instantiate_over_value(
                    class,
                    native,
                    has_init,
                    (positional, keywords),
                );
            }
            let params = native.effective_params();
            let args = self.bind(&class.name, params, positional, keywords)?;
            return new(self, class, &args);
        }
        if let Some(Found::Value(_)) = class.lookup("__new__") {
            return self.instantiate_by_new(class, positional, keywords);
        }
        let object = self.new_object(class);
        if class.is(&BASE_EXCEPTION) {
            object.set_field("args", Value::tuple(positional.clone()));
        }
        self.initialize(&object, positional, keywords)?;
        Ok(Value::Object(object))
    }

    /// Makes an object by the `__new__` of a script's class.
    fn instantiate_by_new(
        &mut self,
        class: &Rc<Class>,
        positional: Vec<Value>,
        keywords: Vec<(String, Value)>,
    ) -> Eval {
        let Some(Found::Value(new)) = class.lookup("__new__") else { return Ok(Value::None) };
        let mut given = vec![Value::Class(class.clone())];
        given.extend(positional.iter().cloned());
        let object = self.call(&unwrap_static(new), given, keywords.clone())?;
        if let Value::Object(made) = &object
            && made.class.borrow().inherits(class)
            && matches!(class.lookup("__init__"), Some(Found::Value(_)))
        {
            self.initialize(&made.clone(), positional, keywords)?;
        }
        Ok(object)
    }

    /// An object of a script's class that inherits `str`, `dict` or the like: it holds a value.
    fn instantiate_over_value(
        &mut self,
        class: &Rc<Class>,
        native: &'static NativeClass,
        has_init: bool,
        (positional, keywords): Given,
    ) -> Eval {
        let base = self.class_of(native);
        let held = match has_init && native.is_container() {
            true => self.instantiate(&base, Vec::new(), Vec::new())?,
            false => self.instantiate(&base, positional.clone(), keywords.clone())?,
        };
        let object = self.new_object(class);
        object.set_field(HELD, held);
        if has_init {
            self.initialize(&object, positional, keywords)?;
        }
        Ok(Value::Object(object))
    }

    /// An object without any fields.
    pub fn new_object(&mut self, class: &Rc<Class>) -> Rc<Object> {
        let object = Rc::new(Object {
            class: RefCell::new(class.clone()),
            fields: RefCell::new(Fields::default()),
        });
        self.objects.push(Rc::downgrade(&object));
        object
    }

    /// Makes an object of one of our classes, as a script's call would.
    pub fn construct(
        &mut self,
        native: &'static NativeClass,
        positional: Vec<Value>,
        keywords: Vec<(String, Value)>,
    ) -> Eval {
        let class = self.class_of(native);
        self.instantiate(&class, positional, keywords)
    }

    /// An object of one of our classes with these fields, without running its `init`.
    pub fn instance(
        &mut self,
        native: &'static NativeClass,
        fields: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> Rc<Object> {
        let class = self.class_of(native);
        let object = self.new_object(&class);
        for (name, value) in fields {
            object.set_field(name, value);
        }
        object
    }

    fn initialize(
        &mut self,
        object: &Rc<Object>,
        positional: Vec<Value>,
        keywords: Vec<(String, Value)>,
    ) -> Eval<()> {
        let class = object.class.borrow().clone();
        if let Some(Found::Value(init)) = class.lookup("__init__") {
            let receiver = Value::Object(object.clone());
            let init = self.bind_to(init, &receiver, &class)?;
            self.call(&init, positional, keywords)?;
            return Ok(());
        }
        self.initialize_native(object, positional, keywords)
    }

    /// Runs the constructor of the nearest of our classes that an object inherits. The first that
    /// has a signature or an `init` decides.
    pub(super) fn initialize_native(
        &mut self,
        object: &Rc<Object>,
        positional: Vec<Value>,
        keywords: Vec<(String, Value)>,
    ) -> Eval<()> {
        let class = object.class.borrow().clone();
        let natives: Vec<_> = class.mro.borrow().iter().filter_map(|it| it.native).collect();
        let decides = |it: &&&NativeClass| it.init.is_some() || !it.params.is_empty();
        let Some(native) = natives.iter().find(decides) else {
            if class.lookup(UNKNOWN_BASE).is_some() {
                for (name, value) in keywords {
                    object.set_field(&name, value);
                }
                return Ok(());
            }
            return match positional.is_empty() && keywords.is_empty() {
                true => Ok(()),
                false => {
                    Err(self.raise("TypeError", format!("{}() takes no arguments", class.name)))
                }
            };
        };
        let params = native.effective_params();
        let args = self.bind(&class.name, params, positional, keywords)?;
        if let Some(init) = native.init {
            return init(self, object, &args);
        }
        for (name, value) in args.iter() {
            object.set_field(name, value.clone());
        }
        Ok(())
    }

    /// Makes a class as `type(name, bases, fields)` does.
    pub fn new_class(
        &mut self,
        name: &str,
        bases: &[Rc<Class>],
        fields: Fields,
    ) -> Eval<Rc<Class>> {
        let object = self.class_of(&OBJECT);
        let bases = if bases.is_empty() { std::slice::from_ref(&object) } else { bases };
        let lines = bases.iter().map(|it| it.mro.borrow().len());
        match bases {
            [_] => self.spend(lines.sum())?,
            _ => self.spend(lines.sum::<usize>().saturating_pow(2))?,
        }
        let class = Class::new(name, None, bases);
        for (_, field) in fields.iter() {
            adopt(field, &class);
        }
        *class.fields.borrow_mut() = fields;
        self.own_classes.push(class.clone());
        self.name_fields(&class)?;
        let hooks: Vec<_> = class.mro.borrow().iter().filter_map(|it| it.native).collect();
        for hook in hooks.iter().filter_map(|it| it.subclassed) {
            hook(self, &class)?;
        }
        Ok(class)
    }

    /// Tells descriptors their names, and bases of their new subclass.
    fn name_fields(&mut self, class: &Rc<Class>) -> Eval<()> {
        let fields: Vec<(String, Value)> = {
            let fields = class.fields.borrow();
            let objects = fields.iter().filter(|(_, it)| matches!(it, Value::Object(_)));
            objects.map(|(name, value)| (name.to_owned(), value.clone())).collect()
        };
        for (name, value) in fields {
            if let Some(method) = self.special(&value, "__set_name__")? {
                let given = vec![Value::Class(class.clone()), Value::str(name)];
                self.call(&method, given, Vec::new())?;
            }
        }
        Ok(())
    }
}

/// The field in which objects of a class that inherits `str`, `dict` or the like hold the value.
pub(super) const HELD: &str = "__value__";

/// How deep a function may call itself under a condition nobody can know.
const MAX_DOUBTFUL_ROUNDS: usize = 2;

/// Calls that a traceback keeps.
const MAX_TRAIL: usize = 32;

/// Tells functions of a class body which class `super()` starts from.
fn adopt(field: &Value, class: &Rc<Class>) {
    match field {
        Value::Function(function) => {
            let mut fields = function.fields.borrow_mut();
            if fields.get("__class__").is_none() {
                fields.set("__class__", Value::Class(class.clone()));
            }
        }
        // A wrapper: `property`, `classmethod` or what a decorator made.
        Value::Object(object) if object.class.borrow().native.is_some() => {
            let inner: Vec<Value> =
                object.fields.borrow().iter().map(|(_, value)| value.clone()).collect();
            for value in inner.iter().filter(|it| matches!(it, Value::Function(_))) {
                adopt(value, class);
            }
        }
        _ => {}
    }
}

pub(super) use super::attribute::{Found, unwrap_static};

impl Function {
    fn parameters(&self) -> Option<&ast::Parameters> {
        match &self.definition.code {
            Code::Def(def) => Some(&def.parameters),
            Code::Lambda(lambda) => lambda.parameters.as_deref(),
        }
    }

    /// Where its parameters stand.
    pub(super) fn place(&self) -> Span {
        let range = self.parameters().map(Ranged::range).unwrap_or_default();
        let (start, end) = (range.start().to_u32(), range.end().to_u32());
        Span { file: self.definition.file, start, end }
    }

    /// The parameters that every call has to give.
    pub(super) fn required(&self) -> Vec<String> {
        let all =
            self.parameters().into_iter().flat_map(|it| it.posonlyargs.iter().chain(&it.args));
        let required = all.filter(|it| it.default.is_none());
        required.map(|it| it.parameter.name.to_string()).collect()
    }

    /// Binds what a call did not give, and names what has no default.
    fn fill_defaults(&self, parameters: &ast::Parameters, names: &mut Fields) -> Vec<String> {
        let mut missing = Vec::new();
        for parameter in parameters.iter_non_variadic_params() {
            let name = parameter.name().as_str();
            if names.get(name).is_some() {
                continue;
            }
            match self.defaults.iter().find(|(it, _)| &**it == name) {
                Some((_, default)) => names.set(name, default.clone()),
                None => missing.push(format!("'{name}'")),
            }
        }
        missing
    }
}

impl NativeClass {
    /// The signature of the constructor: its own or the nearest base's.
    fn effective_params(&self) -> &'static str {
        if !self.params.is_empty() {
            return self.params;
        }
        let mut inherited = self.bases.iter().map(|it| it.effective_params());
        inherited.find(|it| !it.is_empty()).unwrap_or("")
    }
}

/// The name of what an expression calls, if it is a call.
pub(super) fn callee_name(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(it) => Some(&it.attr),
            Expr::Name(it) => Some(&it.id),
            _ => None,
        },
        _ => None,
    }
}
