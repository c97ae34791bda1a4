//! Asking the applicant to make an application clear (补正), art. 30.

use jiff::civil::{Date, date};

use crate::article::ogi2019;
use crate::calendar::WorkCalendar;
use crate::dated::{Dated, since};

/// Working days from receipt within which an organ may ask for a correction, once and for everything (补正告知期限).
///
/// Afterwards it answers on what it has. The period for the answer starts again on the day the correction arrives.
pub const NOTICE_DAYS: Dated<u16> = Dated(&[since(date(2019, 5, 15), 7, ogi2019(30, 0))]);

/// The last day on which a correction may still be asked for (告知补正的最后一天).
pub fn last_notice_day(received: Date, calendar: &WorkCalendar) -> Date {
    calendar.nth_working_day_after(received, NOTICE_DAYS.days_on(received))
}
