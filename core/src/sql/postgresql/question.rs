//! What an `IF` in a `DO` block asks the database's own catalog.

use std::collections::BTreeSet;

use super::super::Syntax;
use super::super::scan::{Scanner, TokenKind};
use super::syntax::stored;
use crate::catalog::ObjectRef;
use crate::name::Name;
use crate::op::Operation;

/// Whether an object is there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Question {
    pub(super) object: ObjectRef,
    /// Whether the condition holds if it is.
    pub(super) exists: bool,
}

/// Reads a condition as questions about single objects that must all be answered with yes;
/// nothing if it asks anything else.
///
/// The operations that depend on it tell the table of a constraint or trigger where the
/// condition does not.
pub(super) fn read(condition: &str, operations: &[Operation]) -> Option<Vec<Question>> {
    let tokens = tokens(condition);
    conjunction(&tokens).into_iter().map(|it| question(it, operations)).collect()
}

/// Whether an object is the one that a question is about.
pub(super) fn asks_for(asked: &ObjectRef, object: &ObjectRef) -> bool {
    if let (ObjectRef::ConstraintLike { table, name, .. }, ObjectRef::Constraint(on, own)) =
        (asked, object)
    {
        return name == own && table.as_ref().is_none_or(|it| it.key() == on.key());
    }
    let key = |it: &ObjectRef| {
        let mut it = it.clone();
        if let Some(name) = name_in(&mut it) {
            *name = name.key();
        }
        it
    };
    key(asked) == key(object)
}

/// The parts of a condition between the `AND`s that stand in no parentheses.
fn conjunction(tokens: &[Token]) -> Vec<&[Token]> {
    split(tokens, |it| it.word() == Some("and")).unwrap_or_else(|| vec![tokens])
}

fn question(tokens: &[Token], operations: &[Operation]) -> Option<Question> {
    let mut words = tokens;
    let mut exists = true;
    while let [Token::Word(word), rest @ ..] = words
        && word == "not"
    {
        exists = !exists;
        words = rest;
    }
    if let [Token::Word(word), rest @ ..] = words
        && word == "exists"
    {
        let object = query(unwrap_parens(rest)?, operations)?;
        return Some(Question { object, exists });
    }
    if let Some(inner @ [Token::Word(first), ..]) = unwrap_parens(words)
        && first != "select"
    {
        let inner = question(inner, operations)?;
        return Some(Question { exists: inner.exists == exists, ..inner });
    }
    // `(SELECT to_regclass('x') IS NULL)` asks no more than what is in it.
    if let Some([Token::Word(select), rest @ ..]) = unwrap_parens(words)
        && select == "select"
    {
        words = rest;
    }
    let (object, is_missing) = regclass(words, operations)?;
    Some(Question { object, exists: exists != is_missing })
}

/// A token of a condition: words folded, strings decoded.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::sql) enum Token {
    Word(String),
    Text(String),
    Mark(char),
}

impl Token {
    pub(in crate::sql) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Text(_) | Self::Mark(_) => None,
        }
    }
}

pub(in crate::sql) fn tokens(condition: &str) -> Vec<Token> {
    let significant = Scanner::new(condition, Syntax::PostgreSql).filter(|it| it.is_significant());
    let token = significant.map(|it| {
        let text = it.text(condition);
        match it.kind {
            TokenKind::Text => unquoted(text).map_or(Token::Mark('?'), Token::Text),
            TokenKind::Quoted => Token::Word(text.trim_matches('"').replace("\"\"", "\"")),
            TokenKind::Mark => Token::Mark(text.chars().next().unwrap_or_default()),
            _ => Token::Word(text.to_ascii_lowercase()),
        }
    });
    token.collect()
}

/// What stands in a string; nothing if it is written with backslashes or in bits.
fn unquoted(text: &str) -> Option<String> {
    if text.starts_with('$') {
        let tag = text.get(..=text.get(1..)?.find('$')? + 1)?;
        return text.strip_prefix(tag)?.strip_suffix(tag).map(str::to_owned);
    }
    let is_plain = text.starts_with('\'');
    let quoted = if is_plain { text } else { text.strip_prefix(['e', 'E'])? };
    let inner = quoted.strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'");
    (is_plain || !inner.contains('\\')).then_some(inner)
}

pub(in crate::sql) fn unwrap_parens(tokens: &[Token]) -> Option<&[Token]> {
    let [Token::Mark('('), inner @ .., Token::Mark(')')] = tokens else { return None };
    let mut depth = 0_usize;
    for token in inner {
        match token {
            Token::Mark('(') => depth += 1,
            // The first parenthesis ends before the last.
            Token::Mark(')') => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    Some(inner)
}

/// The places of the tokens that stand in no parentheses.
pub(in crate::sql) fn outside(tokens: &[Token]) -> impl Iterator<Item = usize> {
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

/// The parts of a list, which is one part if it has no comma.
pub(in crate::sql) fn split_list(tokens: &[Token]) -> Vec<&[Token]> {
    split(tokens, |it| *it == Token::Mark(',')).unwrap_or_else(|| vec![tokens])
}

/// The parts between separators that stand in no parentheses; nothing if there are none.
pub(in crate::sql) fn split(
    tokens: &[Token],
    separates: impl Fn(&Token) -> bool,
) -> Option<Vec<&[Token]>> {
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

/// `SELECT … FROM pg_type WHERE typname = 'x'`.
fn query(tokens: &[Token], operations: &[Operation]) -> Option<ObjectRef> {
    let at = |word: &str| tokens.iter().position(|it| matches!(it, Token::Word(it) if it == word));
    let (from, wher) = (at("from")?, at("where")?);
    let table = tokens.get(from + 1..wher)?.iter().find_map(|it| match it {
        Token::Word(word) if word != "information_schema" && word != "pg_catalog" => Some(word),
        _ => None,
    })?;
    let mut filters = Filters::default();
    for condition in split_and(tokens.get(wher + 1..)?) {
        filters.take(condition)?;
    }
    let is_placed = filters.is_placed;
    let object = filters.object(table, operations)?;
    Some(if is_placed { object } else { found(object, operations) })
}

/// The object where the operations have it, if the question leaves out the schema.
fn found(mut object: ObjectRef, operations: &[Operation]) -> ObjectRef {
    use super::super::presence::{created, needed};
    let Some(asked) = name_in(&mut object).filter(|it| it.schema.is_none()) else { return object };
    let mentioned = operations.iter().flat_map(|it| [created(it), needed(it)]).flatten();
    let places = mentioned.filter_map(|mut it| name_in(&mut it).cloned());
    let places: BTreeSet<Name> = places.filter(|it| it.name == asked.name).collect();
    if let (Some(only), 1) = (places.first(), places.len()) {
        asked.clone_from(only);
    }
    object
}

/// The name of an object, or of the table that it belongs to.
fn name_in(object: &mut ObjectRef) -> Option<&mut Name> {
    match object {
        ObjectRef::Table(it)
        | ObjectRef::Column(it, _)
        | ObjectRef::Constraint(it, _)
        | ObjectRef::DomainConstraint(it, _)
        | ObjectRef::Index(it)
        | ObjectRef::Trigger(it, _)
        | ObjectRef::Policy(it, _)
        | ObjectRef::Type(it)
        | ObjectRef::Sequence(it)
        | ObjectRef::View(it) => Some(it),
        ObjectRef::ConstraintLike { table, .. } => table.as_mut(),
        ObjectRef::Schema(_)
        | ObjectRef::Extension(_)
        | ObjectRef::Role(_)
        | ObjectRef::Function(_) => None,
    }
}

/// The parts of a condition between its `AND`s. `OR` and what else there is stays in a part,
/// which then is none that we know.
fn split_and(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    tokens.split(|it| matches!(it, Token::Word(word) if word == "and"))
}

/// What a query asks of the columns of a catalog table.
#[derive(Default)]
struct Filters {
    name: Option<String>,
    table: Option<String>,
    schema: Option<String>,
    /// Whether it asks for objects of one schema only.
    is_placed: bool,
    /// What kind of constraint, as [`crate::catalog::ConstraintKind::word`] says it.
    kind: Option<&'static str>,
}

impl Filters {
    fn take(&mut self, condition: &[Token]) -> Option<()> {
        let condition = unwrap_parens(condition).unwrap_or(condition);
        if let [Token::Word(not), Token::Word(dropped)] = condition
            && not == "not"
            && dropped == "attisdropped"
        {
            return Some(());
        }
        let equals = condition.iter().position(|it| *it == Token::Mark('='))?;
        let (column, right) = (condition.get(..equals)?, condition.get(equals + 1..)?);
        let value = match right {
            [Token::Text(value)]
            | [Token::Text(value), Token::Mark(':'), Token::Mark(':'), Token::Word(_)] => {
                stored(value.clone())
            }
            // `current_schema()` is what an unsaid schema means.
            [Token::Word(word), ..] if word.starts_with("current_") => String::new(),
            _ => return None,
        };
        let Some(Token::Word(column)) = column.last() else { return None };
        match column.as_str() {
            "typname" | "conname" | "constraint_name" | "column_name" | "attname" | "indexname"
            | "extname" | "tgname" | "trigger_name" | "policyname" | "polname" | "relname"
            | "viewname" | "matviewname" | "sequence_name" | "schema_name" => {
                self.name = Some(value);
            }
            "nspname"
            | "table_schema"
            | "schemaname"
            | "constraint_schema"
            | "sequence_schema"
            | "event_object_schema"
            | "trigger_schema" => {
                self.schema = Some(value).filter(|it| !it.is_empty());
                self.is_placed = true;
            }
            "table_name" | "tablename" | "conrelid" | "attrelid" | "tgrelid" | "polrelid"
            | "event_object_table" => {
                let (schema, table) = value.rsplit_once('.').unwrap_or(("", &value));
                self.table = Some(table.trim_matches('"').to_owned());
                if !schema.is_empty() {
                    self.schema = Some(schema.trim_matches('"').to_owned());
                }
            }
            "contype" | "constraint_type" => self.kind = Some(constraint_kind(&value)?),
            "table_catalog" | "relkind" | "table_type" | "typtype" => {}
            _ => return None,
        }
        Some(())
    }

    fn object(self, catalog: &str, operations: &[Operation]) -> Option<ObjectRef> {
        let qualified = |it: String| Name::new(self.schema.clone(), it);
        let table = self.table.clone().map(qualified);
        let name = self.name.clone();
        Some(match catalog {
            "pg_type" => ObjectRef::Type(qualified(name?)),
            "tables" | "pg_tables" => ObjectRef::Table(table?),
            "pg_class" => relation(qualified(name?), operations),
            "columns" | "pg_attribute" => ObjectRef::Column(table?, name?),
            "pg_constraint" | "table_constraints" | "constraint_column_usage" => {
                let name = name?;
                match (table, self.kind) {
                    (Some(table), None) => ObjectRef::Constraint(table, name),
                    (table, kind) => ObjectRef::ConstraintLike { table, name, kind },
                }
            }
            "pg_indexes" => ObjectRef::Index(qualified(name?)),
            "pg_extension" => ObjectRef::Extension(name?),
            "pg_namespace" => ObjectRef::Schema(self.schema?),
            "schemata" => ObjectRef::Schema(name?),
            "views" | "pg_views" | "pg_matviews" => {
                ObjectRef::View(name.or(self.table).map(qualified)?)
            }
            "sequences" => ObjectRef::Sequence(qualified(name?)),
            "pg_trigger" | "triggers" => {
                let name = name?;
                let table = table.or_else(|| owner(&name, operations))?;
                ObjectRef::Trigger(table, name)
            }
            "pg_policies" | "pg_policy" => {
                let name = name?;
                let table = table.or_else(|| owner(&name, operations))?;
                ObjectRef::Policy(table, name)
            }
            _ => return None,
        })
    }
}

/// The kind of constraint that the catalog means by a letter, or the information schema by words.
fn constraint_kind(value: &str) -> Option<&'static str> {
    Some(match value.to_ascii_lowercase().as_str() {
        "p" | "primary key" => "primary key",
        "u" | "unique" => "unique constraint",
        "f" | "foreign key" => "foreign key",
        "c" | "check" => "check constraint",
        "x" => "exclusion constraint",
        _ => return None,
    })
}

/// The table that the operations give a trigger or policy of this name.
fn owner(name: &str, operations: &[Operation]) -> Option<Name> {
    operations.iter().find_map(|op| match op {
        Operation::CreateTrigger(it) if it.trigger.name == name => Some(it.table.clone()),
        Operation::DropTrigger(it) if it.name == name => Some(it.table.clone()),
        Operation::CreatePolicy(it) if it.policy.name == name => Some(it.table.clone()),
        Operation::DropPolicy(it) if it.name == name => Some(it.table.clone()),
        _ => None,
    })
}

/// A name that tables, indexes, views and sequences share: the operations tell which it is.
fn relation(name: Name, operations: &[Operation]) -> ObjectRef {
    use super::super::presence::{created, needed};
    let mentioned = operations.iter().flat_map(|it| [created(it), needed(it)]).flatten();
    let is_it = |object: &ObjectRef| match object {
        ObjectRef::Index(it) | ObjectRef::View(it) | ObjectRef::Sequence(it) => {
            it.key() == name.key()
        }
        _ => false,
    };
    mentioned.into_iter().find(is_it).unwrap_or(ObjectRef::Table(name))
}

/// `to_regclass('x') IS NULL`: the object, and whether the condition holds if it is missing.
fn regclass(tokens: &[Token], operations: &[Operation]) -> Option<(ObjectRef, bool)> {
    let [
        Token::Word(function),
        Token::Mark('('),
        Token::Text(name),
        Token::Mark(')'),
        Token::Word(is),
        rest @ ..,
    ] = tokens
    else {
        return None;
    };
    let is_missing = match rest {
        [Token::Word(null)] if null == "null" => true,
        [Token::Word(not), Token::Word(null)] if not == "not" && null == "null" => false,
        _ => return None,
    };
    let (schema, name) = name.rsplit_once('.').map_or((None, name.as_str()), |(schema, name)| {
        (Some(schema.trim_matches('"').to_owned()), name)
    });
    let name = Name::new(schema, name.trim_matches('"'));
    let object = match function.as_str() {
        "to_regclass" => relation(name, operations),
        "to_regtype" => ObjectRef::Type(name),
        _ => return None,
    };
    (is == "is").then_some((object, is_missing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(condition: &str) -> Option<(ObjectRef, bool)> {
        let mut questions = read(condition, &[])?;
        let only = questions.pop().filter(|_| questions.is_empty())?;
        Some((only.object, only.exists))
    }

    #[test]
    fn the_catalog_is_asked_for_a_type() {
        let found = object("NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood')");
        assert_eq!(found, Some((ObjectRef::Type(Name::plain("mood")), false)));
    }

    #[test]
    fn the_catalog_is_asked_for_a_column() {
        let found = object(
            "EXISTS (SELECT * FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name='t' AND column_name='c')",
        );
        let column = ObjectRef::Column(Name::plain("t"), "c".to_owned());
        assert_eq!(found, Some((column, true)));
    }

    #[test]
    fn more_than_existence_is_no_question_we_know() {
        for condition in [
            "EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name='t' \
             AND column_name='c' AND data_type='text')",
            "EXISTS (SELECT 1 FROM users WHERE name = 'x')",
            "EXISTS (SELECT 1 FROM pg_type WHERE typname = 'a' OR typname = 'b')",
            "a > 1",
        ] {
            assert_eq!(object(condition), None, "{condition}");
        }
    }

    #[test]
    fn two_questions_may_be_asked_at_once() {
        let condition = "to_regtype('a') IS NULL AND to_regclass('b') IS NOT NULL";
        let questions = read(condition, &[]).expect("questions");
        assert!(questions.iter().map(|it| it.exists).eq([false, true]));
    }

    #[test]
    fn a_constraint_may_be_asked_for_by_name_and_kind() {
        let found = object(
            "NOT (EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k' AND contype = 'p'))",
        );
        let (table, name, kind) = (None, "k".to_owned(), Some("primary key"));
        assert_eq!(found, Some((ObjectRef::ConstraintLike { table, name, kind }, false)));
    }

    #[test]
    fn to_regclass_asks_for_a_table() {
        let found = object("to_regclass('public.t') IS NULL");
        assert_eq!(found, Some((ObjectRef::Table(Name::new(Some("public"), "t")), false)));
    }
}
