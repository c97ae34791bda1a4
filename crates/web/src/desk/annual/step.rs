//! `POST /desk/annual/{year}/step/{act}` — 送审、审核、签发、报送、公布、更正.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use services::annual::Said;
use services::annual::progress::Act;
use services::cases::Failure;

use super::annual;
use super::show::{Refused, page};
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::name::{key, named};
use crate::{App, moment};

/// What comes with it.
#[derive(Debug, Deserialize)]
pub(crate) struct Given {
    #[serde(default)]
    on: String,
    #[serde(default)]
    text: String,
}

pub(crate) async fn act(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Path((year, act)): Path<(i16, String)>,
    Form(given): Form<Given>,
) -> Result<Response, Refusal> {
    let act: Act = named(&act).ok_or(Refusal::NotFound)?;
    if !act.is_for(&officer.roles) {
        return Err(Refusal::Forbidden("您的角色不能办理这一事项".into()));
    }
    let refused =
        |reasons| Refused { reasons, act: key(act), on: given.on.clone(), text: given.text.clone() };
    let on = law::china::written_day(&given.on);
    if on.is_none() && !given.on.trim().is_empty() {
        let reasons = vec!["日期请写成年-月-日，如 2026-01-20".to_owned()];
        return page(&app, &officer, display, year, refused(reasons)).await;
    }
    let said = Said { on, text: given.text.clone() };
    match annual(&app, &officer)?.act(year, act, said, &officer.officer_id(), moment::now()).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/annual/{year}")).into_response()),
        Err(Failure::Refused(against)) => {
            page(&app, &officer, display, year, refused(against.sentences())).await
        }
        Err(failure) => Err(failure.into()),
    }
}
