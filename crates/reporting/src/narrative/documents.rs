//! Documents and decisions of table two in the text (正文中的制发与处理决定).

use super::clauses::{after_comma, before_mark};
use super::cues::{Cue, Token};
use super::numbers::Mention;
use super::{Fact, FactKind};

/// Documents and decisions counted in table two: 制发规范性文件2件, 2件新制发的规范性文件, 行政处罚决定17件. The noun stands at
/// the number: 发布规范性文件解读材料6份 counts something else.
pub(super) fn of(plain: &str, lead: &[Token], near: &[Token], mention: &Mention) -> Option<FactKind> {
    use Cue::*;
    if !matches!(mention.unit, "件" | "部" | "个" | "项" | "宗" | "起") {
        return None;
    }
    let clause = after_comma(lead);
    let noun_before = clause.iter().rev().find_map(|token| match token {
        Token::Cue(cue @ (Normative | Regulation | Licence | Penalty | Coercion), range) => {
            Some((*cue, range.end))
        }
        _ => None,
    });
    let at_number = |end: usize| {
        let between = &plain[end..mention.range.start];
        [
            "",
            "共",
            "共计",
            "数量",
            "件数",
            "数量为",
            "为",
            "总数",
            "决定",
            "决定书",
            "决定数量",
            "事项",
            "案件",
        ]
        .contains(&between)
    };
    let done = |tokens: &[Token]| {
        tokens.iter().rev().find_map(|token| match token {
            Token::Cue(cue @ (Made | Repealed | Effective), _) => Some(*cue),
            _ => None,
        })
    };
    if let Some((noun, end)) = noun_before {
        if at_number(end) {
            return kind_of_document(noun, done(clause));
        }
        // 行政规范性文件制发4件
        if let Some(done) = what_was_done(&plain[end..mention.range.start]) {
            return kind_of_document(noun, Some(done));
        }
    }
    let behind = before_mark(near);
    let noun_behind = behind.iter().find_map(|token| match token {
        Token::Cue(cue @ (Normative | Regulation), range) => Some((*cue, range.clone())),
        _ => None,
    })?;
    let (noun, range) = noun_behind;
    let close = plain[mention.range.end..range.start].chars().count() <= 8;
    let last = !plain[range.end..].starts_with(['解', '的', '和', '及', '、', '《']);
    (close && last).then(|| kind_of_document(noun, done(behind).or(done(clause))))?
}

/// What goes on from the number before without its noun: 制发行政规范性文件2件，废止3件，现行有效28件.
pub(super) fn continued(plain: &str, before: &Fact, mention: &Mention) -> Option<FactKind> {
    use FactKind::*;
    let noun = match before.kind {
        NormativeIssued | NormativeRepealed | NormativeEffective => Cue::Normative,
        RegulationsIssued | RegulationsRepealed | RegulationsEffective => Cue::Regulation,
        _ => return None,
    };
    let between = plain.get(before.range.end..mention.range.start)?;
    kind_of_document(noun, Some(what_was_done(between.trim_start_matches([',', '、', ';']))?))
}

/// What a word right before a number says was done with documents.
fn what_was_done(word: &str) -> Option<Cue> {
    Some(match word {
        "制发" | "制定" | "新制发" | "新制定" | "本年制发" => Cue::Made,
        "废止" | "宣布废止" | "失效" | "宣布失效" | "本年废止" => Cue::Repealed,
        "现行有效" | "现行有效的" => Cue::Effective,
        _ => return None,
    })
}

fn kind_of_document(noun: Cue, done: Option<Cue>) -> Option<FactKind> {
    Some(match (noun, done) {
        (Cue::Normative, Some(Cue::Made)) => FactKind::NormativeIssued,
        (Cue::Normative, Some(Cue::Repealed)) => FactKind::NormativeRepealed,
        (Cue::Normative, Some(Cue::Effective)) => FactKind::NormativeEffective,
        (Cue::Regulation, Some(Cue::Made)) => FactKind::RegulationsIssued,
        (Cue::Regulation, Some(Cue::Repealed)) => FactKind::RegulationsRepealed,
        (Cue::Regulation, Some(Cue::Effective)) => FactKind::RegulationsEffective,
        (Cue::Licence, _) => FactKind::LicenceDecisions,
        (Cue::Penalty, _) => FactKind::PenaltyDecisions,
        (Cue::Coercion, _) => FactKind::CoercionDecisions,
        _ => return None,
    })
}
