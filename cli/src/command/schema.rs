//! `schema`: what the database holds after a revision, or after its rollback.

use migrascope_core::analysis::Ways;
use migrascope_core::report;

use super::open;
use crate::args::{ProjectArgs, SchemaFormat};
use crate::output::{self, Failure};

pub(super) fn run(
    project: &ProjectArgs,
    at: Option<&str>,
    rolled_back: Option<&str>,
    format: SchemaFormat,
) -> Result<(), Failure> {
    let ways = if rolled_back.is_some() { Ways::UpAndDown } else { Ways::Up };
    let analysis = open(project, ways)?;
    let catalog = match rolled_back {
        Some(revision) => analysis.schema_rolled_back(revision)?,
        None => analysis.schema_at(at)?,
    };
    let behind = analysis.diagnostics_behind(at.filter(|_| rolled_back.is_none()));
    output::tell(&analysis.project, behind.into_iter());
    match format {
        SchemaFormat::Sql => {
            let script = report::schema_script(&catalog, analysis.dialect());
            output::tell_all(&script.problems);
            output::print(&script.to_string())
        }
        SchemaFormat::Json => output::print_json(&report::schema_json(&catalog)),
        SchemaFormat::Mermaid => output::print(&report::schema_mermaid(&catalog)),
    }
}
