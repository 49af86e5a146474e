//! The worker boundary: starts the worker, asks it, hears it, and starts another if it dies.
//!
//! The worker runs the same program as the page (see `worker.rs`). Its loader is fetched once,
//! while the page loads, and kept: starting another worker later asks the network for nothing.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use migrascope_core::api::{Answer, Progress, Question};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ErrorEvent, MessageEvent, Worker};

pub use crate::queue::Asker;
use crate::queue::Queue;

/// Why no answer came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// Something newer was asked, or the reader stopped the work.
    Stopped,
    /// The worker died; its last words.
    Died(String),
    /// The browser would not start a worker.
    Unstarted(String),
    /// Page and worker do not speak the same version.
    Garbled(String),
}

/// A file as the worker gets it: its path and its bytes, which move there.
pub type Sent = (String, Uint8Array);

/// The files that go with a question.
#[derive(Default)]
pub struct Files {
    pub project: Vec<Sent>,
    /// What the database holds before the project's first revision; empty means nothing.
    pub baseline: Vec<Sent>,
}

/// Hears how far long work has come, and says whether it is to go on.
pub type Tell = Callback<(Progress,), bool>;

/// The page's end of the line to the worker. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Ask {
    desk: StoredValue<Rc<RefCell<Desk>>, LocalStorage>,
    /// The last words of a worker that died with a project open, which the next one must be given.
    pub died: RwSignal<Option<String>>,
}

#[derive(Default)]
struct Desk {
    queue: Queue<Waiting>,
    /// The text of the worker's program, once it is here.
    loader: Option<String>,
    running: Option<Running>,
    trouble: Option<Lost>,
    last_asker: u32,
}

struct Waiting {
    question: String,
    files: Files,
    progress: Option<Tell>,
    reply: oneshot::Sender<Result<Answer, Lost>>,
}

/// What hears an event of the worker.
type Ear<E> = Closure<dyn FnMut(E)>;

struct Running {
    worker: Worker,
    ready: bool,
    /// Kept as long as the worker may call them.
    _ears: (Ear<MessageEvent>, Ear<ErrorEvent>),
}

impl Ask {
    /// Fetches the worker's program and starts the first worker.
    pub fn start() -> Self {
        let ask = Self { desk: StoredValue::new_local(Rc::default()), died: RwSignal::new(None) };
        spawn_local(async move {
            match fetch_loader().await {
                Ok(loader) => {
                    ask.desk().borrow_mut().loader = Some(loader);
                    ask.launch();
                }
                Err(error) => ask.fail(Lost::Unstarted(words_of(&error))),
            }
        });
        ask
    }

    /// A new asker: its questions replace one another.
    pub fn asker(self) -> Asker {
        let desk = self.desk();
        let mut desk = desk.borrow_mut();
        desk.last_asker += 1;
        Asker(desk.last_asker)
    }

    /// Asks; the answer may be lost, and is if the same asker asks again before it comes.
    pub async fn ask(self, asker: Asker, question: &Question) -> Result<Answer, Lost> {
        self.send(asker, question, Files::default(), None).await
    }

    /// Asks with files, which move to the worker, and hears how far it has come.
    pub async fn ask_with_files(
        self,
        asker: Asker,
        question: &Question,
        files: Files,
        progress: Tell,
    ) -> Result<Answer, Lost> {
        self.send(asker, question, files, Some(progress)).await
    }

    /// Stops whatever the worker does. Nothing else stops a program, so it is ended, and
    /// another takes its place, which has no project open.
    pub fn stop(self) {
        self.end_worker(&Lost::Stopped);
        self.launch();
    }

    async fn send(
        self,
        asker: Asker,
        question: &Question,
        files: Files,
        progress: Option<Tell>,
    ) -> Result<Answer, Lost> {
        let question =
            serde_json::to_string(question).map_err(|error| Lost::Garbled(error.to_string()))?;
        if let Some(trouble) = self.desk().borrow().trouble.clone() {
            return Err(trouble);
        }
        let (reply, answer) = oneshot::channel();
        let waiting = Waiting { question, files, progress, reply };
        self.desk().borrow_mut().queue.push(asker, waiting);
        self.pump();
        answer.await.unwrap_or(Err(Lost::Stopped))
    }

    /// Sends the next question, if the worker is free.
    fn pump(self) {
        let desk = self.desk();
        let mut desk = desk.borrow_mut();
        let Desk { queue, running, .. } = &mut *desk;
        let Some(running) = running.as_ref().filter(|running| running.ready) else { return };
        let Some((number, waiting)) = queue.take_next() else { return };
        let files = std::mem::take(&mut waiting.files);
        if let Err(error) = post(&running.worker, number, &waiting.question, files)
            && let Some(waiting) = queue.finish(number)
        {
            let _ = waiting.reply.send(Err(Lost::Garbled(words_of(&error))));
        }
    }

    fn launch(self) {
        let Some(loader) = self.desk().borrow().loader.clone() else { return };
        match self.start_worker(&loader) {
            Ok(running) => self.desk().borrow_mut().running = Some(running),
            Err(error) => self.fail(Lost::Unstarted(words_of(&error))),
        }
    }

    fn start_worker(self, loader: &str) -> Result<Running, JsValue> {
        let bag = web_sys::BlobPropertyBag::new();
        bag.set_type("text/javascript");
        let blob =
            web_sys::Blob::new_with_str_sequence_and_options(&Array::of1(&loader.into()), &bag)?;
        let url = web_sys::Url::create_object_url_with_blob(&blob)?;
        let worker = Worker::new(&url);
        web_sys::Url::revoke_object_url(&url)?;
        let worker = worker?;
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            self.hear(&event.data().unchecked_into());
        });
        let mourn = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            self.died(event.message());
        });
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        worker.set_onerror(Some(mourn.as_ref().unchecked_ref()));
        worker.post_message(&wasm_bindgen::module())?;
        Ok(Running { worker, ready: false, _ears: (hear, mourn) })
    }

    /// A message of the worker: `[word, number, text]`.
    fn hear(self, message: &Array) {
        let word = message.get(0).as_string().unwrap_or_default();
        let number = message.get(1).as_f64().unwrap_or_default() as u32;
        let text = message.get(2).as_string().unwrap_or_default();
        match word.as_str() {
            "ready" => {
                if let Some(running) = self.desk().borrow_mut().running.as_mut() {
                    running.ready = true;
                }
            }
            "progress" => self.hear_progress(number, &text),
            "answer" => {
                let waiting = self.desk().borrow_mut().queue.finish(number);
                if let Some(waiting) = waiting {
                    let answer = serde_json::from_str(&text);
                    let _ = waiting.reply.send(answer.map_err(|it| Lost::Garbled(it.to_string())));
                }
            }
            _ => return self.died(text),
        }
        self.pump();
    }

    fn hear_progress(self, number: u32, text: &str) {
        let progress = self.desk().borrow().queue.asked(number).and_then(|it| it.progress);
        if let (Some(progress), Ok(news)) = (progress, serde_json::from_str(text)) {
            progress.run((news,));
        }
    }

    fn died(self, words: String) {
        let was_opening = self.end_worker(&Lost::Died(words.clone()));
        self.launch();
        // Whoever opens a project hears of it by the answer that is lost.
        if !was_opening {
            self.died.set(Some(words));
        }
    }

    /// Ends the worker, and says whether it was to open a project.
    fn end_worker(self, why: &Lost) -> bool {
        let (running, waiting) = {
            let desk = self.desk();
            let mut desk = desk.borrow_mut();
            (desk.running.take(), desk.queue.drain())
        };
        if let Some(running) = running {
            running.worker.set_onmessage(None);
            running.worker.set_onerror(None);
            running.worker.terminate();
            // This may run inside one of the worker's own callbacks, which must outlive the call.
            spawn_local(async move { drop(running) });
        }
        let was_opening = waiting.iter().any(|it| it.progress.is_some());
        for waiting in waiting {
            let _ = waiting.reply.send(Err(why.clone()));
        }
        was_opening
    }

    fn fail(self, why: Lost) {
        self.desk().borrow_mut().trouble = Some(why.clone());
        self.end_worker(&why);
    }

    fn desk(self) -> Rc<RefCell<Desk>> {
        self.desk.get_value()
    }
}

fn post(worker: &Worker, number: u32, question: &str, files: Files) -> Result<(), JsValue> {
    let moved = Array::new();
    let list = |files: Vec<Sent>| -> Array {
        let pair = |(path, bytes): Sent| {
            moved.push(&bytes.buffer());
            Array::of2(&path.into(), &bytes)
        };
        files.into_iter().map(pair).collect()
    };
    let (project, baseline) = (list(files.project), list(files.baseline));
    let message = Array::of4(&number.into(), &question.into(), &project, &baseline);
    worker.post_message_with_transfer(&message, &moved)
}

/// The program of a worker: our own loader, made over from a module to a plain script.
///
/// A plain script starts everywhere, even from a file on disk. Its shape is that of the pinned
/// wasm-bindgen; the browser tests notice if it changes.
async fn fetch_loader() -> Result<String, JsValue> {
    let boot = document().get_element_by_id("boot").ok_or("the page has no boot script")?;
    let url = boot.get_attribute("data-js").ok_or("the boot script names no loader")?;
    let response: web_sys::Response =
        JsFuture::from(window().fetch_with_str(&url)).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    Ok(plain_script(&text))
}

fn plain_script(module: &str) -> String {
    let mut script = String::from("\"use strict\";\n");
    for line in module.lines().filter(|line| !line.starts_with("export {")) {
        let line = line.strip_prefix("export ").unwrap_or(line);
        script.push_str(&line.replace("import.meta.url", "\"\""));
        script.push('\n');
    }
    script.push_str(
        "onmessage = event => { onmessage = null; __wbg_init({ module_or_path: event.data }); };\n",
    );
    script
}

/// What a value that was thrown says.
fn words_of(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_becomes_a_plain_script() {
        let module = "export function f() {}\nlet a = import.meta.url;\nexport { a as default };\n";
        let script = plain_script(module);
        assert!(script.contains("\nfunction f() {}\nlet a = \"\";\nonmessage"), "{script}");
    }
}
