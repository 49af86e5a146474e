//! `ALTER TABLE` of MySQL, clause by clause, where it says what the parser does not know.

use sqlparser::dialect::MySqlDialect;
use sqlparser::parser::Parser;

use super::super::Syntax;
use super::super::lowered::Lowered;
use super::super::scan::{Scanner, Token, TokenKind};
use crate::catalog::ObjectRef;
use crate::name::Name;
use crate::op::{AlterIndex, DropConstraint, DropIndex, IndexChange, SetComment};

/// Reads a statement whose clauses are each known, here or to the parser. Otherwise none of it is
/// read.
pub(super) fn lower(sql: &str, out: &mut Lowered) -> Option<()> {
    let tokens: Vec<Token> =
        Scanner::new(sql, Syntax::MySql).filter(|it| it.is_significant()).collect();
    let word = |at: usize| tokens.get(at).map(|it| it.text(sql).to_ascii_uppercase());
    let is_alter = word(0).as_deref() == Some("ALTER") && word(1).as_deref() == Some("TABLE");
    let is_dotted = word(3).as_deref() == Some(".");
    let head = if is_dotted { 5 } else { 3 };
    let named = tokens.get(2..head).filter(|_| is_alter)?;
    let (first, last) = (named.first()?, named.last()?);
    let schema = is_dotted.then(|| unquoted(first, sql));
    let table = Name::new(schema.as_deref(), unquoted(last, sql));
    let head_text = sql.get(..last.end)?;
    let mut read = Lowered::default();
    for clause in clauses(tokens.get(head..)?, sql) {
        let whole = format!("{head_text} {}", clause.text(sql)?);
        clause.lower(&table, &whole, sql, &mut read)?;
    }
    out.operations.append(&mut read.operations);
    Some(())
}

/// What stands between two commas.
struct Clause<'t>(&'t [Token]);

/// The clauses, cut at the commas outside parentheses.
fn clauses<'t>(tokens: &'t [Token], sql: &str) -> Vec<Clause<'t>> {
    let mut depth = 0_usize;
    let is_cut = |it: &Token| {
        match it.text(sql) {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            "," => return depth == 0,
            _ => {}
        }
        false
    };
    tokens.split(is_cut).map(Clause).collect()
}

impl Clause<'_> {
    fn lower(&self, table: &Name, whole: &str, sql: &str, out: &mut Lowered) -> Option<()> {
        let words: Vec<String> =
            self.0.iter().take(4).map(|it| it.text(sql).to_ascii_uppercase()).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let name = |at: usize| self.0.get(at).map(|it| unquoted(it, sql));
        match words.as_slice() {
            ["FORCE" | "ALGORITHM" | "LOCK", ..]
            | ["ORDER", "BY", ..]
            | ["ENABLE" | "DISABLE", "KEYS"]
            | ["WITH" | "WITHOUT", "VALIDATION"] => {}
            ["DROP", "KEY", _] => out.push(DropIndex {
                name: table.renamed(name(2)?),
                table: Some(table.clone()),
                concurrently: false,
                if_exists: false,
                cascade: false,
            }),
            ["DROP", "CHECK", _] => out.push(DropConstraint {
                table: table.clone(),
                name: name(2)?,
                kind: Some("check".to_owned()),
                if_exists: false,
                cascade: false,
            }),
            ["RENAME", "INDEX" | "KEY", _, "TO"] => out.push(AlterIndex {
                name: table.renamed(name(2)?),
                table: Some(table.clone()),
                change: IndexChange::Rename(name(4)?),
                if_exists: false,
            }),
            ["COMMENT", ..] => {
                let comment = self.0.last().filter(|it| it.kind == TokenKind::Text)?.text(sql);
                let comment = comment.get(1..comment.len() - 1)?.replace("''", "'");
                out.push(SetComment {
                    on: ObjectRef::Table(table.clone()),
                    comment: Some(comment),
                });
            }
            ["ADD", "(", ..] => self.add_parts(1, whole, sql, out)?,
            ["ADD", "COLUMN", "(", ..] => self.add_parts(2, whole, sql, out)?,
            [first, ..] if STORAGE.contains(first) => {
                out.opaque("ALTER TABLE", whole, vec![table.clone()]);
            }
            ["DEFAULT", "CHARACTER" | "CHARSET" | "COLLATE", ..]
            | ["ALTER", "INDEX", ..]
            | ["ADD" | "DROP", "PARTITION", ..] => {
                out.opaque("ALTER TABLE", whole, vec![table.clone()]);
            }
            _ => known(whole, out)?,
        }
        Some(())
    }

    /// `ADD COLUMN (a INT, b INT)`: one clause for each.
    fn add_parts(&self, at: usize, whole: &str, sql: &str, out: &mut Lowered) -> Option<()> {
        let (_, rest) = self.0.get(at..)?.split_first()?;
        let (_, parts) = rest.split_last().filter(|(it, _)| it.text(sql) == ")")?;
        let head = whole.strip_suffix(self.text(sql)?)?;
        clauses(parts, sql)
            .iter()
            .try_for_each(|it| known(&format!("{head}ADD {}", it.text(sql)?), out))
    }

    fn text<'s>(&self, sql: &'s str) -> Option<&'s str> {
        sql.get(self.0.first()?.start..self.0.last()?.end)
    }
}

/// A statement with one clause, which the parser knows.
fn known(whole: &str, out: &mut Lowered) -> Option<()> {
    let statements = Parser::parse_sql(&MySqlDialect {}, whole).ok()?;
    statements.iter().try_for_each(|it| super::family(it, whole, "ALTER TABLE", out))
}

/// What begins a clause about how rows are stored, or what a table as a whole is.
const STORAGE: &[&str] = &[
    "AUTO_INCREMENT",
    "AVG_ROW_LENGTH",
    "CHARACTER",
    "CHARSET",
    "CHECKSUM",
    "COALESCE",
    "COLLATE",
    "COMPRESSION",
    "CONVERT",
    "DISCARD",
    "ENCRYPTION",
    "ENGINE",
    "EXCHANGE",
    "IMPORT",
    "KEY_BLOCK_SIZE",
    "MAX_ROWS",
    "MIN_ROWS",
    "PACK_KEYS",
    "PARTITION",
    "REBUILD",
    "REMOVE",
    "REORGANIZE",
    "ROW_FORMAT",
    "STATS_AUTO_RECALC",
    "STATS_PERSISTENT",
    "STATS_SAMPLE_PAGES",
    "TABLESPACE",
];

fn unquoted(token: &Token, sql: &str) -> String {
    let text = token.text(sql);
    if token.kind == TokenKind::Quoted { text.trim_matches('`') } else { text }.to_owned()
}
