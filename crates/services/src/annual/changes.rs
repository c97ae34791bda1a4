//! What differs much from last year (与上年相比): a reader asks, so the office says why.

use reporting::compare::compare;
use reporting::report::Report;
use rust_decimal::Decimal;

/// A figure that differs much (变化较大的数据).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its cell, such as `table3.granted.total`.
    pub cell: String,
    /// What it counts.
    pub label: String,
    /// Last year's.
    pub last: String,
    /// This year's.
    pub this: String,
}

/// From how many on a difference is worth a word.
const WORTH: i64 = 10;

/// The figures that have grown or shrunk by half and by ten at least: all of table two, and the totals of the other two.
pub(super) fn changes(last: &Report, this: &Report) -> Vec<Changed> {
    let compared = compare(last, this);
    let cells = compared.cells();
    let is_total = |path: &str| path.starts_with("table2.") || path.ends_with(".total");
    let changed = cells.filter(|pair| is_total(&pair.at.path())).filter_map(|pair| {
        let (last, this) = (pair.a.as_ref()?.value()?, pair.b.as_ref()?.value()?);
        let (less, more) = (last.min(this), last.max(this));
        let much = more - less >= Decimal::from(WORTH) && more * Decimal::TWO >= less * Decimal::from(3);
        much.then(|| Changed {
            cell: pair.at.path(),
            label: pair.at.words(),
            last: last.to_string(),
            this: this.to_string(),
        })
    });
    changed.collect()
}
