//! What a `DO` block knows while it runs: the catalog that its statements leave, and its variables.
//!
//! Without a catalog nothing is known, and a block says no more than what stands in it.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

use super::super::ask::{self, Cell};
use super::question::{Token, tokens, unwrap_parens};
use crate::catalog::Catalog;
use crate::dialect::POSTGRESQL;
use crate::op::{Op as _, Operation};

/// The state of a block.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The schema before the next statement; nothing if it is not told, or no longer known.
    catalog: Option<Catalog>,
    /// The variables whose values are known. A field of a row is called `row.field`.
    variables: BTreeMap<String, Cell>,
    /// The variables that hold arrays of texts which are known.
    arrays: BTreeMap<String, Vec<String>>,
    /// The variables that queries set, each with its bytes in the block.
    targets: Vec<(Range<usize>, Vec<String>)>,
    /// How often the bodies of loops were followed until now.
    rounds: usize,
    /// How many functions that call each other are being followed.
    depth: usize,
}

/// How often the bodies of all loops of a block are followed at most.
const MAX_ROUNDS: usize = 1000;

/// How deep functions that call functions are followed.
const MAX_DEPTH: usize = 8;

impl Known {
    /// What a block knows that begins over this schema.
    pub(super) fn over(catalog: &Catalog) -> Self {
        Self { catalog: Some(catalog.clone()), ..Self::default() }
    }

    /// What the body of a function knows that is called now; nothing if that is too deep.
    pub(super) fn inside_call(&self) -> Option<Self> {
        let depth = self.depth + 1;
        let mut inside = Self { targets: Vec::new(), depth, ..self.clone() };
        inside.forget_variables();
        (depth <= MAX_DEPTH).then_some(inside)
    }

    /// The schema before the next statement, if it is known.
    pub(super) fn catalog(&self) -> Option<&Catalog> {
        self.catalog.as_ref()
    }

    pub(super) fn set_targets(&mut self, targets: Vec<(Range<usize>, Vec<String>)>) {
        self.targets = targets;
    }

    /// Runs operations. Whether the database takes them; what is not known takes all.
    pub(super) fn run(&mut self, operations: &[Operation]) -> bool {
        let Some(catalog) = &mut self.catalog else { return true };
        let ran = operations.iter().all(|it| it.apply(catalog).is_ok());
        if !ran {
            self.catalog = None;
        }
        ran
    }

    /// Whether the schema is known, and takes the operations as they stand.
    pub(super) fn takes(&self, operations: &[Operation]) -> bool {
        self.catalog.is_some() && self.clone().run(operations)
    }

    /// Lets a variable hold the value of an expression.
    pub(super) fn assign(&mut self, name: &str, expression: &str) {
        let texts = self.texts(expression);
        self.set(name, self.value(&tokens(expression)));
        self.hold_texts(name, texts);
    }

    /// Lets a variable hold an array; nothing means that it is not known.
    pub(super) fn hold_texts(&mut self, name: &str, texts: Option<Vec<String>>) {
        let name = name.to_ascii_lowercase();
        match texts {
            Some(texts) => self.arrays.insert(name, texts),
            None => self.arrays.remove(&name),
        };
    }

    /// The value of an expression, if it is known.
    pub(super) fn evaluate(&self, expression: &str) -> Option<Cell> {
        self.value(&tokens(expression))
    }

    /// Lets a variable hold a value; nothing means that it is not known.
    pub(super) fn hold(&mut self, name: &str, value: Option<Cell>) {
        self.set(name, value);
    }

    /// Lets the variables that a query in these bytes sets hold what it answers.
    pub(super) fn query(&mut self, place: &Range<usize>, query: &str) {
        let within =
            |it: &&(Range<usize>, Vec<String>)| place.start <= it.0.start && it.0.end <= place.end;
        let names = self.targets.iter().find(within).map(|it| it.1.clone()).unwrap_or_default();
        let rows = self.rows(query);
        self.set("found", rows.as_ref().map(|it| Cell::Bool(!it.is_empty())));
        // Several rows come in no order, and the first is taken.
        let row = rows.filter(|it| it.len() < 2).map(|it| it.into_iter().next());
        for (idx, name) in names.iter().enumerate() {
            let cell = row.as_ref().map(|row| {
                let cell = row.as_ref().and_then(|it| it.get(idx));
                cell.map_or(Cell::Null, |(_, it)| it.clone())
            });
            self.set(name, cell);
        }
        if let ([name], Some(Some(row))) = (names.as_slice(), row) {
            self.set_row(name, &row);
        }
    }

    /// The rows that a query answers, each as its columns in order; nothing if only the database
    /// can tell.
    pub(super) fn rows(&self, query: &str) -> Option<Vec<Vec<(String, Cell)>>> {
        let tokens = self.filled_in(&tokens(query));
        let told = ask::rows(&tokens, self.catalog.as_ref()?)?;
        let row = |row: Vec<Cell>| told.columns.iter().cloned().zip(row).collect();
        Some(told.rows.into_iter().map(row).collect())
    }

    /// Lets a loop's variable hold a row.
    pub(super) fn set_row(&mut self, name: &str, row: &[(String, Cell)]) {
        for (column, cell) in row {
            self.set(&format!("{name}.{column}"), Some(cell.clone()));
        }
        if let [(_, only)] = row {
            self.set(name, Some(only.clone()));
        }
    }

    /// Whether so many more rounds of a loop can be followed.
    pub(super) fn has_time_for(&mut self, rounds: usize) -> bool {
        self.rounds += rounds;
        self.rounds <= MAX_ROUNDS
    }

    /// Forgets the variables that queries in these bytes set.
    pub(super) fn forget_targets(&mut self, place: &Range<usize>) {
        let within =
            |it: &&(Range<usize>, Vec<String>)| place.start <= it.0.start && it.0.end <= place.end;
        let names: Vec<String> =
            self.targets.iter().filter(within).flat_map(|it| it.1.clone()).collect();
        for name in names {
            self.set(&name, None);
            self.variables.retain(|it, _| !it.starts_with(&format!("{name}.")));
        }
    }

    /// Lets a variable hold a text.
    pub(super) fn set_text(&mut self, name: &str, text: String) {
        self.set(name, Some(Cell::Text(text)));
    }

    /// Forgets all variables: something set them that is not known.
    pub(super) fn forget_variables(&mut self) {
        self.variables.clear();
        self.arrays.clear();
    }

    fn set(&mut self, name: &str, value: Option<Cell>) {
        let name = name.to_ascii_lowercase();
        self.arrays.remove(&name);
        match value {
            Some(value) => self.variables.insert(name, value),
            None => self.variables.remove(&name),
        };
    }

    /// Whether a condition holds; nothing if that is not known.
    pub(super) fn truth(&self, condition: &str) -> Option<bool> {
        self.catalog.as_ref()?;
        match self.value(&tokens(condition))? {
            Cell::Bool(is_so) => Some(is_so),
            Cell::Null => Some(false),
            Cell::Int(_) | Cell::Text(_) => None,
        }
    }

    /// The text that an expression gives.
    pub(super) fn text(&self, expression: &str) -> Option<String> {
        self.catalog.as_ref()?;
        match self.value(&tokens(expression))? {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number that an expression gives.
    pub(super) fn number(&self, expression: &str) -> Option<i64> {
        self.catalog.as_ref()?;
        match self.value(&tokens(expression))? {
            Cell::Int(number) => i32::try_from(number).ok().map(i64::from),
            _ => None,
        }
    }

    /// The texts of `ARRAY['a', 'b']`, or of a variable that holds them.
    pub(super) fn texts(&self, expression: &str) -> Option<Vec<String>> {
        self.catalog.as_ref()?;
        let tokens = tokens(expression);
        let items = match tokens.as_slice() {
            [Token::Word(name)] => return self.arrays.get(name).cloned(),
            [Token::Word(array), Token::Mark('['), items @ .., Token::Mark(']')]
                if array == "array" =>
            {
                items
            }
            _ => return None,
        };
        let text = |it: &[Token]| match self.value(it)? {
            Cell::Text(text) => Some(text),
            _ => None,
        };
        items.split(|it| *it == Token::Mark(',')).map(text).collect()
    }

    /// The tokens of a query with the values of variables in the place of their names.
    fn filled_in(&self, query: &[Token]) -> Vec<Token> {
        let mut res = Vec::new();
        let mut rest = query;
        while let [first, behind @ ..] = rest {
            rest = behind;
            let Some(name) = first.word() else {
                res.push(first.clone());
                continue;
            };
            if let [Token::Mark('.'), Token::Word(field), after @ ..] = behind
                && let Some(cell) = self.variables.get(&format!("{name}.{field}"))
            {
                res.push(literal(cell));
                rest = after;
            } else {
                let is_part = res.last() == Some(&Token::Mark('.'));
                let value = self.variables.get(name).filter(|_| !is_part);
                res.push(value.map_or_else(|| first.clone(), literal));
            }
        }
        res
    }

    /// The value of an expression; nothing if it is not known.
    fn value(&self, tokens: &[Token]) -> Option<Cell> {
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
            [rest @ .., Token::Word(is), Token::Word(null)] if is == "is" && null == "null" => {
                return Some(Cell::Bool(self.value(rest)? == Cell::Null));
            }
            [rest @ .., Token::Word(is), Token::Word(not), Token::Word(null)]
                if is == "is" && not == "not" && null == "null" =>
            {
                return Some(Cell::Bool(self.value(rest)? != Cell::Null));
            }
            [rest @ .., Token::Mark(':'), Token::Mark(':'), Token::Word(ty)]
                if ["text", "name", "varchar", "regclass"].contains(&&**ty) =>
            {
                return self.value(rest);
            }
            [rest @ .., Token::Mark(':'), Token::Mark(':'), Token::Word(ty)]
                if ["boolean", "bool"].contains(&&**ty) =>
            {
                return match self.value(rest)? {
                    Cell::Text(text) => text.parse().ok().map(Cell::Bool),
                    other @ (Cell::Bool(_) | Cell::Null) => Some(other),
                    Cell::Int(_) => None,
                };
            }
            _ => {}
        }
        self.membership(tokens)
            .or_else(|| self.comparison(tokens))
            .or_else(|| self.sum(tokens))
            .or_else(|| self.concatenation(tokens))
            .or_else(|| self.plain(tokens))
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
        let items: Vec<Cell> = split(items, |it| *it == Token::Mark(','))
            .unwrap_or_else(|| vec![items])
            .into_iter()
            .map(|it| self.value(it))
            .collect::<Option<_>>()?;
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
            let right = self.value(tokens.get(at + marks.len()..)?)?;
            return match (&left, &right) {
                (Cell::Null, _) | (_, Cell::Null) => Some(Cell::Null),
                (Cell::Text(left), Cell::Text(right)) => Some(Cell::Bool(holds(left.cmp(right)))),
                (Cell::Int(left), Cell::Int(right)) => Some(Cell::Bool(holds(left.cmp(right)))),
                (Cell::Bool(left), Cell::Bool(right)) => Some(Cell::Bool(holds(left.cmp(right)))),
                _ => None,
            };
        }
        None
    }

    /// `n + 1` and `n - 1`.
    fn sum(&self, tokens: &[Token]) -> Option<Cell> {
        let signs = [Token::Mark('+'), Token::Mark('-')];
        let at = outside(tokens).filter(|at| tokens.get(*at).is_some_and(|it| signs.contains(it)));
        let at = at.last().filter(|it| *it > 0)?;
        let (Cell::Int(left), Cell::Int(right)) =
            (self.value(tokens.get(..at)?)?, self.value(tokens.get(at + 1..)?)?)
        else {
            return None;
        };
        let sum = if tokens.get(at) == Some(&Token::Mark('+')) {
            left.checked_add(right)
        } else {
            left.checked_sub(right)
        };
        sum.map(Cell::Int)
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
                Cell::Bool(_) => return None,
            }
        }
        Some(Cell::Text(res))
    }

    fn plain(&self, tokens: &[Token]) -> Option<Cell> {
        match tokens {
            [Token::Text(text)] => Some(Cell::Text(text.clone())),
            [Token::Word(word)] => match word.as_str() {
                "true" => Some(Cell::Bool(true)),
                "false" => Some(Cell::Bool(false)),
                "null" => Some(Cell::Null),
                word => match word.parse() {
                    Ok(number) => Some(Cell::Int(number)),
                    Err(_) => self.variables.get(word).cloned(),
                },
            },
            [Token::Word(row), Token::Mark('.'), Token::Word(field)] => {
                self.variables.get(&format!("{row}.{field}")).cloned()
            }
            [Token::Word(exists), rest @ ..] if exists == "exists" => {
                let query = self.filled_in(unwrap_parens(rest)?);
                ask::finds(&query, self.catalog.as_ref()?).map(Cell::Bool)
            }
            [Token::Word(function), rest @ ..] => self.call(function, unwrap_parens(rest)?, tokens),
            _ => match unwrap_parens(tokens)? {
                query @ [Token::Word(select), ..] if select == "select" => {
                    let told = ask::rows(&self.filled_in(query), self.catalog.as_ref()?)?;
                    let mut rows = told.rows.into_iter();
                    let (row, None) = (rows.next(), rows.next()) else { return None };
                    Some(row.and_then(|it| it.into_iter().next()).unwrap_or(Cell::Null))
                }
                inner => self.value(inner),
            },
        }
    }

    fn call(&self, function: &str, given: &[Token], whole: &[Token]) -> Option<Cell> {
        if function.starts_with("to_reg") {
            let Cell::Text(named) = self.value(given)? else { return None };
            let (open, close) = (Token::Mark('('), Token::Mark(')'));
            let asked = [whole.first()?.clone(), open, Token::Text(named), close];
            return ask::registered(&asked, self.catalog.as_ref()?);
        }
        let parts = split(given, |it| *it == Token::Mark(',')).unwrap_or_else(|| vec![given]);
        if function == "coalesce" {
            let mut values = parts.iter().map(|it| self.value(it));
            return values.find(|it| *it != Some(Cell::Null)).unwrap_or(Some(Cell::Null));
        }
        let values = parts.iter().map(|it| self.value(it)).collect::<Option<Vec<_>>>()?;
        match (function, values.as_slice()) {
            ("quote_ident", [Cell::Text(name)]) => Some(Cell::Text(POSTGRESQL.quote_name(name))),
            ("quote_literal", [Cell::Text(text)]) => Some(Cell::Text(POSTGRESQL.literal(text))),
            ("lower", [Cell::Text(text)]) => Some(Cell::Text(text.to_lowercase())),
            ("upper", [Cell::Text(text)]) => Some(Cell::Text(text.to_uppercase())),
            ("format", [Cell::Text(pattern), rest @ ..]) => formatted(pattern, rest),
            ("concat", parts) => formatted(&"%s".repeat(parts.len()), parts),
            ("current_setting", [Cell::Text(name), Cell::Bool(true)]) if is_custom(name) => {
                Some(Cell::Null)
            }
            _ => None,
        }
    }
}

/// The settings of the project's own that a text asks for, and that are taken to be unset.
pub(super) fn settings_asked(text: &str) -> Vec<String> {
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

fn literal(cell: &Cell) -> Token {
    match cell {
        Cell::Null => Token::Word("null".to_owned()),
        Cell::Bool(is_so) => Token::Word(is_so.to_string()),
        Cell::Int(number) => Token::Word(number.to_string()),
        Cell::Text(text) => Token::Text(text.clone()),
    }
}

/// What `format('ALTER TABLE %I …', x)` gives.
fn formatted(pattern: &str, values: &[Cell]) -> Option<Cell> {
    let mut values = values.iter();
    let mut res = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('%') {
        res += before;
        let mut chars = after.chars();
        match chars.next()? {
            '%' => res.push('%'),
            kind @ ('I' | 'L' | 's') => match (kind, values.next()?) {
                ('I', Cell::Text(name)) => res += &POSTGRESQL.quote_name(name),
                ('L', Cell::Text(text)) => res += &POSTGRESQL.literal(text),
                ('L', Cell::Null) => res += "NULL",
                ('s', Cell::Text(text)) => res += text,
                ('s' | 'L', Cell::Int(number)) => res += &number.to_string(),
                ('s', Cell::Null) => {}
                _ => return None,
            },
            _ => return None,
        }
        rest = chars.as_str();
    }
    Some(Cell::Text(res + rest))
}

/// The places of the tokens that stand in no parentheses.
fn outside(tokens: &[Token]) -> impl Iterator<Item = usize> {
    let mut depth = 0_usize;
    let is_outside = move |(idx, token): (usize, &Token)| {
        match token {
            Token::Mark('(' | '[') => depth += 1,
            Token::Mark(')' | ']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(idx)
    };
    tokens.iter().enumerate().filter_map(is_outside)
}

/// The parts between separators that stand in no parentheses; nothing if there are none.
fn split(tokens: &[Token], separates: impl Fn(&Token) -> bool) -> Option<Vec<&[Token]>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for at in outside(tokens).filter(|it| tokens.get(*it).is_some_and(&separates)) {
        parts.push(tokens.get(start..at)?);
        start = at + 1;
    }
    if parts.is_empty() {
        return None;
    }
    parts.push(tokens.get(start..)?);
    Some(parts)
}

fn is_word(word: &'static str) -> impl Fn(&Token) -> bool {
    move |it| matches!(it, Token::Word(own) if own == word)
}
