//! PostgreSQL: one parsed statement to operations, one file per family of statements.

mod alter_table;
mod assigned;
pub(super) mod bind;
mod blanks;
mod block;
mod branch;
mod called;
mod caught;
mod column;
mod comment;
mod compile;
mod constraint;
mod create_table;
mod data;
mod domain;
mod exclusion;
mod execute;
mod extension;
mod function;
mod index;
mod into;
pub(in crate::sql) mod known;
mod look_up;
mod loops;
mod names;
pub(super) mod parse;
mod path;
mod policy;
mod privilege;
pub(super) mod qualify;
pub(super) mod question;
mod reserved;
mod rest;
mod role;
mod schema;
mod sequence;
pub(super) mod since;
mod syntax;
mod syntax_error;
mod trigger;
mod types;
mod variable;
mod view;

use std::ops::Range;

use squawk_syntax::ast::{self, AstNode, Stmt};
use squawk_syntax::{SourceFile, SyntaxKind};

use bind::expression::called as expression_called;
use known::Known;
use parse::Parsed;
use question::Token;
pub(super) use syntax::stored;
use syntax_error::SyntaxError;

use super::ask::Cell;
use super::lowered::Lowered;
use super::nesting::{self, Bodies};
use super::words::Words;
use super::{Names, Syntax};
use crate::catalog::Catalog;
use crate::op::Transaction;

/// Reads one statement, which may have been parsed before.
pub(super) fn lower(sql: &str, kind: &str, parsed: Option<Parsed>, out: &mut Lowered) {
    let bodies = match kind {
        "DO" | "CREATE FUNCTION" | "CREATE PROCEDURE" => Bodies::Parsed(4),
        _ => Bodies::Kept,
    };
    if let Some(place) = nesting::too_deep(sql, Syntax::PostgreSql, bodies) {
        out.problem(place, nesting::problem::too_deep(kind));
        return;
    }
    if kind == "SET" && Words::of(sql, Syntax::PostgreSql).set_names() {
        return;
    }
    let parsed = parsed.unwrap_or_else(|| Parsed::new(sql));
    // Later ones mostly follow from the first.
    if let Some(unread) = parsed.refused.iter().find(|it| !is_within_body(&parsed, &it.place)) {
        let error = SyntaxError::new(sql, unread);
        let problem = error.within(problem::refused(kind, &error.reason));
        out.problem(error.place.clone(), problem);
        return;
    }
    if let Some(range) = name_of_too_many_parts(sql, &parsed) {
        let reason = "a name has at most three parts";
        out.problem(range, problem::refused(kind, reason));
        return;
    }
    let mut statements = parsed.statements();
    let (Some(first), None) = (statements.next(), statements.next()) else {
        out.problem(0..sql.len(), problem::refused(kind, "it is more than one statement"));
        return;
    };
    statement(&first, kind, out);
    out.tree = Some(bind::Tree::new(parsed));
}

/// Reads a `DO` block that runs over this schema.
pub(super) fn lower_block(sql: &str, catalog: &Catalog, names: Names, out: &mut Lowered) {
    if let Some(Stmt::Do(block)) = SourceFile::parse(sql).tree().stmts().next() {
        block::run(&block, &mut Known::over(catalog, names), out);
    }
}

/// The value of an expression over this schema; nothing if it is not known.
pub(super) fn value(expression: &[Token], catalog: &Catalog) -> Option<Cell> {
    Known::over(catalog, Names::Trusted).value(expression)
}

/// What the functions do that a statement calls, over the schema that they run over.
pub(super) fn lower_calls(tree: &bind::Tree, catalog: &Catalog) -> Option<Lowered> {
    called::follow(&tree.statement()?, catalog)
}

/// Reads a statement that has been parsed, alone or as part of another.
fn statement(stmt: &Stmt, kind: &str, out: &mut Lowered) {
    data::note_tables(stmt, out);
    if family(stmt, kind, out).is_none() {
        let range = syntax::range(stmt.syntax());
        out.problem(range, problem::refused(kind, "a part of it is missing"));
    }
}

/// Hands the statement to the family it belongs to; nothing if a name in it is missing.
fn family(stmt: &Stmt, kind: &str, out: &mut Lowered) -> Option<()> {
    match stmt {
        Stmt::CreateTable(it) => create_table::create(it, out),
        Stmt::CreateForeignTable(it) => create_table::create_foreign(it, out),
        Stmt::CreateTableAs(it) => create_table::create_as(it, out),
        Stmt::SelectInto(it) => create_table::select_into(it, out),
        Stmt::DropTable(it) => create_table::drop(it, out),
        Stmt::DropForeignTable(it) => create_table::drop_foreign(it, out),
        Stmt::AlterTable(it) => alter_table::alter(it, out),
        Stmt::Cluster(it) => alter_table::cluster(it, out),
        Stmt::AlterForeignTable(it) => alter_table::alter_foreign(it, out),
        Stmt::CreateIndex(it) => index::create(it, out),
        Stmt::AlterIndex(it) => index::alter(it, out),
        Stmt::DropIndex(it) => index::drop(it, out),
        Stmt::CreateType(it) => types::create(it, out),
        Stmt::AlterType(it) => types::alter(it, out),
        Stmt::DropType(it) => types::drop(it, out),
        Stmt::CreateDomain(it) => domain::create(it, out),
        Stmt::AlterDomain(it) => domain::alter(it, out),
        Stmt::DropDomain(it) => domain::drop(it, out),
        Stmt::CreateSequence(it) => sequence::create(it, out),
        Stmt::AlterSequence(it) => sequence::alter(it, out),
        Stmt::DropSequence(it) => sequence::drop(it, out),
        Stmt::CreateView(it) => view::create(it, out),
        Stmt::CreateMaterializedView(it) => view::create_materialized(it, out),
        Stmt::AlterView(it) => view::alter(it, out),
        Stmt::AlterMaterializedView(it) => view::alter_materialized(it, out),
        Stmt::DropView(it) => view::drop(it, out),
        Stmt::DropMaterializedView(it) => view::drop_materialized(it, out),
        Stmt::CreateFunction(it) => function::create(it, out),
        Stmt::CreateProcedure(it) => function::create_procedure(it, out),
        Stmt::CreateAggregate(it) => function::create_aggregate(it, out),
        Stmt::AlterFunction(it) => function::alter(it, out),
        Stmt::AlterProcedure(it) => function::alter_procedure(it, out),
        Stmt::AlterRoutine(it) => function::alter_routine(it, out),
        Stmt::AlterAggregate(it) => function::alter_aggregate(it, out),
        Stmt::DropFunction(it) => function::drop(it, out),
        Stmt::DropProcedure(it) => function::drop_procedure(it, out),
        Stmt::DropRoutine(it) => function::drop_routine(it, out),
        Stmt::DropAggregate(it) => function::drop_aggregate(it, out),
        Stmt::CreateTrigger(it) => trigger::create(it, out),
        Stmt::AlterTrigger(it) => trigger::alter(it, out),
        Stmt::DropTrigger(it) => trigger::drop(it, out),
        Stmt::CreatePolicy(it) => policy::create(it, out),
        Stmt::AlterPolicy(it) => policy::alter(it, out),
        Stmt::DropPolicy(it) => policy::drop(it, out),
        Stmt::CreateSchema(it) => schema::create(it, out),
        Stmt::AlterSchema(it) => schema::alter(it, out),
        Stmt::DropSchema(it) => schema::drop(it, out),
        Stmt::CreateExtension(it) => schema::create_extension(it, out),
        Stmt::DropExtension(it) => schema::drop_extension(it, out),
        Stmt::CommentOn(it) => comment::set(it, out),
        Stmt::Grant(it) => privilege::grant(it, kind, out),
        Stmt::Revoke(it) => privilege::revoke(it, kind, out),
        Stmt::AlterDefaultPrivileges(it) => privilege::defaults(it, out),
        Stmt::Do(it) => block::run(it, &mut Known::default(), out),
        other => family_of_roles(other, kind, out),
    }
}

/// The same for roles and databases, which no schema holds.
fn family_of_roles(stmt: &Stmt, kind: &str, out: &mut Lowered) -> Option<()> {
    match stmt {
        Stmt::CreateRole(it) => role::create(it.role(), out),
        Stmt::CreateUser(it) => role::create(it.role(), out),
        Stmt::CreateGroup(it) => role::create(it.role(), out),
        Stmt::DropRole(it) => role::drop(it.role_refs(), it.if_exists(), out),
        Stmt::DropUser(it) => role::drop(it.role_refs(), it.if_exists(), out),
        Stmt::DropGroup(it) => role::drop(it.role_refs(), it.if_exists(), out),
        Stmt::AlterRole(it) => role::alter(it.role_ref(), it.syntax(), out),
        Stmt::AlterUser(it) => role::alter(it.role_ref(), it.syntax(), out),
        Stmt::AlterGroup(it) => role::alter(it.role_ref(), it.syntax(), out),
        Stmt::DropOwned(it) => role::drop_owned(it, out),
        Stmt::Reassign(it) => role::reassign(it, out),
        Stmt::AlterDatabase(it) => role::settings(it.syntax(), out),
        other => family_of_transactions(other, kind, out),
    }
}

/// The same for what begins and ends transactions, and for what belongs nowhere.
fn family_of_transactions(stmt: &Stmt, kind: &str, out: &mut Lowered) -> Option<()> {
    let edge = match stmt {
        Stmt::Begin(_) => Transaction::Begin,
        Stmt::Commit(ast::Commit::CommitTransaction(_)) => Transaction::Commit,
        Stmt::Rollback(ast::Rollback::RollbackTransaction(_)) => Transaction::Rollback,
        Stmt::Rollback(ast::Rollback::RollbackToSavepoint(it)) => {
            Transaction::RollbackTo(syntax::ident(&it.savepoint_ref()?))
        }
        Stmt::SavepointCreate(it) => Transaction::Savepoint(syntax::ident(&it.savepoint()?)),
        Stmt::ReleaseSavepoint(it) => Transaction::Release(syntax::ident(&it.savepoint_ref()?)),
        other => return rest::keep(other, kind, out),
    };
    out.push(edge);
    Some(())
}

/// A name of more parts than a database, a schema and an object.
fn name_of_too_many_parts(sql: &str, parsed: &Parsed) -> Option<Range<usize>> {
    sql.matches('.').nth(2)?;
    let names = [
        SyntaxKind::RELATION_NAME_REF,
        SyntaxKind::SEQUENCE,
        SyntaxKind::TABLE_NAME,
        SyntaxKind::TABLE_NAME_REF,
        SyntaxKind::TYPE_NAME,
        SyntaxKind::VIEW,
    ];
    let mut nodes = parsed.syntax().descendants().filter(|it| names.contains(&it.kind()));
    nodes.find(|it| syntax::parts(it).len() > 3).map(|it| syntax::range(&it))
}

/// Whether a place is within the body of a function, which is checked when it runs at the latest.
fn is_within_body(parsed: &Parsed, place: &Range<usize>) -> bool {
    let bodies = parsed.statements().filter_map(|it| match it {
        Stmt::CreateFunction(it) => it.option_list(),
        Stmt::CreateProcedure(it) => it.option_list(),
        _ => None,
    });
    let definitions = bodies.flat_map(|it| it.options()).filter_map(|it| match it {
        ast::FuncOption::AsFuncOption(it) => Some(it),
        _ => None,
    });
    let texts = definitions.flat_map(|it| it.syntax().descendants());
    let mut texts = texts.filter_map(ast::Literal::cast).map(|it| syntax::range(it.syntax()));
    texts.any(|it| it.start <= place.start && place.end <= it.end)
}

mod problem {
    use crate::diagnostic::{Problem, code};

    pub(super) fn refused(kind: &str, reason: &str) -> Problem {
        let what = if kind.is_empty() { "statement" } else { kind };
        Problem::error(code::UNPARSED_STATEMENT, format!("this `{what}` is not read: {reason}"))
            .help("check the statement: PostgreSQL most likely refuses it, too")
    }
}
