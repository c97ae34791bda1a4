//! Files that readers take home (下载): letters, and what was sent or given in a case.

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use casework::letter::Letter;
use typeset::Format;
use typeset::envelope::{Envelope, Size};
use typeset::letter::Sheet;

use crate::error::Refusal;
use crate::{App, moment, percent};

/// Letters as one PDF.
pub(crate) async fn letters_pdf(app: &App, letters: Vec<Sheet>, name: &str) -> Result<Response, Refusal> {
    let setting = app.clone();
    let bytes = app
        .work()
        .run(move || Ok(typeset::letter::pdf(&letters, setting.fonts(), setting.site().watermark())?));
    Ok(private(bytes.await?, "application/pdf", &format!("{name}.pdf")))
}

/// Envelopes as one PDF.
pub(crate) async fn envelopes_pdf(
    app: &App,
    envelopes: Vec<Envelope>,
    size: Size,
) -> Result<Response, Refusal> {
    let setting = app.clone();
    let today = moment::now().today;
    let write = move || Ok(typeset::envelope::pdf(&envelopes, size, today, setting.fonts())?);
    let bytes = app.work().run(write);
    Ok(private(bytes.await?, "application/pdf", &format!("{}.pdf", size.name())))
}

/// A letter as DOCX, to be edited.
pub(crate) fn letter_docx(app: &App, letter: &Letter, name: &str) -> Result<Response, Refusal> {
    let bytes = typeset::letter::docx(letter, app.site().watermark())?;
    Ok(private(bytes, Format::Docx.media_type(), &format!("{name}.docx")))
}

/// A file that nobody else keeps.
pub(crate) fn private(bytes: Vec<u8>, media_type: &'static str, name: &str) -> Response {
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_DISPOSITION, attachment(name)),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// The format of a report that is asked for by the name of its file, such as `report.pdf`.
pub(crate) fn format(file: &str) -> Result<Format, Refusal> {
    file.strip_prefix("report.").and_then(|format| format.parse().ok()).ok_or(Refusal::NotFound)
}

/// The header by which a file is saved under a name that may be Chinese (RFC 6266).
pub(crate) fn attachment(name: &str) -> String {
    format!("attachment; filename*=UTF-8''{}", percent::text(name))
}
