//! Which year the text speaks of (文中年度): the report's own as the current one, the next one for what is planned.

use std::ops::Range;

use crate::dates;
use crate::report::{Paragraph, Report};

use super::{Finding, Severity, Sheet, at_words};

pub(super) fn check(report: &Report, year: i16, sheet: &mut Sheet) {
    for (part, paragraph) in report.paragraphs() {
        let plain = paragraph.plain();
        let years = dates::years(plain);
        for (named, at) in &years {
            let named = Named { year: *named, range: *at..at + "2025年".len() };
            if part == Some(5) {
                planned(paragraph, &named, year, sheet);
            } else {
                introduced(paragraph, &named, year, sheet);
            }
            let looks_back = part == Some(5) && looks_back(plain, &named.range);
            if named.year == year || !(opens_sentence(plain, *at) || looks_back) {
                continue;
            }
            // 2024年，…；2025年，…: a comparison of years.
            let of_report = format!("{year}年");
            if !plain.contains(&of_report) {
                current(part, paragraph, &named, year, sheet);
            }
        }
    }
}

/// A year that the text names.
struct Named {
    year: i16,
    range: Range<usize>,
}

fn opens_sentence(plain: &str, at: usize) -> bool {
    at == 0 || plain[..at].ends_with(['。', '!'])
}

/// 我委在2025年的工作中还有三点不足
fn looks_back(plain: &str, year: &Range<usize>) -> bool {
    let work = ["的工作", "的政府信息公开工作", "政府信息公开工作"];
    let behind = &plain[year.end..];
    plain[..year.start].ends_with('在')
        && work.iter().any(|work| behind.starts_with(work))
        && PAST.iter().any(|word| behind[..behind.find('。').unwrap_or(behind.len())].contains(word))
}

/// Words behind a year with which a sentence tells what is going on in it; not 以来, 底, 起, 上线的….
const GOING_ON: [&str; 32] = [
    ",",
    "我",
    "本",
    "全",
    "的工作",
    "的政府信息公开工作",
    "政府信息公开工作",
    "没有",
    "未",
    "共",
    "收到",
    "新收",
    "受理",
    "办理",
    "主动公开",
    "公开",
    "制发",
    "发布",
    "市",
    "县",
    "区",
    "省",
    "镇",
    "乡",
    "街道",
    "各",
    "党",
    "委",
    "局",
    "厅",
    "办",
    "卫健",
];

/// Words of a comparison with another year.
const COMPARED: [&str; 5] = ["相比", "比20", "较20", "同期", "基础上"];

/// Words of a sentence about the year that is over.
const PAST: [&str; 6] = ["的工作还有", "还有", "仍存在", "取得了", "取得一定", "不足"];

/// A sentence about another year as if it were the report's: 2024年，我局… in the report for 2025.
fn current(part: Option<u8>, paragraph: &Paragraph, named: &Named, year: i16, sheet: &mut Sheet) {
    let plain = paragraph.plain();
    let behind = plain[named.range.end..].trim_start_matches('度');
    let sentence = &behind[..behind.find('。').unwrap_or(behind.len())];
    // Part five may say of the next year whatever is not of the past.
    let of_past = PAST.iter().any(|word| sentence.contains(word));
    let may_be_next = named.year == year + 1 && part == Some(5) && !of_past;
    if !GOING_ON.iter().any(|word| behind.starts_with(word))
        || COMPARED.iter().any(|word| sentence.contains(word))
        || may_be_next
        || plan(behind).is_some()
    {
        return;
    }
    let said = paragraph.quote(named.range.clone());
    let fault = format!("把{said}当作本年来写");
    sheet.find(other_year(paragraph, named, year, &fault, "；套用往年报告的，全段按本年情况重写"));
}

/// What is said of another year where that of the report belongs; `more` is what to do besides putting the year right.
fn other_year(paragraph: &Paragraph, named: &Named, year: i16, fault: &str, more: &str) -> Finding {
    Finding::new(
        "DATE_OTHER_YEAR",
        Severity::Warning,
        at_words(paragraph, named.range.clone()),
        format!("{year}年度报告{fault}"),
    )
    .values(format!("{year}年"), paragraph.quote(named.range.clone()))
    .basis(format!("{year}年度报告写{year}年1月1日至12月31日的情况"))
    .fix(format!("改为“{year}年”{more}"))
}

/// 现将2024年政府信息公开工作情况报告如下, in the report for 2025.
fn introduced(paragraph: &Paragraph, named: &Named, year: i16, sheet: &mut Sheet) {
    let plain = paragraph.plain();
    let leads = ["现将", "现就", "梳理了", "总结了"];
    let Some(lead) = leads.iter().filter_map(|lead| plain[..named.range.start].rfind(lead)).max() else {
        return;
    };
    let clause = &plain[lead..named.range.start];
    let behind = &plain[named.range.end..];
    let reports = behind.find("如下").is_some_and(|end| !behind[..end].contains('。'));
    if named.year == year || !reports || clause.contains(['。', '《', ';']) || clause.chars().count() > 30 {
        return;
    }
    let fault = format!("写的是报告{}的情况", paragraph.quote(named.range.clone()));
    sheet.find(other_year(paragraph, named, year, &fault, ""));
}

/// What is planned is planned for the next year: not 2025年拟采取的措施 in the report for 2025.
fn planned(paragraph: &Paragraph, named: &Named, year: i16, sheet: &mut Sheet) {
    let plain = paragraph.plain();
    let before = &plain[..named.range.start];
    let opens =
        before.is_empty() || before.ends_with(['。', ';', ',', ':', '!']) || before.ends_with("下一步");
    if named.year == year + 1 || !opens {
        return;
    }
    let behind = plain[named.range.end..].trim_start_matches('度');
    let Some(plan) = plan(behind) else { return };
    let range = named.range.start..plain.len() - behind.len() + plan;
    let said = paragraph.quote(range.clone());
    sheet.find(
        Finding::new(
            "DATE_PLAN_YEAR",
            Severity::Warning,
            at_words(paragraph, range),
            format!("“{said}”：{year}年度报告的改进措施应当写{}年的打算", year + 1),
        )
        .values(format!("{}年", year + 1), format!("{}年", named.year))
        .basis(format!("年度报告第五部分写{year}年存在的问题和下一年的改进措施"))
        .fix(format!("改为“{}年”", year + 1)),
    );
}

/// Words that tell of a plan. 将 is one only before such a verb: 将政务公开纳入考核 tells what was done.
const PLANS: [&str; 55] = [
    "拟",
    "打算",
    "准备",
    "下一步",
    "计划采取",
    "计划从",
    "工作打算",
    "工作思路",
    "改进措施",
    "将继续",
    "将进一步",
    "将着力",
    "将不断",
    "将持续",
    "将加强",
    "将完善",
    "将健全",
    "将推进",
    "将推动",
    "将建立",
    "将开展",
    "将扩大",
    "将提高",
    "将提升",
    "将加快",
    "将加大",
    "将强化",
    "将深化",
    "将优化",
    "将拓展",
    "将按",
    "将从",
    "将以",
    "将统一",
    "将会同",
    "将把",
    "将在",
    "将与",
    "将围绕",
    "将坚持",
    "将严格",
    "将认真",
    "将积极",
    "将努力",
    "将做好",
    "将采取",
    "将制定",
    "将编写",
    "将逐",
    "将选取",
    "将为",
    "将对",
    "将重点做好",
    "将重点抓",
    "将组织",
];

/// The longest subject between a year and its plan, in characters.
const SUBJECT: usize = 14;

/// Where the words of a plan end that begins here, with its subject before it: ，我委将继续.
fn plan(behind: &str) -> Option<usize> {
    let text = behind.trim_start_matches(',');
    let reach = text.char_indices().nth(SUBJECT + 4).map_or(text.len(), |(at, _)| at);
    let reach = text[..reach].find([',', '。', ';', ':']).unwrap_or(reach);
    let hit = PLANS.iter().filter_map(|word| Some((text[..reach].find(word)?, word.len()))).min()?;
    let subject = &text[..hit.0];
    let rest = &text[hit.0 + hit.1..];
    let is_other = subject.ends_with(['模', '虚', '草', '已', '曾']) || rest.starts_with("机构");
    (!is_other).then_some(behind.len() - text.len() + hit.0 + hit.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_told_from_what_was_done() {
        for plan_ in
            [",我委将继续做好公开", "拟采取的措施:", "将统一征询文书", ",我委准备根据", "打算从三处着手"]
        {
            assert!(plan(plan_).is_some(), "{plan_}");
        }
        for done in
            ["的工作还有两点", ",我局将政务公开纳入考核", ",市卫生健康委工作取得成效,将继续", "工作总结"]
        {
            assert!(plan(done).is_none(), "{done}");
        }
    }
}
