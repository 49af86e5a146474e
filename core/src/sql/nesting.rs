//! Refuses statements that nest so deeply that a recursive parser would overflow its stack.

use std::ops::Range;

use super::Syntax;
use super::scan::{Scanner, TokenKind};

/// What a parser takes on a stack of one megabyte. Real statements stay below a depth of 30.
#[derive(Clone, Copy)]
struct Limits {
    depth: usize,
    /// How many statements within statements cost as much as one level. A table of many columns
    /// `timestamp WITH TIME ZONE` must not seem deep, nor a body with many `SELECT … FOR UPDATE`.
    statements_per_level: usize,
}

impl Limits {
    fn of(syntax: Syntax) -> Self {
        match syntax {
            Syntax::PostgreSql => Self { depth: 200, statements_per_level: 4 },
            Syntax::MySql | Syntax::Sqlite => Self { depth: 50, statements_per_level: 1 },
        }
    }
}

/// How many operators in a row cost as much as one level: `a || b || c` makes a tree as deep as
/// it is long, but a level of it takes little stack.
const OPERATORS_PER_LEVEL: usize = 20;

/// Where the statement gets too deep, if it does. With `bodies`, what it holds in strings counts,
/// too: the bodies of functions and blocks are parsed along with it.
pub(super) fn too_deep(sql: &str, syntax: Syntax, bodies: Bodies) -> Option<Range<usize>> {
    let mut open = Open::new(Limits::of(syntax));
    let (mut before, mut ended) = ("", "");
    let mut tokens = Scanner::new(sql, syntax).filter(|it| it.is_significant()).peekable();
    while let Some(token) = tokens.next() {
        let text = token.text(sql);
        if token.kind == TokenKind::Text {
            if let Bodies::Parsed(levels) = bodies
                && body_too_deep(text, syntax, levels)
            {
                return Some(token.start..token.end);
            }
            (before, ended) = (text, "");
            continue;
        }
        let next = tokens.peek().map_or("", |it| it.text(sql));
        // `END LOOP` ends a loop once.
        let is_of_end = is_word(ended, &["case", "if", "loop"]) && is_word(text, &[ended]);
        let is_opener = opens_level(before, text, next) && !is_of_end;
        (before, ended) = (text, "");
        if is_opener {
            open.push(text);
        } else if open.innermost.is_closed_by(text) {
            ended = open.pop();
        } else {
            open.innermost.take(token.kind, text);
        }
        if open.is_too_deep() {
            return Some(token.start..token.end);
        }
    }
    None
}

/// Whether a parser goes one level down here. Text that is wrong must not count for less than the
/// parser's recovery makes of it: only the `IF` of `CREATE TABLE IF NOT EXISTS` opens nothing.
fn opens_level(before: &str, text: &str, next: &str) -> bool {
    let guards_object = || is_word(before, OBJECTS) && is_word(next, &["exists", "not"]);
    matches!(text, "(" | "[")
        || is_word(text, &["case", "begin", "loop"])
        || is_word(text, &["if"]) && !guards_object()
}

/// What is made, changed or dropped with `IF EXISTS` or `IF NOT EXISTS`.
#[rustfmt::skip]
const OBJECTS: &[&str] = &[
    "access", "add", "aggregate", "attribute", "cast", "class", "collation", "column", "concurrently", "configuration",
    "constraint", "conversion", "database", "dictionary", "domain", "drop", "expression", "extension", "family",
    "function", "group", "identity", "index", "language", "mapping", "method", "operator", "parser", "policy",
    "procedure", "publication", "rename", "role", "routine", "rule", "schema", "sequence", "server", "statistics",
    "subscription", "table", "template", "transform", "trigger", "type", "user", "value", "view", "wrapper",
];

/// Whether the strings of a statement are parsed with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bodies {
    Kept,
    /// And the strings within them, so many times.
    Parsed(u8),
}

fn body_too_deep(string: &str, syntax: Syntax, levels: u8) -> bool {
    let quote = if string.starts_with('$') {
        string.get(1..).and_then(|it| it.find('$')).map_or(0, |at| at + 2)
    } else {
        string.find('\'').map_or(0, |at| at + 1)
    };
    let body = string.get(quote..string.len().saturating_sub(quote)).unwrap_or_default();
    let inner = match levels.checked_sub(1) {
        Some(levels) => Bodies::Parsed(levels),
        None => Bodies::Kept,
    };
    too_deep(body, syntax, inner).is_some()
}

/// What is open at a place, from the outside in.
struct Open<'a> {
    limits: Limits,
    outer: Vec<Level<'a>>,
    /// What the outer levels cost.
    cost: usize,
    innermost: Level<'a>,
}

impl<'a> Open<'a> {
    fn new(limits: Limits) -> Self {
        Self { limits, outer: Vec::new(), cost: 0, innermost: Level::default() }
    }

    fn is_too_deep(&self) -> bool {
        self.cost + self.innermost.cost(self.limits) > self.limits.depth
    }

    fn push(&mut self, opener: &'a str) {
        self.cost += self.innermost.cost(self.limits);
        let inner = Level { opener, ..Level::default() };
        self.outer.push(std::mem::replace(&mut self.innermost, inner));
    }

    /// Closes the innermost level; gives what had opened it.
    fn pop(&mut self) -> &'a str {
        let Some(outer) = self.outer.pop() else { return "" };
        self.cost = self.cost.saturating_sub(outer.cost(self.limits));
        let closed = std::mem::replace(&mut self.innermost, outer);
        if is_word(closed.opener, &["loop"]) {
            // Its `FOR` or `WHILE` has come to its end with it.
            self.innermost.statements = self.innermost.statements.saturating_sub(1);
        }
        if !matches!(closed.opener, "(" | "[") {
            // Where a `LOOP` is missing, what seems the end of a block is that of a loop.
            self.innermost.statements += closed.statements;
        }
        closed.opener
    }
}

/// One level: what opened it, and what stands in it since its last comma.
#[derive(Default)]
struct Level<'a> {
    opener: &'a str,
    /// Beginnings of statements that go on with others: `WITH`, `DECLARE`, `FOR`.
    statements: usize,
    operators: usize,
    /// Prefix operators without anything between them: `NOT NOT a`, `- - 1`.
    prefixes: usize,
}

/// What begins a statement that goes on with others, or what a parser's recovery takes for it.
const GO_ON: &[&str] = &["declare", "for", "foreach", "prepare", "while", "with"];

impl Level<'_> {
    fn is_closed_by(&self, text: &str) -> bool {
        match self.opener {
            "" => false,
            "(" => text == ")",
            "[" => text == "]",
            _ => is_word(text, &["end"]),
        }
    }

    fn take(&mut self, kind: TokenKind, text: &str) {
        let word = kind == TokenKind::Word;
        if text == "," || text == ";" {
            (self.operators, self.prefixes) = (0, 0);
        } else if word && is_word(text, GO_ON) {
            self.statements += 1;
        } else if kind == TokenKind::Mark && text != "." {
            self.operators += 1;
            self.prefixes += 1;
        } else if word && is_word(text, &["not", "select", "explain", "all", "any", "lateral"]) {
            self.prefixes += 1;
        } else {
            let joins =
                ["and", "or", "union", "except", "intersect", "join", "is", "collate", "at"];
            self.operators += usize::from((word && is_word(text, &joins)) || text == ".");
            // The parser goes one level down for each.
            let descends = word && is_word(text, &["between", "like", "ilike", "similar", "in"]);
            self.operators += usize::from(descends) * OPERATORS_PER_LEVEL / 4;
            self.prefixes = 0;
        }
    }

    fn cost(&self, limits: Limits) -> usize {
        1 + self.statements / limits.statements_per_level
            + self.operators / OPERATORS_PER_LEVEL
            + self.prefixes
    }
}

fn is_word(text: &str, words: &[&str]) -> bool {
    words.iter().any(|it| text.eq_ignore_ascii_case(it))
}

pub(super) mod problem {
    use crate::diagnostic::{Problem, code};

    pub(in crate::sql) fn too_deep(kind: &str) -> Problem {
        let what = if kind.is_empty() { "statement" } else { kind };
        let message = format!("this `{what}` is not read: it nests too deeply");
        Problem::error(code::UNPARSED_STATEMENT, message)
            .help("check by hand what it does to the schema")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_too_deep(sql: &str) -> bool {
        too_deep(sql, Syntax::PostgreSql, Bodies::Parsed(3)).is_some()
    }

    #[test]
    fn parentheses_case_and_operators_count() {
        for part in ["(", "CASE WHEN ", "NOT ", "- ", "1 + ", "1::int::", "a["] {
            assert!(is_too_deep(&format!("SELECT {}", part.repeat(100_000))), "{part}");
        }
    }

    #[test]
    fn the_bodies_of_functions_count() {
        let body = "(".repeat(1000);
        assert!(is_too_deep(&format!("CREATE FUNCTION f() AS $x$ SELECT {body} $x$")));
        assert!(is_too_deep(&format!("CREATE FUNCTION f() AS 'SELECT {body}'")));
        assert!(is_too_deep(&format!("DO $x$ BEGIN EXECUTE $$ {body} $$; END $x$")));
    }

    #[test]
    fn blocks_count_while_they_are_open() {
        #[rustfmt::skip]
        let hostile = [
            "WHILE value LOOP ", "IF value THEN ", "value CASE WHEN ", "type BEGIN ", "BEGIN END BEGIN ",
            "BEGIN END LOOP ", "LOOP END IF a THEN ", "WHILE ( LOOP )) ", "WHILE table ", "FOR '' ; FOR ; ",
        ];
        for part in hostile {
            let body = part.repeat(100_000);
            assert!(is_too_deep(&format!("DO $$ BEGIN {body} $$")), "{part}");
        }
        #[rustfmt::skip]
        let flat = [
            "IF a THEN b; END IF;", "DROP TABLE IF EXISTS t;", "LOOP EXIT; END LOOP;",
            "FOR r IN SELECT 1 LOOP a := substring(b FOR 3); END LOOP;",
        ];
        for part in flat {
            let body = part.repeat(1000);
            assert!(!is_too_deep(&format!("DO $$ BEGIN {body} END $$")), "{part}");
        }
    }

    #[test]
    fn long_lists_do_not_count() {
        let rows = "(1, 'a', NOT true, -1),".repeat(10_000);
        assert!(!is_too_deep(&format!("INSERT INTO t VALUES {rows} (2)")));
    }
}
