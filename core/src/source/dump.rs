//! Dumps: a whole schema in one file, as `pg_dump` and Rails write it, without a history.

use super::{Evidence, Format, Holds, Location, Running, is_aside, plain_sql};
use crate::history::Around;
use crate::project::{File, Project};

pub(super) static FORMAT: Format = Format {
    name: "dump",
    title: "Schema dump",
    evidence: Evidence::File,
    running: Running {
        around: Around::Nothing,
        holds: Holds::Migration,
        page: "PostgreSQL manual, SQL Dump, Restoring the Dump",
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read: plain_sql::read,
};

/// What stands at the top of dumps.
const HEADS: &[&str] = &["PostgreSQL database dump", "-- MySQL dump", "-- MariaDB dump"];

/// How far the top goes, in bytes.
const HEAD: usize = 2000;

fn claims(project: &Project) -> Vec<Location> {
    let files = project.files().map(|(_, file)| file).filter(|it| is_dump(it));
    let mut files: Vec<&File> = files.collect();
    files.sort_by_key(|it| {
        let says_structure = it.name() == "structure.sql";
        let depth = it.path.matches('/').count();
        (is_aside(&it.path), !says_structure, depth, std::cmp::Reverse(it.bytes().len()), &it.path)
    });
    files.into_iter().map(|it| Location::of(vec![it.path.clone()])).collect()
}

fn is_dump(file: &File) -> bool {
    let Some(text) = file.text().filter(|_| file.name().ends_with(".sql")) else { return false };
    let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or_default();
    let is_dumped = HEADS.iter().any(|it| head.contains(it));
    is_dumped || (file.name() == "structure.sql" && head.contains("SET statement_timeout"))
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn a_dump_is_one_revision() {
        let text = "--\n-- PostgreSQL database dump\n--\n\\restrict x\nCREATE TABLE a ();";
        check(
            &[("db/structure.sql", text), ("db/seeds/other.sql", "SELECT 1;")],
            "dump",
            "db/structure.sql",
            &[("structure", "structure", text, "")],
        );
    }
}
