//! An authority's own annual report (本机关的年度报告): compiled from its cases, its register of yearly figures and its text,
//! checked like anybody's, taken through review and signature, and published.

mod changes;
mod compile;
mod fields;
pub mod measures;
mod narrative;
mod papers;
pub mod progress;
mod steps;
pub mod tables;

use std::collections::BTreeMap;

use store::annual::{Paper, PaperKind};

pub use self::changes::Changed;
pub use self::compile::{Compiled, Part, UNCONNECTED};
pub use self::narrative::usual;
pub use self::steps::Said;
pub use self::tables::form;
use crate::cases::Cases;

/// The annual reports of the organ whose cases these are.
#[derive(Debug, Clone, Copy)]
pub struct Annual<'c> {
    cases: &'c Cases,
    /// What every page of a published file says of itself (演示), if anything.
    mark: Option<&'static str>,
}

/// The papers of a year as they are now; one that nobody has saved is empty.
#[derive(Debug, Clone, Default)]
pub struct Papers(BTreeMap<PaperKind, Paper>);

impl Papers {
    /// A paper.
    pub fn of(&self, kind: PaperKind) -> Paper {
        self.0.get(&kind).cloned().unwrap_or_default()
    }

    /// Those who have written them as they are now.
    pub fn authors(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(|paper| paper.actor.as_str())
    }
}

impl<'c> Annual<'c> {
    /// The reports of an organ.
    pub fn new(cases: &'c Cases, mark: Option<&'static str>) -> Annual<'c> {
        Annual { cases, mark }
    }
}
