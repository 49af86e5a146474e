//! What a migration does: one file per operation.
//!
//! The one vocabulary of change. Scripts and SQL files are read into it, replay applies it, and SQL
//! is written from it.

mod add_column;
mod add_constraint;
mod alter_column;
mod alter_constraint;
mod alter_function;
mod alter_index;
mod alter_policy;
mod alter_schema;
mod alter_sequence;
mod alter_trigger;
mod alter_type;
mod alter_view;
mod change_privileges;
mod change_role;
mod create_extension;
mod create_function;
mod create_index;
mod create_policy;
mod create_schema;
mod create_sequence;
mod create_table;
mod create_trigger;
mod create_type;
mod create_view;
mod drop_column;
mod drop_constraint;
mod drop_extension;
mod drop_function;
mod drop_index;
mod drop_policy;
mod drop_schema;
mod drop_sequence;
mod drop_table;
mod drop_trigger;
mod drop_type;
mod drop_view;
mod execute;
mod guarded;
mod opaque;
mod rename_table;
mod set_comment;
mod set_default_privileges;
mod set_table;
mod transaction;

mod problem;
mod rules;

use crate::catalog::{Catalog, Change, ObjectRef, Relation, Table};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

pub use alter_column::{ColumnChanges, Existing};
pub use alter_constraint::ConstraintChange;
pub use alter_function::FunctionChange;
pub use alter_index::IndexChange;
pub use alter_policy::PolicyChange;
pub use alter_sequence::SequenceChange;
pub use alter_type::{TypeChange, ValuePlace};
pub use alter_view::ViewChange;
pub use change_privileges::{GrantObjects, PrivilegeChange, WhichPrivileges};
pub use change_role::{RoleChange, role_named};
pub use drop_schema::end_session;
pub(crate) use problem::{unknown_object, wrong_kind};
pub use rules::cast::assigns;
pub(crate) use rules::collation::has_none as has_no_collation;
pub use rules::definition::is_plain_default;
pub(crate) use rules::domain::not_one as not_a_domain;
pub(crate) use rules::partition::family;
pub use rules::partition_bound::has_partition_for;
pub(crate) use rules::published::{Event, publications, publishes, unidentified};
pub use rules::schema_owner::statement as schema_owner;
pub use set_table::TableChange;

/// What every operation can do. One file per operation implements it.
pub trait Op {
    /// Changes `catalog` as the database would.
    ///
    /// # Errors
    /// Why the database would refuse; then the catalog is as it was.
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem>;

    /// The operation that takes this one back, if the schema `before` holds enough to know it.
    fn reverse(&self, before: &Catalog) -> Option<Operation>;

    /// The statements that run it, each without its final semicolon.
    ///
    /// # Errors
    /// Why the dialect cannot say it.
    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem>;

    /// Why the database always refuses what its tool nevertheless writes.
    fn refusal(&self, _dialect: &Dialect) -> Option<Problem> {
        None
    }

    /// One line for a person: "add column `email` to `users`".
    fn describe(&self) -> String;

    /// The tables, types and schemas that must be there before it runs.
    ///
    /// Who follows an incomplete history may [assume](Catalog::assume) those that are not.
    fn needs(&self) -> Vec<ObjectRef> {
        Vec::new()
    }

    /// The table that it is about, if it is about one.
    fn table(&self) -> Option<&Name> {
        None
    }

    /// Whether it may make an object, and is no list of other operations.
    fn makes_objects(&self) -> bool {
        false
    }
}

impl Operation {
    /// The single operations that it comes to: those inside SQL and behind guards, or itself.
    pub fn parts(&self) -> Vec<&Self> {
        let inside = match self {
            Self::Execute(execute) if !execute.effects.is_empty() => &execute.effects,
            Self::Guarded(guarded) => {
                let both = guarded.operations.iter().chain(&guarded.otherwise);
                return both.flat_map(Self::parts).collect();
            }
            single => return vec![single],
        };
        inside.iter().flat_map(Self::parts).collect()
    }
}

/// Makes [`Operation`] out of the list of its kinds.
macro_rules! operations {
    ($($file:ident::$kind:ident),* $(,)?) => {
        $(pub use $file::$kind;)*

        /// Any operation. Who reasons about single kinds matches on it.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Operation { $($kind($kind)),* }

        impl Operation {
            fn as_op(&self) -> &dyn Op {
                match self { $(Self::$kind(op) => op),* }
            }
        }

        $(impl From<$kind> for Operation {
            fn from(op: $kind) -> Self { Self::$kind(op) }
        })*
    };
}

operations! {
    create_table::CreateTable,
    drop_table::DropTable,
    rename_table::RenameTable,
    set_table::SetTable,
    add_column::AddColumn,
    drop_column::DropColumn,
    alter_column::AlterColumn,
    add_constraint::AddConstraint,
    drop_constraint::DropConstraint,
    alter_constraint::AlterConstraint,
    create_index::CreateIndex,
    drop_index::DropIndex,
    alter_index::AlterIndex,
    create_type::CreateType,
    drop_type::DropType,
    alter_type::AlterType,
    create_sequence::CreateSequence,
    alter_sequence::AlterSequence,
    drop_sequence::DropSequence,
    create_view::CreateView,
    alter_view::AlterView,
    drop_view::DropView,
    create_function::CreateFunction,
    alter_function::AlterFunction,
    drop_function::DropFunction,
    create_trigger::CreateTrigger,
    alter_trigger::AlterTrigger,
    drop_trigger::DropTrigger,
    create_policy::CreatePolicy,
    alter_policy::AlterPolicy,
    drop_policy::DropPolicy,
    create_schema::CreateSchema,
    alter_schema::AlterSchema,
    drop_schema::DropSchema,
    create_extension::CreateExtension,
    drop_extension::DropExtension,
    set_comment::SetComment,
    change_privileges::ChangePrivileges,
    change_role::ChangeRole,
    set_default_privileges::SetDefaultPrivileges,
    transaction::Transaction,
    execute::Execute,
    guarded::Guarded,
    opaque::KeepOpaque,
}

impl Op for Operation {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        if !self.makes_objects() || !rules::privileges::are_given(catalog) {
            return self.as_op().apply(catalog);
        }
        let before = catalog.clone();
        self.as_op().apply(catalog)?;
        rules::privileges::give(&before, catalog);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        self.as_op().reverse(before)
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        self.as_op().sql(dialect)
    }

    fn refusal(&self, dialect: &Dialect) -> Option<Problem> {
        self.as_op().refusal(dialect)
    }

    fn describe(&self) -> String {
        self.as_op().describe()
    }

    fn needs(&self) -> Vec<ObjectRef> {
        self.as_op().needs()
    }

    fn table(&self) -> Option<&Name> {
        self.as_op().table()
    }

    fn makes_objects(&self) -> bool {
        self.as_op().makes_objects()
    }
}

/// The table of this name, or why there is none.
fn find<'a>(catalog: &'a Catalog, name: &Name) -> Result<&'a Table, Problem> {
    catalog.table(name).ok_or_else(|| not_a_table(catalog, name))
}

/// The table of this name to change it, or why there is none.
fn find_mut<'a>(catalog: &'a mut Catalog, name: &Name) -> Result<Change<'a, Name, Table>, Problem> {
    if catalog.table(name).is_none() {
        return Err(not_a_table(catalog, name));
    }
    catalog.table_mut(name).ok_or_else(|| problem::unknown_table(name))
}

fn not_a_table(catalog: &Catalog, name: &Name) -> Problem {
    match catalog.relation(name) {
        Some(other) if other != Relation::Table => wrong_kind(name, other.word(), "table"),
        _ => problem::unknown_table(name),
    }
}

/// A definition that begins with `CREATE`, with `OR REPLACE` if it is to replace and does not say
/// so itself.
fn replacing(definition: &str, replace: bool) -> String {
    let says_so =
        definition.split_whitespace().nth(1).is_some_and(|it| it.eq_ignore_ascii_case("or"));
    match definition.split_once(' ') {
        Some((create, rest)) if replace && !says_so => format!("{create} OR REPLACE {rest}"),
        _ => definition.to_owned(),
    }
}

/// ` CASCADE`, or nothing.
fn cascade(is_said: bool) -> &'static str {
    if is_said { " CASCADE" } else { "" }
}

/// `IF EXISTS `, or nothing.
fn if_exists(is_said: bool) -> &'static str {
    if is_said { "IF EXISTS " } else { "" }
}

/// `IF NOT EXISTS `, or nothing.
fn if_not_exists(is_said: bool) -> &'static str {
    if is_said { "IF NOT EXISTS " } else { "" }
}
