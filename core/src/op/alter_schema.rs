//! `ALTER SCHEMA … RENAME TO`.

use std::sync::Arc;

use super::alter_type::rename_options;
use super::rules::{column, rename, schema_owner, view};
use super::{Op, Operation, alter_function, problem};
use crate::catalog::{Catalog, ObjectRef, Sequence, Table, Type};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterSchema {
    pub name: String,
    pub to: String,
}

impl Op for AlterSchema {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let from = ObjectRef::Schema(self.name.clone());
        if !catalog.schemas.contains(&self.name) {
            return Err(problem::unknown_object(&from));
        }
        if catalog.has(&ObjectRef::Schema(self.to.clone())) {
            return Err(problem::duplicate("duplicate-schema", "schema", &self.to));
        }
        catalog.schemas.remove(&self.name);
        catalog.schemas.insert(self.to.clone());
        if let Some(comment) = catalog.comments.remove(&from) {
            catalog.comments.insert(ObjectRef::Schema(self.to.clone()), comment);
        }
        schema_owner::rename(catalog, &self.name, &self.to);
        self.move_privileges(catalog);
        self.move_relations(catalog);
        self.move_types(catalog);
        self.move_functions(catalog);
        Ok(())
    }

    fn reverse(&self, _before: &Catalog) -> Option<Operation> {
        Some(Self { name: self.to.clone(), to: self.name.clone() }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let (name, to) = (dialect.quote_name(&self.name), dialect.quote_name(&self.to));
        Ok(vec![format!("ALTER SCHEMA {name} RENAME TO {to}")])
    }

    fn describe(&self) -> String {
        format!("rename schema `{}` to `{}`", self.name, self.to)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Schema(self.name.clone())]
    }
}

impl AlterSchema {
    fn has(&self, name: &Name) -> bool {
        name.schema.as_deref() == Some(&self.name)
    }

    fn moved(&self, name: &Name) -> Name {
        Name::new(Some(&*self.to), &*name.name)
    }

    fn move_privileges(&self, catalog: &mut Catalog) {
        if let Some(privileges) = catalog.schema_privileges.remove(&self.name) {
            catalog.schema_privileges.insert(self.to.clone(), privileges);
        }
        let defaults = std::mem::take(&mut catalog.default_privileges).into_iter();
        let moved = defaults.map(|(mut of, it)| {
            if of.schema.as_ref() == Some(&self.name) {
                of.schema = Some(self.to.clone());
            }
            (of, it)
        });
        catalog.default_privileges = moved.collect();
    }

    fn move_relations(&self, catalog: &mut Catalog) {
        let sequences: Vec<_> =
            catalog.sequences.keys().filter(|it| self.has(it)).cloned().collect();
        for from in sequences {
            let Some(it) = catalog.sequences.remove(&from) else { continue };
            let to = self.moved(&from);
            let sequence = Sequence { name: to.clone(), ..Sequence::clone(&it) };
            catalog.sequences.insert(to.clone(), sequence);
            column::change_default(catalog, &from, &to);
        }
        let tables: Vec<_> = catalog.tables.keys().filter(|it| self.has(it)).cloned().collect();
        for from in tables {
            let Some(it) = catalog.tables.remove(&from) else { continue };
            let to = self.moved(&from);
            catalog.put_table(Table { name: to.clone(), ..Table::clone(&it) });
            rename::relation(catalog, &from, &to);
        }
        let views: Vec<_> = catalog.views.keys().filter(|it| self.has(it)).cloned().collect();
        for from in views {
            let to = self.moved(&from);
            view::rename(catalog, &from, &to);
            rename::relation(catalog, &from, &to);
        }
    }

    fn move_types(&self, catalog: &mut Catalog) {
        let types: Vec<_> = catalog.types.keys().filter(|it| self.has(it)).cloned().collect();
        for from in types {
            let Some(it) = catalog.types.remove(&from) else { continue };
            let to = self.moved(&from);
            catalog
                .types
                .insert(to.clone(), Arc::new(Type { name: to.clone(), ..Type::clone(&it) }));
            rename::ty(catalog, &from, &to);
            rename_options(catalog, &from, &to);
        }
    }

    fn move_functions(&self, catalog: &mut Catalog) {
        let own = |it: &&crate::catalog::FunctionKey| self.has(&it.name);
        let keys: Vec<_> = catalog.functions.keys().filter(own).cloned().collect();
        for from in keys {
            let to = self.moved(&from.name);
            alter_function::rename(catalog, &from, &to);
        }
    }
}
