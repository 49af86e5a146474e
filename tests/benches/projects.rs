//! Real projects, beside ruff's parser alone: `cargo bench -p tests --bench projects --profile native`.
//!
//! They are the packages that the oracles have downloaded to `.cache/packages`; what is not there
//! is not measured.

use std::fs;
use std::path::{Path, PathBuf};

use divan::Bencher;
use divan::counter::BytesCount;
use migrascope_core::analysis::{Analysis, Options};
use migrascope_core::project::{File, Project};

fn main() {
    divan::main();
}

/// The scripts of the revisions, parsed and thrown away.
#[divan::bench(args = packages(), sample_count = 5)]
fn parses_with_ruff_alone(bencher: Bencher<'_, '_>, package: &str) {
    let analysis = open(&project(package));
    let files =
        analysis.history().revisions().iter().filter_map(|it| analysis.project.file(it.file));
    let scripts: Vec<String> = files.filter_map(|it| it.text().map(|it| it.to_string())).collect();
    let bytes: usize = scripts.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        scripts.iter().filter_map(|it| ruff_python_parser::parse_module(it).ok()).count()
    });
}

/// The whole way: finding, reading, following every revision up and down.
#[divan::bench(args = packages(), sample_count = 5)]
fn opens(bencher: Bencher<'_, '_>, package: &str) {
    let project = project(package);
    bencher.bench(|| open(&project).replay.runs().count());
}

fn open(project: &Project) -> Analysis {
    Analysis::open(project.clone(), Options::default(), &mut |_| {})
}

fn cache() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../.cache/packages")
}

/// The packages that are there, by name.
fn packages() -> Vec<String> {
    let folders = fs::read_dir(cache()).into_iter().flatten().flatten();
    let complete = folders.filter(|it| it.path().join("complete").exists());
    let mut res: Vec<String> =
        complete.map(|it| it.file_name().to_string_lossy().into_owned()).collect();
    res.sort();
    res
}

fn project(package: &str) -> Project {
    let root = cache().join(package).join("files");
    let mut files = Vec::new();
    read(&root, &root, &mut files);
    Project::new(package, files)
}

fn read(root: &Path, folder: &Path, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            read(root, &path, files);
        } else if path.extension().is_some_and(|it| it == "py" || it == "ini" || it == "sql")
            && let (Ok(inner), Ok(bytes)) = (path.strip_prefix(root), fs::read(&path))
        {
            files.push(File::new(inner.to_string_lossy(), bytes.as_slice()));
        }
    }
}
