//! `/desk/letters` — 文书模板: every letter with its wording, checked when it is saved, shown with invented content, and every
//! version kept.

use askama::Template as Page_;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::letter::{Field, Letter, LetterKind, Template, builtin};
use serde::Deserialize;
use services::cases::Failure;
use store::cases::TemplateVersion;

use crate::desk::Desk;
use crate::desk::names::Names;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::{Page, render, render_form};
use crate::{App, download, moment};

/// A letter in the list.
struct Row {
    key: String,
    name: String,
    under: String,
    is_own: bool,
}

#[derive(Page_)]
#[template(path = "desk/letters/list.html")]
struct ListPage {
    page: Page,
    desk: Desk,
    groups: [(&'static str, Vec<Row>); 2],
}

/// A version that was saved before.
struct Version {
    version: u32,
    is_own: bool,
    at: String,
    who: String,
}

#[derive(Page_)]
#[template(path = "desk/letters/edit.html")]
struct EditPage {
    page: Page,
    desk: Desk,
    key: String,
    name: String,
    under: String,
    is_own: bool,
    fields: Vec<Field>,
    said: Template,
    /// The version that is changed.
    seen: u32,
    problems: Vec<String>,
    /// The letter with invented content, where it can be put together.
    sample: Option<Letter>,
    /// Whether the wording shown is not saved.
    is_new: bool,
    versions: Vec<Version>,
}

/// What is done with a wording.
#[derive(Debug, Deserialize)]
pub(crate) struct Given {
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    slip: String,
    seen: u32,
    /// `save`, `preview`, `builtin`, or the number of a version that is taken back.
    act: String,
}

fn kind_of(key: &str) -> Result<LetterKind, Refusal> {
    key.parse().map_err(|_| Refusal::NotFound)
}

pub(crate) async fn list(
    State(app): State<App>,
    display: Display,
    officer: Officer,
) -> Result<Response, Refusal> {
    let templates = officer.cases(&app)?.templates().await?;
    let row = |kind: LetterKind| Row {
        key: kind.key(),
        name: kind.name(),
        under: kind.under().short(),
        is_own: templates.has_own(kind),
    };
    let (answers, others): (Vec<LetterKind>, Vec<LetterKind>) =
        LetterKind::all().partition(|kind| kind.is_answer());
    Ok(render(&ListPage {
        page: Page::new(&app, display, "/desk/letters", ""),
        desk: Desk::new(&app, &officer, "letters").await?,
        groups: [
            ("答复和告知", answers.into_iter().map(row).collect()),
            ("程序文书", others.into_iter().map(row).collect()),
        ],
    }))
}

pub(crate) async fn show(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Path(key): Path<String>,
) -> Result<Response, Refusal> {
    edit(&app, display, &officer, kind_of(&key)?, None).await
}

/// The page of a letter; with what was filled in, which is not saved, and what is wrong with it.
async fn edit(
    app: &App,
    display: Display,
    officer: &Officer,
    kind: LetterKind,
    filled: Option<(Template, u32, Vec<String>)>,
) -> Result<Response, Refusal> {
    let cases = officer.cases(app)?;
    let versions = cases.template_versions(kind).await?;
    let saved = versions.first().and_then(|version| version.template.clone());
    let is_new = filled.is_some();
    let last = versions.first().map_or(0, |version| version.version);
    let (said, seen, problems) =
        filled.unwrap_or_else(|| (saved.clone().unwrap_or_else(|| builtin(kind).clone()), last, Vec::new()));
    let view = EditPage {
        page: Page::new(app, display, &format!("/desk/letters/{}", kind.key()), ""),
        desk: Desk::new(app, officer, "letters").await?,
        key: kind.key(),
        name: kind.name(),
        under: kind.under().short(),
        is_own: saved.is_some(),
        fields: kind.fields(),
        sample: said.sample(kind).ok(),
        said,
        seen,
        problems,
        is_new,
        versions: named(app, &versions).await?,
    };
    Ok(render_form(&view, !view.problems.is_empty()))
}

async fn named(app: &App, versions: &[TemplateVersion]) -> Result<Vec<Version>, Refusal> {
    let mut names = Names::default();
    let mut named = Vec::with_capacity(versions.len());
    for version in versions {
        named.push(Version {
            version: version.version,
            is_own: version.template.is_some(),
            at: moment::minute(moment::instant(version.at)),
            who: names.person(app.store(), &version.actor).await?,
        });
    }
    Ok(named)
}

pub(crate) async fn change(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Path(key): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Refusal> {
    let kind = kind_of(&key)?;
    let cases = officer.cases(&app)?;
    // Browsers send lines with a carriage return.
    let lines = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    let said = Template { title: lines(&given.title), body: lines(&given.body), slip: lines(&given.slip) };
    if given.act == "preview" {
        let flaws = said.flaws(kind).iter().map(ToString::to_string).collect();
        return edit(&app, display, &officer, kind, Some((said, given.seen, flaws))).await;
    }
    let template = match given.act.as_str() {
        "save" => Some(said),
        "builtin" => None,
        version => {
            let versions = cases.template_versions(kind).await?;
            let found = versions.into_iter().find(|one| version.parse() == Ok(one.version));
            found.ok_or(Refusal::NotFound)?.template
        }
    };
    let by = officer.officer_id();
    match cases.put_template(kind, (given.seen, template.as_ref()), &by, moment::now()).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/letters/{}", kind.key())).into_response()),
        Err(Failure::Refused(refused)) => {
            let reasons = refused.reasons().iter().map(ToString::to_string).collect();
            let said = template.unwrap_or_else(|| builtin(kind).clone());
            edit(&app, display, &officer, kind, Some((said, given.seen, reasons))).await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// `GET /desk/letters/{kind}/sample/{file}` — the saved wording with invented content, as PDF or DOCX.
pub(crate) async fn sample(
    State(app): State<App>,
    officer: Officer,
    Path((key, file)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let kind = kind_of(&key)?;
    let templates = officer.cases(&app)?.templates().await?;
    let letter = templates.of(kind).sample(kind).map_err(Failure::from)?;
    let called = format!("示例_{}", kind.name());
    match file.as_str() {
        "sample.pdf" => download::letters_pdf(&app, vec![letter.into()], &called).await,
        "sample.docx" => download::letter_docx(&app, &letter, &called),
        _ => Err(Refusal::NotFound),
    }
}
