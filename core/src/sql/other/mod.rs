//! MySQL and SQLite: one parsed statement to operations.

mod adapt;
mod alter_table;
mod clauses;
mod column;
mod header;
mod table;

use sqlparser::ast::{self, ObjectType, Statement};
use sqlparser::dialect::{Dialect, MySqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;

use super::Syntax;
use super::lowered::Lowered;
use super::nesting::{self, Bodies};
use crate::name::Name;
use crate::op::{
    CreateSchema, DropFunction, DropSchema, DropTable, DropTrigger, DropView, Operation,
    RenameTable, Transaction,
};

/// Reads one statement.
pub(super) fn lower(sql: &str, kind: &str, syntax: Syntax, out: &mut Lowered) {
    header::note_tables(sql, syntax, out);
    if SESSION.contains(&kind) || header::lower(sql, kind, syntax, out) {
        return;
    }
    if let Some(place) = nesting::too_deep(sql, syntax, Bodies::Kept) {
        out.problem(place, nesting::problem::too_deep(kind));
        return;
    }
    let dialect: &dyn Dialect = match syntax {
        Syntax::MySql => &MySqlDialect {},
        _ => &SQLiteDialect {},
    };
    let adapted = adapt::adapted(sql, kind, syntax);
    match Parser::parse_sql(dialect, &adapted.sql) {
        Ok(statements) => {
            for statement in statements {
                let before = out.operations.len();
                let read = family(&statement, sql, kind, out);
                if let Some(Operation::CreateIndex(it)) = out.operations.get_mut(before) {
                    it.index.predicate = adapted.predicate.clone();
                    it.index.prefix = adapted.index_prefix.clone();
                }
                if read.is_none() {
                    out.problem(0..sql.len(), problem::refused(kind, "a name in it is computed"));
                }
            }
        }
        Err(_) if DATA.contains(&kind) => {}
        Err(_)
            if kind == "ALTER TABLE"
                && syntax == Syntax::MySql
                && clauses::lower(sql, out).is_some() => {}
        Err(error) => out.problem(0..sql.len(), problem::refused(kind, &error.to_string())),
    }
}

/// Statements that change rows, and that we need not understand any further.
const DATA: &[&str] = &[
    "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE", "VALUES", "LOAD", "EXPLAIN",
    "MERGE", "TABLE",
];

/// Statements that change the session, or how rows are stored.
const SESSION: &[&str] = &[
    "SET",
    "PRAGMA",
    "USE",
    "SHOW",
    "ANALYZE",
    "VACUUM",
    "REINDEX",
    "OPTIMIZE",
    "LOCK",
    "UNLOCK",
    "SAVEPOINT",
    "RELEASE",
    "FLUSH",
    "PREPARE",
    "EXECUTE",
    "DEALLOCATE",
    "DESCRIBE",
    "DESC",
    "CHECK",
    "REPAIR",
    "DO",
    "HANDLER",
    "ATTACH",
    "DETACH",
];

fn family(statement: &Statement, sql: &str, kind: &str, out: &mut Lowered) -> Option<()> {
    match statement {
        Statement::CreateTable(it) => table::create(it, out)?,
        Statement::CreateIndex(it) => table::create_index(it, out)?,
        Statement::AlterTable(it) => alter_table::alter(it, out)?,
        Statement::Drop { object_type, if_exists, names, cascade, table, temporary, .. } => {
            for it in names {
                let it = name(it)?;
                let table = table.as_ref().and_then(name);
                match object_type {
                    _ if *temporary => {}
                    ObjectType::Index => {
                        out.push(table::drop_index(it, table, *if_exists, *cascade));
                    }
                    other => drop(other, it, *if_exists, *cascade, sql, out),
                }
            }
        }
        Statement::DropTrigger(it) => {
            let table = it.table_name.as_ref().and_then(name);
            let trigger = name(&it.trigger_name)?;
            out.push(DropTrigger {
                // Here a trigger has a name of its own in its schema; its table is not said.
                table: table.unwrap_or_else(|| trigger.renamed("")),
                name: trigger.name,
                if_exists: it.if_exists,
                cascade: false,
            });
        }
        Statement::DropFunction(it) => {
            for function in &it.func_desc {
                drop_routine("FUNCTION", name(&function.name)?, it.if_exists, out);
            }
        }
        Statement::DropProcedure { if_exists, proc_desc, .. } => {
            for procedure in proc_desc {
                drop_routine("PROCEDURE", name(&procedure.name)?, *if_exists, out);
            }
        }
        Statement::RenameTable(renames) => {
            for it in renames {
                let (table, to) = (name(&it.old_name)?, name(&it.new_name)?);
                out.push(RenameTable { table, to: to.name });
            }
        }
        Statement::CreateSchema { schema_name, if_not_exists, .. } => {
            let name = schema_name.to_string().replace(['`', '"'], "");
            out.push(CreateSchema { name, owner: None, if_not_exists: *if_not_exists });
        }
        Statement::StartTransaction { .. } => out.push(Transaction::Begin),
        Statement::Commit { .. } => out.push(Transaction::Commit),
        Statement::Rollback { savepoint: None, .. } => out.push(Transaction::Rollback),
        _ if DATA.contains(&kind) => {}
        _ => out.opaque(kind, sql, Vec::new()),
    }
    Some(())
}

fn drop(
    object: &ObjectType,
    name: Name,
    if_exists: bool,
    cascade: bool,
    sql: &str,
    out: &mut Lowered,
) {
    match object {
        ObjectType::Table => out.push(DropTable { table: name, if_exists, cascade }),
        ObjectType::View => {
            out.push(DropView { name, materialized: false, if_exists, cascade });
        }
        ObjectType::Schema => out.push(DropSchema { name: name.name, if_exists, cascade }),
        other => out.opaque(&format!("DROP {other}"), sql, vec![name]),
    }
}

fn drop_routine(kind: &str, name: Name, if_exists: bool, out: &mut Lowered) {
    let kind = kind.to_owned();
    out.push(DropFunction { name, kind, arguments: None, if_exists, cascade: false });
}

/// The object that a dotted name names. SQLite's `main` is the schema that is meant anyway.
fn name(parts: &ast::ObjectName) -> Option<Name> {
    let parts: Option<Vec<String>> =
        parts.0.iter().map(|it| it.as_ident().map(|it| it.value.clone())).collect();
    let mut parts = parts?;
    let last = parts.pop()?;
    Some(Name::new(parts.pop().filter(|it| it != "main"), last))
}

mod problem {
    use crate::diagnostic::{Problem, code};

    pub(super) fn refused(kind: &str, reason: &str) -> Problem {
        let reason = reason.strip_prefix("sql parser error: ").unwrap_or(reason);
        let reason = reason.lines().next().unwrap_or_default();
        let what = if kind.is_empty() { "statement" } else { kind };
        Problem::error(code::UNPARSED_STATEMENT, format!("this `{what}` is not read: {reason}"))
            .help("check by hand what it does to the schema")
    }
}

#[cfg(test)]
mod tests {
    use crate::dialect::{Dialect, MYSQL, SQLITE};
    use crate::op::Operation;
    use crate::sql::read;

    fn operations(text: &str, dialect: &'static Dialect) -> Vec<Operation> {
        let statements = read(text, dialect);
        let problems: Vec<_> = statements.iter().flat_map(|it| &it.problems).collect();
        assert!(problems.is_empty(), "{problems:?}");
        statements.into_iter().flat_map(|it| it.operations).collect()
    }

    #[test]
    fn a_table_of_mysql_has_its_indexes_and_options() {
        let text = "CREATE TABLE `a` (`id` int NOT NULL AUTO_INCREMENT, `b` int COMMENT 'x', \
                    PRIMARY KEY (`id`), KEY `i` (`b`)) ENGINE=InnoDB";
        let ops = operations(text, MYSQL);
        let [Operation::CreateTable(it)] = ops.as_slice() else { panic!("{ops:?}") };
        assert!(it.table.column("id").is_some_and(|it| it.autoincrement && !it.nullable));
        assert_eq!(it.table.column("b").and_then(|it| it.comment.as_deref()), Some("x"));
        assert_eq!(it.table.primary_key(), ["id"]);
        assert!(it.table.index("i").is_some());
        assert_eq!(it.table.options, ["ENGINE = InnoDB"]);
    }

    #[test]
    fn a_modified_column_is_all_that_is_said_of_it() {
        let ops = operations("ALTER TABLE a MODIFY b bigint NOT NULL", MYSQL);
        let [Operation::AlterColumn(it)] = ops.as_slice() else { panic!("{ops:?}") };
        assert_eq!(it.changes.nullable, Some(false));
        assert_eq!(it.changes.default, Some(None));
    }

    #[test]
    fn a_trigger_of_sqlite_is_kept_to_the_letter() {
        let text = "CREATE TRIGGER t AFTER UPDATE ON a BEGIN SELECT 1; END";
        let ops = operations(text, SQLITE);
        let [Operation::CreateTrigger(it)] = ops.as_slice() else { panic!("{ops:?}") };
        assert_eq!((it.table.name.as_str(), it.trigger.definition.as_str()), ("a", text));
    }

    #[test]
    fn a_table_of_sqlite_is_rebuilt() {
        let text = "PRAGMA foreign_keys=off; CREATE TABLE n (a INTEGER PRIMARY KEY AUTOINCREMENT);
                    INSERT INTO n SELECT a FROM o; DROP TABLE o; ALTER TABLE n RENAME TO o";
        assert_eq!(operations(text, SQLITE).len(), 3);
    }
    #[test]
    fn an_index_keeps_its_predicate_and_prefix() {
        let ops = operations("CREATE FULLTEXT INDEX i ON a (b)", MYSQL);
        let [Operation::CreateIndex(it)] = ops.as_slice() else { panic!("{ops:?}") };
        assert_eq!(it.index.prefix.as_deref(), Some("FULLTEXT"));
        let ops =
            operations("CREATE INDEX i ON a (b) WHERE b AND CASE c WHEN 1 THEN 2 END", SQLITE);
        let [Operation::CreateIndex(it)] = ops.as_slice() else { panic!("{ops:?}") };
        assert_eq!(it.index.predicate.as_deref(), Some("b AND CASE c WHEN 1 THEN 2 END"));
    }
}
