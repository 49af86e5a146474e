//! What the server refuses in a column's own definition.

use super::{cast, collation};
use crate::catalog::{Catalog, Column, Naming, SqlType, TypeKind, accepts, calls, identifiers};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::problem;

/// Types that no column has.
const PSEUDO: &[&str] = &[
    "any",
    "anyarray",
    "anyelement",
    "cstring",
    "internal",
    "record",
    "trigger",
    "unknown",
    "void",
];

/// Columns that every table of PostgreSQL has.
const SYSTEM: &[&str] = &["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"];

/// Says why the server would refuse a column as it is defined.
///
/// # Errors
/// Its parts contradict each other, or its default does not fit its type.
pub(in crate::op) fn check(
    catalog: &Catalog,
    table: &Name,
    column: &Column,
) -> Result<(), Problem> {
    if catalog.naming != Naming::BySchema {
        return Ok(());
    }
    let refuse = |why: &str| Err(problem::column_definition(table, &column.name, why));
    check_name(catalog, table, &column.name)?;
    let shell = column.ty.named.as_ref().and_then(|it| catalog.type_named(it));
    if shell.is_some_and(|it| !it.assumed && it.is_shell()) {
        return Err(problem::unknown("unknown-type", "type", &column.ty.spelling));
    }
    let serial = column.ty.behind_serial();
    let ty = serial.clone().unwrap_or_else(|| column.ty.clone());
    let canonical = ty.canonical();
    if column.default.is_some() && serial.is_some() {
        return refuse("a serial column has a default of its own");
    }
    let has_default = column.default.is_some() || serial.is_some();
    if has_default && column.identity.is_some() {
        return refuse("an identity column has no default");
    }
    if has_default && column.generated.is_some() {
        return refuse("a generated column has no default");
    }
    let is_integer = ["smallint", "integer", "bigint"].contains(&&*canonical);
    if column.identity.is_some() && !is_integer && is_known(catalog, &ty) {
        return refuse("only an integer can be an identity");
    }
    if ty.named.is_none() && PSEUDO.contains(&&*canonical) {
        return refuse("its type is none for columns");
    }
    check_modifiers(catalog, table, &column.name, &column.ty)?;
    if column.collation.is_some() && collation::has_none(catalog, &ty) {
        return refuse("only text has a collation");
    }
    collation::is_there(catalog, column.collation.as_deref())?;
    let is_own_row = |it: &Name| it.key() == table.key() && catalog.table(table).is_some();
    if column.ty.named.as_ref().is_some_and(is_own_row) {
        return refuse("a row of the table would be within itself");
    }
    let sequence = column.default.as_deref().and_then(super::column::named_sequence);
    if let Some(sequence) = sequence.filter(|it| catalog.relation(it).is_none()) {
        let may_be_there = catalog.takes_tables_for_granted();
        if !may_be_there {
            return Err(problem::unknown("unknown-sequence", "sequence", &sequence));
        }
    }
    if column.is_virtual()
        && let Some(generated) = &column.generated
        && catalog.functions.keys().any(|it| calls(&generated.expression, &it.name.name))
    {
        return refuse("it is virtual, and calls a function that is not the server's own");
    }
    match &column.default {
        Some(default) => check_default(catalog, table, &column.name, &ty, default),
        None => Ok(()),
    }
}

/// Says why no column can be called so.
///
/// # Errors
/// It is the name of one that every table has.
pub(in crate::op) fn check_name(
    catalog: &Catalog,
    table: &Name,
    name: &str,
) -> Result<(), Problem> {
    if catalog.naming == Naming::BySchema && SYSTEM.contains(&name) {
        return Err(problem::duplicate_in_table("duplicate-column", "system column", name, table));
    }
    Ok(())
}

fn is_known(catalog: &Catalog, ty: &SqlType) -> bool {
    match &ty.named {
        Some(name) => {
            catalog.type_named(name).is_some_and(|it| matches!(it.kind, TypeKind::Enum(_)))
        }
        None => ty.is_builtin(),
    }
}

/// Says why what stands in parentheses behind a column's type is not for it.
///
/// # Errors
/// The type takes none, or other ones: `inet(5)`, `varchar(15,2)`.
pub(in crate::op) fn check_modifiers(
    catalog: &Catalog,
    table: &Name,
    column: &str,
    ty: &SqlType,
) -> Result<(), Problem> {
    if catalog.naming != Naming::BySchema {
        return Ok(());
    }
    let own = || ty.named.as_ref().and_then(|it| catalog.type_named(it));
    let takes_none = ty.has_modifiers() && own().is_some_and(|it| it.is_of_statement());
    let why = match takes_none {
        true => Some("its type takes no length"),
        false => ty.refused_modifiers(catalog.server),
    };
    why.map_or(Ok(()), |it| Err(problem::type_modifiers(table, column, &ty.spelling, it)))
}

/// Whether a default is plain enough to tell its type without the tables and functions around it.
pub fn is_plain_default(default: &str) -> bool {
    literal(default).is_some() || type_of(default).is_some()
}

/// Says why a default does not fit its column's type, where it is plain enough to tell.
///
/// # Errors
/// It can't be converted, or is no value of the type.
pub(in crate::op) fn check_default(
    catalog: &Catalog,
    table: &Name,
    column: &str,
    ty: &SqlType,
    default: &str,
) -> Result<(), Problem> {
    if catalog.naming != Naming::BySchema {
        return Ok(());
    }
    let refuse = || Err(problem::default_differs(table, column, default, &ty.canonical()));
    if let Some(text) = literal(default) {
        return if accepts(catalog, ty, &text) == Some(false) { refuse() } else { Ok(()) };
    }
    match type_of(default) {
        Some(given) if cast::assigns(catalog, &given, ty) == Some(false) => refuse(),
        _ => Ok(()),
    }
}

/// Whether a default turns into a type into which the type of its column doesn't by itself.
///
/// What turned it into the type of the column is taken away, unless it was written: the default of
/// an `uuid` that became a text is an `uuid` still. A string was of the column's type at once, unless
/// it says another.
pub(in crate::op) fn default_turns(catalog: &Catalog, default: &str, to: &SqlType) -> bool {
    match type_of(default).or_else(|| said_type(catalog, default)) {
        Some(given) => cast::assigns(catalog, &given, to) != Some(false),
        None => is_call(default),
    }
}

/// The type that a default says which is a string: `'low'::level`.
fn said_type(catalog: &Catalog, default: &str) -> Option<SqlType> {
    let (text, ty) = default.rsplit_once("::")?;
    literal(text)?;
    let mut parts: Vec<String> = identifiers(ty).collect();
    let name = parts.pop()?;
    let own = catalog.type_named(&Name::new(parts.pop(), name));
    match own {
        Some(own) => Some(SqlType::named(own.name.clone(), ty.trim())),
        None => Some(SqlType::new(ty.trim())).filter(SqlType::is_builtin),
    }
}

/// Whether a default is a call of a function, of which we don't know what it gives.
fn is_call(default: &str) -> bool {
    let lower = default.trim().to_ascii_lowercase();
    let is_name = lower.starts_with(|it: char| it.is_alphabetic() || matches!(it, '_' | '"'));
    is_name && lower.ends_with(')') && !lower.contains("::") && !lower.starts_with("cast(")
}

/// The text of a default that is nothing but a string.
pub(in crate::op) fn literal(default: &str) -> Option<String> {
    // Behind an `E` a text without backslashes says the same.
    let bare = default.trim();
    let bare = match bare.strip_prefix(['e', 'E']) {
        Some(rest) if !rest.contains('\\') => rest,
        _ => bare,
    };
    let inner = bare.strip_prefix('\'')?.strip_suffix('\'')?;
    let text = inner.replace("''", "\u{0}");
    (!text.contains('\'')).then(|| text.replace('\u{0}', "'"))
}

/// The type of a default that is a number, a truth value, the time, or counts.
pub(in crate::op) fn type_of(default: &str) -> Option<SqlType> {
    let lower = default.trim().to_ascii_lowercase();
    let digits = lower.trim_start_matches(['-', '+', ' ']);
    let is_number = digits.starts_with(|it: char| it.is_ascii_digit());
    let ty = match lower.as_str() {
        "true" | "false" => "boolean",
        "now()" | "current_timestamp" | "clock_timestamp()" | "statement_timestamp()" => {
            "timestamp with time zone"
        }
        "current_date" => "date",
        "gen_random_uuid()" | "uuid_generate_v4()" => "uuid",
        it if it.starts_with("nextval(") && it.find(')') == Some(it.len() - 1) => "bigint",
        _ if is_number && digits.chars().all(|it| it.is_ascii_digit()) => "integer",
        _ if is_number && digits.chars().all(|it| it.is_ascii_digit() || it == '.') => "numeric",
        _ => return None,
    };
    Some(SqlType::new(ty))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(ty: &str, default: &str) -> bool {
        let catalog = Catalog::default();
        check_default(&catalog, &Name::plain("t"), "a", &SqlType::new(ty), default).is_ok()
    }

    #[test]
    fn a_default_must_be_a_value_of_its_type() {
        assert!(fits("integer", "'1'") && !fits("integer", "'x'"));
        assert!(fits("boolean", "'t'") && !fits("boolean", "0"));
        assert!(fits("text", "0") && !fits("integer", "false"));
        assert!(fits("timestamptz", "now()") && !fits("integer", "now()"));
        assert!(fits("uuid", "gen_random_uuid()") && fits("varchar(36)", "gen_random_uuid()"));
        assert!(fits("jsonb", "'{}'::jsonb"));
        assert!(fits("smallint", "nextval('s')") && !fits("date", "nextval('s')"));
        assert!(fits("date", "nextval('s')::text::date"));
    }
}
