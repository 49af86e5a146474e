//! The answers that the screens share: each follows the reader, and is asked for only where shown.

use leptos::prelude::*;
use migrascope_core::api::{
    Answer, AtlasView, Question, RangeView, RevisionView, SchemaView, ScriptView, SourceView, Way,
};

use crate::place::{Place, Tab};
use crate::session::{Asked, Session};

/// Cheap to copy: the fields are handles.
#[derive(Clone, Copy)]
pub struct Answers {
    /// The chosen revision whole.
    pub revision: Asked<RevisionView>,
    /// The schema after the chosen revision.
    pub schema: Asked<SchemaView>,
    /// Every table that any revision has: the seats of the diagram.
    pub atlas: Asked<AtlasView>,
    /// What there is in the chosen range.
    pub range: Asked<RangeView>,
    /// The script of the chosen range.
    pub script: Asked<ScriptView>,
    /// The file of the chosen line, or of the chosen revision.
    pub source: Asked<SourceView>,
    /// Whether the reader searches everything, tables too.
    pub searching: RwSignal<bool>,
    /// Whether only revisions are searched.
    pub of_revisions: RwSignal<bool>,
}

impl Answers {
    /// Asks for everything below, as the reader moves.
    pub fn provide(session: Session) -> Self {
        let (searching, of_revisions) = (RwSignal::new(false), RwSignal::new(false));
        let revision = session.asked(
            move || Some(Question::Revision { id: session.revision()?.id }),
            |answer| if let Answer::Revision(it) = answer { Some(*it) } else { None },
        );
        let schema = session.asked(
            move || {
                let wanted = session.place.read().tab == Tab::Schema || searching.get();
                let at = session.revision().filter(|_| wanted)?.id;
                let since = session.range().map(|(since, _)| since.word().to_owned());
                Some(Question::Schema { at: Some(at), since })
            },
            |answer| if let Answer::Schema(it) = answer { Some(*it) } else { None },
        );
        let atlas = session.asked(
            move || {
                let wanted = session.place.read().tab == Tab::Schema || searching.get();
                wanted.then_some(Question::Atlas)
            },
            |answer| if let Answer::Atlas(it) = answer { Some(*it) } else { None },
        );
        let range = session.asked(
            move || {
                let (since, at) = session.range()?;
                Some(Question::Range { since: since.word().to_owned(), at })
            },
            |answer| if let Answer::Range(it) = answer { Some(it) } else { None },
        );
        let script = session.asked(
            move || script_question(session),
            |answer| if let Answer::Script(it) = answer { Some(*it) } else { None },
        );
        let source = session.asked(
            move || Some(Question::Source { file: shown_file(session)? }),
            |answer| if let Answer::Source(it) = answer { Some(it) } else { None },
        );
        let answers =
            Self { revision, schema, atlas, range, script, source, searching, of_revisions };
        provide_context(answers);
        answers
    }

    /// Opens the search: in everything, or for a revision.
    pub fn search(self, of_revisions: bool) {
        self.of_revisions.set(of_revisions);
        self.searching.set(true);
    }

    /// The answers that [`Answers::provide`] made.
    pub fn here() -> Self {
        expect_context()
    }
}

/// What is asked for a range; nothing where a single revision is meant.
fn script_question(session: Session) -> Option<Question> {
    let (versus, id) = session.range()?;
    let place = session.place.read();
    let on_sql = place.tab == Tab::Sql;
    let range = match place.way {
        Way::Upgrade => format!("{}:{id}", versus.word()),
        Way::Downgrade => format!("{id}:{}", versus.word()),
    };
    on_sql.then_some(Question::Script { range, direction: place.way, as_alembic: true })
}

/// The file that is shown: the one that the address names, or beside SQL the revision's own.
fn shown_file(session: Session) -> Option<String> {
    let place: Place = session.place.get();
    match place.at {
        Some(at) => Some(at.file),
        None if place.tab == Tab::Sql => Some(session.revision()?.place.file),
        None => None,
    }
}
