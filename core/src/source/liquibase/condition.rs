//! What a change set asks before it runs, as questions to the schema before it.

use std::collections::BTreeMap;

use super::body::filled;
use super::node::Node;
use super::set::ChangeSet;
use crate::history::{Question, Sought, SoughtKind};

/// What is known as the changelogs are read.
pub(super) struct Known<'a> {
    /// The change sets before.
    pub(super) sets: &'a [ChangeSet],
    pub(super) properties: &'a BTreeMap<String, String>,
    /// Whether a list of databases holds the one that the SQL is for.
    pub(super) is_for_us: &'a dyn Fn(Option<&str>) -> bool,
}

/// A condition that asks for an object, and which of its values say which.
struct Asked {
    condition: &'static str,
    kind: SoughtKind,
    name: &'static str,
    table: &'static str,
    columns: &'static str,
}

impl Asked {
    const fn of(
        condition: &'static str,
        kind: SoughtKind,
        name: &'static str,
        table: &'static str,
        columns: &'static str,
    ) -> Self {
        Self { condition, kind, name, table, columns }
    }
}

#[rustfmt::skip]
const ASKED: &[Asked] = &[
    Asked::of("tableExists", SoughtKind::Table, "", "tableName", ""),
    Asked::of("viewExists", SoughtKind::View, "viewName", "", ""),
    Asked::of("columnExists", SoughtKind::Column, "columnName", "tableName", ""),
    Asked::of("sequenceExists", SoughtKind::Sequence, "sequenceName", "", ""),
    Asked::of("indexExists", SoughtKind::Index, "indexName", "tableName", "columnNames"),
    Asked::of("primaryKeyExists", SoughtKind::PrimaryKey, "primaryKeyName", "tableName", ""),
    Asked::of("uniqueConstraintExists", SoughtKind::Unique, "constraintName", "tableName", "columnNames"),
    Asked::of("foreignKeyConstraintExists", SoughtKind::ForeignKey, "foreignKeyName", "foreignKeyTableName", ""),
];

impl Known<'_> {
    /// What a condition, or several, ask.
    pub(super) fn question(&self, node: &Node) -> Question {
        let parts = || node.children.iter().map(|it| self.question(it));
        match node.name.as_str() {
            "preConditions" | "and" => Question::All(parts().collect()),
            "or" => Question::Any(parts().collect()),
            // Not one of them may hold.
            "not" => Question::Not(Box::new(Question::Any(parts().collect()))),
            "dbms" => Question::Told(Some((self.is_for_us)(node.get("type")))),
            "changeSetExecuted" => Question::Told(self.is_executed(node)),
            "changeLogPropertyDefined" => Question::Told(Some(self.is_defined(node))),
            "sqlCheck" => self.query(node),
            name if name.starts_with("on") || name == "runningAs" => Question::Told(Some(true)),
            name => match ASKED.iter().find(|it| it.condition == name) {
                Some(asked) => self.object(asked, node),
                None => Question::Told(None),
            },
        }
    }

    fn object(&self, asked: &Asked, node: &Node) -> Question {
        let columns = self.value(node, asked.columns).unwrap_or_default();
        let columns = columns.split(',').map(str::trim).filter(|it| !it.is_empty());
        let schema = ["schemaName", "tableSchemaName", "foreignKeyTableSchemaName"];
        let sought = Sought {
            kind: asked.kind,
            schema: schema.iter().find_map(|it| self.value(node, it)),
            table: self.value(node, asked.table),
            name: self.value(node, asked.name),
            columns: columns.map(str::to_owned).collect(),
        };
        if sought.name.is_none() && sought.table.is_none() {
            return Question::Told(None);
        }
        Question::There(sought)
    }

    fn query(&self, node: &Node) -> Question {
        let sql = node.body().map(|it| filled(&it.text, self.properties));
        match sql.zip(self.value(node, "expectedResult")) {
            Some((sql, expected)) => {
                Question::Answers { sql: sql.trim().trim_end_matches(';').to_owned(), expected }
            }
            None => Question::Told(None),
        }
    }

    fn is_executed(&self, node: &Node) -> Option<bool> {
        let (id, author) = (self.value(node, "id")?, self.value(node, "author")?);
        Some(self.sets.iter().any(|it| it.id == id && it.author == author))
    }

    fn is_defined(&self, node: &Node) -> bool {
        let own = self.value(node, "property").and_then(|it| self.properties.get(&it).cloned());
        let wanted = node.get("value");
        own.is_some_and(|own| wanted.is_none_or(|it| *it == own))
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
