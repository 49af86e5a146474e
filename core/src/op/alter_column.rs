//! `op.alter_column` and what `ALTER TABLE … ALTER COLUMN` and `RENAME COLUMN` can say.

use super::rules::{
    cast, column, definition, dependents, not_null, partition, recast, rename, sequence, shape,
};
use super::{Op, Operation, find, find_mut, problem};
use crate::catalog::{
    Catalog, Column, Identity, Index, IndexKey, Naming, NotNull, ObjectRef, SqlType, Table,
    TakenNames, next_value,
};
use crate::diagnostic::Problem;
use crate::dialect::{self, Dialect};
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterColumn {
    pub table: Name,
    pub column: String,
    /// What is changed; several at once as Alembic may say it.
    pub changes: ColumnChanges,
    /// What the migration says the column is: MySQL must repeat it.
    pub existing: Existing,
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
        let table = find(catalog, &self.table)?;
        if table.column(&self.column).is_none() {
            if !table.assumed {
                return Err(problem::unknown_column(&self.table, &self.column));
            }
            let known = self.as_known();
            find_mut(catalog, &self.table)?.columns.push(known);
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
        Some(Self { table: self.table.clone(), column, changes, existing }.into())
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
}

impl AlterColumn {
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

    /// Says why the database would refuse.
    fn check(&self, catalog: &Catalog) -> Result<(), Problem> {
        let table = find(catalog, &self.table)?;
        match self.changes.nullable {
            Some(true) if self.changes.identity.is_none() => {
                not_null::may_go(catalog, table, &self.column)?;
            }
            Some(false) => {
                not_null::may_come(table, &self.column, self.changes.not_null.as_ref())?;
            }
            _ => {}
        }
        let column = table.column(&self.column);
        let is_identity = column.is_some_and(|it| it.identity.is_some());
        let keeps_identity = is_identity && self.changes.identity.is_none();
        if keeps_identity && self.changes.default.is_some() {
            return Err(problem::identity_column(&self.table, &self.column));
        }
        if let Some(to) = self.changes.name.as_ref().filter(|it| **it != self.column) {
            definition::check_name(catalog, &self.table, to)?;
            if table.column(to).is_some() {
                let code = "duplicate-column";
                return Err(problem::duplicate_in_table(code, "column", to, &self.table));
            }
            if partition::is_inherited(catalog, table, &self.column) {
                return Err(problem::inherited_column(&self.table, &self.column));
            }
        }
        let of_parents = partition::columns_of_parents(catalog, table, &self.column);
        let forbids = of_parents.iter().any(|it| !it.nullable);
        if self.changes.nullable == Some(true) && forbids && table.partition_of.is_some() {
            return Err(problem::inherited_column(&self.table, &self.column));
        }
        let changes_type = self
            .changes
            .ty
            .as_ref()
            .is_some_and(|it| column.is_some_and(|was| was.ty.canonical() != it.canonical()));
        if changes_type && !of_parents.is_empty() {
            return Err(problem::inherited_column(&self.table, &self.column));
        }
        if changes_type {
            let mut needed = dependents::of_column(catalog, &self.table, &self.column);
            needed.foreign_keys.clear();
            let generated = std::mem::take(&mut needed.generated);
            needed.columns.extend(generated);
            let names = needed.names();
            if !names.is_empty() {
                let what = format!("the type of column `{}` of `{}`", self.column, self.table);
                return Err(problem::needed_by(what, &names));
            }
        }
        self.check_references(catalog)
    }

    /// Values and the default must turn into a new type, and a new default must be of the type.
    fn check_values(&self, catalog: &Catalog) -> Result<(), Problem> {
        let table = find(catalog, &self.table)?;
        let Some(column) = table.column(&self.column) else { return Ok(()) };
        if let Some(Some(default)) = &self.changes.default {
            let ty = self.changes.ty.as_ref().unwrap_or(&column.ty);
            definition::check_default(catalog, &self.table, &self.column, ty, default)?;
        }
        let Some(to) = &self.changes.ty else { return Ok(()) };
        if to.behind_serial().is_some() {
            return Err(problem::unknown_object(&ObjectRef::Type(Name::plain(&*to.spelling))));
        }
        if let Some(table) = partition::partitioned_by(catalog, &self.table, &self.column) {
            return Err(problem::in_partition_key(&table, &self.column));
        }
        self.check_indexes(catalog, table, to)?;
        if column.ty.is_unknown() || cast::assigns(catalog, &column.ty, to) != Some(false) {
            return Ok(());
        }
        let (from, to) = (column.ty.canonical(), to.canonical());
        if self.changes.using.is_none() {
            return Err(problem::cannot_cast(&self.table, &self.column, &from, &to));
        }
        if column.default.is_some() && self.changes.default.is_none() {
            return Err(problem::default_cannot_cast(&self.table, &self.column, &to));
        }
        Ok(())
    }

    /// The indexes over the column must be able to hold the new type.
    fn check_indexes(&self, catalog: &Catalog, table: &Table, to: &SqlType) -> Result<(), Problem> {
        let is_it = |it: &IndexKey| it.what == self.column && !it.is_expression;
        let over = |it: &&Index| it.keys.iter().any(is_it);
        let mut after = table.clone();
        if let Some(column) = after.column_mut(&self.column) {
            column.ty = to.clone();
        }
        table.indexes.iter().filter(over).try_for_each(|it| shape::check_index(catalog, &after, it))
    }

    /// What an identity or generated column allows.
    fn check_identity(&self, catalog: &Catalog) -> Result<(), Problem> {
        let table = find(catalog, &self.table)?;
        let Some(column) = table.column(&self.column) else { return Ok(()) };
        let refuse = |why: &str| Err(problem::column_definition(&self.table, &self.column, why));
        let sets =
            self.changes.options.iter().any(|it| it.to_uppercase().contains("SET GENERATED"));
        let stays = column.identity.is_some() && self.changes.identity != Some(None);
        let to = self.changes.ty.as_ref().filter(|it| stays && it.named.is_none());
        let is_integer = |it: &str| ["smallint", "integer", "bigint"].contains(&it);
        if to.is_some_and(|it| it.is_builtin() && !is_integer(&it.canonical())) {
            return refuse("only an integer can be an identity");
        }
        match &self.changes.identity {
            Some(Some(_)) if column.identity.is_some() => {
                return refuse("it is an identity already");
            }
            Some(Some(_)) if column.default.is_some() && self.changes.default != Some(None) => {
                return refuse("it has a default, so it cannot become an identity");
            }
            Some(Some(_)) if column.nullable && self.changes.nullable != Some(false) => {
                return refuse("it allows null, so it cannot become an identity");
            }
            Some(None)
                if column.identity.is_none() && !self.may_lack_identity() && !table.assumed =>
            {
                return refuse("it is no identity");
            }
            None if sets && column.identity.is_none() && !table.assumed => {
                return refuse("it is no identity");
            }
            _ => {}
        }
        let is_fixed = [
            "smallint",
            "integer",
            "bigint",
            "boolean",
            "uuid",
            "date",
            "real",
            "double precision",
        ]
        .contains(&&*column.ty.canonical());
        let stores = |it: &String| {
            let upper = it.to_uppercase();
            upper.starts_with("SET STORAGE")
                && !upper.ends_with("PLAIN")
                && !upper.ends_with("DEFAULT")
        };
        if is_fixed && self.changes.options.iter().any(stores) {
            return refuse("values of its type are stored plain");
        }
        if matches!(self.changes.default, Some(Some(_))) && column.generated.is_some() {
            return refuse("it is generated, and has no default");
        }
        if self.changes.expression.is_some() && column.generated.is_none() && !table.assumed {
            return refuse("it is not generated");
        }
        if self.changes.drop_expression && column.is_virtual() {
            return refuse("it is virtual, and keeps no values");
        }
        let may_be_plain = self.changes.options.iter().any(|it| it == "IF EXISTS");
        if self.changes.drop_expression
            && column.generated.is_none()
            && !may_be_plain
            && !table.assumed
        {
            return refuse("it is not generated");
        }
        Ok(())
    }

    fn may_lack_identity(&self) -> bool {
        self.changes.options.iter().any(|it| it == "IF EXISTS")
    }

    /// A foreign key must still compare what can be compared.
    fn check_references(&self, catalog: &Catalog) -> Result<(), Problem> {
        let Some(ty) = &self.changes.ty else { return Ok(()) };
        let own = self.table.key();
        for (name, table) in &catalog.tables {
            for (_, key) in table.foreign_keys() {
                let target = key.table.key();
                if *name != own && target != own {
                    continue;
                }
                for (column, referred) in key.columns.iter().zip(&key.referred) {
                    let is_from = *name == own && *column == self.column;
                    let is_to = target == own && *referred == self.column;
                    let from = table.column(column).map(|it| &it.ty).filter(|_| !is_from);
                    let to = catalog.table(&target).and_then(|it| it.column(referred));
                    let to = to.map(|it| &it.ty).filter(|_| !is_to);
                    let (from, to) = match (is_from, is_to) {
                        (true, false) => (Some(ty), to),
                        (false, true) => (from, Some(ty)),
                        _ => continue,
                    };
                    let (Some(from), Some(to)) = (from, to) else { continue };
                    if from.is_comparable_with(to) == Some(false) {
                        let types = (&*from.canonical(), &*to.canonical());
                        return Err(problem::key_types_differ((column, referred), types));
                    }
                }
            }
        }
        Ok(())
    }

    fn change(&self, catalog: &mut Catalog, table: &Name) -> Result<(), Problem> {
        for heir in partition::heirs(catalog, table) {
            self.change(catalog, &heir)?;
        }
        self.spell_out(catalog, table)?;
        let keeps_type_of_default = catalog.naming == Naming::BySchema;
        let mut changed = find_mut(catalog, table)?;
        let Some(column) = changed.column_mut(&self.column) else { return Ok(()) };
        let was = column.ty.clone();
        if keeps_type_of_default && self.changes.ty.as_ref().is_some_and(|it| *it != was) {
            column.default = column.default.take().map(|it| bare_number(it, &column.ty));
        }
        self.changes.put(column);
        if keeps_type_of_default {
            self.keep_default(column, &was);
        }
        let column = column.clone();
        drop(changed);
        self.settle_default(catalog, table);
        match &self.changes.identity {
            Some(Some(identity)) => self.add_identity(catalog, table, column, identity),
            Some(None) => self.drop_sequence(catalog, table),
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
        self.drop_sequence(catalog, table);
        let mut taken = TakenNames::of(catalog, table.key().schema.as_deref());
        column::add_sequence(catalog, table, &column, &it.options, &mut taken);
    }

    fn drop_sequence(&self, catalog: &mut Catalog, table: &Name) {
        let owner = (table.key(), self.column.clone());
        catalog.sequences.retain(|_, it| it.owned_by.as_ref() != Some(&owner));
    }

    /// The sequence of an identity column has the column's type, and takes its options.
    fn change_sequence(&self, catalog: &mut Catalog, table: &Name, column: &Column) {
        let Some(identity) = &column.identity else { return };
        let owner = (table.key(), self.column.clone());
        catalog.sequences.change(
            |it| it.owned_by.as_ref() == Some(&owner),
            |it| {
                it.ty = Some(column.ty.clone());
                it.options.clone_from(&identity.options);
            },
        );
    }

    /// One statement per change, the new name last, in the order of Alembic.
    fn clauses(&self, dialect: &Dialect) -> Vec<String> {
        let changes = &self.changes;
        let table = dialect.quote(&self.table);
        let column = dialect.quote_name(&self.column);
        let alter = |clause: String| format!("ALTER TABLE {table} ALTER COLUMN {column} {clause}");
        let ty = changes.ty.as_ref().map(|it| self.type_clause(it, dialect));
        let type_first = dialect.alter_column == dialect::AlterColumn::Clauses;
        let mut clauses = Vec::new();
        clauses.extend(ty.clone().filter(|_| type_first));
        clauses.extend(changes.nullable.map(|it| {
            let word = if it { "DROP" } else { "SET" };
            format!("{word} NOT NULL")
        }));
        clauses.extend(changes.default.as_ref().map(|it| match it {
            Some(default) => format!("SET DEFAULT {default}"),
            None => "DROP DEFAULT".to_owned(),
        }));
        clauses.extend(changes.identity.as_ref().map(|it| match it {
            Some(identity) => format!("ADD {}", dialect.identity(identity)),
            None => "DROP IDENTITY".to_owned(),
        }));
        clauses.extend(ty.filter(|_| !type_first));
        clauses.extend(changes.expression.as_ref().map(|it| format!("SET EXPRESSION AS ({it})")));
        clauses.extend(changes.drop_expression.then(|| "DROP EXPRESSION".to_owned()));
        clauses.extend(changes.options.iter().map(|it| it.trim().to_owned()));
        let mut statements: Vec<_> = clauses.into_iter().map(alter).collect();
        statements.extend(changes.comment.as_ref().map(|it| {
            let comment = it.as_ref().map_or("NULL".to_owned(), |it| dialect.literal(it));
            format!("COMMENT ON COLUMN {table}.{column} IS {comment}")
        }));
        statements.extend(self.rename(dialect));
        statements
    }

    fn type_clause(&self, ty: &SqlType, dialect: &Dialect) -> String {
        let using = self.changes.using.as_ref().map(|it| format!(" USING {it}"));
        let using = using.filter(|_| dialect.alter_column == dialect::AlterColumn::Clauses);
        let collation = self.changes.collation.as_ref();
        let collation = collation.map(|it| format!(" COLLATE {}", dialect.collation(it)));
        let tail = collation.unwrap_or_default() + &using.unwrap_or_default();
        format!("TYPE {}{tail}", ty.spelling)
    }

    fn rename(&self, dialect: &Dialect) -> Vec<String> {
        let table = dialect.quote(&self.table);
        let column = dialect.quote_name(&self.column);
        let word = dialect.rename_column;
        let names = self.changes.name.iter().map(|it| dialect.quote_name(it));
        names.map(|to| format!("ALTER TABLE {table} {word} {column} TO {to}")).collect()
    }

    /// The whole column again, as MySQL wants it.
    fn modify(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let changes = &self.changes;
        if changes.identity.is_some() {
            return Err(problem::not_in_dialect("identity columns", dialect.name));
        }
        let table = dialect.quote(&self.table);
        let column = dialect.quote_name(&self.column);
        let ty = changes.ty.as_ref().or(self.existing.ty.as_ref());
        let is_moment = self.existing.is_moment && changes.default != Some(None);
        let change = if changes.name.is_some() || is_moment {
            let to = changes.name.as_ref().unwrap_or(&self.column);
            format!("CHANGE {column} {}", dialect.quote_name(to))
        } else if changes.nullable.is_some()
            || changes.ty.is_some()
            || changes.autoincrement.is_some()
            || changes.comment.is_some()
        {
            format!("MODIFY {column}")
        } else {
            let Some(default) = &changes.default else { return Ok(Vec::new()) };
            let clause = match default {
                Some(default) => format!("SET DEFAULT {default}"),
                None => "DROP DEFAULT".to_owned(),
            };
            return Ok(vec![format!("ALTER TABLE {table} ALTER COLUMN {column} {clause}")]);
        };
        let ty = ty.ok_or_else(|| problem::untold_type(&self.table, &self.column))?;
        let whole = self.whole(ty, dialect);
        Ok(vec![format!("ALTER TABLE {table} {change} {whole}")])
    }

    fn whole(&self, ty: &SqlType, dialect: &Dialect) -> String {
        let (changes, existing) = (&self.changes, &self.existing);
        let nullable = changes.nullable.or(existing.nullable).unwrap_or(true);
        let mut words = vec![ty.spelling.clone()];
        words.push(if nullable { "NULL".to_owned() } else { "NOT NULL".to_owned() });
        if changes.autoincrement.or(existing.autoincrement) == Some(true) {
            words.push("AUTO_INCREMENT".to_owned());
        }
        let default = changes.default.as_ref().or(existing.default.as_ref());
        words.extend(default.and_then(|it| it.as_ref()).map(|it| format!("DEFAULT {it}")));
        let comment = match &changes.comment {
            Some(comment) => comment.as_ref(),
            None => existing.comment.as_ref(),
        };
        words.extend(comment.map(|it| format!("COMMENT {}", dialect.literal(it))));
        words.join(" ")
    }
}

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
        if let Some(identity) = &mut column.identity {
            for option in &self.options {
                sequence::change_identity(identity, option);
            }
            return;
        }
        let kind =
            |it: &str| it.split([' ', '(']).take(2).collect::<Vec<_>>().join(" ").to_uppercase();
        for option in self.options.iter().filter(|it| kind(it).starts_with("SET ")) {
            column.options.retain(|it| kind(it) != kind(option));
            column.options.push(option.clone());
        }
    }
}

/// A default as PostgreSQL keeps it when the column's type changes: with the type that it had, of
/// which a bare number tells that it is `integer`.
fn bare_number(default: String, ty: &SqlType) -> String {
    let is_integer =
        ["integer", "int", "int4"].iter().any(|it| ty.spelling.eq_ignore_ascii_case(it));
    let inner = default.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    let number = inner.filter(|it| is_integer && it.parse::<i32>().is_ok());
    number.map(str::to_owned).unwrap_or(default)
}

/// Whether a column of the type is a date and time.
fn is_moment(ty: &SqlType) -> bool {
    let spelling = ty.spelling.to_uppercase();
    spelling.starts_with("DATETIME") || spelling.starts_with("TIMESTAMP")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{MYSQL, POSTGRESQL, SQLITE};

    fn alter(changes: ColumnChanges, existing: Existing) -> AlterColumn {
        AlterColumn { table: Name::plain("t"), column: "c".to_owned(), changes, existing }
    }

    #[test]
    fn postgresql_has_a_statement_per_change_and_the_name_comes_last() {
        let changes = ColumnChanges {
            name: Some("d".to_owned()),
            ty: Some(SqlType::new("BIGINT")),
            using: Some("c::bigint".to_owned()),
            nullable: Some(true),
            default: Some(Some("now()".to_owned())),
            comment: Some(Some("z".to_owned())),
            ..ColumnChanges::default()
        };
        let expected = [
            "ALTER TABLE t ALTER COLUMN c TYPE BIGINT USING c::bigint",
            "ALTER TABLE t ALTER COLUMN c DROP NOT NULL",
            "ALTER TABLE t ALTER COLUMN c SET DEFAULT now()",
            "COMMENT ON COLUMN t.c IS 'z'",
            "ALTER TABLE t RENAME c TO d",
        ];
        let sql = alter(changes, Existing::default()).sql(POSTGRESQL);
        assert_eq!(sql.unwrap_or_default(), expected);
    }

    #[test]
    fn mysql_repeats_the_whole_column() {
        let existing = |ty: &str| {
            let ty = SqlType::new(ty);
            Existing { is_moment: is_moment(&ty), ty: Some(ty), ..Existing::default() }
        };
        let not_null = ColumnChanges { nullable: Some(false), ..ColumnChanges::default() };
        let described = Existing {
            default: Some(Some("'q'".to_owned())),
            comment: Some("c".to_owned()),
            ..existing("VARCHAR(10)")
        };
        let default = |it: Option<&str>| ColumnChanges {
            default: Some(it.map(str::to_owned)),
            ..ColumnChanges::default()
        };
        let cases = [
            (not_null, described, "MODIFY c VARCHAR(10) NOT NULL DEFAULT 'q' COMMENT 'c'"),
            (
                default(Some("now()")),
                existing("DATETIME"),
                "CHANGE c c DATETIME NULL DEFAULT now()",
            ),
            (default(Some("'5'")), Existing::default(), "ALTER COLUMN c SET DEFAULT '5'"),
            (default(None), existing("DATETIME"), "ALTER COLUMN c DROP DEFAULT"),
        ];
        for (changes, existing, clause) in cases {
            let sql = alter(changes, existing).sql(MYSQL).unwrap_or_default();
            assert_eq!(sql, [format!("ALTER TABLE t {clause}")]);
        }
    }

    #[test]
    fn sqlite_refuses_all_but_a_new_name() {
        let name = ColumnChanges { name: Some("d".to_owned()), ..ColumnChanges::default() };
        let rename = alter(name.clone(), Existing::default());
        assert_eq!(rename.sql(SQLITE).unwrap_or_default(), ["ALTER TABLE t RENAME COLUMN c TO d"]);
        assert_eq!(rename.refusal(SQLITE), None);
        let ty = Some(SqlType::new("TEXT"));
        let all = alter(ColumnChanges { ty, nullable: Some(true), ..name }, Existing::default());
        let expected = [
            "ALTER TABLE t ALTER COLUMN c DROP NOT NULL",
            "ALTER TABLE t ALTER COLUMN c TYPE TEXT",
            "ALTER TABLE t RENAME COLUMN c TO d",
        ];
        assert_eq!(all.sql(SQLITE).unwrap_or_default(), expected);
        assert_eq!(all.refusal(SQLITE).map(|it| it.code), Some("needs-table-copy"));
    }
}
