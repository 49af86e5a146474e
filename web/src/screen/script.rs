//! Which script is shown, and how its statements and the lines of source find one another.

use std::sync::Arc;

use leptos::prelude::*;
use migrascope_core::api::{RevisionView, ScriptView, StatementView, Way};

use crate::answers::Answers;
use crate::files;
use crate::place::{Place, SourceLine};
use crate::session::Session;
use crate::words;

/// The script that is shown: a revision's, one way, or a range's.
#[derive(Clone)]
pub enum Shown {
    Upgrade(Arc<RevisionView>),
    Downgrade(Arc<RevisionView>),
    Range(Arc<ScriptView>),
}

impl Shown {
    pub fn script(&self) -> &ScriptView {
        match self {
            Self::Upgrade(view) => &view.upgrade,
            Self::Downgrade(view) => &view.downgrade,
            Self::Range(script) => script,
        }
    }
}

/// The script for where the reader is; nothing until it is known.
pub fn follow() -> Signal<Option<Shown>> {
    let (session, answers) = (Session::here(), Answers::here());
    Signal::derive(move || {
        if session.range().is_some() {
            let fresh = !answers.script.waiting.get();
            return answers.script.value.get().filter(|_| fresh).map(Shown::Range);
        }
        let id = session.revision()?.id;
        let view = answers.revision.value.get().filter(|it| it.row.id == id)?;
        Some(match session.place.read().way {
            Way::Upgrade => Shown::Upgrade(view),
            Way::Downgrade => Shown::Downgrade(view),
        })
    })
}

/// How much there is: "12 statements".
pub fn said(shown: &Shown) -> String {
    words::count(shown.script().statements.len(), "statement")
}

/// What a saved script is called.
pub fn file_name(session: Session) -> String {
    let place = session.place.get_untracked();
    let id = untrack(|| session.revision()).map(|row| row.id).unwrap_or_default();
    let from =
        place.versus.as_ref().map(|bound| format!("{}-to-", bound.word())).unwrap_or_default();
    let way = match place.way {
        Way::Upgrade => "upgrade",
        Way::Downgrade => "rollback",
    };
    files::file_name(&format!("{from}{id}-{way}.sql"))
}

/// The statement that a line of the script belongs to.
pub fn statement_at(statements: &[StatementView], line: u32) -> Option<&StatementView> {
    statements.iter().find(|it| (it.line..=it.end_line).contains(&line))
}

/// The place with a statement chosen, and with it the line that made it.
pub fn with_statement(place: &Place, statement: &StatementView) -> Place {
    let made_at = statement.place.as_ref();
    let at = made_at.map(|it| SourceLine { file: it.file.clone(), line: it.line });
    Place { at, statement: Some(statement.line), ..place.clone() }
}

/// The chosen statements: the one that was chosen, or all that the chosen line of source makes.
pub fn chosen(statements: &[StatementView], place: &Place) -> Vec<StatementView> {
    let is_chosen =
        |statement: &&StatementView| match (place.statement, &place.at, &statement.place) {
            (Some(line), ..) => statement.line == line,
            (None, Some(at), Some(made)) => {
                at.file == made.file
                    && (made.line..=made.end_line.max(made.line)).contains(&at.line)
            }
            _ => false,
        };
    statements.iter().filter(is_chosen).cloned().collect()
}

/// The lines of the script that the chosen statements take.
pub fn lit(statements: &[StatementView], place: &Place) -> Vec<(u32, u32)> {
    chosen(statements, place).iter().map(|it| (it.line, it.end_line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use migrascope_core::api;

    fn statements() -> Vec<StatementView> {
        let made = |line: u32, end_line: u32| {
            Some(api::Place { file: "a.py".into(), line, column: 1, end_line })
        };
        let statement = |line: u32, end_line: u32, place: Option<api::Place>| StatementView {
            line,
            end_line,
            place,
            ..StatementView::default()
        };
        vec![statement(1, 1, None), statement(3, 8, made(10, 14)), statement(10, 10, made(10, 14))]
    }

    #[test]
    fn a_line_of_source_lights_every_statement_that_it_makes() {
        let place = Place::default().with_line("a.py", 12);
        assert_eq!(lit(&statements(), &place), [(3, 8), (10, 10)]);
        assert!(lit(&statements(), &Place::default().with_line("b.py", 12)).is_empty());
    }

    #[test]
    fn a_statement_chosen_in_the_script_is_lit_alone_and_leads_to_its_line() {
        let statements = statements();
        let chosen = statement_at(&statements, 5).expect("the statement");
        let place = with_statement(&Place::default(), chosen);
        assert_eq!(place.at, Some(SourceLine { file: "a.py".into(), line: 10 }));
        assert_eq!(lit(&statements, &place), [(3, 8)]);
    }

    #[test]
    fn the_line_between_two_statements_belongs_to_none() {
        assert!(statement_at(&statements(), 2).is_none());
    }
}
