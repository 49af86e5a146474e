//! A column that a query reads gets another name, is new, or is gone.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{Reader, Role, Select, Source, SourceId, Word};
use super::target::Naming;
use super::{ColumnChange, Edits};
use crate::dialect::POSTGRESQL;
use crate::name::Name;

pub(super) struct Renaming<'r, 'a, F> {
    reader: &'r Reader<'a>,
    change: ColumnChange<'r>,
    has: F,
    /// The sources that are the table, and show the column.
    own: BTreeSet<SourceId>,
    /// Those of them that get their old names back.
    listed: BTreeSet<SourceId>,
    /// Names of columns that are to be written otherwise.
    written: BTreeMap<usize, Written>,
    /// What each `SELECT` has by the old and the new name.
    by_old: Vec<Level>,
    by_new: Vec<Level>,
}

/// What the sources of a `SELECT` have by a name.
#[derive(Clone, Copy, Default)]
struct Level {
    found: Option<SourceId>,
    /// Whether it is not known of a source, or several have it and are joined by it.
    is_unsure: bool,
    /// Whether it is not known of a table or view.
    is_unsure_of_table: bool,
    /// Whether another source than the table's may have it.
    is_elsewhere: bool,
}

/// How a name is to be written.
#[derive(Clone, Copy)]
struct Written {
    source: SourceId,
    is_renamed: bool,
    /// Whether the name of the source is put before it.
    is_qualified: bool,
}

/// Where a name that stands alone was looked for.
#[derive(Default)]
struct Search {
    found: Option<SourceId>,
    /// The `SELECT`s that the search came by.
    selects: Vec<usize>,
    /// Whether something further in may have a column of the name, or another one beside it.
    is_unsure: bool,
    is_unsure_of_table: bool,
}

impl<'r, 'a, F: Fn(&Name, &str) -> Option<bool>> Renaming<'r, 'a, F> {
    pub(super) fn new(reader: &'r Reader<'a>, change: ColumnChange<'r>, has: F) -> Self {
        let position = change.from.and_then(|it| change.columns.iter().position(|c| c == it));
        let shows = |it: &Source<'_>| {
            it.table.as_ref() == Some(change.table) && position.is_none_or(|at| it.list.len() <= at)
        };
        let selects = reader.selects.iter().enumerate();
        let own = selects.flat_map(|(select, it)| {
            let sources = it.sources.iter().enumerate().filter(|(_, it)| shows(it));
            sources.map(move |(at, _)| (select, at))
        });
        let own: BTreeSet<SourceId> = own.collect();
        let (listed, written) = (BTreeSet::new(), BTreeMap::new());
        let (by_old, by_new) = (Vec::new(), Vec::new());
        let mut res = Self { reader, change, has, own, listed, written, by_old, by_new };
        if !res.own.is_empty() {
            let levels = |column| {
                let selects = reader.selects.iter().enumerate();
                selects.map(|(id, it)| res.level(id, it, column)).collect::<Vec<_>>()
            };
            let levels = (change.from.map(levels).unwrap_or_default(), levels(change.to));
            (res.by_old, res.by_new) = levels;
        }
        res
    }

    pub(super) fn edits(mut self) -> Edits {
        if self.own.is_empty() {
            return Edits::default();
        }
        self.list_unclear();
        for word in &self.reader.words {
            let text = self.reader.text(word.at);
            if word.role == Role::Result {
                continue;
            }
            if self.change.from == Some(text) {
                self.old_name(word);
            } else if text == self.change.to && word.of.is_none() {
                self.new_name(word);
            }
        }
        self.write()
    }

    /// Sources whose columns cannot be told from those of others.
    fn list_unclear(&mut self) {
        let renames = self.change.from.is_some();
        for id in &self.own {
            let select = self.reader.selects.get(id.0);
            if select.is_some_and(|it| it.is_unclear || renames && it.has_star) {
                self.listed.insert(*id);
            }
        }
    }

    /// A word that is the old name of the column.
    fn old_name(&mut self, word: &Word) {
        if word.role == Role::Assigned {
            // The first of the rows is what is written.
            let source = (0, 0);
            if self.own.contains(&source) {
                let written = Written { source, is_renamed: true, is_qualified: false };
                self.written.insert(word.at, written);
            }
            return;
        }
        if word.role == Role::Joined {
            return self.list_in(word.select);
        }
        if let Some(of) = word.of {
            let found = self.reader.called(word.select, self.reader.text(of));
            match found.filter(|it| self.own.contains(it)) {
                Some(id) if word.role == Role::OfRow => drop(self.listed.insert(id)),
                Some(source) => {
                    let written = Written { source, is_renamed: true, is_qualified: false };
                    self.written.insert(word.at, written);
                }
                None => {}
            }
            return;
        }
        let Some(from) = self.change.from else { return };
        let is_result = match word.role {
            Role::Key => self.is_result(word.select, from),
            _ => Some(false),
        };
        if is_result == Some(true) {
            return;
        }
        let search = self.search(&self.by_old, word.select);
        let source = search.found.filter(|it| self.own.contains(it));
        let is_clear = |it: &SourceId| match self.is_written(*it) {
            true => !search.is_unsure && is_result.is_some(),
            false => !search.is_unsure_of_table,
        };
        let Some(source) = source.filter(is_clear) else {
            let found_other = search.found.is_some_and(|it| !self.own.contains(&it));
            if !found_other || search.is_unsure || is_result.is_none() {
                self.list_all(&search.selects);
            }
            return;
        };
        let is_qualified = word.role == Role::Key || self.is_hidden(word.select, source);
        if is_qualified && !self.can_be_named(word.select, source) {
            self.listed.insert(source);
        }
        self.written.insert(word.at, Written { source, is_renamed: true, is_qualified });
    }

    /// A word that is called as the column is from now on, and must mean what it meant.
    fn new_name(&mut self, word: &Word) {
        if word.role == Role::Assigned {
            return;
        }
        if word.role == Role::Joined {
            return self.list_in(word.select);
        }
        let is_result = match word.role {
            Role::Key => self.is_result(word.select, self.change.to),
            _ => Some(false),
        };
        if is_result == Some(true) {
            return;
        }
        let search = self.search(&self.by_new, word.select);
        if !search.selects.iter().any(|it| self.own_in(*it).next().is_some()) {
            return;
        }
        let found = search.found.filter(|_| !search.is_unsure && is_result.is_some());
        match found.filter(|it| self.can_be_named(word.select, *it)) {
            Some(source) => {
                let written = Written { source, is_renamed: false, is_qualified: true };
                self.written.insert(word.at, written);
            }
            None => self.list_all(&search.selects),
        }
    }

    /// Whether the text says where rows are read from this source. Where it does not, the source
    /// cannot get its old names back, and a name that nothing else is known to have is its own.
    fn is_written(&self, source: SourceId) -> bool {
        self.reader.source(source).is_some_and(Source::is_written)
    }

    fn own_in(&self, select: usize) -> impl Iterator<Item = &SourceId> {
        self.own.range((select, 0)..=(select, usize::MAX))
    }

    fn list_in(&mut self, select: usize) {
        // Either all of a `SELECT` are listed, or it has not been asked yet.
        let mut own = self.own.range((select, 0)..=(select, usize::MAX));
        if own.next_back().is_some_and(|it| !self.listed.contains(it)) {
            self.listed.extend(self.own.range((select, 0)..=(select, usize::MAX)));
        }
    }

    fn list_all(&mut self, selects: &[usize]) {
        selects.iter().for_each(|it| self.list_in(*it));
    }

    /// Whether a result of a query is called so, if that is known.
    fn is_result(&self, select: usize, name: &str) -> Option<bool> {
        let select = self.reader.selects.get(select)?;
        let mut is_known = !select.has_star;
        for target in &select.targets {
            match self.reader.naming(target) {
                Naming::Token(at) if self.reader.text(at) == name => return Some(true),
                Naming::Token(_) | Naming::Nothing => {}
                Naming::Unclear => is_known = false,
            }
        }
        is_known.then_some(false)
    }

    /// Looks for the source that a name alone is a column of, from this `SELECT` outwards.
    fn search(&self, levels: &[Level], select: usize) -> Search {
        let mut res = Search::default();
        for (id, level) in self.reader.around(select).filter_map(|it| Some((it, levels.get(it)?))) {
            res.selects.push(id);
            res.is_unsure |= level.is_unsure;
            res.is_unsure_of_table |= level.is_unsure_of_table;
            res.found = level.found;
            if res.found.is_some() {
                break;
            }
        }
        res
    }

    fn level(&self, id: usize, select: &Select<'_>, column: &str) -> Level {
        let mut res = Level::default();
        for (at, source) in select.sources.iter().enumerate() {
            let is_table = source.table.is_some();
            let (source, holds) = ((id, at), self.holds(source, column));
            let is_own = self.own.contains(&source);
            res.is_unsure |= holds.is_none() || holds == Some(true) && res.found.is_some();
            res.is_unsure_of_table |= is_table && holds.is_none();
            res.is_elsewhere |= holds != Some(false) && !is_own;
            if holds == Some(true) && (is_own || res.found.is_none()) {
                res.found = Some(source);
            }
        }
        res
    }

    /// Whether a source has a column of this name, if that is known.
    fn holds(&self, source: &Source<'_>, column: &str) -> Option<bool> {
        let table = source.table.as_ref()?;
        if source.list.iter().any(|it| self.reader.text(*it) == column) {
            return Some(true);
        }
        if table == self.change.table && !self.change.columns.is_empty() {
            let shown = self.change.columns.get(source.list.len()..).unwrap_or_default();
            return Some(shown.iter().any(|it| it == column));
        }
        let has = match table == self.change.table && self.change.from == Some(column) {
            true => Some(true),
            false => (self.has)(table, column),
        };
        if source.list.is_empty() { has } else { has.filter(|it| !it) }
    }

    fn can_be_named(&self, select: usize, source: SourceId) -> bool {
        let name = self.reader.source(source).map(|it| it.called);
        name.is_some_and(|it| !it.is_empty() && self.reader.called(select, it) == Some(source))
    }

    /// Whether another source that is seen there may have a column of the new name.
    fn is_hidden(&self, select: usize, source: SourceId) -> bool {
        let inner = self.reader.around(select).take_while(|it| *it != source.0);
        let mut seen = inner.chain([source.0]);
        seen.any(|it| self.by_new.get(it).is_some_and(|it| it.is_elsewhere))
    }

    fn write(mut self) -> Edits {
        let mut edits = Edits::default();
        // The names before are not known: what can be written is.
        if self.change.columns.is_empty() {
            self.listed.clear();
        }
        let listed = std::mem::take(&mut self.listed).into_iter();
        self.listed = listed.filter(|it| self.is_written(*it)).collect();
        for id in &self.listed {
            self.list(*id, &mut edits);
        }
        self.reader.without_schemas(&self.listed, &mut edits);
        let to = POSTGRESQL.quote_name(self.change.to);
        let mut renamed = BTreeSet::new();
        for (at, it) in &self.written {
            if self.listed.contains(&it.source) {
                continue;
            }
            let called = self.reader.source(it.source).map_or("", |it| it.called);
            let before =
                if it.is_qualified { POSTGRESQL.quote_name(called) + "." } else { String::new() };
            edits.replace(*at, before + &to);
            if it.is_renamed {
                renamed.insert(*at);
            }
        }
        self.keep_results(&renamed, &mut edits);
        edits
    }

    /// Gives the columns of a source their old names for this query.
    fn list(&self, id: SourceId, edits: &mut Edits) {
        let Some(source) = self.reader.source(id) else { return };
        let mut rest = self.change.columns.get(source.list.len()..).unwrap_or_default().to_vec();
        rest.extend(self.change.from.is_none().then(|| self.unused_name()));
        let rest = POSTGRESQL.quote_list(&rest);
        match source.list.last() {
            Some(last) => edits.put_behind(*last, &format!(", {rest}")),
            None if source.has_alias => edits.put_behind(source.end, &format!("({rest})")),
            None => {
                let called = POSTGRESQL.quote_name(source.called);
                edits.put_behind(source.end, &format!(" {called}({rest})"));
            }
        }
        let table = self.reader.selects.get(id.0).and_then(|it| it.table);
        table.into_iter().for_each(|it| edits.replace(it, "SELECT * FROM"));
    }

    /// A name for a new column under which no query can mean it.
    fn unused_name(&self) -> String {
        let is_used = |it: &String| self.change.columns.contains(it);
        let mut names = (1..).map(|at| format!("{}_{at}", self.change.to));
        names.find(|it| !is_used(it)).unwrap_or_default()
    }

    /// Results that are called by a renamed column keep their names.
    fn keep_results(&self, renamed: &BTreeSet<usize>, edits: &mut Edits) {
        let targets = self.reader.selects.iter().flat_map(|it| &it.targets);
        for target in targets.filter(|it| self.reader.label(it).is_none()) {
            if let (Naming::Token(at), Some(from)) = (self.reader.naming(target), self.change.from)
                && renamed.contains(&at)
            {
                let label = format!(" AS {}", POSTGRESQL.quote_name(from));
                edits.put_behind(target.end.saturating_sub(1), &label);
            }
        }
    }
}

impl Reader<'_> {
    /// Takes the schema away from columns of these sources: `app.t.a` is none once `t` is an alias.
    pub(super) fn without_schemas(&self, sources: &BTreeSet<SourceId>, edits: &mut Edits) {
        for (schema, word) in &self.qualified {
            let of = word.of.map_or("", |it| self.text(it));
            if self.called(word.select, of).is_some_and(|it| sources.contains(&it)) {
                edits.replace(*schema, "");
                edits.replace(schema + 1, "");
            }
        }
    }
}

/// Takes a column that is gone out of the names that are given to a table's columns.
pub(super) fn dropped(reader: &Reader<'_>, table: &Name, column: usize) -> Edits {
    let mut edits = Edits::default();
    let sources = reader.selects.iter().flat_map(|it| &it.sources);
    for source in sources.filter(|it| it.table.as_ref() == Some(table)) {
        let Some(name) = source.list.get(column) else { continue };
        edits.replace(*name, "");
        match source.list.get(column + 1) {
            Some(next) => (name + 1..*next).for_each(|it| edits.replace(it, "")),
            None if column > 0 => edits.replace(name - 1, ""),
            None => {
                edits.replace(name - 1, "");
                edits.replace(name + 1, "");
            }
        }
    }
    edits
}
