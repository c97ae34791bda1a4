//! `/desk/stamps` — 印章: the images of the office's stamps, who may use them, and the register of their use.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use casework::event::Actor;
use casework::id::StampId;
use serde::Deserialize;
use services::cases::{Failure, NewStamp, StampLine};
use services::people::Role;
use store::stamps::Stamp;

use super::Desk;
use super::names::Names;
use super::year::OfYear;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::filed::Filed;
use crate::extract::officer::Officer;
use crate::view::{Page, render_form};
use crate::{App, moment};

#[derive(Template)]
#[template(path = "desk/stamps.html")]
struct StampsPage {
    page: Page,
    desk: Desk,
    /// Each with whether its image may be looked at.
    rows: Vec<(Stamp, bool)>,
    /// Roles that may use one: key and name.
    roles: Vec<(&'static str, &'static str)>,
    filled: Given,
    year: i16,
    uses: Vec<Use>,
    problem: Option<String>,
}

/// A line of the register.
struct Use {
    /// The case; none for one that only others may see.
    case: Option<(String, String)>,
    letter: String,
    stamp: String,
    who: String,
    at: String,
}

/// A stamp as it was filled in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    name: String,
    width: String,
    clerk: String,
    office_head: String,
    leader: String,
}

/// Whether somebody with these roles may look at the clean image of a stamp.
fn may_look(roles: &[Role], stamp: &Stamp) -> bool {
    roles.iter().any(|role| *role == Role::OfficeHead || stamp.roles.contains(role))
}

/// Who may be given a stamp: those who send letters.
const ROLES: [Role; 3] = [Role::Clerk, Role::OfficeHead, Role::Leader];

impl Given {
    fn roles(&self) -> Vec<Role> {
        ROLES.into_iter().filter(|role| self.has(role.key())).collect()
    }

    fn has(&self, role: &str) -> bool {
        let given = match role {
            "clerk" => &self.clerk,
            "office_head" => &self.office_head,
            _ => &self.leader,
        };
        !given.is_empty()
    }
}

impl StampsPage {
    fn names(stamp: &Stamp) -> String {
        stamp.roles.iter().map(|role| role.name()).collect::<Vec<_>>().join("、")
    }
}

/// `GET /desk/stamps`.
pub(crate) async fn list(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Query(asked): Query<OfYear>,
) -> Result<Response, Refusal> {
    page(&app, display, &officer, asked, (Given::default(), None)).await
}

async fn page(
    app: &App,
    display: Display,
    officer: &Officer,
    asked: OfYear,
    (filled, problem): (Given, Option<String>),
) -> Result<Response, Refusal> {
    let cases = officer.cases(app)?;
    let year = asked.year()?;
    let (rows, viewer) = (cases.stamps().await?, officer.officer_id());
    let (mut names, mut uses) = (Names::default(), Vec::new());
    for StampLine { case, used } in cases.stamp_uses(year).await? {
        let may_see = case.summary.is_for(&viewer);
        let who = match &used.by {
            Actor::Officer(id) => names.person(app.store(), id.as_str()).await?,
            Actor::Applicant | Actor::System => String::new(),
        };
        let stamp = rows.iter().find(|one| one.id == used.stamp).map(|one| one.name.clone());
        uses.push(Use {
            case: may_see.then(|| (case.case.to_string(), case.summary.number.clone())),
            letter: if may_see { used.called } else { "限定知悉".to_owned() },
            stamp: stamp.unwrap_or_default(),
            who,
            at: moment::minute(moment::instant(used.at)),
        });
    }
    let seen = |stamp: Stamp| {
        let may = may_look(&officer.roles, &stamp);
        (stamp, may)
    };
    let view = StampsPage {
        page: Page::new(app, display, "/desk/stamps", ""),
        desk: Desk::new(app, officer, "stamps").await?,
        rows: rows.into_iter().map(seen).collect(),
        roles: ROLES.map(|role| (role.key(), role.name())).to_vec(),
        filled,
        year,
        uses,
        problem,
    };
    Ok(render_form(&view, view.problem.is_some()))
}

/// `POST /desk/stamps`: adds one.
pub(crate) async fn add(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Filed { filled, files }: Filed<Given>,
) -> Result<Response, Refusal> {
    let image = files.into_iter().next().map(|file| file.bytes).unwrap_or_default();
    let width = filled.width.trim().parse().unwrap_or_default();
    let new = NewStamp { name: filled.name.clone(), width, roles: filled.roles(), image };
    match officer.cases(&app)?.add_stamp(new, &officer.officer_id(), moment::now()).await {
        Ok(()) => Ok(Redirect::to("/desk/stamps").into_response()),
        Err(Failure::Refused(refused)) => {
            let says = refused.sentences().join("；");
            page(&app, display, &officer, OfYear::default(), (filled, Some(says))).await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// A form without fields.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// `POST /desk/stamps/{id}/withdraw`.
pub(crate) async fn withdraw(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Path(id): Path<String>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Refusal> {
    let (stamp, by) = (StampId::from(id), officer.officer_id());
    match officer.cases(&app)?.withdraw_stamp(&stamp, &by, moment::now()).await {
        Ok(()) => Ok(Redirect::to("/desk/stamps").into_response()),
        Err(failure @ Failure::Refused(_)) => {
            page(&app, display, &officer, OfYear::default(), (Given::default(), Some(failure.to_string())))
                .await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// `GET /desk/stamps/{id}` — the image.
///
/// A clean image is what a forger needs: it is for those who use the stamp, and for who looks after it.
pub(crate) async fn image(
    State(app): State<App>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (cases, id) = (officer.cases(&app)?, StampId::from(id));
    let there = cases.stamps().await?.into_iter().find(|one| one.id == id);
    there.filter(|stamp| may_look(&officer.roles, stamp)).ok_or(Refusal::NotFound)?;
    let image = cases.stamp_image(&id).await?.ok_or(Refusal::NotFound)?;
    Ok(([(CONTENT_TYPE, "image/png"), (CACHE_CONTROL, "no-store")], image).into_response())
}
