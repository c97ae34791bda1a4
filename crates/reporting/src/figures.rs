//! What the cells of a report say as figures (数据): headlines, money in one unit, zeros that the identities prove, sums that
//! are exact, and all cells as one short text. Pages, charts, sums and batches ask here, so that they say the same.

pub mod compact;
pub(crate) mod exact;
mod headline;
mod known;
mod money;
#[cfg(test)]
pub(crate) mod samples;

use rust_decimal::Decimal;

pub use headline::{Headline, Headlines};
pub(crate) use known::{known, printed_instead};
pub use money::Unit;

/// A difference for people, with its sign: as it is written, and a plus before what is more than nothing.
pub fn signed(difference: Decimal, written: impl FnOnce(Decimal) -> String) -> String {
    let sign = if difference > Decimal::ZERO { "+" } else { "" };
    format!("{sign}{}", written(difference))
}
