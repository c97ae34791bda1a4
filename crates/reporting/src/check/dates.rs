//! Period, signature and publication (统计期限、落款、公布时间).

use jiff::civil::{Date, date};
use law::annual_report::{self, OrganKind};

use crate::dates;
use crate::document::Place;
use crate::organ;
use crate::report::Report;

use super::{At, Check, Finding, Outcome, Severity, Sheet, at_text};

pub(super) fn check(report: &Report, sheet: &mut Sheet) {
    sheet.begin(Check::Dates);
    if report.bare {
        return sheet.at_least(Outcome::NotAssessable);
    }
    let Some(year) = report.year else { return sheet.at_least(Outcome::NotAssessable) };
    period(report, year, sheet);
    signature(report, year, sheet);
}

/// The statistical period is the calendar year of the report.
fn period(report: &Report, year: i16, sheet: &mut Sheet) {
    for (_, paragraph) in report.paragraphs() {
        let plain = paragraph.plain();
        if !plain.contains("统计") && !plain.contains("数据起止") {
            continue;
        }
        let names = ["统计期限", "统计期间", "统计时间", "统计时限", "统计周期", "数据起止"];
        let Some(at) = names.iter().filter_map(|name| plain.find(name)).min() else { continue };
        let end = plain[at..].find('。').map_or(plain.len(), |end| at + end);
        let found = dates::find(plain);
        let whole_year = [date(year, 1, 1), date(year, 12, 31)];
        let stated = found.iter().filter(|(_, range)| (at..end).contains(&range.start)).take(2);
        let wrong = stated.into_iter().find(|(found, _)| !whole_year.contains(found));
        if let Some((found, range)) = wrong {
            sheet.find(
                Finding::new(
                    "DATE_PERIOD",
                    Severity::Error,
                    at_text(paragraph, std::slice::from_ref(range)),
                    format!("统计期限里写的是{found}，{year}年度报告应为{year}-01-01至{year}-12-31"),
                )
                .values(format!("{year}-01-01至{year}-12-31"), found.to_string())
                .basis(format!("{year}年1月1日至12月31日的情况写入{year}年度报告"))
                .fix(format!("改为{year}年1月1日至{year}年12月31日")),
            );
        }
    }
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
            Some(at_text(paragraph, &[range]))
        },
    );
    signed.unwrap_or(At::Text { place, marks: Vec::new() })
}

fn late(on: Date, due: Date, at: At, what: &str, severity: Severity, who: &str) -> Finding {
    Finding::new("DATE_LATE", severity, at, format!("{what}日期{on}晚于{who}公布年度报告的最后一天{due}"))
        .values(due.to_string(), on.to_string())
        .fix("核对公布时间；确实晚了的，在报告中说明原因")
}
