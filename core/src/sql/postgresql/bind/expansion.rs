//! What a view is made of as soon as it is created: columns in place of `*` and of `NATURAL`.

use std::ops::Range;

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxToken};

use super::super::syntax::range;
use super::Binder;
use super::scope::Output;
use crate::dialect::POSTGRESQL;
use crate::name::Name;

/// What the server makes of a part of a view.
pub(super) struct Expansion {
    place: Range<usize>,
    old: String,
    new: String,
}

impl Binder<'_> {
    /// Notes what a part of the statement stands for.
    pub(super) fn expands(
        &mut self,
        place: Range<usize>,
        old: impl Into<String>,
        new: impl Into<String>,
    ) {
        if !self.keeps_stars {
            self.expansions.push(Expansion { place, old: old.into(), new: new.into() });
        }
    }

    /// `TABLE t` stands for all columns that the table has now.
    pub(super) fn table_as_query(
        &mut self,
        query: &ast::Table,
        name: &Name,
        outputs: Option<&[Output]>,
    ) {
        let Some(outputs) = outputs else { return };
        let columns: Vec<String> = outputs.iter().map(|it| it.name.clone()).collect();
        self.used.extend(columns.iter().map(|it| (name.key(), it.clone())));
        let token = query.syntax().children_with_tokens().filter_map(|it| it.into_token());
        let Some(word) = token.into_iter().find(|it| it.kind() == SyntaxKind::TABLE_KW) else {
            return;
        };
        let select = format!("SELECT {} FROM", POSTGRESQL.quote_list(&columns));
        self.expands(place_of(&word), word.text(), select);
    }

    /// `NATURAL` stands for the columns that both sides have now.
    pub(super) fn joined_by(
        &mut self,
        join: &ast::Join,
        natural: &SyntaxToken,
        columns: &[String],
    ) {
        let Some(right) = join.from_list_item() else { return };
        let end = range(right.syntax()).end;
        let text = join.syntax().text().to_string();
        let place = place_of(natural);
        let mut words = text.split_inclusive(char::is_whitespace);
        let word = words.next().unwrap_or_default();
        let is_plain = words.next().is_some_and(|it| it.trim().eq_ignore_ascii_case("join"));
        let (instead, condition) = match columns {
            [] if is_plain => ("CROSS ", String::new()),
            [] => ("", " ON true".to_owned()),
            _ => ("", format!(" USING ({})", POSTGRESQL.quote_list(columns))),
        };
        self.expands(place.start..place.start + word.len(), word, instead);
        self.expands(end..end, "", condition);
    }

    /// Writes into a view what it reads now, since a view does not change with its tables.
    pub(super) fn expand(&mut self, definition: &mut String) {
        self.expansions.sort_by_key(|it| std::cmp::Reverse((it.place.start, it.place.end)));
        let begin = self.begin;
        let place = |it: &Expansion| {
            it.place.start.saturating_sub(begin)..it.place.end.saturating_sub(begin)
        };
        let stands = |it: &Expansion| definition.get(place(it)) == Some(&*it.old);
        if self.expansions.iter().all(stands) {
            for it in &self.expansions {
                definition.replace_range(place(it), &it.new);
            }
        }
    }
}

fn place_of(token: &SyntaxToken) -> Range<usize> {
    token.text_range().start().into()..token.text_range().end().into()
}
