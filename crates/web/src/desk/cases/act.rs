//! `GET|POST /desk/cases/{id}/{verb}` — 办理: one thing to do, on a page of its own.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::decide::Verb;
use casework::event::Actor;
use casework::id::{FileId, OfficerId};
use services::cases::files::{Held, Origin, Rejected, held, named};
use services::cases::{Doing, Failure, rights};
use store::cases::Key;

use super::fields::{Field, Kind, Proposal, fields};
use super::filled::{self, Wrong};
use super::show::opened;
use crate::desk::Desk;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::filed::Filed;
use crate::extract::officer::Officer;
use crate::name::{self, key};
use crate::view::files::{FileRow, FilesField};
use crate::view::{Page, render};
use crate::{App, moment};

#[derive(Template)]
#[template(path = "desk/cases/act.html")]
struct ActPage {
    page: Page,
    desk: Desk,
    case: String,
    number: String,
    version: u32,
    /// By what a second submission of this page is recognised.
    key: String,
    verb: String,
    name: &'static str,
    under: String,
    /// Why it cannot be done now, whatever is filled in.
    obstacles: Vec<String>,
    fields: Vec<Shown>,
    wrong: Vec<Wrong>,
    refused: Vec<String>,
    /// What somebody else has done since the page was opened.
    since: Vec<&'static str>,
    proposal: Vec<(String, String)>,
    /// Where files may be attached: what the case has already, and whether it is to be given.
    files: Option<FilesField>,
    held: Vec<(FileRow, bool)>,
}

/// The field of the files that the case has already and that are to be given.
const HELD: &str = "held";

/// A field with what was filled in.
struct Shown {
    field: Field,
    id: String,
    value: String,
    wrong: Option<String>,
}

impl Shown {
    fn is_long(&self) -> bool {
        self.field.kind == Kind::Long
    }

    fn is_date(&self) -> bool {
        self.field.kind == Kind::Date
    }
}

impl ActPage {
    /// The errors, each with the place on the page that it is about.
    fn faults(&self) -> impl Iterator<Item = (String, &str)> {
        self.wrong.iter().map(|wrong| (wrong.field.replace('.', "-"), wrong.says.as_str()))
    }
}

/// What is proposed, from the address: outcome, and a ground for each part.
fn proposal(verb: Verb, asked: &[(String, String)]) -> Option<Proposal> {
    if verb != Verb::Draft {
        return None;
    }
    let value = |name: &str| asked.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let outcome = value("outcome")?;
    if outcome == "record" {
        return Some(Proposal { outcome: None, parts: Vec::new() });
    }
    let outcome = name::named(outcome)?;
    let parts = asked.iter().filter(|(key, _)| key == "part");
    Some(Proposal { outcome: Some(outcome), parts: parts.map(|(_, value)| name::named(value)).collect() })
}

fn verb_of(name: &str) -> Result<Verb, Refusal> {
    name::named(name).ok_or(Refusal::NotFound)
}

pub(crate) async fn form(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Path((id, verb)): Path<(String, String)>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let verb = verb_of(&verb)?;
    if verb == Verb::Draft && proposal(verb, &asked).is_none() {
        return Ok(Redirect::to(&format!("/desk/cases/{id}/propose")).into_response());
    }
    let state = Showing { verb, filled: HashMap::new(), asked, problem: Problem::None, ticked: None };
    show(&app, &officer, display, &id, state).await
}

/// What the form is shown with.
struct Showing {
    verb: Verb,
    filled: HashMap<String, String>,
    asked: Vec<(String, String)>,
    problem: Problem,
    /// Files of the case that were chosen to be given; none before anything was chosen.
    ticked: Option<Vec<FileId>>,
}

enum Problem {
    None,
    Wrong(Vec<Wrong>),
    Refused(Vec<String>),
    Changed(Vec<&'static str>),
}

async fn show(
    app: &App,
    officer: &Officer,
    display: Display,
    id: &str,
    state: Showing,
) -> Result<Response, Refusal> {
    let cases = app.cases()?;
    let opened = opened(cases, officer, id).await?;
    let now = moment::now();
    let verb = state.verb;
    let by = Actor::Officer(OfficerId::from(officer.id.as_str()));
    let obstacles = cases.obstacles(&opened, verb, &by, now.today);
    let (mut wrong, mut refused, mut since) = (Vec::new(), Vec::new(), Vec::new());
    match state.problem {
        Problem::None => {}
        Problem::Wrong(found) => wrong = found,
        Problem::Refused(reasons) => refused = reasons,
        Problem::Changed(events) => since = events,
    }
    let fields = fields(verb, &opened.case, proposal(verb, &state.asked).as_ref());
    let files = fields.iter().find(|field| field.kind == Kind::Files);
    let files = files.map(|field| FilesField::new(cases, field.label, "", Vec::new()));
    let mut rows = Vec::new();
    if verb == Verb::Draft && files.is_some() {
        let told = cases.told(&opened).await?;
        // What was proposed before is proposed again, unless somebody has chosen otherwise.
        let is_ticked = |one: &Held| match &state.ticked {
            Some(ticked) => ticked.contains(&one.id),
            None => one.origin == Origin::Proposed,
        };
        rows = held(&opened, &told).iter().map(|one| (FileRow::of(one), is_ticked(one))).collect();
    }
    let shown = fields.into_iter().map(|field| {
        let value = state.filled.get(&field.name).cloned();
        let value = value.unwrap_or_else(|| match &field.kind {
            Kind::Date if !field.optional && field.name == "on" => now.today.to_string(),
            Kind::Hidden(value) => value.clone(),
            _ => String::new(),
        });
        let says = wrong.iter().find(|wrong| wrong.field == field.name).map(|wrong| wrong.says.clone());
        Shown { id: field.name.replace('.', "-"), value, wrong: says, field }
    });
    let key_of_form = state.filled.get("form_key").cloned().unwrap_or_else(moment::form_key);
    Ok(render(&ActPage {
        page: Page::new(app, display, &format!("/desk/cases/{id}/{}", key(verb)), ""),
        desk: Desk::new(app, officer, "list").await?,
        case: id.to_owned(),
        number: opened.case.number.clone(),
        version: opened.case.version,
        key: key_of_form,
        verb: key(verb),
        name: verb.name(),
        under: verb.under().short(),
        obstacles: obstacles.iter().map(ToString::to_string).collect(),
        fields: shown.collect(),
        wrong,
        refused,
        since,
        proposal: state.asked,
        files,
        held: rows,
    }))
}

pub(crate) async fn act(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Path((id, verb)): Path<(String, String)>,
    Filed { filled: pairs, files }: Filed<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let verb = verb_of(&verb)?;
    let cases = app.cases()?;
    let opened = opened(cases, &officer, &id).await?;
    if !rights::may(&officer.roles, verb, opened.case.next_review()) {
        return Err(Refusal::Forbidden("您的角色不能办理这一事项".into()));
    }
    let asked: Vec<(String, String)> =
        pairs.iter().filter(|(key, _)| key == "outcome" || key == "part").cloned().collect();
    let ticked: Vec<FileId> =
        pairs.iter().filter(|(key, _)| key == HELD).map(|(_, id)| FileId::from(id.as_str())).collect();
    let filled: HashMap<String, String> = pairs.into_iter().collect();
    let fields = fields(verb, &opened.case, proposal(verb, &asked).as_ref());
    let again = |problem| Showing {
        verb,
        filled: filled.clone(),
        asked: asked.clone(),
        problem,
        ticked: Some(ticked.clone()),
    };
    let mut command = match filled::command(verb, &fields, |name| filled.get(name).cloned()) {
        Ok(command) => command,
        Err(wrong) => return show(&app, &officer, display, &id, again(Problem::Wrong(wrong))).await,
    };
    let files = match cases.admit(files).await {
        Ok(files) => files,
        Err(Rejected(sentences)) => {
            return show(&app, &officer, display, &id, again(Problem::Refused(sentences))).await;
        }
    };
    if let Some(named) = named(&mut command) {
        named.clone_from(&ticked);
    }
    let form_key = filled.get("form_key").filter(|key| !key.is_empty());
    let doing = Doing {
        command,
        by: Actor::Officer(OfficerId::from(officer.id.as_str())),
        seen: filled.get("version").and_then(|version| version.parse().ok()),
        key: form_key
            .map(|key| Key { actor: OfficerId::from(officer.id.as_str()).to_string(), key: key.clone() }),
    };
    match cases.act_with(&opened.id, doing, files, moment::now()).await {
        Ok(_) => Ok(Redirect::to(&format!("/desk/cases/{id}")).into_response()),
        Err(Failure::Refused(refused)) => {
            let reasons = refused.reasons().iter().map(ToString::to_string).collect();
            show(&app, &officer, display, &id, again(Problem::Refused(reasons))).await
        }
        Err(Failure::Changed { since }) => {
            let names = since.iter().map(|recorded| recorded.event.name()).collect();
            show(&app, &officer, display, &id, again(Problem::Changed(names))).await
        }
        Err(failure) => Err(failure.into()),
    }
}
