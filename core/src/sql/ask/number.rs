//! The numbers that the server gives its objects, for which their names stand here:
//! `conrelid = 'users'::regclass`.

use super::{is_word, named, word};
use crate::sql::postgresql::question::Token;

/// Tables of objects with the column of their names, in which a number is looked up.
const NAMED_IN: &[(&str, &str)] =
    &[("pg_class", "relname"), ("pg_type", "typname"), ("pg_namespace", "nspname")];

/// The key of the object whose number an expression gives: `to_regclass('users')`,
/// `'users'::regclass`, `(SELECT oid FROM pg_class WHERE relname = 'users')`.
pub(super) fn named_by(expression: &[Token]) -> Option<String> {
    match expression {
        [Token::Word(function), Token::Mark('('), Token::Text(name), Token::Mark(')')]
            if function == "to_regclass" || function == "to_regtype" =>
        {
            Some(named(name).key().to_string())
        }
        [Token::Text(name), Token::Mark(':'), Token::Mark(':'), Token::Word(ty), rest @ ..] => {
            let is_number = matches!(&**ty, "regclass" | "regtype")
                && (rest.is_empty() || *rest == [Token::Mark(':'), Token::Mark(':'), word("oid")]);
            is_number.then(|| named(name).key().to_string())
        }
        [Token::Mark('('), query @ .., Token::Mark(')')] => looked_up(query),
        _ => None,
    }
}

/// The name in `SELECT oid FROM pg_class WHERE relname = 'users'`.
fn looked_up(query: &[Token]) -> Option<String> {
    let from = query.strip_prefix(&[word("select"), word("oid"), word("from")])?;
    let from = from.strip_prefix(&[word("pg_catalog"), Token::Mark('.')]).unwrap_or(from);
    let [Token::Word(table), wher, Token::Word(column), Token::Mark('='), Token::Text(name)] = from
    else {
        return None;
    };
    let fits = is_word(wher, "where") && NAMED_IN.contains(&(&**table, &**column));
    fits.then(|| name.clone())
}
