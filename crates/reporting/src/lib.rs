//! The annual report (政府信息公开工作年度报告): its official forms, how it is read, repaired and checked.
//!
//! Pure: no files, no network, no clock. Articles 49 and 50 of the Regulation, forms 国办公开办函〔2019〕60号
//! and 〔2021〕30号.

pub mod aggregate;
pub mod cell;
pub mod check;
pub mod compare;
pub mod compose;
mod dates;
pub mod document;
pub mod figures;
pub mod form;
pub mod layout;
pub mod narrative;
pub mod object;
pub mod order;
pub mod organ;
pub mod read;
pub mod report;
pub mod text;
pub mod tree;
pub mod trend;

pub use read::read;
