//! What the names of Flyway's files say, under the prefixes, the separator and the endings that its
//! settings choose.

use std::cmp::Reverse;

/// How the names of a project's files are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Naming {
    /// What each kind of file begins with, the longest first.
    prefixes: Vec<(String, Kind)>,
    separator: String,
    suffixes: Vec<String>,
}

/// What Flyway does with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Versioned,
    Undo,
    Baseline,
    Repeatable,
    Callback,
}

/// What a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named<'f> {
    pub(super) kind: Kind,
    /// Empty for what has none.
    pub(super) version: &'f str,
    pub(super) description: &'f str,
}

/// The kinds whose prefix is chosen: the setting, and what it is where none is made.
const PREFIXES: &[(&str, &str, Kind)] = &[
    ("sqlmigrationprefix", "V", Kind::Versioned),
    ("undosqlmigrationprefix", "U", Kind::Undo),
    ("baselinemigrationprefix", "B", Kind::Baseline),
    ("repeatablesqlmigrationprefix", "R", Kind::Repeatable),
];

const SEPARATOR: &str = "sqlmigrationseparator";
const SUFFIXES: &str = "sqlmigrationsuffixes";

/// How the names of files begin that Flyway runs when something else happens.
const CALLBACKS: &[&str] = &[
    "beforeMigrate",
    "beforeEachMigrate",
    "beforeVersioned",
    "beforeRepeatables",
    "beforeConnect",
    "beforeCreateSchema",
    "createSchema",
    "afterConnect",
    "afterEachMigrate",
    "afterVersioned",
    "afterMigrate",
    "beforeUndo",
    "beforeEachUndo",
    "afterEachUndo",
    "afterUndo",
];

impl Default for Naming {
    fn default() -> Self {
        Self::of(|_| None)
    }
}

impl Naming {
    /// What the settings say, each asked by its name; a prefix may be nothing.
    pub(super) fn of<'s>(setting: impl Fn(&str) -> Option<&'s str>) -> Self {
        let chosen = |(name, otherwise, kind): &(&str, &str, Kind)| {
            (setting(name).unwrap_or(otherwise).to_owned(), *kind)
        };
        let mut prefixes: Vec<(String, Kind)> = PREFIXES.iter().map(chosen).collect();
        prefixes.extend(CALLBACKS.iter().map(|it| ((*it).to_owned(), Kind::Callback)));
        prefixes.sort_by_key(|(it, _)| Reverse(it.len()));
        let said = |name: &str| setting(name).filter(|it| !it.is_empty());
        let suffixes = said(SUFFIXES).unwrap_or(".sql").split(',');
        Self {
            prefixes,
            separator: said(SEPARATOR).unwrap_or("__").to_owned(),
            suffixes: suffixes.map(|it| it.trim().to_owned()).collect(),
        }
    }

    /// What the name of a file says; nothing if Flyway passes over it.
    pub(super) fn read<'f>(&self, name: &'f str) -> Option<Named<'f>> {
        let (kind, rest) = self.begun(name)?;
        let (version, description) = rest.split_once(&*self.separator).unwrap_or((rest, ""));
        let is_versioned = !matches!(kind, Kind::Repeatable | Kind::Callback);
        let fits = if is_versioned { is_version(version) } else { version.is_empty() };
        fits.then_some(Named { kind, version, description })
    }

    /// Whether Flyway passes over a file whose name begins as that of a versioned one.
    pub(super) fn passes_over(&self, name: &str) -> bool {
        let begun = |(kind, rest): (Kind, &str)| {
            !matches!(kind, Kind::Repeatable | Kind::Callback)
                && rest.starts_with(|it: char| it.is_ascii_digit())
        };
        self.begun(name).is_some_and(begun) && self.read(name).is_none()
    }

    /// The kind that a name begins as, and the rest of it without its ending.
    fn begun<'f>(&self, name: &'f str) -> Option<(Kind, &'f str)> {
        let stem = self.suffixes.iter().find_map(|it| name.strip_suffix(&**it))?;
        let begun = |(prefix, kind): &(String, Kind)| Some((*kind, stem.strip_prefix(&**prefix)?));
        self.prefixes.iter().find_map(begun)
    }
}

/// Numbers with dots or underscores between them.
pub(super) fn is_version(text: &str) -> bool {
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    text.split(['.', '_']).all(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(settings: &[(&str, &str)], name: &str, expected: Option<(Kind, &str, &str)>) {
        let said = |name: &str| settings.iter().find(|it| it.0 == name).map(|it| it.1);
        let naming = Naming::of(said);
        let found = naming.read(name).map(|it| (it.kind, it.version, it.description));
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    fn the_longest_prefix_that_fits_is_the_one() {
        check(&[], "V1_2__a__b.sql", Some((Kind::Versioned, "1_2", "a__b")));
        check(&[], "V2.sql", Some((Kind::Versioned, "2", "")));
        check(&[], "R__views.sql", Some((Kind::Repeatable, "", "views")));
        check(&[], "R1__views.sql", None);
        check(&[], "beforeMigrate.sql", Some((Kind::Callback, "", "")));
        check(&[], "V1__a.ddl", None);
        let bare = [(PREFIXES[0].0, ""), (PREFIXES[3].0, "view")];
        check(&bare, "20240101__a.sql", Some((Kind::Versioned, "20240101", "a")));
        check(&bare, "view__a.sql", Some((Kind::Repeatable, "", "a")));
        check(&bare, "V1__a.sql", None);
        let own = [(SEPARATOR, "-"), (SUFFIXES, ".ddl, .psql")];
        check(&own, "V1-a.psql", Some((Kind::Versioned, "1", "a")));
        check(&own, "V1-a.sql", None);
    }
}
