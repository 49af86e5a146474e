//! The words of texts that the server makes itself, and that are asked for one of them:
//! `pg_get_constraintdef(oid) LIKE '%status%'`.
//!
//! The server writes an expression in its own way, but with the same names and texts. What is
//! asked for is told only if it cannot be a part of a word that the server adds or leaves out.

use crate::catalog::{Check, Constraint, ConstraintKind, DomainConstraint, identifiers};

/// Stands between words, and is more than a `_` stands for.
const BETWEEN: &str = "  ";

/// The names and texts in a constraint's definition.
pub(super) fn of_constraint(constraint: &Constraint) -> String {
    match &constraint.kind {
        ConstraintKind::Check(Check { condition, .. }) => of_expression(condition),
        ConstraintKind::ForeignKey(key) => {
            let table = [key.table.schema.clone(), Some(key.table.name.clone())];
            let names = key.columns.iter().chain(&key.referred).cloned();
            names.chain(table.into_iter().flatten()).collect::<Vec<_>>().join(BETWEEN)
        }
        ConstraintKind::Exclude(exclusion) => {
            let elements = exclusion.elements.iter().map(|(what, _)| what);
            let texts = elements.chain(&exclusion.predicate).map(|it| of_expression(it));
            texts.chain([exclusion.method.clone()]).collect::<Vec<_>>().join(BETWEEN)
        }
        ConstraintKind::PrimaryKey { columns, include }
        | ConstraintKind::Unique { columns, include, .. } => {
            [columns.join(BETWEEN), include.join(BETWEEN)].join(BETWEEN)
        }
    }
}

/// The same of a domain's.
pub(super) fn of_domain(constraint: &DomainConstraint) -> String {
    constraint.condition().map(of_expression).unwrap_or_default()
}

fn of_expression(text: &str) -> String {
    // Every other part of a text that is cut at its quotes stands within them.
    let quoted = text.split('\'').skip(1).step_by(2).map(str::to_owned);
    identifiers(text).chain(quoted).collect::<Vec<_>>().join(BETWEEN)
}

/// The word that a pattern asks for, if what we know tells whether it is there.
pub(super) fn asked(pattern: &str) -> Option<&str> {
    let word = pattern.strip_prefix('%')?.strip_suffix('%')?;
    let is_word = !word.is_empty() && word.chars().all(|it| it.is_alphanumeric() || it == '_');
    let upper = word.to_uppercase();
    let is_sure = is_word && !OF_SERVER.iter().any(|it| it.contains(&*upper));
    is_sure.then_some(word)
}

/// Words that the server adds to definitions, or writes in another way.
#[rustfmt::skip]
const OF_SERVER: &[&str] = &[
    "ACTION", "AND", "ANY", "ARRAY", "BETWEEN", "BIGINT", "BIT", "BOOLEAN", "BPCHAR", "BYTEA", "CASCADE", "CASE",
    "CAST", "CHARACTER", "CHECK", "COLLATE", "CURRENT_DATE", "CURRENT_TIMESTAMP", "CURRENT_USER", "DATE", "DEFAULT",
    "DEFERRABLE", "DEFERRED", "DELETE", "DISTINCT", "DOUBLE", "ELSE", "EMPTY", "END", "ENFORCED", "ESCAPE", "EXCLUDE",
    "EXTRACT", "FALSE", "FOREIGN", "FROM", "FULL", "ILIKE", "IMMEDIATE", "INCLUDE", "INHERIT", "INITIALLY", "INTEGER",
    "INTERVAL", "ISNULL", "JSONB", "KEY", "LIKE", "LIKE_ESCAPE", "MATCH", "NOTNULL", "NULL", "NULLS", "NUMERIC",
    "OPERATOR", "OR", "OVERLAPS", "OVERLAY", "PG_CATALOG", "POSITION", "PRECISION", "PRIMARY", "PUBLIC", "REAL",
    "REFERENCES", "RESTRICT", "ROW", "SET", "SIMILAR", "SIMILAR_TO_ESCAPE", "SIMPLE", "SMALLINT", "SOME", "SUBSTRING",
    "SYMMETRIC", "TEXT", "THEN", "TIME", "TIMESTAMP", "TIMEZONE", "TRIM", "BTRIM", "LTRIM", "RTRIM", "TRUE", "UNIQUE",
    "UNKNOWN", "UPDATE", "USING", "UUID", "VALID", "VALUE", "VARCHAR", "VARYING", "WHEN", "WHERE", "WITH", "WITHOUT",
    "ZONE", "FLOAT", "INT", "DECIMAL", "LOCALTIMESTAMP", "NOW",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_that_the_server_leaves_alone_are_told() {
        assert_eq!(asked("%status%"), Some("status"));
        assert_eq!(asked("%ange%"), Some("ange"));
        assert_eq!(asked("%text%"), None);
        assert_eq!(asked("%status IN%"), None);
        assert_eq!(asked("status%"), None);
    }

    #[test]
    fn names_and_texts_are_words() {
        assert_eq!(
            of_expression("status IN ('new', 'it''s') OR \"Kind\" > 0"),
            "status  in  or  Kind  new  it  s"
        );
    }
}
