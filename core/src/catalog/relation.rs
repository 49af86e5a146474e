//! What bears a name, and what is assumed to.

use std::sync::Arc;

use super::{
    Catalog, Column, Constraint, FunctionKey, ObjectRef, Privileges, Role, Table, Type, TypeKind,
};
use crate::name::Name;

/// What stands behind a name in the space that tables, views, sequences and indexes share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    Table,
    View,
    MaterializedView,
    Sequence,
    /// An index, or the constraint that has one, and the table or view it belongs to.
    Index(Name),
}

impl Relation {
    /// The word for it: `table`, `view`, …
    pub fn word(&self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::View => "view",
            Self::MaterializedView => "materialized view",
            Self::Sequence => "sequence",
            Self::Index(_) => "index",
        }
    }
}

impl Catalog {
    /// What bears this name.
    pub fn relation(&self, name: &Name) -> Option<Relation> {
        let key = name.key();
        if self.tables.contains_key(&key) {
            return Some(Relation::Table);
        }
        if let Some(view) = self.views.get(&key) {
            let relation =
                if view.materialized { Relation::MaterializedView } else { Relation::View };
            return Some(relation);
        }
        if self.sequences.contains_key(&key) {
            return Some(Relation::Sequence);
        }
        self.index_owner(&key).map(Relation::Index)
    }

    /// The table or materialized view that has the index of this name, be it an index of its
    /// own or that of a constraint.
    pub fn index_owner(&self, index: &Name) -> Option<Name> {
        let key = index.key();
        let table = self.tables.mentioning(Role::Index, &key).next();
        table.or_else(|| self.views.mentioning(Role::Index, &key).next()).cloned()
    }

    /// Whether the catalog holds this object, or need not to.
    pub fn has(&self, object: &ObjectRef) -> bool {
        match object {
            ObjectRef::Schema(name) => {
                let is_own = BUILT_IN_SCHEMAS.contains(&&**name);
                is_own && !(self.lacks_default && name == "public") || self.schemas.contains(name)
            }
            ObjectRef::Extension(name) => self.extensions.contains_key(name),
            ObjectRef::Table(name) => {
                let schema = name.schema.as_deref();
                schema.is_some_and(|it| it != "public" && BUILT_IN_SCHEMAS.contains(&it))
                    || matches!(
                        self.relation(name),
                        Some(Relation::Table | Relation::View | Relation::MaterializedView)
                    )
            }
            ObjectRef::Column(table, column) => {
                self.table(table).is_some_and(|it| it.column(column).is_some())
            }
            ObjectRef::Constraint(table, name) => {
                let is_it = |it: &Column| {
                    it.not_null.as_ref().is_some_and(|it| it.name.as_ref() == Some(name))
                };
                self.table(table)
                    .is_some_and(|it| it.constraint(name).is_some() || it.columns.iter().any(is_it))
            }
            ObjectRef::ConstraintLike { table, name, kind } => {
                let fits = |it: &Constraint| kind.is_none_or(|kind| it.kind.word() == kind);
                let holds = |it: &Arc<Table>| it.constraint(name).is_some_and(fits);
                let key = table.as_ref().map(Name::key);
                let mut tables = self.tables.iter();
                tables.any(|(own, it)| key.as_ref().is_none_or(|key| key == own) && holds(it))
            }
            ObjectRef::Index(name) => self.index_owner(name).is_some(),
            ObjectRef::Trigger(table, name) => {
                let of_table = self.table(table).map(|it| &it.triggers);
                let triggers =
                    of_table.or_else(|| self.views.get(&table.key()).map(|it| &it.triggers));
                triggers.is_some_and(|it| it.iter().any(|it| it.name == *name))
            }
            ObjectRef::Policy(table, name) => {
                let policies = self.table(table).map(|it| &it.policies);
                policies.is_some_and(|it| it.iter().any(|it| it.name == *name))
            }
            ObjectRef::Type(name) => self.has_own_type(name) || is_extension_type(&name.name),
            ObjectRef::Sequence(name) => self.sequences.contains_key(&name.key()),
            ObjectRef::View(name) => self.views.contains_key(&name.key()),
            ObjectRef::Function(key) => {
                let name = key.name.key();
                let same = |it: &&FunctionKey| it.name == name && it.arguments == key.arguments;
                self.functions.keys().any(|it| same(&it))
            }
        }
    }

    /// Whether a type of this name was created, be it as one or along with a table or view.
    pub fn has_own_type(&self, name: &Name) -> bool {
        let mut key = name.key();
        // The type of arrays is called after that of their elements.
        if let Some(element) = key.name.strip_prefix('_')
            && self.types.contains_key(&key.renamed(element))
        {
            key.name = element.to_owned();
        }
        self.types.contains_key(&key)
            || self.is_multirange(&key)
            || self.tables.contains_key(&key)
            || self.views.contains_key(&key)
    }

    /// Whether a range type has brought a type of this name along.
    fn is_multirange(&self, key: &Name) -> bool {
        let brings = |ty: &Arc<Type>| {
            let name = ty.multirange();
            name.is_some_and(|it| it == key.name) && ty.name.key().schema == key.schema
        };
        self.server.has(14) && self.types.values().any(brings)
    }

    /// Takes for granted that an object was there before the first revision.
    pub fn assume(&mut self, object: &ObjectRef) {
        if self.has(object) {
            return;
        }
        match object {
            ObjectRef::Schema(name) => {
                self.schemas.insert(name.clone());
            }
            ObjectRef::Table(name) => self.assume_table(name),
            ObjectRef::Type(name) => {
                let kind = TypeKind::Other(String::new());
                let ty = Type {
                    name: name.clone(),
                    kind,
                    comment: None,
                    privileges: Privileges::default(),
                    assumed: true,
                };
                self.types.insert(name.key(), ty);
            }
            _ => {}
        }
    }

    /// Takes for granted a table that the tool itself made, which is no part of the schema.
    pub fn give_table(&mut self, name: &Name) {
        self.assume_table(name);
        let mut given = self.given.take().map(Arc::unwrap_or_clone).unwrap_or_default();
        given.assume_table(name);
        self.given = Some(Arc::new(given));
    }

    /// Whether tables are taken for granted that no platform gives: then all else may be there, too.
    pub fn takes_tables_for_granted(&self) -> bool {
        let is_given =
            |it: &Name| self.given.as_ref().is_some_and(|own| own.tables.contains_key(it));
        self.tables.iter().any(|(name, it)| it.assumed && !is_given(name))
    }

    /// Takes for granted that a table was there before the first revision.
    ///
    /// What operations ask of an assumed table is there, too: its columns, constraints and
    /// indexes are not known to be missing.
    pub fn assume_table(&mut self, name: &Name) {
        if let Some(schema) = name.key().schema {
            self.schemas.insert(schema);
        }
        self.put_table(Table { assumed: true, ..Table::new(name.clone()) });
    }
}

/// Whether a well-known extension brings this type along.
fn is_extension_type(name: &str) -> bool {
    EXTENSION_TYPES.binary_search(&name).is_ok()
}

/// Schemas that every database has.
const BUILT_IN_SCHEMAS: &[&str] = &["public", "pg_catalog", "information_schema"];

/// Types of extensions that migrations use, sorted.
#[rustfmt::skip]
const EXTENSION_TYPES: &[&str] = &[
    "bit", "bloom", "box2d", "box2df", "box3d", "citext", "cube", "ean13", "earth", "gbtreekey16",
    "geography", "geometry", "geometry_dump", "gidx", "h3index", "halfvec", "hll", "hstore",
    "intbig_gkey", "isbn", "isbn13", "ismn", "issn", "issn13", "lquery", "ltree", "ltxtquery",
    "query_int", "raster", "seg", "semver", "sparsevec", "topogeometry", "uint2", "uint4", "uint8",
    "upc", "vector",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assumed_object_is_there() {
        let mut catalog = Catalog::default();
        let table = ObjectRef::Table(Name::new(Some("audit"), "log"));
        assert!(!catalog.has(&table));
        catalog.assume(&table);
        assert!(catalog.has(&table));
        assert!(catalog.has(&ObjectRef::Schema("audit".to_owned())));
    }

    #[test]
    fn types_of_extensions_are_sorted_for_the_search() {
        let mut sorted = EXTENSION_TYPES.to_vec();
        sorted.sort_unstable();
        assert_eq!(EXTENSION_TYPES, sorted);
    }
}
