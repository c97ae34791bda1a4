//! Plain arithmetic of days and weekdays, without any holiday.

use jiff::ToSpan;
use jiff::civil::Date;

/// Days since 1970-01-01.
pub(crate) fn day_number(day: Date) -> i32 {
    number_of(day.year(), day.month(), day.day())
}

/// Days since 1970-01-01, by the rules of the Gregorian calendar.
pub(crate) const fn number_of(year: i16, month: i8, day: i8) -> i32 {
    // The year is counted from March, so that the leap day comes last.
    let (year, month) = (year as i32 - (month <= 2) as i32, (month as i32 + 9) % 12);
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * month + 2) / 5 + day as i32 - 719_469
}

/// Whether a day number falls on Monday to Friday.
pub(crate) fn is_weekday(number: i32) -> bool {
    // 1970-01-01 was a Thursday.
    (number + 3).rem_euclid(7) < 5
}

/// Weekdays before a day number, counted from some Monday long ago.
pub(crate) fn weekdays_before(number: i32) -> i64 {
    let from_monday = i64::from(number) + 3;
    from_monday.div_euclid(7) * 5 + from_monday.rem_euclid(7).min(5)
}

/// The `n`th Monday-to-Friday day after a day; the last day there is, beyond it.
pub(crate) fn weekday_from(day: Date, n: i64) -> Date {
    let mut left = n % 5;
    let Ok(mut day) = day.checked_add((n / 5 * 7).days()) else { return Date::MAX };
    // Whole weeks keep the weekday; from a weekend they must end on the Friday before.
    if left == 0 && !is_weekday(day_number(day)) {
        while !is_weekday(day_number(day)) {
            match day.yesterday() {
                Ok(before) => day = before,
                Err(_) => return day,
            }
        }
        return day;
    }
    while left > 0 {
        let Ok(next) = day.tomorrow() else { return Date::MAX };
        day = next;
        left -= i64::from(is_weekday(day_number(day)));
    }
    day
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn day_numbers_follow_the_calendar() {
        assert_eq!(day_number(date(1970, 1, 1)), 0);
        assert_eq!(day_number(date(2000, 3, 1)), 11_017);
        assert_eq!(day_number(date(1969, 12, 31)), -1);
        for (number, day) in (10_957..).zip(date(2000, 1, 1).series(1.day()).take(36_525)) {
            assert_eq!(day_number(day), number);
            let weekday = day.weekday().to_monday_one_offset();
            assert_eq!(is_weekday(number), weekday <= 5, "{day}");
        }
    }

    #[test]
    fn the_nth_weekday_is_found_without_walking() {
        for start in date(2200, 1, 1).series(1.day()).take(14) {
            let mut walked = start;
            for n in 1..40 {
                walked = walked.tomorrow().unwrap();
                while !is_weekday(day_number(walked)) {
                    walked = walked.tomorrow().unwrap();
                }
                assert_eq!(weekday_from(start, n), walked, "{start} + {n}");
            }
        }
        assert_eq!(weekday_from(Date::MAX, 1), Date::MAX);
        assert_eq!(weekday_from(Date::MAX, 1_000_000), Date::MAX);
    }
}
