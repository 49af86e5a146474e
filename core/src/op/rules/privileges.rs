//! Default privileges: what objects are given as they are made.
//!
//! Those that are for the objects of a named role are left alone: who runs the migrations is not
//! known.

use crate::catalog::{Catalog, ObjectRef, PrivilegeClass, Privileges};
use crate::op::change_privileges::visit;

/// Whether new objects get any.
pub(in crate::op) fn are_given(catalog: &Catalog) -> bool {
    catalog.default_privileges.keys().any(|it| it.maker.is_none())
}

/// Gives the objects that were not there before what they get by default.
pub(in crate::op) fn give(before: &Catalog, catalog: &mut Catalog) {
    let rules: Vec<_> = catalog.default_privileges.clone().into_iter().collect();
    // Those of all schemas come first, as in the order of the keys.
    for (of, given) in rules.iter().filter(|(of, _)| of.maker.is_none()) {
        for object in made(before, catalog, of.class) {
            if of.schema.is_none() || of.schema == schema_of(&object) {
                give_one(catalog, &object, of.class, given);
            }
        }
    }
}

fn give_one(catalog: &mut Catalog, object: &ObjectRef, class: PrivilegeClass, given: &Privileges) {
    visit(catalog, object, |it| it.extend(class, given));
}

fn schema_of(object: &ObjectRef) -> Option<String> {
    let name = match object {
        ObjectRef::Table(name)
        | ObjectRef::View(name)
        | ObjectRef::Sequence(name)
        | ObjectRef::Type(name) => name,
        ObjectRef::Function(key) => &key.name,
        _ => return None,
    };
    Some(name.schema.clone().unwrap_or_else(|| "public".to_owned()))
}

/// The new objects of a class.
fn made(before: &Catalog, after: &Catalog, class: PrivilegeClass) -> Vec<ObjectRef> {
    match class {
        PrivilegeClass::Relation => {
            let tables = after.tables.keys().filter(|it| !before.tables.contains_key(it));
            let views = after.views.keys().filter(|it| !before.views.contains_key(it));
            let tables = tables.cloned().map(ObjectRef::Table);
            tables.chain(views.cloned().map(ObjectRef::View)).collect()
        }
        PrivilegeClass::Sequence => {
            let new = after.sequences.keys().filter(|it| !before.sequences.contains_key(it));
            new.cloned().map(ObjectRef::Sequence).collect()
        }
        PrivilegeClass::Type => {
            let new = after.types.keys().filter(|it| !before.types.contains_key(it));
            new.cloned().map(ObjectRef::Type).collect()
        }
        PrivilegeClass::Function => {
            let new = after.functions.keys().filter(|it| !before.functions.contains_key(it));
            new.cloned().map(ObjectRef::Function).collect()
        }
        PrivilegeClass::Schema => {
            let new = after.schemas.difference(&before.schemas);
            new.cloned().map(ObjectRef::Schema).collect()
        }
    }
}
