//! What a change set asks before it runs, as far as the change sets before it tell: on a new
//! database there is what they have made, and nothing else.

use std::collections::BTreeMap;

use super::body::filled;
use super::node::Node;
use super::set::ChangeSet;
use crate::project::{FileId, Project};

/// The change sets before one.
pub(super) struct Past<'a> {
    pub(super) project: &'a Project,
    pub(super) sets: &'a [ChangeSet],
    /// Those of them that are no SQL, as they stand.
    pub(super) read: &'a [(FileId, Node)],
    pub(super) properties: &'a BTreeMap<String, String>,
}

/// A condition that asks for an object, and which of its values names that.
struct Asked {
    condition: &'static str,
    name: &'static str,
    /// The table that must be the same as well, if one is said.
    table: Option<&'static str>,
    changes: &'static [(&'static str, &'static str, Makes)],
}

/// Whether a change makes the object that its value names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Makes {
    There,
    Gone,
    /// Each of its columns, by their names.
    Columns,
    /// Nothing of them is left, or nobody knows what is.
    Doubtful,
}

use Makes::{Columns, Doubtful, Gone, There};

#[rustfmt::skip]
const ASKED: &[Asked] = &[
    Asked { condition: "tableExists", name: "tableName", table: None, changes: &[
        ("createTable", "tableName", There), ("dropTable", "tableName", Gone),
        ("renameTable", "oldTableName", Gone), ("renameTable", "newTableName", There),
        ("addLookupTable", "newTableName", There)] },
    Asked { condition: "viewExists", name: "viewName", table: None, changes: &[
        ("createView", "viewName", There), ("dropView", "viewName", Gone),
        ("renameView", "oldViewName", Gone), ("renameView", "newViewName", There)] },
    Asked { condition: "sequenceExists", name: "sequenceName", table: None, changes: &[
        ("createSequence", "sequenceName", There), ("dropSequence", "sequenceName", Gone),
        ("renameSequence", "oldSequenceName", Gone), ("renameSequence", "newSequenceName", There)] },
    Asked { condition: "indexExists", name: "indexName", table: None, changes: &[
        ("createIndex", "indexName", There), ("dropIndex", "indexName", Gone)] },
    Asked { condition: "foreignKeyConstraintExists", name: "foreignKeyName", table: None, changes: &[
        ("addForeignKeyConstraint", "constraintName", There),
        ("dropForeignKeyConstraint", "constraintName", Gone),
        ("constraints", "foreignKeyName", There)] },
    Asked { condition: "uniqueConstraintExists", name: "constraintName", table: None, changes: &[
        ("addUniqueConstraint", "constraintName", There),
        ("dropUniqueConstraint", "constraintName", Gone),
        ("constraints", "uniqueConstraintName", There)] },
    Asked { condition: "columnExists", name: "columnName", table: Some("tableName"), changes: &[
        ("createTable", "tableName", Columns), ("addColumn", "tableName", Columns),
        ("dropColumn", "columnName", Gone), ("renameColumn", "oldColumnName", Gone),
        ("renameColumn", "newColumnName", There), ("dropTable", "tableName", Doubtful),
        ("renameTable", "newTableName", Doubtful), ("mergeColumns", "tableName", Doubtful)] },
];

/// Changes that take any number of objects away.
const SWEEPING: &[&str] = &["dropAllForeignKeyConstraints", "customChange", "executeCommand"];

impl Past<'_> {
    /// Whether an object that a condition asks for is there, if that is known.
    pub(super) fn holds(&self, condition: &Node) -> Option<bool> {
        if condition.name == "changeSetExecuted" {
            let (id, author) = (self.value(condition, "id")?, self.value(condition, "author")?);
            return Some(self.sets.iter().any(|it| it.id == id && it.author == author));
        }
        let asked = ASKED.iter().find(|it| it.condition == condition.name)?;
        let name = self.value(condition, asked.name)?;
        let table = asked.table.map(|it| self.value(condition, it));
        if table.as_ref().is_some_and(Option::is_none) || self.is_elsewhere(condition) {
            return None;
        }
        let table = table.flatten();
        let mut is_there = false;
        let nodes: BTreeMap<(FileId, u32), &Node> =
            self.read.iter().map(|(file, node)| ((*file, node.span.start), node)).collect();
        for set in self.sets {
            let node = nodes.get(&(set.span.file, set.span.start));
            if self.may_say(set, node.copied(), &name) {
                return None;
            }
            let changes = node.map_or(&[][..], |it| &it.children);
            for change in changes {
                is_there = self.after(asked, change, &name, table.as_deref(), is_there)?;
            }
        }
        Some(is_there)
    }

    /// Whether the object is there after a change.
    fn after(
        &self,
        asked: &Asked,
        change: &Node,
        name: &str,
        table: Option<&str>,
        is_there: bool,
    ) -> Option<bool> {
        let mut res = is_there;
        let own = asked.changes.iter().filter(|it| it.0 == change.name);
        for (_, value, makes) in own {
            let said = self.value(change, value);
            let in_table = table.is_none_or(|it| self.is(change, "tableName", it));
            let is_named = said.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(name));
            let is_table =
                said.as_deref().zip(table).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
            match makes {
                There | Gone if is_named && in_table => {
                    if self.is_elsewhere(change) {
                        return None;
                    }
                    res = *makes == There;
                }
                Columns if is_table => {
                    let columns = change.children.iter().filter(|it| it.name == "column");
                    res |= columns.into_iter().any(|it| self.is(it, "name", name));
                }
                Doubtful if is_table => return None,
                _ => {}
            }
        }
        let inner = asked.changes.iter().find(|it| it.0 == "constraints");
        if let Some((_, value, _)) = inner {
            let columns = change.children.iter().filter(|it| it.name == "column");
            let mut constraints = columns.flat_map(|it| it.all("constraints"));
            res |= constraints.any(|it| self.is(it, value, name));
        }
        Some(res)
    }

    /// Whether SQL, or a program, of a change set may have to do with an object of this name.
    fn may_say(&self, set: &ChangeSet, node: Option<&Node>, name: &str) -> bool {
        let opaque = |it: &Node| {
            super::changelog::SQL.contains(&it.name.as_str())
                || SWEEPING.contains(&it.name.as_str())
        };
        if node.is_some_and(|it| !it.children.iter().any(opaque)) {
            return false;
        }
        let name = name.to_lowercase();
        set.up
            .iter()
            .any(|it| it.opaque.is_some() || it.text(self.project).to_lowercase().contains(&name))
    }

    /// Whether it is about a schema other than the one that names are in.
    fn is_elsewhere(&self, node: &Node) -> bool {
        let schema = self.value(node, "schemaName").or_else(|| self.value(node, "tableSchemaName"));
        schema.is_some_and(|it| !it.eq_ignore_ascii_case("public"))
    }

    fn is(&self, node: &Node, value: &str, expected: &str) -> bool {
        self.value(node, value).is_some_and(|it| it.eq_ignore_ascii_case(expected))
    }

    fn value(&self, node: &Node, name: &str) -> Option<String> {
        node.get(name).map(|it| filled(it, self.properties)).filter(|it| !it.is_empty())
    }
}

/// What Liquibase does where the conditions of a change set do not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fails {
    Halts,
    LeavesOut,
    RunsAll,
}

/// What the conditions say to do where they do not hold.
pub(super) fn fails(conditions: &Node) -> Fails {
    match conditions.get("onFail").map(str::to_uppercase).as_deref() {
        None | Some("HALT") => Fails::Halts,
        Some("WARN") => Fails::RunsAll,
        Some(_) => Fails::LeavesOut,
    }
}
