//! The ZIP container of Office Open XML.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::{Limits, Unreadable, encoding};

/// An open container; unpacking takes from one budget for all its parts.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'b> Package<'b> {
    pub(crate) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Package<'b>, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
        if archive.len() > limits.entries {
            return Err(Unreadable::Unpacked);
        }
        Ok(Package { archive, left: limits.unpacked_bytes })
    }

    /// Names of the entries.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        self.archive.file_names_raw().map(|name| String::from_utf8_lossy(name).into_owned())
    }

    /// The text of a part, if there is one of that name.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let entry = match self.archive.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(unreadable(&error)),
        };
        let mut bytes = Vec::new();
        entry.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| Unreadable::Damaged)?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(Unreadable::Unpacked)?;
        encoding::decode(&bytes).map(Some).map_err(|_| Unreadable::Damaged)
    }
}

fn unreadable(error: &ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => {
            Unreadable::Encrypted
        }
        _ => Unreadable::Damaged,
    }
}
