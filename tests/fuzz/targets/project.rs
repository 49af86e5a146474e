//! Any bytes as files: a line that begins with `=== ` names the next one. As an archive, too.

#![no_main]

use libfuzzer_sys::fuzz_target;
use migrascope_core::analysis::{Analysis, Options};
use migrascope_core::archive;
use migrascope_core::project::{File, Project};

fuzz_target!(|bytes: &[u8]| {
    let _ = archive::open("a.zip", bytes);
    let text = String::from_utf8_lossy(bytes);
    let files = text.split("\n=== ").filter_map(|it| it.split_once('\n'));
    let files = files.map(|(path, text)| File::new(path, text.as_bytes()));
    let project = Project::new("p", files);
    Analysis::open(project, Options::default(), &mut |_| {});
});
