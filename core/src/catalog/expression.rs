//! Finds names in SQL expressions that are otherwise kept to the letter.

use crate::name::Name;

/// A piece of an SQL text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A name as the database stores it: folded, or as it stands between quotes.
    Identifier(&'a str, String),
    /// A string, a number, a comment, an operator, blanks.
    Other(&'a str),
}

impl Piece<'_> {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Identifier(text, _) | Self::Other(text) => text,
        }
    }

    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Identifier(_, name) => Some(name),
            Self::Other(_) => None,
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    pub(super) fn is_comment(&self) -> bool {
        self.text().starts_with("--") || self.text().starts_with("/*")
    }
}

/// Where a name stands in a text.
struct Place<'a> {
    /// The word or sign before it and its schema.
    before: &'a str,
    /// Whether tables are listed here.
    in_tables: bool,
    /// Whether a dot follows.
    is_qualifier: bool,
    /// What follows.
    behind: &'a str,
}

/// An SQL expression in which names can be found and replaced.
#[derive(Clone, Copy, Debug)]
pub struct Expression<'a>(pub &'a str);

/// What stands on the other side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    Column(String),
    /// Whatever is cast to this type.
    Type(String),
}

/// Every name in an SQL text, folded unless quoted. Keywords and functions are among them.
pub fn identifiers(sql: &str) -> impl Iterator<Item = String> + '_ {
    Pieces { rest: sql }.filter_map(|it| match it {
        Piece::Identifier(_, name) => Some(name),
        Piece::Other(_) => None,
    })
}

/// Whether an SQL text says this name anywhere outside strings and comments.
pub fn mentions(sql: &str, name: &str) -> bool {
    identifiers(sql).any(|it| it == name)
}

/// Whether an SQL text calls a function of this name.
pub fn calls(sql: &str, function: &str) -> bool {
    let mut pieces = Pieces { rest: sql };
    while let Some(piece) = pieces.next() {
        if let Piece::Identifier(_, name) = piece
            && name == function
            && pieces.rest.trim_start().starts_with('(')
        {
            return true;
        }
    }
    false
}

impl Expression<'_> {
    /// Whether the text reads a table of this name, behind `FROM` or `JOIN`.
    pub fn reads_relation(self, name: &str) -> bool {
        let marked = self.with_relation(name, "\u{0}");
        marked.contains('\u{0}')
    }

    /// The expression with one name in place of another, which is quoted already.
    pub fn renamed(self, from: &str, to: &str) -> String {
        Pieces { rest: self.0 }
            .map(|it| match it {
                Piece::Identifier(_, name) if name == from => to,
                Piece::Identifier(text, _) | Piece::Other(text) => text,
            })
            .collect()
    }

    /// The statement with another name for the object it makes, which is the first of that name.
    pub fn renamed_once(self, from: &str, to: &str) -> String {
        let mut pieces = Pieces { rest: self.0 };
        let mut res = String::new();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Identifier(_, name) if name == from => return res + to + pieces.rest,
                Piece::Identifier(text, _) | Piece::Other(text) => res += text,
            }
        }
        res
    }

    /// The statement with another name for a table: after `FROM`, `JOIN`, `ON` and the like, and
    /// before the dot of its columns.
    pub fn with_relation(self, from: &str, to: &str) -> String {
        let mut res = String::new();
        let mut before = String::new();
        let mut in_tables = false;
        let mut pieces = Pieces { rest: self.0 };
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Identifier(text, name) => {
                    let qualifies = pieces.rest.starts_with('.');
                    let is_next = BEFORE_RELATION.contains(&&*before);
                    let is_relation = qualifies || is_next || in_tables && before == ",";
                    res += if name == from && is_relation { to } else { text };
                    in_tables = (in_tables || name == "from") && !BEHIND_TABLES.contains(&&*name);
                    if !qualifies {
                        before = name;
                    }
                }
                Piece::Other(text) => {
                    res += text;
                    if !text.trim().is_empty() && text != "." {
                        text.clone_into(&mut before);
                    }
                }
            }
        }
        res
    }

    /// The text with another name for a table wherever it says the table, and not one of the same
    /// name in another schema.
    pub fn with_table(self, from: &Name, to: &str) -> String {
        self.renamed_where(from, to, |place| {
            place.is_qualifier
                || BEFORE_RELATION.contains(&place.before)
                || place.in_tables && place.before == ","
        })
    }

    /// The rule with another name for the table that it is of, which stands behind `TO`.
    pub fn with_table_of_rule(self, from: &Name, to: &str) -> String {
        self.renamed_where(from, to, |place| place.before == "to")
    }

    /// The text with another name for a field of what these names call, which is quoted.
    pub fn with_field(self, of: &[&str], from: &str, to: &str) -> String {
        let (mut res, mut is_field) = (String::new(), false);
        let mut pieces = Pieces { rest: self.0 };
        while let Some(piece) = pieces.next() {
            res += if is_field && piece.name() == Some(from) { to } else { piece.text() };
            let begins = piece.name().is_some_and(|it| of.contains(&it));
            is_field = begins && pieces.rest.starts_with('.') || is_field && piece.text() == ".";
        }
        res
    }

    /// The text with another name for a function wherever it is called or made.
    pub fn with_function(self, from: &Name, to: &str) -> String {
        self.renamed_where(from, to, |place| place.behind.starts_with('('))
    }

    /// The text with another name for a type wherever something is cast to it.
    pub fn with_cast(self, from: &Name, to: &str) -> String {
        self.renamed_where(from, to, |place| {
            place.before == ":" || place.before == "as" && place.behind.starts_with([')', '['])
        })
    }

    /// The text with another name, which is quoted and has its schema, at some places.
    fn renamed_where(self, from: &Name, to: &str, is_it: impl Fn(&Place<'_>) -> bool) -> String {
        let schema = from.schema.as_deref().unwrap_or("public");
        let (mut res, mut before, mut in_tables) = (String::new(), String::new(), false);
        let (mut begin, mut qualifier) = (0, None);
        let mut pieces = Pieces { rest: self.0 };
        while let Some(piece) = pieces.next() {
            let Piece::Identifier(text, name) = piece else {
                res += piece.text();
                if !piece.is_blank() && piece.text() != "." {
                    piece.text().clone_into(&mut before);
                }
                continue;
            };
            if !res.ends_with('.') {
                (begin, qualifier) = (res.len(), None);
            }
            let place = Place {
                before: &before,
                in_tables,
                is_qualifier: pieces.rest.starts_with('.'),
                behind: pieces.rest.trim_start(),
            };
            let is_of_schema = qualifier.as_deref().is_none_or(|it| it == schema);
            if name == from.name && is_of_schema && is_it(&place) {
                res.truncate(begin);
                res += to;
            } else {
                res += text;
            }
            in_tables = (in_tables || name == "from") && !BEHIND_TABLES.contains(&&*name);
            if place.is_qualifier {
                qualifier = Some(name);
            } else {
                before = name;
            }
        }
        res
    }

    /// What a string is compared with, place by place: the column of `status = 'new'` and
    /// `status IN ('new', 'old')`, the type of `status::text = 'new'`, nothing where it stands
    /// otherwise.
    pub fn compared_with(self, literal: &str) -> Vec<Option<Compared>> {
        let mut found = Vec::new();
        let (mut compared, mut is_listed, mut is_cast) = (None, false, false);
        let says = |it: &Piece<'_>| !it.is_blank() && !it.is_comment();
        for piece in (Pieces { rest: self.0 }).filter(says) {
            let was_cast = std::mem::take(&mut is_cast);
            match piece {
                Piece::Identifier(_, name) if name == "not" => {}
                Piece::Identifier(_, name) if name == "in" => is_listed = true,
                Piece::Identifier(_, name) => {
                    let kind = if was_cast { Compared::Type } else { Compared::Column };
                    (compared, is_listed) = (Some(kind(name)), false);
                }
                Piece::Other(text) if text == literal => found.push(compared.clone()),
                Piece::Other("=" | "<" | ">" | "!") => {}
                Piece::Other("(" | ",") if is_listed => {}
                Piece::Other(text) if is_listed && text.starts_with('\'') => {}
                Piece::Other(text) => {
                    (compared, is_listed, is_cast) = (None, false, text == ":");
                }
            }
        }
        found
    }

    /// The expression with nothing before the dots of a table's columns, neither its name nor its
    /// schema's.
    pub fn unqualified(self, table: &str) -> String {
        let mut res = String::new();
        let mut begin = 0;
        let mut pieces = Pieces { rest: self.0 };
        while let Some(piece) = pieces.next() {
            if piece.name().is_some() && !res.ends_with('.') {
                begin = res.len();
            }
            match piece {
                Piece::Identifier(_, name) if name == table && pieces.rest.starts_with('.') => {
                    res.truncate(begin);
                    pieces.next();
                }
                Piece::Identifier(text, _) | Piece::Other(text) => res += text,
            }
        }
        res
    }

    /// The expression with something else for a column wherever it is all of an argument; `with`
    /// is told the function and which of its arguments it is.
    pub fn with_argument(
        self,
        column: &str,
        with: impl Fn(&str, usize) -> Option<String>,
    ) -> String {
        let pieces = Pieces { rest: self.0 }.collect::<Vec<_>>();
        let mut calls: Vec<(Option<&str>, usize)> = Vec::new();
        let mut before: Option<&Piece<'_>> = None;
        let mut res = String::new();
        for (at, piece) in pieces.iter().enumerate() {
            let mut text = piece.text().to_owned();
            match piece {
                Piece::Other("(") => calls.push((before.and_then(Piece::name), 0)),
                Piece::Other(")") => drop(calls.pop()),
                Piece::Other(",") => calls.iter_mut().last().into_iter().for_each(|it| it.1 += 1),
                Piece::Identifier(_, name) if name == column => {
                    let next = pieces.iter().skip(at + 1).find(|it| !it.is_blank());
                    let begins = before.is_some_and(|it| matches!(it.text(), "(" | ","));
                    let ends = next.is_some_and(|it| matches!(it.text(), ")" | ","));
                    let call = calls.last().filter(|_| begins && ends);
                    let call = call.and_then(|(function, at)| with((*function)?, *at));
                    text = call.unwrap_or(text);
                }
                _ => {}
            }
            res += &text;
            before = if piece.is_blank() { before } else { Some(piece) };
        }
        res
    }

    /// The expression with `ANY` of an array for each list of values that a column may be `IN`,
    /// and `ALL` for those that it may not; `with` tells how a value stands in the array.
    pub fn with_list_of_values(
        self,
        column: &str,
        with: impl Fn(&str) -> Option<String>,
    ) -> String {
        let pieces = Pieces { rest: self.0 }.collect::<Vec<_>>();
        let mut res = String::new();
        let mut rest = pieces.as_slice();
        while let Some((piece, behind)) = rest.split_first() {
            res += piece.text();
            let is_it = piece.name().is_some_and(|it| it == column);
            match is_it.then(|| list_of_values(behind, &with)).flatten() {
                Some((list, behind)) => {
                    res += &list;
                    rest = behind;
                }
                None => rest = behind,
            }
        }
        res
    }

    /// The expression with a column cast to text where an operator takes it, as the server writes a
    /// column of `character varying`, which has no operators of its own.
    pub fn compared_as_text(self, column: &str) -> String {
        let pieces = Pieces { rest: self.0 }.collect::<Vec<_>>();
        let mut res = String::new();
        for (at, piece) in pieces.iter().enumerate() {
            res += piece.text();
            let is_it = piece.name().is_some_and(|it| it == column);
            let around = |it: Option<&Piece<'_>>| it.is_some_and(compares);
            let mut before = pieces.get(..at).unwrap_or_default().iter().rev();
            let mut behind = pieces.get(at + 1..).unwrap_or_default().iter();
            let next = behind.find(|it| !it.is_blank() && it.name().is_none_or(|it| it != "not"));
            if is_it && (around(before.find(|it| !it.is_blank())) || around(next)) {
                res += "::text";
            }
        }
        res
    }

    /// Whether words of SQL stand outside parentheses that a column's `DEFAULT` takes only within.
    pub fn is_open(self) -> bool {
        let mut depth = 0_usize;
        (Pieces { rest: self.0 }).any(|it| {
            match it.text() {
                "(" | "[" => depth += 1,
                ")" | "]" => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && it.name().is_some_and(|it| OPEN.contains(&it))
        })
    }
}

/// Whether a piece of an expression compares what is on its two sides.
fn compares(piece: &Piece<'_>) -> bool {
    let words = ["like", "ilike", "similar", "between"];
    match piece {
        Piece::Identifier(_, name) => words.contains(&&**name),
        Piece::Other(text) => text.starts_with(['=', '<', '>', '!', '~', '|']),
    }
}

/// `IN ('a', 'b')` at the beginning of these pieces as the array that it stands for, and what is
/// behind it.
fn list_of_values<'p, 'a>(
    pieces: &'p [Piece<'a>],
    with: impl Fn(&str) -> Option<String>,
) -> Option<(String, &'p [Piece<'a>])> {
    let mut rest = pieces.iter();
    let mut next = || rest.by_ref().find(|it| !it.is_blank());
    let mut word = next()?.name()?;
    let is_not = word == "not";
    if is_not {
        word = next()?.name()?;
    }
    if word != "in" || next()?.text() != "(" {
        return None;
    }
    let mut values = Vec::new();
    loop {
        values.push(with(next()?.text())?);
        match next()?.text() {
            "," => {}
            ")" => break,
            _ => return None,
        }
    }
    // A list of one value is that value.
    if values.len() < 2 {
        return None;
    }
    let compared = if is_not { "<> ALL" } else { "= ANY" };
    Some((format!(" {compared} (ARRAY[{}])", values.join(", ")), rest.as_slice()))
}

/// Operators that are words.
const OPEN: &[&str] = &[
    "and", "at", "between", "collate", "ilike", "in", "is", "isnull", "like", "not", "notnull",
    "or", "similar",
];

/// Behind these, a name is that of a table.
const BEFORE_RELATION: &[&str] =
    &["from", "join", "on", "into", "update", "table", "only", "references"];

/// These end the list of tables of a query.
const BEHIND_TABLES: &[&str] = &["select", "where", "group", "order", "having", "limit", "union"];

pub(super) struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { rest: text }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let first = self.rest.chars().next()?;
        let length = match first {
            '\'' => quoted_length(self.rest, '\''),
            '"' => quoted_length(self.rest, '"'),
            '$' => dollar_length(self.rest),
            '-' if self.rest.starts_with("--") => self.rest.find('\n').unwrap_or(self.rest.len()),
            '/' if self.rest.starts_with("/*") => {
                self.rest.find("*/").map_or(self.rest.len(), |it| it + 2)
            }
            it if starts_word(it) => word_length(self.rest, continues_word),
            it if it.is_ascii_digit() => word_length(self.rest, |it| it.is_ascii_alphanumeric()),
            it => it.len_utf8(),
        };
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(match first {
            '"' => Piece::Identifier(text, unquoted(text)),
            it if starts_word(it) => Piece::Identifier(text, text.to_lowercase()),
            _ => Piece::Other(text),
        })
    }
}

/// What stands between the quotes.
fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix('"').unwrap_or(text);
    inner.strip_suffix('"').unwrap_or(inner).replace("\"\"", "\"")
}

fn starts_word(it: char) -> bool {
    it.is_alphabetic() || it == '_'
}

fn continues_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_' || it == '$'
}

/// How long the piece is that starts here and goes on while `part` holds, in bytes.
fn word_length(text: &str, part: impl Fn(char) -> bool) -> usize {
    text.find(|it| !part(it)).unwrap_or(text.len())
}

/// How long a quoted piece is with both its quotes; doubled quotes are part of it.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, it)) = chars.next() {
        if it != quote {
            continue;
        }
        if chars.next_if(|(_, next)| *next == quote).is_none() {
            return at + it.len_utf8();
        }
    }
    text.len()
}

/// How long a `$tag$ … $tag$` string is; one character if it is something else.
fn dollar_length(text: &str) -> usize {
    let tag = text.get(1..).and_then(|it| it.find('$')).and_then(|it| text.get(..it + 2));
    let Some(tag) = tag.filter(|it| it.trim_matches('$').chars().all(continues_word)) else {
        return 1;
    };
    let body = text.get(tag.len()..).and_then(|it| it.find(tag));
    body.map_or(text.len(), |it| it + 2 * tag.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_strings_and_comments_do_not_count() {
        let sql = "a > 'b' /* c */ AND \"D\" IS NOT NULL -- e\n OR $$f$$ = $x$g$x$ OR $1 = 1e5";
        let names: Vec<_> = identifiers(sql).collect();
        assert_eq!(names, ["a", "and", "D", "is", "not", "null", "or", "or"]);
    }

    #[test]
    fn a_name_is_replaced_and_the_rest_stays_to_the_letter() {
        let sql = "(price > 0) AND 'price' <> \"price\"";
        assert_eq!(Expression(sql).renamed("price", "cost"), "(cost > 0) AND 'price' <> cost");
    }

    #[test]
    fn a_renamed_table_is_renamed_where_it_is_read() {
        let sql = "SELECT users.id, users FROM public.users JOIN users u ON u.id = 1";
        let renamed = "SELECT people.id, users FROM public.people JOIN people u ON u.id = 1";
        assert_eq!(Expression(sql).with_relation("users", "people"), renamed);
    }

    #[test]
    fn a_column_is_replaced_where_it_is_an_argument() {
        let cast = |sql| {
            Expression(sql).with_argument("a", |function, at| {
                ["f", "g"].contains(&function).then(|| format!("{function}{at}"))
            })
        };
        assert_eq!(cast("f(a) > a AND (a) = g(b, (a), a)"), "f(f0) > a AND (a) = g(b, (a), g2)");
        assert_eq!(cast("f(a + 1) OR f(a"), "f(a + 1) OR f(a");
    }

    #[test]
    fn a_list_of_values_is_an_array() {
        let sql = "a NOT IN ('x', 'y') OR a in(b) OR c IN ('x')";
        let array = "a <> ALL (ARRAY['x', 'y']) OR a in(b) OR c IN ('x')";
        let literal = |it: &str| it.starts_with('\'').then(|| it.to_owned());
        assert_eq!(Expression(sql).with_list_of_values("a", literal), array);
    }

    #[test]
    fn an_unfinished_text_is_read_to_its_end() {
        for sql in ["'a", "\"a", "$x$a", "/* a", "-- a", "$"] {
            assert_eq!(Pieces { rest: sql }.count(), 1, "{sql}");
        }
    }
}
