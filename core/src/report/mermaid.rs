//! A schema as a Mermaid `erDiagram`.

use std::fmt::Write as _;

use crate::catalog::{Catalog, Column, ConstraintKind, ForeignKey, Table};

/// The tables with their columns and keys, and a line for every foreign key.
pub fn schema_mermaid(catalog: &Catalog) -> String {
    let mut out = String::from("erDiagram\n");
    for table in catalog.tables.values() {
        write_table(table, &mut out);
    }
    for table in catalog.tables.values() {
        for (_, key) in table.foreign_keys() {
            write_key(table, key, &mut out);
        }
    }
    out
}

fn write_table(table: &Table, out: &mut String) {
    // Writing into a string cannot fail.
    let _ = writeln!(out, "    {} {{", entity(&table.name.to_string()));
    for column in &table.columns {
        let ty = word(&column.ty.canonical());
        let ty = if ty.is_empty() { "unknown".to_owned() } else { ty };
        let marks = marks(table, column);
        let comment = column.comment.as_ref().map(|it| format!(" \"{}\"", plain(it)));
        let comment = comment.unwrap_or_default();
        let _ = writeln!(out, "        {ty} {}{marks}{comment}", word(&column.name));
    }
    out.push_str("    }\n");
}

/// ` PK`, ` FK`, ` UK`, with commas between them.
fn marks(table: &Table, column: &Column) -> String {
    let is_in = |columns: &[String]| columns.contains(&column.name);
    let mut marks = Vec::new();
    if is_in(table.primary_key()) {
        marks.push("PK");
    }
    if table.foreign_keys().any(|(_, it)| is_in(&it.columns)) {
        marks.push("FK");
    }
    let unique = table.constraints.iter().any(|it| match &it.kind {
        ConstraintKind::Unique { columns, .. } => columns.len() == 1 && is_in(columns),
        _ => false,
    });
    if unique {
        marks.push("UK");
    }
    if marks.is_empty() { String::new() } else { format!(" {}", marks.join(", ")) }
}

/// A row refers to one row, or to none if a column of the key may be null; it is referred to by
/// any number, or by at most one if the key is unique.
fn write_key(table: &Table, key: &ForeignKey, out: &mut String) {
    let optional = key.columns.iter().any(|it| table.column(it).is_none_or(|it| it.nullable));
    let unique = table.constraints.iter().any(|it| match &it.kind {
        ConstraintKind::PrimaryKey { columns, .. } | ConstraintKind::Unique { columns, .. } => {
            columns.iter().all(|it| key.columns.contains(it))
        }
        _ => false,
    });
    let one = if optional { "|o" } else { "||" };
    let many = if unique { "o|" } else { "o{" };
    let (target, source) = (entity(&key.table.to_string()), entity(&table.name.to_string()));
    let label = plain(&key.columns.join(", "));
    let _ = writeln!(out, "    {target} {one}--{many} {source} : \"{label}\"");
}

/// A table's name, in quotes if Mermaid would not take it for a word.
fn entity(name: &str) -> String {
    let is_word = |it: char| it.is_ascii_alphanumeric() || it == '_';
    if name.chars().all(is_word) && !name.is_empty() {
        return name.to_owned();
    }
    format!("\"{}\"", plain(name))
}

/// A type or column as one word: Mermaid knows no blanks, commas or quotes there.
fn word(text: &str) -> String {
    let kept = |it: char| if it.is_alphanumeric() || "_()[]-".contains(it) { it } else { '_' };
    let text: String = text.replace(", ", "-").replace(',', "-").chars().map(kept).collect();
    if text.starts_with(|it: char| it.is_ascii_digit()) { format!("_{text}") } else { text }
}

/// A text without what would end it.
fn plain(text: &str) -> String {
    text.replace('"', "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Constraint, SqlType};
    use crate::name::Name;

    #[test]
    fn a_foreign_key_is_a_line_between_two_tables() {
        let mut table = Table::new(Name::new(Some("app"), "orders"));
        table.columns.push(Column {
            name: "user_id".to_owned(),
            ty: SqlType::new("NUMERIC(10, 2)"),
            nullable: true,
            ..Column::default()
        });
        let key = ForeignKey {
            columns: vec!["user_id".to_owned()],
            table: Name::plain("users"),
            ..ForeignKey::default()
        };
        table.constraints.push(Constraint::new(None, ConstraintKind::ForeignKey(key)));
        let mut catalog = Catalog::default();
        catalog.put_table(table);
        let expected = "erDiagram\n    \"app.orders\" {\n        numeric(10-2) user_id FK\n    }\n    \
                        users |o--o{ \"app.orders\" : \"user_id\"\n";
        assert_eq!(schema_mermaid(&catalog), expected);
    }
}
