//! What a file is, by what is in it first and by its extension second.

use std::io::Cursor;

use crate::package::Package;
use crate::{Limits, Unreadable};

/// A container whose reader takes bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    Docx,
    Xlsx,
    Xls,
    Pdf,
    Doc,
}

/// A format whose reader takes text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Markup {
    Plain,
    Markdown,
    Html,
    /// Excel 2003's XML.
    SpreadsheetMl,
    Json,
}

/// Bytes at the start of a text that are searched for what it is.
const HEAD: usize = 4096;

/// The container that the bytes are, if any; an error if they are a format that is not read.
pub(crate) fn container(bytes: &[u8], limits: &Limits) -> Result<Option<Container>, Unreadable> {
    let starts = |signatures: &[&[u8]]| signatures.iter().any(|signature| bytes.starts_with(signature));
    if starts(&[b"PK\x03\x04", b"PK\x05\x06"]) {
        return zip(bytes, limits).map(Some);
    }
    if starts(&[b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]) {
        return compound(bytes).map(Some);
    }
    if bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-") {
        return Ok(Some(Container::Pdf));
    }
    if starts(&[b"{\\rtf"]) {
        return Err(Unreadable::Rtf);
    }
    let riff_picture = starts(&[b"RIFF"]) && bytes.get(8..12) == Some(b"WEBP");
    if riff_picture || starts(&[b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*"]) {
        return Err(Unreadable::Image);
    }
    if starts(&[b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b"]) {
        return Err(Unreadable::Archive);
    }
    Ok(None)
}

/// A ZIP file: Office Open XML, or something else that is packed so.
fn zip(bytes: &[u8], limits: &Limits) -> Result<Container, Unreadable> {
    let package = Package::open(bytes, limits)?;
    let has = |start: &str| package.names().any(|name| name.starts_with(start));
    if has("word/") {
        Ok(Container::Docx)
    } else if has("xl/workbook.bin") {
        Err(Unreadable::OtherExcel)
    } else if has("xl/") {
        Ok(Container::Xlsx)
    } else if has("ppt/") {
        Err(Unreadable::Slides)
    } else if has("OFD.xml") {
        Err(Unreadable::Ofd)
    } else if has("mimetype") && has("content.xml") {
        Err(Unreadable::OpenDocument)
    } else {
        Err(Unreadable::Archive)
    }
}

/// An OLE compound file: an office document of before 2007, or an encrypted one.
fn compound(bytes: &[u8]) -> Result<Container, Unreadable> {
    let Ok(file) = cfb::CompoundFile::open(Cursor::new(bytes)) else {
        return Err(Unreadable::Damaged);
    };
    if file.is_stream("EncryptedPackage") {
        Err(Unreadable::Encrypted)
    } else if file.is_stream("Workbook") {
        Ok(Container::Xls)
    } else if file.is_stream("Book") {
        Err(Unreadable::OtherExcel)
    } else if file.is_stream("WordDocument") {
        Ok(Container::Doc)
    } else if file.is_stream("PowerPoint Document") {
        Err(Unreadable::Slides)
    } else {
        Err(Unreadable::Unknown)
    }
}

/// What a text is; an error if it is a format that is not read.
pub(crate) fn markup(name: &str, text: &str) -> Result<Markup, Unreadable> {
    let start = text.trim_start();
    let head = start[..start.floor_char_boundary(HEAD)].to_ascii_lowercase();
    let has = |needles: &[&str]| needles.iter().any(|needle| head.contains(needle));
    let extension = extension(name);
    if head.starts_with("mime-version:") || has(&["content-type: multipart/related"]) {
        return Err(Unreadable::WebArchive);
    }
    // A page that Word saved carries settings under the names of its XML format.
    let page = has(&["<!doctype html", "<html", "<head", "<body"]);
    if head.starts_with('<') && !page {
        if has(&["urn:schemas-microsoft-com:office:spreadsheet"]) && has(&["<workbook", ":workbook"]) {
            return Ok(Markup::SpreadsheetMl);
        }
        if has(&["<w:worddocument", "<pkg:package"]) {
            return Err(Unreadable::WordXml);
        }
    }
    if extension == "csv" && !page {
        return Err(Unreadable::Csv);
    }
    let pieces = || has(&["<table", "<p", "<div", "<meta", "<style", "<span", "<h1", "<center", "<font"]);
    let office = matches!(extension.as_str(), "htm" | "html" | "xhtml" | "shtml" | "doc" | "xls");
    Ok(if page || office && pieces() {
        Markup::Html
    } else if extension == "json" || is_json(start) {
        Markup::Json
    } else if matches!(extension.as_str(), "md" | "markdown") {
        Markup::Markdown
    } else {
        Markup::Plain
    })
}

/// Whether a text begins as an object of JSON does.
fn is_json(start: &str) -> bool {
    start.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with(['"', '}']))
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{Container, Limits, Markup, Unreadable, container, markup};
    use crate::samples::{compound, zip};

    #[test]
    fn a_text_is_what_it_contains_whatever_its_name() {
        let cases = [
            ("a.txt", "一、总体情况", Markup::Plain, "plain"),
            ("a.md", "# 一、总体情况", Markup::Markdown, "by extension"),
            ("a.txt", "<!DOCTYPE html><p>一", Markup::Html, "a page named .txt"),
            ("a.md", "<HTML><body>一", Markup::Html, "a page named .md"),
            ("a.xls", "<table><tr><td>规章", Markup::Html, "a table named .xls"),
            ("a.doc", "<html xmlns:w=\"urn:x\">", Markup::Html, "a page named .doc"),
            (
                "a.htm",
                "<html xmlns:w=\"urn:x\"><head><!--[if gte mso 9]><xml><w:WordDocument>",
                Markup::Html,
                "a page saved by Word",
            ),
            ("a.xls", "规章\t0\t0\n", Markup::Plain, "tab text named .xls"),
            ("a.txt", "一\n<table><tr><td>a</table>", Markup::Plain, "text with a table in it"),
            ("a.html", "一、总体情况<p>二", Markup::Html, "pieces of a page"),
            ("a.html", "一、总体情况", Markup::Plain, "no tags at all"),
            ("a.json", "[]", Markup::Json, "by extension"),
            ("a.txt", " {\n \"form\": \"2021\"}", Markup::Json, "JSON named .txt"),
            ("a.txt", "{附件}一、总体情况", Markup::Plain, "a brace is not yet JSON"),
            (
                "a.xls",
                "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                Markup::SpreadsheetMl,
                "Excel 2003's XML",
            ),
        ];
        for (name, text, expected, why) in cases {
            assert_eq!(markup(name, text), Ok(expected), "{why}");
        }
    }

    #[test]
    fn what_is_not_read_is_named() {
        let cases: [(&str, &[u8], Unreadable); 8] = [
            ("a.doc", b"{\\rtf1\\ansi", Unreadable::Rtf),
            ("a.jpg", b"\xff\xd8\xff\xe0", Unreadable::Image),
            ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", Unreadable::Image),
            ("a.rar", b"Rar!\x1a\x07", Unreadable::Archive),
            ("a.gz", b"\x1f\x8b\x08", Unreadable::Archive),
            ("a.docx", b"PK\x03\x04cut", Unreadable::Damaged),
            ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1cut", Unreadable::Damaged),
            ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1cut", Unreadable::Damaged),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(container(bytes, &Limits::default()), Err(expected), "{name}");
        }
        let mht = "MIME-Version: 1.0\nContent-Type: multipart/related;\n";
        assert_eq!(markup("a.doc", mht), Err(Unreadable::WebArchive));
        let flat = "<?xml version=\"1.0\"?><w:wordDocument xmlns:w=\"x\">";
        assert_eq!(markup("a.doc", flat), Err(Unreadable::WordXml));
        assert_eq!(markup("a.csv", "规章,0,0,0"), Err(Unreadable::Csv));
    }

    #[test]
    fn containers_are_told_by_what_they_contain() {
        let cases = [
            ("a.pdf", b"%PDF-1.7".to_vec(), Ok(Some(Container::Pdf)), "PDF"),
            ("a.docx", b"\n%PDF-1.4".to_vec(), Ok(Some(Container::Pdf)), "a PDF named .docx"),
            ("a.doc", zip(&[("word/document.xml", "")]), Ok(Some(Container::Docx)), "a DOCX named .doc"),
            ("a.docx", zip(&[("xl/workbook.xml", "")]), Ok(Some(Container::Xlsx)), "an XLSX named .docx"),
            ("a.et", compound("Workbook", b""), Ok(Some(Container::Xls)), "an XLS named as WPS names it"),
            ("a.xlsb", zip(&[("xl/workbook.bin", "")]), Err(Unreadable::OtherExcel), "a binary workbook"),
            ("a.xls", compound("Book", b""), Err(Unreadable::OtherExcel), "Excel 95"),
            ("a.doc", compound("WordDocument", b""), Ok(Some(Container::Doc)), "Word 97"),
            ("a.wps", compound("WordDocument", b""), Ok(Some(Container::Doc)), "WPS"),
            (
                "a.docx",
                compound("EncryptedPackage", b""),
                Err(Unreadable::Encrypted),
                "a DOCX with a password",
            ),
            ("a.ppt", compound("PowerPoint Document", b""), Err(Unreadable::Slides), "old slides"),
            ("a.pptx", zip(&[("ppt/presentation.xml", "")]), Err(Unreadable::Slides), "slides"),
            ("a.msi", compound("Else", b""), Err(Unreadable::Unknown), "another program's file"),
            ("a.ofd", zip(&[("OFD.xml", "")]), Err(Unreadable::Ofd), "OFD"),
            (
                "a.odt",
                zip(&[("mimetype", ""), ("content.xml", "")]),
                Err(Unreadable::OpenDocument),
                "OpenDocument",
            ),
            ("a.zip", zip(&[("a.docx", "")]), Err(Unreadable::Archive), "an archive"),
        ];
        for (name, bytes, expected, why) in cases {
            assert_eq!(container(&bytes, &Limits::default()), expected, "{name}: {why}");
        }
    }
}
