//! What the server's functions say of an object by its name: `to_regclass('users')`,
//! `pg_get_serial_sequence('users', 'id')`.

use super::super::functions;
use super::super::postgresql::question::Token;
use super::super::postgresql::stored;
use super::super::search_path::OF_SESSION;
use super::tables::DEFAULT;
use super::{Cell, is_own_type, is_unsure, is_word};
use crate::catalog::{Catalog, SqlType};
use crate::dialect::POSTGRESQL;
use crate::name::Name;

/// `to_regclass('x')` and the like, and whether it is null.
pub(in crate::sql) fn registered(tokens: &[Token], catalog: &Catalog) -> Option<Cell> {
    let [function, Token::Mark('('), Token::Text(given), Token::Mark(')'), rest @ ..] = tokens
    else {
        return None;
    };
    if is_word(function, "to_regprocedure") {
        let found = self::function(given, catalog)?;
        return compared(rest, found.then(|| Cell::Text(given.clone())));
    }
    let name = named(given);
    let found = if is_word(function, "to_regclass") {
        let of_session = Name::new(Some(OF_SESSION), &*name.name);
        catalog.relation(&name).is_some()
            || name.schema.is_none() && catalog.relation(&of_session).is_some()
    } else if is_word(function, "to_regtype")
        && name.name.chars().all(|it| it.is_alphanumeric() || it == '_')
        && !SqlType::new(&**given).is_builtin()
        && !is_own_type(&name.name, catalog)
    {
        catalog.has_own_type(&name)
    } else {
        return None;
    };
    if !found && is_unsure(&name.name) {
        return None;
    }
    compared(rest, found.then(|| Cell::Text(name.key().to_string())))
}

/// `pg_get_serial_sequence('orders', 'id')`: the sequence that a column owns, if that is known.
pub(in crate::sql) fn serial_sequence(
    table: &str,
    column: &str,
    catalog: &Catalog,
) -> Option<Cell> {
    let table = named(table).key();
    catalog.table(&table).filter(|it| !it.assumed && it.column(column).is_some())?;
    let owner = Some((table, column.to_owned()));
    let mut owned = catalog.sequences.values().filter(|it| it.owned_by == owner);
    let (sequence, None) = (owned.next(), owned.next()) else { return None };
    Some(sequence.map_or(Cell::Null, |it| {
        let schema = it.name.schema.as_deref().unwrap_or(DEFAULT);
        Cell::Text(POSTGRESQL.quote(&Name::new(Some(schema), &*it.name.name)))
    }))
}

/// The object that a text names: in small letters but between quotes.
pub(super) fn named(text: &str) -> Name {
    let folded = |it: &str| match it.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
        Some(quoted) => stored(quoted.to_owned()),
        None => stored(it.to_lowercase()),
    };
    let (schema, name) =
        text.rsplit_once('.').map_or((None, text), |(schema, name)| (Some(folded(schema)), name));
    Name::new(schema, folded(name))
}

/// Whether a function is there that a text names with the types of its arguments: `app.f(int)`.
fn function(given: &str, catalog: &Catalog) -> Option<bool> {
    let (name, arguments) = given.trim().strip_suffix(')')?.split_once('(')?;
    let name = named(name).key();
    let arguments = arguments.split(',').map(str::trim).filter(|it| !it.is_empty());
    let arguments: Vec<String> = arguments.map(|it| SqlType::new(it).canonical()).collect();
    let mut own = catalog.functions.keys().filter(|it| it.name.key() == name).peekable();
    let is_any = own.peek().is_some();
    let found = own.any(|it| it.arguments == arguments);
    let is_unsure = is_any && !arguments.is_empty()
        || functions::is_built_in(&name.name)
        || functions::brought(catalog, &name);
    (found || !is_unsure).then_some(found)
}

/// What is there, or whether it is.
fn compared(rest: &[Token], found: Option<Cell>) -> Option<Cell> {
    let words: Vec<&str> = rest.iter().filter_map(Token::word).collect();
    match (words.as_slice(), rest.len()) {
        ([], 0) => Some(found.unwrap_or(Cell::Null)),
        (["is", "null"], 2) => Some(Cell::Bool(found.is_none())),
        (["is", "not", "null"], 3) => Some(Cell::Bool(found.is_some())),
        _ => None,
    }
}
