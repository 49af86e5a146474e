//! The columns that a place in a statement can name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::catalog::SqlType;
use crate::name::Name;

/// A column that a query gives, and its type where that is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Output {
    pub(super) name: String,
    pub(super) ty: Option<SqlType>,
}

/// The columns of a table or query; nothing if they cannot be known.
pub(super) type Outputs = Option<Vec<Output>>;

/// A table or query that stands behind `FROM`.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Its alias, else its own name; empty where nothing can name it.
    pub(super) name: String,
    pub(super) outputs: Outputs,
    /// The table or view, if it is one.
    pub(super) relation: Option<Name>,
}

/// What names mean at one place: its own sources first, then those of the queries around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope<'a> {
    pub(super) sources: Vec<Source>,
    /// What has parts that are named behind its own name only.
    pub(super) rows: Vec<Source>,
    /// What `WITH` names.
    pub(super) queries: BTreeMap<String, Outputs>,
    /// What `USING` and `NATURAL` make one of several, the last join first.
    pub(super) merged: Vec<Merged>,
    /// Whether `NATURAL` merges columns that are not named.
    pub(super) natural: bool,
    pub(super) outer: Option<&'a Self>,
}

/// Columns that a join makes one of the sources on its sides.
#[derive(Clone, Debug)]
pub(super) struct Merged {
    pub(super) columns: Vec<String>,
    /// Which sources of the scope they are.
    pub(super) sources: Range<usize>,
}

/// What a name turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Found {
    /// A column of this relation, if it is one's, of this type, if it is known.
    Column(Option<Name>, Option<SqlType>),
    /// A source whose columns are not known may have it.
    Maybe,
    Ambiguous,
    Missing,
}

impl<'a> Scope<'a> {
    pub(super) fn within(outer: Option<&'a Self>) -> Self {
        Self { outer, ..Self::default() }
    }

    /// What has names besides columns: arguments and variables, which may be said to be of what has
    /// them. Each may be a row.
    pub(super) fn of_values(owner: &str, names: &[String]) -> Self {
        let value = |name: &String| Output { name: name.clone(), ty: None };
        let outputs = Some(names.iter().map(value).collect());
        let all = Source { name: owner.to_owned(), outputs, relation: None };
        let row = |name: &String| Source { name: name.clone(), outputs: None, relation: None };
        let rows = names.iter().map(row).collect();
        Self { sources: vec![all], rows, natural: true, ..Self::default() }
    }

    /// Makes columns of all sources from one on one.
    pub(super) fn merge(&mut self, columns: Vec<String>, first: usize) {
        let sources = first..self.sources.len();
        for earlier in self.merged.iter_mut().filter(|it| it.sources.start >= first) {
            earlier.columns.retain(|it| !columns.contains(it));
        }
        self.merged.insert(0, Merged { columns, sources });
    }

    /// Puts what a statement writes to before what it reads, none of which can name it.
    pub(super) fn put_first(&mut self, written: Source) {
        self.sources.insert(0, written);
        for it in &mut self.merged {
            it.sources = it.sources.start + 1..it.sources.end + 1;
        }
    }

    /// The join that makes a source's column one with others.
    pub(super) fn merged_with(&self, source: usize, column: &str) -> Option<&Merged> {
        let is_it =
            |it: &&Merged| it.sources.contains(&source) && it.columns.iter().any(|it| it == column);
        self.merged.iter().find(is_it)
    }

    /// What a condition of a join can name: its own sources, which begin at one, and those of the
    /// queries around it; not what stands before it.
    pub(super) fn of_join(&self, first: usize) -> Cow<'_, Self> {
        if first == 0 {
            return Cow::Borrowed(self);
        }
        let own = |it: &Merged| {
            let sources = it.sources.start.checked_sub(first)?..it.sources.end - first;
            Some(Merged { columns: it.columns.clone(), sources })
        };
        let sources = self.sources.iter().skip(first).cloned().collect();
        let merged = self.merged.iter().filter_map(own).collect();
        Cow::Owned(Self { sources, merged, ..self.clone() })
    }

    /// What `WITH` calls by this name.
    pub(super) fn query(&self, name: &str) -> Option<&Outputs> {
        self.queries.get(name).or_else(|| self.outer?.query(name))
    }

    /// The column that a name alone means.
    pub(super) fn column(&self, name: &str) -> Found {
        let mut found: Vec<Found> = Vec::new();
        let mut joined = BTreeSet::new();
        for (at, source) in self.sources.iter().enumerate() {
            let join = self.merged_with(at, name).map(|it| it.sources.start);
            match source.column(name) {
                Found::Missing => {}
                other if join.is_none_or(|it| joined.insert(it)) => found.push(other),
                _ => {}
            }
        }
        match found.as_slice() {
            [only] => only.clone(),
            [] if self.sources.iter().any(|it| it.name == name) => Found::Maybe,
            [] => self.outer.map_or(Found::Missing, |it| it.column(name)),
            [first, ..] if self.natural => first.clone(),
            several if several.contains(&Found::Maybe) => Found::Maybe,
            _ => Found::Ambiguous,
        }
    }

    /// The column of the source that is called so; nothing if no source is.
    pub(super) fn qualified(&self, source: &str, name: &str) -> Option<Found> {
        let own = self.source(source)?;
        Some(own.column(name))
    }

    /// The source that is a relation of this name and schema, here or further out.
    pub(super) fn relation(&self, name: &Name) -> Option<&Source> {
        let key = name.key();
        let is_it = |it: &&Source| it.relation.as_ref() == Some(&key) && it.name == key.name;
        self.sources.iter().find(is_it).or_else(|| self.outer?.relation(name))
    }

    /// The source that is called so, here or further out.
    pub(super) fn source(&self, name: &str) -> Option<&Source> {
        let own = self.sources.iter().chain(&self.rows).find(|it| it.name == name);
        own.or_else(|| self.outer?.source(name))
    }
}

impl Source {
    /// The column of this name.
    pub(super) fn column(&self, name: &str) -> Found {
        let Some(outputs) = &self.outputs else { return Found::Maybe };
        match outputs.iter().find(|it| it.name == name) {
            Some(it) => Found::Column(self.relation.clone(), it.ty.clone()),
            None if self.relation.is_some() && SYSTEM_COLUMNS.contains(&name) => Found::Maybe,
            None => Found::Missing,
        }
    }
}

/// Columns that every table has.
pub(in crate::sql) const SYSTEM_COLUMNS: &[&str] =
    &["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"];
