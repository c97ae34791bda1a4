//! Numbered points: （一）（二）（三） and 一是二是三是 without gaps and doublets (序号).

use std::ops::Range;

use crate::report::{Paragraph, Report, Section};
use crate::text::NUMERALS;

use super::{Finding, Severity, Sheet, at_words};

pub(super) fn check(report: &Report, sheet: &mut Sheet) {
    for section in &report.sections {
        sub_headings(section, sheet);
        for paragraph in &section.paragraphs {
            points(paragraph, sheet);
        }
    }
}

fn value(numeral: char) -> Option<usize> {
    NUMERALS.iter().position(|n| *n == numeral).map(|at| at + 1)
}

/// The number with which a paragraph opens: （三）.
fn opening(plain: &str) -> Option<(usize, Range<usize>)> {
    let rest = plain.strip_prefix('(')?;
    let numeral = rest.chars().next()?;
    let value = value(numeral)?;
    rest[numeral.len_utf8()..].starts_with(')').then(|| (value, 0..numeral.len_utf8() + 2))
}

/// Paragraphs of a section that open with a number follow each other.
fn sub_headings(section: &Section, sheet: &mut Sheet) {
    let numbered = || section.paragraphs.iter().filter_map(|p| Some((p, opening(p.plain())?)));
    let mut last = 0;
    for (at, (paragraph, (number, range))) in numbered().enumerate() {
        let doubled = number == last;
        // What stands in the middle of a paragraph is not missing.
        let missing = (last + 1..number).find(|missing| {
            let printed = format!("({})", NUMERALS[missing - 1]);
            !section.paragraphs.iter().any(|other| other.plain().contains(&printed))
        });
        let said = |number: usize| format!("“（{}）”", NUMERALS[number - 1]);
        let fault = match missing {
            // A list inside a point starts again; a paragraph printed twice is told as such.
            _ if last == 0 || number == 1 => None,
            _ if numbered().take(at).any(|(other, _)| other.plain() == paragraph.plain()) => None,
            Some(missing) => Some(format!("{}之后是{}，缺{}", said(last), said(number), said(missing))),
            None => doubled.then(|| format!("{}出现了两次", said(number))),
        };
        // The second of two equal numbers stands for the next.
        last = if fault.is_some() && doubled { number + 1 } else { number };
        if let Some(fault) = fault {
            sheet.find(
                Finding::new("NUMBERING", Severity::Warning, at_words(paragraph, range), fault)
                    .basis("序号应当连续")
                    .fix("核对是否漏了一段，或改正序号"),
            );
        }
    }
}

/// 一是…；二是…；三是… in one paragraph.
fn points(paragraph: &Paragraph, sheet: &mut Sheet) {
    let plain = paragraph.plain();
    let mut last = 0;
    for (at, is) in plain.match_indices('是') {
        let Some(numeral) = plain[..at].chars().next_back() else { continue };
        let Some(number) = value(numeral) else { continue };
        let start = at - numeral.len_utf8();
        if !(start == 0 || plain[..start].ends_with(['。', ';', ',', ':', '、', ')'])) {
            continue;
        }
        if last > 0 && number > 1 && number != last + 1 {
            let fault = if number == last { "出现了两次" } else { "之前的序号不连续" };
            let said = &plain[start..at + is.len()];
            sheet.find(
                Finding::new(
                    "NUMBERING",
                    Severity::Warning,
                    at_words(paragraph, start..at + is.len()),
                    format!("“{said}”{fault}，前一个是“{}是”", NUMERALS[last - 1]),
                )
                .basis("序号应当连续")
                .fix("核对是否漏了一点，或改正序号"),
            );
        }
        last = number;
    }
}
