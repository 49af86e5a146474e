//! Packs the demos of `public/demo` into the program, so that opening one needs no network.
//!
//! The archives hold no dates and list their files by path: the same demos give the same bytes.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/demo");
    println!("cargo::rerun-if-changed={}", folder.display());
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let index = fs::read_to_string(folder.join("index.json")).unwrap_or_else(|_| "[]".to_owned());
    fs::write(out.join("index.json"), index)?;

    let mut list = String::from("&[\n");
    for demo in sorted(&folder).into_iter().filter(|path| path.is_dir()) {
        let id = name_of(&demo);
        fs::write(out.join(format!("{id}.zip")), pack(&demo)?)?;
        writeln!(list, "    ({id:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{id}.zip\"))),")?;
    }
    list.push_str("]\n");
    fs::write(out.join("demos.rs"), list)?;
    Ok(())
}

fn pack(demo: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    let mut open = vec![demo.to_owned()];
    while let Some(folder) = open.pop() {
        for path in sorted(&folder) {
            println!("cargo::rerun-if-changed={}", path.display());
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let inside = path.strip_prefix(demo)?.to_string_lossy().replace('\\', "/");
            archive.start_file(inside, options)?;
            archive.write_all(&fs::read(&path)?)?;
        }
    }
    Ok(archive.finish()?.into_inner())
}

/// A folder's entries by name; none if there is no such folder.
fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
