//! Pages: what a template prints, set, and the PDF that shows it.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::{Fonts, Unwritable};

/// Something that a template prints.
pub(crate) trait Printed: Serialize {
    /// The template.
    fn template() -> &'static Source;

    /// Every text of it, so that characters without a glyph are found first.
    fn texts(&self) -> impl Iterator<Item = &str>;

    /// The images that the template names `/image-0`, `/image-1` and so on.
    fn images(&self) -> Vec<Bytes> {
        Vec::new()
    }
}

/// Writes a PDF: PDF/A-2a, tagged, with bookmarks and the fonts it uses.
pub(crate) fn pdf(printed: &impl Printed, fonts: &Fonts) -> Result<Vec<u8>, Unwritable> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a]).map_err(|error| failed(error.message()))?;
    let options =
        PdfOptions { creator: Smart::Custom(Some("Gongkai".into())), standards, ..PdfOptions::default() };
    written(printed, fonts, |document| {
        typst_pdf::pdf(document, &options).map_err(|errors| failed(&first(&errors)))
    })
}

/// Sets the pages and writes them.
///
/// # Errors
/// When a character has no glyph, the template finds fault with anything, or they cannot be written.
pub(crate) fn written(
    printed: &impl Printed,
    fonts: &Fonts,
    write: impl FnOnce(&PagedDocument) -> Result<Vec<u8>, Unwritable>,
) -> Result<Vec<u8>, Unwritable> {
    let _memory = Memory;
    write(&set(printed, fonts)?)
}

/// What the library remembers of its work. However writing ends, what this document did not need is forgotten: so
/// fonts that are ready for use pass from one document to the next, and everything else of a document goes with the
/// next one.
struct Memory;

impl Drop for Memory {
    fn drop(&mut self) {
        comemo::evict(1);
    }
}

pub(crate) fn set<P: Printed>(printed: &P, fonts: &Fonts) -> Result<PagedDocument, Unwritable> {
    let missing = fonts.missing(printed.texts());
    if !missing.is_empty() {
        return Err(Unwritable::MissingGlyphs(missing));
    }
    let data = Data { printed, fonts: &fonts.stacks };
    let data = serde_json::to_vec(&data).map_err(|error| failed(&error.to_string()))?;
    let images = printed.images().into_iter().enumerate();
    let images = images.map(|(nth, image)| (file(&format!("/image-{nth}")), image)).collect();
    let page = Page { template: P::template(), fonts, data: Bytes::new(data), images };
    let set = typst::compile::<PagedDocument>(&page);
    // A warning is a font that fell back or a mistake in the template.
    if let Some(warning) = set.warnings.first() {
        return Err(failed(&warning.message));
    }
    set.output.map_err(|errors| failed(&first(&errors)))
}

#[derive(Serialize)]
struct Data<'p, P> {
    printed: &'p P,
    fonts: &'p crate::fonts::Stacks,
}

fn failed(message: &str) -> Unwritable {
    Unwritable::Failed(message.to_owned())
}

fn first(errors: &[SourceDiagnostic]) -> String {
    errors.first().map_or_else(String::new, |error| error.message.to_string())
}

/// A template by its name and text.
pub(crate) fn template(path: &str, text: &str) -> Source {
    Source::new(file(path), text.to_owned())
}

/// The file with the data.
static DATA: LazyLock<FileId> = LazyLock::new(|| file("/data.json"));

fn file(path: &str) -> FileId {
    // Both paths are written above.
    let path = VirtualPath::new(path).unwrap_or_else(|error| panic!("{path} is no path: {error:?}"));
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

/// All that a template can see: its own text, its data, its images, and fonts. No other file, no network, no clock.
struct Page<'f> {
    template: &'static Source,
    fonts: &'f Fonts,
    data: Bytes,
    images: HashMap<FileId, Bytes>,
}

impl World for Page<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.fonts.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA {
            return Ok(self.data.clone());
        }
        self.images.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
