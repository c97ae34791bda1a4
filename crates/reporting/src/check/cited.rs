//! Documents that the text cites by number (引用的文号).

use std::ops::Range;

use crate::form::Form;
use crate::report::{Paragraph, Report};

use super::{Finding, Severity, Sheet, at_words};

pub(super) fn check(report: &Report, sheet: &mut Sheet) {
    for (_, paragraph) in report.paragraphs() {
        let plain = paragraph.plain();
        for (at, _) in plain.match_indices('号') {
            if let Some(number) = number(plain, at) {
                brackets(paragraph, &number, sheet);
                format(report, paragraph, &number, sheet);
                fees(paragraph, &number, sheet);
            } else {
                decree(paragraph, at, sheet);
            }
        }
    }
}

/// A number such as 国办公开办函〔2021〕30号.
struct Number<'a> {
    /// What stands before its year.
    before: &'a str,
    /// The brackets around its year.
    brackets: (char, char),
    year: &'a str,
    number: &'a str,
    /// From the first bracket to 号.
    range: Range<usize>,
}

/// The number of a document that ends with the 号 at `at`.
fn number(plain: &str, at: usize) -> Option<Number<'_>> {
    let digits = |text: &str| text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let number = &plain[at - digits(&plain[..at])..at];
    let rest = &plain[..at - number.len()];
    let close = rest.chars().next_back().filter(|c| "〕])】".contains(*c))?;
    let rest = &rest[..rest.len() - close.len_utf8()];
    let year = &rest[rest.len() - digits(rest)..];
    let rest = &rest[..rest.len() - year.len()];
    let open = rest.chars().next_back().filter(|c| "〔[(【".contains(*c))?;
    let before = &rest[..rest.len() - open.len_utf8()];
    let cites = year.len() == 4 && !number.is_empty() && before.ends_with(char::is_alphabetic);
    cites.then(|| Number {
        before,
        brackets: (open, close),
        year,
        number,
        range: before.len()..at + '号'.len_utf8(),
    })
}

impl Number<'_> {
    /// Its range together with the letters of who issued it, which end in `issuer`.
    fn with(&self, issuer: &str) -> Range<usize> {
        self.range.start - issuer.len()..self.range.end
    }

    /// Whether words stand a little before it.
    fn follows(&self, words: &str, within: usize) -> bool {
        let from = self.before.char_indices().rev().take(within).last().map_or(0, |(at, _)| at);
        self.before[from..].contains(words)
    }

    fn is(&self, year: &str, number: &str) -> bool {
        self.year == year && self.number == number
    }
}

/// The year of a number stands in hexagonal brackets.
fn brackets(paragraph: &Paragraph, number: &Number<'_>, sheet: &mut Sheet) {
    if number.brackets == ('〔', '〕') {
        return;
    }
    let right = format!("〔{}〕{}号", number.year, number.number);
    let printed = paragraph.quote(number.range.clone());
    sheet.find(
        Finding::new(
            "CITED_BRACKETS",
            Severity::Note,
            at_words(paragraph, number.range.clone()),
            format!("文号“{printed}”的年份没有用六角括号"),
        )
        .values(right.as_str(), printed)
        .basis("GB/T 9704：发文字号的年份用六角括号“〔〕”括入")
        .fix(format!("改为“{right}”")),
    );
}

/// Who issued the two formats of the annual report.
const FORMAT_ISSUER: &str = "国办公开办函";

/// The format of the annual report is cited by its own number, and by that of its year.
fn format(report: &Report, paragraph: &Paragraph, number: &Number<'_>, sheet: &mut Sheet) {
    let names = ["年度报告格式", "年度报告有关事项", "年报格式"];
    if !number.before.ends_with(FORMAT_ISSUER) || !names.iter().any(|words| number.follows(words, 40)) {
        return;
    }
    let cited = format!("{FORMAT_ISSUER}〔{}〕{}号", number.year, number.number);
    let due = report.year.and_then(Form::for_year);
    // A report in the form of another year is told so once.
    let other_form = report.tables.as_ref().zip(due).is_some_and(|(tables, due)| tables.form.id != due.id);
    let message = match Form::all().iter().find(|form| form.document == cited) {
        None => format!("“{cited}”不是年度报告格式的文号"),
        Some(form) if !other_form && due.is_some_and(|due| due.id != form.id) => {
            format!("“{cited}”不是{}年度报告适用的格式", report.year.unwrap_or_default())
        }
        Some(_) => return,
    };
    let right = due.map_or("国办公开办函〔2021〕30号", |due| due.document.as_str());
    sheet.find(
        Finding::new(
            "CITED_FORMAT",
            Severity::Warning,
            at_words(paragraph, number.with(FORMAT_ISSUER)),
            message,
        )
        .values(right, cited)
        .basis("2019、2020年度用国办公开办函〔2019〕60号，2021年度起用国办公开办函〔2021〕30号")
        .fix(format!("改为“{right}”")),
    );
}

/// The rules on the fee for handling information.
fn fees(paragraph: &Paragraph, number: &Number<'_>, sheet: &mut Sheet) {
    const ISSUER: &str = "国办函";
    if !number.before.ends_with(ISSUER)
        || !number.follows("信息处理费管理办法", 20)
        || number.is("2020", "109")
    {
        return;
    }
    let cited = paragraph.quote(number.with(ISSUER));
    sheet.find(
        Finding::new(
            "CITED_FEES",
            Severity::Warning,
            at_words(paragraph, number.with(ISSUER)),
            format!("“{cited}”不是《政府信息公开信息处理费管理办法》的文号"),
        )
        .values("国办函〔2020〕109号", cited)
        .basis("《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）")
        .fix("改为“国办函〔2020〕109号”"),
    );
}

/// The Regulation in force is 国务院令第711号.
fn decree(paragraph: &Paragraph, at: usize, sheet: &mut Sheet) {
    let plain = paragraph.plain();
    let before = plain[..at].trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &plain[before.len()..at];
    let of_regulation = before.ends_with("政府信息公开条例》(国务院令第")
        || before.ends_with("政府信息公开条例》(中华人民共和国国务院令第")
        || before.ends_with("政府信息公开条例(国务院令第");
    if !of_regulation || number == "711" || number.is_empty() {
        return;
    }
    let range = before.len() - "国务院令第".len()..at + '号'.len_utf8();
    let cited = paragraph.quote(range.clone());
    let message = match number {
        "492" => "“国务院令第492号”是修订前的条例".to_owned(),
        _ => format!("“{cited}”不是《中华人民共和国政府信息公开条例》的令号"),
    };
    sheet.find(
        Finding::new("CITED_DECREE", Severity::Warning, at_words(paragraph, range), message)
            .values("国务院令第711号", cited)
            .basis("2019年修订的《中华人民共和国政府信息公开条例》（国务院令第711号）")
            .fix("改为“国务院令第711号”"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_documents_are_taken_apart() {
        let plain = "格式(国办公开办函〔2021〕30号)、豫政办[2020]5号、(2021)京01行初30号、第3号、1号楼";
        let found: Vec<_> = plain
            .match_indices('号')
            .filter_map(|(at, _)| number(plain, at))
            .map(|number| (number.year, number.number, number.brackets.0))
            .collect();
        assert_eq!(found, [("2021", "30", '〔'), ("2020", "5", '[')]);
    }
}
