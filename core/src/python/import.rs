//! Imports: of our libraries, of the project's own modules, and of what is not here.

use std::rc::Rc;

use ruff_python_ast as ast;
use ruff_python_ast::visitor::{Visitor, walk_stmt};

use super::class::{BoundNative, Library, ModuleObject, Row};
use super::lib;
use super::scope::{Frame, Scope};
use super::source::dotted;
use super::stmt::{Flow, span_of};
use super::value::Value;
use super::vm::{Eval, Stop, Vm};
use crate::diagnostic::code;
use crate::project::FileId;

impl Vm<'_> {
    pub(super) fn import_stmt(
        &mut self,
        frame: &mut Frame<'_>,
        stmt: &ast::StmtImport,
    ) -> Eval<Flow> {
        self.places.push(span_of(frame, stmt));
        for alias in &stmt.names {
            let module = self.import_module(&alias.name, frame.file)?;
            match &alias.asname {
                Some(name) => frame.scope.set(name, module),
                None => {
                    let top = alias.name.split('.').next().unwrap_or_default();
                    let top_module = match matches!(module, Value::Module(_)) {
                        true => self.way_to(&alias.name, frame.file)?,
                        false => self.import_module(top, frame.file)?,
                    };
                    frame.scope.set(top, top_module);
                }
            }
        }
        self.places.pop();
        Ok(Flow::Next)
    }

    pub(super) fn import_from(
        &mut self,
        frame: &mut Frame<'_>,
        stmt: &ast::StmtImportFrom,
    ) -> Eval<Flow> {
        let dots = ".".repeat(stmt.level as usize);
        let name = stmt.module.as_ref().map_or("", |it| it.as_str());
        let dotted = format!("{dots}{name}");
        self.places.push(span_of(frame, stmt));
        let module = self.import_module(&dotted, frame.file)?;
        for alias in &stmt.names {
            if &*alias.name == "*" {
                frame.scope.stars.borrow_mut().push(module.clone());
                continue;
            }
            let value = self.import_name(&module, &dotted, &alias.name, frame.file)?;
            frame.scope.set(alias.asname.as_ref().unwrap_or(&alias.name), value);
        }
        self.places.pop();
        Ok(Flow::Next)
    }

    /// One name of `from module import name`: an attribute, or a module inside a package.
    /// The outermost package of a module that was found; the packages on the way may be plain
    /// folders, which have nothing but what is in them.
    fn way_to(&mut self, dotted: &str, importer: FileId) -> Eval {
        let top = dotted.split('.').next().unwrap_or_default();
        let mut parent: Option<Rc<ModuleObject>> = None;
        let ends = dotted.match_indices('.').map(|(at, _)| at).chain([dotted.len()]);
        for prefix in ends.filter_map(|end| dotted.get(..end)) {
            let package = match self.import_module(prefix, importer)? {
                Value::Module(package) => package,
                _ => {
                    let (name, scope) = (Rc::from(prefix), Scope::module(None));
                    let folder = Rc::new(ModuleObject { name, scope, library: None });
                    self.imported.insert(Rc::from(prefix), Value::Module(folder.clone()));
                    folder
                }
            };
            if let Some(parent) = parent.filter(|it| it.scope.source.is_none()) {
                let name = prefix.rsplit('.').next().unwrap_or_default();
                parent.set_field(name, Value::Module(package.clone()));
            }
            parent = Some(package);
        }
        self.import_module(top, importer)
    }

    fn import_name(&mut self, module: &Value, dotted: &str, name: &str, importer: FileId) -> Eval {
        if let Value::Module(known) = module
            && let Some(value) = self.module_attribute(known, name)?
        {
            return Ok(value);
        }
        let separator = if dotted.ends_with('.') { "" } else { "." };
        let inside = self.import_module(&format!("{dotted}{separator}{name}"), importer)?;
        match (module, inside) {
            (_, inside @ Value::Module(_)) => Ok(inside),
            (Value::Module(known), inside) => {
                let Some(library) = known.library else { return Ok(inside) };
                let message = format!("cannot import name '{name}' from '{dotted}'");
                match library.may_have(name) {
                    true => Ok(self.unknown(code::MISSING_MODULE, message)),
                    false => Err(self.raise("ImportError", message)),
                }
            }
            (_, inside) => Ok(inside),
        }
    }

    /// A module by its dotted name, as an import in a file finds it. What is not here is unknown.
    pub fn import_module(&mut self, dotted: &str, importer: FileId) -> Eval {
        let is_relative = dotted.starts_with('.');
        if !is_relative && let Some(value) = self.imported.get(dotted) {
            return Ok(value.clone());
        }
        if !is_relative && let Some(library) = lib::named(dotted) {
            return self.library(library);
        }
        let module = match self.host.module(dotted, importer) {
            Some(source) => self.read_module(source.file, dotted).map(Value::Module),
            None if !is_relative && self.host.is_folder(dotted, importer) => {
                Some(namespace(dotted, importer))
            }
            None => None,
        };
        let value = module.unwrap_or_else(|| self.ask_module(dotted));
        if !is_relative {
            self.imported.insert(Rc::from(dotted), value.clone());
        }
        Ok(value)
    }

    /// What a file of the project binds at its top to a name, with the attributes and the calls
    /// without arguments behind it: `Base.metadata`, `metadata()`. Nothing if it says more.
    pub fn value_in_file(&mut self, file: FileId, expression: &str) -> Eval<Option<Value>> {
        let dotted = dotted(&self.host.path(file));
        let Some(module) = self.read_module(file, &dotted) else { return Ok(None) };
        let mut value = Value::Module(module);
        for step in expression.split('.') {
            let (name, is_called) = match step.trim().strip_suffix("()") {
                Some(name) => (name, true),
                None => (step.trim(), false),
            };
            if name.is_empty() || !name.chars().all(|it| it.is_alphanumeric() || it == '_') {
                return Ok(None);
            }
            value = match self.attribute_if_any(&value, name)? {
                Some(found) => found,
                // Only a function of the file may import it.
                None => match self.imported_inside(file, name)? {
                    Some(found) => found,
                    None => return Ok(None),
                },
            };
            if is_called {
                value = self.call(&value, Vec::new(), Vec::new())?;
            }
        }
        Ok(Some(value))
    }

    /// A name that a file imports somewhere: at its top or in a function.
    fn imported_inside(&mut self, file: FileId, name: &str) -> Eval<Option<Value>> {
        let Some(module) = self.parsed(file) else { return Ok(None) };
        let mut import = ImportOf { name, found: None };
        import.visit_body(module.statements());
        let Some((dotted, name)) = import.found else { return Ok(None) };
        let module = self.import_module(&dotted, file)?;
        self.import_name(&module, &dotted, &name, file).map(Some)
    }

    fn library(&mut self, library: &'static Library) -> Eval {
        let scope = Scope::module(None);
        let name: Rc<str> = Rc::from(library.name);
        let module = Rc::new(ModuleObject { name: name.clone(), scope, library: Some(library) });
        let value = Value::Module(module.clone());
        self.imported.insert(name, value.clone());
        module.set_field("__name__", Value::str(library.name));
        self.put_values(library, &module);
        Ok(value)
    }

    /// Makes what a library has besides rows; its own hide those that it includes.
    fn put_values(&mut self, library: &Library, module: &ModuleObject) {
        for included in library.includes {
            self.put_values(included, module);
        }
        for (name, value) in library.values.map_or_else(Vec::new, |make| make(self)) {
            module.set_field(name, value);
        }
    }

    /// The function or class of a library under this name. It is made when it is first asked for,
    /// since a library has hundreds and a script needs a few.
    fn library_name(&mut self, module: &ModuleObject, name: &str) -> Option<Value> {
        let value = match module.library?.row(name)? {
            Row::Class(class) => Value::Class(self.class_of(class)),
            Row::Function(native) => Value::Native(Rc::new(BoundNative { native, receiver: None })),
        };
        module.set_field(name, value.clone());
        Some(value)
    }

    /// A name of a module, if it has it.
    pub(super) fn module_attribute(
        &mut self,
        module: &Rc<ModuleObject>,
        name: &str,
    ) -> Eval<Option<Value>> {
        if let Some(value) = self.lookup_in(&module.scope, name)? {
            return Ok(Some(value));
        }
        if let Some(library) = module.library {
            if let Some(value) = self.library_name(module, name) {
                return Ok(Some(value));
            }
            let dotted = format!("{}.{name}", library.name);
            if let Some(inside) = lib::named(&dotted) {
                return self.library_once(inside).map(Some);
            }
            return match library.fallback {
                Some(fallback) => fallback(self, name),
                None => Ok(None),
            };
        }
        if let Some(Value::Int(importer)) = module.field(IMPORTER)
            && !name.starts_with("__")
        {
            let importer = FileId(u32::try_from(importer).unwrap_or_default());
            return self.import_module(&format!("{}.{name}", module.name), importer).map(Some);
        }
        let Some(source) = &module.scope.source else { return Ok(None) };
        // A module may answer for names that it does not have.
        if source.binds("__getattr__")
            && !name.starts_with("__")
            && let Some(answer) = self.lookup_in(&module.scope, "__getattr__")?
        {
            return match self.call(&answer, vec![Value::str(name)], Vec::new()) {
                Err(Stop::Raise(exception)) if self.is_exception(&exception, "AttributeError") => {
                    Ok(None)
                }
                answer => answer.map(Some),
            };
        }
        let (file, dotted) = (source.file, format!("{}.{name}", module.name));
        match name.starts_with("__") || &*module.name == "__main__" {
            true => Ok(None),
            false => match self.import_module(&dotted, file)? {
                inside @ Value::Module(_) => Ok(Some(inside)),
                _ => Ok(None),
            },
        }
    }

    fn library_once(&mut self, library: &'static Library) -> Eval {
        match self.imported.get(library.name) {
            Some(value) => Ok(value.clone()),
            None => self.library(library),
        }
    }

    /// A name that `from module import *` brings, if the module has it.
    pub(super) fn star_name(&mut self, module: &Value, name: &str) -> Eval<Option<Value>> {
        if name.starts_with('_') {
            return Ok(None);
        }
        match module {
            Value::Module(module) => {
                let found = self.lookup_in(&module.scope, name)?;
                Ok(found.or_else(|| self.library_name(module, name)))
            }
            // The built-in names stay what they are.
            Value::Unknown(_) if self.builtin(name).is_none() => Ok(Some(module.clone())),
            _ => Ok(None),
        }
    }
}

/// The name under which a package without a file keeps who imported it first.
const IMPORTER: &str = "imported by";

/// A package without an `__init__.py`: its names are the modules in its folder.
fn namespace(dotted: &str, importer: FileId) -> Value {
    let name = Rc::from(dotted);
    let module = ModuleObject { name, scope: Scope::module(None), library: None };
    module.set_field("__name__", Value::str(dotted));
    module.set_field(IMPORTER, Value::Int(importer.0.into()));
    Value::Module(Rc::new(module))
}

/// Finds the `from module import name` that binds a name, wherever it stands.
struct ImportOf<'n> {
    name: &'n str,
    /// The module, and what the name is called there.
    found: Option<(String, String)>,
}

impl<'a> Visitor<'a> for ImportOf<'_> {
    fn visit_stmt(&mut self, stmt: &'a ast::Stmt) {
        let ast::Stmt::ImportFrom(import) = stmt else { return walk_stmt(self, stmt) };
        let bound = |it: &&ast::Alias| it.asname.as_ref().unwrap_or(&it.name).as_str() == self.name;
        if let Some(alias) = import.names.iter().find(bound) {
            let module = import.module.as_ref().map_or("", |it| it.as_str());
            let dotted = format!("{}{module}", ".".repeat(import.level as usize));
            self.found = Some((dotted, alias.name.to_string()));
        }
    }
}
