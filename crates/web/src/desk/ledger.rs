//! `/desk/ledger` — 台账导入: the ledger that the office has kept until now is looked through row by row, and then becomes cases.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use casework::applicant::ApplicantClass;
use casework::event::Actor;
use casework::ledger::{CarriedOver, Column, Defaults, Mapping, Taken};
use law::receipt::Channel;
use serde::Deserialize;
use services::cases::{Failure, LedgerRow, LedgerSheet, MOST_ROWS};

use super::Desk;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::filed::Filed;
use crate::extract::officer::Officer;
use crate::name::{key, named};
use crate::view::{Page, render_form};
use crate::{App, moment};

/// Rows that a page takes over: more of them take longer than anybody waits for a page.
const AT_ONCE: usize = 1_000;

/// Rows that are shown of those that can be taken over, and sentences about those that cannot.
const SHOWN: usize = AT_ONCE;
const FLAWED: usize = 200;

#[derive(Template)]
#[template(path = "desk/ledger.html")]
struct LedgerPage {
    page: Page,
    desk: Desk,
    problem: Option<String>,
    looked: Option<Looked>,
    done: Option<Done>,
}

/// A ledger that was looked through.
struct Looked {
    source: String,
    /// What was looked through: columns and defaults. Nothing is taken over by others.
    seen: String,
    /// Columns or defaults were changed after that.
    changed: bool,
    /// The whole sheet, which comes back with the form: nothing of it is kept before it is taken over.
    content: String,
    headings: Vec<String>,
    /// Key, name and place of each column.
    columns: Vec<(String, &'static str, bool, String)>,
    classes: Vec<(String, &'static str, bool)>,
    channels: Vec<(String, &'static str, bool)>,
    rows: usize,
    good: Vec<Good>,
    sound: usize,
    /// Rows that can be taken over and were not before.
    new: usize,
    /// How many of these end in which way.
    tally: Vec<(String, usize)>,
    /// Of these, those that were taken over before.
    again: usize,
    /// What is wrong, with the rows about which it is.
    flawed: Vec<(String, String)>,
    flaws: usize,
    too_many: bool,
}

/// A row as it would be taken over.
struct Good {
    row: u32,
    received: String,
    applicant: String,
    request: String,
    ended: String,
    again: bool,
    remark: String,
}

/// What came of it.
#[derive(Default)]
struct Done {
    new: usize,
    again: usize,
    /// Taken back.
    void: usize,
    /// Whether it was to be taken back.
    voids: bool,
    skipped: usize,
    failed: Vec<(u32, String)>,
    /// The first and last number that was given.
    numbers: Option<(String, String)>,
}

/// What is sent: the content of a sheet that was looked through, columns and defaults.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    content: String,
    seen: String,
    /// Why what was taken over is taken back.
    why: String,
    class: String,
    channel: String,
    act: String,
    #[serde(flatten)]
    columns: HashMap<String, String>,
}

impl Given {
    fn mapping(&self, sheet: &LedgerSheet) -> Mapping {
        let chosen = |column: &Column| self.columns.get(&format!("column.{}", key(*column)));
        let place = |column: Column| {
            let at: usize = chosen(&column)?.parse().ok()?;
            (at < sheet.headings.len()).then_some((column, at))
        };
        Column::ALL.into_iter().filter_map(place).collect()
    }

    fn defaults(&self) -> Defaults {
        Defaults { class: named(&self.class), channel: named(&self.channel) }
    }
}

/// Columns and defaults as one text.
fn chosen(mapping: &Mapping, defaults: Defaults) -> String {
    format!("{mapping:?} {defaults:?}")
}

/// `GET /desk/ledger`.
pub(crate) async fn form(
    State(app): State<App>,
    display: Display,
    officer: Officer,
) -> Result<Response, Refusal> {
    page(&app, display, &officer, (None, None, None)).await
}

async fn page(
    app: &App,
    display: Display,
    officer: &Officer,
    (problem, looked, done): (Option<String>, Option<Looked>, Option<Done>),
) -> Result<Response, Refusal> {
    let view = LedgerPage {
        page: Page::new(app, display, "/desk/ledger", ""),
        desk: Desk::new(app, officer, "ledger").await?,
        problem,
        looked,
        done,
    };
    Ok(render_form(&view, view.problem.is_some()))
}

/// `POST /desk/ledger`: looks a file through, looks it through again with other columns, or takes it over.
pub(crate) async fn send(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Filed { filled, files }: Filed<Given>,
) -> Result<Response, Refusal> {
    let (cases, now) = (officer.cases(&app)?, moment::now());
    let (sheet, mapping) = match files.into_iter().next() {
        Some(file) => {
            let limits = *app.limits();
            let read = move || Ok(LedgerSheet::read(&file.name, &file.bytes, &limits));
            match app.work().run(read).await? {
                Ok(sheet) => {
                    let mapping = sheet.guess();
                    (sheet, mapping)
                }
                Err(says) => return page(&app, display, &officer, (Some(says), None, None)).await,
            }
        }
        None => {
            let sheet = serde_json::from_str::<LedgerSheet>(&filled.content).ok();
            let Some(sheet) = sheet.filter(|sheet| sheet.rows.len() <= MOST_ROWS) else {
                let says = "请选择台账文件".to_owned();
                return page(&app, display, &officer, (Some(says), None, None)).await;
            };
            let mapping = filled.mapping(&sheet);
            (sheet, mapping)
        }
    };
    let defaults = filled.defaults();
    let rows = cases.look_through(&sheet, &mapping, defaults, now.today).await?;
    let voids = filled.act == "void";
    let acts = filled.act == "import" || voids;
    if voids && filled.why.trim().is_empty() {
        let looked = Looked::of(&sheet, &mapping, defaults, &rows);
        let says = "没有撤销：请写明撤销的原因".to_owned();
        return page(&app, display, &officer, (Some(says), Some(looked), None)).await;
    }
    let changed = acts && filled.seen != chosen(&mapping, defaults);
    if !acts || changed || rows.len() > AT_ONCE {
        let looked = Looked { changed, ..Looked::of(&sheet, &mapping, defaults, &rows) };
        return page(&app, display, &officer, (None, Some(looked), None)).await;
    }
    let (by, mut done) = (Actor::Officer(officer.officer_id()), Done { voids, ..Done::default() });
    for LedgerRow { number: row, taken, .. } in rows {
        let Ok(taken) = taken else {
            done.skipped += 1;
            continue;
        };
        if voids {
            match cases.take_back(&taken, &filled.why, &by, now).await {
                Ok(one) => done.void += usize::from(one),
                Err(failure) if is_told(&failure) => done.failed.push((row, failure.to_string())),
                Err(failure) => return Err(failure.into()),
            }
            continue;
        }
        match cases.take_over(&sheet, (row, taken), &by, now).await {
            Ok(one) if one.again => done.again += 1,
            Ok(one) => {
                done.new += 1;
                let first = done.numbers.take().map_or_else(|| one.number.clone(), |(first, _)| first);
                done.numbers = Some((first, one.number));
            }
            Err(failure) if is_told(&failure) => done.failed.push((row, failure.to_string())),
            // What was taken over is told all the same; the rest comes with the same file another time.
            Err(failure) => {
                tracing::error!(%failure, "the import of a ledger broke off");
                done.failed
                    .push((row, "数据库没有应答，从这一行起没有导入，请稍后把文件再导入一次".to_owned()));
                break;
            }
        }
    }
    page(&app, display, &officer, (None, None, Some(done))).await
}

/// Whether whoever brings the ledger can do something about it.
fn is_told(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(_) | Failure::Changed { .. })
}

/// How a row ends.
fn ending(taken: &Taken) -> String {
    taken.ended.as_ref().map_or_else(|| "继续办理".to_owned(), CarriedOver::name)
}

impl Looked {
    fn of(sheet: &LedgerSheet, mapping: &Mapping, defaults: Defaults, rows: &[LedgerRow]) -> Looked {
        let column = |column: Column| {
            let at = mapping.get(&column).map(usize::to_string).unwrap_or_default();
            (format!("column.{}", key(column)), column.name(), column.is_required(), at)
        };
        let good = rows.iter().filter_map(|row| {
            let taken = row.taken.as_ref().ok()?;
            let applicant = taken.applying.applicants.first().map(|one| one.name.clone()).unwrap_or_default();
            let on = taken.ended.as_ref().map(|ended| format!("{} ", ended.on)).unwrap_or_default();
            Some(Good {
                row: row.number,
                received: taken.applying.on.to_string(),
                applicant: format!(
                    "{applicant}（{}，{}）",
                    taken.applying.class.name(),
                    taken.applying.channel.name()
                ),
                request: taken.applying.request.chars().take(40).collect(),
                again: row.again,
                remark: row.remark.clone().unwrap_or_default(),
                ended: format!("{on}{}", ending(taken)),
            })
        });
        let mut flawed: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut tally: BTreeMap<String, usize> = BTreeMap::new();
        for row in rows {
            match &row.taken {
                Ok(taken) => *tally.entry(ending(taken)).or_default() += 1,
                Err(flaws) => flawed.entry(flaws.join("；")).or_default().push(row.number.to_string()),
            }
        }
        let flawed = flawed.into_iter().map(|(says, rows)| (rows.join("、"), says));
        let flaws = rows.iter().filter(|row| row.taken.is_err()).count();
        let too_many = rows.len() > AT_ONCE;
        Looked {
            source: sheet.source.clone(),
            seen: chosen(mapping, defaults),
            changed: false,
            content: if too_many { String::new() } else { serde_json::to_string(sheet).unwrap_or_default() },
            headings: sheet.headings.clone(),
            columns: Column::ALL.map(column).to_vec(),
            classes: ApplicantClass::ALL
                .map(|one| (key(one), one.name(), Some(one) == defaults.class))
                .to_vec(),
            channels: Channel::ALL.map(|one| (key(one), one.name(), Some(one) == defaults.channel)).to_vec(),
            rows: rows.len(),
            good: good.take(SHOWN).collect(),
            sound: rows.len() - flaws,
            new: rows.iter().filter(|row| row.taken.is_ok() && !row.again).count(),
            tally: tally.into_iter().collect(),
            again: rows.iter().filter(|row| row.again).count(),
            flawed: flawed.take(FLAWED).collect(),
            flaws,
            too_many,
        }
    }
}
