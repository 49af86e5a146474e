//! Keyword arguments that belong to a dialect: `postgresql_where`, `mysql_engine`.

use std::rc::Rc;

use super::super::exc;
use super::column::COLUMN;
use super::constraint::{
    CHECK_CONSTRAINT, CONSTRAINT, EXCLUDE_CONSTRAINT, FOREIGN_KEY_CONSTRAINT,
    PRIMARY_KEY_CONSTRAINT, UNIQUE_CONSTRAINT,
};
use super::index::INDEX;
use super::table::TABLE;
use crate::python::class::{NativeClass, Object};
use crate::python::signature::Signature;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// An item, and the arguments that a dialect takes for it.
type Row = (&'static NativeClass, &'static [&'static str]);

/// What the dialects that come with `SQLAlchemy` take for which item; a star is anything.
static TAKEN: &[(&str, &[Row])] = &[
    (
        "postgresql",
        &[
            (
                &INDEX,
                &[
                    "concurrently",
                    "include",
                    "nulls_not_distinct",
                    "ops",
                    "tablespace",
                    "using",
                    "where",
                    "with",
                ],
            ),
            (
                &TABLE,
                &[
                    "ignore_search_path",
                    "inherits",
                    "on_commit",
                    "partition_by",
                    "tablespace",
                    "using",
                    "with_oids",
                ],
            ),
            (&CHECK_CONSTRAINT, &["not_valid"]),
            (&FOREIGN_KEY_CONSTRAINT, &["not_valid"]),
            (&PRIMARY_KEY_CONSTRAINT, &["include"]),
            (&UNIQUE_CONSTRAINT, &["include", "nulls_not_distinct"]),
        ],
    ),
    ("mysql", MYSQL),
    ("mariadb", MYSQL),
    (
        "sqlite",
        &[
            (&TABLE, &["autoincrement", "strict", "with_rowid"]),
            (&INDEX, &["where"]),
            (&COLUMN, &["on_conflict_not_null", "on_conflict_primary_key", "on_conflict_unique"]),
            (&CONSTRAINT, &["on_conflict"]),
        ],
    ),
    (
        "mssql",
        &[
            (&PRIMARY_KEY_CONSTRAINT, &["clustered"]),
            (&UNIQUE_CONSTRAINT, &["clustered"]),
            (&INDEX, &["clustered", "columnstore", "include", "where"]),
            (&COLUMN, &["identity_increment", "identity_start"]),
        ],
    ),
    (
        "oracle",
        &[
            (&TABLE, &["compress", "on_commit", "resolve_synonyms", "tablespace"]),
            (&INDEX, &["bitmap", "compress", "vector"]),
        ],
    ),
];

const MYSQL: &[Row] = &[
    (&TABLE, &["*"]),
    (&PRIMARY_KEY_CONSTRAINT, &["using"]),
    (&INDEX, &["length", "prefix", "using", "with_parser"]),
];

/// Refuses keywords that neither the item's own signature nor a dialect takes. Of a dialect that it
/// does not have, `SQLAlchemy` takes anything with a warning.
pub fn check(vm: &mut Vm<'_>, item: &Rc<Object>, keywords: &[(String, Value)]) -> Eval<()> {
    if item.is(&EXCLUDE_CONSTRAINT) {
        return Ok(());
    }
    let class = item.class.borrow().mro.borrow().iter().find_map(|it| it.native);
    let Some(class) = class else { return Ok(()) };
    for (name, _) in keywords {
        if Signature::of(class.params).names().any(|it| it == name) {
            continue;
        }
        let parts = name.split_once('_').filter(|(it, rest)| !it.is_empty() && !rest.is_empty());
        let Some((dialect, argument)) = parts else {
            let message = format!(
                "Additional arguments should be named <dialectname>_<argument>, got '{name}'"
            );
            return Err(vm.raise("TypeError", message));
        };
        if !is_taken(item, dialect, argument) {
            let message = format!(
                "Argument '{name}' is not accepted by dialect '{dialect}' on behalf of <class '{}.{}'>",
                class.module, class.name
            );
            return Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message));
        }
    }
    Ok(())
}

fn is_taken(item: &Rc<Object>, dialect: &str, argument: &str) -> bool {
    let Some((_, rows)) = TAKEN.iter().find(|(it, _)| *it == dialect) else { return true };
    let mut own = rows.iter().filter(|(class, _)| item.is(class)).flat_map(|(_, names)| *names);
    own.any(|it| *it == argument || *it == "*")
}
