//! The tables of the database's own catalog that migrations ask, each with its rows made of ours.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{CatalogTable, Role};
use crate::catalog::{Catalog, ConstraintKind, Index, Policy, Table, Type, TypeKind, View};
use crate::name::Name;

/// The schema that is meant where none is said.
pub(super) const DEFAULT: &str = "public";

/// What a row has in a column that is true of all of them.
pub(super) const TRUE: &str = "true";

/// What migrations ask.
pub(super) static TABLES: &[CatalogTable] = &[
    CatalogTable::of(
        "tables",
        &["table_schema", "table_name", "table_type"],
        &[Role::Schema, Role::Name, Role::Kind],
        |catalog| [tables(catalog, &["BASE TABLE"]), views(catalog, false, &["VIEW"])].concat(),
    ),
    CatalogTable::of(
        "pg_tables",
        &["schemaname", "tablename"],
        &[Role::Schema, Role::Name],
        |catalog| tables(catalog, &[]),
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
    CatalogTable::of(
        "columns",
        &["table_schema", "table_name", "column_name", "is_nullable", "data_type"],
        &[Role::Schema, Role::Table, Role::Name, Role::Kind, Role::Kind],
        columns,
    ),
    CatalogTable::of(
        "table_constraints",
        &["table_schema", "table_name", "constraint_name", "constraint_type", "constraint_schema"],
        &[Role::Schema, Role::Table, Role::Name, Role::Kind, Role::Schema],
        constraints,
    ),
    CatalogTable::of(
        "pg_constraint",
        &["connamespace", "conrelid", "conname", "contype", "confrelid"],
        &[Role::Schema, Role::Table, Role::Name, Role::Kind, Role::Kind],
        own_constraints,
    ),
    CatalogTable::of("pg_attribute", &["attrelid", "attname"], &[Role::Table, Role::Name], |it| {
        let of = |(name, table): (&Name, &Arc<Table>)| {
            let row = |column: &str| vec![name.name.clone(), column.to_owned()];
            table.columns.iter().map(|it| row(&it.name)).collect::<Vec<_>>()
        };
        it.tables.iter().flat_map(of).collect()
    }),
    CatalogTable::of("pg_inherits", &["inhparent", "inhrelid"], &[Role::Table, Role::Kind], |it| {
        let of = |(name, table): (&Name, &Arc<Table>)| {
            let row = |parent: &Name| vec![parent.name.clone(), name.name.clone()];
            table.parents().map(row).collect::<Vec<_>>()
        };
        it.tables.iter().flat_map(of).collect()
    }),
    CatalogTable::of(
        "pg_indexes",
        &["schemaname", "tablename", "indexname", "indexdef"],
        &[Role::Schema, Role::Table, Role::Name, Role::Definition],
        indexes,
    ),
    CatalogTable::of("pg_enum", &["enumtypid", "enumlabel"], &[Role::Table, Role::Name], |it| {
        labels(it).into_iter().map(|(ty, label)| vec![ty.name, label]).collect()
    }),
    CatalogTable::of("pg_class", &["relname", "relkind", "of"], OF_RELATIONS, |catalog| {
        relations(catalog).into_iter().map(|it| it.into_iter().skip(1).collect()).collect()
    }),
    CatalogTable::of(
        "pg_index",
        &["indexrelid", "indrelid", "indisvalid"],
        &[Role::Name, Role::Table, Role::Truth],
        |catalog| indexes(catalog).into_iter().map(|it| of_index(&it, &[2, 1])).collect(),
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
    CatalogTable::of(
        "triggers",
        &["event_object_schema", "event_object_table", "trigger_name", "trigger_schema"],
        &[Role::Schema, Role::Table, Role::Name, Role::Schema],
        |catalog| {
            let of = |(table, name): (&Name, &String)| {
                let schema = table.schema.as_deref().unwrap_or(DEFAULT).to_owned();
                [placed(table, &[name]), vec![schema]].concat()
            };
            triggers(catalog).map(of).collect()
        },
    ),
    CatalogTable::of("pg_trigger", &["tgrelid", "tgname"], &[Role::Table, Role::Name], |catalog| {
        triggers(catalog).map(|(table, name)| vec![table.name.clone(), name.clone()]).collect()
    }),
    CatalogTable::of(
        "sequences",
        &["sequence_schema", "sequence_name"],
        &[Role::Schema, Role::Name],
        |catalog| catalog.sequences.keys().map(|it| placed(it, &[])).collect(),
    ),
    CatalogTable::of(
        "pg_sequences",
        &["schemaname", "sequencename"],
        &[Role::Schema, Role::Name],
        |catalog| catalog.sequences.keys().map(|it| placed(it, &[])).collect(),
    ),
    CatalogTable::of("pg_proc", &["proname"], &[Role::Name], |catalog| {
        catalog.functions.keys().map(|it| vec![it.name.name.clone()]).collect()
    }),
    CatalogTable::of("schemata", &["schema_name"], &[Role::Name], schemas),
    CatalogTable::of("pg_namespace", &["nspname"], &[Role::Name], schemas),
    CatalogTable::of("pg_extension", &["extname"], &[Role::Name], |catalog| {
        let own = ["plpgsql".to_owned()];
        catalog.extensions.keys().cloned().chain(own).map(|it| vec![it]).collect()
    }),
    CatalogTable::of("pg_type", &["typname"], &[Role::Name], |catalog| {
        let relations = catalog.tables.keys().chain(catalog.views.keys());
        relations.chain(catalog.types.keys()).map(|it| vec![it.name.clone()]).collect()
    }),
];

/// The triggers that migrations made, each with its table or view.
fn triggers(catalog: &Catalog) -> impl Iterator<Item = (&Name, &String)> {
    let of_tables = catalog.tables.iter().map(|(name, it)| (name, &it.triggers));
    let of_views = catalog.views.iter().map(|(name, it)| (name, &it.triggers));
    of_tables.chain(of_views).flat_map(|(table, all)| all.iter().map(move |it| (table, &it.name)))
}

/// Tables of the catalog that migrations join, and the columns of both.
pub(super) static JOINED: &[(&[&str], CatalogTable)] = &[
    (
        &["pg_enum", "pg_type"],
        CatalogTable::of("pg_enum", &["typname", "enumlabel"], &[Role::Table, Role::Name], |it| {
            labels(it).into_iter().map(|(ty, label)| vec![ty.name, label]).collect()
        }),
    ),
    (
        &["pg_enum", "pg_type", "pg_namespace"],
        CatalogTable::of(
            "pg_enum",
            &["nspname", "typname", "enumlabel"],
            &[Role::Schema, Role::Table, Role::Name],
            |it| labels(it).into_iter().map(|(ty, label)| placed(&ty, &[&label])).collect(),
        ),
    ),
    (
        &["pg_type", "pg_namespace"],
        CatalogTable::of("pg_type", &["nspname", "typname"], &[Role::Schema, Role::Name], |it| {
            let relations = it.tables.keys().chain(it.views.keys());
            relations.chain(it.types.keys()).map(|it| placed(it, &[])).collect()
        }),
    ),
    (
        &["pg_proc", "pg_namespace"],
        CatalogTable::of("pg_proc", &["nspname", "proname"], &[Role::Schema, Role::Name], |it| {
            it.functions.keys().map(|it| placed(&it.name, &[])).collect()
        }),
    ),
    (
        &["pg_class", "pg_namespace"],
        CatalogTable::of(
            "pg_class",
            &["nspname", "relname", "relkind", "of"],
            &[Role::Schema, Role::Name, Role::Kind, Role::Table],
            relations,
        ),
    ),
    (
        &["pg_constraint", "pg_class"],
        CatalogTable::of(
            "pg_constraint",
            &["relname", "conname", "contype"],
            &[Role::Table, Role::Name, Role::Kind],
            |it| own_constraints(it).into_iter().map(|it| picked(&it, &[1, 2, 3])).collect(),
        ),
    ),
    (
        &["pg_index", "pg_class"],
        CatalogTable::of(
            "pg_index",
            &["relname", "indrelid", "indisvalid"],
            &[Role::Name, Role::Table, Role::Truth],
            |catalog| indexes(catalog).into_iter().map(|it| of_index(&it, &[2, 1])).collect(),
        ),
    ),
    (
        &["pg_index", "pg_class", "pg_namespace"],
        CatalogTable::of(
            "pg_index",
            &["nspname", "relname", "indrelid", "indisvalid"],
            &[Role::Schema, Role::Name, Role::Table, Role::Truth],
            |catalog| indexes(catalog).into_iter().map(|it| of_index(&it, &[0, 2, 1])).collect(),
        ),
    ),
];

/// What the columns of `pg_class` tell; the last one is none of the server's and holds the table
/// that a relation belongs to, since a table that was there from the start may have more of them.
const OF_RELATIONS: &[Role] = &[Role::Name, Role::Kind, Role::Table];

/// The relations: schema, name, kind, and the table they belong to.
fn relations(catalog: &Catalog) -> Vec<Vec<String>> {
    let table = |(name, table): (&Name, &Arc<Table>)| {
        let kind = if table.partitioning.is_some() { "p" } else { "r" };
        placed(name, &[kind, &name.name])
    };
    let view = |(name, view): (&Name, &Arc<View>)| {
        placed(name, &[if view.materialized { "m" } else { "v" }, &name.name])
    };
    let partitioned = catalog.tables.iter().filter(|(_, it)| it.partitioning.is_some());
    let partitioned: BTreeSet<_> = partitioned.map(|(name, _)| placed(name, &[])).collect();
    let index = |row: Vec<String>| {
        let kind = if partitioned.contains(&picked(&row, &[0, 1])) { "I" } else { "i" };
        [picked(&row, &[0, 2]), vec![kind.to_owned()], picked(&row, &[1])].concat()
    };
    let sequences = catalog.sequences.keys().map(|it| placed(it, &["S", ""]));
    let tables = catalog.tables.iter().map(table);
    let views = catalog.views.iter().map(view);
    tables.chain(views).chain(indexes(catalog).into_iter().map(index)).chain(sequences).collect()
}

/// These columns of a row of `pg_indexes`, and that the index is valid: one that is not is left
/// behind by a run that failed, and no migration that ran leaves one.
fn of_index(row: &[String], columns: &[usize]) -> Vec<String> {
    [picked(row, columns), vec![TRUE.to_owned()]].concat()
}

/// These columns of a row.
fn picked(row: &[String], columns: &[usize]) -> Vec<String> {
    columns.iter().filter_map(|&it| row.get(it).cloned()).collect()
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
fn placed(name: &Name, rest: &[&str]) -> Vec<String> {
    let schema = name.schema.as_deref().unwrap_or(DEFAULT);
    [schema, &*name.name].iter().chain(rest).map(ToString::to_string).collect()
}

fn tables(catalog: &Catalog, kind: &[&str]) -> Vec<Vec<String>> {
    catalog.tables.keys().map(|it| placed(it, kind)).collect()
}

fn views(catalog: &Catalog, materialized: bool, kind: &[&str]) -> Vec<Vec<String>> {
    let views = catalog.views.iter().filter(|(_, it)| it.materialized == materialized);
    views.map(|(name, _)| placed(name, kind)).collect()
}

fn columns(catalog: &Catalog) -> Vec<Vec<String>> {
    let of = |(name, table): (&Name, &Arc<Table>)| {
        let columns = table.columns.iter().map(|column| {
            let nullable = if column.nullable { "YES" } else { "NO" };
            placed(name, &[&column.name, nullable, &column.ty.family_name()])
        });
        columns.collect::<Vec<_>>()
    };
    catalog.tables.iter().flat_map(of).collect()
}

fn constraints(catalog: &Catalog) -> Vec<Vec<String>> {
    let of = |(name, table): (&Name, &Arc<Table>)| {
        let schema = name.schema.as_deref().unwrap_or(DEFAULT);
        let constraints = table.constraints.iter().filter_map(|it| {
            let kind = match &it.kind {
                ConstraintKind::PrimaryKey { .. } => "PRIMARY KEY",
                ConstraintKind::Unique { .. } => "UNIQUE",
                ConstraintKind::ForeignKey(_) => "FOREIGN KEY",
                ConstraintKind::Check(_) => "CHECK",
                ConstraintKind::Exclude(_) => "EXCLUDE",
            };
            Some(placed(name, &[it.name.as_deref()?, kind, schema]))
        });
        constraints.collect::<Vec<_>>()
    };
    catalog.tables.iter().flat_map(of).collect()
}

/// The rows of `pg_constraint`, where an object stands for its number.
fn own_constraints(catalog: &Catalog) -> Vec<Vec<String>> {
    let of = |(name, table): (&Name, &Arc<Table>)| {
        let constraints = table.constraints.iter().filter_map(|it| {
            let (kind, other) = match &it.kind {
                ConstraintKind::PrimaryKey { .. } => ("p", ""),
                ConstraintKind::Unique { .. } => ("u", ""),
                ConstraintKind::ForeignKey(key) => ("f", &*key.table.name),
                ConstraintKind::Check(_) => ("c", ""),
                ConstraintKind::Exclude(_) => ("x", ""),
            };
            Some(placed(name, &[it.name.as_deref()?, kind, other]))
        });
        constraints.collect::<Vec<_>>()
    };
    catalog.tables.iter().flat_map(of).collect()
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

fn schemas(catalog: &Catalog) -> Vec<Vec<String>> {
    let own = ["public", "pg_catalog", "information_schema", "pg_toast"];
    let own = own.into_iter().map(str::to_owned);
    catalog.schemas.iter().cloned().chain(own).map(|it| vec![it]).collect()
}
