//! The tokens of a query's text.

use super::super::expression::Piece;

/// What is neither blank nor a comment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    /// Which of the pieces it is.
    pub(super) place: usize,
    /// A name is folded, or stands without its quotes.
    pub(super) text: &'a str,
    pub(super) kind: Kind,
    /// Where the parenthesis or bracket that opens here is closed.
    pub(super) closed: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Quoted,
    Other,
}

pub(super) fn tokens<'a>(pieces: &'a [Piece<'a>]) -> Vec<Token<'a>> {
    let token = |(place, it): (usize, &'a Piece<'a>)| {
        let text = it.name().unwrap_or(it.text());
        let kind = match it.name() {
            Some(_) if it.text().starts_with('"') => Kind::Quoted,
            Some(_) => Kind::Word,
            None => Kind::Other,
        };
        let says = !it.is_blank() && !it.is_comment();
        says.then_some(Token { place, text, kind, closed: usize::MAX })
    };
    let mut tokens: Vec<Token<'a>> = pieces.iter().enumerate().filter_map(token).collect();
    let end = tokens.len();
    let mut open = Vec::new();
    for at in 0..end {
        let text = tokens.get(at).filter(|it| it.kind == Kind::Other).map_or("", |it| it.text);
        match text {
            "(" | "[" => open.push(at),
            ")" | "]" => {
                let opened = open.pop().and_then(|it: usize| tokens.get_mut(it));
                opened.into_iter().for_each(|it| it.closed = at);
            }
            _ => {}
        }
    }
    tokens.iter_mut().for_each(|it| it.closed = it.closed.min(end));
    tokens
}
