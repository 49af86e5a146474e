//! What psql makes of a script before it sends it: variables filled in, other files read in, parts
//! left out on a condition.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Reading, clean_path, report_unreadable};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, SqlPart, Written};
use crate::project::{FileId, Span};
use crate::sql::{self, Piece};

/// How psql is started.
#[derive(Clone, Debug, Default)]
pub(super) struct Psql {
    /// The folder that it runs in.
    pub(super) folder: String,
    /// What `--set` gives it.
    pub(super) variables: BTreeMap<String, String>,
}

impl Psql {
    /// What a file runs, in order.
    pub(super) fn parts(
        &self,
        reading: &Reading<'_>,
        file: FileId,
        around: Around,
        report: &mut Report,
    ) -> Vec<SqlPart> {
        let mut variables = self.variables.clone();
        variables.extend(reading.values.clone());
        let folder = &self.folder;
        let mut run =
            Run { reading, folder, around, report, variables, open: Vec::new(), res: Vec::new() };
        run.file(file);
        let res = run.res;
        if res.is_empty() {
            return super::sql::whole(reading.project, file, around, report);
        }
        res
    }
}

/// Commands that change what is sent.
const COMMANDS: &[(&str, Command)] = &[
    ("\\set", Command::Set),
    ("\\getenv", Command::SetFromOutside),
    ("\\unset", Command::Unset),
    ("\\i", Command::Include),
    ("\\include", Command::Include),
    ("\\ir", Command::IncludeBeside),
    ("\\include_relative", Command::IncludeBeside),
    ("\\if", Command::If),
    ("\\elif", Command::ElseIf),
    ("\\else", Command::Else),
    ("\\endif", Command::EndIf),
];

#[derive(Clone, Copy)]
enum Command {
    Set,
    SetFromOutside,
    Unset,
    Include,
    IncludeBeside,
    If,
    ElseIf,
    Else,
    EndIf,
}

/// The most files that read in one another.
const MAX_DEPTH: usize = 16;

/// How much all runs together may read in, in bytes: a file counts each time that it is read.
const MAX_TEXT: usize = 16 << 20;

/// What a file costs beside its text.
const FILE: usize = 1 << 10;

/// One run of psql.
struct Run<'r, 'a> {
    reading: &'r Reading<'a>,
    folder: &'r str,
    around: Around,
    report: &'r mut Report,
    variables: BTreeMap<String, String>,
    /// The files that are being read, each read in by the one before.
    open: Vec<FileId>,
    res: Vec<SqlPart>,
}

/// A file while it is read.
struct Reader<'t> {
    file: FileId,
    text: &'t str,
    /// From where on nothing was taken yet.
    start: usize,
    /// What stands in place of what, from there on.
    edits: Vec<(Range<usize>, String)>,
    conditions: Vec<Condition>,
}

/// An `\if` that is open.
struct Condition {
    /// Whether this branch runs; nothing if nobody can tell.
    now: Option<bool>,
    /// Whether a branch ran.
    done: bool,
}

impl Run<'_, '_> {
    fn file(&mut self, file: FileId) {
        report_unreadable(self.reading.project, file, self.report);
        let text = self.reading.project.file(file).and_then(|it| it.text().cloned());
        let Some(text) = text else { return };
        let conditions = Vec::new();
        let mut reader = Reader { file, text: &text, start: 0, edits: Vec::new(), conditions };
        if !is_for_psql(&text, &self.variables) {
            self.take(&mut reader, text.len());
            return;
        }
        self.open.push(file);
        for piece in sql::split(&text, self.reading.dialect) {
            self.piece(&mut reader, &piece);
        }
        self.take(&mut reader, text.len());
        self.open.pop();
    }

    fn piece(&mut self, reader: &mut Reader<'_>, piece: &Piece) {
        let own = reader.text.get(piece.range.clone()).unwrap_or_default();
        let name = own.split_whitespace().next().unwrap_or_default();
        let command = COMMANDS.iter().find(|(it, _)| piece.is_client_command && *it == name);
        let rest = own.get(name.len()..).unwrap_or_default();
        match command {
            Some((_, command)) => self.command(reader, piece, *command, rest),
            None if reader.is_left_out() => {
                let rest = reader.text.get(piece.range.end..).unwrap_or_default();
                let blank = rest.len() - rest.trim_start().len();
                let end = if rest.trim_start().starts_with(';') { blank + 1 } else { 0 };
                self.cut(reader, piece.range.start..piece.range.end + end);
            }
            None if !piece.is_client_command => self.fill(reader, piece.range.clone()),
            None => {}
        }
    }

    fn command(&mut self, reader: &mut Reader<'_>, piece: &Piece, command: Command, rest: &str) {
        let range = piece.range.clone();
        let words = self.words(rest);
        let outside = reader.is_left_out();
        match command {
            Command::If => {
                let now = if outside { Some(false) } else { truth(&words) };
                reader.conditions.push(Condition { now, done: outside || now == Some(true) });
            }
            Command::ElseIf | Command::Else => {
                let last = reader.conditions.last_mut();
                let Some(last) = last.filter(|it| it.now.is_some()) else { return };
                let asked =
                    if matches!(command, Command::Else) { Some(true) } else { truth(&words) };
                last.now = if last.done { Some(false) } else { asked };
                last.done |= last.now == Some(true);
            }
            Command::EndIf => {
                if reader.conditions.pop().is_none_or(|it| it.now.is_none()) {
                    return;
                }
            }
            _ if outside => {}
            Command::Set if !runs_program(rest) => {
                if let Some((name, value)) = words.split_first() {
                    self.variables.insert(name.clone(), value.concat());
                }
                return;
            }
            // Only the user can tell such a value.
            Command::Set | Command::SetFromOutside => {
                if let Some(name) =
                    words.first().filter(|it| !self.reading.values.contains_key(*it))
                {
                    self.variables.remove(name);
                }
                self.cut(reader, range);
                return;
            }
            Command::Unset => {
                words.first().map(|it| self.variables.remove(it));
                return;
            }
            Command::Include | Command::IncludeBeside => {
                self.include(reader, piece, command, words.first());
                return;
            }
        }
        // Nobody can tell what runs: the command stays, and is spoken of where it is read.
        if reader.conditions.last().is_none_or(|it| it.now.is_some()) {
            self.cut(reader, range);
        }
    }

    fn include(
        &mut self,
        reader: &mut Reader<'_>,
        piece: &Piece,
        command: Command,
        path: Option<&String>,
    ) {
        let project = self.reading.project;
        let Some(path) = path else { return };
        let own = project.file(reader.file).map_or("", |it| it.folder());
        let places: &[&str] = match command {
            Command::IncludeBeside => &[own],
            _ => &[self.folder, own],
        };
        let at = |folder: &&str| project.find(&clean_path(&format!("{folder}/{path}")));
        let found = places.iter().find_map(at).map(|(id, _)| id);
        let Some(found) = found else { return };
        let span = reader.span(piece.range.clone());
        self.cut(reader, piece.range.clone());
        if self.open.contains(&found) || self.open.len() >= MAX_DEPTH {
            self.report.note(span, problem::circle(path));
        } else if self.reading.read_in.get() > MAX_TEXT {
            self.report.note(span, problem::too_many_includes());
        } else {
            let text = project.file(found).map_or(0, |it| it.bytes().len());
            self.reading.read_in.update(|it| it + text + FILE);
            self.file(found);
        }
    }

    /// Takes what stands before a stretch, and leaves that out.
    fn cut(&mut self, reader: &mut Reader<'_>, range: Range<usize>) {
        self.take(reader, range.start);
        reader.start = range.end;
    }

    /// Puts values in the places of variables.
    fn fill(&mut self, reader: &mut Reader<'_>, range: Range<usize>) {
        let own = reader.text.get(range.clone()).unwrap_or_default();
        if !own.contains(':') {
            return;
        }
        for variable in sql::variables(own) {
            let place = range.start + variable.range.start..range.start + variable.range.end;
            match self.variables.get(&variable.name) {
                Some(value) => reader.edits.push((place, variable.filled(value))),
                None if is_apart(reader.text, place.start) => {
                    self.report.note(reader.span(place), problem::unset(&variable.name));
                }
                None => {}
            }
        }
    }

    /// Takes what stands up to a place as a part.
    fn take(&mut self, reader: &mut Reader<'_>, end: usize) {
        let start = std::mem::replace(&mut reader.start, end);
        let edits = std::mem::take(&mut reader.edits);
        if reader.text.get(start..end).is_none_or(|it| it.trim().is_empty()) {
            return;
        }
        let mut part = SqlPart::new(reader.span(start..end), self.around);
        if !edits.is_empty() {
            part.written = Some(reader.written(start, end, edits));
        }
        self.res.push(part);
    }

    /// The words behind a command, out of their quotes and with their variables filled in.
    fn words(&self, text: &str) -> Vec<String> {
        let (mut res, mut rest) = (Vec::new(), text.trim());
        while let Some(first) = rest.chars().next() {
            let (word, behind) = if first == '\'' {
                let inner = rest.get(1..).unwrap_or_default();
                inner.split_once('\'').unwrap_or((inner, ""))
            } else {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                rest.split_at_checked(end).unwrap_or((rest, ""))
            };
            res.push(self.word(word, first == '\''));
            rest = behind.trim_start();
        }
        res
    }

    fn word(&self, word: &str, is_quoted: bool) -> String {
        if is_quoted {
            return word.to_owned();
        }
        if let Some(name) = word.strip_prefix(":{?").and_then(|it| it.strip_suffix('}')) {
            return self.variables.contains_key(name).to_string();
        }
        let name = word.strip_prefix(':').map(|it| it.trim_matches(['\'', '"']));
        name.and_then(|it| self.variables.get(it)).cloned().unwrap_or_else(|| word.to_owned())
    }
}

impl Reader<'_> {
    fn is_left_out(&self) -> bool {
        self.conditions.iter().any(|it| it.now == Some(false))
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span { file: self.file, start: range.start as u32, end: range.end as u32 }
    }

    /// A stretch of the text with its edits, and where each byte of it stands.
    fn written(&self, start: usize, end: usize, edits: Vec<(Range<usize>, String)>) -> Written {
        let (mut text, mut places, mut at) = (String::new(), vec![(0, start as u32)], start);
        for (range, value) in edits {
            text += self.text.get(at..range.start).unwrap_or_default();
            places.push((text.len() as u32, range.start as u32));
            text += &value;
            places.push((text.len() as u32, range.end as u32));
            at = range.end;
        }
        text += self.text.get(at..end).unwrap_or_default();
        Written { text: Arc::from(text), places }
    }
}

/// Whether a text has anything that psql does not send as it stands.
fn is_for_psql(text: &str, variables: &BTreeMap<String, String>) -> bool {
    let is_command = |line: &str| {
        let name = line.split_whitespace().next().unwrap_or_default();
        COMMANDS.iter().any(|(it, _)| *it == name)
    };
    let has_quoted = |mark: &str| {
        let mut places = text.match_indices(mark).map(|(at, _)| at);
        places.any(|at| is_apart(text, at))
    };
    text.lines().any(|it| it.trim_start().starts_with('\\') && is_command(it))
        || (!variables.is_empty() && text.contains(':'))
        || has_quoted(":'")
        || has_quoted(":\"")
}

/// Whether a colon begins a word of its own.
fn is_apart(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.is_empty() || before.ends_with([' ', '\t', '\n', '(', ',', '='])
}

/// Whether words outside of quotes say a program, whose output stands in their place.
fn runs_program(words: &str) -> bool {
    words.split('\'').step_by(2).any(|it| it.contains('`'))
}

/// What psql takes a condition for.
fn truth(words: &[String]) -> Option<bool> {
    match words.first()?.to_lowercase().as_str() {
        "true" | "t" | "on" | "yes" | "y" | "1" => Some(true),
        "false" | "f" | "off" | "no" | "n" | "0" => Some(false),
        _ => None,
    }
}

mod problem {
    use super::Problem;

    pub(super) fn unset(name: &str) -> Problem {
        Problem::error("unfilled-placeholder", format!("nothing says what `:{name}` stands for"))
            .asks(name)
            .help(format!("give `{name}` a value here, or in the tool's configuration"))
    }

    pub(super) fn too_many_includes() -> Problem {
        Problem::error("too-many-includes", "scripts read in too much to follow it from here on")
            .help("read each file in once")
    }

    pub(super) fn circle(path: &str) -> Problem {
        Problem::error("cycle", format!("`{path}` is read in by what it reads in"))
            .help("take out one of the two")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{File, Project};
    use crate::source::Location;

    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &[&str], problems: &[&str]) {
        let files = files.iter().map(|(path, text)| File::new(*path, text.as_bytes()));
        let project = Project::new("p", files);
        let (location, values) = (Location::default(), BTreeMap::new());
        let dialect = crate::dialect::POSTGRESQL;
        let reading = Reading::new(&project, &location, dialect, &values);
        let psql = Psql {
            folder: "db".to_owned(),
            variables: BTreeMap::from([("owner".to_owned(), "o'x".to_owned())]),
        };
        let mut report = Report::default();
        let (file, _) = project.find("db/a.sql").unwrap();
        let parts = psql.parts(&reading, file, Around::Nothing, &mut report);
        let texts: Vec<&str> = parts.iter().map(|it| it.text(&project).trim()).collect();
        assert_eq!(texts, expected);
        let codes: Vec<&str> = report.diagnostics.iter().map(|it| it.problem.code).collect();
        assert_eq!(codes, problems);
    }

    #[test]
    fn variables_get_their_values_outside_of_strings() {
        let text =
            "\\set table 'my table'\nDROP TABLE :\"table\";\nSELECT ':owner', :'owner', a::text;";
        let expected =
            "\\set table 'my table'\nDROP TABLE \"my table\";\nSELECT ':owner', 'o''x', a::text;";
        check(&[("db/a.sql", text)], &[expected], &[]);
        check(&[("db/a.sql", "SELECT :'lost';")], &["SELECT :'lost';"], &["unfilled-placeholder"]);
    }

    #[test]
    fn what_a_program_or_the_environment_says_is_asked_for() {
        let text = "\\set who `cat name`\nSELECT :'who';\n\\getenv owner OWNER\nSELECT :'owner';";
        let expected = ["SELECT :'who';", "SELECT :'owner';"];
        check(&[("db/a.sql", text)], &expected, &["unfilled-placeholder"; 2]);
    }

    #[test]
    fn other_files_are_read_in_where_they_are_named() {
        let files = [
            ("db/a.sql", "SELECT 1;\n\\i more/b.sql\nSELECT 3;"),
            ("db/more/b.sql", "\\ir c.sql\n\\i a.sql"),
            ("db/more/c.sql", "SELECT 2;"),
        ];
        check(&files, &["SELECT 1;", "SELECT 2;", "SELECT 3;"], &["cycle"]);
    }

    #[test]
    fn files_that_read_in_one_another_many_times_end() {
        let text = |it: usize| format!("\\i {}.sql\n", it + 1).repeat(10);
        let files: Vec<(String, String)> =
            (0..12).map(|it| (format!("db/{it}.sql"), text(it))).collect();
        let ends = [("db/a.sql", "\\i 0.sql\nSELECT 1;"), ("db/12.sql", "")];
        let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).chain(ends);
        let files: Vec<(&str, &str)> = files.collect();
        check(&files, &["SELECT 1;"], &["too-many-includes"; 86]);
    }

    #[test]
    fn what_stands_under_a_condition_that_fails_is_left_out() {
        let text = "\\if :{?owner}\nSELECT 1;\n\\else\nSELECT 2;\n\\endif\nSELECT 3;";
        check(&[("db/a.sql", text)], &["SELECT 1;", "SELECT 3;"], &[]);
    }
}
