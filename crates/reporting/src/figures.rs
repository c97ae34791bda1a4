//! What the cells of a report say as figures (数据): headlines, money in one unit, zeros that the identities prove, sums that
//! are exact, and all cells as one short text. Pages, charts, sums and batches ask here, so that they say the same.

pub mod compact;
pub(crate) mod exact;
mod headline;
mod known;
mod money;
#[cfg(test)]
pub(crate) mod samples;

pub use headline::{Headline, Headlines};
pub(crate) use known::{known, printed_instead};
pub use money::Unit;
