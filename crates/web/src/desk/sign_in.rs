//! Signing in and out (登录、退出).

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;
use services::people;
use services::people::demo::{MEMBERS, Member};

use super::kept::{Kept, enter};
use crate::App;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::address::Address;
use crate::extract::session;
use crate::view::{Page, render_form};

#[derive(Template)]
#[template(path = "desk/sign_in.html")]
struct SignIn {
    page: Page,
    name: String,
    back: String,
    kept: Kept,
    problem: Option<String>,
    /// The people of the demonstration; nobody anywhere else.
    demo: &'static [Member],
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    pub(super) back: String,
}

#[derive(Deserialize)]
pub(crate) struct Given {
    name: String,
    password: String,
    #[serde(default)]
    back: String,
    #[serde(flatten)]
    kept: Kept,
}

/// The form for somebody whose session had ended when a form was sent, which goes along.
pub(super) fn ask_again(app: &App, display: Display, kept: Kept) -> Response {
    let problem = "登录已经结束，您填写的内容没有丢失：请重新登录，然后继续提交".to_owned();
    let mut answer = page(app, display, String::new(), ("/desk".to_owned(), kept), Some(problem));
    *answer.status_mut() = StatusCode::UNAUTHORIZED;
    answer
}

fn page(
    app: &App,
    display: Display,
    name: String,
    (back, kept): (String, Kept),
    problem: Option<String>,
) -> Response {
    let demo = if app.site().demo { &MEMBERS[..] } else { &[] };
    let page = Page::new(app, display, "/desk/sign-in", "");
    let view = SignIn { page, name, back, kept, problem, demo };
    render_form(&view, view.problem.is_some())
}

/// `GET /desk/sign-in`.
pub(crate) async fn form(State(app): State<App>, display: Display, Query(asked): Query<Asked>) -> Response {
    page(&app, display, String::new(), (asked.back, Kept::default()), None)
}

/// `POST /desk/sign-in`: goes on to where somebody wanted to go, or to the second factor.
pub(crate) async fn sign_in(
    State(app): State<App>,
    display: Display,
    Address(address): Address,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Result<Response, Refusal> {
    let (now, seed) = (app.now(), app.seed()?);
    if !people::signing_in(app.store(), app.people(), &address, now).await? {
        return Err(Refusal::TooOften("从这个地址登录的次数太多，请一小时后再试".into()));
    }
    let credentials = (given.name.as_str(), given.password.as_str());
    match people::sign_in(app.store(), app.people(), credentials, now, &seed).await {
        Ok(signed_in) => Ok(enter(&app, display, &headers, &signed_in, (&given.back, given.kept)).await),
        Err(error @ (people::Error::Wrong | people::Error::Locked { .. })) => {
            Ok(page(&app, display, given.name, (given.back, given.kept), Some(error.to_string())))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /desk/sign-out`.
pub(crate) async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<Response, Refusal> {
    if let Some(token) = session::token(&app, &headers) {
        people::sign_out(app.store(), &token, app.now()).await?;
    }
    let forget = AppendHeaders(session::forget().map(|cookie| (SET_COOKIE, cookie)));
    Ok((forget, Redirect::to("/desk/sign-in")).into_response())
}
