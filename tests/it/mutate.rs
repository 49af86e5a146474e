//! Broken input: files that are known to be read, changed at random, must never stop us.
//!
//! The changes come from a counter, so that a run is the same everywhere. `MUTATIONS=100000` asks
//! for a longer run; a finding is told with the file as it was then.

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use migrascope_core::analysis::{Analysis, Options};
use migrascope_core::project::{File, Project};
use migrascope_core::python::header::{self, Alone};
use migrascope_core::{archive, dialect, sql};

use crate::case;

/// How often each seed is changed when nobody asks for more.
const MUTATIONS: u64 = 6;

/// The longest that one reading may take, on a busy machine: what is slower is a hang.
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn broken_sql_is_read() {
    each(&seeds("sql"), |text| {
        for dialect in dialect::ALL {
            let text = String::from_utf8_lossy(text);
            for statement in sql::read(&text, dialect) {
                assert!(text.get(statement.range).is_some(), "a statement is within the text");
            }
        }
    });
}

#[test]
fn broken_sql_is_split() {
    each(&seeds("sql"), |text| {
        let text = String::from_utf8_lossy(text);
        for dialect in dialect::ALL {
            let pieces = sql::split(&text, dialect);
            assert!(pieces.iter().all(|it| text.get(it.range.clone()).is_some()));
            assert!(pieces.is_sorted_by_key(|it| it.range.start), "pieces come in their order");
        }
    });
}

#[test]
fn broken_headers_are_read() {
    each(&seeds("py"), |text| {
        header::read(&String::from_utf8_lossy(text), &Alone);
        header::calls(&String::from_utf8_lossy(text), &["configure"], &Alone);
    });
}

#[test]
fn broken_scripts_are_followed() {
    each(&seeds("py"), |text| {
        let project = Project::new("p", [File::new("versions/a.py", text)]);
        Analysis::open(project, Options::default(), &mut |_| {});
    });
}

#[test]
fn broken_archives_are_opened() {
    let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let files = [file("p/alembic.ini", "[alembic]"), file("p/versions/a.py", "revision = 'a'")];
    each(&[zip(&files), tar(&files)], |bytes| {
        let _ = archive::open("a.zip", bytes);
    });
}

#[test]
fn broken_projects_are_recognized() {
    let all = projects();
    let mut dice = Dice(1);
    for _ in 0..rounds() * 20 {
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        for _ in 0..dice.below(4) + 1 {
            files.extend(dice.pick(&all).cloned().unwrap_or_default());
        }
        let at = dice.below(files.len());
        if let Some((path, text)) = files.get_mut(at) {
            *text = mutated(text, &[], &mut dice);
            *path = String::from_utf8_lossy(&mutated(path.as_bytes(), &[], &mut dice)).into_owned();
        }
        let project = || Project::new("p", files.iter().map(|(path, it)| File::new(path, &**it)));
        let shown = || {
            files.iter().fold(String::new(), |out, (path, text)| {
                out + "=== " + path + "\n" + &String::from_utf8_lossy(text) + "\n"
            })
        };
        survives(&shown, || {
            Analysis::open(project(), Options::default(), &mut |_| {});
        });
    }
}

/// Reads every seed as it is and changed.
fn each(seeds: &[Vec<u8>], read: impl Fn(&[u8])) {
    assert!(!seeds.is_empty(), "there are seeds");
    for (idx, seed) in seeds.iter().enumerate() {
        let mut dice = Dice(idx as u64 + 1);
        for _ in 0..rounds() {
            let text = mutated(seed, seeds, &mut dice);
            survives(&|| String::from_utf8_lossy(&text).into_owned(), || read(&text));
        }
    }
}

fn rounds() -> u64 {
    std::env::var("MUTATIONS").ok().and_then(|it| it.parse().ok()).unwrap_or(MUTATIONS)
}

fn survives(shown: &dyn Fn() -> String, read: impl FnOnce()) {
    let start = Instant::now();
    let ended = catch_unwind(AssertUnwindSafe(read));
    let took = start.elapsed();
    if ended.is_err() || took > PATIENCE {
        let mut story = String::new();
        let _ = writeln!(story, "after {took:?}:\n{}", shown());
        panic!("{story}");
    }
}

/// A text with a few things wrong in it.
fn mutated(text: &[u8], others: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut res = text.to_vec();
    for _ in 0..dice.below(4) {
        let (from, to) = (dice.below(res.len() + 1), dice.below(res.len() + 1));
        let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 200));
        match dice.below(7) {
            0 => drop(res.drain(from..to)),
            1 => res.truncate(from),
            2 => {
                let part: Vec<u8> = res.get(from..to).unwrap_or_default().to_vec();
                for _ in 0..dice.below(30) {
                    res.splice(from..from, part.iter().copied());
                }
            }
            3 => {
                let other = dice.pick(others).cloned().unwrap_or_default();
                let start = dice.below(other.len() + 1);
                res.splice(from..to, other.into_iter().skip(start).take(200));
            }
            4 => {
                if let Some(byte) = res.get_mut(from) {
                    *byte = dice.below(256) as u8;
                }
            }
            _ => {
                let word = dice.pick(WORDS).copied().unwrap_or_default();
                res.splice(from..from, word.bytes());
            }
        }
    }
    res
}

/// What readers stumble over.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "(", ")", "[", "]", "{", "}", "'", "\"", "'''", "$$", "$a$", "/*", "*/", "--", "#", ";", ",", ".",
    "\\", "\0", "\r", "\u{feff}", "\u{202e}", "\u{1F980}", "e'", "f'", "f\"{", "rb'", "None", "not ",
    "lambda: ", "-1", "0", "10**30", " 170141183460469231731687303715884105727 ", "1e309", " or ",
    " and ", " if ", " else ", "yield ", "await ", "*", "**", "self", "__class__", ".x", "()", "[0]",
    "[::-1]", "%s", "{}", "\n    ", "\n", "while True:\n    ", "for x in range(9):\n    ",
    "try:\n    ", "del ", "global ", "class A:\n    ", "def f():\n    ", "import ", "from . import *\n",
    "op.", "sa.", "BEGIN", "END", "CASE", "CREATE", "TABLE", "DROP", "ALTER", "CASCADE", "DO", "AS",
    "SELECT", "ENUM", "NULL", "DEFAULT", "REFERENCES", "INHERITS", "PARTITION OF", "RENAME TO",
    "-- +goose Down\n", "-- migrate:down\n", "DELIMITER //\n", "COPY t FROM STDIN;\n",
];

/// The texts of the corpus in a language.
fn seeds(end: &str) -> Vec<Vec<u8>> {
    let files = projects().into_iter().flatten();
    let mut res: Vec<Vec<u8>> = files
        .filter(|(path, text)| path.ends_with(&format!(".{end}")) && text.len() < 20_000)
        .map(|(_, text)| text)
        .collect();
    res.sort();
    res.dedup();
    res
}

/// The files of each case and each script of the corpus. What is hostile on purpose is slow.
fn projects() -> Vec<Vec<(String, Vec<u8>)>> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let mut folders = vec![std::path::PathBuf::from(root)];
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { paths.push(path) }
        }
    }
    let is_hostile = |it: &std::ffi::OsStr| it.to_string_lossy().contains("hostile");
    paths.retain(|it| !it.file_name().is_some_and(is_hostile));
    paths.sort();
    paths.iter().filter_map(|path| files_of(path)).collect()
}

fn files_of(path: &std::path::Path) -> Option<Vec<(String, Vec<u8>)>> {
    let text = std::fs::read_to_string(path).ok()?;
    let name = path.file_name()?.to_str()?;
    if name.ends_with(".case") {
        let case = case::parse(&text);
        return Some(
            case.files.iter().map(|(path, it)| (path.to_string(), it.clone().into())).collect(),
        );
    }
    name.ends_with(".py").then(|| {
        let indented = text.replace('\n', "\n    ");
        let script =
            format!("revision = 'a'\ndown_revision = None\ndef upgrade():\n    {indented}\n");
        vec![(format!("versions/{name}"), script.into_bytes())]
    })
}

fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    use std::io::Write as _;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, bytes) in files {
        writer.start_file(path, zip::write::SimpleFileOptions::default()).expect("an entry");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

fn tar(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, path, &**bytes).expect("an entry");
    }
    builder.into_inner().expect("an archive")
}

/// Numbers that look random and are the same every time (`SplitMix64`).
struct Dice(u64);

impl Dice {
    /// A number below the limit; zero if the limit is.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((it ^ (it >> 31)) % limit.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
}
