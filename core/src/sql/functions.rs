//! Functions that the server has of its own.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::catalog::{Catalog, Server, extension_contents, extension_schemas, is_type_of_server};
use crate::name::Name;

/// The server's functions. In the list `!` is behind the names of which no function is immutable,
/// `@` before the version that brought the first one; `*` is before those that make one value of
/// many rows, `~` before those that look at a window, `+` before those that give rows.
static BUILT_IN: LazyLock<BTreeMap<&'static str, BuiltIn>> = LazyLock::new(|| {
    let words = include_str!("functions.txt").split_whitespace();
    words.map(built_in).collect()
});

#[derive(Clone, Copy, Default)]
struct BuiltIn {
    since: u8,
    never_immutable: bool,
    gives: Gives,
}

/// What a function gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Gives {
    #[default]
    Value,
    /// One value of many rows.
    OfRows,
    /// A value that hangs on the rows around it.
    OfWindow,
    Rows,
}

fn built_in(word: &'static str) -> (&'static str, BuiltIn) {
    let never_immutable = word.ends_with('!');
    let gives = match word.as_bytes().first() {
        Some(b'*') => Gives::OfRows,
        Some(b'~') => Gives::OfWindow,
        Some(b'+') => Gives::Rows,
        _ => Gives::Value,
    };
    let word = word.trim_start_matches(['*', '~', '+']).trim_end_matches('!');
    let (name, since) = word.split_once('@').unwrap_or((word, ""));
    (name, BuiltIn { since: since.parse().unwrap_or_default(), never_immutable, gives })
}

/// What a function of the server's own gives.
pub(super) fn gives(name: &str) -> Gives {
    BUILT_IN.get(name).copied().unwrap_or_default().gives
}

/// The version that brought a function which `server` lacks.
pub(super) fn too_new(name: &Name, server: Server) -> Option<u8> {
    let since = BUILT_IN.get(&*name.key().name)?.since;
    (!server.has(since)).then_some(since)
}

/// Whether a function of this name is there, or may be one that we do not know of.
pub(super) fn may_be_there(catalog: &Catalog, name: &Name) -> bool {
    let key = name.key();
    if catalog.functions.keys().any(|it| it.name.key() == key) {
        return true;
    }
    if let Some(schema) = &key.schema {
        // A schema that we do not see into, or an extension's that does not list what it brings.
        return !catalog.schemas.contains(schema) || brought(catalog, &key);
    }
    BUILT_IN.get(&*key.name).is_some_and(|it| catalog.server.has(it.since))
        // The name of a type converts to it, as in `uuid('…')`.
        || is_type_of_server(&key.name)
        || catalog.has_unknown_extension()
        || brought(catalog, &key)
        || catalog.type_named(name).is_some()
        || catalog.types.values().any(|it| it.multirange().as_ref() == Some(&key.name))
        || catalog.table(name).is_some()
}

/// Whether all that is surely there of this name is a type, which converts one value to it.
pub(super) fn is_conversion(catalog: &Catalog, name: &Name) -> bool {
    let key = name.key();
    // A range has functions that make it of its bounds.
    let is_type = catalog.type_named(name).is_some_and(|it| it.is_of_statement())
        || catalog.table(name).is_some()
        || key.schema.is_none() && is_type_of_server(&key.name);
    is_type
        && !BUILT_IN.contains_key(&*key.name)
        && !catalog.functions.keys().any(|it| it.name.key() == key)
        && !catalog.has_unknown_extension()
        && !brought(catalog, &key)
}

/// Whether an installed extension brings a function of this name into its schema, or may.
pub(super) fn brought(catalog: &Catalog, name: &Name) -> bool {
    let schema = name.key().schema;
    let mut names = catalog.extensions.keys();
    names.any(|it| match extension_schemas(it) {
        Some(own) => schema.as_deref().is_some_and(|it| own.contains(&it)),
        None => catalog.is_extension_in(it, schema.as_deref()) && of_extension(it, &name.name),
    })
}

/// Whether the server has a function of this name of its own.
pub(super) fn is_built_in(name: &str) -> bool {
    BUILT_IN.contains_key(name)
}

fn of_extension(extension: &str, function: &str) -> bool {
    match extension_contents(extension) {
        Some(contents) => {
            contents.functions.contains(&function) || contents.types.contains(&function)
        }
        // What these bring is too much to list.
        None => extension != "plpgsql",
    }
}

/// Whether no function of this name gives the same result for the same arguments at all times.
pub(super) fn is_never_immutable(name: &str) -> bool {
    BUILT_IN.get(name).copied().unwrap_or_default().never_immutable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_of_an_extension_needs_it() {
        let mut catalog = Catalog::default();
        let name = Name::plain("uuid_generate_v4");
        assert!(!may_be_there(&catalog, &name));
        catalog.extensions.insert("uuid-ossp".to_owned(), crate::catalog::Extension::default());
        assert!(may_be_there(&catalog, &name));
        assert!(may_be_there(&catalog, &Name::plain("lower")));
    }

    #[test]
    fn the_time_is_never_the_same() {
        assert!(is_never_immutable("now") && !is_never_immutable("lower"));
    }
}
