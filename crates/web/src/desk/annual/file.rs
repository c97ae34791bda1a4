//! `GET /desk/annual/{year}/file/{file}` — the report as a file, marked as a draft until it is signed.

use axum::extract::{Path, State};
use axum::response::Response;
use typeset::Setting;

use super::annual;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::site::DEMO_MARK;
use crate::{App, download, moment};

pub(crate) async fn file(
    State(app): State<App>,
    officer: Officer,
    Path((year, file)): Path<(i16, String)>,
) -> Result<Response, Refusal> {
    let format = download::format(&file)?;
    let annual = annual(&app, &officer)?;
    let (report, progress) = (annual.report(year).await?, annual.progress(year).await?);
    let is_draft = progress.signed_on.is_none();
    let mark = if is_draft { Some("草稿") } else { app.site().demo.then_some(DEMO_MARK) };
    let (writer, today) = (app.clone(), moment::now().today);
    let title = report.title.clone().unwrap_or_default();
    let work = move || {
        let setting = Setting { fonts: writer.fonts(), today, mark };
        Ok(typeset::write(&report, format, setting)?)
    };
    let bytes = app.work().run(work).await?;
    let name = format!("{title}{}.{format}", if is_draft { "（草稿）" } else { "" });
    Ok(download::private(bytes, format.media_type(), &name))
}
