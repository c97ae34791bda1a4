//! What a file is that somebody hands in (附件类型), told by what is in it, and what its first page says: for files that are
//! kept and handed on, not read as reports.

use reporting::document::{Content, Document, PlaceKind};

use crate::detect::{self, Container, Markup};
use crate::package::Package;
use crate::xml::{Node, Xml};
use crate::{Input, Limits, Recognition, Unreadable, encoding, pdf};

/// Kinds of files that are taken (可以提交的附件类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// PDF.
    Pdf,
    /// Office document of Word or WPS.
    Docx,
    /// The same of before 2007.
    Doc,
    /// Workbook of Excel or WPS.
    Xlsx,
    /// The same of before 2007.
    Xls,
    /// OFD (GB/T 33190).
    Ofd,
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
    /// A scan.
    Tiff,
    /// Plain text.
    Text,
    /// An archive.
    Zip,
}

impl Kind {
    /// All of them, in the order in which a page names them.
    pub const ALL: [Kind; 11] = [
        Kind::Pdf,
        Kind::Docx,
        Kind::Doc,
        Kind::Xlsx,
        Kind::Xls,
        Kind::Ofd,
        Kind::Jpeg,
        Kind::Png,
        Kind::Tiff,
        Kind::Text,
        Kind::Zip,
    ];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Pdf => "PDF",
            Kind::Docx => "DOCX",
            Kind::Doc => "DOC",
            Kind::Xlsx => "XLSX",
            Kind::Xls => "XLS",
            Kind::Ofd => "OFD",
            Kind::Jpeg => "JPG",
            Kind::Png => "PNG",
            Kind::Tiff => "TIFF",
            Kind::Text => "TXT",
            Kind::Zip => "ZIP",
        }
    }

    /// The ending of its name; JPG and TIFF have more than one.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Kind::Pdf => &["pdf"],
            Kind::Docx => &["docx"],
            Kind::Doc => &["doc", "wps"],
            Kind::Xlsx => &["xlsx"],
            Kind::Xls => &["xls", "et"],
            Kind::Ofd => &["ofd"],
            Kind::Jpeg => &["jpg", "jpeg"],
            Kind::Png => &["png"],
            Kind::Tiff => &["tif", "tiff"],
            Kind::Text => &["txt"],
            Kind::Zip => &["zip"],
        }
    }

    /// Its media type (RFC 6838).
    pub fn media_type(self) -> &'static str {
        match self {
            Kind::Pdf => "application/pdf",
            Kind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Kind::Doc => "application/msword",
            Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Kind::Xls => "application/vnd.ms-excel",
            Kind::Ofd => "application/ofd",
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
            Kind::Tiff => "image/tiff",
            Kind::Text => "text/plain; charset=utf-8",
            Kind::Zip => "application/zip",
        }
    }
}

/// What a file is, by what is in it. A container is unpacked once to see that it stays within the limits.
///
/// # Errors
/// When it is empty, locked, damaged, unpacks to more than the limit, or is of a kind that is not taken.
pub fn kind(bytes: &[u8], limits: &Limits) -> Result<Kind, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    let kind = match detect::container(bytes, limits) {
        Ok(Some(Container::Pdf)) => return Ok(Kind::Pdf),
        Ok(Some(Container::Doc)) => return Ok(Kind::Doc),
        Ok(Some(Container::Xls)) => return Ok(Kind::Xls),
        Ok(Some(Container::Docx)) => Kind::Docx,
        Ok(Some(Container::Xlsx)) => Kind::Xlsx,
        Err(Unreadable::Ofd) => Kind::Ofd,
        Err(Unreadable::Archive) if bytes.starts_with(b"PK") => Kind::Zip,
        Err(Unreadable::Image) => return picture(bytes).ok_or(Unreadable::Image),
        Err(unreadable) => return Err(unreadable),
        Ok(None) => {
            let text = encoding::decode(bytes)?;
            let plain = matches!(detect::markup("", &text)?, Markup::Plain | Markup::Markdown | Markup::Json);
            return if plain { Ok(Kind::Text) } else { Err(Unreadable::Unknown) };
        }
    };
    Package::open(bytes, limits)?.measure()?;
    Ok(kind)
}

fn picture(bytes: &[u8]) -> Option<Kind> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(Kind::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Kind::Png),
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => Some(Kind::Tiff),
        _ => None,
    }
}

/// The files in an archive, with their names. All together they stay within the limits.
///
/// # Errors
/// When the archive is damaged, locked, or unpacks to more than the limit.
pub fn unpacked(bytes: &[u8], limits: &Limits) -> Result<Vec<(String, Vec<u8>)>, Unreadable> {
    Package::open(bytes, limits)?.files()
}

/// Lines of a document without pages that stand for its first page.
const FIRST: usize = 60;

/// The text of the first page; none where there is no text or it cannot be read.
///
/// # Errors
/// When a password is needed.
pub fn first_page(kind: Kind, bytes: &[u8], limits: &Limits) -> Result<Option<String>, Unreadable> {
    let read = match kind {
        Kind::Jpeg | Kind::Png | Kind::Tiff | Kind::Zip => return Ok(None),
        Kind::Ofd => return Ok(ofd(bytes, limits).ok()),
        Kind::Pdf => pdf::read_first(bytes, limits),
        _ => crate::read_with("", bytes, limits, &Recognition::default()).map(|input| match input {
            Input::Document(document) => document,
            Input::Json(_) => Document::default(),
        }),
    };
    match read {
        Ok(document) => Ok(Some(text(&document))),
        Err(locked @ (Unreadable::Encrypted | Unreadable::OtherEncryption)) => Err(locked),
        Err(_) => Ok(None),
    }
}

fn text(document: &Document) -> String {
    let lines =
        document.lines.iter().filter(|line| line.place.kind != PlaceKind::Page || line.place.part == 1);
    let lines = lines.take(FIRST).map(|line| match &line.content {
        Content::Text(text) => text.clone(),
        Content::Row(fields) => fields.iter().map(|field| field.text.as_str()).collect::<Vec<_>>().join("\n"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The text objects of the first page of an OFD, each on a line.
fn ofd(bytes: &[u8], limits: &Limits) -> Result<String, Unreadable> {
    let mut package = Package::open(bytes, limits)?;
    let mut pages: Vec<String> = package.names().filter(|name| name.ends_with("/Content.xml")).collect();
    pages.sort_by_key(|name| (name.len(), name.clone()));
    let first = pages.into_iter().find(|name| name.contains("Pages/")).ok_or(Unreadable::NoText)?;
    let page = package.part(&first)?.ok_or(Unreadable::NoText)?;
    let mut xml = Xml::new(&page, limits);
    let mut lines: Vec<String> = Vec::new();
    let mut is_text = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(element) => {
                is_text = element.name() == "TextCode";
                if element.name() == "TextObject" {
                    lines.push(String::new());
                }
            }
            Node::End(_) => is_text = false,
            Node::Text(text) if is_text => {
                if let Some(line) = lines.last_mut() {
                    line.push_str(&text);
                }
            }
            Node::Text(_) => {}
        }
    }
    Ok(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{PdfFile, PdfPage, compound, docx_parts, zip, zip_parts};

    #[test]
    fn a_file_is_what_is_in_it() {
        let bomb = zip(&[("a.txt", &"0".repeat(3 << 20))]);
        let mut locked = zip(&[("a.txt", "text")]);
        let central = locked.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
        locked[6] |= 1;
        locked[central + 8] |= 1;
        let cases: [(Vec<u8>, Result<Kind, Unreadable>, &str); 20] = [
            (b"%PDF-1.7".to_vec(), Ok(Kind::Pdf), "PDF"),
            (zip(&[("word/document.xml", "")]), Ok(Kind::Docx), "DOCX"),
            (zip(&[("xl/workbook.xml", "")]), Ok(Kind::Xlsx), "XLSX"),
            (zip(&[("OFD.xml", "")]), Ok(Kind::Ofd), "OFD"),
            (zip(&[("a.txt", "")]), Ok(Kind::Zip), "an archive"),
            (compound("WordDocument", b""), Ok(Kind::Doc), "DOC"),
            (compound("Workbook", b""), Ok(Kind::Xls), "XLS"),
            (b"\xff\xd8\xff\xe0".to_vec(), Ok(Kind::Jpeg), "a photograph"),
            (b"\x89PNG\r\n\x1a\n".to_vec(), Ok(Kind::Png), "a picture"),
            (b"MM\0*".to_vec(), Ok(Kind::Tiff), "a scan"),
            ("申请公开".into(), Ok(Kind::Text), "text"),
            (b"GIF89a".to_vec(), Err(Unreadable::Image), "a picture of another kind"),
            (b"Rar!\x1a\x07".to_vec(), Err(Unreadable::Archive), "another archive"),
            (b"MZ\x90\0\x03\0\0\0\x04\0".to_vec(), Err(Unreadable::NotText), "a program"),
            (b"<html><script>".to_vec(), Err(Unreadable::Unknown), "a page that a browser would run"),
            (
                b"<svg xmlns='x'><html>".to_vec(),
                Err(Unreadable::Unknown),
                "a picture that a browser would run",
            ),
            (compound("EncryptedPackage", b""), Err(Unreadable::Encrypted), "a document with a password"),
            (locked, Err(Unreadable::Encrypted), "an archive with a password"),
            (bomb, Err(Unreadable::Unpacked), "far larger than it looks"),
            (Vec::new(), Err(Unreadable::Empty), "nothing"),
        ];
        let limits = Limits { unpacked_bytes: 1 << 20, ..Limits::default() };
        for (bytes, expected, why) in cases {
            assert_eq!(kind(&bytes, &limits), expected, "{why}");
        }
    }

    #[test]
    fn the_first_page_is_read_whatever_the_kind() {
        let ofd = "<Page><TextObject><TextCode>机</TextCode><TextCode>密★</TextCode></TextObject></Page>";
        let body = "<w:p><w:r><w:t>机密★</w:t></w:r></w:p>";
        let page = |words: &str| {
            let mut page = PdfPage::default();
            page.text(60.0, 700.0, 12.0, words);
            page
        };
        let pdf = PdfFile::new(vec![page("机密★"), page("第二页")]);
        let cases = [
            (Kind::Text, "机密★\n正文".into(), Some("机密★\n正文"), "text"),
            (
                Kind::Ofd,
                zip(&[
                    ("OFD.xml", ""),
                    ("Doc_0/Pages/Page_0/Content.xml", ofd),
                    ("Doc_0/Pages/Page_1/Content.xml", ""),
                ]),
                Some("机密★"),
                "OFD, whose characters may lie apart",
            ),
            (Kind::Docx, zip_parts(&docx_parts(body, "", "")), Some("机密★"), "DOCX"),
            (Kind::Pdf, pdf.bytes(), Some("机密★"), "PDF, without its second page"),
            (Kind::Docx, b"PK\x03\x04".to_vec(), None, "what cannot be read has no text"),
            (Kind::Jpeg, Vec::new(), None, "a picture"),
        ];
        for (kind, bytes, expected, why) in cases {
            let found = first_page(kind, &bytes, &Limits::default()).unwrap();
            assert_eq!(found.as_deref().map(str::trim_end), expected, "{why}");
        }
    }
}
