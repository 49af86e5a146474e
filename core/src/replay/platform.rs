//! What a tool's platform gives a database before the first revision.

use std::sync::Arc;

use crate::catalog::{Catalog, Naming, Server};
use crate::diagnostic::{Choice, Problem, Report};
use crate::dialect::{Dialect, POSTGRESQL};
use crate::name::Name;
use crate::op::Op as _;
use crate::source::Format;
use crate::sql;

/// The database that the first revision of a format finds: an empty one, or its platform's.
pub fn first_database(
    format: Option<&Format>,
    dialect: &Dialect,
    server: Server,
    report: &mut Report,
) -> Arc<Catalog> {
    let empty = super::empty(dialect, server);
    let platform =
        format.and_then(|it| it.running.platform).filter(|_| empty.naming == Naming::BySchema);
    let Some(platform) = platform else { return empty };
    let mut catalog = Catalog::clone(&empty);
    for mut statement in sql::read(platform.given, POSTGRESQL) {
        statement.bind(&catalog);
        for operation in &statement.operations {
            if let Err(problem) = operation.apply(&mut catalog) {
                report.push(problem.without_place());
            }
        }
    }
    // What else its tables have, a migration may name.
    for name in catalog.tables.keys().cloned().collect::<Vec<Name>>() {
        if let Some(mut table) = catalog.table_mut(&name) {
            table.assumed = true;
        }
    }
    report.push(problem::given(platform.name, &catalog).without_place());
    catalog.given = Some(Arc::new(catalog.clone()));
    Arc::new(catalog)
}

mod problem {
    use super::{Catalog, Choice, Problem};

    pub(super) fn given(platform: &str, catalog: &Catalog) -> Problem {
        let schemas: Vec<String> = catalog.schemas.iter().map(|it| format!("`{it}`")).collect();
        let message = format!(
            "{platform} gives every database the schemas {}: they are taken as there",
            schemas.join(", ")
        );
        Problem::note("platform", message)
            .help("give a baseline to start from another database")
            .remedy(Choice::Baseline)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::source::FORMATS;

    #[test]
    fn what_platforms_give_can_be_made() {
        for format in FORMATS.iter().filter(|it| it.running.platform.is_some()) {
            let mut report = Report::default();
            let catalog = first_database(Some(format), POSTGRESQL, Server::default(), &mut report);
            assert!(!catalog.tables.is_empty());
            let wrong =
                report.diagnostics.iter().filter(|it| it.problem.severity != Severity::Note);
            assert_eq!(wrong.count(), 0, "{:?}", report.diagnostics);
        }
    }
}
