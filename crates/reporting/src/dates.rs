//! Dates as reports print them: 2021年1月15日, 2021-01-15, 二〇二一年一月十五日.

use std::ops::Range;

use jiff::civil::Date;

/// Dates in a squashed text, with their byte ranges, in order.
pub(crate) fn find(plain: &str) -> Vec<(Date, Range<usize>)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((start, first)) = plain[from..].char_indices().find(|(_, c)| digit(*c).is_some()) {
        let start = from + start;
        match date_at(&plain[start..]) {
            Some((date, length)) => {
                found.push((date, start..start + length));
                from = start + length;
            }
            None => {
                // Skip the whole run of digits: 12020-01-01 is no date.
                let run: usize =
                    plain[start..].chars().take_while(|c| digit(*c).is_some()).map(char::len_utf8).sum();
                from = start + run.max(first.len_utf8());
            }
        }
    }
    found
}

/// A date at the start of a squashed text and its length in bytes.
fn date_at(plain: &str) -> Option<(Date, usize)> {
    let (year, digits, rest) = number(plain)?;
    let (first, second, last): (&[char], &[char], &[char]) = if digits == 4 && rest.starts_with('年') {
        (&['年'], &['月'], &['日', '号'])
    } else {
        (&['-', '/', '.'], &['-', '/', '.'], &[])
    };
    if digits != 4 {
        return None;
    }
    let rest = rest.strip_prefix(first)?;
    let (month, _, rest) = number(rest)?;
    let rest = rest.strip_prefix(second)?;
    // A time may follow without its space: 2024-02-0510:22.
    let two = rest.char_indices().nth(2).filter(|_| last.is_empty()).map_or(rest.len(), |(at, _)| at);
    let (day, _, left) = number(&rest[..two])?;
    let rest = &rest[two - left.len()..];
    let rest = if last.is_empty() { rest } else { rest.strip_prefix(last)? };
    let date =
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some((date, plain.len() - rest.len()))
}

/// A number in digits or in Chinese numerals as dates use them: its value, how many digits, and the rest.
fn number(plain: &str) -> Option<(u32, usize, &str)> {
    let end = plain.find(|c| digit(c).is_none()).unwrap_or(plain.len());
    let (digits, rest) = plain.split_at(end);
    let letters: Vec<char> = digits.chars().collect();
    let ten = letters.iter().position(|c| *c == '十');
    let value = match ten {
        // 十五, 三十, 三十一
        Some(at) if at <= 1 && letters.len() <= at + 2 => {
            let tens = if at == 0 { 1 } else { digit(letters[0])? };
            tens * 10 + letters.get(at + 1).map_or(Some(0), |c| digit(*c))?
        }
        Some(_) => return None,
        None if (1..=4).contains(&letters.len()) => {
            letters.iter().try_fold(0, |value, c| Some(value * 10 + digit(*c)?))?
        }
        None => return None,
    };
    Some((value, letters.len(), rest))
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '〇' | '零' | '○' | 'O' => Some(0),
        '十' => Some(10),
        _ => "一二三四五六七八九".chars().position(|n| n == c).map(|n| n as u32 + 1),
    }
}

/// A day as it is printed (12月31日), which need not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Day {
    /// The year, where one is printed with it.
    pub(crate) year: Option<i16>,
    /// 1 to 12, if it exists.
    pub(crate) month: i8,
    /// 1 to 31, if it exists.
    pub(crate) day: i8,
    /// Its bytes.
    pub(crate) range: Range<usize>,
}

impl Day {
    /// Whether the calendar has it; 29 February without a year may be meant.
    pub(crate) fn exists(&self) -> bool {
        /// A leap year.
        const LEAP: i16 = 2024;
        Date::new(self.year.unwrap_or(LEAP), self.month, self.day).is_ok()
    }
}

/// Days that a squashed text prints with 月 and 日, in order.
pub(crate) fn days(plain: &str) -> Vec<Day> {
    plain.match_indices('月').filter_map(|(at, _)| day_around(plain, at)).collect()
}

fn day_around(plain: &str, at: usize) -> Option<Day> {
    let (day, _, rest) = number(&plain[at + '月'.len_utf8()..])?;
    let rest = rest.strip_prefix(['日', '号'])?;
    let before = plain[..at].trim_end_matches(|c| digit(c).is_some());
    let (month, _, _) = number(&plain[before.len()..at])?;
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let mut day = Day { year: None, month, day, range: before.len()..plain.len() - rest.len() };
    if let Some(before) = before.strip_suffix('年') {
        let start = before.trim_end_matches(|c| digit(c).is_some()).len();
        if let Some((year, 4, _)) = number(&before[start..]) {
            day.year = i16::try_from(year).ok();
            day.range.start = start;
        }
    }
    Some(day)
}

/// Years that a squashed text names as years (2021年, 2021年度), not as parts of a date, with their byte offsets.
pub(crate) fn years(plain: &str) -> Vec<(i16, usize)> {
    let bytes = plain.as_bytes();
    plain
        .match_indices('年')
        .filter_map(|(at, _)| {
            let digits = plain.get(at.checked_sub(4)?..at)?;
            let alone = at == 4 || !bytes[at - 5].is_ascii_digit();
            let year: i16 = digits.parse().ok().filter(|year| (1990..2100).contains(year) && alone)?;
            let behind = plain[at + '年'.len_utf8()..].trim_start_matches(|c: char| c.is_ascii_digit());
            let part_of_date = behind.starts_with('月');
            (!part_of_date).then_some((year, at - 4))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_found_as_they_are_printed() {
        let cases = [
            ("2021年1月15日", Some(date(2021, 1, 15))),
            ("二〇二一年一月十五日", Some(date(2021, 1, 15))),
            ("二○二一年十二月三十一日", Some(date(2021, 12, 31))),
            ("发布日期:2022-01-28", Some(date(2022, 1, 28))),
            ("2022/1/8", Some(date(2022, 1, 8))),
            ("2021年2月30日", None),
            ("0451-84664926", None),
            ("发布时间:2024-02-05 10:22", Some(date(2024, 2, 5))),
            ("2021年度", None),
            ("国办公开办函〔2021〕30号", None),
        ];
        for (text, expected) in cases {
            assert_eq!(find(&crate::text::squash(text)).first().map(|(date, _)| *date), expected, "{text}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_found_too() {
        let found = |text: &str| -> Vec<_> {
            days(text).iter().map(|day| (day.year, day.month, day.day, day.exists())).collect()
        };
        assert_eq!(
            found("自2025年1月1日起至12月32日止"),
            [(Some(2025), 1, 1, true), (None, 12, 32, false)],
            "the second has no year"
        );
        assert_eq!(found("二〇二五年二月二十九日"), [(Some(2025), 2, 29, false)], "2025 is no leap year");
        assert_eq!(found("2月29日"), [(None, 2, 29, true)], "of some year");
        assert_eq!(found("每月1日,1-6月,13个月"), [], "not days of one month");
    }

    #[test]
    fn a_year_is_not_part_of_a_date() {
        assert_eq!(
            years("2020年,我街;2021年1月1日;2022年度"),
            [(2020, 0), (2022, "2020年,我街;2021年1月1日;".len())]
        );
    }
}
