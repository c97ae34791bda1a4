//! Proof-reading: title, doubled headings, misprints (文字校对).

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::organ;
use crate::report::Report;
use crate::text;

use super::{At, Check, Finding, Outcome, Severity, Sheet, at_line, at_text};

pub(super) fn check(report: &Report, sheet: &mut Sheet) {
    sheet.begin(Check::Proof);
    if report.bare {
        return sheet.at_least(Outcome::NotAssessable);
    }
    title(report, sheet);
    regulations(report, sheet);
    doubled_headings(report, sheet);
    misprints(report, sheet);
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

/// Terms of this work, in which a look-alike letter is a misprint.
const TERMS: [&str; 30] = [
    "公开渠道",
    "依申请公开",
    "政府信息",
    "信息公开",
    "政务公开",
    "规范性文件",
    "行政许可",
    "行政处罚",
    "行政强制",
    "行政复议",
    "行政诉讼",
    "信息处理费",
    "公开指南",
    "公开目录",
    "公开制度",
    "监督保障",
    "统计期限",
    "年度报告",
    "主动公开",
    "不予公开",
    "予以公开",
    "部分公开",
    "结转下年度",
    "政策解读",
    "舆情回应",
    "保密审查",
    "权责清单",
    "机构职能",
    "重点领域",
    "自治区",
];

/// Letters taken for each other, correct one first.
const LOOKALIKES: [(char, &str); 26] = [
    ('渠', "梁"),
    ('申', "甲由电"),
    ('诉', "拆折"),
    ('讼', "颂"),
    ('许', "诈"),
    ('未', "末"),
    ('末', "未"),
    ('己', "已巳"),
    ('议', "仪义"),
    ('罚', "罸"),
    ('费', "废"),
    ('指', "拍"),
    ('录', "绿"),
    ('障', "章漳"),
    ('限', "恨根"),
    ('予', "子矛"),
    ('部', "陪"),
    ('策', "第"),
    ('舆', "與兴"),
    ('密', "蜜"),
    ('责', "债贵"),
    ('职', "识织"),
    ('域', "城"),
    ('治', "冶"),
    ('息', "媳"),
    ('制', "治"),
];

/// Each misprint with the term that is meant.
static MISPRINTS: LazyLock<(AhoCorasick, Vec<&'static str>)> = LazyLock::new(|| {
    let mut wrong: Vec<(String, &'static str)> = Vec::new();
    for term in TERMS {
        for (at, letter) in term.char_indices() {
            let alike =
                LOOKALIKES.iter().filter(|(right, _)| *right == letter).flat_map(|(_, wrong)| wrong.chars());
            for other in alike {
                let mut misprint = term.to_owned();
                misprint.replace_range(at..at + letter.len_utf8(), &other.to_string());
                wrong.push((misprint, term));
            }
        }
    }
    let (patterns, terms): (Vec<String>, Vec<&str>) = wrong.into_iter().unzip();
    // The terms are fixed above; they always make an automaton.
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .build(patterns)
        .unwrap_or_else(|error| panic!("misprints: {error}"));
    (automaton, terms)
});

fn misprints(report: &Report, sheet: &mut Sheet) {
    let (automaton, terms) = &*MISPRINTS;
    for (_, paragraph) in report.paragraphs() {
        for found in automaton.find_iter(paragraph.plain()) {
            let term = terms[found.pattern().as_usize()];
            let printed = paragraph.quote(found.range());
            sheet.find(
                Finding::new(
                    "PROOF_MISPRINT",
                    Severity::Warning,
                    at_text(paragraph, &[found.range()]),
                    format!("“{printed}”疑为“{term}”之误"),
                )
                .values(term, printed)
                .basis("形近字")
                .fix(format!("改为“{term}”")),
            );
        }
    }
}
