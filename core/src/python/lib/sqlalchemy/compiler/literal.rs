//! Plain values as SQL literals, by the type they are bound to.

use std::rc::Rc;

use super::super::expression::function::FUNCTION_GENERATOR;
use super::super::fields::{field, items, items_of, make};
use super::super::types::base::TYPE_DECORATOR;
use super::super::types::generic as g;
use super::super::types::named;
use super::super::types::postgresql as p;
use super::Compiler;
use crate::diagnostic::code;
use crate::python::class::{NativeClass, Object};
use crate::python::host::Mode;
use crate::python::operator::{as_float, held};
use crate::python::value::Value;
use crate::python::vm::{Eval, Stop, Vm};

impl Compiler<'_, '_> {
    /// A value as a literal of a type; without one, of the type that the value itself has.
    pub fn literal(&mut self, value: &Value, ty: Option<&Rc<Object>>) -> Eval<String> {
        match value {
            Value::Unknown(unknown) => {
                self.note(unknown);
                return Ok(String::new());
            }
            Value::None => return Ok(self.null_of(ty)),
            Value::Object(object) if super::element::is_expression(object) => {
                return self.text(value);
            }
            _ if !self.literal => {
                let words = "the name of a parameter, which stands in the text for its value";
                if let Value::Unknown(unknown) = self.vm.unknown(code::UNFOLLOWED_CALL, words) {
                    self.note(&unknown);
                }
                return Ok(String::new());
            }
            _ => {}
        }
        let Some(ty) = ty.cloned() else { return self.literal_by_value(value) };
        if ty.is(&TYPE_DECORATOR) {
            return self.decorated_literal(value, &ty);
        }
        let Some(plain) = self.dialect_type(&Value::Object(ty))? else { return Ok(String::new()) };
        if plain.is(&TYPE_DECORATOR) {
            return self.decorated_literal(value, &plain);
        }
        self.literal_by_type(value, &plain)
    }

    /// A decorator of the script changes the value before its own type writes it.
    fn decorated_literal(&mut self, value: &Value, ty: &Rc<Object>) -> Eval<String> {
        let dialect = super::super::dialect::dialect_object(self.vm);
        let this = Value::Object(ty.clone());
        let given = vec![value.clone(), dialect.clone()];
        let changed = self.vm.call_method(&this, "process_bind_param", given)?;
        let inner = self.vm.call_method(&this, "load_dialect_impl", vec![dialect])?;
        let inner = super::super::types::base::to_instance(self.vm, &inner)?;
        self.literal(&changed, inner.as_object())
    }

    /// JSON has a `null` of its own, which `None` means unless it is told otherwise.
    fn null_of(&mut self, ty: Option<&Rc<Object>>) -> String {
        let json = ty.is_some_and(|it| {
            it.is(&g::JSON_TYPE) && super::super::fields::flag(it, "_evaluates_none")
        });
        if json { "'null'" } else { "NULL" }.to_owned()
    }

    fn literal_by_type(&mut self, value: &Value, ty: &Rc<Object>) -> Eval<String> {
        let is_offline = self.vm.host.mode() == Mode::Offline;
        if is_offline {
            super::processor::check_renderer(self, value, ty)?;
        }
        if ty.is(&named::ENUM) {
            return self.enum_literal(value, ty);
        }
        if ty.is(&g::BOOLEAN_TYPE) {
            return match as_float(value) {
                Some(number) if !is_offline || number == 0.0 || number == 1.0 => {
                    Ok(self.boolean(number != 0.0))
                }
                _ if is_offline => Err(self.not_rendered(value, ty)?),
                _ => self.literal_by_value(value),
            };
        }
        if ty.is(&g::JSON_TYPE) {
            return self.json_literal(value);
        }
        if self.dialect().name == "sqlite"
            && let Some(moment) = super::sqlite::moment(self, value, ty)?
        {
            return Ok(moment);
        }
        if is_offline && let Some(text) = super::processor::rendered(self, value, ty)? {
            return Ok(text);
        }
        if ty.is(&g::ARRAY_TYPE) && matches!(value, Value::List(_) | Value::Tuple(_)) {
            return self.array_literal(value, ty);
        }
        if ty.is(&g::INTEGER_TYPE)
            && let Value::Bool(flag) = value
        {
            return Ok(if *flag { "1" } else { "0" }.to_owned());
        }
        if ty.is(&p::BYTEA) || ty.is(&g::BINARY_BASE) {
            return self.literal_by_value(value);
        }
        if ty.is(&g::UUID_TYPE) {
            return self.uuid_literal(value, ty);
        }
        if ty.is(&g::FLOAT_TYPE) || ty.is(&g::NUMERIC_TYPE) {
            return match value {
                Value::Int(number) => Ok(number.to_string()),
                other => self.literal_by_value(other),
            };
        }
        self.literal_by_value(value)
    }

    /// A value as a literal of the type that it has itself.
    fn literal_by_value(&mut self, value: &Value) -> Eval<String> {
        Ok(match value {
            Value::None => "NULL".to_owned(),
            Value::Bool(flag) => self.boolean(*flag),
            Value::Int(number) => number.to_string(),
            Value::Float(_) => self.vm.repr(value)?.to_string(),
            Value::Str(text) => self.string(text),
            Value::Bytes(bytes) => self.bytes(bytes),
            Value::List(_) | Value::Dict(_) if self.vm.host.mode() == Mode::Offline => {
                return Err(self.no_renderer(value, "NULL")?);
            }
            Value::List(items) if self.dialect().name == "postgresql" => {
                let items = items.borrow().clone();
                return self.driver_array(&items);
            }
            Value::List(_) | Value::Tuple(_) | Value::Set(_) => {
                let items = items_of(value);
                let texts = self.list(&items)?;
                format!("({})", texts.join(", "))
            }
            Value::Dict(_) => return self.json_literal(value),
            Value::Object(object) => return self.object_literal(object),
            Value::Unknown(unknown) => {
                self.note(&unknown.clone());
                String::new()
            }
            _ => {
                let shown = self.vm.repr(value)?;
                let message =
                    format!("Could not render literal value \"{shown}\" with datatype NULL");
                return Err(self.refuse(message));
            }
        })
    }

    /// A list as the driver writes it that knows no type for it.
    fn driver_array(&mut self, items: &[Value]) -> Eval<String> {
        if items.is_empty() {
            return Ok("'{}'".to_owned());
        }
        let texts: Eval<Vec<String>> = items.iter().map(|it| self.literal(it, None)).collect();
        Ok(format!("ARRAY[{}]", texts?.join(",")))
    }

    /// Dates, numbers, identifiers and members of enumerations: what Python's own objects are.
    fn object_literal(&mut self, object: &Rc<Object>) -> Eval<String> {
        let value = Value::Object(object.clone());
        // It has an attribute of every name, and is no value before it is called.
        if object.is(&FUNCTION_GENERATOR) {
            return Err(self.refuse("SQL expression expected, got a function"));
        }
        if let Some(member) = self.vm.attribute_if_any(&value, "_value_")? {
            return self.literal(&member, None);
        }
        if self.dialect().name == "sqlite" {
            let ty = type_of_value(self.vm, &value);
            if let Some(moment) = super::sqlite::moment(self, &value, &ty)? {
                return Ok(moment);
            }
        }
        let class = object.class.borrow().name.clone();
        match &*class {
            "datetime" => {
                let text = self.vm.call_method(&value, "isoformat", vec![Value::str(" ")])?;
                self.quoted(&text)
            }
            "date" | "time" => {
                let text = self.vm.call_method(&value, "isoformat", Vec::new())?;
                self.quoted(&text)
            }
            "timedelta" if self.dialect().name != "postgresql" => {
                Err(self.no_renderer(&value, "DATETIME")?)
            }
            "timedelta" => {
                let seconds = self.vm.call_method(&value, "total_seconds", Vec::new())?;
                let text = self.vm.to_text(&seconds)?;
                Ok(format!("make_interval(secs=>{text})"))
            }
            "Decimal" => Ok(self.vm.to_text(&value)?.to_string()),
            "UUID" => {
                let text = self.vm.to_text(&value)?;
                self.quoted(&Value::str(text))
            }
            _ => {
                let text = self.vm.to_text(&value)?;
                self.quoted(&Value::str(text))
            }
        }
    }

    /// The error of a value that has no text in a type, as without a driver.
    pub fn no_renderer(&mut self, value: &Value, ty: &str) -> Eval<Stop> {
        let shown = self.vm.repr(value)?;
        let message = format!(
            "No literal value renderer is available for literal value \"{shown}\" with datatype {ty}"
        );
        Ok(self.refuse(message))
    }

    /// The error of a value that the type itself can't write.
    pub(super) fn not_rendered(&mut self, value: &Value, ty: &Rc<Object>) -> Eval<Stop> {
        let shown = self.vm.repr(value)?;
        let ty = self.type_text(&Value::Object(ty.clone()))?;
        let message = format!(
            "Could not render literal value \"{shown}\" with datatype {ty}; \
             see parent stack trace for more detail."
        );
        Ok(self.refuse(message))
    }

    pub(super) fn quoted(&mut self, text: &Value) -> Eval<String> {
        match text {
            Value::Str(text) => Ok(self.string(text)),
            Value::Unknown(unknown) => {
                self.note(&unknown.clone());
                Ok(String::new())
            }
            _ => Ok(String::new()),
        }
    }

    /// The label that an enum has for a value: for a member of the enumeration it is made of, the
    /// one in the member's place.
    fn enum_literal(&mut self, value: &Value, ty: &Rc<Object>) -> Eval<String> {
        let labels = items(ty, "enums");
        let plain = held(value).unwrap_or_else(|| value.clone());
        if let Some(text) = plain.as_str()
            && labels.iter().any(|it| it.as_str() == Some(text))
        {
            return self.quoted(&plain);
        }
        for (member, label) in items(ty, "_members").iter().zip(&labels) {
            if self.vm.equal(member, value)? {
                return self.quoted(label);
            }
        }
        if let Some(unknown) = labels.iter().find(|it| it.is_unknown()) {
            return self.quoted(unknown);
        }
        match plain {
            Value::Str(_) => self.quoted(&plain),
            _ => Err(self.not_rendered(value, ty)?),
        }
    }

    fn json_literal(&mut self, value: &Value) -> Eval<String> {
        if let Value::Str(text) = value
            && &**text == "JSON_NULL"
        {
            return Ok("'null'".to_owned());
        }
        let json = self.vm.import_module("json", crate::project::FileId(0))?;
        let text = self.vm.call_method(&json, "dumps", vec![value.clone()])?;
        self.quoted(&text)
    }

    fn array_literal(&mut self, value: &Value, ty: &Rc<Object>) -> Eval<String> {
        let item = field(ty, "item_type");
        let item = item.as_object().cloned();
        let mut texts = Vec::new();
        for value in items_of(value) {
            texts.push(match &value {
                Value::List(_) | Value::Tuple(_) => self.array_literal(&value, ty)?,
                plain => self.literal(plain, item.as_ref())?,
            });
        }
        Ok(format!("ARRAY[{}]", texts.join(", ")))
    }

    fn uuid_literal(&mut self, value: &Value, ty: &Rc<Object>) -> Eval<String> {
        let text = self.vm.to_text(value)?.to_string();
        let native = self.type_text(&Value::Object(ty.clone()))? == "UUID";
        let text = if native { text } else { text.replace('-', "") };
        Ok(self.string(&text))
    }

    pub(super) fn boolean(&self, flag: bool) -> String {
        match (self.dialect().name, flag) {
            ("sqlite", true) => "1",
            ("sqlite", false) => "0",
            (_, true) => "true",
            (_, false) => "false",
        }
        .to_owned()
    }

    /// A text as a literal.
    ///
    /// Without a connection `SQLAlchemy` takes it that backslashes escape; what runs online is
    /// sent as it is.
    pub fn string(&self, text: &str) -> String {
        let dialect = self.dialect();
        let dialect =
            if self.vm.host.mode() == Mode::Offline { dialect.offline() } else { dialect };
        dialect.literal(text)
    }

    fn bytes(&self, bytes: &[u8]) -> String {
        let hex: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
        match self.dialect().name {
            "postgresql" => format!("'\\x{hex}'"),
            _ => format!("X'{}'", hex.to_uppercase()),
        }
    }
}

/// The type that a plain value has by itself.
pub fn type_of_value(vm: &mut Vm<'_>, value: &Value) -> Rc<Object> {
    let class: &'static NativeClass = match value {
        Value::Bool(_) => &g::BOOLEAN_TYPE,
        Value::Int(_) => &g::INTEGER_TYPE,
        Value::Float(_) => &g::FLOAT_TYPE,
        Value::Str(_) => &g::STRING,
        Value::Bytes(_) => &g::LARGE_BINARY,
        Value::Object(object) => match &*object.class.borrow().name.clone() {
            "datetime" => &g::DATE_TIME,
            "date" => &g::DATE_TYPE,
            "time" => &g::TIME_TYPE,
            "Decimal" => &g::NUMERIC_TYPE,
            "UUID" => &g::UUID_TYPE,
            _ => &g::NULL_TYPE,
        },
        _ => &g::NULL_TYPE,
    };
    make(vm, class, [])
}
