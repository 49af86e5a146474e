//! What a new column brings along: the sequence of a serial or identity column.

use crate::catalog::{Catalog, Column, Naming, Privileges, Role, Sequence, TakenNames, next_value};
use crate::name::Name;

/// Makes a column what the database keeps of it, and makes its sequence.
pub(in crate::op) fn settle(
    catalog: &mut Catalog,
    table: &Name,
    column: &mut Column,
    taken: &mut TakenNames,
) {
    if catalog.naming != Naming::BySchema {
        return;
    }
    if let Some(sequence) = column.default.as_deref().and_then(named_sequence)
        && catalog.sequences.contains_key(&sequence.key())
    {
        column.default = Some(next_value(&sequence));
    }
    if let Some(ty) = column.ty.behind_serial() {
        column.ty = ty;
        column.nullable = false;
        let sequence = add_sequence(catalog, table, column, "", taken);
        column.default = Some(next_value(&sequence));
    }
    if let Some(identity) = &column.identity {
        let options = identity.options.clone();
        column.nullable = false;
        add_sequence(catalog, table, column, &options, taken);
    }
}

/// The sequence in `nextval('app.s')` or `nextval('s'::regclass)`.
pub(in crate::op) fn named_sequence(default: &str) -> Option<Name> {
    let call = default.trim();
    let start = call.get(..8)?.to_ascii_lowercase();
    let inner = call.get(8..)?.trim_end().strip_suffix(')')?.trim();
    let inner = inner.strip_suffix("::regclass").unwrap_or(inner).trim();
    let name = inner.strip_prefix('\'')?.strip_suffix('\'')?;
    // A number is that by which the server itself knows an object.
    let is_number = name.bytes().all(|it| it.is_ascii_digit());
    (start == "nextval(" && !is_number).then(|| named(name))
}

/// The name of the sequence in `SEQUENCE NAME app.s START WITH 1`; without a schema it goes to that of
/// its table.
fn given_name(options: &str, table: &Name) -> Option<Name> {
    let mut words = options.split_whitespace();
    words.find(|it| it.eq_ignore_ascii_case("sequence"))?;
    words.next().filter(|it| it.eq_ignore_ascii_case("name"))?;
    let name = named(words.next()?);
    Some(if name.schema.is_some() { name } else { table.renamed(name.name) })
}

fn named(text: &str) -> Name {
    let part = |it: &str| match it.strip_prefix('"') {
        Some(quoted) => quoted.trim_end_matches('"').to_owned(),
        None => it.to_lowercase(),
    };
    match text.split_once('.') {
        Some((schema, name)) => Name::new(Some(part(schema)), part(name)),
        None => Name::plain(part(text)),
    }
}

/// Lets the columns that count up by a sequence say its new name.
pub(in crate::op) fn change_default(catalog: &mut Catalog, from: &Name, to: &Name) {
    let (old, new) = (next_value(from), next_value(to));
    let counts = |it: &Column| it.default.as_ref() == Some(&old);
    let counting = catalog.tables.mentioning(Role::Counter, &Name::plain(&*old));
    let counting: Vec<Name> = counting.cloned().collect();
    catalog.tables.change_these(counting, |it| {
        for column in it.columns.iter_mut().filter(|it| counts(it)) {
            column.default = Some(new.clone());
        }
    });
}

/// Makes the sequence that belongs to this column, and says how it is called.
pub(in crate::op) fn add_sequence(
    catalog: &mut Catalog,
    table: &Name,
    column: &Column,
    options: &str,
    taken: &mut TakenNames,
) -> Name {
    let usual = || table.renamed(taken.sequence(&table.name, &column.name));
    let name = given_name(options, table).unwrap_or_else(usual);
    taken.take_relation(name.name.clone());
    let sequence = Sequence {
        name: name.clone(),
        ty: Some(column.ty.clone()),
        options: options.to_owned(),
        owned_by: Some((table.key(), column.name.clone())),
        of_identity: column.identity.is_some(),
        comment: None,
        privileges: Privileges::default(),
    };
    catalog.sequences.insert(name.key(), sequence);
    name
}
