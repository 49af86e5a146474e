//! One revision followed in one direction: its statements, and the schema before and after.

use std::sync::Arc;

use crate::catalog::{Catalog, ObjectRef};
use crate::diagnostic::Diagnostic;
use crate::history::Direction;
use crate::op::Operation;
use crate::project::Span;

/// What one revision runs in one direction.
#[derive(Clone, Debug)]
pub struct Run {
    /// The revision's place in its history.
    pub revision: usize,
    pub direction: Direction,
    /// What the function that runs calls itself: `upgrade`, unless a decorator renames it.
    pub function: String,
    pub statements: Vec<Statement>,
    /// False where something that it runs hangs on a database's rows or on the environment.
    pub complete: bool,
    /// Whether its tool passes it over, since what it asks for does not hold.
    pub passed_over: bool,
    /// Whether it asks which tables there are.
    pub looks: bool,
    /// Whether the revision says at all how to go this way.
    pub defined: bool,
    /// Whether it was followed to its end.
    pub ended_well: bool,
    pub assumptions: Assumptions,
    pub diagnostics: Vec<Diagnostic>,
    pub before: Arc<Catalog>,
    pub after: Arc<Catalog>,
}

impl Run {
    /// Whether the database would refuse something of it.
    pub fn fails(&self) -> bool {
        self.diagnostics.iter().any(|it| it.problem.is_refusal())
    }
}

/// One statement as it is sent to the database.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Without its final semicolon.
    pub sql: String,
    /// What it does to the schema; shared by the statements of one operation.
    pub operation: Arc<Operation>,
    /// The migration's line that made it.
    pub span: Span,
    /// How the migration says it: `op.create_table`, `bind.execute`, `sql`.
    pub origin: String,
    pub transactional: bool,
    /// It stands under a condition that nobody can know.
    pub maybe: bool,
}

/// What a run takes for granted.
#[derive(Clone, Debug, Default)]
pub struct Assumptions {
    /// Objects that it uses and no revision had created.
    pub made: Vec<Assumed>,
    /// What it creates though it was taken as there, and where.
    pub refuted: Vec<(ObjectRef, Span)>,
}

/// An object that is taken as there before the first revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumed {
    pub object: ObjectRef,
    /// Its first use.
    pub span: Span,
    /// Whether the database would refuse, since nothing is there before the first revision.
    pub refused: bool,
    /// Whether something that can't be known, in the same revision, may have made it.
    pub after_unknown: bool,
}
