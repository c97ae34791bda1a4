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
    fn a_day_is_written_without_leading_zeros() {
        assert_eq!(official_date(date(2026, 1, 4)), "2026年1月4日");
        assert_eq!((weekday(date(2026, 3, 30)), weekday(date(2026, 1, 4))), ("周一", "周日"));
    }
}
