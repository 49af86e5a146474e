//! `CASE WHEN … THEN … ELSE … END` of parts whose values are known.

use super::super::super::ask::Cell;
use super::super::question::Token;
use super::Known;

impl Known {
    /// What the first branch gives whose condition holds; `inner` stands between `CASE` and `END`.
    pub(super) fn case(&self, inner: &[Token]) -> Option<Cell> {
        let (operand, clauses) = clauses(inner);
        let mut clauses = clauses.into_iter();
        while let Some((word, condition)) = clauses.next() {
            match (word, condition) {
                ("else", value) => return self.value(value),
                ("when", condition) => {
                    let ("then", value) = clauses.next()? else { return None };
                    if self.fits(operand, condition)? {
                        return self.value(value);
                    }
                }
                _ => return None,
            }
        }
        Some(Cell::Null)
    }

    /// Whether a condition holds, or an operand is equal to the value in its place.
    fn fits(&self, operand: &[Token], condition: &[Token]) -> Option<bool> {
        let value = self.value(condition)?;
        if !operand.is_empty() {
            return Some(self.value(operand)? == value && value != Cell::Null);
        }
        match value {
            Cell::Bool(is_so) => Some(is_so),
            Cell::Null => Some(false),
            Cell::Int(_) | Cell::Text(_) | Cell::Moment(_) | Cell::Interval(_) => None,
        }
    }
}

/// What stands between `CASE` and the `END` that ends it; nothing if there is more behind that.
pub(super) fn whole(tokens: &[Token]) -> Option<&[Token]> {
    let [Token::Word(case), inner @ .., Token::Word(end)] = tokens else { return None };
    let mut depth = 0_usize;
    for word in inner.iter().filter_map(Token::word) {
        match word {
            "case" => depth += 1,
            "end" => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    (case == "case" && end == "end").then_some(inner)
}

type Clause<'t> = (&'t str, &'t [Token]);

/// What stands before the first `WHEN`, and each clause behind its word.
fn clauses(inner: &[Token]) -> (&[Token], Vec<Clause<'_>>) {
    let mut depth = 0_usize;
    let mut starts: Vec<(usize, &str)> = Vec::new();
    for (at, token) in inner.iter().enumerate() {
        match token {
            Token::Mark('(') => depth += 1,
            Token::Mark(')') => depth = depth.saturating_sub(1),
            Token::Word(word) if word == "case" => depth += 1,
            Token::Word(word) if word == "end" => depth = depth.saturating_sub(1),
            Token::Word(word) if depth == 0 && WORDS.contains(&&**word) => starts.push((at, word)),
            _ => {}
        }
    }
    let ends = starts.iter().skip(1).map(|it| it.0).chain([inner.len()]);
    let clause = |(&(at, word), end)| (word, inner.get(at + 1..end).unwrap_or_default());
    let first = starts.first().map_or(inner.len(), |it| it.0);
    (inner.get(..first).unwrap_or_default(), starts.iter().zip(ends).map(clause).collect())
}

const WORDS: &[&str] = &["when", "then", "else"];
