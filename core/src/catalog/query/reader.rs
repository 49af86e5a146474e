//! Reads a query's text once: its `SELECT`s, what each reads rows from, and the names in it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::expression::Piece;
use super::Row;
use super::assigned::assigned;
use super::tokens::{Kind, Token, tokens};
use crate::name::Name;

/// Which source of which `SELECT`.
pub(super) type SourceId = (usize, usize);

/// A name that may be one of a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Which of the tokens it is.
    pub(super) at: usize,
    /// The name before its dot: `t` in `t.a`.
    pub(super) of: Option<usize>,
    /// The `SELECT` that it is part of.
    pub(super) select: usize,
    pub(super) role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Value,
    /// All of what is ordered by, or of what `DISTINCT ON` looks at: a result's name comes first.
    Key,
    /// What the rows of a `UNION` are ordered by, which is a result.
    Result,
    /// A column of `USING`.
    Joined,
    /// A part of a whole row: `(t).a`.
    OfRow,
    /// A column of the table that the statement writes: `SET a = 1`.
    Assigned,
}

/// One `SELECT`, and what it reads rows from.
#[derive(Debug, Default)]
pub(super) struct Select<'a> {
    pub(super) parent: Option<usize>,
    pub(super) sources: Vec<Source<'a>>,
    /// The tokens of each of its results.
    pub(super) targets: Vec<std::ops::Range<usize>>,
    /// Whether a result is `*`, or all columns of a source.
    pub(super) has_star: bool,
    /// Whether columns are merged that are not named, or go by the name of a whole join.
    pub(super) is_unclear: bool,
    /// The word `TABLE`, if that is how it is written.
    pub(super) table: Option<usize>,
}

#[derive(Debug)]
pub(super) struct Source<'a> {
    /// Nothing for a query or the rows of a function.
    pub(super) table: Option<Name>,
    /// How its columns are named: by its alias, or its own name.
    pub(super) called: &'a str,
    /// The tokens of its own name, schema first; none for the rows that a condition is asked of.
    pub(super) name: Vec<usize>,
    pub(super) has_alias: bool,
    /// The names that are given to its first columns.
    pub(super) list: Vec<usize>,
    /// Its last token.
    pub(super) end: usize,
}

impl<'a> Source<'a> {
    fn of_row(row: &Row<'a>) -> Self {
        Self {
            table: Some(row.table.key()),
            called: row.called,
            name: Vec::new(),
            has_alias: true,
            list: Vec::new(),
            end: usize::MAX,
        }
    }

    /// Whether the text says where it is read, so that other names can be given to its columns.
    pub(super) fn is_written(&self) -> bool {
        !self.name.is_empty()
    }
}

/// Parentheses that are open, or the whole text.
#[derive(Clone, Copy, Debug)]
struct Frame {
    select: usize,
    /// The `SELECT` around it.
    around: usize,
    clause: Clause,
    kind: FrameKind,
    is_query: bool,
    /// Whether rows are read from what it holds, and whether those are tables that are joined.
    is_source: bool,
    joins: bool,
    /// Whether a table's name comes next.
    expects_table: bool,
    /// Whether it holds the rows of several queries.
    is_united: bool,
    /// Where the result begins that is being read.
    target: Option<usize>,
    /// How many names of `WITH` are known around it.
    queries: usize,
    /// The name that `WITH` gives to what it holds.
    defines: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clause {
    Results,
    Tables,
    Order,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FrameKind {
    Plain,
    /// Behind `DISTINCT ON`.
    Distinct,
    /// Behind `USING`.
    Using,
}

const WHOLE: Frame = Frame {
    select: 0,
    around: 0,
    clause: Clause::Other,
    kind: FrameKind::Plain,
    is_query: true,
    is_source: false,
    joins: false,
    expects_table: false,
    is_united: false,
    target: None,
    queries: 0,
    defines: None,
};

/// Goes through the text once.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    pub(super) selects: Vec<Select<'a>>,
    pub(super) words: Vec<Word>,
    /// Whole rows, as `t.*`.
    pub(super) rows: Vec<Word>,
    /// Names with a schema before them, which is the token before the first dot.
    pub(super) qualified: Vec<(usize, Word)>,
    /// Which source of each `SELECT` is called how.
    called: Vec<BTreeMap<&'a str, usize>>,
    frames: Vec<Frame>,
    /// What `WITH` names and is known here, in order, and how often each is.
    queries: Vec<&'a str>,
    known: BTreeMap<&'a str, usize>,
    /// The columns that the statement writes.
    assigned: BTreeSet<usize>,
}

impl<'a> Reader<'a> {
    pub(super) fn of(pieces: &'a [Piece<'a>], rows: &[Row<'a>]) -> Self {
        let sources = rows.iter().map(Source::of_row).collect();
        let selects = vec![Select { sources, ..Select::default() }];
        let tokens = tokens(pieces);
        let mut res = Self {
            assigned: assigned(&tokens),
            tokens,
            selects,
            words: Vec::new(),
            rows: Vec::new(),
            qualified: Vec::new(),
            called: Vec::new(),
            frames: vec![WHOLE],
            queries: Vec::new(),
            known: BTreeMap::new(),
        };
        let mut at = 0;
        while at < res.tokens.len() {
            at = res.step(at);
        }
        while !res.frames.is_empty() {
            res.end_target(at);
            res.frames.pop();
        }
        res.forget_labels();
        res.called = res.selects.iter().map(|it| res.names_of_sources(it)).collect();
        res
    }

    fn names_of_sources(&self, select: &Select<'a>) -> BTreeMap<&'a str, usize> {
        let names = select.sources.iter().map(|it| it.called);
        names.enumerate().map(|(at, it)| (it, at)).rev().collect()
    }

    /// The source of this name that is seen from a `SELECT`.
    pub(super) fn called(&self, select: usize, name: &str) -> Option<SourceId> {
        let mut around = self.around(select);
        around.find_map(|it| Some((it, *self.called.get(it)?.get(name)?)))
    }

    /// A `SELECT` and those around it, from within.
    pub(super) fn around(&self, select: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(select), |it| self.selects.get(*it)?.parent)
    }

    pub(super) fn source(&self, (select, at): SourceId) -> Option<&Source<'a>> {
        self.selects.get(select)?.sources.get(at)
    }

    /// Whether `WITH` calls something so.
    pub(super) fn names_query(&self, name: &str) -> bool {
        self.known.contains_key(name)
    }

    pub(super) fn text(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |it| it.text)
    }

    pub(super) fn place(&self, at: usize) -> Option<usize> {
        self.tokens.get(at).map(|it| it.place)
    }

    pub(super) fn is_name(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|it| it.kind != Kind::Other)
    }

    /// Whether a token is one of these words or signs, and no name between quotes.
    pub(super) fn is_any(&self, at: Option<usize>, words: &[&str]) -> bool {
        let token = at.and_then(|it| self.tokens.get(it));
        token.is_some_and(|it| it.kind != Kind::Quoted && words.contains(&it.text))
    }

    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.is_any(Some(at), &[word])
    }

    /// Where what opens here is closed, or the text ends.
    pub(super) fn closed(&self, at: usize) -> usize {
        self.tokens.get(at).map_or(at, |it| it.closed)
    }

    fn frame(&self) -> Frame {
        self.frames.last().copied().unwrap_or(WHOLE)
    }

    fn change(&mut self, change: impl FnOnce(&mut Frame)) {
        if let Some(frame) = self.frames.last_mut() {
            change(frame);
        }
    }

    fn select(&mut self) -> Option<&mut Select<'a>> {
        let select = self.frame().select;
        self.selects.get_mut(select)
    }

    /// Reads what begins here; gives where to go on.
    fn step(&mut self, at: usize) -> usize {
        let frame = self.frame();
        match self.text(at) {
            "(" if !self.is_name(at) => self.open(at, frame),
            ")" if !self.is_name(at) => return self.close(at, frame),
            "," if frame.clause == Clause::Results && frame.is_query => {
                self.end_target(at);
                self.change(|it| it.target = Some(at + 1));
            }
            "," => self.change(|it| it.expects_table = it.clause == Clause::Tables),
            "*" => self.star(at, frame),
            _ if frame.expects_table && self.is_name(at) => return self.table(at),
            _ if self.is_name(at) => return self.word(at, frame),
            _ => {}
        }
        at + 1
    }

    fn star(&mut self, at: usize, frame: Frame) {
        let of = at.checked_sub(2).filter(|it| self.is(it + 1, "."));
        if frame.is_query && frame.clause == Clause::Results {
            let is_all = frame.target == Some(at) || of.is_some();
            self.select().into_iter().for_each(|it| it.has_star |= is_all);
        }
        if of.is_some() {
            let row = Word { at, of, select: frame.select, role: Role::Value };
            self.note_schema(row);
            self.rows.push(row);
        }
    }

    fn note_schema(&mut self, word: Word) {
        let schema = word.of.and_then(|it| it.checked_sub(2));
        let schema = schema.filter(|it| self.is(it + 1, ".") && self.is_name(*it));
        self.qualified.extend(schema.map(|it| (it, word)));
    }

    fn open(&mut self, at: usize, frame: Frame) {
        let before = at.checked_sub(1);
        let calls = before.is_some_and(|it| self.is_name(it))
            && !self.is_any(before, &["from", "join", "lateral", "only"]);
        let kind = match before {
            Some(on) if self.is(on, "using") && frame.is_query => FrameKind::Using,
            Some(on) if self.is(on, "on") && self.is_any(on.checked_sub(1), &["distinct"]) => {
                FrameKind::Distinct
            }
            _ => FrameKind::Plain,
        };
        let is_query = self.is_any(Some(at + 1), &["select", "with", "values", "table"]);
        let is_source = frame.expects_table;
        let joins = is_source && !calls && !is_query;
        // What rows are read from sees the rest of its list only if it is `LATERAL`.
        let sees_list = !is_source || calls || joins || self.is_any(before, &["lateral"]);
        let parent = self.selects.get(frame.select).and_then(|it| it.parent);
        let around = if sees_list { frame.select } else { parent.unwrap_or(0) };
        self.change(|it| it.expects_table = false);
        self.frames.push(Frame {
            around,
            select: if is_query { around } else { frame.select },
            clause: if joins { Clause::Tables } else { Clause::Other },
            kind,
            is_query: is_query || joins,
            is_source,
            joins,
            expects_table: joins,
            queries: self.queries.len(),
            ..WHOLE
        });
    }

    fn close(&mut self, at: usize, frame: Frame) -> usize {
        self.end_target(at);
        if self.frames.len() > 1 {
            self.frames.pop();
            self.forget_queries(frame.queries);
        }
        if frame.kind == FrameKind::Distinct {
            self.change(|it| it.target = Some(at + 1));
        }
        if let Some(name) = frame.defines {
            self.know_query(name);
            return if self.is(at + 1, ",") { self.with(at + 2, false) } else { at + 1 };
        }
        if !frame.is_source {
            return at + 1;
        }
        let ordinality = self.is(at + 1, "with") && self.is(at + 2, "ordinality");
        let (alias, next) = self.alias(if ordinality { at + 3 } else { at + 1 });
        let joins = frame.joins;
        if alias.is_some() || !joins {
            self.select().into_iter().for_each(|it| it.is_unclear |= joins);
            let called = alias.map_or("", |it| self.text(it));
            let (name, list) = (Vec::new(), Vec::new());
            let end = alias.unwrap_or(usize::MAX);
            self.reads(Source { table: None, called, name, has_alias: true, list, end });
        }
        // Names and types of its columns.
        if alias.is_some() && self.is(next, "(") { self.closed(next) + 1 } else { next }
    }

    /// `WITH q (a) AS (`: what has the name is read as a query of its own.
    fn with(&mut self, at: usize, is_recursive: bool) -> usize {
        let mut next = at + 1;
        if self.is(next, "(") {
            next = self.closed(next) + 1;
        }
        let is_it = self.is_name(at) && self.is(next, "as");
        next += 1;
        while self.is_any(Some(next), &["not", "materialized"]) {
            next += 1;
        }
        if !is_it || !self.is(next, "(") {
            return at;
        }
        if is_recursive {
            self.know_query(at);
        }
        let frame = self.frame();
        self.open(next, Frame { expects_table: false, ..frame });
        self.change(|it| (it.defines, it.is_query) = (Some(at), true));
        next + 1
    }

    fn know_query(&mut self, at: usize) {
        let name = self.text(at);
        self.queries.push(name);
        *self.known.entry(name).or_default() += 1;
    }

    /// Behind a query, what its `WITH` names is known no longer.
    fn forget_queries(&mut self, known_around: usize) {
        for name in self.queries.drain(known_around.min(self.queries.len())..) {
            self.known.entry(name).and_modify(|it| *it = it.saturating_sub(1));
        }
    }

    /// A table that rows are read from, or the function that gives them.
    fn table(&mut self, at: usize) -> usize {
        if self.is_any(Some(at), &["only", "lateral"]) {
            return at + 1;
        }
        // `ROWS FROM (f(), g())` is one source.
        if self.is(at, "rows") && self.is(at + 1, "from") {
            return at + 2;
        }
        let mut name = vec![at];
        let mut last = at;
        while self.is(last + 1, ".") && self.is_name(last + 2) {
            last += 2;
            name.push(last);
        }
        if self.is(last + 1, "(") {
            return last + 1;
        }
        self.change(|it| it.expects_table = false);
        let schema = name.iter().rev().nth(1).map(|it| self.text(*it));
        let is_query =
            schema.is_none() && self.known.get(self.text(last)).is_some_and(|it| *it > 0);
        let table = (!is_query).then(|| Name::new(schema, self.text(last)).key());
        let end = if self.is(last + 1, "*") { last + 1 } else { last };
        let (alias, next) = self.alias(end + 1);
        let mut source = Source {
            table,
            called: self.text(alias.unwrap_or(last)),
            name,
            has_alias: alias.is_some(),
            list: Vec::new(),
            end: next.saturating_sub(1),
        };
        if alias.is_some() && self.is(next, "(") {
            let closed = self.closed(next);
            source.list = (next + 1..closed).filter(|it| self.is_name(*it)).collect();
            source.end = closed;
        }
        let end = source.end;
        self.reads(source);
        end + 1
    }

    /// What something is called, and what comes behind that.
    fn alias(&self, at: usize) -> (Option<usize>, usize) {
        if self.is(at, "as") && self.is_name(at + 1) {
            return (Some(at + 1), at + 2);
        }
        if self.is_name(at) && !self.is_any(Some(at), BEHIND_SOURCE) {
            return (Some(at), at + 1);
        }
        (None, at)
    }

    fn reads(&mut self, source: Source<'a>) {
        if let Some(select) = self.select() {
            select.sources.push(source);
        }
        // Set once a source was read, whatever it was.
        self.change(|it| it.expects_table = false);
    }

    fn word(&mut self, at: usize, frame: Frame) -> usize {
        let before = at.checked_sub(1);
        if self.is(at, "with") {
            let is_recursive = self.is(at + 1, "recursive");
            let name = at + if is_recursive { 2 } else { 1 };
            let next = self.with(name, is_recursive);
            return if next == name { at + 1 } else { next };
        }
        if self.keyword(at, frame) || self.is_no_column(at) {
            return at + 1;
        }
        let dot = before.filter(|it| self.is(*it, "."));
        let row = dot.and_then(|it| self.row(it.checked_sub(1)?));
        let of = row.or_else(|| dot?.checked_sub(1).filter(|it| self.is_name(*it)));
        let role = match frame.kind {
            _ if row.is_some() => Role::OfRow,
            _ if self.assigned.contains(&at) => Role::Assigned,
            FrameKind::Using => Role::Joined,
            _ if of.is_some() => Role::Value,
            FrameKind::Distinct if self.is_all_between(at, &["(", ","], &[")", ","]) => Role::Key,
            _ if frame.clause == Clause::Order && frame.is_united => Role::Result,
            _ if frame.clause == Clause::Order && frame.is_query && self.is_sorted_by(at) => {
                Role::Key
            }
            _ => Role::Value,
        };
        let word = Word { at, of, select: frame.select, role };
        self.note_schema(word);
        self.words.push(word);
        at + 1
    }

    /// The table whose whole row ends here, in parentheses: `(t)` and `(t.*)`.
    fn row(&self, end: usize) -> Option<usize> {
        let last = end.checked_sub(1).filter(|_| self.is(end, ")"))?;
        let name = if self.is(last, "*") { last.checked_sub(2)? } else { last };
        let open = name.checked_sub(1)?;
        (self.is(open, "(") && self.is_name(name)).then_some(name)
    }

    fn is_all_between(&self, at: usize, before: &[&str], behind: &[&str]) -> bool {
        let ends = self.text(at + 1).is_empty() || self.is_any(Some(at + 1), behind);
        self.is_any(at.checked_sub(1), before) && ends
    }

    fn is_sorted_by(&self, at: usize) -> bool {
        self.is_all_between(at, &["by", ","], BEHIND_KEY)
    }

    /// Whether a name is surely none of a column: a type, a function, an argument, a word.
    fn is_no_column(&self, at: usize) -> bool {
        let before = at.checked_sub(1);
        let further = before.and_then(|it| it.checked_sub(1));
        let next = self.text(at + 1);
        let is_argument = [["=", ">"], [":", "="]].contains(&[next, self.text(at + 2)]);
        self.is_any(Some(at + 1), &[".", "("])
            || next.starts_with('\'')
            || is_argument
            || self.is_any(before, &["as", "over", ":", "nulls"])
            || self.is_any(Some(at), &["time", "zone"])
                && self.is_any(before, &["at", "with", "without", "time"])
            || self.is(at + 1, "from") && self.is_any(further, &["extract"])
            || before.is_some_and(|it| self.text(it).starts_with('\''))
                && self.is_any(further, &["interval"])
            // The name of a window.
            || self.is(at + 1, "as") && self.is(at + 2, "(")
    }

    /// A word that begins a clause; says whether it is one.
    fn keyword(&mut self, at: usize, frame: Frame) -> bool {
        let before = at.checked_sub(1);
        if !self.is_any(Some(at), KEYWORDS) || self.is_any(before, &["."]) {
            return false;
        }
        match self.text(at) {
            "select" => self.begin_select(frame, Clause::Results, at + 1),
            "table" if frame.is_query && self.is_any(before, BEFORE_QUERY) => {
                self.begin_select(frame, Clause::Tables, at + 1);
                self.change(|it| (it.expects_table, it.target) = (true, None));
                self.select().into_iter().for_each(|it| (it.table, it.has_star) = (Some(at), true));
            }
            "distinct" | "all" if frame.target == Some(at) => {
                self.change(|it| it.target = Some(at + 1));
            }
            "from" if frame.is_query && !self.is_any(before, &["distinct"]) => {
                self.begin_clause(at, Clause::Tables);
                self.change(|it| it.expects_table = true);
            }
            "join" => self.change(|it| it.expects_table = true),
            "natural" => self.select().into_iter().for_each(|it| it.is_unclear = true),
            "order" if frame.is_query => self.begin_clause(at, Clause::Order),
            "union" | "intersect" | "except" if frame.is_query => {
                self.begin_clause(at, Clause::Other);
                self.change(|it| it.is_united = true);
            }
            "from" | "order" | "distinct" | "all" | "table" => return false,
            _ if frame.is_query => self.begin_clause(at, Clause::Other),
            _ => return false,
        }
        true
    }

    fn begin_select(&mut self, frame: Frame, clause: Clause, target: usize) {
        let select = self.selects.len();
        self.selects.push(Select { parent: Some(frame.around), ..Select::default() });
        self.change(|it| (it.select, it.clause, it.target) = (select, clause, Some(target)));
    }

    fn begin_clause(&mut self, at: usize, clause: Clause) {
        self.end_target(at);
        self.change(|it| it.clause = clause);
    }

    fn end_target(&mut self, at: usize) {
        let Some(start) = self.frame().target else { return };
        self.change(|it| it.target = None);
        self.select().into_iter().for_each(|it| it.targets.push(start..at));
    }

    /// What a result is called is no column.
    fn forget_labels(&mut self) {
        let targets = self.selects.iter().flat_map(|it| &it.targets);
        let labels: BTreeSet<usize> = targets.filter_map(|it| self.label(it)).collect();
        self.words.retain(|it| !labels.contains(&it.at));
    }
}

/// Words that begin a clause, or another part of a query.
#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "all", "distinct", "except", "fetch", "for", "from", "group", "having", "intersect", "join", "limit",
    "natural", "offset", "order", "select", "table", "union", "where", "window",
];

/// Behind these a query may begin.
const BEFORE_QUERY: &[&str] = &["(", "all", "as", "distinct", "except", "intersect", "union"];

/// Behind these, what rows are ordered by is over.
#[rustfmt::skip]
const BEHIND_KEY: &[&str] = &[
    ")", ",", "asc", "desc", "except", "fetch", "for", "intersect", "limit", "nulls", "offset", "union",
    "using", "with",
];

/// These are no name for what stands before them.
#[rustfmt::skip]
const BEHIND_SOURCE: &[&str] = &[
    "cross", "except", "fetch", "for", "full", "group", "having", "inner", "intersect", "join", "left",
    "limit", "natural", "offset", "on", "order", "right", "tablesample", "union", "using", "where",
    "window", "with",
];
