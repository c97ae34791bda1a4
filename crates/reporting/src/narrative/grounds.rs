//! Grounds on which applications were not granted, in the text (正文中的不予公开、无法提供、不予处理理由).

use super::FactKind;
use super::cues::{Cue, Token};
use super::numbers::Mention;

/// What a number says of the rows of table three that stand below an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// It counts the cases of one ground: 其中国家秘密1件.
    One(FactKind),
    /// It counts the cases of several grounds, which no cell does: 属于国家秘密、行政查询事项3件.
    Several,
}

/// The ground that stands right before a number whose sentence has named the outcome: 不予公开3件，其中属于国家秘密1件,
/// 因属于行政查询事项不予公开2件, or 属于国家秘密的，依法不予公开1件.
pub(super) fn of(plain: &str, before: &[Token], lead: &[Token], mention: &Mention) -> Option<Ground> {
    let mut named = lead.iter().rev().filter_map(|token| match token {
        Token::Cue(Cue::Ground(kind), range) => Some((*kind, range.end)),
        _ => None,
    });
    let (kind, end) = named.next()?;
    let outcome = outcome(kind)?;
    let said = before.iter().any(|token| matches!(token, Token::Cue(cue, _) if *cue == outcome));
    let counted = CASES.contains(&mention.unit) && is_filling(&plain[end..mention.range.start]);
    (said && counted).then(|| if named.next().is_some() { Ground::Several } else { Ground::One(kind) })
}

/// The outcome in table three below which a ground stands.
fn outcome(ground: FactKind) -> Option<Cue> {
    Some(match ground.key().split_once('_')?.0 {
        "refused" => Cue::Refused,
        "unavailable" => Cue::Unavailable,
        "rejected" => Cue::Rejected,
        "other" => Cue::OtherHandled,
        _ => return None,
    })
}

/// Units in which cases are counted; times (次) may be those of one case.
const CASES: [&str; 7] = ["件", "宗", "份", "条", "起", "例", "项"];

/// Whether a number counts the cases of the last row of （六）其他处理: 表三“其他处理”中“其他”2件.
pub(super) fn is_misc(plain: &str, mention: &Mention) -> bool {
    let quotes = ['“', '”', '"', '‘', '’'];
    let before = plain[..mention.range.start].trim_end_matches(['共', '有', '为', '的']);
    let before = before.trim_end_matches(quotes);
    let row = before.strip_suffix("其他").or_else(|| before.strip_suffix("其他情形"));
    row.is_some_and(|row| {
        let group = row.trim_end_matches(quotes).trim_end_matches("3.").trim_end_matches(quotes);
        let group = group.trim_end_matches(['中', '的', '里', '-', ':', ',', '类', '项', '一']);
        group.trim_end_matches(quotes).trim_end_matches(')').ends_with("其他处理")
    })
}

/// Words that may stand between a ground and its number.
const FILLING: [&str; 24] = [
    ",",
    "依法",
    "不予公开",
    "无法提供",
    "不予处理",
    "其他处理",
    "予以",
    "作出",
    "答复",
    "决定",
    "申请",
    "信息",
    "情形",
    "原因",
    "类",
    "的",
    "而",
    "共",
    "有",
    "为",
    "”",
    "\"",
    "’",
    "》",
];

fn is_filling(mut between: &str) -> bool {
    while let Some(rest) = FILLING.iter().find_map(|word| between.strip_prefix(word)) {
        between = rest;
    }
    between.is_empty()
}
