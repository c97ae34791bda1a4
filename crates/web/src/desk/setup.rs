//! `/desk/setup/{link}` — a one-time link: somebody chooses a password, or the first two administrators are made (一次性链接).

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use services::people::{self, Error, FirstTwo, Person, Token};

use super::Link;
use crate::App;
use crate::display::Display;
use crate::error::Refusal;
use crate::view::{Page, render, render_form};

/// The form of the first start.
#[derive(Template)]
#[template(path = "desk/first.html")]
struct First {
    page: Page,
    given: Given,
    problem: Option<String>,
}

/// The form in which an account chooses its password.
#[derive(Template)]
#[template(path = "desk/choose.html")]
struct Choose {
    page: Page,
    person: String,
    name: String,
    problem: Option<String>,
}

/// What comes next.
#[derive(Template)]
#[template(path = "desk/chosen.html")]
struct Chosen {
    page: Page,
    /// The link for the security administrator, after the first start.
    link: Option<Link>,
}

/// What was typed; names only at the first start.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Given {
    password: String,
    again: String,
    system_name: String,
    system_person: String,
    security_name: String,
    security_person: String,
}

/// The page of a link.
fn page_of(app: &App, display: Display) -> Page {
    // Not its own address: that holds the token, which belongs into no other page.
    Page::new(app, display, "/desk/sign-in", "")
}

/// `GET /desk/setup/{link}`.
pub(crate) async fn form(
    State(app): State<App>,
    display: Display,
    Path(link): Path<String>,
) -> Result<Response, Refusal> {
    asked(&app, display, &link, Given::default(), None).await
}

async fn asked(
    app: &App,
    display: Display,
    link: &str,
    given: Given,
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let page = page_of(app, display);
    let is_refused = problem.is_some();
    Ok(match people::whose_link(app.store(), &token(link)?, app.now()).await? {
        None => render_form(&First { page, given, problem }, is_refused),
        Some(account) => {
            let view = Choose { page, person: account.person, name: account.name, problem };
            render_form(&view, is_refused)
        }
    })
}

fn token(link: &str) -> Result<Token, Refusal> {
    Token::sent(link).ok_or_else(|| Error::NoLink.into())
}

/// `POST /desk/setup/{link}`.
pub(crate) async fn choose(
    State(app): State<App>,
    display: Display,
    Path(link): Path<String>,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Result<Response, Refusal> {
    if given.password != given.again {
        let problem = "两次输入的口令不同，请重新输入".to_owned();
        return asked(&app, display, &link, given, Some(problem)).await;
    }
    match chosen(&app, &token(&link)?, &given).await {
        Ok(link) => {
            let link = link.map(|link| Link::new(&app, &headers, &link));
            Ok(render(&Chosen { page: page_of(&app, display), link }))
        }
        Err(error @ (Error::Store(_) | Error::Failed | Error::NoLink)) => Err(error.into()),
        Err(error) => asked(&app, display, &link, given, Some(error.to_string())).await,
    }
}

/// Does what the link is for. Gives the link of the security administrator at the first start.
async fn chosen(app: &App, link: &Token, given: &Given) -> Result<Option<Token>, Error> {
    let now = app.now();
    let seed = app.seed().map_err(|_| Error::Failed)?;
    let (store, settings) = (app.store(), app.people());
    if people::whose_link(store, link, now).await?.is_some() {
        people::choose_password(store, link, &given.password, now, &seed).await?;
        return Ok(None);
    }
    let person = |name: &str, person: &str| Person { name: name.to_owned(), person: person.to_owned() };
    let two = FirstTwo {
        system: person(&given.system_name, &given.system_person),
        password: given.password.clone(),
        security: person(&given.security_name, &given.security_person),
    };
    Ok(Some(people::make_first(store, settings, link, &two, now, &seed).await?))
}
