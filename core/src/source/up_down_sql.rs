//! Pairs of `.up.sql` and `.down.sql` files: golang-migrate, sqlx with reverts, pop.

use std::collections::BTreeMap;

use super::sql::{self, Migration};
use super::{Format, Location};
use crate::diagnostic::Report;
use crate::history::Revision;
use crate::project::{File, FileId, Project};

pub(super) static FORMAT: Format =
    Format { name: "up-down-sql", title: "Up/down SQL", claims, at: Location::named, read };

/// A file's name taken apart: `20240102_users.postgres.autocommit.up.sql`.
struct Parts<'a> {
    version: &'a str,
    name: &'a str,
    is_up: bool,
    /// Which database it is for, where a generic file has a variant for each.
    database: Option<&'a str>,
    autocommit: bool,
}

fn claims(project: &Project) -> Vec<Location> {
    sql::folders(project, |file| parts(file).is_some_and(|it| it.is_up))
}

fn parts(file: &File) -> Option<Parts<'_>> {
    let stem = file.name().strip_suffix(".sql")?;
    let (stem, is_up) = match (stem.strip_suffix(".up"), stem.strip_suffix(".down")) {
        (Some(stem), _) => (stem, true),
        (None, Some(stem)) => (stem, false),
        (None, None) => return None,
    };
    let (version, rest) = sql::versioned(stem)?;
    let mut words = rest.split('.');
    let name = words.next().unwrap_or_default();
    let words: Vec<&str> = words.collect();
    Some(Parts {
        version,
        name,
        is_up,
        database: words.iter().copied().find(|it| *it != "autocommit"),
        autocommit: words.contains(&"autocommit"),
    })
}

fn read(project: &Project, location: &Location, report: &mut Report) -> Vec<Revision> {
    let mut up: BTreeMap<&str, (FileId, Parts<'_>)> = BTreeMap::new();
    let mut down: BTreeMap<&str, (FileId, Parts<'_>)> = BTreeMap::new();
    for (id, file) in sql::files(project, location) {
        let Some(parts) = parts(file) else { continue };
        let side = if parts.is_up { &mut up } else { &mut down };
        // The variant for PostgreSQL stands in for the generic file; others are other databases'.
        let is_ours = parts.database.is_some_and(|it| it.starts_with("postgres"));
        if is_ours || (parts.database.is_none() && !side.contains_key(parts.version)) {
            side.insert(parts.version, (id, parts));
        }
    }
    let mut sql_of = |it: &(FileId, Parts<'_>)| {
        let whole = sql::whole(project, it.0, report);
        if it.1.autocommit { sql::without_transaction(whole) } else { whole }
    };
    let migration = |(version, own): (&str, (FileId, Parts<'_>))| Migration {
        version: version.to_owned(),
        name: own.1.name.to_owned(),
        file: own.0,
        up: sql_of(&own),
        down: down.get(version).map(&mut sql_of).unwrap_or_default(),
    };
    let migrations = up.into_iter().map(migration).collect();
    sql::line(project, migrations, report)
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn pairs_follow_each_other_by_number() {
        check(
            &[
                ("m/9_a.up.sql", "CREATE TABLE a ();"),
                ("m/9_a.down.sql", "DROP TABLE a;"),
                ("m/10_b.up.sql", "CREATE TABLE b ();"),
            ],
            "up-down-sql",
            "m",
            &[
                ("9", "a", "CREATE TABLE a ();", "DROP TABLE a;"),
                ("10", "b", "CREATE TABLE b ();", ""),
            ],
        );
    }

    #[test]
    fn the_variant_for_postgresql_stands_in_for_the_generic_file() {
        check(
            &[
                ("m/1_a.up.sql", "generic"),
                ("m/1_a.mysql.up.sql", "mysql"),
                ("m/1_a.postgres.up.sql", "postgres"),
            ],
            "up-down-sql",
            "m",
            &[("1", "a", "postgres", "")],
        );
    }
}
