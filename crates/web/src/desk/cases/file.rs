//! `GET /desk/cases/{id}/file/{file}` — 文书和附件: the answer, the receipt, any letter that went out, the clock, a file of the case.

use axum::extract::{Path, State};
use axum::response::Response;
use services::cases::files::held;
use services::cases::{Cases, Opened, Told};
use typeset::envelope::Size;

use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::name::named;
use crate::view::clock;
use crate::{App, download, moment};

pub(crate) async fn letter(
    State(app): State<App>,
    officer: Officer,
    Path((id, kind)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let cases = officer.cases(&app)?;
    let opened = officer.open(cases, &id).await?;
    let told = cases.told(&opened).await?;
    let (name, format) = kind.split_once('.').unwrap_or((&kind, ""));
    let version = name.strip_prefix("letter-").and_then(|version| version.parse().ok());
    let nth = name.strip_prefix("answer-").and_then(|nth| nth.parse().ok());
    if name == "letter" || name == "receipt" || version.is_some() || nth.is_some() {
        cases.unmasked(&opened.id, &officer.officer_id(), "letter", moment::now()).await?;
    }
    let (letter, called) = match (name, version) {
        ("letter", _) => {
            let answer = cases.answer(&opened, &told, moment::now().today).await?;
            let answer = answer.ok_or(Refusal::NotFound)?;
            let sheet = cases.sheet(&opened.case, answer.letter, answer.kept.as_ref()).await?;
            (sheet, "答复书".to_owned())
        }
        ("receipt", _) if opened.case.imported.is_some() => return Err(Refusal::NotFound),
        ("receipt", _) => (cases.receipt(&opened, &told).await?.into(), "登记回执".to_owned()),
        _ if nth.is_some() => {
            let answered = cases.answered(&opened, &told, nth.unwrap_or_default()).await?;
            (answered.ok_or(Refusal::NotFound)?, "答复书".to_owned())
        }
        (_, Some(version)) => {
            let (kind, letter) = cases.issued(&opened, &told, version).await?.ok_or(Refusal::NotFound)?;
            (letter, kind.name())
        }
        ("clock", _) if format == "pdf" => return clock::pdf(&app, &opened).await,
        _ => return attachment(cases, &opened, &told, &kind).await,
    };
    match format {
        "pdf" => download::letters_pdf(&app, vec![letter], &called).await,
        "docx" => download::letter_docx(&app, &letter.letter, &called),
        _ => Err(Refusal::NotFound),
    }
}

/// `GET /desk/cases/{id}/envelope/{size}` — 信封: it has the address of who applies, so it is for those who may see that, and
/// written down.
pub(crate) async fn envelope(
    State(app): State<App>,
    officer: Officer,
    Path((id, size)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let size: Size = named(&size).ok_or(Refusal::NotFound)?;
    let cases = officer.cases(&app)?;
    let opened = officer.open(cases, &id).await?;
    let envelope = cases.envelope(&opened, &cases.told(&opened).await?)?;
    cases.unmasked(&opened.id, &officer.officer_id(), "envelope", moment::now()).await?;
    download::envelopes_pdf(&app, vec![envelope], size).await
}

/// A file of the case.
async fn attachment(cases: &Cases, opened: &Opened, told: &Told, id: &str) -> Result<Response, Refusal> {
    let asked = held(opened, told).into_iter().find(|one| one.id.as_str() == id).ok_or(Refusal::NotFound)?;
    let (about, bytes) = cases.file(opened, &asked.id).await?;
    Ok(download::private(bytes, about.kind.media_type(), &about.name))
}
