//! The changes of a changelog as SQL, each with its way back where it has one of its own.

use super::node::Node;
use super::types;
use super::{column, derived};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;

/// What a change does: the statements, and those that take it back.
pub(super) struct Change {
    pub(super) up: Vec<String>,
    pub(super) down: Option<Vec<String>>,
}

/// How names are written.
#[derive(Clone, Copy)]
pub(super) struct Letters {
    pub(super) dialect: &'static Dialect,
    pub(super) quotes: Quotes,
}

/// Which names stand in quotes, besides those that need them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Quotes {
    /// Those in small and capital letters.
    #[default]
    Mixed,
    None,
    All,
}

impl Quotes {
    /// What a changelog or a change set asks for; nothing if it does not ask.
    pub(super) fn asked(node: &Node) -> Option<Self> {
        Some(match node.get("objectQuotingStrategy")? {
            "QUOTE_ALL_OBJECTS" => Self::All,
            "QUOTE_ONLY_RESERVED_WORDS" => Self::None,
            _ => Self::Mixed,
        })
    }
}

/// Writes a change.
type Writer = fn(&Node, Letters) -> Result<Change, Problem>;

#[rustfmt::skip]
const CHANGES: &[(&str, Writer)] = &[
    ("createTable", column::create_table),
    ("addColumn", column::add_column),
    ("dropColumn", drop_column),
    ("dropTable", drop_table),
    ("renameTable", rename_table),
    ("renameColumn", rename_column),
    ("modifyDataType", modify_data_type),
    ("addNotNullConstraint", add_not_null),
    ("dropNotNullConstraint", drop_not_null),
    ("addDefaultValue", add_default),
    ("dropDefaultValue", drop_default),
    ("addAutoIncrement", add_auto_increment),
    ("addPrimaryKey", add_primary_key),
    ("dropPrimaryKey", drop_primary_key),
    ("addUniqueConstraint", add_unique),
    ("dropUniqueConstraint", drop_constraint),
    ("addForeignKeyConstraint", add_foreign_key),
    ("addLookupTable", derived::add_lookup_table),
    ("mergeColumns", derived::merge_columns),
    ("dropForeignKeyConstraint", drop_foreign_key),
    ("addCheckConstraint", add_check),
    ("dropCheckConstraint", drop_constraint),
    ("createIndex", create_index),
    ("dropIndex", drop_index),
    ("createSequence", create_sequence),
    ("alterSequence", alter_sequence),
    ("dropSequence", drop_sequence),
    ("renameSequence", rename_sequence),
    ("createView", create_view),
    ("dropView", drop_view),
    ("renameView", rename_view),
    ("setTableRemarks", table_remarks),
    ("setColumnRemarks", column_remarks),
    ("insert", column::insert),
    ("update", column::update),
    ("delete", column::delete),
    ("dropProcedure", drop_routine),
    ("dropFunction", drop_routine),
    ("dropTrigger", drop_trigger),
    ("tagDatabase", nothing),
    ("empty", nothing),
    ("output", nothing),
];

/// What a change comes to; nothing if it is not one that we know.
pub(super) fn write(node: &Node, letters: Letters) -> Option<Result<Change, Problem>> {
    let (_, writer) = CHANGES.iter().find(|(name, _)| *name == node.name)?;
    Some(writer(node, letters))
}

impl Change {
    pub(super) fn new(up: Vec<String>, down: Vec<String>) -> Self {
        Self { up, down: Some(down) }
    }

    pub(super) fn one_way(up: Vec<String>) -> Self {
        Self { up, down: None }
    }
}

impl Letters {
    /// A name, in quotes where it needs them.
    pub(super) fn name(self, name: &str) -> String {
        let lower = name.to_lowercase();
        let plain = |it: char| it.is_ascii_alphanumeric() || it == '_';
        let mixed = name.contains(char::is_lowercase) && name.contains(char::is_uppercase);
        let quoted = self.quotes == Quotes::All
            || (mixed && self.quotes == Quotes::Mixed)
            || !name.chars().all(plain)
            || name.starts_with(|it: char| it.is_ascii_digit())
            || self.dialect.reserved.binary_search(&lower.as_str()).is_ok();
        let quote = self.dialect.quote;
        if quoted && !name.starts_with(quote) {
            let inner = name.replace(quote, &format!("{quote}{quote}"));
            return format!("{quote}{inner}{quote}");
        }
        name.to_owned()
    }

    /// Names in a list, as attributes give them.
    pub(super) fn names(self, list: &str) -> String {
        let names: Vec<String> = list.split(',').map(|it| self.name(it.trim())).collect();
        names.join(", ")
    }

    /// An object's name behind its schema's.
    pub(super) fn qualified(self, schema: Option<&str>, name: &str) -> String {
        match schema.filter(|it| !it.is_empty()) {
            Some(schema) => format!("{}.{}", self.name(schema), self.name(name)),
            None => self.name(name),
        }
    }

    /// The table that a change is about.
    pub(super) fn table(self, node: &Node) -> Result<String, Problem> {
        Ok(self.qualified(node.get("schemaName"), need(node, "tableName")?))
    }

    /// A string.
    pub(super) fn text(self, text: &str) -> String {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// A value that a change cannot do without.
pub(super) fn need<'n>(node: &'n Node, name: &str) -> Result<&'n str, Problem> {
    let value = node.get(name).filter(|it| !it.trim().is_empty());
    value.ok_or_else(|| problem::missing(&node.name, name))
}

fn nothing(_: &Node, _: Letters) -> Result<Change, Problem> {
    Ok(Change::new(Vec::new(), Vec::new()))
}

fn drop_column(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let table = letters.table(node)?;
    let own: Vec<&str> = node.all("column").filter_map(|it| it.get("name")).collect();
    let columns = if own.is_empty() { vec![need(node, "columnName")?] } else { own };
    let drop = |it: &&str| format!("ALTER TABLE {table} DROP COLUMN {}", letters.name(it));
    Ok(Change::one_way(columns.iter().map(drop).collect()))
}

fn drop_table(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let cascade = if node.says("cascadeConstraints") { " CASCADE" } else { "" };
    Ok(Change::one_way(vec![format!("DROP TABLE {}{cascade}", letters.table(node)?)]))
}

fn rename_table(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let (old, new) = (need(node, "oldTableName")?, need(node, "newTableName")?);
    let rename = |from: &str, to: &str| {
        let from = letters.qualified(node.get("schemaName"), from);
        vec![format!("ALTER TABLE {from} RENAME TO {}", letters.name(to))]
    };
    Ok(Change::new(rename(old, new), rename(new, old)))
}

fn rename_column(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let table = letters.table(node)?;
    let (old, new) = (need(node, "oldColumnName")?, need(node, "newColumnName")?);
    let rename = |from: &str, to: &str| {
        let (from, to) = (letters.name(from), letters.name(to));
        vec![format!("ALTER TABLE {table} RENAME COLUMN {from} TO {to}")]
    };
    Ok(Change::new(rename(old, new), rename(new, old)))
}

fn modify_data_type(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let (table, column) = (letters.table(node)?, letters.name(need(node, "columnName")?));
    let ty = types::written(need(node, "newDataType")?, letters.dialect);
    let sql = format!("ALTER TABLE {table} ALTER COLUMN {column} TYPE {ty} USING ({column}::{ty})");
    Ok(Change::one_way(vec![sql]))
}

fn add_not_null(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let (table, column) = (letters.table(node)?, letters.name(need(node, "columnName")?));
    let mut up = Vec::new();
    if let Some(value) = node.get("defaultNullValue") {
        let ty = node.get("columnDataType").map(|it| types::value(it, letters.dialect));
        let value = match ty {
            Some(types::Value::Truth) => letters.text(&value.to_uppercase()),
            Some(types::Value::Moment) if value.contains('(') => value.to_owned(),
            _ => letters.text(value),
        };
        up.push(format!("UPDATE {table} SET {column} = {value} WHERE {column} IS NULL"));
    }
    up.push(format!("ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL"));
    let down = vec![format!("ALTER TABLE {table} ALTER COLUMN {column} DROP NOT NULL")];
    Ok(Change::new(up, down))
}

fn drop_not_null(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let add = add_not_null(node, letters)?;
    let up = add.down.unwrap_or_default();
    Ok(Change::new(up, add.up.into_iter().rev().take(1).collect()))
}

fn add_default(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let (table, column) = (letters.table(node)?, letters.name(need(node, "columnName")?));
    // The type of the column does not matter here, only that of the value.
    let value = column::default_value(node, None, letters)
        .ok_or_else(|| problem::missing(&node.name, "defaultValue"))?;
    let mut up = vec![format!("ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {value}")];
    if let Some(sequence) = node.get("defaultValueSequenceNext") {
        let sequence = letters.qualified(node.get("schemaName"), sequence);
        up.push(format!("ALTER SEQUENCE {sequence} OWNED BY {table}.{column}"));
    }
    let down = vec![format!("ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT")];
    Ok(Change::new(up, down))
}

fn drop_default(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let (table, column) = (letters.table(node)?, letters.name(need(node, "columnName")?));
    let sql = format!("ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT");
    Ok(Change::one_way(vec![sql]))
}

/// A sequence of the column's own, as `serial` would make it.
fn add_auto_increment(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let (table, column) = (letters.table(node)?, letters.name(need(node, "columnName")?));
    let name = format!("{}_{}_seq", need(node, "tableName")?, need(node, "columnName")?);
    let sequence = letters.qualified(node.get("schemaName"), &name);
    let options = column::sequence_options(node);
    let space = if options.is_empty() { "" } else { " " };
    Ok(Change::one_way(vec![
        format!("CREATE SEQUENCE IF NOT EXISTS {sequence}{space}{options}"),
        format!("ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL"),
        format!("ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT nextval('{sequence}')"),
        format!("ALTER SEQUENCE {sequence} OWNED BY {table}.{column}"),
    ]))
}

fn add_primary_key(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let table = letters.table(node)?;
    let columns = letters.names(need(node, "columnNames")?);
    let given = node.get("constraintName").map(|it| letters.name(it));
    let shown = given.as_ref().map(|it| format!("CONSTRAINT {it} ")).unwrap_or_default();
    let tablespace = node.get("tablespace").map(column::index_tablespace).unwrap_or_default();
    let mut up =
        vec![format!("ALTER TABLE {table} ADD {shown}PRIMARY KEY ({columns}){tablespace}")];
    let name = given.unwrap_or_else(|| letters.name(&primary_key_name(node, letters.dialect)));
    if node.says("clustered") {
        up.push(format!("CLUSTER {table} USING {name}"));
    }
    Ok(Change::new(up, vec![format!("ALTER TABLE {table} DROP CONSTRAINT {name}")]))
}

/// The name that a primary key has where none is given, as long as a name may be.
pub(super) fn primary_key_name(node: &Node, dialect: &Dialect) -> String {
    const ENDING: &str = "_pkey";
    let table = node.get("tableName").unwrap_or_default();
    let most = dialect.max_identifier.saturating_sub(ENDING.len());
    let short = match table.len() > most {
        true => table.get(..table.floor_char_boundary(most.saturating_sub(1))).unwrap_or(table),
        false => table,
    };
    format!("{short}{ENDING}")
}

fn drop_primary_key(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let Some(name) = node.get("constraintName") else {
        return drop_any_primary_key(node, letters);
    };
    let (table, name) = (letters.table(node)?, letters.name(name));
    Ok(Change::one_way(vec![format!("ALTER TABLE {table} DROP CONSTRAINT {name}")]))
}

/// The key by whatever name it has, which the block asks for.
fn drop_any_primary_key(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let schema = node.get("schemaName").filter(|it| !it.is_empty()).unwrap_or("public");
    let name = need(node, "tableName")?;
    let table = letters.qualified(Some(schema), name);
    let own = |name: &str| {
        let is_quoted = letters.name(name).starts_with(letters.dialect.quote);
        letters.text(&if is_quoted { name.to_owned() } else { name.to_lowercase() })
    };
    let execute = letters.text(&format!("alter table {table} drop constraint \""));
    Ok(Change::one_way(vec![format!(
        "DO $$ DECLARE constraint_name varchar;\nBEGIN\n  SELECT tc.CONSTRAINT_NAME into strict \
         constraint_name\n    FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS tc\n    WHERE \
         CONSTRAINT_TYPE = 'PRIMARY KEY'\n      AND TABLE_NAME = {} AND TABLE_SCHEMA = {};\n    \
         EXECUTE {execute} || constraint_name || '\"';\nEND $$",
        own(name),
        own(schema),
    )]))
}

fn add_unique(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let table = letters.table(node)?;
    let columns = letters.names(need(node, "columnNames")?);
    let mut tail = deferral(node);
    if let Some(index) = node.get("forIndexName") {
        tail += &format!(" USING INDEX {}", letters.name(index));
    }
    tail += &node.get("tablespace").map(column::index_tablespace).unwrap_or_default();
    let Some(name) = node.get("constraintName").map(|it| letters.name(it)) else {
        let up = format!("ALTER TABLE {table} ADD UNIQUE ({columns}){tail}");
        return Ok(Change::one_way(vec![up]));
    };
    let up = format!("ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE ({columns}){tail}");
    Ok(Change::new(vec![up], vec![format!("ALTER TABLE {table} DROP CONSTRAINT {name}")]))
}

fn drop_constraint(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let (table, name) = (letters.table(node)?, letters.name(need(node, "constraintName")?));
    Ok(Change::one_way(vec![format!("ALTER TABLE {table} DROP CONSTRAINT {name}")]))
}

fn add_foreign_key(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let schema = node.get("baseTableSchemaName");
    let table = letters.qualified(schema, need(node, "baseTableName")?);
    let other_schema = node.get("referencedTableSchemaName");
    let other = letters.qualified(other_schema, need(node, "referencedTableName")?);
    let (columns, others) = (need(node, "baseColumnNames")?, need(node, "referencedColumnNames")?);
    let name = letters.name(need(node, "constraintName")?);
    let (columns, others) = (letters.names(columns), letters.names(others));
    let mut up = format!(
        "ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {other} \
         ({others})"
    );
    for (attribute, words) in [("onUpdate", " ON UPDATE "), ("onDelete", " ON DELETE ")] {
        if let Some(action) = node.get(attribute) {
            up += words;
            up += &action.to_uppercase();
        } else if attribute == "onDelete" && node.says("deleteCascade") {
            up += " ON DELETE CASCADE";
        }
    }
    up += &deferral(node);
    if node.denies("validate") {
        up += " NOT VALID";
    }
    Ok(Change::new(vec![up], vec![format!("ALTER TABLE {table} DROP CONSTRAINT {name}")]))
}

/// Whether and when a constraint may wait.
pub(super) fn deferral(node: &Node) -> String {
    let waits = if node.says("deferrable") { " DEFERRABLE" } else { "" };
    let first = if node.says("initiallyDeferred") { " INITIALLY DEFERRED" } else { "" };
    format!("{waits}{first}")
}

fn drop_foreign_key(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let table = letters.qualified(node.get("baseTableSchemaName"), need(node, "baseTableName")?);
    let name = letters.name(need(node, "constraintName")?);
    Ok(Change::one_way(vec![format!("ALTER TABLE {table} DROP CONSTRAINT {name}")]))
}

fn add_check(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let (table, name) = (letters.table(node)?, letters.name(need(node, "constraintName")?));
    let body = node.get("constraintBody").or_else(|| node.body().map(|it| it.text.as_str()));
    let body = body.ok_or_else(|| problem::missing(&node.name, "constraintBody"))?.trim();
    let up = format!("ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({body})");
    Ok(Change::new(vec![up], vec![format!("ALTER TABLE {table} DROP CONSTRAINT {name}")]))
}

fn create_index(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let table = letters.table(node)?;
    let unique = if node.says("unique") { "UNIQUE " } else { "" };
    let name = node.get("indexName").map(|it| letters.name(it));
    let columns: Vec<String> = node
        .all("column")
        .map(|it| {
            let name = it.get("name").unwrap_or_default();
            let computed = it.says("computed") || name.contains('(');
            let name = if computed { name.to_owned() } else { letters.name(name) };
            if it.says("descending") { name + " DESC" } else { name }
        })
        .collect();
    if columns.is_empty() {
        return Err(problem::missing(&node.name, "column"));
    }
    let columns = columns.join(", ");
    let shown = name.as_ref().map_or(String::new(), |it| format!("{it} "));
    let tablespace = node.get("tablespace").map(|it| format!(" TABLESPACE {it}"));
    let tablespace = tablespace.unwrap_or_default();
    let mut up = vec![format!("CREATE {unique}INDEX {shown}ON {table}({columns}){tablespace}")];
    if let Some(name) = name.as_ref().filter(|_| node.says("clustered")) {
        up.push(format!("CLUSTER {table} USING {name}"));
    }
    // What a constraint brings along is not made twice.
    let belongs = node.get("associatedWith").unwrap_or_default();
    if belongs.split(',').any(|it| MADE_BY.contains(&it.trim())) {
        up.clear();
    }
    let down = name.map(|it| vec![drop_index_sql(node, &it, letters)]);
    Ok(Change { up, down })
}

/// Constraints that an index may say it belongs to.
const MADE_BY: &[&str] = &["primaryKey", "uniqueConstraint", "foreignKey"];

/// An index is in its table's schema.
fn drop_index_sql(node: &Node, name: &str, letters: Letters) -> String {
    match node.get("schemaName") {
        Some(schema) => format!("DROP INDEX {}.{name}", letters.name(schema)),
        None => format!("DROP INDEX {name}"),
    }
}

fn drop_index(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let name = letters.name(need(node, "indexName")?);
    Ok(Change::one_way(vec![drop_index_sql(node, &name, letters)]))
}

fn sequence(node: &Node, letters: Letters) -> Result<String, Problem> {
    Ok(letters.qualified(node.get("schemaName"), need(node, "sequenceName")?))
}

fn sequence_options(node: &Node) -> String {
    let mut res = String::new();
    for (attribute, words) in [
        ("startValue", "START WITH"),
        ("incrementBy", "INCREMENT BY"),
        ("minValue", "MINVALUE"),
        ("maxValue", "MAXVALUE"),
        ("cacheSize", "CACHE"),
    ] {
        if let Some(value) = node.get(attribute) {
            res += &format!(" {words} {value}");
        }
    }
    match (node.says("cycle"), node.denies("cycle") && node.name == "alterSequence") {
        (true, _) => res + " CYCLE",
        (false, true) => res + " NO CYCLE",
        (false, false) => res,
    }
}

fn create_sequence(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let name = sequence(node, letters)?;
    let ty = node.get("dataType").map(|it| format!(" AS {it}"));
    let options = sequence_options(node);
    let up = format!("CREATE SEQUENCE IF NOT EXISTS {name}{}{options}", ty.unwrap_or_default());
    Ok(Change::new(vec![up], vec![format!("DROP SEQUENCE {name} CASCADE")]))
}

fn alter_sequence(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let ty = node.get("dataType").map(|it| format!(" AS {it}")).unwrap_or_default();
    let sql = format!("ALTER SEQUENCE {}{ty}{}", sequence(node, letters)?, sequence_options(node));
    Ok(Change::one_way(vec![sql]))
}

fn drop_sequence(node: &Node, letters: Letters) -> Result<Change, Problem> {
    Ok(Change::one_way(vec![format!("DROP SEQUENCE {} CASCADE", sequence(node, letters)?)]))
}

fn rename_sequence(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let (old, new) = (need(node, "oldSequenceName")?, need(node, "newSequenceName")?);
    let rename = |from: &str, to: &str| {
        let from = letters.qualified(node.get("schemaName"), from);
        vec![format!("ALTER SEQUENCE {from} RENAME TO {}", letters.name(to))]
    };
    Ok(Change::new(rename(old, new), rename(new, old)))
}

fn create_view(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let name = letters.qualified(node.get("schemaName"), need(node, "viewName")?);
    let query = node.body().or_else(|| node.value("selectQuery"));
    let query = query.ok_or_else(|| problem::missing(&node.name, "selectQuery"))?;
    let query = query.text.trim().trim_end_matches(';');
    let replaces = node.says("replaceIfExists");
    let or_replace = if replaces { "OR REPLACE " } else { "" };
    let sql = match node.says("fullDefinition") {
        false => format!("CREATE {or_replace}VIEW {name} AS {query}"),
        true => match query.get(..7).filter(|it| replaces && it.eq_ignore_ascii_case("create ")) {
            Some(create) => {
                format!("CREATE {or_replace}{}", query.strip_prefix(create).unwrap_or(query))
            }
            None => query.to_owned(),
        },
    };
    let mut up = vec![sql];
    if let Some(remarks) = node.get("remarks") {
        up.push(format!("COMMENT ON VIEW {name} IS {}", letters.text(remarks)));
    }
    Ok(Change::new(up, vec![format!("DROP VIEW {name}")]))
}

fn drop_view(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let name = letters.qualified(node.get("schemaName"), need(node, "viewName")?);
    let if_exists = if node.says("ifExists") { "IF EXISTS " } else { "" };
    Ok(Change::one_way(vec![format!("DROP VIEW {if_exists}{name}")]))
}

fn rename_view(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let (old, new) = (need(node, "oldViewName")?, need(node, "newViewName")?);
    let rename = |from: &str, to: &str| {
        let from = letters.qualified(node.get("schemaName"), from);
        vec![format!("ALTER TABLE {from} RENAME TO {}", letters.name(to))]
    };
    Ok(Change::new(rename(old, new), rename(new, old)))
}

fn table_remarks(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let remarks = letters.text(node.get("remarks").unwrap_or_default());
    Ok(Change::one_way(vec![format!("COMMENT ON TABLE {} IS {remarks}", letters.table(node)?)]))
}

fn column_remarks(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let (table, column) = (letters.table(node)?, letters.name(need(node, "columnName")?));
    let remarks = letters.text(node.get("remarks").unwrap_or_default());
    Ok(Change::one_way(vec![format!("COMMENT ON COLUMN {table}.{column} IS {remarks}")]))
}

fn drop_routine(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let (attribute, kind) = match node.name.as_str() {
        "dropFunction" => ("functionName", "FUNCTION"),
        _ => ("procedureName", "PROCEDURE"),
    };
    let name = need(node, attribute)?;
    // An argument list is part of the name here.
    let name = match name.contains('(') {
        true => name.to_owned(),
        false => letters.qualified(node.get("schemaName"), name),
    };
    Ok(Change::one_way(vec![format!("DROP {kind} {name}")]))
}

fn drop_trigger(node: &Node, letters: Letters) -> Result<Change, Problem> {
    let (table, name) = (letters.table(node)?, letters.name(need(node, "triggerName")?));
    Ok(Change::one_way(vec![format!("DROP TRIGGER {name} ON {table}")]))
}

pub(super) mod problem {
    use super::Problem;

    pub(in super::super) fn missing(change: &str, name: &str) -> Problem {
        Problem::error("broken-change", format!("`{change}` does not say its `{name}`"))
            .help("add it; Liquibase refuses the change set as it is")
    }

    pub(in super::super) fn in_a_file(path: &str) -> Problem {
        Problem::warning("opaque-change", format!("what `{path}` holds is not read"))
            .help("compare with the row that `liquibase update` puts there")
    }
}
