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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_in_china_begins_eight_hours_early() {
        let at = |text: &str| day(text.parse().unwrap());
        assert_eq!(at("2025-12-31T15:59:59Z"), date(2025, 12, 31));
        assert_eq!(at("2025-12-31T16:00:00Z"), date(2026, 1, 1));
    }
}
