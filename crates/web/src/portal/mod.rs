//! 公众: the pages of the portal, one file each.

pub(crate) mod accessibility;
pub(crate) mod apply;
pub(crate) mod check;
pub(crate) mod columns;
pub(crate) mod compare;
pub(crate) mod data;
pub(crate) mod feed;
pub(crate) mod home;
pub(crate) mod organ;
pub(crate) mod overview;
pub(crate) mod progress;
pub(crate) mod report;
pub(crate) mod reports;
pub(crate) mod search;
pub(crate) mod trend;
