//! The law as pure rules: working days, values that travel with their date, articles; how an application is received,
//! how long the organ has and how it may end; annual report dates.
//!
//! Nothing here reads a file, a clock or a network: the day is always an argument, and a new holiday notice
//! comes in as text. Every rule stands under the article it implements; `articles.toml` lists those articles.

pub mod annual_report;
pub mod article;
pub mod calendar;
pub mod china;
pub mod consultation;
pub mod correction;
pub mod dated;
pub mod exemption;
pub mod fee;
mod gist;
pub mod outcome;
pub mod proactive;
pub mod receipt;
pub mod remedy;
pub mod reply;

pub use article::{Article, Statute};
pub use calendar::{
    Certainty, Checked, DayKind, Holiday, Notice, NoticeError, Problem, Regional, Severity, WorkCalendar,
};
pub use dated::{Dated, Since};
