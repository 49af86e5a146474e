//! What differs between databases, as data.

mod column;
mod constraint;
mod index;
mod mysql;
mod option;
mod postgresql;
mod sqlite;
mod standard;

use crate::catalog::Naming;
use crate::name::Name;

/// PostgreSQL, the dialect of most migrations.
pub static POSTGRESQL: &Dialect = &postgresql::POSTGRESQL;
/// MySQL and MariaDB.
pub static MYSQL: &Dialect = &mysql::MYSQL;
/// SQLite.
pub static SQLITE: &Dialect = &sqlite::SQLITE;

/// No database's: what texts are written in that a script makes for none.
pub static STANDARD: &Dialect = &standard::STANDARD;

/// Every dialect that SQL is written in, in the order of menus.
pub static ALL: &[&Dialect] = &[POSTGRESQL, MYSQL, SQLITE];

/// One database's spelling and powers.
///
/// Writing asks these fields and never asks which dialect it has: a new difference is a new
/// field with a name of its own.
#[derive(Debug, PartialEq, Eq)]
pub struct Dialect {
    /// As `SQLAlchemy` calls it: `postgresql`.
    pub name: &'static str,
    /// What people read: `PostgreSQL`.
    pub title: &'static str,
    /// What Flyway's users call it in the places of migrations, for `{vendor}`.
    pub flyway_vendor: &'static str,
    /// Words, in lower case, that no other database reads in a migration.
    pub marks: &'static [&'static str],
    /// What stands around a quoted name.
    pub quote: char,
    /// Words that are quoted as names, sorted.
    pub reserved: &'static [&'static str],
    /// The longest name that is not cut, in bytes.
    pub max_identifier: usize,
    /// The longest name that somebody chose, as `SQLAlchemy` sees it: it cuts only names of its own
    /// making.
    pub max_given_identifier: usize,
    /// Whether a migration runs in a transaction unless it says otherwise, as Alembic sees it.
    pub transactional_ddl: bool,
    pub alter_column: AlterColumn,
    /// Whether `ALTER TABLE … ADD CONSTRAINT` exists.
    pub alter_constraint: bool,
    pub comments: Comments,
    pub column_order: ColumnOrder,
    pub autoincrement: Autoincrement,
    /// Whether the name of a collation always stands in quotes.
    pub quote_collations: bool,
    /// Whether `GENERATED` always says `STORED`.
    pub always_stored: bool,
    pub expression_default: ExpressionDefault,
    /// Whether `GENERATED … AS IDENTITY` exists.
    pub identity_columns: bool,
    /// Whether enums, domains and the like are objects of their own.
    pub named_types: bool,
    /// Whether a column may be an enum, be that an object of its own or not.
    pub enums: bool,
    /// Whether a text that is longer than its column says is refused.
    pub holds_lengths: bool,
    /// Whether indexes have methods, operator classes, predicates and the like.
    pub index_options: bool,
    /// Whether an index may leave rows out with `WHERE`.
    pub partial_indexes: bool,
    pub index_schema: IndexSchema,
    /// Whether `RENAME TO` repeats the schema.
    pub schema_on_rename: bool,
    /// The words that rename a column.
    pub rename_column: &'static str,
    /// What stands before the first option behind the columns of a table.
    pub first_table_option: &'static str,
    /// What stands between the options behind the columns of a table.
    pub table_option: &'static str,
    pub option_order: OptionOrder,
    pub drop_constraint: DropConstraint,
    /// Whether a foreign key says the schema of the table it refers to.
    pub schema_on_reference: bool,
    pub returning: Returning,
    /// Which names the database picks where none is given.
    pub naming: Naming,
    /// Whether a backslash in a string must be doubled.
    pub backslash_escapes: bool,
    /// How `SQLAlchemy` writes it while there is no connection to ask; nothing if that is the same.
    pub without_connection: Option<&'static Self>,
}

/// PostgreSQL's, where nobody says another.
impl Default for &Dialect {
    fn default() -> Self {
        POSTGRESQL
    }
}

/// How a column is changed in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlterColumn {
    /// One statement per change: `ALTER COLUMN c TYPE t`.
    Clauses,
    /// The whole column again: `MODIFY c t NOT NULL`.
    Modify,
    /// Only its name; for all else the table is copied.
    Rebuild,
}

/// Where comments are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comments {
    /// `COMMENT ON …`, a statement of its own.
    Statements,
    /// Within the column or table.
    Inline,
    /// Nowhere.
    None,
}

/// The order of the parts of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnOrder {
    /// `a INTEGER DEFAULT 1 NOT NULL`.
    DefaultFirst,
    /// `a INTEGER NOT NULL COMMENT 'x' DEFAULT 1`.
    DefaultLast,
}

/// How a column says that the database counts it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Autoincrement {
    /// By its type or identity.
    Type,
    /// With a word of its own.
    Word(&'static str),
    /// With the primary key, which is then part of the column.
    Key(&'static str),
}

/// How a default that is more than a word or a literal is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpressionDefault {
    Bare,
    Parenthesized,
}

/// Where an index says the schema it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexSchema {
    /// When it is dropped; when it is made, its table says it.
    OnDrop,
    /// Never: an index belongs to its table, which is always said.
    OnTable,
    /// On the index instead of the table.
    OnBoth,
}

/// The order of the options behind the columns of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionOrder {
    AsGiven,
    /// A collation behind all else if there is a character set, partitions behind that.
    PartitionsLast,
}

/// How a constraint is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropConstraint {
    /// `DROP CONSTRAINT x`.
    ByName,
    /// `DROP FOREIGN KEY x`, `DROP PRIMARY KEY`, `DROP INDEX x`, `DROP CHECK x`.
    ByKind,
    /// Not at all: the table is copied.
    Never,
}

/// What an INSERT of one row says of the row it made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returning {
    /// `RETURNING t.a`.
    Qualified,
    /// `RETURNING a`.
    Plain,
    /// Nothing.
    None,
}

impl Dialect {
    /// What follows an INSERT into `table`, both names quoted, so that it tells this column.
    pub fn returning(&self, table: &str, column: &str) -> String {
        match self.returning {
            Returning::Qualified => format!(" RETURNING {table}.{column}"),
            Returning::Plain => format!(" RETURNING {column}"),
            Returning::None => String::new(),
        }
    }

    /// The dialect of this name, as database URLs and migration tools say it.
    pub fn named(name: &str) -> Option<&'static Self> {
        let name = match name {
            "postgres" | "pg" => "postgresql",
            "mariadb" => "mysql",
            "sqlite3" | "libsql" | "turso" => "sqlite",
            other => other,
        };
        ALL.iter().copied().find(|it| it.name == name)
    }

    /// The name with its schema, each part in quotes if it needs them.
    pub fn quote(&self, name: &Name) -> String {
        match &name.schema {
            Some(schema) => format!("{}.{}", self.quote_name(schema), self.quote_name(&name.name)),
            None => self.quote_name(&name.name),
        }
    }

    /// One part of a name, in quotes if it needs them.
    pub fn quote_name(&self, name: &str) -> String {
        if !self.needs_quotes(name) {
            return name.to_owned();
        }
        let doubled = format!("{0}{0}", self.quote);
        format!("{0}{1}{0}", self.quote, name.replace(self.quote, &doubled))
    }

    /// The names with commas between them.
    pub fn quote_list(&self, names: &[String]) -> String {
        let quoted: Vec<_> = names.iter().map(|it| self.quote_name(it)).collect();
        quoted.join(", ")
    }

    /// The text as a string literal.
    pub fn literal(&self, text: &str) -> String {
        let text = text.replace('\'', "''");
        let text = if self.backslash_escapes { text.replace('\\', "\\\\") } else { text };
        format!("'{text}'")
    }

    /// The same as it is written while there is no connection.
    pub fn offline(&self) -> &Self {
        self.without_connection.unwrap_or(self)
    }

    /// Whether a name must be quoted to be read back as it is.
    ///
    /// These are the rules of `SQLAlchemy`'s `IdentifierPreparer`.
    pub fn needs_quotes(&self, name: &str) -> bool {
        let legal = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "_$".contains(it);
        name.starts_with(|it: char| it.is_ascii_digit() || it == '$')
            || !name.chars().all(legal)
            || name.is_empty()
            || self.reserved.binary_search(&name).is_ok()
    }
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn untyped_column(column: &str) -> Problem {
        Problem::error("untyped-column", format!("the type of column `{column}` is not known"))
            .help("give the column a type that does not depend on a running program")
    }

    pub(super) fn not_in_dialect(what: &str, dialect: &str) -> Problem {
        Problem::error("not-in-dialect", format!("{dialect} has no {what}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_only_where_they_must_be() {
        let cases = [
            ("users", "users"),
            ("order", "\"order\""),
            ("Users", "\"Users\""),
            ("2fa", "\"2fa\""),
            ("$x", "\"$x\""),
            ("x$", "x$"),
            ("a b", "\"a b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("état", "\"état\""),
            ("timestamp", "timestamp"),
        ];
        for (name, quoted) in cases {
            assert_eq!(POSTGRESQL.quote_name(name), quoted);
        }
        assert_eq!(MYSQL.quote_name("rank"), "`rank`");
        assert_eq!(SQLITE.quote_name("rank"), "rank");
    }

    #[test]
    fn a_schema_is_quoted_apart() {
        let name = Name::new(Some("Audit"), "log");
        assert_eq!(POSTGRESQL.quote(&name), "\"Audit\".log");
    }

    #[test]
    fn reserved_words_are_sorted_for_the_search() {
        for dialect in ALL {
            assert!(dialect.reserved.is_sorted(), "{}", dialect.name);
        }
    }

    #[test]
    fn strings_double_what_would_end_them() {
        assert_eq!(POSTGRESQL.literal("it's \\d"), "'it''s \\d'");
        assert_eq!(MYSQL.literal("it's \\d"), "'it''s \\\\d'");
    }
}
