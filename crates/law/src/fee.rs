//! Fees for handling very many or very large applications (信息处理费), art. 42.

use jiff::civil::{Date, date};

use crate::article::ogi2019;
use crate::calendar::WorkCalendar;
use crate::dated::{Dated, since};

/// Working days for paying, from the day after the notice arrives (缴费期限).
///
/// The length is known from provincial notices that repeat the measures 国办函〔2020〕109号; the measures themselves were
/// not read. Applications charged before those took effect are counted the same way.
pub const PAYMENT_DAYS: Dated<u16> = Dated(&[since(date(2019, 5, 15), 20, ogi2019(42, 2))]);

/// The last day for paying by a notice given on one day and delivered on another (缴费的最后一天).
pub fn last_payment_day(notified: Date, delivered: Date, calendar: &WorkCalendar) -> Date {
    calendar.nth_working_day_after(delivered, PAYMENT_DAYS.days_on(notified))
}
