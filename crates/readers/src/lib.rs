//! Files in: text, Markdown, HTML, PDF, DOC, DOCX, XLS and XLSX as [`Document`]s.
//!
//! This crate knows encodings and containers: [`read`] turns bytes into lines and true table rows with their
//! places, and `reporting` says what they mean; [`report()`] does one after the other. Files come from anyone, so
//! every reader is linear in the size of its input, takes its memory from [`Limits`], and ends either in a
//! document or in one sentence for the person who chose the file ([`Unreadable`]).

mod detect;
mod doc;
mod docx;
mod encoding;
mod error;
mod flow;
mod grid;
mod html;
mod kind;
mod layout;
mod limits;
mod markdown;
mod numbering;
mod numerals;
mod package;
mod pdf;
#[cfg(test)]
mod properties;
mod report;
#[cfg(test)]
mod samples;
mod scan;
mod sheet;
mod text;
mod xml;

use reporting::document::{Content, Document};

use detect::{Container, Markup};
pub use error::Unreadable;
pub use kind::{Kind, first_page, kind, unpacked};
pub use limits::Limits;
pub use pdf::interpret_only;
pub use report::{Unusable, report, report_with};
pub use scan::Recognition;

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Lines and table rows of a written report.
    Document(Document),
    /// JSON, decoded to text and otherwise untouched.
    Json(String),
}

/// Reads a file, by what is in it first and by the extension of its `name` second.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Input, Unreadable> {
    read_with(name, bytes, limits, &Recognition::default())
}

/// The same; pages that are pictures are read as the settings say.
pub fn read_with(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    recognition: &Recognition,
) -> Result<Input, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.len() as u64 > limits.bytes {
        return Err(Unreadable::TooBig { megabytes: limits.bytes.div_ceil(1 << 20) });
    }
    let document = match detect::container(bytes, limits)? {
        Some(Container::Docx) => docx::read(bytes, limits)?,
        Some(Container::Xlsx) => sheet::read_xlsx(bytes, limits)?,
        Some(Container::Doc) => doc::read(bytes, limits)?,
        Some(Container::Pdf) => pdf::read(bytes, limits, recognition)?,
        Some(Container::Xls) => sheet::read_xls(bytes, limits)?,
        None => {
            let text = encoding::decode(bytes)?;
            match detect::markup(name, &text)? {
                Markup::Json => return Ok(Input::Json(text)),
                Markup::Html => html::read(&text, limits)?,
                Markup::Markdown => markdown::read(&text, limits)?,
                Markup::Plain => text::read(&text, limits)?,
                Markup::SpreadsheetMl => sheet::read_spreadsheetml(&text, limits)?,
            }
        }
    };
    if document.lines.iter().all(|line| is_blank(&line.content)) {
        return Err(Unreadable::NoText);
    }
    Ok(Input::Document(document))
}

fn is_blank(content: &Content) -> bool {
    match content {
        Content::Text(text) => text.trim().is_empty(),
        Content::Row(fields) => fields.iter().all(|field| field.text.trim().is_empty()),
    }
}
