//! refinery: `V1__name.sql` of a Rust project; `U2__name.sql` goes forward as well, in any order.

use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, inside, manifest, program};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision};
use crate::project::{File, Project, Span};

pub(super) static FORMAT: Format = Format {
    name: "refinery",
    title: "refinery",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        page: "refinery, Runner::set_grouped",
        mark_is_text: true,
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read,
};

fn claims(project: &Project) -> Vec<Location> {
    let uses = manifest::folders(project, "Cargo.toml", "refinery");
    let found = sql::folders(project, |file| {
        parts(file).is_some() && uses.iter().any(|it| inside(file.folder(), it))
    });
    // Folders inside belong to the one that they are in.
    let folders: Vec<String> = found.into_iter().flat_map(|it| it.folders).collect();
    let is_root = |it: &String| !folders.iter().any(|other| other != it && inside(it, other));
    let roots: Vec<&String> = folders.iter().filter(|it| is_root(it)).collect();
    let with_inner = |root: &String| {
        let own = folders.iter().filter(|it| *it == root || inside(it, root));
        Location::of(own.cloned().collect())
    };
    roots.into_iter().map(with_inner).collect()
}

/// The version, the name, and whether the file is a program in Rust.
fn parts(file: &File) -> Option<(&str, &str, bool)> {
    let (stem, end) = file.name().rsplit_once('.')?;
    let rest = stem.strip_prefix(['V', 'U'])?;
    let (version, name) = rest.split_once("__")?;
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let (whole, part) = version.split_once('.').unwrap_or((version, "0"));
    let is_word = |it: char| it.is_alphanumeric() || it == '_';
    let fits = digits(whole) && digits(part) && !name.is_empty() && name.chars().all(is_word);
    (fits && matches!(end, "sql" | "rs")).then_some((version, name, end == "rs"))
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let mut res = Vec::new();
    for (file, own) in sql::files(reading.project, reading.location) {
        let Some((version, name, is_program)) = parts(own) else {
            if own.name().ends_with(".sql") {
                report.note(Span::file(file), problem::passed_over(own.name()));
            }
            continue;
        };
        if version.parse::<i64>().is_err() {
            report.note(Span::file(file), problem::no_number(version));
        }
        if is_program {
            res.push(program::migration(file, version, name, "Rust"));
            continue;
        }
        let up = sql::whole(reading.project, file, FORMAT.running.around, report);
        res.push(Migration::forward(version, name, file, up));
    }
    sql::line(reading.project, res, Identity::Number, report)
}

mod problem {
    use super::Problem;

    pub(super) fn passed_over(name: &str) -> Problem {
        Problem::warning("passed-over", format!("refinery passes over `{name}`"))
            .help("name it `V1__what_it_does.sql`: two underscores, then letters, digits and `_`")
    }

    pub(super) fn no_number(version: &str) -> Problem {
        let message = format!("`{version}` is no whole number, so that refinery refuses to run");
        Problem::error("no-version", message).help("number the versions 1, 2, 3")
    }
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn both_prefixes_go_forward() {
        check(
            &[
                ("Cargo.toml", "[dependencies]\nrefinery = \"0.9\"\n"),
                ("migrations/V1__a.sql", "SELECT 1;"),
                ("migrations/U10__b.sql", "SELECT 10;"),
                ("migrations/V2__c.sql", "SELECT 2;"),
            ],
            "refinery",
            "migrations",
            &[
                ("1", "a", "SELECT 1;", ""),
                ("2", "c", "SELECT 2;", ""),
                ("10", "b", "SELECT 10;", ""),
            ],
        );
    }
}
