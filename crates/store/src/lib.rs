//! Where reports are kept (存储): SQLite inside a data directory for a county, PostgreSQL for a province.
//!
//! [`Store`] is the database; [`put`] lays a report into it, [`put_tree`] the tree of authorities, and each file of
//! [`queries`] answers one question; [`people`] are those who work here; [`cases`] are applications as events, whose texts
//! lie under the keys of the [`vault`], and [`files`] has what is attached to them; [`annual`] is what an authority's own report is made of. Every statement is one text for both
//! databases; `backend.rs` is the only place that knows which of them answers. Nothing here reads files of reports or decides
//! what is right about them.

#[macro_use]
mod backend;
#[macro_use]
mod many;
#[macro_use]
pub mod audit;
pub mod annual;
pub mod backup;
pub mod cases;
mod chain;
mod content;
mod error;
mod figures;
pub mod files;
pub mod job;
#[macro_use]
mod model;
pub mod people;
mod put;
mod put_tree;
pub mod queries;
mod queue;
mod revision;
pub mod stamps;
mod statements;
pub mod vault;

pub use backend::{Location, Store};
pub use error::{Error, Result};
pub use figures::Figures;
pub use model::{
    Branch, File, Headline, Organ, Page, Stored, Summary, Verdict, WithFigures, bytes, hexadecimal,
};
pub use put::{NewReport, Put, put, recheck};
pub use put_tree::{organ_id, put_organ, put_tree};
#[doc(hidden)]
pub use statements::statements;
