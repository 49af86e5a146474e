//! A database that is not empty before the first revision.

use std::sync::Arc;

use migrascope_core::analysis::{Analysis, Baseline, Letter, Options};
use migrascope_core::api;
use migrascope_core::history::Direction;
use migrascope_core::project::{File, Project};
use migrascope_core::report::schema_script;

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

const BASE: &str = "
from sqlalchemy.orm import DeclarativeBase
class Base(DeclarativeBase):
    pass
";

const MODELS: &str = "
import enum
from datetime import datetime
from typing import Annotated, Optional
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship
from .base import Base
from elsewhere import Unheard

short = Annotated[str, mapped_column(sa.String(8), index=True)]

class Mood(enum.Enum):
    good = 1
    bad = 2

tags = sa.Table('tags', Base.metadata, sa.Column('user_id', sa.ForeignKey('users.id')))

class User(Base):
    __tablename__ = 'users'
    id: Mapped[int] = mapped_column(primary_key=True)
    nick: Mapped[str | None]
    real: Mapped[Optional[datetime]]
    key: Mapped[short]
    email: Mapped[str] = mapped_column(sa.String(20), unique=True)
    mood: Mapped[Mood]
    team_id: Mapped[int] = mapped_column(sa.ForeignKey('teams.id', use_alter=True))
    team = relationship('Team')

class Team(Base):
    __tablename__ = 'teams'
    id: Mapped[int] = mapped_column(primary_key=True)
    head_id: Mapped[int] = mapped_column(sa.ForeignKey('users.id'))

class Guest(User):
    __tablename__ = 'guests'
    id: Mapped[int] = mapped_column(sa.ForeignKey('users.id'), primary_key=True)

for kind in ('a', 'b'):
    type(kind, (Base,), {'__table__': sa.Table(f'of_{kind}', Base.metadata,
                                               sa.Column('id', sa.Integer, primary_key=True))})

class Strange(Base):
    __tablename__ = Unheard.name
    id: Mapped[int] = mapped_column(primary_key=True)
";

fn models() -> Baseline {
    let files = [
        File::new("shop/__init__.py", b"".as_slice()),
        File::new("shop/base.py", BASE.as_bytes()),
        File::new("shop/models.py", MODELS.as_bytes()),
        File::new("tests/models.py", MODELS.replace("users", "others").as_bytes()),
    ];
    let project = Project::new("shop", files);
    Baseline::of_models(project, &[], &Options::default()).expect("models")
}

#[test]
fn the_tables_of_models_are_a_baseline_as_create_all_makes_them() {
    let baseline = models();
    let script = schema_script(&baseline.schema, Default::default()).to_string();
    for part in [
        "CREATE TYPE mood AS ENUM ('good', 'bad');",
        "CONSTRAINT users_email_key UNIQUE (email)",
        "nick VARCHAR,",
        "real TIMESTAMP WITHOUT TIME ZONE,",
        "key VARCHAR(8) NOT NULL",
        "CREATE INDEX ix_users_key ON users (key)",
        "head_id INTEGER NOT NULL",
        "mood mood NOT NULL",
        "CONSTRAINT users_team_id_fkey FOREIGN KEY(team_id) REFERENCES teams (id)",
        "CONSTRAINT teams_head_id_fkey FOREIGN KEY(head_id) REFERENCES users (id)",
        "CREATE TABLE tags",
        "CREATE TABLE guests (\n    id INTEGER NOT NULL, \n    CONSTRAINT guests_pkey",
        "CREATE TABLE of_b",
    ] {
        assert!(script.contains(part), "no {part} in {script}");
    }
    assert!(!script.contains("others"), "{script}");

    let options = Options { baseline: Some(Arc::new(baseline)), ..Options::default() };
    let chain = open("versions/0001.py", REVISION, options);
    let schema = chain.schema_at(None).expect("a schema");
    let columns = schema.tables.values().map(|it| it.columns.len());
    assert_eq!(columns.collect::<Vec<_>>(), [1, 1, 1, 1, 2, 6]);
}

#[test]
fn a_model_that_cannot_be_read_is_told_at_its_place() {
    let baseline = models();
    let lines: Vec<_> = baseline
        .diagnostics
        .iter()
        .filter_map(|it| {
            let span = it.span?;
            let file = baseline.project.file(span.file)?;
            Some((file.path.clone(), file.line_column(span.start).line, it.problem.code))
        })
        .collect();
    assert_eq!(lines, [("shop/models.py".to_owned(), 42, "missing-module")]);
}
