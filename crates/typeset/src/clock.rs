//! 期限计算说明 as PDF: every day of a reply period with its reason, for the file of a case.

use std::sync::LazyLock;

use casework::deadline::explain::Counted;
use jiff::civil::Date;
use serde::Serialize;
use typst::syntax::Source;

use crate::pages::{self, Printed};
use crate::{Fonts, Unwritable};

/// What the sheet says.
#[derive(Debug, Clone)]
pub struct Sheet<'s> {
    /// Full name of the organ.
    pub organ: &'s str,
    /// What it is about, line by line: number of the case, receipt, what moved the period, the due day.
    pub lines: Vec<String>,
    /// The day as of which it is reckoned.
    pub on: Date,
    /// Every day of the period.
    pub days: &'s [Counted],
    /// What every page says of itself (演示), if anything.
    pub mark: Option<&'s str>,
}

#[derive(Serialize)]
struct Setting<'s> {
    title: &'static str,
    organ: &'s str,
    on: Date,
    lines: &'s [String],
    days: Vec<Day>,
    mark: Option<&'s str>,
}

#[derive(Serialize)]
struct Day {
    date: String,
    weekday: &'static str,
    /// Which day of the period it is, when it counts.
    number: Option<u32>,
    why: String,
    under: String,
}

static TEMPLATE: LazyLock<Source> =
    LazyLock::new(|| pages::template("/clock.typ", include_str!("../templates/clock.typ")));

impl Printed for Setting<'_> {
    fn template() -> &'static Source {
        &TEMPLATE
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let days = self.days.iter().flat_map(|day| [day.why.as_str(), day.under.as_str()]);
        let lines = self.lines.iter().map(String::as_str);
        [self.title, self.organ].into_iter().chain(lines).chain(days).chain(self.mark)
    }
}

/// Writes the sheet as PDF/A-2a.
///
/// # Errors
/// When a character has no glyph or the library fails.
pub fn pdf(sheet: &Sheet<'_>, fonts: &Fonts) -> Result<Vec<u8>, Unwritable> {
    let day = |counted: &Counted| Day {
        date: counted.date.to_string(),
        weekday: law::china::weekday(counted.date),
        number: counted.counted.then_some(counted.number),
        why: if counted.counted {
            format!("计入：{}", counted.why)
        } else {
            format!("不计：{}", counted.why)
        },
        under: counted.article.short(),
    };
    let setting = Setting {
        title: "期限计算说明",
        organ: sheet.organ,
        on: sheet.on,
        lines: &sheet.lines,
        days: sheet.days.iter().map(day).collect(),
        mark: sheet.mark,
    };
    pages::pdf(&setting, fonts)
}

#[cfg(test)]
mod tests {
    use casework::deadline::{Deed, Step, explain, reckon};
    use jiff::civil::date;
    use law::WorkCalendar;

    use super::*;

    #[test]
    fn every_day_of_the_period_is_printed_with_its_reason() {
        let calendar = WorkCalendar::builtin();
        let steps = [Step { on: date(2026, 9, 18), deed: Deed::<&str>::Received }];
        let reckoning = reckon(&steps, date(2026, 9, 20), &calendar).unwrap();
        let days = explain::days(&reckoning, &calendar, str::to_owned);
        let lines = vec!["登记编号：2026-0001".to_owned()];
        let sheet =
            Sheet {
                organ: "云州市卫生健康委员会", lines, on: date(2026, 9, 20), days: &days, mark: None
            };
        let bytes = pdf(&sheet, &Fonts::embedded()).unwrap();
        let input = readers::read("clock.pdf", &bytes, &readers::Limits::default()).unwrap();
        let readers::Input::Document(document) = input else { panic!("a sheet is a document") };
        let text = format!("{document:?}");
        for part in ["2026-09-18", "2026-10-22", "国庆节", "2026-0001", "第33条第2款"] {
            assert!(text.contains(part), "{part} is missing");
        }
    }
}
