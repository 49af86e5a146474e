//! Labels of enums in expressions. The server keeps which label is meant, not what it is called:
//! another name for it shows wherever it stands.

use super::expression::{Expression, Piece, Pieces};
use crate::name::Name;

impl Expression<'_> {
    /// The expression with another literal for a label of an enum, wherever it is one: cast to the
    /// type, or compared with one of these columns.
    pub fn with_label(self, ty: &Name, columns: &[&str], from: &str, to: &str) -> String {
        let pieces: Vec<Piece<'_>> = Pieces::of(self.0).collect();
        let says = |it: &&Piece<'_>| !it.is_blank() && !it.is_comment();
        let words = Words { pieces: pieces.iter().filter(says).collect(), columns };
        let mut place = 0;
        let text = pieces.iter().map(|it| {
            let here = place;
            place += usize::from(says(&it));
            let is_label = it.text() == from && words.is_label(here, &ty.name);
            if is_label { to } else { it.text() }
        });
        text.collect()
    }
}

/// The words and signs of an expression, and the columns in it that are of the enum.
struct Words<'a> {
    pieces: Vec<&'a Piece<'a>>,
    columns: &'a [&'a str],
}

impl Words<'_> {
    fn is_label(&self, place: usize, ty: &str) -> bool {
        match self.cast(place) {
            Some(cast) => cast == ty,
            None => self.is_compared(place) || self.is_beside(place),
        }
    }

    fn text(&self, place: usize) -> &str {
        self.pieces.get(place).map_or("", |it| it.text())
    }

    fn name(&self, place: usize) -> Option<&str> {
        self.pieces.get(place)?.name()
    }

    /// The type that what stands here is cast to, without its schema.
    fn cast(&self, place: usize) -> Option<&str> {
        let begin = match (self.text(place + 1), self.text(place + 2)) {
            (":", ":") => place + 3,
            _ if self.name(place + 1) == Some("as") => place + 2,
            _ => return None,
        };
        self.last_name(begin).map(|(name, _)| name)
    }

    /// The last of names with dots between them that begin here, and the place behind it.
    fn last_name(&self, mut place: usize) -> Option<(&str, usize)> {
        let mut name = self.name(place)?;
        while self.text(place + 1) == "."
            && let Some(next) = self.name(place + 2)
        {
            (name, place) = (next, place + 2);
        }
        Some((name, place + 1))
    }

    /// Whether the value before it is a column of the enum: `status = 'new'`, `status IN ('old',
    /// 'new')`, `CASE status WHEN 'new'`.
    fn is_compared(&self, place: usize) -> bool {
        let mut is_compared = false;
        for before in (0..place).rev() {
            let text = self.text(before);
            match self.name(before) {
                None if matches!(text, "=" | "<" | ">" | "!") => is_compared = true,
                None if matches!(text, "(" | "[" | ",") || text.starts_with('\'') => {}
                None => return false,
                Some("when") => {
                    return self.case_around(before).is_some_and(|it| self.is_of_enum(it));
                }
                Some(name) if COMPARING.contains(&name) => is_compared = true,
                Some(_) => {
                    let is_type = before > 0 && self.text(before - 1) == ":";
                    let is_called = self.text(before + 1) == "(";
                    return is_compared && !is_type && !is_called && self.is_of_enum(before);
                }
            }
        }
        false
    }

    /// What the `CASE` asks for around the `WHEN` here, if that is a column alone.
    fn case_around(&self, when: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for before in (0..when).rev() {
            match self.name(before) {
                Some("end") => depth += 1,
                Some("case") if depth == 0 => {
                    let (_, behind) = self.last_name(before + 1)?;
                    return (self.name(behind) == Some("when")).then(|| behind - 1);
                }
                Some("case") => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// Whether the value behind it is a column of the enum: `'new' = status`, `'new' = ANY (all)`.
    fn is_beside(&self, place: usize) -> bool {
        let is_sign = |it: &usize| matches!(self.text(*it), "=" | "<" | ">" | "!");
        let behind = (place + 1..).find(|it| !is_sign(it)).unwrap_or(place + 1);
        let opens = |it: &usize| {
            self.text(*it) == "(" || self.name(*it).is_some_and(|it| COMPARING.contains(&it))
        };
        let column = (behind..).find(|it| !opens(it)).unwrap_or(behind);
        let Some((_, end)) = self.last_name(column).filter(|_| behind > place + 1) else {
            return false;
        };
        !matches!(self.text(end), "(" | ":") && self.is_of_enum(end - 1)
    }

    fn is_of_enum(&self, place: usize) -> bool {
        self.name(place).is_some_and(|it| self.columns.contains(&it))
    }
}

/// Words between a column and what it is compared with.
const COMPARING: &[&str] = &["in", "not", "any", "all", "some", "array", "is", "distinct", "from"];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expression: &str, expected: &str) {
        let ty = Name::plain("mood");
        let found = Expression(expression).with_label(&ty, &["m", "all_m"], "'sad'", "'blue'");
        assert_eq!(found, expected);
    }

    #[test]
    fn a_label_is_what_is_compared_with_a_column_or_cast() {
        check("m = 'sad' AND b = 'sad'", "m = 'blue' AND b = 'sad'");
        check("t.m NOT IN ('glad', 'sad')", "t.m NOT IN ('glad', 'blue')");
        check("m <> ALL (ARRAY['sad'::x.mood])", "m <> ALL (ARRAY['blue'::x.mood])");
        check("'sad' = ANY (t.all_m) OR 'sad' = b", "'blue' = ANY (t.all_m) OR 'sad' = b");
        check("m IS DISTINCT FROM 'sad'", "m IS DISTINCT FROM 'blue'");
        check(
            "CASE m WHEN 'glad' THEN 1 WHEN 'sad' THEN 2 END",
            "CASE m WHEN 'glad' THEN 1 WHEN 'blue' THEN 2 END",
        );
        check("CAST('sad' AS mood)", "CAST('blue' AS mood)");
    }

    #[test]
    fn a_text_is_none() {
        check("m::text = 'sad'", "m::text = 'sad'");
        check("m = 'glad' AND 'sad'::text = b", "m = 'glad' AND 'sad'::text = b");
        check("lower(m) = 'sad'", "lower(m) = 'sad'");
        check("CASE WHEN m = 'glad' THEN 'sad' END", "CASE WHEN m = 'glad' THEN 'sad' END");
        check("f(m, 'sad')", "f(m, 'sad')");
    }
}
