//! Letters (文书) in 信函格式 (GB/T 9704-2012, 10.1), as PDF and DOCX.

mod docx;
#[cfg(test)]
mod measured;

use std::sync::{Arc, LazyLock};

use casework::letter::{Letter, Slip};
use reporting::text::printable;
use serde::Serialize;
use typst::foundations::Bytes;
use typst::syntax::Source;

use crate::pages::{self, Printed};
use crate::{Fonts, Unwritable};

/// A letter as it is printed: with the stamp that it carries.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The letter.
    pub letter: Letter,
    /// The stamp on its signature, if it carries one.
    pub stamp: Option<Stamp>,
}

/// A stamp on paper (印章).
#[derive(Debug, Clone)]
pub struct Stamp {
    /// PNG, with nothing behind the ink.
    pub image: Arc<[u8]>,
    /// Its diameter in millimetres.
    pub width: u16,
}

impl From<Letter> for Sheet {
    fn from(letter: Letter) -> Sheet {
        Sheet { letter, stamp: None }
    }
}

/// Letters with what is printed on them and on their edge.
#[derive(Serialize)]
struct Sheets<'l> {
    letters: &'l [Letter],
    /// Of each letter the diameter of its stamp in millimetres; 0 without one.
    stamps: Vec<u16>,
    #[serde(skip)]
    images: Vec<Bytes>,
    /// What every page says of itself (演示), if anything.
    mark: Option<&'l str>,
}

static TEMPLATE: LazyLock<Source> =
    LazyLock::new(|| pages::template("/letter.typ", include_str!("../templates/letter.typ")));

impl Printed for Sheets<'_> {
    fn template() -> &'static Source {
        &TEMPLATE
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.letters.iter().flat_map(texts).chain(self.mark)
    }

    fn images(&self) -> Vec<Bytes> {
        self.images.clone()
    }
}

/// Every text of a letter.
fn texts(letter: &Letter) -> impl Iterator<Item = &str> {
    let Letter { organ, title, number, to, body, enclosures, contact, slip, .. } = letter;
    let slip = slip.iter().flat_map(|slip| &slip.lines);
    let lines =
        [organ, title, to, contact].into_iter().chain(number).chain(body).chain(enclosures).chain(slip);
    lines.map(String::as_str)
}

/// A letter without control characters, and with a sign in place of characters.
fn without(letter: &Letter, missing: &[char]) -> Letter {
    let printed = |text: &String| printable(text).replace(missing, "〓");
    let all = |lines: &[String]| lines.iter().map(printed).collect();
    Letter {
        organ: printed(&letter.organ),
        title: printed(&letter.title),
        number: letter.number.as_ref().map(printed),
        to: printed(&letter.to),
        body: all(&letter.body),
        enclosures: all(&letter.enclosures),
        on: letter.on,
        contact: printed(&letter.contact),
        slip: letter.slip.as_ref().map(|slip| Slip { lines: all(&slip.lines) }),
    }
}

/// Writes letters as PDF/A-2a, one after the other, each on pages of its own.
///
/// # Errors
/// When there is no letter or the library fails, which it does when the image of a stamp is none. A character without a glyph is
/// printed as 〓.
pub fn pdf(sheets: &[Sheet], fonts: &Fonts, mark: Option<&str>) -> Result<Vec<u8>, Unwritable> {
    let missing = fonts.missing(sheets.iter().flat_map(|sheet| texts(&sheet.letter)));
    // The convention of printers for a character that they do not have (空铅).
    let letters: Vec<Letter> = sheets.iter().map(|sheet| without(&sheet.letter, &missing)).collect();
    let stamps: Vec<Option<&Stamp>> = sheets.iter().map(|sheet| sheet.stamp.as_ref()).collect();
    let image = |stamp: &Option<&Stamp>| {
        stamp.map_or_else(|| Bytes::new([]), |stamp| Bytes::new(stamp.image.clone()))
    };
    let sheets = Sheets {
        letters: &letters,
        images: stamps.iter().map(image).collect(),
        stamps: stamps.iter().map(|stamp| stamp.map_or(0, |stamp| stamp.width)).collect(),
        mark,
    };
    pages::pdf(&sheets, fonts)
}

/// Writes a letter as DOCX, for an office that still wants to change a word.
///
/// # Errors
/// When the library fails.
pub fn docx(letter: &Letter, mark: Option<&str>) -> Result<Vec<u8>, Unwritable> {
    docx::write(&without(letter, &[]), mark)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn sample() -> Letter {
        let text = |text: &str| text.to_owned();
        Letter {
            organ: text("云州市卫生健康委员会"),
            title: text("政府信息公开申请答复书"),
            number: Some(text("云卫公开答〔2026〕1号")),
            to: text("张三"),
            body: vec![
                text(
                    "本机关于2026年3月2日收到您当面提出的政府信息公开申请（登记编号：2026-0001），申请获取“2025年饮用水监测结果”。",
                ),
                text(
                    "经审查，根据《中华人民共和国政府信息公开条例》第三十六条第二项的规定，本机关决定予以公开。",
                ),
            ],
            enclosures: vec![text("公开的政府信息（1份）")],
            on: date(2026, 3, 20),
            contact: text("0000-87654321"),
            slip: None,
        }
    }

    #[test]
    fn a_letter_is_a_searchable_pdf_of_one_page() {
        let bytes = pdf(&[sample().into()], &Fonts::embedded(), Some("演示")).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        let input = readers::read("letter.pdf", &bytes, &readers::Limits::default()).unwrap();
        let readers::Input::Document(document) = input else { panic!("a letter is a document") };
        let text = format!("{document:?}");
        for part in ["云卫公开答〔2026〕1号", "张三：", "六条第二项的规定", "2026年3月20日", "附件："]
        {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
    }

    #[test]
    fn a_character_without_a_glyph_is_printed_as_a_sign_for_it() {
        let letter = Letter { to: "𠮷\u{1}田".to_owned(), ..sample() };
        assert!(docx(&letter, None).is_ok());
        let bytes = pdf(&[letter.into()], &Fonts::embedded(), None).unwrap();
        let input = readers::read("letter.pdf", &bytes, &readers::Limits::default()).unwrap();
        let readers::Input::Document(document) = input else { panic!("a letter is a document") };
        assert!(format!("{document:?}").contains("〓田："), "{document:?}");
    }

    #[test]
    fn a_letter_in_word_has_the_same_words() {
        let bytes = docx(&sample(), None).unwrap();
        let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        for name in ["word/document.xml", "word/header1.xml"] {
            let mut part = package.by_name(name).unwrap_or_else(|_| panic!("{name}"));
            std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        }
        for part in
            ["云卫公开答〔2026〕1号", "张三：", "第三十六条第二项", "2026年3月20日", "云州市卫生健康委员会"]
        {
            assert!(text.contains(part), "{part} is missing");
        }
    }
}
