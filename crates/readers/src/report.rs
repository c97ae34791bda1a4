//! From a file to a report, in one step.

use reporting::object::BadObject;
use reporting::read::NotAReport;
use reporting::report::Report;

use crate::{Input, Limits, Recognition, Unreadable};

/// Why a file gives no report; its sentence is that of the cause.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// The file cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// It holds something else.
    #[error(transparent)]
    NotAReport(#[from] NotAReport),
    /// It is JSON of another kind.
    #[error(transparent)]
    BadObject(#[from] BadObject),
}

/// Reads the annual report in a file.
///
/// # Errors
/// When the file cannot be read or holds no report, as one sentence for the person who chose it.
pub fn report(name: &str, bytes: &[u8], limits: &Limits) -> Result<Report, Unusable> {
    report_with(name, bytes, limits, &Recognition::default())
}

/// The same; pages that are pictures are read as the settings say.
///
/// # Errors
/// When the file cannot be read or holds no report, as one sentence for the person who chose it.
pub fn report_with(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    recognition: &Recognition,
) -> Result<Report, Unusable> {
    Ok(match crate::read_with(name, bytes, limits, recognition)? {
        Input::Document(document) => reporting::read(&document)?,
        Input::Json(text) => reporting::object::from_json(&text)?,
    })
}
