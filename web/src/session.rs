//! What every screen may read: the open project, where the reader is, and how to move.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use migrascope_core::api::{
    Answer, DiagnosticView, OpenOptions, Overview, Progress, Question, RevisionRow,
};
use wasm_bindgen::JsValue;

use crate::ask::{Ask, Asker, Lost};
use crate::files::{Given, Unread};
use crate::kept::Kept;
use crate::place::{Bound, Place};
use crate::prefs::{self, Prefs};
use crate::range::Stops;

/// Cheap to copy: the fields are handles.
#[derive(Clone, Copy)]
pub struct Session {
    /// The open project; nothing on the first screen.
    pub overview: RwSignal<Option<Arc<Overview>>>,
    /// What is being opened, and how far it has come.
    pub opening: RwSignal<Option<Opening>>,
    /// What went wrong outside of the user's files, or what the reader should know once.
    pub notice: RwSignal<Option<Notice>>,
    /// Where the reader is.
    pub place: Memo<Place>,
    /// The row of the chosen revision; nothing if the link names one that is not there.
    pub row: Memo<Option<usize>>,
    pub prefs: RwSignal<Prefs>,
    /// Whether the menu is open in which the reader says how the project is read.
    pub choosing: RwSignal<bool>,
    /// Whether the sheet is open in which the reader gives values for names.
    pub giving: RwSignal<bool>,
    /// Whether the window is too narrow for three panes.
    pub narrow: RwSignal<bool>,
    pub ask: Ask,
    /// The address's query, as the browser has it.
    query: RwSignal<String>,
    /// Counts the projects opened, so that answers about an older one are asked for again.
    opened: RwSignal<u32>,
    opener: StoredValue<Asker>,
    /// Counts the attempts to open something: an older one that is not done yet is to stop.
    turn: StoredValue<u32>,
    kept: StoredValue<Kept, LocalStorage>,
    /// The stop at which the end of the range is that keys and clicks leave where it is.
    stays: StoredValue<Option<usize>>,
}

/// A project on its way in.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    pub name: String,
    pub progress: Progress,
}

/// A line above the page until it is dismissed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    pub serious: bool,
}

/// An answer that follows its question, and what is known while it is on its way.
pub struct Asked<T: 'static> {
    /// The last answer that came; it may be to an older question while `waiting`.
    pub value: RwSignal<Option<Arc<T>>>,
    pub waiting: RwSignal<bool>,
    /// Why there is no answer, where there is none.
    pub refused: RwSignal<Option<DiagnosticView>>,
}

impl<T> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Asked<T> {}

impl Session {
    /// The session of this page, for everything below.
    pub fn provide() -> Self {
        let query = RwSignal::new(address_query());
        let place = Memo::new(move |_| Place::from_query(&query.read()));
        let overview: RwSignal<Option<Arc<Overview>>> = RwSignal::new(None);
        let row = Memo::new(move |_| {
            overview.read().as_deref().and_then(|it| row_of(it, place.read().revision.as_deref()))
        });
        let ask = Ask::start();
        let session = Self {
            overview,
            opening: RwSignal::new(None),
            notice: RwSignal::new(None),
            place,
            row,
            prefs: RwSignal::new(stored_prefs()),
            choosing: RwSignal::new(false),
            giving: RwSignal::new(false),
            narrow: RwSignal::new(false),
            ask,
            query,
            opened: RwSignal::new(0),
            opener: StoredValue::new(ask.asker()),
            turn: StoredValue::new(0),
            kept: StoredValue::new_local(Kept::default()),
            stays: StoredValue::new(None),
        };
        provide_context(session);
        session
    }

    /// The session that [`Session::provide`] made.
    pub fn here() -> Self {
        expect_context()
    }

    /// Goes to a place; the browser's back button comes back from it.
    pub fn go(self, place: &Place) {
        if *self.place.read_untracked() == *place {
            return;
        }
        self.step_to(place);
    }

    /// Goes to a place, be it where the reader is.
    fn step_to(self, place: &Place) {
        self.write_address(place, |history, state, url| {
            history.push_state_with_url(state, "", Some(url))
        });
    }

    /// Goes to a place without a step for the back button: for typing and dragging.
    pub fn slide(self, place: &Place) {
        self.write_address(place, |history, state, url| {
            history.replace_state_with_url(state, "", Some(url))
        });
    }

    /// Reads the address again, after the browser went back or forth, be it to another project.
    pub fn follow_address(self) {
        self.query.set(address_query());
        let state = window().history().ok().and_then(|it| it.state().ok());
        let number = state.and_then(|it| it.as_f64()).unwrap_or_default() as usize;
        if self.kept.with_value(Kept::number) == number {
            return;
        }
        match self.kept.with_value(|it| it.project(number).cloned()) {
            Some((given, options)) => self.open_with(given, options, To::Kept(number)),
            None => self.let_go(),
        }
    }

    /// The chosen revision.
    pub fn revision(self) -> Option<RevisionRow> {
        let row = self.row.get()?;
        self.overview.read().as_ref()?.revisions.get(row).cloned()
    }

    /// Whether the address names a revision that the project does not have.
    pub fn is_lost(self) -> bool {
        self.row.get().is_none() && self.place.read().revision.is_some()
    }

    /// Goes to the revision that stands so many steps later in time; fewer than zero is earlier.
    pub fn step(self, by: isize) {
        let place = self.place.get_untracked();
        let overview = self.overview.get_untracked();
        let (Some(overview), Some(row)) = (overview, self.row.get_untracked()) else { return };
        let step = overview.revisions.get(row).map_or(0, |row| row.step).saturating_add_signed(by);
        if let Some(next) = overview.revisions.iter().find(|row| row.step == step) {
            self.go(&place.with_revision(&next.id));
        }
    }

    /// The range of the chosen script in Alembic's words; nothing if a single revision is meant.
    pub fn range(self) -> Option<(Bound, String)> {
        let versus = self.place.read().versus.clone()?;
        Some((versus, self.revision()?.id))
    }

    /// Moves the end of the range that moves, from the stop where it is; without a range one
    /// begins.
    pub fn extend(self, to: impl FnOnce(&Stops, usize) -> usize) {
        let Some(overview) = self.overview.get_untracked() else { return };
        let (stops, place) = (Stops::of(&overview), self.place.get_untracked());
        let (stays, moves) = stops.ends(&place, self.stays.get_value());
        let to = to(&stops, moves).min(stops.last());
        self.stays.set_value(Some(stays));
        self.go(&stops.between(&place, stays, to));
    }

    /// Moves the end of the range that moves to a revision.
    pub fn extend_to(self, id: &str) {
        self.extend(|stops, at| stops.after(id).unwrap_or(at));
    }

    /// The stop at which the end of the range is that stays, for a hand that moves the other.
    pub fn staying_end(self) -> usize {
        let overview = self.overview.get_untracked().unwrap_or_default();
        let place = self.place.get_untracked();
        let (stays, _) = Stops::of(&overview).ends(&place, self.stays.get_value());
        self.stays.set_value(Some(stays));
        stays
    }

    /// The row of the revision at the end of the range that moves.
    pub fn moving_row(self) -> Option<usize> {
        let overview = self.overview.get_untracked()?;
        let (stops, place) = (Stops::of(&overview), self.place.get_untracked());
        let (_, moves) = stops.ends(&place, self.stays.get_value());
        let id = stops.revision(moves.max(1))?;
        overview.revisions.iter().position(|row| row.id == *id)
    }

    /// Opens what the reader gave, in place of what was open.
    pub fn open(self, given: Result<Given, Unread>) {
        match given {
            Ok(given) => self.open_with(given, OpenOptions::default(), To::New),
            Err(unread) => self.complain(unread.words()),
        }
    }

    /// Reads the open project again with other options: another format, another database.
    pub fn open_again(self, options: OpenOptions) {
        if let Some((given, _)) = self.given() {
            self.open_with(given, options, To::Same);
        }
    }

    /// Reads the open project again on a database that already holds something, or that is empty.
    pub fn start_from(self, baseline: Option<Result<Given, Unread>>) {
        let Some((mut given, options)) = self.given() else { return };
        match baseline.transpose() {
            Ok(baseline) => {
                given.baseline = baseline.map(Rc::new);
                self.open_with(given, options, To::Same);
            }
            Err(unread) => self.complain(unread.words()),
        }
    }

    /// The options that the open project was read with.
    pub fn options(self) -> OpenOptions {
        self.given().map(|(_, options)| options).unwrap_or_default()
    }

    /// The open project as it was given.
    fn given(self) -> Option<(Given, OpenOptions)> {
        self.kept.with_value(|it| it.open().cloned())
    }

    /// Stops reading; what was open stays open, in a worker that reads it again.
    pub fn cancel(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.opening.set(None);
        self.ask.stop();
        if self.overview.read_untracked().is_some() {
            spawn_local(async move {
                self.restore().await;
                self.opened.update(|n| *n += 1);
            });
        }
    }

    /// A worker died: says so, and gives the open project to the next one.
    ///
    /// What killed it is not asked again until the reader moves, or it would die for ever.
    pub fn recover(self, last_words: String) {
        self.complain(words_of(&Lost::Died(last_words)));
        spawn_local(self.restore());
    }

    /// Goes back to the first screen.
    pub fn close(self) {
        self.let_go();
        self.step_to(&Place::default());
    }

    fn let_go(self) {
        self.kept.update_value(Kept::close);
        self.overview.set(None);
    }

    /// Says what went wrong.
    pub fn complain(self, text: String) {
        self.notice.set(Some(Notice { text, serious: true }));
    }

    /// The answer to a question that follows the reader; no question, no answer.
    pub fn asked<T: Send + Sync + 'static>(
        self,
        question: impl Fn() -> Option<Question> + Send + Sync + 'static,
        take: fn(Answer) -> Option<T>,
    ) -> Asked<T> {
        let asker = self.ask.asker();
        let asked = Asked {
            value: RwSignal::new(None),
            waiting: RwSignal::new(false),
            refused: RwSignal::new(None),
        };
        let question = Memo::new(move |_| question());
        Effect::new(move |before: Option<u32>| {
            let opened = self.opened.get();
            // What was said of another project says nothing of this one.
            if before.is_some_and(|before| before != opened) {
                asked.value.set(None);
            }
            match question.get() {
                Some(question) => spawn_local(self.follow(asker, question, asked, take)),
                None => asked.waiting.set(false),
            }
            opened
        });
        asked
    }

    async fn follow<T: Send + Sync + 'static>(
        self,
        asker: Asker,
        question: Question,
        asked: Asked<T>,
        take: fn(Answer) -> Option<T>,
    ) {
        asked.waiting.set(true);
        match self.ask.ask(asker, &question).await {
            Ok(Answer::Refused(why)) => {
                asked.value.try_set(None);
                asked.refused.try_set(Some(why));
            }
            Ok(answer) => {
                asked.refused.try_set(None);
                asked.value.try_set(take(answer).map(Arc::new));
            }
            // A newer question is on its way, and waiting goes on for it.
            Err(Lost::Stopped) => return,
            Err(lost) => {
                asked.value.try_set(None);
                asked.refused.try_set(Some(unanswered(&lost)));
            }
        }
        asked.waiting.try_set(false);
    }

    fn open_with(self, given: Given, options: OpenOptions, to: To) {
        if self.opening.read_untracked().is_some() {
            self.ask.stop();
        }
        self.notice.set(None);
        spawn_local(async move {
            match self.send_project(&given, options.clone()).await {
                Ok(overview) => self.arrive(overview, given, options, to),
                Err(None) => {}
                Err(Some(why)) => {
                    self.opening.set(None);
                    self.complain(why);
                    if self.overview.read_untracked().is_some() {
                        self.restore().await;
                    }
                }
            }
        });
    }

    /// Reads the files and has the worker open them; no words where the reader stopped it.
    async fn send_project(
        self,
        given: &Given,
        options: OpenOptions,
    ) -> Result<Overview, Option<String>> {
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        let name = given.name.clone();
        let tell = Callback::new(move |(progress,): (Progress,)| {
            let goes_on = self.turn.get_value() == turn;
            if goes_on {
                self.opening.set(Some(Opening { name: name.clone(), progress }));
            }
            goes_on
        });
        let files = match given.read(tell).await {
            Ok(files) => files,
            Err(Unread::Stopped) => return Err(None),
            Err(unread) => return Err(Some(unread.words())),
        };
        let question = Question::Open { name: given.name.clone(), options };
        let answer = self.ask.ask_with_files(self.opener.get_value(), &question, files, tell).await;
        match answer {
            Ok(Answer::Opened(overview)) => Ok(*overview),
            Ok(Answer::Refused(why)) => Err(Some(why.message)),
            Ok(_) => Err(Some(words_of(&Lost::Garbled("not an overview".to_owned())))),
            Err(Lost::Stopped) => Err(None),
            Err(lost) => {
                Err(Some(format!("`{}` could not be opened: {}", given.name, words_of(&lost))))
            }
        }
    }

    fn arrive(self, overview: Overview, given: Given, options: OpenOptions, to: To) {
        let place = self.place.get_untracked();
        let known = row_of(&overview, place.revision.as_deref()).is_some();
        // Opened from a link on the first screen, or the same project again.
        let stays = self
            .overview
            .with_untracked(|it| it.as_ref().is_none_or(|it| known && it.name == overview.name));
        self.tell_too_large(&given);
        let number = match to {
            To::New => None,
            To::Same => Some(self.kept.with_value(Kept::number)),
            To::Kept(number) => Some(number),
        };
        self.kept.update_value(|it| it.keep(number, (given, options)));
        self.overview.set(Some(Arc::new(overview)));
        self.opened.update(|n| *n += 1);
        self.opening.set(None);
        match to {
            To::New if stays => self.step_to(&place),
            To::New => self.step_to(&Place::default()),
            To::Same if !known => self.go(&Place::default()),
            To::Same | To::Kept(_) => {}
        }
    }

    fn tell_too_large(self, given: &Given) {
        let of_baseline = given.baseline.iter().flat_map(|it| &it.too_large);
        let too_large: Vec<&String> = given.too_large.iter().chain(of_baseline).collect();
        if let Some(first) = too_large.first() {
            let n = too_large.len();
            let text = format!("{n} files are too large and were left out, `{first}` among them");
            self.notice.set(Some(Notice { text, serious: false }));
        }
    }

    /// Gives the open project to a new worker, without moving the reader.
    async fn restore(self) {
        let Some((given, options)) = self.given() else { return };
        let sent = self.send_project(&given, options).await;
        self.opening.set(None);
        if let Err(Some(why)) = sent {
            self.complain(why);
        }
    }

    fn write_address(
        self,
        place: &Place,
        write: fn(&web_sys::History, &JsValue, &str) -> Result<(), JsValue>,
    ) {
        let query = place.to_string();
        let path = window().location().pathname().unwrap_or_default();
        let url = if query == "?" { path } else { query.clone() };
        // A browser may refuse (too many steps in a second); the page moves all the same.
        let state = JsValue::from_f64(self.kept.with_value(Kept::number) as f64);
        let _ = window().history().and_then(|history| write(&history, &state, &url));
        self.query.set(query);
    }
}

/// Which of the kept projects is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    /// Another one, from which the back button comes back.
    New,
    /// The open one, read anew.
    Same,
    /// One that was opened before; the address is where the reader was in it.
    Kept(usize),
}

/// The row of a revision, or of the newest one.
fn row_of(overview: &Overview, id: Option<&str>) -> Option<usize> {
    let rows = &overview.revisions;
    match id {
        Some(id) => rows.iter().position(|row| row.id == id),
        None => rows.iter().enumerate().max_by_key(|(_, row)| row.step).map(|(idx, _)| idx),
    }
}

/// What a screen shows in place of an answer that never came.
fn unanswered(lost: &Lost) -> DiagnosticView {
    DiagnosticView {
        severity: "error".to_owned(),
        code: "no-answer".to_owned(),
        message: words_of(lost),
        help: Some("Choose something else, or open the files again.".to_owned()),
        ..DiagnosticView::default()
    }
}

fn words_of(lost: &Lost) -> String {
    match lost {
        Lost::Stopped => "the reading was stopped".to_owned(),
        Lost::Died(words) => format!("the reader broke down and was started again ({words})"),
        Lost::Unstarted(words) => format!("this browser starts no worker ({words})"),
        Lost::Garbled(words) => {
            format!("the page and its worker are of two versions: load it again ({words})")
        }
    }
}

fn address_query() -> String {
    window().location().search().unwrap_or_default()
}

fn stored_prefs() -> Prefs {
    let store = window().local_storage().ok().flatten();
    let stored = store.and_then(|store| store.get_item(prefs::KEY).ok().flatten());
    stored.map_or_else(Prefs::default, |stored| Prefs::parse(&stored))
}
