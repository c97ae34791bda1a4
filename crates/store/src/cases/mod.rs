//! Cases (案件): events that are only added, and beside them what lists and statistics need.

#[macro_use]
mod write;

mod append;
mod facet;
mod model;
mod plan;
mod projection;
mod queries;
mod reader;
mod rebuild;
mod refresh;
mod writer;

pub use append::append;
pub use facet::Facet;
pub use model::{Append, Appended, Change, Entry, Key, SealedText, Series};
pub(crate) use plan::event_link;
pub use queries::*;
pub use reader::Reader;
pub use rebuild::{Rebuilt, rebuild};
pub use refresh::refresh;
pub use writer::Writer;

/// Every statement of these files by name.
pub(crate) fn statements() -> impl Iterator<Item = (&'static str, &'static str)> {
    let writing = [
        ("cases::ORGANS", write::ORGANS),
        ("cases::CASES", write::CASES),
        ("cases::OUTCOMES", write::OUTCOMES),
        ("cases::NUMBERS", write::NUMBERS),
        ("cases::LOCKED", write::LOCKED),
        ("cases::EVENT", write::EVENT),
        ("cases::CASE", write::CASE),
        ("cases::CASE_AGAIN", write::CASE_AGAIN),
        ("cases::FACET_GONE", write::FACET_GONE),
        ("cases::FACET", write::FACET),
        ("cases::TASK_GONE", write::TASK_GONE),
        ("cases::TASK", write::TASK),
        ("cases::TEXT", write::TEXT),
        ("cases::RECEIVED", write::RECEIVED),
        ("cases::ENDED", write::ENDED),
        ("cases::NUMBER", write::NUMBER),
        ("cases::OUTCOME", write::OUTCOME),
        ("reader::EVENTS_OF", reader::EVENTS_OF),
        ("rebuild::EVENTS", rebuild::EVENTS),
        ("rebuild::FORGET_CASES", rebuild::FORGET_CASES),
        ("rebuild::FORGET_FACETS", rebuild::FORGET_FACETS),
        ("rebuild::FORGET_TASKS", rebuild::FORGET_TASKS),
        ("rebuild::FORGET_RECEIVED", rebuild::FORGET_RECEIVED),
        ("rebuild::FORGET_ENDED", rebuild::FORGET_ENDED),
    ];
    writing.into_iter().chain(queries::STATEMENTS)
}
