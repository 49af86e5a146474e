//! Walks through changelogs, from one to those that it includes, and collects their change sets.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Reading, report_unreadable, settings};
use super::body::{self, Body, filled};
use super::change::{self, Letters, Quotes};
use super::condition::{Fails, Known, fails};
use super::delimiter::Delimiter;
use super::filter::{Meant, Run};
use super::include::{all_included, find, folder, included, tree};
use super::node::{Node, Value};
use super::set::{ChangeSet, Order};
use super::{FORMAT, edit, formatted, is_changelog, rows, setup};
use crate::diagnostic::{Choice, Problem, Report};
use crate::history::{Around, Gate, Question, SqlPart, Written};
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
    quotes: Quotes,
    /// What the change set that is being read does to its statements before they run.
    edits: Vec<Node>,
    /// The contexts and labels of the run that is shown.
    run: Run,
    /// What the changelogs that are open are meant for.
    meant: Meant,
    /// Which of the run's values are asked for already.
    asked: BTreeSet<&'static str>,
    /// The change sets so far as they stand, for those that run them again.
    read: Vec<(FileId, Node)>,
}

/// How deep changelogs may include one another. Real ones do not pass ten.
const MAX_DEPTH: usize = 100;

/// How often a changelog may be read: once for each of the contexts that it is included for.
const MAX_READS: usize = 16;

impl<'a> Walker<'a> {
    pub(super) fn new(reading: &'a Reading<'a>, report: &'a mut Report) -> Self {
        let changelog = reading.location.folders.first().map_or("", |it| it);
        let mut properties = setup::values(reading.project, changelog);
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
            self.report.note(node.span, problem::missing_include(path));
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
            None => self.report.note(node.span, problem::missing_include(path)),
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
            self.report.note(node.span, problem::missing_include(path));
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
    fn is_for_us(&self, dbms: Option<&str>) -> bool {
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

    /// What a change runs, and what takes it back if that is known.
    fn change(
        &mut self,
        file: &File,
        node: &Node,
        around: Around,
    ) -> (Vec<SqlPart>, Option<Vec<SqlPart>>) {
        if !self.is_for_us(node.get("dbms")) {
            return (Vec::new(), Some(Vec::new()));
        }
        if SQL.contains(&node.name.as_str()) {
            let mut up = self.sql(file, node, around);
            if !self.edits.is_empty() {
                up.push(SqlPart::opaque(node.span, problem::unread("modifySql")));
            }
            return (up, None);
        }
        let mut own = node.clone();
        self.fill(&mut own);
        let letters = Letters { dialect: self.reading.dialect, quotes: self.quotes };
        if let Some((_, load)) = LOADS.iter().find(|(name, _)| *name == node.name) {
            return (self.load(file, &own, letters, *load, around), None);
        }
        match change::write(&own, letters) {
            Some(Ok(change)) => {
                let down = change.down.map(|it| self.written(node.span, it, around));
                let edited: Result<Vec<String>, &Node> =
                    change.up.into_iter().map(|it| edit::edited(it, &self.edits)).collect();
                let up = match edited {
                    Ok(up) => self.written(node.span, up, around),
                    Err(edit) => vec![SqlPart::opaque(edit.span, problem::unread(&edit.name))],
                };
                (up, down)
            }
            Some(Err(problem)) => (vec![SqlPart::opaque(node.span, problem)], None),
            None => (vec![SqlPart::opaque(node.span, problem::unread(&node.name))], None),
        }
    }

    /// Statements that stand for an element.
    fn written(&self, span: Span, statements: Vec<String>, around: Around) -> Vec<SqlPart> {
        if statements.is_empty() {
            return Vec::new();
        }
        let text = statements.iter().map(|it| format!("{it};")).collect::<Vec<_>>().join("\n\n");
        let written = Written { text: text.into(), places: Vec::new() };
        vec![SqlPart { written: Some(written), ..SqlPart::new(span, around) }]
    }

    /// The rows of a file that the changelog names.
    fn load(
        &self,
        file: &File,
        node: &Node,
        letters: Letters,
        statements: Load,
        around: Around,
    ) -> Vec<SqlPart> {
        let path = node.get("file").unwrap_or_default();
        let is_relative = node.says("relativeToChangelogFile");
        let found = find(self.reading.project, file, path, is_relative);
        let text = found.and_then(|it| self.reading.project.file(it)).and_then(File::text);
        let Some(text) = text else {
            return vec![SqlPart::opaque(node.span, problem::missing_include(path))];
        };
        match statements(node, text, letters) {
            Ok(statements) => self.written(node.span, statements, around),
            Err(problem) => vec![SqlPart::opaque(node.span, problem)],
        }
    }

    /// SQL within the changelog, or in a file that it names.
    fn sql(&mut self, file: &File, node: &Node, around: Around) -> Vec<SqlPart> {
        let path = node.get("path").map(|it| filled(it, &self.properties));
        let (body, span) = match (path, node.body()) {
            (Some(path), _) => {
                let is_relative = node.says("relativeToChangelogFile");
                let found = find(self.reading.project, file, &path, is_relative);
                let own = found.and_then(|it| Some((it, self.reading.project.file(it)?)));
                let Some((id, own)) = own else {
                    return vec![SqlPart::opaque(node.span, problem::missing_include(&path))];
                };
                report_unreadable(self.reading.project, id, self.report);
                let end = own.text().map_or(0, |it| it.len()) as u32;
                let span = Span { file: id, start: 0, end };
                (Body::of_span(self.reading.project, span), span)
            }
            (None, Some(value)) => (Body::of_value(self.reading.project, value), value.span),
            (None, None) => return Vec::new(),
        };
        self.pieces(body, node.get("endDelimiter"), span, around)
    }

    /// SQL in as many parts as its delimiter cuts it into.
    pub(super) fn pieces(
        &mut self,
        body: Body,
        delimiter: Option<&str>,
        span: Span,
        around: Around,
    ) -> Vec<SqlPart> {
        let is_given = delimiter.is_some_and(|it| Delimiter::given(it).is_some());
        let delimiter = match delimiter.filter(|it| !it.is_empty()) {
            Some(text) => Delimiter::given(text),
            None => Some(Delimiter::usual()),
        };
        let mut pieces = delimiter.map(|it| body.split(&it)).unwrap_or_default();
        if pieces.len() < 2 && !is_given {
            return vec![self.part(body, span, around)];
        }
        // One part: the pieces stand between semicolons instead.
        pieces.iter_mut().for_each(Body::terminate);
        vec![self.part(Body::join(pieces), span, around)]
    }

    /// A body with its properties filled in.
    pub(super) fn part(&mut self, mut body: Body, span: Span, around: Around) -> SqlPart {
        for name in body.fill(&self.properties) {
            self.report.note(span, problem::unfilled(&name));
        }
        body.part(span, around)
    }

    fn rollback(
        &mut self,
        file: &File,
        nodes: &[&Node],
        plain: Option<&Value>,
        around: Around,
    ) -> Vec<SqlPart> {
        let mut res = Vec::new();
        for value in nodes.iter().filter_map(|it| it.text.as_ref()).chain(plain) {
            let body = Body::of_value(self.reading.project, value);
            if !body.is_empty() && value.text.trim() != "not required" {
                res.push(self.part(body, value.span, around));
            }
        }
        for node in nodes {
            if let Some(id) = node.get("changeSetId") {
                res.extend(self.again(node, id, around));
            }
            for change in &node.children {
                res.extend(self.change(file, change, around).0);
            }
        }
        // A rollback that says nothing is a way back that does nothing.
        if let Some(span) = nodes.first().map(|it| it.span).or(plain.map(|it| it.span))
            && res.is_empty()
        {
            res.push(SqlPart { written: Some(nothing()), ..SqlPart::new(span, around) });
        }
        res
    }

    /// The changes of an earlier change set, which a way back runs again.
    fn again(&mut self, node: &Node, id: &str, around: Around) -> Vec<SqlPart> {
        let author = node.get("changeSetAuthor");
        let path = node.get("changeSetPath");
        let project = self.reading.project;
        let is_it = |(file, it): &&(FileId, Node)| {
            let own = project.file(*file).map_or("", |it| it.path.as_str());
            it.get("id") == Some(id)
                && author.is_none_or(|author| it.get("author") == Some(author))
                && path.is_none_or(|path| own.ends_with(path))
        };
        let found = self.read.iter().rev().find(is_it).cloned();
        let Some((own, file)) = found.and_then(|(id, it)| Some((it, project.file(id)?))) else {
            return vec![SqlPart::opaque(node.span, problem::unknown_set(id))];
        };
        let changes = own.children.iter().filter(|it| !ABOUT.contains(&it.name.as_str()));
        changes.flat_map(|it| self.change(file, it, around).0).collect()
    }

    fn fill(&mut self, node: &mut Node) {
        for value in node.values.iter_mut().chain(&mut node.text) {
            for name in body::unknown(&value.text, &self.properties) {
                self.report.note(value.span, problem::unfilled(&name));
            }
            value.text = filled(&value.text, &self.properties);
        }
        for child in &mut node.children {
            self.fill(child);
        }
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

/// SQL that does nothing.
fn nothing() -> Written {
    Written { text: "".into(), places: Vec::new() }
}

/// Makes statements of the rows of a file.
type Load = fn(&Node, &str, Letters) -> Result<Vec<String>, Problem>;

/// Changes that read a file of rows.
const LOADS: &[(&str, Load)] = &[("loadData", rows::insert), ("loadUpdateData", rows::update)];

/// Children of a change set that change nothing themselves.
const ABOUT: &[&str] =
    &["comment", "preConditions", "rollback", "validCheckSum", "modifySql", "ext", "id", "author"];

/// Changes that are SQL as they stand.
pub(super) const SQL: &[&str] =
    &["sql", "sqlFile", "createProcedure", "createFunction", "createTrigger", "createPackage"];

mod problem {
    use super::{Choice, Meant, Problem};

    pub(super) fn duplicate(id: &str, author: &str) -> Problem {
        let message = format!("change set `{id}` of `{author}` is there more than once");
        Problem::error("duplicate-revision", message).help("give one of the two another id")
    }

    pub(super) fn missing_include(path: &str) -> Problem {
        Problem::error("missing-include", format!("no file `{path}` in the project"))
            .help("add the file to what you open, or correct the path")
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

    pub(super) fn unknown_set(id: &str) -> Problem {
        Problem::error("unknown-revision", format!("no change set `{id}` before this one"))
            .help("correct the id and the author")
    }

    pub(super) fn unread(name: &str) -> Problem {
        let message = format!("what `{name}` runs is not followed");
        Problem::warning("opaque-change", message)
            .help("compare with what `liquibase update-sql` prints for it")
    }

    pub(super) fn unfilled(name: &str) -> Problem {
        let message = format!("nothing says what `${{{name}}}` stands for");
        Problem::error("unfilled-placeholder", message)
            .asks(name)
            .help(format!("give `{name}` a value here, or as a property of the changelog"))
    }

    pub(super) fn unknown_element(name: &str) -> Problem {
        Problem::warning("unknown-element", format!("no changelog has a `{name}`"))
            .help("correct the name; it is passed over")
    }
}
