//! Files in: dropped, picked, pasted or packed with the program; and out: saved and copied.
//!
//! What is given is kept as handles, not as bytes: the browser reads a file when the worker
//! needs it, and can read it again if the worker dies.

use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use migrascope_core::api::Progress;
use migrascope_core::archive;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemDirectoryReader,
    FileSystemEntry, FileSystemFileEntry,
};

use crate::ask::{Files, Sent, Tell};
use crate::words;

/// The largest file that is read, in bytes. A dump is large; what is larger still is data.
const MAX_FILE: f64 = 128.0 * 1024.0 * 1024.0;

/// The largest archive that is read, in bytes.
const MAX_ARCHIVE: f64 = 256.0 * 1024.0 * 1024.0;

/// How the name of an archive ends, the longest first.
const ARCHIVES: [&str; 4] = [".tar.gz", ".tgz", ".tar", ".zip"];

/// How many entries of a dropped folder are looked at before we refuse it.
const MAX_ENTRIES: usize = 200_000;

/// How many files the browser reads at a time.
const PORTION: usize = 64;

/// What the reader gave us to open.
#[derive(Clone)]
pub struct Given {
    /// What to call it: the folder, the archive, or the demo.
    pub name: String,
    files: Vec<Found>,
    /// Paths that were left out because they are too large.
    pub too_large: Vec<String>,
    /// What the database holds before the first revision.
    pub baseline: Option<Rc<Self>>,
}

#[derive(Clone)]
struct Found {
    path: String,
    body: Body,
}

#[derive(Clone)]
enum Body {
    Handle(File),
    Bytes(Rc<[u8]>),
}

/// Why nothing could be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Nothing among the files is a migration, an archive or a setting of a migration tool.
    NothingToRead,
    /// The browser would not give a file out.
    Refused(String),
    /// A folder has more files than we look at.
    TooMany,
    /// The reader stopped it, or opened something else.
    Stopped,
}

impl Unread {
    /// One line for the reader.
    pub fn words(&self) -> String {
        match self {
            Self::NothingToRead => {
                "nothing here looks like a migration: no `.py`, `.sql` or archive".to_owned()
            }
            Self::Stopped => "the reading was stopped".to_owned(),
            Self::Refused(why) => format!("the browser would not read the files: {why}"),
            Self::TooMany => format!(
                "the folder has more than {MAX_ENTRIES} files; give the folder of the migrations"
            ),
        }
    }
}

impl Given {
    /// One pasted text, as if it were a file of that name.
    pub fn from_text(path: &str, text: &str) -> Self {
        Self::from_bytes(path, path, text.as_bytes())
    }

    /// One file that the program has in hand.
    pub fn from_bytes(name: &str, path: &str, bytes: &[u8]) -> Self {
        let found = Found { path: path.to_owned(), body: Body::Bytes(bytes.into()) };
        Self { name: name.to_owned(), files: vec![found], too_large: Vec::new(), baseline: None }
    }

    /// What was picked with a file dialog, a folder or single files.
    pub fn from_picked(list: &FileList) -> Result<Self, Unread> {
        let files = (0..list.length()).filter_map(|idx| list.get(idx));
        Self::from_files(files.map(|file| (relative_path(&file), file)).collect())
    }

    /// What was dropped. Folders are walked through.
    pub async fn from_dropped(entries: Vec<FileSystemEntry>) -> Result<Self, Unread> {
        Self::from_files(walk(entries).await?)
    }

    fn from_files(files: Vec<(String, File)>) -> Result<Self, Unread> {
        let (mut kept, mut too_large) = (Vec::new(), Vec::new());
        for (path, file) in files {
            if !is_wanted(&path) {
                continue;
            }
            let max = if is_archive(&path) { MAX_ARCHIVE } else { MAX_FILE };
            if file.size() > max {
                too_large.push(path);
            } else {
                kept.push((path, file));
            }
        }
        if kept.len() > 1 {
            kept.retain(|(path, _)| !is_archive(path));
        }
        let paths: Vec<&str> = kept.iter().map(|(path, _)| path.as_str()).collect();
        let name = project_name(&paths).ok_or(Unread::NothingToRead)?;
        let root = common_folder(&paths).map_or(0, |folder| folder.len() + 1);
        let files = kept.into_iter().map(|(path, file)| Found {
            path: path.get(root..).unwrap_or(&path).to_owned(),
            body: Body::Handle(file),
        });
        Ok(Self { name, files: files.collect(), too_large, baseline: None })
    }

    /// Reads the files and those of the baseline, telling how far it has come; stops when nobody
    /// wants them any more.
    pub async fn read(&self, tell: Tell) -> Result<Files, Unread> {
        let baseline = match &self.baseline {
            Some(baseline) => baseline.read_own(tell).await?,
            None => Vec::new(),
        };
        Ok(Files { project: self.read_own(tell).await?, baseline })
    }

    async fn read_own(&self, tell: Tell) -> Result<Vec<Sent>, Unread> {
        let mut sent: Vec<Sent> = Vec::with_capacity(self.files.len());
        for portion in self.files.chunks(PORTION) {
            let stage = "reading files".to_owned();
            if !tell.run((Progress { stage, done: sent.len(), total: self.files.len() },)) {
                return Err(Unread::Stopped);
            }
            let bytes: Array = portion.iter().map(|found| found.body.read()).collect();
            let bytes = JsFuture::from(Promise::all(&bytes)).await.map_err(refused)?;
            let paths = portion.iter().map(|found| found.path.clone());
            sent.extend(paths.zip(Array::from(&bytes).iter().map(|it| Uint8Array::new(&it))));
        }
        Ok(sent)
    }
}

impl Body {
    /// A promise of the bytes.
    fn read(&self) -> Promise {
        match self {
            Self::Handle(file) => file.array_buffer().unchecked_into(),
            Self::Bytes(bytes) => Promise::resolve(&Uint8Array::from(&**bytes)).unchecked_into(),
        }
    }
}

/// The entries of a drop. They must be taken while the event lasts; later they are gone.
pub fn entries(drop: &DataTransfer) -> Vec<FileSystemEntry> {
    let items = drop.items();
    (0..items.length())
        .filter_map(|idx| items.get(idx)?.webkit_get_as_entry().ok().flatten())
        .collect()
}

/// Hands a text to the reader as a file.
pub fn save(name: &str, text: &str, media_type: &str) -> Result<(), JsValue> {
    let bag = web_sys::BlobPropertyBag::new();
    bag.set_type(media_type);
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &bag)?;
    save_blob(name, &blob)
}

/// Saves bytes as a file of that name.
pub fn save_blob(name: &str, blob: &web_sys::Blob) -> Result<(), JsValue> {
    let url = web_sys::Url::create_object_url_with_blob(blob)?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    web_sys::Url::revoke_object_url(&url)
}

/// A name for a file that every system takes.
pub fn file_name(name: &str) -> String {
    name.replace(|it: char| !(it.is_alphanumeric() || "-_.".contains(it)), "_")
}

/// Puts a text on the clipboard.
pub async fn copy(text: &str) -> Result<(), JsValue> {
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.map(drop)
}

/// Every file below the entries, with its path.
async fn walk(entries: Vec<FileSystemEntry>) -> Result<Vec<(String, File)>, Unread> {
    let mut files = Vec::new();
    let mut open = entries;
    let mut seen = 0;
    while let Some(entry) = open.pop() {
        seen += 1;
        let path = entry.full_path().trim_start_matches('/').to_owned();
        if seen > MAX_ENTRIES {
            return Err(Unread::TooMany);
        }
        if entry.is_directory() && is_wanted_folder(&path) {
            let folder = entry.unchecked_into::<FileSystemDirectoryEntry>();
            open.extend(children(&folder).await.map_err(refused)?);
        } else if entry.is_file() && is_wanted(&path) {
            let file = entry.unchecked_into::<FileSystemFileEntry>();
            files.push((path, file_of(&file).await.map_err(refused)?));
        }
    }
    Ok(files)
}

/// A folder's entries. A reader gives them in portions; an empty one is the last.
async fn children(folder: &FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let reader: FileSystemDirectoryReader = folder.create_reader();
    let mut res = Vec::new();
    loop {
        let portion = promise(|done, fail| {
            reader
                .read_entries_with_callback_and_callback(done.unchecked_ref(), fail.unchecked_ref())
        });
        let portion: Array = JsFuture::from(portion).await?.unchecked_into();
        if portion.length() == 0 {
            return Ok(res);
        }
        res.extend(portion.iter().map(JsCast::unchecked_into));
    }
}

async fn file_of(entry: &FileSystemFileEntry) -> Result<File, JsValue> {
    let file = promise(|done, fail| {
        entry.file_with_callback_and_callback(done.unchecked_ref(), fail.unchecked_ref());
        Ok(())
    });
    Ok(JsFuture::from(file).await?.unchecked_into())
}

/// A promise of what a function with two callbacks brings.
pub fn promise(start: impl Fn(&Function, &Function) -> Result<(), JsValue>) -> Promise {
    Promise::new(&mut |done, fail| {
        if let Err(error) = start(&done, &fail) {
            let _ = fail.call1(&JsValue::NULL, &error);
        }
    })
}

fn relative_path(file: &File) -> String {
    let path = Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|it| it.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
}

fn refused(error: JsValue) -> Unread {
    let name = Reflect::get(&error, &"message".into()).ok().and_then(|it| it.as_string());
    Unread::Refused(name.unwrap_or_else(|| format!("{error:?}")))
}

/// The folder that all paths lie in, if there is one.
fn common_folder<'a>(paths: &[&'a str]) -> Option<&'a str> {
    let (folder, _) = paths.first()?.split_once('/')?;
    let inside = |path: &&str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    paths.iter().all(inside).then_some(folder)
}

/// What to call these files; nothing if there are none.
fn project_name(paths: &[&str]) -> Option<String> {
    let first = paths.first()?;
    if let Some(folder) = common_folder(paths) {
        return Some(folder.to_owned());
    }
    let name = words::base_name(first);
    let stem = ARCHIVES.iter().find_map(|end| name.strip_suffix(end));
    Some(if paths.len() == 1 { stem.unwrap_or(name).to_owned() } else { "files".to_owned() })
}

/// Whether a file may be an archive, by its name. An archive is opened when it comes alone.
fn is_archive(path: &str) -> bool {
    let path = path.to_lowercase();
    ARCHIVES.iter().any(|end| path.ends_with(end))
}

fn is_wanted(path: &str) -> bool {
    is_archive(path) || archive::is_worth_reading(path)
}

/// Folders that hold what others wrote are not walked: they may be huge.
fn is_wanted_folder(path: &str) -> bool {
    archive::is_worth_reading(&format!("{path}/x.sql"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_the_project_its_name() {
        assert_eq!(project_name(&["shop/a.py", "shop/b/c.py"]), Some("shop".to_owned()));
        assert_eq!(common_folder(&["shop/a.py", "shopping/b.py"]), None);
    }

    #[test]
    fn an_archive_or_a_single_file_gives_the_project_its_name() {
        assert_eq!(project_name(&["shop-1.2.tar.gz"]), Some("shop-1.2".to_owned()));
        assert_eq!(project_name(&["init.sql"]), Some("init.sql".to_owned()));
        assert_eq!(project_name(&["a.sql", "b.sql"]), Some("files".to_owned()));
        assert_eq!(project_name(&[]), None);
    }
}
