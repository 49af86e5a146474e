//! `CREATE TABLE`, and indexes.

use sqlparser::ast::{self, CreateTableOptions};

use super::super::lowered::Lowered;
use super::column::{Clause, clause, column, keys};
use super::name;
use crate::catalog::{Index, Like, Table};
use crate::name::Name;
use crate::op::{CreateIndex, CreateTable, DropIndex};

pub(super) fn create(node: &ast::CreateTable, out: &mut Lowered) -> Option<()> {
    let mut table = Table::new(name(&node.name)?);
    if node.temporary {
        table.prefixes.push("TEMPORARY".to_owned());
    }
    for def in &node.columns {
        let column = column(def, &mut table.constraints)?;
        table.columns.push(column);
    }
    for constraint in &node.constraints {
        match clause(constraint) {
            Some(Clause::Constraint(it)) => table.constraints.push(it),
            Some(Clause::Index(it)) => table.indexes.push(it),
            None => out.problem(0..0, problem::unfollowed(&constraint.to_string())),
        }
    }
    table.forbid_nulls_in_key();
    options(node, &mut table);
    match &node.like {
        Some(ast::CreateTableLikeKind::Parenthesized(it) | ast::CreateTableLikeKind::Plain(it)) => {
            let (other, options) = (name(&it.name)?, "INCLUDING ALL".to_owned());
            table.like.push(Like { table: other, options, behind: table.columns.len() });
        }
        None => {}
    }
    if node.query.is_some() && !node.temporary {
        out.problem(0..0, problem::columns_from_query(&table.name));
    }
    out.push(CreateTable { table, if_not_exists: node.if_not_exists });
    Some(())
}

/// What stands behind the closing parenthesis.
fn options(node: &ast::CreateTable, table: &mut Table) {
    if let CreateTableOptions::Plain(options) = &node.table_options {
        for option in options {
            match option {
                ast::SqlOption::Comment(
                    ast::CommentDef::WithEq(it) | ast::CommentDef::WithoutEq(it),
                ) => table.comment = Some(it.clone()),
                other => table.options.push(other.to_string()),
            }
        }
    }
    if let Some(ast::CommentDef::WithEq(it) | ast::CommentDef::WithoutEq(it)) = &node.comment {
        table.comment = Some(it.clone());
    }
    if node.without_rowid {
        table.options.push("WITHOUT ROWID".to_owned());
    }
    if node.strict {
        table.options.push("STRICT".to_owned());
    }
}

pub(super) fn create_index(node: &ast::CreateIndex, out: &mut Lowered) -> Option<()> {
    let index = Index {
        name: node.name.as_ref().and_then(name).map(|it| it.name),
        keys: keys(&node.columns),
        unique: node.unique,
        method: node.using.as_ref().map(|it| it.to_string().to_lowercase()),
        ..Index::default()
    };
    out.push(CreateIndex {
        table: name(&node.table_name)?,
        index,
        concurrently: false,
        if_not_exists: node.if_not_exists,
    });
    Some(())
}

pub(super) fn drop_index(
    name: Name,
    table: Option<Name>,
    if_exists: bool,
    cascade: bool,
) -> DropIndex {
    DropIndex { name, table, concurrently: false, if_exists, cascade }
}

mod problem {
    use crate::diagnostic::{Problem, code};
    use crate::name::Name;

    pub(super) fn columns_from_query(table: &Name) -> Problem {
        Problem::error(code::UNKNOWN_COLUMNS, format!("the columns of `{table}` come from a query"))
            .help("write the columns out to have them checked")
    }

    pub(super) fn unfollowed(clause: &str) -> Problem {
        let message = format!("`{clause}` is kept only in the statement");
        Problem::error(code::UNFOLLOWED_STATEMENT, message)
            .help("check by hand what it does to the schema")
    }
}
