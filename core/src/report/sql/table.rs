//! A table with its columns, constraints and indexes, and what comes when all tables are there.

use std::sync::Arc;

use super::super::partition;
use super::Writer;
use crate::catalog::{
    Column, Constraint, ConstraintKind, Expression, Identity, Index, Role, Table, object_name,
};
use crate::dialect::Comments;
use crate::name::Name;
use crate::op::{
    AddColumn, AddConstraint, AlterColumn, AlterIndex, ColumnChanges, CreateIndex, CreateTable,
    Existing, IndexChange, SetTable, TableChange,
};

impl Writer<'_> {
    /// The table with its keys and checks; what other tables have a part in comes later.
    pub(super) fn table(&mut self, table: &Table) {
        let is_heir = partition::is_made_as_heir(self.catalog, table);
        let mut bare = self.bare(table, is_heir);
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

    /// What `CREATE TABLE` says: no part that comes later or from a parent.
    fn bare(&self, table: &Table, is_heir: bool) -> Table {
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
        if is_heir {
            bare.columns.retain(|it| !it.inherited);
            bare.constraints.retain(|it| !it.inherited);
            // What a parent generates is not said again.
            let parents: Vec<&Table> =
                table.parents().filter_map(|it| self.catalog.table(it)).collect();
            for column in &mut bare.columns {
                let mut above = parents.iter().filter_map(|it| it.column(&column.name));
                if above.any(|it| it.generated == column.generated) {
                    column.generated = None;
                }
            }
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
        bare
    }

    /// The defaults that it has in place of its parents'.
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
    pub(super) fn more_columns(&mut self, table: &Table, given: &Table) {
        for column in table.columns.iter().filter(|it| given.column(&it.name).is_none()) {
            let default = column.default.clone().map(in_column);
            let column = Column { comment: None, default, ..column.clone() };
            let table = table.name.clone();
            self.say(&AddColumn { table, column, ..AddColumn::default() });
        }
    }

    /// The part of a table that was not there from the start.
    pub(super) fn not_given(&self, table: &Arc<Table>) -> Arc<Table> {
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

    pub(super) fn indexes(&mut self, table: &Table) {
        let own = partition::own_parts(self.catalog, table);
        for constraint in own.iter().flat_map(|it| &it.constraints).filter(|it| !comes_later(it)) {
            let (table, constraint) = (table.name.clone(), constraint.clone());
            self.say(&AddConstraint::to(table, constraint));
        }
        for constraint in table.constraints.iter().filter(|it| own.is_none() && repeats(table, it))
        {
            let (table, constraint) = (table.name.clone(), constraint.clone());
            self.say(&AddConstraint::to(table, constraint));
        }
        let indexes = own.as_ref().map_or(&table.indexes, |it| &it.indexes);
        for index in indexes.iter().filter(|it| !it.only) {
            self.index(&table.name, index);
        }
    }

    /// Those of a parent alone come when its partitions are attached, which would get them, too.
    pub(super) fn indexes_of_parents(&mut self, table: &Table) {
        let own = partition::own_parts(self.catalog, table);
        let indexes = own.as_ref().map_or(&table.indexes, |it| &it.indexes);
        for index in indexes.iter().filter(|it| it.only) {
            self.index(&table.name, index);
        }
    }

    pub(super) fn index(&mut self, table: &Name, index: &Index) {
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

    pub(super) fn foreign_keys(&mut self, table: &Table) {
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
            self.say(&AddConstraint::to(table, constraint));
        }
    }

    /// A partition whose parts are not called as they would be is made as a table of its own,
    /// and attached when it has them all. An heir that has not its parents' columns as they are is
    /// told its parents when it has its own, so that these keep their order.
    pub(super) fn attach(&mut self, table: &Table) {
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
    pub(super) fn extras(&mut self, table: &Table) {
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
        self.triggers(&table.name, &table.triggers);
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
