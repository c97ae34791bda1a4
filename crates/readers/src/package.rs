//! The ZIP container of Office Open XML.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::xml::{Node, Xml};
use crate::{Limits, Unreadable, encoding};

/// An open container; unpacking takes from one budget for all its parts.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    limits: Limits,
    /// Bytes that may still be unpacked.
    left: u64,
}

/// One part's relation to another.
pub(crate) struct Relation {
    pub(crate) id: String,
    /// The last word of its type, such as `styles`.
    pub(crate) kind: String,
    /// Name of the other part.
    pub(crate) target: String,
}

impl<'b> Package<'b> {
    pub(crate) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Package<'b>, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
        if archive.len() > limits.entries {
            return Err(Unreadable::Unpacked);
        }
        Ok(Package { archive, limits: *limits, left: limits.unpacked_bytes })
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
        // Nearly every part is UTF-8, which needs no copy.
        String::from_utf8(bytes)
            .or_else(|error| encoding::decode(error.as_bytes()))
            .map(Some)
            .map_err(|_| Unreadable::Damaged)
    }

    /// Unpacks everything and keeps nothing, to see that it stays within the limits.
    pub(crate) fn measure(&mut self) -> Result<(), Unreadable> {
        self.each(|_, entry| io::copy(entry, &mut io::sink()))
    }

    /// All files with their names.
    pub(crate) fn files(&mut self) -> Result<Vec<(String, Vec<u8>)>, Unreadable> {
        let mut files = Vec::new();
        self.each(|name, entry| {
            let mut bytes = Vec::new();
            let read = entry.read_to_end(&mut bytes)?;
            files.push((name, bytes));
            Ok(read as u64)
        })?;
        Ok(files)
    }

    /// Goes through all files within the budget; `take` says how many bytes it has read.
    fn each(
        &mut self,
        mut take: impl FnMut(String, &mut dyn Read) -> io::Result<u64>,
    ) -> Result<(), Unreadable> {
        for index in 0..self.archive.len() {
            let entry = self.archive.by_index(index).map_err(|error| unreadable(&error))?;
            if entry.is_dir() {
                continue;
            }
            // Names in other encodings than UTF-8 are those of GB18030.
            let raw = entry.name_raw();
            let name = encoding::decode(raw).unwrap_or_else(|_| String::from_utf8_lossy(raw).into_owned());
            let read = take(name, &mut entry.take(self.left + 1)).map_err(|_| Unreadable::Damaged)?;
            self.left = self.left.checked_sub(read).ok_or(Unreadable::Unpacked)?;
        }
        Ok(())
    }

    /// The relations of a part; of the whole package if the name is empty.
    pub(crate) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Unreadable> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let separator = if folder.is_empty() { "" } else { "/" };
        let Some(text) = self.part(&format!("{folder}{separator}_rels/{name}.rels"))? else {
            return Ok(Vec::new());
        };
        let mut xml = Xml::new(&text, &self.limits);
        let mut relations = Vec::new();
        while let Some(node) = xml.next()? {
            if let Node::Start(element) = node
                && let (Some(id), Some(kind), Some(target)) =
                    (element.attribute("Id"), element.attribute("Type"), element.attribute("Target"))
            {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                relations.push(Relation { id, kind, target: resolve(folder, &target) });
            }
        }
        Ok(relations)
    }

    /// The name of the part that holds the text or the workbook.
    pub(crate) fn main_part(&mut self) -> Result<String, Unreadable> {
        let main = self.relations("")?.into_iter().find(|relation| relation.kind == "officeDocument");
        main.map(|relation| relation.target).ok_or(Unreadable::Damaged)
    }
}

/// The name of the part that a target in a folder means.
fn resolve(folder: &str, target: &str) -> String {
    let base = if target.starts_with('/') { "" } else { folder };
    let mut names: Vec<&str> = Vec::new();
    for name in base.split('/').chain(target.split('/')) {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    names.join("/")
}

fn unreadable(error: &ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => {
            Unreadable::Encrypted
        }
        _ => Unreadable::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::zip;

    #[test]
    fn targets_are_found_from_their_folder() {
        let cases = [
            ("word", "styles.xml", "word/styles.xml"),
            ("word", "/word/styles.xml", "word/styles.xml"),
            ("xl/worksheets", "../sharedStrings.xml", "xl/sharedStrings.xml"),
            ("", "./word/document.xml", "word/document.xml"),
            ("a", "../../../b.xml", "b.xml"),
        ];
        for (folder, target, name) in cases {
            assert_eq!(resolve(folder, target), name, "{folder} {target}");
        }
    }

    #[test]
    fn an_encrypted_part_says_so() {
        let mut bytes = zip(&[("a", "text")]);
        let central = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
        bytes[6] |= 1;
        bytes[central + 8] |= 1;
        let mut package = Package::open(&bytes, &Limits::default()).unwrap();
        assert_eq!(package.part("a"), Err(Unreadable::Encrypted));
    }

    #[test]
    fn all_parts_share_one_budget() {
        let bytes = zip(&[("a", "12345"), ("b", "12345")]);
        let mut package = Package::open(&bytes, &Limits { unpacked_bytes: 9, ..Limits::default() }).unwrap();
        assert_eq!(package.part("a"), Ok(Some("12345".to_owned())));
        assert_eq!(package.part("c"), Ok(None));
        assert_eq!(package.part("b"), Err(Unreadable::Unpacked));
    }
}
