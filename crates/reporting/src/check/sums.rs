//! Sums inside the text, and growth against last year: 其中, 合计, 同比 (正文合计与增长).

use rust_decimal::Decimal;

use crate::cell::Cell;
use crate::narrative::numbers::{Bound, Mention};
use crate::narrative::{FactKind, Narrative, Piece, Stated};
use crate::object::cell_value;
use crate::report::{Paragraph, Report};

use super::{Check, Finding, Outcome, Severity, Sheet, at_text, shares, text::cells_of};

pub(super) fn check(
    report: &Report,
    narrative: &Narrative<'_>,
    previous: Option<&Report>,
    sheet: &mut Sheet,
) {
    sheet.begin(Check::TextNumbers);
    if report.bare {
        return sheet.at_least(Outcome::NotAssessable);
    }
    for (paragraph, pieces) in &narrative.pieces {
        let here = narrative.shares.iter().filter(|(other, _)| std::ptr::eq(*other, *paragraph));
        let stated: Vec<_> = here.map(|(_, share)| share).collect();
        for sentence in pieces.split(|piece| matches!(piece, Piece::End)) {
            parts(paragraph, sentence, sheet);
            totals(paragraph, sentence, sheet);
            shares::check(paragraph, sentence, &stated, report.tables.as_ref(), sheet);
        }
        if let Some(previous) = previous {
            growth(paragraph, pieces, &narrative.facts, previous, sheet);
        }
    }
}

/// 其中: what follows adds up to the number before it.
fn parts(paragraph: &Paragraph, sentence: &[Piece], sheet: &mut Sheet) {
    for (at, piece) in sentence.iter().enumerate() {
        let whole_list = match piece {
            Piece::Among => true,
            // 300条（动态200条，公告110条）
            Piece::Open => at.checked_sub(1).is_some_and(|at| matches!(sentence[at], Piece::Number(_))),
            Piece::Including => false,
            _ => continue,
        };
        let total = outside_brackets(&sentence[..at]);
        let Some(total) = total.filter(|m| m.bound == Bound::Exact && !m.unit.is_empty() && m.unit != "%")
        else {
            continue;
        };
        let items = items(&sentence[at + 1..], total, paragraph.plain());
        if items.len() < 2 {
            continue;
        }
        let sum: Decimal = items.iter().map(|item| item.value).sum();
        let last = items.last().map_or(at, |item| item.range.end);
        let open = paragraph.plain()[last..].starts_with('等')
            || paragraph.plain()[total.range.end..last].contains("主要")
            || !whole_list;
        // The list may have ended before the sentence does.
        let complete = items.iter().scan(Decimal::ZERO, |sum, item| {
            *sum += item.value;
            Some(*sum)
        });
        if complete.skip(1).any(|sum| sum == total.value) || (sum < total.value && open) {
            continue;
        }
        // Fewer than the total may be a list of some of the parts, far fewer surely is; more never is.
        if sum < total.value && sum * Decimal::TEN < total.value * Decimal::from(7) {
            continue;
        }
        let severity = if sum > total.value { Severity::Error } else { Severity::Warning };
        let listed: Vec<String> = items.iter().map(|item| item.value.normalize().to_string()).collect();
        let difference = (sum - total.value).abs();
        let mut ranges = vec![total.range.clone()];
        ranges.extend(items.iter().map(|item| item.range.clone()));
        let hint = items.iter().find(|item| item.value == difference).map_or(String::new(), |item| {
            format!("，相差数恰为其中一项“{}”", paragraph.quote(item.range.clone()))
        });
        let message = format!(
            "“其中”各项之和{}={sum}，总数写的是{}，相差{difference}",
            listed.join("+"),
            total.value.normalize()
        );
        let fix = match severity {
            Severity::Error => format!("核对台账后改正总数或某一项{hint}"),
            _ => format!("列全各项，或写明只列举主要的几项{hint}"),
        };
        sheet.find(
            Finding::new("NARRATIVE_SUM", severity, at_text(paragraph, &ranges), message)
                .values(cell_value(&Cell::number(sum)), cell_value(&Cell::number(total.value)))
                .basis("“其中”所列是总数的组成部分")
                .fix(fix),
        );
    }
}

/// Words right before a number that is the total of the list before it.
const TOTAL: [&str; 6] = ["合计", "共计", "总计", "总共", "合计为", "总计为"];

fn is_total(before: &str) -> bool {
    TOTAL.iter().any(|word| before.ends_with(word))
}

/// 合计: the entries before it add up to the number behind it. Where the list begins is not printed, so any two or more
/// entries right before it may be meant.
fn totals(paragraph: &Paragraph, sentence: &[Piece], sheet: &mut Sheet) {
    for (at, piece) in sentence.iter().enumerate() {
        let Piece::Number(total) = piece else { continue };
        if total.bound != Bound::Exact || !is_total(&paragraph.plain()[..total.range.start]) {
            continue;
        }
        let entries = entries_before(&sentence[..at], total);
        let Some(last) = entries.first().filter(|_| entries.len() >= 2) else { continue };
        let between =
            paragraph.plain()[last.range.end..total.range.start].trim_start_matches([',', '、', ')']);
        let between = ["以上", "三项", "各项", "两项"]
            .iter()
            .fold(between, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
        if !TOTAL.contains(&between) {
            continue;
        }
        let mut sums = entries.iter().scan(Decimal::ZERO, |sum, entry| {
            *sum += entry.value;
            Some(*sum)
        });
        if sums.any(|sum| sum == total.value) {
            continue;
        }
        let sum: Decimal = entries.iter().map(|entry| entry.value).sum();
        let listed: Vec<String> = entries.iter().rev().map(|e| e.value.normalize().to_string()).collect();
        let mut ranges: Vec<_> = entries.iter().rev().map(|entry| entry.range.clone()).collect();
        ranges.push(total.range.clone());
        let message =
            format!("所列各项之和{}={sum}，合计写的是{}", listed.join("+"), total.value.normalize());
        sheet.find(
            Finding::new("NARRATIVE_SUM", Severity::Error, at_text(paragraph, &ranges), message)
                .values(cell_value(&Cell::number(sum)), cell_value(&Cell::number(total.value)))
                .basis("合计是所列各项之和")
                .fix("核对台账后改正合计数或某一项"),
        );
    }
}

/// The entries of a list that ends with its total, the last one first: exact numbers with the unit of the total,
/// back to where another matter begins. None at all when something among them is no such entry.
fn entries_before<'a>(before: &'a [Piece], total: &Mention) -> Vec<&'a Mention> {
    let mut entries = Vec::new();
    let mut depth = 0;
    for piece in before.iter().rev() {
        match piece {
            Piece::Close => depth += 1,
            Piece::Open if depth == 0 => break,
            Piece::Open => depth -= 1,
            _ if depth > 0 => {}
            Piece::Semicolon | Piece::Among | Piece::Including | Piece::End => break,
            Piece::Share | Piece::Growth => return Vec::new(),
            Piece::Number(entry) if entry.unit == total.unit && entry.bound == Bound::Exact => {
                entries.push(entry);
            }
            Piece::Number(_) => return Vec::new(),
        }
    }
    entries
}

/// The last number before a list that does not stand in brackets.
pub(super) fn outside_brackets(before: &[Piece]) -> Option<&Mention> {
    let mut depth = 0;
    before.iter().rev().find_map(|piece| {
        match piece {
            Piece::Close => depth += 1,
            Piece::Open => depth -= 1,
            _ => {}
        }
        piece.mention().filter(|_| depth <= 0)
    })
}

/// The entries of a list: exact numbers with the unit of the total, up to a number that begins its own list, or a
/// word that begins another matter.
fn items<'a>(list: &'a [Piece], total: &Mention, plain: &str) -> Vec<&'a Mention> {
    let mut items = Vec::new();
    let mut depth = 0;
    for (at, piece) in list.iter().enumerate() {
        match piece {
            Piece::Open => depth += 1,
            Piece::Close if depth == 0 => break,
            Piece::Close => depth -= 1,
            _ if depth > 0 => {}
            Piece::Semicolon | Piece::Growth => break,
            Piece::Share => {}
            Piece::Among => {
                // The number before this 其中 is the total of the next list.
                items.pop();
                break;
            }
            Piece::Number(mention) => {
                let next_list = list[at + 1..]
                    .iter()
                    .take_while(|p| !matches!(p, Piece::Number(_)))
                    .any(|p| matches!(p, Piece::Among));
                let before = &plain[..mention.range.start];
                if next_list || before.ends_with("分别") || is_total(before) {
                    break;
                }
                if mention.unit == total.unit && mention.bound == Bound::Exact {
                    items.push(mention);
                } else if mention.unit == total.unit {
                    return Vec::new();
                }
            }
            Piece::Including | Piece::End => {}
        }
    }
    items
}

/// 同比增长 x%: against the same fact of last year.
fn growth(
    paragraph: &Paragraph,
    pieces: &[Piece],
    facts: &[Stated<'_>],
    previous: &Report,
    sheet: &mut Sheet,
) {
    let Some(tables) = &previous.tables else { return };
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Number(change) = piece else { continue };
        let grows = matches!(at.checked_sub(1).map(|i| &pieces[i]), Some(Piece::Growth));
        let number = pieces[..at].iter().rev().find_map(Piece::mention);
        let (true, Some(number)) = (grows, number) else { continue };
        let fact = facts.iter().find(|stated| {
            std::ptr::eq(stated.paragraph, paragraph) && stated.fact.range.end == number.range.end
        });
        let Some(kind) =
            fact.map(|stated| stated.fact.kind).filter(|kind| *kind != FactKind::InformationFeeYuan)
        else {
            continue;
        };
        let cells = cells_of(kind, tables.form);
        let last = cells.iter().try_fold(0_i64, |sum, i| sum.checked_add(tables.cells[*i].count()?));
        let Some(last) = last.map(Decimal::from) else { continue };
        let falls = ["下降", "减少", "降低"]
            .iter()
            .any(|word| paragraph.plain()[number.range.end..change.range.start].contains(word));
        let difference = if falls { last - number.value } else { number.value - last };
        let expected = match change.unit {
            "%" if !last.is_zero() => (difference * Decimal::ONE_HUNDRED / last).round_dp(change.decimals),
            unit if unit == number.unit => difference,
            _ => continue,
        };
        if change.bound == Bound::Exact && expected != change.value {
            sheet.find(
                Finding::new(
                    "NARRATIVE_GROWTH",
                    Severity::Error,
                    at_text(paragraph, &[number.range.clone(), change.range.clone()]),
                    format!(
                        "上年是{last}，本年{}，变化应为{expected}{}，写的是{}{}",
                        number.value, change.unit, change.value, change.unit
                    ),
                )
                .values(cell_value(&Cell::number(expected)), cell_value(&Cell::number(change.value)))
                .basis("与上一年度报告的表格比较")
                .fix("按两年的数重新计算"),
            );
        }
    }
}
