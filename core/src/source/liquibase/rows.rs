//! Rows that a changelog loads from a file of separated values, as statements.

use super::change::{Letters, need};
use super::column::truth_value;
use super::node::Node;
use crate::diagnostic::Problem;

/// What becomes of a column's values.
enum Kind {
    Text,
    Number,
    Truth,
    Expression,
    LeftOut,
}

/// A statement for each row of a file's text.
pub(super) fn statements(
    node: &Node,
    text: &str,
    letters: Letters,
) -> Result<Vec<String>, Problem> {
    let table = letters.qualified(node.get("schemaName"), need(node, "tableName")?);
    let first = |name: &str, usual: char| {
        let own = node.get(name).and_then(|it| it.replace("\\t", "\t").chars().next());
        own.unwrap_or(usual)
    };
    let (separator, quote) = (first("separator", ','), first("quotchar", '"'));
    let mut rows = records(text, separator, quote).into_iter();
    let Some(header) = rows.next() else { return Ok(Vec::new()) };
    let columns: Vec<(String, Kind)> =
        header.iter().enumerate().map(|(idx, it)| column(node, idx, it.trim())).collect();
    let kept = || columns.iter().filter(|(_, kind)| !matches!(kind, Kind::LeftOut));
    let names: Vec<String> = kept().map(|(name, _)| letters.name(name)).collect();
    let names = names.join(", ");
    let insert = |row: Vec<String>| {
        let values = row.iter().zip(&columns).filter_map(|(value, (_, kind))| {
            Some(match kind {
                Kind::LeftOut => return None,
                _ if value.trim().eq_ignore_ascii_case("null") => "NULL".to_owned(),
                Kind::Text => letters.text(value),
                Kind::Truth => truth_value(value.trim()),
                Kind::Number | Kind::Expression => value.trim().to_owned(),
            })
        });
        let values: Vec<String> = values.collect();
        format!("INSERT INTO {table} ({names}) VALUES ({})", values.join(", "))
    };
    Ok(rows.map(insert).collect())
}

/// What the changelog says of a column of the file: its name in the table, and its kind.
fn column(node: &Node, idx: usize, header: &str) -> (String, Kind) {
    let own = node.all("column").find(|it| {
        let by_name = it.get("header").or(it.get("name")).is_some_and(|it| it == header);
        by_name || it.get("index").is_some_and(|it| it == idx.to_string())
    });
    let name = own.and_then(|it| it.get("name")).unwrap_or(header);
    let ty = own.and_then(|it| it.get("type")).unwrap_or_default().to_lowercase();
    let kind = match ty.as_str() {
        "numeric" | "number" | "int" | "integer" | "bigint" | "decimal" => Kind::Number,
        "boolean" => Kind::Truth,
        "computed" | "sequence" => Kind::Expression,
        "skip" => Kind::LeftOut,
        // A string in a statement becomes what the column is.
        _ => Kind::Text,
    };
    (name.to_owned(), kind)
}

/// The rows of a text; values may stand in quotes, and hold the separator and lines there.
fn records(text: &str, separator: char, quote: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut value) = (Vec::new(), Vec::new(), String::new());
    let mut is_quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            _ if char == quote && is_quoted && chars.peek() == Some(&quote) => {
                value.push(quote);
                chars.next();
            }
            _ if char == quote => is_quoted = !is_quoted,
            _ if char == separator && !is_quoted => row.push(std::mem::take(&mut value)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut value));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !is_quoted => {}
            other => value.push(other),
        }
    }
    row.push(value);
    rows.push(row);
    let is_comment = |it: &Vec<String>| it.first().is_some_and(|it| it.starts_with('#'));
    rows.retain(|it| !is_comment(it) && it.iter().any(|it| !it.trim().is_empty()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_in_quotes_may_hold_anything() {
        let text = "id;name\r\n1;\"a;\"\"b\"\"\nc\"\n# no row\n";
        assert_eq!(records(text, ';', '"'), [["id", "name"], ["1", "a;\"b\"\nc"]]);
    }
}
