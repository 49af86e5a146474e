//! The schema that a project's models make of an empty database.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::world::World;
use super::{Parsed, Setting, listeners};
use crate::catalog::{Catalog, ObjectRef, Server};
use crate::diagnostic::{Diagnostic, Problem, code};
use crate::dialect::Dialect;
use crate::history::History;
use crate::project::{FileId, Project};
use crate::python::{self, Mode};

/// What models make, and what is wrong with them or not known of them.
#[derive(Clone, Debug)]
pub struct Models {
    pub schema: Arc<Catalog>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Makes the tables that the models in these files declare, as `metadata.create_all()` does in an
/// empty database.
pub fn models(
    project: &Project,
    files: &[FileId],
    dialect: &'static Dialect,
    server: Server,
    values: &BTreeMap<String, String>,
) -> Models {
    let history = History::default();
    let listeners = listeners::attaching(project, files.to_vec());
    let setting = Setting {
        project,
        history: &history,
        dialect,
        alembic: None,
        format: None,
        listeners: &listeners,
        parsed: &Parsed::default(),
        values,
    };
    let empty = Catalog::clone(&super::empty(dialect, server));
    let mut world = World::new(setting, Mode::Online, Arc::new(empty));
    python::create_models(files, &mut world);
    let mut diagnostics = world.report.diagnostics;
    for assumed in &world.assumptions.made {
        diagnostics.push(problem::undeclared(&assumed.object).at(assumed.span));
    }
    Models { schema: Arc::new(world.catalog), diagnostics }
}

mod problem {
    use super::{ObjectRef, Problem, code};

    pub(super) fn undeclared(object: &ObjectRef) -> Problem {
        let what = match object {
            ObjectRef::Schema(name) => format!("schema `{name}`"),
            ObjectRef::Type(name) => format!("type `{name}`"),
            ObjectRef::Table(name) => format!("table `{name}`"),
            other => format!("`{other:?}`"),
        };
        let message = format!("no model declares {what}; taken as there from the start");
        Problem::warning(code::ASSUMED_OBJECT, message)
            .help("give the files of all models that go into one database")
    }
}
