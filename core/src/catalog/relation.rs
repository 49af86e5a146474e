//! What bears a name, and what is assumed to.

use std::sync::Arc;

use super::{
    Catalog, Column, Constraint, DefaultSchema, FunctionKey, ObjectRef, Privileges, Role,
    RoleState, Table, Type, TypeKind,
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

    /// Whether there is a table or view of this name.
    pub fn has_rows(&self, name: &Name) -> bool {
        let relation = self.relation(name);
        matches!(relation, Some(Relation::Table | Relation::View | Relation::MaterializedView))
    }

    /// Whether a relation of this name brings a type by that name. Until 13 sequences did, too.
    pub fn has_row_type(&self, name: &Name) -> bool {
        let is_sequence = self.sequences.contains_key(&name.key());
        self.has_rows(name) || is_sequence && !self.server.has(14)
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
                is_own && !(self.default_schema == DefaultSchema::Dropped && name == "public")
                    || self.schemas.contains(name)
                    || self.brings_schema(name)
            }
            ObjectRef::Extension(name) => self.extensions.contains_key(name),
            ObjectRef::Role(name) => self.has_role(name) == Some(true),
            ObjectRef::Table(name) => {
                is_relation_of_server(name) || self.brings_relation(name) || self.has_rows(name)
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
            ObjectRef::DomainConstraint(domain, name) => {
                let constraints = self.type_named(domain).map(Type::constraints);
                constraints.is_some_and(|it| it.iter().any(|it| it.name.as_ref() == Some(name)))
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
            ObjectRef::Type(name) => {
                self.has_own_type(name)
                    || is_extension_type(&name.name)
                    || is_relation_of_server(name)
            }
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
            ObjectRef::Role(name) => {
                self.roles.insert(name.clone(), RoleState::Assumed);
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

    /// Takes for granted that a table had a column, where not all of them are known; a table that is
    /// no part of the schema had it as well.
    pub fn give_column(&mut self, table: &Name, column: &Column) {
        if let Some(mut own) = self.table_mut(table) {
            own.columns.push(column.clone());
        }
        if let Some(given) = &mut self.given
            && given.table(table).is_some_and(|it| it.assumed)
            && let Some(mut own) = Arc::make_mut(given).table_mut(table)
        {
            own.columns.push(column.clone());
        }
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

/// Whether the server has a table or view of this name, and the type of its rows.
fn is_relation_of_server(name: &Name) -> bool {
    match name.schema.as_deref() {
        Some(schema) => schema != "public" && BUILT_IN_SCHEMAS.contains(&schema),
        None => RELATIONS_OF_SERVER.binary_search(&&*name.name).is_ok(),
    }
}

/// Schemas that every database has.
const BUILT_IN_SCHEMAS: &[&str] = &["public", "pg_catalog", "information_schema"];

/// The tables and views of `pg_catalog` in any version, sorted: they are found without their schema.
#[rustfmt::skip]
const RELATIONS_OF_SERVER: &[&str] = &[
    "pg_aggregate", "pg_aios", "pg_am", "pg_amop", "pg_amproc", "pg_attrdef", "pg_attribute", "pg_auth_members",
    "pg_authid", "pg_available_extension_versions", "pg_available_extensions", "pg_backend_memory_contexts",
    "pg_cast", "pg_class", "pg_collation", "pg_config", "pg_constraint", "pg_conversion", "pg_cursors", "pg_database",
    "pg_db_role_setting", "pg_default_acl", "pg_depend", "pg_description", "pg_enum", "pg_event_trigger",
    "pg_extension", "pg_file_settings", "pg_foreign_data_wrapper", "pg_foreign_server", "pg_foreign_table",
    "pg_group", "pg_hba_file_rules", "pg_ident_file_mappings", "pg_index", "pg_indexes", "pg_inherits",
    "pg_init_privs", "pg_language", "pg_largeobject", "pg_largeobject_metadata", "pg_locks", "pg_matviews",
    "pg_namespace", "pg_opclass", "pg_operator", "pg_opfamily", "pg_parameter_acl", "pg_partitioned_table",
    "pg_policies", "pg_policy", "pg_prepared_statements", "pg_prepared_xacts", "pg_proc", "pg_publication",
    "pg_publication_namespace", "pg_publication_rel", "pg_publication_tables", "pg_range", "pg_replication_origin",
    "pg_replication_origin_status", "pg_replication_slots", "pg_rewrite", "pg_roles", "pg_rules", "pg_seclabel",
    "pg_seclabels", "pg_sequence", "pg_sequences", "pg_settings", "pg_shadow", "pg_shdepend", "pg_shdescription",
    "pg_shmem_allocations", "pg_shmem_allocations_numa", "pg_shseclabel", "pg_stat_activity", "pg_stat_all_indexes",
    "pg_stat_all_tables", "pg_stat_archiver", "pg_stat_bgwriter", "pg_stat_checkpointer", "pg_stat_database",
    "pg_stat_database_conflicts", "pg_stat_gssapi", "pg_stat_io", "pg_stat_progress_analyze",
    "pg_stat_progress_basebackup", "pg_stat_progress_cluster", "pg_stat_progress_copy",
    "pg_stat_progress_create_index", "pg_stat_progress_vacuum", "pg_stat_recovery_prefetch", "pg_stat_replication",
    "pg_stat_replication_slots", "pg_stat_slru", "pg_stat_ssl", "pg_stat_subscription", "pg_stat_subscription_stats",
    "pg_stat_sys_indexes", "pg_stat_sys_tables", "pg_stat_user_functions", "pg_stat_user_indexes",
    "pg_stat_user_tables", "pg_stat_wal", "pg_stat_wal_receiver", "pg_stat_xact_all_tables",
    "pg_stat_xact_sys_tables", "pg_stat_xact_user_functions", "pg_stat_xact_user_tables", "pg_statio_all_indexes",
    "pg_statio_all_sequences", "pg_statio_all_tables", "pg_statio_sys_indexes", "pg_statio_sys_sequences",
    "pg_statio_sys_tables", "pg_statio_user_indexes", "pg_statio_user_sequences", "pg_statio_user_tables",
    "pg_statistic", "pg_statistic_ext", "pg_statistic_ext_data", "pg_stats", "pg_stats_ext", "pg_stats_ext_exprs",
    "pg_subscription", "pg_subscription_rel", "pg_tables", "pg_tablespace", "pg_timezone_abbrevs",
    "pg_timezone_names", "pg_transform", "pg_trigger", "pg_ts_config", "pg_ts_config_map", "pg_ts_dict",
    "pg_ts_parser", "pg_ts_template", "pg_type", "pg_user", "pg_user_mapping", "pg_user_mappings", "pg_views",
    "pg_wait_events",
];

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
    use super::super::Extension;
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

    #[test]
    fn what_the_server_and_extensions_bring_is_there() {
        assert!(RELATIONS_OF_SERVER.is_sorted());
        let mut catalog = Catalog::default();
        let has = |it: &Catalog, name: &str| it.has(&ObjectRef::Table(Name::plain(name)));
        assert!(has(&catalog, "pg_class"));
        assert!(!has(&catalog, "pg_stat_statements"));
        let name = "pg_stat_statements".to_owned();
        catalog.extensions.insert(name.clone(), Extension::default());
        assert!(has(&catalog, &name));
    }
}
