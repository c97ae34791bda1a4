//! `/desk/accounts` — accounts and what they may do (账号与授权). The system administrator makes them, the security administrator
//! grants rights, an auditor looks on.

use std::collections::HashMap;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use services::people::{self, Error, Person, Role};
use store::people::{Account, account, accounts, departments_of, grants_of};
use store::{Organ, queries};

use super::{Desk, Link};
use crate::App;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::{Page, render, render_form};

/// Accounts on a page.
const ROWS: u32 = 50;

/// Authorities among which one chooses.
const ORGANS: u32 = 200;

#[derive(Template)]
#[template(path = "desk/accounts.html")]
struct List {
    page: Page,
    desk: Desk,
    rows: Vec<Row>,
    /// The name after which the next page begins.
    next: Option<String>,
}

/// An account in the list.
struct Row {
    account: Account,
    organ: String,
    roles: Vec<Role>,
}

#[derive(Template)]
#[template(path = "desk/account_new.html")]
struct New {
    page: Page,
    desk: Desk,
    organs: Vec<Organ>,
    given: Given,
    problem: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/account_edit.html")]
struct Edit {
    page: Page,
    desk: Desk,
    account: Account,
    organ: String,
    roles: Vec<Choice>,
    departments: Vec<Choice>,
    /// A link that has just been made: it is shown once.
    link: Option<Link>,
    problem: Option<String>,
}

/// Something that may be ticked.
struct Choice {
    key: String,
    name: String,
    is_chosen: bool,
}

#[derive(Deserialize)]
pub(crate) struct After {
    after: Option<String>,
}

#[derive(Deserialize, Default)]
pub(crate) struct Given {
    name: String,
    person: String,
    #[serde(default)]
    organ: String,
}

/// Ticked boxes: the same name may come again and again.
type Ticked = Vec<(String, String)>;

/// `GET /desk/accounts`.
pub(crate) async fn list(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Query(asked): Query<After>,
) -> Result<Response, Refusal> {
    let found = accounts(app.store(), asked.after.as_deref(), ROWS).await?;
    let next = found.rows.last().filter(|_| found.has_more).map(|account| account.name.clone());
    let (mut rows, mut names) = (Vec::new(), HashMap::new());
    for account in found.rows {
        if !names.contains_key(&account.organ) {
            names.insert(account.organ.clone(), organ_name(&app, &account.organ).await?);
        }
        let grants = grants_of(app.store(), &account.id).await?;
        let roles = grants.into_iter().map(|grant| grant.role).collect();
        rows.push(Row { organ: names.get(&account.organ).cloned().unwrap_or_default(), account, roles });
    }
    let desk = Desk::new(&app, &officer, "accounts").await?;
    Ok(render(&List { page: Page::new(&app, display, "/desk/accounts", ""), desk, rows, next }))
}

/// How an authority is called, or the installation.
async fn organ_name(app: &App, organ: &str) -> Result<String, Refusal> {
    if organ.is_empty() {
        return Ok("平台".into());
    }
    Ok(queries::organ(app.store(), organ).await?.map_or_else(|| organ.to_owned(), |organ| organ.name))
}

/// `GET /desk/accounts/new`.
pub(crate) async fn form(
    State(app): State<App>,
    display: Display,
    officer: Officer,
) -> Result<Response, Refusal> {
    new_page(&app, display, &officer, Given::default(), None).await
}

async fn new_page(
    app: &App,
    display: Display,
    officer: &Officer,
    given: Given,
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let organs = queries::find_organs(app.store(), "", ORGANS).await?;
    let organs = organs.into_iter().map(|branch| branch.organ).collect();
    let desk = Desk::new(app, officer, "accounts").await?;
    let page = Page::new(app, display, "/desk/accounts/new", "");
    let view = New { page, desk, organs, given, problem };
    Ok(render_form(&view, view.problem.is_some()))
}

/// `POST /desk/accounts/new`: the page of the account shows its link, once.
pub(crate) async fn add(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Result<Response, Refusal> {
    let (now, seed) = (app.now(), app.seed()?);
    let person = Person { name: given.name.clone(), person: given.person.clone() };
    match people::add(app.store(), app.people(), (&person, &given.organ), &officer, now, &seed).await {
        Ok((id, link)) => {
            let link = Link::new(&app, &headers, &link);
            edit_page(&app, display, &officer, &id, Some(link), None).await
        }
        Err(error @ (Error::Store(_) | Error::Failed)) => Err(error.into()),
        Err(error) => new_page(&app, display, &officer, given, Some(error.to_string())).await,
    }
}

/// `GET /desk/accounts/{account}`.
pub(crate) async fn show(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    edit_page(&app, display, &officer, &id, None, None).await
}

async fn edit_page(
    app: &App,
    display: Display,
    officer: &Officer,
    id: &str,
    link: Option<Link>,
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let account = account(app.store(), id).await?.ok_or(Refusal::NotFound)?;
    let grants = grants_of(app.store(), id).await?;
    let could = match account.organ.is_empty() {
        true => &Role::ADMINISTRATORS[..],
        false => &Role::BUSINESS[..],
    };
    let role = |role: &Role| Choice {
        key: role.key().to_owned(),
        name: role.name().to_owned(),
        is_chosen: grants.iter().any(|grant| grant.role == *role),
    };
    let mine = departments_of(app.store(), &account.organ, id).await?;
    let there = store::people::departments(app.store(), &account.organ).await?;
    let department = |department: store::people::Department| Choice {
        is_chosen: mine.contains(&department.id),
        key: department.id,
        name: department.name,
    };
    let there = there.into_iter().filter(|department| department.active || mine.contains(&department.id));
    let view = Edit {
        page: Page::new(app, display, &format!("/desk/accounts/{id}"), ""),
        desk: Desk::new(app, officer, "accounts").await?,
        organ: organ_name(app, &account.organ).await?,
        roles: could.iter().map(role).collect(),
        departments: there.map(department).collect(),
        account,
        link,
        problem,
    };
    Ok(render_form(&view, view.problem.is_some()))
}

/// Back to the page of the account, or there with what is against it.
async fn done(
    app: &App,
    display: Display,
    officer: &Officer,
    id: &str,
    result: Result<(), Error>,
) -> Result<Response, Refusal> {
    match result {
        Ok(()) => Ok(Redirect::to(&format!("/desk/accounts/{id}")).into_response()),
        Err(error @ (Error::Store(_) | Error::Failed | Error::Unknown("账号"))) => Err(error.into()),
        Err(error) => edit_page(app, display, officer, id, None, Some(error.to_string())).await,
    }
}

/// `POST /desk/accounts/{account}/link`: a new link, shown once.
pub(crate) async fn link(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (now, seed) = (app.now(), app.seed()?);
    match people::new_link(app.store(), app.people(), &id, &officer, now, &seed).await {
        Ok(link) => {
            let link = Link::new(&app, &headers, &link);
            edit_page(&app, display, &officer, &id, Some(link), None).await
        }
        Err(error) => done(&app, display, &officer, &id, Err(error)).await,
    }
}

/// `POST /desk/accounts/{account}/roles`.
pub(crate) async fn roles(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Path(id): Path<String>,
    Form(ticked): Form<Ticked>,
) -> Result<Response, Refusal> {
    let roles = ticked.iter().filter(|(name, _)| name == "role");
    let roles: Vec<Role> = roles.filter_map(|(_, key)| key.parse().ok()).collect();
    let given = people::give_roles(app.store(), &id, &roles, &officer, app.now()).await;
    done(&app, display, &officer, &id, given).await
}

/// `POST /desk/accounts/{account}/departments`.
pub(crate) async fn departments(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Path(id): Path<String>,
    Form(ticked): Form<Ticked>,
) -> Result<Response, Refusal> {
    let ids = ticked.into_iter().filter(|(name, _)| name == "department");
    let ids: Vec<String> = ids.map(|(_, id)| id).collect();
    let joined = people::join_departments(app.store(), &id, &ids, &officer, app.now()).await;
    done(&app, display, &officer, &id, joined).await
}

/// What is done with an account.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Deed {
    Stop,
    LetIn,
    Unlock,
    NoSecondFactor,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    deed: Deed,
}

/// `POST /desk/accounts/{account}/state`.
pub(crate) async fn state(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, Refusal> {
    let (store, now) = (app.store(), app.now());
    let result = match asked.deed {
        Deed::Stop => people::stop(store, &id, &officer, now).await,
        Deed::LetIn => people::let_in(store, &id, &officer, now).await,
        Deed::Unlock => people::unlock(store, &id, &officer, now).await,
        Deed::NoSecondFactor => people::take_from(store, &id, &officer, now).await,
    };
    done(&app, display, &officer, &id, result).await
}
