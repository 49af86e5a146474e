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
use crate::op::Operation;
use crate::replay::{Renames, Run, Touches};
use crate::report;

/// What a view of a schema is made from.
pub(super) struct Schema<'a> {
    pub at: Option<String>,
    pub since: Option<String>,
    pub before: &'a Catalog,
    pub after: &'a Catalog,
    pub dialect: &'static Dialect,
    pub renames: Renames,
    /// The columns that the revisions add to tables that are there.
    pub added: BTreeSet<(Name, String)>,
    pub touches: Touches,
    pub places: Places<'a>,
}

impl Schema<'_> {
    pub(super) fn view(&self) -> SchemaView {
        let pairs = pairs(self.before, self.after, &self.renames).into_iter();
        let tables: Vec<TableView> = pairs.filter_map(|it| self.table(it)).collect();
        SchemaView {
            at: self.at.clone(),
            since: self.since.clone(),
            counts: counts(&tables),
            tables,
            enums: self.enums(),
            others: self.others(),
        }
    }

    /// A table of either schema; what is only in the one before is marked as removed.
    pub(super) fn table(&self, (name, before, after): Pair<'_>) -> Option<TableView> {
        let shown = after.or(before)?;
        let formerly = self.renames.table(name).filter(|_| before.is_some() && after.is_some());
        let mark = mark_of((name, before, after), &self.added);
        let (before, after) = (before.map(|it| &**it), after.map(|it| &**it));
        Some(TableView {
            name: name.to_string(),
            formerly: formerly.into_iter().map(Name::to_string).collect(),
            schema: name.schema.clone(),
            columns: self.columns(name, before, after),
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

    fn columns(
        &self,
        table: &Name,
        before: Option<&Table>,
        after: Option<&Table>,
    ) -> Vec<ColumnView> {
        let old = before.map_or(&[][..], |it| &it.columns);
        let new = after.map_or(&[][..], |it| &it.columns);
        let formerly = |column: &Column| {
            let was = self.renames.column(table, &column.name)?;
            before?.column(was).map(|it| it.name.clone())
        };
        let renamed: BTreeSet<String> = new.iter().filter_map(formerly).collect();
        let kept = new.iter().filter_map(|column| {
            let formerly = formerly(column);
            let is_new = formerly.is_none() && renamed.contains(&column.name);
            let was = before
                .filter(|_| !is_new)
                .and_then(|it| it.column(formerly.as_ref().unwrap_or(&column.name)));
            // What is taken as there was there before, too.
            let is_assumed = before.is_none()
                && after.is_some_and(|it| it.assumed)
                && !self.added.contains(&(table.clone(), column.name.clone()));
            let mark = if is_assumed { Mark::Same } else { mark(was, Some(column)) };
            Some(ColumnView { formerly, ..self.column(after?, column, mark) })
        });
        let removed = old.iter().filter_map(|column| {
            let is_gone = after.is_none_or(|it| it.column(&column.name).is_none());
            let is_gone = is_gone && !renamed.contains(&column.name);
            is_gone.then(|| before.map(|it| self.column(it, column, Mark::Removed)))?
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
            formerly: None,
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

/// A table's name, and what it was and is; where it has a new name, by that.
pub(super) type Pair<'a> = (&'a Name, Option<&'a Arc<Table>>, Option<&'a Arc<Table>>);

/// Every table of either schema, by name; one with a new name once.
fn pairs<'a>(before: &'a Catalog, after: &'a Catalog, renames: &Renames) -> Vec<Pair<'a>> {
    let was = |name: &Name| renames.table(name).and_then(|it| before.tables.get(it));
    let renamed: BTreeSet<&Name> = renames
        .tables()
        .filter(|(name, _)| after.tables.contains_key(name) && was(name).is_some())
        .map(|(_, was)| was)
        .collect();
    let pair = |(name, old, new): Pair<'a>| {
        let old = old.filter(|_| !renamed.contains(name));
        let old = new.and_then(|_| was(name)).or(old);
        (old.is_some() || new.is_some()).then_some((name, old, new))
    };
    both(&before.tables, &after.tables).filter_map(pair).collect()
}

/// How many tables a run adds, changes and removes.
pub(super) fn count(run: &Run) -> ChangeCounts {
    count_between(&run.before, &run.after, &[run])
}

/// How many tables some runs add, change and remove together.
pub(super) fn count_between(before: &Catalog, after: &Catalog, runs: &[&Run]) -> ChangeCounts {
    let added = added(runs.iter().copied());
    let pairs = pairs(before, after, &Renames::of(runs.iter().copied())).into_iter();
    tally(pairs.map(|it| mark_of(it, &added)))
}

/// The columns that runs add to tables that are there.
pub(super) fn added<'r>(runs: impl IntoIterator<Item = &'r Run>) -> BTreeSet<(Name, String)> {
    let statements = runs.into_iter().flat_map(|it| &it.statements);
    let parts = statements.flat_map(|it| it.operation.parts());
    let column = |it: &Operation| match it {
        Operation::AddColumn(it) => Some((it.table.key(), it.column.name.clone())),
        _ => None,
    };
    parts.filter_map(column).collect()
}

/// What became of a table. One that is only taken as there was there before.
fn mark_of((name, before, after): Pair<'_>, added: &BTreeSet<(Name, String)>) -> Mark {
    let is_assumed = before.is_none() && after.is_some_and(|it| it.assumed);
    match is_assumed {
        true if added.iter().any(|(table, _)| table == name) => Mark::Changed,
        true => Mark::Same,
        false => mark_shared(before, after),
    }
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

#[cfg(test)]
mod tests {
    use super::super::{self as api, Answer, Question};
    use super::*;
    use crate::project::{File, Project};

    /// The schema of a project after a revision; what changed since another one is marked.
    fn schema(files: Vec<File>, at: Option<&str>, since: Option<&str>) -> SchemaView {
        let (at, since) = (at.map(str::to_owned), since.map(str::to_owned));
        let (analysis, _) =
            api::open(Project::new("p", files), None, &api::OpenOptions::default(), &mut |_| {});
        match api::answer(&analysis, &Question::Schema { at, since }) {
            Answer::Schema(view) => *view,
            other => panic!("no schema but {other:?}"),
        }
    }

    fn sql(texts: &[&str]) -> Vec<File> {
        let file = |(at, text): (usize, &&str)| {
            File::new(format!("migrations/{}_a.up.sql", at + 1), text.as_bytes())
        };
        texts.iter().enumerate().map(file).collect()
    }

    /// The schema after the second of two files.
    fn second(first: &str, second: &str) -> SchemaView {
        schema(sql(&[first, second]), None, None)
    }

    fn tables(view: &SchemaView) -> Vec<(&str, Mark, Vec<String>)> {
        view.tables.iter().map(|it| (it.name.as_str(), it.mark, it.formerly.clone())).collect()
    }

    #[test]
    fn a_new_name_is_a_change() {
        let view = second("CREATE TABLE a (x int);", "ALTER TABLE a RENAME TO b;");
        assert_eq!(tables(&view), [("b", Mark::Changed, vec!["a".to_owned()])]);
        assert_eq!(view.counts, ChangeCounts { changed: 1, ..ChangeCounts::default() });
    }

    #[test]
    fn who_takes_the_old_name_is_new() {
        let view = second(
            "CREATE TABLE a (x int); CREATE TABLE c (x int);",
            "ALTER TABLE a RENAME TO b; CREATE TABLE a (y int);
             ALTER TABLE c RENAME TO d; CREATE TABLE c (x int); DROP TABLE d;",
        );
        let was_a = ("b", Mark::Changed, vec!["a".to_owned()]);
        let c = ("c", Mark::Same, Vec::new());
        assert_eq!(tables(&view), [("a", Mark::Added, Vec::new()), was_a, c]);
    }

    #[test]
    fn a_column_with_a_new_name_is_changed_and_keeps_it_through_that_of_its_table() {
        let view = second(
            "CREATE TABLE a (x int, y int);",
            "ALTER TABLE a RENAME COLUMN x TO z; ALTER TABLE a RENAME TO b; ALTER TABLE b ADD x int;",
        );
        let columns = view.tables[0].columns.iter();
        let columns: Vec<_> =
            columns.map(|it| (it.name.as_str(), it.mark, it.formerly.as_deref())).collect();
        let z = ("z", Mark::Changed, Some("x"));
        assert_eq!(columns, [z, ("y", Mark::Same, None), ("x", Mark::Added, None)]);
    }

    #[test]
    fn what_changed_since_another_revision_is_marked_over_all_in_between() {
        let files =
            ["CREATE TABLE a (x int);", "ALTER TABLE a RENAME TO b;", "ALTER TABLE b ADD y int;"];
        let was_a = ("b", Mark::Changed, vec!["a".to_owned()]);
        let view = schema(sql(&files), Some("3"), Some("1"));
        assert_eq!(tables(&view), [was_a]);
        let marks: Vec<Mark> = view.tables[0].columns.iter().map(|it| it.mark).collect();
        assert_eq!(marks, [Mark::Same, Mark::Added]);
        let view = schema(sql(&files), Some("3"), Some("base"));
        assert_eq!(tables(&view), [("b", Mark::Added, Vec::new())]);
    }

    #[test]
    fn what_another_branch_made_is_not_called_removed() {
        let revision = |id: &str, down: &str| {
            let text = format!(
                "from alembic import op\nimport sqlalchemy as sa\nrevision = '{id}'\ndown_revision = {down}\n\
                 def upgrade():\n    op.create_table('{id}', sa.Column('x', sa.Integer))\n"
            );
            File::new(format!("versions/{id}.py"), text.into_bytes())
        };
        let files = || vec![revision("a", "None"), revision("b", "'a'"), revision("c", "'a'")];
        for id in ["b", "c"] {
            let marks = schema(files(), Some(id), None).tables;
            assert!(marks.iter().all(|it| it.mark != Mark::Removed), "{id}");
        }
    }

    #[test]
    fn what_is_only_taken_as_there_is_not_added() {
        let text = "from alembic import op\nimport sqlalchemy as sa\nrevision = 'a'\ndown_revision = None\n\
                    def upgrade():\n    op.add_column('old', sa.Column('x', sa.Integer))\n    \
                    op.create_foreign_key('f', 'old', 'older', ['x'], ['id'])\n";
        let view = schema(vec![File::new("versions/a.py", text.as_bytes())], None, None);
        let marks: Vec<_> = view.tables.iter().map(|it| (it.name.as_str(), it.mark)).collect();
        assert_eq!(marks, [("old", Mark::Changed), ("older", Mark::Same)]);
        assert_eq!(view.counts, ChangeCounts { changed: 1, ..ChangeCounts::default() });
    }
}
