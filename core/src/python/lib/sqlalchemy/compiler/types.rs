//! Types as text: what a type stands for in the dialect, and how it is spelled there.

use std::rc::Rc;

use super::super::fields::{choice, entry, field, make};
use super::super::types::base::{INTERVAL, PICKLE_TYPE, TYPE_DECORATOR, TYPE_ENGINE, to_instance};
use super::super::types::{generic, named, postgresql, spelling, sqlite};
use super::Compiler;
use crate::catalog::SqlType;
use crate::python::class::{Class, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::Eval;

/// Whether a type is written otherwise than the one that it inherits.
pub(super) fn is_written_apart(class: &Class) -> bool {
    let of_ours = class.native.filter(|_| class.is(&TYPE_ENGINE));
    of_ours.is_some_and(|own| !AS_INHERITED.iter().any(|it| std::ptr::eq(*it, own)))
}

/// The types that are written as those are that they inherit.
static AS_INHERITED: &[&NativeClass] = &[
    &INTERVAL,
    &PICKLE_TYPE,
    &postgresql::ARRAY,
    &postgresql::JSON,
    &sqlite::DATE,
    &sqlite::DATETIME,
    &sqlite::TIME,
];

impl Compiler<'_, '_> {
    /// A type for the catalog; empty if it cannot be known, which is noted.
    pub fn sql_type(&mut self, ty: &Value) -> Eval<SqlType> {
        let before = self.missing.take();
        let spelling = self.type_text(ty)?;
        let failed = self.missing.is_some();
        self.missing = before.or_else(|| self.missing.take());
        if failed {
            return Ok(SqlType::default());
        }
        let mut named = None;
        if self.dialect().name == "postgresql" {
            named = named::needed_by(self, ty)?.first().and_then(named::name_of);
        }
        Ok(match named {
            Some(name) => SqlType::named(name, spelling),
            None => SqlType::new(spelling),
        })
    }

    /// A type as the dialect spells it; empty if it cannot be known, which is noted.
    pub fn type_text(&mut self, ty: &Value) -> Eval<String> {
        let ty = match ty {
            Value::Unknown(unknown) => {
                self.note(unknown);
                return Ok(String::new());
            }
            ty => to_instance(self.vm, ty)?,
        };
        let Some(given) = ty.as_object().cloned() else {
            if let Value::Unknown(unknown) = &ty {
                self.note(unknown);
            }
            return Ok(String::new());
        };
        let varied = self.variant(&given);
        if let Some(text) = self.user_compiled(&varied)? {
            return Ok(text);
        }
        if varied.is(&generic::USER_DEFINED_TYPE) {
            return self.column_spec(&varied);
        }
        match self.dialect_type(&Value::Object(varied.clone()))? {
            Some(plain) if Rc::ptr_eq(&plain, &varied) => spelling::spell(self, &plain),
            Some(plain) => self.type_text(&Value::Object(plain)),
            None => Ok(String::new()),
        }
    }

    /// The type that a type comes to in the dialect: its variant, what it decorates.
    pub fn dialect_type(&mut self, ty: &Value) -> Eval<Option<Rc<Object>>> {
        let mut ty = to_instance(self.vm, ty)?;
        for _ in 0..20 {
            let Value::Object(object) = &ty else { break };
            let varied = self.variant(object);
            if varied.is(&TYPE_DECORATOR) {
                let dialect = super::super::dialect::dialect_object(self.vm);
                let decorator = Value::Object(varied);
                ty = self.vm.call_method(&decorator, "load_dialect_impl", vec![dialect])?;
                ty = to_instance(self.vm, &ty)?;
            } else if varied.is(&INTERVAL) {
                return Ok(Some(self.interval(&varied)));
            } else if varied.is(&PICKLE_TYPE) {
                ty = match field(&varied, "impl") {
                    Value::None => Value::Object(make(self.vm, &generic::LARGE_BINARY, [])),
                    given => to_instance(self.vm, &given)?,
                };
            } else {
                return Ok(Some(varied));
            }
        }
        if let Value::Unknown(unknown) = &ty {
            self.note(unknown);
        }
        Ok(None)
    }

    fn variant(&self, ty: &Rc<Object>) -> Rc<Object> {
        match entry(ty, "_variants", self.dialect().name) {
            Some(Value::Object(variant)) => variant,
            _ => ty.clone(),
        }
    }

    /// `Interval` is a type of `PostgreSQL`; elsewhere it is kept as a date and time.
    fn interval(&mut self, ty: &Rc<Object>) -> Rc<Object> {
        if self.dialect().name != "postgresql" || choice(ty, "native") == Some(false) {
            return make(self.vm, &generic::DATE_TIME, []);
        }
        let precision = field(ty, "second_precision");
        make(self.vm, &postgresql::INTERVAL, [("precision", precision)])
    }

    fn column_spec(&mut self, ty: &Rc<Object>) -> Eval<String> {
        let spec = self.vm.call_method(&Value::Object(ty.clone()), "get_col_spec", Vec::new())?;
        match spec {
            Value::Unknown(unknown) => {
                self.note(&unknown);
                Ok(String::new())
            }
            spec => Ok(spec.as_str().unwrap_or_default().to_owned()),
        }
    }
}
