//! `/desk/tokens` — tokens with which programs use the API (接口令牌): the security administrator makes and revokes them, an auditor
//! looks on.

use std::collections::HashMap;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use services::people::{self, Error, NewToken, Scope};
use store::people::{ApiToken, account_named, tokens};

use super::Desk;
use super::names::Names;
use crate::App;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::{Page, render_form};

/// Tokens on a page.
const ROWS: u32 = 100;

/// Days for which a token is good where nothing is said.
const USUAL_DAYS: u16 = 180;

#[derive(Template)]
#[template(path = "desk/tokens.html")]
struct List {
    page: Page,
    desk: Desk,
    rows: Vec<Row>,
    scopes: [Scope; 3],
    given: Given,
    /// A token that has just been made: it is shown once.
    made: Option<String>,
    problem: Option<String>,
    /// The token after which the next page begins.
    next: Option<String>,
}

/// A token in the list.
struct Row {
    token: ApiToken,
    /// 姓名 of its account.
    person: String,
    is_good: bool,
    ends: String,
    used: String,
}

/// What was filled in.
#[derive(Default)]
struct Given {
    name: String,
    account: String,
    days: String,
    scopes: Vec<Scope>,
}

/// Fields; that of the scopes may come again and again.
type Filled = Vec<(String, String)>;

impl Given {
    fn of(filled: &Filled) -> Given {
        let value = |name: &str| filled.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let scopes = filled.iter().filter(|(key, _)| key == "scope");
        Given {
            name: value("name").unwrap_or_default(),
            account: value("account").unwrap_or_default(),
            days: value("days").unwrap_or_default(),
            scopes: scopes.filter_map(|(_, key)| key.parse().ok()).collect(),
        }
    }

    fn has(&self, scope: &Scope) -> bool {
        self.scopes.contains(scope)
    }
}

fn day(at: Timestamp) -> String {
    law::china::day(at).to_string()
}

/// `GET /desk/tokens`.
pub(crate) async fn list(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Query(asked): Query<HashMap<String, String>>,
) -> Result<Response, Refusal> {
    let given = Given { days: USUAL_DAYS.to_string(), ..Given::default() };
    page(&app, display, &officer, asked.get("after").map(String::as_str), (given, None, None)).await
}

/// The page, with what was filled in, a token that was made, or what is against it.
async fn page(
    app: &App,
    display: Display,
    officer: &Officer,
    after: Option<&str>,
    (given, made, problem): (Given, Option<String>, Option<String>),
) -> Result<Response, Refusal> {
    let after = after.and_then(|after| {
        let (at, id) = after.split_once('-')?;
        Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, id.to_owned()))
    });
    let after = after.as_ref().map(|(at, id)| (*at, id.as_str()));
    let found = tokens(app.store(), after, ROWS).await?;
    let next = found.rows.last().filter(|_| found.has_more);
    let next = next.map(|last| format!("{}-{}", last.created_at.as_millisecond(), last.id));
    let now = app.now();
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for token in found.rows {
        rows.push(Row {
            person: names.person(app.store(), &token.account).await?,
            is_good: token.is_good(now),
            ends: day(token.ends_at),
            used: token.used_at.map_or_else(|| "没有用过".to_owned(), day),
            token,
        });
    }
    let view = List {
        page: Page::new(app, display, "/desk/tokens", ""),
        desk: Desk::new(app, officer, "tokens").await?,
        rows,
        scopes: Scope::ALL,
        given,
        made,
        problem,
        next,
    };
    Ok(render_form(&view, view.problem.is_some()))
}

/// `POST /desk/tokens`: the page shows the new token, once.
pub(crate) async fn make(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Form(filled): Form<Filled>,
) -> Result<Response, Refusal> {
    let given = Given::of(&filled);
    let account = account_named(app.store(), &given.account.trim().to_lowercase()).await?;
    let Some(account) = account else {
        let problem = format!("没有登录名“{}”的账号，请核对", given.account.trim());
        return page(&app, display, &officer, None, (given, None, Some(problem))).await;
    };
    let new = NewToken {
        name: given.name.clone(),
        account: account.id,
        scopes: given.scopes.clone(),
        days: given.days.trim().parse().unwrap_or_default(),
    };
    match people::make_token(app.store(), &new, &officer, app.now(), &app.seed()?).await {
        Ok(token) => {
            let made = Some(token.as_str().to_owned());
            let given = Given { days: USUAL_DAYS.to_string(), ..Given::default() };
            page(&app, display, &officer, None, (given, made, None)).await
        }
        Err(error @ (Error::Store(_) | Error::Failed)) => Err(error.into()),
        Err(error) => page(&app, display, &officer, None, (given, None, Some(error.to_string()))).await,
    }
}

/// `POST /desk/tokens/{token}/revoke`.
pub(crate) async fn revoke(
    State(app): State<App>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    people::revoke_token(app.store(), &id, &officer, app.now()).await?;
    Ok(Redirect::to("/desk/tokens").into_response())
}
