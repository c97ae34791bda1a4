//! PDF: what is printed on its pages, with its places.
//!
//! Fonts, encodings, encryption and damaged files are the library's; a table is found again from its lines by
//! [`crate::layout`].

mod guard;
mod ink;
mod picture;
#[cfg(test)]
mod tests;
mod unicode;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, DummyDevice, InterpreterCache, InterpreterSettings, interpret_page};
use reporting::document::Document;

use crate::layout::{self, Page};
use crate::limits::Budget;
use crate::scan::{Reader, Recognition};
use crate::{Limits, Unreadable};

/// Characters without a meaning that a text may contain: one in so many.
const UNKNOWN_SHARE: usize = 5;

/// Reads the pages.
///
/// # Errors
/// When the file is damaged, locked, too big, made of pictures, or its fonts do not say which characters they print.
pub(crate) fn read(bytes: &[u8], limits: &Limits, recognition: &Recognition) -> Result<Document, Unreadable> {
    read_pages(bytes, usize::MAX, limits, recognition)
}

/// Reads the first page.
///
/// # Errors
/// As those of [`read`].
pub(crate) fn read_first(bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    read_pages(bytes, 1, limits, &Recognition::default())
}

fn read_pages(
    bytes: &[u8],
    most: usize,
    limits: &Limits,
    recognition: &Recognition,
) -> Result<Document, Unreadable> {
    // The library reads files of any kind of damage; should one be its undoing, the file is at fault.
    let mut budget = Budget::new(limits);
    let read = || pages(bytes, most, recognition, &mut budget);
    let pages = catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(Unreadable::Damaged))?;
    let glyphs = || pages.iter().flat_map(|page| &page.glyphs);
    let unknown = glyphs().filter(|glyph| glyph.c == char::REPLACEMENT_CHARACTER).count();
    if unknown > 0 && unknown * UNKNOWN_SHARE > glyphs().count() {
        return Err(Unreadable::NoCharacters);
    }
    layout::document(pages, &mut budget)
}

/// Interprets all pages and keeps nothing of them, for benchmarks: what the library costs of reading a file. Gives the
/// number of pages.
pub fn interpret_only(bytes: &[u8]) -> usize {
    let Ok(pdf) = Pdf::new(bytes.to_vec()) else { return 0 };
    let cache = InterpreterCache::new();
    for page in pdf.pages().iter() {
        let bounds = Rect::new(0.0, 0.0, 2_000.0, 2_000.0);
        let [a, b, c, d, e, f] = page.initial_transform(true).as_coeffs();
        let transform = Affine::new([a, b, c, d, e, f]);
        let settings = InterpreterSettings::default();
        interpret_page(
            page,
            &mut Context::new(transform, bounds, &cache, page.xref(), settings),
            &mut DummyDevice,
        );
    }
    pdf.pages().len()
}

fn pages(
    bytes: &[u8],
    most: usize,
    recognition: &Recognition,
    budget: &mut Budget,
) -> Result<Vec<Page>, Unreadable> {
    let limits = budget.limits;
    guard::before_opening(bytes, &limits)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Unreadable::Encrypted,
        LoadPdfError::Decryption(_) => Unreadable::OtherEncryption,
        LoadPdfError::Invalid => Unreadable::Damaged,
    })?;
    if pdf.pages().len() > limits.pages as usize {
        return Err(Unreadable::TooManyPages(limits.pages));
    }
    guard::before_reading(&pdf, &limits)?;
    ink::pages(&pdf, most, &mut Reader::new(recognition), budget)
}
