//! Migrations that are programs in languages that we do not follow.

use super::sql::Migration;
use crate::diagnostic::Problem;
use crate::history::SqlPart;
use crate::project::{FileId, Span};

/// A migration whose file is a program: it keeps its place in the line, and nobody can tell what
/// it does.
pub(super) fn migration(file: FileId, version: &str, name: &str, language: &str) -> Migration {
    let part = SqlPart::opaque(Span::file(file), problem::program(language));
    Migration {
        version: version.to_owned(),
        name: name.to_owned(),
        file,
        up: vec![part.clone()],
        down: vec![part],
    }
}

mod problem {
    use super::Problem;

    pub(super) fn program(language: &str) -> Problem {
        let message = format!("this migration is a program in {language}, which is not followed");
        Problem::warning("opaque-program", message)
            .help("write its statements as SQL to see the schema with what it changes")
    }
}
