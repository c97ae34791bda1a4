//! 案卷材料 as PDF: a sheet of the file of a case, with headings and lines, for what is no letter.

use std::sync::LazyLock;

use jiff::civil::Date;
use reporting::text::printable;
use serde::Serialize;
use typst::syntax::Source;

use crate::pages::{self, Printed};
use crate::{Fonts, Unwritable};

/// A sheet (材料).
#[derive(Debug, Clone, Serialize)]
pub struct Sheet {
    /// Its title.
    pub title: String,
    /// Full name of the organ.
    pub organ: String,
    /// What it is a sheet of: the number of the case, who applies.
    pub about: String,
    /// The day on which it was printed.
    pub on: Date,
    /// Its sections: a heading, which may be empty, and lines.
    pub sections: Vec<Section>,
    /// What every page says of itself (演示), if anything.
    pub mark: Option<String>,
}

/// A section of a sheet.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Its heading; may be empty.
    pub heading: String,
    /// Its lines.
    pub lines: Vec<String>,
}

static TEMPLATE: LazyLock<Source> =
    LazyLock::new(|| pages::template("/sheet.typ", include_str!("../templates/sheet.typ")));

impl Printed for Sheet {
    fn template() -> &'static Source {
        &TEMPLATE
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let sections =
            self.sections.iter().flat_map(|section| std::iter::once(&section.heading).chain(&section.lines));
        [&self.title, &self.organ, &self.about]
            .into_iter()
            .chain(sections)
            .chain(&self.mark)
            .map(String::as_str)
    }
}

/// Writes a sheet as PDF/A-2a.
///
/// # Errors
/// When the library fails. A character without a glyph is printed as 〓.
pub fn pdf(sheet: &Sheet, fonts: &Fonts) -> Result<Vec<u8>, Unwritable> {
    let missing = fonts.missing(sheet.texts());
    let printed = |text: &String| printable(text).replace(missing.as_slice(), "〓");
    let section = |section: &Section| Section {
        heading: printed(&section.heading),
        lines: section.lines.iter().map(printed).collect(),
    };
    let sheet = Sheet {
        title: printed(&sheet.title),
        organ: printed(&sheet.organ),
        about: printed(&sheet.about),
        sections: sheet.sections.iter().map(section).collect(),
        ..sheet.clone()
    };
    pages::pdf(&sheet, fonts)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_a_sheet_says_is_in_its_pdf_and_what_cannot_be_printed_is_a_sign() {
        let section = Section { heading: "审查".into(), lines: vec!["同意𠮷\u{1}。".into()] };
        let sheet = Sheet {
            title: "审查审批".into(),
            organ: "云州市卫生健康委员会".into(),
            about: "登记编号：2026-0001".into(),
            on: date(2026, 3, 2),
            sections: vec![section],
            mark: None,
        };
        let bytes = pdf(&sheet, &Fonts::embedded()).unwrap();
        let input = readers::read("sheet.pdf", &bytes, &readers::Limits::default()).unwrap();
        let readers::Input::Document(document) = input else { panic!("a sheet is a document") };
        let text = format!("{document:?}");
        assert!(
            text.contains("审查审批") && text.contains("2026-0001") && text.contains("同意〓。"),
            "{text}"
        );
    }
}
