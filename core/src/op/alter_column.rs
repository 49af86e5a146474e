//! `op.alter_column` and what `ALTER TABLE … ALTER COLUMN` and `RENAME COLUMN` can say.

mod check;
mod write;

use self::write::{bare_number, is_moment};
use super::rules::relation::{self, RelationChange};
use super::rules::{column, definition, not_null, partition, recast, rename, sequence};
use super::{Op, Operation, find, find_mut, problem};
use crate::catalog::{
    Catalog, Column, Identity, Naming, NotNull, ObjectRef, SqlType, TakenNames, TypeKind,
    next_value,
};
use crate::diagnostic::Problem;
use crate::dialect::{self, Dialect, POSTGRESQL};
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterColumn {
    pub table: Name,
    pub column: String,
    /// What is changed; several at once as Alembic may say it.
    pub changes: ColumnChanges,
    /// What the migration says the column is: MySQL must repeat it.
    pub existing: Existing,
    /// `ALTER TABLE ONLY`: the tables that inherit keep what they have.
    pub only: bool,
}

/// What is changed about a column. Nothing is changed by default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnChanges {
    pub name: Option<String>,
    pub ty: Option<SqlType>,
    /// The collation that goes with the new type.
    pub collation: Option<String>,
    /// The expression behind `USING`.
    pub using: Option<String>,
    pub nullable: Option<bool>,
    /// What is said of the constraint that forbids null from now on.
    pub not_null: Option<NotNull>,
    /// `Some(None)` drops the default.
    pub default: Option<Option<String>>,
    /// `Some(None)` drops the identity.
    pub identity: Option<Option<Identity>>,
    /// The new expression of a generated column.
    pub expression: Option<String>,
    /// True for `DROP EXPRESSION`.
    pub drop_expression: bool,
    pub comment: Option<Option<String>>,
    pub autoincrement: Option<bool>,
    /// `SET STATISTICS 100`, `SET STORAGE PLAIN`, as written.
    pub options: Vec<String>,
}

/// What the migration says the column was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Existing {
    pub ty: Option<SqlType>,
    /// Whether the column is a date and time, which MySQL may give a function as its default.
    pub is_moment: bool,
    pub nullable: Option<bool>,
    pub default: Option<Option<String>>,
    pub comment: Option<String>,
    pub autoincrement: Option<bool>,
}

impl Op for AlterColumn {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        if catalog.views.contains_key(&self.table.key()) {
            return self.of_view(catalog);
        }
        let table = find(catalog, &self.table)?;
        if table.column(&self.column).is_none() {
            if !table.assumed {
                return Err(problem::unknown_column(&self.table, &self.column));
            }
            catalog.give_column(&self.table, &self.as_known());
        }
        self.check(catalog)?;
        if catalog.naming == Naming::BySchema {
            self.check_values(catalog)?;
            self.check_identity(catalog)?;
        }
        self.change(catalog, &self.table)?;
        if self.changes.nullable == Some(false) || self.changes.identity.is_some() {
            not_null::settle_all(catalog, &self.table);
        }
        if let Some(to) = self.changes.name.as_ref().filter(|it| **it != self.column) {
            rename::column(catalog, &self.table, &self.column, to);
        }
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let was = before.table(&self.table)?.column(&self.column)?;
        let changes = &self.changes;
        if changes.drop_expression || !changes.options.is_empty() {
            return None;
        }
        let changes = ColumnChanges {
            name: changes.name.as_ref().map(|_| self.column.clone()),
            ty: changes.ty.as_ref().map(|_| was.ty.clone()),
            collation: changes.ty.as_ref().and_then(|_| was.collation.clone()),
            nullable: changes.nullable.map(|_| was.nullable),
            default: changes.default.as_ref().map(|_| was.default.clone()),
            identity: changes.identity.as_ref().map(|_| was.identity.clone()),
            expression: match (&changes.expression, &was.generated) {
                (Some(_), Some(generated)) => Some(generated.expression.clone()),
                _ => None,
            },
            comment: changes.comment.as_ref().map(|_| was.comment.clone()),
            autoincrement: changes.autoincrement.map(|_| was.autoincrement),
            ..ColumnChanges::default()
        };
        let column = self.changes.name.clone().unwrap_or_else(|| self.column.clone());
        let mut after = was.clone();
        self.changes.put(&mut after);
        let existing = Existing {
            is_moment: is_moment(&after.ty),
            ty: Some(after.ty),
            nullable: Some(after.nullable),
            default: Some(after.default),
            comment: after.comment,
            autoincrement: Some(after.autoincrement),
        };
        let (table, only) = (self.table.clone(), self.only);
        Some(Self { table, column, changes, existing, only }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        match dialect.alter_column {
            dialect::AlterColumn::Clauses => Ok(self.clauses(dialect)),
            dialect::AlterColumn::Modify => self.modify(dialect),
            dialect::AlterColumn::Rebuild => Ok(self.clauses(dialect)),
        }
    }

    /// Only a name changes in place where all else needs a copy of the table.
    fn refusal(&self, dialect: &Dialect) -> Option<Problem> {
        let only_name =
            ColumnChanges { name: self.changes.name.clone(), ..ColumnChanges::default() };
        let is_refused =
            dialect.alter_column == dialect::AlterColumn::Rebuild && self.changes != only_name;
        is_refused.then(|| problem::needs_table_copy(dialect.name, "alter a column"))
    }

    fn describe(&self) -> String {
        let changes = &self.changes;
        let place = format!("`{}` of `{}`", self.column, self.table);
        let mut words = Vec::new();
        words.extend(changes.name.as_ref().map(|it| format!("rename it to `{it}`")));
        words.extend(changes.ty.as_ref().map(|it| format!("make it {}", it.spelling)));
        words.extend(
            changes
                .nullable
                .map(|it| if it { "allow null".to_owned() } else { "forbid null".to_owned() }),
        );
        words.extend(changes.default.as_ref().map(|it| match it {
            Some(default) => format!("set its default to {default}"),
            None => "drop its default".to_owned(),
        }));
        words.extend(changes.identity.as_ref().map(|it| match it {
            Some(_) => "make it an identity".to_owned(),
            None => "drop its identity".to_owned(),
        }));
        words.extend(changes.expression.as_ref().map(|it| format!("compute it as {it}")));
        words.extend(changes.drop_expression.then(|| "keep its values as plain ones".to_owned()));
        words.extend(changes.comment.as_ref().map(|_| "change its comment".to_owned()));
        words.extend(changes.options.iter().map(|it| it.to_lowercase()));
        format!("alter column {place}: {}", words.join(", "))
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let ty = self.changes.ty.iter().filter_map(|it| it.named.clone()).map(ObjectRef::Type);
        ty.chain([ObjectRef::Table(self.table.clone())]).collect()
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }

    fn makes_objects(&self) -> bool {
        true
    }
}

impl AlterColumn {
    /// Gives a column of a table another name.
    pub(super) fn renaming(table: &Name, from: &str, to: &str) -> Self {
        let changes = ColumnChanges { name: Some(to.to_owned()), ..ColumnChanges::default() };
        let (table, column, existing) = (table.clone(), from.to_owned(), Existing::default());
        Self { table, column, changes, existing, only: false }
    }

    /// `ALTER TABLE` changes the columns of views, too, in some ways.
    fn of_view(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let (changes, column) = (&self.changes, POSTGRESQL.quote_name(&self.column));
        let clause = |change: &str| format!("ALTER COLUMN {column} {change}");
        let default = changes.default.as_ref().map(|it| match it {
            Some(it) => clause(&format!("SET DEFAULT {it}")),
            None => clause("DROP DEFAULT"),
        });
        let options: Vec<String> = changes.options.iter().map(|it| clause(it)).collect();
        let name = changes.name.iter().map(|to| RelationChange::Column { from: &self.column, to });
        let default = default.iter().map(|it| RelationChange::Default(it));
        let options = options.iter().map(|it| RelationChange::OfColumn(it));
        let mut all = name.chain(default).chain(options).peekable();
        if all.peek().is_none() {
            return find(catalog, &self.table).map(drop);
        }
        all.filter_map(|it| relation::alter(catalog, &self.table, it)).collect()
    }

    /// The column of a table that no revision creates, as far as this migration tells.
    fn as_known(&self) -> Column {
        let existing = &self.existing;
        Column {
            name: self.column.clone(),
            ty: existing.ty.clone().unwrap_or_default(),
            nullable: existing.nullable.unwrap_or(true),
            default: existing.default.clone().flatten(),
            comment: existing.comment.clone(),
            ..Column::default()
        }
    }

    fn change(&self, catalog: &mut Catalog, table: &Name) -> Result<(), Problem> {
        if self.only {
            return self.change_own(catalog, table);
        }
        let family = partition::family(catalog, table);
        family.iter().rev().try_for_each(|it| self.change_own(catalog, it))
    }

    /// The same of this table alone.
    fn change_own(&self, catalog: &mut Catalog, table: &Name) -> Result<(), Problem> {
        self.spell_out(catalog, table)?;
        let keeps_type_of_default = catalog.naming == Naming::BySchema;
        let of_enum = self.is_of_enum(catalog, table);
        let mut changed = find_mut(catalog, table)?;
        let Some(column) = changed.column_mut(&self.column) else { return Ok(()) };
        let was = column.ty.clone();
        if keeps_type_of_default && self.changes.ty.as_ref().is_some_and(|it| *it != was) {
            column.default = column.default.take().map(|it| bare_number(it, &column.ty));
        }
        self.changes.put(column);
        if keeps_type_of_default {
            if of_enum {
                Self::forget_null(column, &was);
            }
            self.keep_default(column, &was);
        }
        let column = column.clone();
        drop(changed);
        self.settle_default(catalog, table);
        match &self.changes.identity {
            Some(Some(identity)) => self.add_identity(catalog, table, column, identity),
            Some(None) => self.drop_identity(catalog, table),
            None => self.change_sequence(catalog, table, &column),
        }
        Ok(())
    }

    /// What is computed from the column says its casts before the column's type changes.
    fn spell_out(&self, catalog: &mut Catalog, table: &Name) -> Result<(), Problem> {
        if catalog.naming != Naming::BySchema || self.changes.ty.is_none() {
            return Ok(());
        }
        let before = find(catalog, table)?;
        let Some(was) = before.column(&self.column).map(|it| it.ty.clone()) else { return Ok(()) };
        let mut after = before.clone();
        recast::spell_out(catalog, &mut after, &self.column, &was);
        if after != *before {
            catalog.put_table(after);
        }
        Ok(())
    }

    fn is_of_enum(&self, catalog: &Catalog, table: &Name) -> bool {
        let column = catalog.table(table).and_then(|it| it.column(&self.column));
        let named = column.and_then(|it| it.ty.named.as_ref());
        let ty = named.and_then(|it| catalog.type_named(it));
        ty.is_some_and(|it| matches!(it.kind, TypeKind::Enum(_)))
    }

    /// A null of an enum is no default, and says a type that is no longer the column's.
    fn forget_null(column: &mut Column, was: &SqlType) {
        let null = format!("null::{}", was.spelling);
        column.default.take_if(|it| it.eq_ignore_ascii_case(&null));
    }

    /// A default stays a value of the type that it was given for.
    fn keep_default(&self, column: &mut Column, was: &SqlType) {
        let Some(default) = &mut column.default else { return };
        if self.changes.default.is_some() || self.changes.ty.is_none() || was.is_unknown() {
            return;
        }
        let bare = recast::without_modifier(&was.canonical());
        if default.eq_ignore_ascii_case("null") {
            // A null that is cut to a length is kept, and any other is no default.
            column.default = (bare != was.canonical()).then(|| format!("NULL::{bare}"));
        } else if bare != recast::without_modifier(&column.ty.canonical())
            && definition::literal(default).is_some()
        {
            *default += &format!("::{bare}");
        }
    }

    /// A default that counts up by a sequence says it as the database would.
    fn settle_default(&self, catalog: &mut Catalog, table: &Name) {
        let Some(Some(default)) = &self.changes.default else { return };
        let sequence = column::named_sequence(default).map(|it| it.key());
        let Some(sequence) = sequence.filter(|it| catalog.sequences.contains_key(it)) else {
            return;
        };
        let mut table = catalog.table_mut(table);
        if let Some(column) = table.as_mut().and_then(|it| it.column_mut(&self.column)) {
            column.default = Some(next_value(&sequence));
        }
    }

    fn add_identity(&self, catalog: &mut Catalog, table: &Name, column: Column, it: &Identity) {
        let mut taken = TakenNames::of(catalog, table.key().schema.as_deref());
        column::add_sequence(catalog, table, &column, &it.options, &mut taken);
    }

    fn drop_identity(&self, catalog: &mut Catalog, table: &Name) {
        let owner = (table.key(), self.column.clone());
        catalog.sequences.retain(|_, it| !it.of_identity || it.owned_by.as_ref() != Some(&owner));
    }

    /// The sequence of an identity column has the column's type, and takes its options.
    fn change_sequence(&self, catalog: &mut Catalog, table: &Name, column: &Column) {
        let Some(identity) = &column.identity else { return };
        let owner = (table.key(), self.column.clone());
        catalog.sequences.change(
            |it| it.of_identity && it.owned_by.as_ref() == Some(&owner),
            |it| {
                it.ty = Some(column.ty.clone());
                it.options.clone_from(&identity.options);
            },
        );
    }
}

/// The first two words of an option, by which it is told from others: `SET STORAGE`.
fn kind(option: &str) -> String {
    option.split([' ', '(']).take(2).collect::<Vec<_>>().join(" ").to_uppercase()
}

/// What is set of a column itself, and not of the sequence that it counts by.
const OF_COLUMNS: &[&str] = &["SET STATISTICS", "SET STORAGE", "SET COMPRESSION", "SET "];

impl ColumnChanges {
    /// `SET NOT NULL` checks what was not valid yet; a constraint that is there stays.
    fn forbid_null(&self, constraint: &mut Option<NotNull>) {
        match constraint {
            Some(it) if self.not_null.is_none() => it.validated = true,
            Some(_) => {}
            None => constraint.clone_from(&self.not_null),
        }
    }

    /// Changes a column, its name left as it is.
    fn put(&self, column: &mut Column) {
        if let Some(ty) = &self.ty {
            column.ty = ty.clone();
            column.collation.clone_from(&self.collation);
            // Values of a new type are stored as it says.
            column.options.retain(|it| !["SET STORAGE", "SET COMPRESSION"].contains(&&*kind(it)));
        }
        match self.nullable {
            Some(true) => {
                column.nullable = true;
                column.not_null = None;
            }
            Some(false) => {
                column.nullable = false;
                self.forbid_null(&mut column.not_null);
            }
            None => {}
        }
        if let Some(default) = &self.default {
            column.default.clone_from(default);
        }
        if let Some(identity) = &self.identity {
            column.identity.clone_from(identity);
            column.nullable &= identity.is_none();
        }
        if let Some(expression) = &self.expression
            && let Some(generated) = &mut column.generated
        {
            generated.expression.clone_from(expression);
        }
        if self.drop_expression {
            column.generated = None;
        }
        if let Some(comment) = &self.comment {
            column.comment = comment.clone().filter(|it| !it.is_empty());
        }
        if let Some(autoincrement) = self.autoincrement {
            column.autoincrement = autoincrement;
        }
        let is_own = |it: &str| OF_COLUMNS.contains(&&*kind(it));
        for option in &self.options {
            if is_own(option) {
                column.options.retain(|it| kind(it) != kind(option));
                column.options.push(option.clone());
            } else if let Some(identity) = &mut column.identity
                && !["IF", "RESET"].iter().any(|it| option.starts_with(it))
            {
                sequence::change_identity(identity, option);
            }
        }
    }
}
