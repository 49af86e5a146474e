//! What we are given: files with their paths, and places in them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// The files of one project, as the user dropped them.
///
/// Files are sorted by path, and a [`FileId`] is an index into that order: the same files
/// give the same ids, whatever order they arrived in.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// What to call it: the name of the folder or the archive.
    pub name: String,
    files: Vec<File>,
    /// What the parts of the paths are called, found when first asked for.
    parts: OnceLock<BTreeSet<String>>,
}

/// Ends of names of files that define or configure migrations: a project has all of them. Of other
/// files it has those that may matter.
pub const SOURCES: &[&str] = &["py", "sql", "ini", "toml", "cfg", "conf"];

/// One file. Paths use `/`, have no leading `./`, and stay as they are.
#[derive(Clone, Debug)]
pub struct File {
    pub path: String,
    /// Where the name starts in the path: every format asks every file for it.
    name_at: usize,
    content: Content,
    /// Where lines start, found when first asked for.
    line_starts: OnceLock<Vec<u32>>,
}

/// What is in a file; bytes that are a text as they stand are kept once.
#[derive(Clone, Debug)]
enum Content {
    Text(Arc<str>),
    Other { bytes: Arc<[u8]>, text: Option<Arc<str>> },
}

/// A file of a [`Project`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A place in one of the user's files, in bytes from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

/// A place as people name it. Both count from one; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    pub line: u32,
    pub column: u32,
}

/// Which way a revision is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    Upgrade,
    Downgrade,
}

impl Direction {
    /// The word people read: `upgrade` or `downgrade`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Upgrade => "upgrade",
            Self::Downgrade => "downgrade",
        }
    }
}

impl Span {
    /// The whole of a file that has no better place to show.
    pub fn file(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// Whether another place is within this one.
    pub fn holds(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

impl File {
    /// A file from its bytes. A byte-order mark decides between UTF-8 and UTF-16; lines of a Python
    /// file end as Python reads them, so that a text in it that goes over several does so, too.
    pub fn new(path: impl Into<String>, bytes: impl AsRef<[u8]>) -> Self {
        let (path, bytes) = (path.into(), bytes.as_ref());
        let text = decode(bytes).map(|it| match path.ends_with(".py") {
            true => universal_newlines(it),
            false => it,
        });
        let content = match text {
            Some(text) if text.as_bytes() == bytes => Content::Text(text.into()),
            text => Content::Other { text: text.map(Arc::from), bytes: bytes.into() },
        };
        let name_at = path.rfind('/').map_or(0, |it| it + 1);
        Self { path, name_at, content, line_starts: OnceLock::new() }
    }

    /// The bytes as they came.
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Text(text) => text.as_bytes(),
            Content::Other { bytes, .. } => bytes,
        }
    }

    /// The text, or nothing if the bytes are no text we can read.
    pub fn text(&self) -> Option<&Arc<str>> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Other { text, .. } => text.as_ref(),
        }
    }

    /// Whether these words stand somewhere in the text. Every file is asked this, so it is fast.
    pub fn says(&self, words: &str) -> bool {
        let is_in = |text: &Arc<str>| memchr::memmem::find(text.as_bytes(), words.as_bytes());
        self.text().is_some_and(|it| is_in(it).is_some())
    }

    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.path.get(self.name_at..).unwrap_or_default()
    }

    /// The folder the file is in, without a trailing slash; empty at the root.
    pub fn folder(&self) -> &str {
        self.path.get(..self.name_at.saturating_sub(1)).unwrap_or_default()
    }

    /// Where a byte offset is, as people count.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let text = self.text().map_or("", |it| it);
        let offset = text.floor_char_boundary(offset as usize);
        let starts = self.line_starts();
        let line = starts.partition_point(|it| *it as usize <= offset);
        let start = starts.get(line.saturating_sub(1)).copied().unwrap_or_default() as usize;
        let before = text.get(start..offset).unwrap_or_default();
        LineColumn { line: line as u32, column: before.chars().count() as u32 + 1 }
    }

    /// The text of the line (counted from one), without its end.
    pub fn line(&self, line: u32) -> Option<&str> {
        let starts = self.line_starts();
        let start = *starts.get((line as usize).checked_sub(1)?)? as usize;
        let end = starts.get(line as usize).map(|it| *it as usize);
        let text = self.text()?;
        let line = text.get(start..end.unwrap_or(text.len()))?;
        Some(line.trim_end_matches(['\n', '\r']))
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let text = self.text().map_or("", |it| it);
            let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect()
        })
    }
}

impl Project {
    /// A project of these files, sorted by path. Of two files with one path the last one wins.
    pub fn new(name: impl Into<String>, files: impl IntoIterator<Item = File>) -> Self {
        let by_path: BTreeMap<String, File> =
            files.into_iter().map(|file| (file.path.clone(), file)).collect();
        let files = by_path.into_values().collect();
        Self { name: name.into(), files, parts: OnceLock::new() }
    }

    /// Every file with its id, in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &File)> {
        self.files.iter().enumerate().map(|(idx, file)| (FileId(idx as u32), file))
    }

    /// The file with this id. An id of another project may name none.
    pub fn file(&self, id: FileId) -> Option<&File> {
        self.files.get(id.0 as usize)
    }

    /// The file at exactly this path.
    pub fn find(&self, path: &str) -> Option<(FileId, &File)> {
        let idx = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some((FileId(idx as u32), self.files.get(idx)?))
    }

    /// Whether every part of a dotted name is the name of a folder, or of a file up to its first
    /// dot. Most names that a script imports are of others' packages, and this tells them fast.
    pub fn may_have_module(&self, dotted: &str) -> bool {
        let parts = self.parts.get_or_init(|| {
            let parts = self.files.iter().flat_map(|it| it.path.split('/'));
            parts.map(|it| it.split('.').next().unwrap_or(it).to_owned()).collect()
        });
        dotted.split('.').all(|it| parts.contains(it))
    }

    /// The files in a folder and in those inside it.
    pub fn files_in(&self, folder: &str) -> impl Iterator<Item = &File> {
        let prefix = format!("{folder}/");
        let start = self.files.partition_point(|it| it.path < prefix);
        let rest = self.files.get(start..).unwrap_or_default();
        rest.iter().take_while(move |it| it.path.starts_with(&prefix))
    }

    /// The source text of a span.
    pub fn excerpt(&self, span: Span) -> &str {
        let text = self.file(span.file).and_then(File::text).map_or("", |text| text);
        text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

/// The text of bytes: UTF-8, or what a byte-order mark says.
fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, u16::from_le_bytes).map(Cow::Owned),
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, u16::from_be_bytes).map(Cow::Owned),
        [0xEF, 0xBB, 0xBF, rest @ ..] | rest => str::from_utf8(rest).ok().map(Cow::Borrowed),
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    rest.is_empty().then_some(())?;
    String::from_utf16(&units).ok()
}

/// A text whose lines end in a line feed alone, as Python reads source code and files of text.
pub fn universal_newlines(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_path_whatever_order_they_came_in() {
        let project = Project::new("p", [File::new("b.sql", *b"b"), File::new("a.sql", *b"a")]);
        let (id, file) = project.find("a.sql").expect("the file");
        assert_eq!((id, file.name()), (FileId(0), "a.sql"));
        assert!(project.find("c.sql").is_none());
    }

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let file = File::new("a.py", "é = 1\nxy".as_bytes());
        assert_eq!(file.line_column(3), LineColumn { line: 1, column: 3 });
        assert_eq!(file.line_column(8), LineColumn { line: 2, column: 2 });
        assert_eq!((file.line(1), file.line(2), file.line(3)), (Some("é = 1"), Some("xy"), None));
    }

    #[test]
    fn a_byte_order_mark_decides_the_encoding() {
        assert_eq!(File::new("a", *b"\xEF\xBB\xBFhi").text().map(|it| &**it), Some("hi"));
        assert_eq!(File::new("a", *b"\xFF\xFEh\0i\0").text().map(|it| &**it), Some("hi"));
        assert!(File::new("a", *b"caf\xE9").text().is_none());
    }

    #[test]
    fn lines_of_a_python_file_end_as_python_reads_them() {
        let (python, sql) = (File::new("a.py", *b"x\r\ny\rz"), File::new("a.sql", *b"x\r\ny"));
        assert_eq!(python.text().map(|it| &**it), Some("x\ny\nz"));
        assert_eq!(python.bytes(), b"x\r\ny\rz");
        assert_eq!(sql.text().map(|it| &**it), Some("x\r\ny"));
    }
}
