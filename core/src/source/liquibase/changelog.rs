//! Walks through changelogs, from one to those that it includes, and collects their change sets.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Reading, report_unreadable, settings};
use super::body::{Body, filled};
use super::change::Quotes;
use super::changes::{ABOUT, nothing};
use super::condition::{Fails, Known, fails};
use super::filter::{Meant, Run};
use super::include::{all_included, find, folder, included, missing, tree};
use super::node::Node;
use super::set::{ChangeSet, Order};
use super::{FORMAT, formatted, is_changelog, setup};
use crate::diagnostic::{Choice, Problem, Report};
use crate::history::{Around, Gate, Question, SqlPart};
use crate::project::{File, FileId, Span};

/// Reads changelogs one after the other.
pub(super) struct Walker<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) report: &'a mut Report,
    /// The first value of a property counts.
    pub(super) properties: BTreeMap<String, String>,
    sets: Vec<ChangeSet>,
    /// The changelogs that are being read, each included by the one before.
    open: Vec<FileId>,
    /// The folders that are being read in whole.
    folders: Vec<String>,
    /// How often each changelog was read.
    reads: BTreeMap<FileId, usize>,
    /// Which names the changelog that is being read wants in quotes.
    pub(super) quotes: Quotes,
    /// What the change set that is being read does to its statements before they run.
    pub(super) edits: Vec<Node>,
    /// The contexts and labels of the run that is shown.
    run: Run,
    /// What the changelogs that are open are meant for.
    meant: Meant,
    /// Which of the run's values are asked for already.
    asked: BTreeSet<&'static str>,
    /// The change sets so far as they stand, for those that run them again.
    pub(super) read: Vec<(FileId, Node)>,
}

/// How deep changelogs may include one another. Real ones do not pass ten.
const MAX_DEPTH: usize = 100;

/// How often a changelog may be read: once for each of the contexts that it is included for.
const MAX_READS: usize = 16;

impl<'a> Walker<'a> {
    pub(super) fn new(reading: &'a Reading<'a>, report: &'a mut Report) -> Self {
        let changelog = reading.location.folders.first().map_or("", |it| it);
        let mut properties = setup::values(reading, changelog);
        properties.extend(reading.values.clone());
        let run = Run::of(&properties);
        Self {
            reading,
            report,
            properties,
            sets: Vec::new(),
            open: Vec::new(),
            folders: Vec::new(),
            reads: BTreeMap::new(),
            quotes: Quotes::default(),
            edits: Vec::new(),
            run,
            meant: Meant::default(),
            asked: BTreeSet::new(),
            read: Vec::new(),
        }
    }

    /// The change sets, in the order in which they run; of two that are the same the first counts.
    pub(super) fn finish(self) -> Vec<ChangeSet> {
        let mut seen: BTreeMap<(String, String, FileId), Span> = BTreeMap::new();
        let mut res = Vec::new();
        for set in self.sets {
            let key = (set.id.clone(), set.author.clone(), set.span.file);
            if let Some(first) = seen.get(&key) {
                let problem = problem::duplicate(&set.id, &set.author).at(set.span);
                self.report.push(problem.also(*first, "this one counts"));
            } else {
                seen.insert(key, set.span);
                res.push(set);
            }
        }
        res.sort_by_key(|it| it.order);
        res
    }

    /// The changelogs of a folder, as if one included them all.
    pub(super) fn folder(&mut self, folder: &str) {
        let files = self.reading.project.files();
        let own = files.filter(|(_, it)| it.folder() == folder && is_changelog(it));
        for (id, _) in own {
            self.file(id);
        }
    }

    /// One changelog.
    pub(super) fn file(&mut self, id: FileId) {
        let Some(file) = self.reading.project.file(id) else { return };
        report_unreadable(self.reading.project, id, self.report);
        let Some(text) = file.text() else { return };
        *self.reads.entry(id).or_default() += 1;
        self.open.push(id);
        if file.name().ends_with(".sql") {
            let sets = match formatted::is_formatted(text) {
                true => formatted::read(self, id, text),
                false => vec![self.raw(id, file)],
            };
            self.sets.extend(sets);
        } else {
            match tree(id, file) {
                Ok(root) => self.tree(file, &root),
                Err((span, problem)) => self.report.note(span, problem),
            }
        }
        self.open.pop();
    }

    /// SQL without marks is one change set.
    fn raw(&mut self, id: FileId, file: &File) -> ChangeSet {
        let end = file.text().map_or(0, |it| it.len()) as u32;
        let span = Span { file: id, start: 0, end };
        let mut set = ChangeSet::new(file.name(), "raw", Span::file(id));
        let body = Body::of_span(self.reading.project, span);
        set.up = vec![self.part(body, span, FORMAT.running.around)];
        set
    }

    fn tree(&mut self, file: &File, root: &Node) {
        let outer = self.quotes;
        self.quotes = Quotes::asked(root).unwrap_or_default();
        let outer_meant = self.meant.clone();
        self.meant = outer_meant.within(root);
        for child in &root.children {
            match child.name.as_str() {
                "changeSet" => self.change_set(file, child),
                "property" => self.property(file, child),
                "include" => self.include(file, child),
                "includeAll" => self.include_all(file, child),
                "preConditions"
                    if told(&self.question(child)) == Some(false)
                        && fails(child) == Fails::Halts =>
                {
                    self.report.note(child.span, problem::halts());
                }
                "preConditions" | "logicalFilePath" | "objectQuotingStrategy" => {}
                other => self.report.note(child.span, problem::unknown_element(other)),
            }
        }
        self.quotes = outer;
        self.meant = outer_meant;
    }

    /// What an element of the open changelogs is meant for; nothing if the run has no such.
    fn meant(&mut self, node: &Node) -> Option<Meant> {
        let meant = self.meant.within(node);
        let lacking = self.run.lacks(&meant).filter(|it| self.asked.insert(it));
        if let Some(name) = lacking {
            self.report.note(node.span, problem::all_run(name));
        }
        self.run.has(&meant).then_some(meant)
    }

    /// Reads what an element includes, as far as the run has what it is meant for.
    fn within(&mut self, node: &Node, files: Vec<FileId>) {
        let Some(meant) = self.meant(node) else {
            self.report.note(node.span, problem::other_run(&self.meant.within(node)));
            return;
        };
        let outer = std::mem::replace(&mut self.meant, meant);
        for id in files {
            let reads = self.reads.get(&id).copied().unwrap_or_default();
            if self.open.len() >= MAX_DEPTH || reads >= MAX_READS {
                self.report.note(node.span, problem::too_many_includes());
                break;
            }
            self.file(id);
        }
        self.meant = outer;
    }

    pub(super) fn property(&mut self, from: &File, node: &Node) {
        if !self.is_for_us(node.get("dbms")) || self.meant(node).is_none() {
            return;
        }
        if let (Some(name), Some(value)) = (node.get("name"), node.get("value")) {
            let value = filled(value, &self.properties);
            self.properties.entry(name.to_owned()).or_insert(value);
        }
        let Some(path) = node.get("file") else { return };
        let is_relative = node.says("relativeToChangelogFile");
        let Some(id) = find(self.reading.project, from, path, is_relative) else {
            self.report.note(node.span, missing(path));
            return;
        };
        let own = self.reading.project.file(id).map(settings::read).unwrap_or_default();
        for (name, value) in own {
            self.properties.entry(name).or_insert(value);
        }
    }

    pub(super) fn include(&mut self, from: &File, node: &Node) {
        let mut own = node.clone();
        self.fill(&mut own);
        let path = own.get("file").unwrap_or_default();
        match included(self.reading.project, from, &own) {
            None => self.report.note(node.span, missing(path)),
            Some(id) if self.open.contains(&id) => {
                self.report.note(node.span, problem::circle(path));
            }
            Some(id) => self.within(&own, vec![id]),
        }
    }

    pub(super) fn include_all(&mut self, from: &File, node: &Node) {
        let mut own = node.clone();
        self.fill(&mut own);
        let path = own.get("path").unwrap_or_default();
        let folder = folder(from, &own).unwrap_or_default();
        if self.folders.contains(&folder) {
            self.report.note(node.span, problem::circle(path));
            return;
        }
        let found = all_included(self.reading.project, from, &own);
        if found.is_empty() && !node.denies("errorIfMissingOrEmpty") {
            self.report.note(node.span, missing(path));
        }
        let fits = |id: &FileId| {
            let file = self.reading.project.file(*id);
            let is_read = file.is_some_and(|it| it.name().ends_with(".sql") || is_changelog(it));
            is_read && !self.open.contains(id)
        };
        let files = found.into_iter().filter(fits).collect();
        self.folders.push(folder);
        self.within(&own, files);
        self.folders.pop();
    }

    fn change_set(&mut self, file: &File, node: &Node) {
        let id = node.get("id").unwrap_or_default();
        let author = node.get("author").unwrap_or_default();
        if id.is_empty() {
            self.report.note(node.span, problem::no_id());
        }
        let Some(meant) = self.fits(id, node) else { return };
        let asked = node.child("preConditions");
        if asked.is_some_and(|it| self.is_elsewhere(it)) {
            self.report.note(node.span, problem::other_database(id));
            return;
        }
        let gate = asked.and_then(|it| self.gate(id, it));
        self.read.push((node.span.file, node.clone()));
        let outer = self.quotes;
        self.quotes = Quotes::asked(node).unwrap_or(outer);
        let around = match node.denies("runInTransaction") {
            true => Around::Nothing,
            false => FORMAT.running.around,
        };
        let mut set = ChangeSet::new(id, author, node.span);
        set.comment = node.get("comment").unwrap_or_default().to_owned();
        set.meant = meant;
        set.gate = gate;
        set.order = Order::of(node);
        let mut backs: Option<Vec<SqlPart>> = Some(Vec::new());
        let ours = node.all("modifySql").filter(|it| self.is_for_us(it.get("dbms")));
        let edits: Vec<&Node> = ours.flat_map(|it| &it.children).collect();
        let edits = edits.into_iter().cloned().collect();
        let outer_edits = std::mem::replace(&mut self.edits, edits);
        for change in node.children.iter().filter(|it| !ABOUT.contains(&it.name.as_str())) {
            if change.name == "tagDatabase" {
                set.tags.extend(change.get("tag").map(str::to_owned));
            }
            let (up, down) = self.change(file, change, around);
            set.up.extend(up);
            backs = backs.zip(down).map(|(mut all, own)| {
                all.splice(0..0, own);
                all
            });
        }
        self.edits = outer_edits;
        let rollbacks: Vec<&Node> = node.all("rollback").collect();
        let plain = node.values.iter().find(|it| it.name == "rollback");
        set.down = match (rollbacks.as_slice(), plain) {
            ([], None) => backs.unwrap_or_default(),
            (nodes, plain) => self.rollback(file, nodes, plain, around),
        };
        if set.up.is_empty() {
            set.up.push(SqlPart { written: Some(nothing()), ..SqlPart::new(node.span, around) });
        }
        self.sets.push(set);
        self.quotes = outer;
    }

    /// What a change set is meant for, if it is for this database and this run.
    pub(super) fn fits(&mut self, id: &str, node: &Node) -> Option<Meant> {
        if node.says("ignore") {
            return None;
        }
        if !self.is_for_us(node.get("dbms")) {
            self.report.note(node.span, problem::other_database(id));
            return None;
        }
        let meant = self.meant(node);
        if meant.is_none() {
            self.report.note(node.span, problem::set_of_other_run(id, &self.meant.within(node)));
        }
        meant
    }

    /// What a change set asks for before it runs.
    pub(super) fn gate(&mut self, id: &str, asked: &Node) -> Option<Gate> {
        if fails(asked) == Fails::RunsAll {
            self.report.note(asked.span, problem::runs_all_the_same(id));
            return None;
        }
        let question = self.question(asked);
        Some(Gate { span: asked.span, question, passes_over: fails(asked) == Fails::LeavesOut })
    }

    fn question(&self, node: &Node) -> Question {
        let is_for_us = |dbms: Option<&str>| self.is_for_us(dbms);
        let (sets, properties) = (self.sets.as_slice(), &self.properties);
        Known { sets, properties, is_for_us: &is_for_us }.question(node)
    }

    /// Whether a change set that is for other databases alone is left out, by its conditions.
    fn is_elsewhere(&self, asked: &Node) -> bool {
        let of_database = asks_for_database(asked) && fails(asked) == Fails::LeavesOut;
        of_database && told(&self.question(asked)) == Some(false)
    }

    /// Whether a list of databases holds the one that the SQL is for.
    pub(super) fn is_for_us(&self, dbms: Option<&str>) -> bool {
        let Some(dbms) = dbms.filter(|it| !it.trim().is_empty()) else { return true };
        let ours = |it: &str| {
            let it = it.trim().to_lowercase();
            it == "all" || crate::dialect::Dialect::named(&it) == Some(self.reading.dialect)
        };
        let names = || dbms.split(',').map(str::trim);
        let denied = names().filter_map(|it| it.strip_prefix('!')).any(ours);
        let mut wanted = names().filter(|it| !it.starts_with('!')).peekable();
        !denied && (wanted.peek().is_none() || wanted.any(ours))
    }
}

/// The answer to what does not hang on the schema.
fn told(question: &Question) -> Option<bool> {
    match question {
        Question::Told(answer) => *answer,
        Question::Not(it) => told(it).map(|it| !it),
        Question::All(parts) if parts.iter().any(|it| told(it) == Some(false)) => Some(false),
        Question::Any(parts) if parts.iter().any(|it| told(it) == Some(true)) => Some(true),
        Question::All(parts) => parts.iter().all(|it| told(it).is_some()).then_some(true),
        Question::Any(parts) => parts.iter().all(|it| told(it).is_some()).then_some(false),
        Question::There(_) | Question::Answers { .. } => None,
    }
}

/// Whether conditions ask for the database alone.
fn asks_for_database(node: &Node) -> bool {
    match node.children.is_empty() {
        true => node.name == "dbms" || node.name.starts_with("on"),
        false => node.children.iter().all(asks_for_database),
    }
}

mod problem {
    use super::{Choice, Meant, Problem};

    pub(super) fn duplicate(id: &str, author: &str) -> Problem {
        let message = format!("change set `{id}` of `{author}` is there more than once");
        Problem::error("duplicate-revision", message).help("give one of the two another id")
    }

    pub(super) fn circle(path: &str) -> Problem {
        Problem::error("cycle", format!("`{path}` is included by what it includes"))
            .help("take out one of the two")
    }

    pub(super) fn too_many_includes() -> Problem {
        Problem::error("too-many-includes", "this is included too deep, or too often, to be read")
            .help("include each changelog once, or once for each context")
    }

    pub(super) fn no_id() -> Problem {
        Problem::error("broken-changelog", "this change set has no id").help("give it an id")
    }

    pub(super) fn other_database(id: &str) -> Problem {
        let message = format!("change set `{id}` is for another database and left out");
        Problem::note("other-database", message)
            .help("choose its database to see it")
            .remedy(Choice::Database)
    }

    pub(super) fn all_run(name: &str) -> Problem {
        let message = format!("`{name}` is not given, so that what is meant for any of them runs");
        Problem::note("all-contexts", message)
            .asks(name)
            .help("give those of the run that you want to see, separated by commas")
    }

    pub(super) fn other_run(meant: &Meant) -> Problem {
        let message = format!("what this includes is left out: {}", meant.words().join(", "));
        Problem::note("other-context", message).help("give its contexts and labels to see it")
    }

    pub(super) fn set_of_other_run(id: &str, meant: &Meant) -> Problem {
        let words = meant.words().join(", ");
        Problem::note("other-context", format!("change set `{id}` is left out: {words}"))
            .help("give its contexts and labels to see it")
    }

    pub(super) fn halts() -> Problem {
        Problem::error("precondition", "Liquibase stops here: these conditions do not hold")
            .help("choose the database, or give the conditions an `onFail`")
            .remedy(Choice::Database)
    }

    pub(super) fn runs_all_the_same(id: &str) -> Problem {
        let message = format!("change set `{id}` runs, whether these conditions hold or not");
        Problem::note("precondition", message).help("`onFail=\"WARN\"` says so")
    }

    pub(super) fn unknown_element(name: &str) -> Problem {
        Problem::warning("unknown-element", format!("no changelog has a `{name}`"))
            .help("correct the name; it is passed over")
    }
}
