//! What `super()` gives: the attributes of the classes above, and what `object` has for all.

use std::rc::Rc;

use super::class::{BoundNative, Class, Native, Object};
use super::instantiate::HELD;
use super::value::Value;
use super::vm::{Eval, Vm};

impl Vm<'_> {
    pub(super) fn super_attribute(
        &mut self,
        proxy: &Rc<Object>,
        name: &str,
    ) -> Eval<Option<Value>> {
        let (Some(Value::Class(after)), Some(receiver)) =
            (proxy.field("__thisclass__"), proxy.field("__self__"))
        else {
            return Ok(None);
        };
        let class = match &receiver {
            Value::Class(class) => class.clone(),
            receiver => self.type_of(receiver),
        };
        if let Some(found) = class.lookup_after(&after, name) {
            return self.bind_found(found, &receiver, &class).map(Some);
        }
        let found = self.super_default(&class, &receiver, name)?;
        let inherited = if name.starts_with("__") { None } else { self.unknown_base(&class) };
        Ok(found.or(inherited))
    }

    /// What `super()` gives where no class above has what is asked for.
    fn super_default(
        &mut self,
        class: &Rc<Class>,
        receiver: &Value,
        name: &str,
    ) -> Eval<Option<Value>> {
        match (name, receiver) {
            ("__init__", _) => Ok(Some(self.native_init(receiver.clone()))),
            ("__new__", _) => {
                let native = &NATIVE_NEW;
                Ok(Some(Value::Native(Rc::new(BoundNative { native, receiver: None }))))
            }
            ("__init_subclass__" | "__set_name__" | "__post_init__", _) => {
                let native = &NOTHING;
                Ok(Some(Value::Native(Rc::new(BoundNative { native, receiver: None }))))
            }
            ("__setattr__", _) => {
                let native = &NATIVE_SET;
                let receiver = Some(receiver.clone());
                Ok(Some(Value::Native(Rc::new(BoundNative { native, receiver }))))
            }
            (_, Value::Object(object)) => match object.field(HELD) {
                Some(held) => self.attribute_if_any(&held, name),
                None => self.super_hooks(class, object, name),
            },
            _ => Ok(None),
        }
    }

    fn super_hooks(
        &mut self,
        class: &Rc<Class>,
        object: &Rc<Object>,
        name: &str,
    ) -> Eval<Option<Value>> {
        let hooks: Vec<_> = class.mro.borrow().iter().filter_map(|it| it.native).collect();
        for hook in hooks.iter().filter_map(|it| it.attribute) {
            if let Some(value) = hook(self, object, name)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    pub(super) fn native_init(&mut self, receiver: Value) -> Value {
        Value::Native(Rc::new(BoundNative { native: &NATIVE_INIT, receiver: Some(receiver) }))
    }
}

/// `super().__init_subclass__(...)` and the like, where no class above has one.
pub(super) static NOTHING: Native =
    Native::new("nothing", "*args, **kwargs", |_, _| Ok(Value::None));

/// `super().__setattr__(name, value)`.
pub(super) static NATIVE_SET: Native =
    Native::new("__setattr__", "self, name, value", |vm, args| {
        if let (Value::Object(object), Some(name)) = (args.get("self"), args.str("name")) {
            object.set_field(name, args.get("value").clone());
            return Ok(Value::None);
        }
        Err(vm.raise("TypeError", "can't set attributes of built-in type"))
    });

/// `object.__new__(cls)` and `str.__new__(cls, value)`: the object before its `__init__`.
pub(super) static NATIVE_NEW: Native =
    Native::new("__new__", "cls, *args, **kwargs", |vm, args| {
        let Value::Class(class) = args.get("cls") else {
            return Err(vm.raise("TypeError", "object.__new__(X): X is not a type object"));
        };
        let object = vm.new_object(class);
        let natives: Vec<_> = class.mro.borrow().iter().filter_map(|it| it.native).collect();
        if let Some(native) = natives.iter().find(|it| it.is_builtin_value()) {
            let base = vm.class_of(native);
            let held = vm.instantiate(&base, args.rest("args").to_vec(), Vec::new())?;
            object.set_field(HELD, held);
        }
        Ok(Value::Object(object))
    });

/// `super().__init__(...)` where the next class is one of ours.
pub(super) static NATIVE_INIT: Native =
    Native::new("__init__", "self, *args, **kwargs", |vm, args| {
        let (Value::Object(object), Value::Dict(keywords)) = (args.get("self"), args.get("kwargs"))
        else {
            return Ok(Value::None);
        };
        let keywords: Vec<(String, Value)> = {
            let keywords = keywords.borrow();
            let named = keywords
                .iter()
                .map(|(key, value)| (key.as_str().unwrap_or_default().to_owned(), value.clone()));
            named.collect()
        };
        if let Some(held) = object.field(HELD) {
            let class = vm.type_of(&held);
            let held = vm.instantiate(&class, args.rest("args").to_vec(), keywords)?;
            object.set_field(HELD, held);
            return Ok(Value::None);
        }
        vm.initialize_native(object, args.rest("args").to_vec(), keywords)?;
        Ok(Value::None)
    });
