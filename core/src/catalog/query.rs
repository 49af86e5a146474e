//! Finds out in a query's text which table each column is read from.

use super::expression::{Piece, Pieces};
use crate::name::Name;

/// A statement with a query, of which columns are to be renamed.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a>(pub &'a str);

impl Query<'_> {
    /// The query with another name for a column of a table that it reads. Where the column is a
    /// result of the query, it is called by its old name there, as a view's columns keep their names.
    ///
    /// `has_too` tells whether another table has a column of the old name.
    pub fn with_column(
        self,
        (table, from): (&Name, &str),
        to: &str,
        has_too: impl Fn(&Name) -> bool,
    ) -> String {
        let pieces: Vec<Piece<'_>> = Pieces::of(self.0).collect();
        let reader = Reader::of(&pieces);
        let mut edits: Vec<(usize, String)> = Vec::new();
        let is_it =
            |it: &&Word<'_>| reader.text(it.at) == from && reader.is_of(it, table, &has_too);
        for word in reader.words.iter().filter(is_it) {
            let piece =
                |at: usize| Some((reader.place(at)?, pieces.get(reader.place(at)?)?.text()));
            let Some((place, old)) = piece(word.at) else { continue };
            match word.ends_result.and_then(piece) {
                Some((last, text)) if last != place => {
                    edits.push((place, to.to_owned()));
                    edits.push((last, format!("{text} AS {old}")));
                }
                Some(_) => edits.push((place, format!("{to} AS {old}"))),
                None => edits.push((place, to.to_owned())),
            }
        }
        let edited = |(at, piece): (usize, &Piece<'_>)| {
            let edit = edits.iter().find(|(it, _)| *it == at);
            edit.map_or_else(|| piece.text().to_owned(), |(_, text)| text.clone())
        };
        pieces.iter().enumerate().map(edited).collect()
    }
}

/// A name in an expression that is one of a column.
struct Word<'a> {
    /// Which of the tokens it is.
    at: usize,
    /// The word before the dot: `t` in `t.a`.
    of: Option<&'a str>,
    /// The `SELECT` that it is part of.
    select: usize,
    /// The last token of the result that it gives its name to.
    ends_result: Option<usize>,
}

/// One `SELECT`, and what it reads rows from.
#[derive(Default)]
struct Select {
    parent: Option<usize>,
    sources: Vec<Source>,
}

struct Source {
    /// Nothing for a query or the rows of a function.
    table: Option<Name>,
    /// What its columns call it.
    called: String,
}

/// Parentheses that are open, or the whole text.
#[derive(Clone, Copy)]
struct Frame {
    select: usize,
    /// The `SELECT` around it.
    around: usize,
    clause: Clause,
    is_query: bool,
    /// Whether rows are read from what it holds.
    is_source: bool,
    /// Whether a table's name comes next.
    expects_table: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clause {
    Results,
    Tables,
    Other,
}

const WHOLE: Frame = Frame {
    select: 0,
    around: 0,
    clause: Clause::Other,
    is_query: true,
    is_source: false,
    expects_table: false,
};

/// Goes through the text once.
struct Reader<'a> {
    /// What is neither blank nor a comment: which of the pieces it is, and its text, names folded.
    tokens: Vec<(usize, &'a str, bool)>,
    frames: Vec<Frame>,
    selects: Vec<Select>,
    /// What `WITH` names.
    queries: Vec<&'a str>,
    words: Vec<Word<'a>>,
}

impl<'a> Reader<'a> {
    fn of(pieces: &'a [Piece<'a>]) -> Self {
        let token = |(place, it): (usize, &'a Piece<'a>)| {
            let text = it.name().unwrap_or(it.text());
            (!it.is_blank() && !it.is_comment()).then_some((place, text, it.name().is_some()))
        };
        let tokens = pieces.iter().enumerate().filter_map(token).collect();
        let selects = vec![Select::default()];
        let (queries, words) = (Vec::new(), Vec::new());
        let mut res = Self { tokens, frames: Vec::new(), selects, queries, words };
        let mut at = 0;
        while at < res.tokens.len() {
            at = res.step(at);
        }
        res
    }

    /// Whether a word is the column of this table, by what its query reads from.
    fn is_of(&self, word: &Word<'_>, table: &Name, has_too: &impl Fn(&Name) -> bool) -> bool {
        let mut next = Some(word.select);
        while let Some(select) = next.and_then(|it| self.selects.get(it)) {
            let sources = &select.sources;
            let is_it = |it: &Source| it.table.as_ref() == Some(table);
            match word.of {
                Some(of) => {
                    if let Some(source) = sources.iter().find(|it| it.called == of) {
                        return is_it(source);
                    }
                }
                None if sources.iter().any(is_it) => return true,
                None if sources.iter().filter_map(|it| it.table.as_ref()).any(has_too) => {
                    return false;
                }
                None => {}
            }
            next = select.parent;
        }
        false
    }

    fn text(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |(_, text, _)| text)
    }

    fn place(&self, at: usize) -> Option<usize> {
        self.tokens.get(at).map(|(place, ..)| *place)
    }

    fn is_name(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|(.., is_name)| *is_name)
    }

    fn is_any(&self, at: Option<usize>, words: &[&str]) -> bool {
        at.is_some_and(|it| words.contains(&self.text(it)))
    }

    fn frame(&self) -> Frame {
        self.frames.last().copied().unwrap_or(WHOLE)
    }

    fn change(&mut self, change: impl FnOnce(&mut Frame)) {
        if self.frames.is_empty() {
            self.frames.push(WHOLE);
        }
        if let Some(frame) = self.frames.last_mut() {
            change(frame);
        }
    }

    /// Reads what begins here; gives where to go on.
    fn step(&mut self, at: usize) -> usize {
        let frame = self.frame();
        match self.text(at) {
            "(" => self.open(at, frame),
            ")" => return self.close(at, frame),
            "," => self.change(|it| it.expects_table = it.clause == Clause::Tables),
            _ if frame.expects_table && self.is_name(at) => return self.table(at, frame),
            _ if self.is_name(at) => self.word(at, frame),
            _ => {}
        }
        at + 1
    }

    fn open(&mut self, at: usize, frame: Frame) {
        let before = at.checked_sub(1);
        let calls = before.is_some_and(|it| self.is_name(it))
            && !self.is_any(before, &["from", "join", "lateral", "only"]);
        self.change(|it| it.expects_table = false);
        let is_query = self.is_any(Some(at + 1), &["select", "with", "values"]);
        let joins = frame.expects_table && !calls && !is_query;
        let clause = if joins { Clause::Tables } else { Clause::Other };
        self.frames.push(Frame {
            around: frame.select,
            clause,
            is_query,
            is_source: frame.expects_table,
            expects_table: joins,
            ..frame
        });
    }

    fn close(&mut self, at: usize, frame: Frame) -> usize {
        if self.frames.len() > 1 {
            self.frames.pop();
        }
        if !frame.is_source {
            return at + 1;
        }
        let (alias, next) = self.alias(at + 1);
        if let Some(alias) = alias {
            self.source(Source { table: None, called: alias.to_owned() });
        }
        next
    }

    /// A table that rows are read from, or the function that gives them.
    fn table(&mut self, at: usize, frame: Frame) -> usize {
        if self.is_any(Some(at), &["only", "lateral"]) {
            return at + 1;
        }
        let (mut schema, mut last) = (None, at);
        while self.text(last + 1) == "." && self.is_name(last + 2) {
            schema = Some(self.text(last));
            last += 2;
        }
        if self.text(last + 1) == "(" {
            return last + 1;
        }
        self.frames.pop();
        self.frames.push(Frame { expects_table: false, ..frame });
        let name = self.text(last);
        let is_query = schema.is_none() && self.queries.contains(&name);
        let table = (!is_query).then(|| Name::new(schema, name).key());
        let (alias, next) = self.alias(last + if self.text(last + 1) == "*" { 2 } else { 1 });
        self.source(Source { table, called: alias.unwrap_or(name).to_owned() });
        next
    }

    /// What something is called, and what comes behind that.
    fn alias(&self, at: usize) -> (Option<&'a str>, usize) {
        if self.text(at) == "as" && self.is_name(at + 1) {
            return (Some(self.text(at + 1)), at + 2);
        }
        if self.is_name(at) && !BEHIND_SOURCE.contains(&self.text(at)) {
            return (Some(self.text(at)), at + 1);
        }
        (None, at)
    }

    fn source(&mut self, source: Source) {
        let select = self.frame().select;
        if let Some(select) = self.selects.get_mut(select) {
            select.sources.push(source);
        }
        // Set once a source was read, whatever it was.
        self.change(|it| it.expects_table = false);
    }

    fn word(&mut self, at: usize, frame: Frame) {
        let before = at.checked_sub(1);
        if self.text(at + 1) == "as"
            && self.is_any(Some(at + 2), &["(", "materialized", "not"])
            && frame.clause == Clause::Other
        {
            return self.queries.push(self.text(at));
        }
        if self.keyword(at, frame) || self.is_any(Some(at + 1), &[".", "("]) {
            return;
        }
        let is_result = frame.is_query && frame.clause == Clause::Results;
        let behind_value = before
            .is_some_and(|it| self.is_name(it) && !BEFORE_VALUE.contains(&self.text(it)))
            || self.is_any(before, &[")", "]"]);
        if self.is_any(before, &["as"]) || is_result && behind_value {
            return;
        }
        let dot = before.filter(|it| self.text(*it) == ".");
        let of = dot.and_then(|it| it.checked_sub(1)).map(|it| self.text(it));
        let ends_result = is_result.then(|| self.end_of_result(at)).flatten();
        self.words.push(Word { at, of, select: frame.select, ends_result });
    }

    /// A word that begins a clause; says whether it is one.
    fn keyword(&mut self, at: usize, frame: Frame) -> bool {
        let before = at.checked_sub(1);
        match self.text(at) {
            "select" => {
                let select = self.selects.len();
                self.selects.push(Select { parent: Some(frame.around), sources: Vec::new() });
                self.change(|it| (it.select, it.clause) = (select, Clause::Results));
            }
            "from" if frame.is_query && !self.is_any(before, &["distinct"]) => {
                self.change(|it| (it.clause, it.expects_table) = (Clause::Tables, true));
            }
            "join" => self.change(|it| it.expects_table = true),
            "where" | "group" | "having" | "order" | "limit" | "union" | "intersect" | "except"
                if frame.is_query =>
            {
                self.change(|it| it.clause = Clause::Other);
            }
            _ => return false,
        }
        true
    }

    /// The last token of a result that is a column, or the column as another type.
    fn end_of_result(&self, at: usize) -> Option<usize> {
        let mut last = at;
        while self.text(last + 1) == ":" && self.text(last + 2) == ":" && self.is_name(last + 3) {
            last += 3;
            while self.is_name(last + 1) && self.text(last + 1) != "from" {
                last += 1;
            }
        }
        self.is_any(Some(last + 1), &[",", "from", ""]).then_some(last)
    }
}

/// These are no name for what stands before them.
#[rustfmt::skip]
const BEHIND_SOURCE: &[&str] = &[
    "cross", "except", "fetch", "for", "full", "group", "having", "inner", "intersect", "join", "left",
    "limit", "natural", "offset", "on", "order", "right", "tablesample", "union", "using", "where",
    "window", "with",
];

/// Behind these words an expression begins.
#[rustfmt::skip]
const BEFORE_VALUE: &[&str] = &[
    "all", "and", "any", "between", "by", "case", "distinct", "else", "from", "having", "ilike", "in",
    "is", "like", "not", "on", "or", "select", "similar", "then", "to", "when", "where",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(sql: &str) -> String {
        let has_too = |it: &Name| it.name == "u";
        Query(sql).with_column((&Name::plain("t"), "a"), "z", has_too)
    }

    #[test]
    fn a_view_keeps_the_name_of_a_renamed_column() {
        assert_eq!(
            renamed(
                "CREATE VIEW v (a) AS SELECT t.a, b AS a, b a, a::date, a + 1, f(a, a) FROM t WHERE a > 0"
            ),
            "CREATE VIEW v (a) AS SELECT t.z AS a, b AS a, b a, z::date AS a, z + 1, f(z, z) FROM t WHERE z > 0"
        );
    }

    #[test]
    fn the_column_of_another_table_keeps_its_name() {
        assert_eq!(
            renamed("select x.a, y.a from public.t x, u as y left join o.t on t.a = x.a"),
            "select x.z AS a, y.a from public.t x, u as y left join o.t on t.a = x.z"
        );
    }

    #[test]
    fn a_query_within_sees_its_own_tables_first() {
        assert_eq!(
            renamed(
                "select a from t where exists (select a from u where a = t.a) union select a from u"
            ),
            "select z AS a from t where exists (select a from u where a = t.z) union select a from u"
        );
        assert_eq!(
            renamed("select q.a from (select a from t) q join g(1) a on extract(day from a) = 1"),
            "select q.a from (select z AS a from t) q join g(1) a on extract(day from a) = 1"
        );
    }

    #[test]
    fn a_query_with_a_name_is_no_table() {
        let sql = "with t as (select 1 as a) select a from t";
        assert_eq!(renamed(sql), sql);
    }
}
