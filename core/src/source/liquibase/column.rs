//! Columns of a changelog: new tables, new columns, and rows.

use super::change::{Change, Letters, deferral, need, primary_key_name, problem};
use super::node::Node;
use super::types;
use crate::diagnostic::Problem;

pub(super) fn create_table(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let table = letters.table(node)?;
    let mut lines = Vec::new();
    let mut keys: Vec<&Node> = Vec::new();
    for column in node.all("column") {
        lines.push(definition(node, column, letters)?);
        keys.extend(constraints(column).filter(|it| it.says("primaryKey")).map(|_| column));
    }
    if lines.is_empty() {
        return Err(problem::missing(&node.name, "column"));
    }
    if !keys.is_empty() {
        let own = keys.iter().flat_map(|it| constraints(it));
        let named = own.filter_map(|it| it.get("primaryKeyName")).next();
        let name = named.map_or_else(|| primary_key_name(node), str::to_owned);
        let columns: Vec<String> =
            keys.iter().filter_map(|it| it.get("name")).map(|it| letters.name(it)).collect();
        let columns = columns.join(", ");
        lines.push(format!("CONSTRAINT {} PRIMARY KEY ({columns})", letters.name(&name)));
    }
    for column in node.all("column") {
        lines.extend(foreign_key(column, letters)?);
        lines.extend(unique(column, letters)?);
    }
    let if_not_exists = if node.says("ifNotExists") { "IF NOT EXISTS " } else { "" };
    let mut up = vec![format!("CREATE TABLE {if_not_exists}{table} ({})", lines.join(", "))];
    if let Some(remarks) = node.get("remarks") {
        up.push(format!("COMMENT ON TABLE {table} IS {}", letters.text(remarks)));
    }
    up.extend(node.all("column").filter_map(|it| remarks(&table, it, letters)));
    Ok(Change::new(up, vec![format!("DROP TABLE {table}")]))
}

pub(super) fn add_column(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let table = letters.table(node)?;
    let (mut added, mut dropped, mut after) = (Vec::new(), Vec::new(), Vec::new());
    for column in node.all("column") {
        let name = letters.name(need(column, "name")?);
        let key = constraints(column).any(|it| it.says("primaryKey"));
        let key = if key { " PRIMARY KEY" } else { "" };
        added.push(format!("ADD {}{key}", definition(node, column, letters)?));
        dropped.push(format!("ALTER TABLE {table} DROP COLUMN {name}"));
        if let Some(value) = value(column, letters) {
            after.push(format!("UPDATE {table} SET {name} = {value}"));
            if constraints(column).any(|it| it.denies("nullable")) {
                after.push(format!("ALTER TABLE {table} ALTER COLUMN {name} SET NOT NULL"));
            }
        }
        let constraint = unique(column, letters)?.into_iter().chain(foreign_key(column, letters)?);
        after.extend(constraint.map(|it| format!("ALTER TABLE {table} ADD {it}")));
        after.extend(remarks(&table, column, letters));
    }
    if added.is_empty() {
        return Err(problem::missing(&node.name, "column"));
    }
    let mut up = vec![format!("ALTER TABLE {table} {}", added.join(", "))];
    up.extend(after);
    Ok(Change::new(up, dropped))
}

pub(super) fn insert(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let table = letters.table(node)?;
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for column in node.all("column") {
        names.push(letters.name(need(column, "name")?));
        values.push(value(column, letters).unwrap_or_else(|| "NULL".to_owned()));
    }
    let (names, values) = (names.join(", "), values.join(", "));
    let up = vec![format!("INSERT INTO {table} ({names}) VALUES ({values})")];
    Ok(Change { up, down: None })
}

pub(super) fn update(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let table = letters.table(node)?;
    let mut pairs = Vec::new();
    for column in node.all("column") {
        let name = letters.name(need(column, "name")?);
        let value = value(column, letters).unwrap_or_else(|| "NULL".to_owned());
        pairs.push(format!("{name} = {value}"));
    }
    let condition = node.get("where").map(|it| format!(" WHERE {}", it.trim()));
    let condition = condition.unwrap_or_default();
    let up = vec![format!("UPDATE {table} SET {}{condition}", pairs.join(", "))];
    Ok(Change { up, down: None })
}

/// What a column says of constraints.
fn constraints(column: &Node) -> impl Iterator<Item = &Node> {
    column.all("constraints")
}

/// `name TYPE DEFAULT … NOT NULL`, in Liquibase's order.
fn definition(node: &Node, column: &Node, letters: Letters) -> Result<String, Problem> {
    let name = letters.name(need(column, "name")?);
    let ty = need(column, "type")?;
    let mut res = format!("{name} {}", types::written(ty, letters.dialect));
    if let Some(value) = default_value(column, Some(ty), letters) {
        // An expression may say how the whole column is computed.
        let computed = value.to_uppercase().starts_with("GENERATED ALWAYS");
        res += &if computed { format!(" {value}") } else { format!(" DEFAULT {value}") };
    }
    let counts = column.says("autoIncrement");
    if counts && !res.contains("IDENTITY") {
        res += " GENERATED BY DEFAULT AS IDENTITY";
        res += &identity_options(column);
    }
    let is_key = constraints(column).any(|it| it.says("primaryKey"));
    let forbids = constraints(column).any(|it| it.denies("nullable"));
    // Rows that are there get their value first.
    let forbids = forbids && (node.name == "createTable" || value(column, letters).is_none());
    // A key of a new table is said below the columns, with its columns not null.
    if forbids || (is_key && node.name == "createTable") || (counts && is_key) {
        res += " NOT NULL";
    }
    for constraint in constraints(column) {
        if let Some(check) = constraint.get("checkConstraint") {
            res += &format!(" CHECK ({check})");
        }
    }
    Ok(res)
}

/// Where a column that is counted up starts, and by what.
pub(super) fn identity_options(node: &Node) -> String {
    let start = node.get("startWith").map(|it| format!("START WITH {it}"));
    let step = node.get("incrementBy").map(|it| format!("INCREMENT BY {it}"));
    let options: Vec<String> = start.into_iter().chain(step).collect();
    if options.is_empty() { String::new() } else { format!(" ({})", options.join(" ")) }
}

fn foreign_key(column: &Node, letters: Letters) -> Result<Vec<String>, Problem> {
    let mut res = Vec::new();
    for constraint in constraints(column) {
        let target = match (constraint.get("references"), constraint.get("referencedTableName")) {
            (Some(references), _) => references.to_owned(),
            (None, Some(table)) => {
                let schema = constraint.get("referencedTableSchemaName");
                let columns = letters.names(need(constraint, "referencedColumnNames")?);
                format!("{}({columns})", letters.qualified(schema, table))
            }
            (None, None) => continue,
        };
        let column = letters.name(need(column, "name")?);
        let name = constraint.get("foreignKeyName");
        let name = name.map(|it| format!("CONSTRAINT {} ", letters.name(it))).unwrap_or_default();
        let cascade = if constraint.says("deleteCascade") { " ON DELETE CASCADE" } else { "" };
        let tail = deferral(constraint);
        res.push(format!("{name}FOREIGN KEY ({column}) REFERENCES {target}{cascade}{tail}"));
    }
    Ok(res)
}

fn unique(column: &Node, letters: Letters) -> Result<Vec<String>, Problem> {
    let mut res = Vec::new();
    for constraint in constraints(column).filter(|it| it.says("unique")) {
        let own = letters.name(need(column, "name")?);
        let name = constraint.get("uniqueConstraintName");
        let name = name.map(|it| format!("CONSTRAINT {} ", letters.name(it))).unwrap_or_default();
        res.push(format!("{name}UNIQUE ({own})"));
    }
    Ok(res)
}

fn remarks(table: &str, column: &Node, letters: Letters) -> Option<String> {
    let (name, text) = (letters.name(column.get("name")?), letters.text(column.get("remarks")?));
    Some(format!("COMMENT ON COLUMN {table}.{name} IS {text}"))
}

/// A column's default, as an expression.
pub(super) fn default_value(node: &Node, ty: Option<&str>, letters: Letters) -> Option<String> {
    if let Some(expression) = node.get("defaultValueComputed") {
        return Some(expression.to_owned());
    }
    if let Some(sequence) = node.get("defaultValueSequenceNext") {
        return Some(format!("nextval('{}')", letters.qualified(node.get("schemaName"), sequence)));
    }
    if let Some(truth) = node.get("defaultValueBoolean") {
        return Some(truth_value(truth));
    }
    if let Some(number) = node.get("defaultValueNumeric") {
        return Some(number.to_owned());
    }
    if let Some(date) = node.get("defaultValueDate") {
        return Some(moment(date, letters));
    }
    let text = node.get("defaultValue")?;
    let ty = types::written(ty.unwrap_or_default(), letters.dialect);
    let is_truth = matches!(text.to_lowercase().as_str(), "true" | "false" | "0" | "1");
    if ty == "BOOLEAN" && is_truth {
        return Some(truth_value(text));
    }
    let counts = NUMBERS.iter().any(|it| ty.starts_with(it));
    let is_number = counts && text.parse::<f64>().is_ok();
    Some(if is_number { text.to_owned() } else { letters.text(text) })
}

/// How types begin whose defaults are numbers.
const NUMBERS: &[&str] =
    &["BIGINT", "INTEGER", "SMALLINT", "numeric", "DECIMAL", "DOUBLE", "FLOAT"];

pub(super) fn truth_value(text: &str) -> String {
    let is_true = matches!(text.to_lowercase().as_str(), "true" | "1" | "t" | "yes" | "y");
    if is_true { "TRUE".to_owned() } else { "FALSE".to_owned() }
}

/// A date, or the function that gives one.
fn moment(text: &str, letters: Letters) -> String {
    let begins_as_date = text.starts_with(|it: char| it.is_ascii_digit());
    if begins_as_date { letters.text(&text.replace('T', " ")) } else { text.to_owned() }
}

/// The value that a column has in a row.
fn value(column: &Node, letters: Letters) -> Option<String> {
    if let Some(text) = column.get("value") {
        return Some(letters.text(text));
    }
    if let Some(number) = column.get("valueNumeric") {
        return Some(number.to_owned());
    }
    if let Some(truth) = column.get("valueBoolean") {
        return Some(truth_value(truth));
    }
    if let Some(date) = column.get("valueDate") {
        return Some(moment(date, letters));
    }
    if let Some(sequence) = column.get("valueSequenceNext") {
        return Some(format!("nextval('{}')", letters.name(sequence)));
    }
    if let Some(expression) = column.get("valueComputed") {
        return Some(expression.to_owned());
    }
    column.text.as_ref().map(|it| letters.text(it.text.trim()))
}
