//! What a version table keeps of migrations, their ways back and their checksums:
//! `schema_migrations (version, checksum, rollback_sql)`,
//! whose rows migrations insert themselves or a dump holds.

use std::ops::Range;
use std::sync::Arc;

use super::Reading;
use crate::history::{Around, SqlPart, Written};
use crate::project::{File, FileId, Span};
use crate::python::lib::hashlib;
use crate::sql;

/// The version table, and its columns that are looked for.
const TABLE: &str = "schema_migrations";
const VERSION: &str = "version";
const ROLLBACK: &str = "rollback_sql";
const CHECKSUM: &str = "checksum";

/// A row of the version table.
pub(super) struct Recorded {
    pub(super) version: String,
    /// How the version is taken back, if the row says so.
    pub(super) rollback: Option<Kept>,
    /// What the text of the version came to when it was applied.
    pub(super) checksum: Option<Kept>,
}

/// A text that a row keeps, and where.
pub(super) struct Kept {
    pub(super) text: String,
    pub(super) span: Span,
}

impl Kept {
    /// The SQL that it is.
    pub(super) fn part(&self, around: Around) -> SqlPart {
        let written = Written { text: Arc::from(self.text.as_str()), places: Vec::new() };
        SqlPart { written: Some(written), ..SqlPart::new(self.span, around) }
    }

    /// Whether it is the digest of these bytes; nothing if it is none that we know.
    pub(super) fn is_digest_of(&self, bytes: &[u8]) -> Option<bool> {
        let own = self.text.trim().to_ascii_lowercase();
        let own = own.rsplit(':').next().unwrap_or_default();
        let is_hex = own.bytes().all(|it| it.is_ascii_hexdigit());
        let digest: fn(&[u8]) -> Vec<u8> = match own.len() {
            32 if is_hex => |it| hashlib::md5(it).to_vec(),
            40 if is_hex => |it| hashlib::sha1(it).to_vec(),
            64 if is_hex => |it| hashlib::sha256(it).to_vec(),
            _ => return None,
        };
        let hex = |bytes: &[u8]| -> String {
            digest(bytes).iter().map(|it| format!("{it:02x}")).collect()
        };
        // A checkout may have changed the ends of lines.
        let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
        let other = text.replace('\n', "\r\n");
        Some([bytes, text.as_bytes(), other.as_bytes()].iter().any(|it| hex(it) == own))
    }
}

/// The rows that the project's files hold, in their order.
pub(super) fn rows(reading: &Reading<'_>) -> Vec<Recorded> {
    let mut res = Vec::new();
    for (id, file) in reading.project.files().filter(|(_, it)| it.name().ends_with(".sql")) {
        let keeps = |it: &str| it.contains(ROLLBACK) || it.contains(CHECKSUM);
        let text = file.text().filter(|it| it.contains(TABLE) && keeps(it));
        if text.is_some() {
            res.extend(rows_of(reading, id, file));
        }
    }
    res
}

fn rows_of(reading: &Reading<'_>, file: FileId, own: &File) -> Vec<Recorded> {
    let text = own.text().map_or("", |it| it);
    let mut res = Vec::new();
    for piece in sql::split(text, reading.dialect) {
        let Some(statement) = text.get(piece.range.clone()) else { continue };
        let Some(columns) = columns(statement) else { continue };
        let at = |name: &str| columns.iter().position(|it| it.eq_ignore_ascii_case(name));
        let Some(version) = at(VERSION) else { continue };
        let rows: Vec<Vec<Value>> = match &piece.data {
            Some(data) => copied(text, data.clone()),
            None => inserted(statement, piece.range.start),
        };
        for row in rows {
            let Some(version) = row.get(version).and_then(|it| it.text.clone()) else { continue };
            let kept = |column: Option<usize>| {
                let value = row.get(column?)?;
                let text = value.text.clone().filter(|it| !it.trim().is_empty())?;
                let (start, end) = (value.range.start as u32, value.range.end as u32);
                Some(Kept { text, span: Span { file, start, end } })
            };
            let (rollback, checksum) = (kept(at(ROLLBACK)), kept(at(CHECKSUM)));
            res.push(Recorded { version, rollback, checksum });
        }
    }
    res
}

/// The columns of a statement that puts rows into the version table.
fn columns(statement: &str) -> Option<Vec<String>> {
    let head = statement.split_once('(')?;
    let mut words = head.0.split_whitespace();
    let first = words.next()?.to_lowercase();
    let table = match first.as_str() {
        "insert" => words.nth(1)?,
        "copy" => words.next()?,
        _ => return None,
    };
    let name = table.rsplit('.').next().unwrap_or(table).trim_matches(['"', '`']);
    let (columns, _) = head.1.split_once(')')?;
    let bare = |it: &str| it.trim().trim_matches(['"', '`']).to_owned();
    name.eq_ignore_ascii_case(TABLE).then(|| columns.split(',').map(bare).collect())
}

/// A value of a row and its place; no text for what is no string.
struct Value {
    text: Option<String>,
    range: Range<usize>,
}

/// The rows behind `VALUES`; `base` is where the statement starts.
fn inserted(statement: &str, base: usize) -> Vec<Vec<Value>> {
    let lower = statement.to_ascii_lowercase();
    let Some(start) = lower.find("values").map(|it| it + "values".len()) else { return Vec::new() };
    let (mut rows, mut row, mut at, mut depth) = (Vec::new(), Vec::new(), start, 0_usize);
    let mut value: Option<Value> = None;
    while let Some(rest) = statement.get(at..).filter(|it| !it.is_empty()) {
        let length = match string(rest) {
            Some((text, length)) => {
                let range = base + at..base + at + length;
                value = Some(Value { text: Some(text), range });
                length
            }
            None => {
                let first = rest.chars().next().unwrap_or(' ');
                match first {
                    '(' => depth += 1,
                    ')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                let ends = (first == ',' && depth == 1) || (first == ')' && depth == 0);
                if ends {
                    let none = Value { text: None, range: base + at..base + at };
                    row.push(value.take().unwrap_or(none));
                }
                if first == ')' && depth == 0 {
                    rows.push(std::mem::take(&mut row));
                }
                first.len_utf8()
            }
        };
        at += length;
    }
    rows
}

/// The string that a text begins with, and its length there.
fn string(text: &str) -> Option<(String, usize)> {
    if text.starts_with('$') {
        let end = text.get(1..)?.find('$')? + 2;
        let tag = text.get(..end)?;
        let inner = text.get(end..)?;
        let length = inner.find(tag)?;
        return Some((inner.get(..length)?.to_owned(), length + 2 * tag.len()));
    }
    let mut rest = text.strip_prefix('\'')?;
    let mut res = String::new();
    loop {
        let (before, behind) = rest.split_once('\'')?;
        res += before;
        rest = behind;
        let Some(more) = rest.strip_prefix('\'') else { break };
        res.push('\'');
        rest = more;
    }
    Some((res, text.len() - rest.len()))
}

/// The rows behind `COPY … FROM STDIN`.
fn copied(text: &str, data: Range<usize>) -> Vec<Vec<Value>> {
    let mut at = data.start;
    let mut rows = Vec::new();
    for line in text.get(data).unwrap_or_default().split_inclusive('\n') {
        let mut row = Vec::new();
        let mut start = at;
        for field in line.trim_end_matches(['\n', '\r']).split('\t') {
            let bare = field.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\");
            let value = (field != "\\N").then_some(bare);
            row.push(Value { text: value, range: start..start + field.len() });
            start += field.len() + 1;
        }
        at += line.len();
        rows.push(row);
    }
    rows
}
