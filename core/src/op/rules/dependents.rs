//! What depends on an object, and so forbids to drop it or goes along with it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{constraint, partition, policy, publication, removal, rule};
use crate::catalog::{
    Catalog, Column, Constraint, ConstraintKind, ForeignKey, Function, FunctionKey, Index, Opaque,
    Role, Table, Trigger, View, calls, cast_types, extension_contents, mentions, next_value,
};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::alter_function::forget_options;
use crate::op::problem;
use crate::op::set_table::forget_index;

/// What would be left without what it needs.
#[derive(Clone, Debug, Default)]
pub(in crate::op) struct Dependents {
    /// Foreign keys and the tables that have them.
    pub foreign_keys: Vec<(Name, String)>,
    pub views: Vec<Name>,
    /// Columns of types.
    pub columns: Vec<(Name, String)>,
    /// Generated columns; old servers drop them along, asked or not.
    pub generated: Vec<(Name, String)>,
    pub policies: Vec<(Name, String)>,
    pub triggers: Vec<(Name, String)>,
    /// Tables that inherit.
    pub tables: Vec<Name>,
    pub types: Vec<Name>,
    /// Columns whose default would be lost.
    pub defaults: Vec<(Name, String)>,
    /// Checks and other constraints, and indexes.
    pub constraints: Vec<(Name, String)>,
    pub indexes: Vec<(Name, String)>,
    pub functions: Vec<FunctionKey>,
    /// Publications, and the tables that they have by the object.
    pub published: Vec<(Name, String)>,
    /// What is kept only as a statement: rules, event triggers, operators.
    pub statements: Vec<Arc<Opaque>>,
}

impl Dependents {
    pub(in crate::op) fn is_empty(&self) -> bool {
        self.names().is_empty() && self.generated.is_empty()
    }

    /// Goes on if nothing depends, or drops what does if `cascade` says so.
    ///
    /// # Errors
    /// What still needs the object, if it must not go along.
    pub(in crate::op) fn settle(
        self,
        catalog: &mut Catalog,
        what: impl std::fmt::Display,
        cascade: bool,
    ) -> Result<(), Problem> {
        let mut names = self.names();
        if catalog.server.has(15) {
            names.extend(of("column", &self.generated));
        }
        if !cascade && !names.is_empty() {
            return Err(problem::needed_by(what, &names));
        }
        self.drop_from(catalog);
        Ok(())
    }

    /// What depends and always stands in the way, as people say it.
    pub(in crate::op) fn names(&self) -> Vec<String> {
        let mut names = of("foreign key", &self.foreign_keys);
        names.extend(self.views.iter().map(|it| format!("view `{it}`")));
        names.extend(of("column", &self.columns));
        names.extend(of("policy", &self.policies));
        names.extend(of("trigger", &self.triggers));
        names.extend(self.tables.iter().map(|it| format!("table `{it}`")));
        names.extend(self.types.iter().map(|it| format!("type `{it}`")));
        names.extend(of("default", &self.defaults));
        names.extend(of("constraint", &self.constraints));
        names.extend(of("index", &self.indexes));
        names.extend(self.functions.iter().map(|it| format!("function `{}`", it.name)));
        names.extend(of("publication", &self.published));
        names.extend(
            self.statements.iter().map(|it| format!("a statement: {}", it.kind.to_lowercase())),
        );
        names
    }

    pub(in crate::op) fn drop_from(self, catalog: &mut Catalog) {
        let mut waiting = vec![self];
        while let Some(next) = waiting.pop() {
            next.drop_next(catalog, &mut waiting);
        }
    }

    /// Drops what depends, and notes what depends on that.
    fn drop_next(self, catalog: &mut Catalog, waiting: &mut Vec<Self>) {
        for (table, name) in &self.foreign_keys {
            if let Some(mut table) = catalog.table_mut(table) {
                table.constraints.retain(|it| it.name.as_ref() != Some(name));
            }
        }
        for (table, name) in &self.policies {
            if let Some(mut table) = catalog.table_mut(table) {
                table.policies.retain(|it| it.name != *name);
            }
        }
        for (table, name) in &self.triggers {
            if let Some(mut table) = catalog.table_mut(table) {
                table.triggers.retain(|it| it.name != *name);
            }
        }
        for view in &self.views {
            waiting.push(of_view(catalog, view));
            removal::take_view(catalog, &view.key());
        }
        for (table, name) in &self.constraints {
            if let Some(mut table) = catalog.table_mut(table) {
                table.constraints.retain(|it| it.name.as_ref() != Some(name));
            }
            forget_index(catalog, table, name);
        }
        for (table, name) in &self.indexes {
            if let Some(mut table) = catalog.table_mut(table) {
                table.indexes.retain(|it| it.name.as_ref() != Some(name));
            }
            forget_index(catalog, table, name);
        }
        for (table, column) in &self.defaults {
            let mut table = catalog.table_mut(table);
            if let Some(column) = table.as_mut().and_then(|it| it.column_mut(column)) {
                column.default = None;
            }
        }
        for key in &self.functions {
            of_function(catalog, &key.name).drop_from(catalog);
            catalog.functions.remove(key);
            forget_options(catalog, key);
        }
        catalog.opaque.retain(|it| !self.statements.contains(it));
        for (table, _) in &self.published {
            publication::forget(catalog, table);
        }
        for (table, column) in self.columns.iter().chain(&self.generated) {
            waiting.push(of_column(catalog, table, column));
            removal::drop_column(catalog, table, column);
        }
        for table in &self.tables {
            waiting.push(of_table(catalog, table));
            removal::drop_table(catalog, table);
        }
        for ty in &self.types {
            waiting.push(of_type(catalog, ty));
            catalog.types.remove(&ty.key());
            removal::forget_statements(catalog, ty);
        }
    }
}

fn of(word: &str, list: &[(Name, String)]) -> Vec<String> {
    list.iter().map(|(table, name)| format!("{word} `{name}` of `{table}`")).collect()
}

/// What depends on a table, its own parts left out.
pub(in crate::op) fn of_table(catalog: &Catalog, table: &Name) -> Dependents {
    let key = table.key();
    let partitions = partition::children(catalog, &key);
    let heirs = partition::heirs(catalog, &key);
    let tables = heirs.into_iter().filter(|it| !partitions.contains(it)).collect();
    let gone: Vec<Name> = partitions.into_iter().chain([key.clone()]).collect();
    let mut dependents = Dependents { tables, ..Dependents::default() };
    for name in &gone {
        let from_outside = referring(catalog, name).filter(|(owner, ..)| !gone.contains(owner));
        dependents.foreign_keys.extend(from_outside.filter_map(named));
    }
    // What refers to a partitioned table needs each of its partitions.
    let mut above = catalog.table(&key).and_then(|it| it.partition_of.as_ref());
    while let Some((parent, _)) = above {
        dependents.foreign_keys.extend(referring(catalog, &parent.key()).filter_map(named));
        above = catalog.table(parent).and_then(|it| it.partition_of.as_ref());
    }
    dependents.views = gone.iter().flat_map(|it| reading_views(catalog, it)).collect();
    for name in &gone {
        let of_type = of_type(catalog, name);
        dependents.functions.extend(of_type.functions);
        dependents.functions.extend(parsed_bodies(catalog, name));
        let columns = of_type.columns.into_iter().filter(|(table, _)| !gone.contains(table));
        dependents.columns.extend(columns);
        dependents.policies.extend(policy::asking(catalog, name, &gone));
        dependents.defaults.extend(counting(catalog, (name, None), |it, _| gone.contains(it)));
        let rules = catalog.opaque.iter().filter(|it| {
            it.kind == "CREATE RULE"
                && it.touches.iter().any(|it| it.key() == *name)
                && it.touches.first().is_some_and(|it| !gone.contains(&it.key()))
        });
        dependents.statements.extend(rules.cloned());
    }
    dependents
}

/// The foreign keys that refer to a table, which is a key itself, and whose they are.
fn referring<'c>(
    catalog: &'c Catalog,
    table: &'c Name,
) -> impl Iterator<Item = (&'c Name, &'c Constraint, &'c ForeignKey)> {
    let owners = catalog.tables.mentioning(Role::Reference, table);
    owners.filter_map(|it| Some((it, catalog.table(it)?))).flat_map(move |(owner, it)| {
        let keys = it.foreign_keys().filter(|(_, it)| it.table.key() == *table);
        keys.map(move |(constraint, it)| (owner, constraint, it))
    })
}

/// A foreign key by its table and its name.
fn named((owner, it, _): (&Name, &Constraint, &ForeignKey)) -> Option<(Name, String)> {
    Some((owner.clone(), it.name.clone()?))
}

/// The columns that count up by a sequence of this table, or of one column of it, and do not go
/// themselves.
fn counting(
    catalog: &Catalog,
    (table, column): (&Name, Option<&str>),
    goes: impl Fn(&Name, &str) -> bool,
) -> Vec<(Name, String)> {
    let owns = |(of, it): &(Name, String)| of == table && column.is_none_or(|own| own == it);
    let owned = catalog.sequences.values();
    let owned = owned.filter(|it| it.owned_by.as_ref().is_some_and(owns));
    let values: Vec<String> = owned.map(|it| next_value(&it.name)).collect();
    let mut columns = Vec::new();
    let expressions = values.iter().map(Name::plain).collect::<Vec<_>>();
    let owners = expressions.iter().flat_map(|it| catalog.tables.mentioning(Role::Counter, it));
    let owners: BTreeSet<&Name> = owners.collect();
    for (name, other) in owners.into_iter().filter_map(|it| Some((it, catalog.table(it)?))) {
        let counts = |it: &&Column| it.default.as_ref().is_some_and(|it| values.contains(it));
        let others = other.columns.iter().filter(counts).filter(|it| !goes(name, &it.name));
        columns.extend(others.map(|it| (name.clone(), it.name.clone())));
    }
    columns
}

/// Functions whose body is part of the syntax and reads the table.
fn parsed_bodies(catalog: &Catalog, table: &Name) -> Vec<FunctionKey> {
    let functions = catalog.functions.mentioning(Role::Body, &Name::default());
    let functions = functions.filter_map(|it| catalog.functions.get(it));
    let says_schema =
        |it: &Function| table.schema.as_ref().is_none_or(|schema| mentions(&it.definition, schema));
    let reading = functions.filter(|it| mentions(&it.definition, &table.name) && says_schema(it));
    reading.map(|it| it.key.clone()).collect()
}

/// What depends on a sequence: defaults that count by it, and views that read its row.
pub(in crate::op) fn of_sequence(catalog: &Catalog, sequence: &Name) -> Dependents {
    let counter = next_value(sequence);
    let counting = catalog.tables.mentioning(Role::Counter, &Name::plain(&*counter));
    let counting = counting.filter_map(|it| catalog.table(it)).flat_map(|table| {
        let counts = |it: &&Column| it.default.as_ref() == Some(&counter);
        table.columns.iter().filter(counts).map(|it| (table.name.key(), it.name.clone()))
    });
    let defaults = counting.collect();
    let views = reading_views(catalog, &sequence.key());
    Dependents { defaults, views: views.into_iter().collect(), ..Dependents::default() }
}

/// What depends on a view, or on the type that its rows have.
pub(in crate::op) fn of_view(catalog: &Catalog, view: &Name) -> Dependents {
    let key = view.key();
    let mut dependents = of_type(catalog, &key);
    dependents.views.extend(reading_views(catalog, &key));
    dependents.views.sort_unstable();
    dependents.views.dedup();
    dependents.functions.extend(parsed_bodies(catalog, &key));
    dependents.policies.extend(policy::asking(catalog, &key, &[]));
    dependents
}

/// What depends on a column and does not simply go with it.
pub(in crate::op) fn of_column(catalog: &Catalog, table: &Name, column: &str) -> Dependents {
    let key = table.key();
    let mut dependents = Dependents::default();
    let Some(this) = catalog.table(&key) else { return dependents };
    let over_it = referring(catalog, &key).filter(|(owner, it, foreign)| {
        // A table's own foreign key over the column goes with it.
        let goes_along = **owner == key && it.kind.columns().iter().any(|c| c == column);
        !goes_along && foreign.referred.iter().any(|c| c == column)
    });
    dependents.foreign_keys.extend(over_it.filter_map(named));
    let views = catalog.views.values();
    let views = views.filter(|it| reads(it, &key) && reads_column(catalog, it, &key, column));
    let views = views.filter(|_| catalog.naming.views_hold());
    dependents.views = views.map(|it| it.name.key()).collect();
    for other in this.columns.iter().filter(|it| it.name != column) {
        if other.generated.as_ref().is_some_and(|it| mentions(&it.expression, column)) {
            dependents.generated.push((key.clone(), other.name.clone()));
        }
    }
    dependents.policies = policy::over_column(catalog, this, column);
    let names_it =
        |it: &&Trigger| fires_on(&it.definition, column) || fires_when(&it.definition, column);
    for trigger in this.triggers.iter().filter(names_it) {
        dependents.triggers.push((key.clone(), trigger.name.clone()));
    }
    let losing = partition::losing(catalog, &key, column);
    let goes = |table: &Name, it: &str| it == column && losing.iter().any(|it| it.key() == *table);
    dependents.defaults = counting(catalog, (&key, Some(column)), goes);
    dependents.statements = rule::over_column(catalog, &key, column);
    let published = publication::over_column(catalog, &key, column);
    dependents.published = published.into_iter().map(|it| (key.clone(), it)).collect();
    dependents
}

/// What depends on a constraint: the foreign keys that refer to its columns.
pub(in crate::op) fn of_key(catalog: &Catalog, table: &Name, name: &str) -> Dependents {
    let key = table.key();
    let mut dependents = Dependents::default();
    let Some(this) = catalog.table(&key) else { return dependents };
    let over_it = referring(catalog, &key)
        .filter(|(_, _, it)| constraint::key_behind(this, it) == Some(name));
    dependents.foreign_keys.extend(over_it.filter_map(named));
    let is_primary = this
        .constraint(name)
        .is_some_and(|it| matches!(it.kind, ConstraintKind::PrimaryKey { .. }));
    let by_it = catalog.views.iter().filter(|(_, it)| is_primary && it.keys.contains(&key));
    dependents.views.extend(by_it.map(|(view, _)| view.clone()));
    dependents
}

/// What depends on a type: the columns of that type, and types made of it.
pub(in crate::op) fn of_type(catalog: &Catalog, ty: &Name) -> Dependents {
    let key = ty.key();
    let multirange = catalog.types.get(&key).and_then(|it| it.multirange());
    let own: Vec<Name> =
        multirange.map(|it| key.renamed(it)).into_iter().chain([key.clone()]).collect();
    let is_it =
        |it: &crate::catalog::SqlType| it.named.as_ref().is_some_and(|it| own.contains(&it.key()));
    let mut dependents = Dependents::default();
    let cast = Name::plain(key.name.to_lowercase());
    let of_it = own.iter().flat_map(|it| catalog.tables.mentioning(Role::Type, it));
    let owners: BTreeSet<&Name> =
        of_it.chain(catalog.tables.mentioning(Role::Cast, &cast)).collect();
    for (name, table) in owners.into_iter().filter_map(|it| Some((it, catalog.table(it)?))) {
        for column in &table.columns {
            if is_it(&column.ty) {
                dependents.columns.push((name.clone(), column.name.clone()));
            } else if column.default.as_ref().is_some_and(|it| casts_to(it, &key.name)) {
                dependents.defaults.push((name.clone(), column.name.clone()));
            }
        }
    }
    dependents.tables.extend(typed_tables(catalog, ty));
    for view in catalog.views.values() {
        let shows = view.columns.iter().flatten().any(|(_, ty)| ty.as_ref().is_some_and(is_it));
        if shows {
            dependents.views.push(view.name.key());
        }
    }
    let made_of_it = |it: &&Arc<Opaque>| {
        ["CREATE CAST", "CREATE OPERATOR"].contains(&&*it.kind) && mentions(&it.sql, &key.name)
    };
    dependents.statements.extend(catalog.opaque.iter().filter(made_of_it).cloned());
    for function in catalog.functions.values() {
        if function.shape.types.iter().any(|it| own.contains(&it.key())) {
            dependents.functions.push(function.key.clone());
        }
    }
    for (name, other) in &catalog.types {
        let uses = match &other.kind {
            crate::catalog::TypeKind::Domain { base, .. } => is_it(base),
            crate::catalog::TypeKind::Composite(fields) => fields.iter().any(|(_, it)| is_it(it)),
            crate::catalog::TypeKind::Other(text) => {
                other.multirange().is_some() && mentions(text, &key.name)
            }
            crate::catalog::TypeKind::Enum(_) => false,
        };
        if uses && *name != key {
            dependents.types.push(name.clone());
        }
    }
    dependents
}

/// The tables of a type: `CREATE TABLE … OF type`.
pub(in crate::op) fn typed_tables(catalog: &Catalog, ty: &Name) -> Vec<Name> {
    let key = ty.key();
    let of_it = catalog.tables.values().filter(|it| it.of_type().is_some_and(|it| it.key() == key));
    of_it.map(|it| it.name.key()).collect()
}

/// Whether an expression casts to a type of this name.
fn casts_to(text: &str, ty: &str) -> bool {
    let folded = ty.to_lowercase();
    cast_types(text).any(|it| it == folded)
}

/// What depends on an extension: columns of its types, defaults that call its functions, indexes
/// with its operator classes.
pub(in crate::op) fn of_extension(catalog: &Catalog, extension: &str) -> Dependents {
    let mut dependents = Dependents::default();
    let Some(contents) = extension_contents(extension) else { return dependents };
    for (name, table) in &catalog.tables {
        for column in &table.columns {
            let ty = column.ty.named.as_ref().filter(|it| catalog.type_named(it).is_none());
            if ty.is_some_and(|it| contents.types.contains(&&*it.name)) {
                dependents.columns.push((name.clone(), column.name.clone()));
            } else if column
                .default
                .as_ref()
                .is_some_and(|it| contents.functions.iter().any(|f| calls(it, f)))
            {
                dependents.defaults.push((name.clone(), column.name.clone()));
            }
        }
        for index in &table.indexes {
            let class = |it: &crate::catalog::IndexKey| {
                let class = it.operator_class.as_deref().unwrap_or_default();
                contents.operator_classes.iter().any(|it| class.starts_with(it))
            };
            if index.keys.iter().any(class) {
                dependents.indexes.push((name.clone(), index.name.clone().unwrap_or_default()));
            }
        }
    }
    dependents
}

/// What depends on a function: the triggers and expressions that call it.
pub(in crate::op) fn of_function(catalog: &Catalog, function: &Name) -> Dependents {
    let key = function.key();
    let calls_it = |it: &&Trigger| it.function.as_ref().is_some_and(|it| it.key() == key);
    let mut dependents = Dependents::default();
    for (name, table) in &catalog.tables {
        for trigger in table.triggers.iter().filter(calls_it) {
            dependents.triggers.push((name.clone(), trigger.name.clone()));
        }
        of_expressions(name, table, &key.name, &mut dependents);
    }
    for view in catalog.views.values().filter(|it| calls(&it.definition, &key.name)) {
        dependents.views.push(view.name.key());
    }
    let statements = catalog.opaque.iter().filter(|it| {
        ["CREATE EVENT TRIGGER", "CREATE OPERATOR", "CREATE CAST"].contains(&&*it.kind)
            && mentions(&it.sql, &key.name)
    });
    dependents.statements.extend(statements.cloned());
    dependents
}

/// The expressions of a table that call a function.
fn of_expressions(name: &Name, table: &Table, function: &str, dependents: &mut Dependents) {
    let called = |text: &String| calls(text, function);
    let entry = |it: &str| (name.clone(), it.to_owned());
    for column in &table.columns {
        if column.default.as_ref().is_some_and(called) {
            dependents.defaults.push(entry(&column.name));
        }
        if column.generated.as_ref().is_some_and(|it| calls(&it.expression, function)) {
            dependents.generated.push(entry(&column.name));
        }
    }
    for constraint in &table.constraints {
        let asks = match &constraint.kind {
            ConstraintKind::Check(check) => calls(&check.condition, function),
            ConstraintKind::Exclude(exclusion) => {
                let elements = exclusion.elements.iter().map(|(what, _)| what);
                elements.chain(&exclusion.predicate).any(called)
            }
            _ => false,
        };
        if asks {
            dependents.constraints.push(entry(constraint.name.as_deref().unwrap_or_default()));
        }
    }
    let keys = table.partitioning.iter().flat_map(|it| &it.keys);
    if keys.filter(|it| it.is_expression).any(|it| calls(&it.what, function)) {
        dependents.tables.push(name.clone());
    }
    for index in &table.indexes {
        let in_keys = index.keys.iter().any(|it| it.is_expression && calls(&it.what, function));
        if in_keys || index.predicate.as_ref().is_some_and(called) {
            dependents.indexes.push(entry(index.name.as_deref().unwrap_or_default()));
        }
    }
    for policy in table.policies.iter().filter(|it| calls(&it.definition, function)) {
        dependents.policies.push(entry(&policy.name));
    }
}

/// Whether a constraint of the column's table is over it.
pub(in crate::op) fn constraint_uses(constraint: &Constraint, column: &str) -> bool {
    match &constraint.kind {
        ConstraintKind::PrimaryKey { columns, include }
        | ConstraintKind::Unique { columns, include, .. } => {
            columns.iter().chain(include).any(|it| it == column)
        }
        ConstraintKind::ForeignKey(key) => key.columns.iter().any(|it| it == column),
        ConstraintKind::Check(check) => mentions(&check.condition, column),
        ConstraintKind::Exclude(exclusion) => {
            exclusion.elements.iter().any(|(what, _)| mentions(what, column))
                || exclusion.predicate.as_ref().is_some_and(|it| mentions(it, column))
        }
    }
}

/// Whether an index of the column's table is over it.
pub(in crate::op) fn index_uses(index: &Index, column: &str) -> bool {
    let in_keys = index.keys.iter().any(|key| {
        if key.is_expression { mentions(&key.what, column) } else { key.what == column }
    });
    in_keys
        || index.include.iter().any(|it| it == column)
        || index.predicate.as_ref().is_some_and(|it| mentions(it, column))
}

/// Every index over the column.
pub(in crate::op) fn indexes_over(table: &Table, column: &str) -> Vec<Index> {
    table.indexes.iter().filter(|it| index_uses(it, column)).cloned().collect()
}

pub(super) fn reading_views(catalog: &Catalog, name: &Name) -> Vec<Name> {
    let views = catalog.views.mentioning(Role::Reader, name);
    views.filter(|_| catalog.naming.views_hold()).cloned().collect()
}

fn reads(view: &Arc<View>, name: &Name) -> bool {
    view.reads.iter().any(|it| it.key() == *name)
}

/// Whether a view reads this column. A name that several of its tables have is taken for the
/// other table's, so that nothing is called dependent that may not be.
fn reads_column(catalog: &Catalog, view: &View, table: &Name, column: &str) -> bool {
    if view.columns.is_some() {
        return view.uses.contains(&(table.clone(), column.to_owned()));
    }
    let others = view.reads.iter().filter(|it| it.key() != *table);
    let ambiguous = others
        .filter_map(|it| catalog.table(it))
        .any(|it| it.assumed || it.column(column).is_some());
    !ambiguous && mentions(&view.definition, column)
}

/// Whether the condition of a trigger names the column.
pub(super) fn fires_when(definition: &str, column: &str) -> bool {
    let lower = definition.to_lowercase();
    let from = lower.find(" when").and_then(|it| definition.get(it..));
    let condition = from.map(|it| {
        let end = it.to_lowercase().find(" execute ").unwrap_or(it.len());
        it.get(..end).unwrap_or(it)
    });
    condition.is_some_and(|it| mentions(it, column))
}

/// Whether a trigger fires on `UPDATE OF` this column.
pub(super) fn fires_on(definition: &str, column: &str) -> bool {
    let lower = definition.to_lowercase();
    let from = lower.find("update of ").and_then(|it| definition.get(it..));
    let list = from.map(|it| {
        let end = it.to_lowercase().find(" on ").unwrap_or(it.len());
        it.get(..end).unwrap_or(it)
    });
    list.is_some_and(|it| mentions(it, column))
}
