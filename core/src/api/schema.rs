//! A schema as the page shows it, with what one revision changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::place::Places;
use super::{
    ChangeCounts, ColumnView, EnumView, Mark, ObjectView, PartView, SchemaView, TableView,
};
use crate::catalog::{Catalog, Column, ConstraintKind, Table, Type, TypeKind};
use crate::dialect::Dialect;
use crate::name::Name;
use crate::replay::Touches;
use crate::report;

/// What a view of a schema is made from.
pub(super) struct Schema<'a> {
    pub at: Option<String>,
    pub before: &'a Catalog,
    pub after: &'a Catalog,
    pub dialect: &'static Dialect,
    pub touches: Touches,
    pub places: Places<'a>,
}

impl Schema<'_> {
    pub(super) fn view(&self) -> SchemaView {
        let names: BTreeSet<&Name> =
            self.before.tables.keys().chain(self.after.tables.keys()).collect();
        let tables: Vec<TableView> = names.into_iter().filter_map(|it| self.table(it)).collect();
        SchemaView {
            at: self.at.clone(),
            counts: counts(&tables),
            tables,
            enums: self.enums(),
            others: self.others(),
            sql: report::schema_sql(self.after, self.dialect),
        }
    }

    /// A table of either schema; what is only in the one before is marked as removed.
    pub(super) fn table(&self, name: &Name) -> Option<TableView> {
        let (before, after) = (self.before.tables.get(name), self.after.tables.get(name));
        let shown = after.or(before)?;
        let mark = mark_shared(before, after);
        let (before, after) = (before.map(|it| &**it), after.map(|it| &**it));
        Some(TableView {
            name: name.to_string(),
            schema: name.schema.clone(),
            columns: self.columns(before, after),
            indexes: parts(before, after, |it| index_lines(it, self.dialect)),
            constraints: parts(before, after, |it| constraint_lines(it, self.dialect)),
            triggers: parts(before, after, trigger_lines),
            comment: shown.comment.clone(),
            assumed: shown.assumed,
            partition_of: shown.partition_of.as_ref().map(|(parent, _)| parent.to_string()),
            mark,
            place: self.touches.table(name).map(|it| self.places.place(it)),
        })
    }

    fn columns(&self, before: Option<&Table>, after: Option<&Table>) -> Vec<ColumnView> {
        let old = before.map_or(&[][..], |it| &it.columns);
        let new = after.map_or(&[][..], |it| &it.columns);
        let kept = new.iter().filter_map(|column| {
            let was = before.and_then(|it| it.column(&column.name));
            Some(self.column(after?, column, mark(was, Some(column))))
        });
        let removed = old.iter().filter_map(|column| {
            let gone = after.is_none_or(|it| it.column(&column.name).is_none());
            gone.then(|| before.map(|it| self.column(it, column, Mark::Removed)))?
        });
        kept.chain(removed).collect()
    }

    fn column(&self, table: &Table, column: &Column, mark: Mark) -> ColumnView {
        let alone = |columns: &[String]| columns == std::slice::from_ref(&column.name);
        let unique = table
            .constraints
            .iter()
            .any(|it| matches!(&it.kind, ConstraintKind::Unique { columns, .. } if alone(columns)));
        let unique_index = table.indexes.iter().any(|it| {
            let [key] = it.keys.as_slice() else { return false };
            it.unique && it.predicate.is_none() && !key.is_expression && key.what == column.name
        });
        ColumnView {
            name: column.name.clone(),
            ty: column.ty.spelling.clone(),
            nullable: column.nullable,
            primary: table.primary_key().contains(&column.name),
            unique: unique || unique_index,
            default: column
                .default
                .clone()
                .or_else(|| Some(column.generated.as_ref()?.expression.clone())),
            comment: column.comment.clone(),
            refers: self.refers(table, &column.name),
            mark,
            place: self.touches.column(&table.name, &column.name).map(|it| self.places.place(it)),
        }
    }

    /// The table and column that a column refers to, by the first foreign key that has it.
    fn refers(&self, table: &Table, column: &str) -> Option<(String, String)> {
        table.foreign_keys().find_map(|(_, key)| {
            let at = key.columns.iter().position(|it| it == column)?;
            let target = self.after.table(&key.table).or_else(|| self.before.table(&key.table));
            let primary = target.map(Table::primary_key).unwrap_or_default();
            let referred = key.referred.get(at).or_else(|| primary.get(at));
            let referred = referred.cloned().unwrap_or_default();
            Some((key.table.key().to_string(), referred))
        })
    }

    fn enums(&self) -> Vec<EnumView> {
        let labels = |it: &Arc<Type>| match &it.kind {
            TypeKind::Enum(labels) => Some(labels.clone()),
            _ => None,
        };
        both(&self.before.types, &self.after.types)
            .filter_map(|(name, before, after)| {
                let labels = after.or(before).and_then(&labels)?;
                let mark = mark_shared(before, after);
                Some(EnumView { name: name.to_string(), labels, mark })
            })
            .collect()
    }

    fn others(&self) -> Vec<ObjectView> {
        let views =
            both(&self.before.views, &self.after.views).filter_map(|(name, before, after)| {
                let shown = after.or(before)?;
                let kind = if shown.materialized { "materialized view" } else { "view" };
                Some(object(kind, name, shown.definition.clone(), mark_shared(before, after)))
            });
        let sequences = both(&self.before.sequences, &self.after.sequences)
            .filter(|(_, before, after)| after.or(*before).is_some_and(|it| it.owned_by.is_none()))
            .filter_map(|(name, before, after)| {
                let shown = after.or(before)?;
                Some(object("sequence", name, shown.options.clone(), mark_shared(before, after)))
            });
        let functions = both(&self.before.functions, &self.after.functions).filter_map(
            |(key, before, after)| {
                let shown = after.or(before)?;
                let name = format!("{}({})", key.name, key.arguments.join(", "));
                let kind = shown.kind.to_lowercase();
                Some(object(&kind, name, shown.definition.clone(), mark_shared(before, after)))
            },
        );
        let types =
            both(&self.before.types, &self.after.types).filter_map(|(name, before, after)| {
                let kind = match &after.or(before)?.kind {
                    TypeKind::Enum(_) => return None,
                    TypeKind::Domain { .. } => "domain",
                    TypeKind::Composite(_) => "composite type",
                    TypeKind::Other(_) => "type",
                };
                Some(object(kind, name, String::new(), mark_shared(before, after)))
            });
        let extensions =
            both(&self.before.extensions, &self.after.extensions).map(|(name, before, after)| {
                object("extension", name, String::new(), mark(before, after))
            });
        let schemas = self.before.schemas.union(&self.after.schemas).map(|name| {
            let mark = mark(self.before.schemas.get(name), self.after.schemas.get(name));
            object("schema", name, String::new(), mark)
        });
        views
            .chain(sequences)
            .chain(functions)
            .chain(types)
            .chain(extensions)
            .chain(schemas)
            .collect()
    }
}

/// How many tables were added, changed and removed.
pub(super) fn count(before: &Catalog, after: &Catalog) -> ChangeCounts {
    let marks =
        both(&before.tables, &after.tables).map(|(_, before, after)| mark_shared(before, after));
    tally(marks)
}

fn counts(tables: &[TableView]) -> ChangeCounts {
    tally(tables.iter().map(|it| it.mark))
}

fn tally(marks: impl Iterator<Item = Mark>) -> ChangeCounts {
    marks.fold(ChangeCounts::default(), |mut counts, mark| {
        match mark {
            Mark::Same => {}
            Mark::Added => counts.added += 1,
            Mark::Changed => counts.changed += 1,
            Mark::Removed => counts.removed += 1,
        }
        counts
    })
}

fn mark<T: PartialEq>(before: Option<&T>, after: Option<&T>) -> Mark {
    match (before, after) {
        (None, _) => Mark::Added,
        (_, None) => Mark::Removed,
        (Some(before), Some(after)) if before == after => Mark::Same,
        _ => Mark::Changed,
    }
}

/// As [`mark`]; most objects are shared between snapshots, and then need no second look.
fn mark_shared<T: PartialEq>(before: Option<&Arc<T>>, after: Option<&Arc<T>>) -> Mark {
    match (before, after) {
        (Some(before), Some(after)) if Arc::ptr_eq(before, after) => Mark::Same,
        _ => mark(before, after),
    }
}

/// Every key of either map, with its values.
fn both<'m, K: Ord + 'm, V: 'm>(
    before: impl IntoIterator<Item = (&'m K, &'m V)>,
    after: impl IntoIterator<Item = (&'m K, &'m V)>,
) -> impl Iterator<Item = (&'m K, Option<&'m V>, Option<&'m V>)> {
    let mut all: BTreeMap<&K, (Option<&V>, Option<&V>)> = BTreeMap::new();
    before.into_iter().for_each(|(key, it)| all.entry(key).or_default().0 = Some(it));
    after.into_iter().for_each(|(key, it)| all.entry(key).or_default().1 = Some(it));
    all.into_iter().map(|(key, (before, after))| (key, before, after))
}

fn object(kind: &str, name: impl ToString, definition: String, mark: Mark) -> ObjectView {
    ObjectView { kind: kind.to_owned(), name: name.to_string(), definition, mark }
}

/// The parts of a table, each a line with a name, marked by comparing the lines.
fn parts(
    before: Option<&Table>,
    after: Option<&Table>,
    lines: impl Fn(&Table) -> Vec<(String, String)>,
) -> Vec<PartView> {
    let old = before.map(&lines).unwrap_or_default();
    let new = after.map(&lines).unwrap_or_default();
    let find = |all: &[(String, String)], name: &str| {
        all.iter().find(|(it, _)| it == name).map(|(_, text)| text.clone())
    };
    let kept = new.iter().map(|(name, text)| {
        let mark = mark(find(&old, name).as_ref(), Some(text));
        PartView { name: name.clone(), text: text.clone(), mark }
    });
    let removed = old.iter().filter(|(name, _)| find(&new, name).is_none()).map(|(name, text)| {
        PartView { name: name.clone(), text: text.clone(), mark: Mark::Removed }
    });
    kept.chain(removed).collect()
}

fn index_lines(table: &Table, dialect: &'static Dialect) -> Vec<(String, String)> {
    let line = |it: &crate::catalog::Index| {
        (it.name.clone().unwrap_or_default(), report::index_line(&table.name, it, dialect))
    };
    table.indexes.iter().map(line).collect()
}

fn constraint_lines(table: &Table, dialect: &'static Dialect) -> Vec<(String, String)> {
    let line = |it: &crate::catalog::Constraint| {
        (it.name.clone().unwrap_or_default(), report::constraint_line(it, dialect))
    };
    table.constraints.iter().map(line).collect()
}

fn trigger_lines(table: &Table) -> Vec<(String, String)> {
    table.triggers.iter().map(|it| (it.name.clone(), it.definition.clone())).collect()
}
