//! What stands in a cell of a statutory table, and how a printed cell is understood (单元格).

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::text;

/// What is printed where it is not certain what stands there.
pub const UNCERTAIN: &str = "?";

/// What stands in a cell. Blank is not zero, and a cell whose content is not certain is neither.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    /// The report does not print this row.
    #[default]
    NotPrinted,
    /// Printed without a number: empty, `/` or `-`.
    Blank,
    /// The layout lost it, or left more than one possibility.
    Uncertain,
    /// A whole number as printed, with its sign.
    Count(i64),
    /// A number with decimals.
    Amount(Decimal),
    /// Something that is not a number.
    Text(Box<str>),
}

impl Cell {
    /// A number as a cell: whole when it has no fraction.
    pub fn number(value: Decimal) -> Cell {
        match i64::try_from(value) {
            Ok(count) if value.fract().is_zero() => Cell::Count(count),
            _ => Cell::Amount(value),
        }
    }

    /// The number that stands there.
    pub fn value(&self) -> Option<Decimal> {
        match self {
            Cell::Count(count) => Some(Decimal::from(*count)),
            Cell::Amount(amount) => Some(*amount),
            _ => None,
        }
    }

    /// The whole number that stands there.
    pub fn count(&self) -> Option<i64> {
        match self {
            Cell::Count(count) => Some(*count),
            _ => None,
        }
    }

    /// The cell for people: the number as printed, nothing for a blank, `?` where it is not certain.
    pub fn words(&self) -> String {
        match self {
            Cell::NotPrinted | Cell::Blank => String::new(),
            Cell::Uncertain => UNCERTAIN.into(),
            Cell::Count(count) => count.to_string(),
            Cell::Amount(amount) => amount.to_string(),
            Cell::Text(text) => text.to_string(),
        }
    }
}

/// What one printed piece of a table is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Printed {
    /// Nothing.
    Blank,
    /// A mark that stands for "none": `/`, `-`, `—`, 无.
    Mark,
    /// A mark that says that it is not certain what stands there: `?`, as [`Cell::words`] writes it.
    Open,
    /// A number, with its unit if one is printed.
    Number(Cell, Option<&'static str>),
    /// Begins like a number but is none: `5abc`, `1.2.3`.
    Odd,
    /// Words: a label or a head.
    Words,
}

/// Units that cells print after their number, longest first.
const UNITS: [&str; 15] =
    ["亿元", "万元", "件次", "人次", "元", "件", "条", "项", "个", "次", "份", "宗", "人", "部", "类"];

/// Understands one printed piece.
pub(crate) fn printed(raw: &str) -> Printed {
    let plain = text::squash(raw);
    if plain.is_empty() {
        return Printed::Blank;
    }
    if plain.chars().all(|c| "/\\-—–−_*·.".contains(c)) || matches!(&*plain, "无" | "N/A" | "n/a" | "NA")
    {
        return Printed::Mark;
    }
    if plain == UNCERTAIN {
        return Printed::Open;
    }
    let (sign, digits) = signed(&plain);
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(digits.len());
    let (digits, rest) = digits.split_at(end);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return Printed::Words;
    }
    let unit = UNITS.iter().find(|unit| **unit == rest).copied();
    if rest.is_empty() || unit.is_some() {
        return match number(digits) {
            Some(value) => Printed::Number(Cell::number(if sign { -value } else { value }), unit),
            None => Printed::Odd,
        };
    }
    // "1.属于国家秘密" is a label, "5abc" is a mistake.
    if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) { Printed::Odd } else { Printed::Words }
}

/// Takes a sign off: 增 and + are positive, 减 and - negative (true).
fn signed(plain: &str) -> (bool, &str) {
    const SIGNS: [(&str, bool); 9] = [
        ("增加", false),
        ("减少", true),
        ("增", false),
        ("减", true),
        ("+", false),
        ("-", true),
        ("−", true),
        ("–", true),
        ("—", true),
    ];
    SIGNS
        .iter()
        .find_map(|(mark, negative)| plain.strip_prefix(mark).map(|rest| (*negative, rest)))
        .unwrap_or((false, plain))
}

/// Digits with thousands separators and decimals; none when the separators are out of place, or when there are more digits
/// than a [`Decimal`] holds.
pub(crate) fn number(digits: &str) -> Option<Decimal> {
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    let fraction_ok = fraction.is_none_or(|f| !f.is_empty() && f.bytes().all(|b| b.is_ascii_digit()));
    if first.is_empty() || !grouped || !fraction_ok {
        return None;
    }
    let plain = if rest.is_empty() { digits.into() } else { Cow::from(digits.replace(',', "")) };
    Decimal::from_str_exact(&plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(value: i64) -> Printed {
        Printed::Number(Cell::Count(value), None)
    }

    #[test]
    fn printed_cells_are_understood_as_a_clerk_reads_them() {
        let amount = |text: &str| Cell::Amount(text.parse().unwrap());
        let cases = [
            ("0", count(0), "zero is a number"),
            ("１７４２６", count(17426), "full-width digits"),
            ("1,007", count(1007), "thousands separator"),
            ("10,07", Printed::Odd, "a separator out of place is not guessed away"),
            ("-2", count(-2), "negative"),
            ("减4", count(-4), "本年增/减 in words"),
            ("+19", count(19), "a plus sign"),
            ("增5", count(5), "本年增/减 in words"),
            ("391.49", Printed::Number(amount("391.49"), None), "money"),
            ("251000元", Printed::Number(Cell::Count(251_000), Some("元")), "money with its unit"),
            ("160.5964 万元", Printed::Number(amount("160.5964"), Some("万元")), "money with its unit"),
            ("5件", Printed::Number(Cell::Count(5), Some("件")), "a count with its unit"),
            ("5abc", Printed::Odd, "not a number"),
            ("0.12345678901234567890123456789", Printed::Odd, "one digit more than is exact is not rounded"),
            ("99999999999999999999999999999", Printed::Odd, "nor is one that is too large"),
            ("0.5", Printed::Number(amount("0.5"), None), "half a case: the check says so"),
            ("", Printed::Blank, "empty"),
            ("\u{a0}", Printed::Blank, "&nbsp;"),
            ("/", Printed::Mark, "a stroke"),
            ("—", Printed::Mark, "a dash"),
            ("N/A", Printed::Mark, "not applicable"),
            ("?", Printed::Open, "what is not certain, as it is written"),
            ("？", Printed::Open, "the same as an office types it"),
            ("1.属于国家秘密", Printed::Words, "a label"),
            ("1.", Printed::Odd, "handled where pieces are joined"),
            ("三、本年度办理结果", Printed::Words, "a label"),
        ];
        for (raw, expected, why) in cases {
            assert_eq!(printed(raw), expected, "{raw}: {why}");
        }
    }
}
