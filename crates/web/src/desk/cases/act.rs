//! `GET|POST /desk/cases/{id}/{verb}` — 办理: one thing to do, on a page of its own.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::decide::Verb;
use casework::event::Actor;
use casework::id::FileId;
use law::outcome::Outcome;
use services::cases::files::{Held, Origin, Rejected, held, named};
use services::cases::{Doing, Failure, Opened, Splitting, Told, rights};
use store::cases::Key;

use super::fields::{Field, Kind, MATTERS, Proposal, fields};
use super::filled::{self, Filled, Wrong};
use super::office::Office;
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
    /// What is proposed, and why the draft before was sent back.
    outcome: Option<&'static str>,
    returned: Option<String>,
    request: String,
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
    /// Of a field that takes several values, those that were chosen.
    chosen: Vec<String>,
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
    if verb == Verb::Draft {
        let proposal = proposal(verb, &asked);
        let lacks_parts = proposal
            .as_ref()
            .is_some_and(|proposal| proposal.outcome == Some(Outcome::P1) && proposal.parts.is_empty());
        if proposal.is_none() || lacks_parts {
            // Who comes from the case has not chosen anything yet, and has forgotten nothing.
            let missing = match (lacks_parts, asked.is_empty()) {
                (true, _) => "?missing=parts",
                (false, true) => "",
                (false, false) => "?missing=outcome",
            };
            return Ok(Redirect::to(&format!("/desk/cases/{id}/propose{missing}")).into_response());
        }
    }
    let state = Showing { verb, filled: None, asked, problem: Problem::None };
    show(&app, &officer, display, &id, state).await
}

/// The decision of the draft that there is, where it is of the kind that is proposed.
fn drafted(opened: &Opened, told: &Told, proposal: &Proposal) -> Option<Filled> {
    let draft = opened.case.draft.as_ref().filter(|draft| draft.outcome == proposal.outcome)?;
    let decision: serde_json::Value = told.read(&draft.decision)?;
    Some(Filled::of("decision", &decision))
}

/// Puts authority and number to each reconsideration and suit that is chosen from.
fn name_proceedings(fields: &mut [Field], opened: &Opened, told: &Told) {
    for field in fields.iter_mut().filter(|field| field.name == "id") {
        let Kind::Choice(options) = &mut field.kind else { continue };
        for (id, label) in options {
            let one = opened.case.proceedings.iter().find(|one| one.id.0.to_string() == *id);
            let named = one.and_then(|one| Some((told.text(&one.forum)?, told.text(&one.number)?)));
            if let Some((forum, number)) = named {
                label.push_str(&format!("，{forum} {number}"));
            }
        }
    }
}

/// What an address proposes for the fields of a decision.
fn proposed(asked: &[(String, String)]) -> Filled {
    Filled::new(asked.iter().filter(|(name, _)| name.starts_with("decision.")).cloned().collect())
}

/// What the form is shown with.
struct Showing {
    verb: Verb,
    /// What was filled in; none before anything was.
    filled: Option<Filled>,
    asked: Vec<(String, String)>,
    problem: Problem,
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
    let cases = officer.cases(app)?;
    let opened = officer.open(cases, id).await?;
    let now = moment::now();
    let verb = state.verb;
    let by = Actor::Officer(officer.officer_id());
    let obstacles = cases.obstacles(&opened, verb, &by, now.today);
    let (mut wrong, mut refused, mut since) = (Vec::new(), Vec::new(), Vec::new());
    match state.problem {
        Problem::None => {}
        Problem::Wrong(found) => wrong = found,
        Problem::Refused(reasons) => refused = reasons,
        Problem::Changed(events) => since = events,
    }
    let office = Office::for_forms(app, &officer.roles).await?;
    let proposal = proposal(verb, &state.asked);
    let mut fields = fields(verb, &opened.case, proposal.as_ref(), &office);
    let names_proceedings = matches!(
        verb,
        Verb::AnswerProceeding | Verb::RecordHearing | Verb::RecordRuling | Verb::VoidProceeding
    );
    let told =
        if verb == Verb::Draft || names_proceedings { cases.told(&opened).await? } else { Told::default() };
    if names_proceedings {
        name_proceedings(&mut fields, &opened, &told);
    }
    // What was proposed before is proposed again, to be changed.
    let before = proposal.as_ref().and_then(|proposal| drafted(&opened, &told, proposal));
    // What the address proposes, such as the earlier answer to the same request.
    let before = before.unwrap_or_else(|| proposed(&state.asked));
    let files = fields.iter().find(|field| field.kind == Kind::Files);
    let files = files.map(|field| FilesField::new(cases, field.label, "", Vec::new()));
    let mut rows = Vec::new();
    if verb == Verb::Draft && files.is_some() {
        // What was proposed before is proposed again, unless somebody has chosen otherwise.
        let is_ticked = |one: &Held| match &state.filled {
            Some(filled) => filled.all(HELD).any(|id| id == one.id.as_str()),
            None => one.origin == Origin::Proposed,
        };
        rows = held(&opened, &told)
            .iter()
            .map(|one| (FileRow::of(one, |id| office.department(id)), is_ticked(one)))
            .collect();
    }
    let shown = fields.into_iter().map(|field| {
        let value = state.filled.as_ref().unwrap_or(&before).one(&field.name);
        let value = value.map(str::to_owned).unwrap_or_else(|| match &field.kind {
            Kind::Date if !field.optional && field.name == "on" => now.today.to_string(),
            Kind::Hidden(value) => value.clone(),
            // Where there is nothing to choose between, it is chosen.
            Kind::Choice(options) if options.len() == 1 && !field.optional => options[0].0.clone(),
            _ => String::new(),
        });
        let says = wrong.iter().find(|wrong| wrong.field == field.name).map(|wrong| wrong.says.clone());
        let chosen: Vec<String> = match &state.filled {
            Some(filled) => filled.all(&field.name).map(str::to_owned).collect(),
            None if verb == Verb::Restrict => {
                opened.case.restricted_to.iter().map(ToString::to_string).collect()
            }
            None => Vec::new(),
        };
        Shown { id: field.name.replace('.', "-"), value, chosen, wrong: says, field }
    });
    let returned = opened.case.draft.as_ref().and_then(|draft| told.text(draft.returned.as_ref()?));
    let key_of_form = state.filled.as_ref().and_then(|filled| filled.one("form_key")).map(str::to_owned);
    let key_of_form = key_of_form.unwrap_or_else(moment::form_key);
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
        outcome: proposal.and_then(|proposal| proposal.outcome).map(Outcome::name),
        returned: returned.map(str::to_owned),
        request: told.text(&opened.case.request).unwrap_or_default().to_owned(),
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
    let cases = officer.cases(&app)?;
    let opened = officer.open(cases, &id).await?;
    if !rights::may(&officer.roles, verb, opened.case.next_review()) {
        return Err(Refusal::Forbidden("您的角色不能办理这一事项".into()));
    }
    let filled = Filled::new(pairs);
    let asked = filled.only(&["outcome", "part"]);
    let again = |problem| Showing { verb, filled: Some(filled.clone()), asked: asked.clone(), problem };
    let by = officer.officer_id();
    let form_key = filled.one("form_key").filter(|key| !key.is_empty());
    let key = form_key.map(|key| Key { actor: by.to_string(), key: key.to_owned() });
    let seen: Option<u32> = filled.one("version").and_then(|version| version.parse().ok());
    let by = Actor::Officer(by);
    let done = if verb == Verb::Split {
        let matters = MATTERS.iter().filter_map(|name| filled.one(name)).map(str::to_owned).collect();
        let seen = seen.unwrap_or(opened.case.version);
        let said = |name: &str| filled.one(name).unwrap_or_default().to_owned();
        let splitting = Splitting { matters, rest: said("rest"), why: said("why"), by, seen, key };
        cases.split(&opened.id, splitting, moment::random(), moment::now()).await
    } else {
        let fields = fields(
            verb,
            &opened.case,
            proposal(verb, &asked).as_ref(),
            &Office::for_forms(&app, &officer.roles).await?,
        );
        let mut command = match filled::command(verb, &fields, &filled) {
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
            *named = filled.all(HELD).map(FileId::from).collect();
        }
        cases.act_with(&opened.id, Doing { command, by, seen, key }, files, moment::now()).await
    };
    match done {
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
