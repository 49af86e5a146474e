//! Changes of a changelog that make a table or a column out of what other columns hold.

use super::change::{Change, Letters, need};
use super::node::Node;
use super::types;
use crate::diagnostic::Problem;

/// A table of the values that a column has, which the column then refers to.
pub(super) fn add_lookup_table(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let (old, new) = (need(node, "existingTableName")?, need(node, "newTableName")?);
    let table = letters.qualified(node.get("existingTableSchemaName"), old);
    let lookup = letters.qualified(node.get("newTableSchemaName"), new);
    let column = letters.name(need(node, "existingColumnName")?);
    let key = letters.name(need(node, "newColumnName")?);
    let name = node.get("constraintName").map(str::to_owned);
    let name = name.unwrap_or_else(|| format!("FK_{old}_{new}").to_uppercase());
    let name = letters.name(&name);
    let up = vec![
        format!(
            "CREATE TABLE {lookup} AS SELECT DISTINCT {column} AS {key} FROM {table} WHERE \
             {column} IS NOT NULL"
        ),
        format!("ALTER TABLE {lookup} ALTER COLUMN {key} SET NOT NULL"),
        format!("ALTER TABLE {lookup} ADD PRIMARY KEY ({key})"),
        format!(
            "ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}) REFERENCES {lookup} \
             ({key})"
        ),
    ];
    let down =
        vec![format!("ALTER TABLE {table} DROP CONSTRAINT {name}"), format!("DROP TABLE {lookup}")];
    Ok(Change::new(up, down))
}

/// One column in place of two.
pub(super) fn merge_columns(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let table = letters.table(node)?;
    let (first, second) = (need(node, "column1Name")?, need(node, "column2Name")?);
    let (first, second) = (letters.name(first), letters.name(second));
    let merged = letters.name(need(node, "finalColumnName")?);
    let ty = types::written(need(node, "finalColumnType")?, letters.dialect);
    let between = letters.text(node.get("joinString").unwrap_or_default());
    Ok(Change::one_way(vec![
        format!("ALTER TABLE {table} ADD {merged} {ty}"),
        format!("UPDATE {table} SET {merged} = {first} || {between} || {second}"),
        format!("ALTER TABLE {table} DROP COLUMN {first}"),
        format!("ALTER TABLE {table} DROP COLUMN {second}"),
    ]))
}
