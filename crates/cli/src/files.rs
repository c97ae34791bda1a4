//! Files named on the command line.

use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use typeset::summary;

use crate::terminal;

/// Extensions that a folder is searched for.
pub(crate) const EXTENSIONS: [&str; 11] =
    ["txt", "md", "html", "htm", "docx", "doc", "xlsx", "xls", "json", "pdf", "ofd"];

/// Reads a file, but no more of it than the limit and one byte: the reader says when it is too large.
pub(crate) fn read(path: &Path, limit: u64) -> anyhow::Result<Vec<u8>> {
    Ok(services::file::read(path, limit)?)
}

/// Writes a file whole, and says so: who looks in between sees the old one or the new one.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let refused = || format!("写不了文件 {}", path.display());
    // Devices and pipes are written to and stay what they are.
    if path.exists() && !path.is_file() {
        return std::fs::write(path, bytes).with_context(refused);
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path)).with_context(refused)?;
    terminal::say(&format!("已写入 {}（{}）", path.display(), size(bytes.len())));
    Ok(())
}

fn size(bytes: usize) -> String {
    if bytes < 1024 { format!("{bytes} 字节") } else { format!("{} KB", bytes.div_ceil(1024)) }
}

/// Says before long work that its result could not be written, or would take the place of something.
pub(crate) fn writable(path: &Path, force: bool) -> anyhow::Result<()> {
    let name = path.display();
    ensure!(!path.is_dir(), "{name} 是文件夹，请写文件名");
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let there = folder.is_none_or(Path::is_dir);
    ensure!(there, "文件夹 {} 不存在，请先建好或换一个", folder.unwrap_or(path).display());
    ensure!(force || !path.is_file(), "文件 {name} 已经存在；要覆盖请加 --force，或换一个文件名");
    Ok(())
}

/// Whether two paths lead to one file.
pub(crate) fn are_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// The reports that paths name, and what else lies in the folders.
#[derive(Debug, Default)]
struct Found {
    /// Files as they are named, and those of the folders in order.
    reports: Vec<PathBuf>,
    /// Files of a folder that are no format of reports.
    others: Vec<PathBuf>,
    /// Summaries of an earlier run.
    summaries: Vec<PathBuf>,
}

/// The files that paths name: files as they are, folders with all reports in them, in order. Says what is left out and
/// so is `undone`, as 没有检查; `aside` are files of the command itself, of which nothing is to be said.
pub(crate) fn expand(paths: &[PathBuf], aside: &[&Path], undone: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Found::default();
    for path in paths {
        if !path.is_dir() {
            found.reports.push(path.clone());
            continue;
        }
        let mut inside = Found::default();
        walk(path, &mut inside)?;
        inside.others.retain(|file| !aside.iter().any(|aside| are_same(file, aside)));
        inside.others.sort();
        if inside.reports.is_empty() {
            let others = left_out(&inside, undone).map(|others| format!("：{others}")).unwrap_or_default();
            bail!("文件夹 {} 里没有年度报告文件{others}", path.display());
        }
        inside.reports.sort();
        found.reports.append(&mut inside.reports);
        found.others.append(&mut inside.others);
        found.summaries.append(&mut inside.summaries);
    }
    let mut seen = HashSet::new();
    found.reports.retain(|file| seen.insert(file.clone()));
    if let Some(sentence) = left_out(&found, undone) {
        terminal::note(&sentence);
    }
    Ok(found.reports)
}

/// Files that a sentence names before it says that there are more.
const NAMED: usize = 5;

/// What was found and is not used, in one line.
fn left_out(found: &Found, undone: &str) -> Option<String> {
    let counted = |files: &[PathBuf], what: &str| {
        let names =
            files.iter().take(NAMED).map(|file| file.file_name().unwrap_or_default().to_string_lossy());
        let names: Vec<_> = names.collect();
        let more = if files.len() > NAMED { "……" } else { "" };
        let count = files.len();
        (count > 0).then(|| format!("另有 {count} 个文件{what}，{undone}：{}{more}", names.join("、")))
    };
    let sentences =
        [counted(&found.others, "不是年度报告的格式"), counted(&found.summaries, "是以前写出的汇总表")];
    let sentences: Vec<String> = sentences.into_iter().flatten().collect();
    (!sentences.is_empty()).then(|| sentences.join("；"))
}

fn walk(folder: &Path, found: &mut Found) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("打不开文件夹 {}", folder.display()))?
    {
        let path = entry?.path();
        // Office programs keep lock files (~$报告.docx) beside open documents.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(['.', '~']) {
            continue;
        }
        let extension = path.extension().and_then(|extension| extension.to_str()).map(str::to_lowercase);
        if path.is_dir() {
            if !path.is_symlink() {
                walk(&path, found)?;
            }
        } else if !extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str())) {
            found.others.push(path);
        } else if is_summary(&path) {
            found.summaries.push(path);
        } else {
            found.reports.push(path);
        }
    }
    Ok(())
}

/// Whether a file is a summary that was written here; one that cannot be opened is said to be so later.
pub(crate) fn is_summary(path: &Path) -> bool {
    File::open(path).is_ok_and(summary::is_summary)
}
