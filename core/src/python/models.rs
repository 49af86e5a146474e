//! The tables that a project's models declare, made as `metadata.create_all()` makes them.

use std::rc::Rc;

use super::class::ModuleObject;
use super::host::Outcome;
use super::lib::sqlalchemy::schema::declared;
use super::source::dotted;
use super::value::{Unknown, Value};
use super::vm::{Eval, Stop, Vm};
use crate::project::{FileId, Span};

impl Vm<'_> {
    /// Reads the modules of these files and what they import, and makes the tables of every
    /// metadata that they fill.
    pub(super) fn create_models(&mut self, files: &[FileId]) -> Outcome {
        match self.create_declared(files) {
            Ok(()) => Outcome::Done,
            Err(Stop::Raise(exception)) => {
                let first = files.first().copied().unwrap_or(FileId(0));
                self.report_uncaught(first, &exception);
                Outcome::Stopped
            }
            Err(Stop::Exhausted) => Outcome::Stopped,
        }
    }

    fn create_declared(&mut self, files: &[FileId]) -> Eval<()> {
        if let Some(first) = files.first() {
            self.load_listeners(*first)?;
        }
        for file in files {
            let dotted = dotted(&self.host.path(*file));
            self.read_module(*file, &dotted);
        }
        self.load_tables()?;
        // What makes tables in a way that nobody sees from outside runs with all the rest.
        for file in files {
            if let Some(module) = self.modules.get(file).cloned() {
                self.run_whole(&module)?;
            }
        }
        for (place, unknown) in self.unread_models() {
            self.host.incomplete(place, &unknown);
        }
        declared::create_every(self)
    }

    /// The models whose classes nobody can know, with their places.
    fn unread_models(&self) -> Vec<(Span, Rc<Unknown>)> {
        let of = |module: &Rc<ModuleObject>| {
            let source = module.scope.source.clone();
            let models = source.map(|it| it.models()).unwrap_or_default().into_iter();
            let unread = |(name, place): (String, Span)| match module.field(&name)? {
                Value::Unknown(unknown) => Some((place, unknown)),
                // What its base would have made of it is not known.
                Value::Class(class) if class.fields.borrow().get("__table__").is_none() => {
                    match self.unknown_base(&class)? {
                        Value::Unknown(unknown) => Some((place, unknown)),
                        _ => None,
                    }
                }
                _ => None,
            };
            models.filter_map(unread).collect::<Vec<_>>()
        };
        self.modules.values().flat_map(of).collect()
    }
}
