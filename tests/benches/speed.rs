//! How fast the parts are: `cargo bench -p tests --profile native`.
//!
//! Everything is made up here, so that the same is measured everywhere. What takes `revisions` or
//! `bytes` says how much of it goes through in a second.

use std::fmt::Write as _;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use migrascope_core::analysis::{Analysis, Options};
use migrascope_core::dialect::POSTGRESQL;
use migrascope_core::layout::er::{Atlas, Edge, Graph, Node};
use migrascope_core::layout::geometry::Size;
use migrascope_core::project::{File, Project};
use migrascope_core::python::header::{self, Alone};
use migrascope_core::sql;

fn main() {
    divan::main();
}

#[divan::bench]
fn splits_sql(bencher: Bencher<'_, '_>) {
    let text = [tables(2_000), rows(50_000)].concat();
    let bencher = bencher.counter(BytesCount::of_str(&text));
    bencher.bench(|| sql::split(&text, POSTGRESQL).len());
}

#[divan::bench]
fn reads_table_definitions(bencher: Bencher<'_, '_>) {
    let text = tables(2_000);
    let bencher = bencher.counter(BytesCount::of_str(&text));
    bencher.bench(|| sql::read(&text, POSTGRESQL).len());
}

#[divan::bench]
fn reads_rows(bencher: Bencher<'_, '_>) {
    let text = rows(20_000);
    let bencher = bencher.counter(BytesCount::of_str(&text));
    bencher.bench(|| sql::read(&text, POSTGRESQL).len());
}

#[divan::bench]
fn opens_one_file_of_rows(bencher: Bencher<'_, '_>) {
    let text = tables(1) + &rows(20_000);
    let bencher = bencher.counter(BytesCount::of_str(&text));
    let project = Project::new("p", [File::new("migrations/001_rows.sql", text.as_bytes())]);
    bencher.bench(|| open(&project).replay.runs().count());
}

#[divan::bench]
fn reads_headers(bencher: Bencher<'_, '_>) {
    let scripts: Vec<String> = (0..200).map(script).collect();
    let bencher = bencher.counter(BytesCount::new(scripts.iter().map(String::len).sum::<usize>()));
    bencher.bench(|| scripts.iter().filter_map(|it| header::read(it, &Alone)).count());
}

/// What ruff's parser alone takes for the scripts of the next benchmark.
#[divan::bench]
fn parses_500_scripts_with_ruff_alone(bencher: Bencher<'_, '_>) {
    let scripts: Vec<String> = (0..500).map(script).collect();
    let bencher = bencher.counter(ItemsCount::new(scripts.len()));
    bencher.bench(|| {
        scripts.iter().filter_map(|it| ruff_python_parser::parse_module(it).ok()).count()
    });
}

/// The whole way: finding, reading, following up and down. Its cost must grow with the length.
#[divan::bench(args = [100, 500, 1_000, 10_000], sample_count = 3)]
fn opens_revisions(bencher: Bencher<'_, '_>, revisions: usize) {
    let project = chain((0..revisions).map(script));
    let bencher = bencher.counter(ItemsCount::new(revisions));
    bencher.bench(|| open(&project).replay.runs().count());
}

#[divan::bench(sample_count = 10)]
fn opens_1000_revisions_over_500_tables(bencher: Bencher<'_, '_>) {
    let column = |n: usize| format!("op.add_column('t{}', sa.Column('c{n}', sa.Text))", n % 500);
    let create = |n: usize| {
        format!(
            "op.create_table('t{n}', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(80)))"
        )
    };
    let body = |n: usize| if n < 500 { create(n) } else { column(n) };
    let back = |n: usize| match n {
        ..500 => format!("op.drop_table('t{n}')"),
        _ => format!("op.drop_column('t{}', 'c{n}')", n % 500),
    };
    let project = chain((0..1_000).map(|n| revision(n, &body(n), &back(n))));
    bencher.bench(|| open(&project).replay.last_schema().tables.len());
}

#[divan::bench(args = [500, 1_000])]
fn lays_out_tables(bencher: Bencher<'_, '_>, tables: usize) {
    let node = |n: usize| Node {
        name: format!("family{}_{n}", n % 23),
        schema: None,
        size: Size { width: 180.0, height: 60.0 + (n % 17) as f64 * 20.0 },
    };
    let edge = |n: usize| Edge { from: n, to: (n * 7 + 3) % tables, ..Edge::default() };
    let nodes = (0..tables).map(node).collect();
    let graph = Graph { nodes, edges: (0..tables).map(edge).collect() };
    bencher.bench(|| Atlas::new(&graph, 1.6).seats.len());
}

fn open(project: &Project) -> Analysis {
    Analysis::open(project.clone(), Options::default(), &mut |_| {})
}

fn chain(scripts: impl Iterator<Item = String>) -> Project {
    let file =
        |(n, text): (usize, String)| File::new(format!("versions/r{n:05}.py"), text.as_bytes());
    Project::new("p", scripts.enumerate().map(file))
}

/// A migration as people write them: a table now and then, columns and indexes on it.
fn script(n: usize) -> String {
    let table = n - n % 10;
    let (up, down) = match n % 10 {
        0 => (
            format!(
                "op.create_table(\n        'accounts_{table}',\n        sa.Column('id', sa.Integer(), nullable=False),\n        \
                 sa.Column('name', sa.String(length=120), nullable=False),\n        \
                 sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),\n        \
                 sa.PrimaryKeyConstraint('id'),\n        sa.UniqueConstraint('name'),\n    )"
            ),
            format!("op.drop_table('accounts_{table}')"),
        ),
        1..=7 => (
            format!(
                "with op.batch_alter_table('accounts_{table}', schema=None) as batch_op:\n        \
                 batch_op.add_column(sa.Column('extra_{n}', sa.Text(), nullable=True))"
            ),
            format!("op.drop_column('accounts_{table}', 'extra_{n}')"),
        ),
        8 => (
            format!(
                "op.create_index(op.f('ix_accounts_{n}'), 'accounts_{table}', ['name'], unique=False)"
            ),
            format!("op.drop_index(op.f('ix_accounts_{n}'), table_name='accounts_{table}')"),
        ),
        _ => (
            format!(
                "op.alter_column('accounts_{table}', 'name', existing_type=sa.String(length=120), nullable=True)"
            ),
            format!(
                "op.alter_column('accounts_{table}', 'name', existing_type=sa.String(length=120), nullable=False)"
            ),
        ),
    };
    revision(n, &up, &down)
}

fn revision(n: usize, up: &str, down: &str) -> String {
    let before = n.checked_sub(1).map_or_else(|| "None".to_owned(), |it| format!("'r{it:05}'"));
    format!(
        "\"\"\"Step {n}\n\nRevision ID: r{n:05}\nRevises: {before}\nCreate Date: 2024-01-01 12:00:00\n\n\"\"\"\n\
         from typing import Sequence, Union\n\nfrom alembic import op\nimport sqlalchemy as sa\n\n\
         # revision identifiers, used by Alembic.\nrevision: str = 'r{n:05}'\n\
         down_revision: Union[str, None] = {before}\n\
         branch_labels: Union[str, Sequence[str], None] = None\ndepends_on: Union[str, Sequence[str], None] = None\n\n\n\
         def upgrade() -> None:\n    {up}\n\n\ndef downgrade() -> None:\n    {down}\n"
    )
}

/// Definitions of tables as a dump has them.
fn tables(count: usize) -> String {
    let mut text = String::new();
    for n in 0..count {
        let _ = writeln!(
            text,
            "-- Table {n}\nCREATE TABLE public.table_{n} (\n    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n    \
             name character varying(120) DEFAULT 'it''s; new'::character varying NOT NULL,\n    \
             price numeric(10,2) CHECK (price > 0),\n    created_at timestamp with time zone DEFAULT now() NOT NULL\n);\n\
             CREATE INDEX ix_{n} ON public.table_{n} USING btree (name, created_at DESC);"
        );
    }
    text
}

fn rows(count: usize) -> String {
    let mut text = String::new();
    for n in 0..count {
        let _ = writeln!(
            text,
            "INSERT INTO public.table_0 (id, name, price) VALUES ({n}, 'a name that goes on {n}', {n}.50);"
        );
    }
    text
}
