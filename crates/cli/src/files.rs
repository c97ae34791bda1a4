//! Files named on the command line.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// Extensions that a folder is searched for.
const EXTENSIONS: [&str; 11] =
    ["txt", "md", "html", "htm", "docx", "doc", "xlsx", "xls", "json", "pdf", "ofd"];

/// Reads a file, but no more of it than the limit and one byte: the reader says when it is too large.
pub(crate) fn read(path: &Path, limit: u64) -> anyhow::Result<Vec<u8>> {
    let open = || format!("打不开文件 {}", path.display());
    let file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => bail!("没有找到文件 {}", path.display()),
        file => file.with_context(open)?,
    };
    anyhow::ensure!(!file.metadata().with_context(open)?.is_dir(), "{} 是文件夹，请指定文件", path.display());
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).with_context(open)?;
    Ok(bytes)
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
