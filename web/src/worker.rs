//! The worker's side of the line: hears a question, answers it, and keeps the open project.

use std::cell::RefCell;

use js_sys::{Array, Uint8Array};
use migrascope_core::analysis::Analysis;
use migrascope_core::api::{self, Answer, DiagnosticView, Progress, Question};
use migrascope_core::archive;
use migrascope_core::diagnostic::Problem;
use migrascope_core::project::{File, Project};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Answers until the page ends the worker.
pub fn serve(scope: &DedicatedWorkerGlobalScope) {
    let mourner = scope.clone();
    std::panic::set_hook(Box::new(move |words| say(&mourner, "died", 0, &words.to_string())));
    let desk = RefCell::new(None);
    let speaker = scope.clone();
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message: Array = event.data().unchecked_into();
        let number = message.get(0).as_f64().unwrap_or_default() as u32;
        let question = message.get(1).as_string().unwrap_or_default();
        let project = files(&message.get(2).unchecked_into());
        let baseline = files(&message.get(3).unchecked_into());
        let files = Files { project, baseline };
        match answer(&speaker, number, &mut desk.borrow_mut(), &question, files) {
            Ok(text) => say(&speaker, "answer", number, &text),
            Err(error) => say(&speaker, "died", number, &error.to_string()),
        }
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    // The closure lives as long as the worker: there is no moment at which to drop it.
    hear.forget();
    say(scope, "ready", 0, "");
}

fn answer(
    speaker: &DedicatedWorkerGlobalScope,
    number: u32,
    desk: &mut Option<Analysis>,
    question: &str,
    files: Files,
) -> serde_json::Result<String> {
    let question: Question = serde_json::from_str(question)?;
    let answer = match (&question, &*desk) {
        (Question::Open { name, options }, _) => {
            let tell = &mut |progress: Progress| {
                if let Ok(text) = serde_json::to_string(&progress) {
                    say(speaker, "progress", number, &text);
                }
            };
            match files.open(name) {
                Ok((project, baseline)) => {
                    let (analysis, overview) = api::open(project, baseline, options, tell);
                    *desk = Some(analysis);
                    Answer::Opened(Box::new(overview))
                }
                Err(problem) => Answer::Refused(refused(problem)),
            }
        }
        (question, Some(analysis)) => api::answer(analysis, question),
        (_, None) => Answer::Refused(nothing_open()),
    };
    serde_json::to_string(&answer)
}

/// The files that came with a question.
struct Files {
    project: Vec<File>,
    baseline: Vec<File>,
}

impl Files {
    /// The project, and the one that its history starts from, if there is one.
    fn open(self, name: &str) -> Result<(Project, Option<Project>), Problem> {
        let baseline = (!self.baseline.is_empty()).then(|| project(self.baseline)).transpose()?;
        let mut project = project(self.project)?;
        name.clone_into(&mut project.name);
        Ok((project, baseline))
    }
}

/// Files as a project; a file that is alone may be an archive of one.
fn project(files: Vec<File>) -> Result<Project, Problem> {
    match files.as_slice() {
        [file] => archive::open(&file.path, file.bytes()),
        [first, ..] => {
            let name = first.path.split('/').next().unwrap_or_default().to_owned();
            Ok(Project::new(name, files))
        }
        [] => Ok(Project::default()),
    }
}

fn refused(problem: Problem) -> DiagnosticView {
    api::diagnostic(&Project::default(), &problem.without_place())
}

/// A worker that was just started is asked about a project that another one had.
fn nothing_open() -> DiagnosticView {
    DiagnosticView {
        severity: "error".to_owned(),
        code: "nothing-open".to_owned(),
        message: "no project is open".to_owned(),
        help: Some("Open the files again.".to_owned()),
        ..DiagnosticView::default()
    }
}

fn files(listed: &Array) -> Vec<File> {
    listed
        .iter()
        .map(|pair| {
            let pair: Array = pair.unchecked_into();
            let bytes: Uint8Array = pair.get(1).unchecked_into();
            File::new(pair.get(0).as_string().unwrap_or_default(), bytes.to_vec())
        })
        .collect()
}

/// Tells the page. If even that fails there is nobody left to tell.
fn say(scope: &DedicatedWorkerGlobalScope, word: &str, number: u32, text: &str) {
    let _ = scope.post_message(&Array::of3(&word.into(), &number.into(), &text.into()));
}
