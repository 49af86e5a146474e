//! Alembic's version table holds ids of 32 characters: a longer one is refused when it is noted.
//!
//! Neither Alembic nor a script that is printed tells of it: the revision runs whole, and the
//! statement behind it takes it back. A project may have widened the column, in a revision or in
//! its `env.py`.

use super::{Replay, Setting};
use crate::diagnostic::Problem;
use crate::op::Operation;
use crate::project::File;
use crate::python::Mode;

/// How many characters the column takes that Alembic makes.
const WIDTH: usize = 32;

const COLUMN: &str = "version_num";

/// Says of every revision whose id the version table does not take.
pub(super) fn check(setting: Setting<'_>, replay: &mut Replay) {
    let Some(config) = setting.alembic.filter(|_| setting.dialect.holds_lengths) else { return };
    let length = |revision: usize| setting.history.id(revision).chars().count();
    let is_long = |revision: &usize| length(*revision) > WIDTH;
    let mut files = setting.project.files();
    if !replay.order.iter().any(is_long) || files.any(|(id, it)| widens(it, Some(id) == config.env))
    {
        return;
    }
    let table = config.known_version_table(Mode::Online);
    let table = table.map_or_else(|| "the version table".to_owned(), |it| format!("`{it}`"));
    let mut width = Some(WIDTH);
    for revision in replay.order.clone() {
        let Some(run) = replay.upgrades.get_mut(&revision) else { continue };
        for statement in run.statements.iter().filter(|it| it.sql.contains(COLUMN)) {
            for part in statement.operation.parts() {
                width = width_after(part).unwrap_or(width);
            }
        }
        let Some(width) = width.filter(|it| length(revision) > *it && !run.passed_over) else {
            continue;
        };
        let Some(of_history) = setting.history.revision(revision) else { continue };
        let problem = problem::too_long(&of_history.id, width, &table);
        run.diagnostics.push(problem.at(of_history.span));
    }
}

/// How wide an operation makes the column; `Some(None)` if it is as wide as it likes, and nothing
/// for an operation that leaves it as it is.
fn width_after(operation: &Operation) -> Option<Option<usize>> {
    let ty = match operation {
        Operation::AlterColumn(it) if it.column == COLUMN => it.changes.ty.as_ref()?,
        Operation::CreateTable(it) => &it.table.column(COLUMN)?.ty,
        Operation::Execute(it) => {
            return it.sql.to_ascii_lowercase().contains("alter").then_some(None);
        }
        _ => return None,
    };
    let canonical = ty.canonical();
    let digits = canonical.split_once('(').and_then(|(_, it)| it.strip_suffix(')'));
    Some(digits.and_then(|it| it.parse().ok()))
}

/// Whether a file that is no revision may make the column wider: an `env.py`, or what it imports.
fn widens(file: &File, is_env: bool) -> bool {
    let is_program = file.name().ends_with(".py") && !file.path.split('/').any(|it| it == "tests");
    let Some(text) = file.text().filter(|_| is_program) else { return false };
    if !text.contains(COLUMN) || text.contains("down_revision") {
        return false;
    }
    let text = text.to_ascii_lowercase();
    is_env
        || ["alter table", "create table", "alter_column", "version_table_impl"]
            .iter()
            .any(|it| text.contains(it))
}

mod problem {
    use super::{COLUMN, Problem};

    pub(super) fn too_long(id: &str, width: usize, table: &str) -> Problem {
        let length = id.chars().count();
        let message =
            format!("the id has {length} characters, and `{COLUMN}` of {table} takes {width}");
        Problem::error("id-too-long", message)
            .help("shorten the id, or widen the column in an earlier revision")
    }
}
