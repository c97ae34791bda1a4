//! The ledger of fees (信息处理费台账): the fee of one application, and what a year came to.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::event::FeeBasis;
use crate::id::TextId;

/// A fee in the ledger (信息处理费台账).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeEntry {
    /// What it was counted by.
    pub basis: Option<FeeBasis>,
    /// In 分.
    pub amount: i64,
    /// The day of the notice, and that of its delivery.
    pub notified: Date,
    /// The day on which the notice arrived.
    pub delivered: Date,
    /// The day it was paid, in time or not.
    pub paid: Option<Date>,
    /// The number of the receipt (票据号).
    pub receipt: Option<TextId>,
    /// What was given back, in 分, and when.
    pub refunds: Vec<(Date, i64)>,
}

impl FeeEntry {
    /// The years in which something happened to it.
    pub fn years(&self) -> BTreeSet<i16> {
        let refunded = self.refunds.iter().map(|(on, _)| *on);
        [Some(self.notified), self.paid].into_iter().flatten().chain(refunded).map(Date::year).collect()
    }
}

/// What a year came to (年度合计), in 分.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FeeYear {
    /// Paid in the year.
    pub collected: i64,
    /// Given back in the year, of whatever year it was.
    pub refunded: i64,
    /// For how many applications something was paid in the year.
    pub cases: usize,
}

impl FeeYear {
    /// Adds fees up.
    pub fn of<'f>(year: i16, fees: impl Iterator<Item = &'f FeeEntry>) -> FeeYear {
        let of_year = |on: Date| on.year() == year;
        fees.fold(FeeYear::default(), |sum, fee| {
            let paid = fee.paid.is_some_and(of_year);
            let refunded: i64 =
                fee.refunds.iter().filter(|(on, _)| of_year(*on)).map(|(_, amount)| amount).sum();
            FeeYear {
                collected: sum.collected + if paid { fee.amount } else { 0 },
                refunded: sum.refunded + refunded,
                cases: sum.cases + usize::from(paid),
            }
        })
    }
}
