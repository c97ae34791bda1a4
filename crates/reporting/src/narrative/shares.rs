//! Shares of the applications in the text (正文中的占比): 自然人46件，占79%.

use rust_decimal::Decimal;

use super::applicants;
use super::cues::{Cue, Token};
use super::numbers::{Bound, Mention};
use super::{Fact, FactKind};

/// A share of the applications, or of their results.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Share {
    /// What has the share.
    pub(crate) kind: FactKind,
    /// How many there are of it, where the text says so.
    pub(crate) part: Option<Decimal>,
    /// The percentage.
    pub(crate) percent: Mention,
}

/// What a percentage is the share of: the number right before 占, or the class or result that is named there.
pub(super) fn of(plain: &str, facts: &[Fact], lead: &[Token], percent: &Mention) -> Option<Share> {
    if percent.bound != Bound::Exact {
        return None;
    }
    let at = lead.iter().rposition(|token| matches!(token, Token::Cue(Cue::Share, _)))?;
    let Token::Cue(_, says) = &lead[at] else { return None };
    let whole = &plain[says.end..percent.range.start];
    if whole.contains([',', ';', '、', '。']) || OTHER_WHOLES.iter().any(|word| whole.contains(word)) {
        return None;
    }
    let share = |kind: FactKind, part| {
        (kind.is_class_of_applicants() || kind.is_result()).then(|| Share {
            kind,
            part,
            percent: percent.clone(),
        })
    };
    let counted = facts.last().filter(|fact| {
        let between = plain.get(fact.range.end..says.start);
        between.is_some_and(|between| matches!(between, "" | "," | "(" | ",约" | "、"))
    });
    if let Some(fact) = counted {
        return share(fact.kind, Some(fact.value).filter(|_| fact.bound == Bound::Exact));
    }
    let (kind, end) = lead[..at].iter().rev().find_map(|token| match token {
        Token::Cue(Cue::Applicants(kind), range) => Some((*kind, range.end)),
        _ => None,
    })?;
    let between = &plain[end..says.start];
    (applicants::is_filling(between) && applicants::is_of_applicants(plain, percent.range.start))
        .then(|| share(kind, None))?
}

/// Words behind 占 that name another whole than the applications of the year.
const OTHER_WHOLES: [&str; 10] =
    ["全市", "全区", "全县", "全省", "上年", "去年", "考核", "分值", "平台", "网站"];
