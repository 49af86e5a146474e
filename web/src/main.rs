//! Mounts the application, or serves it as its worker; nothing else.

use migrascope_web::{app, worker};
use wasm_bindgen::JsCast;

/// The same program runs in the page and in the worker: which one are we?
fn main() {
    match js_sys::global().dyn_into::<web_sys::DedicatedWorkerGlobalScope>() {
        Ok(scope) => worker::serve(&scope),
        Err(_) => app::mount(),
    }
}
