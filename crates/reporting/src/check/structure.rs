//! Headings, and what part six has to say (标题与第六部分).

use crate::cell::Cell;
use crate::form::part_numeral;
use crate::narrative::{FactKind, Stated};
use crate::report::{Coverage, Report};
use crate::text;

use super::{At, Check, Finding, Outcome, Severity, Sheet, at_line};

pub(super) fn check(report: &Report, sheet: &mut Sheet) {
    sheet.begin(Check::Headings);
    let Some(form) = report.form().filter(|_| !report.bare) else {
        return sheet.at_least(Outcome::NotAssessable);
    };
    let printed: Vec<(u8, &str, crate::document::Place)> = report
        .sections
        .iter()
        .filter_map(|section| {
            let (heading, place) = section.heading.as_ref()?;
            Some((section.part?, heading.as_str(), *place))
        })
        .collect();
    // A file of tables only, as offices pass among themselves, has no headings to judge.
    let letters: usize = report.paragraphs().map(|(_, paragraph)| paragraph.plain().len()).sum();
    if printed.is_empty() && letters < 200 {
        return sheet.at_least(Outcome::NotAssessable);
    }
    let cut = report.tables.as_ref().is_some_and(|tables| tables.coverage.contains(&Coverage::Truncated));
    let last = printed.iter().map(|(part, ..)| *part).max().unwrap_or(0);
    for (part, official) in form.headings() {
        let basis = format!("{}：六个部分的标题和顺序", form.document);
        let mut found = printed.iter().filter(|(found, ..)| *found == part);
        match found.next() {
            None if cut && part > last => sheet.at_least(Outcome::NotAssessable),
            None => sheet.find(
                Finding::new(
                    "HEADING_MISSING",
                    Severity::Error,
                    At::Report,
                    format!("缺少第{}部分“{official}”", part_numeral(part).unwrap_or_default()),
                )
                .values(official, serde_json::Value::Null)
                .basis(basis)
                .fix("按格式补上这一部分，没有内容的写明没有"),
            ),
            Some((_, heading, place)) => {
                if text::squash(heading) != text::squash(&official) {
                    let at = at_line(heading, *place);
                    sheet.find(
                        Finding::new(
                            "HEADING_VARIANT",
                            Severity::Warning,
                            at,
                            format!("标题写作“{heading}”，格式为“{official}”"),
                        )
                        .values(official, *heading)
                        .basis(basis)
                        .fix("改用格式规定的标题"),
                    );
                }
            }
        }
    }
    for pair in printed.windows(2) {
        let ((before, ..), (part, heading, place)) = (pair[0], pair[1]);
        if part < before {
            let at = at_line(heading, place);
            sheet.find(
                Finding::new(
                    "HEADING_ORDER",
                    Severity::Error,
                    at,
                    format!(
                        "“{heading}”排在第{}部分之后，顺序不对",
                        part_numeral(before).unwrap_or_default()
                    ),
                )
                .basis(format!("{}：六个部分的标题和顺序", form.document))
                .fix("按一至六的顺序排列"),
            );
        }
    }
}

/// Part six: the fee for handling information, and the cases counted as 其他.
pub(super) fn part_six(report: &Report, facts: &[Stated<'_>], sheet: &mut Sheet) {
    sheet.begin(Check::PartSix);
    let Some(form) = report.form().filter(|_| !report.bare) else {
        return sheet.at_least(Outcome::NotAssessable);
    };
    let cut = report.tables.as_ref().is_some_and(|tables| tables.coverage.contains(&Coverage::Truncated));
    if report.part(6).next().is_none() && cut {
        return sheet.at_least(Outcome::NotAssessable);
    }
    let fee = facts.iter().find(|stated| stated.fact.kind == FactKind::InformationFeeYuan);
    let mentions = |words: &[&str]| report.part(6).any(|p| words.iter().any(|word| p.plain().contains(word)));
    let six =
        report.sections.iter().rfind(|section| section.part == Some(6)).and_then(|s| s.heading.as_ref());
    let at = || six.map_or(At::Report, |(heading, place)| at_line(heading, *place));
    if form.fee_statement
        && fee.is_none()
        && !mentions(&["信息处理费", "收取费用", "收取任何费用", "收费"])
        && report.sections.len() > 1
    {
        sheet.find(
            Finding::new(
                "FEE_STATEMENT_MISSING",
                Severity::Warning,
                at(),
                "第六部分没有说明收取信息处理费的情况",
            )
            .basis(format!("{}第六部分；国办函〔2020〕109号", form.document))
            .fix("写明“本年度收取信息处理费N元（M件）”或“本年度未收取信息处理费”"),
        );
    }
    let Some(tables) = &report.tables else { return };
    let count = |path: &str| tables.get(path).and_then(Cell::count).unwrap_or(0);
    let cells = |path: &str| tables.form.cell_at(path).map(|cell| vec![cell.index]).unwrap_or_default();
    let unpaid = "table3.other_unpaid_fee.total";
    if count(unpaid) > 0 && fee.is_some_and(|stated| stated.fact.value.is_zero()) {
        sheet.find(
            Finding::new(
                "FEE_CONTRADICTION",
                Severity::Warning,
                At::Table { key: unpaid.into(), cells: cells(unpaid) },
                format!("表三有{}件因逾期未缴费不再处理，正文却说没有收取信息处理费", count(unpaid)),
            )
            .basis("国办函〔2020〕109号：发出收费通知即属收费活动")
            .fix("核对收费台账，在第六部分说明收费通知和缴纳情况"),
        );
    }
    let other = "table3.other_misc.total";
    if count(other) > 0 && !mentions(&["其他处理", "其他", "撤回", "撤销申请", "自主撤"]) {
        sheet.find(
            Finding::new(
                "OTHER_UNEXPLAINED",
                Severity::Warning,
                At::Table { key: other.into(), cells: cells(other) },
                format!("表三（六）其他处理“3.其他”有{}件，第六部分没有说明", count(other)),
            )
            .basis(format!("{}第六部分：其他需要报告的事项", form.document))
            .fix("在第六部分用一句话说明这些申请的情形，例如申请人主动撤回"),
        );
    }
}
