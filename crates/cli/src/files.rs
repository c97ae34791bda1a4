//! Files named on the command line.

use std::path::{Path, PathBuf};

use anyhow::Context;

/// Extensions that a folder is searched for.
const EXTENSIONS: [&str; 11] =
    ["txt", "md", "html", "htm", "docx", "doc", "xlsx", "xls", "json", "pdf", "ofd"];

/// Reads a file, but no more of it than the limit and one byte: the reader says when it is too large.
pub(crate) fn read(path: &Path, limit: u64) -> anyhow::Result<Vec<u8>> {
    Ok(services::file::read(path, limit)?)
}

/// Writes a file whole: who looks in between sees the old one or the new one.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let refused = || format!("写不了文件 {}", path.display());
    // Devices and pipes are written to and stay what they are.
    if path.exists() && !path.is_file() {
        return std::fs::write(path, bytes).with_context(refused);
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path)).with_context(refused)
}

/// Says before long work that its result could not be written.
pub(crate) fn writable(path: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(!path.is_dir(), "{} 是文件夹，请写文件名", path.display());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let there = folder.is_none_or(Path::is_dir);
    anyhow::ensure!(there, "没有文件夹 {}", folder.unwrap_or(path).display());
    Ok(())
}

/// Whether two paths lead to one file.
pub(crate) fn are_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// The files that paths name: files as they are, folders with all reports in them, in order.
pub(crate) fn expand(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = files.len();
            walk(path, &mut files)?;
            files[before..].sort();
            anyhow::ensure!(files.len() > before, "文件夹 {} 里没有年度报告文件", path.display());
        } else {
            files.push(path.clone());
        }
    }
    let mut seen = std::collections::HashSet::new();
    files.retain(|file| seen.insert(file.clone()));
    Ok(files)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("打不开文件夹 {}", folder.display()))?
    {
        let path = entry?.path();
        // Office programs keep lock files (~$报告.docx) beside open documents.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(['.', '~']) {
            continue;
        }
        let extension = path.extension().and_then(|extension| extension.to_str()).map(str::to_lowercase);
        if path.is_dir() && !path.is_symlink() {
            walk(&path, files)?;
        } else if extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str())) {
            files.push(path);
        }
    }
    Ok(())
}
