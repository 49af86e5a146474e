//! Where the reader is, as the address bar holds it.

use std::fmt;

use migrascope_core::api::Way;

/// Everything a link must bring back: one selection, seen by every screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub tab: Tab,
    /// The chosen revision; none means the newest.
    pub revision: Option<String>,
    /// The other end of a range, which itself is not part of it.
    pub versus: Option<Bound>,
    /// Which script is read.
    pub way: Way,
    /// The chosen table, by its name in the schema.
    pub table: Option<String>,
    /// The chosen column of that table.
    pub column: Option<String>,
    /// The chosen object that is no table, by its name.
    pub object: Option<String>,
    /// The chosen line of a source file.
    pub at: Option<SourceLine>,
    /// The first line, in the script, of the chosen statement.
    pub statement: Option<u32>,
    /// What the reader looks for in the list.
    pub find: String,
}

/// Where a range starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Before the first revision.
    Base,
    /// After this revision.
    Revision(String),
}

/// A line of one of the user's files, counted from one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    pub file: String,
    pub line: u32,
}

/// A screen of the application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    History,
    Schema,
    Sql,
    Findings,
}

/// What is the same for every link to a tab: its word in the address, on the page, and its key.
pub struct TabRow {
    pub tab: Tab,
    pub word: &'static str,
    pub title: &'static str,
    /// The key after `g`.
    pub key: &'static str,
}

/// Every tab, in the order they are shown.
pub const TABS: [TabRow; 4] = [
    TabRow { tab: Tab::History, word: "history", title: "History", key: "h" },
    TabRow { tab: Tab::Schema, word: "schema", title: "Schema", key: "s" },
    TabRow { tab: Tab::Sql, word: "sql", title: "SQL", key: "q" },
    TabRow { tab: Tab::Findings, word: "findings", title: "Findings", key: "f" },
];

impl Tab {
    fn word(self) -> &'static str {
        TABS.iter().find(|row| row.tab == self).map_or("", |row| row.word)
    }

    fn from_word(word: &str) -> Option<Self> {
        TABS.iter().find(|row| row.word == word).map(|row| row.tab)
    }
}

impl Place {
    /// Reads a place from the query of an address. What it does not know it leaves out.
    pub fn from_query(query: &str) -> Self {
        let mut place = Self::default();
        for pair in query.trim_start_matches('?').split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decode(value);
            match key {
                _ if value.is_empty() => {}
                "tab" => place.tab = Tab::from_word(&value).unwrap_or_default(),
                "rev" => place.revision = Some(value),
                "vs" => place.versus = Some(Bound::from_word(value)),
                "way" if value == "down" => place.way = Way::Downgrade,
                "table" => place.table = Some(value),
                "column" => place.column = Some(value),
                "object" => place.object = Some(value),
                "at" => place.at = SourceLine::from_word(&value),
                "statement" => place.statement = value.parse().ok(),
                "find" => place.find = value,
                _ => {}
            }
        }
        place
    }

    /// The same place on another screen.
    #[must_use]
    pub fn on(&self, tab: Tab) -> Self {
        Self { tab, statement: None, find: String::new(), ..self.clone() }
    }

    /// The same place at another revision, out of any range. A line of the source is let go:
    /// it belongs to the revision that was left.
    #[must_use]
    pub fn with_revision(&self, id: impl Into<String>) -> Self {
        Self { revision: Some(id.into()), versus: None, at: None, statement: None, ..self.clone() }
    }

    /// The same place with a line of source chosen.
    #[must_use]
    pub fn with_line(&self, file: impl Into<String>, line: u32) -> Self {
        let at = Some(SourceLine { file: file.into(), line });
        Self { at, statement: None, ..self.clone() }
    }

    /// The same place with a table chosen.
    #[must_use]
    pub fn with_table(&self, table: impl Into<String>) -> Self {
        Self { table: Some(table.into()), column: None, object: None, at: None, ..self.clone() }
    }

    /// The same place with an object chosen that is no table.
    #[must_use]
    pub fn with_object(&self, name: impl Into<String>) -> Self {
        Self { object: Some(name.into()), table: None, column: None, at: None, ..self.clone() }
    }

    /// The query of the address, beginning with `?`; defaults are left out.
    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if self.tab != Tab::default() {
            pairs.push(("tab", self.tab.word().to_owned()));
        }
        pairs.extend(self.revision.clone().map(|id| ("rev", id)));
        pairs.extend(self.versus.as_ref().map(|bound| ("vs", bound.word().to_owned())));
        if self.way == Way::Downgrade {
            pairs.push(("way", "down".to_owned()));
        }
        pairs.extend(self.table.clone().map(|name| ("table", name)));
        pairs.extend(self.column.clone().map(|name| ("column", name)));
        pairs.extend(self.object.clone().map(|name| ("object", name)));
        pairs.extend(self.at.as_ref().map(|at| ("at", format!("{}:{}", at.file, at.line))));
        pairs.extend(self.statement.map(|line| ("statement", line.to_string())));
        pairs.extend((!self.find.is_empty()).then(|| ("find", self.find.clone())));
        pairs
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("?")?;
        for (idx, (key, value)) in self.pairs().into_iter().enumerate() {
            let sep = if idx == 0 { "" } else { "&" };
            write!(f, "{sep}{key}={}", encode(&value))?;
        }
        Ok(())
    }
}

impl Bound {
    /// The word of a range in Alembic's manner: `base`, or the revision's id.
    pub fn word(&self) -> &str {
        match self {
            Self::Base => "base",
            Self::Revision(id) => id,
        }
    }

    fn from_word(word: String) -> Self {
        if word == "base" { Self::Base } else { Self::Revision(word) }
    }
}

impl SourceLine {
    fn from_word(word: &str) -> Option<Self> {
        let (file, line) = word.rsplit_once(':')?;
        Some(Self { file: file.to_owned(), line: line.parse().ok()? })
    }
}

/// Percent-encodes what has a meaning of its own in a query.
fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:,@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn decode(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut idx = 0;
    while let Some(&byte) = bytes.get(idx) {
        let hex = value.get(idx + 1..idx + 3).filter(|_| byte == b'%');
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                idx += 3;
            }
            None => {
                out.push(if byte == b'+' { b' ' } else { byte });
                idx += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_the_address_bar() {
        let place = Place {
            tab: Tab::Sql,
            revision: Some("ae10 & co=ü+%".into()),
            versus: Some(Bound::Revision("91f2".into())),
            way: Way::Downgrade,
            table: Some("public.order items".into()),
            column: Some("a?b#c".into()),
            object: Some("total(int, text)".into()),
            at: Some(SourceLine { file: "versions/01:init.py".into(), line: 12 }),
            statement: Some(31),
            find: "näme".into(),
        };
        assert_eq!(Place::from_query(&place.to_string()), place);
    }

    #[test]
    fn defaults_are_left_out() {
        assert_eq!(Place::default().to_string(), "?");
        assert_eq!(Place::default().on(Tab::Sql).with_revision("a").to_string(), "?tab=sql&rev=a");
        let whole = Place { versus: Some(Bound::Base), ..Place::default() };
        assert_eq!(whole.to_string(), "?vs=base");
    }

    #[test]
    fn what_a_link_says_and_we_do_not_know_is_left_out() {
        let place = Place::from_query("?tab=plan&rev=a1&x=%zz&at=nowhere&%");
        assert_eq!(place, Place { revision: Some("a1".into()), ..Place::default() });
    }

    #[test]
    fn another_revision_lets_go_of_the_line() {
        let place = Place::default().with_line("a.py", 3).with_revision("b");
        assert_eq!(place.at, None);
    }
}
