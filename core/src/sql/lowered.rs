//! What a statement turned out to do, while it is being read.

use std::ops::Range;

use super::postgresql::bind::Tree;
use crate::catalog::{ObjectRef, Opaque};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::{KeepOpaque, Operation};

/// What was found in one statement. Ranges are bytes of the statement.
#[derive(Debug, Default)]
pub(super) struct Lowered {
    /// The statement's kind, where its first words do not tell.
    pub(super) kind: Option<String>,
    pub(super) operations: Vec<Operation>,
    /// What is left out since nobody can know whether it runs.
    pub(super) left_out: Vec<Operation>,
    pub(super) problems: Vec<(Range<usize>, Problem)>,
    /// What the server refuses of the statements of a block, which the block may catch.
    pub(super) refused: Vec<(Range<usize>, Problem)>,
    /// What the statements of a block name that is not there, which the block may catch, too.
    pub(super) missing: Vec<(Range<usize>, ObjectRef)>,
    pub(super) writes: Vec<Name>,
    pub(super) reads: Vec<Name>,
    /// The statement's syntax, to look its names up in a schema.
    pub(super) tree: Option<Tree>,
}

impl Lowered {
    pub(super) fn push(&mut self, op: impl Into<Operation>) {
        self.operations.push(op.into());
    }

    pub(super) fn problem(&mut self, range: Range<usize>, problem: Problem) {
        self.problems.push((range, problem));
    }

    /// Keeps a statement to the letter.
    pub(super) fn opaque(&mut self, kind: &str, sql: &str, touches: Vec<Name>) {
        let opaque = Opaque { kind: kind.to_owned(), sql: sql.to_owned(), touches };
        self.push(KeepOpaque { opaque });
    }

    pub(super) fn read(&mut self, name: Name) {
        if !self.reads.contains(&name) {
            self.reads.push(name);
        }
    }

    pub(super) fn write(&mut self, name: Name) {
        if !self.writes.contains(&name) {
            self.writes.push(name);
        }
    }
}
