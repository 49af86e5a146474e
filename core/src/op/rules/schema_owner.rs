//! Whose a schema is, which is kept as a statement.

use std::sync::Arc;

use crate::catalog::{Catalog, Opaque};
use crate::dialect::POSTGRESQL;

const KIND: &str = "ALTER SCHEMA";

/// The statement that says so.
pub fn statement(schema: &str, owner: &str) -> String {
    format!("{}OWNER TO {owner}", beginning(schema))
}

pub(in crate::op) fn set(catalog: &mut Catalog, schema: &str, owner: &str) {
    let (kind, sql) = (KIND.to_owned(), statement(schema, owner));
    catalog.opaque.push(Arc::new(Opaque { kind, sql, touches: Vec::new() }));
}

/// A schema that is gone is nobody's.
pub(in crate::op) fn forget(catalog: &mut Catalog, schema: &str) {
    let beginning = beginning(schema);
    catalog.opaque.retain(|it| it.kind != KIND || !it.sql.starts_with(&beginning));
}

pub(in crate::op) fn rename(catalog: &mut Catalog, from: &str, to: &str) {
    let beginning = beginning(from);
    for it in catalog.opaque.iter_mut().filter(|it| it.kind == KIND) {
        if let Some(rest) = it.sql.strip_prefix(&beginning) {
            let sql = self::beginning(to) + rest;
            Arc::make_mut(it).sql = sql;
        }
    }
}

fn beginning(schema: &str) -> String {
    format!("{KIND} {} ", POSTGRESQL.quote_name(schema))
}
