//! Binding a call to a signature: the one place that knows positions, keywords and defaults.

use super::given::made_of;
use super::shape::Shape;
use super::signature::{Kind, Signature};
use super::value::{Dict, Key, Value};

/// The arguments of a call to one of our functions, by the names of its parameters.
///
/// `*rest` is a tuple and `**rest` a dictionary under the name without stars. A parameter that was
/// not given has the default of the signature; [`Args::is_given`] tells the two apart.
#[derive(Debug)]
pub struct Args {
    bound: Vec<(&'static str, Value)>,
    given: Vec<&'static str>,
}

impl Args {
    /// Binds a call as Python does.
    ///
    /// # Errors
    /// The message of the `TypeError` that Python would raise.
    pub fn bind(
        function: &str,
        params: &'static str,
        positional: Vec<Value>,
        keywords: Vec<(String, Value)>,
    ) -> Result<Self, String> {
        let signature = Signature::of(params);
        let params = &signature.params;
        let mut args = Self { bound: Vec::new(), given: Vec::new() };
        let mut positional = positional.into_iter();
        for param in params.iter().filter(|it| it.kind == Kind::Positional) {
            let Some(value) = positional.next() else { break };
            args.give(param.name, value);
        }
        let rest: Vec<Value> = positional.collect();
        match params.iter().find(|it| it.kind == Kind::Rest) {
            Some(param) => args.bound.push((param.name, Value::tuple(rest))),
            None if rest.is_empty() => {}
            None => return Err(problem::too_many(function, args.given.len(), rest.len())),
        }
        let mut extra = Dict::default();
        for (name, value) in keywords {
            match params.iter().find(|it| it.name == name && it.kind.is_named()) {
                Some(param) if args.is_given(param.name) => {
                    return Err(problem::given_twice(function, &name));
                }
                Some(param) => args.give(param.name, value),
                None => extra.insert_str(&name, value),
            }
        }
        match params.iter().find(|it| it.kind == Kind::Keywords) {
            Some(param) => {
                let extra = Value::Dict(std::rc::Rc::new(std::cell::RefCell::new(extra)));
                args.bound.push((param.name, extra));
            }
            None => {
                if let Some((key, _)) = extra.iter().next() {
                    let key = key.as_str().unwrap_or_default();
                    return Err(problem::unknown_keyword(function, key));
                }
            }
        }
        args.fill_defaults(function, &signature)?;
        Ok(args)
    }

    /// The value of a parameter; Python's `None` if the signature has no such name.
    pub fn get(&self, name: &str) -> &Value {
        self.bound.iter().find(|(it, _)| *it == name).map_or(&Value::None, |(_, value)| value)
    }

    /// Puts another value in the place of a parameter's.
    pub fn set(&mut self, name: &str, value: Value) {
        if let Some((_, bound)) = self.bound.iter_mut().find(|(it, _)| *it == name) {
            *bound = value;
        }
    }

    /// The parameters that have a shape and a value to take it: `None` where it is the default
    /// has none.
    pub fn shapes(&self, params: &'static str) -> Vec<(&'static str, Shape, Value)> {
        let signature = Signature::of(params);
        let shaped = signature.params.iter().filter(|it| it.shape != Shape::Any);
        let valued = shaped.map(|it| (it, self.get(it.name)));
        valued
            .filter(|(it, value)| !(value.is_none() && it.may_be_none()))
            .map(|(it, value)| (it.name, it.shape, value.clone()))
            .collect()
    }

    /// Whether the call gave the parameter.
    pub fn is_given(&self, name: &str) -> bool {
        self.given.contains(&name)
    }

    /// The text of a parameter, if it is one.
    pub fn str(&self, name: &str) -> Option<&str> {
        self.get(name).as_str()
    }

    /// Whether the parameter is true; values that nobody can know are not.
    pub fn flag(&self, name: &str) -> bool {
        self.get(name).plain_truth().unwrap_or(false)
    }

    /// The items of a `*rest` parameter.
    pub fn rest(&self, name: &str) -> &[Value] {
        match self.get(name) {
            Value::Tuple(items) => items,
            _ => &[],
        }
    }

    /// An entry of a `**rest` parameter.
    pub fn keyword(&self, rest: &str, name: &str) -> Option<Value> {
        match self.get(rest) {
            Value::Dict(dict) => dict.borrow().get(&Key::Str(std::rc::Rc::from(name))).cloned(),
            _ => None,
        }
    }

    /// The first argument that nobody can know, if there is one; what a function that needs to
    /// know all of its arguments comes to.
    pub fn unknown(&self) -> Option<Value> {
        let rest = self.bound.iter().filter_map(|(_, value)| match value {
            Value::Tuple(items) => items.iter().find(|it| it.is_unknown()),
            _ => None,
        });
        let direct = self.bound.iter().map(|(_, value)| value).filter(|it| it.is_unknown());
        direct.chain(rest).next().cloned().map(made_of)
    }

    /// Every parameter with its value, in the order they were bound.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.bound.iter().map(|(name, value)| (*name, value))
    }

    fn give(&mut self, name: &'static str, value: Value) {
        self.bound.push((name, value));
        self.given.push(name);
    }

    fn fill_defaults(&mut self, function: &str, signature: &Signature) -> Result<(), String> {
        for param in signature.params.iter().filter(|it| it.kind.is_named()) {
            if self.is_given(param.name) {
                continue;
            }
            let Some(default) = &param.default else {
                return Err(problem::missing(function, param.name));
            };
            self.bound.push((param.name, default.clone()));
        }
        Ok(())
    }
}

mod problem {
    pub(super) fn too_many(function: &str, most: usize, more: usize) -> String {
        let given = most + more;
        format!("{function}() takes {most} positional arguments but {given} were given")
    }

    pub(super) fn given_twice(function: &str, name: &str) -> String {
        format!("{function}() got multiple values for argument '{name}'")
    }

    pub(super) fn unknown_keyword(function: &str, name: &str) -> String {
        format!("{function}() got an unexpected keyword argument '{name}'")
    }

    pub(super) fn missing(function: &str, name: &str) -> String {
        format!("{function}() missing 1 required positional argument: '{name}'")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADD_COLUMN: &str = "table_name, column, *, schema=None, if_not_exists=None";

    fn bind(positional: Vec<Value>, keywords: &[(&str, Value)]) -> Result<Args, String> {
        let keywords = keywords.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
        Args::bind("add_column", ADD_COLUMN, positional, keywords)
    }

    #[test]
    fn what_is_not_given_has_its_default() {
        let args = bind(vec![Value::str("t"), Value::Int(1)], &[]).expect("a call Python accepts");
        assert_eq!(args.str("table_name"), Some("t"));
        assert!(args.get("schema").is_none() && !args.is_given("schema"));
    }

    #[test]
    fn what_python_refuses_is_refused_in_its_words() {
        let refused = |positional, keywords| bind(positional, keywords).expect_err("no call");
        let unknown = [("column", Value::None), ("nope", Value::None)];
        assert_eq!(
            refused(vec![Value::str("t")], &unknown),
            "add_column() got an unexpected keyword argument 'nope'"
        );
        assert_eq!(
            refused(vec![Value::str("t")], &[]),
            "add_column() missing 1 required positional argument: 'column'"
        );
    }
}
