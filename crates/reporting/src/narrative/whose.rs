//! Whose number it is, and of when (统计口径): only what the authority counts for the whole year can be compared.

use super::Scope;
use super::cues::{Cue, Token};

/// The subject nearest before a number in its sentence: 全市, 区政府办, 我委.
pub(super) fn scope(before: &[Token]) -> Scope {
    let subject = before.iter().rev().find_map(|token| match token {
        Token::Cue(Cue::Region, _) => Some(Scope::Region),
        Token::Cue(Cue::Office, _) => Some(Scope::Office),
        Token::Cue(Cue::Own, _) => Some(Scope::Agency),
        _ => None,
    });
    subject.unwrap_or(Scope::Agency)
}

/// Whether a number is of another year than the report: 2023年收到…, 去年收到…. A year in a title, or one that something
/// is compared with, is not the number's; carrying over names other years anyway.
pub(super) fn is_of_another_year(plain: &str, before: &[Token], year: Option<i16>) -> bool {
    let opens_clause = |at: usize| at == 0 || plain[..at].ends_with([',', ';', '。', ':', ')']);
    let mut clause_other = false;
    for (n, token) in before.iter().enumerate() {
        match token {
            Token::Mark(';', _) => clause_other = false,
            // 2023年，我委…: a year alone in its clause governs the sentence; one inside a clause governs the clause.
            Token::Mark(',', at) => {
                let alone = n.checked_sub(1).map(|n| &before[n]).is_some_and(|token| match token {
                    Token::Year(_, start) => plain[*start..*at].chars().count() <= 6,
                    _ => false,
                });
                clause_other &= alone;
            }
            Token::Year(named, at) if opens_clause(*at) => {
                clause_other = year.is_some_and(|year| year != *named)
            }
            Token::Cue(Cue::LastYear, range) if opens_clause(range.start) => clause_other = true,
            Token::Cue(Cue::ThisYear, _) => clause_other = false,
            Token::Cue(Cue::Carried, _) => return false,
            _ => {}
        }
    }
    clause_other
}

/// Words that make a count one of a part of the year, of one channel, or of one way of handling.
const PARTS: [&str; 41] = [
    "季度",
    "半年",
    "近三年",
    "近两年",
    "近几年",
    "年来",
    "平均",
    "人均",
    "每月",
    "月均",
    "网上",
    "线上",
    "现场",
    "窗口",
    "信函",
    "当面",
    "邮寄",
    "邮政",
    "传真",
    "电子邮件",
    "邮箱",
    "网站平台",
    "网络平台",
    "平台收到",
    "延期",
    "当场",
    "转来",
    "转办",
    "转交",
    "所属",
    "下属",
    "直属",
    "计划",
    "预计",
    "个工作日内",
    "提前",
    "延长",
    "补正",
    "同一申请人",
    "首次",
    "至20",
];

/// Whether the clause before a number says that it counts only a part.
pub(super) fn is_part(plain: &str, number: usize) -> bool {
    let from = plain[..number].rfind([',', ';', '。', '、']).unwrap_or(0);
    let clause = &plain[from..number];
    // 通过网站、信函等方式收到: all ways together.
    let all_ways = |at: usize| clause[at..].contains('等');
    let part = PARTS.iter().any(|part| clause.find(part).is_some_and(|at| !all_ways(at)));
    let in_time = ["按期", "按时", "如期"].iter().any(|word| clause.contains(word)) && plain.contains("延期");
    let month = clause.match_indices('月').any(|(at, _)| {
        let whole_year = clause[at..].starts_with("月31日") || clause[at..].starts_with("月1日");
        clause[..at].ends_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
            && !whole_year
    });
    part || in_time || month
}
