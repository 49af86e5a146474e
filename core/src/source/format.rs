//! What a format is: its name, where it is found, how its tool runs it, and how its revisions are
//! read. Each format has a file beside this one.

use super::{Location, Reading};
use crate::diagnostic::Report;
use crate::history::{Around, Revision};
use crate::project::Project;

/// One way of keeping migrations.
pub struct Format {
    /// How options and links name it: `alembic`, `goose`.
    pub name: &'static str,
    /// What people read: `Alembic`, `Goose`.
    pub title: &'static str,
    pub evidence: Evidence,
    pub running: Running,
    /// The places in a project that look like it, the best first.
    pub claims: fn(&Project) -> Vec<Location>,
    /// The place that the user named, read as this format.
    pub at: fn(&Project, &[String]) -> Location,
    /// The revisions of a place.
    pub read: fn(&Reading<'_>, &mut Report) -> Vec<Revision>,
}

/// What speaks for a format where it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Settings that name its folders: nothing goes before it, and they tell its other places.
    Configured,
    /// Names or marks that only its tool has.
    Own,
    /// What anybody's files may look like.
    Loose,
    /// A single file, as anybody may have many.
    File,
}

/// How a format's tool runs what it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    pub around: Around,
    pub holds: Holds,
    /// How a migration asks for no transaction; empty if it cannot.
    pub unless: &'static str,
    /// The page that says so; empty for formats without a tool.
    pub page: &'static str,
    /// Whether the tool takes a byte-order mark at the start of a file for part of its text, as the
    /// server does, which then refuses it.
    pub mark_is_text: bool,
    /// Whose databases the migrations run in, if not in anybody's.
    pub platform: Option<Platform>,
}

impl Running {
    /// What is so for most tools, to be completed.
    pub(super) const COMMON: Self = Self {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "",
        page: "",
        mark_is_text: false,
        platform: None,
    };
}

impl Format {
    /// The search path of its tool's sessions, as a setting says it.
    pub fn search_path(&self) -> &'static str {
        self.running.platform.map_or("public", |it| it.search_path)
    }
}

/// Whose databases are not empty before the first migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Platform {
    pub name: &'static str,
    /// What they hold, as statements that make it.
    pub given: &'static str,
    /// The search path of its sessions.
    pub search_path: &'static str,
}

/// What one transaction of a tool holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Migration,
    /// All that run together.
    All,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl std::fmt::Display for Running {
    /// A sentence: how the tool runs a migration, how that asks for another way, and who says so.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match (self.around, self.holds) {
            (Around::Transaction, Holds::All) => "one transaction for all",
            (Around::Transaction, Holds::Migration) => "a transaction each",
            (Around::TransactionIfPossible, _) => {
                "a transaction each, but not around what cannot run in one"
            }
            (Around::TransactionUnlessMixed, _) => {
                "a transaction each, or none around a file that holds only what cannot run in one"
            }
            (Around::Message, _) => {
                "sent as one message each, which PostgreSQL treats as a transaction"
            }
            (Around::Nothing, _) => "no transaction around",
        })?;
        if !self.unless.is_empty() {
            write!(f, "; unless {}", self.unless)?;
        }
        if !self.page.is_empty() {
            write!(f, " ({})", self.page)?;
        }
        Ok(())
    }
}
