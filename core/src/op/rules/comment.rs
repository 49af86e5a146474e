//! Comments on what has no place for one of its own: columns of views, attributes of types.

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
        ObjectRef::Index(_) => !catalog.has(it),
        _ => false,
    };
    let gone: Vec<ObjectRef> = catalog.comments.keys().filter(is_gone).cloned().collect();
    gone.iter().for_each(|it| drop(catalog.comments.remove(it)));
}

/// Comments stay with the columns of a view or type that gets another name or schema.
pub(in crate::op) fn follow(catalog: &mut Catalog, from: &Name, to: &Name) {
    move_columns(catalog, from, |column| (to.clone(), column));
}

/// A comment stays with a column that gets another name.
pub(in crate::op) fn follow_column(catalog: &mut Catalog, owner: &Name, from: &str, to: &str) {
    let new = |column| if column == from { to.to_owned() } else { column };
    move_columns(catalog, owner, |column| (owner.clone(), new(column)));
}

fn move_columns(catalog: &mut Catalog, owner: &Name, to: impl Fn(String) -> (Name, String)) {
    let comments = std::mem::take(&mut catalog.comments).into_iter();
    let moved = comments.map(|(on, comment)| match on {
        ObjectRef::Column(of, column) if of.key() == owner.key() => {
            let (owner, column) = to(column);
            (ObjectRef::Column(owner, column), comment)
        }
        on => (on, comment),
    });
    catalog.comments = moved.collect();
}
