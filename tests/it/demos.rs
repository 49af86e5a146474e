//! The demos say what their real systems are known to be.

use std::fs;
use std::path::{Path, PathBuf};

use migrascope_core::analysis::{Analysis, Options};
use migrascope_core::archive;
use migrascope_core::catalog::{Catalog, ConstraintKind};
use migrascope_core::project::{File, Project};

/// What a database holds, in numbers that a real `PostgreSQL` counted.
#[derive(Debug, PartialEq)]
struct Counts {
    tables: usize,
    columns: usize,
    indexes: usize,
    unique_constraints: usize,
    foreign_keys: usize,
}

#[test]
fn the_tender_platform_has_its_tables() {
    let counts =
        Counts { tables: 31, columns: 289, indexes: 69, unique_constraints: 7, foreign_keys: 34 };
    assert_eq!(count(&open("tender-platform").replay.last_schema()), counts);
}

#[test]
fn the_tax_assistant_is_one_line_of_nineteen() {
    let analysis = open("tax-assistant");
    let history = analysis.history();
    assert_eq!(history.revisions().len(), 19);
    let heads: Vec<&str> = history.heads().into_iter().map(|it| history.id(it)).collect();
    assert_eq!(heads, ["20251126_add_query_signature"]);
    let counts =
        Counts { tables: 16, columns: 144, indexes: 25, unique_constraints: 7, foreign_keys: 14 };
    assert_eq!(count(&analysis.replay.last_schema()), counts);
}

#[test]
fn the_reporting_platform_shows_the_faults_of_its_own_document() {
    let analysis = open("reporting-platform");
    let mut found: Vec<(String, u32, &str)> = analysis
        .replay
        .runs()
        .take(4)
        .flat_map(|run| &run.diagnostics)
        .filter_map(|it| {
            let file = analysis.project.file(it.span?.file)?;
            let line = file.line_column(it.span?.start).line;
            Some((file.name().to_owned(), line, it.problem.code))
        })
        .collect();
    found.sort();
    let first = "001_initial_schema.sql";
    let expected = [
        (first, 16, "used-before-created"),
        (first, 121, "not-partitioned"),
        (first, 123, "not-partitioned"),
        (first, 125, "not-partitioned"),
        ("003_create_audit_logs.sql", 23, "not-partitioned"),
        ("003_create_audit_logs.sql", 25, "not-partitioned"),
        ("004_add_template_versioning.sql", 8, "duplicate-column"),
    ];
    for (file, line, code) in expected {
        let there = found.iter().any(|it| it.0 == file && it.1 == line && it.2 == code);
        assert!(there, "{file}:{line} {code} is missing in {found:?}");
    }
}

#[test]
fn the_ar_platform_has_its_tables_in_alembic_and_in_sql() {
    let counts =
        Counts { tables: 16, columns: 203, indexes: 30, unique_constraints: 6, foreign_keys: 26 };
    let alembic = open("ar-platform");
    assert_eq!(alembic.source.format.map(|it| it.name), Some("alembic"));
    assert_eq!(count(&alembic.replay.last_schema()), counts);
    let mut options = Options::default();
    options.source.versions = vec!["migrations".to_owned()];
    let sql = Analysis::open(project("ar-platform"), options, &mut |_| {});
    assert_eq!(count(&sql.replay.last_schema()), Counts { indexes: 31, ..counts });
}

fn open(demo: &str) -> Analysis {
    Analysis::open(project(demo), Options::default(), &mut |_| {})
}

fn count(catalog: &Catalog) -> Counts {
    let tables = || catalog.tables.values();
    let constraints = |wanted: fn(&ConstraintKind) -> bool| {
        tables().flat_map(|it| &it.constraints).filter(|it| wanted(&it.kind)).count()
    };
    Counts {
        tables: tables().count(),
        columns: tables().map(|it| it.columns.len()).sum(),
        indexes: tables().map(|it| it.indexes.len()).sum(),
        unique_constraints: constraints(|it| matches!(it, ConstraintKind::Unique { .. })),
        foreign_keys: constraints(|it| matches!(it, ConstraintKind::ForeignKey(_))),
    }
}

/// A demo's folder as the user would drop it.
fn project(demo: &str) -> Project {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/demo").join(demo);
    let mut files = Vec::new();
    let mut todo: Vec<PathBuf> = vec![root.clone()];
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder");
            todo.extend(entries.map(|it| it.expect("an entry").path()));
            continue;
        }
        let inside = path.strip_prefix(&root).expect("a path inside").display().to_string();
        if archive::is_worth_reading(&inside) {
            files.push(File::new(inside, fs::read(&path).expect("a file")));
        }
    }
    Project::new(demo, files)
}
