//! `DROP SCHEMA`.

use super::alter_function::forget_options;
use super::rules::{dependents, publication, removal, schema_owner};
use super::{CreateSchema, DropExtension, Op, Operation, cascade, if_exists, problem};
use crate::catalog::{Catalog, DefaultSchema, ObjectRef, extension_schemas};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropSchema {
    pub name: String,
    pub if_exists: bool,
    pub cascade: bool,
}

impl Op for DropSchema {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let schema = ObjectRef::Schema(self.name.clone());
        if !catalog.has(&schema) {
            if self.if_exists {
                return Ok(());
            }
            return Err(problem::unknown_object(&schema));
        }
        let inside = self.inside(catalog);
        if !self.cascade && !inside.is_empty() {
            let names: Vec<_> = inside.iter().map(|it| format!("`{it}`")).collect();
            return Err(problem::needed_by(format!("schema `{}`", self.name), &names));
        }
        self.empty(catalog)?;
        if self.name == "public" {
            catalog.default_schema = DefaultSchema::Dropped;
        }
        catalog.schemas.remove(&self.name);
        catalog.comments.remove(&schema);
        catalog.forget_privileges_of(&self.name);
        schema_owner::forget(catalog, &self.name);
        publication::forget_schema(catalog, &self.name);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        if !before.schemas.contains(&self.name) || !self.inside(before).is_empty() {
            return None;
        }
        Some(CreateSchema { name: self.name.clone(), owner: None, if_not_exists: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let name = dialect.quote_name(&self.name);
        let tail = cascade(self.cascade);
        Ok(vec![format!("DROP SCHEMA {}{name}{tail}", if_exists(self.if_exists))])
    }

    fn describe(&self) -> String {
        format!("drop schema `{}`", self.name)
    }
}

/// Drops what ends with a session: all that is temporary, and what needs a table or type that is.
pub fn end_session(catalog: &mut Catalog) {
    const SCHEMA: &str = "pg_temp";
    let own = |it: &&Name| it.is_in(SCHEMA);
    let tables: Vec<Name> = catalog.tables.keys().filter(own).cloned().collect();
    tables.iter().for_each(|it| dependents::of_table(catalog, it).drop_from(catalog));
    let types: Vec<Name> = catalog.types.keys().filter(own).cloned().collect();
    types.iter().for_each(|it| dependents::of_type(catalog, it).drop_from(catalog));
    catalog.forget_schema(SCHEMA);
}

impl DropSchema {
    /// Everything in the schema.
    fn inside(&self, catalog: &Catalog) -> Vec<Name> {
        let functions = catalog.functions.keys().map(|it| &it.name);
        let names = catalog.tables.keys().chain(catalog.views.keys()).chain(catalog.types.keys());
        let names = names.chain(catalog.sequences.keys()).chain(functions);
        let names = names.filter(|it| self.has(it)).cloned();
        names.chain(self.extensions(catalog).into_iter().map(Name::plain)).collect()
    }

    /// The extensions that put into the schema what they bring.
    fn extensions(&self, catalog: &Catalog) -> Vec<String> {
        let schema = Some(&*self.name).filter(|it| *it != "public");
        let is_in = |it: &&String| {
            *it != "plpgsql"
                && extension_schemas(it).is_none()
                && catalog.is_extension_in(it, schema)
        };
        catalog.extensions.keys().filter(is_in).cloned().collect()
    }

    /// `public` is said by leaving the schema out.
    fn has(&self, name: &Name) -> bool {
        name.schema.as_deref().unwrap_or("public") == self.name
    }

    fn empty(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let own = |names: Vec<&Name>| -> Vec<Name> {
            names.into_iter().filter(|it| self.has(it)).cloned().collect()
        };
        for view in own(catalog.views.keys().collect()) {
            removal::drop_view(catalog, &view);
        }
        for table in own(catalog.tables.keys().collect()) {
            dependents::of_table(catalog, &table).settle(catalog, "", true)?;
            removal::drop_table(catalog, &table);
        }
        for ty in own(catalog.types.keys().collect()) {
            dependents::of_type(catalog, &ty).settle(catalog, "", true)?;
            catalog.types.remove(&ty);
            removal::forget_statements(catalog, &ty);
        }
        for function in own(catalog.functions.keys().map(|it| &it.name).collect()) {
            dependents::of_function(catalog, &function).settle(catalog, "", true)?;
        }
        let functions = catalog.functions.keys().filter(|it| self.has(&it.name)).cloned();
        for function in functions.collect::<Vec<_>>() {
            catalog.functions.remove(&function);
            forget_options(catalog, &function);
        }
        catalog.sequences.retain(|it, _| !self.has(it));
        for name in self.extensions(catalog) {
            DropExtension { name, if_exists: true, cascade: true }.apply(catalog)?;
        }
        Ok(())
    }
}
