//! A value that travels with the day it holds from and the article it stands under.

use jiff::civil::Date;

use crate::article::Article;

/// A value of the law over time: for each day, the one that was in force (随时间变化的法定数值).
///
/// A day before the first entry has no answer. It is never answered by the nearest entry.
#[derive(Debug, Clone, Copy)]
pub struct Dated<T: 'static>(
    /// The entries, earliest first; each holds until the day before the next.
    pub &'static [Since<T>],
);

/// One value of a [`Dated`], from its first day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since<T> {
    /// The first day on which the value holds.
    pub from: Date,
    /// The value; its unit is in the name or type of the [`Dated`].
    pub value: T,
    /// The article that says so.
    pub under: Article,
}

/// Writes one entry of a [`Dated`].
pub const fn since<T>(from: Date, value: T, under: Article) -> Since<T> {
    Since { from, value, under }
}

impl<T> Dated<T> {
    /// The entry in force on a day, or `None` before the first one.
    pub fn on(&self, day: Date) -> Option<&'static Since<T>> {
        self.0.iter().rev().find(|entry| entry.from <= day)
    }
}

impl Dated<u16> {
    /// The number of days in force on a day; none, 0, before the first entry.
    pub fn days_on(&self, day: Date) -> u16 {
        self.on(day).map_or(0, |entry| entry.value)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::article::{ogi2007, ogi2019};

    /// The reply period serves as the sample: working days, art. 24 of 2007 and art. 33 of 2019.
    const SAMPLE: Dated<u16> =
        Dated(&[since(date(2008, 5, 1), 15, ogi2007(24, 2)), since(date(2019, 5, 15), 20, ogi2019(33, 2))]);

    #[test]
    fn a_value_comes_with_its_first_day_and_its_article() {
        let cases = [
            ("2008-04-30", None, "no Regulation was in force"),
            ("2008-05-01", Some((15, "2007年条例第24条第2款")), "the first day of the first Regulation"),
            ("2019-05-14", Some((15, "2007年条例第24条第2款")), "its last day"),
            ("2019-05-15", Some((20, "第33条第2款")), "the first day of the revision"),
            ("2026-11-20", Some((20, "第33条第2款")), "still in force"),
        ];
        for (day, want, why) in cases {
            let got = SAMPLE.on(day.parse().unwrap()).map(|entry| (entry.value, entry.under.short()));
            assert_eq!(got, want.map(|(value, under)| (value, under.to_owned())), "{why}");
        }
    }
}
