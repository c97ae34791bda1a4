//! How a summary is told from a report when both lie in one folder (汇总表的标记).

use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;

/// What summaries say of themselves where programs look and people do not. Values separated by commas have no such place.
pub(super) const MARK: &str = "gongkai-summary";

/// Bytes at the beginning of a page or an object that hold the mark.
const HEAD: u64 = 512;
/// Bytes of the properties of a workbook.
const PROPERTIES: u64 = 64 << 10;

/// Whether a file is a summary that was written here, told without reading much of it.
pub fn is_summary(mut file: impl Read + Seek) -> bool {
    let mut head = Vec::new();
    if file.by_ref().take(HEAD).read_to_end(&mut head).is_err() {
        return false;
    }
    let text = if head.starts_with(b"PK") { properties(file) } else { Some(head) };
    text.is_some_and(|text| text.windows(MARK.len()).any(|bytes| bytes == MARK.as_bytes()))
}

/// What a workbook says of itself.
fn properties(mut file: impl Read + Seek) -> Option<Vec<u8>> {
    file.seek(SeekFrom::Start(0)).ok()?;
    let mut package = ZipArchive::new(file).ok()?;
    let mut text = Vec::new();
    package.by_name("docProps/core.xml").ok()?.take(PROPERTIES).read_to_end(&mut text).ok()?;
    Some(text)
}
