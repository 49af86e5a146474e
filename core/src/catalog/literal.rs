//! Texts that stand where a value of a type is wanted: whether the server can read one from them.

use super::{Catalog, SqlType, TypeKind};

/// Whether a type can be read from this text; nothing if we cannot tell.
pub fn accepts(catalog: &Catalog, ty: &SqlType, text: &str) -> Option<bool> {
    if ty.is_array() {
        let is_wrong = !is_array(text) || has_other_label(catalog, ty, text);
        return is_wrong.then_some(false);
    }
    if let Some(name) = &ty.named {
        return match &catalog.type_named(name)?.kind {
            TypeKind::Enum(labels) => Some(labels.iter().any(|it| it == text)),
            TypeKind::Domain { base, .. } => accepts(catalog, base, text),
            TypeKind::Composite(_) | TypeKind::Other(_) => None,
        };
    }
    let text = text.trim();
    let digits = text.trim_start_matches(['-', '+']);
    match ty.canonical().as_str() {
        "smallint" | "integer" | "bigint" => Some(is_integer(digits, catalog)),
        "real" | "double precision" => Some(text.parse::<f64>().is_ok()),
        it if it.starts_with("numeric") => {
            Some(text.parse::<f64>().is_ok() || is_integer(digits, catalog))
        }
        "boolean" => {
            let lower = text.to_ascii_lowercase();
            let words = ["true", "false", "yes", "no", "on", "off", "1", "0"];
            Some(!lower.is_empty() && words.iter().any(|it| it.starts_with(&lower) && lower != "o"))
        }
        "uuid" => {
            let hex = text.chars().filter(char::is_ascii_hexdigit).count();
            Some(hex == 32 && text.chars().all(|it| it.is_ascii_hexdigit() || "-{}".contains(it)))
        }
        "json" | "jsonb" => is_json(text),
        it if it == "date" || it.starts_with("timestamp") => {
            let is_wrong =
                is_blank(text) || is_day(text) == Some(false) || is_other_word(text, MOMENTS);
            is_wrong.then_some(false)
        }
        "interval" => (is_blank(text) || is_other_word(text, SPANS)).then_some(false),
        it if it.ends_with("multirange") => (!is_within(text, "{", "}")).then_some(false),
        it if it.ends_with("range") => {
            let is_range = text.eq_ignore_ascii_case("empty") || is_within(text, "[(", "])");
            (!is_range).then_some(false)
        }
        _ => None,
    }
}

/// Whether a text begins and ends with one of these characters.
fn is_within(text: &str, first: &str, last: &str) -> bool {
    text.starts_with(|it| first.contains(it)) && text.ends_with(|it| last.contains(it))
}

/// Whether `{a,b}` holds what is no label of an enum.
fn has_other_label(catalog: &Catalog, ty: &SqlType, text: &str) -> bool {
    let ty = ty.named.as_ref().and_then(|it| catalog.type_named(it));
    let Some(TypeKind::Enum(labels)) = ty.map(|it| &it.kind) else { return false };
    let inner = text.trim().strip_prefix('{').and_then(|it| it.strip_suffix('}'));
    let Some(inner) = inner.filter(|it| !it.contains(['"', '{', '\\'])) else { return false };
    let mut parts = inner.split(',').map(str::trim).filter(|it| !it.is_empty());
    parts.any(|it| !it.eq_ignore_ascii_case("null") && !labels.iter().any(|label| label == it))
}

/// `42`, and since version 16 `0x2a` and `1_000`.
fn is_integer(digits: &str, catalog: &Catalog) -> bool {
    let lower = digits.to_ascii_lowercase();
    let is_other = ["0x", "0o", "0b"].iter().any(|it| lower.starts_with(it));
    if catalog.server.has(16) && (is_other || digits.contains('_')) {
        return digits.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    }
    !digits.is_empty() && digits.chars().all(|it| it.is_ascii_digit())
}

/// `{a,b}`, or `[0:1]={a,b}`.
fn is_array(text: &str) -> bool {
    let text = text.trim();
    let begins = text.starts_with('{') || text.starts_with('[') && text.contains("={");
    begins && text.ends_with('}')
}

/// Whether a text has neither words nor numbers.
fn is_blank(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}

/// Whether a text is one word, and none of these.
fn is_other_word(text: &str, words: &[&str]) -> bool {
    let is_word = !text.is_empty() && text.chars().all(|it| it.is_ascii_alphabetic());
    is_word && !words.contains(&&*text.to_ascii_lowercase())
}

/// Words that are moments by themselves.
const MOMENTS: &[&str] =
    &["allballs", "epoch", "infinity", "now", "today", "tomorrow", "yesterday"];

/// Words that are spans of time by themselves, since version 17.
const SPANS: &[&str] = &["infinity"];

/// Whether a text that begins with `2024-02-30` names a day; nothing if it begins otherwise.
fn is_day(text: &str) -> Option<bool> {
    let date = text.split(['T', ' ']).next()?;
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let is_number = |it: &&str| !it.is_empty() && it.chars().all(|it| it.is_ascii_digit());
    if year.len() != 4 || !parts.iter().all(is_number) {
        return None;
    }
    let (year, month, day): (u32, u32, u32) =
        (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leaps => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    Some((1..=days).contains(&day))
}

/// How many brackets a text may have for us to look into it.
const MOST_BRACKETS: usize = 200;

/// Whether a text is JSON; nothing if it is too long to tell.
fn is_json(text: &str) -> Option<bool> {
    let brackets = text.chars().filter(|it| ['[', '{'].contains(it)).count();
    (brackets <= MOST_BRACKETS)
        .then(|| json_value(text).is_some_and(|rest| rest.trim_start().is_empty()))
}

/// What stands behind the value at the start of a text; nothing if there is none.
fn json_value(text: &str) -> Option<&str> {
    let text = text.trim_start();
    match text.chars().next()? {
        '{' => json_parts(text, '}', |it| {
            let rest = json_string(it.trim_start())?;
            json_value(rest.trim_start().strip_prefix(':')?)
        }),
        '[' => json_parts(text, ']', json_value),
        '"' => json_string(text),
        '-' | '0'..='9' => json_number(text),
        _ => ["true", "false", "null"].iter().find_map(|it| text.strip_prefix(it)),
    }
}

/// The parts of an object or array, with commas between them.
fn json_parts(text: &str, close: char, part: impl Fn(&str) -> Option<&str>) -> Option<&str> {
    let mut rest = text.get(1..)?.trim_start();
    if let Some(behind) = rest.strip_prefix(close) {
        return Some(behind);
    }
    loop {
        rest = part(rest)?.trim_start();
        if let Some(behind) = rest.strip_prefix(close) {
            return Some(behind);
        }
        rest = rest.strip_prefix(',')?;
    }
}

fn json_string(text: &str) -> Option<&str> {
    let mut rest = text.strip_prefix('"')?.chars();
    loop {
        match rest.next()? {
            '"' => return Some(rest.as_str()),
            '\\' => match rest.next()? {
                'u' => {
                    let digits = rest.by_ref().take(4);
                    if digits.filter(char::is_ascii_hexdigit).count() != 4 {
                        return None;
                    }
                }
                it if "\"\\/bfnrt".contains(it) => {}
                _ => return None,
            },
            it if u32::from(it) < 0x20 => return None,
            _ => {}
        }
    }
}

fn json_number(text: &str) -> Option<&str> {
    let is_part = |it: char| it.is_ascii_digit() || "+-.eE".contains(it);
    let end = text.find(|it| !is_part(it)).unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end)?;
    let digits = number.trim_start_matches('-');
    let leads = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let ends = number.ends_with(|it: char| it.is_ascii_digit());
    (number.parse::<f64>().is_ok() && !leads && ends && !digits.contains(".e")).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(ty: &str, text: &str) -> Option<bool> {
        accepts(&Catalog::default(), &SqlType::new(ty), text)
    }

    #[test]
    fn a_text_is_json_or_not() {
        for it in ["{}", "[]", " [1, -2.5e3, \"a\\u00e4\", null]", "{\"a\": {\"b\": [true]}}"] {
            assert_eq!(reads("jsonb", it), Some(true), "{it}");
        }
        for it in ["", "{a: 1}", "[1,]", "{'a': 1}", "{\"a\" 1}", "01", "\"a", "[] x"] {
            assert_eq!(reads("json", it), Some(false), "{it}");
        }
    }

    #[test]
    fn a_day_is_one_of_its_month() {
        assert_eq!(reads("date", "2024-02-30"), Some(false));
        assert_eq!(reads("timestamptz", "2023-13-01 10:00"), Some(false));
        assert_eq!(reads("date", "2024-02-29"), None);
        assert_eq!(reads("date", "tomorrow"), None);
    }

    #[test]
    fn an_array_stands_in_braces() {
        assert_eq!(reads("text[]", "[]"), Some(false));
        assert_eq!(reads("integer[]", "{1,2}"), None);
    }
}
