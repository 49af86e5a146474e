//! Objects and classes as they are made: by a script's `__new__` and `__init__`, or by ours.

use std::cell::RefCell;
use std::rc::Rc;

use super::attribute::{Found, unwrap_static};
use super::builtins::{CLASS_METHOD, OBJECT};
use super::call::Given;
use super::class::{Class, Fields, NativeClass, Object};
use super::define::UNKNOWN_BASE;
use super::exceptions::BASE_EXCEPTION;
use super::value::Value;
use super::vm::{Eval, Vm};

impl Vm<'_> {
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
        let fields = self.with_class_methods(fields);
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

    /// Makes class methods of the functions that are such without a decorator.
    fn with_class_methods(&mut self, mut fields: Fields) -> Fields {
        for name in ["__init_subclass__", "__class_getitem__"] {
            if let Some(function @ Value::Function(_)) = fields.get(name).cloned() {
                let method = self.instance(&CLASS_METHOD, [("function", function)]);
                fields.set(name, Value::Object(method));
            }
        }
        fields
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
