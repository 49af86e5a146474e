//! Changelogs in SQL, with marks in comments: `--changeset author:id`, `--rollback …`.

use super::body::Body;
use super::changelog::Walker;
use super::node::{Node, Value};
use super::set::{ChangeSet, Order};
use super::{FORMAT, Reading};
use crate::diagnostic::Problem;
use crate::history::{Around, SqlPart};
use crate::project::{FileId, Span};

/// Whether a text begins as such a changelog does.
pub(super) fn is_formatted(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|it| !it.is_empty()).take(HEAD);
    lines.any(|it| {
        let words = it.strip_prefix("--").unwrap_or_default().to_lowercase();
        words.split_whitespace().eq(["liquibase", "formatted", "sql"])
    })
}

/// How many lines may stand above the first mark, such as a licence.
const HEAD: usize = 40;

/// The change sets of a changelog.
pub(super) fn read(walker: &mut Walker<'_>, file: FileId, text: &str) -> Vec<ChangeSet> {
    let mut reader = Reader { walker, file, open: None, block: None, sets: Vec::new() };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span { file, start, end: start + line.len() as u32 };
        start = span.end;
        reader.line(line, span);
    }
    reader.close();
    if let Some(block) = reader.block {
        reader.walker.report.note(block, problem::unclosed());
    }
    reader.sets
}

struct Reader<'w, 'a> {
    walker: &'w mut Walker<'a>,
    file: FileId,
    open: Option<Open>,
    /// The comment that holds a way back, while it is open.
    block: Option<Span>,
    sets: Vec<ChangeSet>,
}

/// The change set that is being read.
struct Open {
    set: ChangeSet,
    around: Around,
    delimiter: Option<String>,
    /// Whether it is for this database.
    is_ours: bool,
    up: Vec<Span>,
    down: Vec<Span>,
    /// The conditions that it asks for.
    asked: Option<Node>,
    /// Where it says that its way back does nothing.
    empty_back: Option<Span>,
}

impl Reader<'_, '_> {
    fn line(&mut self, line: &str, span: Span) {
        let words = line.trim();
        if self.block.is_some() {
            let end = words.ends_with("*/");
            let text = if end { words.trim_end_matches("*/") } else { line };
            let length =
                if end { text.len() + (line.len() - line.trim_start().len()) } else { line.len() };
            let own = Span { end: span.start + length as u32, ..span };
            if let Some(open) = &mut self.open {
                open.down.push(own);
            }
            if end {
                self.block = None;
            }
            return;
        }
        if words.to_lowercase().starts_with("/* liquibase rollback") {
            self.block = (!words.ends_with("*/")).then_some(span);
            return;
        }
        let mark = words.strip_prefix("--").map(str::trim_start).and_then(mark);
        match mark {
            Some((Mark::ChangeSet, rest)) => self.change_set(rest, span),
            Some((Mark::Rollback, rest)) => self.rollback(rest, line, span),
            Some((Mark::Comment, rest)) => {
                if let Some(open) = &mut self.open {
                    open.set.comment = rest.trim_start_matches(':').trim().to_owned();
                }
            }
            Some((Mark::Preconditions, rest)) => {
                if let Some(open) = &mut self.open {
                    open.asked = Some(node("preConditions", rest, span));
                }
            }
            Some((Mark::Precondition, rest)) => {
                if let Some(open) = &mut self.open {
                    let asked = open.asked.get_or_insert_with(|| Node::new("preConditions", span));
                    asked.children.push(condition(rest, span));
                }
            }
            Some((Mark::Property, rest)) => {
                let node = node("property", rest, span);
                self.with_file(|walker, file| walker.property(file, &node));
            }
            Some((Mark::Include, rest)) => {
                self.close();
                let node = node("include", rest, span);
                self.with_file(|walker, file| walker.include(file, &node));
            }
            Some((Mark::Nothing, _)) => {}
            None => match &mut self.open {
                Some(open) => open.up.push(span),
                None if words.is_empty() || words.starts_with("--") => {}
                None => self.walker.report.note(span, problem::outside()),
            },
        }
    }

    fn with_file(&mut self, act: impl FnOnce(&mut Walker<'_>, &crate::project::File)) {
        let reading: &Reading<'_> = self.walker.reading;
        if let Some(file) = reading.project.file(self.file) {
            act(self.walker, file);
        }
    }

    fn change_set(&mut self, rest: &str, span: Span) {
        self.close();
        let Some((author, id, attributes)) = heading(rest) else {
            self.walker.report.note(span, problem::no_id());
            return;
        };
        let node = node("changeSet", attributes, span);
        let alone = node.denies("runInTransaction");
        let mut set = ChangeSet::new(&id, &author, span);
        set.order = Order::of(&node);
        let meant = self.walker.fits(&id, &node);
        let is_ours = meant.is_some();
        set.meant = meant.unwrap_or_default();
        self.open = Some(Open {
            set,
            around: if alone { Around::Nothing } else { FORMAT.running.around },
            delimiter: node.get("endDelimiter").map(str::to_owned),
            is_ours,
            up: Vec::new(),
            down: Vec::new(),
            asked: None,
            empty_back: None,
        });
    }

    fn rollback(&mut self, rest: &str, line: &str, span: Span) {
        let Some(open) = &mut self.open else { return };
        let lower = rest.trim().to_lowercase();
        if lower.is_empty() || lower == "not required" || lower.starts_with("empty") {
            open.empty_back = Some(span);
            return;
        }
        // The rest of the line, its end included.
        let end = line.trim_end().len();
        let start = end - rest.trim_end().len().min(end);
        open.down.push(Span { start: span.start + start as u32, ..span });
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let mut set = open.set;
        if !open.is_ours {
            return;
        }
        set.gate = open.asked.as_ref().and_then(|it| self.walker.gate(&set.id, it));
        let delimiter = open.delimiter.as_deref();
        set.up = self.parts(&open.up, delimiter, open.around);
        set.down = self.parts(&open.down, delimiter, open.around);
        if set.up.is_empty() {
            set.up.push(SqlPart::new(Span { start: set.span.end, ..set.span }, open.around));
        }
        if let Some(span) = open.empty_back.filter(|_| set.down.is_empty()) {
            set.down.push(SqlPart::new(Span { start: span.end, ..span }, open.around));
        }
        self.sets.push(set);
    }

    /// The lines of one direction as a part.
    fn parts(&mut self, lines: &[Span], delimiter: Option<&str>, around: Around) -> Vec<SqlPart> {
        let project = self.walker.reading.project;
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Vec::new() };
        let span = Span { end: last.end, ..*first };
        let bodies = lines.iter().map(|it| Body::of_span(project, *it)).collect();
        let body = Body::join(bodies);
        if body.is_empty() {
            return Vec::new();
        }
        self.walker.pieces(body, delimiter, span, around)
    }
}

/// What a comment marks.
#[derive(Clone, Copy)]
enum Mark {
    ChangeSet,
    Rollback,
    Comment,
    Preconditions,
    Precondition,
    Property,
    Include,
    /// It says nothing about what runs.
    Nothing,
}

const MARKS: &[(&str, Mark)] = &[
    ("changeset", Mark::ChangeSet),
    ("rollback", Mark::Rollback),
    ("comment", Mark::Comment),
    ("preconditions", Mark::Preconditions),
    ("precondition-", Mark::Precondition),
    ("property", Mark::Property),
    ("include", Mark::Include),
    ("liquibase", Mark::Nothing),
    ("validchecksum", Mark::Nothing),
];

/// The mark that a comment begins with, and what is behind it.
fn mark(words: &str) -> Option<(Mark, &str)> {
    MARKS.iter().find_map(|(name, mark)| {
        let head = words.get(..name.len())?;
        let rest = words.get(name.len()..)?;
        let ends = name.ends_with('-') || rest.is_empty() || rest.starts_with([' ', '\t', ':']);
        (head.eq_ignore_ascii_case(name) && ends).then_some((*mark, rest))
    })
}

/// `author:id` and the attributes behind it.
fn heading(rest: &str) -> Option<(String, String, &str)> {
    let (author, rest) = word(rest.trim_start_matches([':', ' ', '\t']), &[':'])?;
    let rest = rest.trim_start().strip_prefix(':')?;
    let (id, rest) = word(rest.trim_start(), &[])?;
    Some((author, id, rest))
}

/// A word, or a text in quotes, and what is behind it.
fn word<'t>(text: &'t str, ends: &[char]) -> Option<(String, &'t str)> {
    if let Some(inner) = text.strip_prefix('"') {
        let (word, rest) = inner.split_once('"')?;
        return Some((word.to_owned(), rest));
    }
    let end = text.find(|it: char| it.is_whitespace() || ends.contains(&it)).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    (!word.is_empty()).then(|| (word.to_owned(), rest))
}

/// `name:value` pairs as the values of a node.
fn node(name: &str, text: &str, span: Span) -> Node {
    let mut node = Node::new(name, span);
    let mut rest = text.trim_start_matches(':').trim_start();
    while let Some((name, behind)) = word(rest, &[':']) {
        let Some(behind) = behind.trim_start().strip_prefix(':') else { break };
        let Some((text, behind)) = word(behind.trim_start(), &[]) else { break };
        node.values.push(Value { name, text, span });
        rest = behind.trim_start();
    }
    node
}

/// A condition as the other kinds of changelogs have it: `sql-check expectedResult:0 SELECT …`.
fn condition(rest: &str, span: Span) -> Node {
    let (kind, behind) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let known = CONDITIONS.iter().find(|(it, ..)| it.eq_ignore_ascii_case(kind));
    let mut res = node(known.map_or(kind, |(_, name, _)| name), behind, span);
    for value in &mut res.values {
        let names = known.map_or(&[][..], |(.., names)| *names);
        if let Some((_, name)) = names.iter().find(|(own, _)| *own == value.name) {
            (*name).clone_into(&mut value.name);
        }
    }
    // What is behind the expected result is the query.
    let result = res.get("expectedResult").unwrap_or_default();
    let query = behind.split_once(result).map_or("", |(_, it)| it);
    let text = query.trim_start_matches(['"', '\'']).trim().to_owned();
    res.text = Some(Value { name: String::new(), text, span });
    res
}

/// The conditions that such a changelog can have, their other names, and those of their values.
type Renamed = (&'static str, &'static str);
const CONDITIONS: &[(&str, &str, &[Renamed])] = &[
    ("sql-check", "sqlCheck", &[]),
    ("table-exists", "tableExists", &[("table", "tableName"), ("schema", "schemaName")]),
    ("view-exists", "viewExists", &[("view", "viewName"), ("schema", "schemaName")]),
];

mod problem {
    use super::Problem;

    pub(super) fn outside() -> Problem {
        Problem::error("mark-outside", "this stands above every change set, and does not run")
            .help("write `--changeset author:id` above it")
    }

    pub(super) fn no_id() -> Problem {
        Problem::error("broken-changelog", "this change set does not say its author and its id")
            .help("write it as `--changeset author:id`")
    }

    pub(super) fn unclosed() -> Problem {
        Problem::error("unclosed-mark", "the comment that opens here never ends")
            .help("close it with `*/`")
    }
}
