//! Supabase: timestamped SQL files in `supabase/migrations`.

use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Platform, Reading, Running, parent};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision};
use crate::project::{File, Project, Span};

pub(super) static FORMAT: Format = Format {
    name: "supabase",
    title: "Supabase",
    evidence: Evidence::Own,
    running: Running {
        around: Around::TransactionIfPossible,
        holds: Holds::Migration,
        page: "Supabase CLI, pull request 5156, pipeline-incompatible statements",
        platform: Some(PLATFORM),
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read,
};

const PLATFORM: Platform = Platform {
    name: "Supabase",
    given: include_str!("supabase/given.sql"),
    search_path: "public, extensions",
};

fn claims(project: &Project) -> Vec<Location> {
    let configured = |folder: &str| {
        let path = format!("{folder}/config.toml");
        let text = project.find(&path).and_then(|(_, it)| it.text());
        text.is_some_and(|it| it.contains("project_id"))
    };
    sql::folders(project, |file| {
        let (above, own) = file.folder().rsplit_once('/').unwrap_or(("", file.folder()));
        let is_place = own == "migrations" && (above.ends_with("supabase") || configured(above));
        is_place && parts(file).is_some()
    })
}

/// Its own pattern: digits, an underscore, a name.
fn parts(file: &File) -> Option<(&str, &str)> {
    let (version, name) = file.name().strip_suffix(".sql")?.split_once('_')?;
    let is_version = !version.is_empty() && version.bytes().all(|it| it.is_ascii_digit());
    is_version.then_some((version, name))
}

/// Whether a file is what older versions of the tool put first, which newer ones leave out.
fn is_old_start(version: &str, name: &str) -> bool {
    name == "init" && version.len() == 14 && version < "20211209000000"
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let mut res = Vec::new();
    for (file, own) in sql::files(reading.project, reading.location) {
        let Some((version, name)) = parts(own) else {
            if own.name().ends_with(".sql") {
                report.note(Span::file(file), problem::passed_over(own.name()));
            }
            continue;
        };
        if is_old_start(version, name) && res.is_empty() {
            report.note(Span::file(file), problem::old_start(own.name()));
            continue;
        }
        let up = sql::whole(reading.project, file, FORMAT.running.around, report);
        res.push(Migration::forward(version, name, file, up));
    }
    for folder in &reading.location.folders {
        let seed = reading.project.find(&format!("{}/seed.sql", parent(folder)));
        if let Some((file, _)) = seed {
            report.note(Span::file(file), problem::seed());
        }
    }
    sql::line_by_name(reading.project, res, Identity::Version, report)
}

mod problem {
    use super::Problem;

    pub(super) fn passed_over(name: &str) -> Problem {
        Problem::warning("passed-over", format!("Supabase passes over `{name}`"))
            .help("name it `20240102030405_what_it_does.sql`: digits, an underscore, words")
    }

    pub(super) fn old_start(name: &str) -> Problem {
        let message =
            format!("Supabase leaves out `{name}`: by its name and date it is the old start");
        Problem::warning("passed-over", message)
            .help("give it another name than `init` to have it run")
    }

    pub(super) fn seed() -> Problem {
        Problem::note("seed-left-out", "rows for a new database are no migration and left out")
            .help("read `supabase/seed.sql` alone, as SQL, to see them")
    }
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn files_are_in_the_order_of_their_timestamps() {
        check(
            &[
                ("supabase/config.toml", "project_id = \"x\""),
                ("supabase/migrations/20240102030405_init.sql", "SELECT 1;"),
                ("supabase/migrations/20240202030405_more-of-it.sql", "SELECT 2;"),
                ("supabase/seed.sql", "INSERT INTO a VALUES (1);"),
            ],
            "supabase",
            "supabase/migrations",
            &[
                ("20240102030405", "init", "SELECT 1;", ""),
                ("20240202030405", "more of it", "SELECT 2;", ""),
            ],
        );
    }
}
