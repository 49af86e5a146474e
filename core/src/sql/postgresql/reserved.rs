//! Words that PostgreSQL refuses where squawk takes them, most of them names without quotes.
//!
//! squawk's grammar takes any word where a name is due, and its second look asks for a few of
//! them only. Which words PostgreSQL takes hangs on what is named (`ColId`, `type_function_name`
//! and `NonReservedWord` of its `gram.y`); behind a dot it takes them all.

use std::ops::Range;

use squawk_parser::{is_col_name_keyword, is_reserved_keyword, is_type_func_name_keyword};
use squawk_syntax::SyntaxKind::{self as K, *};
use squawk_syntax::SyntaxNode;

use super::syntax_error::{Unread, Why};

/// Collects the words of a statement that PostgreSQL refuses.
#[derive(Debug, Default)]
pub(super) struct Reserved {
    found: Vec<Unread>,
    /// The two tokens before, the last one first.
    before: [Option<K>; 2],
    /// A word that goes, or not, by whether a dot follows.
    waiting: Option<(Range<usize>, K, Named)>,
    /// Whether an `IS` or `IS NOT` waits for what is asked.
    asks: bool,
}

/// What a name is the name of, as far as it matters for the words it may be.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Named {
    /// `ColId`: tables, columns, constraints and most others.
    Object,
    /// `func_name`: a word such as `left` is one, but for `coalesce`, which is syntax.
    Function,
    /// `GenericType`, beside the words that are types to the grammar.
    Type,
    /// `NonReservedWord`: roles and languages.
    Role,
}

impl Reserved {
    /// Sees the next token that is no blank or comment; `around` are the kinds of the nodes that
    /// are open, the innermost first.
    pub(super) fn see<I: Iterator<Item = K>>(
        &mut self,
        kind: K,
        place: Range<usize>,
        around: impl Fn() -> I,
    ) {
        self.settle(kind == DOT);
        let before = self.before;
        self.before = [Some(kind), before[0]];
        if kind == COMMA && is_keyword_as(before) {
            self.found.push(Unread { place, why: Why::Word });
            return;
        }
        let is_odd_test = self.is_odd_test(kind, around().next());
        if is_odd_test
            || is_untold(kind, before, around().take(4))
            || compares_nothing(kind, before, around())
        {
            self.found.push(Unread { place, why: Why::Word });
            return;
        }
        if before[0] == Some(DOT) || !is_word(kind) {
            return;
        }
        if kind == NOT_KW && is_odd_not(before, around().take(2)) {
            self.found.push(Unread { place, why: Why::Word });
            return;
        }
        self.waiting = named(around(), kind).map(|it| (place, kind, it));
    }

    /// The words that are found, at the end of the text.
    pub(super) fn finish(mut self, end: usize) -> Vec<Unread> {
        self.settle(false);
        if is_keyword_as(self.before) {
            let why = Why::Parser("expected a name".to_owned());
            self.found.push(Unread { place: end..end, why });
        }
        self.found
    }

    /// Whether a word stands behind `IS` or `IS NOT` that no test is called.
    fn is_odd_test(&mut self, kind: K, node: Option<K>) -> bool {
        let asked = std::mem::replace(&mut self.asks, begins_test(kind, node));
        self.asks |= asked && kind == NOT_KW;
        asked && !self.asks && !TESTS.contains(&kind)
    }

    /// Decides about the word before.
    fn settle(&mut self, is_qualified: bool) {
        if let Some((place, word, named)) = self.waiting.take()
            && named.refuses(word, is_qualified)
        {
            self.found.push(Unread { place, why: Why::Name });
        }
    }
}

/// The words of a tree that PostgreSQL refuses, by its bytes.
pub(super) fn in_tree(root: &SyntaxNode) -> Vec<Unread> {
    let mut reserved = Reserved::default();
    let tokens = root.descendants_with_tokens().filter_map(|it| it.into_token());
    for token in tokens.filter(|it| !it.kind().is_trivia()) {
        let around = || token.parent_ancestors().map(|it| it.kind());
        reserved.see(token.kind(), token.text_range().into(), around);
    }
    reserved.finish(root.text_range().end().into())
}

impl Named {
    fn refuses(self, word: K, is_qualified: bool) -> bool {
        let is_type_or_function = is_type_func_name_keyword(word);
        is_reserved_keyword(word)
            || match self {
                Self::Object => is_type_or_function,
                Self::Function if is_qualified => is_type_or_function,
                Self::Function => is_col_name_keyword(word),
                Self::Type => is_col_name_keyword(word) && (is_qualified || !TYPES.contains(&word)),
                Self::Role => false,
            }
    }
}

/// Whether a word is more than a name to the grammar. Words of no class are taken anywhere.
pub(super) fn is_word(kind: K) -> bool {
    is_type_func_name_keyword(kind) || is_col_name_keyword(kind) || is_reserved_keyword(kind)
}

/// Whether a token is the `IS` of an expression whose right side squawk lets be any other.
fn begins_test(kind: K, node: Option<K>) -> bool {
    kind == IS_KW && matches!(node, Some(BIN_EXPR | IS_NOT))
}

/// What may stand behind `IS` by itself. The tests of several words have nodes of their own.
const TESTS: &[K] = &[DOCUMENT_KW, FALSE_KW, NULL_KW, TRUE_KW, UNKNOWN_KW];

/// Whether the last token is the keyword `AS`, behind which something has to come: not a label or a
/// column that is called so.
fn is_keyword_as(before: [Option<K>; 2]) -> bool {
    before[0] == Some(AS_KW) && !matches!(before[1], Some(AS_KW | DOT))
}

/// Whether a publication's list begins without saying what it is a list of: `FOR users`.
fn is_untold(kind: K, before: [Option<K>; 2], mut around: impl Iterator<Item = K>) -> bool {
    let begins = [FOR_KW, ADD_KW, SET_KW, DROP_KW].iter().any(|it| before[0] == Some(*it));
    begins && kind != TABLE_KW && around.any(|it| it == PUBLICATION_OBJECT_TABLE)
}

/// Whether a `NOT` stands where only a `b_expr` goes, or behind another that is part of a test.
fn is_odd_not(before: [Option<K>; 2], around: impl Iterator<Item = K>) -> bool {
    around.eq([PREFIX_EXPR, DEFAULT_CONSTRAINT]) || before == [Some(NOT_KW), Some(IS_KW)]
}

/// Whether a sign of comparison stands before a value alone: `<> a`. No operator that begins with
/// one does.
fn compares_nothing(kind: K, before: [Option<K>; 2], around: impl Iterator<Item = K>) -> bool {
    let begins = [L_ANGLE, EQ].contains(&kind) && before[0] != Some(MINUS);
    begins && around.take(2).eq([CUSTOM_OP, PREFIX_EXPR])
}

/// What the word names; nothing if it names nothing or any word is taken there.
fn named(mut around: impl Iterator<Item = K>, word: K) -> Option<Named> {
    let is_of_path = |it: &K| matches!(*it, PATH | PATH_REF | PATH_SEGMENT | PATH_SEGMENT_REF);
    let named = match around.find(|it| !is_of_path(it))? {
        RELATION_NAME | TABLE_RELATION_NAME if word == ONLY_KW => return None,
        // `SELECT 1 AS any_word`
        COLUMN_NAME if around.next() == Some(AS_NAME) => return None,
        it if OBJECTS.contains(&it) => Named::Object,
        // `CREATE TABLE t OF any.name`
        PATH_TYPE if around.next() == Some(OF_TYPE) => Named::Object,
        TYPE_NAME_REF if !around.any(|it| it == DROP_TYPE) => Named::Object,
        FUNCTION_NAME | FUNCTION_NAME_REF | PROCEDURE_NAME | PROCEDURE_NAME_REF | ROUTINE_NAME
        | ROUTINE_NAME_REF | AGGREGATE_NAME => Named::Function,
        PATH_TYPE | TYPE_NAME_REF => Named::Type,
        LANGUAGE | LANGUAGE_REF | ROLE | ROLE_NAME_REF => Named::Role,
        _ => return None,
    };
    let stands_for_one = match named {
        Named::Object if word == CURRENT_SCHEMA_KW => around.any(|it| OF_PUBLICATION.contains(&it)),
        Named::Role if word == USER_KW => around.any(|it| OF_USER_MAPPING.contains(&it)),
        Named::Role => matches!(word, CURRENT_ROLE_KW | CURRENT_USER_KW | SESSION_USER_KW),
        _ => false,
    };
    (!stands_for_one).then_some(named)
}

/// What says `USER` of whoever runs it.
const OF_USER_MAPPING: &[K] = &[ALTER_USER_MAPPING, CREATE_USER_MAPPING, DROP_USER_MAPPING];

/// What says `CURRENT_SCHEMA` of the first schema of the search path.
const OF_PUBLICATION: &[K] = &[ALTER_PUBLICATION, CREATE_PUBLICATION];

/// The names that are a `ColId`, or begin with one.
#[rustfmt::skip]
const OBJECTS: &[K] = &[
    ACCESS_METHOD, ACCESS_METHOD_REF, CHANNEL, CHANNEL_REF, COLLATION, COLLATION_REF, COLUMN_NAME, COLUMN_NAME_REF,
    COMPOSITE_FIELD, COMPOSITE_FIELD_REF, CONSTRAINT_NAME, CONSTRAINT_NAME_REF, CONVERSION, CONVERSION_REF, CTE_NAME,
    CURSOR, CURSOR_REF, DATABASE, DATABASE_REF, DOMAIN, DOMAIN_REF, EVENT_TRIGGER, EVENT_TRIGGER_REF, EXTENSION,
    EXTENSION_REF, FOREIGN_DATA_WRAPPER, FOREIGN_DATA_WRAPPER_REF, INDEX, INDEX_REF, OP_CLASS_NAME, OP_CLASS_REF,
    OP_FAMILY_NAME, OP_FAMILY_REF, POLICY, POLICY_REF, PARTITION_STRATEGY, PREPARED_STATEMENT, PREPARED_STATEMENT_REF, PUBLICATION,
    PUBLICATION_REF, QUALIFIED_COLUMN_NAME_REF, RELATION_NAME, RELATION_NAME_REF, RULE, RULE_REF, SAVEPOINT,
    SAVEPOINT_REF, SCHEMA, SCHEMA_REF, SEQUENCE, SEQUENCE_REF, SERVER, SERVER_REF, STATISTICS, STATISTICS_REF,
    SUBSCRIPTION, SUBSCRIPTION_REF, TABLESPACE, TABLESPACE_REF, TABLE_ALIAS, TABLE_NAME, TABLE_NAME_REF,
    TABLE_RELATION_NAME, TEXT_SEARCH_CONFIGURATION, TEXT_SEARCH_CONFIGURATION_REF, TEXT_SEARCH_DICTIONARY,
    TEXT_SEARCH_DICTIONARY_REF, TEXT_SEARCH_PARSER, TEXT_SEARCH_PARSER_REF, TEXT_SEARCH_TEMPLATE,
    TEXT_SEARCH_TEMPLATE_REF, TRANSITION_RELATION_NAME, TRIGGER, TRIGGER_REF, TYPE_NAME, VIEW,
    VIEW_REF, WINDOW, WINDOW_REF,
];

/// The words that are types to the grammar.
#[rustfmt::skip]
const TYPES: &[K] = &[
    BIGINT_KW, BIT_KW, BOOLEAN_KW, CHARACTER_KW, CHAR_KW, DECIMAL_KW, DEC_KW, FLOAT_KW, INTEGER_KW, INTERVAL_KW, INT_KW,
    JSON_KW, NATIONAL_KW, NCHAR_KW, NUMERIC_KW, REAL_KW, SETOF_KW, SMALLINT_KW, TIMESTAMP_KW, TIME_KW, VARCHAR_KW,
];

#[cfg(test)]
mod tests {
    use super::super::parse::Parsed;
    use super::super::syntax_error::SyntaxError;

    /// Where reading stops first, as text.
    fn stop(text: &str) -> Option<&str> {
        let parsed = Parsed::new(text);
        parsed.refused.first().and_then(|it| text.get(SyntaxError::new(text, it).place))
    }

    #[test]
    fn a_reserved_word_is_no_name_without_quotes() {
        let refused = [
            ("ALTER TABLE t ADD COLUMN order int", "order"),
            ("ALTER TABLE t DROP COLUMN left", "left"),
            ("ALTER TABLE join ADD a int", "join"),
            ("CREATE INDEX ON t USING group (a)", "group"),
            ("CREATE FUNCTION coalesce(a int) RETURNS int LANGUAGE sql AS ''", "coalesce"),
            ("CREATE TABLE t (a row)", "row"),
            ("DROP TYPE int.a", "int"),
            ("DROP ROLE order", "order"),
            ("ALTER TABLE t ADD a int DEFAULT NOT NULL", "NOT"),
            ("DELETE FROM t WHERE a IS NOT NOT NULL", "NOT"),
            ("DELETE FROM t WHERE a IS b", "b"),
            ("DELETE FROM t WHERE a IS NOT (NULL)", "("),
            ("DROP TABLE current_schema", "current_schema"),
            ("SELECT 1 AS", "S"),
        ];
        for (text, word) in refused {
            assert_eq!(stop(text), Some(word), "{text}");
        }
    }

    #[test]
    fn where_postgresql_takes_a_word_so_do_we() {
        let taken = [
            "ALTER TABLE t ADD COLUMN \"order\" int, ADD row int, ADD value int",
            "ALTER TABLE a.left ADD b a.table",
            "SELECT t.order, 1 AS user FROM t",
            "CREATE FUNCTION left(a int) RETURNS int LANGUAGE sql AS ''",
            "ALTER TABLE ONLY t ADD PRIMARY KEY USING INDEX i",
            "ALTER TABLE t OWNER TO CURRENT_USER, ENABLE TRIGGER USER",
            "CREATE USER MAPPING FOR USER SERVER s",
            "CREATE PUBLICATION p FOR TABLES IN SCHEMA CURRENT_SCHEMA",
            "ALTER TABLE t ALTER a SET DEFAULT NOT true",
            "SELECT 1 WHERE NOT NOT true",
            "SELECT a IS NOT NULL, b IS UNKNOWN, c IS DOCUMENT, d IS NOT DISTINCT FROM e, f AS is",
            "SELECT a IS JSON, b IS NOT JSON OBJECT, c IS NFC NORMALIZED, d IS NORMALIZED FROM t",
            "ALTER TYPE row ADD VALUE 'a'",
        ];
        for text in taken {
            assert_eq!(stop(text), None, "{text}");
        }
    }
}
