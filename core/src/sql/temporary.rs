//! What a text does to temporary tables, which are gone with the session.

use std::collections::BTreeSet;

use super::Statement;
use super::search_path::OF_SESSION;
use crate::name::Name;
use crate::op::{Op as _, Operation};

/// Whether an operation is about an object in the schema of a session, which nothing outlives.
pub fn is_of_session(op: &Operation) -> bool {
    let table = match op {
        Operation::DropIndex(it) => Some(&it.name),
        Operation::AlterIndex(it) => Some(&it.name),
        Operation::AlterSequence(it) => Some(&it.name),
        Operation::KeepOpaque(it) => it.opaque.touches.first(),
        _ => op.table().or_else(|| made(op)),
    };
    table.is_some_and(|it| it.schema.as_deref() == Some(OF_SESSION))
}

/// Notes the temporary objects that a statement makes and drops. Views of them are temporary, too.
pub(super) fn note(statement: &mut Statement, alive: &mut BTreeSet<Name>) {
    for op in &mut statement.operations {
        if let Operation::CreateView(it) = op
            && !it.view.materialized
            && it.view.reads.iter().any(|it| it.schema.as_deref() == Some(OF_SESSION))
        {
            it.view.name.schema = Some(OF_SESSION.to_owned());
        }
        let Some(name) = made(op).filter(|it| it.schema.as_deref() == Some(OF_SESSION)) else {
            continue;
        };
        let plain = Name::plain(&*name.name);
        match op {
            Operation::DropTable(_) | Operation::DropView(_) | Operation::DropSequence(_) => {
                alive.remove(&plain);
            }
            Operation::CreateTable(_) | Operation::CreateView(_) | Operation::CreateSequence(_) => {
                alive.insert(plain);
            }
            _ => {}
        }
    }
    let is_kept = |it: &Name| it.schema.as_deref() != Some(OF_SESSION);
    statement.writes.retain(is_kept);
    statement.reads.retain(is_kept);
}

/// Takes out the operations on temporary tables, which are `alive` from their creation to their
/// drop.
pub(super) fn forget(statement: &mut Statement, alive: &mut BTreeSet<Name>) {
    statement.operations.retain(|op| !is_on_temporary(op, alive));
}

fn is_on_temporary(op: &Operation, alive: &mut BTreeSet<Name>) -> bool {
    match op {
        Operation::CreateTable(it) if it.table.prefixes.iter().any(|it| is_temporary(it)) => {
            alive.insert(it.table.name.key());
            alive.extend(index_names(it));
            true
        }
        Operation::DropTable(it) => alive.remove(&it.table.key()),
        Operation::RenameTable(it) if alive.remove(&it.table.key()) => {
            alive.insert(it.table.renamed(&*it.to).key())
        }
        Operation::CreateIndex(it) if alive.contains(&it.table.key()) => {
            alive.extend(it.index.name.clone().map(Name::plain));
            true
        }
        Operation::DropIndex(it) => alive.remove(&it.name.key()),
        Operation::CreateTable(_) => false,
        _ => op.table().is_some_and(|it| alive.contains(&it.key())),
    }
}

/// The name of what an operation makes or drops, of the kinds that a session's own schema may hold.
fn made(op: &Operation) -> Option<&Name> {
    Some(match op {
        Operation::CreateTable(it) => &it.table.name,
        Operation::DropTable(it) => &it.table,
        Operation::CreateView(it) => &it.view.name,
        Operation::DropView(it) => &it.name,
        Operation::CreateFunction(it) => &it.function.key.name,
        Operation::DropFunction(it) => &it.name,
        Operation::CreateType(it) => &it.ty.name,
        Operation::DropType(it) => &it.name,
        Operation::CreateSequence(it) => &it.sequence.name,
        Operation::DropSequence(it) => &it.name,
        _ => return None,
    })
}

fn index_names(create: &crate::op::CreateTable) -> impl Iterator<Item = Name> + '_ {
    create.table.indexes.iter().filter_map(|it| it.name.clone().map(Name::plain))
}

fn is_temporary(prefix: &str) -> bool {
    let prefix = prefix.to_ascii_uppercase();
    prefix.split_whitespace().any(|it| it == "TEMP" || it == "TEMPORARY")
}
