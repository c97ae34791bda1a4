//! Small files for tests, made in code.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use reporting::document::{Content, Document};
use zip::write::{SimpleFileOptions, ZipWriter};

/// A ZIP file of named texts.
pub(crate) fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The part that names the main part of a package.
pub(crate) fn root_relations(main: &str) -> String {
    relations(&[("officeDocument", main)])
}

/// A part of relations, `rId1` and on, each a kind and a target.
pub(crate) fn relations(relations: &[(&str, &str)]) -> String {
    let mut xml =
        String::from("<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>");
    for (number, (kind, target)) in (1..).zip(relations) {
        write!(xml, "<Relationship Id='rId{number}' Type='http://x/{kind}' Target='{target}'/>").unwrap();
    }
    xml + "</Relationships>"
}

/// Every line of a document with its place; cells as `[column+span text]`.
pub(crate) fn shown(document: &Document) -> Vec<String> {
    let show = |line: &reporting::document::Line| {
        let mut shown = format!("{} ", line.place);
        match &line.content {
            Content::Text(text) => shown.push_str(text),
            Content::Row(fields) => {
                for field in fields {
                    let text = field.text.replace('\n', "/");
                    write!(shown, "[{}+{} {text}]", field.column, field.span).unwrap();
                }
            }
        }
        shown
    };
    document.lines.iter().map(show).collect()
}
