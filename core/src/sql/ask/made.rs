//! What a query makes of the columns that it reads: `conrelid::regclass`, `'DROP TABLE ' || tablename`.

use super::super::postgresql::question::Token;
use super::source::{CatalogTable, Role, named_by_key};
use super::{Cell, is_word, word};
use crate::catalog::FunctionKey;
use crate::dialect::POSTGRESQL;

/// Gives the value of an expression in which no column is left.
pub(in crate::sql) type Evaluate<'e> = &'e dyn Fn(&[Token]) -> Option<Cell>;

/// An expression with the cells of a row in the place of columns; nothing if a cell is not told.
pub(super) fn filled_in(
    table: &CatalogTable,
    expression: &[Token],
    row: &[String],
) -> Option<Vec<Token>> {
    let mut res = Vec::new();
    let mut rest = expression;
    while let [first, behind @ ..] = rest {
        if let Some((text, after)) = of_number(table, rest, row) {
            res.push(Token::Text(text));
            rest = after;
        } else if let Some((column, after)) = column(table, rest) {
            let (cell, after) = cell(table, column, row, after)?;
            res.push(literal(&cell));
            rest = after;
        } else {
            res.push(first.clone());
            rest = behind;
        }
    }
    Some(res)
}

/// What the result of an expression is called that no `AS` names.
pub(super) fn label(expression: &[Token]) -> &str {
    match expression {
        [Token::Word(function), Token::Mark('('), ..] => function,
        [_, Token::Mark('.'), Token::Word(column), Token::Mark(':'), ..]
        | [Token::Word(column), Token::Mark(':'), ..] => column,
        _ => "?column?",
    }
}

/// A value as a query writes it.
pub(in crate::sql) fn literal(cell: &Cell) -> Token {
    match cell {
        Cell::Null => word("null"),
        Cell::Bool(is_so) => word(if *is_so { "true" } else { "false" }),
        Cell::Int(number) => Token::Word(number.to_string()),
        Cell::Text(text) => Token::Text(text.clone()),
        Cell::Moment(it) => it.text().map_or(Token::Mark('?'), Token::Text),
        Cell::Interval(_) => Token::Mark('?'),
    }
}

/// `oidvectortypes(p.proargtypes)`, `format_type(a.atttypid, a.atttypmod)`, for which a column of
/// the same name stands.
fn of_number<'t>(
    table: &CatalogTable,
    tokens: &'t [Token],
    row: &[String],
) -> Option<(String, &'t [Token])> {
    let [Token::Word(function), Token::Mark('('), given @ ..] = tokens else { return None };
    let at = table.columns.iter().position(|it| it == function)?;
    let (_, mut after) = column(table, given)?;
    while let [Token::Mark(','), more @ ..] = after {
        (_, after) = column(table, more)?;
    }
    let after = after.strip_prefix(&[Token::Mark(')')])?;
    Some((row.get(at)?.clone(), after))
}

/// The column that is named at the start: `relname`, `c.relname`.
fn column<'t>(table: &CatalogTable, tokens: &'t [Token]) -> Option<(usize, &'t [Token])> {
    let (name, after) = match tokens {
        [Token::Word(_), Token::Mark('.'), Token::Word(name), after @ ..]
        | [Token::Word(name), after @ ..] => (name, after),
        _ => return None,
    };
    let is_call = after.first() == Some(&Token::Mark('('));
    let at = table.columns.iter().position(|it| it == name).filter(|_| !is_call)?;
    Some((at, after))
}

/// A cell of a column, cast from a number to a name where that stands behind it.
fn cell<'t>(
    table: &CatalogTable,
    column: usize,
    row: &[String],
    after: &'t [Token],
) -> Option<(Cell, &'t [Token])> {
    let (role, text) = (*table.roles.get(column)?, row.get(column)?);
    if let [Token::Mark(':'), Token::Mark(':'), ty, behind @ ..] = after {
        if role == Role::Relation && is_word(ty, "regclass") {
            return Some((Cell::Text(POSTGRESQL.quote(&named_by_key(text))), behind));
        }
        if role == Role::Function && is_word(ty, "regprocedure") {
            return Some((Cell::Text(text.clone()), behind));
        }
    }
    Some((role.cell(text)?, after))
}

/// A function as `oid::regprocedure` shows it.
pub(super) fn signature(key: &FunctionKey) -> String {
    format!("{}({})", POSTGRESQL.quote(&key.name.key()), key.arguments.join(","))
}
