//! The values of expressions in a block: of its variables, of what it asks the catalog, and of what
//! both are made into.

use std::cmp::Ordering;

use super::super::super::ask::{self, Asker, Cell};
use super::super::question::{Token, outside, split, split_list, unwrap_parens};
use super::moment::{Interval, Moment};
use super::{Known, case, moment};

impl Known {
    /// The value of an expression; nothing if it is not known.
    pub(in super::super) fn value(&self, tokens: &[Token]) -> Option<Cell> {
        if let Some(inner) = case::whole(tokens) {
            return self.case(inner);
        }
        if let Some(parts) = split(tokens, is_word("or")) {
            return self.any(&parts, true);
        }
        if let Some(parts) = split(tokens, is_word("and")) {
            return self.any(&parts, false);
        }
        match tokens {
            [Token::Word(not), rest @ ..] if not == "not" => {
                return match self.value(rest)? {
                    Cell::Bool(is_so) => Some(Cell::Bool(!is_so)),
                    other => Some(other).filter(|it| *it == Cell::Null),
                };
            }
            [rest @ .., is, not, what] if is_word("is")(is) && is_word("not")(not) => {
                return Some(Cell::Bool(!self.is(rest, what.word()?)?));
            }
            [rest @ .., is, what] if is_word("is")(is) => {
                return Some(Cell::Bool(self.is(rest, what.word()?)?));
            }
            _ => {}
        }
        self.membership(tokens)
            .or_else(|| self.comparison(tokens))
            .or_else(|| self.sum(tokens))
            .or_else(|| self.product(tokens))
            .or_else(|| self.concatenation(tokens))
            .or_else(|| self.plain(tokens))
    }

    /// Whether a value is `NULL`, `TRUE`, `FALSE`.
    fn is(&self, expression: &[Token], what: &str) -> Option<bool> {
        let wanted = match what {
            "null" => Cell::Null,
            "true" => Cell::Bool(true),
            "false" => Cell::Bool(false),
            _ => return None,
        };
        Some(self.value(expression)? == wanted)
    }

    /// Whether any part (or every part, for `decisive` false) holds.
    fn any(&self, parts: &[&[Token]], decisive: bool) -> Option<Cell> {
        let values: Vec<_> = parts.iter().map(|it| self.value(it)).collect();
        if values.contains(&Some(Cell::Bool(decisive))) {
            return Some(Cell::Bool(decisive));
        }
        let is_known = |it: &Option<Cell>| *it == Some(Cell::Bool(!decisive));
        values.iter().all(is_known).then_some(Cell::Bool(!decisive))
    }

    /// `x IN ('a', 'b')` and `x NOT IN ('a', 'b')`.
    fn membership(&self, tokens: &[Token]) -> Option<Cell> {
        let is_in = is_word("in");
        let at = outside(tokens).find(|at| tokens.get(*at).is_some_and(&is_in))?;
        let items = unwrap_parens(tokens.get(at + 1..)?)?;
        let (left, negated) = match tokens.get(..at)? {
            [left @ .., Token::Word(not)] if not == "not" => (left, true),
            left => (left, false),
        };
        let left = self.value(left)?;
        let items: Vec<Cell> =
            split_list(items).into_iter().map(|it| self.value(it)).collect::<Option<_>>()?;
        let kind = std::mem::discriminant(&left);
        let is_plain =
            left != Cell::Null && items.iter().all(|it| kind == std::mem::discriminant(it));
        is_plain.then(|| Cell::Bool(items.contains(&left) != negated))
    }

    fn comparison(&self, tokens: &[Token]) -> Option<Cell> {
        for (marks, holds) in OPERATORS {
            let marks: Vec<Token> = marks.iter().map(|it| Token::Mark(*it)).collect();
            let Some(at) = outside(tokens)
                .find(|at| tokens.get(*at..).is_some_and(|it| it.starts_with(&marks)))
            else {
                continue;
            };
            let left = self.value(tokens.get(..at)?)?;
            let right = tokens.get(at + marks.len()..)?;
            if let ([Token::Word(any), array @ ..], true) = (right, marks == [Token::Mark('=')])
                && any == "any"
            {
                let Cell::Text(left) = left else { return None };
                return Some(Cell::Bool(self.texts_of(unwrap_parens(array)?)?.contains(&left)));
            }
            let right = self.value(right)?;
            return match (&left, &right) {
                (Cell::Null, _) | (_, Cell::Null) => Some(Cell::Null),
                (Cell::Text(left), Cell::Text(right)) => Some(Cell::Bool(holds(left.cmp(right)))),
                (Cell::Int(left), Cell::Int(right)) => Some(Cell::Bool(holds(left.cmp(right)))),
                (Cell::Bool(left), Cell::Bool(right)) => Some(Cell::Bool(holds(left.cmp(right)))),
                (Cell::Moment(left), Cell::Moment(right)) => {
                    Some(Cell::Bool(holds(left.compared(*right)?)))
                }
                (Cell::Moment(left), Cell::Text(right)) => {
                    Some(Cell::Bool(holds(left.compared(left.like(right)?)?)))
                }
                _ => None,
            };
        }
        None
    }

    /// `n + 1`, `day - 1`, `day + interval '1 month'`.
    fn sum(&self, tokens: &[Token]) -> Option<Cell> {
        let signs = [Token::Mark('+'), Token::Mark('-')];
        let at = outside(tokens).filter(|at| tokens.get(*at).is_some_and(|it| signs.contains(it)));
        let at = at.last().filter(|it| *it > 0)?;
        let (left, right) = (self.value(tokens.get(..at)?)?, self.value(tokens.get(at + 1..)?)?);
        let is_sum = tokens.get(at) == Some(&Token::Mark('+'));
        match (&left, &right, is_sum) {
            (Cell::Int(left), Cell::Int(right), true) => left.checked_add(*right).map(Cell::Int),
            (Cell::Int(left), Cell::Int(right), false) => left.checked_sub(*right).map(Cell::Int),
            (_, _, true) => moment::sum(&left, &right),
            (_, _, false) => moment::difference(&left, &right),
        }
    }

    /// `i * interval '1 month'` and `i * 2`.
    fn product(&self, tokens: &[Token]) -> Option<Cell> {
        let parts = split(tokens, |it| *it == Token::Mark('*'))?;
        let mut values = parts.into_iter().map(|it| self.value(it));
        let first = values.next()??;
        values.try_fold(first, |left, right| moment::product(&left, &right?))
    }

    fn concatenation(&self, tokens: &[Token]) -> Option<Cell> {
        let parts = split(tokens, |it| *it == Token::Mark('|'))?;
        let mut res = String::new();
        // Between the two bars of an operator there is nothing.
        for part in parts.iter().filter(|it| !it.is_empty()) {
            match self.value(part)? {
                Cell::Text(text) => res += &text,
                Cell::Int(number) => res += &number.to_string(),
                Cell::Null => return Some(Cell::Null),
                Cell::Moment(it) => res += &it.text()?,
                Cell::Bool(_) | Cell::Interval(_) => return None,
            }
        }
        Some(Cell::Text(res))
    }

    fn plain(&self, tokens: &[Token]) -> Option<Cell> {
        match tokens {
            [rest @ .., Token::Mark(':'), Token::Mark(':'), Token::Word(ty)] if is_type(ty) => {
                converted(self.plain(rest)?, ty)
            }
            [Token::Text(text)] => Some(Cell::Text(text.clone())),
            [Token::Word(word)] => match word.as_str() {
                "true" => Some(Cell::Bool(true)),
                "false" => Some(Cell::Bool(false)),
                "null" => Some(Cell::Null),
                word => match word.parse() {
                    Ok(number) => Some(Cell::Int(number)),
                    Err(_) => self.variables.cells.get(word).cloned(),
                },
            },
            [Token::Mark('-'), Token::Word(digits)] => {
                digits.parse().ok().map(|it: i64| Cell::Int(-it))
            }
            [Token::Word(row), Token::Mark('.'), Token::Word(field)] => {
                self.variables.cells.get(&format!("{row}.{field}")).cloned()
            }
            [Token::Word(array), Token::Mark('['), at @ .., Token::Mark(']')]
                if array != "array" =>
            {
                let Cell::Int(at) = self.value(at)? else { return None };
                let texts = self.variables.arrays.get(array)?;
                let text = usize::try_from(at - 1).ok().and_then(|it| texts.get(it));
                Some(text.map_or(Cell::Null, |it| Cell::Text(it.clone())))
            }
            [Token::Word(ty), Token::Text(text)] => converted(Cell::Text(text.clone()), ty),
            [Token::Word(exists), rest @ ..] if exists == "exists" => {
                let query = self.filled_in(unwrap_parens(rest)?);
                ask::finds(&query, self.catalog.as_ref()?).map(Cell::Bool)
            }
            [Token::Word(schema), Token::Mark('.'), rest @ ..] if schema == "pg_catalog" => {
                self.plain(rest)
            }
            [Token::Word(function), rest @ ..] => self.call(function, unwrap_parens(rest)?),
            _ => match unwrap_parens(tokens)? {
                query @ [Token::Word(select), ..] if select == "select" => {
                    let mut rows = self.asked(query, Asker::Value)?.rows.into_iter();
                    let (row, None) = (rows.next(), rows.next()) else { return None };
                    Some(row.and_then(|it| it.into_iter().next()).unwrap_or(Cell::Null))
                }
                inner => self.value(inner),
            },
        }
    }
}

/// What a value is as one of a type; nothing if it is none, or the type is not known here.
pub(super) fn converted(value: Cell, ty: &str) -> Option<Cell> {
    let (_, convert) = TYPES.iter().find(|(names, _)| names.contains(&ty))?;
    if value == Cell::Null { Some(value) } else { convert(value) }
}

/// Whether values can be made ones of a type here.
pub(super) fn is_type(name: &str) -> bool {
    TYPES.iter().any(|(names, _)| names.contains(&name))
}

/// The names of types, and what makes values ones of them.
type Conversion = (&'static [&'static str], fn(Cell) -> Option<Cell>);

static TYPES: &[Conversion] = &[
    (&["text", "name", "varchar", "regclass"], |it| {
        Some(match it {
            Cell::Int(number) => Cell::Text(number.to_string()),
            Cell::Moment(it) => Cell::Text(it.text()?),
            Cell::Interval(_) => return None,
            other => other,
        })
    }),
    (&["date"], |it| moment_of(it, "date")),
    (&["timestamp"], |it| moment_of(it, "timestamp")),
    (&["timestamptz"], |it| moment_of(it, "timestamptz")),
    (&["interval"], |it| match it {
        Cell::Text(text) => Interval::read(&text).map(Cell::Interval),
        other => Some(other).filter(|it| matches!(it, Cell::Interval(_))),
    }),
    (&["integer", "int", "int4", "bigint", "int8"], |it| match it {
        Cell::Text(text) => text.trim().parse().ok().map(Cell::Int),
        other => Some(other).filter(|it| matches!(it, Cell::Int(_))),
    }),
    (&["boolean", "bool"], |it| match it {
        Cell::Text(text) => text.parse().ok().map(Cell::Bool),
        other => Some(other).filter(|it| matches!(it, Cell::Bool(_))),
    }),
];

fn moment_of(value: Cell, ty: &str) -> Option<Cell> {
    let moment = match value {
        Cell::Text(text) => Moment::read(&text, ty),
        Cell::Moment(it) => it.to(ty),
        _ => None,
    };
    moment.map(Cell::Moment)
}

/// The marks of an operator that compares, and whether it holds of two values in this order.
type Operator = (&'static [char], fn(Ordering) -> bool);

/// The longer ones first, since they begin like the shorter.
const OPERATORS: &[Operator] = &[
    (&['<', '>'], Ordering::is_ne),
    (&['!', '='], Ordering::is_ne),
    (&['>', '='], Ordering::is_ge),
    (&['<', '='], Ordering::is_le),
    (&['>'], Ordering::is_gt),
    (&['<'], Ordering::is_lt),
    (&['='], Ordering::is_eq),
];

pub(super) fn is_word(word: &'static str) -> impl Fn(&Token) -> bool {
    move |it| matches!(it, Token::Word(own) if own == word)
}
