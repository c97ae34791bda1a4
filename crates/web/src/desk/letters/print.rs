//! `/desk/print` — 批量打印: answers that are signed and wait for their delivery, as one file.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::Response;
use casework::Stage;
use casework::decide::Command;
use casework::event::Actor;
use casework::id::{CaseId, StampId};
use services::cases::{Cases, Doing, Failure, Moment, Opened};
use store::cases::{Filter, work_list};
use typeset::envelope::Size;

use crate::desk::Desk;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::name::{key, named};
use crate::view::clock::Due;
use crate::view::{Page, render_form};
use crate::{App, download, moment};

/// Letters that are printed together.
const AT_ONCE: u32 = 100;

#[derive(Template)]
#[template(path = "desk/letters/print.html")]
struct PrintPage {
    page: Page,
    desk: Desk,
    rows: Vec<Row>,
    more: bool,
    /// Sizes of envelopes: key and name.
    sizes: Vec<(String, &'static str)>,
    /// The stamps that the officer may use: id and name.
    stamps: Vec<(String, String)>,
    problem: Option<String>,
}

struct Row {
    case: CaseId,
    number: String,
    applicant: String,
    request: String,
    due: Option<Due>,
}

pub(crate) async fn list(
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
    let cases = officer.cases(app)?;
    let viewer = officer.officer_id();
    let filter = Filter { stage: Some(Stage::AwaitingDelivery), viewer: Some(&viewer), ..Filter::default() };
    let found = work_list(cases.store(), cases.organ(), &filter, None, AT_ONCE).await?;
    let today = moment::now().today;
    let mut rows = Vec::with_capacity(found.rows.len());
    for listed in &found.rows {
        let gist = cases.gist(listed).await?;
        rows.push(Row {
            case: listed.case.clone(),
            number: listed.summary.number.clone(),
            applicant: gist.applicant,
            request: gist.request,
            due: listed.summary.due.map(|due| Due::of(due, today, cases.calendar())),
        });
    }
    let view = PrintPage {
        page: Page::new(app, display, "/desk/print", ""),
        desk: Desk::new(app, officer, "print").await?,
        rows,
        more: found.has_more,
        sizes: Size::ALL.map(|one| (key(one), one.name())).to_vec(),
        stamps: cases
            .stamps_for(&officer.roles)
            .await?
            .into_iter()
            .map(|one| (one.id.to_string(), one.name))
            .collect(),
        problem,
    };
    Ok(render_form(&view, view.problem.is_some()))
}

/// `POST /desk/print`: the chosen letters, each on pages of its own; it is written down who fetches them.
pub(crate) async fn print(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Form(chosen): Form<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let cases = officer.cases(&app)?;
    let ids: Vec<&str> =
        chosen.iter().filter(|(name, _)| name == "case").map(|(_, id)| id.as_str()).collect();
    if ids.is_empty() || ids.len() > AT_ONCE as usize {
        let says = format!("请选择要打印的答复，一次最多{AT_ONCE}件");
        return page(&app, display, &officer, Some(says)).await;
    }
    let stamp = chosen.iter().find(|(name, id)| name == "stamp" && !id.is_empty());
    let stamp = stamp.map(|(_, id)| StampId::from(id.as_str()));
    let value = |name: &str| chosen.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value);
    if value("act") == "envelopes" {
        let size = named(value("size")).unwrap_or(Size::Zl);
        return envelopes(&app, display, &officer, &ids, size).await;
    }
    let (now, mut letters) = (moment::now(), Vec::with_capacity(ids.len()));
    for id in ids {
        let mut opened = officer.open(cases, id).await?;
        if let Some(stamp) = &stamp {
            match stamped(cases, &officer, &opened, stamp, now).await {
                Ok(false) => {}
                Ok(true) => opened = officer.open(cases, id).await?,
                Err(why @ (Failure::Refused(_) | Failure::Changed { .. })) => {
                    let (number, before) = (&opened.case.number, letters.len());
                    let says = format!("{number}没有用印：{why}；它前面的{before}件已经用印，可以再打印一次");
                    return page(&app, display, &officer, Some(says)).await;
                }
                Err(failure) => return Err(failure.into()),
            }
        }
        let told = cases.told(&opened).await?;
        // What was delivered or taken back in between is not printed again.
        if opened.case.signed.is_none() {
            continue;
        }
        if let Some(answer) = cases.answer(&opened, &told, now.today).await? {
            cases.unmasked(&opened.id, &officer.officer_id(), "letter", now).await?;
            letters.push(cases.sheet(&opened.case, answer.letter, answer.kept.as_ref()).await?);
        }
    }
    if letters.is_empty() {
        let says = "所选的答复已经送达或者撤回，没有可以打印的".to_owned();
        return page(&app, display, &officer, Some(says)).await;
    }
    download::letters_pdf(&app, letters, &format!("答复书_{}", now.today)).await
}

/// The envelopes of the chosen cases, in one size.
async fn envelopes(
    app: &App,
    display: Display,
    officer: &Officer,
    ids: &[&str],
    size: Size,
) -> Result<Response, Refusal> {
    let (cases, mut envelopes) = (officer.cases(app)?, Vec::with_capacity(ids.len()));
    let mut without = Vec::new();
    for id in ids {
        let opened = officer.open(cases, id).await?;
        let told = cases.told(&opened).await?;
        match cases.envelope(&opened, &told) {
            Ok(envelope) => envelopes.push(envelope),
            Err(Failure::Refused(_)) => {
                without.push(opened.case.number);
                continue;
            }
            Err(failure) => return Err(failure.into()),
        }
        cases.unmasked(&opened.id, &officer.officer_id(), "envelope", moment::now()).await?;
    }
    if !without.is_empty() {
        let says = format!("{}的申请人没有留下通信地址，请取消选择后再生成信封", without.join("、"));
        return page(app, display, officer, Some(says)).await;
    }
    download::envelopes_pdf(app, envelopes, size).await
}

/// Puts a stamp on the signed answer of a case, unless it carries one; whether one was put on it.
async fn stamped(
    cases: &Cases,
    officer: &Officer,
    opened: &Opened,
    stamp: &StampId,
    now: Moment,
) -> Result<bool, Failure> {
    let letter = opened.case.signed.as_ref().and_then(|signed| signed.letter.clone());
    let Some(letter) = letter.filter(|letter| opened.case.stamp_on(letter).is_none()) else {
        return Ok(false);
    };
    let command = Command::Stamp { on: now.today, letter, stamp: stamp.clone() };
    let by = Actor::Officer(officer.officer_id());
    cases.act(&opened.id, Doing { command, by, seen: None, key: None }, now).await.map(|_| true)
}
