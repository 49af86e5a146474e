//! Comments on what has no place for one of its own: columns of views, attributes of types, the
//! types of rows.

use crate::catalog::{Catalog, ObjectRef, TypeKind};
use crate::name::Name;

/// Whether a view or a composite type, as far as we know, has this column.
pub(in crate::op) fn is_kept_apart(catalog: &Catalog, owner: &Name, column: &str) -> bool {
    if let Some(view) = catalog.views.get(&owner.key()) {
        let columns = view.columns.as_ref();
        return columns.is_none_or(|all| all.iter().any(|(it, _)| it == column));
    }
    catalog.type_named(owner).is_some_and(|it| match &it.kind {
        TypeKind::Composite(fields) => fields.iter().any(|(it, _)| it == column),
        _ => false,
    })
}

/// Comments go with their column, or their index.
pub(in crate::op) fn forget(catalog: &mut Catalog) {
    let is_gone = |it: &&ObjectRef| match it {
        ObjectRef::Column(owner, column) => !is_kept_apart(catalog, owner, column),
        ObjectRef::Index(_) | ObjectRef::Type(_) => !catalog.has(it),
        _ => false,
    };
    let gone: Vec<ObjectRef> = catalog.comments.keys().filter(is_gone).cloned().collect();
    gone.iter().for_each(|it| drop(catalog.comments.remove(it)));
}

/// Comments stay with a relation or type, and with its columns, when it gets another name or schema.
pub(in crate::op) fn follow(catalog: &mut Catalog, from: &Name, to: &Name) {
    change(catalog, |on| match on {
        ObjectRef::Column(of, _) | ObjectRef::Type(of) if of.key() == from.key() => {
            *of = to.clone();
        }
        _ => {}
    });
}

/// A comment stays with a column that gets another name.
pub(in crate::op) fn follow_column(catalog: &mut Catalog, owner: &Name, from: &str, to: &str) {
    change(catalog, |on| match on {
        ObjectRef::Column(of, column) if of.key() == owner.key() && column == from => {
            to.clone_into(column);
        }
        _ => {}
    });
}

fn change(catalog: &mut Catalog, change: impl Fn(&mut ObjectRef)) {
    let comments = std::mem::take(&mut catalog.comments).into_iter();
    let changed = comments.map(|(mut on, comment)| {
        change(&mut on);
        (on, comment)
    });
    catalog.comments = changed.collect();
}
