//! Keeps the query of a view what it is while the names change of what it reads.
//!
//! The server keeps views by the numbers of columns and tables, so that a new name changes none.
//! Here a view is its text. Where the new name can be written into it, it is; where that would take
//! more than is known, the table gets its old names back for this query: `FROM t AS t (a, b)`.

mod assigned;
mod body;
mod column;
mod conditions;
mod head;
mod reader;
mod relation;
mod rule;
mod target;
mod tokens;

use std::collections::BTreeMap;

use self::column::Renaming;
use self::reader::Reader;
use super::expression::{Piece, Pieces};
use crate::name::Name;

/// A statement with a query, which what it reads is renamed under.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a>(pub &'a str);

/// A new name among the columns of a table or view.
#[derive(Clone, Copy, Debug)]
pub struct ColumnChange<'c> {
    pub table: &'c Name,
    /// Its columns before, in order; none if they are not known.
    pub columns: &'c [String],
    /// The column that had another name; nothing if the column is new.
    pub from: Option<&'c str>,
    pub to: &'c str,
}

/// A row of a table that a condition is asked of, and what the condition calls it: `NEW`.
#[derive(Clone, Copy, Debug)]
pub struct Row<'c> {
    pub called: &'c str,
    pub table: &'c Name,
}

impl Query<'_> {
    /// The query with a new name for a column that it may read. Where the column is a result of
    /// the query, it is called by its old name there, as a view's columns keep their names.
    ///
    /// `has` tells whether a table or view has a column of some name, if that is known.
    pub fn with_column(
        self,
        change: ColumnChange<'_>,
        has: impl Fn(&Name, &str) -> Option<bool>,
    ) -> String {
        self.with_column_of(&[], change, has)
    }

    /// The same of an expression over these rows, with queries in it or without.
    pub fn with_column_of(
        self,
        rows: &[Row<'_>],
        change: ColumnChange<'_>,
        has: impl Fn(&Name, &str) -> Option<bool>,
    ) -> String {
        let pieces: Vec<Piece<'_>> = Pieces::of(self.0).collect();
        let reader = Reader::of(&pieces, rows);
        Renaming::new(&reader, change, has).edits().applied(&reader, &pieces)
    }

    /// A policy or a trigger with each of its conditions in other words.
    pub fn with_conditions(self, change: impl Fn(&str) -> String) -> String {
        let pieces: Vec<Piece<'_>> = Pieces::of(self.0).collect();
        conditions::changed(&pieces, change)
    }

    /// A trigger with another name for a column of which it is told that it fires on updates.
    pub fn with_fired_by(self, from: &str, to: &str) -> String {
        let pieces: Vec<Piece<'_>> = Pieces::of(self.0).collect();
        conditions::fired_by(&pieces, from, to)
    }

    /// Whether a function has its body in its syntax: `BEGIN ATOMIC …; END` or `RETURN …`.
    pub fn has_body(self) -> bool {
        body::is_there(&Pieces::of(self.0).collect::<Vec<_>>())
    }

    /// A function with each statement of such a body in other words.
    pub fn with_statements(self, change: impl Fn(&str) -> String) -> String {
        body::changed(&Pieces::of(self.0).collect::<Vec<_>>(), change)
    }

    /// A rule with each statement that it runs in other words.
    pub fn with_actions(self, change: impl Fn(&str) -> String) -> String {
        rule::changed(&Pieces::of(self.0).collect::<Vec<_>>(), change)
    }

    /// The table whose rows an `INSERT` or `UPDATE` writes, and how it calls them.
    pub fn writes(self) -> Option<(Name, String)> {
        body::written(&Pieces::of(self.0).collect::<Vec<_>>())
    }

    /// The query without a column in the names that it gives to those of a table, of which the
    /// column was the one of this number, counted from nought.
    pub fn without_column(self, table: &Name, column: usize) -> String {
        let pieces: Vec<Piece<'_>> = Pieces::of(self.0).collect();
        let reader = Reader::of(&pieces, &[]);
        column::dropped(&reader, table, column).applied(&reader, &pieces)
    }

    /// The query with another name for a table, view or schema that it reads.
    pub fn with_relation(self, from: &Name, to: &Name) -> String {
        let pieces: Vec<Piece<'_>> = Pieces::of(self.0).collect();
        let reader = Reader::of(&pieces, &[]);
        relation::edits(&reader, from, to).applied(&reader, &pieces)
    }

    /// The view under another name.
    pub fn with_own_name(self, to: &Name) -> String {
        let pieces: Vec<Piece<'_>> = Pieces::of(self.0).collect();
        let reader = Reader::of(&pieces, &[]);
        head::named(&reader, to).applied(&reader, &pieces)
    }

    /// The view with these names for its columns.
    pub fn with_own_columns(self, columns: &[String]) -> String {
        let pieces: Vec<Piece<'_>> = Pieces::of(self.0).collect();
        let reader = Reader::of(&pieces, &[]);
        head::listed(&reader, columns).applied(&reader, &pieces)
    }
}

/// What is to be written in place of tokens, and behind them.
#[derive(Debug, Default)]
struct Edits {
    replaced: BTreeMap<usize, String>,
    behind: BTreeMap<usize, String>,
}

impl Edits {
    fn replace(&mut self, at: usize, with: impl Into<String>) {
        self.replaced.insert(at, with.into());
    }

    fn put_behind(&mut self, at: usize, text: &str) {
        *self.behind.entry(at).or_default() += text;
    }

    fn applied(self, reader: &Reader<'_>, pieces: &[Piece<'_>]) -> String {
        let by_place = |edits: BTreeMap<usize, String>| -> BTreeMap<usize, String> {
            edits.into_iter().filter_map(|(at, text)| Some((reader.place(at)?, text))).collect()
        };
        let (replaced, behind) = (by_place(self.replaced), by_place(self.behind));
        let mut res = String::new();
        for (place, piece) in pieces.iter().enumerate() {
            res += replaced.get(&place).map_or(piece.text(), String::as_str);
            res += behind.get(&place).map_or("", String::as_str);
        }
        res
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The query once `t (a, b)` calls its first column `z`; the other tables are `u (a, c)`.
    fn renamed(sql: &str) -> String {
        changed(sql, Some("a"), "z")
    }

    fn changed(sql: &str, from: Option<&str>, to: &str) -> String {
        let columns = ["a".to_owned(), "b".to_owned()];
        let has =
            |table: &Name, column: &str| (table.name == "u").then(|| ["a", "c"].contains(&column));
        let table = &Name::plain("t");
        Query(sql).with_column(ColumnChange { table, columns: &columns, from, to }, has)
    }

    #[test]
    fn a_view_keeps_the_name_of_a_renamed_column() {
        assert_eq!(
            renamed(
                "CREATE VIEW v (a) AS SELECT t.a, b AS a, b a, a::date, a + 1, f(a, a) FROM t WHERE a > 0"
            ),
            "CREATE VIEW v (a) AS SELECT t.z AS a, b AS a, b a, z::date AS a, z + 1, f(z, z) FROM t WHERE z > 0"
        );
        assert_eq!(
            renamed("SELECT (a), a[1], CAST(a AS text), CASE WHEN b THEN 1 ELSE a END, -a FROM t"),
            "SELECT (z) AS a, z[1] AS a, CAST(z AS text) AS a, CASE WHEN b THEN 1 ELSE z END AS a, -z FROM t"
        );
    }

    #[test]
    fn the_column_of_another_table_keeps_its_name() {
        assert_eq!(
            renamed("select x.a, y.a from public.t x, u as y left join o.t on t.a = x.a"),
            "select x.z AS a, y.a from public.t x, u as y left join o.t on t.a = x.z"
        );
    }

    #[test]
    fn a_query_within_sees_its_own_tables_first() {
        assert_eq!(
            renamed(
                "select a from t where exists (select a from u where a = t.a) union select a from u"
            ),
            "select z AS a from t where exists (select a from u where a = t.z) union select a from u"
        );
        assert_eq!(
            renamed("select q.a from (select a from t) q join g(1) a on extract(day from a) = 1"),
            "select q.a from (select z AS a from t) q join g(1) a on extract(day from a) = 1"
        );
    }

    #[test]
    fn a_query_with_a_name_is_no_table() {
        let sql = "with t as (select 1 as a) select a from t";
        assert_eq!(renamed(sql), sql);
        assert_eq!(
            renamed("with t as (select a from t) select a from t"),
            "with t as (select z AS a from t) select a from t"
        );
    }

    #[test]
    fn where_columns_are_merged_the_table_keeps_its_old_names() {
        assert_eq!(
            renamed("SELECT a, b FROM t JOIN u USING (a) WHERE t.a > 0"),
            "SELECT a, b FROM t t(a, b) JOIN u USING (a) WHERE t.a > 0"
        );
        assert_eq!(renamed("SELECT (x).a FROM t AS x"), "SELECT (x).a FROM t AS x(a, b)");
        assert_eq!(renamed("(TABLE t)"), "(SELECT * FROM t t(a, b))");
        let listed = "SELECT k, b FROM t AS x(k)";
        assert_eq!(renamed(listed), listed);
    }

    #[test]
    fn rows_are_ordered_by_results_first() {
        let swapped = |key: &str| format!("SELECT a AS b, b AS a FROM t ORDER BY {key}");
        assert_eq!(renamed(&swapped("a")), swapped("a").replace("a AS b", "z AS b"));
        assert_eq!(
            renamed("SELECT DISTINCT ON (a) b AS x, a AS z FROM t ORDER BY a, a + 1"),
            "SELECT DISTINCT ON (t.z) b AS x, z AS z FROM t ORDER BY t.z, z + 1"
        );
        let union = "SELECT a FROM t UNION SELECT b FROM t ORDER BY a";
        assert_eq!(renamed(union), union.replacen("SELECT a", "SELECT z AS a", 1));
    }

    #[test]
    fn a_name_of_another_column_stays_one() {
        assert_eq!(
            changed("SELECT t.a, c FROM t JOIN u ON c = b", Some("a"), "c"),
            "SELECT t.c AS a, u.c FROM t JOIN u ON u.c = b"
        );
        assert_eq!(
            changed("SELECT b % 2 AS k FROM t GROUP BY k", None, "k"),
            "SELECT b % 2 AS k FROM t t(a, b, k_1) GROUP BY k"
        );
    }

    #[test]
    fn a_column_that_is_gone_has_no_old_name() {
        let without = |sql: &str, at| Query(sql).without_column(&Name::plain("t"), at);
        assert_eq!(without("SELECT k FROM t x(h, k)", 0), "SELECT k FROM t x( k)");
        assert_eq!(without("SELECT k FROM t x(k, h)", 1), "SELECT k FROM t x(k )");
        assert_eq!(without("SELECT k FROM t x(h)", 0), "SELECT k FROM t x");
    }

    #[test]
    fn a_renamed_table_is_renamed_where_it_is_read() {
        let renamed =
            |sql: &str| Query(sql).with_relation(&Name::plain("t"), &Name::plain("people"));
        assert_eq!(
            renamed("SELECT t.a, count(t.*) FROM public.t, o.t WHERE 't.a' <> public.t.b"),
            "SELECT people.a, count(people.*) FROM people, o.t WHERE 't.a' <> people.b"
        );
        assert_eq!(renamed("SELECT to_json(t) FROM t"), "SELECT to_json(t) FROM people t");
        assert_eq!(
            renamed("WITH people AS (SELECT 1) SELECT t.a FROM t, people"),
            "WITH people AS (SELECT 1) SELECT t.a FROM public.people t, people"
        );
    }

    #[test]
    fn an_unfinished_query_is_read_to_its_end() {
        for sql in ["SELECT a FROM t (", "WITH t AS (", "SELECT (", "CASE", ")", "FROM", "t.", "::"]
        {
            renamed(sql);
        }
    }
}
