//! The tables of the database's own catalog that migrations ask, each with its rows made of ours.

use std::sync::Arc;

use super::source::{CatalogTable, Joined, Role, UNKNOWN};
use super::{columns, constraints, made, relations};
use crate::catalog::{
    Catalog, Function, FunctionKey, Index, Policy, RoleState, Table, Trigger, Type, TypeKind,
    identifiers,
};
use crate::name::Name;
use crate::op;

/// The schema that is meant where none is said.
pub(super) const DEFAULT: &str = "public";

/// What migrations ask.
pub(super) static TABLES: &[CatalogTable] = &[
    CatalogTable::of(
        "tables",
        &["table_schema", "table_name", "table_type"],
        &[Role::Schema, Role::Name, Role::Kind],
        |catalog| {
            let row = |(name, table): (&Name, &Arc<Table>)| {
                let kind = if table.is_foreign() { "FOREIGN" } else { "BASE TABLE" };
                placed(name, &[kind])
            };
            let tables: Vec<_> = catalog.tables.iter().map(row).collect();
            [tables, views(catalog, false, &["VIEW"])].concat()
        },
    ),
    CatalogTable::of(
        "pg_tables",
        &["schemaname", "tablename", "rowsecurity"],
        &[Role::Schema, Role::Name, Role::Flag],
        |catalog| {
            let own = catalog.tables.iter().filter(|(_, it)| !it.is_foreign());
            own.map(|(name, it)| placed(name, &[relations::flag(it.row_security)])).collect()
        },
    ),
    CatalogTable::of(
        "views",
        &["table_schema", "table_name"],
        &[Role::Schema, Role::Name],
        |catalog| views(catalog, false, &[]),
    ),
    CatalogTable::of(
        "pg_views",
        &["schemaname", "viewname"],
        &[Role::Schema, Role::Name],
        |catalog| views(catalog, false, &[]),
    ),
    CatalogTable::of(
        "pg_matviews",
        &["schemaname", "matviewname"],
        &[Role::Schema, Role::Name],
        |catalog| views(catalog, true, &[]),
    ),
    CatalogTable::of("columns", columns::COLUMNS, columns::ROLES, columns::of_relations),
    CatalogTable::of("pg_roles", &["rolname"], &[Role::Name], roles),
    CatalogTable::of("pg_authid", &["rolname"], &[Role::Name], roles),
    CatalogTable::of("pg_user", &["usename"], &[Role::Name], roles),
    CatalogTable::of(
        "check_constraints",
        &["constraint_schema", "constraint_name", "check_clause"],
        &[Role::Schema, Role::Name, Role::Words],
        constraints::checks,
    ),
    CatalogTable::of(
        "referential_constraints",
        &["constraint_schema", "constraint_name", "delete_rule", "update_rule"],
        &[Role::Schema, Role::Name, Role::Kind, Role::Kind],
        constraints::references,
    ),
    CatalogTable::of(
        "table_constraints",
        &["table_schema", "table_name", "constraint_name", "constraint_type", "constraint_schema"],
        &[Role::Schema, Role::Table, Role::Name, Role::Kind, Role::Schema],
        constraints::of_tables,
    ),
    CatalogTable::of(
        "constraint_column_usage",
        &["table_schema", "table_name", "column_name", "constraint_schema", "constraint_name"],
        &[Role::Schema, Role::Table, Role::Kind, Role::Schema, Role::Name],
        constraints::columns_used,
    ),
    CatalogTable::of(
        "key_column_usage",
        &["table_schema", "table_name", "column_name", "constraint_schema", "constraint_name"],
        &[Role::Schema, Role::Table, Role::Kind, Role::Schema, Role::Name],
        constraints::columns_of_keys,
    ),
    CatalogTable::of(
        "pg_constraint",
        &[
            "connamespace",
            "conrelid",
            "conname",
            "contype",
            "confrelid",
            "convalidated",
            "confdeltype",
            "confupdtype",
            "condeferrable",
            "pg_get_constraintdef",
        ],
        &[
            Role::Schema,
            Role::Relation,
            Role::Name,
            Role::Kind,
            Role::Relation,
            Role::Flag,
            Role::Kind,
            Role::Kind,
            Role::Flag,
            Role::Words,
        ],
        constraints::numbered,
    ),
    CatalogTable::of(
        "pg_attribute",
        &["attrelid", "attname", "attnotnull", "format_type", "atttypid", "atttypmod"],
        &[Role::Relation, Role::Name, Role::Flag, Role::Kind, Role::Presence, Role::Presence],
        relations::attributes,
    ),
    CatalogTable::of(
        "pg_class",
        &["relnamespace", "relname", "relkind", "oid", "relrowsecurity", "relispartition"],
        &[Role::Schema, Role::Name, Role::Kind, Role::Relation, Role::Flag, Role::Flag],
        relations::all,
    ),
    CatalogTable::of(
        "pg_inherits",
        &["inhparent", "inhrelid"],
        &[Role::Relation, Role::Relation],
        |it| {
            let of = |(name, table): (&Name, &Arc<Table>)| {
                let row = |parent: &Name| vec![parent.key().to_string(), name.to_string()];
                table.parents().map(row).collect::<Vec<_>>()
            };
            it.tables.iter().flat_map(of).collect()
        },
    ),
    CatalogTable::of(
        "pg_indexes",
        &["schemaname", "tablename", "indexname", "indexdef"],
        &[Role::Schema, Role::Table, Role::Name, Role::Definition],
        indexes,
    ),
    CatalogTable::of("pg_enum", &["enumtypid", "enumlabel"], &[Role::Relation, Role::Name], |it| {
        labels(it).into_iter().map(|(ty, label)| vec![ty.to_string(), label]).collect()
    }),
    CatalogTable::of(
        "pg_index",
        &["indexrelid", "indrelid", "indisvalid", "indisunique", "indisprimary"],
        &[Role::Relation, Role::Relation, Role::Flag, Role::Flag, Role::Flag],
        relations::numbered_indexes,
    ),
    CatalogTable::of(
        "pg_policies",
        &["schemaname", "tablename", "policyname"],
        &[Role::Schema, Role::Table, Role::Name],
        |it| {
            let of = |(name, table): (&Name, &Arc<Table>)| {
                let row = |policy: &Policy| placed(name, &[&policy.name]);
                table.policies.iter().map(row).collect::<Vec<_>>()
            };
            it.tables.iter().flat_map(of).collect()
        },
    ),
    CatalogTable::of("pg_policy", &["polrelid", "polname"], &[Role::Relation, Role::Name], |it| {
        let of = |(name, table): (&Name, &Arc<Table>)| {
            let row = |policy: &Policy| vec![name.to_string(), policy.name.clone()];
            table.policies.iter().map(row).collect::<Vec<_>>()
        };
        it.tables.iter().flat_map(of).collect()
    }),
    CatalogTable::of(
        "triggers",
        &[
            "event_object_schema",
            "event_object_table",
            "trigger_name",
            "trigger_schema",
            "event_manipulation",
        ],
        &[Role::Schema, Role::Table, Role::Name, Role::Schema, Role::Kind],
        |catalog| {
            let of = |(table, trigger): (&Name, &Trigger)| {
                let schema = table.schema.as_deref().unwrap_or(DEFAULT).to_owned();
                let row = |event| placed(table, &[&trigger.name, &schema, event]);
                events(trigger).into_iter().map(row).collect::<Vec<_>>()
            };
            triggers(catalog).flat_map(of).collect()
        },
    ),
    CatalogTable::of(
        "pg_trigger",
        &["tgrelid", "tgname", "tgisinternal"],
        &[Role::Relation, Role::Name, Role::Flag],
        |catalog| {
            let row = |(table, it): (&Name, &Trigger)| {
                vec![table.to_string(), it.name.clone(), "f".to_owned()]
            };
            triggers(catalog).map(row).collect()
        },
    ),
    CatalogTable::of(
        "sequences",
        &["sequence_schema", "sequence_name"],
        &[Role::Schema, Role::Name],
        |catalog| {
            let own = catalog.sequences.iter().filter(|(_, it)| !it.of_identity);
            own.map(|(name, _)| placed(name, &[])).collect()
        },
    ),
    CatalogTable::of(
        "pg_sequences",
        &["schemaname", "sequencename"],
        &[Role::Schema, Role::Name],
        |catalog| catalog.sequences.keys().map(|it| placed(it, &[])).collect(),
    ),
    CatalogTable::of(
        "pg_proc",
        &["pronamespace", "proname", "oid", "proargtypes", "oidvectortypes", ARGUMENTS],
        FUNCTION_ROLES,
        functions,
    ),
    CatalogTable::of(
        "routines",
        &["routine_schema", "routine_name", "routine_type"],
        &[Role::Schema, Role::Name, Role::Kind],
        |catalog| {
            let row = |it: &Arc<Function>| {
                let kind = if it.kind == "AGGREGATE" { UNKNOWN } else { &*it.kind };
                placed(&it.key.name.key(), &[kind])
            };
            catalog.functions.values().map(row).collect()
        },
    ),
    CatalogTable::of("schemata", &["schema_name"], &[Role::Name], schemas),
    CatalogTable::of("pg_namespace", &["nspname"], &[Role::Name], schemas),
    CatalogTable::of("pg_publication", &["pubname"], &[Role::Name], |catalog| {
        op::publications(catalog).into_iter().map(|it| vec![it]).collect()
    }),
    CatalogTable::of(
        "pg_publication_tables",
        &["schemaname", "tablename", "pubname"],
        &[Role::Schema, Role::Table, Role::Name],
        published_tables,
    ),
    CatalogTable::of("pg_extension", &["extname"], &[Role::Name], |catalog| {
        let own = ["plpgsql".to_owned()];
        catalog.extensions.keys().cloned().chain(own).map(|it| vec![it]).collect()
    }),
    CatalogTable::of(
        "pg_type",
        &["typnamespace", "typname", "typtype"],
        &[Role::Schema, Role::Name, Role::Kind],
        relations::types,
    ),
];

/// The triggers that migrations made, each with its table or view.
fn triggers(catalog: &Catalog) -> impl Iterator<Item = (&Name, &Trigger)> {
    let of_tables = catalog.tables.iter().map(|(name, it)| (name, &it.triggers));
    let of_views = catalog.views.iter().map(|(name, it)| (name, &it.triggers));
    of_tables.chain(of_views).flat_map(|(table, all)| all.iter().map(move |it| (table, it)))
}

/// The events at which a trigger fires, as far as the information schema tells them.
fn events(trigger: &Trigger) -> Vec<&'static str> {
    let words: Vec<String> = identifiers(&trigger.definition).collect();
    let until_on = words.iter().take_while(|it| *it != "on");
    let told = ["INSERT", "DELETE", "UPDATE"].into_iter();
    let until_on: Vec<String> = until_on.map(|it| it.to_ascii_uppercase()).collect();
    told.filter(|it| until_on.iter().any(|word| word == it)).collect()
}

/// Tables of the catalog that migrations join, and the columns of both.
pub(super) static JOINED: &[Joined] = &[
    Joined {
        tables: &["pg_enum", "pg_type"],
        by: &["enumtypid"],
        schema_by: Some("typnamespace"),
        as_one: CatalogTable::of(
            "pg_enum",
            &["nspname", "typname", "enumlabel"],
            &[Role::Schema, Role::Table, Role::Name],
            |it| labels(it).into_iter().map(|(ty, label)| placed(&ty, &[&label])).collect(),
        ),
    },
    Joined {
        tables: &["pg_type", "pg_namespace"],
        by: &["typnamespace"],
        schema_by: None,
        as_one: CatalogTable::of(
            "pg_type",
            &["nspname", "typname", "typtype"],
            &[Role::Schema, Role::Name, Role::Kind],
            relations::types,
        ),
    },
    Joined {
        tables: &["pg_proc", "pg_namespace"],
        by: &["pronamespace"],
        schema_by: None,
        as_one: CatalogTable::of(
            "pg_proc",
            &["nspname", "proname", "oid", "proargtypes", "oidvectortypes", ARGUMENTS],
            FUNCTION_ROLES,
            functions,
        ),
    },
    Joined {
        tables: &["pg_class", "pg_namespace"],
        by: &["relnamespace"],
        schema_by: None,
        as_one: CatalogTable::of(
            "pg_class",
            &["nspname", "relname", "relkind", "oid", "relrowsecurity", "relispartition"],
            &[Role::Schema, Role::Name, Role::Kind, Role::Relation, Role::Flag, Role::Flag],
            relations::all,
        ),
    },
    Joined {
        tables: &["pg_attribute", "pg_class"],
        by: &["attrelid"],
        schema_by: Some("relnamespace"),
        as_one: CatalogTable::of(
            "pg_attribute",
            &[
                "nspname",
                "relname",
                "attname",
                "attnotnull",
                "format_type",
                "atttypid",
                "atttypmod",
            ],
            &[
                Role::Schema,
                Role::Table,
                Role::Name,
                Role::Flag,
                Role::Kind,
                Role::Presence,
                Role::Presence,
            ],
            relations::named_attributes,
        ),
    },
    Joined {
        tables: &["pg_constraint", "pg_class"],
        by: &["conrelid"],
        schema_by: Some("relnamespace"),
        as_one: CatalogTable::of(
            "pg_constraint",
            &["nspname", "relname", "conname", "contype", "convalidated"],
            &[Role::Schema, Role::Table, Role::Name, Role::Kind, Role::Flag],
            constraints::of_relations,
        ),
    },
    Joined {
        tables: &["table_constraints", "key_column_usage"],
        by: &["constraint_name"],
        schema_by: None,
        as_one: CatalogTable::of(
            "table_constraints",
            &["table_schema", "table_name", "constraint_name", "constraint_type", "column_name"],
            &[Role::Schema, Role::Table, Role::Name, Role::Kind, Role::Kind],
            constraints::keys,
        ),
    },
    Joined {
        tables: &["pg_trigger", "pg_class"],
        by: &["tgrelid"],
        schema_by: None,
        as_one: CatalogTable::of(
            "pg_trigger",
            &["relname", "tgname", "tgisinternal"],
            &[Role::Table, Role::Name, Role::Flag],
            |catalog| {
                let row = |(table, it): (&Name, &Trigger)| {
                    vec![table.name.clone(), it.name.clone(), "f".to_owned()]
                };
                triggers(catalog).map(row).collect()
            },
        ),
    },
    Joined {
        tables: &["pg_index", "pg_class"],
        by: &["indexrelid"],
        schema_by: Some("relnamespace"),
        as_one: CatalogTable::of(
            "pg_index",
            &["nspname", "relname", "indrelid", "indisvalid", "indisunique", "indisprimary"],
            &[Role::Schema, Role::Name, Role::Relation, Role::Flag, Role::Flag, Role::Flag],
            relations::named_indexes,
        ),
    },
];

const FUNCTION_ROLES: &[Role] =
    &[Role::Schema, Role::Name, Role::Function, Role::Presence, Role::Kind, Role::Function];

/// What a function is told from others by. The server tells the names of its parameters as well,
/// which say nothing where a statement names the function.
const ARGUMENTS: &str = "pg_get_function_identity_arguments";

/// Every function that migrations made, with its signature and the types that it takes.
fn functions(catalog: &Catalog) -> Vec<Vec<String>> {
    let row = |it: &FunctionKey| {
        let types = it.arguments.join(", ");
        placed(&it.name.key(), &[&made::signature(it), "", &types, &types])
    };
    catalog.functions.keys().map(row).collect()
}

/// The labels of every enum.
fn labels(catalog: &Catalog) -> Vec<(Name, String)> {
    let of = |(name, ty): (&Name, &Arc<Type>)| match &ty.kind {
        TypeKind::Enum(labels) => {
            labels.iter().map(|it| (name.clone(), it.clone())).collect::<Vec<_>>()
        }
        _ => Vec::new(),
    };
    catalog.types.iter().flat_map(of).collect()
}

/// The schema and the name of an object, and what else its row tells.
pub(super) fn placed(name: &Name, rest: &[&str]) -> Vec<String> {
    let schema = name.schema.as_deref().unwrap_or(DEFAULT);
    [schema, &*name.name].iter().chain(rest).map(ToString::to_string).collect()
}

fn views(catalog: &Catalog, materialized: bool, kind: &[&str]) -> Vec<Vec<String>> {
    let views = catalog.views.iter().filter(|(_, it)| it.materialized == materialized);
    views.map(|(name, _)| placed(name, kind)).collect()
}

/// Whether all columns of a table or view are known.
pub(super) fn lists_columns(catalog: &Catalog, name: &Name) -> bool {
    let is_view = || catalog.views.get(name).is_some_and(|it| it.columns.is_some());
    catalog.table(name).is_some() || is_view()
}

/// Whether triggers of these names, or any if there are none, are on a partitioned table, whose
/// partitions have them, too.
pub(super) fn has_clones(catalog: &Catalog, names: Option<&[String]>) -> bool {
    let is_it = |it: &Trigger| names.is_none_or(|names| names.contains(&it.name));
    let mut partitioned = catalog.tables.values().filter(|it| it.partitioning.is_some());
    partitioned.any(|it| it.triggers.iter().any(is_it))
}

fn indexes(catalog: &Catalog) -> Vec<Vec<String>> {
    let of = |(name, table): (&Name, &Arc<Table>)| {
        let own = table.indexes.iter().filter_map(|it| Some((it.name.as_deref()?, definition(it))));
        let behind = table.constraints.iter().filter(|it| it.kind.has_index());
        let behind =
            behind.filter_map(|it| Some((it.name.as_deref()?, "CREATE UNIQUE INDEX ".to_owned())));
        own.chain(behind).map(|(it, text)| placed(name, &[it, &text])).collect::<Vec<_>>()
    };
    let of_views = catalog.views.iter().flat_map(|(name, view)| {
        let row = |it: &Index| Some(placed(name, &[it.name.as_deref()?, &definition(it)]));
        view.indexes.iter().filter_map(row)
    });
    catalog.tables.iter().flat_map(of).chain(of_views).collect()
}

/// The words of an index's definition that are the same whatever the server makes of the rest.
fn definition(index: &Index) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let filter = if index.predicate.is_some() { " WHERE " } else { "" };
    format!("CREATE {unique}INDEX {filter}")
}

/// The tables of every publication. Of a partitioned table it hangs on an option whether it stands
/// there itself, or its partitions do.
fn published_tables(catalog: &Catalog) -> Vec<Vec<String>> {
    let of = |publication: String| {
        let held = catalog.tables.iter().filter(|it| op::publishes(catalog, &publication, it.1));
        let row = |(name, table): (&Name, &Arc<Table>)| {
            let is_part = table.partitioning.is_some() || table.partition_of.is_some();
            placed(name, &[if is_part { UNKNOWN } else { &publication }])
        };
        held.map(row).collect::<Vec<_>>()
    };
    op::publications(catalog).into_iter().flat_map(of).collect()
}

/// The roles that are known to be there.
fn roles(catalog: &Catalog) -> Vec<Vec<String>> {
    let known = catalog.roles.iter().filter(|(_, it)| **it != RoleState::Dropped);
    known.map(|(role, _)| vec![role.trim_matches('"').to_owned()]).collect()
}

/// Whether it is known of all these roles if they are there.
pub(super) fn knows_roles(catalog: &Catalog, names: &[String]) -> bool {
    names.iter().all(|it| catalog.roles.contains_key(&op::role_named(it)))
}

fn schemas(catalog: &Catalog) -> Vec<Vec<String>> {
    let own = ["public", "pg_catalog", "information_schema", "pg_toast"];
    let own = own.into_iter().map(str::to_owned);
    catalog.schemas.iter().cloned().chain(own).map(|it| vec![it]).collect()
}
