//! Columns of a changelog: new tables, new columns, and rows.

use super::change::{Change, Letters, need, primary_key_name, problem};
use super::node::Node;
use super::types::{self, Value};
use crate::diagnostic::Problem;

pub(super) fn create_table(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let table = letters.table(node)?;
    let mut lines = Vec::new();
    for column in node.all("column") {
        lines.push(definition(node, column, letters)?);
    }
    if lines.is_empty() {
        return Err(problem::missing(&node.name, "column"));
    }
    lines.extend(primary_key(node, letters));
    for column in node.all("column") {
        lines.extend(foreign_key(column, letters)?);
    }
    lines.extend(uniques(node, letters)?);
    let kind = node.get("tableType").map(|it| format!("{} ", it.trim().to_uppercase()));
    let kind = kind.unwrap_or_default();
    let if_not_exists = if node.says("ifNotExists") { "IF NOT EXISTS " } else { "" };
    let tablespace = node.get("tablespace").map(|it| format!(" TABLESPACE {it}"));
    let lines = lines.join(", ");
    let mut up = vec![format!(
        "CREATE {kind}TABLE {if_not_exists}{table} ({lines}){}",
        tablespace.unwrap_or_default()
    )];
    if let Some(remarks) = node.get("remarks") {
        up.push(format!("COMMENT ON TABLE {table} IS {}", letters.text(remarks)));
    }
    up.extend(node.all("column").filter_map(|it| remarks(&table, it, letters)));
    Ok(Change::new(up, vec![format!("DROP TABLE {table}")]))
}

/// The key that the columns of a new table make together.
fn primary_key(node: &Node, letters: Letters) -> Option<String> {
    let is_key = |it: &&Node| constraints(it).any(|it| it.says("primaryKey"));
    let keys: Vec<&Node> = node.all("column").filter(is_key).collect();
    let own: Vec<&Node> = keys.iter().flat_map(|it| constraints(it)).collect();
    let first = |name: &str| own.iter().find_map(|it| it.get(name));
    let name = first("primaryKeyName")
        .map_or_else(|| primary_key_name(node, letters.dialect), str::to_owned);
    let name = letters.name(&name);
    let columns: Vec<String> =
        keys.iter().filter_map(|it| it.get("name")).map(|it| letters.name(it)).collect();
    let columns = columns.join(", ");
    let tablespace = first("primaryKeyTablespace").map(index_tablespace).unwrap_or_default();
    let waits = own.first().map(|it| deferral(it)).unwrap_or_default();
    let key = format!("CONSTRAINT {name} PRIMARY KEY ({columns}){tablespace}{waits}");
    (!keys.is_empty()).then_some(key)
}

/// Where the index of a constraint is kept.
pub(super) fn index_tablespace(name: &str) -> String {
    format!(" USING INDEX TABLESPACE {name}")
}

/// The columns of a new table that must not repeat: those without a name, then those with one,
/// each with all its columns.
fn uniques(node: &Node, letters: Letters) -> Result<Vec<String>, Problem> {
    let (mut res, mut named) = (Vec::new(), Vec::<(&str, Vec<String>)>::new());
    for column in node.all("column") {
        for constraint in constraints(column).filter(|it| it.says("unique")) {
            let own = letters.name(need(column, "name")?);
            let Some(name) = constraint.get("uniqueConstraintName") else {
                res.push(format!("UNIQUE ({own})"));
                continue;
            };
            match named.iter_mut().find(|(it, _)| *it == name) {
                Some((_, columns)) => columns.push(own),
                None => named.push((name, vec![own])),
            }
        }
    }
    let named = named.into_iter().map(|(name, columns)| {
        format!("CONSTRAINT {} UNIQUE ({})", letters.name(name), columns.join(", "))
    });
    res.extend(named);
    Ok(res)
}

pub(super) fn add_column(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let schema = node.get("schemaName");
    let table = letters.table(node)?;
    let (mut up, mut down, mut dropped) = (Vec::new(), Vec::new(), Vec::new());
    let (mut values, mut filled, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    for column in node.all("column") {
        let name = letters.name(need(column, "name")?);
        let key = constraints(column).any(|it| it.says("primaryKey"));
        let key = if key { " PRIMARY KEY" } else { "" };
        up.push(format!("ALTER TABLE {table} ADD {}{key}", definition(node, column, letters)?));
        for constraint in constraints(column).filter(|it| it.says("unique")) {
            let own = constraint.get("uniqueConstraintName");
            let own = own.map(|it| format!("CONSTRAINT {} ", letters.name(it)));
            up.push(format!("ALTER TABLE {table} ADD {}UNIQUE ({name})", own.unwrap_or_default()));
        }
        let keys = added_foreign_key(column, letters)?;
        up.extend(keys.iter().map(|it| format!("ALTER TABLE {table} ADD {it}")));
        if let Some(value) = value(column, schema, letters) {
            values.push(format!("UPDATE {table} SET {name} = {value}"));
            if constraints(column).any(|it| it.denies("nullable")) {
                filled.push(format!("ALTER TABLE {table} ALTER COLUMN {name} SET NOT NULL"));
            }
        }
        notes.extend(remarks(&table, column, letters));
        if default_value(column, column.get("type"), letters).is_some() {
            down.push(format!("ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT"));
        }
        dropped.push(format!("ALTER TABLE {table} DROP COLUMN {name}"));
    }
    if up.is_empty() {
        return Err(problem::missing(&node.name, "column"));
    }
    up.extend(values.into_iter().chain(filled).chain(notes));
    down.extend(dropped);
    Ok(Change::new(up, down))
}

pub(super) fn insert(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let schema = node.get("schemaName");
    let table = letters.table(node)?;
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for column in node.all("column") {
        names.push(letters.name(need(column, "name")?));
        values.push(written(column, schema, letters)?);
    }
    let (names, values) = (names.join(", "), values.join(", "));
    let up = vec![format!("INSERT INTO {table} ({names}) VALUES ({values})")];
    Ok(Change { up, down: None })
}

/// What a column of a row is set to. What only a file holds is not read.
fn written(column: &Node, schema: Option<&str>, letters: Letters) -> Result<String, Problem> {
    if let Some(named) = ["valueBlobFile", "valueClobFile"].iter().find_map(|it| column.value(it)) {
        return Err(problem::in_a_file(&named.text));
    }
    Ok(value(column, schema, letters).unwrap_or_else(|| "NULL".to_owned()))
}

pub(super) fn update(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let schema = node.get("schemaName");
    let table = letters.table(node)?;
    let mut pairs = Vec::new();
    for column in node.all("column") {
        let name = letters.name(need(column, "name")?);
        let value = written(column, schema, letters)?;
        pairs.push(format!("{name} = {value}"));
    }
    let condition = condition(node, letters);
    let up = vec![format!("UPDATE {table} SET {}{condition}", pairs.join(", "))];
    Ok(Change { up, down: None })
}

pub(super) fn delete(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let condition = condition(node, letters);
    let up = vec![format!("DELETE FROM {}{condition}", letters.table(node)?)];
    Ok(Change { up, down: None })
}

/// Which rows a change is about, with its parameters in their places.
fn condition(node: &Node, letters: Letters) -> String {
    let Some(text) = node.get("where") else { return String::new() };
    let mut res = format!(" WHERE {}", text.trim());
    for param in node.all("whereParams").flat_map(|it| it.all("param")) {
        if let Some(name) = param.get("name") {
            res = res.replacen(":name", &letters.name(name), 1);
        }
        if let Some(value) = value(param, None, letters) {
            res = res.replacen(":value", &value, 1);
        }
    }
    res
}

/// Whether and when a constraint of a new table may wait.
fn deferral(constraint: &Node) -> String {
    let first = if constraint.says("initiallyDeferred") { " INITIALLY DEFERRED" } else { "" };
    let waits = if constraint.says("deferrable") { " DEFERRABLE" } else { "" };
    format!("{first}{waits}")
}

/// What a column says of constraints.
fn constraints(column: &Node) -> impl Iterator<Item = &Node> {
    column.all("constraints")
}

/// `name TYPE DEFAULT … NOT NULL`, in Liquibase's order.
fn definition(node: &Node, column: &Node, letters: Letters) -> Result<String, Problem> {
    let schema = node.get("schemaName");
    let name = letters.name(need(column, "name")?);
    let ty = need(column, "type")?;
    let mut res = format!("{name} {}", types::written(ty, letters.dialect));
    let is_new = node.name == "createTable";
    let counts = column.says("autoIncrement") || (is_new && types::counts(ty));
    let value_of_default = default_value(column, Some(ty), letters).filter(|_| !counts);
    if let Some(value) = value_of_default {
        // An expression may say how the whole column is computed.
        let computed = value.to_uppercase().starts_with("GENERATED ALWAYS");
        res += &if computed { format!(" {value}") } else { format!(" DEFAULT {value}") };
    }
    if counts {
        res += &identity(column);
    }
    let is_key = constraints(column).any(|it| it.says("primaryKey"));
    let forbids = constraints(column).any(|it| it.denies("nullable"));
    // Rows that are there get their value first.
    let forbids = forbids && (is_new || value(column, schema, letters).is_none());
    let own = constraints(column).find_map(|it| it.get("notNullConstraintName"));
    if let Some(own) = own.filter(|_| forbids && !is_new) {
        res += &format!(" CONSTRAINT {}", letters.name(own));
    }
    // A key of a new table is said below the columns, with its columns not null.
    if forbids || (is_key && (is_new || counts)) {
        res += " NOT NULL";
    }
    Ok(res)
}

/// How a column is counted up: by whom, where it starts, and by what.
fn identity(node: &Node) -> String {
    let who = node.get("generationType").filter(|it| !it.is_empty()).unwrap_or("BY DEFAULT");
    let options = sequence_options(node);
    let options = if options.is_empty() { options } else { format!(" ({options})") };
    format!(" GENERATED {who} AS IDENTITY{options}")
}

/// Where a column that is counted up starts, and by what.
pub(super) fn sequence_options(node: &Node) -> String {
    let start = node.get("startWith").map(|it| format!("START WITH {it}"));
    let step = node.get("incrementBy").map(|it| format!("INCREMENT BY {it}"));
    start.into_iter().chain(step).collect::<Vec<_>>().join(" ")
}

/// The references of a column of a new table, as written.
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
        let waits = deferral(constraint);
        res.push(format!("{}{waits}", reference(column, constraint, &target, letters)?));
    }
    Ok(res)
}

/// The references of a column of a table that is there.
fn added_foreign_key(column: &Node, letters: Letters) -> Result<Vec<String>, Problem> {
    let mut res = Vec::new();
    for constraint in constraints(column) {
        let mut schema = constraint.get("referencedTableSchemaName");
        let (table, columns) = match constraint.get("references") {
            Some(it) => it.split_once('(').map_or((it, ""), |(it, rest)| (it, rest)),
            None => (constraint.get("referencedTableName").unwrap_or_default(), ""),
        };
        if table.is_empty() {
            continue;
        }
        let mut table = table.trim();
        if let Some((own, name)) = table.split_once('.').filter(|_| schema.is_none()) {
            (schema, table) = (Some(own), name);
        }
        let columns = match columns.trim().trim_end_matches(')') {
            "" => need(constraint, "referencedColumnNames")?,
            columns => columns,
        };
        let target = format!("{} ({})", letters.qualified(schema, table), letters.names(columns));
        res.push(reference(column, constraint, &target, letters)?);
    }
    Ok(res)
}

fn reference(
    column: &Node,
    constraint: &Node,
    target: &str,
    letters: Letters,
) -> Result<String, Problem> {
    let column = letters.name(need(column, "name")?);
    let name = constraint.get("foreignKeyName");
    let name = name.map(|it| format!("CONSTRAINT {} ", letters.name(it))).unwrap_or_default();
    let cascade = if constraint.says("deleteCascade") { " ON DELETE CASCADE" } else { "" };
    Ok(format!("{name}FOREIGN KEY ({column}) REFERENCES {target}{cascade}"))
}

fn remarks(table: &str, column: &Node, letters: Letters) -> Option<String> {
    let (name, text) = (letters.name(column.get("name")?), letters.text(column.get("remarks")?));
    Some(format!("COMMENT ON COLUMN {table}.{name} IS {text}"))
}

/// A column's default, as an expression; `ty` is nothing where the value is only as it is given.
pub(super) fn default_value(node: &Node, ty: Option<&str>, letters: Letters) -> Option<String> {
    if let Some(expression) = node.get("defaultValueComputed") {
        return Some(types::function(expression, letters.dialect));
    }
    if let Some(sequence) = node.get("defaultValueSequenceNext") {
        return Some(format!("nextval('{}')", letters.qualified(node.get("schemaName"), sequence)));
    }
    if let Some(truth) = node.get("defaultValueBoolean") {
        return Some(match ty.map(|it| types::value(it, letters.dialect)) {
            None | Some(Value::Truth) => truth_value(truth),
            Some(Value::Number) => truth.to_lowercase(),
            Some(_) => letters.text(&truth.to_lowercase()),
        });
    }
    if let Some(number) = node.get("defaultValueNumeric") {
        return Some(match ty.map(|it| types::value(it, letters.dialect)) {
            Some(Value::Truth) if number.parse::<f64>().is_ok() => truth_value(number),
            Some(Value::Text) if number.parse::<f64>().is_ok() => letters.text(number),
            Some(Value::Number) => plain_number(number).to_owned(),
            _ => number.to_owned(),
        });
    }
    if let Some(date) = node.get("defaultValueDate") {
        return Some(moment(date, letters));
    }
    let text = node.get("defaultValue")?;
    if text.eq_ignore_ascii_case("null") {
        return Some("NULL".to_owned());
    }
    let lower = text.to_lowercase();
    Some(match ty.map(|it| types::value(it, letters.dialect)) {
        Some(Value::Number) => plain_number(text).to_owned(),
        Some(Value::Truth) if lower.starts_with("b'") => format!("{lower}::\"bit\""),
        Some(Value::Truth) if matches!(&*lower, "true" | "false" | "0" | "1" | "t" | "f") => {
            truth_value(text)
        }
        Some(Value::Moment) if text.contains('(') => text.to_owned(),
        _ => letters
            .text(text.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')).unwrap_or(text)),
    })
}

/// A number without the zeros behind its point.
fn plain_number(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, zeros)) if zeros.chars().all(|it| it == '0') => whole,
        _ => text,
    }
}

pub(super) fn truth_value(text: &str) -> String {
    let is_true = matches!(text.to_lowercase().as_str(), "true" | "1" | "t" | "yes" | "y");
    if is_true { "TRUE".to_owned() } else { "FALSE".to_owned() }
}

/// A date, or the function that gives one.
fn moment(text: &str, letters: Letters) -> String {
    if !text.starts_with(|it: char| it.is_ascii_digit()) {
        return types::function(text, letters.dialect);
    }
    let text = text.replace('T', " ");
    let has_fraction = text.contains('.') && text.ends_with(|it: char| it.is_ascii_digit());
    let text = if has_fraction { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    letters.text(text)
}

/// The value that a column has in a row.
fn value(column: &Node, schema: Option<&str>, letters: Letters) -> Option<String> {
    let own = |text: &str| match text.eq_ignore_ascii_case("null") {
        true => "NULL".to_owned(),
        false => letters.text(text),
    };
    if let Some(text) = column.get("value") {
        return Some(own(text));
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
    for (attribute, function) in
        [("valueSequenceNext", "nextval"), ("valueSequenceCurrent", "currval")]
    {
        if let Some(sequence) = column.get(attribute) {
            return Some(format!("{function}('{}')", letters.qualified(schema, sequence)));
        }
    }
    if let Some(expression) = column.get("valueComputed") {
        return Some(types::function(expression, letters.dialect));
    }
    column.text.as_ref().map(|it| own(it.text.trim()))
}
