//! Runs the corpus: every case against what its folder asks for.

use std::fmt::Write as _;

use migrascope_core::analysis::{Analysis, Letter, Options};
use migrascope_core::dialect::{self, Dialect};
use migrascope_core::history::Direction;
use migrascope_core::op::Op as _;
use migrascope_core::report;

use crate::case::{self, Expected};

/// How the migrations are kept, what the revisions are, and what each does, one line an operation.
#[test]
fn read() {
    each("read", |analysis| {
        let format = analysis.source.format.map_or("nothing", |it| it.title);
        let mut out = format!("{format} in {}\n", analysis.source.locations.join(", "));
        for revision in 0..analysis.history().revisions().len() {
            let history = analysis.history();
            let parents: Vec<&str> =
                history.parents(revision).iter().map(|it| history.id(*it)).collect();
            let _ = writeln!(out, "{} <- [{}]", history.id(revision), parents.join(", "));
            for direction in [Direction::Upgrade, Direction::Downgrade] {
                write_run(analysis, revision, direction, &mut out);
            }
        }
        out
    });
}

/// The schema after all revisions, as SQL that builds it.
#[test]
fn replay() {
    each("replay", |analysis| {
        report::schema_sql(&analysis.replay.last_schema(), dialect::POSTGRESQL)
    });
}

/// The whole scripts, up and down.
#[test]
fn render() {
    each("render", |analysis| {
        let mut out = String::new();
        for (direction, range) in
            [(Direction::Upgrade, "base:heads"), (Direction::Downgrade, "heads:base")]
        {
            let plan =
                analysis.plan(range, direction, Letter::Online).expect("a plan of the whole chain");
            out += &analysis.script(&plan).text;
        }
        out
    });
}

/// The scripts as Alembic prints them for `MySQL`.
#[test]
fn mysql() {
    each_for("mysql", dialect::MYSQL, as_alembic);
}

/// The scripts as Alembic prints them for `PostgreSQL`.
#[test]
fn postgresql() {
    each_for("postgresql", dialect::POSTGRESQL, as_alembic);
}

/// The scripts as Alembic prints them for `SQLite`.
#[test]
fn sqlite() {
    each_for("sqlite", dialect::SQLITE, as_alembic);
}

/// Both scripts.
fn as_alembic(analysis: &Analysis) -> String {
    let mut out = String::new();
    for (direction, range) in
        [(Direction::Upgrade, "base:heads"), (Direction::Downgrade, "heads:base")]
    {
        let plan =
            analysis.plan(range, direction, Letter::Alembic).expect("a plan of the whole chain");
        out += &analysis.script(&plan).text;
        let problems = plan.runs.iter().flat_map(|it| &it.diagnostics).map(|it| &it.problem);
        for problem in problems.filter(|it| it.code == "offline-stops") {
            let _ = writeln!(
                out,
                "{}: [{}] {}",
                problem.severity.word(),
                problem.code,
                problem.message
            );
        }
    }
    out
}

fn write_run(analysis: &Analysis, revision: usize, direction: Direction, out: &mut String) {
    let Some(run) = analysis.replay.run(revision, direction) else { return };
    let complete = if run.complete { "" } else { ", not complete" };
    let _ = writeln!(out, "  {}{complete}", direction.word());
    for statement in &run.statements {
        let maybe = if statement.maybe { " (maybe)" } else { "" };
        let _ =
            writeln!(out, "    {}: {}{maybe}", statement.origin, statement.operation.describe());
    }
}

/// Runs every case of a stage, compares its diagnostics with its marks, and its print with the
/// snapshot.
fn each(stage: &str, print: impl Fn(&Analysis) -> String) {
    each_for(stage, dialect::POSTGRESQL, print);
}

fn each_for(stage: &str, dialect: &'static Dialect, print: impl Fn(&Analysis) -> String) {
    let failures = std::cell::RefCell::new(Vec::new());
    insta::glob!("../corpus", &format!("{stage}/*.case"), |path| {
        let text = std::fs::read_to_string(path).expect("a case");
        let case = case::parse(&text);
        let options =
            Options { dialect: Some(dialect), source: case.options(), ..Options::default() };
        let analysis = Analysis::open(case.project(), options, &mut |_| {});
        let mut found = diagnostics(&analysis);
        // A case is no whole project: only the one about `env.py` expects to be told of it.
        found.retain(|it| it.code != "no-env" || case.expected.contains(it));
        if found != case.expected {
            let (found, expected) = (describe(&found), describe(&case.expected));
            failures
                .borrow_mut()
                .push(format!("{}\nfound\n{found}expected\n{expected}", path.display()));
        }
        insta::with_settings!({ description => case.title, omit_expression => true }, {
            insta::assert_snapshot!(stage, print(&analysis));
        });
    });
    let failures = failures.into_inner();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn describe(diagnostics: &[Expected]) -> String {
    let line =
        |it: &Expected| format!("  {}:{}: {}: [{}]\n", it.path, it.line, it.severity, it.code);
    diagnostics.iter().map(line).collect()
}

/// Every diagnostic with its place, each once.
fn diagnostics(analysis: &Analysis) -> Vec<Expected> {
    let mut found: Vec<Expected> = analysis
        .all_diagnostics()
        .map(|it| {
            let file = it.span.and_then(|span| Some((analysis.project.file(span.file)?, span)));
            Expected {
                path: file.map_or_else(String::new, |(file, _)| file.path.clone()),
                line: file.map_or(0, |(file, span)| file.line_column(span.start).line),
                severity: it.problem.severity.word().to_owned(),
                code: it.problem.code.to_owned(),
            }
        })
        .collect();
    found.sort();
    found.dedup();
    found
}
