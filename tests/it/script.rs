//! The scripts that people take away.

use migrascope_core::api::{self, Answer, OpenOptions, Question};
use migrascope_core::project::{File, Project};

const REVISION: &str = r#"
from alembic import op
import sqlalchemy as sa
revision, down_revision = "0001", None
def upgrade():
    for (name,) in op.get_bind().execute(sa.text("SELECT name FROM users")):
        op.execute(f"GRANT SELECT ON users TO {name}")
def downgrade():
    pass
"#;

#[test]
fn a_script_of_one_revision_says_what_is_missing_as_that_of_a_range_does() {
    let project = Project::new("shop", [File::new("versions/0001.py", REVISION.as_bytes())]);
    let (analysis, _) = api::open(project, None, &OpenOptions::default(), &mut |_| {});

    let one = api::answer(&analysis, &Question::Revision { id: "0001".to_owned() });
    let Answer::Revision(one) = one else { panic!("no revision but {one:?}") };
    let range = Question::Script {
        range: "base:heads".to_owned(),
        direction: api::Way::Upgrade,
        as_alembic: false,
    };
    let range = api::answer(&analysis, &range);
    let Answer::Script(range) = range else { panic!("no script but {range:?}") };

    let notes = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|it| it.starts_with("-- INCOMPLETE") || it.starts_with("--   "))
            .map(str::to_owned)
            .collect()
    };
    assert!(notes(&one.upgrade.text).len() > 1, "{}", one.upgrade.text);
    assert_eq!(notes(&one.upgrade.text), notes(&range.text));
}
