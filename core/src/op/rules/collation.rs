//! Collations: which are there, and what needs one that was made.

use super::dependents::Dependents;
use super::statements::subject;
use crate::catalog::{Catalog, Column, Index, Naming, SqlType, TypeKind};
use crate::diagnostic::Problem;
use crate::op::problem;

/// Refuses a collation that surely is none.
///
/// # Errors
/// It is one of another database, or a word that no server has and no statement makes.
pub(in crate::op) fn is_there(catalog: &Catalog, collation: Option<&str>) -> Result<(), Problem> {
    let Some(collation) = collation else { return Ok(()) };
    let name = bare(collation);
    let made = catalog.opaque.iter().filter(|it| it.kind == "CREATE COLLATION");
    let mut made = made.filter_map(|it| subject(&it.sql, "COLLATION"));
    let is_known = !is_foreign(&name) && !is_no_locale(&name) || catalog.naming != Naming::BySchema;
    match is_known || made.any(|(it, _)| bare(&it) == name) {
        true => Ok(()),
        false => Err(problem::unknown("unknown-object", "collation", collation)),
    }
}

/// Whether values of a type surely have no collation.
pub(crate) fn has_none(catalog: &Catalog, ty: &SqlType) -> bool {
    if let Some(name) = &ty.named {
        return match catalog.type_named(name).map(|it| &it.kind) {
            Some(TypeKind::Domain { base, .. }) => has_none(catalog, base),
            Some(TypeKind::Enum(_)) => true,
            _ => false,
        };
    }
    let canonical = ty.canonical();
    let texts = ["text", "character", "bpchar", "name", "citext"];
    !ty.is_unknown() && !texts.iter().any(|it| canonical.starts_with(it))
}

/// What has a collation: columns, keys of indexes and domains.
pub(in crate::op) fn dependents(catalog: &Catalog, collation: &str) -> Dependents {
    let is_it = |it: &Option<String>| it.as_ref().is_some_and(|it| bare(it) == bare(collation));
    let has = |it: &&Column| is_it(&it.collation);
    let is_over = |it: &&Index| it.keys.iter().any(|it| is_it(&it.collation));
    let mut dependents = Dependents::default();
    for (name, table) in &catalog.tables {
        let columns = table.columns.iter().filter(has);
        dependents.columns.extend(columns.map(|it| (name.clone(), it.name.clone())));
        let indexes = table.indexes.iter().filter(is_over).filter_map(|it| it.name.clone());
        dependents.indexes.extend(indexes.map(|it| (name.clone(), it)));
    }
    for (name, ty) in &catalog.types {
        if let TypeKind::Domain { collation, .. } = &ty.kind
            && is_it(collation)
        {
            dependents.types.push(name.clone());
        }
    }
    dependents
}

/// A name without its schema and quotes.
fn bare(name: &str) -> String {
    name.rsplit('.').next().unwrap_or_default().trim_matches('"').to_lowercase()
}

/// Whether a collation is one of other databases: `utf8mb4_unicode_ci`, `NOCASE`.
fn is_foreign(name: &str) -> bool {
    let ends = ["_ci", "_cs", "_bin", "_ci_as", "_cs_as"];
    ends.iter().any(|it| name.ends_with(it)) || ["nocase", "binary", "rtrim"].contains(&name)
}

/// Whether a name is neither built like that of a locale, of which each server has its own, nor one
/// of the names without a country that servers have.
fn is_no_locale(name: &str) -> bool {
    let language = name.split('_').next().unwrap_or_default();
    name.chars().all(|it| it.is_alphanumeric() || it == '_')
        && language.chars().count() > 3
        && !WORDS.contains(&language)
}

/// Collations of the server, and the other names of locales that systems have.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "posix", "default", "unicode", "bokmal", "bokmål", "catalan", "croatian", "czech", "danish", "dansk", "deutsch",
    "dutch", "eesti", "english", "chinese", "estonian", "finnish", "français", "french", "galego", "galician", "german", "greek", "hebrew",
    "hrvatski", "hungarian", "icelandic", "italian", "japanese", "korean", "lithuanian", "norwegian", "nynorsk",
    "polish", "portuguese", "romanian", "russian", "slovak", "slovene", "slovenian", "spanish", "swedish", "thai",
    "turkish",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_locales_are_trusted() {
        assert!(
            ["c", "posix", "en_us", "de-x-icu", "german", "es"].iter().all(|it| !is_no_locale(it))
        );
        assert!(
            is_no_locale("numeric") && is_no_locale("case_insensitive") && is_foreign("nocase")
        );
    }
}
