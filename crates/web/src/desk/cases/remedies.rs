//! 复议、诉讼: what stays open against an answer, what was contested, and `/desk/remedies`, the register of it.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use casework::Case;
use casework::proceeding::Proceeding;
use casework::statistics::Span;
use jiff::civil::Date;
use law::WorkCalendar;
use law::remedy::{Column, Course, Remedy, last_day};
use serde::Deserialize;
use services::cases::{ProceedingLine, Told};

use crate::desk::Desk;
use crate::desk::year::countable;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::name::named;
use crate::view::{Page, render};
use crate::{App, moment};

/// The card of a case.
#[derive(Default)]
pub(super) struct Remedies {
    /// What stays open, a sentence each.
    pub(super) open: Vec<String>,
    /// What was contested.
    pub(super) contested: Vec<Contested>,
}

/// A reconsideration or a suit (复议、诉讼案件).
pub(super) struct Contested {
    pub(super) path: &'static str,
    /// What the office may say against it.
    pub(super) note: &'static str,
    pub(super) forum: String,
    pub(super) number: String,
    pub(super) served: String,
    /// How far the organ's own answer is, and its colour.
    pub(super) answer: (String, &'static str),
    pub(super) heard: String,
    pub(super) ruled: String,
}

impl Contested {
    fn of(
        one: &Proceeding,
        (forum, number): (String, String),
        today: Date,
        calendar: &WorkCalendar,
    ) -> Contested {
        let due = one.answer_due(calendar);
        let answer = match one.answered {
            Some(on) if on > due => (format!("{on}提交，逾期"), "red"),
            Some(on) => (format!("{on}提交"), "green"),
            None if one.ruled.is_some() => ("未登记".to_owned(), "grey"),
            None if today > due => (format!("{due}到期，未提交"), "red"),
            None => (format!("{due}前提交"), "orange"),
        };
        let heard: Vec<String> = one.heard.iter().map(Date::to_string).collect();
        let ruled = one.ruled.map(|ruled| {
            let redo = ruled.redo_by.map(|due| format!("，{due}前重新答复")).unwrap_or_default();
            format!("{} {}（{}）{redo}", ruled.on, ruled.ruling.name(), ruled.ruling.result().name())
        });
        Contested {
            path: one.path.name(),
            note: "",
            forum,
            number,
            served: one.served.to_string(),
            answer,
            heard: heard.join("、"),
            ruled: ruled.unwrap_or_else(|| "尚未审结".to_owned()),
        }
    }
}

impl Remedies {
    pub(super) fn of(case: &Case, told: &Told, today: Date, calendar: &WorkCalendar) -> Remedies {
        let mut open: Vec<String> = Vec::new();
        if let Some(unanswered) = case.unanswered(today, calendar) {
            let way = match unanswered.remedy {
                Remedy::R1 => "申请人可以先申请行政复议，再起诉",
                Remedy::R2 => "申请人可以申请行政复议，也可以起诉",
            };
            let doubt = if unanswered.is_confirmed {
                ""
            } else {
                "（所依据的2026年实施条例未经核对，请法制机构确认）"
            };
            open.push(format!("逾期没有答复：{way}{doubt}"));
        }
        let untold = case.lapse.is_some()
            && case.answers.is_empty()
            && !case.letters.iter().any(|one| one.kind.is_answer());
        if let Some(ended) = case.ended.filter(|_| untold) {
            let by = last_day::to_reconsider_untold(ended.on, calendar);
            open.push(format!(
                "没有发出告知书，救济途径没有告知：自申请人知道之日起一年内可以申请行政复议，最早至{by}"
            ));
        }
        for remedy in case.open_remedies(calendar) {
            let court = match remedy.sue_by {
                None => "须先经行政复议，不能直接起诉".to_owned(),
                Some(by) if remedy.partly_first => {
                    format!("直接起诉至{by}（送达后6个月；不予公开的部分须先经行政复议）")
                }
                Some(by) => format!("直接起诉至{by}（送达后6个月）"),
            };
            let sent = if remedy.posted {
                "交邮，自申请人签收起算，以下按交邮之日计，实际更晚"
            } else {
                "送达"
            };
            open.push(format!(
                "{}，{}{sent}：申请行政复议至{}（次日起60日）；{court}",
                remedy.number, remedy.delivered, remedy.reconsider_by
            ));
        }
        for one in case.proceedings.iter().filter(|one| one.path == Course::Review) {
            let Some(ruled) = one.ruled.filter(|ruled| ruled.ruling.is_decision()) else { continue };
            let by = last_day::to_sue_after(ruled.on, calendar);
            open.push(format!("{}的复议决定：起诉至{by}（收到后15日，以{}收到计）", ruled.on, ruled.on));
        }
        let text = |id: &casework::id::TextId| told.text(id).unwrap_or("（正文已经删除）").to_owned();
        let last = case.answers.last().and_then(|answer| Some((answer.signed.outcome?, answer.signed.on)));
        let is_first = last.is_some_and(|(outcome, on)| outcome.remedy(on) == Remedy::R1);
        let contested = |one: &Proceeding| {
            let early = is_first && one.path == Course::LitigationDirect;
            let note = if early { "答复须先经行政复议，可以请求驳回起诉" } else { "" };
            let words = (text(&one.forum), text(&one.number));
            Contested { note, ..Contested::of(one, words, today, calendar) }
        };
        Remedies { open, contested: case.proceedings.iter().map(contested).collect() }
    }
}

#[derive(Template)]
#[template(path = "desk/cases/remedies.html")]
struct RegisterPage {
    page: Page,
    desk: Desk,
    /// The year whose table four is shown; none for the whole register.
    year: Option<i16>,
    this_year: i16,
    /// Which cell it is, if it is one.
    cell: String,
    rows: Vec<Row>,
}

struct Row {
    /// The case; none for one that only others may see.
    case: Option<(String, String)>,
    applicant: String,
    contested: Contested,
}

/// Which year, and which cell of its table four.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    year: Option<i16>,
    path: Option<String>,
    result: Option<String>,
}

pub(crate) async fn list(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let cases = officer.cases(&app)?;
    let span = asked.year.map(countable).transpose()?.map(Span::year);
    let path: Option<Course> =
        asked.path.as_deref().map(|key| named(key).ok_or(Refusal::NotFound)).transpose()?;
    let result = asked.result.as_deref().filter(|key| *key != "total");
    let result: Option<Column> = result.map(|key| named(key).ok_or(Refusal::NotFound)).transpose()?;
    let today = moment::now().today;
    let is_in_cell = |line: &&ProceedingLine| {
        let stands = span.and_then(|span| line.proceeding.stands_in(span));
        path.is_none_or(|path| path == line.proceeding.path) && (result.is_none() || stands == result)
    };
    let viewer = officer.officer_id();
    let row = |line: &ProceedingLine| {
        let may_see = line.case.summary.is_for(&viewer);
        let shown = |text: &str| if may_see { text.to_owned() } else { "限定知悉".to_owned() };
        let words = (shown(&line.forum), shown(&line.number));
        let mut contested = Contested::of(&line.proceeding, words, today, cases.calendar());
        if !may_see {
            // How it goes tells what it is about.
            contested.ruled = shown(&contested.ruled);
        }
        Row {
            case: may_see.then(|| (line.case.case.to_string(), line.case.summary.number.clone())),
            applicant: shown(&line.applicant),
            contested,
        }
    };
    let cell = [path.map(Course::name), result.map(Column::name)].into_iter().flatten().collect::<Vec<_>>();
    Ok(render(&RegisterPage {
        page: Page::new(&app, display, "/desk/remedies", ""),
        desk: Desk::new(&app, &officer, "remedies").await?,
        year: asked.year,
        this_year: today.year(),
        cell: cell.join("，"),
        rows: cases.proceedings(span).await?.iter().filter(is_in_cell).map(row).collect(),
    }))
}
