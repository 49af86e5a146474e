//! The evaluator against what `CPython` printed for the same scripts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use migrascope_core::catalog::Catalog;
use migrascope_core::diagnostic::{Diagnostic, Problem};
use migrascope_core::dialect::{self, Dialect};
use migrascope_core::project::{Direction, FileId, Span};
use migrascope_core::python::{Emitted, Host, Mode, ModuleSource, Outcome, Unknown, follow};

/// A world of one or more files, and what a script did in it.
struct World {
    files: Vec<(String, String)>,
    catalog: Catalog,
    printed: String,
    diagnostics: Vec<Diagnostic>,
    incomplete: Vec<String>,
}

impl World {
    fn new(script: &str) -> Self {
        Self {
            files: vec![("versions/script.py".into(), script.into())],
            catalog: Catalog::default(),
            printed: String::new(),
            diagnostics: Vec::new(),
            incomplete: Vec::new(),
        }
    }

    fn with(mut self, path: &str, text: &str) -> Self {
        self.files.push((path.into(), text.into()));
        self
    }

    fn upgrade(&mut self) -> Outcome {
        follow(FileId(0), Direction::Upgrade, self)
    }

    fn messages(&self) -> Vec<String> {
        let text = |it: &Diagnostic| {
            let line = it.span.map_or(0, |span| {
                let before = &self.files[span.file.0 as usize].1[..span.start as usize];
                before.matches('\n').count() + 1
            });
            format!("{line}: [{}] {}", it.problem.code, it.problem.message)
        };
        self.diagnostics.iter().map(text).collect()
    }
}

impl Host for World {
    fn emit(&mut self, _emitted: Emitted) -> Option<Problem> {
        None
    }

    fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    fn dialect(&self) -> &'static Dialect {
        dialect::POSTGRESQL
    }

    fn mode(&self) -> Mode {
        Mode::Online
    }

    fn module(&mut self, dotted: &str, importer: FileId) -> Option<ModuleSource> {
        let rest = dotted.trim_start_matches('.');
        let folder = match dotted.len() - rest.len() {
            0 => PathBuf::new(),
            dots => {
                let mut folder = PathBuf::from(&self.files[importer.0 as usize].0);
                (0..dots).for_each(|_| {
                    folder.pop();
                });
                folder
            }
        };
        let path = folder.join(rest.replace('.', "/"));
        let path = path.to_str()?;
        let plain = self.files.iter().position(|(it, _)| *it == format!("{path}.py"));
        let package = self.files.iter().position(|(it, _)| *it == format!("{path}/__init__.py"));
        let file = FileId(u32::try_from(plain.or(package)?).ok()?);
        Some(ModuleSource { file, is_package: plain.is_none() })
    }

    fn source(&mut self, file: FileId) -> Option<Arc<str>> {
        self.files.get(file.0 as usize).map(|(_, text)| Arc::from(text.as_str()))
    }

    fn file(&mut self, path: &str) -> Option<Arc<[u8]>> {
        let (_, text) = self.files.iter().find(|(it, _)| it == path)?;
        Some(Arc::from(text.as_bytes()))
    }

    fn path(&self, file: FileId) -> String {
        self.files[file.0 as usize].0.clone()
    }

    fn print(&mut self, text: &str) {
        self.printed.push_str(text);
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn incomplete(&mut self, _span: Span, unknown: &Unknown) {
        self.incomplete.push(unknown.reason.clone());
    }

    fn doubt_names(&mut self) {}

    fn leave_keys_unclear(&mut self, _: Option<&str>) {}

    fn leave_unclear(&mut self, _span: Span, _known: &str) {}
}

/// Every script prints what `CPython` printed.
#[test]
fn scripts_print_what_cpython_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/python");
    let mut scripts: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the corpus")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "py"))
        .collect();
    scripts.sort();
    assert!(scripts.len() >= 40, "{} scripts", scripts.len());
    let mut failures = String::new();
    for path in scripts {
        let script = std::fs::read_to_string(&path).expect("a script");
        let expected = std::fs::read_to_string(path.with_extension("out")).expect("its output");
        let mut world = World::new(&format!("{script}\n\ndef upgrade():\n    pass\n"));
        let outcome = world.upgrade();
        let messages = world.messages();
        if outcome != Outcome::Done || !messages.is_empty() || world.printed != expected {
            let difference = world
                .printed
                .lines()
                .zip(expected.lines())
                .enumerate()
                .find(|(_, (ours, theirs))| ours != theirs);
            failures += &format!("{}: {outcome:?} {messages:?} {difference:?}\n", path.display());
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

/// What `upgrade()` of a script prints, and what is said about it.
fn followed(script: &str) -> (String, Vec<String>, Vec<String>) {
    let mut world = World::new(script);
    world.upgrade();
    (world.printed.clone(), world.messages(), world.incomplete)
}

/// The lines that `upgrade()` prints.
fn prints(script: &str) -> Vec<String> {
    let (printed, messages, _) = followed(script);
    assert_eq!(messages, Vec::<String>::new());
    printed.lines().map(str::to_owned).collect()
}

#[test]
fn what_nobody_can_know_spreads_and_both_ways_are_followed() {
    let script = r#"
import os
FLAG = os.environ.get("FLAG")
def upgrade():
    names = ["a"]
    kept = ["k"]
    if FLAG == "1":
        x, y = 1, 2
        names.append("b")
    else:
        x, y = 1, 3
    print(x, y, names, kept, f"{FLAG}!", FLAG.upper() + "x", len(names))
    for row in FLAG:
        kept.append(row)
        z = 1
    print(kept)
    print(1 if FLAG else 1, FLAG and False, not FLAG)
    if FLAG:
        return
    print("still here")
"#;
    let unknown = "<unknown: the environment's `FLAG`>";
    assert_eq!(
        prints(script),
        [
            format!("1 {unknown} {unknown} ['k'] {unknown} {unknown} {unknown}"),
            unknown.to_owned(),
            format!("1 False {unknown}"),
            "still here".to_owned(),
        ]
    );
}

#[test]
fn a_way_that_raises_is_not_the_way_a_migrated_database_went() {
    let script = r#"
import os
def upgrade():
    value = "before"
    if os.environ["A"]:
        raise RuntimeError("refused")
    else:
        value = "after"
    print(value)
    try:
        if os.environ["B"]:
            value = "b"
        else:
            raise ValueError("no")
    except ValueError:
        value = "handled"
    print(value)
"#;
    assert_eq!(prints(script), ["after", "b"]);
}

#[test]
fn loops_and_recursion_that_only_the_data_ends_are_followed_once() {
    let script = r#"
import os
def drain(n):
    if os.environ["MORE"]:
        return drain(n + 1)
    return n
def upgrade():
    done = []
    fixed = "f"
    while True:
        rows = os.environ["ROWS"]
        if not rows:
            break
        for row in rows:
            done.append(row)
    print(done, fixed)
    for name in ["a", "b"]:
        if os.environ["SKIP"]:
            continue
        print(name)
    print(drain(0))
"#;
    let rows = "<unknown: the environment's `ROWS`>";
    let more = "<unknown: the environment's `MORE`>";
    assert_eq!(prints(script), [&format!("{rows} f"), "a", "b", more]);
}

#[test]
fn modules_of_the_project_run_only_what_is_asked_of_them() {
    let script = "
from app.models import TABLE, Kind
from .helpers import shout
import app.settings as settings
from app.missing import thing
from nowhere import anything
def upgrade():
    print(TABLE, Kind.A.value, shout('x'), settings.NAME, settings.LIST)
    print(thing, anything.more())
";
    let mut world = World::new(script)
        .with("app/__init__.py", "raise RuntimeError('the application must not start')\n")
        .with(
            "app/models.py",
            "
import enum
from flask import Flask
from .settings import PREFIX
app = Flask(__name__)
print('the module ran')
class Kind(enum.Enum):
    A = 'a'
TABLE = PREFIX + '_table'
raise SystemExit
",
        )
        .with(
            "app/settings.py",
            "PREFIX = 'p'\nPREFIX += 'q'\nLIST = []\nLIST.append(1)\nNAME = broken()\n",
        )
        .with(
            "versions/helpers.py",
            "def shout(x):\n    return helper(x) + '!'\ndef helper(x):\n    return x.upper()\n",
        );
    let outcome = world.upgrade();
    assert_eq!((outcome, world.messages()), (Outcome::Done, Vec::new()));
    assert_eq!(
        world.printed.lines().collect::<Vec<_>>(),
        [
            "pq_table a X! <unknown: NameError: name 'broken' is not defined> [1]",
            "<unknown: the module `app.missing.thing`> <unknown: `nowhere.anything.more()`, which no file here tells>",
        ]
    );
}

#[test]
fn what_goes_wrong_is_said_at_its_line() {
    let cases = [
        (
            "def upgrade():\n    raise NotImplementedError('down')\n",
            "2: [script-raised] the script stops with `NotImplementedError: down`",
        ),
        (
            "def f():\n    return {}['k']\ndef upgrade():\n    f()\n",
            "2: [script-raised] the script stops with `KeyError: 'k'`",
        ),
        (
            "x = 1\nundefined\ndef upgrade(): pass\n",
            "2: [script-raised] the script stops with `NameError: name 'undefined' is not defined`",
        ),
        ("def upgrade(:\n", "1: [syntax-error]"),
        ("def upgrade():\n    while True:\n        pass\n", "2: [script-too-long]"),
        ("def upgrade():\n    for i in range(10 ** 12):\n        pass\n", "2: [script-too-long]"),
        ("def upgrade():\n    x = 'x' * 10 ** 12\n", "[script-too-long]"),
        ("def upgrade():\n    x = [0]\n    while x:\n        x = x + x\n", "4: [script-too-long]"),
        (
            "def upgrade():\n    x = [[[0] * 1000] * 1000] * 10\n    y = [list(a) for a in x for b in a for c in b]\n",
            "[script-too-long]",
        ),
        ("def f():\n    f()\ndef upgrade():\n    f()\n", "2: [script-too-long]"),
        (
            "class A:\n    def __getattr__(self, n):\n        return self.x\ndef upgrade():\n    A().y\n",
            "[script-too-long]",
        ),
        ("def upgrade():\n    x = []\n    x.append(x)\n    print(x)\n", "[script-too-long]"),
        ("def upgrade():\n    list(map(str, range(10 ** 15)))\n", "[script-too-long]"),
    ];
    for (script, expected) in cases {
        let (_, messages, _) = followed(script);
        let [message] = messages.as_slice() else { panic!("{script}: {messages:?}") };
        assert!(message.contains(expected), "{script}: {message}");
    }
}

#[test]
fn no_script_overflows_a_stack_of_one_megabyte() {
    let nest = |open: &str, close: &str, n: usize| {
        format!("def upgrade():\n    x = {}1{}\n", open.repeat(n), close.repeat(n))
    };
    let mut scripts = vec![
        nest("(", ")", 100_000),
        nest("[", "]", 100_000),
        nest("-", "", 100_000),
        nest("not ", "", 100_000),
        nest("f(", ")", 100_000),
        nest("lambda: ", "", 100_000),
        nest("1 + ", "", 290),
        nest("1 + ", "", 100_000),
        nest("(", ")", 80),
        nest("[", "]", 80),
        nest("1 if 1 else ", "", 10_000),
        nest("2 ** ", "", 10_000),
        format!("def upgrade():\n    x{} = 1\n", ".a".repeat(100_000)),
        format!("x = f{}\n", "'{f".repeat(1000)),
        "def f(x):\n    return [f(y) for y in [x]] and {k: f(k) for k in [x]}\ndef upgrade():\n    f(1)\n".to_owned(),
        "class A:\n    def __add__(self, o):\n        return (self + (o or [self + o]))\ndef upgrade():\n    A() + A()\n".to_owned(),
        "class A:\n    def __str__(self):\n        return f'{self}'\ndef upgrade():\n    print(A())\n".to_owned(),
        "class A:\n    def __iter__(self):\n        return iter(sorted(self, key=lambda x: list(self)))\ndef upgrade():\n    list(A())\n".to_owned(),
        "def upgrade():\n    x = ()\n    for i in range(100000):\n        x = (x,)\n    print(x == x, x)\n".to_owned(),
        "def upgrade():\n    print(f'{1.5:.99999999f}', '%.99999999f' % 1.5, round(1.5, 10 ** 20))\n".to_owned(),
        "import datetime\ndef upgrade():\n    datetime.datetime(2024, 1, 1, 10 ** 35)\n".to_owned(),
        "def upgrade():\n    print(len(range(-10 ** 38, 10 ** 38)), 10 ** 38 * 10, -(-(2 ** 126) * 2))\n".to_owned(),
        "def upgrade():\n    x = []\n    for i in range(50000):\n        x = [x]\n    y = [x]\n".to_owned(),
    ];
    let blocks: String = (1..85).map(|n| format!("{}if 1:\n", " ".repeat(n))).collect();
    scripts.push(format!("def upgrade():\n{blocks}{}x = 1\n", " ".repeat(85)));
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(move || {
        for script in &scripts {
            followed(script);
        }
    });
    thread.expect("a thread").join().expect("no overflow");
}
