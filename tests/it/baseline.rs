//! A database that is not empty before the first revision.

use std::sync::Arc;

use migrascope_core::analysis::{Analysis, Letter, Options};
use migrascope_core::api;
use migrascope_core::history::Direction;
use migrascope_core::project::{File, Project};

const DUMP: &str = "CREATE TABLE users (id int PRIMARY KEY, nick text, email varchar(20));";

const REVISION: &str = r#"
from alembic import op
import sqlalchemy as sa
revision, down_revision = "0001", None
def upgrade():
    if "email" not in [it["name"] for it in sa.inspect(op.get_bind()).get_columns("users")]:
        op.add_column("users", sa.Column("email", sa.Text))
    op.drop_column("users", "nick")
def downgrade():
    op.add_column("users", sa.Column("nick", sa.Text))
"#;

fn open(path: &str, text: &str, options: Options) -> Analysis {
    let project = Project::new("shop", [File::new(path, text.as_bytes())]);
    Analysis::open(project, options, &mut |_| {})
}

#[test]
fn an_inspector_sees_the_baseline_and_the_schema_holds_it() {
    let dump = open("dump.sql", DUMP, Options::default());
    let schema = dump.schema_at(None).expect("the schema of the dump");
    let baseline = Some(Arc::new(dump.baseline(schema)));
    let options = Options { baseline, ..Options::default() };
    let chain = open("versions/0001.py", REVISION, options);

    let plan = chain.plan("base:heads", Direction::Upgrade, Letter::Online).expect("a plan");
    let script = chain.script(&plan).text;
    assert!(plan.runs.iter().all(|it| it.complete), "{script}");
    assert!(script.contains("ALTER TABLE users DROP COLUMN nick;"), "{script}");
    assert!(!script.contains("ADD COLUMN email"), "{script}");

    let columns = |at: Option<&str>| -> Vec<String> {
        let schema = chain.schema_at(at).expect("a schema");
        let tables = schema.tables.values().flat_map(|it| &it.columns);
        tables.map(|it| it.name.clone()).collect()
    };
    assert_eq!(columns(Some("base")), ["id", "nick", "email"]);
    assert_eq!(columns(None), ["id", "email"]);
}

#[test]
fn what_is_wrong_with_its_files_is_found_and_their_text_is_shown() {
    let dump = Project::new(
        "dump",
        [File::new("dump.sql", b"CREATE TABLE users (id int);\nCRATE x;".as_slice())],
    );
    let chain = Project::new("shop", [File::new("versions/0001.py", REVISION.as_bytes())]);
    let (analysis, overview) =
        api::open(chain, Some(dump), &api::OpenOptions::default(), &mut |_| {});
    let found = overview.diagnostics.iter().find(|it| it.code == "unparsed-statement");
    let place = found.and_then(|it| it.place.clone()).expect("a place in the dump");
    assert_eq!((place.file.as_str(), place.line), ("baseline:dump.sql", 2));

    let opened = api::answer(&analysis, &api::Question::Source { file: place.file });
    let api::Answer::Source(source) = opened else { panic!("no source but {opened:?}") };
    assert!(source.text.contains("CRATE"), "{}", source.text);

    let again = api::Question::Open { name: String::new(), options: api::OpenOptions::default() };
    let api::Answer::Opened(again) = api::answer(&analysis, &again) else { panic!("not opened") };
    assert_eq!(*again, overview);
}
