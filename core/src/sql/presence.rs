//! Which object an operation makes or needs, and what becomes of it if the object is not as
//! expected.

use crate::catalog::{Contents, ObjectRef, extension_contents};
use crate::name::Name;
use crate::op::{ConstraintChange, Guarded, IndexChange, Operation, RoleChange, TypeChange};

/// The object that the database would refuse to make twice.
pub(super) fn created(op: &Operation) -> Option<ObjectRef> {
    Some(match op {
        Operation::CreateTable(it) => ObjectRef::Table(it.table.name.clone()),
        Operation::RenameTable(it) => ObjectRef::Table(it.table.renamed(&*it.to)),
        Operation::AddColumn(it) => ObjectRef::Column(it.table.clone(), it.column.name.clone()),
        Operation::AlterColumn(it) => ObjectRef::Column(it.table.clone(), it.changes.name.clone()?),
        Operation::AddConstraint(it) => {
            ObjectRef::Constraint(it.table.clone(), it.constraint.name.clone()?)
        }
        Operation::AlterConstraint(it) => match &it.change {
            ConstraintChange::Rename(to) => ObjectRef::Constraint(it.table.clone(), to.clone()),
            _ => return None,
        },
        Operation::CreateIndex(it) => ObjectRef::Index(it.table.renamed(it.index.name.as_deref()?)),
        Operation::AlterIndex(it) => match &it.change {
            IndexChange::Rename(to) => ObjectRef::Index(it.name.renamed(&**to)),
            _ => return None,
        },
        Operation::CreateType(it) => ObjectRef::Type(it.ty.name.clone()),
        Operation::AlterType(it) => match &it.change {
            TypeChange::Rename(to) => ObjectRef::Type(it.name.renamed(&**to)),
            _ => return None,
        },
        Operation::CreateSequence(it) => ObjectRef::Sequence(it.sequence.name.clone()),
        Operation::CreateView(it) => ObjectRef::View(it.view.name.clone()),
        Operation::CreateFunction(it) => ObjectRef::Function(it.function.key.clone()),
        Operation::CreateTrigger(it) => {
            ObjectRef::Trigger(it.table.clone(), it.trigger.name.clone())
        }
        Operation::CreatePolicy(it) => ObjectRef::Policy(it.table.clone(), it.policy.name.clone()),
        Operation::CreateSchema(it) => ObjectRef::Schema(it.name.clone()),
        Operation::CreateExtension(it) => ObjectRef::Extension(it.name.clone()),
        _ => return None,
    })
}

/// The object without which the database would refuse.
pub fn needed(op: &Operation) -> Option<ObjectRef> {
    let column = |table: &Name, column: &str| ObjectRef::Column(table.clone(), column.to_owned());
    Some(match op {
        Operation::DropTable(it) => ObjectRef::Table(it.table.clone()),
        Operation::RenameTable(it) => ObjectRef::Table(it.table.clone()),
        Operation::SetTable(it) => ObjectRef::Table(it.table.clone()),
        Operation::AddColumn(it) => ObjectRef::Table(it.table.clone()),
        Operation::DropColumn(it) => column(&it.table, &it.column),
        Operation::AlterColumn(it) => column(&it.table, &it.column),
        Operation::AddConstraint(it) => ObjectRef::Table(it.table.clone()),
        Operation::DropConstraint(it) => ObjectRef::Constraint(it.table.clone(), it.name.clone()),
        Operation::AlterConstraint(it) => ObjectRef::Constraint(it.table.clone(), it.name.clone()),
        Operation::CreateIndex(it) => ObjectRef::Table(it.table.clone()),
        Operation::DropIndex(it) => ObjectRef::Index(it.name.clone()),
        Operation::AlterIndex(it) => ObjectRef::Index(it.name.clone()),
        Operation::DropType(it) => ObjectRef::Type(it.name.clone()),
        Operation::AlterType(it) => ObjectRef::Type(it.name.clone()),
        Operation::DropSequence(it) => ObjectRef::Sequence(it.name.clone()),
        Operation::AlterSequence(it) => ObjectRef::Sequence(it.name.clone()),
        Operation::DropView(it) => ObjectRef::View(it.name.clone()),
        Operation::AlterView(it) => ObjectRef::View(it.name.clone()),
        Operation::DropTrigger(it) => ObjectRef::Trigger(it.table.clone(), it.name.clone()),
        Operation::AlterTrigger(it) => ObjectRef::Trigger(it.table.clone(), it.name.clone()),
        Operation::CreateTrigger(it) => ObjectRef::Table(it.table.clone()),
        Operation::DropPolicy(it) => ObjectRef::Policy(it.table.clone(), it.name.clone()),
        Operation::AlterPolicy(it) => ObjectRef::Policy(it.table.clone(), it.name.clone()),
        Operation::CreatePolicy(it) => ObjectRef::Table(it.table.clone()),
        Operation::DropSchema(it) => ObjectRef::Schema(it.name.clone()),
        Operation::AlterSchema(it) => ObjectRef::Schema(it.name.clone()),
        Operation::DropExtension(it) => ObjectRef::Extension(it.name.clone()),
        _ => return None,
    })
}

/// The names of what an operation makes or changes, each without that of its table or schema.
pub(super) fn touched(op: &Operation) -> Vec<String> {
    let changes = match op {
        Operation::DropFunction(it) => return vec![it.name.name.clone()],
        // What it brings along is there with it.
        Operation::CreateExtension(it) => {
            let brought = extension_contents(&it.name).cloned().unwrap_or_default();
            let Contents { types, functions, relations, operator_classes } = brought;
            let names = [types, functions, relations, operator_classes].concat().into_iter();
            return names.map(str::to_owned).chain([it.name.clone()]).collect();
        }
        Operation::AddColumn(_)
        | Operation::AddConstraint(_)
        | Operation::CreateIndex(_)
        | Operation::CreateTrigger(_)
        | Operation::CreatePolicy(_)
        | Operation::SetTable(_) => None,
        other => needed(other),
    };
    created(op).into_iter().chain(changes).map(own_name).collect()
}

fn own_name(object: ObjectRef) -> String {
    match object {
        ObjectRef::Schema(name)
        | ObjectRef::Extension(name)
        | ObjectRef::Role(name)
        | ObjectRef::Column(_, name)
        | ObjectRef::Constraint(_, name)
        | ObjectRef::DomainConstraint(_, name)
        | ObjectRef::ConstraintLike { name, .. }
        | ObjectRef::Trigger(_, name)
        | ObjectRef::Policy(_, name) => name,
        ObjectRef::Table(name)
        | ObjectRef::Index(name)
        | ObjectRef::Type(name)
        | ObjectRef::Sequence(name)
        | ObjectRef::View(name) => name.name,
        ObjectRef::Function(key) => key.name.name,
    }
}

/// Lets the operation pass over an object that is there already, if it can say so itself.
pub(super) fn set_if_not_exists(op: &mut Operation) -> bool {
    match op {
        Operation::ChangeRole(it) => match &mut it.change {
            RoleChange::Create { if_not_exists } => *if_not_exists = true,
            _ => return false,
        },
        Operation::CreateTable(it) => it.if_not_exists = true,
        Operation::AddColumn(it) => it.if_not_exists = true,
        Operation::CreateIndex(it) => it.if_not_exists = true,
        Operation::CreateType(it) => it.if_not_exists = true,
        Operation::CreateSequence(it) => it.if_not_exists = true,
        Operation::CreateSchema(it) => it.if_not_exists = true,
        Operation::CreateExtension(it) => it.if_not_exists = true,
        Operation::AlterType(it) => match &mut it.change {
            TypeChange::AddValue { if_not_exists, .. } => *if_not_exists = true,
            _ => return false,
        },
        _ => return false,
    }
    true
}

/// Lets the operation pass over an object that is not there, if it can say so itself.
pub(super) fn set_if_exists(op: &mut Operation) -> bool {
    match op {
        Operation::ChangeRole(it) => match &mut it.change {
            RoleChange::Drop { if_exists } => *if_exists = true,
            _ => return false,
        },
        Operation::DropTable(it) => it.if_exists = true,
        Operation::DropColumn(it) => it.if_exists = true,
        Operation::DropConstraint(it) => it.if_exists = true,
        Operation::DropIndex(it) => it.if_exists = true,
        Operation::AlterIndex(it) => it.if_exists = true,
        Operation::DropType(it) => it.if_exists = true,
        Operation::DropSequence(it) => it.if_exists = true,
        Operation::AlterSequence(it) => it.if_exists = true,
        Operation::DropView(it) => it.if_exists = true,
        Operation::AlterView(it) => it.if_exists = true,
        Operation::DropFunction(it) => it.if_exists = true,
        Operation::DropTrigger(it) => it.if_exists = true,
        Operation::DropPolicy(it) => it.if_exists = true,
        Operation::DropSchema(it) => it.if_exists = true,
        Operation::DropExtension(it) => it.if_exists = true,
        _ => return false,
    }
    true
}

/// The error that the server raises if the object that the operation makes is there already.
pub(super) fn raised_if_there(op: &Operation) -> &'static str {
    match op {
        Operation::CreateTable(_)
        | Operation::RenameTable(_)
        | Operation::CreateIndex(_)
        | Operation::AlterIndex(_)
        | Operation::CreateSequence(_)
        | Operation::CreateView(_) => "duplicate_table",
        Operation::AddConstraint(it) if it.constraint.kind.has_index() => "duplicate_table",
        Operation::AddColumn(_) | Operation::AlterColumn(_) => "duplicate_column",
        Operation::CreateSchema(_) => "duplicate_schema",
        Operation::CreateFunction(_) => "duplicate_function",
        _ => "duplicate_object",
    }
}

/// The operations, run only if the object is there, or is not.
pub(super) fn guarded(object: ObjectRef, exists: bool, operations: Vec<Operation>) -> Operation {
    Guarded { object, exists, operations, otherwise: Vec::new() }.into()
}
