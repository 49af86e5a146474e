//! Files that come in pairs: `NAME.up.sql` and `NAME.down.sql`.

use std::collections::BTreeMap;

use super::sql::{self, Migration};
use super::{Location, Reading};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, SqlPart};
use crate::project::{File, FileId, Project, Span};

/// A file's name taken apart: `20240102_users.postgres.autocommit.up.sql`.
pub(super) struct Parts<'a> {
    pub(super) version: &'a str,
    pub(super) name: &'a str,
    pub(super) is_up: bool,
    /// Which database it is for, where a generic file has a variant for each.
    database: Option<&'a str>,
    autocommit: bool,
}

/// The folders with files for the way up.
pub(super) fn claims(project: &Project) -> Vec<Location> {
    sql::folders(project, |file| parts(file).is_some_and(|it| it.is_up))
}

/// The parts of a name that says its direction.
pub(super) fn parts(file: &File) -> Option<Parts<'_>> {
    let stem = file.name().strip_suffix(".sql")?;
    let (stem, is_up) = match (stem.strip_suffix(".up"), stem.strip_suffix(".down")) {
        (Some(stem), _) => (stem, true),
        (None, Some(stem)) => (stem, false),
        (None, None) => return None,
    };
    let (version, rest) = sql::versioned(stem)?;
    let (rest, autocommit) = match rest.strip_suffix(".autocommit") {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    // Any other word behind a dot is part of the name: `1.7.0_schema`.
    let variant = rest.rsplit_once('.').filter(|(_, it)| DATABASES.contains(it));
    let (name, database) = variant.map_or((rest, None), |(name, it)| (name, Some(it)));
    Some(Parts { version, name, is_up, database, autocommit })
}

/// The databases for which a generic file can have a variant.
const DATABASES: &[&str] =
    &["cockroach", "mariadb", "mysql", "postgres", "postgresql", "sqlite", "sqlite3"];

/// How a tool pairs its files.
pub(super) struct Pairing<'a> {
    /// The parts of a name that it knows.
    pub(super) parts: fn(&File) -> Option<Parts<'_>>,
    /// What it puts around a file.
    pub(super) around: fn(&File) -> Around,
    /// Whether a rollback alone is a version that does nothing on the way up.
    pub(super) lone: Lone,
    pub(super) reading: &'a Reading<'a>,
}

/// What a rollback without a migration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lone {
    Nothing,
    Version,
}

/// The migrations that a location's pairs make.
pub(super) fn migrations(pairing: &Pairing<'_>, report: &mut Report) -> Vec<Migration> {
    let Pairing { around, reading, .. } = *pairing;
    let (up, mut down) = sides(pairing, report);
    let sql_of = |(id, parts): &Side<'_>, report: &mut Report| -> Vec<SqlPart> {
        let own = reading.project.file(*id).map_or(Around::Nothing, around);
        let around = if parts.autocommit { Around::Nothing } else { own };
        sql::whole(reading.project, *id, around, report)
    };
    let mut res = Vec::new();
    for own in up {
        let back = down.iter().position(|it| it.1.version == own.1.version);
        let back = back.map(|it| down.remove(it));
        res.push(Migration {
            version: own.1.version.to_owned(),
            name: own.1.name.to_owned(),
            file: own.0,
            up: sql_of(&own, report),
            down: back.map(|it| sql_of(&it, report)).unwrap_or_default(),
        });
    }
    for back in down {
        let (file, parts) = &back;
        let (file, version) = (*file, parts.version);
        if pairing.lone == Lone::Nothing {
            report.note(Span::file(file), problem::lone_rollback(version));
            continue;
        }
        report.note(Span::file(file), problem::rollback_alone(version));
        let nothing = SqlPart::new(Span::file(file), Around::Nothing);
        res.push(Migration {
            down: sql_of(&back, report),
            ..Migration::forward(version, parts.name, file, vec![nothing])
        });
    }
    res
}

type Side<'p> = (FileId, Parts<'p>);

/// The files for the way up and those for the way down.
fn sides<'p>(pairing: &Pairing<'p>, report: &mut Report) -> (Vec<Side<'p>>, Vec<Side<'p>>) {
    let reading = pairing.reading;
    let files: Vec<Side<'p>> = sql::files(reading.project, reading.location)
        .filter_map(|(id, file)| Some((id, (pairing.parts)(file)?)))
        .collect();
    // The variant for this database stands in for the generic file; others are other databases'.
    let own = |it: &Parts<'_>| it.database.is_some_and(|it| reading.dialect.name.starts_with(it));
    let mut variants: BTreeMap<(String, bool), FileId> = BTreeMap::new();
    for (id, parts) in files.iter().filter(|(_, it)| own(it)) {
        variants.insert((parts.version.to_owned(), parts.is_up), *id);
    }
    let (mut up, mut down): (Vec<Side<'p>>, Vec<Side<'p>>) = (Vec::new(), Vec::new());
    for (id, parts) in files {
        let variant = variants.get(&(parts.version.to_owned(), parts.is_up));
        if variant.map_or(parts.database.is_some(), |it| *it != id) {
            continue;
        }
        let side = if parts.is_up { &mut up } else { &mut down };
        let taken = side.iter().find(|it| !parts.is_up && it.1.version == parts.version);
        if let Some((first, _)) = taken {
            let problem = problem::two_ways_back(parts.version).at(Span::file(id));
            report.push(problem.also(Span::file(*first), "this one is taken"));
        } else {
            side.push((id, parts));
        }
    }
    (up, down)
}

mod problem {
    use super::Problem;

    pub(super) fn lone_rollback(version: &str) -> Problem {
        Problem::warning("lone-rollback", format!("a rollback of `{version}`, which is not there"))
            .help("add the migration, or remove its rollback")
    }

    pub(super) fn rollback_alone(version: &str) -> Problem {
        let message = format!("`{version}` has a way back only: it does nothing on the way up");
        Problem::warning("lone-rollback", message).help("add the migration, or remove its rollback")
    }

    pub(super) fn two_ways_back(version: &str) -> Problem {
        Problem::error("duplicate-version", format!("two files take version `{version}` back"))
            .help("remove one of them")
    }
}
