//! Which format reads a project: of those that claim a place in it, the one that the user named or
//! the likeliest, and what is said of the others.

use std::collections::BTreeSet;

use super::path::{around, clean_path, inside};
use super::{Evidence, FORMATS, Format, Location, SourceOptions, database, foreign};
use crate::diagnostic::Report;
use crate::dialect::Dialect;
use crate::project::Project;

/// What formats claim of a project, the likeliest format first.
pub(super) struct Claims(Vec<Claim>);

/// A format, and the places that look like it, the best first; there is one at least.
struct Claim {
    format: &'static Format,
    places: Vec<Location>,
}

impl Claims {
    /// What formats find in a project. Places for the wanted database go before others.
    pub(super) fn of(project: &Project, wanted: &'static Dialect) -> Self {
        let claim = |format: &&'static Format| {
            let mut places = (format.claims)(project);
            places.sort_by_key(|it| (it.is_aside(), database::is_for_another(it, wanted)));
            (!places.is_empty()).then_some(Claim { format, places })
        };
        let mut claims: Vec<Claim> = FORMATS.iter().filter_map(claim).collect();
        // What is only found in tests or examples gives way to what is not.
        claims.sort_by_key(|it| it.places.iter().all(Location::is_aside));
        largest_first(project, &mut claims);
        Self(claims)
    }

    /// The formats that could read the project.
    pub(super) fn formats(&self) -> Vec<&'static Format> {
        self.0.iter().map(|it| it.format).collect()
    }

    /// The places that look like a format.
    pub(super) fn places(&self, format: &Format) -> &[Location] {
        let own = self.0.iter().find(|it| it.format.name == format.name);
        own.map(|it| it.places.as_slice()).unwrap_or_default()
    }

    /// The format that the user named, else the one that claims the folders the user named, else
    /// the first that claims anything.
    pub(super) fn chosen(
        &self,
        project: &Project,
        options: &SourceOptions,
        report: &mut Report,
    ) -> Option<&'static Format> {
        if let Some(name) = &options.format {
            let known = FORMATS.iter().find(|it| it.name == name);
            if known.is_none() {
                report.push(problem::unknown_format(name).without_place());
            }
            return known.copied();
        }
        let versions: Vec<String> = options.versions.iter().map(|it| clean_path(it)).collect();
        let near = |a: &str, b: &str| inside(a, b) || inside(b, a);
        let is_named = |it: &String| versions.iter().any(|named| it == named || near(it, named));
        let holds = |it: &&Claim| it.places.iter().flat_map(|it| &it.folders).any(is_named);
        let by_place = self.0.iter().find(|it| !versions.is_empty() && holds(it));
        let Some(claim) = by_place.or_else(|| self.0.first()) else {
            let foreign = foreign::report(project);
            let unknown = || problem::unknown_project(project).without_place();
            report.push(foreign.unwrap_or_else(unknown));
            return None;
        };
        Some(claim.format)
    }

    /// Says which other histories the project holds: of other formats, and of the same elsewhere.
    pub(super) fn report_others(&self, chosen: &'static Format, report: &mut Report) {
        for (format, location) in self.elsewhere(chosen) {
            report.push(problem::other_format(format, &location.folders).without_place());
        }
        let more = self.places(chosen).get(1..).unwrap_or_default();
        let more: Vec<&Location> = more.iter().filter(|it| says_so(chosen, it)).collect();
        if let Some(first) = more.first().filter(|_| chosen.evidence != Evidence::Configured) {
            report.push(problem::other_places(chosen, &first.folders, more.len()).without_place());
        }
    }

    /// The other formats, each with its best place that is not the chosen one's.
    fn elsewhere(&self, chosen: &Format) -> Vec<(&'static Format, &Location)> {
        let mut taken: Vec<&Location> = self.places(chosen).iter().collect();
        let mut res = Vec::new();
        for claim in self.0.iter().filter(|it| it.format.name != chosen.name) {
            let is_new = |it: &&Location| {
                says_so(claim.format, it) && !taken.iter().any(|own| own.overlaps(it))
            };
            if let Some(place) = claim.places.iter().find(is_new) {
                taken.push(place);
                res.push((claim.format, place));
            }
        }
        res
    }
}

/// Of formats that stand in places of their own, the one with the most files goes first; what the
/// project's settings name stays before all.
fn largest_first(project: &Project, claims: &mut [Claim]) {
    let Some(first) = claims.first().filter(|it| it.format.evidence == Evidence::Own) else {
        return;
    };
    let size = |it: &Location| {
        let folders: BTreeSet<&str> = it.all_folders().map(String::as_str).collect();
        let own = |path: &str| around(path).any(|it| folders.contains(it));
        let files = project.files().map(|(_, file)| file);
        files.filter(|it| it.name().ends_with(".sql") && own(&it.path)).count()
    };
    let best = first.places.first().cloned().unwrap_or_default();
    let mut largest = (0, size(&best));
    for (rank, claim) in claims.iter().enumerate().skip(1) {
        let Some(other) = claim.places.first().filter(|it| !it.is_aside()) else { continue };
        let is_rival = claim.format.evidence == Evidence::Own && !other.overlaps(&best);
        if is_rival && size(other) > largest.1 {
            largest = (rank, size(other));
        }
    }
    if let Some(ahead) = claims.get_mut(..=largest.0) {
        ahead.rotate_right(1);
    }
}

/// Whether a place speaks for itself as one of the project's own histories.
fn says_so(format: &Format, location: &Location) -> bool {
    let speaks = match format.evidence {
        Evidence::Configured | Evidence::Own => true,
        Evidence::Loose => location.folders.iter().any(|it| it.contains("migrat")),
        Evidence::File => false,
    };
    speaks && !location.is_aside()
}

mod problem {
    use super::{FORMATS, Format, Project};
    use crate::diagnostic::{Choice, Problem};

    pub(super) fn unknown_project(project: &Project) -> Problem {
        let files = project.files().count();
        let titles: Vec<&str> = FORMATS.iter().map(|it| it.title).collect();
        let message =
            format!("no migrations found in {files} file{}", if files == 1 { "" } else { "s" });
        Problem::error("no-migrations", message)
            .help(format!(
                "give a folder that one of these keeps its migrations in: {}; or name the folder",
                titles.join(", ")
            ))
            .remedy(Choice::Folders)
    }

    pub(super) fn other_format(format: &Format, folders: &[String]) -> Problem {
        let (title, folders) = (format.title, folders.join("`, `"));
        let message = format!("the project also holds {title} migrations, in `{folders}`");
        Problem::note("other-format", message)
            .help("read those in place of these")
            .remedy_with(Choice::Format, format.name)
    }

    pub(super) fn other_places(format: &Format, folders: &[String], n: usize) -> Problem {
        let first = folders.first().cloned().unwrap_or_default();
        let (title, folders) = (format.title, folders.join("`, `"));
        let more = if n > 1 { format!(" and {} more places", n - 1) } else { String::new() };
        let message =
            format!("{title} migrations are in `{folders}`{more}, too: others than these");
        Problem::note("other-place", message)
            .help("read those in place of these")
            .remedy_with(Choice::Folders, first)
    }

    pub(super) fn unknown_format(name: &str) -> Problem {
        let names: Vec<&str> = FORMATS.iter().map(|it| it.name).collect();
        Problem::error("unknown-format", format!("no format `{name}`"))
            .help(format!("choose one of {}", names.join(", ")))
    }
}
