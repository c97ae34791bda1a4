//! The statutory clock on a page (期限计算说明): what moved it, and every day of the current period as a calendar.

use askama::Template;
use axum::response::Response;
use casework::Case;
use casework::deadline::{Reckoning, State, explain};
use casework::id::ConsultationId;
use jiff::civil::{Date, Weekday};
use law::WorkCalendar;

use services::cases::{Moved, Opened, clock_lines, moved, nth};
use typeset::clock::Sheet;

use crate::assets::Icon;
use crate::error::Refusal;
use crate::view::long_date;
use crate::{App, download, moment};

/// The clock of a case.
#[derive(Template)]
#[template(path = "shared/clock.html")]
pub(crate) struct ClockView {
    /// What moved it, in order.
    steps: Vec<Moved>,
    /// The first day of the current period.
    start: String,
    weeks: Vec<Week>,
    /// Whether it depends on holidays that are not announced.
    provisional: bool,
    /// Smaller, on the desk.
    small: bool,
}

struct Week {
    month: String,
    days: Vec<Cell>,
}

#[derive(Clone)]
struct Cell {
    /// CSS class; "none" outside the period.
    kind: &'static str,
    date: String,
    month: i8,
    day: i8,
    first: bool,
    /// Its number, when it counts.
    number: Option<u32>,
    word: String,
    now: bool,
}

/// How a deadline looks in lists and heads (期限标识).
pub(crate) struct Due {
    /// ok, soon, today, late or pause.
    pub(crate) kind: &'static str,
    pub(crate) icon: Icon,
    pub(crate) words: String,
    pub(crate) date: String,
}

impl Due {
    /// Of a day, as of today.
    pub(crate) fn of(due: Date, today: Date, calendar: &WorkCalendar) -> Due {
        let (kind, words) = if today > due {
            let late = calendar.working_days_between(due, today);
            ("late", format!("超期 {late} 个工作日"))
        } else {
            match calendar.working_days_between(today, due) {
                0 => ("today", "今天到期".to_owned()),
                left @ 1..=3 => ("soon", format!("还剩 {left} 个工作日")),
                left => ("ok", format!("还剩 {left} 个工作日")),
            }
        };
        Due { kind, icon: icon(kind), words, date: format!("{}到期", long_date(due)) }
    }

    /// While somebody else has to act.
    pub(crate) fn paused(until: Option<Date>, whose: &str) -> Due {
        let date =
            until.map_or_else(|| whose.to_owned(), |until| format!("{whose}，{}届满", long_date(until)));
        Due { kind: "pause", icon: icon("pause"), words: "暂停计时".to_owned(), date }
    }
}

fn icon(kind: &str) -> Icon {
    match kind {
        "late" => super::icon("circle-alert"),
        "today" => super::icon("alarm-clock"),
        "soon" => super::icon("clock-alert"),
        "pause" => super::icon("circle-pause"),
        _ => super::icon("clock"),
    }
}

impl ClockView {
    /// The clock of a case on a day; none before receipt.
    pub(crate) fn of(case: &Case, today: Date, calendar: &WorkCalendar, small: bool) -> Option<ClockView> {
        let clock = case.clock(today, calendar)?;
        let days = explain::days(&clock, calendar, nth);
        let shown = |date: Date| if small { date.to_string() } else { long_date(date) };
        let steps = (0..case.steps.len()).map(|at| moved((&case.steps, at), &clock, shown)).collect();
        Some(ClockView {
            steps,
            start: long_date(clock.period.start),
            weeks: weeks(&days, &clock, today),
            provisional: clock.provisional,
            small,
        })
    }
}

/// The explanation of a case's due day as a file: what moved the clock, and every day of the current period.
pub(crate) async fn pdf(app: &App, opened: &Opened) -> Result<Response, Refusal> {
    let (cases, today) = (app.cases()?, moment::now().today);
    let calendar = cases.calendar();
    let case = &opened.case;
    let clock = case.clock(today, calendar).ok_or(Refusal::NotFound)?;
    let days = explain::days(&clock, calendar, nth);
    let lines = clock_lines(case, &clock);
    let (setting, organ) = (app.clone(), cases.settings().letters.organ.clone());
    let bytes = app.work().run(move || {
        let sheet = Sheet { organ: &organ, lines, on: today, days: &days, mark: setting.site().watermark() };
        Ok(typeset::clock::pdf(&sheet, setting.fonts())?)
    });
    Ok(download::private(bytes.await?, "application/pdf", "期限计算说明.pdf"))
}

fn weeks(days: &[explain::Counted], clock: &Reckoning<ConsultationId>, today: Date) -> Vec<Week> {
    let Some(first) = days.first() else { return Vec::new() };
    // The days follow one another; before the first and after the last the week is filled up.
    let before = usize::try_from(first.date.weekday().to_monday_zero_offset()).unwrap_or_default();
    let mut cells: Vec<Cell> = std::iter::repeat_with(outside).take(before).collect();
    cells.extend(days.iter().map(|counted| cell(counted, clock, today)));
    cells.resize_with(cells.len().next_multiple_of(7), outside);
    let mut weeks = Vec::new();
    while !cells.is_empty() {
        let rest = cells.split_off(7);
        let week = std::mem::replace(&mut cells, rest);
        // A week with the first of a month is named after that month, the first week after the month in which it begins.
        let mut months = week.iter().map(|cell| cell.month).filter(|month| *month > 0);
        let month = if weeks.is_empty() { months.next() } else { months.next_back() };
        let month = month.unwrap_or_default();
        weeks.push(Week { month: format!("{month}月"), days: week });
    }
    weeks
}

fn outside() -> Cell {
    let (date, word) = (String::new(), String::new());
    Cell { kind: "none", date, month: 0, day: 0, first: false, number: None, word, now: false }
}

fn cell(counted: &explain::Counted, clock: &Reckoning<ConsultationId>, today: Date) -> Cell {
    let date = counted.date;
    let waiting = clock.waiting_since.is_some_and(|since| date > since);
    let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    let short = counted.why.split(['（', '，']).next().unwrap_or_default();
    let (kind, word) = if Some(date) == clock.due {
        (if clock.state == State::Answered { "off" } else { "due" }, "届满")
    } else if date == clock.period.start {
        ("start", clock.period.from.word())
    } else if counted.counted {
        (if date > today { "future" } else { "count" }, if weekend { "补班" } else { "" })
    } else if waiting && clock.state != State::Answered {
        ("pause", "等待")
    } else if clock.period.is_suspended(date) && counted.article == law::consultation::NOT_COUNTED {
        ("pause", "征求意见")
    } else {
        ("off", if short == "双休日" { "周末" } else { short })
    };
    Cell {
        kind,
        date: date.to_string(),
        month: date.month(),
        day: date.day(),
        first: date.day() == 1,
        number: counted.counted.then_some(counted.number),
        word: word.to_owned(),
        now: date == today,
    }
}
