//! A schema as the statements that build it in an empty database.

mod comment;
mod role;
mod table;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::order::{Object, in_order};
use super::partition;
use crate::catalog::{
    Catalog, DefaultSchema, Function, Opaque, Sequence, Table, Trigger, Type, TypeKind, View,
    extension_requires, next_value, object_name,
};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;
use crate::op::{
    AlterType, CreateExtension, CreateSchema, CreateSequence, CreateType, DropSchema, Op,
    TypeChange,
};

/// The statements that build a schema, and what could not be said.
#[derive(Clone, Debug, Default)]
pub struct SchemaScript {
    /// Without final semicolons, in an order that works.
    pub statements: Vec<String>,
    pub problems: Vec<Problem>,
}

/// The statements that build the schema in an empty database of this dialect.
///
/// Every constraint and index says its name, so that the result is the same to the letter.
pub fn schema_script(catalog: &Catalog, dialect: &Dialect) -> SchemaScript {
    let nothing = Catalog::default();
    let given = catalog.given.as_deref().unwrap_or(&nothing);
    let mut writer = Writer {
        catalog,
        given,
        dialect,
        of_identity: identity_sequences(catalog),
        free: Vec::new(),
        script: SchemaScript::default(),
    };
    writer.first();
    for object in in_order(catalog) {
        writer.object(&object);
    }
    let tables: Vec<Arc<Table>> = catalog.tables.values().map(|it| writer.not_given(it)).collect();
    // A partition gets its part of an index with its parent's, and what is like that comes later.
    for table in partition::parents_first(catalog, &tables) {
        writer.indexes(table);
    }
    for table in &tables {
        writer.foreign_keys(table);
    }
    for table in &tables {
        writer.attach(table);
    }
    for table in &tables {
        writer.indexes_of_parents(table);
    }
    writer.ownership();
    for table in &tables {
        writer.extras(table);
    }
    writer.comments();
    writer.opaque(|it| !comes_first(it));
    writer.privileges();
    writer.script
}

/// The sequence of each identity column.
fn identity_sequences(catalog: &Catalog) -> BTreeMap<&(Name, String), &Sequence> {
    let sequences = catalog.sequences.values().filter(|it| it.of_identity);
    sequences.filter_map(|it| Some((it.owned_by.as_ref()?, &**it))).collect()
}

/// The same as one text.
pub fn schema_sql(catalog: &Catalog, dialect: &Dialect) -> String {
    schema_script(catalog, dialect).to_string()
}

impl fmt::Display for SchemaScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, statement) in self.statements.iter().enumerate() {
            let blank = if at == 0 { "" } else { "\n" };
            writeln!(f, "{blank}{statement};")?;
        }
        Ok(())
    }
}

/// Objects that tables and functions may need, and that need neither.
const FIRST: &[&str] = &[
    "CREATE COLLATION",
    "CREATE TEXT SEARCH",
    "ALTER TEXT SEARCH",
    "CREATE LANGUAGE",
    "CREATE FOREIGN DATA WRAPPER",
    "CREATE SERVER",
    "CREATE USER MAPPING",
    "CREATE CONVERSION",
];

fn comes_first(opaque: &Opaque) -> bool {
    FIRST.iter().any(|it| opaque.kind.starts_with(it))
}

struct Writer<'a> {
    catalog: &'a Catalog,
    /// What is there already.
    given: &'a Catalog,
    dialect: &'a Dialect,
    /// The sequences of identity columns, by table and column.
    of_identity: BTreeMap<&'a (Name, String), &'a Sequence>,
    /// The sequences that were made by a statement of their own.
    free: Vec<&'a Sequence>,
    script: SchemaScript,
}

impl<'a> Writer<'a> {
    fn say(&mut self, op: &impl Op) {
        if let Some(refusal) = op.refusal(self.dialect) {
            return self.script.problems.push(refusal);
        }
        match op.sql(self.dialect) {
            Ok(statements) => self.script.statements.extend(statements),
            Err(problem) => self.script.problems.push(problem),
        }
    }

    fn write(&mut self, statement: impl Into<String>) {
        self.script.statements.push(statement.into());
    }

    fn first(&mut self) {
        let catalog = self.catalog;
        if !catalog.functions.is_empty() && self.dialect.named_types {
            // A body may name tables that come later.
            self.write("SET check_function_bodies = false");
        }
        self.default_schema();
        for name in catalog.schemas.difference(&self.given.schemas) {
            self.say(&CreateSchema { name: name.clone(), owner: None, if_not_exists: false });
        }
        let is_given = |name: &String| self.given.extensions.contains_key(name);
        let extensions = catalog.extensions.iter().filter(|(it, _)| !is_given(it));
        let mut extensions: Vec<_> = extensions.collect();
        // What others require comes first.
        extensions.sort_by_key(|(it, _)| !extension_requires(it).is_empty());
        for (name, extension) in extensions {
            let (name, schema) = (name.clone(), extension.schema.clone());
            self.say(&CreateExtension { name, schema, if_not_exists: true, cascade: false });
        }
        self.opaque(comes_first);
    }

    /// The schema that is there in an empty database.
    fn default_schema(&mut self) {
        let is_other = self.catalog.default_schema != self.given.default_schema;
        let name = "public".to_owned();
        if is_other && self.given.default_schema == DefaultSchema::AsGiven {
            self.say(&DropSchema { name: name.clone(), if_exists: false, cascade: false });
        }
        if is_other && self.catalog.default_schema == DefaultSchema::Made {
            self.say(&CreateSchema { name, owner: None, if_not_exists: false });
        }
    }

    fn object(&mut self, object: &Object) {
        let catalog = self.catalog;
        match object {
            Object::Type(name) => {
                let is_given = |it: &&Arc<Type>| self.given.types.get(name) == Some(*it);
                let ty = catalog.types.get(name).filter(|it| !is_given(it) && !it.assumed);
                ty.into_iter().for_each(|it| self.type_(it));
            }
            Object::Sequence(name) => {
                if let Some(sequence) = catalog.sequences.get(name) {
                    self.sequence(sequence);
                }
            }
            Object::Function(key) => {
                let is_given = |it: &&Arc<Function>| self.given.functions.get(key) == Some(*it);
                if let Some(function) = catalog.functions.get(key).filter(|it| !is_given(it)) {
                    self.write(function.definition.clone());
                }
            }
            Object::Table(name) => match (catalog.tables.get(name), self.given.tables.get(name)) {
                (Some(table), None) => self.table(table),
                (Some(table), Some(given)) => self.more_columns(table, given),
                (None, _) => {}
            },
            Object::View(name) => {
                if let Some(view) = catalog.views.get(name) {
                    self.view(view);
                }
            }
        }
    }

    /// What is not valid yet can be said only of a domain that is there.
    fn type_(&mut self, ty: &Type) {
        let mut bare = ty.clone();
        let mut later = Vec::new();
        if let TypeKind::Domain { constraints, .. } = &mut bare.kind {
            later = constraints.extract_if(.., |it| !it.validated).collect();
            let usual = object_name(&ty.name.name, None, "not_null");
            for it in constraints.iter_mut().filter(|it| it.forbids_null()) {
                it.name.take_if(|it| *it == usual);
            }
        }
        self.say(&CreateType { ty: bare, if_not_exists: false });
        for constraint in later {
            let change = TypeChange::AddConstraint(constraint);
            self.say(&AlterType { name: ty.name.clone(), change, cascade: false });
        }
    }

    /// Sequences of serial and identity columns are made by their column.
    fn sequence(&mut self, sequence: &'a Sequence) {
        let owner = sequence.owned_by.as_ref();
        let column = owner.and_then(|(table, column)| {
            let table = self.catalog.table(table)?;
            Some((table, table.column(column)?))
        });
        let is_of_serial = column.is_some_and(|(table, column)| {
            let written = self.catalog.column_as_written(table, column);
            written.ty != column.ty && column.default == Some(next_value(&sequence.name))
        });
        if !sequence.of_identity && !is_of_serial {
            self.free.push(sequence);
            let sequence = Sequence { owned_by: None, ..sequence.clone() };
            self.say(&CreateSequence { sequence, if_not_exists: false });
        }
    }

    /// Sequences of their own get their owners when these are there.
    fn ownership(&mut self) {
        for sequence in std::mem::take(&mut self.free) {
            let Some((table, column)) = &sequence.owned_by else { continue };
            let dialect = self.dialect;
            let (name, table) = (dialect.quote(&sequence.name), dialect.quote(table));
            let column = dialect.quote_name(column);
            self.write(format!("ALTER SEQUENCE {name} OWNED BY {table}.{column}"));
        }
    }

    fn view(&mut self, view: &View) {
        self.write(view.definition.clone());
        for index in &view.indexes {
            self.index(&view.name, index);
        }
        self.triggers(&view.name, &view.triggers);
    }

    fn triggers(&mut self, on: &Name, triggers: &[Trigger]) {
        for trigger in triggers {
            self.write(trigger.definition.clone());
            if let Some(state) = &trigger.state {
                let (on, name) = (self.dialect.quote(on), self.dialect.quote_name(&trigger.name));
                self.write(format!("ALTER TABLE {on} {state} TRIGGER {name}"));
            }
        }
    }

    /// Statements that are kept as they were written.
    fn opaque(&mut self, wanted: fn(&Opaque) -> bool) {
        let is_there = |it: &Opaque| {
            it.kind != "ALTER SEQUENCE"
                || it.touches.iter().all(|it| self.catalog.sequences.contains_key(&it.key()))
        };
        let is_own =
            |it: &&Arc<Opaque>| wanted(it) && is_there(it) && !self.given.opaque.contains(it);
        let said = self.catalog.opaque.iter().filter(is_own).filter_map(|it| role::said(it));
        self.script.statements.extend(said);
    }
}
