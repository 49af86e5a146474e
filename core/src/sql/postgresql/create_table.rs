//! `CREATE TABLE` in all its forms, and `DROP TABLE`.

use std::collections::BTreeSet;

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::column_name::ColumnName;

use super::super::lowered::Lowered;
use super::column::{self, ColumnParts};
use super::constraint::{constraint, index_options, not_null};
use super::index::keys;
use super::syntax::{cascades, ident, keywords, line, name, range};
use super::types::strategy;
use crate::catalog::{Column, Like, Partitioning, Table};
use crate::name::Name;
use crate::op::{AlterColumn, ColumnChanges, CreateTable, DropTable, Existing};

pub(super) fn create(stmt: &ast::CreateTable, out: &mut Lowered) -> Option<()> {
    let mut table = Table::new(name(&stmt.table_name()?)?);
    table.prefixes.extend(stmt.persistence().map(|it| keywords(&it)));
    table.inherits = inherits(stmt.inherits());
    table.partition_of = partition_of(stmt.partition_of(), stmt.partition_type());
    table.partitioning = stmt.partition_by().and_then(|it| partitioning(&it));
    let is_temporary = matches!(stmt.persistence(), Some(ast::Persistence::Temp(_)));
    let schema = table.name.schema.as_deref();
    if is_temporary && schema.is_some_and(|it| it != "pg_temp") {
        out.problem(range(stmt.syntax()), problem::temporary_in_schema(&table.name));
    }
    let typed = stmt.table_arg_list().into_iter().flat_map(|it| it.args()).find(|it| match it {
        ast::TableArg::Column(it) => it.ty().is_some(),
        _ => false,
    });
    if let Some(typed) = typed.filter(|_| stmt.partition_of().is_some()) {
        out.problem(range(typed.syntax()), problem::typed_column_of_partition(&table.name));
    }
    let options = [
        stmt.of_type().map(|it| line(&it)),
        stmt.using_method().map(|it| line(&it)),
        stmt.table_params().map(|it| line(&it)),
        stmt.on_commit().map(|it| line(&it)),
        stmt.tablespace_clause().map(|it| line(&it)),
    ];
    table.options.extend(options.into_iter().flatten());
    if let Some(of_type) = stmt.of_type() {
        out.problem(range(of_type.syntax()), problem::typed_table(&table.name));
    }
    let columns = stmt.table_arg_list();
    if columns.is_none() && stmt.of_type().is_none() && stmt.partition_of().is_none() {
        return None;
    }
    push(table, columns, stmt.if_not_exists().is_some(), out)
}

pub(super) fn create_foreign(stmt: &ast::CreateForeignTable, out: &mut Lowered) -> Option<()> {
    let mut table = Table::new(name(&stmt.table_name()?)?);
    table.prefixes.push("FOREIGN".to_owned());
    table.inherits = inherits(stmt.inherits());
    table.partition_of = partition_of(stmt.partition_of(), stmt.partition_type());
    table.options.extend(stmt.server_clause().map(|it| line(&it)));
    table.options.extend(stmt.alter_option_list().map(|it| line(&it)));
    push(table, stmt.table_arg_list(), stmt.if_not_exists().is_some(), out)
}

fn push(
    mut table: Table,
    list: Option<ast::TableArgList>,
    if_not_exists: bool,
    out: &mut Lowered,
) -> Option<()> {
    let mut column_options = Vec::new();
    for arg in list.into_iter().flat_map(|it| it.args()) {
        match arg {
            ast::TableArg::Column(it) => {
                let mut parts = ColumnParts::new(column::name(it.name())?, it.ty().as_ref());
                for clause in it.clauses() {
                    parts.clause(&clause)?;
                }
                parts.check(it.syntax(), out);
                if !parts.options.is_empty() {
                    column_options.push((parts.column.name.clone(), parts.options));
                }
                table.columns.push(parts.column);
                table.constraints.extend(parts.constraints);
            }
            ast::TableArg::LikeClause(it) => table.like.push(like(&it, table.columns.len())?),
            ast::TableArg::TableConstraint(it) => table_constraint(&it, &mut table, out)?,
        }
    }
    table.forbid_nulls_in_key();
    let name = table.name.clone();
    out.push(CreateTable { table, if_not_exists });
    for (column, options) in column_options {
        let options = options.into_iter().map(|it| format!("SET {it}")).collect();
        let changes = ColumnChanges { options, ..ColumnChanges::default() };
        let existing = Existing::default();
        out.push(AlterColumn { table: name.clone(), column, changes, existing, only: false });
    }
    Some(())
}

fn table_constraint(
    node: &ast::TableConstraint,
    table: &mut Table,
    out: &mut Lowered,
) -> Option<()> {
    let node = ast::Constraint::cast(node.syntax().clone())?;
    if let ast::Constraint::NotNullConstraint(it) = &node {
        let column = ident(&it.column_name_ref()?);
        if let Some(column) = table.column_mut(&column) {
            column.nullable = false;
            column.not_null = Some(not_null(it));
        }
        return Some(());
    }
    let mut constraint = constraint(&node, &[])?;
    // A table without rows has none to check; what a foreign one has is elsewhere.
    constraint.validated |= constraint.enforced && !table.is_foreign();
    table.constraints.push(constraint);
    note_index_options(&node, out);
    Some(())
}

/// Says what of a constraint's index only the statement's text keeps.
pub(super) fn note_index_options(node: &ast::Constraint, out: &mut Lowered) {
    for option in index_options(node) {
        out.problem(range(node.syntax()), problem::index_option(&option));
    }
}

fn like(node: &ast::LikeClause, behind: usize) -> Option<Like> {
    let options: Vec<String> = node.like_options().map(|it| keywords(&it)).collect();
    Some(Like { table: name(&node.relation_name_ref()?)?, options: options.join(" "), behind })
}

fn inherits(clause: Option<ast::Inherits>) -> Vec<Name> {
    clause.into_iter().flat_map(|it| it.table_name_refs()).filter_map(|it| name(&it)).collect()
}

fn partition_of(
    parent: Option<ast::PartitionOf>,
    bound: Option<ast::PartitionType>,
) -> Option<(Name, String)> {
    Some((name(&parent?.table_name_ref()?)?, bound.map(|it| line(&it)).unwrap_or_default()))
}

fn partitioning(node: &ast::PartitionBy) -> Option<Partitioning> {
    Some(Partitioning { strategy: strategy(node)?, keys: keys(node.partition_item_list()) })
}

pub(super) fn create_as(stmt: &ast::CreateTableAs, out: &mut Lowered) -> Option<()> {
    out.kind = Some("CREATE TABLE AS".to_owned());
    let mut table = Table::new(name(&stmt.table_name()?)?);
    table.prefixes.extend(stmt.persistence().map(|it| keywords(&it)));
    table.options.extend(stmt.table_params().map(|it| line(&it)));
    let query = match stmt.query() {
        Some(ast::CreateTableAsQuery::SelectVariant(it)) => Some(it),
        _ => None,
    };
    let listed = stmt.table_arg_list().into_iter().flat_map(|it| it.args());
    let listed: Vec<String> = listed
        .filter_map(|it| match it {
            ast::TableArg::Column(it) => column::name(it.name()),
            _ => None,
        })
        .collect();
    let targets = query.as_ref().and_then(ast::SelectVariant::target_list);
    push_from_query(table, listed, targets, stmt.if_not_exists().is_some(), out);
    if let Some(op) = out.problems.last_mut() {
        op.0 = range(stmt.table_name()?.syntax());
    }
    Some(())
}

pub(super) fn select_into(stmt: &ast::SelectInto, out: &mut Lowered) -> Option<()> {
    out.kind = Some("SELECT INTO".to_owned());
    let into = stmt.into_clause()?;
    let mut table = Table::new(name(&into.table_name()?)?);
    table.prefixes.extend(into.persistence().map(|it| keywords(&it)));
    let targets = stmt.select_clause().and_then(|it| it.target_list());
    push_from_query(table, Vec::new(), targets, false, out);
    if let Some(op) = out.problems.last_mut() {
        op.0 = range(into.syntax());
    }
    Some(())
}

/// A table whose columns are those of a query. Their names may be read off it, their types not.
fn push_from_query(
    mut table: Table,
    listed: Vec<String>,
    targets: Option<ast::TargetList>,
    if_not_exists: bool,
    out: &mut Lowered,
) {
    let read = targets.and_then(|it| target_names(&it));
    let names = if listed.is_empty() { read } else { Some(listed) };
    if !table.prefixes.iter().any(|it| it.contains("TEMP")) {
        out.problem(0..0, problem::columns_from_query(&table.name, names.is_some()));
    }
    // Later statements may rely on columns that nobody can know here.
    table.assumed = names.is_none();
    table.columns.extend(names.into_iter().flatten().map(|name| Column {
        name,
        nullable: true,
        ..Column::default()
    }));
    out.push(CreateTable { table, if_not_exists });
}

/// The names of a query's columns; nothing if a `*` stands for some of them.
fn target_names(list: &ast::TargetList) -> Option<Vec<String>> {
    if list.targets().any(|it| line(&it).ends_with('*')) {
        return None;
    }
    list.targets()
        .map(|it| match ColumnName::from_target(it)?.0 {
            ColumnName::Star => None,
            other => other.to_string(),
        })
        .collect()
}

pub(super) fn drop(stmt: &ast::DropTable, out: &mut Lowered) -> Option<()> {
    drop_all(stmt.table_name_refs(), stmt.if_exists().is_some(), stmt.drop_behavior(), out)
}

pub(super) fn drop_foreign(stmt: &ast::DropForeignTable, out: &mut Lowered) -> Option<()> {
    drop_all(stmt.table_name_refs(), stmt.if_exists().is_some(), stmt.drop_behavior(), out)
}

fn drop_all(
    tables: impl Iterator<Item = ast::TableNameRef>,
    if_exists: bool,
    behavior: Option<ast::DropBehavior>,
    out: &mut Lowered,
) -> Option<()> {
    let cascade = cascades(behavior);
    let mut tables = tables.peekable();
    tables.peek()?;
    let mut said = BTreeSet::new();
    for it in tables {
        let table = name(&it)?;
        // One that is said twice is dropped once.
        if said.insert(table.key()) {
            out.push(DropTable { table, if_exists, cascade });
        }
    }
    Some(())
}

mod problem {
    use crate::diagnostic::{Problem, code};
    use crate::name::Name;

    pub(super) fn typed_table(table: &Name) -> Problem {
        Problem::error(
            code::UNKNOWN_COLUMNS,
            format!("the columns of `{table}` come from its type"),
        )
        .help("look the type up: its attributes are not followed here")
    }

    pub(super) fn temporary_in_schema(table: &Name) -> Problem {
        let message = format!("`{table}` is temporary, and stands in no schema of the database");
        Problem::error("not-supported", message).help("leave out the schema")
    }

    pub(super) fn typed_column_of_partition(table: &Name) -> Problem {
        let message = format!("the columns of `{table}` and their types are those of its parent");
        Problem::error(code::UNPARSED_STATEMENT, message).help("leave out the type")
    }

    pub(super) fn columns_from_query(table: &Name, named: bool) -> Problem {
        let what = if named { "types of the columns" } else { "columns" };
        Problem::error(code::UNKNOWN_COLUMNS, format!("the {what} of `{table}` come from a query"))
            .help("write the columns out to have them checked")
    }

    pub(super) fn index_option(option: &str) -> Problem {
        let message = format!("`{option}` of this constraint is kept only in the statement");
        Problem::note("kept-to-the-letter", message)
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::{ConstraintKind, Table};
    use crate::dialect::POSTGRESQL;
    use crate::op::Operation;
    use crate::sql::read;

    fn table(text: &str) -> Table {
        let statements = read(text, POSTGRESQL);
        let ops: Vec<_> = statements.into_iter().flat_map(|it| it.operations).collect();
        match ops.into_iter().next() {
            Some(Operation::CreateTable(it)) => it.table,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn names_fold_unless_quoted() {
        let table = table(r#"CREATE TABLE App."Users" (ID int, "Name" Text)"#);
        assert_eq!(table.name.to_string(), "app.Users");
        let names: Vec<_> = table.columns.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["id", "Name"]);
        assert_eq!(table.columns[1].ty.spelling, "Text");
    }

    #[test]
    fn constraints_behind_columns_are_constraints_of_the_table() {
        let table = table(
            "CREATE TABLE t (a serial PRIMARY KEY, b mood NOT NULL DEFAULT 'x' CHECK (b > 'a'), \
             c int CONSTRAINT k REFERENCES u (id) ON DELETE SET NULL DEFERRABLE, UNIQUE (b, c))",
        );
        assert!(table.columns.iter().map(|it| it.nullable).eq([false, false, true]));
        assert!(table.columns[1].ty.named.is_some());
        assert_eq!(table.constraints.len(), 4);
        let ConstraintKind::ForeignKey(key) = &table.constraints[2].kind else {
            panic!("{:?}", table.constraints)
        };
        assert_eq!(key.on_delete.as_deref(), Some("SET NULL"));
        assert_eq!(table.constraints[2].deferrable, Some(true));
    }

    #[test]
    fn identity_generated_and_partitioned() {
        let table = table(
            "CREATE UNLOGGED TABLE t (a bigint GENERATED BY DEFAULT AS IDENTITY (START WITH 5), \
             b int GENERATED ALWAYS AS (a * 2) STORED) PARTITION BY RANGE (a, lower(b))",
        );
        let identity = table.columns[0].identity.clone().expect("an identity");
        assert_eq!((identity.always, identity.options.as_str()), (false, "START WITH 5"));
        assert_eq!(
            table.columns[1].generated.clone().map(|it| it.expression).as_deref(),
            Some("a * 2")
        );
        let keys = table.partitioning.expect("keys").keys;
        assert!(!keys[0].is_expression && keys[1].is_expression);
        assert_eq!(table.prefixes, ["UNLOGGED"]);
    }

    #[test]
    fn like_and_partition_of_name_the_other_table() {
        let like_table = table("CREATE TABLE t (LIKE u INCLUDING ALL)");
        assert_eq!(like_table.like[0].options, "INCLUDING ALL");
        let partition = table("CREATE TABLE t PARTITION OF u FOR VALUES FROM (1) TO (2)");
        assert_eq!(
            partition.partition_of.map(|it| it.1).as_deref(),
            Some("FOR VALUES FROM (1) TO (2)")
        );
    }
}
