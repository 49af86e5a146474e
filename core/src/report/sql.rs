//! A schema as the statements that build it in an empty database.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::order::{Object, in_order};
use super::{partition, privilege};
use crate::catalog::{
    Catalog, Column, Constraint, ConstraintKind, Expression, Function, Identity, Index, NotNull,
    ObjectRef, Opaque, Role, Sequence, Table, Type, TypeKind, View, next_value, object_name,
};
use crate::diagnostic::Problem;
use crate::dialect::{Comments, Dialect};
use crate::name::Name;
use crate::op::{
    AddColumn, AddConstraint, AlterColumn, AlterIndex, AlterType, ColumnChanges, CreateExtension,
    CreateIndex, CreateSchema, CreateSequence, CreateTable, CreateType, DropSchema, Existing,
    IndexChange, Op, SetComment, SetTable, TableChange, TypeChange,
};

/// The statements that build a schema, and what could not be said.
#[derive(Clone, Debug, Default)]
pub struct SchemaScript {
    /// Without final semicolons, in an order that works.
    pub statements: Vec<String>,
    pub problems: Vec<Problem>,
}

/// The statements that build the schema in an empty database of this dialect.
///
/// Every constraint and index says its name, so that the result is the same to the letter.
pub fn schema_script(catalog: &Catalog, dialect: &Dialect) -> SchemaScript {
    let nothing = Catalog::default();
    let given = catalog.given.as_deref().unwrap_or(&nothing);
    let mut writer = Writer {
        catalog,
        given,
        dialect,
        of_identity: identity_sequences(catalog),
        free: Vec::new(),
        script: SchemaScript::default(),
    };
    writer.first();
    for object in in_order(catalog) {
        writer.object(&object);
    }
    let tables: Vec<Arc<Table>> = catalog.tables.values().map(|it| writer.not_given(it)).collect();
    for table in &tables {
        writer.indexes(table);
    }
    for table in &tables {
        writer.foreign_keys(table);
    }
    for table in &tables {
        writer.attach(table);
    }
    for table in &tables {
        writer.indexes_of_parents(table);
    }
    writer.ownership();
    for table in &tables {
        writer.extras(table);
    }
    writer.comments();
    writer.opaque(|it| !comes_first(it));
    writer.privileges();
    writer.script
}

/// The sequence of each identity column.
fn identity_sequences(catalog: &Catalog) -> BTreeMap<&(Name, String), &Sequence> {
    let sequences = catalog.sequences.values().filter(|it| it.of_identity);
    sequences.filter_map(|it| Some((it.owned_by.as_ref()?, &**it))).collect()
}

/// The same as one text.
pub fn schema_sql(catalog: &Catalog, dialect: &Dialect) -> String {
    schema_script(catalog, dialect).to_string()
}

impl fmt::Display for SchemaScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, statement) in self.statements.iter().enumerate() {
            let blank = if at == 0 { "" } else { "\n" };
            writeln!(f, "{blank}{statement};")?;
        }
        Ok(())
    }
}

/// Statements about roles, which belong to the server, not to the schema.
const ABOUT_ROLES: &[&str] = &[
    "GRANT",
    "REVOKE",
    "CREATE ROLE",
    "CREATE USER",
    "ALTER ROLE",
    "ALTER USER",
    "DROP ROLE",
    "DROP USER",
    "REASSIGN OWNED",
    "DROP OWNED",
    "CREATE GROUP",
];

/// Statements that give roles something of the schema.
const GIVES: &[&str] = &["GRANT", "REVOKE"];

/// A statement that is passed over on a server without the roles that it names.
fn where_roles_exist(sql: &str) -> String {
    let upper = sql.to_uppercase();
    let always_there = [" PUBLIC", " CURRENT_USER"].iter().any(|it| upper.trim_end().ends_with(it));
    if always_there {
        return sql.to_owned();
    }
    format!(
        "DO $roles$ BEGIN {sql}; EXCEPTION WHEN undefined_object THEN RAISE NOTICE '%', SQLERRM; END $roles$"
    )
}

/// Objects that tables and functions may need, and that need neither.
const FIRST: &[&str] = &[
    "CREATE COLLATION",
    "CREATE TEXT SEARCH",
    "ALTER TEXT SEARCH",
    "CREATE LANGUAGE",
    "CREATE FOREIGN DATA WRAPPER",
    "CREATE SERVER",
    "CREATE USER MAPPING",
    "CREATE CONVERSION",
];

fn comes_first(opaque: &Opaque) -> bool {
    FIRST.iter().any(|it| opaque.kind.starts_with(it))
}

struct Writer<'a> {
    catalog: &'a Catalog,
    /// What is there already.
    given: &'a Catalog,
    dialect: &'a Dialect,
    /// The sequences of identity columns, by table and column.
    of_identity: BTreeMap<&'a (Name, String), &'a Sequence>,
    /// The sequences that were made by a statement of their own.
    free: Vec<&'a Sequence>,
    script: SchemaScript,
}

impl<'a> Writer<'a> {
    fn say(&mut self, op: &impl Op) {
        if let Some(refusal) = op.refusal(self.dialect) {
            return self.script.problems.push(refusal);
        }
        match op.sql(self.dialect) {
            Ok(statements) => self.script.statements.extend(statements),
            Err(problem) => self.script.problems.push(problem),
        }
    }

    fn write(&mut self, statement: impl Into<String>) {
        self.script.statements.push(statement.into());
    }

    fn first(&mut self) {
        let catalog = self.catalog;
        if !catalog.functions.is_empty() && self.dialect.named_types {
            // A body may name tables that come later.
            self.write("SET check_function_bodies = false");
        }
        if catalog.lacks_default && !self.given.lacks_default {
            let name = "public".to_owned();
            self.say(&DropSchema { name, if_exists: false, cascade: false });
        }
        for name in catalog.schemas.difference(&self.given.schemas) {
            self.say(&CreateSchema { name: name.clone(), owner: None, if_not_exists: false });
        }
        let is_given = |name: &String| self.given.extensions.contains_key(name);
        for (name, extension) in catalog.extensions.iter().filter(|(it, _)| !is_given(it)) {
            let (name, schema) = (name.clone(), extension.schema.clone());
            self.say(&CreateExtension { name, schema, if_not_exists: true });
        }
        self.opaque(comes_first);
    }

    fn object(&mut self, object: &Object) {
        let catalog = self.catalog;
        match object {
            Object::Type(name) => {
                let is_given = |it: &&Arc<Type>| self.given.types.get(name) == Some(*it);
                let ty = catalog.types.get(name).filter(|it| !is_given(it) && !it.assumed);
                ty.into_iter().for_each(|it| self.type_(it));
            }
            Object::Sequence(name) => {
                if let Some(sequence) = catalog.sequences.get(name) {
                    self.sequence(sequence);
                }
            }
            Object::Function(key) => {
                let is_given = |it: &&Arc<Function>| self.given.functions.get(key) == Some(*it);
                if let Some(function) = catalog.functions.get(key).filter(|it| !is_given(it)) {
                    self.write(function.definition.clone());
                }
            }
            Object::Table(name) => match (catalog.tables.get(name), self.given.tables.get(name)) {
                (Some(table), None) => self.table(table),
                (Some(table), Some(given)) => self.more_columns(table, given),
                (None, _) => {}
            },
            Object::View(name) => {
                if let Some(view) = catalog.views.get(name) {
                    self.view(view);
                }
            }
        }
    }

    /// What is not valid yet can be said only of a domain that is there.
    fn type_(&mut self, ty: &Type) {
        let mut bare = ty.clone();
        let mut later = Vec::new();
        if let TypeKind::Domain { constraints, .. } = &mut bare.kind {
            later = constraints.extract_if(.., |it| !it.validated).collect();
            let usual = object_name(&ty.name.name, None, "not_null");
            for it in constraints.iter_mut().filter(|it| it.forbids_null()) {
                it.name.take_if(|it| *it == usual);
            }
        }
        self.say(&CreateType { ty: bare, if_not_exists: false });
        for constraint in later {
            let change = TypeChange::AddConstraint(constraint);
            self.say(&AlterType { name: ty.name.clone(), change });
        }
    }

    /// Sequences of serial and identity columns are made by their column.
    fn sequence(&mut self, sequence: &'a Sequence) {
        let owner = sequence.owned_by.as_ref();
        let column = owner.and_then(|(table, column)| {
            let table = self.catalog.table(table)?;
            Some((table, table.column(column)?))
        });
        let is_of_serial = column.is_some_and(|(table, column)| {
            let written = self.catalog.column_as_written(table, column);
            written.ty != column.ty && column.default == Some(next_value(&sequence.name))
        });
        if !sequence.of_identity && !is_of_serial {
            self.free.push(sequence);
            let sequence = Sequence { owned_by: None, ..sequence.clone() };
            self.say(&CreateSequence { sequence, if_not_exists: false });
        }
    }

    /// The table with its keys and checks; what other tables have a part in comes later.
    fn table(&mut self, table: &Table) {
        let mut bare = self.catalog.as_written(table);
        for column in &mut bare.columns {
            let name = &column.name;
            if let Some(identity) = &mut column.identity {
                *identity = self.named_identity(table, name, identity);
            }
            column.default = column.default.take().map(in_column);
            if column.not_null.take_if(|it| !it.validated).is_some() {
                column.nullable = true;
            }
        }
        let later = self.dialect.alter_constraint;
        bare.constraints.retain(|it| !(later && (comes_later(it) || repeats(table, it))));
        bare.indexes = Vec::new();
        bare.triggers = Vec::new();
        bare.policies = Vec::new();
        let is_heir = partition::is_made_as_heir(self.catalog, table);
        if is_heir {
            bare.columns.retain(|it| !it.inherited);
            bare.constraints.retain(|it| !it.inherited);
        } else {
            bare.inherits = Vec::new();
        }
        if partition::own_parts(self.catalog, table).is_some() {
            bare.columns = Vec::new();
            bare.constraints = Vec::new();
        } else {
            bare.partition_of = None;
        }
        bare.row_security = false;
        bare.force_row_security = false;
        if self.dialect.comments == Comments::Statements {
            bare.comment = None;
            bare.columns.iter_mut().for_each(|it| it.comment = None);
        }
        let is_typed = |it: &mut String| it.to_ascii_uppercase().starts_with("OF ");
        let types: Vec<String> = bare.options.extract_if(.., is_typed).collect();
        self.say(&CreateTable { table: bare, if_not_exists: false });
        for of_type in types {
            let change = TableChange::Option(of_type);
            self.say(&SetTable { table: table.name.clone(), change });
        }
        if is_heir {
            self.defaults_of_heir(table);
        }
    }

    fn defaults_of_heir(&mut self, table: &Table) {
        for column in partition::own_defaults(self.catalog, table) {
            let default = Some(column.default.clone());
            let changes = ColumnChanges { default, ..ColumnChanges::default() };
            let (table, column) = (table.name.clone(), column.name.clone());
            let existing = Existing::default();
            self.say(&AlterColumn { table, column, changes, existing, only: true });
        }
    }

    /// The columns that a table has got besides those that it had.
    fn more_columns(&mut self, table: &Table, given: &Table) {
        for column in table.columns.iter().filter(|it| given.column(&it.name).is_none()) {
            let default = column.default.clone().map(in_column);
            let column = Column { comment: None, default, ..column.clone() };
            let table = table.name.clone();
            self.say(&AddColumn { table, column, ..AddColumn::default() });
        }
    }

    /// The part of a table that was not there from the start.
    fn not_given(&self, table: &Arc<Table>) -> Arc<Table> {
        let Some(given) = self.given.table(&table.name) else { return table.clone() };
        let mut res = Table::clone(table);
        res.constraints.retain(|it| !given.constraints.contains(it));
        res.indexes.retain(|it| !given.indexes.contains(it));
        res.triggers.retain(|it| !given.triggers.contains(it));
        res.policies.retain(|it| !given.policies.contains(it));
        res.row_security &= !given.row_security;
        Arc::new(res)
    }

    /// The identity with the name of its sequence, where it is not the one it would get.
    fn named_identity(&self, table: &Table, column: &str, identity: &Identity) -> Identity {
        let owner = (table.name.key(), column.to_owned());
        let usual = object_name(&table.name.name, Some(column), "seq");
        let Some(sequence) = self.of_identity.get(&owner) else { return identity.clone() };
        let mut options = without_sequence_name(&identity.options);
        if sequence.name.name != usual {
            options = format!("SEQUENCE NAME {} {options}", self.dialect.quote(&sequence.name));
        }
        Identity { options: options.trim_end().to_owned(), ..identity.clone() }
    }

    fn indexes(&mut self, table: &Table) {
        let own = partition::own_parts(self.catalog, table);
        for constraint in own.iter().flat_map(|it| &it.constraints).filter(|it| !comes_later(it)) {
            let (table, constraint) = (table.name.clone(), constraint.clone());
            self.say(&AddConstraint { table, constraint });
        }
        for constraint in table.constraints.iter().filter(|it| own.is_none() && repeats(table, it))
        {
            let (table, constraint) = (table.name.clone(), constraint.clone());
            self.say(&AddConstraint { table, constraint });
        }
        let indexes = own.as_ref().map_or(&table.indexes, |it| &it.indexes);
        for index in indexes.iter().filter(|it| !it.only) {
            self.index(&table.name, index);
        }
    }

    /// Those of a parent alone come when its partitions are attached, which would get them, too.
    fn indexes_of_parents(&mut self, table: &Table) {
        let own = partition::own_parts(self.catalog, table);
        let indexes = own.as_ref().map_or(&table.indexes, |it| &it.indexes);
        for index in indexes.iter().filter(|it| it.only) {
            self.index(&table.name, index);
        }
    }

    fn index(&mut self, table: &Name, index: &Index) {
        let (table, index) = (table.clone(), index.clone());
        let name = table.renamed(index.name.clone().unwrap_or_default());
        let keys = index.keys.iter().zip(1..);
        let gathered = keys.filter_map(|(it, at)| Some((at, it.statistics.clone()?)));
        let gathered: Vec<(u32, String)> = gathered.collect();
        self.say(&CreateIndex { table, index, concurrently: false, if_not_exists: false });
        for (at, value) in gathered {
            let change = IndexChange::Option(format!("ALTER COLUMN {at} SET STATISTICS {value}"));
            self.say(&AlterIndex { name: name.clone(), table: None, change, if_exists: false });
        }
    }

    fn foreign_keys(&mut self, table: &Table) {
        if !self.dialect.alter_constraint {
            return;
        }
        let parent = table.partition_of.as_ref().and_then(|(it, _)| self.catalog.table(it));
        let of_parent = |it: &Constraint| {
            parent.is_some_and(|parent| {
                parent.constraints.iter().any(|p| p.name == it.name && p.kind == it.kind)
            })
        };
        let own = table.constraints.iter().filter(|it| comes_later(it) && !of_parent(it));
        for constraint in own {
            let (table, constraint) = (table.name.clone(), constraint.clone());
            self.say(&AddConstraint { table, constraint });
        }
    }

    /// A partition whose parts are not called as they would be is made as a table of its own,
    /// and attached when it has them all. An heir that has not its parents' columns as they are is
    /// told its parents when it has its own, so that these keep their order.
    fn attach(&mut self, table: &Table) {
        let is_made = partition::is_made_as_heir(self.catalog, table);
        for parent in table.inherits.iter().filter(|_| !is_made) {
            let change = TableChange::Inherit(parent.clone());
            self.say(&SetTable { table: table.name.clone(), change });
        }
        if partition::own_parts(self.catalog, table).is_some() {
            return;
        }
        let Some((parent, bound)) = &table.partition_of else { return };
        let (partition, bound) = (table.name.clone(), bound.clone());
        let change = TableChange::AttachPartition { partition, bound };
        self.say(&SetTable { table: parent.clone(), change });
    }

    fn ownership(&mut self) {
        for sequence in std::mem::take(&mut self.free) {
            let Some((table, column)) = &sequence.owned_by else { continue };
            let dialect = self.dialect;
            let (name, table) = (dialect.quote(&sequence.name), dialect.quote(table));
            let column = dialect.quote_name(column);
            self.write(format!("ALTER SEQUENCE {name} OWNED BY {table}.{column}"));
        }
    }

    fn view(&mut self, view: &View) {
        self.write(view.definition.clone());
        for index in &view.indexes {
            self.index(&view.name, index);
        }
        let name = self.dialect.quote(&view.name);
        for trigger in &view.triggers {
            self.write(trigger.definition.clone());
            if let Some(state) = &trigger.state {
                let trigger = self.dialect.quote_name(&trigger.name);
                self.write(format!("ALTER TABLE {name} {state} TRIGGER {trigger}"));
            }
        }
    }

    /// The checks that hold for a table that was made later than its parent's became one that is
    /// not valid.
    fn valid_checks(&mut self, table: &Table) {
        let parents: Vec<&Table> =
            table.parents().filter_map(|it| self.catalog.table(it)).collect();
        for name in table.constraint_names() {
            let is_valid = |it: &Table| it.constraint(name).is_none_or(|it| it.validated);
            if is_valid(table) && !parents.iter().all(|it| is_valid(it)) {
                let (table, name) =
                    (self.dialect.quote(&table.name), self.dialect.quote_name(name));
                self.write(format!("ALTER TABLE {table} VALIDATE CONSTRAINT {name}"));
            }
        }
    }

    /// Options of columns, triggers, policies and row security.
    fn extras(&mut self, table: &Table) {
        self.valid_checks(table);
        let name = self.dialect.quote(&table.name);
        let has_heirs = self.catalog.tables.mentioning(Role::Child, &table.name.key()).next();
        let only = if has_heirs.is_some() { "ONLY " } else { "" };
        for column in &table.columns {
            let quoted = self.dialect.quote_name(&column.name);
            if let Some(constraint) = column.not_null.as_ref().filter(|it| !it.validated) {
                let clause = self.dialect.not_null(&column.name, constraint);
                self.write(format!("ALTER TABLE {name} ADD {clause}"));
            }
            for option in &column.options {
                self.write(format!("ALTER TABLE {only}{name} ALTER COLUMN {quoted} {option}"));
            }
        }
        for trigger in &table.triggers {
            self.write(trigger.definition.clone());
            if let Some(state) = &trigger.state {
                let trigger = self.dialect.quote_name(&trigger.name);
                self.write(format!("ALTER TABLE {name} {state} TRIGGER {trigger}"));
            }
        }
        for policy in &table.policies {
            self.write(policy.definition.clone());
        }
        if table.row_security {
            self.write(format!("ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"));
        }
        if table.force_row_security {
            self.write(format!("ALTER TABLE {name} FORCE ROW LEVEL SECURITY"));
        }
    }

    fn comments(&mut self) {
        if self.dialect.comments != Comments::Statements {
            return;
        }
        let given = every_comment(self.given);
        for (on, comment) in every_comment(self.catalog) {
            if given.contains(&(on.clone(), comment.clone())) {
                continue;
            }
            if let ObjectRef::View(name) = &on
                && self.catalog.views.get(&name.key()).is_some_and(|it| it.materialized)
            {
                let (name, comment) = (self.dialect.quote(name), self.dialect.literal(&comment));
                self.write(format!("COMMENT ON MATERIALIZED VIEW {name} IS {comment}"));
                continue;
            }
            self.say(&SetComment { on, comment: Some(comment) });
        }
    }

    fn privileges(&mut self) {
        let given = privilege::changes(self.given);
        for change in privilege::changes(self.catalog) {
            if given.contains(&change) {
                continue;
            }
            match (change.refusal(self.dialect), change.sql(self.dialect)) {
                (Some(problem), _) | (None, Err(problem)) => self.script.problems.push(problem),
                (None, Ok(statements)) => {
                    let guarded = statements.iter().map(|it| where_roles_exist(it));
                    self.script.statements.extend(guarded);
                }
            }
        }
    }

    fn opaque(&mut self, wanted: fn(&Opaque) -> bool) {
        let is_there = |it: &Opaque| {
            it.kind != "ALTER SEQUENCE"
                || it.touches.iter().all(|it| self.catalog.sequences.contains_key(&it.key()))
        };
        let is_own =
            |it: &&Arc<Opaque>| wanted(it) && is_there(it) && !self.given.opaque.contains(it);
        for opaque in self.catalog.opaque.iter().filter(is_own) {
            let about_roles = ABOUT_ROLES.iter().any(|it| opaque.kind.starts_with(it));
            let gives = GIVES.iter().any(|it| opaque.kind.starts_with(it));
            if gives || opaque.sets_owner() {
                self.write(where_roles_exist(&opaque.sql));
            } else if !about_roles && !opaque.kind.starts_with("DROP") {
                self.write(opaque.sql.clone());
            }
        }
    }
}

/// A default as a column can say it, which `SET DEFAULT` may say without parentheses.
fn in_column(default: String) -> String {
    if Expression(&default).is_open() { format!("({default})") } else { default }
}

/// Foreign keys wait for their table, and what is not validated cannot be said within a table.
fn comes_later(constraint: &Constraint) -> bool {
    matches!(constraint.kind, ConstraintKind::ForeignKey(_)) || !constraint.validated
}

/// Whether an earlier constraint is over the same columns: in one statement, PostgreSQL would
/// make one of them.
fn repeats(table: &Table, constraint: &Constraint) -> bool {
    let ConstraintKind::Unique { columns, .. } = &constraint.kind else { return false };
    let same = |it: &Constraint| it.kind.has_index() && it.kind.columns() == columns;
    let is_key = |it: &Constraint| matches!(it.kind, ConstraintKind::PrimaryKey { .. });
    let others = table.constraints.iter().take_while(|it| *it != constraint);
    let keys = table.constraints.iter().filter(|it| is_key(it));
    others.chain(keys).any(same)
}

fn every_comment(catalog: &Catalog) -> Vec<(ObjectRef, String)> {
    let mut res: Vec<(ObjectRef, String)> =
        catalog.comments.iter().map(|(on, it)| (on.clone(), it.clone())).collect();
    let mut add = |on: ObjectRef, comment: &Option<String>| {
        res.extend(comment.clone().map(|it| (on, it)));
    };
    for ty in catalog.types.values() {
        add(ObjectRef::Type(ty.name.clone()), &ty.comment);
    }
    for sequence in catalog.sequences.values() {
        add(ObjectRef::Sequence(sequence.name.clone()), &sequence.comment);
    }
    for table in catalog.tables.values() {
        let name = &table.name;
        add(ObjectRef::Table(name.clone()), &table.comment);
        for column in &table.columns {
            add(ObjectRef::Column(name.clone(), column.name.clone()), &column.comment);
            if let Some(NotNull { name: Some(part), comment, .. }) = &column.not_null {
                add(ObjectRef::Constraint(name.clone(), part.clone()), comment);
            }
        }
        for it in &table.constraints {
            let part = it.name.clone().unwrap_or_default();
            add(ObjectRef::Constraint(name.clone(), part), &it.comment);
        }
        for it in &table.indexes {
            let index = name.renamed(it.name.clone().unwrap_or_default());
            add(ObjectRef::Index(index), &it.comment);
        }
        for it in &table.triggers {
            add(ObjectRef::Trigger(name.clone(), it.name.clone()), &it.comment);
        }
        for it in &table.policies {
            add(ObjectRef::Policy(name.clone(), it.name.clone()), &it.comment);
        }
    }
    for view in catalog.views.values() {
        add(ObjectRef::View(view.name.clone()), &view.comment);
        for it in &view.indexes {
            let index = view.name.renamed(it.name.clone().unwrap_or_default());
            add(ObjectRef::Index(index), &it.comment);
        }
    }
    for function in catalog.functions.values() {
        add(ObjectRef::Function(function.key.clone()), &function.comment);
    }
    res
}

/// An identity's options without the name of its sequence, which may be another by now.
fn without_sequence_name(options: &str) -> String {
    let words: Vec<&str> = options.split_whitespace().collect();
    let named = words.windows(2).position(|it| {
        matches!(it, [a, b] if a.eq_ignore_ascii_case("sequence") && b.eq_ignore_ascii_case("name"))
    });
    let is_kept = |at: usize| named.is_none_or(|start| !(start..start + 3).contains(&at));
    let kept = words.iter().enumerate().filter(|(at, _)| is_kept(*at));
    kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
}
