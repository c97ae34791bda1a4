//! Tests only: what several crates' tests and the benchmarks share, and tests of the repository itself.
//!
//! `tests/corpus` reads every report that is given with the figures expected of it; `tests/layers.rs`,
//! `tests/glossary.rs` and `tests/repository.rs` keep the architecture and the documents true.

pub mod fill;

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the repository.
pub fn root() -> PathBuf {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().and_then(Path::parent);
    crates.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// A text file of the repository, by its path from the root. Panics when it is not there.
pub fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file that belongs to the repository, by its path from the root: what is built or installed is left out.
pub fn files() -> Vec<String> {
    let mut files = Vec::new();
    walk(&root(), "", &mut files);
    files.sort();
    files
}

fn walk(folder: &Path, path: &str, files: &mut Vec<String>) {
    const BUILT: [&str; 6] = [".git", "target", "node_modules", "dist", "out", "proptest-regressions"];
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if BUILT.contains(&name.as_str()) {
            continue;
        }
        let path = if path.is_empty() { name } else { format!("{path}/{name}") };
        if entry.path().is_dir() {
            walk(&entry.path(), &path, files);
        } else {
            files.push(path);
        }
    }
}
