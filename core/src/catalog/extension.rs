//! What extensions bring along: types, functions and operator classes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Catalog;
use crate::name::Name;

/// The objects of an extension, by their names.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    pub types: Vec<&'static str>,
    pub functions: Vec<&'static str>,
    pub relations: Vec<&'static str>,
    pub operator_classes: Vec<&'static str>,
}

/// The extensions that come with PostgreSQL, each with all that a migration may name of it.
static CONTENTS: LazyLock<BTreeMap<&'static str, Contents>> =
    LazyLock::new(|| read(include_str!("extensions.txt")));

/// Types of extensions that do not come with PostgreSQL, and the extensions.
#[rustfmt::skip]
const TYPES_OF_OTHERS: &[(&str, &[&str])] = &[
    ("h3", &["h3index"]),
    ("hll", &["hll"]),
    ("postgis", &["box2d", "box2df", "box3d", "geography", "geometry", "geometry_dump", "gidx", "spheroid"]),
    ("postgis_raster", &["raster"]),
    ("postgis_topology", &["topogeometry"]),
    ("semver", &["semver"]),
    ("timescaledb", &["compressed_data"]),
    ("uint", &["uint2", "uint4", "uint8"]),
    ("vector", &["vector", "halfvec", "sparsevec"]),
];

/// Extensions that require others, which their control files name.
#[rustfmt::skip]
const REQUIRES: &[(&str, &[&str])] = &[
    ("bool_plperl", &["plperl"]),
    ("earthdistance", &["cube"]),
    ("h3_postgis", &["h3", "postgis"]),
    ("hstore_plperl", &["hstore", "plperl"]),
    ("hstore_plpython3u", &["hstore", "plpython3u"]),
    ("jsonb_plperl", &["plperl"]),
    ("jsonb_plpython3u", &["plpython3u"]),
    ("ltree_plpython3u", &["ltree", "plpython3u"]),
    ("pgjwt", &["pgcrypto"]),
    ("pgrouting", &["postgis"]),
    ("pointcloud_postgis", &["pointcloud", "postgis"]),
    ("postgis_raster", &["postgis"]),
    ("postgis_sfcgal", &["postgis"]),
    ("postgis_tiger_geocoder", &["postgis", "fuzzystrmatch"]),
    ("postgis_topology", &["postgis"]),
    ("vectorscale", &["vector"]),
];

/// The extensions that must be there before this one.
pub fn requires(extension: &str) -> &'static [&'static str] {
    REQUIRES.iter().find(|(it, _)| *it == extension).map_or(&[], |(_, required)| required)
}

/// Tables and views of extensions that do not come with PostgreSQL, and the extensions.
const RELATIONS_OF_OTHERS: &[(&str, &[&str])] = &[
    ("postgis", &["geography_columns", "geometry_columns", "spatial_ref_sys"]),
    ("postgis_raster", &["raster_columns", "raster_overviews"]),
];

/// Schemas that extensions make for themselves, and the extensions.
const SCHEMAS_OF_OTHERS: &[(&str, &[&str])] = &[
    ("anon", &["anon", "mask"]),
    ("pg_cron", &["cron"]),
    ("pg_graphql", &["graphql", "graphql_public"]),
    ("pg_net", &["net"]),
    ("pglogical", &["pglogical"]),
    ("pgmq", &["pgmq"]),
    ("pgsodium", &["pgsodium", "pgsodium_masks"]),
    ("postgis_tiger_geocoder", &["tiger", "tiger_data"]),
    ("postgis_topology", &["topology"]),
    ("supabase_vault", &["vault"]),
    ("timescaledb", &["timescaledb_experimental", "timescaledb_information"]),
];

/// Each extension stands at the margin, what it holds behind it.
fn read(text: &'static str) -> BTreeMap<&'static str, Contents> {
    let mut res: BTreeMap<&'static str, Contents> = BTreeMap::new();
    let mut name = "";
    for line in text.lines() {
        let Some(inner) = line.strip_prefix("  ") else {
            name = line;
            continue;
        };
        let mut words = inner.split_whitespace();
        let contents = res.entry(name).or_default();
        let list = match words.next() {
            Some("types") => &mut contents.types,
            Some("functions") => &mut contents.functions,
            Some("relations") => &mut contents.relations,
            _ => &mut contents.operator_classes,
        };
        list.extend(words);
    }
    res
}

/// What this extension brings; nothing if we do not know all of it.
pub fn contents(extension: &str) -> Option<&'static Contents> {
    CONTENTS.get(extension)
}

/// The extension that brings a function of this name, whether it is installed or not.
pub fn with_function(name: &str) -> Option<&'static str> {
    let known = CONTENTS.iter().find(|(_, it)| it.functions.contains(&name)).map(|(it, _)| *it);
    known.or_else(|| name.starts_with("st_").then_some("postgis"))
}

/// The extensions that bring a type of this name.
fn with_type(name: &str) -> impl Iterator<Item = &'static str> {
    let known = CONTENTS.iter().filter(move |(_, it)| it.types.contains(&name)).map(|(it, _)| *it);
    let others =
        TYPES_OF_OTHERS.iter().filter(move |(_, it)| it.contains(&name)).map(|(it, _)| *it);
    known.chain(others).collect::<Vec<_>>().into_iter()
}

/// The extensions that bring a table or view of this name.
fn with_relation(name: &str) -> impl Iterator<Item = &'static str> {
    let known = CONTENTS.iter().filter(move |(_, it)| it.relations.contains(&name));
    let others = RELATIONS_OF_OTHERS.iter().filter(move |(_, it)| it.contains(&name));
    known.map(|(it, _)| *it).chain(others.map(|(it, _)| *it))
}

/// Extensions that come with PostgreSQL and bring nothing that a migration names.
#[rustfmt::skip]
const WITHOUT_OBJECTS: &[&str] = &[
    "adminpack", "amcheck", "autoinc", "bloom", "bool_plperl", "bool_plperlu", "dict_xsyn", "file_fdw",
    "hstore_plperl", "hstore_plperlu", "hstore_plpython3u", "insert_username", "intagg", "jsonb_plperl",
    "jsonb_plperlu", "jsonb_plpython3u", "ltree_plpython3u", "old_snapshot", "pageinspect", "pg_freespacemap",
    "pg_logicalinspect", "pg_overexplain", "pg_prewarm", "pg_surgery", "pg_visibility", "pg_walinspect", "plperl",
    "plperlu", "plpgsql", "plpython3u", "pltcl", "pltclu", "refint", "sslinfo", "tsm_system_rows",
    "tsm_system_time",
];

/// Whether an extension is one of those that come with PostgreSQL.
pub fn comes_with_server(extension: &str) -> bool {
    CONTENTS.contains_key(extension) || WITHOUT_OBJECTS.contains(&extension)
}

impl Catalog {
    /// Whether a type is one of an extension: of any that we know, or of one that we do not and
    /// that is installed.
    pub fn is_extension_type(&self, name: &Name) -> bool {
        with_type(&name.name).next().is_some()
            || name.schema.as_deref().is_some_and(|it| self.brings_schema(it))
            || self.has_unknown_extension()
    }

    /// Whether an installed extension brings this type to where the name looks for it, or may.
    pub fn has_extension_type(&self, name: &Name) -> bool {
        self.brings_type(name) || self.has_unknown_extension()
    }

    /// Whether an installed extension brings a type of this name into its schema.
    pub fn brings_type(&self, name: &Name) -> bool {
        let schema = name.key().schema;
        schema.as_deref().is_some_and(|it| self.brings_schema(it))
            || with_type(&name.name).any(|it| self.is_extension_in(it, schema.as_deref()))
    }

    /// Whether an installed extension brings a table or view of this name into its schema.
    pub fn brings_relation(&self, name: &Name) -> bool {
        let schema = name.key().schema;
        schema.as_deref().is_some_and(|it| self.brings_schema(it))
            || with_relation(&name.name).any(|it| self.is_extension_in(it, schema.as_deref()))
    }

    /// Whether an installed extension brings, or may bring, any table or view into this schema, an
    /// unsaid one being the default one.
    pub fn brings_relations_to(&self, schema: Option<&str>) -> bool {
        let of_others = |it: &str| RELATIONS_OF_OTHERS.iter().any(|(own, _)| *own == it);
        let brings = |it: &str| match contents(it) {
            Some(contents) => !contents.relations.is_empty(),
            None => of_others(it) || !is_known(it),
        };
        self.extensions.keys().any(|it| self.is_extension_in(it, schema) && brings(it))
    }

    /// Whether an installed extension has made itself a schema of this name.
    pub fn brings_schema(&self, name: &str) -> bool {
        let mut makers = SCHEMAS_OF_OTHERS.iter().filter(|(_, schemas)| schemas.contains(&name));
        makers.any(|(extension, _)| self.extensions.contains_key(*extension))
    }

    /// Whether the extension is installed in this schema, an unsaid one being the default one.
    pub fn is_extension_in(&self, extension: &str, schema: Option<&str>) -> bool {
        let installed = self.extensions.get(extension);
        installed.is_some_and(|it| it.schema.as_deref().filter(|it| *it != "public") == schema)
    }

    /// Whether an extension is installed that may bring anything to anywhere: of which we neither
    /// know all nor that it keeps to schemas of its own.
    pub fn has_unknown_extension(&self) -> bool {
        let mut names = self.extensions.keys();
        names.any(|it| !is_known(it) && own_schemas(it).is_none())
    }
}

/// The schemas that hold all of an extension, if it keeps to some that it makes for itself.
pub fn own_schemas(extension: &str) -> Option<&'static [&'static str]> {
    let brings_types = TYPES_OF_OTHERS.iter().any(|(it, _)| *it == extension);
    let row = SCHEMAS_OF_OTHERS.iter().find(|(it, _)| *it == extension && !brings_types);
    row.map(|(_, schemas)| *schemas)
}

/// Whether we know what a migration may name of an extension.
fn is_known(extension: &str) -> bool {
    comes_with_server(extension) || TYPES_OF_OTHERS.iter().any(|(it, _)| *it == extension)
}
