//! Constructs as SQL text, to the letter as `SQLAlchemy` compiles them with literal values.

pub mod bind;
mod dml;
mod element;
mod label;
mod literal;
mod matching;
mod mysql;
mod order;
mod processor;
mod select;
mod sqlite;
mod types;

use std::rc::Rc;

use super::exc;
use super::schema::rewritten;
use crate::diagnostic::code;
use crate::dialect::Dialect;
use crate::python::class::{NativeClass, Object};
use crate::python::host::Mode;
use crate::python::value::{Unknown, Value};
use crate::python::vm::{Eval, Vm};

pub use literal::type_of_value;

/// Writes constructs as text for the dialect of the run.
pub struct Compiler<'v, 'h> {
    pub vm: &'v mut Vm<'h>,
    dialect: &'static Dialect,
    /// The first value met that nobody can know; the text around it is not to be used.
    pub missing: Option<Rc<Unknown>>,
    /// Values for the parameters of a statement, by name.
    parameters: Vec<(String, Value)>,
    /// Why nobody can know which parameters the statement is given.
    unknown_parameters: Option<Rc<Unknown>>,
    unbound: Unbound,
    /// Whether values stand in the text, and not the names of parameters for them.
    literal: bool,
    /// Whether the statement runs once for each of several rows.
    many: bool,
    /// Whether columns say their table.
    qualified: bool,
    /// Whether what is being written is an operand of an operator.
    in_operator: bool,
    /// Whether the query being written is a source of rows of another one.
    in_from: bool,
    /// Whether the list of columns of a query is being written.
    in_columns: bool,
    /// What texts in `ORDER BY` and its like may name: of each query around, the outermost first.
    nameable: Vec<order::Nameable>,
    /// The froms of the statements around the one being written, outermost first.
    enclosing: Vec<Vec<Value>>,
    /// Common table expressions met, in the order in which they are written.
    ctes: Vec<(Rc<Object>, String)>,
    /// Names given to subqueries and aliases without one.
    anonymous: Vec<(Rc<Object>, String)>,
}

/// What a parameter without a value is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unbound {
    Null,
    /// Nothing: a database is not sent such a statement.
    Refused,
    /// `:name`, as Alembic's offline mode writes what `connection.execute` gets apart.
    Name,
}

impl<'v, 'h> Compiler<'v, 'h> {
    pub fn new(vm: &'v mut Vm<'h>) -> Self {
        let dialect = vm.host.dialect();
        Self {
            vm,
            dialect,
            missing: None,
            parameters: Vec::new(),
            unknown_parameters: None,
            unbound: Unbound::Null,
            literal: true,
            many: false,
            qualified: true,
            in_operator: false,
            in_from: false,
            in_columns: false,
            nameable: Vec::new(),
            enclosing: Vec::new(),
            ctes: Vec::new(),
            anonymous: Vec::new(),
        }
    }

    /// With values for the parameters of the statement.
    pub fn with_parameters(mut self, parameters: Vec<(String, Value)>) -> Self {
        self.parameters = parameters;
        self
    }

    /// With parameters that nobody can know.
    pub fn with_unknown_parameters(mut self, unknown: Rc<Unknown>) -> Self {
        self.unknown_parameters = Some(unknown);
        self
    }

    /// For a statement that runs once for each of several rows.
    pub fn for_many(mut self) -> Self {
        self.many = true;
        self
    }

    /// For a statement that is sent as it is, so that each parameter needs a value.
    pub fn sent(mut self) -> Self {
        if self.unbound == Unbound::Null && self.vm.host.mode() == Mode::Online {
            self.unbound = Unbound::Refused;
        }
        self
    }

    /// With parameters that have no value written as this.
    pub fn with_unbound(mut self, unbound: Unbound) -> Self {
        self.unbound = unbound;
        self
    }

    /// For a text in a dialect that the script picks, with values in it or without.
    pub fn of(mut self, dialect: &'static Dialect, literal: bool) -> Self {
        (self.dialect, self.literal) = (dialect, literal);
        self
    }

    pub fn dialect(&self) -> &'static Dialect {
        self.dialect
    }

    /// The text of any construct.
    pub fn text(&mut self, value: &Value) -> Eval<String> {
        match value {
            Value::Object(object) => self.object(object),
            Value::Unknown(unknown) => {
                self.note(unknown);
                Ok(String::new())
            }
            plain => self.literal(plain, None),
        }
    }

    /// The text of an expression in a definition: columns do not say their table, plain text
    /// is SQL.
    pub fn ddl_expression(&mut self, value: &Value) -> Eval<String> {
        let before = std::mem::replace(&mut self.qualified, false);
        let text = match value {
            Value::Str(text) => Ok(self.plain_text(text)),
            other => self.text(other),
        };
        self.qualified = before;
        text
    }

    /// The default of a column or domain: a plain text is a literal, all else an expression.
    pub fn default_text(&mut self, value: &Value) -> Eval<Option<String>> {
        match value {
            Value::None => Ok(None),
            Value::Str(text) => Ok(Some(self.string(text))),
            Value::Object(object) if object.is(&super::schema::default::FETCHED_VALUE) => {
                match object.field("arg") {
                    Some(arg) => self.default_text(&arg),
                    None => Ok(None),
                }
            }
            other => self.text(other).map(Some),
        }
    }

    fn object(&mut self, object: &Rc<Object>) -> Eval<String> {
        self.vm.enter()?;
        let text = self.object_text(object);
        self.vm.leave();
        let text = text?;
        self.vm.spend(text.len() / 8)?;
        Ok(text)
    }

    fn object_text(&mut self, object: &Rc<Object>) -> Eval<String> {
        if let Some(text) = self.user_compiled(object)? {
            return Ok(text);
        }
        let visitor = self.visitor(object);
        match visitor {
            Some(visit) => visit(self, object),
            None => {
                if let Ok(Some(element)) =
                    self.vm.attribute_if_any(&Value::Object(object.clone()), "__clause_element__")
                {
                    let element = self.vm.call(&element, Vec::new(), Vec::new())?;
                    return self.text(&element);
                }
                if element::is_expression(object) {
                    let reason = format!("how `{}` is written", object.class.borrow().name);
                    if let Value::Unknown(unknown) = self.vm.unknown(code::UNFOLLOWED_CALL, reason)
                    {
                        self.note(&unknown);
                    }
                    return Ok(String::new());
                }
                self.literal(&Value::Object(object.clone()), None)
            }
        }
    }

    fn visitor(&self, object: &Rc<Object>) -> Option<Visitor> {
        let class = object.class.borrow();
        let mro = class.mro.borrow();
        mro.iter().filter_map(|it| it.native).find_map(|native| {
            let rows = element::VISITORS.iter().chain(select::VISITORS).chain(dml::VISITORS);
            rows.clone().find(|(class, _)| std::ptr::eq(*class, native)).map(|(_, visit)| *visit)
        })
    }

    /// What a function marked with `@compiles` makes of a construct of the script.
    pub fn user_compiled(&mut self, object: &Rc<Object>) -> Eval<Option<String>> {
        let Some(function) = self.user_function(object) else { return Ok(None) };
        let compiler = self.vm.instance(&super::ext::compiler::COMPILER, []);
        let given = vec![Value::Object(object.clone()), Value::Object(compiler)];
        let text = self.vm.call(&function, given, Vec::new())?;
        match text {
            Value::Unknown(unknown) => {
                self.note(&unknown);
                Ok(Some(String::new()))
            }
            text => Ok(text.as_str().map(str::to_owned)),
        }
    }

    /// Whether a function marked with `@compiles` writes a construct.
    pub fn is_user_compiled(&self, object: &Rc<Object>) -> bool {
        self.user_function(object).is_some()
    }

    fn user_function(&self, object: &Rc<Object>) -> Option<Value> {
        let class = object.class.borrow();
        let mro = class.mro.borrow();
        for it in mro.iter() {
            if let Some(Value::Dict(by_dialect)) = it.fields.borrow().get("_compiles") {
                let by_dialect = by_dialect.borrow();
                let own = by_dialect.get_str(self.dialect.name).or_else(|| by_dialect.get_str(""));
                if let Some(function) = own {
                    return Some(function.clone());
                }
            }
            // What is said of a type does not hold for those that are written in their own way.
            if types::is_written_apart(it) {
                return None;
            }
        }
        None
    }

    /// Remembers that something cannot be known.
    pub fn note(&mut self, unknown: &Rc<Unknown>) {
        self.missing.get_or_insert_with(|| unknown.clone());
    }

    /// A construct that another one is made of. What nobody can know leaves the whole unwritten.
    fn part(&mut self, whole: &Rc<Object>, name: &str) -> Option<Rc<Object>> {
        match whole.field(name) {
            Some(Value::Object(part)) => Some(part),
            Some(Value::Unknown(unknown)) => {
                self.note(&unknown);
                None
            }
            _ => None,
        }
    }

    /// The error of something that has no text.
    fn refuse(&mut self, message: impl AsRef<str>) -> crate::python::vm::Stop {
        exc::raise(self.vm, &exc::COMPILE_ERROR, message)
    }

    /// The texts of several constructs.
    pub fn list(&mut self, values: &[Value]) -> Eval<Vec<String>> {
        values.iter().map(|it| self.text(it)).collect()
    }

    /// Runs something with columns that do not say their table.
    pub fn unqualified<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        self.with_qualified(false, run)
    }

    /// The text of a construct without the script's own function for it.
    pub fn plainly(&mut self, object: &Rc<Object>) -> Eval<String> {
        match self.visitor(object) {
            Some(visit) => visit(self, object),
            None => Ok(rewritten::plain_text(object)),
        }
    }

    /// Runs something with columns that do or do not say their table.
    fn with_qualified<T>(&mut self, qualified: bool, run: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.qualified, qualified);
        let res = run(self);
        self.qualified = before;
        res
    }

    /// The name of something that has none, as `SQLAlchemy` counts them: `anon_1`.
    fn anonymous_name(&mut self, object: &Rc<Object>, stem: &str) -> String {
        if let Some((_, name)) = self.anonymous.iter().find(|(it, _)| Rc::ptr_eq(it, object)) {
            return name.clone();
        }
        let prefix = format!("{stem}_");
        let count = self.anonymous.iter().filter(|(_, name)| {
            name.strip_prefix(&prefix).is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()))
        });
        let name = format!("{prefix}{}", count.count() + 1);
        self.anonymous.push((object.clone(), name.clone()));
        name
    }
}

type Visitor = fn(&mut Compiler<'_, '_>, &Rc<Object>) -> Eval<String>;
type Visitors = &'static [(&'static NativeClass, Visitor)];
