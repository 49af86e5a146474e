//! `CREATE INDEX`, `ALTER INDEX` and `DROP INDEX`, and the keys that partitions share with them.

use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::syntax::{
    cascades, condition, ident, keywords, line, name, parts, range, statement, text,
};
use super::types::collation;
use crate::catalog::{Index, IndexKey};
use crate::op::{AlterIndex, CreateIndex, DropIndex, IndexChange};

pub(super) fn create(stmt: &ast::CreateIndex, out: &mut Lowered) -> Option<()> {
    let on = stmt.table_relation_name()?;
    let distinct = stmt.nulls_distinct_option();
    if stmt.index().is_some_and(|it| parts(it.syntax()).len() > 1) {
        out.problem(range(stmt.syntax()), problem::schema_of_index());
    }
    let include = stmt.index_include_clause().and_then(|it| it.partition_item_list());
    let index = Index {
        name: stmt.index().and_then(|it| parts(it.syntax()).pop()),
        keys: keys(stmt.partition_item_list()),
        unique: stmt.unique_token().is_some(),
        method: stmt.using_method().and_then(|it| it.access_method_ref()).map(|it| ident(&it)),
        include: keys(include).into_iter().map(|it| it.what).collect(),
        predicate: stmt.where_clause().and_then(|it| it.expr()).map(|it| condition(&it)),
        nulls_not_distinct: not_distinct(distinct.as_ref()),
        with: parameters(stmt.with_params()),
        tablespace: stmt
            .tablespace_clause()
            .and_then(|it| it.tablespace_ref())
            .map(|it| ident(&it)),
        only: on.only_token().is_some(),
        ..Index::default()
    };
    out.push(CreateIndex {
        table: name(&on.table_name_ref()?)?,
        index,
        concurrently: stmt.concurrently_token().is_some(),
        if_not_exists: stmt.if_not_exists().is_some(),
    });
    Some(())
}

/// Whether nulls count as equal; nothing where they don't, said or not.
pub(super) fn not_distinct(option: Option<&ast::NullsDistinctOption>) -> Option<bool> {
    matches!(option, Some(ast::NullsDistinctOption::NullsNotDistinct(_))).then_some(true)
}

/// The keys of an index or a partitioned table.
pub(super) fn keys(list: Option<ast::PartitionItemList>) -> Vec<IndexKey> {
    list.into_iter().flat_map(|it| it.partition_items()).filter_map(|it| key(&it)).collect()
}

fn key(item: &ast::PartitionItem) -> Option<IndexKey> {
    let class = item.op_class_ref().map(|it| folded(&line(&it)));
    let class_options = item.attribute_list().map(|it| line(&it));
    let order = item.sort_order().map(|it| keywords(&it));
    let nulls = item.nulls_order().map(|it| keywords(&it));
    let order: Vec<String> = order.into_iter().chain(nulls).collect();
    Some(IndexKey {
        operator_class: class.map(|it| it + &class_options.unwrap_or_default()),
        order: Some(order.join(" ")).filter(|it| !it.is_empty()),
        ..key_of(item.expr()?, item.collate())?
    })
}

/// A key of the index that `ON CONFLICT` means.
pub(super) fn conflict_key(item: &ast::ConflictIndexItem) -> Option<IndexKey> {
    let mut expr = item.expr()?;
    while let ast::Expr::ParenExpr(it) = &expr {
        expr = it.expr()?;
    }
    let class = item.op_class_ref().map(|it| folded(&line(&it)));
    Some(IndexKey { operator_class: class, ..key_of(expr, item.collate())? })
}

/// A key that is a column or an expression, with its collation.
fn key_of(mut expr: ast::Expr, collate: Option<ast::Collate>) -> Option<IndexKey> {
    let mut own_collation = None;
    if let ast::Expr::Collate(it) = expr.clone() {
        expr = it.expr()?;
        own_collation = collation(Some(it));
    }
    let column = match &expr {
        ast::Expr::NameRef(it) => Some(ident(it)),
        _ => None,
    };
    Some(IndexKey {
        is_expression: column.is_none(),
        what: column.unwrap_or_else(|| text(&expr)),
        collation: own_collation.or_else(|| collation(collate)),
        ..IndexKey::default()
    })
}

/// A name as the server stores it: what stands in no quotes is in small letters.
fn folded(name: &str) -> String {
    let parts = name.split('"').enumerate();
    let parts = parts.map(|(at, it)| if at % 2 == 0 { it.to_lowercase() } else { it.to_owned() });
    parts.collect::<Vec<_>>().join("\"")
}

fn parameters(clause: Option<ast::WithParams>) -> Vec<(String, String)> {
    let options = clause.and_then(|it| it.attribute_list()).into_iter();
    options.flat_map(|it| it.attribute_options()).filter_map(|it| parameter(&it)).collect()
}

/// A parameter of the index. One in an extension's namespace is for the extension, which takes it
/// out: `timescaledb.transaction_per_chunk`.
fn parameter(option: &ast::AttributeOption) -> Option<(String, String)> {
    if option.namespace().is_some() {
        return None;
    }
    let value = option.attribute_value().map(|it| text(&it)).unwrap_or_default();
    Some((ident(&option.name()?), value))
}

pub(super) fn alter(stmt: &ast::AlterIndex, out: &mut Lowered) -> Option<()> {
    use ast::AlterIndexAction as Action;
    if stmt.all_in_tablespace().is_some() {
        out.opaque("ALTER INDEX", &statement(stmt), Vec::new());
        return Some(());
    }
    let action = stmt.action()?;
    let change = match &action {
        Action::IndexRenameTo(it) => IndexChange::Rename(parts(it.index()?.syntax()).pop()?),
        Action::AttachIndexPartition(it) => IndexChange::AttachPartition(name(&it.index_ref()?)?),
        other => IndexChange::Option(line(other)),
    };
    let if_exists = stmt.if_exists().is_some();
    out.push(AlterIndex { name: name(&stmt.index_ref()?)?, table: None, change, if_exists });
    Some(())
}

pub(super) fn drop(stmt: &ast::DropIndex, out: &mut Lowered) -> Option<()> {
    if stmt.concurrently_token().is_some() {
        let several = stmt.index_refs().count() > 1;
        if several || cascades(stmt.drop_behavior()) {
            let what = if several { "several indexes" } else { "what depends on an index" };
            out.problem(range(stmt.syntax()), problem::not_concurrently(what));
        }
    }
    for it in stmt.index_refs() {
        out.push(DropIndex {
            name: name(&it)?,
            table: None,
            concurrently: stmt.concurrently_token().is_some(),
            if_exists: stmt.if_exists().is_some(),
            cascade: cascades(stmt.drop_behavior()),
        });
    }
    Some(())
}

mod problem {
    use crate::diagnostic::{Problem, code};

    pub(super) fn schema_of_index() -> Problem {
        Problem::error(
            code::UNPARSED_STATEMENT,
            "an index is in the schema of its table, and says none",
        )
        .help("leave out the schema before its name")
    }

    pub(super) fn not_concurrently(what: &str) -> Problem {
        Problem::error("not-supported", format!("{what} cannot be dropped concurrently"))
            .help("drop each index by a statement of its own, without `CASCADE`")
    }
}

#[cfg(test)]
mod tests {
    use crate::dialect::POSTGRESQL;
    use crate::op::Operation;
    use crate::sql::read;

    #[test]
    fn an_index_is_read_to_the_letter() {
        let text = "CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY s.t USING gin \
                    (a DESC NULLS LAST, lower(b) text_pattern_ops, (c + 1)) INCLUDE (d) \
                    NULLS NOT DISTINCT WITH (some.thing, fillfactor = 70) WHERE (a > 0)";
        let statements = read(text, POSTGRESQL);
        let [Operation::CreateIndex(it)] = statements[0].operations.as_slice() else {
            panic!("{statements:?}")
        };
        let whats: Vec<_> = it.index.keys.iter().map(|it| it.what.as_str()).collect();
        assert_eq!(whats, ["a", "lower(b)", "(c + 1)"]);
        assert_eq!(it.index.keys[0].order.as_deref(), Some("DESC NULLS LAST"));
        assert_eq!(it.index.keys[1].operator_class.as_deref(), Some("text_pattern_ops"));
        assert_eq!(it.index.include, ["d"]);
        assert_eq!(it.index.with, [("fillfactor".to_owned(), "70".to_owned())]);
        assert_eq!(it.index.predicate.as_deref(), Some("a > 0"));
        assert!(it.concurrently && it.index.only && it.index.nulls_not_distinct == Some(true));
        assert!(!statements[0].transactional);
    }
}
