//! Column types: how a migration spells them, and what the database makes of them.

use crate::dialect::POSTGRESQL;
use crate::name::Name;

/// A type as its migration spells it in its dialect.
///
/// The spelling is what SQL is rendered with, to the letter; the canonical form is what the
/// database would show, and what comparisons use.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SqlType {
    /// `VARCHAR(50)`, `timestamptz`, `INTEGER[]`. Empty if it could not be known.
    pub spelling: String,
    /// The user-defined type that it names, so that renaming the type renames it here.
    pub named: Option<Name>,
}

/// Types that can stand on both sides of `=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Number,
    Text,
    Moment,
    Time,
    Boolean,
    Uuid,
    Binary,
    Network,
    /// Comparable with nothing that we know of but itself.
    Own,
}

/// What may stand in parentheses behind a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arguments {
    /// Nothing, or whatever there is.
    Plain,
    /// A length, which is 1 where it is left out.
    OneOrLength,
    /// A precision, and a scale which is 0 where it is left out.
    PrecisionScale,
    /// A precision within the words: `timestamp(3) with time zone`.
    Inside,
    /// Up to 24 binary digits are `real`.
    BinaryDigits,
}

/// One type: what PostgreSQL calls it, and all that stands for it.
pub(super) struct TypeRow {
    pub(super) canonical: &'static str,
    spellings: &'static [&'static str],
    arguments: Arguments,
    family: Family,
}

const fn row(
    canonical: &'static str,
    spellings: &'static [&'static str],
    arguments: Arguments,
    family: Family,
) -> TypeRow {
    TypeRow { canonical, spellings, arguments, family }
}

/// Every built-in type we know, in lower case.
#[rustfmt::skip]
const TYPES: &[TypeRow] = &[
    row("integer", &["int", "int4", "integer", "serial", "serial4"], Arguments::Plain, Family::Number),
    row("bigint", &["bigint", "int8", "bigserial", "serial8"], Arguments::Plain, Family::Number),
    row("smallint", &["smallint", "int2", "smallserial", "serial2"], Arguments::Plain, Family::Number),
    row("numeric", &["numeric", "decimal", "dec"], Arguments::PrecisionScale, Family::Number),
    row("real", &["real", "float4"], Arguments::Plain, Family::Number),
    row("double precision", &["double precision", "float8"], Arguments::Plain, Family::Number),
    row("double precision", &["float"], Arguments::BinaryDigits, Family::Number),
    row("money", &["money"], Arguments::Plain, Family::Own),
    row("character varying", &["varchar", "character varying", "char varying", "nchar varying",
        "national character varying", "national char varying"], Arguments::Plain, Family::Text),
    row("character", &["char", "character", "nchar", "national character", "national char"],
        Arguments::OneOrLength, Family::Text),
    row("bpchar", &["bpchar"], Arguments::Plain, Family::Text),
    row("text", &["text"], Arguments::Plain, Family::Text),
    row("name", &["name"], Arguments::Plain, Family::Text),
    row("\"char\"", &["\"char\""], Arguments::Plain, Family::Own),
    row("boolean", &["bool", "boolean"], Arguments::Plain, Family::Boolean),
    row("uuid", &["uuid"], Arguments::Plain, Family::Uuid),
    row("bytea", &["bytea"], Arguments::Plain, Family::Binary),
    row("date", &["date"], Arguments::Plain, Family::Moment),
    row("timestamp without time zone", &["timestamp", "timestamp without time zone"], Arguments::Inside, Family::Moment),
    row("timestamp with time zone", &["timestamptz", "timestamp with time zone"], Arguments::Inside, Family::Moment),
    row("time without time zone", &["time", "time without time zone"], Arguments::Inside, Family::Time),
    row("time with time zone", &["timetz", "time with time zone"], Arguments::Inside, Family::Time),
    row("bit", &["bit"], Arguments::OneOrLength, Family::Own),
    row("bit varying", &["varbit", "bit varying"], Arguments::Plain, Family::Own),
    row("json", &["json"], Arguments::Plain, Family::Own),
    row("jsonb", &["jsonb"], Arguments::Plain, Family::Own),
    row("xml", &["xml"], Arguments::Plain, Family::Own),
    row("inet", &["inet"], Arguments::Plain, Family::Network),
    row("cidr", &["cidr"], Arguments::Plain, Family::Network),
    row("macaddr", &["macaddr"], Arguments::Plain, Family::Own),
    row("macaddr8", &["macaddr8"], Arguments::Plain, Family::Own),
    row("tsvector", &["tsvector"], Arguments::Plain, Family::Own),
    row("tsquery", &["tsquery"], Arguments::Plain, Family::Own),
    row("oid", &["oid"], Arguments::Plain, Family::Number),
];

/// Built-in types that have one spelling and no argument, sorted.
#[rustfmt::skip]
const PLAIN: &[&str] = &[
    "anyarray", "anyelement", "box", "circle", "datemultirange", "daterange", "int4multirange",
    "int4range", "int8multirange", "int8range", "jsonpath", "line", "lseg", "nummultirange",
    "numrange", "path", "pg_lsn", "point", "polygon", "record", "regclass", "regproc", "regtype",
    "trigger", "tsmultirange", "tsrange", "tstzmultirange", "tstzrange", "txid_snapshot", "void",
];

/// Words for built-in types that only SQL knows: the catalog has no type of this name.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "\"char\"", "bigint", "bigserial", "boolean", "char", "character", "dec", "decimal", "float", "int",
    "integer", "nchar", "real", "serial", "serial2", "serial4", "serial8", "smallint", "smallserial",
];

/// Whether the catalog has a built-in type of this name: `int4`, which SQL calls `integer`.
pub fn is_type_of_server(name: &str) -> bool {
    let mut spellings = TYPES.iter().flat_map(|it| it.spellings);
    name == "interval"
        || PLAIN.binary_search(&name).is_ok()
        || spellings.any(|it| *it == name && !it.contains(' ') && !WORDS.contains(it))
}

impl SqlType {
    /// A built-in type, as spelled.
    pub fn new(spelling: impl Into<String>) -> Self {
        Self { spelling: spelling.into(), named: None }
    }

    /// A user-defined type; `spelling` is its quoted name, with `[]` for arrays.
    pub fn named(name: Name, spelling: impl Into<String>) -> Self {
        Self { spelling: spelling.into(), named: Some(name) }
    }

    /// Whether the type could not be known.
    pub fn is_unknown(&self) -> bool {
        self.spelling.is_empty()
    }

    /// Whether values are arrays: `INTEGER[]`, `integer ARRAY`.
    pub fn is_array(&self) -> bool {
        self.spelling.ends_with(']') || Parts::of(&self.spelling).is_array
    }

    /// Whether something stands in parentheses: `varchar(50)`.
    pub fn has_modifiers(&self) -> bool {
        !Parts::of(&self.spelling).arguments.is_empty()
    }

    /// Whether PostgreSQL has a type of this spelling built in.
    pub fn is_builtin(&self) -> bool {
        let parts = Parts::of(&self.spelling);
        parts.row().is_some()
            || PLAIN.binary_search(&&*parts.words).is_ok()
            || parts.words.starts_with("interval")
    }

    /// The type as PostgreSQL shows it: `VARCHAR(50)` is `character varying(50)`.
    ///
    /// A type that we do not know is only put into lower case.
    pub fn canonical(&self) -> String {
        let parts = Parts::of(&self.spelling);
        let array = if parts.is_array { "[]" } else { "" };
        let base = match &self.named {
            Some(name) => POSTGRESQL.quote(&name.key()) + &parts.in_parentheses(),
            None => parts.canonical(),
        };
        base + array
    }

    /// The type's name in the catalog, without its schema: `int4` for `INTEGER`.
    pub(super) fn name_in_catalog(&self) -> String {
        let parts = Parts::of(&self.spelling);
        let Some(row) = parts.row() else {
            let words = if parts.words.starts_with("interval") { "interval" } else { &parts.words };
            return words.to_owned();
        };
        let same = TYPES.iter().filter(|it| it.canonical == row.canonical);
        let mut spellings = same.flat_map(|it| it.spellings);
        let found = spellings.find(|it| !it.contains(' ') && !WORDS.contains(it));
        found.map_or("bpchar", |it| *it).to_owned()
    }

    /// The type as the information schema calls it, which tells no lengths and no names.
    pub fn family_name(&self) -> String {
        let parts = Parts::of(&self.spelling);
        if parts.is_array {
            return "ARRAY".to_owned();
        }
        if self.named.is_some() || !self.is_builtin() {
            return "USER-DEFINED".to_owned();
        }
        if parts.words.starts_with("interval") {
            return "interval".to_owned();
        }
        parts.row().map_or_else(|| parts.words.clone(), |it| it.canonical.to_owned())
    }

    /// What the server's own catalog calls it: `int4`, `_text` for an array, an enum by its name.
    pub fn name_on_server(&self) -> String {
        let parts = Parts::of(&self.spelling);
        let array = if parts.is_array { "_" } else { "" };
        if let Some(named) = &self.named {
            return format!("{array}{}", named.name);
        }
        let spellings = parts.row().map(|it| it.spellings).unwrap_or_default();
        let own = match parts.words.as_str() {
            it if it.starts_with("interval") => "interval",
            "\"char\"" => "char",
            _ if spellings.contains(&"character") => "bpchar",
            it => spellings.iter().find(|it| is_type_of_server(it)).copied().unwrap_or(it),
        };
        format!("{array}{own}")
    }

    /// Whether PostgreSQL can compare columns of these types; nothing if we cannot tell.
    pub fn is_comparable_with(&self, other: &Self) -> Option<bool> {
        let (this, that) = (Parts::of(&self.spelling), Parts::of(&other.spelling));
        if self.named.is_some() || other.named.is_some() {
            return None;
        }
        if this.is_array != that.is_array {
            return Some(false);
        }
        if this.is_array {
            return None;
        }
        let (first, second) = (this.row()?, that.row()?);
        if first.family == Family::Own && second.family == Family::Own {
            return Some(first.canonical == second.canonical);
        }
        Some(first.family == second.family)
    }
}

/// A spelling, taken apart: `timestamp`, `3`, ` with time zone`, `[]`.
pub(super) struct Parts {
    /// The words in lower case, without what stands in parentheses.
    pub(super) words: String,
    pub(super) arguments: Vec<String>,
    is_array: bool,
}

impl Parts {
    pub(super) fn of(spelling: &str) -> Self {
        // One plain word, as most types are; one behind `_` may be an array.
        let is_plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
        if !spelling.starts_with('_') && spelling.bytes().all(is_plain) {
            return Self { words: spelling.to_owned(), arguments: Vec::new(), is_array: false };
        }
        let spelling = without_collation(spelling.trim());
        let base = spelling.trim_end_matches(|it: char| it.is_ascii_digit() || "[] ".contains(it));
        let base = if spelling.ends_with(']') { base } else { spelling };
        let short = base.len().checked_sub(" array".len());
        let array_word =
            short.filter(|at| base.get(*at..).is_some_and(|it| it.eq_ignore_ascii_case(" array")));
        let is_array = spelling.ends_with(']') || array_word.is_some();
        let base = array_word.and_then(|at| base.get(..at)).unwrap_or(base);
        let (words, arguments) = match base.split_once('(') {
            Some((before, rest)) => {
                let (inside, after) = rest.split_once(')').unwrap_or((rest, ""));
                let arguments = inside.split(',').map(|it| it.trim().to_owned()).collect();
                (format!("{before} {after}"), arguments)
            }
            None => (base.to_owned(), Vec::new()),
        };
        let words: Vec<_> = words.split_whitespace().map(folded).collect();
        let words = words.join(" ");
        let words = words.strip_prefix("pg_catalog.").map(str::to_owned).unwrap_or(words);
        // The type of arrays is called after that of their elements: `_text`.
        match words.strip_prefix('_').filter(|it| is_type_of_server(it)) {
            Some(element) => Self { words: element.to_owned(), arguments, is_array: true },
            None => Self { words, arguments, is_array },
        }
    }

    pub(super) fn row(&self) -> Option<&'static TypeRow> {
        TYPES.iter().find(|it| it.spellings.contains(&&*self.words))
    }

    fn canonical(&self) -> String {
        if let Some(fields) = self.words.strip_prefix("interval") {
            // The precision belongs to the seconds if they are named.
            return format!("interval{fields}{}", self.in_parentheses());
        }
        let Some(row) = self.row() else { return self.words.clone() + &self.in_parentheses() };
        let first = self.arguments.first().map(String::as_str);
        match (row.arguments, first) {
            (Arguments::OneOrLength, None) => format!("{}(1)", row.canonical),
            (Arguments::PrecisionScale, Some(precision)) if self.arguments.len() == 1 => {
                format!("{}({precision},0)", row.canonical)
            }
            (Arguments::Inside, Some(precision)) => {
                let (word, zone) = row.canonical.split_once(' ').unwrap_or((row.canonical, ""));
                format!("{word}({precision}) {zone}")
            }
            (Arguments::BinaryDigits, digits) => {
                let is_real = digits.and_then(|it| it.parse().ok()).is_some_and(|it: u32| it <= 24);
                if is_real { "real".to_owned() } else { row.canonical.to_owned() }
            }
            _ => row.canonical.to_owned() + &self.in_parentheses(),
        }
    }

    fn in_parentheses(&self) -> String {
        if self.arguments.is_empty() {
            return String::new();
        }
        format!("({})", self.arguments.join(","))
    }
}

/// Quoted words keep their case.
fn folded(word: &str) -> String {
    if word.starts_with('"') { word.to_owned() } else { word.to_lowercase() }
}

/// A collation is written behind the type, and is not part of it.
fn without_collation(spelling: &str) -> &str {
    let at = spelling.to_ascii_lowercase().find(" collate ");
    at.and_then(|it| spelling.get(..it)).unwrap_or(spelling)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalog_names_arrays_after_their_elements() {
        for (said, expected) in [("_text", "text[]"), ("_int4", "integer[]"), ("_own", "_own")] {
            assert_eq!(SqlType::new(said).canonical(), expected);
        }
    }

    #[test]
    fn types_are_shown_as_the_database_shows_them() {
        let cases = [
            ("VARCHAR(50)", "character varying(50)"),
            ("VARCHAR", "character varying"),
            ("INT4", "integer"),
            ("DECIMAL(10, 2)", "numeric(10,2)"),
            ("NUMERIC(5)", "numeric(5,0)"),
            ("TIMESTAMP WITHOUT TIME ZONE", "timestamp without time zone"),
            ("timestamp(3) with time zone", "timestamp(3) with time zone"),
            ("timestamptz(3)", "timestamp(3) with time zone"),
            ("TIMESTAMP", "timestamp without time zone"),
            ("TIME WITH TIME ZONE", "time with time zone"),
            ("SERIAL", "integer"),
            ("FLOAT(24)", "real"),
            ("FLOAT", "double precision"),
            ("FLOAT(53)", "double precision"),
            ("INTEGER[]", "integer[]"),
            ("varchar(10) ARRAY", "character varying(10)[]"),
            ("INTEGER[][3]", "integer[]"),
            ("BIT", "bit(1)"),
            ("VARBIT(5)", "bit varying(5)"),
            ("CHAR", "character(1)"),
            ("INTERVAL YEAR TO MONTH", "interval year to month"),
            ("interval second (3)", "interval second(3)"),
            ("VARCHAR(10) COLLATE \"de_DE\"", "character varying(10)"),
            ("vector(1536)", "vector(1536)"),
            ("pg_catalog.int4", "integer"),
            ("\"char\"", "\"char\""),
        ];
        for (spelling, canonical) in cases {
            assert_eq!(SqlType::new(spelling).canonical(), canonical);
        }
        let mood = SqlType::named(Name::new(Some("app"), "Mood"), "app.\"Mood\"[]");
        assert_eq!(mood.canonical(), "app.\"Mood\"[]");
    }

    #[test]
    fn a_number_cannot_be_compared_with_a_uuid() {
        let compared = |a, b| SqlType::new(a).is_comparable_with(&SqlType::new(b));
        assert_eq!(compared("UUID", "INTEGER"), Some(false));
        assert_eq!(compared("VARCHAR(10)", "TEXT"), Some(true));
        assert_eq!(compared("geometry", "TEXT"), None);
    }

    #[test]
    fn plain_types_are_sorted_for_the_search() {
        assert!(PLAIN.is_sorted());
    }
}
