//! Lists every way of keeping migrations that is read, and how its tool runs them.

use migrascope_core::source::FORMATS;

use crate::output::{self, Failure};

pub(super) fn run() -> Result<(), Failure> {
    let mut text = String::new();
    for format in FORMATS {
        text += &format!("{:<18} {}\n", format.name, format.title);
        text += &format!("{:<18} {}\n", "", format.running);
    }
    output::print(&text)
}
