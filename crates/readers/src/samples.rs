//! Small files for tests, made in code.

mod doc;
mod pdf;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use reporting::document::{Content, Document};
use zip::write::{SimpleFileOptions, ZipWriter};

pub(crate) use doc::DocFile;
pub(crate) use pdf::{PdfFile, PdfPage};

/// A ZIP file of named texts.
pub(crate) fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Names and texts of the parts of a package.
pub(crate) type Parts = Vec<(String, String)>;

/// A ZIP file of parts.
pub(crate) fn zip_parts(parts: &Parts) -> Vec<u8> {
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    zip(&parts)
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

/// The parts of a DOCX: a body, list definitions and styles.
pub(crate) fn docx_parts(body: &str, numbering: &str, styles: &str) -> Parts {
    let w = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'";
    let related = relations(&[("numbering", "numbering.xml"), ("styles", "/word/styles.xml")]);
    let part = |name: &str, text: String| (name.to_owned(), text);
    vec![
        part("_rels/.rels", root_relations("word/document.xml")),
        part("word/_rels/document.xml.rels", related),
        part("word/document.xml", format!("<w:document {w}><w:body>{body}</w:body></w:document>")),
        part("word/numbering.xml", format!("<w:numbering {w}>{numbering}</w:numbering>")),
        part("word/styles.xml", format!("<w:styles {w}>{styles}</w:styles>")),
    ]
}

/// A DOCX of a body, list definitions and styles.
pub(crate) fn docx(body: &str, numbering: &str, styles: &str) -> Vec<u8> {
    zip_parts(&docx_parts(body, numbering, styles))
}

/// The parts of an XLSX: sheets (a state and a content each), shared strings and styles.
pub(crate) fn xlsx_parts(sheets: &[(&str, &str)], strings: &str, styles: &str) -> Parts {
    let names: Vec<String> = (1..=sheets.len()).map(|n| format!("worksheets/{n}.xml")).collect();
    let mut related: Vec<(&str, &str)> = names.iter().map(|name| ("worksheet", name.as_str())).collect();
    related.extend([("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")]);
    let sheet = |(n, (state, _)): (usize, &(&str, &str))| {
        format!("<sheet name='{n}' state='{state}' r:id='rId{n}'/>")
    };
    let book: String = (1..).zip(sheets).map(sheet).collect();
    let part = |name: &str, text: String| (name.to_owned(), text);
    let mut parts = vec![
        part("_rels/.rels", root_relations("/xl/workbook.xml")),
        part("xl/_rels/workbook.xml.rels", relations(&related)),
        part("xl/workbook.xml", format!("<workbook xmlns:r='r'><sheets>{book}</sheets></workbook>")),
        part("xl/sharedStrings.xml", format!("<sst>{strings}</sst>")),
        part("xl/styles.xml", format!("<styleSheet>{styles}</styleSheet>")),
    ];
    for (name, (_, content)) in names.iter().zip(sheets) {
        parts.push((format!("xl/{name}"), format!("<worksheet>{content}</worksheet>")));
    }
    parts
}

/// An XLSX of sheets (a state and a content each), shared strings and styles.
pub(crate) fn xlsx(sheets: &[(&str, &str)], strings: &str, styles: &str) -> Vec<u8> {
    zip_parts(&xlsx_parts(sheets, strings, styles))
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

/// A compound file of one stream.
pub(crate) fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    compound_of(&[(name, stream)])
}

/// A compound file of named streams.
pub(crate) fn compound_of(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, stream) in streams {
        file.create_stream(name).unwrap().write_all(stream).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A record of an XLS file.
pub(crate) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
}

/// The stream of an XLS file: global records, and sheets of a state and records.
pub(crate) fn biff8(globals: &[Vec<u8>], sheets: &[(u8, Vec<Vec<u8>>)]) -> Vec<u8> {
    let begin = || record(0x0809, &[0x00, 0x06, 0x05, 0x00]);
    let end = || record(0x000a, &[]);
    let bound = |start: usize, state: u8| {
        let start = u32::try_from(start).unwrap().to_le_bytes();
        record(0x0085, &[&start[..], &[state, 0, 1, 0, b'a']].concat())
    };
    let bodies: Vec<Vec<u8>> =
        sheets.iter().map(|(_, records)| [begin(), records.concat(), end()].concat()).collect();
    let head = [begin(), globals.concat()].concat();
    let mut start = head.len() + bound(0, 0).len() * sheets.len() + end().len();
    let mut stream = head;
    for ((state, _), body) in sheets.iter().zip(&bodies) {
        stream.extend(bound(start, *state));
        start += body.len();
    }
    stream.extend(end());
    stream.extend(bodies.concat());
    stream
}
