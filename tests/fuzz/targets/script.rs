//! Any text as a revision of Alembic, followed up and down.

#![no_main]

use libfuzzer_sys::fuzz_target;
use migrascope_core::analysis::{Analysis, Options};
use migrascope_core::project::{File, Project};

/// What makes the rest a revision.
const HEAD: &[u8] = b"from alembic import op\nimport sqlalchemy as sa\nrevision = 'a'\ndown_revision = None\n";

fuzz_target!(|bytes: &[u8]| {
    let text = [HEAD, bytes].concat();
    let project = Project::new("p", [File::new("versions/a.py", text)]);
    Analysis::open(project, Options::default(), &mut |_| {});
});
