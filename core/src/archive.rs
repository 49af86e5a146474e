//! Opens what people drop: an archive, or a single file, as a project.

use std::io::{Cursor, Read};

use crate::diagnostic::Problem;
use crate::project::{File, Project, SOURCES};

/// The most that an archive's files may take, in bytes, once unpacked.
pub const LARGEST_PROJECT: u64 = 1 << 30;

/// The most that is unpacked of a stream, what is left out included. A repository's own history
/// may be several times its files.
const LARGEST_STREAM: u64 = 4 << 30;

/// The most entries that an archive may have.
const MOST_ENTRIES: usize = 500_000;

/// Folders that hold nothing of a project's migrations.
const JUNK_FOLDERS: &[&str] = &[
    ".git",
    ".hg",
    ".svn",
    ".tox",
    ".nox",
    ".venv",
    "venv",
    "node_modules",
    "bower_components",
    "__pycache__",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".idea",
    ".next",
    ".cache",
    "__MACOSX",
];

/// Ends of names of files that a migration may read, where they lie near migrations.
const DATA: &[&str] = &["json", "yaml", "yml", "xml", "csv", "tsv", "txt"];

/// Ends of names of programs, where they lie in folders of migrations: some formats mix them with
/// SQL, and others are nothing else, which is then said.
const PROGRAMS: &[&str] =
    &["go", "java", "kt", "rs", "js", "ts", "mjs", "cjs", "rb", "php", "cs", "exs"];

/// Whole names of files that tell how a project keeps its migrations.
const NAMES: &[&str] = &[
    "sqitch.plan",
    "atlas.sum",
    "atlas.hcl",
    "application.properties",
    "application.yml",
    "application.yaml",
    "liquibase.properties",
    "_journal.json",
    ".gmrc",
];

/// Words in a path that say that migrations, or the rows that they add, are near.
const NEAR: &[&str] = &[
    "migrat",
    "alembic",
    "versions",
    "drizzle",
    "revisions",
    "changelog",
    "liquibase",
    "changeset",
    "database",
    "db/",
    "seed",
    "fixture",
];

/// Whether a file may matter, by its path in the project. Everybody who collects files asks here,
/// so that a whole repository can be given without reading all of it.
pub fn is_worth_reading(path: &str) -> bool {
    is_worth_reading_in("", path)
}

/// As [`is_worth_reading`], for a path inside a folder of this name: a folder of migrations may be
/// given by itself.
pub fn is_worth_reading_in(root: &str, path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let Some((_, end)) = name.rsplit_once('.') else { return false };
    let is_among = |list: &[&str]| list.iter().any(|it| end.eq_ignore_ascii_case(it));
    let is_source = is_among(SOURCES) || NAMES.contains(&name) || is_among(&["plan"]);
    if !is_source && !is_among(DATA) && !is_among(PROGRAMS) {
        return false;
    }
    if folder.split('/').any(|it| JUNK_FOLDERS.contains(&it)) || name.starts_with("._") {
        return false;
    }
    if is_source {
        return true;
    }
    let inside = format!("{root}/{path}").to_lowercase();
    let is_near = || NEAR.iter().any(|it| inside.contains(it));
    let is_step =
        || has_version(name) || inside.rsplit_once('/').is_some_and(|it| it.0.contains("migrat"));
    (is_among(DATA) && is_near()) || (is_among(PROGRAMS) && is_step())
}

/// Whether a name begins as those of steps do: `V1__a`, `001-a`, `20240101T1200_a`. What a bundler
/// names by its content, as `1f2e3d.js`, has a digit first and nothing after it.
fn has_version(name: &str) -> bool {
    let name = name.trim_start_matches(['V', 'R', 'U']);
    let (version, _) = name.split_once(['_', '-']).unwrap_or_default();
    version.starts_with(char::is_numeric)
}

/// Opens a `.zip`, a `.tar`, a `.tar.gz`, or a single `.py` or `.sql` file.
///
/// What it is shows in its first bytes; the name only names the project. Entries that point
/// outside of the archive are left out.
///
/// # Errors
/// It is none of these, it is damaged, or it is too large.
pub fn open(name: &str, bytes: &[u8]) -> Result<Project, Problem> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let files = match bytes {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => zip_files(name, bytes)?,
        [0x1F, 0x8B, ..] => gzip_files(name, bytes)?,
        _ if is_tar(bytes) => tar_files(name, bytes)?,
        _ if is_script(name) => return Ok(Project::new(name, [File::new(name, bytes)])),
        _ => return Err(problem::unknown_kind(name)),
    };
    let (top, files) = without_top_folder(files);
    let name = top.unwrap_or_else(|| bare_name(name).to_owned());
    Ok(Project::new(name, files.into_iter().map(|(path, bytes)| File::new(path, bytes))))
}

/// A file of an archive: its path and its bytes.
type Entry = (String, Vec<u8>);

fn is_script(name: &str) -> bool {
    name.ends_with(".py") || name.ends_with(".sql")
}

/// Whether the first block is a tar's header; only the oldest have no mark.
fn is_tar(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar")
}

fn bare_name(name: &str) -> &str {
    let ends = [".zip", ".tar.gz", ".tgz", ".tar"];
    ends.iter().find_map(|it| name.strip_suffix(it)).unwrap_or(name)
}

fn gzip_files(name: &str, bytes: &[u8]) -> Result<Vec<Entry>, Problem> {
    let stream = || flate2::read::MultiGzDecoder::new(bytes).take(LARGEST_STREAM);
    let inner = name.strip_suffix(".gz").unwrap_or(name);
    if is_script(inner) {
        let mut room = LARGEST_PROJECT;
        let bytes = read(stream(), &mut room, name)?;
        return Ok(vec![(inner.to_owned(), bytes)]);
    }
    tar_files(name, stream())
}

fn tar_files(name: &str, stream: impl Read) -> Result<Vec<Entry>, Problem> {
    let mut archive = tar::Archive::new(stream);
    let mut room = LARGEST_PROJECT;
    let mut res = Vec::new();
    let entries = archive.entries().map_err(|_| problem::damaged(name))?;
    for (idx, entry) in entries.enumerate() {
        let entry = entry.map_err(|_| problem::damaged(name))?;
        if idx >= MOST_ENTRIES {
            return Err(problem::too_large(name));
        }
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let Some(path) = inner_path(&path).filter(|_| entry.header().entry_type().is_file()) else {
            continue;
        };
        if is_worth_reading(&path) {
            res.push((path, read(entry, &mut room, name)?));
        }
    }
    Ok(res)
}

fn zip_files(name: &str, bytes: &[u8]) -> Result<Vec<Entry>, Problem> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| problem::damaged(name))?;
    if archive.len() > MOST_ENTRIES {
        return Err(problem::too_large(name));
    }
    let mut room = LARGEST_PROJECT;
    let mut res = Vec::new();
    for idx in 0..archive.len() {
        // Entries that are left out are not unpacked, whatever is wrong with them.
        let path = archive.name_for_index(idx).and_then(Result::ok);
        let path = path.and_then(|it| inner_path(&it.replace('\\', "/")));
        let Some(path) = path.filter(|it| is_worth_reading(it)) else { continue };
        let entry = archive.by_index(idx).map_err(|_| problem::unreadable_entry(name, &path))?;
        if entry.is_file() {
            res.push((path, read(entry, &mut room, name)?));
        }
    }
    Ok(res)
}

/// Reads a whole entry, if there is room for it.
fn read(mut entry: impl Read, room: &mut u64, name: &str) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let limit = room.saturating_add(1);
    entry.by_ref().take(limit).read_to_end(&mut bytes).map_err(|_| problem::damaged(name))?;
    *room = room.checked_sub(bytes.len() as u64).ok_or_else(|| problem::too_large(name))?;
    Ok(bytes)
}

/// A path inside the project; nothing for one that leads out of it.
fn inner_path(path: &str) -> Option<String> {
    let parts = || path.split('/').filter(|it| !matches!(*it, "" | "."));
    if parts().any(|it| it == "..") || path.ends_with('/') {
        return None;
    }
    Some(parts().collect::<Vec<_>>().join("/")).filter(|it| !it.is_empty())
}

/// The files without the one folder that all of them are in, and that folder's name.
fn without_top_folder(files: Vec<Entry>) -> (Option<String>, Vec<Entry>) {
    let top =
        files.first().and_then(|(path, _)| path.split_once('/')).map(|(top, _)| top.to_owned());
    let Some(top) = top else { return (None, files) };
    let inside = |path: &str| path.strip_prefix(&top).is_some_and(|it| it.starts_with('/'));
    if !files.iter().all(|(path, _)| inside(path)) {
        return (None, files);
    }
    let strip = |(path, bytes): Entry| {
        let path = path.get(top.len() + 1..).unwrap_or_default().to_owned();
        (path, bytes)
    };
    let files = files.into_iter().map(strip).collect();
    (Some(top), files)
}

mod problem {
    use super::Problem;

    pub(super) fn unknown_kind(name: &str) -> Problem {
        Problem::error("unknown-file", format!("`{name}` is no archive and no migration"))
            .help("give a folder, a `.zip`, a `.tar.gz`, or a `.py` or `.sql` file")
    }

    pub(super) fn damaged(name: &str) -> Problem {
        Problem::error("damaged-archive", format!("`{name}` is damaged"))
            .help("make the archive again")
    }

    pub(super) fn unreadable_entry(name: &str, path: &str) -> Problem {
        let message = format!("`{path}` in `{name}` is encrypted or packed in an unknown way");
        Problem::error("damaged-archive", message).help("make the archive again, as a plain zip")
    }

    pub(super) fn too_large(name: &str) -> Problem {
        Problem::error("too-large", format!("`{name}` holds more than can be opened"))
            .help("give only the folder of the migrations and what they import")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn tar(files: &[(&str, &str)]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (path, text) in files {
            let mut header = tar::Header::new_ustar();
            header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
            header.set_size(text.len() as u64);
            header.set_cksum();
            builder.append(&header, text.as_bytes()).expect("an entry");
        }
        builder.into_inner().expect("an archive")
    }

    fn zip(files: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (path, text) in files {
            let options = zip::write::SimpleFileOptions::default();
            writer.start_file(*path, options).expect("an entry");
            writer.write_all(text.as_bytes()).expect("its bytes");
        }
        writer.finish().expect("an archive").into_inner()
    }

    #[track_caller]
    fn check(project: Result<Project, Problem>, name: &str, paths: &[&str]) {
        let project = project.expect("a project");
        let found: Vec<&str> = project.files().map(|(_, it)| it.path.as_str()).collect();
        assert_eq!((project.name.as_str(), found.as_slice()), (name, paths));
    }

    const FILES: &[(&str, &str)] = &[
        ("shop-main/alembic.ini", "[alembic]"),
        ("shop-main/db/versions/a.py", "revision = 'a'"),
        ("shop-main/node_modules/x/y.sql", ""),
        ("shop-main/logo.png", ""),
    ];

    #[test]
    fn archives_open_without_their_top_folder_and_without_junk() {
        let paths = ["alembic.ini", "db/versions/a.py"];
        check(open("x.tar", &tar(FILES)), "shop-main", &paths);
        check(open("x.zip", &zip(FILES)), "shop-main", &paths);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&tar(FILES)).expect("bytes");
        check(open("x.tgz", &gzip.finish().expect("an archive")), "shop-main", &paths);
    }

    #[test]
    fn entries_that_lead_out_of_the_archive_are_left_out() {
        let files = [("../evil.sql", ""), ("/srv/a.sql", ""), ("b.sql", "")];
        check(open("x.tar", &tar(&files)), "x", &["b.sql", "srv/a.sql"]);
    }

    #[test]
    fn a_single_script_is_a_project() {
        check(open("dir/schema.sql", b"SELECT 1;"), "schema.sql", &["schema.sql"]);
    }

    #[test]
    fn what_is_no_archive_is_refused_with_a_reason() {
        let code = |name: &str, bytes: &[u8]| open(name, bytes).err().map(|it| it.code);
        assert_eq!(code("logo.png", b"\x89PNG"), Some("unknown-file"));
        assert_eq!(code("x.zip", b"PK\x03\x04rest"), Some("damaged-archive"));
        let whole = tar(FILES);
        assert_eq!(code("x.tar", whole.get(..700).unwrap_or_default()), Some("damaged-archive"));
    }

    #[test]
    fn data_is_read_only_near_migrations() {
        assert!(is_worth_reading("db/migrations/meta/_journal.json"));
        assert!(is_worth_reading("app/models.py"));
        assert!(is_worth_reading("backend/seeds/roles.json"));
        assert!(!is_worth_reading("assets/map.json"));
        assert!(is_worth_reading_in("changelog", "changes/001.yaml"));
        assert!(is_worth_reading_in("versions", "00002_users.go"));
        assert!(is_worth_reading("steps/20240101T1200-users.js"));
        assert!(!is_worth_reading("static/89d5ba1.js"));
        assert!(!is_worth_reading(".git/config.ini"));
        assert!(!is_worth_reading("versions/__pycache__/a.py"));
    }
}
