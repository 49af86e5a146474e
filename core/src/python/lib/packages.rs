//! Packages of which migrations use little more than a type or an empty base.

use super::sqlalchemy::types::postgresql::CITEXT;
use crate::python::class::{Library, NativeClass};

pub static LIBRARIES: &[&Library] = &[
    &Library { name: "citext", classes: &[&CI_TEXT], ..Library::EMPTY },
    &Library {
        name: "flask_login",
        classes: &[&mixin("UserMixin"), &mixin("AnonymousUserMixin")],
        ..Library::EMPTY
    },
    &Library {
        name: "flask_security",
        classes: &[&mixin("UserMixin"), &mixin("RoleMixin")],
        ..Library::EMPTY
    },
    &Library { name: "sqlalchemy.ext.asyncio", classes: &[&mixin("AsyncAttrs")], ..Library::EMPTY },
];

static CI_TEXT: NativeClass =
    NativeClass { name: "CIText", module: "citext", bases: &[&CITEXT], ..NativeClass::EMPTY };

/// A base of models that has no columns.
const fn mixin(name: &'static str) -> NativeClass {
    NativeClass { name, ..NativeClass::EMPTY }
}
