//! The law as pure rules: working days, values that travel with their date, articles, annual report dates.
//!
//! Nothing here reads a file, a clock or a network: the day is always an argument, and a new holiday notice
//! comes in as text. Every rule stands under the article it implements; `articles.toml` lists those articles.

pub mod annual_report;
pub mod article;
pub mod calendar;
pub mod dated;
mod gist;

pub use article::{Article, Statute};
pub use calendar::{
    Certainty, Checked, DayKind, Holiday, Notice, NoticeError, Problem, Regional, Severity, WorkCalendar,
};
pub use dated::{Dated, Since};
