//! `POST /progress` — 查询进度: where an application stands, until when, why, and what its applicant has to do now.
//!
//! Number and code come with every request, so that no address carries them.

use askama::Template;
use axum::Form as Posted;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casework::Stage;
use casework::applicant::Way;
use casework::case::Answer;
use casework::decide::{Command, Verb};
use casework::event::{Actor, Event};
use casework::letter::yuan;
use serde::Deserialize;
use services::cases::files::{Admitted, Held, Origin, Rejected, held};
use services::cases::{Cases, Doing, Failure, Moment, Opened, Told};

use crate::display::Display;
use crate::error::Refusal;
use crate::extract::filed::Filed;
use crate::view::clock::{ClockView, Due};
use crate::view::files::{FileRow, FilesField};
use crate::view::{self, Page, long_date, render};
use crate::{App, download, moment};

/// What opens a case to its applicant.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Key {
    number: String,
    code: String,
    /// Of a correction, or of a withdrawal.
    text: String,
    /// Whether the consequence was confirmed.
    sure: String,
    /// Which file or notice is asked for.
    file: String,
}

#[derive(Template)]
#[template(path = "portal/progress_form.html")]
struct FormPage {
    page: Page,
    number: String,
    wrong: bool,
}

#[derive(Template)]
#[template(path = "portal/progress.html")]
struct ProgressPage {
    page: Page,
    number: String,
    code: String,
    state: String,
    due: Option<Due>,
    used: Option<u32>,
    today: String,
    /// What the applicant has to do, or that nothing is to be done.
    now: String,
    /// What failed just now.
    refused: Vec<String>,
    /// What was just done.
    done: Option<&'static str>,
    clock: Option<ClockView>,
    request: String,
    events: Vec<Entry>,
    /// What has to be corrected, and until when.
    correct: Option<(String, String)>,
    /// What was written of a correction that was not taken.
    text: String,
    files_field: FilesField,
    files: Vec<FileRow>,
    /// Letters that went out to the applicant besides the last answer: address, name and day of each.
    notices: Vec<(String, String, String)>,
    /// The cases that were split off: number and code of each.
    split: Vec<(String, String)>,
    can_download: bool,
    /// Whether another answer is to take the place of the one that there is.
    is_reopened: bool,
    can_withdraw: bool,
}

/// One line of the history.
struct Entry {
    is_now: bool,
    what: &'static str,
    day: String,
    text: String,
}

pub(crate) async fn form(State(app): State<App>, display: Display) -> Response {
    render(&FormPage {
        page: Page::new(&app, display, "/progress", "apply"),
        number: String::new(),
        wrong: false,
    })
}

pub(crate) async fn show(
    State(app): State<App>,
    display: Display,
    Posted(key): Posted<Key>,
) -> Result<Response, Instead> {
    page(&app, display, key, Vec::new(), None).await
}

pub(crate) async fn correct(
    State(app): State<App>,
    display: Display,
    Filed { filled: key, files }: Filed<Key>,
) -> Result<Response, Instead> {
    // Who has no code has no file looked through.
    let cases = app.cases()?;
    tracked(&app, display, &key).await?;
    let files = match cases.admit(files).await {
        Ok(files) => files,
        Err(Rejected(sentences)) => return page(&app, display, key, sentences, None).await,
    };
    let now = moment::now();
    let command = Command::ReceiveCorrection { on: now.today, text: key.text.clone(), files: Vec::new() };
    act(&app, display, key, (command, files), "已收到您的补正，期限重新起算。", now).await
}

pub(crate) async fn withdraw(
    State(app): State<App>,
    display: Display,
    Posted(key): Posted<Key>,
) -> Result<Response, Instead> {
    if key.sure.is_empty() {
        let refused = vec!["撤回后本机关不再办理；请先勾选“我确认撤回”，再提交。".to_owned()];
        return page(&app, display, key, refused, None).await;
    }
    let now = moment::now();
    let reason = (!key.text.trim().is_empty()).then(|| key.text.clone());
    let command = Command::Withdraw { on: now.today, reason };
    act(&app, display, key, (command, Vec::new()), "您的申请已经撤回。", now).await
}

async fn act(
    app: &App,
    display: Display,
    key: Key,
    (command, files): (Command, Vec<Admitted>),
    done: &'static str,
    now: Moment,
) -> Result<Response, Instead> {
    let cases = app.cases()?;
    let opened = tracked(app, display, &key).await?;
    let doing = Doing { command, by: Actor::Applicant, seen: Some(opened.case.version), key: None };
    match cases.act_with(&opened.id, doing, files, now).await {
        Ok(_) => page(app, display, key, Vec::new(), Some(done)).await,
        Err(Failure::Refused(refused)) => {
            let reasons = refused.reasons().iter().map(ToString::to_string).collect();
            page(app, display, key, reasons, None).await
        }
        Err(failure @ Failure::Changed { .. }) => {
            page(app, display, key, vec![failure.to_string()], None).await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /progress/answer` — the answer as PDF. Taking it is its delivery, when it is waiting for that.
pub(crate) async fn answer(
    State(app): State<App>,
    display: Display,
    Posted(key): Posted<Key>,
) -> Result<Response, Instead> {
    let (cases, opened, told) = read(&app, display, &key).await?;
    let case = &opened.case;
    let waiting = case.signed.as_ref().filter(|_| case.wanted.way.is_electronic());
    let signed = waiting.or(case.answers.last().map(|answer| &answer.signed));
    let kept = signed.and_then(|signed| signed.letter.as_ref()).ok_or(Refusal::NotFound)?;
    let sheet = cases.printed(&opened, &told, kept).await?.ok_or(Refusal::NotFound)?;
    // Made first: what cannot be taken is not delivered.
    let made = download::letters_pdf(&app, vec![sheet], "答复书").await?;
    delivered(cases, &opened).await?;
    Ok(made)
}

/// Taking an answer from this page is its delivery, when it is waiting for that.
async fn delivered(cases: &Cases, opened: &Opened) -> Result<(), Refusal> {
    if opened.case.signed.is_some() && opened.case.wanted.way.is_electronic() {
        let proof = "申请人在查询页面下载".to_owned();
        let now = moment::now();
        let command = Command::Deliver { on: now.today, way: Way::Online, proof };
        let doing = Doing { command, by: Actor::Applicant, seen: None, key: None };
        cases.act(&opened.id, doing, now).await?;
    }
    Ok(())
}

/// `POST /progress/file` — a file that the applicant has sent, or that the answer gives; taking the latter is the answer's
/// delivery.
pub(crate) async fn attachment(
    State(app): State<App>,
    display: Display,
    Posted(key): Posted<Key>,
) -> Result<Response, Instead> {
    let (cases, opened, told) = read(&app, display, &key).await?;
    let asked = visible(&opened, &told).into_iter().rfind(|one| one.id.as_str() == key.file);
    let asked = asked.ok_or(Refusal::NotFound)?;
    let (about, bytes) = cases.file(&opened, &asked.id).await?;
    if asked.origin == Origin::Signed {
        delivered(cases, &opened).await?;
    }
    Ok(download::private(bytes, about.kind.media_type(), &about.name))
}

/// The files that an applicant sees: their own, and what answers give that have reached them or can be taken here.
fn visible(opened: &Opened, told: &Told) -> Vec<Held> {
    let is_electronic = opened.case.wanted.way.is_electronic();
    let sees = |one: &Held| match one.origin {
        Origin::Application | Origin::Correction | Origin::Given => true,
        Origin::Signed => is_electronic,
        Origin::Department(_) | Origin::Proposed => false,
    };
    held(opened, told).into_iter().filter(sees).collect()
}

/// `POST /progress/receipt` — the receipt as PDF.
pub(crate) async fn receipt(
    State(app): State<App>,
    display: Display,
    Posted(key): Posted<Key>,
) -> Result<Response, Instead> {
    let (cases, opened, told) = read(&app, display, &key).await?;
    let receipt = cases.receipt(&opened, &told).await?;
    Ok(download::letters_pdf(&app, vec![receipt.into()], "登记回执").await?)
}

/// `POST /progress/letter` — a notice to the applicant, or an answer that another one has replaced, as PDF.
pub(crate) async fn notice(
    State(app): State<App>,
    display: Display,
    Posted(key): Posted<Key>,
) -> Result<Response, Instead> {
    let (cases, opened, told) = read(&app, display, &key).await?;
    if let Some(nth) = key.file.strip_prefix("answer-").and_then(|nth| nth.parse().ok()) {
        let sheet = cases.answered(&opened, &told, nth).await?.ok_or(Refusal::NotFound)?;
        return Ok(download::letters_pdf(&app, vec![sheet], "答复书").await?);
    }
    let found = match key.file.parse() {
        Ok(version) => cases.issued(&opened, &told, version).await?,
        Err(_) => None,
    };
    let (kind, letter) = found.filter(|(kind, _)| kind.is_for_applicant()).ok_or(Refusal::NotFound)?;
    Ok(download::letters_pdf(&app, vec![letter], &kind.name()).await?)
}

/// `POST /progress/clock` — the explanation of the due day as PDF.
pub(crate) async fn clock(
    State(app): State<App>,
    display: Display,
    Posted(key): Posted<Key>,
) -> Result<Response, Instead> {
    let opened = tracked(&app, display, &key).await?;
    Ok(view::clock::pdf(&app, &opened).await?)
}

/// What is shown in place of what was asked for: the form again, or an error page.
pub(crate) struct Instead(Response);

impl<E: Into<Refusal>> From<E> for Instead {
    fn from(error: E) -> Instead {
        Instead(error.into().into_response())
    }
}

impl IntoResponse for Instead {
    fn into_response(self) -> Response {
        self.0
    }
}

/// The case that number and code open. A wrong code and an unknown number look the same: the form again.
async fn tracked(app: &App, display: Display, key: &Key) -> Result<Opened, Instead> {
    app.cases()?.track(&key.number, &key.code).await.map_err(|failure| match failure {
        Failure::NotFound => {
            let page = Page::new(app, display, "/progress", "apply");
            Instead(render(&FormPage { page, number: key.number.clone(), wrong: true }))
        }
        failure => failure.into(),
    })
}

/// The case that number and code open, with its texts.
async fn read<'a>(app: &'a App, display: Display, key: &Key) -> Result<(&'a Cases, Opened, Told), Instead> {
    let cases = app.cases()?;
    let opened = tracked(app, display, key).await?;
    let told = cases.told(&opened).await?;
    Ok((cases, opened, told))
}

async fn page(
    app: &App,
    display: Display,
    key: Key,
    refused: Vec<String>,
    done: Option<&'static str>,
) -> Result<Response, Instead> {
    let (cases, opened, told) = read(app, display, &key).await?;
    let page = Page::new(app, display, "/progress", "apply");
    let mut shown = progress(page, cases, (&opened, &told), key, (refused, done), moment::now());
    for id in &opened.case.split_into {
        let found = store::cases::find(cases.store(), cases.organ(), id).await?;
        shown.split.extend(found.map(|found| (found.summary.number, cases.code(id))));
    }
    Ok(render(&shown))
}

fn progress(
    page: Page,
    cases: &Cases,
    (opened, told): (&Opened, &Told),
    key: Key,
    (refused, done): (Vec<String>, Option<&'static str>),
    now: Moment,
) -> ProgressPage {
    let (case, calendar, today) = (&opened.case, cases.calendar(), now.today);
    let stage = case.stage(today, calendar);
    let due_on = case.due(today, calendar);
    let clock = case.clock(today, calendar).filter(|_| case.reopened.is_none());
    let used = clock.and_then(|clock| clock.working_days_used);
    let waits = case.last_day_for_applicant(calendar);
    let due = match (stage, due_on, &waits) {
        (_, _, Some((last, _))) => Some(Due::paused(Some(*last), "等待您办理")),
        (stage, Some(due), _) if stage.is_open() => Some(Due::of(due, today, calendar)),
        _ => None,
    };
    let state = match (stage, due_on) {
        (Stage::Unconfirmed, _) => "已提交，等待与您确认收到".to_owned(),
        (Stage::AwaitingDelivery, _) if case.wanted.way.is_electronic() => "答复已经作出，请下载".to_owned(),
        (Stage::AwaitingDelivery, _) => "答复已经作出，正在送达".to_owned(),
        (stage, Some(due)) if stage.is_open() => format!("正在办理，最迟{}答复", long_date(due)),
        // Where the office keeps the file is no matter of the applicant.
        (Stage::Archived, _) => case.ended_by().name().to_owned(),
        (stage, _) => stage.name().to_owned(),
    };
    let todo = match stage {
        Stage::Unconfirmed => "我们会用您留的电话与您确认，确认之日为收到之日。现在不需要您做什么。".to_owned(),
        Stage::AwaitingCorrection => {
            let last = waits.as_ref().map(|(last, _)| long_date(*last)).unwrap_or_default();
            format!("请在{last}前补正；无正当理由逾期不补正的，视为放弃申请。")
        }
        Stage::AwaitingFee => {
            let last = waits.as_ref().map(|(last, _)| long_date(*last)).unwrap_or_default();
            format!("请在{last}前按收费通知缴费；逾期未缴纳的，视为放弃申请。")
        }
        Stage::AwaitingReasons => "请按通知说明理由。".to_owned(),
        Stage::AwaitingDelivery if case.wanted.way.is_electronic() => {
            "请在本页下载答复。下载即为送达，救济期限自下载之日起计算。".to_owned()
        }
        Stage::AwaitingDelivery => format!("答复将以“{}”的方式送达您。", case.wanted.way.name()),
        Stage::Answered | Stage::Archived if !case.answers.is_empty() => {
            "案件已经答复，可以在本页下载。".to_owned()
        }
        Stage::Archived | Stage::Lapsed if case.lapse.is_some() => "因逾期未补正或者未缴费，视为放弃申请。需要的，可以重新申请。".to_owned(),
        Stage::Archived | Stage::Withdrawn => "您已经撤回申请。需要的，可以重新申请。".to_owned(),
        _ if due_on.is_some_and(|due| today > due) => {
            "我们没有在法定期限内答复，向您致歉。您可以联系公开工作机构，也可以依法申请行政复议或者提起行政诉讼。".to_owned()
        }
        _ => "现在不需要您做什么。答复作出后可以在本页下载。".to_owned(),
    };
    let can = |verb: Verb| cases.obstacles(opened, verb, &Actor::Applicant, today).is_empty();
    let answered = case.answers.last().is_some_and(|answer| answer.signed.letter.is_some());
    let correct = case.correction.as_ref().filter(|_| can(Verb::ReceiveCorrection)).map(|correction| {
        (told.text(&correction.unclear).unwrap_or_default().to_owned(), long_date(correction.reply_by))
    });
    ProgressPage {
        page,
        state,
        due,
        used,
        today: long_date(today),
        now: todo,
        refused,
        done,
        clock: ClockView::of(case, today, calendar, false),
        request: told.text(&case.request).unwrap_or_default().to_owned(),
        events: history(opened, told, stage),
        correct,
        split: Vec::new(),
        is_reopened: case.reopened.is_some() && !case.answers.is_empty(),
        can_download: answered || (case.signed.is_some() && case.wanted.way.is_electronic()),
        can_withdraw: can(Verb::Withdraw),
        text: key.text,
        files_field: FilesField::new(cases, "附件（可不附）", "补正的材料；", Vec::new()),
        files: visible(opened, told).iter().map(|one| FileRow::of(one, ToString::to_string)).collect(),
        notices: notices(opened),
        number: key.number,
        code: key.code,
    }
}

/// The notices that went out to the applicant, and answers that another one has replaced.
fn notices(opened: &Opened) -> Vec<(String, String, String)> {
    let letters = opened.case.letters.iter().filter(|one| one.kind.is_for_applicant());
    let notices = letters.map(|one| (one.version.to_string(), one.kind.name(), long_date(one.on)));
    let answers = &opened.case.answers;
    let replaced = answers.iter().take(answers.len().saturating_sub(1)).enumerate();
    let kept = replaced.filter(|(_, one)| one.signed.letter.is_some());
    let answer = |(at, one): (usize, &Answer)| {
        (format!("answer-{}", at + 1), format!("以前的答复 {}", one.signed.number), long_date(one.signed.on))
    };
    notices.chain(kept.map(answer)).collect()
}

/// What an applicant sees of the history: what concerns them, newest first; nothing of what the office does within itself.
fn history(opened: &Opened, told: &Told, stage: Stage) -> Vec<Entry> {
    let mut lines: Vec<Entry> = opened
        .events
        .iter()
        .filter_map(|recorded| {
            let text = |id| told.text(id).unwrap_or_default().to_owned();
            let (on, text) = match &recorded.event {
                Event::Arrived(arrival) => (arrival.on, arrival.channel.name().to_owned()),
                Event::ReceiptConfirmed { on } => (*on, String::new()),
                Event::CorrectionRequested { on, unclear, .. } => (*on, text(unclear)),
                Event::CorrectionReceived { on, .. } => (*on, "期限重新起算".to_owned()),
                Event::Consulted { on, .. } => (*on, "期间不计入期限".to_owned()),
                Event::ConsultationReplied { on, .. } => (*on, "期限继续计算".to_owned()),
                Event::ReasonsRequested { on, .. } | Event::ReasonsReceived { on, .. } => {
                    (*on, String::new())
                }
                Event::ReasonablePeriodSet { on, .. } => (*on, String::new()),
                Event::FeeNotified { on, amount, .. } => (*on, format!("应缴{}", yuan(*amount))),
                Event::FeePaid { on, .. } => (*on, String::new()),
                Event::FeeRefunded { on, amount, .. } => (*on, yuan(*amount)),
                Event::Extended { on, days, .. } => (*on, format!("延长{days}个工作日")),
                Event::Signed { on, number, .. } => (*on, number.clone()),
                Event::Delivered { on, way, .. } => (*on, way.name().to_owned()),
                Event::Lapsed { on, .. }
                | Event::Withdrawn { on, .. }
                | Event::Reopened { on, .. }
                | Event::ReopeningUndone { on } => (*on, String::new()),
                _ => return None,
            };
            Some(Entry { is_now: false, what: recorded.event.name(), day: long_date(on), text })
        })
        .collect();
    if stage.is_open() {
        lines.push(Entry { is_now: true, what: stage.name(), day: "现在".to_owned(), text: String::new() });
    }
    lines.reverse();
    lines
}
