//! Period, signature and publication (统计期限、落款、公布时间).

use std::ops::Range;

use jiff::civil::{Date, date};
use law::annual_report::{self, OrganKind};

use crate::dates::{self, Day};
use crate::document::Place;
use crate::organ;
use crate::report::{Paragraph, Report};

use super::{At, Check, Finding, Outcome, Severity, Sheet, at_words, speech};

pub(super) fn check(report: &Report, sheet: &mut Sheet) {
    sheet.begin(Check::Dates);
    if report.bare {
        return sheet.at_least(Outcome::NotAssessable);
    }
    let Some(year) = report.year else { return sheet.at_least(Outcome::NotAssessable) };
    period(report, year, sheet);
    speech::check(report, year, sheet);
    signature(report, year, sheet);
}

/// How the period of the figures is called.
const PERIOD: [&str; 10] = [
    "统计期限",
    "统计期间",
    "统计时间",
    "统计时限",
    "统计周期",
    "统计区间",
    "统计的区间",
    "统计时段",
    "数据起止",
    "起止时间",
];

/// The statistical period is the calendar year of the report. Where it has no name it is the span of days before part one.
fn period(report: &Report, year: i16, sheet: &mut Sheet) {
    for (part, paragraph) in report.paragraphs() {
        let plain = paragraph.plain();
        let days = dates::days(plain);
        impossible(paragraph, &days, sheet);
        let may_state = part.is_none_or(|part| part == 1);
        if !may_state || days.is_empty() && !plain.contains("统计") {
            continue;
        }
        let named = PERIOD.iter().filter_map(|name| plain.find(name)).min();
        match (span(plain, &days, named.unwrap_or(0)), named) {
            (Some((first, last)), Some(_)) => whole_year(paragraph, year, first, last, sheet),
            (Some((first, last)), None) if part.is_none() => whole_year(paragraph, year, first, last, sheet),
            (Some(_), None) | (None, None) => {}
            (None, Some(from)) => other_year(paragraph, year, from, sheet),
        }
    }
}

/// A period that is not written as a span of days (截至2025年12月31日, 2025-01-01至2025-12-31) is at least of the year.
fn other_year(paragraph: &Paragraph, year: i16, from: usize, sheet: &mut Sheet) {
    let plain = paragraph.plain();
    let end = plain[from..].find('。').map_or(plain.len(), |end| from + end);
    let found = dates::find(plain);
    let mut stated = found.iter().filter(|(_, range)| (from..end).contains(&range.start)).take(2);
    if let Some((_, range)) = stated.find(|(day, _)| day.year() != year) {
        sheet.find(wrong_period(paragraph, year, range.clone(), Severity::Error));
    }
}

/// Days that the calendar does not have.
fn impossible(paragraph: &Paragraph, days: &[Day], sheet: &mut Sheet) {
    for day in days.iter().filter(|day| !day.exists()) {
        let printed = paragraph.quote(day.range.clone());
        sheet.find(
            Finding::new(
                "DATE_IMPOSSIBLE",
                Severity::Error,
                at_words(paragraph, day.range.clone()),
                format!("没有“{printed}”这一天"),
            )
            .values(serde_json::Value::Null, printed)
            .basis("公历没有这个日期")
            .fix("对照日历改正；统计期限止于12月31日"),
        );
    }
}

/// The two days of a span (2025年1月1日至12月31日) behind `from` in its sentence.
fn span<'a>(plain: &str, days: &'a [Day], from: usize) -> Option<(&'a Day, &'a Day)> {
    let first = days.iter().position(|day| day.range.start >= from)?;
    let [first, last, ..] = &days[first..] else { return None };
    let between = &plain[first.range.end..last.range.start];
    let between = between
        .trim_start_matches(['起', '(', '含', ')', '零', '0', '时'])
        .trim_end_matches(['同', '当', '本', '年']);
    let is_span = ["至", "到", "-", "—", "——", "~", "止"].contains(&between);
    let same_sentence = !plain[from..first.range.start].contains('。');
    (is_span && same_sentence && first.year.is_some()).then_some((first, last))
}

fn whole_year(paragraph: &Paragraph, year: i16, first: &Day, last: &Day, sheet: &mut Sheet) {
    if !first.exists() || !last.exists() {
        return;
    }
    let years = [first.year.unwrap_or(year), last.year.or(first.year).unwrap_or(year)];
    let severity = if years != [year; 2] {
        Severity::Error
    } else if [(first.month, first.day), (last.month, last.day)] != [(1, 1), (12, 31)] {
        // An authority that was set up or dissolved within the year has no other year.
        Severity::Warning
    } else {
        return;
    };
    sheet.find(wrong_period(paragraph, year, first.range.start..last.range.end, severity));
}

fn wrong_period(paragraph: &Paragraph, year: i16, range: Range<usize>, severity: Severity) -> Finding {
    let printed = paragraph.quote(range.clone());
    let fix = match severity {
        Severity::Error => "",
        _ => "；机关在年内设立或撤销的，写明原因",
    };
    Finding::new(
        "DATE_PERIOD",
        severity,
        at_words(paragraph, range),
        format!("统计期限写的是{printed}，{year}年度报告应为{year}年1月1日至12月31日"),
    )
    .values(format!("{year}-01-01至{year}-12-31"), printed)
    .basis(format!("{year}年1月1日至12月31日的情况写入{year}年度报告"))
    .fix(format!("改为{year}年1月1日至{year}年12月31日{fix}"))
}

fn signature(report: &Report, year: i16, sheet: &mut Sheet) {
    let signed = report.signed_on;
    if let Some((on, place)) = signed
        && on <= date(year, 12, 31)
    {
        sheet.find(
            Finding::new(
                "DATE_BEFORE_FREEZE",
                Severity::Error,
                at_signature(report, on, place),
                format!("落款日期{on}早于数据截止日{year}-12-31"),
            )
            .values(serde_json::Value::Null, on.to_string())
            .basis("年度报告统计全年数据，应在年度结束后编制")
            .fix("改正落款日期"),
        );
        return;
    }
    let Some((on, at, what)) = signed
        .map(|(on, place)| (on, at_signature(report, on, place), "落款"))
        .or(report.published_on.map(|on| (on, At::Report, "公布")))
    else {
        return;
    };
    let kind = report.agency.as_deref().and_then(organ::kind);
    let due = |kind: OrganKind| annual_report::publish_by(year, kind);
    let severity = if what == "落款" { Severity::Error } else { Severity::Warning };
    match kind {
        Some(kind) => {
            if let Some(due) = due(kind).filter(|due| due.on < on) {
                let who = match kind {
                    OrganKind::Department => "政府部门",
                    OrganKind::Government => "政府",
                };
                sheet.find(late(on, due.on, at, what, severity, who).basis(due.under.to_string()));
            }
        }
        None => {
            let (Some(first), Some(last)) = (due(OrganKind::Department), due(OrganKind::Government)) else {
                return;
            };
            if on > last.on {
                sheet.find(late(on, last.on, at, what, severity, "政府").basis(last.under.to_string()));
            } else if on > first.on {
                let message = format!(
                    "看不出报告机关是政府还是部门：政府部门应在{}前公布，{what}日期{on}已经晚了；政府应在{}前公布，不晚",
                    first.on, last.on
                );
                sheet.find(
                    Finding::new("DATE_KIND_UNKNOWN", Severity::Note, at, message)
                        .basis(first.under.to_string())
                        .fix("按机关性质核对公布时间"),
                );
            }
        }
    }
}

/// Points at the date under the report, in the paragraph printed on its line.
fn at_signature(report: &Report, on: Date, place: Place) -> At {
    let here = |(_, line): &(usize, Place)| line.at(0) == place.at(0);
    let signed = report.paragraphs().filter(|(_, paragraph)| paragraph.breaks().iter().any(here)).find_map(
        |(_, paragraph)| {
            let (_, range) = dates::find(paragraph.plain()).into_iter().rfind(|(date, _)| *date == on)?;
            Some(at_words(paragraph, range))
        },
    );
    signed.unwrap_or(At::Text { place, marks: Vec::new() })
}

fn late(on: Date, due: Date, at: At, what: &str, severity: Severity, who: &str) -> Finding {
    Finding::new("DATE_LATE", severity, at, format!("{what}日期{on}晚于{who}公布年度报告的最后一天{due}"))
        .values(due.to_string(), on.to_string())
        .fix("核对公布时间；确实晚了的，在报告中说明原因")
}
