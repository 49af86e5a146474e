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

/// The most rows that one statement inserts.
const BATCH: usize = 50;

/// The statements that insert the rows of a file's text.
pub(super) fn insert(node: &Node, text: &str, letters: Letters) -> Result<Vec<String>, Problem> {
    let table = letters.table(node)?;
    let Some(rows) = Rows::read(node, text, letters) else { return Ok(Vec::new()) };
    let names = rows.names.join(", ");
    let batch = |rows: &[Vec<String>]| {
        let rows: Vec<String> = rows.iter().map(|it| format!("({})", it.join(", "))).collect();
        format!("INSERT INTO {table} ({names}) VALUES {}", rows.join(","))
    };
    Ok(rows.values.chunks(BATCH).map(batch).collect())
}

/// The statements that change the rows which are there, and insert the others.
pub(super) fn update(node: &Node, text: &str, letters: Letters) -> Result<Vec<String>, Problem> {
    let table = letters.table(node)?;
    let keys: Vec<&str> = need(node, "primaryKey")?.split(',').map(str::trim).collect();
    let Some(rows) = Rows::read(node, text, letters) else { return Ok(Vec::new()) };
    let is_key = |name: &str| keys.iter().any(|it| letters.name(it) == name);
    let change = |row: &Vec<String>| {
        let mut pairs: Vec<(&String, &String)> = rows.names.iter().zip(row).collect();
        pairs.sort();
        let (own, rest): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(it, _)| is_key(it));
        let set: Vec<String> = rest.iter().map(|(name, it)| format!("{name} = {it}")).collect();
        let equal = |(name, value): &(&String, &String)| match value.as_str() {
            "NULL" => format!("{name} is NULL"),
            value => format!("{name} = {value}"),
        };
        let own: Vec<String> = own.iter().map(equal).collect();
        let (set, own) = (set.join(", "), own.join(" AND "));
        let update = format!("UPDATE {table} SET {set} WHERE {own};");
        let (names, values) = (rows.names.join(", "), row.join(", "));
        let insert = match node.says("onlyUpdate") {
            true => String::new(),
            false => format!(
                "IF not found THEN\nINSERT INTO {table} ({names}) VALUES ({values});\nEND IF;\n"
            ),
        };
        format!("DO\n$$\nBEGIN\n{update}\n{insert}END;\n$$\nLANGUAGE plpgsql")
    };
    Ok(rows.values.iter().map(change).collect())
}

/// A file's rows as a statement has them.
struct Rows {
    names: Vec<String>,
    values: Vec<Vec<String>>,
}

impl Rows {
    /// Nothing for a file without a first line.
    fn read(node: &Node, text: &str, letters: Letters) -> Option<Self> {
        let first = |name: &str, usual: char| {
            let own = node.get(name).and_then(|it| it.replace("\\t", "\t").chars().next());
            own.unwrap_or(usual)
        };
        let (separator, quote) = (first("separator", ','), first("quotchar", '"'));
        let comment = node.get("commentLineStartsWith").unwrap_or("#");
        let mut rows = records(text, separator, quote, comment).into_iter();
        let columns: Vec<(String, Kind)> =
            rows.next()?.iter().enumerate().map(|(idx, it)| column(node, idx, it.trim())).collect();
        let kept = columns.iter().filter(|(_, kind)| !matches!(kind, Kind::LeftOut));
        let names = kept.map(|(name, _)| letters.name(name)).collect();
        let values = |row: Vec<String>| {
            let own = row.iter().zip(&columns).filter_map(|(text, (_, kind))| {
                let is_nothing = text.is_empty() || text.trim().eq_ignore_ascii_case("null");
                Some(match kind {
                    Kind::LeftOut => return None,
                    _ if is_nothing => "NULL".to_owned(),
                    Kind::Text => letters.text(text),
                    Kind::Truth => truth_value(text.trim()),
                    Kind::Number | Kind::Expression => text.trim().to_owned(),
                })
            });
            own.collect()
        };
        Some(Self { names, values: rows.map(values).collect() })
    }
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
fn records(text: &str, separator: char, quote: char, comment: &str) -> Vec<Vec<String>> {
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
    let is_comment = |it: &Vec<String>| it.first().is_some_and(|it| it.starts_with(comment));
    rows.retain(|it| !is_comment(it) && it.iter().any(|it| !it.trim().is_empty()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_in_quotes_may_hold_anything() {
        let text = "id;name\r\n1;\"a;\"\"b\"\"\nc\"\n# no row\n";
        assert_eq!(records(text, ';', '"', "#"), [["id", "name"], ["1", "a;\"b\"\nc"]]);
    }
}
