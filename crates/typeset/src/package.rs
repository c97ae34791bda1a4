//! Files in a ZIP container: OFD and DOCX (封装).

use std::io::{self, Cursor, Read, Write as _};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

/// A package that is being written. Its files carry no time of their own: the same report is the same file at any hour.
pub(crate) struct Package(ZipWriter<Cursor<Vec<u8>>>);

impl Package {
    pub(crate) fn new() -> Package {
        Package(ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// Adds a file.
    pub(crate) fn add(&mut self, path: &str, mut content: impl Read) -> io::Result<()> {
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        self.0.start_file(path, options)?;
        io::copy(&mut content, &mut self.0)?;
        self.0.flush()
    }

    /// The whole package.
    pub(crate) fn finish(self) -> io::Result<Vec<u8>> {
        Ok(self.0.finish()?.into_inner())
    }
}
