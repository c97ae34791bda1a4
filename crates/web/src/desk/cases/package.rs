//! `POST /desk/cases/{id}/package/{kind}` — 证据材料、归档案卷: the whole file of a case as a signed package. It has the identities
//! of those who apply: it is for whoever may see them, and written down.

use axum::extract::{Path, State};
use axum::response::Response;
use services::dossier::{About, Purpose};

use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::{App, download, moment};

pub(crate) async fn package(
    State(app): State<App>,
    officer: Officer,
    Path((id, kind)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let purpose = Purpose::named(&kind).ok_or(Refusal::NotFound)?;
    let (cases, now) = (officer.cases(&app)?, moment::now());
    let opened = officer.open(cases, &id).await?;
    cases.unmasked(&opened.id, &officer.officer_id(), &kind, now).await?;
    let about = About {
        purpose: purpose.name().to_owned(),
        number: opened.case.number.clone(),
        organ: cases.settings().letters.organ.clone(),
        made_at: moment::minute(moment::instant(now.at)),
        made_by: officer.person.clone(),
    };
    let pieces = cases.dossier(&opened.id, purpose, app.site().watermark(), now).await?;
    let (signer, number) = (cases.clone(), opened.case.number.clone());
    let packed = move || {
        signer.package(&pieces, about).map_err(|error| {
            tracing::error!(%error, "a package could not be made");
            Refusal::Internal
        })
    };
    let bytes = app.work().run(packed).await?;
    Ok(download::private(bytes, "application/zip", &format!("{}_{number}.zip", purpose.name())))
}
