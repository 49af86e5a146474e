//! Any text as SQL: split, read and followed.

#![no_main]

use libfuzzer_sys::fuzz_target;
use migrascope_core::analysis::{Analysis, Options};
use migrascope_core::dialect;
use migrascope_core::project::{File, Project};
use migrascope_core::sql;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    for dialect in dialect::ALL {
        let pieces = sql::split(&text, dialect);
        assert!(pieces.iter().all(|it| text.get(it.range.clone()).is_some()));
        let project = Project::new("p", [File::new("migrations/001_a.sql", bytes)]);
        let options = Options { dialect: Some(dialect), ..Options::default() };
        let analysis = Analysis::open(project, options, &mut |_| {});
        for diagnostic in analysis.all_diagnostics() {
            assert!(diagnostic.problem.message.lines().count() <= 1, "a message is one line");
        }
    }
});
