//! Reads which table of the catalog a query asks, and what it wants its columns to be.

use super::super::postgresql::question::{Token, unwrap_parens};
use super::super::postgresql::stored;
use super::number::named_by;
use super::tables::{DEFAULT, JOINED, TABLES};
use super::words;
use super::{Cell, Filter, Test, is_word, word};
use crate::catalog::Catalog;
use crate::name::Name;

/// The one table that a query reads.
pub(super) fn source(tokens: &[Token]) -> Option<&'static CatalogTable> {
    if tokens.iter().any(|it| is_word(it, "join")) {
        return joined(tokens);
    }
    let (schema, rest) = match tokens {
        [Token::Word(schema), Token::Mark('.'), rest @ ..] => (Some(schema.as_str()), rest),
        rest => (None, rest),
    };
    let [Token::Word(name), alias @ ..] = rest else { return None };
    let alias = alias.strip_prefix(&[word("as")]).unwrap_or(alias);
    let is_alias = matches!(alias, [] | [Token::Word(_)]);
    let own_schema = if name.starts_with("pg_") { "pg_catalog" } else { "information_schema" };
    let fits = schema.map_or(own_schema == "pg_catalog", |it| it == own_schema);
    TABLES.iter().find(|it| it.name == name && is_alias && fits)
}

/// The relation that a cell of [`Role::Relation`] stands for.
pub(super) fn named_by_key(key: &str) -> Name {
    match key.split_once('.') {
        Some((schema, name)) => Name::new(Some(schema), name),
        None => Name::plain(key),
    }
}

/// The tables that a query joins by the numbers or the names of their objects, as one.
fn joined(tokens: &[Token]) -> Option<&'static CatalogTable> {
    let mut names: Vec<&str> = Vec::new();
    let mut numbers: Vec<&str> = Vec::new();
    let mut parts = tokens.split(|it| is_word(it, "join"));
    for part in parts.by_ref() {
        let end = part.iter().position(|it| is_word(it, "on") || is_word(it, "inner"));
        let (table, on) = part.split_at_checked(end.unwrap_or(part.len()))?;
        let schemas = ["pg_catalog", "information_schema"].map(|it| [word(it), Token::Mark('.')]);
        let table = schemas.iter().find_map(|it| table.strip_prefix(it)).unwrap_or(table);
        names.push(table.first()?.word()?);
        let is_number = |it: &Token| match it {
            Token::Word(it) => !["and", "or", "not", "in", "like"].contains(&it.as_str()),
            Token::Mark(it) => ['.', '=', '(', ')'].contains(it),
            Token::Text(_) => false,
        };
        let by_number = on.is_empty() || on.iter().any(|it| is_word(it, "oid"));
        let fits = by_number && on.iter().all(is_number) || is_by_name(on);
        fits.then_some(())?;
        numbers.extend(on.iter().filter_map(Token::word));
    }
    let holds = |it: &&Joined| {
        let schema = it.schema_by.filter(|_| names.contains(&"pg_namespace"));
        it.tables.len() + usize::from(schema.is_some()) == names.len()
            && it.tables.iter().all(|it| names.contains(it))
            && it.by.iter().chain(&schema).all(|it| numbers.contains(it))
    };
    JOINED.iter().find(holds).map(|it| &it.as_one)
}

/// Whether rows belong together that have the same names: `ON a.constraint_name =
/// b.constraint_name AND a.table_schema = b.table_schema`.
fn is_by_name(on: &[Token]) -> bool {
    let Some(conditions) = on.strip_prefix(&[word("on")]) else { return false };
    conditions.split(|it| is_word(it, "and")).all(|it| match it {
        [_, Token::Mark('.'), one, Token::Mark('='), _, Token::Mark('.'), other] => {
            one == other && matches!(one, Token::Word(_))
        }
        _ => false,
    })
}

/// A table of the database's own catalog.
pub(super) struct CatalogTable {
    pub(super) name: &'static str,
    pub(super) columns: &'static [&'static str],
    /// What each column tells of its object.
    pub(super) roles: &'static [Role],
    /// The rows, a text a column; the default schema is `public`.
    pub(super) rows: fn(&Catalog) -> Vec<Vec<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Schema,
    Table,
    /// The number of a relation, for which its key stands.
    Relation,
    /// The number of a function, for which its signature stands.
    Function,
    Name,
    Kind,
    /// `t` or `f`.
    Flag,
    Number,
    /// A text of the server's own making, which is asked for parts of it and never told.
    Definition,
    /// Such a text, of which only is asked whether there is one.
    Presence,
    /// The words of such a text, which is asked for one of them.
    Words,
}

/// What stands for null.
pub(super) const NULL: &str = "\u{1}";

/// What stands for a cell that our catalog does not tell.
pub(super) const UNKNOWN: &str = "\u{0}";

impl Role {
    /// A cell as a query gives it; nothing for what is not told.
    pub(super) fn cell(self, text: &str) -> Option<Cell> {
        match self {
            _ if text == UNKNOWN => None,
            _ if text == NULL => Some(Cell::Null),
            Self::Definition | Self::Presence | Self::Relation | Self::Function | Self::Words => {
                None
            }
            Self::Number => text.parse().ok().map(Cell::Int),
            Self::Flag => Some(Cell::Bool(text == "t")),
            Self::Schema | Self::Table | Self::Name | Self::Kind => {
                Some(Cell::Text(text.to_owned()))
            }
        }
    }
}

/// Tables of the catalog that migrations join.
pub(super) struct Joined {
    pub(super) tables: &'static [&'static str],
    /// The numbers by which they are joined.
    pub(super) by: &'static [&'static str],
    /// The number by which `pg_namespace` may be joined as well.
    pub(super) schema_by: Option<&'static str>,
    pub(super) as_one: CatalogTable,
}

impl CatalogTable {
    pub(super) const fn of(
        name: &'static str,
        columns: &'static [&'static str],
        roles: &'static [Role],
        rows: fn(&Catalog) -> Vec<Vec<String>>,
    ) -> Self {
        Self { name, columns, roles, rows }
    }

    /// Reads `column = 'value'` and the like. What says nothing new gives no filter.
    #[expect(clippy::option_option, reason = "no filter is not the same as none that we know")]
    pub(super) fn filter(&self, condition: &[Token]) -> Option<Option<Filter>> {
        let condition = unwrap_parens(condition).unwrap_or(condition);
        if is_of_column(condition) || is_of_this_database(condition) || is_of_search_path(condition)
        {
            return Some(None);
        }
        if let Some(filter) = self.flag(condition) {
            return Some(Some(filter));
        }
        let (column, operator, right) = self.comparison(condition)?;
        let role = *self.roles.get(column)?;
        if let Comparison::Null(is_so) = operator {
            return Some(Some(Filter { column, test: Test::Null(is_so) }));
        }
        let mut any_of = values(right, role)?;
        // What a name is compared with is one, too, and cut as one.
        if matches!(role, Role::Name | Role::Table | Role::Schema)
            && !matches!(operator, Comparison::Like(_))
        {
            any_of = any_of.into_iter().map(stored).collect();
        }
        let test = match (operator, role) {
            (Comparison::Like(is_so), Role::Definition | Role::Name) => {
                let [pattern] = any_of.as_slice() else { return None };
                if role == Role::Definition {
                    let part = pattern.strip_prefix('%')?.strip_suffix('%')?;
                    SURE_WORDS.contains(&part).then_some(())?;
                }
                Test::Like(pattern.clone(), is_so)
            }
            (Comparison::Like(is_so), Role::Words) => {
                let [pattern] = any_of.as_slice() else { return None };
                words::asked(pattern)?;
                Test::Like(pattern.clone(), is_so)
            }
            (
                Comparison::Equal,
                Role::Definition | Role::Presence | Role::Flag | Role::Function | Role::Words,
            ) => return None,
            (Comparison::Equal, _) => Test::AnyOf(any_of),
            (Comparison::Unequal, Role::Name | Role::Kind | Role::Number) => Test::NoneOf(any_of),
            _ => return None,
        };
        Some(Some(Filter { column, test }))
    }

    /// `relrowsecurity`, `NOT convalidated`, `indisunique = true`.
    fn flag(&self, condition: &[Token]) -> Option<Filter> {
        let (condition, is_so) = match condition {
            [not, rest @ ..] if is_word(not, "not") => (rest, false),
            rest => (rest, true),
        };
        let (name, rest) = match condition {
            [Token::Word(_), Token::Mark('.'), Token::Word(name), rest @ ..]
            | [Token::Word(name), rest @ ..] => (name, rest),
            _ => return None,
        };
        let column = self.columns.iter().position(|it| it == name)?;
        (self.roles.get(column) == Some(&Role::Flag)).then_some(())?;
        let words: Vec<&str> = rest.iter().filter_map(Token::word).collect();
        let is_so = match (rest, words.as_slice()) {
            ([], _) => is_so,
            ([Token::Mark('='), Token::Word(truth)], _) => truth.parse::<bool>().ok()? == is_so,
            ([_, _], ["is", truth]) => truth.parse::<bool>().ok()? == is_so,
            ([_, _, _], ["is", "not", truth]) => truth.parse::<bool>().ok()? != is_so,
            _ => return None,
        };
        Some(Filter { column, test: Test::AnyOf(vec![if is_so { "t" } else { "f" }.to_owned()]) })
    }

    /// The column that is compared, how, and with what.
    fn comparison<'t>(&self, condition: &'t [Token]) -> Option<(usize, Comparison, &'t [Token])> {
        let (column, rest) = match condition {
            [Token::Word(_), Token::Mark('.'), Token::Word(name), rest @ ..]
            | [Token::Word(name), rest @ ..] => (name, without_numbers(rest)),
            _ => return None,
        };
        let column = self.columns.iter().position(|it| it == column)?;
        Some(match rest {
            [Token::Mark('='), right @ ..] => (column, Comparison::Equal, right),
            [Token::Mark('<'), Token::Mark('>'), right @ ..]
            | [Token::Mark('!'), Token::Mark('='), right @ ..] => {
                (column, Comparison::Unequal, right)
            }
            [is, null] if is_word(is, "is") && is_word(null, "null") => {
                (column, Comparison::Null(true), &[])
            }
            [is, not, null]
                if is_word(is, "is") && is_word(not, "not") && is_word(null, "null") =>
            {
                (column, Comparison::Null(false), &[])
            }
            [first, right @ ..] if is_word(first, "in") => (column, Comparison::Equal, right),
            [first, right @ ..] if is_word(first, "like") => {
                (column, Comparison::Like(true), right)
            }
            [not, first, right @ ..] if is_word(not, "not") && is_word(first, "in") => {
                (column, Comparison::Unequal, right)
            }
            [not, first, right @ ..] if is_word(not, "not") && is_word(first, "like") => {
                (column, Comparison::Like(false), right)
            }
            _ => return None,
        })
    }
}

/// What stands behind the numbers that a function is called with: `(c.oid) LIKE 'x'`,
/// `(atttypid, atttypmod) = 'text'`.
fn without_numbers(rest: &[Token]) -> &[Token] {
    let Some((Token::Mark('('), behind)) = rest.split_first() else { return rest };
    let mut parts = behind.splitn(2, |it| *it == Token::Mark(')'));
    let (Some([.., Token::Word(last)]), Some(after)) = (parts.next(), parts.next()) else {
        return rest;
    };
    if ["oid", "atttypmod"].contains(&last.as_str()) { after } else { rest }
}

/// `NOT a.attisdropped` and `attnum > 0`, which are so of every column that we have.
fn is_of_column(condition: &[Token]) -> bool {
    let bare = condition.iter().map(|it| it.word().unwrap_or_default()).collect::<Vec<_>>();
    match bare.as_slice() {
        ["not", column] | ["not", _, "", column] => *column == "attisdropped",
        [column, "", "0"] | [_, "", column, "", "0"] => {
            *column == "attnum" && condition.contains(&Token::Mark('>'))
        }
        _ => false,
    }
}

/// `table_catalog = current_database()`, which is always so.
fn is_of_this_database(condition: &[Token]) -> bool {
    let words: Vec<&str> = condition.iter().filter_map(Token::word).collect();
    let catalogs = ["table_catalog", "constraint_catalog", "catalog_name"];
    match words.as_slice() {
        [column, "select", function] | [column, function] => {
            catalogs.contains(column) && *function == "current_database"
        }
        _ => false,
    }
}

/// `pg_type_is_visible(t.oid)`, which is so of what has no schema but the default one.
fn is_of_search_path(condition: &[Token]) -> bool {
    let visible = ["pg_type_is_visible", "pg_table_is_visible", "pg_function_is_visible"];
    matches!(condition, [Token::Word(function), Token::Mark('('), .., Token::Mark(')')]
        if visible.contains(&function.as_str()))
}

/// How a query compares a column.
#[derive(Clone, Copy)]
enum Comparison {
    Equal,
    Unequal,
    Like(bool),
    Null(bool),
}

/// Words that the definition of an index has whatever the server makes of its expressions.
const SURE_WORDS: &[&str] = &["WHERE", "UNIQUE", " WHERE ", " UNIQUE ", "CREATE UNIQUE INDEX"];

/// The texts on the right side of a comparison.
fn values(right: &[Token], role: Role) -> Option<Vec<String>> {
    if role == Role::Relation {
        return named_by(right).map(|it| vec![it]);
    }
    Some(match right {
        [Token::Text(value)] => vec![value.clone()],
        [Token::Word(number)] if role == Role::Number => {
            number.parse::<i64>().ok().map(|it| vec![it.to_string()])?
        }
        [Token::Text(value), Token::Mark(':'), Token::Mark(':'), Token::Word(_)] => {
            vec![value.rsplit('.').next()?.trim_matches('"').to_owned()]
        }
        [Token::Word(current), rest @ ..]
            if role == Role::Schema && (current == "current_schema" || current == "database") =>
        {
            matches!(rest, [] | [Token::Mark('('), Token::Mark(')')]).then_some(())?;
            vec![DEFAULT.to_owned()]
        }
        [Token::Mark('('), texts @ .., Token::Mark(')')] => {
            let text = |it: &[Token]| match it {
                [Token::Text(text)] => Some(text.clone()),
                _ => None,
            };
            texts.split(|it| *it == Token::Mark(',')).map(text).collect::<Option<Vec<_>>>()?
        }
        _ => return None,
    })
}
