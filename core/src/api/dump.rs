//! The schema after a revision as a file of SQL, to build it in an empty database.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::place::Places;
use crate::analysis::Analysis;
use crate::diagnostic::{Problem, Severity, visible};
use crate::report;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DumpView {
    pub sql: String,
}

/// The schema after an upgrade to a revision; none means to all heads. Comments above it say
/// what is not known of it, and what this database cannot be told.
pub(super) fn view(analysis: &Analysis, at: Option<&str>) -> Result<DumpView, Problem> {
    let catalog = analysis.schema_at(at)?;
    let script = report::schema_script(&catalog, analysis.dialect());
    let mut sql = format!(
        "-- {}: the schema after {}, for an empty database ({})\n",
        visible(&analysis.project.name),
        visible(at.unwrap_or("all revisions")),
        analysis.dialect().title,
    );
    sql += &unknown(analysis, at);
    for problem in &script.problems {
        let _ = writeln!(sql, "-- Left out: {}", problem.message);
    }
    let _ = write!(sql, "\n{script}");
    Ok(DumpView { sql })
}

/// What the runs up to a revision could not be followed in, each with its place.
fn unknown(analysis: &Analysis, at: Option<&str>) -> String {
    let places = Places { project: &analysis.project };
    let mut res = String::new();
    for run in analysis.runs_behind(at).into_iter().filter(|it| !it.complete) {
        for told in run.diagnostics.iter().filter(|it| it.problem.severity > Severity::Note) {
            let told = places.diagnostic(told);
            let place = told.place.map(|it| format!("{}:{}: ", visible(&it.file), it.line));
            let _ = writeln!(res, "--   {}{}", place.unwrap_or_default(), told.message);
        }
    }
    if !res.is_empty() {
        res.insert_str(
            0,
            "-- INCOMPLETE: not all that the revisions do can be known from their files.\n",
        );
    }
    res
}

#[cfg(test)]
mod tests {
    use crate::api::{Answer, OpenOptions, Question, answer, open};
    use crate::project::{File, Project};

    #[test]
    fn a_schema_says_what_it_does_not_know_of_itself() {
        let files = [
            ("migrations/1_a.up.sql", "CREATE TABLE t (a int);"),
            (
                "migrations/2_b.up.sql",
                "DO $$ BEGIN IF random() > 0.5 THEN DROP TABLE t; END IF; END $$;",
            ),
        ];
        let files = files.map(|(path, text)| File::new(path, text.as_bytes()));
        let project = Project::new("shop", files);
        let (analysis, _) = open(project, None, &OpenOptions::default(), &mut |_| {});
        let dump = |at: &str| match answer(&analysis, &Question::Dump { at: Some(at.to_owned()) }) {
            Answer::Dump(it) => it.sql,
            other => panic!("{other:?}"),
        };
        let first = "-- shop: the schema after 1, for an empty database (PostgreSQL)\n\n\
                     CREATE TABLE t (\n    a int\n);\n";
        assert_eq!(dump("1"), first);
        assert!(dump("2").contains("-- INCOMPLETE: not all"));
        assert!(dump("2").contains("--   migrations/2_b.up.sql:1: "));
    }
}
