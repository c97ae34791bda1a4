//! Shares in percent, inside the text and against the tables (占比).

use rust_decimal::{Decimal, RoundingStrategy};

use crate::cell::Cell;
use crate::narrative::numbers::{Bound, Mention};
use crate::narrative::{FactKind, Piece, Share};
use crate::object::cell_value;
use crate::report::{Paragraph, Tables};

use super::sums::outside_brackets;
use super::{Finding, Severity, Sheet, at_text, at_words, text::in_tables};

/// The percentages of a sentence.
pub(super) fn check(
    paragraph: &Paragraph,
    sentence: &[Piece],
    shares: &[&Share],
    tables: Option<&Tables>,
    sheet: &mut Sheet,
) {
    let mut percents = sentence.iter().filter_map(Piece::mention).filter(|mention| mention.unit == "%");
    // 33.3%, 33.3%, 33.4%: the last digit of some makes all of them a hundred.
    let sum = percents.try_fold(Decimal::ZERO, |sum, mention| sum.checked_add(mention.value));
    let fitted = sum == Some(Decimal::ONE_HUNDRED);
    let slack = if fitted { 10 } else { 5 };
    for (at, piece) in sentence.iter().enumerate() {
        let Piece::Number(percent) = piece else { continue };
        let percent = Percent { mention: percent, slack };
        if percent.mention.unit != "%" || percent.mention.bound != Bound::Exact {
            continue;
        }
        if beyond(paragraph, percent.mention, sheet)
            || of_sentence(paragraph, &sentence[..at], percent, sheet)
        {
            continue;
        }
        let share = shares.iter().find(|share| share.percent.range == percent.mention.range);
        if let Some((share, tables)) = share.zip(tables) {
            of_tables(paragraph, sentence, share, percent, tables, sheet);
        }
    }
}

/// A percentage, and how far from the exact share it may be, in tenths of its last digit.
#[derive(Clone, Copy)]
struct Percent<'a> {
    mention: &'a Mention,
    slack: i64,
}

impl Percent<'_> {
    /// Whether it is the share, rounded to the digits that are printed.
    fn is_share(self, part: Decimal, whole: Decimal) -> bool {
        let difference = exact(part, whole).and_then(|exact| exact.checked_sub(self.mention.value));
        let slack = Decimal::try_new(self.slack, self.mention.decimals + 1);
        difference.zip(slack.ok()).is_none_or(|(difference, slack)| difference.abs() <= slack)
    }

    /// The share with as many digits as are printed.
    fn rounded(self, part: Decimal, whole: Decimal) -> Option<Decimal> {
        let up = RoundingStrategy::MidpointAwayFromZero;
        Some(exact(part, whole)?.round_dp_with_strategy(self.mention.decimals, up))
    }
}

fn exact(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

/// A share is no more than all.
fn beyond(paragraph: &Paragraph, percent: &Mention, sheet: &mut Sheet) -> bool {
    let before = paragraph.plain()[..percent.range.start].trim_end_matches(['为', '达', '到', '是']);
    let is_rate = before.ends_with(['率', '占']) || before.ends_with("占比") || before.ends_with("满意度");
    // 增长率 has no bound.
    let grows = before.ends_with("增长率") || before.ends_with("增幅率");
    if percent.value <= Decimal::ONE_HUNDRED || !is_rate || grows {
        return false;
    }
    let said = paragraph.quote(percent.range.clone());
    sheet.find(
        Finding::new(
            "NARRATIVE_PERCENT",
            Severity::Error,
            at_words(paragraph, percent.range.clone()),
            format!("写的是{said}，超过了100%"),
        )
        .values(serde_json::Value::Null, cell_value(&Cell::number(percent.value)))
        .basis("占比和比率不超过100%")
        .fix("重新计算这个百分比"),
    );
    true
}

/// 其中…占 x%: some part of some number before it is that share. Returns whether the sentence says of what.
fn of_sentence(paragraph: &Paragraph, before: &[Piece], percent: Percent<'_>, sheet: &mut Sheet) -> bool {
    let is_percent = |piece: &Piece| piece.mention().is_some_and(|mention| mention.unit == "%");
    let several = paragraph.plain()[..percent.mention.range.start].ends_with("分别为");
    if several || before.last().is_some_and(is_percent) {
        return true;
    }
    let since = before.iter().rev().take_while(|piece| !matches!(piece, Piece::Number(_)));
    let numbers: Vec<&Mention> = before.iter().filter_map(Piece::mention).filter(|m| m.unit != "%").collect();
    let part = numbers.last().filter(|m| m.bound == Bound::Exact);
    // Only 其中 says that the part is one of a number in the sentence.
    let among = before.iter().rposition(|piece| matches!(piece, Piece::Among));
    let named = among.and_then(|among| outside_brackets(&before[..among]));
    let (Some(part), Some(named), true) = (part, named, since.into_iter().any(|p| matches!(p, Piece::Share)))
    else {
        return false;
    };
    let mut wholes = numbers[..numbers.len() - 1]
        .iter()
        .filter(|m| {
            m.unit == part.unit && m.bound == Bound::Exact && m.value >= part.value && !m.value.is_zero()
        })
        .peekable();
    if wholes.peek().is_none() {
        return false;
    }
    if wholes.any(|whole| percent.is_share(part.value, whole.value)) || named.value.is_zero() {
        return true;
    }
    let Some(expected) = percent.rounded(part.value, named.value) else { return true };
    let ranges = [named.range.clone(), part.range.clone(), percent.mention.range.clone()];
    let (part, whole) = (part.value.normalize(), named.value.normalize());
    sheet.find(
        Finding::new(
            "NARRATIVE_PERCENT",
            Severity::Error,
            at_text(paragraph, &ranges),
            format!("{part}占{whole}是{expected}%，写的是{}%", percent.mention.value),
        )
        .values(cell_value(&Cell::number(expected)), cell_value(&Cell::number(percent.mention.value)))
        .basis("占比=部分÷总数")
        .fix("重新计算占比，或核对两个数"),
    );
    true
}

/// 自然人46件，占79%: the share of the new applications, of those handled, or of what was in hand.
fn of_tables(
    paragraph: &Paragraph,
    sentence: &[Piece],
    share: &Share,
    percent: Percent<'_>,
    tables: &Tables,
    sheet: &mut Sheet,
) {
    let count = |kind: FactKind| in_tables(kind, tables).map(|(_, value)| Decimal::from(value));
    let Some(part) = share.part.or_else(|| count(share.kind)) else { return };
    let main =
        if share.kind.is_class_of_applicants() { FactKind::RequestsNew } else { FactKind::RequestsHandled };
    let groups = [FactKind::Refused, FactKind::Unavailable, FactKind::Rejected, FactKind::OtherHandled];
    let group = groups.into_iter().find(|group| share.kind != *group && share.kind.is_in(*group));
    let kinds = [
        Some(main),
        Some(FactKind::RequestsNew),
        Some(FactKind::RequestsHandled),
        Some(FactKind::RequestsTotal),
        group,
    ];
    let wholes: Vec<Decimal> =
        kinds.into_iter().flatten().filter_map(count).filter(|n| !n.is_zero()).collect();
    let Some(whole) = wholes.first() else { return };
    let said = sentence.iter().filter_map(Piece::mention).filter(|m| m.unit != "%" && m.value >= part);
    let said = said.map(|mention| mention.value).filter(|value| !value.is_zero());
    if wholes.iter().copied().chain(said).any(|whole| percent.is_share(part, whole)) {
        return;
    }
    let Some(expected) = percent.rounded(part, *whole) else { return };
    let name = if main == FactKind::RequestsNew { "本年新收" } else { "办理结果总计" };
    sheet.find(
        Finding::new(
            "NARRATIVE_PERCENT",
            Severity::Warning,
            at_words(paragraph, percent.mention.range.clone()),
            format!("{part}件占表三{name}的{whole}件是{expected}%，写的是{}%", percent.mention.value),
        )
        .values(cell_value(&Cell::number(expected)), cell_value(&Cell::number(percent.mention.value)))
        .basis("占比=部分÷总数")
        .fix("重新计算占比；总数不是这个数的，写明是占什么的比例"),
    );
}
