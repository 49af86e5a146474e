//! Characters that turn the direction of text: what they stand in reads otherwise than it runs.

use std::collections::BTreeSet;

use crate::diagnostic::{Problem, Report};
use crate::history::{Revision, Script};
use crate::project::{FileId, Project, Span};

/// Notes the first of them in each file of a revision.
pub(super) fn report(project: &Project, revisions: &[Revision], report: &mut Report) {
    let files: BTreeSet<FileId> = revisions.iter().flat_map(files).collect();
    for file in files {
        let text = project.file(file).and_then(|it| it.text());
        let found = text.and_then(|it| it.char_indices().find(|(_, it)| turns(*it)));
        if let Some((at, char)) = found {
            let (start, end) = (at as u32, (at + char.len_utf8()) as u32);
            report.note(Span { file, start, end }, problem(char));
        }
    }
}

fn files(revision: &Revision) -> Vec<FileId> {
    let parts = match &revision.script {
        Script::Sql { up, down } => up.iter().chain(down).map(|it| it.span.file).collect(),
        Script::Python => Vec::new(),
    };
    [parts, vec![revision.file]].concat()
}

/// The embeddings, overrides and isolates of Unicode's bidirectional algorithm.
fn turns(char: char) -> bool {
    matches!(char, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn problem(char: char) -> Problem {
    let message = format!(
        "a character here (U+{:04X}) turns the direction of the text: it reads otherwise than it runs",
        char as u32
    );
    Problem::warning("turned-text", message).help("take it out, or write it as an escape")
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Report;
    use crate::project::{File, Project};
    use crate::source::{SourceOptions, read};

    #[test]
    fn a_character_that_turns_the_text_is_found() {
        let codes = |text: &str| {
            let file = File::new("migrations/1_a.up.sql", text.as_bytes());
            let (project, mut report) = (Project::new("p", [file]), Report::default());
            read(&project, &SourceOptions::default(), None, &mut report);
            report.diagnostics.iter().map(|it| it.problem.code).collect::<Vec<_>>()
        };
        assert_eq!(codes("CREATE TABLE \"\u{202E}live\" (id int);"), ["turned-text"]);
        assert!(codes("CREATE TABLE \"\u{5D0}\u{5D1}\" (id int); -- \u{2019}").is_empty());
    }
}
