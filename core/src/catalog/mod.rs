//! The schema at one revision: what the database would hold.
//!
//! A catalog is a value. Objects sit behind `Arc`, so a copy per revision shares everything that
//! the revision did not touch.

mod called;
mod doubt;
mod expression;
mod extension;
mod label;
mod literal;
mod modifiers;
mod naming;
mod object;
mod objects;
mod privilege;
mod query;
mod relation;
mod roles;
mod serial;
mod server;
mod signature;
mod table;
mod types;

pub use doubt::{Unclear, words};
pub use expression::{Compared, Expression, calls, identifiers, mentions};
pub use extension::{
    Contents, comes_with_server, contents as extension_contents, own_schemas as extension_schemas,
    requires as extension_requires, with_function as extension_with_function,
};
pub use literal::accepts;
pub use naming::{Naming, TakenNames, expression_name, object_name};
pub use object::{
    DomainConstraint, DomainRule, Extension, Function, FunctionKey, FunctionShape, ObjectRef,
    Opaque, Sequence, Type, TypeKind, View,
};
pub use objects::{Change, Objects, Role};
pub use privilege::{
    DefaultPrivileges, EVERYBODY, Grant, Held, Privilege, PrivilegeClass, Privileges,
};
pub use query::{ColumnChange, Query, Row};
pub use relation::Relation;
pub use roles::RoleState;
pub use serial::next_value;
pub use server::Server;
pub use signature::with_type;
pub use table::{
    Check, Column, Constraint, ConstraintKind, Exclusion, ForeignKey, Generated, Identity, Index,
    IndexKey, Like, Made, NotNull, Partitioning, Policy, Table, Through, Trigger, cast_types,
    type_of_rows,
};
pub use types::{SqlType, is_type_of_server};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::name::Name;

/// Every object of a database, by its [`Name::key`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    /// Schemas besides the default one.
    pub schemas: BTreeSet<String>,
    pub default_schema: DefaultSchema,
    pub extensions: BTreeMap<String, Extension>,
    pub types: Objects<Name, Type>,
    pub sequences: Objects<Name, Sequence>,
    pub tables: Objects<Name, Table>,
    pub views: Objects<Name, View>,
    pub functions: Objects<FunctionKey, Function>,
    /// Statements whose objects we keep only to the letter, in the order they ran.
    pub opaque: Vec<Arc<Opaque>>,
    /// Comments of schemas and extensions; all other objects carry their own.
    pub comments: BTreeMap<ObjectRef, String>,
    /// The roles that revisions speak of, as SQL says them.
    pub roles: BTreeMap<String, RoleState>,
    /// What was given and taken on schemas; all other objects carry their own.
    pub schema_privileges: BTreeMap<String, Privileges>,
    /// What objects are given when they are made.
    pub default_privileges: BTreeMap<DefaultPrivileges, Privileges>,
    /// How the database names what a migration leaves unnamed.
    pub naming: Naming,
    /// The version of PostgreSQL that runs the migrations.
    pub server: Server,
    /// What the tool's platform gave before the first revision; a schema is told without it.
    pub given: Option<Arc<Self>>,
    /// What only some databases have: of which table, and under which name there; none for the
    /// table itself.
    pub doubtful: Arc<BTreeSet<(Name, Option<String>)>>,
    /// What statements may have made or changed of which nobody can know what they do.
    pub unclear: Arc<Unclear>,
    /// Whether constraints and indexes may be called otherwise than here: the convention that names
    /// them is not known.
    pub names_in_doubt: bool,
}

/// What became of the schema that every database has, and which is its owner's and open to all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DefaultSchema {
    #[default]
    AsGiven,
    Dropped,
    /// Made anew, as any other schema.
    Made,
}

impl Catalog {
    /// The table of this name.
    pub fn table(&self, name: &Name) -> Option<&Table> {
        self.tables.get(&name.key()).map(|it| &**it)
    }

    /// The table of this name, to change it. Other snapshots keep what they have.
    pub fn table_mut(&mut self, name: &Name) -> Option<Change<'_, Name, Table>> {
        self.tables.get_mut(&name.key())
    }

    /// Puts a table under its own name, in place of any other.
    pub fn put_table(&mut self, table: Table) {
        self.tables.insert(table.name.key(), table);
    }

    /// Drops all that is in a schema, and the schema.
    pub fn forget_schema(&mut self, schema: &str) {
        let is_kept = |it: &Name| it.schema.as_deref() != Some(schema);
        self.types.retain(|it, _| is_kept(it));
        self.sequences.retain(|it, _| is_kept(it));
        self.tables.retain(|it, _| is_kept(it));
        self.views.retain(|it, _| is_kept(it));
        self.functions.retain(|it, _| is_kept(&it.name));
        self.opaque.retain(|it| it.touches.first().is_none_or(is_kept));
        self.schemas.remove(schema);
        self.forget_privileges_of(schema);
    }

    /// Drops what was given on a schema, and on what is made in it.
    pub fn forget_privileges_of(&mut self, schema: &str) {
        self.schema_privileges.remove(schema);
        self.default_privileges.retain(|it, _| it.schema.as_deref() != Some(schema));
    }

    /// The type of this name.
    pub fn type_named(&self, name: &Name) -> Option<&Type> {
        self.types.get(&name.key()).map(|it| &**it)
    }
}
