//! Column types of changelogs, as Liquibase writes them for each database.

use crate::dialect::Dialect;

/// How a database writes what changelogs say; names that are not there are written as they stand.
struct Spelling {
    types: &'static [Row],
    /// The function that gives this moment.
    now: &'static str,
}

const SPELLINGS: &[(&str, Spelling)] =
    &[("postgresql", Spelling { types: POSTGRESQL, now: "NOW()" })];

/// What changelogs call a type, and what the database does.
type Row = (&'static [&'static str], &'static str);

#[rustfmt::skip]
const POSTGRESQL: &[Row] = &[
    (&["bigint", "int8", "integer8"], "BIGINT"),
    (&["int", "integer", "int4"], "INTEGER"),
    (&["smallint", "int2", "tinyint"], "SMALLINT"),
    (&["mediumint"], "MEDIUMINT"),
    (&["number", "numeric"], "numeric"),
    (&["decimal", "currency", "money", "smallmoney"], "DECIMAL"),
    (&["double", "double precision"], "DOUBLE PRECISION"),
    (&["float"], "FLOAT"),
    (&["real"], "REAL"),
    (&["boolean", "bool"], "BOOLEAN"),
    (&["bit"], "BIT"),
    (&["bit varying"], "BIT VARYING"),
    (&["char", "character", "bpchar"], "CHAR"),
    (&["nchar", "nchar2"], "NCHAR"),
    (&["varchar", "nvarchar", "varchar2", "nvarchar2", "character varying", "national"],
        "VARCHAR"),
    (&["clob", "nclob", "longtext", "mediumtext", "tinytext", "longvarchar", "ntext", "text",
        "longnvarchar", "long varchar", "long nvarchar"], "TEXT"),
    // As Hibernate keeps them: beside the table.
    (&["blob"], "OID"),
    (&["longblob", "mediumblob", "tinyblob", "binary", "varbinary", "longvarbinary", "image",
        "bytea", "long binary", "long varbinary"], "BYTEA"),
    (&["date"], "date"),
    (&["time"], "time WITHOUT TIME ZONE"),
    (&["timetz"], "time WITH TIME ZONE"),
    (&["datetime", "datetime2", "timestamp", "smalldatetime"], "TIMESTAMP WITHOUT TIME ZONE"),
    (&["timestamptz", "timestamp_with_timezone"], "TIMESTAMP WITH TIME ZONE"),
    (&["serial", "serial4"], "INTEGER"),
    (&["bigserial", "serial8"], "BIGINT"),
    (&["smallserial"], "SMALLINT"),
    (&["uuid", "uniqueidentifier"], "UUID"),
    (&["xml", "xmltype", "sqlxml"], "XML"),
];

/// Types that take no length, whatever the changelog says.
const WITHOUT_LENGTH: &[&str] = &[
    "BIGINT",
    "INTEGER",
    "SMALLINT",
    "TEXT",
    "BYTEA",
    "OID",
    "BOOLEAN",
    "REAL",
    "date",
    "UUID",
    "DOUBLE PRECISION",
];

/// What a value of a type is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// In quotes.
    Text,
    /// As it stands.
    Number,
    Truth,
    Moment,
}

/// How types begin whose values do not stand in quotes.
#[rustfmt::skip]
const VALUES: &[(&str, Value)] = &[
    ("BIGINT", Value::Number), ("INTEGER", Value::Number), ("SMALLINT", Value::Number),
    ("MEDIUMINT", Value::Number), ("numeric", Value::Number), ("DECIMAL", Value::Number),
    ("DOUBLE", Value::Number), ("FLOAT", Value::Number), ("REAL", Value::Number),
    ("UUID", Value::Number), ("BOOLEAN", Value::Truth), ("BIT", Value::Truth),
    ("TIMESTAMP", Value::Moment),
];

/// Whether a type counts by itself, as a column of a new table.
pub(super) fn counts(ty: &str) -> bool {
    let serial = ["serial", "serial4", "bigserial", "serial8", "smallserial"];
    serial.contains(&ty.trim().to_lowercase().as_str())
}

/// What a value of a type is written as.
pub(super) fn value(ty: &str, dialect: &Dialect) -> Value {
    let ty = written(ty, dialect);
    let own =
        |name: &str| ty.strip_prefix(name).is_some_and(|it| !it.starts_with(char::is_alphanumeric));
    VALUES.iter().find(|(name, _)| own(name)).map_or(Value::Text, |(_, value)| *value)
}

/// A function as the database calls it: every way of asking for this moment becomes its own.
pub(super) fn function(text: &str, dialect: &Dialect) -> String {
    let lower = text.trim().to_lowercase();
    let asks = lower.starts_with("current_timestamp") || lower.starts_with("current_datetime");
    match spelling(dialect) {
        Some(own) if asks || lower.eq_ignore_ascii_case(own.now) => own.now.to_owned(),
        _ => text.to_owned(),
    }
}

fn spelling(dialect: &Dialect) -> Option<&'static Spelling> {
    SPELLINGS.iter().find(|(name, _)| *name == dialect.name).map(|(_, it)| it)
}

/// A column's type.
pub(super) fn written(ty: &str, dialect: &Dialect) -> String {
    let ty = ty.trim();
    let ty = match ty.strip_prefix("java.sql.Types.") {
        Some("REAL") => "float",
        Some(java) => java,
        None => ty,
    };
    let Some(spelling) = spelling(dialect) else { return ty.to_owned() };
    let (name, length, rest) = parts(ty);
    let length = if length.is_empty() { String::new() } else { format!("({length})") };
    let own = |words: &str| {
        let words = words.to_lowercase();
        spelling.types.iter().find(|(names, _)| names.contains(&&*words)).map(|(_, own)| *own)
    };
    // The first word is the type, and what is behind it, it keeps.
    let (first, words) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
    let whole = own(name).map(|it| (it, rest.to_owned()));
    let known = whole.or_else(|| Some((own(first)?, format!("{words} {rest}"))));
    match known {
        Some((own, rest)) => with_length(own, &length, rest.trim()),
        None => {
            let name = name.trim_matches(['"', '`']).to_uppercase();
            format!("{name}{length} {rest}").trim().to_owned()
        }
    }
}

/// `TIMESTAMP(6) WITHOUT TIME ZONE`
fn with_length(own: &str, length: &str, rest: &str) -> String {
    let length = if WITHOUT_LENGTH.contains(&own) { "" } else { length };
    let has_zone = own.ends_with("TIME ZONE");
    let (first, usual) = own.split_once(' ').filter(|_| has_zone).unwrap_or((own, ""));
    let zone = rest.to_uppercase().replace("TIMEZONE", "TIME ZONE");
    let words = match zone.ends_with("TIME ZONE") {
        true => &zone,
        // Attributes of other databases, such as `UNSIGNED`, stay.
        false if usual.is_empty() => rest,
        false => usual,
    };
    format!("{first}{length} {words}").trim_end().to_owned()
}

/// A type's name, its length, and the words behind.
fn parts(ty: &str) -> (&str, String, &str) {
    let Some((name, rest)) = ty.split_once('(') else { return (ty, String::new(), "") };
    let (length, rest) = rest.split_once(')').unwrap_or((rest, ""));
    let numbers: Vec<&str> = length.split(',').map(str::trim).collect();
    // Oracle counts bytes or characters; others just count.
    let numbers: Vec<&str> =
        numbers.into_iter().map(|it| it.split_whitespace().next().unwrap_or_default()).collect();
    (name.trim(), numbers.join(", "), rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::POSTGRESQL;

    #[test]
    fn types_are_those_of_the_database() {
        for (ty, expected) in [
            ("varchar(50)", "VARCHAR(50)"),
            ("java.sql.Types.VARCHAR(255 CHAR)", "VARCHAR(255)"),
            ("datetime(6)", "TIMESTAMP(6) WITHOUT TIME ZONE"),
            ("timestamp with time zone", "TIMESTAMP WITH TIME ZONE"),
            ("timestamp(6) with time zone", "TIMESTAMP(6) WITH TIME ZONE"),
            ("datetime with time zone", "TIMESTAMP WITH TIME ZONE"),
            ("timetz", "time WITH TIME ZONE"),
            ("double precision", "DOUBLE PRECISION"),
            ("BIGINT UNSIGNED", "BIGINT UNSIGNED"),
            ("blob", "OID"),
            ("\"MyType\"", "MYTYPE"),
            ("bit varying(5)", "BIT VARYING(5)"),
            ("geometry(Point,4326)", "GEOMETRY(Point, 4326)"),
            ("decimal(10,2)", "DECIMAL(10, 2)"),
            ("bit(1)", "BIT(1)"),
            ("int(11)", "INTEGER"),
            ("jsonb", "JSONB"),
            ("text[]", "TEXT[]"),
        ] {
            assert_eq!(written(ty, POSTGRESQL), expected);
        }
    }
}
