//! Files from the disk, no more of them than is allowed.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Why a file could not be read from the disk.
#[derive(Debug, thiserror::Error)]
pub enum Unopened {
    /// Nobody put it there.
    #[error("没有找到文件 {0}")]
    Missing(String),
    /// A folder where a file was expected.
    #[error("{0} 是文件夹，请指定文件")]
    Folder(String),
    /// The system refuses.
    #[error("打不开文件 {0}")]
    Refused(String, #[source] io::Error),
}

/// Reads a file, but no more of it than the limit and one byte: the reader says when it is too large.
///
/// # Errors
/// When there is no such file, it is a folder, or the system refuses to open it.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Unopened> {
    let name = || path.display().to_string();
    let file = File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Unopened::Missing(name()),
        _ => Unopened::Refused(name(), error),
    })?;
    let refused = |error| Unopened::Refused(name(), error);
    if file.metadata().map_err(refused)?.is_dir() {
        return Err(Unopened::Folder(name()));
    }
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(refused)?;
    Ok(bytes)
}
