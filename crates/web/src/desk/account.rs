//! `/desk/account` — one's own account: roles, sessions, password (我的账号).

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use services::people::{self, Error};
use store::people::{departments, email_of, sessions_of};

use super::Desk;
use super::kept::{Kept, enter};
use crate::App;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::{Page, render_form};

#[derive(Template)]
#[template(path = "desk/account.html")]
struct AccountPage {
    page: Page,
    desk: Desk,
    name: String,
    departments: Vec<String>,
    has_second_factor: bool,
    sessions: usize,
    /// Where the person is reminded.
    email: String,
    problem: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Change {
    old: String,
    password: String,
    again: String,
}

/// `GET /desk/account`.
pub(crate) async fn show(
    State(app): State<App>,
    display: Display,
    officer: Officer,
) -> Result<Response, Refusal> {
    page(&app, display, &officer, None).await
}

async fn page(
    app: &App,
    display: Display,
    officer: &Officer,
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let there = departments(app.store(), &officer.organ).await?;
    let mine = there.into_iter().filter(|department| officer.departments.contains(&department.id));
    let view = AccountPage {
        page: Page::new(app, display, "/desk/account", ""),
        desk: Desk::new(app, officer, "account").await?,
        name: officer.name.clone(),
        departments: mine.map(|department| department.name).collect(),
        has_second_factor: officer.has_second_factor,
        sessions: sessions_of(app.store(), &officer.id).await?.len(),
        email: email_of(app.store(), &officer.id).await?.unwrap_or_default(),
        problem,
    };
    Ok(render_form(&view, view.problem.is_some()))
}

/// `POST /desk/account/password`.
pub(crate) async fn change_password(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    headers: HeaderMap,
    Form(change): Form<Change>,
) -> Result<Response, Refusal> {
    if change.password != change.again {
        let problem = "两次输入的新口令不同，请重新输入".to_owned();
        return page(&app, display, &officer, Some(problem)).await;
    }
    let (now, seed) = (app.now(), app.seed()?);
    let passwords = (change.old.as_str(), change.password.as_str());
    match people::change_password(app.store(), app.people(), &officer, passwords, now, &seed).await {
        Ok(signed_in) => {
            let back = ("/desk/account", Kept::default());
            Ok(enter(&app, display, &headers, &signed_in, back).await)
        }
        Err(error @ (Error::Store(_) | Error::Failed)) => Err(error.into()),
        Err(error) => page(&app, display, &officer, Some(error.to_string())).await,
    }
}

#[derive(Deserialize)]
pub(crate) struct Email {
    email: String,
}

/// `POST /desk/account/email`: where the person is reminded.
pub(crate) async fn change_email(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Form(given): Form<Email>,
) -> Result<Response, Refusal> {
    match people::change_email(app.store(), &officer, &given.email, app.now()).await {
        Ok(()) => Ok(Redirect::to("/desk/account").into_response()),
        Err(error @ (Error::Store(_) | Error::Failed)) => Err(error.into()),
        Err(error) => page(&app, display, &officer, Some(error.to_string())).await,
    }
}

/// `POST /desk/account/sessions`: ends all others.
pub(crate) async fn end_sessions(State(app): State<App>, officer: Officer) -> Result<Response, Refusal> {
    people::end_other_sessions(app.store(), &officer).await?;
    Ok(Redirect::to("/desk/account").into_response())
}
