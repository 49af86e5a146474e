//! What the changes of a change set run, and what takes them back.

use super::super::report_unreadable;
use super::body::{self, Body, filled};
use super::change::{self, Letters};
use super::changelog::Walker;
use super::delimiter::Delimiter;
use super::include::{find, missing};
use super::node::{Node, Value};
use super::{edit, rows};
use crate::diagnostic::Problem;
use crate::history::{Around, SqlPart, Written};
use crate::project::{File, FileId, Span};

/// Children of a change set that change nothing themselves.
pub(super) const ABOUT: &[&str] =
    &["comment", "preConditions", "rollback", "validCheckSum", "modifySql", "ext", "id", "author"];

/// Changes that are SQL as they stand.
pub(super) const SQL: &[&str] =
    &["sql", "sqlFile", "createProcedure", "createFunction", "createTrigger", "createPackage"];

/// Makes statements of the rows of a file.
type Load = fn(&Node, &str, Letters) -> Result<Vec<String>, Problem>;

/// Changes that read a file of rows.
const LOADS: &[(&str, Load)] = &[("loadData", rows::insert), ("loadUpdateData", rows::update)];

impl Walker<'_> {
    /// What a change runs, and what takes it back if that is known.
    pub(super) fn change(
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
            return vec![SqlPart::opaque(node.span, missing(path))];
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
                    return vec![SqlPart::opaque(node.span, missing(&path))];
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

    /// What takes a change set back, where it says so itself.
    pub(super) fn rollback(
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

    /// Fills in the properties that an element names.
    pub(super) fn fill(&mut self, node: &mut Node) {
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

/// SQL that does nothing.
pub(super) fn nothing() -> Written {
    Written { text: "".into(), places: Vec::new() }
}

mod problem {
    use crate::diagnostic::Problem;

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
}
