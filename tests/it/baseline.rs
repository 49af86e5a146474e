//! A database that is not empty before the first revision.

use migrascope_core::analysis::{Analysis, Letter, Options};
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
    let baseline = dump.schema_at(None).expect("the schema of the dump");
    let options = Options { baseline: Some(baseline), ..Options::default() };
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
