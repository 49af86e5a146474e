//! What functions give that a block calls with values which are known.

use super::super::super::ask::{self, Cell};
use super::super::question::{Token, outside, split_list, tokens};
use super::Known;
use super::moment::Moment;
use super::value::converted;
use crate::dialect::POSTGRESQL;

impl Known {
    /// The value of a call; nothing if it is not known.
    pub(super) fn call(&self, function: &str, given: &[Token]) -> Option<Cell> {
        if function.starts_with("to_reg") {
            let Cell::Text(named) = self.value(given)? else { return None };
            let (open, close) = (Token::Mark('('), Token::Mark(')'));
            let asked = [Token::Word(function.to_owned()), open, Token::Text(named), close];
            return ask::registered(&asked, self.catalog.as_ref()?);
        }
        if function == "cast" {
            let [value @ .., Token::Word(of), Token::Word(ty)] = given else { return None };
            return converted(self.value(value)?, ty).filter(|_| of == "as");
        }
        if let ("extract", [Token::Word(unit), Token::Word(from), of @ ..]) = (function, given) {
            let Cell::Moment(it) = self.value(of).filter(|_| from == "from")? else { return None };
            return it.part(unit).map(Cell::Int);
        }
        let parts = split_list(given);
        if let ("array_to_string", [array, separator]) = (function, &*parts) {
            let Cell::Text(separator) = self.value(separator)? else { return None };
            return Some(Cell::Text(self.texts_of(array)?.join(&separator)));
        }
        if let ("cardinality", [array]) | ("array_length", [array, _]) = (function, &*parts) {
            let count = i64::try_from(self.texts_of(array)?.len()).ok()?;
            // An array of nothing has no dimension.
            let is_null = count == 0 && function == "array_length";
            return Some(if is_null { Cell::Null } else { Cell::Int(count) });
        }
        if function == "coalesce" {
            let mut values = parts.iter().map(|it| self.value(it));
            return values.find(|it| *it != Some(Cell::Null)).unwrap_or(Some(Cell::Null));
        }
        let values = parts.iter().map(|it| self.value(it)).collect::<Option<Vec<_>>>()?;
        if let ("pg_get_serial_sequence", [Cell::Text(table), Cell::Text(column)]) =
            (function, values.as_slice())
        {
            return ask::serial_sequence(table, column, self.catalog.as_ref()?);
        }
        if let ("current_setting", [Cell::Text(name)]) = (function, values.as_slice())
            && name == ask::VERSION_NUMBER
        {
            return Some(ask::version_number(self.catalog.as_ref()?));
        }
        of_values(function, &values)
    }

    /// The tokens of a query with what calls give in their place that only make one text of others.
    pub(super) fn with_calls_made(&self, query: &[Token]) -> Vec<Token> {
        let mut res = Vec::new();
        let mut rest = query;
        while let [first, behind @ ..] = rest {
            let made = first.word().filter(|it| OF_TEXTS.contains(it)).and_then(|function| {
                let (given, after) = in_parens(behind)?;
                let Cell::Text(text) = self.call(function, given)? else { return None };
                Some((text, after))
            });
            rest = match made {
                Some((text, after)) => {
                    res.push(Token::Text(text));
                    after
                }
                None => {
                    res.push(first.clone());
                    behind
                }
            };
        }
        res
    }
}

/// What stands in the parentheses at the start, and what comes behind them.
pub(super) fn in_parens(tokens: &[Token]) -> Option<(&[Token], &[Token])> {
    let [Token::Mark('('), ..] = tokens else { return None };
    let end = outside(tokens).find(|at| tokens.get(*at) == Some(&Token::Mark(')')))?;
    Some((tokens.get(1..end)?, tokens.get(end + 1..)?))
}

/// Functions that give a text which hangs on nothing but the texts that they are given.
const OF_TEXTS: &[&str] =
    &["btrim", "concat", "format", "lower", "quote_ident", "quote_literal", "replace", "upper"];

/// What a function gives that hangs on nothing but its values.
fn of_values(function: &str, values: &[Cell]) -> Option<Cell> {
    Some(match (function, values) {
        ("quote_ident", [Cell::Text(name)]) => Cell::Text(POSTGRESQL.quote_name(name)),
        ("quote_literal", [Cell::Text(text)]) => Cell::Text(POSTGRESQL.literal(text)),
        ("quote_literal", [Cell::Moment(it)]) => Cell::Text(POSTGRESQL.literal(&it.text()?)),
        ("lower", [Cell::Text(text)]) => Cell::Text(text.to_lowercase()),
        ("upper", [Cell::Text(text)]) => Cell::Text(text.to_uppercase()),
        ("btrim" | "trim", [Cell::Text(text)]) => Cell::Text(text.trim_matches(' ').to_owned()),
        ("replace", [Cell::Text(text), Cell::Text(from), Cell::Text(to)]) if !from.is_empty() => {
            Cell::Text(text.replace(from, to))
        }
        ("lpad" | "rpad", [Cell::Text(text), Cell::Int(width), Cell::Text(fill)]) => {
            Cell::Text(padded(text, *width, fill, function == "lpad")?)
        }
        ("length" | "char_length", [Cell::Text(text)]) => {
            Cell::Int(i64::try_from(text.chars().count()).ok()?)
        }
        ("left" | "right", [Cell::Text(text), Cell::Int(count)]) => {
            Cell::Text(end_of(text, *count, function == "left"))
        }
        ("substr" | "substring", [Cell::Text(text), Cell::Int(start)]) => {
            let before = usize::try_from((*start - 1).max(0)).ok()?;
            Cell::Text(text.chars().skip(before).collect())
        }
        ("format", [Cell::Text(pattern), rest @ ..]) => Cell::Text(formatted(pattern, rest)?),
        ("concat", parts) => Cell::Text(formatted(&"%s".repeat(parts.len()), parts)?),
        ("make_date", [Cell::Int(year), Cell::Int(month), Cell::Int(day)]) => {
            Cell::Moment(Moment::date(*year, *month, *day)?)
        }
        ("to_char", [Cell::Moment(it), Cell::Text(pattern)]) => Cell::Text(it.formatted(pattern)?),
        ("date_trunc", [Cell::Text(unit), Cell::Moment(it)]) => Cell::Moment(it.truncated(unit)?),
        ("current_setting", [Cell::Text(name), Cell::Bool(true)]) if is_custom(name) => Cell::Null,
        // The name of a type is a function, too, but for those that are words of the grammar.
        ("text" | "name" | "int4" | "int8" | "bool" | "date", [value]) => {
            return converted(value.clone(), function);
        }
        _ => return None,
    })
}

/// So many characters from one end of a text; below zero, all but so many from the other.
fn end_of(text: &str, count: i64, is_left: bool) -> String {
    let all = text.chars().count();
    let taken = usize::try_from(count.unsigned_abs()).unwrap_or(all).min(all);
    let taken = if count < 0 { all - taken } else { taken };
    let skipped = if is_left { 0 } else { all - taken };
    text.chars().skip(skipped).take(taken).collect()
}

/// A text of so many characters; nothing for a width that no name has.
fn padded(text: &str, width: i64, fill: &str, before: bool) -> Option<String> {
    let width = usize::try_from(width).ok().filter(|it| *it <= MAX_WIDTH)?;
    let text: String = text.chars().take(width).collect();
    let lacking = width - text.chars().count();
    let filled: String = fill.chars().cycle().take(lacking).collect();
    Some(if before { filled + &text } else { text + &filled })
}

/// How wide texts are made at most.
const MAX_WIDTH: usize = 1_000;

/// The settings of the project's own that a text asks for, and that are taken to be unset.
pub(in super::super) fn settings_asked(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let asked = tokens.windows(5).filter_map(|it| match it {
        [
            Token::Word(function),
            Token::Mark('('),
            Token::Text(name),
            Token::Mark(','),
            Token::Word(missing),
        ] if function == "current_setting" && missing == "true" && is_custom(name) => {
            Some(name.clone())
        }
        _ => None,
    });
    asked.collect()
}

/// Whether a setting is none of the server's own: those have no dot in their names.
fn is_custom(setting: &str) -> bool {
    setting.contains('.')
}

/// What `format('ALTER TABLE %I …', x)` gives; nothing if it asks for widths.
fn formatted(pattern: &str, values: &[Cell]) -> Option<String> {
    let mut next = 0;
    let mut res = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('%') {
        res += before;
        let digits = after.find(|it: char| !it.is_ascii_digit()).unwrap_or(after.len());
        let placed = after.get(digits..)?.strip_prefix('$').filter(|_| digits > 0);
        if placed.is_some() {
            // `%2$I` takes the second value, and those without a number go on behind it.
            next = after.get(..digits)?.parse::<usize>().ok()?.checked_sub(1)?;
        }
        let mut chars = placed.unwrap_or(after).chars();
        match chars.next()? {
            '%' => res.push('%'),
            kind @ ('I' | 'L' | 's') => {
                res += &spelled(kind, values.get(next)?)?;
                next += 1;
            }
            _ => return None,
        }
        rest = chars.as_str();
    }
    Some(res + rest)
}

/// A value as an identifier, a literal, or as it is; nothing for a name that is null.
fn spelled(kind: char, value: &Cell) -> Option<String> {
    let text = match value {
        Cell::Null if kind == 'I' => return None,
        Cell::Null => return Some(if kind == 'L' { "NULL" } else { "" }.to_owned()),
        Cell::Bool(is_so) => if *is_so { "t" } else { "f" }.to_owned(),
        Cell::Int(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Moment(it) => it.text()?,
        Cell::Interval(_) => return None,
    };
    Some(match kind {
        'I' => POSTGRESQL.quote_name(&text),
        'L' => POSTGRESQL.literal(&text),
        _ => text,
    })
}
