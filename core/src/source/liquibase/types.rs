//! Column types of changelogs, as Liquibase writes them for each database.

use crate::dialect::Dialect;

/// A database's types: what changelogs call them, and what it does. Names that are not there are
/// written as they stand.
const MAPPINGS: &[(&str, &[(&[&str], &str)])] = &[("postgresql", POSTGRESQL)];

#[rustfmt::skip]
const POSTGRESQL: &[(&[&str], &str)] = &[
    (&["bigint", "int8"], "BIGINT"),
    (&["int", "integer", "int4", "mediumint"], "INTEGER"),
    (&["smallint", "int2", "tinyint"], "SMALLINT"),
    (&["number", "numeric"], "numeric"),
    (&["decimal", "dec", "currency", "money"], "DECIMAL"),
    (&["double", "double precision", "float8"], "DOUBLE PRECISION"),
    (&["float"], "FLOAT"),
    (&["boolean", "bool", "bit"], "BOOLEAN"),
    (&["char", "nchar", "character"], "CHAR"),
    (&["varchar", "nvarchar", "varchar2", "nvarchar2", "character varying"], "VARCHAR"),
    (&["clob", "nclob", "longtext", "mediumtext", "longvarchar", "ntext", "text", "longnvarchar"],
        "TEXT"),
    (&["blob", "longblob", "mediumblob", "tinyblob", "binary", "varbinary", "longvarbinary",
        "image", "bytea"], "BYTEA"),
    (&["date"], "DATE"),
    (&["time"], "TIME WITHOUT TIME ZONE"),
    (&["datetime", "datetime2", "timestamp", "smalldatetime"], "TIMESTAMP WITHOUT TIME ZONE"),
    (&["timestamptz", "timestamp with time zone", "timestamp_with_timezone"],
        "TIMESTAMP WITH TIME ZONE"),
    (&["time with time zone", "timetz", "time_with_timezone"], "TIME WITH TIME ZONE"),
    (&["uuid", "uniqueidentifier"], "UUID"),
];

/// Types that take no length, whatever the changelog says.
const WITHOUT_LENGTH: &[&str] = &[
    "BIGINT",
    "INTEGER",
    "SMALLINT",
    "TEXT",
    "BYTEA",
    "BOOLEAN",
    "DATE",
    "UUID",
    "DOUBLE PRECISION",
];

/// A column's type.
pub(super) fn written(ty: &str, dialect: &Dialect) -> String {
    let ty = ty.trim();
    let ty = ty.strip_prefix("java.sql.Types.").unwrap_or(ty);
    let rows = MAPPINGS.iter().find(|(name, _)| *name == dialect.name).map(|(_, rows)| *rows);
    let (name, length, rest) = parts(ty);
    let words = format!("{name} {rest}");
    let words = words.trim().to_lowercase();
    let rows = rows.unwrap_or_default();
    let Some((_, own)) = rows.iter().find(|(names, _)| names.contains(&&*words)) else {
        return ty.to_owned();
    };
    // A bit is a truth value; several are a string of them.
    if words == "bit" && !length.is_empty() && length != "(1)" {
        return format!("BIT{length}");
    }
    if length.is_empty() || WITHOUT_LENGTH.contains(own) {
        return (*own).to_owned();
    }
    // `TIMESTAMP(6) WITHOUT TIME ZONE`
    match own.split_once(' ') {
        Some((first, rest)) => format!("{first}{length} {rest}"),
        None => format!("{own}{length}"),
    }
}

/// A type's name, its length in parentheses, and the words behind.
fn parts(ty: &str) -> (&str, String, &str) {
    let Some((name, rest)) = ty.split_once('(') else { return (ty, String::new(), "") };
    let (length, rest) = rest.split_once(')').unwrap_or((rest, ""));
    let numbers: Vec<&str> = length.split(',').map(str::trim).collect();
    // Oracle counts bytes or characters; others just count.
    let numbers: Vec<&str> =
        numbers.into_iter().map(|it| it.split_whitespace().next().unwrap_or_default()).collect();
    (name.trim(), format!("({})", numbers.join(", ")), rest.trim())
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
            ("decimal(10,2)", "DECIMAL(10, 2)"),
            ("bit(1)", "BOOLEAN"),
            ("int(11)", "INTEGER"),
            ("jsonb", "jsonb"),
            ("text[]", "text[]"),
        ] {
            assert_eq!(written(ty, POSTGRESQL), expected);
        }
    }
}
