//! Parses a statement, and asks the parser's second look only where it may find something.
//!
//! squawk checks in two steps: its grammar first, then rules over the finished tree. The second
//! step casts every node to some fifty types, which takes as long as the first, and of most
//! statements it has nothing to say. What it looks for is seen while the tree is built; a
//! statement that shows nothing of it is spared. In debug builds, which the tests and the fuzzers
//! use, each one that is spared is checked all the same.

use rowan::{GreenNode, GreenNodeBuilder};
use squawk_parser::{EntryPoint, LexedStr, StrStep};
use squawk_syntax::ast::{AstNode, Stmt, Type};
use squawk_syntax::{SourceFile, SyntaxKind as K, SyntaxNode};

use super::reserved::{self, Reserved};
use super::syntax_error::{Unread, Why};
use super::{blanks, names};

/// A text as the parser left it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::sql) struct Parsed {
    tree: GreenNode,
    kinds: Kinds,
    /// What PostgreSQL would refuse, in the order of the text.
    pub(super) refused: Vec<Unread>,
}

impl Parsed {
    pub(super) fn new(text: &str) -> Self {
        let readable = blanks::blanked(text);
        let first = Self::of(&readable, text);
        let again = || names::marked(&readable).map(|it| Self::of(&it, text));
        match first.refused.is_empty() {
            true => first,
            false => again().filter(|it| it.refused.is_empty()).unwrap_or(first),
        }
    }

    /// Parses what stands for a text that was `written` so.
    fn of(readable: &str, written: &str) -> Self {
        let Seen { tree, kinds, is_clean, words } = tree(readable, written);
        let all = || refused(readable);
        debug_assert!(!is_clean || all().is_empty(), "this is refused, after all: {readable}");
        let mut refused = if is_clean { Vec::new() } else { all() };
        refused.extend(words);
        refused.sort_by_key(|it| it.place.start);
        Self { tree, kinds, refused }
    }

    pub(super) fn syntax(&self) -> SyntaxNode {
        SyntaxNode::new_root(self.tree.clone())
    }

    /// Whether there is a node of this kind in it.
    pub(super) fn has(&self, kind: K) -> bool {
        self.kinds.has(kind)
    }

    pub(super) fn statements(&self) -> impl Iterator<Item = Stmt> + use<> {
        SourceFile::cast(self.syntax()).into_iter().flat_map(|it| it.stmts())
    }
}

/// What is seen of a text while its tree is built.
struct Seen {
    tree: GreenNode,
    kinds: Kinds,
    /// Whether squawk's second step can have nothing to say of it.
    is_clean: bool,
    /// The words that the grammar takes and PostgreSQL doesn't.
    words: Vec<Unread>,
}

/// Reads a text. The tree has the words of the text as it was `written`, which has some where this
/// one has blanks.
fn tree(text: &str, written: &str) -> Seen {
    let mut builder = GreenNodeBuilder::new();
    let mut kinds = Kinds::default();
    let mut suspicion = Suspicion::default();
    let mut reserved = Reserved::default();
    let mut at = 0;
    let lexed = LexedStr::new(text);
    let output = EntryPoint::SourceFile.parse(&lexed.to_input());
    lexed.intersperse_trivia(&output, &mut |step| {
        suspicion.see(&step);
        match step {
            StrStep::Token { kind, text } => {
                let start = at;
                at += text.len();
                if !kind.is_trivia() {
                    reserved.see(kind, start..at, || suspicion.around());
                }
                builder.token(raw(kind), written.get(start..at).unwrap_or(text));
            }
            StrStep::Enter { kind } => {
                kinds.add(kind);
                builder.start_node(raw(kind));
            }
            StrStep::Exit => builder.finish_node(),
            StrStep::Error { .. } => {}
        }
    });
    let is_clean = !suspicion.is_raised && lexed.errors().next().is_none();
    Seen { tree: builder.finish(), kinds, is_clean, words: reserved.finish(at) }
}

/// A set of kinds, one bit for each.
#[derive(Clone, Debug, Default, PartialEq)]
struct Kinds(Vec<u64>);

impl Kinds {
    fn add(&mut self, kind: K) {
        let (word, bit) = Self::place(kind);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    fn has(&self, kind: K) -> bool {
        let (word, bit) = Self::place(kind);
        self.0.get(word).is_some_and(|it| it & bit != 0)
    }

    fn place(kind: K) -> (usize, u64) {
        let number = u16::from(kind);
        (usize::from(number / 64), 1 << (number % 64))
    }
}

fn raw(kind: K) -> rowan::SyntaxKind {
    rowan::SyntaxKind(kind.into())
}

/// All that squawk says.
fn refused(text: &str) -> Vec<Unread> {
    let errors = SourceFile::parse(text).errors().into_iter();
    let why = |message: &str| Why::Parser(message.to_owned());
    errors.map(|it| Unread { place: it.range().into(), why: why(it.message()) }).collect()
}

/// Looks out for what squawk's second step may have something to say of.
#[derive(Debug, Default)]
struct Suspicion {
    is_raised: bool,
    /// The nodes that are open.
    open: Vec<Open>,
    /// Whether a name begins with the next token.
    name_begins: bool,
    /// How many nodes are open around the `(…)` behind the name of a type, while in one.
    modifiers: Option<usize>,
}

#[derive(Debug)]
struct Open {
    kind: K,
    has_token: bool,
    has_node: bool,
    has_type: bool,
}

impl Suspicion {
    fn see(&mut self, step: &StrStep<'_>) {
        self.is_raised |= match step {
            StrStep::Enter { kind } => self.enter(*kind),
            StrStep::Token { kind, text } => !kind.is_trivia() && self.token(*kind, text),
            StrStep::Exit => self.exit(),
            StrStep::Error { .. } => true,
        };
    }

    fn enter(&mut self, kind: K) -> bool {
        let is_odd_modifier = self.modifiers.is_some() && !matches!(kind, K::ARG | K::LITERAL);
        let mut is_second_statement = false;
        if let Some(around) = self.open.last_mut() {
            is_second_statement = around.kind == K::SOURCE_FILE && around.has_node;
            around.has_node = true;
            around.has_type |= Type::can_cast(kind);
            if kind == K::ARG_LIST && Type::can_cast(around.kind) {
                self.modifiers = Some(self.open.len());
            }
        }
        self.name_begins |= matches!(kind, K::NAME_REF | K::TABLE_NAME);
        self.open.push(Open { kind, has_token: false, has_node: false, has_type: false });
        is_second_statement || is_odd_modifier || WATCHED.contains(&kind)
    }

    fn token(&mut self, kind: K, text: &str) -> bool {
        let begins_name = std::mem::take(&mut self.name_begins);
        let Some(around) = self.open.last_mut() else { return true };
        let is_further = std::mem::replace(&mut around.has_token, true);
        let is_literal = around.kind == K::LITERAL;
        let is_odd_literal = is_literal && (is_further || !PLAIN_LITERALS.contains(&kind));
        let is_odd_modifier = self.modifiers.is_some() && is_literal && kind != K::INT_NUMBER;
        let is_escaped = kind == K::IDENT && text.contains('&');
        is_odd_literal
            || is_odd_modifier
            || is_escaped
            || begins_name && reserved::is_word(kind) && kind != K::CURRENT_TIMESTAMP_KW
            || WATCHED_TOKENS.contains(&kind)
    }

    /// The kinds of the nodes that are open, the innermost first.
    fn around(&self) -> impl Iterator<Item = K> {
        self.open.iter().rev().map(|it| it.kind)
    }

    fn exit(&mut self) -> bool {
        let ended = self.open.pop();
        self.modifiers = self.modifiers.filter(|it| *it < self.open.len());
        ended.is_none_or(|it| it.kind == K::COLUMN && !it.has_type)
    }
}

/// The nodes that the second step looks into, but for those that are told apart above: columns
/// of tables, literals, names, statements behind one another and the arguments of types.
#[rustfmt::skip]
const WATCHED: &[K] = &[
    K::AGGREGATE, K::ALL_FN, K::ANY_FN, K::ARRAY_EXPR, K::ATOMIC_BODY, K::CREATE_AGGREGATE, K::CREATE_FUNCTION,
    K::CREATE_PROCEDURE, K::CUSTOM_OP, K::DISTINCT_ON, K::DO, K::EXCEPT_TABLE_CLAUSE, K::FUNCTION_FROM_ITEM,
    K::FUNCTION_SIG, K::FUNC_OPTION_LIST, K::JOIN_EXPR, K::JSON_ARRAY_FN, K::JSON_OBJECT_FN, K::NON_STANDARD_PARAM,
    K::PAREN_FROM_ITEM, K::PARTITION_FOR_VALUES_WITH, K::PERCENT_TYPE, K::PROCEDURE_SIG, K::RELATION_FROM_ITEM,
    K::ROUTINE_SIG, K::RULE_STMT_LIST, K::SELECT, K::SELECT_CLAUSE, K::SELECT_INTO, K::SET_COLUMN_LIST,
    K::SET_SINGLE_COLUMN, K::SOME_FN, K::STORAGE_MODE, K::TO_CONFIG_VALUE,
];

/// The words that make an operator or a literal one that the second step looks into.
const WATCHED_TOKENS: &[K] = &[K::IN_KW, K::OVERLAPS_KW, K::UESCAPE_KW];

/// Literals of one token that are right wherever the grammar takes them.
#[rustfmt::skip]
const PLAIN_LITERALS: &[K] = &[
    K::DOLLAR_QUOTED_STRING, K::ESC_STRING, K::FALSE_KW, K::INT_NUMBER, K::NULL_KW, K::NUMERIC_NUMBER, K::STRING, K::TRUE_KW,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spared_has_nothing_wrong() {
        #[rustfmt::skip]
        let texts = [
            "CREATE TABLE t (a)", "CREATE TABLE t (a int, b)", "CREATE TABLE left (a int)", "CREATE TABLE t (a numeric(1+1))",
            "CREATE TABLE t (a numeric(10, 2) CHECK (a > 0), b timestamptz DEFAULT now())", "CREATE TABLE t (a varchar(x => 1))",
            "CREATE TABLE t (a int DEFAULT left)", "CREATE TABLE t (a text DEFAULT 'a' 'b')", "CREATE TABLE t (a text DEFAULT U&'\\zz')",
            "INSERT INTO t VALUES (DEFAULT, 1)", "INSERT INTO t VALUES (1 IN ())", "SELECT DEFAULT", "SELECT 1 SELECT 2",
            "SELECT 1;;", "CREATE TABLE t (a int) CREATE TABLE u (a int)", "CREATE INDEX ON t (coalesce())", "CREATE INDEX ON t ((any(a)))",
            "ALTER TABLE t ALTER a SET STORAGE odd", "ALTER TABLE t ADD CHECK (a OVERLAPS b)", "ALTER TABLE t ADD b numeric(-1)",
            "COMMENT ON TABLE t IS 'a'\n'b'", "COMMENT ON TABLE t IS 'a", "INSERT INTO t VALUES (1, 'a', NULL, true, E'b', $$c$$, 1.5)",
            "CREATE TABLE u&\"\\zz\" (a int)", "SET a TO", "UPDATE t SET a.b = DEFAULT", "CREATE TABLE t PARTITION OF u (a NOT NULL) DEFAULT",
            "CREATE TABLE t PARTITION OF u FOR VALUES WITH (modulus 1)", "TABLE t", "VALUES (1)", "", ";", "\0", "(", "DROP TABLE current_date",
        ];
        for text in texts {
            let parsed = Parsed::new(text);
            let expected = format!("{:#?}", SourceFile::parse(text).syntax_node());
            assert_eq!(format!("{:#?}", parsed.syntax()), expected, "{text}");
            assert!(refused(text).iter().all(|it| parsed.refused.contains(it)), "{text}");
        }
    }

    #[test]
    fn what_dumps_are_made_of_is_spared() {
        #[rustfmt::skip]
        let texts = [
            "CREATE TABLE t (a numeric(10, 2) CHECK (a > 0), b timestamptz DEFAULT now() NOT NULL, c int REFERENCES u (id))",
            "CREATE UNIQUE INDEX i ON public.t USING btree (a, lower(b) DESC)", "COMMENT ON TABLE t IS 'a'",
            "ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id)", "INSERT INTO t (a) VALUES (1, 'a', NULL, true)",
            "ALTER TABLE t ALTER COLUMN a SET DEFAULT CURRENT_TIMESTAMP",
        ];
        for text in texts {
            assert!(tree(text, text).is_clean, "{text}");
        }
    }
}
