//! Liquibase: changelogs in XML, YAML, JSON and SQL with marks, which include one another.

mod body;
mod change;
mod changelog;
mod changes;
mod column;
mod condition;
mod delimiter;
mod derived;
mod edit;
mod filter;
mod formatted;
mod include;
mod node;
mod rows;
mod set;
mod setup;
mod types;
mod xml;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use super::{Evidence, Format, Holds, Location, Reading, Running, is_aside};
use crate::diagnostic::Report;
use crate::history::{Around, Revision, Script};
use crate::project::{File, FileId, Project};
use changelog::Walker;
use include::Includes;
use set::ChangeSet;

pub(super) static FORMAT: Format = Format {
    name: "liquibase",
    title: "Liquibase",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "`runInTransaction` is false for the change set",
        page: "Liquibase documentation, Changesets, runInTransaction",
        ..Running::COMMON
    },
    claims,
    at,
    read,
};

/// Changelogs that no other includes; those of one folder that include none are one history.
fn claims(project: &Project) -> Vec<Location> {
    let changelogs: Vec<(FileId, &File)> =
        project.files().filter(|(_, file)| is_changelog(file)).collect();
    if changelogs.is_empty() {
        return Vec::new();
    }
    let mut includes = Includes::of(project);
    let included = includes.reached(changelogs.iter().map(|(id, _)| *id).collect());
    let configured = setup::changelogs(project);
    let roots = changelogs.into_iter().filter(|(id, _)| !included.contains(id));
    let mut roots: Vec<(usize, &File)> =
        roots.map(|(id, file)| (includes.reached(vec![id]).len(), file)).collect();
    roots.sort_by_key(|(size, file)| {
        let is_named = configured.iter().any(|it| file.path.ends_with(it));
        let depth = file.path.matches('/').count();
        (is_aside(&file.path), !is_named, std::cmp::Reverse(*size), depth, &file.path)
    });
    let mut beside: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, file) in roots.iter().filter(|(size, _)| *size == 0) {
        *beside.entry(file.folder()).or_default() += 1;
    }
    let mut seen = BTreeSet::new();
    let places = roots.into_iter().filter_map(|(size, file)| {
        let is_alone = size > 0 || beside.get(file.folder()) == Some(&1);
        let place = if is_alone { file.path.as_str() } else { file.folder() };
        seen.insert(place).then(|| {
            let id = project.find(&file.path).map(|(id, _)| id);
            let reads = id.map(|it| includes.folders_of_sql(it)).unwrap_or_default();
            Location { reads, ..Location::of(vec![place.to_owned()]) }
        })
    });
    places.collect()
}

/// How much of a file is looked at to tell whether it is a changelog, in bytes.
const HEAD: usize = 20_000;

fn is_changelog(file: &File) -> bool {
    let Some((_, end)) = file.name().rsplit_once('.') else { return false };
    let Some(text) = file.text() else { return false };
    let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or_default();
    match end {
        "xml" => head.contains("<databaseChangeLog"),
        "yaml" | "yml" => head.lines().any(|it| it.starts_with("databaseChangeLog")),
        "json" => head.contains("\"databaseChangeLog\""),
        "sql" => formatted::is_formatted(text),
        _ => false,
    }
}

/// The changelogs that the user named, or that begin what is in the folders named.
fn at(project: &Project, named: &[String]) -> Location {
    let own = |file: &File| named.iter().any(|it| super::inside(&file.path, it));
    let is_file = |it: &&String| project.find(it).is_some();
    if named.iter().any(|it| is_file(&it)) {
        return Location::of(named.to_vec());
    }
    let claimed = claims(project).into_iter().flat_map(|it| it.folders);
    let mut folders: Vec<String> = claimed
        .filter(|it| named.contains(it) || project.find(it).is_some_and(|(_, file)| own(file)))
        .collect();
    folders.truncate(1);
    Location::of(if folders.is_empty() { named.to_vec() } else { folders })
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let mut walker = Walker::new(reading, report);
    for path in &reading.location.folders {
        match reading.project.find(path) {
            Some((file, _)) => walker.file(file),
            None => walker.folder(path),
        }
    }
    let sets = walker.finish();
    let ids = ids(&sets, reading.project);
    let mut before: Option<String> = None;
    let mut res = Vec::new();
    for (set, id) in sets.into_iter().zip(ids) {
        let down = before.replace(id.clone()).into_iter().collect();
        res.push(revision(set, id, down));
    }
    res
}

/// A name for each change set: the shortest of these that no other has.
fn ids(sets: &[ChangeSet], project: &Project) -> Vec<String> {
    let named = NAMES.map(|name| {
        let path = |set: &ChangeSet| project.file(set.span.file).map_or("", |it| &it.path);
        let clean = |set| name(set, path(set)).replace([':', ' '], "_");
        sets.iter().map(clean).collect::<Vec<String>>()
    });
    let counts = named.each_ref().map(|names| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        names.iter().for_each(|it| *counts.entry(it).or_default() += 1);
        counts
    });
    let id = |idx: usize| {
        let own =
            || named.iter().zip(&counts).filter_map(|(it, counts)| Some((it.get(idx)?, counts)));
        let unique = own().find(|(name, counts)| counts.get(name.as_str()) == Some(&1));
        unique.or_else(|| own().next_back()).map(|(name, _)| name.clone()).unwrap_or_default()
    };
    (0..sets.len()).map(id).collect()
}

/// What a change set can be called, the shortest first, given its file's path.
const NAMES: [fn(&ChangeSet, &str) -> String; 4] = [
    |set, _| set.id.clone(),
    |set, _| format!("{}_{}", set.id, set.author),
    |set, path| {
        let file = path.rsplit('/').next().unwrap_or(path);
        format!("{}_{}_{file}", set.id, set.author)
    },
    |set, path| format!("{}_{}_{path}", set.id, set.author),
];

fn revision(set: ChangeSet, id: String, down: Vec<String>) -> Revision {
    let doc = set.doc();
    let revision = Revision {
        id,
        down,
        depends_on: Vec::new(),
        labels: Vec::new(),
        tags: set.tags,
        message: String::new(),
        doc: String::new(),
        date: None,
        file: set.span.file,
        span: set.span,
        down_span: set.span,
        script: Script::Sql { up: set.up, down: set.down },
        gate: set.gate,
    };
    revision.about(&doc)
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    const XML: &str = r#"<databaseChangeLog>
  <property name="owner" value="app"/>
  <changeSet id="1" author="a">
    <comment>people</comment>
    <createTable tableName="person">
      <column name="id" type="bigint" autoIncrement="true"><constraints primaryKey="true"/></column>
    </createTable>
  </changeSet>
  <include file="more.sql" relativeToChangelogFile="true"/>
</databaseChangeLog>"#;

    const SQL: &str = "--liquibase formatted sql\n\n--changeset b:2 runInTransaction:false\n\
                       GRANT SELECT ON person TO ${owner};\n--rollback SELECT 2;\n";

    #[test]
    fn change_sets_of_files_with_one_name_are_told_apart_by_their_folders() {
        let master = r#"<databaseChangeLog><include file="a/1.sql" relativeToChangelogFile="true"/>
            <include file="b/1.sql" relativeToChangelogFile="true"/></databaseChangeLog>"#;
        check(
            &[
                ("db/master.xml", master),
                ("db/a/1.sql", "--liquibase formatted sql\n--changeset x:1\nSELECT 1;\n"),
                ("db/b/1.sql", "--liquibase formatted sql\n--changeset x:1\nSELECT 2;\n"),
            ],
            "liquibase",
            "db/master.xml",
            &[
                ("1_x_db/a/1.sql", "1 by x", "SELECT 1;", ""),
                ("1_x_db/b/1.sql", "1 by x", "SELECT 2;", ""),
            ],
        );
    }

    #[test]
    fn a_changelog_includes_others_in_its_order() {
        check(
            &[("db/master.xml", XML), ("db/more.sql", SQL)],
            "liquibase",
            "db/master.xml",
            &[
                (
                    "1",
                    "people",
                    "CREATE TABLE person (id BIGINT GENERATED BY DEFAULT AS IDENTITY NOT NULL, \
                     CONSTRAINT person_pkey PRIMARY KEY (id));",
                    "DROP TABLE person;",
                ),
                ("2", "2 by b", "GRANT SELECT ON person TO app;", "SELECT 2;"),
            ],
        );
    }
}
