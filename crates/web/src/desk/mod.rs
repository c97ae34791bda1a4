//! 工作台: the pages for those who work here.

pub(crate) mod account;
pub(crate) mod accounts;
pub(crate) mod annual;
pub(crate) mod archive;
pub(crate) mod audit;
pub(crate) mod cases;
pub(crate) mod departments;
pub(crate) mod fees;
pub(crate) mod home;
pub(crate) mod inquiries;
pub(crate) mod jobs;
pub(crate) mod kept;
pub(crate) mod ledger;
pub(crate) mod letters;
mod names;
pub(crate) mod second_factor;
pub(crate) mod setup;
pub(crate) mod sign_in;
pub(crate) mod sought;
pub(crate) mod stamps;
pub(crate) mod sub_reasons;
pub(crate) mod tokens;
mod view;
mod year;

pub(crate) use view::{Desk, Link};
