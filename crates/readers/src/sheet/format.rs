//! Numbers as a person sees them in a cell.

use jiff::civil::{DateTime, date};
use jiff::{Span, ToSpan};

/// How a cell shows its number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Format {
    /// As many digits as the number has.
    #[default]
    General,
    Number(Digits),
    Date(Parts),
}

/// Digits of a number and what stands around them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Digits {
    /// Digits before the point, at least.
    whole: usize,
    /// Digits after the point, at least and at most.
    least: usize,
    most: usize,
    thousands: bool,
    percent: bool,
    before: String,
    after: String,
}

/// Parts of a date that are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Parts {
    year: bool,
    month: bool,
    day: bool,
    time: bool,
    /// 2024年1月5日, not 2024-01-05.
    chinese: bool,
}

/// Digits that a workbook holds exactly.
const SIGNIFICANT: usize = 15;

/// Bytes of a code; a workbook allows 255 letters.
const LONGEST_CODE: usize = 765;

impl Format {
    /// The format that a workbook refers to by number alone.
    pub(super) fn built_in(id: u32) -> Format {
        Format::of_code(match id {
            1 => "0",
            2 => "0.00",
            3 | 37 | 38 | 41 | 42 => "#,##0",
            4 | 39 | 40 | 43 | 44 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            14 | 30 => "yyyy-m-d",
            15..=17 => "yyyy-m-d",
            18..=21 | 45..=47 => "h:mm",
            22 => "yyyy-m-d h:mm",
            27 | 36 | 50 | 52 | 57 => "yyyy年m月",
            28 | 29 | 51 | 53 | 54 | 58 => "m月d日",
            31 => "yyyy年m月d日",
            32..=35 | 55 | 56 => "h:mm",
            _ => "General",
        })
    }

    /// The format that a code describes; its part for positive numbers serves all.
    pub(super) fn of_code(code: &str) -> Format {
        if code.len() > LONGEST_CODE {
            return Format::General;
        }
        let mut digits = Digits::default();
        let mut marks = String::new();
        let mut letters = code.chars();
        while let Some(c) = letters.next() {
            let literal = match c {
                ';' => break,
                '"' => letters.by_ref().take_while(|c| *c != '"').collect(),
                '\\' | '!' => letters.next().map(String::from).unwrap_or_default(),
                '_' | '*' => {
                    letters.next();
                    continue;
                }
                '[' => currency(&letters.by_ref().take_while(|c| *c != ']').collect::<String>()),
                '0' | '#' | '?' | '.' | ',' | '%' | '/' | '@' | 'A'..='Z' | 'a'..='z' => {
                    marks.push(c);
                    continue;
                }
                c => c.to_string(),
            };
            let side = if marks.is_empty() { &mut digits.before } else { &mut digits.after };
            side.push_str(&literal);
        }
        if marks.eq_ignore_ascii_case("general") {
            return Format::General;
        }
        if marks.contains(['y', 'm', 'd', 'h', 's', 'Y', 'M', 'D', 'H', 'S']) {
            return Format::Date(Parts::of(&marks.to_ascii_lowercase(), code));
        }
        digits.places(&marks).map_or(Format::General, Format::Number)
    }

    /// Shows a number; in a workbook of the 1904 system its days count from then.
    pub(super) fn show(&self, number: f64, from_1904: bool) -> String {
        let shown = match self {
            Format::General => None,
            Format::Number(digits) => digits.show(number),
            Format::Date(parts) => parts.show(number, from_1904),
        };
        shown.unwrap_or_else(|| general(number))
    }
}

/// The currency sign in what stands between brackets (`$¥-804`), which otherwise names a colour or a language.
fn currency(bracket: &str) -> String {
    let sign = bracket.strip_prefix('$').map(|rest| rest.split('-').next().unwrap_or_default());
    sign.unwrap_or_default().to_owned()
}

impl Digits {
    /// Takes the places of the digits from the marks of a code; none if it is a fraction, an exponent, a text
    /// or a number cut to thousands.
    fn places(mut self, marks: &str) -> Option<Digits> {
        self.percent = marks.contains('%');
        let marks: Vec<char> = marks.chars().filter(|c| *c != '%').collect();
        let point = marks.iter().position(|c| *c == '.').unwrap_or(marks.len());
        let (whole, fraction) = marks.split_at(point);
        let fraction = fraction.strip_prefix(&['.']).unwrap_or(fraction);
        if whole.last() == Some(&',') || whole.is_empty() && fraction.is_empty() {
            return None;
        }
        self.thousands = whole.contains(&',');
        self.whole = whole.iter().filter(|c| **c == '0').count();
        self.least = fraction.iter().filter(|c| **c == '0').count();
        self.most = fraction.len();
        let only_digits = marks.iter().all(|c| matches!(c, '0' | '#' | '?' | '.' | ','));
        (only_digits && !fraction.contains(&',') && self.most <= SIGNIFICANT).then_some(self)
    }

    fn show(&self, number: f64) -> Option<String> {
        let power = if self.percent { 2 } else { 0 };
        let (whole, fraction) = Decimal::of(number)?.rounded(self.most, power)?;
        let is_zero = whole.bytes().chain(fraction.bytes()).all(|digit| digit == b'0');
        let sign = if number < 0.0 && !is_zero { "-" } else { "" };
        let whole = format!("{whole:0>width$}", width = self.whole);
        let whole = if self.thousands { grouped(&whole) } else { whole };
        let fraction = &fraction[..fraction.trim_end_matches('0').len().max(self.least)];
        let point = if fraction.is_empty() { "" } else { "." };
        let percent = if self.percent { "%" } else { "" };
        let (before, after) = (self.before.trim_start(), self.after.trim_end());
        Some(format!("{before}{sign}{whole}{point}{fraction}{percent}{after}"))
    }
}

/// Separates thousands by commas.
fn grouped(whole: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number as significant digits times a power of ten.
struct Decimal {
    digits: u128,
    power: i32,
}

impl Decimal {
    /// None for numbers that are written with an exponent.
    fn of(number: f64) -> Option<Decimal> {
        let written = format!("{:.*e}", SIGNIFICANT - 1, number.abs());
        let (digits, exponent) = written.split_once('e')?;
        let exponent: i32 = exponent.parse().ok()?;
        let digits = digits.replace('.', "").parse().ok()?;
        let power = exponent - (SIGNIFICANT as i32 - 1);
        (-20..=20).contains(&exponent).then_some(Decimal { digits, power })
    }

    /// The digits before and after the point, rounded to some places, after multiplying by a power of ten.
    fn rounded(self, places: usize, power: i32) -> Option<(String, String)> {
        let power = self.power + power + i32::try_from(places).ok()?;
        let unit = 10u128.checked_pow(power.unsigned_abs())?;
        let scaled =
            if power < 0 { (self.digits + unit / 2) / unit } else { self.digits.checked_mul(unit)? };
        let mut whole = format!("{scaled:0width$}", width = places + 1);
        let fraction = whole.split_off(whole.len() - places);
        Some((whole, fraction))
    }
}

/// A number with the digits it has: 96171.6 for what is held as 96171.600000000006.
fn general(number: f64) -> String {
    let all = |decimal: Decimal| {
        let places = usize::try_from(-decimal.power).unwrap_or(0);
        decimal.rounded(places, 0)
    };
    let Some((whole, fraction)) = Decimal::of(number).and_then(all) else {
        return format!("{number:e}").to_uppercase();
    };
    let fraction = fraction.trim_end_matches('0');
    let sign = if number < 0.0 { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

impl Parts {
    /// The parts that the letters of a code name; `m` is minutes beside hours and seconds.
    fn of(letters: &str, code: &str) -> Parts {
        let (year, day) = (letters.contains('y'), letters.contains('d'));
        let time = letters.contains('h') || letters.contains('s');
        let month = letters.contains('m') && (!time || year || day);
        Parts { year, month, day, time, chinese: code.contains(['年', '月', '日']) }
    }

    fn show(self, number: f64, from_1904: bool) -> Option<String> {
        let (separator, [years, months, days]) =
            if self.chinese { ("", ["%Y年", "%-m月", "%-d日"]) } else { ("-", ["%Y", "%m", "%d"]) };
        let parts = [(self.year, years), (self.month, months), (self.day, days)];
        let date: Vec<&str> = parts.into_iter().filter(|(shown, _)| *shown).map(|(_, part)| part).collect();
        let time = if self.time { " %H:%M" } else { "" };
        let pattern = date.join(separator) + time;
        Some(moment(number, from_1904)?.strftime(pattern.trim_start()).to_string())
    }
}

/// The date and time that a number of days means.
fn moment(days: f64, from_1904: bool) -> Option<DateTime> {
    // The 1900 system counts a 29 February 1900 that never was.
    let base = if from_1904 {
        date(1904, 1, 1)
    } else if days < 60.0 {
        date(1899, 12, 31)
    } else {
        date(1899, 12, 30)
    };
    let minutes = (days * 1440.0).round();
    if !(0.0..3_000_000.0 * 1440.0).contains(&minutes) {
        return None;
    }
    let span: Span = (minutes as i64).minutes();
    base.to_datetime(jiff::civil::Time::midnight()).checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_the_digits_they_have() {
        let cases = [
            (0.0, "0"),
            (3119.0, "3119"),
            (-7.0, "-7"),
            (96171.6, "96171.6"),
            (96_171.6_f64.next_up(), "96171.6"),
            (0.1 + 0.2, "0.3"),
            (60.1733, "60.1733"),
            (0.000_012_5, "0.0000125"),
            (12_345_678_901_234.0, "12345678901234"),
            (1e300, "1E300"),
            (999_999_999_999_999.9, "1000000000000000"),
        ];
        for (number, shown) in cases {
            assert_eq!(Format::General.show(number, false), shown, "{number}");
        }
    }

    #[test]
    fn formats_show_what_a_person_sees() {
        let cases = [
            ("General", 0.5, "0.5"),
            ("0", 2.5, "3"),
            ("0_ ", 7.0, "7"),
            ("0.00", 96171.6, "96171.60"),
            ("0.00_);[Red]\\(0.00\\)", 1.005, "1.01"),
            ("#,##0", 447_228.0, "447,228"),
            ("#,##0.00", 1_234_567.895, "1,234,567.90"),
            ("0.##", 1.5, "1.5"),
            ("#", 0.0, "0"),
            ("000", 7.0, "007"),
            ("0%", 0.125, "13%"),
            ("0.00%", 0.1255, "12.55%"),
            ("0.0%", 0.000_4, "0.0%"),
            ("0.0", -0.04, "0.0"),
            ("0.0", -9.96, "-10.0"),
            ("0\"件\"", 34.0, "34件"),
            ("0件", 34.0, "34件"),
            ("\"¥\"#,##0.00", 3940.0, "¥3,940.00"),
            ("[$¥-804]#,##0", 3940.0, "¥3,940"),
            ("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", 0.0, "0"),
            ("@", 5.0, "5"),
            ("# ?/?", 0.5, "0.5"),
            ("0.00E+00", 1234.0, "1234"),
            ("#,##0,", 1234.0, "1234"),
            ("yyyy\"年\"m\"月\"d\"日\"", 45306.0, "2024年1月15日"),
            ("yyyy/m/d", 45306.0, "2024-01-15"),
            ("yyyy\"年\"m\"月\"", 45306.0, "2024年1月"),
            ("m\"月\"d\"日\"", 45306.0, "1月15日"),
            ("yyyy-mm-dd hh:mm", 45306.5, "2024-01-15 12:00"),
            ("h:mm", 0.75, "18:00"),
            ("yyyy-mm-dd", 1.0, "1900-01-01"),
            ("yyyy-mm-dd", 61.0, "1900-03-01"),
            ("yyyy-mm-dd", -1.0, "-1"),
            ("yyyy-mm-dd", 1e18, "1000000000000000000"),
        ];
        for (code, number, shown) in cases {
            assert_eq!(Format::of_code(code).show(number, false), shown, "{code} {number}");
        }
        assert_eq!(Format::of_code("yyyy-mm-dd").show(43844.0, true), "2024-01-15", "days from 1904");
        let long = "\"长\"0".repeat(1000);
        assert_eq!(Format::of_code(&long), Format::General, "longer than any format");
        assert_eq!(Format::built_in(10).show(0.5, false), "50.00%");
        assert_eq!(Format::built_in(31).show(45306.0, false), "2024年1月15日");
        assert_eq!(Format::built_in(0).show(f64::INFINITY, false), "INF");
    }
}
