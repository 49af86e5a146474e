//! `DROP EXTENSION`.

use super::rules::dependents;
use super::{CreateExtension, Op, Operation, cascade, if_exists, problem};
use crate::catalog::{Catalog, ObjectRef, extension_requires};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;

#[derive(Clone, Debug, PartialEq)]
pub struct DropExtension {
    pub name: String,
    pub if_exists: bool,
    pub cascade: bool,
}

impl Op for DropExtension {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let extension = ObjectRef::Extension(self.name.clone());
        if catalog.extensions.contains_key(&self.name) {
            let what = format!("extension `{}`", self.name);
            dependents::of_extension(catalog, &self.name).settle(catalog, what, self.cascade)?;
        }
        for other in self.required_by(catalog) {
            if !self.cascade {
                let needed = [format!("extension `{other}`")];
                return Err(problem::needed_by(format!("extension `{}`", self.name), &needed));
            }
            Self { name: other, ..self.clone() }.apply(catalog)?;
        }
        catalog.comments.remove(&extension);
        if catalog.extensions.remove(&self.name).is_none() && !self.if_exists {
            return Err(problem::unknown_object(&extension));
        }
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let schema = before.extensions.get(&self.name)?.schema.clone();
        let name = self.name.clone();
        Some(CreateExtension { name, schema, if_not_exists: false, cascade: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let name = dialect.quote_name(&self.name);
        let tail = cascade(self.cascade);
        Ok(vec![format!("DROP EXTENSION {}{name}{tail}", if_exists(self.if_exists))])
    }

    fn describe(&self) -> String {
        format!("drop extension `{}`", self.name)
    }
}

impl DropExtension {
    /// The extensions that require this one.
    fn required_by(&self, catalog: &Catalog) -> Vec<String> {
        let requires = |it: &&String| extension_requires(it).contains(&&*self.name);
        catalog.extensions.keys().filter(requires).cloned().collect()
    }
}
