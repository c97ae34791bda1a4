//! Who applied, in the text (正文中的申请人情况).

use super::cues::{Cue, Token};
use super::numbers::Mention;
use super::{Fact, FactKind};

/// The class of applicants that a number counts: in a list behind the number of new applications (收到申请7件，其中自然人5件),
/// or in a sentence about the applicants (申请人以自然人为主，为5件).
pub(super) fn of(plain: &str, facts: &[Fact], lead: &[Token], mention: &Mention) -> Option<FactKind> {
    let mut classes = lead.iter().filter_map(|token| match token {
        Token::Cue(Cue::Applicants(kind), range) => Some((*kind, range.end)),
        _ => None,
    });
    let (Some((kind, end)), None) = (classes.next(), classes.next()) else { return None };
    if !is_filling(&plain[end..mention.range.start]) {
        return None;
    }
    (is_of_new(plain, facts, mention) || is_of_applicants(plain, mention.range.start)).then_some(kind)
}

/// Words that may stand between a class and its number.
const FILLING: [&str; 14] =
    ["申请人", "申请", "提出", "提交", "为主", "共计", "共", "的", "类", "为", "有", "是", "数", ","];

pub(super) fn is_filling(mut between: &str) -> bool {
    while let Some(rest) = FILLING.iter().find_map(|word| between.strip_prefix(word)) {
        between = rest;
    }
    between.is_empty()
}

/// Whether a list behind the number of new applications goes on here.
fn is_of_new(plain: &str, facts: &[Fact], mention: &Mention) -> bool {
    let whole = facts.iter().rev().find(|fact| !fact.kind.is_class_of_applicants());
    whole.filter(|fact| fact.kind == FactKind::RequestsNew).is_some_and(|whole| {
        let behind = &plain[whole.range.end..mention.range.start];
        let list = behind.strip_prefix('。').filter(|list| list.starts_with("其中")).unwrap_or(behind);
        !list.contains(['。', ';']) && !list.contains("结转")
    })
}

/// How the subject of a sentence about the applicants begins.
const SUBJECTS: [&str; 7] =
    ["申请人", "申请主体", "从申请人", "从申请主体", "按申请人", "按申请主体", "申请对象"];

/// Whether the sentence of a number at `at` is about the applicants.
pub(crate) fn is_of_applicants(plain: &str, at: usize) -> bool {
    let sentence = plain[..at].rsplit(['。', ';']).next().unwrap_or_default();
    SUBJECTS.iter().any(|subject| sentence.starts_with(subject))
}
