//! `op.create_table` and `CREATE TABLE`.

use std::collections::BTreeSet;

use super::rules::{
    column, constraint, definition, index, like, not_null, partition, partition_bound, shape,
    storage,
};
use super::{DropTable, Op, Operation, if_not_exists, problem};
use crate::catalog::{Catalog, Column, Constraint, ConstraintKind, ObjectRef, Table, TakenNames};
use crate::diagnostic::Problem;
use crate::dialect::{Autoincrement, Comments, Dialect};
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateTable {
    /// The table with its inline constraints, its indexes and its comments.
    pub table: Table,
    pub if_not_exists: bool,
}

impl Op for CreateTable {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let name = &self.table.name;
        if let Some(other) = catalog.relation(name) {
            if self.if_not_exists {
                return Ok(());
            }
            return Err(problem::duplicate("duplicate-table", other.word(), name));
        }
        if catalog.types.get(&name.key()).is_some_and(|it| !it.assumed) {
            return Err(problem::duplicate("duplicate-type", "type", name));
        }
        if let Some(schema) = name.key().schema
            && !catalog.schemas.contains(&schema)
        {
            return Err(problem::unknown_object(&ObjectRef::Schema(schema)));
        }
        let before = catalog.clone();
        let made = self.make(catalog);
        if made.is_err() {
            *catalog = before;
        }
        made
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let is_there = before.relation(&self.table.name).is_some();
        let table = self.table.name.clone();
        (!is_there).then(|| DropTable { table, if_exists: false, cascade: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let mut statements = vec![self.create(dialect)?];
        for index in &self.table.indexes {
            statements.push(dialect.create_index(&self.table.name, index, &[])?);
        }
        if dialect.comments == Comments::Statements {
            statements.extend(comments(&self.table, dialect));
        }
        statements.extend(extras(&self.table, dialect));
        Ok(statements)
    }

    fn describe(&self) -> String {
        format!("create table `{}`", self.table.name)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let table = &self.table;
        let types = table.columns.iter().filter_map(|it| it.ty.named.clone());
        let own = table.name.key();
        let referred = table.foreign_keys().map(|(_, it)| it.table.clone());
        let parents = table.parents().chain(table.like.iter().map(|it| &it.table));
        let tables = referred.chain(parents.cloned()).filter(|it| it.key() != own);
        let schema = table.name.key().schema.map(ObjectRef::Schema);
        schema
            .into_iter()
            .chain(types.map(ObjectRef::Type))
            .chain(tables.map(ObjectRef::Table))
            .collect()
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table.name)
    }

    fn makes_objects(&self) -> bool {
        true
    }
}

impl CreateTable {
    fn make(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let mut table = self.table.clone();
        let mut taken = TakenNames::of(catalog, table.name.key().schema.as_deref());
        storage::check_table(catalog, &table)?;
        for it in &table.columns {
            definition::check(catalog, &self.table.name, it)?;
        }
        for it in &mut table.columns {
            column::settle(catalog, &self.table.name, it, &mut taken);
        }
        taken.take_relation(table.name.name.clone());
        like::copy(catalog, &mut table, &mut taken)?;
        no_column_twice(&table)?;
        let constraints = std::mem::take(&mut table.constraints);
        let indexes = std::mem::take(&mut table.indexes);
        partition::inherit_columns(catalog, &mut table)?;
        no_column_twice(&table)?;
        partition::check_keys(&table, catalog.server)?;
        shape::check_partitioning(catalog, &table)?;
        if let Some((parent, bound)) = &table.partition_of
            && let Some(parent) = catalog.table(parent)
        {
            partition_bound::check(catalog, parent, &table.name, bound)?;
        }
        partition::inherit_constraints(catalog, &mut table, &mut taken)?;
        let constraints = partition::merge_checks(&mut table, constraints)?;
        constraint::add_all(catalog, &mut table, constraints, &mut taken)?;
        not_null::names_are_free(catalog, &table)?;
        not_null::settle(catalog, &mut table, &mut taken);
        for it in indexes {
            index::add(catalog.naming, &mut table, it, &mut taken)?;
        }
        catalog.put_table(table);
        Ok(())
    }

    /// `CREATE TABLE` as `SQLAlchemy` lays it out: a clause a line, with a blank behind the comma.
    fn create(&self, dialect: &Dialect) -> Result<String, Problem> {
        let table = &self.table;
        let prefixes: String = table.prefixes.iter().map(|it| format!("{it} ")).collect();
        let name = dialect.quote(&table.name);
        let head = format!("CREATE {prefixes}TABLE {}{name} ", if_not_exists(self.if_not_exists));
        let mut clauses = Vec::new();
        for column in &table.columns {
            clauses.push(column_clause(table, column, dialect)?);
        }
        for (at, like) in table.like.iter().enumerate() {
            let clause = format!("LIKE {} {}", dialect.quote(&like.table), like.options);
            let place = (like.behind + at).min(clauses.len());
            clauses.insert(place, clause.trim_end().to_owned());
        }
        for constraint in own_clauses(table, dialect) {
            clauses.push(dialect.constraint(constraint)?);
        }
        let tail = options(table, dialect);
        if let Some((parent, bound)) = &table.partition_of {
            let inner = if clauses.is_empty() {
                String::new()
            } else {
                format!(" (\n    {}\n)", clauses.join(", \n    "))
            };
            return Ok(format!(
                "{head}PARTITION OF {}{inner} {bound}{tail}",
                dialect.quote(parent)
            ));
        }
        let body = match clauses.as_slice() {
            [] => String::new(),
            clauses => format!("    {}\n", clauses.join(", \n    ")),
        };
        Ok(format!("{head}(\n{body}){tail}"))
    }
}

fn no_column_twice(table: &Table) -> Result<(), Problem> {
    let mut seen = BTreeSet::new();
    for column in &table.columns {
        if !seen.insert(&column.name) {
            let code = "duplicate-column";
            return Err(problem::duplicate_in_table(code, "column", &column.name, &table.name));
        }
    }
    Ok(())
}

/// A column with the checks that stand in its own clause.
fn column_clause(table: &Table, column: &Column, dialect: &Dialect) -> Result<String, Problem> {
    let mut clause = dialect.column(column)?;
    for constraint in table.constraints.iter().filter(|it| is_of(it, &column.name)) {
        clause += &format!(" {}", dialect.constraint(constraint)?);
    }
    Ok(clause)
}

fn is_of(constraint: &Constraint, column: &str) -> bool {
    matches!(&constraint.kind, ConstraintKind::Check(it) if it.column.as_deref() == Some(column))
}

/// The constraints with a clause of their own, the primary key first.
fn own_clauses<'a>(
    table: &'a Table,
    dialect: &Dialect,
) -> impl Iterator<Item = &'a Constraint> + use<'a> {
    let key_in_column = matches!(dialect.autoincrement, Autoincrement::Key(_))
        && table.columns.iter().any(|it| it.autoincrement);
    let is_key = |it: &&Constraint| matches!(it.kind, ConstraintKind::PrimaryKey { .. });
    let in_column = |it: &Constraint| matches!(&it.kind, ConstraintKind::Check(check) if check.column.is_some());
    let is_empty = |it: &Constraint| matches!(&it.kind, ConstraintKind::PrimaryKey { columns, .. } if columns.is_empty());
    let keys = table.constraints.iter().filter(is_key).filter(move |_| !key_in_column);
    // SQLite has no foreign keys from one attached database to another.
    let knows_schemas = dialect.schema_on_reference;
    let schema = &table.name.schema;
    let leaves = move |it: &Constraint| match &it.kind {
        ConstraintKind::ForeignKey(key) => !knows_schemas && key.table.schema != *schema,
        _ => false,
    };
    let others =
        table.constraints.iter().filter(move |it| !is_key(it) && !in_column(it) && !leaves(it));
    keys.chain(others).filter(move |it| !is_empty(it))
}

/// What stands behind the closing parenthesis.
fn options(table: &Table, dialect: &Dialect) -> String {
    let mut options = Vec::new();
    if !table.inherits.is_empty() {
        let parents: Vec<_> = table.inherits.iter().map(|it| dialect.quote(it)).collect();
        options.push(format!("INHERITS ( {} )", parents.join(", ")));
    }
    if let Some(partitioning) = &table.partitioning {
        let keys: Vec<_> = partitioning.keys.iter().map(|it| dialect.index_key(it)).collect();
        options.push(format!("PARTITION BY {} ({})", partitioning.strategy, keys.join(", ")));
    }
    options.extend(table.options.iter().cloned());
    if let Some(comment) = &table.comment
        && dialect.comments == Comments::Inline
    {
        options.push(format!("COMMENT={}", dialect.literal(comment)));
    }
    dialect.table_options(options)
}

fn comments(table: &Table, dialect: &Dialect) -> Vec<String> {
    let name = dialect.quote(&table.name);
    let kind = if table.is_foreign() { "FOREIGN TABLE" } else { "TABLE" };
    let own = table.comment.iter();
    let own = own.map(|it| format!("COMMENT ON {kind} {name} IS {}", dialect.literal(it)));
    let columns = table.columns.iter().filter_map(|column| {
        let comment = dialect.literal(column.comment.as_ref()?);
        let column = dialect.quote_name(&column.name);
        Some(format!("COMMENT ON COLUMN {name}.{column} IS {comment}"))
    });
    own.chain(columns).collect()
}

/// What only a table that was there before has: the comments of its parts, row security,
/// triggers and policies.
fn extras(table: &Table, dialect: &Dialect) -> Vec<String> {
    let name: &Name = &table.name;
    let quoted = dialect.quote(name);
    let mut statements = Vec::new();
    if table.row_security {
        statements.push(format!("ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY"));
    }
    if table.force_row_security {
        statements.push(format!("ALTER TABLE {quoted} FORCE ROW LEVEL SECURITY"));
    }
    statements.extend(table.policies.iter().map(|it| it.definition.clone()));
    for trigger in &table.triggers {
        statements.push(trigger.definition.clone());
        if let Some(state) = &trigger.state {
            let trigger = dialect.quote_name(&trigger.name);
            statements.push(format!("ALTER TABLE {quoted} {state} TRIGGER {trigger}"));
        }
    }
    statements
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Check, ForeignKey, SqlType};
    use crate::dialect::{MYSQL, POSTGRESQL, SQLITE};

    fn column(name: &str, ty: &str) -> Column {
        let (name, ty) = (name.to_owned(), SqlType::new(ty));
        Column { name, ty, nullable: true, ..Column::default() }
    }

    fn unnamed(kind: ConstraintKind) -> Constraint {
        Constraint::new(None, kind)
    }

    fn order() -> Table {
        let mut table = Table::new(Name::new(Some("app"), "order"));
        let id = Column { nullable: false, ..column("id", "INTEGER") };
        let name = Column {
            nullable: false,
            default: Some("'x'".to_owned()),
            comment: Some("it's".to_owned()),
            ..column("Name", "VARCHAR(50)")
        };
        let at = Column { default: Some("now()".to_owned()), ..column("at", "TIMESTAMP") };
        table.columns = vec![id, name, at, column("n", "INTEGER")];
        let columns = vec!["id".to_owned()];
        let check = Check {
            condition: "n > 0".to_owned(),
            column: Some("n".to_owned()),
            ..Check::default()
        };
        let key = ForeignKey {
            columns: vec!["n".to_owned()],
            table: Name::plain("u"),
            referred: vec!["id".to_owned()],
            on_delete: Some("CASCADE".to_owned()),
            ..ForeignKey::default()
        };
        table.constraints = vec![
            unnamed(ConstraintKind::Check(check)),
            unnamed(ConstraintKind::ForeignKey(key)),
            unnamed(ConstraintKind::PrimaryKey { columns, include: Vec::new() }),
        ];
        table.comment = Some("tab".to_owned());
        table
    }

    fn sql(table: Table, dialect: &Dialect) -> String {
        let create = CreateTable { table, if_not_exists: false };
        create.sql(dialect).unwrap_or_default().join(";\n")
    }

    #[test]
    fn postgresql_comments_in_statements_of_their_own() {
        let expected = "CREATE TABLE app.\"order\" (\n    id INTEGER NOT NULL, \n    \
             \"Name\" VARCHAR(50) DEFAULT 'x' NOT NULL, \n    at TIMESTAMP DEFAULT now(), \n    \
             n INTEGER CHECK (n > 0), \n    PRIMARY KEY (id), \n    \
             FOREIGN KEY(n) REFERENCES u (id) ON DELETE CASCADE\n);\n\
             COMMENT ON TABLE app.\"order\" IS 'tab';\n\
             COMMENT ON COLUMN app.\"order\".\"Name\" IS 'it''s'";
        assert_eq!(sql(order(), POSTGRESQL), expected);
    }

    #[test]
    fn mysql_comments_within_the_table() {
        let mut table = order();
        table.options = vec!["ENGINE=InnoDB".to_owned()];
        if let Some(id) = table.column_mut("id") {
            id.autoincrement = true;
        }
        let expected = "CREATE TABLE app.`order` (\n    id INTEGER NOT NULL AUTO_INCREMENT, \n    \
             `Name` VARCHAR(50) NOT NULL COMMENT 'it''s' DEFAULT 'x', \n    \
             at TIMESTAMP NULL DEFAULT now(), \n    n INTEGER CHECK (n > 0), \n    \
             PRIMARY KEY (id), \n    FOREIGN KEY(n) REFERENCES u (id) ON DELETE CASCADE\n\
             )ENGINE=InnoDB COMMENT='tab'";
        assert_eq!(sql(table, MYSQL), expected);
    }

    #[test]
    fn sqlite_has_neither_comments_nor_keys_across_schemas() {
        let expected = "CREATE TABLE app.\"order\" (\n    id INTEGER NOT NULL, \n    \
             \"Name\" VARCHAR(50) DEFAULT 'x' NOT NULL, \n    at TIMESTAMP DEFAULT (now()), \n    \
             n INTEGER CHECK (n > 0), \n    PRIMARY KEY (id)\n)";
        assert_eq!(sql(order(), SQLITE), expected);
    }

    #[test]
    fn a_serial_column_has_a_sequence_and_constraints_have_names() {
        let mut table = Table::new(Name::plain("t"));
        table.columns = vec![column("id", "SERIAL"), column("a", "INTEGER")];
        let key = |columns: &[&str]| columns.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let unique = ConstraintKind::Unique {
            columns: key(&["a"]),
            include: Vec::new(),
            nulls_not_distinct: None,
        };
        let primary = ConstraintKind::PrimaryKey { columns: key(&["id"]), include: Vec::new() };
        table.constraints = vec![unnamed(unique), unnamed(primary)];
        let mut catalog = Catalog::default();
        let create = CreateTable { table, if_not_exists: false };
        assert_eq!(create.apply(&mut catalog), Ok(()));
        let table = catalog.table(&Name::plain("t")).cloned().unwrap_or_default();
        let names: Vec<_> = table.constraints.iter().filter_map(|it| it.name.as_deref()).collect();
        assert_eq!(names, ["t_pkey", "t_a_key"]);
        let default = table.column("id").and_then(|it| it.default.as_deref());
        assert_eq!(default, Some("nextval('t_id_seq'::regclass)"));
        assert!(catalog.sequences.contains_key(&Name::plain("t_id_seq")));
        assert_eq!(
            catalog.as_written(&table).columns.first().map(|it| &*it.ty.spelling),
            Some("SERIAL")
        );
    }

    #[test]
    fn a_foreign_key_needs_its_table() {
        let mut catalog = Catalog::default();
        catalog.schemas.insert("app".to_owned());
        let create = CreateTable { table: order(), if_not_exists: false };
        let before = catalog.clone();
        let problem = create.apply(&mut catalog).err().map(|it| it.code);
        assert_eq!(problem, Some("unknown-table"));
        assert_eq!(catalog, before);
    }
}
