//! What the server calls an expression that nobody named: after the column, function or type that
//! its value comes from.

use super::SqlType;
use super::expression::{Piece, Pieces};

/// What an index key that is an expression is called, if something in it has a name.
pub(super) fn called(text: &str) -> Option<String> {
    let says = |it: &Piece<'_>| !it.is_blank() && !it.is_comment();
    let pieces: Vec<Piece<'_>> = Pieces::of(text).filter(says).collect();
    of_value(&pieces, 0).map(|it| it.name)
}

/// How deep parentheses may stand in one another.
const MAX_DEPTH: usize = 50;

/// A name for a value.
struct Called {
    name: String,
    /// Whether it is that of a column or function; what casts them to a type has their name.
    holds: bool,
}

impl Called {
    fn after(name: impl Into<String>) -> Option<Self> {
        Some(Self { name: name.into(), holds: true })
    }

    fn only(name: impl Into<String>) -> Option<Self> {
        Some(Self { name: name.into(), holds: false })
    }
}

/// Functions that have their own words in SQL.
const OWN_WORDS: &[(&str, &str)] = &[("trim", "btrim")];

/// What a whole value is called; nothing if an operator makes it.
fn of_value(pieces: &[Piece<'_>], depth: usize) -> Option<Called> {
    let (mut res, mut rest) = operand(pieces, depth)?;
    while let [at, time, zone, behind @ ..] = rest
        && [at, time, zone].into_iter().zip(["at", "time", "zone"]).all(|(it, word)| is(it, word))
    {
        (res, rest) = (Called::after("timezone"), operand(behind, depth)?.1);
    }
    res.filter(|_| rest.is_empty())
}

/// What binds closest at the beginning: a value with its casts and subscripts, and what follows.
fn operand<'p, 'a>(
    pieces: &'p [Piece<'a>],
    depth: usize,
) -> Option<(Option<Called>, &'p [Piece<'a>])> {
    let (mut res, mut rest) = primary(pieces, depth)?;
    loop {
        rest = match rest {
            [Piece::Other(":"), Piece::Other(":"), ty @ ..] => {
                let (name, behind) = type_name(ty)?;
                res = res.filter(|it| it.holds).or_else(|| Called::only(name));
                behind
            }
            [Piece::Other("["), ..] => closed(rest, "[", "]")?.1,
            [Piece::Other("."), Piece::Identifier(_, field), behind @ ..] => {
                res = Called::after(field);
                behind
            }
            [word, behind @ ..] if is(word, "collate") => qualified(behind)?.1,
            _ => return Some((res, rest)),
        };
    }
}

fn primary<'p, 'a>(
    pieces: &'p [Piece<'a>],
    depth: usize,
) -> Option<(Option<Called>, &'p [Piece<'a>])> {
    let (first, behind) = pieces.split_first().filter(|_| depth < MAX_DEPTH)?;
    match first {
        Piece::Other("(") => {
            let (inner, rest) = closed(pieces, "(", ")")?;
            Some((of_value(inner, depth + 1), rest))
        }
        Piece::Other(text) => {
            text.starts_with(|it: char| it == '\'' || it.is_ascii_digit()).then_some((None, behind))
        }
        word if is(word, "case") => {
            let end = pieces.iter().rposition(|it| is(it, "end"))?;
            let (inner, rest) = (pieces.get(1..end)?, pieces.get(end + 1..)?);
            let otherwise = inner.iter().rposition(|it| is(it, "else"));
            let otherwise = otherwise.and_then(|it| of_value(inner.get(it + 1..)?, depth + 1));
            Some((otherwise.filter(|it| it.holds).or_else(|| Called::only("case")), rest))
        }
        word if is(word, "cast") => {
            let (inner, rest) = closed(behind, "(", ")")?;
            let at = inner.iter().rposition(|it| is(it, "as"))?;
            let value = of_value(inner.get(..at)?, depth + 1).filter(|it| it.holds);
            let (ty, _) = type_name(inner.get(at + 1..)?)?;
            Some((value.or_else(|| Called::only(ty)), rest))
        }
        word if is(word, "not") => None,
        Piece::Identifier(..) => {
            let (name, rest) = qualified(pieces)?;
            let rest = match rest {
                [Piece::Other("("), ..] => closed(rest, "(", ")")?.1,
                [Piece::Other(text), behind @ ..] if text.starts_with('\'') => {
                    return Some((Called::only(name), behind));
                }
                _ => rest,
            };
            let own = OWN_WORDS.iter().find(|(word, _)| *word == name);
            Some((Called::after(own.map_or(name, |(_, own)| own)), rest))
        }
    }
}

/// Whether a piece is this word of SQL.
fn is(piece: &Piece<'_>, word: &str) -> bool {
    matches!(piece, Piece::Identifier(text, _) if text.eq_ignore_ascii_case(word))
}

/// What stands between a parenthesis and the one that closes it, and what follows that.
fn closed<'p, 'a>(
    pieces: &'p [Piece<'a>],
    open: &str,
    close: &str,
) -> Option<(&'p [Piece<'a>], &'p [Piece<'a>])> {
    let mut depth = 0_usize;
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Other(it) if *it == open => depth += 1,
            Piece::Other(it) if *it == close => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some((pieces.get(1..at)?, pieces.get(at + 1..)?));
        }
    }
    None
}

/// The last part of a name with dots, and what follows it.
fn qualified<'p, 'a>(pieces: &'p [Piece<'a>]) -> Option<(&'p str, &'p [Piece<'a>])> {
    let (first, mut rest) = pieces.split_first()?;
    let mut name = first.name()?;
    while let [Piece::Other("."), Piece::Identifier(_, part), behind @ ..] = rest {
        (name, rest) = (part, behind);
    }
    Some((name, rest))
}

/// Further words of a type's name.
const OF_TYPES: &[&str] = &["precision", "time", "varying", "with", "without", "zone"];

/// What the catalog calls the type that is written here, and what follows it.
fn type_name<'p, 'a>(pieces: &'p [Piece<'a>]) -> Option<(String, &'p [Piece<'a>])> {
    let (name, mut rest) = qualified(pieces)?;
    let mut words = vec![name];
    loop {
        rest = match rest {
            [Piece::Other("("), ..] => closed(rest, "(", ")")?.1,
            [Piece::Other("["), ..] => closed(rest, "[", "]")?.1,
            [Piece::Identifier(_, word), behind @ ..] if OF_TYPES.contains(&&**word) => {
                words.push(word);
                behind
            }
            _ => return Some((SqlType::new(words.join(" ")).name_in_catalog(), rest)),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn a_value_is_called_after_what_it_comes_from() {
        let cases = [
            ("lower(email)", Some("lower")),
            ("(app.lower (email))", Some("lower")),
            ("(a + b)", None),
            ("lower(a) || lower(b)", None),
            ("((created_at)::date)", Some("created_at")),
            ("(data->>'id')::int", Some("int4")),
            ("CAST(a || b AS varchar(20))", Some("varchar")),
            ("(a AT TIME ZONE 'utc')::date", Some("timezone")),
            ("(a + 1)::timestamp(3) with time zone", Some("timestamptz")),
            ("a[1]", Some("a")),
            ("((home).city)", Some("city")),
            ("coalesce(a, b)", Some("coalesce")),
            ("trim(a) COLLATE \"C\"", Some("btrim")),
            ("CASE WHEN a THEN b END", Some("case")),
            ("CASE WHEN a THEN b ELSE c END", Some("c")),
            ("a IS NULL", None),
            ("NOT a", None),
            ("(a", None),
        ];
        for (text, name) in cases {
            assert_eq!(called(text).as_deref(), name, "{text}");
        }
    }
}
