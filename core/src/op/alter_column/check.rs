//! What the server refuses of a changed column.

use super::super::rules::{alone, cast, definition, dependents, not_null, partition, shape};
use super::super::{find, problem};
use super::AlterColumn;
use crate::catalog::{Catalog, Column, Index, IndexKey, Naming, ObjectRef, SqlType, Table};
use crate::diagnostic::Problem;
use crate::name::Name;

/// Types whose values have one length, so that nothing of them is stored elsewhere.
#[rustfmt::skip]
const FIXED: &[&str] = &[
    "smallint", "integer", "bigint", "boolean", "uuid", "date", "real", "double precision", "interval", "oid", "money",
    "timestamp with time zone", "timestamp without time zone", "time with time zone", "time without time zone",
];

impl AlterColumn {
    /// Says why the database would refuse.
    pub(super) fn check(&self, catalog: &Catalog) -> Result<(), Problem> {
        let table = find(catalog, &self.table)?;
        match self.changes.nullable {
            Some(true) if self.changes.identity.is_none() => {
                not_null::may_go(catalog, table, &self.column)?;
            }
            Some(false) => {
                not_null::may_come(table, &self.column, self.changes.not_null.as_ref())?;
                if self.only {
                    alone::not_null(catalog, &self.table, &self.column)?;
                }
            }
            _ => {}
        }
        if table.of_type().is_some() && (self.changes.ty.is_some() || self.changes.name.is_some()) {
            return Err(problem::typed_table(&self.table));
        }
        let column = table.column(&self.column);
        let is_identity = column.is_some_and(|it| it.identity.is_some());
        let keeps_identity = is_identity && self.changes.identity.is_none();
        if keeps_identity && self.changes.default.is_some() {
            return Err(problem::identity_column(&self.table, &self.column));
        }
        let by_statement = catalog.naming == Naming::BySchema;
        let is_new = |it: &&String| by_statement || **it != self.column;
        if let Some(to) = self.changes.name.as_ref().filter(is_new) {
            definition::check_name(catalog, &self.table, to)?;
            if table.column(to).is_some() {
                let code = "duplicate-column";
                return Err(problem::duplicate_in_table(code, "column", to, &self.table));
            }
            if partition::is_inherited(catalog, table, &self.column) {
                return Err(problem::inherited_column(&self.table, &self.column));
            }
            self.check_heirs(catalog)?;
        }
        let of_parents = partition::columns_of_parents(catalog, table, &self.column);
        let forbids = of_parents.iter().any(|it| !it.nullable);
        if self.changes.nullable == Some(true) && forbids && table.partition_of.is_some() {
            return Err(problem::inherited_column(&self.table, &self.column));
        }
        let goes_down = self.changes.ty.is_some() || self.changes.name.is_some();
        if self.only && goes_down && !partition::heirs(catalog, &table.name.key()).is_empty() {
            return Err(problem::needs_heirs(&self.table, "change"));
        }
        // PostgreSQL refuses a type that is needed even where the new one is the same.
        let is_other =
            |it: &SqlType| column.is_some_and(|was| was.ty.canonical() != it.canonical());
        let changes_type = self.changes.ty.as_ref().is_some_and(|it| by_statement || is_other(it));
        if changes_type && !of_parents.is_empty() {
            return Err(problem::inherited_column(&self.table, &self.column));
        }
        if changes_type {
            self.check_heirs(catalog)?;
            let holding = dependents::of_type(catalog, &self.table).columns;
            if let Some((table, column)) = holding.first() {
                let holder = format!("column `{column}` of `{table}`, which holds its rows");
                let what = format!("the type of column `{}` of `{}`", self.column, self.table);
                return Err(problem::type_needed_by(what, &[holder]));
            }
            let mut needed = dependents::of_column(catalog, &self.table, &self.column);
            needed.foreign_keys.clear();
            let generated = std::mem::take(&mut needed.generated);
            needed.columns.extend(generated);
            let names = needed.names();
            if !names.is_empty() {
                let what = format!("the type of column `{}` of `{}`", self.column, self.table);
                return Err(problem::type_needed_by(what, &names));
            }
        }
        self.check_references(catalog)
    }

    /// Values and the default must turn into a new type, and a new default must be of the type.
    pub(super) fn check_values(&self, catalog: &Catalog) -> Result<(), Problem> {
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
        definition::check_modifiers(catalog, &self.table, &self.column, to)?;
        if let Some(table) = partition::partitioned_by(catalog, &self.table, &self.column) {
            return Err(problem::in_partition_key(&table, &self.column));
        }
        self.check_indexes(catalog, table, to)?;
        if column.ty.is_unknown() || cast::assigns(catalog, &column.ty, to) != Some(false) {
            return Ok(());
        }
        if self.changes.using.is_none() {
            let (from, to) = (column.ty.canonical(), to.canonical());
            return Err(problem::cannot_cast(&self.table, &self.column, &from, &to));
        }
        let kept = column.default.as_ref().filter(|_| self.changes.default.is_none());
        if kept.is_some_and(|it| !definition::default_turns(catalog, it, to)) {
            return Err(problem::default_cannot_cast(&self.table, &self.column, &to.canonical()));
        }
        Ok(())
    }

    /// No table below has the column from another parent as well.
    fn check_heirs(&self, catalog: &Catalog) -> Result<(), Problem> {
        match partition::with_other_parent(catalog, &self.table, &self.column) {
            Some(heir) => Err(problem::inherited_column(&heir, &self.column)),
            None => Ok(()),
        }
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

    /// What an identity or generated column allows, and what its storage does.
    pub(super) fn check_identity(&self, catalog: &Catalog) -> Result<(), Problem> {
        let table = find(catalog, &self.table)?;
        let Some(column) = table.column(&self.column) else { return Ok(()) };
        let refusal = self
            .refused_by_identity(column, table.assumed)
            .or_else(|| self.refused_by_storage(column))
            .or_else(|| self.refused_by_generation(column, table.assumed));
        match refusal {
            Some(why) => Err(problem::column_definition(&self.table, &self.column, why)),
            None => Ok(()),
        }
    }

    /// Why the column cannot become, stay or cease to be an identity.
    fn refused_by_identity(&self, column: &Column, assumed: bool) -> Option<&'static str> {
        let changes = &self.changes;
        let stays = column.identity.is_some() && changes.identity != Some(None);
        let becomes = matches!(changes.identity, Some(Some(_))) && !assumed;
        let to = changes.ty.as_ref().filter(|_| stays || becomes);
        let to = to.or(Some(&column.ty).filter(|_| becomes)).filter(|it| it.named.is_none());
        let is_integer = |it: &str| ["smallint", "integer", "bigint"].contains(&it);
        if to.is_some_and(|it| it.is_builtin() && !is_integer(&it.canonical())) {
            return Some("only an integer can be an identity");
        }
        let sets = changes.options.iter().any(|it| it.to_uppercase().contains("SET GENERATED"));
        let is_none = column.identity.is_none() && !assumed;
        match &changes.identity {
            Some(Some(_)) if column.identity.is_some() => Some("it is an identity already"),
            Some(Some(_)) if column.default.is_some() && changes.default != Some(None) => {
                Some("it has a default, so it cannot become an identity")
            }
            Some(Some(_)) if column.nullable && changes.nullable != Some(false) => {
                Some("it allows null, so it cannot become an identity")
            }
            Some(None) if is_none && !self.may_lack_it() => Some("it is no identity"),
            None if sets && is_none => Some("it is no identity"),
            _ => None,
        }
    }

    /// Why the column's values cannot be stored as asked.
    fn refused_by_storage(&self, column: &Column) -> Option<&'static str> {
        let is_extended = |option: &String| {
            let upper = option.to_uppercase();
            upper.starts_with("SET STORAGE")
                && !upper.ends_with("PLAIN")
                && !upper.ends_with("DEFAULT")
        };
        let is_fixed = FIXED.contains(&&*column.ty.canonical());
        (is_fixed && self.changes.options.iter().any(is_extended))
            .then_some("values of its type are stored plain")
    }

    /// Why the column cannot have this default or expression, or be without one.
    fn refused_by_generation(&self, column: &Column, assumed: bool) -> Option<&'static str> {
        let changes = &self.changes;
        let is_plain = column.generated.is_none() && !assumed;
        if changes.default.is_some() && column.generated.is_some() && !changes.drop_expression {
            return Some("it is generated, and has no default");
        }
        if changes.expression.is_some() && is_plain {
            return Some("it is not generated");
        }
        if changes.using.is_some() && column.generated.is_some() {
            return Some("it is generated, so nothing turns its values");
        }
        if changes.drop_expression && column.inherited {
            return Some("it is generated in the parent");
        }
        if changes.drop_expression && column.is_virtual() {
            return Some("it is virtual, and keeps no values");
        }
        (changes.drop_expression && is_plain && !self.may_lack_it())
            .then_some("it is not generated")
    }

    /// `IF EXISTS` of an identity or an expression: nothing happens where the column has none.
    pub(super) fn may_lack_it(&self) -> bool {
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
}
