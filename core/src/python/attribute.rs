//! Attributes: found on objects, classes, modules and plain values, and set.

use crate::diagnostic::code;
use std::rc::Rc;

use ruff_python_ast as ast;

use super::beginning;
use super::builtins::{CLASS_METHOD, PROPERTY, STATIC_METHOD, SUPER};
use super::class::{BoundMethod, BoundNative, Class, ModuleObject, Native, NativeClass, Object};
use super::define::UNKNOWN_BASE;
use super::instantiate::HELD;
use super::parent::{NATIVE_INIT, NATIVE_NEW, NATIVE_SET, NOTHING};
use super::scope::Frame;
use super::stmt::span_of;
use super::value::{Dict, Value};
use super::vm::{Eval, Stop, Vm};

/// What a class has under a name.
#[derive(Clone, Debug)]
pub enum Found {
    /// Defined by a script, or set on the class.
    Value(Value),
    Method(&'static Native),
    Property(&'static Native),
    ClassMethod(&'static Native),
}

impl std::fmt::Debug for Native {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Class {
    /// A class with its bases in the order in which Python asks them.
    pub fn new(name: &str, native: Option<&'static NativeClass>, bases: &[Rc<Self>]) -> Rc<Self> {
        let class = Rc::new(Self {
            name: Rc::from(name),
            native,
            mro: Default::default(),
            fields: Default::default(),
        });
        let mut mro = vec![class.clone()];
        mro.extend(merge(bases));
        *class.mro.borrow_mut() = mro;
        class
    }

    pub fn inherits(&self, other: &Rc<Self>) -> bool {
        self.mro.borrow().iter().any(|it| Rc::ptr_eq(it, other))
    }

    /// What an object of this class finds under a name that is not its own field.
    pub fn lookup(&self, name: &str) -> Option<Found> {
        self.mro.borrow().iter().find_map(|it| it.own(name))
    }

    /// The same, starting after a class in the order: what `super()` finds.
    pub fn lookup_after(&self, after: &Rc<Self>, name: &str) -> Option<Found> {
        let mro = self.mro.borrow();
        let start = mro.iter().position(|it| Rc::ptr_eq(it, after))?;
        mro.iter().skip(start + 1).find_map(|it| it.own(name))
    }

    fn own(&self, name: &str) -> Option<Found> {
        if let Some(value) = self.fields.borrow().get(name) {
            return Some(Found::Value(value.clone()));
        }
        let native = self.native?;
        let find = |table: &'static [Native]| table.iter().find(|it| it.name == name);
        find(native.methods)
            .map(Found::Method)
            .or_else(|| find(native.properties).map(Found::Property))
            .or_else(|| find(native.class_methods).map(Found::ClassMethod))
    }
}

/// The bases of a class in their order (C3); if they contradict each other, as they come.
fn merge(bases: &[Rc<Class>]) -> Vec<Rc<Class>> {
    if let [only] = bases {
        return only.mro.borrow().clone();
    }
    let mut rows: Vec<Vec<Rc<Class>>> = bases.iter().map(|it| it.mro.borrow().clone()).collect();
    rows.push(bases.to_vec());
    let mut merged: Vec<Rc<Class>> = Vec::new();
    while rows.iter().any(|row| !row.is_empty()) {
        let in_tail = |class: &Rc<Class>| {
            rows.iter().any(|row| row.iter().skip(1).any(|it| Rc::ptr_eq(it, class)))
        };
        let heads = || rows.iter().filter_map(|row| row.first());
        let Some(next) = heads().find(|it| !in_tail(it)).or_else(|| heads().next()).cloned() else {
            break;
        };
        for row in &mut rows {
            row.retain(|it| !Rc::ptr_eq(it, &next));
        }
        merged.push(next);
    }
    merged
}

/// The function inside `staticmethod`.
pub(super) fn unwrap_static(value: Value) -> Value {
    match &value {
        Value::Object(object) if object.is(&STATIC_METHOD) => {
            object.field("function").unwrap_or(Value::None)
        }
        _ => value,
    }
}

impl Vm<'_> {
    pub(super) fn attribute_expr(
        &mut self,
        frame: &mut Frame<'_>,
        expr: &ast::ExprAttribute,
    ) -> Eval {
        let object = self.expr(frame, &expr.value)?;
        // What a property tells is told at its name.
        self.places.push(span_of(frame, expr));
        let res = self.attribute(&object, &expr.attr);
        self.places.pop();
        if matches!(res, Err(Stop::Raise(_))) && self.trail.is_empty() {
            self.trail.push(span_of(frame, expr));
        }
        res
    }

    /// The attribute of a value, as `value.name` gives it.
    ///
    /// # Errors
    /// `AttributeError` if it has none.
    pub fn attribute(&mut self, value: &Value, name: &str) -> Eval {
        match self.attribute_if_any(value, name)? {
            Some(found) => Ok(found),
            None => match value {
                // We may know less of a library than it has.
                Value::Module(module) if module.library.is_some_and(|it| it.may_have(name)) => {
                    let reason = format!("`{name}` of `{}`", module.name);
                    Ok(self.unknown(code::UNFOLLOWED_CALL, reason))
                }
                Value::Object(_) | Value::Class(_) if self.may_have(value, name) => {
                    let class = match value {
                        Value::Class(class) => class.clone(),
                        object => self.type_of(object),
                    };
                    let reason = format!("`{name}` of `{}`", class.name);
                    Ok(self.unknown(code::UNFOLLOWED_CALL, reason))
                }
                Value::Module(module) if self.may_be_another(module) => {
                    let reason = format!(
                        "`{name}` of `{}`, which may be another module than the project's",
                        module.name
                    );
                    Ok(self.unknown(code::MISSING_MODULE, reason))
                }
                value => Err(self.no_attribute(value, name)),
            },
        }
    }

    /// Whether a library may give an object or a class this attribute, of which we don't know.
    fn may_have(&self, value: &Value, name: &str) -> bool {
        let has_more = match value {
            Value::Object(it) => it.class.borrow().has_more(),
            Value::Class(class) => class.has_more(),
            _ => false,
        };
        has_more && self.tries == 0 && !name.starts_with("__")
    }

    /// Whether a module of the project is inside a package that its name does not begin with:
    /// Python finds it there only if that package is on its path.
    fn may_be_another(&mut self, module: &ModuleObject) -> bool {
        let Some(source) = &module.scope.source else { return false };
        let path = self.host.path(source.file);
        let path = path.strip_suffix("/__init__.py").or_else(|| path.strip_suffix(".py"));
        let dotted = module.name.replace('.', "/");
        let package = path.and_then(|it| it.strip_suffix(&*dotted)?.strip_suffix('/'));
        package.is_some_and(|it| self.host.file(&format!("{it}/__init__.py")).is_some())
    }

    fn no_attribute(&mut self, value: &Value, name: &str) -> Stop {
        let message = match value {
            Value::Module(module) => format!("module '{}' has no attribute '{name}'", module.name),
            Value::Class(class) => {
                format!("type object '{}' has no attribute '{name}'", class.name)
            }
            value => {
                let class = self.type_of(value).name.clone();
                format!("'{class}' object has no attribute '{name}'")
            }
        };
        self.raise("AttributeError", message)
    }

    /// The attribute of a value, if it has one.
    pub fn attribute_if_any(&mut self, value: &Value, name: &str) -> Eval<Option<Value>> {
        match value {
            Value::Unknown(unknown) => Ok(Some(match beginning::attribute(unknown, name) {
                Value::Unknown(unknown) => self.attribute_of_unknown(&unknown, name),
                known => known,
            })),
            Value::Object(object) => self.object_attribute(object, name),
            Value::Class(class) => self.class_attribute(class, name),
            Value::Module(module) => self.module_attribute(&module.clone(), name),
            Value::Function(function) => {
                let own = function.fields.borrow().get(name).cloned();
                if name == "__annotations__" && own.is_none() {
                    return self.hints_of(function).map(Some);
                }
                Ok(own.or_else(|| match name {
                    "__name__" | "__qualname__" => Some(Value::Str(function.name.clone())),
                    "__module__" | "__doc__" => Some(Value::None),
                    "__dict__" => Some(Value::dict(Dict::default())),
                    _ => None,
                }))
            }
            Value::Method(method) => match name {
                "__self__" => Ok(Some(method.receiver.clone())),
                "__func__" => Ok(Some(Value::Function(method.function.clone()))),
                _ => self.attribute_if_any(&Value::Function(method.function.clone()), name),
            },
            Value::Native(native) if matches!(name, "__name__" | "__qualname__") => {
                Ok(Some(Value::str(native.native.name)))
            }
            value => {
                let class = self.type_of(value);
                self.found_for(value, &class, name)
            }
        }
    }

    /// What the class of a plain value has for it.
    fn found_for(&mut self, value: &Value, class: &Rc<Class>, name: &str) -> Eval<Option<Value>> {
        match class.lookup(name) {
            Some(found) => self.bind_found(found, value, class).map(Some),
            None if name == "__class__" => Ok(Some(Value::Class(class.clone()))),
            None => Ok(None),
        }
    }

    fn object_attribute(&mut self, object: &Rc<Object>, name: &str) -> Eval<Option<Value>> {
        let own = object.fields.borrow().get(name).cloned();
        if own.is_some() {
            return Ok(own);
        }
        if object.is(&SUPER) {
            return self.super_attribute(object, name);
        }
        let class = object.class.borrow().clone();
        let receiver = Value::Object(object.clone());
        if let Some(found) = class.lookup(name) {
            return self.bind_found(found, &receiver, &class).map(Some);
        }
        if let Some(held) = object.field(HELD)
            && let Some(found) = self.attribute_if_any(&held, name)?
        {
            return Ok(Some(found));
        }
        match name {
            "__class__" => return Ok(Some(Value::Class(class))),
            "__dict__" => return Ok(Some(self.dict_of_fields(&object.fields.borrow()))),
            "__doc__" | "__module__" => return Ok(Some(Value::None)),
            "__init__" => return Ok(Some(self.native_init(receiver))),
            _ => {}
        }
        let hooks: Vec<_> = class.mro.borrow().iter().filter_map(|it| it.native).collect();
        for hook in hooks.iter().filter_map(|it| it.attribute) {
            if let Some(value) = hook(self, object, name)? {
                return Ok(Some(value));
            }
        }
        if is_special(name) {
            return Ok(None);
        }
        if let Some(Found::Value(unknown)) = class.lookup(UNKNOWN_BASE) {
            return Ok(Some(unknown));
        }
        match class.lookup("__getattr__") {
            Some(found) => {
                let method = self.bind_found(found, &receiver, &class)?;
                self.call(&method, vec![Value::str(name)], Vec::new()).map(Some)
            }
            None => Ok(None),
        }
    }

    fn class_attribute(&mut self, class: &Rc<Class>, name: &str) -> Eval<Option<Value>> {
        let receiver = Value::Class(class.clone());
        match class.lookup(name) {
            Some(Found::Value(value)) => return self.bind_to_class(value, &receiver).map(Some),
            Some(Found::Method(native) | Found::Property(native)) => {
                return Ok(Some(Value::Native(Rc::new(BoundNative { native, receiver: None }))));
            }
            Some(Found::ClassMethod(native)) => {
                let receiver = Some(receiver);
                return Ok(Some(Value::Native(Rc::new(BoundNative { native, receiver }))));
            }
            None => {}
        }
        let own = match name {
            "__name__" | "__qualname__" => Some(Value::Str(class.name.clone())),
            "__module__" => Some(Value::str(class.native.map_or("__main__", |it| it.module))),
            "__dict__" => Some(self.dict_of_fields(&class.fields.borrow())),
            "__mro__" => {
                let mro = class.mro.borrow();
                Some(Value::tuple(mro.iter().cloned().map(Value::Class).collect::<Vec<_>>()))
            }
            "__class__" => Some(Value::Class(self.class_of(&super::builtins::TYPE))),
            "__bases__" => {
                let base = class.mro.borrow().get(1).cloned();
                Some(Value::tuple(base.map(Value::Class).into_iter().collect::<Vec<_>>()))
            }
            "__doc__" => Some(Value::None),
            "__init_subclass__" => {
                let native = &NOTHING;
                Some(Value::Native(Rc::new(BoundNative { native, receiver: None })))
            }
            "__init__" => {
                let native = &NATIVE_INIT;
                Some(Value::Native(Rc::new(BoundNative { native, receiver: None })))
            }
            "__setattr__" => {
                let native = &NATIVE_SET;
                Some(Value::Native(Rc::new(BoundNative { native, receiver: None })))
            }
            "__new__" => {
                let native = &NATIVE_NEW;
                Some(Value::Native(Rc::new(BoundNative { native, receiver: None })))
            }
            _ => None,
        };
        if own.is_some() {
            return Ok(own);
        }
        let hooks: Vec<_> = class.mro.borrow().iter().filter_map(|it| it.native).collect();
        for hook in hooks.iter().filter_map(|it| it.class_attribute) {
            if let Some(value) = hook(self, class, name)? {
                return Ok(Some(value));
            }
        }
        match class.lookup(UNKNOWN_BASE) {
            Some(Found::Value(unknown)) if !is_special(name) => Ok(Some(unknown)),
            _ => Ok(None),
        }
    }

    fn dict_of_fields(&self, fields: &super::class::Fields) -> Value {
        let mut dict = Dict::default();
        for (name, value) in fields.iter() {
            dict.insert_str(name, value.clone());
        }
        Value::dict(dict)
    }

    pub(super) fn bind_found(&mut self, found: Found, receiver: &Value, class: &Rc<Class>) -> Eval {
        match found {
            Found::Value(value) => self.bind_to(value, receiver, class),
            Found::Method(native) => {
                let receiver = Some(receiver.clone());
                Ok(Value::Native(Rc::new(BoundNative { native, receiver })))
            }
            Found::Property(native) => self.run_native(native, vec![receiver.clone()], Vec::new()),
            Found::ClassMethod(native) => {
                let receiver = Some(Value::Class(class.clone()));
                Ok(Value::Native(Rc::new(BoundNative { native, receiver })))
            }
        }
    }

    /// What a value of a class body becomes when it is asked of an object.
    pub(super) fn bind_to(&mut self, value: Value, receiver: &Value, class: &Rc<Class>) -> Eval {
        match &value {
            Value::Function(function) => Ok(Value::Method(Rc::new(BoundMethod {
                function: function.clone(),
                receiver: receiver.clone(),
            }))),
            Value::Object(object) if object.is(&PROPERTY) => {
                let getter = object.field("fget").unwrap_or(Value::None);
                self.call(&getter, vec![receiver.clone()], Vec::new())
            }
            Value::Object(object) if object.is(&STATIC_METHOD) || object.is(&CLASS_METHOD) => {
                self.bind_to_class(value, &Value::Class(class.clone()))
            }
            Value::Object(_) => match self.special(&value, "__get__")? {
                Some(get) => {
                    let given = vec![receiver.clone(), Value::Class(class.clone())];
                    self.call(&get, given, Vec::new())
                }
                None => Ok(value),
            },
            _ => Ok(value),
        }
    }

    /// A function with its first argument.
    pub fn bound(&self, function: &Value, receiver: Value) -> Value {
        match function {
            Value::Function(function) => {
                let function = function.clone();
                Value::Method(Rc::new(BoundMethod { function, receiver }))
            }
            other => other.clone(),
        }
    }

    fn bind_to_class(&mut self, value: Value, class: &Value) -> Eval {
        match &value {
            Value::Object(object) if object.is(&STATIC_METHOD) => Ok(unwrap_static(value)),
            Value::Object(object) if object.is(&CLASS_METHOD) => {
                match object.field("function").unwrap_or(Value::None) {
                    Value::Function(function) => {
                        let receiver = class.clone();
                        Ok(Value::Method(Rc::new(BoundMethod { function, receiver })))
                    }
                    Value::Object(inner) if inner.is(&PROPERTY) => {
                        let getter = inner.field("fget").unwrap_or(Value::None);
                        self.call(&getter, vec![class.clone()], Vec::new())
                    }
                    other => Ok(other),
                }
            }
            Value::Object(object) if !object.is(&PROPERTY) => {
                match self.special(&value, "__get__")? {
                    Some(get) => self.call(&get, vec![Value::None, class.clone()], Vec::new()),
                    None => Ok(value),
                }
            }
            _ => Ok(value),
        }
    }

    /// A method with one of Python's special names, which only the class decides about.
    pub(super) fn special(&mut self, value: &Value, name: &str) -> Eval<Option<Value>> {
        match value {
            Value::Object(object) => {
                let class = object.class.borrow().clone();
                match class.lookup(name) {
                    // Under a special name this is the metaclass's, which objects do not have.
                    Some(Found::ClassMethod(_)) | None => Ok(self.open_special(value, name)),
                    Some(found) => self.bind_found(found, value, &class).map(Some),
                }
            }
            Value::Class(class) => {
                let mro = class.mro.borrow().clone();
                let natives = mro.iter().filter_map(|it| it.native);
                let mut methods = natives.flat_map(|it| it.class_methods);
                let Some(native) = methods.find(|it| it.name == name) else {
                    return Ok(self.open_special(value, name));
                };
                let receiver = Some(value.clone());
                Ok(Some(Value::Native(Rc::new(BoundNative { native, receiver }))))
            }
            _ => Ok(None),
        }
    }

    /// Sets an attribute as `value.name = new` does.
    pub fn set_attribute(&mut self, value: &Value, name: &str, new: Value) -> Eval<()> {
        match value {
            Value::Unknown(_) => Ok(()),
            Value::Object(object) => self.set_object_attribute(object, name, new),
            Value::Class(class) => {
                class.fields.borrow_mut().set(name, new);
                Ok(())
            }
            Value::Module(module) => {
                module.set_field(name, new);
                Ok(())
            }
            Value::Function(function) => {
                function.fields.borrow_mut().set(name, new);
                Ok(())
            }
            Value::Method(method) => {
                method.function.fields.borrow_mut().set(name, new);
                Ok(())
            }
            value => Err(self.no_attribute(value, name)),
        }
    }

    fn set_object_attribute(&mut self, object: &Rc<Object>, name: &str, new: Value) -> Eval<()> {
        let class = object.class.borrow().clone();
        let receiver = Value::Object(object.clone());
        if let Some(Found::Value(Value::Object(descriptor))) = class.lookup(name) {
            if descriptor.is(&PROPERTY) {
                return match descriptor.field("fset") {
                    Some(setter) if !setter.is_none() => {
                        self.call(&setter, vec![receiver, new], Vec::new()).map(|_| ())
                    }
                    _ => {
                        let message =
                            format!("property '{name}' of '{}' object has no setter", class.name);
                        Err(self.raise("AttributeError", message))
                    }
                };
            }
            if let Some(set) = self.special(&Value::Object(descriptor), "__set__")? {
                return self.call(&set, vec![receiver, new], Vec::new()).map(|_| ());
            }
        }
        if let Some(found) = class.lookup("__setattr__") {
            let method = self.bind_found(found, &receiver, &class)?;
            return self.call(&method, vec![Value::str(name), new], Vec::new()).map(|_| ());
        }
        object.set_field(name, new);
        Ok(())
    }

    pub(super) fn delete_attribute(&mut self, value: &Value, name: &str) -> Eval<()> {
        let removed = match value {
            Value::Unknown(_) => return Ok(()),
            Value::Object(object) => object.fields.borrow_mut().remove(name),
            Value::Class(class) => class.fields.borrow_mut().remove(name),
            Value::Module(module) => module.scope.names.borrow_mut().remove(name),
            Value::Function(function) => function.fields.borrow_mut().remove(name),
            _ => None,
        };
        match removed {
            Some(_) => Ok(()),
            None => Err(self.no_attribute(value, name)),
        }
    }
}

/// Whether a name is one that Python itself asks for. Those that a mapping gives to its class look
/// like it, and are not.
fn is_special(name: &str) -> bool {
    name.starts_with("__") && !matches!(name, "__table__" | "__mapper__")
}
