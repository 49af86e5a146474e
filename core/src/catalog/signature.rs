//! The types that the head of a function's definition names, when one is called otherwise.

use super::expression::{Piece, Pieces};
use crate::dialect::POSTGRESQL;
use crate::name::Name;

/// A definition, or a part of one, in which a type has another name. Names of arguments stay, and
/// so does the body.
pub fn with_type(definition: &str, from: &Name, to: &Name) -> String {
    let pieces: Vec<Piece<'_>> = Pieces::of(definition).collect();
    let mut res: Vec<String> = pieces.iter().map(|it| it.text().to_owned()).collect();
    let said: Vec<(usize, &Piece<'_>)> =
        pieces.iter().enumerate().filter(|(_, it)| !it.is_blank() && !it.is_comment()).collect();
    for (place, (at, piece)) in said.iter().enumerate() {
        let next = said.get(place + 1).map(|(_, it)| *it);
        let Some(name) = piece.name() else { continue };
        if begins_body(name, next) {
            break;
        }
        let before = |steps: usize| place.checked_sub(steps).and_then(|it| said.get(it));
        let schema = before(1).filter(|it| it.1.text() == ".").and_then(|_| before(2));
        let in_front = before(if schema.is_some() { 3 } else { 1 }).and_then(|it| it.1.name());
        let own = Name::new(schema.and_then(|it| it.1.name()), name);
        let names_object = in_front.is_some_and(|it| OBJECTS.contains(&it));
        if own.key() != from.key() || names_object || !ends_type(next) {
            continue;
        }
        let new = schema.map_or_else(|| POSTGRESQL.quote(to), |_| POSTGRESQL.quote_name(&to.name));
        res.get_mut(*at).into_iter().for_each(|it| new.clone_into(it));
        if let Some(prefix) = schema.and_then(|(at, _)| res.get_mut(*at)) {
            *prefix = POSTGRESQL.quote_name(to.schema.as_deref().unwrap_or("public"));
        }
    }
    res.concat()
}

/// Words in front of the name of what is made.
const OBJECTS: &[&str] = &["function", "procedure", "aggregate"];

/// Words that stand behind a type; any other makes the one before it a name.
#[rustfmt::skip]
const BEHIND_TYPES: &[&str] = &[
    "array", "as", "begin", "called", "cost", "default", "external", "immutable", "language",
    "leakproof", "not", "parallel", "return", "returns", "rows", "security", "set", "stable",
    "strict", "support", "transform", "volatile", "window",
];

fn ends_type(next: Option<&Piece<'_>>) -> bool {
    next.is_none_or(|it| it.text() != "." && it.name().is_none_or(|it| BEHIND_TYPES.contains(&it)))
}

/// Whether the body of a function comes next: a text behind `AS`, or statements.
fn begins_body(word: &str, next: Option<&Piece<'_>>) -> bool {
    let is_text = next.is_some_and(|it| it.text().starts_with(['\'', '$']));
    word == "as" && is_text || word == "begin" || word == "return"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(definition: &str, expected: &str) {
        let found = with_type(definition, &Name::plain("mood"), &Name::plain("mood_old"));
        assert_eq!(found, expected);
    }

    #[test]
    fn only_types_get_the_name() {
        check(
            "CREATE FUNCTION mood(mood mood, m public.mood[] DEFAULT NULL, app.mood) RETURNS SETOF \
             mood LANGUAGE sql AS $$ SELECT 'x'::mood $$",
            "CREATE FUNCTION mood(mood mood_old, m public.mood_old[] DEFAULT NULL, app.mood) \
             RETURNS SETOF mood_old LANGUAGE sql AS $$ SELECT 'x'::mood $$",
        );
        check("TABLE(mood integer, m mood)", "TABLE(mood integer, m mood_old)");
        check("mood[]", "mood_old[]");
    }
}
