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
    /// Whoever runs the program may not read it.
    #[error("没有权限读取文件 {0}，请检查它的权限")]
    Denied(String),
    /// The system refuses.
    #[error("打不开文件 {name}：{}", why(.cause))]
    Refused {
        /// The file.
        name: String,
        /// What the system says.
        cause: io::Error,
    },
}

/// Why the system refuses, in words where they are known.
pub fn why(error: &io::Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘已满",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        ErrorKind::IsADirectory => "是文件夹，不是文件",
        ErrorKind::NotADirectory => "是文件，不是文件夹",
        ErrorKind::FileTooLarge => "文件太大",
        ErrorKind::InvalidFilename => "文件名太长，或有不能用的字符",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "正被别的程序使用",
        ErrorKind::AddrInUse => "地址已被占用",
        ErrorKind::AddrNotAvailable => "本机没有这个地址",
        _ => return error.to_string(),
    };
    words.to_owned()
}

/// Reads a file, but no more of it than the limit and one byte: the reader says when it is too large.
///
/// # Errors
/// When there is no such file, it is a folder, or the system refuses to open it.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Unopened> {
    let name = || path.display().to_string();
    let file = File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Unopened::Missing(name()),
        ErrorKind::PermissionDenied => Unopened::Denied(name()),
        _ => Unopened::Refused { name: name(), cause: error },
    })?;
    let refused = |cause| Unopened::Refused { name: name(), cause };
    if file.metadata().map_err(refused)?.is_dir() {
        return Err(Unopened::Folder(name()));
    }
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(refused)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_a_file_is_not_read_is_said_in_one_chinese_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let text = folder.path().join("a.txt");
        std::fs::write(&text, "字").unwrap();
        let cases = [
            (folder.path().join("b.txt"), "没有找到文件", "nobody put it there"),
            (folder.path().to_owned(), "是文件夹，请指定文件", "a folder"),
            (text.join("c.txt"), "：是文件，不是文件夹", "below a file"),
            (folder.path().join("长".repeat(200)), "：文件名太长", "a name that is too long"),
        ];
        for (path, words, reason) in cases {
            let said = read(&path, 10).unwrap_err().to_string();
            assert!(said.contains(words), "{reason}: {said}");
        }
        let denied = why(&ErrorKind::PermissionDenied.into());
        assert_eq!((denied.as_str(), read(&text, 10).unwrap()), ("没有权限", "字".into()));
    }
}
