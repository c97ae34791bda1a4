//! Proof-reading: title, what is printed twice, names, numbers and slips of the pen (文字校对).

use crate::organ;
use crate::report::{Paragraph, Report};
use crate::text;

use super::{
    At, Check, Finding, Outcome, Severity, Sheet, at_line, at_words, authority, cited, numbering, slips,
};

pub(super) fn check(report: &Report, sheet: &mut Sheet) {
    sheet.begin(Check::Proof);
    if report.bare {
        return sheet.at_least(Outcome::NotAssessable);
    }
    title(report, sheet);
    regulations(report, sheet);
    doubled_headings(report, sheet);
    slips::check(report, sheet);
    doubled_paragraphs(report, sheet);
    cited::check(report, sheet);
    numbering::check(report, sheet);
    authority::check(report, sheet);
}

/// Characters that a name has when it says of which place it is the authority.
const PLACES: [char; 16] =
    ['省', '市', '县', '区', '州', '旗', '盟', '镇', '乡', '村', '街', '国', '京', '沪', '津', '渝'];

/// The title names the authority, and the authority its place.
fn title(report: &Report, sheet: &mut Sheet) {
    let Some(title) = &report.title else { return };
    let key = text::squash(title);
    let subject = key.find("政府信息公开").or(key.find("信息公开")).unwrap_or(key.len());
    let organ: String =
        key[..subject].chars().filter(|c| !c.is_ascii_digit() && !"年度关于的".contains(*c)).collect();
    let (fault, fix) = if organ.chars().count() < 2 {
        ("没有写机关名称".to_owned(), "在标题里写明机关全称")
    } else if !organ.contains(PLACES) {
        (format!("机关名称“{organ}”没有写明是哪个地方的"), "写机关全称，如“某某市…委员会”")
    } else {
        return;
    };
    sheet.find(
        Finding::new("PROOF_TITLE_ORGAN", Severity::Warning, At::Report, format!("标题“{title}”{fault}"))
            .values(report.agency.clone(), title.as_str())
            .basis("年度报告以编制机关的名义公布")
            .fix(fix),
    );
}

/// Only some authorities make 规章: a town, a county's or a city's department does not.
fn regulations(report: &Report, sheet: &mut Sheet) {
    let (Some(agency), Some(tables)) = (&report.agency, &report.tables) else { return };
    let row = tables.form.tables[0].row("regulations").filter(|_| organ::makes_no_regulations(agency));
    let Some(row) = row else { return };
    let cells: Vec<usize> =
        row.cells().filter(|i| tables.cells[*i].count().is_some_and(|count| count > 0)).collect();
    let Some(first) = cells.first() else { return };
    let value = tables.cells[*first].count();
    sheet.find(
        Finding::new(
            "REGULATION_AUTHORITY",
            Severity::Warning,
            At::Table { key: "table2.regulations".into(), cells },
            format!("{agency}无权制定规章，表二“规章”却填了{}", value.unwrap_or_default()),
        )
        .values(0, value)
        .basis("《中华人民共和国立法法》：规章由国务院部门、省级和设区的市、自治州人民政府制定")
        .fix("“规章”一行填0；规章制度、规范性文件不是规章"),
    );
}

/// The same heading printed twice.
fn doubled_headings(report: &Report, sheet: &mut Sheet) {
    for (at, section) in report.sections.iter().enumerate() {
        let Some((heading, place)) = &section.heading else { continue };
        if report.sections[..at].iter().any(|other| other.part == section.part && other.part.is_some()) {
            sheet.find(
                Finding::new(
                    "PROOF_HEADING_DOUBLED",
                    Severity::Warning,
                    at_line(heading, *place),
                    format!("标题“{heading}”出现了两次"),
                )
                .basis("六个部分各有一个标题")
                .fix("删去重复的标题"),
            );
        }
    }
}

/// The shortest paragraph that is not repeated by chance, in bytes.
const LONG: usize = 90;

/// The same paragraph printed twice.
fn doubled_paragraphs(report: &Report, sheet: &mut Sheet) {
    let paragraphs: Vec<&Paragraph> =
        report.paragraphs().map(|(_, p)| p).filter(|p| p.plain().len() >= LONG).collect();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if paragraphs[..at].iter().any(|other| other.plain() == paragraph.plain()) {
            let start: String = paragraph.text().trim().chars().take(16).collect();
            sheet.find(
                Finding::new(
                    "PROOF_PARAGRAPH_DOUBLED",
                    Severity::Warning,
                    at_words(paragraph, 0..paragraph.plain().len()),
                    format!("以“{start}”开头的一段出现了两次"),
                )
                .basis("内容重复")
                .fix("删去重复的一段"),
            );
        }
    }
}
