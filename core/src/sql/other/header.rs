//! What the first words of a statement tell, where a parser would stumble over its body.

use std::collections::BTreeSet;

use super::super::Syntax;
use super::super::lowered::Lowered;
use super::super::scan::{Scanner, TokenKind};
use crate::catalog::{Function, FunctionKey, FunctionShape, Privileges, Trigger, View};
use crate::name::Name;
use crate::op::{CreateFunction, CreateTrigger, CreateView};

/// Reads views, triggers and routines, which are kept to the letter. False for other statements.
pub(super) fn lower(sql: &str, kind: &str, syntax: Syntax, out: &mut Lowered) -> bool {
    let words = Words::of(sql, syntax);
    match kind {
        "CREATE TRIGGER" => {
            let (Some(name), Some(table)) = (words.name_behind("TRIGGER"), words.name_behind("ON"))
            else {
                return false;
            };
            if words.has("TEMP") || words.has("TEMPORARY") {
                // It is gone with the session.
                return true;
            }
            let trigger =
                Trigger { name: name.name, definition: sql.to_owned(), ..Trigger::default() };
            out.push(CreateTrigger { table, trigger, replace: words.has("REPLACE") });
        }
        "CREATE PROCEDURE" | "CREATE FUNCTION" => {
            let kind = kind.trim_start_matches("CREATE ");
            let Some(name) = words.name_behind(kind) else { return false };
            let function = Function {
                // Here there are no two of one name.
                key: FunctionKey { name, arguments: Vec::new() },
                kind: kind.to_owned(),
                definition: sql.to_owned(),
                shape: FunctionShape::default(),
                comment: None,
                privileges: Privileges::default(),
            };
            out.push(CreateFunction { function, replace: words.has("REPLACE") });
        }
        "CREATE VIEW" => {
            let Some(name) = words.name_behind("VIEW") else { return false };
            if words.has("TEMP") || words.has("TEMPORARY") {
                // It is gone with the session.
                return true;
            }
            let view = View {
                name,
                materialized: false,
                definition: sql.to_owned(),
                reads: out.reads.clone(),
                columns: None,
                uses: BTreeSet::new(),
                keys: BTreeSet::new(),
                indexes: Vec::new(),
                triggers: Vec::new(),
                comment: None,
                privileges: Privileges::default(),
            };
            let (replace, if_not_exists) = (words.has("REPLACE"), words.has("EXISTS"));
            out.push(CreateView { view, replace, if_not_exists });
        }
        "CREATE EVENT" | "ALTER EVENT" | "DROP EVENT" => out.opaque(kind, sql, Vec::new()),
        _ => return false,
    }
    true
}

/// Notes the tables that a statement names where rows are read or written.
pub(super) fn note_tables(sql: &str, syntax: Syntax, out: &mut Lowered) {
    let words = Words::of(sql, syntax);
    let first = words.tokens.first().map(|it| it.upper()).unwrap_or_default();
    if !["INSERT", "UPDATE", "DELETE", "REPLACE", "SELECT", "WITH", "TRUNCATE", "CREATE"]
        .contains(&first.as_str())
    {
        return;
    }
    for (idx, token) in words.tokens.iter().enumerate() {
        let is_word = |it: &str| token.is_keyword(it);
        let before = idx.checked_sub(1).and_then(|it| words.tokens.get(it));
        let behind_delete = before.is_some_and(|it| it.is_keyword("DELETE"));
        let Some(name) = words.name_at(idx + 1) else { continue };
        if (is_word("FROM") && !behind_delete) || is_word("JOIN") {
            out.read(name);
        } else if first != "CREATE" && (is_word("INTO") || (is_word("FROM") && behind_delete))
            || (idx == 0 && is_word("UPDATE"))
        {
            out.write(name);
        }
    }
    let truncated = words.name_behind("TABLE").or_else(|| words.name_behind("TRUNCATE"));
    if first == "TRUNCATE"
        && let Some(name) = truncated
    {
        out.write(name);
    }
}

/// The words, names and dots of a statement.
struct Words {
    tokens: Vec<Word>,
}

struct Word {
    text: String,
    is_quoted: bool,
    is_name: bool,
}

impl Word {
    fn is_keyword(&self, word: &str) -> bool {
        !self.is_quoted && self.text.eq_ignore_ascii_case(word)
    }

    fn upper(&self) -> String {
        self.text.to_ascii_uppercase()
    }
}

impl Words {
    fn of(sql: &str, syntax: Syntax) -> Self {
        let significant = Scanner::new(sql, syntax).filter(|it| it.is_significant());
        let tokens = significant.take(MAX_TOKENS).map(|it| {
            let text = it.text(sql);
            let is_quoted = it.kind == TokenKind::Quoted;
            let is_name = is_quoted || it.kind == TokenKind::Word;
            let text = if is_quoted { text.trim_matches(['`', '"', '[', ']']) } else { text };
            Word { text: text.to_owned(), is_quoted, is_name }
        });
        Self { tokens: tokens.collect() }
    }

    fn has(&self, word: &str) -> bool {
        self.tokens.iter().take(MAX_HEADER).any(|it| it.is_keyword(word))
    }

    /// The name behind the first such word, past `IF NOT EXISTS`.
    fn name_behind(&self, word: &str) -> Option<Name> {
        let at = self.tokens.iter().position(|it| it.is_keyword(word))?;
        let mut at = at + 1;
        while self
            .tokens
            .get(at)
            .is_some_and(|it| ["IF", "NOT", "EXISTS"].into_iter().any(|word| it.is_keyword(word)))
        {
            at += 1;
        }
        self.name_at(at)
    }

    fn name_at(&self, at: usize) -> Option<Name> {
        let first = self.tokens.get(at).filter(|it| it.is_name)?;
        let dot = self.tokens.get(at + 1).is_some_and(|it| it.text == "." && !it.is_name);
        let second = self.tokens.get(at + 2).filter(|it| dot && it.is_name);
        Some(match second {
            Some(second) if first.text == "main" => Name::plain(&*second.text),
            Some(second) => Name::new(Some(&*first.text), &*second.text),
            None => Name::plain(&*first.text),
        })
    }
}

/// Rows of a long `INSERT` need not be looked at.
const MAX_TOKENS: usize = 20_000;

/// Where the body of a trigger or routine has begun at the latest.
const MAX_HEADER: usize = 12;
