//! The second factor (动态口令): `/desk/second-factor` asks for the code at a sign-in, `/desk/account/second-factor` sets one up.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;
use services::people::{self, Error};

use super::Desk;
use super::kept::{Kept, enter};
use super::sign_in::Asked;
use crate::App;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::extract::session;
use crate::view::{Page, render_form};

#[derive(Template)]
#[template(path = "desk/second_factor.html")]
struct Ask {
    page: Page,
    back: String,
    kept: Kept,
    problem: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/second_factor_set.html")]
struct SetUp {
    page: Page,
    desk: Desk,
    has_one: bool,
    is_required: bool,
    secret: String,
    picture: Option<Picture>,
    problem: Option<String>,
}

/// The secret as a picture that a telephone reads.
struct Picture(String);

impl Picture {
    fn of(address: &str) -> Option<Picture> {
        let picture = QrCode::new(address).ok()?.render::<svg::Color<'_>>().min_dimensions(220, 220).build();
        let svg = picture.find("<svg").map_or("", |start| &picture[start..]);
        Some(Picture(svg.replacen(
            "<svg",
            r#"<svg class="gk-qr" role="img" aria-label="动态口令的二维码""#,
            1,
        )))
    }
}

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// Drawn from numbers; the address is not in it as text.
impl HtmlSafe for Picture {}

#[derive(Deserialize)]
pub(crate) struct Code {
    code: String,
    #[serde(default)]
    back: String,
    #[serde(flatten)]
    kept: Kept,
}

#[derive(Deserialize)]
pub(crate) struct New {
    secret: String,
    code: String,
    password: String,
}

#[derive(Deserialize)]
pub(crate) struct Confirmed {
    password: String,
}

/// The page that asks for the code; what was kept goes along.
pub(super) fn ask(
    app: &App,
    display: Display,
    (back, kept): (String, Kept),
    problem: Option<String>,
) -> Response {
    let view = Ask { page: Page::new(app, display, "/desk/second-factor", ""), back, kept, problem };
    render_form(&view, view.problem.is_some())
}

/// `GET /desk/second-factor`.
pub(crate) async fn form(State(app): State<App>, display: Display, Query(asked): Query<Asked>) -> Response {
    ask(&app, display, (asked.back, Kept::default()), None)
}

/// `POST /desk/second-factor`: finishes signing in.
pub(crate) async fn finish(
    State(app): State<App>,
    display: Display,
    headers: HeaderMap,
    Form(given): Form<Code>,
) -> Result<Response, Refusal> {
    let Some(token) = session::token(&app, &headers) else {
        return Ok(Redirect::to("/desk/sign-in").into_response());
    };
    let (now, seed) = (app.now(), app.seed()?);
    let with = (app.store(), app.vault()?, app.people());
    match people::finish(with, &token, &given.code, now, &seed).await {
        Ok(signed_in) => Ok(enter(&app, display, &headers, &signed_in, (&given.back, given.kept)).await),
        Err(Error::Halfway) => Ok(Redirect::to("/desk/sign-in").into_response()),
        Err(error @ (Error::WrongCode | Error::Locked { .. })) => {
            Ok(ask(&app, display, (given.back, given.kept), Some(error.to_string())))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /desk/account/second-factor`.
pub(crate) async fn show(
    State(app): State<App>,
    display: Display,
    officer: Officer,
) -> Result<Response, Refusal> {
    let secret = people::new_secret(&app.seed()?);
    page(&app, display, &officer, secret, None).await
}

async fn page(
    app: &App,
    display: Display,
    officer: &Officer,
    secret: String,
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let view = SetUp {
        page: Page::new(app, display, "/desk/account/second-factor", ""),
        desk: Desk::new(app, officer, "account").await?,
        has_one: officer.has_second_factor,
        is_required: officer.owes_second_factor,
        picture: Picture::of(&people::address(&secret, &app.site().name, &officer.name)),
        secret,
        problem,
    };
    Ok(render_form(&view, view.problem.is_some()))
}

/// `POST /desk/account/second-factor`.
pub(crate) async fn set_up(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Form(new): Form<New>,
) -> Result<Response, Refusal> {
    let with = (app.store(), app.vault()?, app.people());
    let given = (new.secret.as_str(), new.code.as_str(), new.password.as_str());
    let result = people::set_up(with, &officer, given, app.now()).await;
    done(&app, display, &officer, new.secret, result).await
}

/// `POST /desk/account/second-factor/remove`.
pub(crate) async fn remove(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Form(given): Form<Confirmed>,
) -> Result<Response, Refusal> {
    let secret = people::new_secret(&app.seed()?);
    let result = people::take_away(app.store(), app.people(), &officer, &given.password, app.now()).await;
    done(&app, display, &officer, secret, result).await
}

/// Back to the account, or to the same page with what is wrong.
async fn done(
    app: &App,
    display: Display,
    officer: &Officer,
    secret: String,
    result: Result<(), Error>,
) -> Result<Response, Refusal> {
    match result {
        Ok(()) => Ok(Redirect::to("/desk/account").into_response()),
        Err(error @ (Error::WrongCode | Error::WrongPassword | Error::Locked { .. })) => {
            page(app, display, officer, secret, Some(error.to_string())).await
        }
        Err(error) => Err(error.into()),
    }
}
