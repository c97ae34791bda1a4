//! How long an organ has for its answer (答复期限), art. 33.

use jiff::civil::date;

use crate::article::{ogi2007, ogi2019};
use crate::dated::{Dated, since};

/// Working days allowed for an answer that is not given on the spot (答复期限).
///
/// Counted from the day of receipt (《政府信息公开条例》2019, art. 33 ¶2; before 2019-05-15: 15 days, 2007, art. 24 ¶2).
pub const REPLY_DAYS: Dated<u16> =
    Dated(&[since(date(2008, 5, 1), 15, ogi2007(24, 2)), since(date(2019, 5, 15), 20, ogi2019(33, 2))]);

/// Working days by which all extensions of one period together may lengthen it (延长答复期限).
///
/// The head of the disclosure office agrees and the applicant is told (art. 33 ¶2).
pub const EXTENSION_DAYS: Dated<u16> =
    Dated(&[since(date(2008, 5, 1), 15, ogi2007(24, 2)), since(date(2019, 5, 15), 20, ogi2019(33, 2))]);

#[cfg(test)]
mod tests {
    use super::*;

    /// Art. 33.
    #[test]
    fn the_revision_of_2019_gives_five_days_more() {
        let cases = [("2019-05-14", Some(15)), ("2019-05-15", Some(20)), ("2008-04-30", None)];
        for (day, days) in cases {
            let day = day.parse().unwrap();
            assert_eq!(REPLY_DAYS.on(day).map(|entry| entry.value), days, "{day}");
            assert_eq!(EXTENSION_DAYS.on(day).map(|entry| entry.value), days, "{day}");
        }
    }
}
