//! What a `DO` block knows while it runs: the catalog that its statements leave, and its variables.
//!
//! Without a catalog nothing is known, and a block says no more than what stands in it.

mod case;
mod function;
mod moment;
mod rows;
mod value;

use std::cell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::super::Names;
use super::super::ask::made::literal;
use super::super::ask::{self, Asker, Cell, Told};
use super::question::{Token, split_list, tokens, unwrap_parens};
use crate::catalog::{Catalog, TypeKind};
use crate::name::Name;
use crate::op::{Op as _, Operation};

pub(in crate::sql::postgresql) use function::settings_asked;
pub(in crate::sql) use moment::{Interval, Moment};

/// The state of a block.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The schema before the next statement; nothing if it is not told, or no longer known.
    catalog: Option<Catalog>,
    names: Names,
    variables: Variables,
    /// The variables that queries set, each with its bytes in the block.
    targets: Vec<(Range<usize>, Vec<String>)>,
    /// How many statements in loops and calls were followed until now, in all copies of this state.
    steps: Rc<cell::Cell<usize>>,
    /// How many functions that call each other are being followed.
    depth: usize,
}

/// What the variables of a block hold, as far as it is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables {
    /// A field of a row is called `row.field`.
    cells: BTreeMap<String, Cell>,
    /// Arrays of texts.
    arrays: BTreeMap<String, Vec<String>>,
    /// The types that were declared, of which values become ones.
    types: BTreeMap<String, String>,
}

/// How many statements in loops are followed at most, of a block with all that it calls.
const MAX_STEPS: usize = 10_000;

/// As how many statements a call counts, since the body is read for it.
const OF_CALL: usize = 10;

/// How deep functions that call functions are followed.
const MAX_DEPTH: usize = 8;

impl Known {
    /// What a block knows that begins over this schema.
    pub(super) fn over(catalog: &Catalog, names: Names) -> Self {
        Self { catalog: Some(catalog.clone()), names, ..Self::default() }
    }

    /// After something that nobody can know, more may be there.
    pub(super) fn trust_names(&mut self) {
        self.names = Names::Trusted;
    }

    /// Whether what statements name is looked up.
    pub(super) fn looks_up(&self) -> bool {
        self.names == Names::LookedUp
    }

    /// What the body of a function knows that is called now; nothing if that is too deep, or if
    /// too many were called.
    pub(super) fn inside_call(&self) -> Option<Self> {
        let depth = self.depth + 1;
        // Its parameters may be named as well.
        let names = Names::Trusted;
        let mut inside = Self { targets: Vec::new(), depth, names, ..self.clone() };
        inside.forget_variables();
        (depth <= MAX_DEPTH && self.has_time_for(1, OF_CALL)).then_some(inside)
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

    /// Whether the schema surely has something of the name that one of the operations gives.
    pub(super) fn has_already(&self, operations: &[Operation]) -> bool {
        let Some(mut catalog) = self.catalog.clone() else { return false };
        let mut refused = operations.iter().filter_map(|it| it.apply(&mut catalog).err());
        refused.any(|it| it.code.starts_with("duplicate-"))
    }

    /// Lets a variable hold the value of an expression.
    pub(super) fn assign(&mut self, name: &str, expression: &str) {
        let (texts, value) = (self.texts(expression), self.value(&tokens(expression)));
        // A part may be that of a row or an array, or a variable of the block with this label.
        let name = name.to_ascii_lowercase();
        let mut parts = name.split(['.', '[']);
        parts.by_ref().filter(|it| *it != name).for_each(|it| self.set(it, None));
        self.forget(&name);
        self.set(&name, value);
        self.hold_texts(&name, texts);
    }

    /// Lets a variable hold an array; nothing means that it is not known.
    pub(super) fn hold_texts(&mut self, name: &str, texts: Option<Vec<String>>) {
        let name = name.to_ascii_lowercase();
        match texts {
            Some(texts) => self.variables.arrays.insert(name, texts),
            None => self.variables.arrays.remove(&name),
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
        let names: Vec<String> = self.targets_in(place).cloned().collect();
        let rows = self.rows(query, Asker::Value);
        self.set("found", rows.as_ref().map(|it| Cell::Bool(!it.is_empty())));
        // Several rows come in no order, and the first is taken.
        let row = rows.filter(|it| it.len() < 2).map(|it| it.into_iter().next());
        for (idx, name) in names.iter().enumerate() {
            let cell = row.as_ref().map(|row| {
                let cell = row.as_ref().and_then(|it| it.get(idx));
                cell.map_or(Cell::Null, |(_, it)| it.clone())
            });
            self.forget(name);
            self.set(name, cell);
        }
        if let ([name], Some(Some(row))) = (names.as_slice(), row) {
            self.set_row(name, &row);
        }
    }

    /// The rows that a query answers, each as its columns in order; nothing if only the database
    /// can tell.
    pub(super) fn rows(&self, query: &str, asker: Asker) -> Option<Vec<Vec<(String, Cell)>>> {
        let tokens = tokens(query);
        let query = unwrap_parens(&tokens).unwrap_or(&tokens);
        let told = self.asked(query, asker)?;
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

    /// Whether so many more rounds of so many statements can be followed.
    pub(super) fn has_time_for(&self, rounds: usize, statements: usize) -> bool {
        let steps = self.steps.get().saturating_add(rounds.saturating_mul(statements));
        self.steps.set(steps);
        steps <= MAX_STEPS
    }

    /// Forgets the variables that queries in these bytes set.
    pub(super) fn forget_targets(&mut self, place: &Range<usize>) {
        let names: Vec<String> = self.targets_in(place).cloned().collect();
        names.iter().for_each(|it| self.forget(it));
    }

    /// Whether a query in these bytes sets a variable.
    pub(super) fn sets(&self, place: &Range<usize>, name: &str) -> bool {
        self.targets_in(place).any(|it| it.eq_ignore_ascii_case(name))
    }

    fn targets_in(&self, place: &Range<usize>) -> impl Iterator<Item = &String> {
        let within = |it: &Range<usize>| place.start <= it.start && it.end <= place.end;
        self.targets.iter().filter(move |it| within(&it.0)).flat_map(|it| &it.1)
    }

    /// Lets a variable hold a text.
    pub(super) fn set_text(&mut self, name: &str, text: String) {
        self.set(name, Some(Cell::Text(text)));
    }

    /// Forgets a variable, with its fields.
    pub(super) fn forget(&mut self, name: &str) {
        self.set(name, None);
        self.variables.cells.retain(|it, _| !is_field(it, name));
    }

    pub(super) fn variables(&self) -> &Variables {
        &self.variables
    }

    /// Puts the variables of these names back to what they held before.
    pub(super) fn restore(&mut self, names: &[String], before: &Variables) {
        for name in names {
            self.forget(name);
            let is_it = |it: &String| it == name || is_field(it, name);
            let held = before.cells.iter().filter(|(it, _)| is_it(it));
            self.variables.cells.extend(held.map(|(it, cell)| (it.clone(), cell.clone())));
            self.hold_texts(name, before.arrays.get(name).cloned());
            self.declare(name, before.types.get(name).cloned());
        }
    }

    /// Whether values of other types are made ones of this type.
    pub(super) fn makes(ty: &str) -> bool {
        value::is_type(ty)
    }

    /// Lets a variable be of a type; nothing for one that leaves values as they are.
    pub(super) fn declare(&mut self, name: &str, ty: Option<String>) {
        match ty {
            Some(ty) => self.variables.types.insert(name.to_owned(), ty),
            None => self.variables.types.remove(name),
        };
    }

    /// Forgets all variables: something set them that is not known.
    pub(super) fn forget_variables(&mut self) {
        self.variables.cells.clear();
        self.variables.arrays.clear();
    }

    fn set(&mut self, name: &str, value: Option<Cell>) {
        let name = name.to_ascii_lowercase();
        self.variables.arrays.remove(&name);
        let ty = self.variables.types.get(&name);
        let value = value.and_then(|it| match ty {
            Some(ty) => value::converted(it, ty),
            None => Some(it),
        });
        match value {
            Some(value) => self.variables.cells.insert(name, value),
            None => self.variables.cells.remove(&name),
        };
    }

    /// Whether a condition holds; nothing if that is not known.
    pub(super) fn truth(&self, condition: &str) -> Option<bool> {
        self.catalog.as_ref()?;
        match self.value(&tokens(condition))? {
            Cell::Bool(is_so) => Some(is_so),
            Cell::Null => Some(false),
            Cell::Int(_) | Cell::Text(_) | Cell::Moment(_) | Cell::Interval(_) => None,
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

    /// The texts of an array: `ARRAY['a', 'b']`, `string_to_array('a,b', ',')`, or a variable's.
    pub(super) fn texts(&self, expression: &str) -> Option<Vec<String>> {
        self.catalog.as_ref()?;
        self.texts_of(&tokens(expression))
    }

    fn texts_of(&self, tokens: &[Token]) -> Option<Vec<String>> {
        let text = |it: &[Token]| match self.value(it)? {
            Cell::Text(text) => Some(text),
            _ => None,
        };
        match tokens {
            [Token::Word(name)] => self.variables.arrays.get(name).cloned(),
            [Token::Word(array), Token::Mark('['), items @ .., Token::Mark(']')]
                if array == "array" =>
            {
                items.split(|it| *it == Token::Mark(',')).map(text).collect()
            }
            [Token::Word(function), given @ ..] if function == "enum_range" => {
                let (given, _) = function::in_parens(given)?;
                // Of two values it is what lies between them.
                let [[.., Token::Mark(':'), Token::Mark(':'), Token::Word(ty)]] =
                    *split_list(given)
                else {
                    return None;
                };
                match &self.catalog.as_ref()?.type_named(&Name::plain(&**ty))?.kind {
                    TypeKind::Enum(labels) => Some(labels.clone()),
                    _ => None,
                }
            }
            [Token::Word(function), given @ ..] if function == "string_to_array" => {
                let [whole, separator] = *split_list(unwrap_parens(given)?) else { return None };
                let (whole, separator) = (text(whole)?, text(separator)?);
                let is_plain = !whole.is_empty() && !separator.is_empty();
                is_plain.then(|| whole.split(&*separator).map(str::to_owned).collect())
            }
            _ => None,
        }
    }

    /// What a query answers, if it tells so itself or its catalog can tell; it begins with `SELECT`
    /// or `VALUES`.
    fn asked(&self, query: &[Token], asker: Asker) -> Option<Told> {
        if let Some(joined) = self.joined_texts(query, asker) {
            return Some(joined);
        }
        self.written_rows(query).or_else(|| {
            let catalog = self.catalog.as_ref()?;
            ask::rows(&self.filled_in(query), (catalog, asker), &|it| self.value(it))
        })
    }

    /// `SELECT string_agg(x, ', ') FROM …`: what a query without the call answers, as one text.
    fn joined_texts(&self, query: &[Token], asker: Asker) -> Option<Told> {
        let [select, Token::Word(function), behind @ ..] = query else { return None };
        let (given, rest) = function::in_parens(behind).filter(|_| function == "string_agg")?;
        let [text, separator] = *split_list(given) else { return None };
        let Cell::Text(separator) = self.value(separator)? else { return None };
        let inner: Vec<Token> = std::iter::once(select).chain(text).chain(rest).cloned().collect();
        let texts = self.asked(&inner, asker)?.rows.into_iter().map(|row| match row.as_slice() {
            [Cell::Text(text)] => Some(text.clone()),
            _ => None,
        });
        let texts = texts.collect::<Option<Vec<_>>>()?;
        let whole = if texts.is_empty() { Cell::Null } else { Cell::Text(texts.join(&separator)) };
        Some(Told::of(vec![function.clone()], vec![vec![whole]]))
    }

    /// The tokens of a query with values in the place of variables, and of calls that only make
    /// one text of others.
    fn filled_in(&self, query: &[Token]) -> Vec<Token> {
        self.with_calls_made(&self.with_variables_told(query))
    }

    fn with_variables_told(&self, query: &[Token]) -> Vec<Token> {
        let mut res = Vec::new();
        let mut rest = query;
        while let [first, behind @ ..] = rest {
            rest = behind;
            let Some(name) = first.word() else {
                res.push(first.clone());
                continue;
            };
            if let [Token::Mark('.'), Token::Word(field), after @ ..] = behind
                && let Some(cell) = self.variables.cells.get(&format!("{name}.{field}"))
            {
                res.push(literal(cell));
                rest = after;
            } else {
                let is_part = res.last() == Some(&Token::Mark('.'));
                let value = self.variables.cells.get(name).filter(|_| !is_part);
                res.push(value.map_or_else(|| first.clone(), literal));
            }
        }
        res
    }
}

/// Whether a variable is a field of the row that another one holds.
fn is_field(name: &str, row: &str) -> bool {
    name.strip_prefix(row).is_some_and(|it| it.starts_with('.'))
}
