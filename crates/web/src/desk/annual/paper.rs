//! `GET|POST /desk/annual/{year}/{paper}` — 底稿: the figures of table two, the text, problems and measures, what differs from
//! last year. Every version is kept and can be taken back.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use reporting::compose::Field;
use services::annual::measures::{Followed, MOST, State as Followup};
use services::annual::progress::Stage;
use services::annual::{Changed, Compiled, UNCONNECTED, form as form_of_year, usual};
use services::cases::Failure;
use store::annual::{Filled, PaperKind};

use super::{annual, place};
use crate::desk::Desk;
use crate::desk::names::Names;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::csrf::FIELD;
use crate::extract::officer::Officer;
use crate::view::{Page, render_form};
use crate::{App, moment};

#[derive(Template)]
#[template(path = "desk/annual/paper.html")]
struct PaperPage {
    page: Page,
    desk: Desk,
    year: i16,
    key: &'static str,
    name: &'static str,
    /// The version that is changed.
    seen: u32,
    problems: Vec<String>,
    /// Whether it may be changed: by this officer, and while the report is drafted.
    may: bool,
    /// Whether the report is drafted.
    is_open: bool,
    body: Body,
    versions: Vec<(u32, String)>,
}

/// What is filled in.
enum Body {
    Figures(Vec<FigureRow>),
    Text { parts: Vec<TextPart>, fields: Vec<(String, Field)> },
    Measures { followed: Vec<FollowedRow>, rows: Vec<MeasureRow> },
    Changes { changed: Vec<(Changed, Input)>, unconnected: Vec<String>, why: Input, has_last: bool },
}

/// A field with what was filled in.
struct Input {
    name: String,
    id: String,
    value: String,
}

/// A cell of table two.
struct FigureRow {
    label: String,
    hint: &'static str,
    figure: Input,
    source: Input,
}

/// The text of a part.
struct TextPart {
    label: String,
    text: Input,
    /// Whether it is the program's own.
    is_usual: bool,
}

/// A measure of last year.
struct FollowedRow {
    one: Followed,
    state: Input,
    note: Input,
}

/// A problem and what is done about it.
struct MeasureRow {
    nth: usize,
    problem: Input,
    measure: Input,
    owner: Input,
    due: Input,
}

impl TextPart {
    /// Lines of its field on the page.
    fn rows(&self) -> usize {
        self.text.value.chars().count().div_ceil(60).max(self.text.value.lines().count()) + 2
    }
}

impl FollowedRow {
    fn states(&self) -> [(&'static str, &'static str); 3] {
        Followup::ALL.map(|state| (state.key(), state.name()))
    }
}

fn kind_of(key: &str) -> Result<PaperKind, Refusal> {
    PaperKind::ALL.into_iter().find(|kind| kind.key() == key).ok_or(Refusal::NotFound)
}

pub(crate) async fn form(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Path((year, key)): Path<(i16, String)>,
) -> Result<Response, Refusal> {
    edit(&app, &officer, display, (year, kind_of(&key)?), None).await
}

/// The page of a paper; with what was filled in, which is not saved, and why.
async fn edit(
    app: &App,
    officer: &Officer,
    display: Display,
    (year, kind): (i16, PaperKind),
    filled: Option<(Filled, u32, Vec<String>)>,
) -> Result<Response, Refusal> {
    form_of_year(year).ok_or(Refusal::NotFound)?;
    let annual = annual(app, officer)?;
    let compiled = annual.compile(year).await?;
    let is_open = annual.progress(year).await?.stage == Stage::Drafting;
    let saved = compiled.papers.of(kind);
    let (filled, seen, problems) = filled.unwrap_or((saved.filled, saved.version, Vec::new()));
    let mut names = Names::default();
    let mut versions = Vec::new();
    for version in annual.versions(year, kind).await? {
        let who = names.person(app.store(), &version.actor).await?;
        versions.push((version.version, format!("{}　{who}", moment::minute(moment::instant(version.at)))));
    }
    let desk = Desk::new(app, officer, "annual").await?;
    let view = PaperPage {
        page: Page::new(app, display, &format!("/desk/annual/{year}/{}", kind.key()), ""),
        may: is_open && desk.may_send("/desk/annual/{year}/{paper}"),
        desk,
        year,
        is_open,
        key: kind.key(),
        name: kind.name(),
        seen,
        problems,
        body: body(kind, &filled, compiled),
        versions,
    };
    let is_refused = !view.problems.is_empty();
    Ok(render_form(&view, is_refused))
}

fn body(kind: PaperKind, filled: &Filled, compiled: Compiled) -> Body {
    let input = |name: String| {
        let value = filled.get(&name).cloned().unwrap_or_default();
        Input { id: place(&name), value, name }
    };
    match kind {
        PaperKind::Figures => {
            let form = compiled.report.form();
            let cells = form.into_iter().flat_map(services::annual::tables::figures);
            let row = |cell: reporting::form::CellRef<'_>| FigureRow {
                label: format!("{}：{}", cell.row.label, cell.column.label),
                hint: if cell.row.key == "administrative_fees" && cell.column.key == "amount" {
                    "不含信息处理费，信息处理费由台账自动加上"
                } else {
                    ""
                },
                figure: input(cell.path()),
                source: input(format!("{}.source", cell.path())),
            };
            Body::Figures(cells.map(row).collect())
        }
        PaperKind::Text => {
            let part = |part: &services::annual::Part| {
                let mut text = input(format!("part.{}", part.part));
                let is_usual = !filled.contains_key(&text.name);
                if is_usual {
                    text.value = usual(part.part).to_owned();
                }
                let label = part.heading.clone().unwrap_or_else(|| "引言".to_owned());
                TextPart { label, text, is_usual }
            };
            let parts = compiled.parts.iter().map(part).collect();
            Body::Text { parts, fields: compiled.fields.into_iter().collect() }
        }
        PaperKind::Measures => {
            let followed = compiled.followed.into_iter().map(|one| {
                let nth = one.measure.nth;
                let (state, note) = (input(format!("last.state.{nth}")), input(format!("last.note.{nth}")));
                FollowedRow { one, state, note }
            });
            let row = |nth| MeasureRow {
                nth,
                problem: input(format!("problem.{nth}")),
                measure: input(format!("measure.{nth}")),
                owner: input(format!("owner.{nth}")),
                due: input(format!("due.{nth}")),
            };
            Body::Measures { followed: followed.collect(), rows: (1..=MOST).map(row).collect() }
        }
        PaperKind::Changes => Body::Changes {
            changed: compiled.changed.into_iter().map(|one| (one.clone(), input(one.cell))).collect(),
            unconnected: compiled.unconnected,
            why: input(UNCONNECTED.to_owned()),
            has_last: compiled.has_last,
        },
    }
}

pub(crate) async fn save(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Path((year, key)): Path<(i16, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let kind = kind_of(&key)?;
    let annual = annual(&app, &officer)?;
    // Browsers send lines with a carriage return.
    let mut given: BTreeMap<String, String> =
        fields.into_iter().map(|(name, value)| (name, value.replace("\r\n", "\n"))).collect();
    given.remove(FIELD);
    let seen: u32 = given.remove("seen").and_then(|seen| seen.parse().ok()).unwrap_or_default();
    let again: Option<u32> = given.remove("version").and_then(|version| version.parse().ok());
    let mut filled: Filled = match again {
        Some(version) => {
            let versions = annual.versions(year, kind).await?;
            versions.into_iter().find(|one| one.version == version).ok_or(Refusal::NotFound)?.filled
        }
        None => given,
    };
    if kind == PaperKind::Text {
        // What is the program's own is not made the authority's by saving another part.
        filled.retain(|name, text| {
            let part = name.strip_prefix("part.").and_then(|part| part.parse().ok());
            part.is_none_or(|part: u8| text.trim() != usual(part))
        });
    }
    let by = officer.officer_id();
    match annual.save((year, kind), (seen, filled.clone()), &by, moment::now()).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/annual/{year}")).into_response()),
        Err(Failure::Refused(refused)) => {
            edit(&app, &officer, display, (year, kind), Some((filled, seen, refused.sentences()))).await
        }
        Err(Failure::Changed { .. }) => {
            // The form goes on from the version that is there: who saves again has been told what it takes the place of.
            let now = annual.papers(year).await?.of(kind);
            let who = Names::default().person(app.store(), &now.actor).await?;
            let at = moment::minute(moment::instant(now.at));
            let says =
                format!("在您打开之后，{who}在 {at} 保存了新的版本，下面是您填写的内容；再保存将取代它");
            let theirs = filled.iter().filter_map(|(name, ours)| {
                let theirs = now.filled.get(name).map_or("", String::as_str);
                (theirs != ours)
                    .then(|| format!("{who}写的是：{}", if theirs.is_empty() { "（空）" } else { theirs }))
            });
            let says = std::iter::once(says).chain(theirs).collect();
            edit(&app, &officer, display, (year, kind), Some((filled, now.version, says))).await
        }
        Err(failure) => Err(failure.into()),
    }
}
