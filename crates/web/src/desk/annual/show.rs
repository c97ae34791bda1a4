//! `GET /desk/annual/{year}` — 年度报告: the report as it comes out now, what is missing, its check, and what can be done.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use law::annual_report::{OrganKind, Step as Duty, due_by};
use reporting::check::Checked;
use reporting::compose::{Fields, Piece};
use reporting::report::Report;
use services::annual::progress::{Act, Progress, Stage};
use services::annual::{Compiled, form};
use store::annual::PaperKind;

use super::{annual, behind};
use crate::desk::Desk;
use crate::desk::names::Names;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::name::key;
use crate::view::findings::{FindingView, Verdict};
use crate::view::tables::{CellView, Gist, TableView};
use crate::view::{self, Page, render_form};
use crate::{App, moment};

#[derive(Template)]
#[template(path = "desk/annual/show.html")]
struct ReportPage {
    page: Page,
    desk: Desk,
    year: i16,
    title: String,
    /// Each stage with its class.
    stages: Vec<(&'static str, &'static str)>,
    returned: Option<String>,
    correction: Option<String>,
    duties: Vec<DutyView>,
    /// Whether it is drafted: what is missing matters.
    is_draft: bool,
    missing: Vec<String>,
    remarks: Vec<String>,
    papers: Vec<PaperLine>,
    parts: Vec<PartView>,
    tables_of_year: Vec<TableView>,
    verdict: Verdict,
    findings: Vec<FindingView>,
    acts: Vec<ActView>,
    /// What failed just now.
    refused: Vec<String>,
    history: Vec<Happened>,
    /// Where the report that stands in the column is.
    published: Option<String>,
    /// Whether it was brought there otherwise: imported.
    brought: bool,
}

/// What has to be done by a day.
struct DutyView {
    what: &'static str,
    by: String,
    under: String,
    done: String,
    /// Its colour: in time, late, or open.
    colour: &'static str,
}

/// A paper that the report is made of.
struct PaperLine {
    key: &'static str,
    name: &'static str,
    /// When and by whom it was saved.
    saved: String,
}

/// A part of the text.
struct PartView {
    heading: String,
    flaw: Option<String>,
    paragraphs: Vec<Vec<PieceView>>,
    /// Its table.
    table: Option<usize>,
}

/// A piece of a paragraph: words, what a field says with where that comes from, or a number that somebody typed.
enum PieceView {
    Words(String),
    Bound { text: String, field: String, link: Option<String> },
    Typed(String),
}

/// What can be done, or why not.
struct ActView {
    key: String,
    name: &'static str,
    /// What has to be written with it.
    asks: Option<&'static str>,
    asks_day: bool,
    /// What was filled in before it was refused.
    on: String,
    text: String,
    obstacles: Vec<String>,
}

struct Happened {
    what: &'static str,
    at: String,
    who: String,
    says: String,
}

/// What a form that was refused says, and what was filled in.
#[derive(Default)]
pub(super) struct Refused {
    pub(super) reasons: Vec<String>,
    pub(super) act: String,
    pub(super) on: String,
    pub(super) text: String,
}

pub(crate) async fn last_year() -> Redirect {
    Redirect::to(&format!("/desk/annual/{}", moment::now().today.year() - 1))
}

pub(crate) async fn show(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Path(year): Path<i16>,
) -> Result<Response, Refusal> {
    page(&app, &officer, display, year, Refused::default()).await
}

pub(super) async fn page(
    app: &App,
    officer: &Officer,
    display: Display,
    year: i16,
    refused: Refused,
) -> Result<Response, Refusal> {
    form(year).ok_or(Refusal::NotFound)?;
    let annual = annual(app, officer)?;
    let mut compiled = annual.compile(year).await?;
    let progress = annual.progress(year).await?;
    let is_draft = progress.stage == Stage::Drafting;
    if !is_draft {
        // What was submitted is the report, whatever could be compiled by now.
        annual.show_submitted(year, &mut compiled).await?;
    }
    let organ = officer.cases(app)?.organ().to_owned();
    let first = annual.first_published(year).await?;
    let is_there = first.is_some();
    let mut remarks = std::mem::take(&mut compiled.remarks);
    if is_draft && first.is_none() {
        remarks.extend(late(officer.cases(app)?.settings().letters.organ.as_str(), year));
    }
    let mut names = Names::default();
    let mut acts = Vec::new();
    for act in Act::ALL.into_iter().filter(|act| act.is_for(&officer.roles)) {
        let obstacles = annual.obstacles(year, act, &officer.officer_id()).await?;
        acts.push(act_view(act, obstacles, (&refused, is_there)));
    }
    acts.sort_by_key(|act| !act.obstacles.is_empty());
    let mut history = Vec::new();
    for (step, at, actor) in progress.history.iter().rev() {
        let who = names.person(app.store(), actor).await?;
        let at = moment::minute(moment::instant(*at));
        history.push(Happened { what: step.name(), at, who, says: step.says() });
    }
    let mut papers = Vec::new();
    for kind in PaperKind::ALL {
        let paper = compiled.papers.of(kind);
        let saved = match paper.version {
            0 => "还没有填写".to_owned(),
            _ => {
                let who = names.person(app.store(), &paper.actor).await?;
                format!("{}　{who}", moment::minute(moment::instant(paper.at)))
            }
        };
        papers.push(PaperLine { key: kind.key(), name: kind.name(), saved });
    }
    let view = ReportPage {
        page: Page::new(app, display, &format!("/desk/annual/{year}"), ""),
        desk: Desk::new(app, officer, "annual").await?,
        year,
        title: compiled.report.title.clone().unwrap_or_default(),
        stages: stages(&progress),
        returned: progress.returned.clone(),
        correction: progress.correction.clone().filter(|_| progress.stage != Stage::Published),
        duties: duties(
            (officer.cases(app)?.settings().letters.organ.as_str(), year),
            &progress,
            first.as_ref(),
        ),
        parts: parts(&compiled, year),
        tables_of_year: tables(&compiled.report, &compiled.checked, year),
        verdict: Verdict::of(&compiled.checked),
        findings: view::findings::findings(&compiled.checked, compiled.report.form()),
        is_draft,
        missing: compiled.missing,
        remarks,
        papers,
        acts,
        refused: refused.reasons,
        history,
        brought: is_there && progress.published.is_empty(),
        published: is_there.then(|| format!("/reports/{organ}/{year}")),
    };
    let is_refused = !view.refused.is_empty();
    Ok(render_form(&view, is_refused))
}

fn act_view(act: Act, obstacles: Vec<String>, (refused, is_there): (&Refused, bool)) -> ActView {
    let asks = match act {
        Act::Return => Some("退回的原因"),
        Act::File => Some("报送给谁、怎样报送"),
        Act::Publish if is_there => Some("更正说明（不填的，用启动更正时写明的原因）"),
        Act::Publish => None,
        Act::Reopen => Some("哪里有误，怎样更正"),
        Act::Submit | Act::Approve | Act::Sign => None,
    };
    let asks_day = matches!(act, Act::Sign | Act::File);
    let key = key(act);
    let filled = |text: &String| if refused.act == key { text.clone() } else { String::new() };
    let (on, text) = (filled(&refused.on), filled(&refused.text));
    ActView { name: act.name(), asks, asks_day, on, text, obstacles, key }
}

fn stages(progress: &Progress) -> Vec<(&'static str, &'static str)> {
    let class = |stage: Stage| match (stage as usize).cmp(&(progress.stage as usize)) {
        std::cmp::Ordering::Less => "is-done",
        std::cmp::Ordering::Equal => "is-now",
        std::cmp::Ordering::Greater => "",
    };
    Stage::ALL.into_iter().map(|stage| (stage.name(), class(stage))).collect()
}

/// What art. 49 asks for, and whether it was done in time: a department submits and publishes, a government publishes.
fn duties((organ, year): (&str, i16), progress: &Progress, first: Option<&Report>) -> Vec<DutyView> {
    let kind = reporting::organ::kind(organ).unwrap_or(OrganKind::Department);
    let today = moment::now().today;
    // What was there first counts, whoever has laid it there.
    let published = first.and_then(|first| first.published_on.or(first.signed_on.map(|(on, _)| on)));
    let published = published.or(progress.published.first().copied());
    let done = [progress.filed.as_ref().map(|(on, _)| *on), published];
    let duties = [("报送主管部门", Duty::Submit), ("向社会公布", Duty::Publish)];
    let duty = |((what, step), done): ((&'static str, Duty), Option<jiff::civil::Date>)| {
        let due = due_by(year, kind, step)?;
        let (colour, done) = match done {
            Some(on) if on > due.on => ("red", format!("{on}，逾期")),
            Some(on) => ("green", on.to_string()),
            None if first.is_some() && step == Duty::Publish => ("green", "栏目里已有".to_owned()),
            None if today > due.on => ("red", "逾期未办".to_owned()),
            None => ("orange", "未办".to_owned()),
        };
        Some(DutyView { what, by: due.on.to_string(), under: due.under.short(), done, colour })
    };
    duties.into_iter().zip(done).filter_map(duty).collect()
}

/// That a report that is signed today is late.
fn late(organ: &str, year: i16) -> Option<String> {
    let kind = reporting::organ::kind(organ).unwrap_or(OrganKind::Department);
    let due = due_by(year, kind, Duty::Publish)?;
    let is_late = moment::now().today > due.on;
    is_late.then(|| format!("公布的最后一天是{}，现在签发的报告体检时会提示逾期", due.on))
}

fn parts(compiled: &Compiled, year: i16) -> Vec<PartView> {
    let tables = compiled.report.tables.as_ref().map_or(0, |tables| reporting::layout::tables(tables).len());
    let piece = |piece: &Piece| match piece {
        Piece::Words(text) => PieceView::Words(text.clone()),
        Piece::Typed(text) => PieceView::Typed(text.clone()),
        Piece::Bound { field, text } => {
            let link = link(&compiled.fields, field, year);
            PieceView::Bound { text: text.clone(), field: field.clone(), link }
        }
    };
    let part = |part: &services::annual::Part| PartView {
        heading: part.heading.clone().unwrap_or_else(|| "引言".to_owned()),
        flaw: part.flaw.clone(),
        paragraphs: part.paragraphs.iter().map(|pieces| pieces.iter().map(piece).collect()).collect(),
        table: usize::from(part.part).checked_sub(2).filter(|at| *at < tables),
    };
    compiled.parts.iter().map(part).collect()
}

/// Where what a field says comes from.
fn link(fields: &Fields, field: &str, year: i16) -> Option<String> {
    match field {
        "主要问题" | "改进措施" | "上年整改情况" => {
            Some(format!("/desk/annual/{year}/measures"))
        }
        "收费情况" => Some(format!("/desk/fees?year={year}")),
        "复议诉讼情况" => Some(format!("/desk/remedies?year={year}")),
        "主动公开情况" => Some(format!("/desk/annual/{year}/figures")),
        "其他处理明细" => Some(format!("/desk/statistics/{year}/other_misc/total")),
        "不予公开" | "无法提供" | "不予处理" | "其他处理" => {
            Some(format!("/desk/statistics/{year}"))
        }
        "数据变化说明" => Some(format!("/desk/annual/{year}/changes")),
        _ => behind(year, fields.get(field)?.cell.as_deref()?),
    }
}

/// The tables as the official form prints them, each number with where it comes from.
pub(crate) fn tables(report: &Report, checked: &Checked, year: i16) -> Vec<TableView> {
    let Some(tables) = &report.tables else { return Vec::new() };
    let layouts = reporting::layout::tables(tables).into_iter();
    let mut views: Vec<TableView> =
        layouts.map(|layout| view::tables::table(tables, checked, layout)).collect();
    for cell in views.iter_mut().flat_map(|table| &mut table.rows).flat_map(|row| &mut row.cells) {
        if let CellView::Value(value) = cell {
            if value.text.is_empty() && value.path.starts_with("table2.") {
                (value.text, value.note) = ("待填".to_owned(), "");
            }
            if !matches!(value.text.as_str(), "" | "0") {
                value.link = behind(year, &value.path);
            }
        }
    }
    views
}
