//! Rows that stand in a query itself: `VALUES`, `unnest(ARRAY['a', 'b'])`, `generate_series(1, 12)`.

use std::cmp::Ordering;

use super::super::super::ask::{self, Cell, Told};
use super::super::question::{Token, outside, split_list, unwrap_parens};
use super::Known;
use super::function::in_parens;
use super::moment::{Interval, Moment};
use super::value::is_word;

impl Known {
    /// What a query answers that reads no table; nothing if it is none, or if not all is known.
    pub(super) fn written_rows(&self, query: &[Token]) -> Option<Told> {
        if let [Token::Word(values), rest @ ..] = query
            && values == "values"
        {
            return self.values(rest);
        }
        let clauses = Clauses::of(query)?;
        let source = match clauses.source {
            Some(source) => self.source(source)?,
            None if clauses.condition.is_none() => return self.of_nothing(clauses.asked),
            // One row that says nothing.
            None => Source { alias: None, columns: Vec::new(), rows: vec![Vec::new()] },
        };
        let mut res = Told::of(Vec::new(), Vec::new());
        for row in &source.rows {
            let told = |it: &[Token]| source.filled_in(it, row);
            match clauses.condition.map(|it| self.value(&told(it))) {
                None | Some(Some(Cell::Bool(true))) => {}
                Some(Some(_)) => continue,
                Some(None) => return None,
            }
            let mut cells = Vec::new();
            res.columns.clear();
            for item in split_list(clauses.asked) {
                let (item, label) = ask::without_label(item);
                if matches!(item, [.., Token::Mark('*')]) {
                    res.columns.extend(source.columns.iter().cloned());
                    cells.extend(row.iter().cloned());
                    continue;
                }
                let named = item.last().filter(|_| item.len() <= 3).and_then(Token::word);
                res.columns.push(label.or(named).unwrap_or("?column?").to_owned());
                cells.push(self.value(&told(item))?);
            }
            res.rows.push(cells);
        }
        Some(res)
    }

    /// `SELECT unnest(…)`, and a value that needs no row.
    fn of_nothing(&self, asked: &[Token]) -> Option<Told> {
        let (only, label) = ask::without_label(asked);
        if let Some(rows) = self.source(only) {
            return Some(Told {
                columns: vec![label.unwrap_or_default().to_owned()],
                ..rows.told()
            });
        }
        let columns = vec![label.unwrap_or_default().to_owned()];
        Some(Told::of(columns, vec![vec![self.value(only)?]]))
    }

    /// `VALUES (1, 'a'), (2, 'b')`, without the word.
    fn values(&self, lists: &[Token]) -> Option<Told> {
        let row = |it: &[Token]| {
            let cells = split_list(unwrap_parens(it)?).into_iter().map(|it| self.value(it));
            cells.collect::<Option<Vec<_>>>()
        };
        let rows = split_list(lists).into_iter().map(row).collect::<Option<Vec<_>>>()?;
        let width = rows.first()?.len();
        let columns = (1..=width).map(|it| format!("column{it}")).collect();
        rows.iter().all(|it| it.len() == width).then(|| Told::of(columns, rows))
    }

    /// What stands behind `FROM`, with the names that it gives.
    fn source(&self, tokens: &[Token]) -> Option<Source> {
        let (told, behind) = match tokens {
            [Token::Word(function), rest @ ..] => {
                let (given, behind) = in_parens(rest)?;
                let rows = self.given_by(function, given)?.into_iter().map(|it| vec![it]).collect();
                (Told::of(vec![function.clone()], rows), behind)
            }
            rest => {
                let (inner, behind) = in_parens(rest)?;
                (self.values(inner.strip_prefix(&[Token::Word("values".to_owned())])?)?, behind)
            }
        };
        let behind = match behind {
            [first, rest @ ..] if is_word("as")(first) => rest,
            rest => rest,
        };
        let Told { mut columns, rows, .. } = told;
        let (alias, names) = match behind {
            [] => (None, None),
            [Token::Word(alias)] => (Some(alias.clone()), None),
            [Token::Word(alias), names @ ..] => (Some(alias.clone()), Some(unwrap_parens(names)?)),
            _ => return None,
        };
        if let (Some(alias), [only], true) =
            (&alias, columns.as_mut_slice(), matches!(tokens, [Token::Word(_), ..]))
        {
            only.clone_from(alias);
        }
        for (column, name) in columns.iter_mut().zip(names.map(split_list).unwrap_or_default()) {
            // A name may have a type behind it.
            name.first()?.word()?.clone_into(column);
        }
        Some(Source { alias, columns, rows })
    }

    /// `generate_series(start, end, interval '1 month')`, which gives times with a zone for days.
    fn moments(&self, from: Moment, to: &Cell, step: &Cell) -> Option<Vec<Cell>> {
        let to = match to {
            Cell::Text(text) => from.like(text)?,
            Cell::Moment(it) => *it,
            _ => return None,
        };
        let step = match step {
            Cell::Text(text) => Interval::read(text)?,
            Cell::Interval(it) => *it,
            _ => return None,
        };
        let (mut next, to) = (from.as_time(), to.as_time());
        let mut res = Vec::new();
        while next.compared(to)?.is_le() {
            let further =
                next.plus(step).filter(|it| it.compared(next).is_some_and(Ordering::is_gt))?;
            res.push(Cell::Moment(next));
            next = further;
            self.has_time_for(1, 1).then_some(())?;
        }
        Some(res)
    }

    /// The values that a function gives, one a row.
    fn given_by(&self, function: &str, given: &[Token]) -> Option<Vec<Cell>> {
        match function {
            "unnest" => Some(self.texts_of(given)?.into_iter().map(Cell::Text).collect()),
            "generate_series" => {
                let bounds = split_list(given).into_iter().map(|it| self.value(it));
                let bounds = bounds.collect::<Option<Vec<_>>>()?;
                if let [Cell::Moment(from), to, step] = bounds.as_slice() {
                    return self.moments(*from, to, step);
                }
                let (from, to, step) = match *bounds.as_slice() {
                    [Cell::Int(from), Cell::Int(to)] => (from, to, 1),
                    [Cell::Int(from), Cell::Int(to), Cell::Int(step)] if step > 0 => {
                        (from, to, usize::try_from(step).ok()?)
                    }
                    _ => return None,
                };
                let count = usize::try_from(to.checked_sub(from)?).unwrap_or_default() / step;
                self.has_time_for(count, 1)
                    .then(|| (from..=to).step_by(step).map(Cell::Int).collect())
            }
            _ => None,
        }
    }
}

/// The parts of a query that reads one source at most.
struct Clauses<'t> {
    asked: &'t [Token],
    source: Option<&'t [Token]>,
    condition: Option<&'t [Token]>,
}

impl<'t> Clauses<'t> {
    /// Nothing if there are others, but for an order.
    fn of(query: &'t [Token]) -> Option<Self> {
        let at = |word: &'static str| {
            outside(query).find(|at| query.get(*at).is_some_and(is_word(word)))
        };
        if ["limit", "group", "having", "union", "distinct", "offset"]
            .into_iter()
            .any(|it| at(it).is_some())
        {
            return None;
        }
        let end = at("order").unwrap_or(query.len());
        let wher = at("where").unwrap_or(end);
        let from = at("from").unwrap_or(wher);
        Some(Self {
            asked: query.get(1..from)?,
            source: query.get(from + 1..wher),
            condition: query.get(wher + 1..end),
        })
    }
}

/// Rows, and the names by which a query calls their columns.
struct Source {
    alias: Option<String>,
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

impl Source {
    fn told(self) -> Told {
        Told::of(self.columns, self.rows)
    }

    /// An expression with the cells of a row in the place of columns.
    fn filled_in(&self, expression: &[Token], row: &[Cell]) -> Vec<Token> {
        let is_own = |it: &str| self.alias.as_deref() == Some(it);
        let cell = |name: &str| {
            let at = self.columns.iter().position(|it| it == name)?;
            Some(match row.get(at)? {
                Cell::Moment(it) => it.literal(),
                other => vec![ask::made::literal(other)],
            })
        };
        let mut res = Vec::new();
        let mut rest = expression;
        while let [first, behind @ ..] = rest {
            let (told, after) = match rest {
                [Token::Word(alias), Token::Mark('.'), Token::Word(name), after @ ..]
                    if is_own(alias) =>
                {
                    (cell(name), after)
                }
                [Token::Word(name), ..] if behind.first() != Some(&Token::Mark('(')) => {
                    (cell(name), behind)
                }
                _ => (None, behind),
            };
            rest = if told.is_some() { after } else { behind };
            res.extend(told.unwrap_or_else(|| vec![first.clone()]));
        }
        res
    }
}
