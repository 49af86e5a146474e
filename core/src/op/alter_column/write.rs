//! How each database says that a column changes.

use super::super::problem;
use super::AlterColumn;
use crate::catalog::SqlType;
use crate::diagnostic::Problem;
use crate::dialect::{self, Dialect};

impl AlterColumn {
    /// One statement per change, the new name last, in the order of Alembic.
    pub(super) fn clauses(&self, dialect: &Dialect) -> Vec<String> {
        let changes = &self.changes;
        let table = dialect.quote(&self.table);
        let column = dialect.quote_name(&self.column);
        let only = if self.only { "ONLY " } else { "" };
        let alter =
            |clause: String| format!("ALTER TABLE {only}{table} ALTER COLUMN {column} {clause}");
        let ty = changes.ty.as_ref().map(|it| self.type_clause(it, dialect));
        let type_first = dialect.alter_column == dialect::AlterColumn::Clauses;
        let mut clauses = Vec::new();
        clauses.extend(ty.clone().filter(|_| type_first));
        clauses.extend(changes.nullable.map(|it| {
            let word = if it { "DROP" } else { "SET" };
            format!("{word} NOT NULL")
        }));
        clauses.extend(changes.default.as_ref().map(|it| match it {
            Some(default) => format!("SET DEFAULT {default}"),
            None => "DROP DEFAULT".to_owned(),
        }));
        clauses.extend(changes.identity.as_ref().map(|it| match it {
            Some(identity) => format!("ADD {}", dialect.identity(identity)),
            None => "DROP IDENTITY".to_owned(),
        }));
        clauses.extend(ty.filter(|_| !type_first));
        clauses.extend(changes.expression.as_ref().map(|it| format!("SET EXPRESSION AS ({it})")));
        clauses.extend(changes.drop_expression.then(|| "DROP EXPRESSION".to_owned()));
        clauses.extend(changes.options.iter().map(|it| it.trim().to_owned()));
        let mut statements: Vec<_> = clauses.into_iter().map(alter).collect();
        statements.extend(changes.comment.as_ref().map(|it| {
            let comment = it.as_ref().map_or("NULL".to_owned(), |it| dialect.literal(it));
            format!("COMMENT ON COLUMN {table}.{column} IS {comment}")
        }));
        statements.extend(self.rename(dialect));
        statements
    }

    fn type_clause(&self, ty: &SqlType, dialect: &Dialect) -> String {
        let using = self.changes.using.as_ref().map(|it| format!(" USING {it}"));
        let using = using.filter(|_| dialect.alter_column == dialect::AlterColumn::Clauses);
        let collation = self.changes.collation.as_ref();
        let collation = collation.map(|it| format!(" COLLATE {}", dialect.collation(it)));
        let tail = collation.unwrap_or_default() + &using.unwrap_or_default();
        format!("TYPE {}{tail}", ty.spelling)
    }

    pub(super) fn rename(&self, dialect: &Dialect) -> Vec<String> {
        let table = dialect.quote(&self.table);
        let column = dialect.quote_name(&self.column);
        let word = dialect.rename_column;
        let names = self.changes.name.iter().map(|it| dialect.quote_name(it));
        names.map(|to| format!("ALTER TABLE {table} {word} {column} TO {to}")).collect()
    }

    /// The whole column again, as MySQL wants it.
    pub(super) fn modify(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let changes = &self.changes;
        if changes.identity.is_some() {
            return Err(problem::not_in_dialect("identity columns", dialect.name));
        }
        let table = dialect.quote(&self.table);
        let column = dialect.quote_name(&self.column);
        let ty = changes.ty.as_ref().or(self.existing.ty.as_ref());
        let is_moment = self.existing.is_moment && changes.default != Some(None);
        let change = if changes.name.is_some() || is_moment {
            let to = changes.name.as_ref().unwrap_or(&self.column);
            format!("CHANGE {column} {}", dialect.quote_name(to))
        } else if changes.nullable.is_some()
            || changes.ty.is_some()
            || changes.autoincrement.is_some()
            || changes.comment.is_some()
        {
            format!("MODIFY {column}")
        } else {
            let Some(default) = &changes.default else { return Ok(Vec::new()) };
            let clause = match default {
                Some(default) => format!("SET DEFAULT {default}"),
                None => "DROP DEFAULT".to_owned(),
            };
            return Ok(vec![format!("ALTER TABLE {table} ALTER COLUMN {column} {clause}")]);
        };
        let ty = ty.ok_or_else(|| problem::untold_type(&self.table, &self.column))?;
        let whole = self.whole(ty, dialect);
        Ok(vec![format!("ALTER TABLE {table} {change} {whole}")])
    }

    fn whole(&self, ty: &SqlType, dialect: &Dialect) -> String {
        let (changes, existing) = (&self.changes, &self.existing);
        let nullable = changes.nullable.or(existing.nullable).unwrap_or(true);
        let mut words = vec![ty.spelling.clone()];
        words.push(if nullable { "NULL".to_owned() } else { "NOT NULL".to_owned() });
        if changes.autoincrement.or(existing.autoincrement) == Some(true) {
            words.push("AUTO_INCREMENT".to_owned());
        }
        let default = changes.default.as_ref().or(existing.default.as_ref());
        words.extend(default.and_then(|it| it.as_ref()).map(|it| format!("DEFAULT {it}")));
        let comment = match &changes.comment {
            Some(comment) => comment.as_ref(),
            None => existing.comment.as_ref(),
        };
        words.extend(comment.map(|it| format!("COMMENT {}", dialect.literal(it))));
        words.join(" ")
    }
}

/// A default as PostgreSQL keeps it when the column's type changes: with the type that it had, of
/// which a bare number tells that it is `integer`.
pub(super) fn bare_number(default: String, ty: &SqlType) -> String {
    let is_integer =
        ["integer", "int", "int4"].iter().any(|it| ty.spelling.eq_ignore_ascii_case(it));
    let inner = default.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    let number = inner.filter(|it| is_integer && it.parse::<i32>().is_ok());
    number.map(str::to_owned).unwrap_or(default)
}

/// Whether a column of the type is a date and time.
pub(super) fn is_moment(ty: &SqlType) -> bool {
    let spelling = ty.spelling.to_uppercase();
    spelling.starts_with("DATETIME") || spelling.starts_with("TIMESTAMP")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{MYSQL, POSTGRESQL, SQLITE};
    use crate::name::Name;
    use crate::op::{ColumnChanges, Existing, Op};

    fn alter(changes: ColumnChanges, existing: Existing) -> AlterColumn {
        let (table, column) = (Name::plain("t"), "c".to_owned());
        AlterColumn { table, column, changes, existing, only: false }
    }

    #[test]
    fn postgresql_has_a_statement_per_change_and_the_name_comes_last() {
        let changes = ColumnChanges {
            name: Some("d".to_owned()),
            ty: Some(SqlType::new("BIGINT")),
            using: Some("c::bigint".to_owned()),
            nullable: Some(true),
            default: Some(Some("now()".to_owned())),
            comment: Some(Some("z".to_owned())),
            ..ColumnChanges::default()
        };
        let expected = [
            "ALTER TABLE t ALTER COLUMN c TYPE BIGINT USING c::bigint",
            "ALTER TABLE t ALTER COLUMN c DROP NOT NULL",
            "ALTER TABLE t ALTER COLUMN c SET DEFAULT now()",
            "COMMENT ON COLUMN t.c IS 'z'",
            "ALTER TABLE t RENAME c TO d",
        ];
        let sql = alter(changes, Existing::default()).sql(POSTGRESQL);
        assert_eq!(sql.unwrap_or_default(), expected);
    }

    #[test]
    fn mysql_repeats_the_whole_column() {
        let existing = |ty: &str| {
            let ty = SqlType::new(ty);
            Existing { is_moment: is_moment(&ty), ty: Some(ty), ..Existing::default() }
        };
        let not_null = ColumnChanges { nullable: Some(false), ..ColumnChanges::default() };
        let described = Existing {
            default: Some(Some("'q'".to_owned())),
            comment: Some("c".to_owned()),
            ..existing("VARCHAR(10)")
        };
        let default = |it: Option<&str>| ColumnChanges {
            default: Some(it.map(str::to_owned)),
            ..ColumnChanges::default()
        };
        let cases = [
            (not_null, described, "MODIFY c VARCHAR(10) NOT NULL DEFAULT 'q' COMMENT 'c'"),
            (
                default(Some("now()")),
                existing("DATETIME"),
                "CHANGE c c DATETIME NULL DEFAULT now()",
            ),
            (default(Some("'5'")), Existing::default(), "ALTER COLUMN c SET DEFAULT '5'"),
            (default(None), existing("DATETIME"), "ALTER COLUMN c DROP DEFAULT"),
        ];
        for (changes, existing, clause) in cases {
            let sql = alter(changes, existing).sql(MYSQL).unwrap_or_default();
            assert_eq!(sql, [format!("ALTER TABLE t {clause}")]);
        }
    }

    #[test]
    fn sqlite_refuses_all_but_a_new_name() {
        let name = ColumnChanges { name: Some("d".to_owned()), ..ColumnChanges::default() };
        let rename = alter(name.clone(), Existing::default());
        assert_eq!(rename.sql(SQLITE).unwrap_or_default(), ["ALTER TABLE t RENAME COLUMN c TO d"]);
        assert_eq!(rename.refusal(SQLITE), None);
        let ty = Some(SqlType::new("TEXT"));
        let all = alter(ColumnChanges { ty, nullable: Some(true), ..name }, Existing::default());
        let expected = [
            "ALTER TABLE t ALTER COLUMN c DROP NOT NULL",
            "ALTER TABLE t ALTER COLUMN c TYPE TEXT",
            "ALTER TABLE t RENAME COLUMN c TO d",
        ];
        assert_eq!(all.sql(SQLITE).unwrap_or_default(), expected);
        assert_eq!(all.refusal(SQLITE).map(|it| it.code), Some("needs-table-copy"));
    }
}
