//! The schema after a revision as a file of SQL, to build it in an empty database.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::analysis::Analysis;
use crate::diagnostic::{Problem, visible};
use crate::render;
use crate::replay::Run;
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
    sql += &doubts(analysis, at);
    for problem in &script.problems {
        let _ = writeln!(sql, "-- Left out: {}", problem.message);
    }
    let _ = write!(sql, "\n{script}");
    Ok(DumpView { sql })
}

/// What is not known of the runs up to a revision, and what the database refuses of them.
fn doubts(analysis: &Analysis, at: Option<&str>) -> String {
    let runs = analysis.runs_behind(at);
    let (known, unknown): (Vec<&Run>, Vec<&Run>) = runs.into_iter().partition(|it| it.complete);
    let refused: Vec<&Run> = known.into_iter().filter(|it| it.fails()).collect();
    let mut res = String::new();
    for (heading, runs) in [(INCOMPLETE, unknown), (REFUSED, refused)] {
        if !runs.is_empty() {
            res += heading;
            res.extend(runs.iter().map(|it| render::told(&analysis.project, it)));
        }
    }
    res
}

const INCOMPLETE: &str =
    "-- INCOMPLETE: not all that the revisions do can be known from their files.\n";
const REFUSED: &str = "-- REFUSED: the database does not take all that the revisions do.\n";

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
            ("migrations/3_c.up.sql", "CREATE TABLE u (a int, a int);"),
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
        assert!(dump("3").contains("-- REFUSED: the database"));
        assert!(dump("3").contains("--   migrations/3_c.up.sql:1: "));
    }
}
