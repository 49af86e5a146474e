//! What the results of a query are called: by a label, or by what they are made of.

use std::ops::Range;

use super::reader::Reader;

/// What a result has its name from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// This token: a label, a column or a function.
    Token(usize),
    /// A query within, or all of a table.
    Unclear,
    /// The server calls it in its own words.
    Nothing,
}

impl Reader<'_> {
    /// The label that a result has, with `AS` or without.
    pub(super) fn label(&self, target: &Range<usize>) -> Option<usize> {
        let last =
            target.end.checked_sub(1).filter(|it| *it > target.start && self.is_name(*it))?;
        let before = last.checked_sub(1)?;
        if self.is(before, "as") {
            return Some(last);
        }
        let (text, word) = (self.text(before), self.text(last));
        let is_literal = text.starts_with(|it: char| it == '\'' || it == '$' || it.is_numeric());
        let is_unit = is_literal && before.checked_sub(1).is_some_and(|it| self.is(it, "interval"));
        let ends_value = match self.is_name(before) {
            true => !self.is_any(Some(before), BEFORE_VALUE) && !TYPES.contains(&(text, word)),
            false => is_literal && !is_unit || matches!(text, ")" | "]"),
        };
        (ends_value && !self.is(last, "end")).then_some(last)
    }

    /// What a result is called by.
    pub(super) fn naming(&self, target: &Range<usize>) -> Naming {
        self.label(target).map_or_else(|| self.naming_of_value(target.clone()), Naming::Token)
    }

    fn naming_of_value(&self, mut value: Range<usize>) -> Naming {
        while let Some(inner) = self.inner(&value) {
            value = inner;
        }
        let Range { start, end } = value;
        if start >= end || self.is_any(Some(start), &["select", "with", "values", "*"]) {
            return Naming::Unclear;
        }
        let mut res = Naming::Nothing;
        let mut at = start;
        if self.is(at, "(") {
            res = self.naming_of_value(at + 1..self.closed(at));
            at = self.closed(at) + 1;
        } else if self.is_name(at) && !self.is_any(Some(at), BEFORE_VALUE) {
            while self.is(at + 1, ".") && self.is_name(at + 2) {
                at += 2;
            }
            res = Naming::Token(at);
            at += 1;
            if self.is(at, "(") {
                return res;
            }
        }
        while at < end {
            at = match self.text(at) {
                "[" => self.closed(at) + 1,
                "." if self.is_name(at + 1) => {
                    res = Naming::Token(at + 1);
                    at + 2
                }
                "." => return Naming::Unclear,
                ":" if self.is(at + 1, ":") => self.behind_type(at + 2),
                _ if self.is(at, "collate") => self.behind_type(at + 1),
                _ => return Naming::Nothing,
            };
        }
        res
    }

    /// What a value is that stands in parentheses, is cast, or is what a `CASE` gives otherwise.
    fn inner(&self, value: &Range<usize>) -> Option<Range<usize>> {
        let Range { start, end } = *value;
        let last = end.checked_sub(1)?;
        if self.is(start, "(") && self.closed(start) == last {
            return Some(start + 1..last);
        }
        if self.is(start, "cast") && self.is(start + 1, "(") && self.closed(start + 1) == last {
            return Some(start + 2..self.find(start + 2..last, "as")?);
        }
        if self.is(start, "case") && self.is(last, "end") {
            return Some(self.find(start + 1..last, "else")? + 1..last);
        }
        None
    }

    /// Where a word stands in a value itself, and not in one within.
    fn find(&self, value: Range<usize>, word: &str) -> Option<usize> {
        let (mut at, mut cases) = (value.start, 0_usize);
        while at < value.end {
            match self.text(at) {
                "(" | "[" if !self.is_name(at) => at = self.closed(at),
                _ if self.is(at, "case") => cases += 1,
                _ if self.is(at, "end") => cases = cases.saturating_sub(1),
                _ if cases == 0 && self.is(at, word) => return Some(at),
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// Where the name of a type or collation that begins here is over.
    fn behind_type(&self, mut at: usize) -> usize {
        let start = at;
        loop {
            match self.text(at) {
                "(" | "[" if !self.is_name(at) && at > start => at = self.closed(at) + 1,
                "." if at > start => at += 2,
                _ if at == start && self.is_name(at) => at += 1,
                _ if self.is_any(Some(at), OF_TYPES) => at += 1,
                _ => return at,
            }
        }
    }
}

/// Behind these words an expression begins.
#[rustfmt::skip]
const BEFORE_VALUE: &[&str] = &[
    "all", "and", "any", "array", "asymmetric", "between", "by", "case", "collate", "distinct", "else",
    "escape", "from", "having", "ilike", "in", "is", "like", "not", "on", "or", "over", "row", "select",
    "similar", "some", "symmetric", "then", "to", "when", "where", "zone",
];

/// Words that are a type only together.
const TYPES: &[(&str, &str)] = &[
    ("bit", "varying"),
    ("char", "varying"),
    ("character", "varying"),
    ("double", "precision"),
    ("national", "character"),
    ("time", "zone"),
];

/// Further words of a type's name.
const OF_TYPES: &[&str] = &["precision", "time", "varying", "with", "without", "zone"];
