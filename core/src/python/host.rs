//! What a script finds around it: the one trait between the evaluator and the rest of the core.

use std::sync::Arc;

use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Problem};
use crate::dialect::Dialect;
use crate::name::Name;
use crate::op::Operation;
use crate::project::{FileId, Span};

use super::source::Parsed;
use super::value::Unknown;

pub use crate::project::Direction;

/// The world around a script.
pub trait Host {
    /// Takes an operation. Its effect is in [`Host::catalog`] when this returns, so that an
    /// inspector asked later in the same script sees it.
    ///
    /// Gives why the database refuses it, if the script's handler decides what comes next.
    fn emit(&mut self, emitted: Emitted) -> Option<Problem>;

    /// Takes the name that the function to be followed bears, which a decorator may have changed.
    fn begins(&mut self, _function: &str) {}

    /// The schema as it is at this point of the script.
    fn catalog(&self) -> &Catalog;

    /// Takes note that the script asks which tables there are.
    fn looks(&mut self) {}

    /// Takes a table for granted that a script looks at and nothing before has made. Whether it is
    /// there now.
    fn take_for_granted(&mut self, _table: &Name, _span: Span) -> bool {
        false
    }

    /// The database that the script believes it runs on.
    fn dialect(&self) -> &'static Dialect;

    /// How the project's tool is set up.
    fn setup(&self) -> Setup {
        Setup {
            version_table: Some(Name::plain("alembic_version")),
            is_default: false,
            transactional_ddl: self.dialect().transactional_ddl,
            target_metadata: None,
            hands_nothing_on: false,
        }
    }

    /// Whether the script is followed as the online run or as Alembic's `--sql`.
    fn mode(&self) -> Mode;

    /// The order in which sets give their items.
    fn set_order(&self) -> SetOrder {
        SetOrder::Written
    }

    /// Takes note that the script asks a set for its items, in an order that Python may choose.
    fn goes_by_set(&mut self) {}

    /// What is known of the variables and options that the script's operator sets.
    fn environment(&self) -> Environment {
        Environment::Unknown
    }

    /// What the user says that a name stands for which the files don't tell: a variable of the
    /// environment, or something in a module that is not here, `app.settings.schema`.
    fn given(&self, _name: &str) -> Option<String> {
        None
    }

    /// What the user hands to the scripts as `alembic -x NAME=VALUE` does.
    fn x_arguments(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    /// A module of the project: by its dotted name, as an import finds it from `importer`. The name
    /// of a relative import begins with its dots: `.helpers`, `..models`, `.`.
    fn module(&mut self, dotted: &str, importer: FileId) -> Option<ModuleSource>;

    /// Whether a folder of the project is a package without an `__init__.py`: by its dotted name,
    /// as an import finds it from `importer`.
    fn is_folder(&mut self, _dotted: &str, _importer: FileId) -> bool {
        false
    }

    /// The path of the folder with files of this dotted name, as an import finds it from `importer`.
    fn folder(&mut self, _dotted: &str, _importer: FileId) -> Option<String> {
        None
    }

    /// Files that attach functions to `SQLAlchemy`'s classes when they are loaded, as all scripts
    /// are before one runs.
    fn listeners(&self) -> Vec<FileId> {
        Vec::new()
    }

    /// Files that make operations of the project's own when they are loaded, as its `env.py` or any
    /// script may do.
    fn custom_operations(&self) -> Vec<FileId> {
        Vec::new()
    }

    /// The modules that were parsed for other scripts of the same project.
    fn parsed(&self) -> Option<&Parsed> {
        None
    }

    /// The text of a file of the project.
    fn source(&mut self, file: FileId) -> Option<Arc<str>>;

    /// The bytes of a file that the script opens, by its path inside the project.
    fn file(&mut self, path: &str) -> Option<Arc<[u8]>>;

    /// The file of the project at a path.
    fn file_at(&self, _path: &str) -> Option<FileId> {
        None
    }

    /// The names of what is in a folder of the project, in order: nothing if there is no such folder.
    fn entries(&self, _folder: &str) -> Vec<String> {
        Vec::new()
    }

    /// The path of a file inside the project, for `__file__`.
    fn path(&self, file: FileId) -> String;

    /// What a statement that the script sends would answer: whether it only reads, and what the
    /// catalog can tell of its result. Without knowledge of SQL, every statement may write.
    fn ask(&mut self, _sql: &str) -> Answer {
        Answer::Writes
    }

    /// Takes what the script prints, with the end of the line.
    fn print(&mut self, _text: &str) {}

    /// Takes a diagnostic.
    fn report(&mut self, diagnostic: Diagnostic);

    /// Takes note that something the revision does hangs on a value nobody can know: what was
    /// emitted is not all that may run.
    fn incomplete(&mut self, span: Span, unknown: &Unknown);

    /// Takes note that constraints and indexes may be called otherwise than it was told.
    fn doubt_names(&mut self);

    /// Takes note that a constraint was dropped, and nobody can know which: one of this table, if it
    /// may be another than a foreign key.
    fn leave_keys_unclear(&mut self, table: Option<&str>);

    /// Takes note that a statement runs and cannot be written: it may do anything but what is
    /// `known` of its text, or the call at `span`, rules out.
    fn leave_unclear(&mut self, span: Span, known: &str);
}

/// What a script may ask of how its tool is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// Where the tool keeps the revisions that a database is at; nothing if that is not known.
    pub version_table: Option<Name>,
    /// Whether nothing names it, so that the tool's default stands in.
    pub is_default: bool,
    /// Whether statements about the schema run in a transaction.
    pub transactional_ddl: bool,
    /// The metadata whose naming convention holds in migrations, where a project has such.
    pub target_metadata: Option<TargetMetadata>,
    /// Whether the functions of migrations are called without arguments.
    pub hands_nothing_on: bool,
}

/// The metadata that Alembic is handed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetMetadata {
    /// Files and expressions there that say it: the first of which the value is known.
    pub said: Vec<(FileId, String)>,
    /// Where something is given a naming convention after it was made: the files, and the names
    /// there by which it is reached.
    pub conventions: Vec<(FileId, String)>,
}

/// An operation as a script said it.
#[derive(Clone, Debug)]
pub struct Emitted {
    pub operation: Operation,
    /// The call that made it.
    pub span: Span,
    /// How the script says it: `op.create_table`, `bind.execute`.
    pub origin: String,
    /// Whether only some databases run it: it stands under a condition nobody can know.
    pub maybe: bool,
    pub written: Written,
    /// Whether the script has a handler around it for what the database may refuse.
    pub is_tried: bool,
}

/// How much of an operation is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Whole,
    /// A part is missing, which the host was told: the schema is changed by what is known, but no
    /// statement is written.
    InPart,
    /// It stands for a part of something that cannot be written, which the host was told: the
    /// schema is changed by it, but its statement need not run by itself.
    ForAnother,
}

/// What a statement answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It changes something, or may.
    Writes,
    /// Only the rows of these tables could tell.
    Rows(Vec<Name>),
    /// The catalog tells.
    Known { columns: Vec<String>, rows: Vec<Vec<Cell>> },
}

/// One value of a row that the catalog tells.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
}

/// A module of the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModuleSource {
    pub file: FileId,
    /// Whether it is a package's `__init__.py`.
    pub is_package: bool,
}

/// How a script is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// As a database on this chain would run it: inspectors answer from the catalog, parameters
    /// are bound, `context.is_offline_mode()` is false.
    Online,
    /// As Alembic's `--sql` does: the connection is a mock that prints and knows nothing.
    Offline,
}

/// In which order sets give their items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetOrder {
    /// As they came to the set.
    Written,
    /// Such that equal sets agree on it, however they came to be.
    Forwards,
    /// The opposite of that.
    Backwards,
}

/// What is known of the environment's variables and the configuration's options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Nothing: each may be set or not, to anything.
    Unknown,
    /// None is set, so that what the script falls back to stands in.
    Bare,
}

/// How following a script ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// The script has no such function.
    NoFunction,
    /// An exception that nothing caught, or a limit that was reached; reported to the host.
    Stopped,
}
