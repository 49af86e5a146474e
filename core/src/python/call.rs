//! Calls: of the script's functions, of ours, of classes and of objects.

use std::rc::Rc;

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

use super::args::Args;
use super::class::{BoundNative, Code, Fields, Function, Native};
use super::lib::sqlalchemy::exc;
use super::scope::{Frame, OnYield, Scope, ScopeKind};
use super::stmt::{Flow, span_of};
use super::value::{Dict, Unknown, Value};
use super::vm::{Eval, Running, Stop, Vm};
use crate::diagnostic::code;
use crate::project::Span;

/// The arguments of a call before they are bound: positional ones and those with a name.
pub type Given = (Vec<Value>, Vec<(String, Value)>);

/// Why a function is not known, where a call of it is told only if it must be there for what it does,
/// or not at all: what rows decide does not run in an empty database.
const TOLD_ELSEWHERE: &[&str] = &[code::MISSING_MODULE, code::READS_DATA, code::UNFOLLOWED_CALL];

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
                Some(name) if keywords.iter().any(|(it, _)| it == name.as_str()) => {
                    return Err(self.given_twice(name));
                }
                Some(name) => keywords.push((name.to_string(), value)),
                None => self.keywords_of(&value, &mut keywords)?,
            }
        }
        Ok((positional, keywords))
    }

    fn given_twice(&mut self, name: &str) -> Stop {
        self.raise("TypeError", format!("got multiple values for keyword argument '{name}'"))
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
                    if keywords.iter().any(|(it, _)| it == name) {
                        return Err(self.given_twice(name));
                    }
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
            Value::Unknown(unknown) => {
                lend(unknown, positional.iter().chain(keywords.iter().map(|(_, value)| value)));
                Ok(self.call_of_unknown(unknown, &positional))
            }
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

    pub(super) fn bind(
        &mut self,
        name: &str,
        params: &'static str,
        positional: Vec<Value>,
        keywords: Vec<(String, Value)>,
    ) -> Eval<Args> {
        let mut args = Args::bind(name, params, positional, keywords)
            .map_err(|message| self.raise("TypeError", message))?;
        self.shape_all(&mut args, params)?;
        Ok(args)
    }

    pub(super) fn call_function(
        &mut self,
        function: &Rc<Function>,
        receiver: Option<Value>,
        positional: Vec<Value>,
        keywords: Vec<(String, Value)>,
    ) -> Eval {
        if function.definition.is_async {
            return Ok(self.unknown(code::UNFOLLOWED_CALL, "an asynchronous function"));
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
        Ok(self.generator(function, receiver, (positional, keywords)))
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
}

/// Takes note that a function nobody can know sees some values, and may put more into them.
fn lend<'v>(unknown: &Rc<Unknown>, given: impl Iterator<Item = &'v Value>) {
    for value in given {
        if let Value::Dict(dict) = value
            && let Ok(mut dict) = dict.try_borrow_mut()
        {
            dict.lend(unknown);
        }
    }
}

/// How deep a function may call itself under a condition nobody can know.
const MAX_DOUBTFUL_ROUNDS: usize = 2;

/// Calls that a traceback keeps.
const MAX_TRAIL: usize = 32;

impl Function {
    pub(super) fn parameters(&self) -> Option<&ast::Parameters> {
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
