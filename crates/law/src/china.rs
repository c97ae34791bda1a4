//! The day in China (北京时间): that of deadlines, of files and of pages.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, offset};

/// Asia/Shanghai: UTC+8 without summer time.
pub fn time_zone() -> TimeZone {
    TimeZone::fixed(offset(8))
}

/// The day in China at a point of time.
pub fn day(at: Timestamp) -> Date {
    at.to_zoned(time_zone()).date()
}

/// A point of time as clocks in China show it, to the minute: 2026-01-20 09:30.
pub fn minute(at: Timestamp) -> String {
    at.to_zoned(time_zone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A day as official documents write it, without leading zeros (成文日期, GB/T 9704-2012, 7.3.5.4): 2026年1月20日.
pub fn official_date(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// A day as people write it: 2026-03-02, 2026/3/2, 2026.3.2, 2026年3月2日, 20260302; a time behind a space is left out. None for
/// anything else.
pub fn written_day(text: &str) -> Option<Date> {
    let text: String = text.trim().chars().map(half_width).collect();
    let text = text.as_str();
    let (text, time) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    if !time.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | ' ' | 'Z' | '+' | '-')) {
        return None;
    }
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?).ok();
    }
    let mut parts = text.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty());
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_whole = parts.next().is_none() && year.len() == 4;
    let day = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    day.ok().filter(|_| is_whole)
}

/// A character as computers write it, of what Chinese keyboards type (全角).
pub fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '－' => '-',
        '／' => '/',
        '．' => '.',
        '　' => ' ',
        c => c,
    }
}

/// The day of the week (星期): 周一 to 周日.
pub fn weekday(day: Date) -> &'static str {
    ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][day.weekday().to_monday_zero_offset() as usize]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_in_china_begins_eight_hours_early() {
        let at = |text: &str| day(text.parse().unwrap());
        assert_eq!(at("2025-12-31T15:59:59Z"), date(2025, 12, 31));
        assert_eq!(at("2025-12-31T16:00:00Z"), date(2026, 1, 1));
        assert_eq!(minute("2025-12-31T16:05:30Z".parse().unwrap()), "2026-01-01 00:05");
    }

    #[test]
    fn a_day_is_read_as_people_write_it() {
        for text in [
            "2026-03-02",
            "2026/3/2",
            "2026.3.2",
            "2026年3月2日",
            "20260302",
            " 2026-3-2 0:00",
            "２０２６－３－２",
        ] {
            assert_eq!(written_day(text), Some(date(2026, 3, 2)), "{text}");
        }
        for text in [
            "26-3-2",
            "2026-02-30",
            "2026-03",
            "3月2日",
            "今天",
            "20261332",
            "45719",
            "2025-03-03 补正后2025-03-20收到",
        ] {
            assert_eq!(written_day(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_is_written_without_leading_zeros() {
        assert_eq!(official_date(date(2026, 1, 4)), "2026年1月4日");
        assert_eq!((weekday(date(2026, 3, 30)), weekday(date(2026, 1, 4))), ("周一", "周日"));
    }
}
