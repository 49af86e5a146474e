//! What goes to the terminal: answers to standard output, diagnostics to standard error.

use std::borrow::Cow;
use std::io::{self, IsTerminal as _, Write as _};

use migrascope_core::analysis::Stage;
use migrascope_core::api;
use migrascope_core::diagnostic::{Choice, Diagnostic, Problem, Remedy, Severity, visible};
use migrascope_core::project::Project;

/// Why a command has no answer.
#[derive(Debug)]
pub(crate) struct Failure(Option<Problem>);

impl Failure {
    /// All that is wrong was told already.
    pub(crate) fn told() -> Self {
        Self(None)
    }

    pub(crate) fn unreadable(path: &str, error: &io::Error) -> Self {
        let problem = Problem::error("unreadable", format!("`{path}` cannot be read: {error}"));
        Self(Some(problem))
    }

    pub(crate) fn tell(&self) {
        if let Some(problem) = &self.0 {
            eprintln!("error[{}]: {}", problem.code, problem.message);
            if let Some(help) = &problem.help {
                let option = problem.remedy.as_deref().map(option);
                eprintln!("  help: {help}{}", option.unwrap_or_default());
            }
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self(Some(problem))
    }
}

/// Writes an answer. A reader that closes early, like `head`, is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let written = io::stdout().lock().write_all(text.as_bytes());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::unreadable("standard output", &error))
        }
        _ => Ok(()),
    }
}

/// Writes a value as JSON.
pub(crate) fn print_json<T: serde::Serialize>(value: &T) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| {
        Problem::error("our-mistake", format!("the answer is no JSON: {error}"))
    })?;
    print(&(text + "\n"))
}

/// Tells diagnostics, each with its place and the line that it is in.
pub(crate) fn tell<'d>(project: &Project, diagnostics: impl Iterator<Item = &'d Diagnostic>) {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
    let colors = io::stderr().is_terminal() && !plain;
    let mut out = io::stderr().lock();
    let mut said = std::collections::BTreeSet::new();
    for diagnostic in diagnostics {
        let text = excerpted(project, diagnostic, colors);
        if said.insert(text.clone()) {
            // There is nowhere left to say that standard error is closed.
            let _ = out.write_all(text.as_bytes());
        }
    }
}

/// Tells problems of the answer itself, which have no place in a file.
pub(crate) fn tell_all(problems: &[Problem]) {
    let diagnostics: Vec<Diagnostic> =
        problems.iter().map(|it| it.clone().without_place()).collect();
    tell(&Project::default(), diagnostics.iter());
}

fn excerpted(project: &Project, diagnostic: &Diagnostic, colors: bool) -> String {
    let paint = |code: &str, text: &str| match colors {
        true => format!("\x1b[{code}m{text}\x1b[0m"),
        false => text.to_owned(),
    };
    let color = match diagnostic.problem.severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Note => "1;36",
    };
    let view = api::diagnostic(project, diagnostic);
    let head = paint(color, &format!("{}[{}]", view.severity, view.code));
    let mut text = format!("{head}: {}\n", view.message);
    if let Some(place) = &view.place {
        let file = visible(&place.file);
        text += &format!(" {} {file}:{}:{}\n", paint("34", "-->"), place.line, place.column);
        if let Some(line) = view.excerpt.filter(|it| !it.trim().is_empty()) {
            // One sign for one sign, so that the mark stands below what it marks.
            let line: String = line.chars().map(shown).collect();
            text += &format!("{} {line}\n", paint("34", &format!("{:>5} |", place.line)));
            if let Some((indent, mark)) = mark(project, diagnostic, &line) {
                let bar = paint("34", "      |");
                text += &format!("{bar} {indent}{}\n", paint(color, &mark));
            }
        }
    }
    for (span, words) in &diagnostic.also {
        let Some(file) = project.file(span.file) else { continue };
        let place = file.line_column(span.start);
        let arrow = paint("34", "-->");
        let path = visible(&file.path);
        text += &format!(" {arrow} {path}:{}:{}: {words}\n", place.line, place.column);
    }
    if let Some(help) = &view.help {
        let option = diagnostic.problem.remedy.as_deref().map(option);
        text += &format!("  {} {help}{}\n", paint("1", "help:"), option.unwrap_or_default());
    }
    if let Some(name) = &view.asks {
        text += &format!("  {} `--set '{name}=VALUE'` gives it\n", paint("1", "help:"));
    }
    text
}

/// Where a choice is made on the command line, to stand behind what help says.
fn option(remedy: &Remedy) -> String {
    let option = match remedy.choice {
        Choice::Database => "--dialect",
        Choice::Format => "--source",
        Choice::Folders => "--versions",
        Choice::Baseline => "--baseline",
    };
    match &remedy.value {
        Some(value) => format!(" (`{option} {}`)", visible(value)),
        None => format!(" (`{option}`)"),
    }
}

/// A character of a file as a terminal may have it.
fn shown(char: char) -> char {
    let is_safe =
        char == '\t' || matches!(visible(char.encode_utf8(&mut [0; 4])), Cow::Borrowed(_));
    if is_safe { char } else { '\u{FFFD}' }
}

/// What stands below a line: the room up to what a diagnostic means, and a mark as long as it is.
fn mark(project: &Project, diagnostic: &Diagnostic, line: &str) -> Option<(String, String)> {
    let span = diagnostic.span.filter(|it| it.end > it.start)?;
    let column = project.file(span.file)?.line_column(span.start).column as usize;
    // Tabs stay tabs, so that the mark stands below what it marks.
    let room = line.chars().take(column.saturating_sub(1));
    let room = room.map(|it| if it == '\t' { '\t' } else { ' ' }).collect();
    let marked = project.excerpt(span).lines().next().unwrap_or_default().trim_end();
    Some((room, "^".repeat(marked.chars().count().max(1))))
}

/// Tells a person at a terminal how far the work has come.
pub(crate) fn progress() -> impl FnMut(Stage) {
    let shown = io::stderr().is_terminal();
    move |stage| {
        if let (true, Stage::FollowingRevisions { done, total }) = (shown, stage) {
            let end = if done == total { "\r\x1b[K" } else { "" };
            eprint!("\rfollowing revisions {done}/{total}{end}");
        }
    }
}
