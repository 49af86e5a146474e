//! Finds names in SQL expressions that are otherwise kept to the letter.

/// A piece of an SQL text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece<'a> {
    /// A name as the database stores it: folded, or as it stands between quotes.
    Identifier(&'a str, String),
    /// A string, a number, a comment, an operator, blanks.
    Other(&'a str),
}

/// An SQL expression in which names can be found and replaced.
#[derive(Clone, Copy, Debug)]
pub struct Expression<'a>(pub &'a str);

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

impl Expression<'_> {
    /// The expression with one name in place of another, which is quoted already.
    pub fn renamed(self, from: &str, to: &str) -> String {
        Pieces { rest: self.0 }
            .map(|it| match it {
                Piece::Identifier(_, name) if name == from => to,
                Piece::Identifier(text, _) | Piece::Other(text) => text,
            })
            .collect()
    }

    /// The name of the function that an index key calls, as PostgreSQL names the key after it.
    pub fn called(self) -> Option<String> {
        let mut pieces = Pieces { rest: self.0.trim_start_matches(['(', ' ']) };
        let Some(Piece::Identifier(_, name)) = pieces.next() else { return None };
        let call = pieces.rest.trim_start().starts_with('(');
        call.then_some(name)
    }
}

struct Pieces<'a> {
    rest: &'a str,
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
            '"' => Piece::Identifier(text, text.trim_matches('"').replace("\"\"", "\"")),
            it if starts_word(it) => Piece::Identifier(text, text.to_lowercase()),
            _ => Piece::Other(text),
        })
    }
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
    fn an_index_key_is_named_after_its_function() {
        assert_eq!(Expression("lower(email)").called().as_deref(), Some("lower"));
        assert_eq!(Expression("(lower (email))").called().as_deref(), Some("lower"));
        assert_eq!(Expression("(a + b)").called(), None);
    }

    #[test]
    fn an_unfinished_text_is_read_to_its_end() {
        for sql in ["'a", "\"a", "$x$a", "/* a", "-- a", "$"] {
            assert_eq!(Pieces { rest: sql }.count(), 1, "{sql}");
        }
    }
}
