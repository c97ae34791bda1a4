//! `GET /desk/cases/{id}` — 案件: the request, the clock, departments, what can be done and what cannot and why, the answer, the
//! history.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use casework::applicant::{Identity, masked_name, masked_number};
use casework::decide::Verb;
use casework::event::{Actor, Opinion};
use casework::id::{CaseId, DepartmentId, OfficerId};
use casework::letter::Letter;
use casework::summary::Summary;
use casework::{Case, Stage};
use jiff::civil::Date;
use law::article::ogi2019;
use law::consultation::{Consulted, Silence};
use services::cases::files::held;
use services::cases::{Answer, Cases, Frequency, Opened, Told, rights, said, searched};
use services::dossier::lacking;
use typeset::envelope::Size;

use super::list::due;
use super::office::Office;
use super::remedies::Remedies;
use crate::desk::Desk;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::name::key;
use crate::view::clock::{ClockView, Due};
use crate::view::files::FileRow;
use crate::view::{Page, long_date, render};
use crate::{App, moment};

#[derive(Template)]
#[template(path = "desk/cases/show.html")]
struct CasePage {
    page: Page,
    desk: Desk,
    id: CaseId,
    number: String,
    stage: &'static str,
    /// Whether it comes from a ledger: it got no receipt here.
    is_imported: bool,
    due: Option<Due>,
    used: Option<u32>,
    applicant: String,
    class: &'static str,
    facts: Vec<(&'static str, String)>,
    /// The help that the applicant needs, and under which article.
    help: Option<(String, String)>,
    /// The cases of the same letter.
    letter_mates: Vec<Mate>,
    request: String,
    clock: Option<ClockView>,
    consultations: Vec<Asked>,
    tasks: Vec<Owed>,
    searches: Vec<String>,
    remedies: Remedies,
    /// What the same person has asked for before.
    frequency: Frequency,
    draft: Option<Drafted>,
    /// The answer, and what stands against signing it.
    answer: Option<Answer>,
    signed: bool,
    /// The day of registration.
    registered: String,
    /// Answers that another one has replaced: which, number and day.
    earlier: Vec<(usize, String, String)>,
    /// Letters that have gone out besides the answers.
    letters: Vec<Issued>,
    /// Sizes of envelopes, where there is an address: key and name.
    envelopes: Vec<(String, &'static str)>,
    /// What the file lacks of a case that has ended, a sentence each.
    lacking: Vec<String>,
    actions: Vec<Action>,
    events: Vec<Happened>,
    tags: Vec<String>,
    /// Whether it is restricted to some (限定知悉).
    restricted: bool,
    returned: Option<String>,
    files: Vec<FileRow>,
}

/// A case that came in the same letter (同一来件).
struct Mate {
    how: &'static str,
    id: CaseId,
    number: String,
}

struct Asked {
    nth: u16,
    whom: &'static str,
    who: String,
    sent: String,
    result: String,
}

/// A letter that has gone out (已发出的文书).
struct Issued {
    version: u32,
    name: String,
    number: String,
    on: String,
}

struct Owed {
    department: String,
    what: String,
    due: String,
    state: &'static str,
    colour: &'static str,
}

struct Drafted {
    outcome: &'static str,
    row: String,
    steps: Vec<(&'static str, &'static str, String)>,
}

/// Something that can be done, or cannot and why.
struct Action {
    verb: String,
    name: &'static str,
    under: String,
    reasons: Vec<String>,
    /// Why today is too late for it: it can only be entered afterwards.
    late: Vec<String>,
    /// Whether the stage waits for it.
    is_next: bool,
}

struct Happened {
    what: &'static str,
    at: String,
    who: String,
    text: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let cases = officer.cases(&app)?;
    let opened = officer.open(cases, &id).await?;
    let told = cases.told(&opened).await?;
    let page = Page::new(&app, display, &format!("/desk/cases/{id}"), "");
    let desk = Desk::new(&app, &officer, "list").await?;
    let acted = opened.events.iter().filter_map(|recorded| match &recorded.by {
        Actor::Officer(id) => Some(id),
        Actor::Applicant | Actor::System => None,
    });
    let office = Office::with_officers(&app, acted).await?;
    let mut shown = case_page((page, desk), cases, &officer, (&opened, &told, &office));
    let answer = cases.answer(&opened, &told, moment::now().today).await?;
    let to = shown.applicant.clone();
    shown.answer = answer.map(|answer| Answer { letter: Letter { to, ..answer.letter }, ..answer });
    shown.frequency = cases.frequency(&opened, &told).await?;
    let viewer = officer.officer_id();
    shown.frequency.earlier.retain(|one| one.case.summary.is_for(&viewer));
    shown.letter_mates = mates(cases, &opened.case, &officer.officer_id()).await?;
    Ok(render(&shown))
}

fn case_page(
    (page, desk): (Page, Desk),
    cases: &Cases,
    officer: &Officer,
    (opened, told, office): (&Opened, &Told, &Office),
) -> CasePage {
    let (case, calendar, today) = (&opened.case, cases.calendar(), moment::now().today);
    let summary = case.summary(today, calendar);
    let by = Actor::Officer(officer.officer_id());
    let next = next(&summary, today);
    let action = |verb: Verb| {
        let mut reasons: Vec<String> =
            cases.obstacles(opened, verb, &by, today).into_iter().map(|reason| reason.says).collect();
        if !rights::may(&officer.roles, verb, case.next_review()) {
            reasons.push("您的角色不能办理这一事项".to_owned());
        }
        let late = cases.lateness(opened, verb, &by, today).into_iter().map(|reason| reason.says).collect();
        let is_next = next == Some(verb);
        Action { verb: key(verb), name: verb.name(), under: verb.under().short(), reasons, late, is_next }
    };
    let mut actions: Vec<Action> = Verb::ALL.into_iter().map(action).collect();
    // What can be done first, and first of all what the stage waits for; otherwise the order of the process.
    actions.sort_by_key(|action| (!action.reasons.is_empty(), !action.is_next, !action.late.is_empty()));
    let identity = told.identities().first().cloned().unwrap_or_default();
    let applicant =
        told.identities().iter().map(|one| masked_name(&one.name, case.class)).collect::<Vec<_>>();
    let facts = vec![
        ("收到", case.received.map_or_else(|| "待确认".to_owned(), long_date)),
        ("渠道", case.channel.name().to_owned()),
        ("证件", format!("{} {}", identity.document, masked_number(&identity.document_number))),
        ("电话", masked_number(&identity.phone)),
        ("获取方式", format!("{}，{}", case.wanted.form.name(), case.wanted.way.name())),
    ];
    let help = told.identities().iter().map(|one| one.help.as_str()).find(|help| !help.is_empty());
    let help = help.map(|help| (help.to_owned(), ogi2019(43, 0).short()));
    CasePage {
        id: opened.id.clone(),
        number: case.number.clone(),
        stage: if summary.void { "导入已撤销" } else { summary.stage.name() },
        is_imported: case.imported.is_some(),
        due: due(&summary, today, calendar),
        // A new answer goes by the day that was ordered, not by days that are counted.
        used: case
            .clock(today, calendar)
            .filter(|_| case.reopened.is_none())
            .and_then(|clock| clock.working_days_used),
        applicant: applicant.join("、"),
        class: case.class.name(),
        facts,
        help,
        letter_mates: Vec::new(),
        request: told.text(&case.request).unwrap_or("（正文已经删除）").to_owned(),
        clock: ClockView::of(case, today, calendar, true),
        consultations: consultations(opened, told),
        tasks: tasks(opened, told, office, today),
        searches: case.searches.iter().filter_map(|id| told.text(id)).map(searched).collect(),
        remedies: Remedies::of(case, told, today, calendar),
        frequency: Frequency::default(),
        draft: drafted(opened, office),
        answer: None,
        signed: case.draft.is_none() && (case.signed.is_some() || !case.answers.is_empty()),
        registered: opened.events.first().map(|event| long_date(event.day())).unwrap_or_default(),
        envelopes: match told.identities().first() {
            Some(one) if !one.address.trim().is_empty() => {
                Size::ALL.map(|one| (key(one), one.name())).to_vec()
            }
            _ => Vec::new(),
        },
        earlier: earlier(case),
        letters: issued(case),
        lacking: if summary.stage.is_open() || case.archived.is_some() {
            Vec::new()
        } else {
            lacking(opened, told)
        },
        actions,
        events: history(opened, told, office),
        desk,
        tags: case.tags.iter().cloned().collect(),
        restricted: !case.restricted_to.is_empty(),
        returned: case
            .draft
            .as_ref()
            .and_then(|draft| draft.returned.as_ref())
            .and_then(|why| told.text(why))
            .map(str::to_owned),
        files: {
            let name = |id: &DepartmentId| office.department(id);
            held(opened, told).iter().map(|one| FileRow::of(one, name)).collect()
        },
        page,
    }
}

/// The answers that another one has replaced or is to replace.
fn earlier(case: &Case) -> Vec<(usize, String, String)> {
    let anew = case.signed.is_some() || case.draft.is_some();
    let replaced = case.answers.len().saturating_sub(usize::from(!anew));
    // Of those that a ledger brought there are no words.
    let answers = case.answers.iter().take(replaced).enumerate();
    let answers = answers.filter(|(_, one)| one.signed.letter.is_some());
    answers.map(|(at, one)| (at + 1, one.signed.number.clone(), long_date(one.signed.on))).collect()
}

/// The letters that have gone out besides the answers.
fn issued(case: &Case) -> Vec<Issued> {
    let issued = |one: &casework::case::Issued| Issued {
        version: one.version,
        name: one.kind.name(),
        number: one.number.clone().unwrap_or_default(),
        on: long_date(one.on),
    };
    case.letters.iter().map(issued).collect()
}

/// The cases that came in the same letter.
async fn mates(cases: &Cases, case: &Case, viewer: &OfficerId) -> Result<Vec<Mate>, Refusal> {
    let from = case.split_from.iter().map(|id| ("拆分自", id));
    let mut mates = Vec::new();
    for (how, id) in from.chain(case.split_into.iter().map(|id| ("分出", id))) {
        let found = store::cases::find(cases.store(), cases.organ(), id).await?;
        let found = found.filter(|found| found.summary.is_for(viewer));
        mates.extend(found.map(|found| Mate { how, id: id.clone(), number: found.summary.number }));
    }
    Ok(mates)
}

/// What the stage waits for.
fn next(summary: &Summary, today: Date) -> Option<Verb> {
    let lapsed = summary.applicant_due.is_some_and(|last| today > last);
    Some(match summary.stage {
        Stage::Unconfirmed => Verb::ConfirmReceipt,
        Stage::InHand => Verb::Draft,
        Stage::AwaitingCorrection | Stage::AwaitingFee if lapsed => Verb::Lapse,
        Stage::AwaitingCorrection => Verb::ReceiveCorrection,
        Stage::AwaitingFee => Verb::RecordPayment,
        Stage::ConsultingThirdParty | Stage::ConsultingOrgans => Verb::RecordOpinion,
        Stage::AwaitingReasons => Verb::RecordReasons,
        Stage::InReview => Verb::Approve,
        Stage::AwaitingSignature => Verb::Sign,
        Stage::AwaitingDelivery => Verb::Deliver,
        // What is contested is not put away.
        Stage::Answered if summary.proceedings.iter().any(|one| one.ruled.is_none()) => return None,
        Stage::Answered | Stage::Lapsed | Stage::Withdrawn => Verb::Archive,
        Stage::Archived => return None,
    })
}

fn consultations(opened: &Opened, told: &Told) -> Vec<Asked> {
    let asked = |one: &casework::case::Consultation| Asked {
        nth: one.id.0,
        whom: match one.with {
            Consulted::ThirdParty => "第三方",
            Consulted::JointOrgan => "相关机关",
        },
        who: told.text(&one.who).unwrap_or_default().to_owned(),
        sent: format!(
            "{}寄出{}",
            one.sent,
            one.delivered.map(|on| format!("，{on}送达")).unwrap_or_default()
        ),
        result: match (one.reply, one.with.silence()) {
            (Some((on, Opinion::Agrees)), _) => format!("{on} 同意公开"),
            (Some((on, Opinion::ObjectsWithReason)), _) => format!("{on} 不同意公开，理由合理"),
            (Some((on, Opinion::Objects)), _) => format!("{on} 不同意公开，理由不合理"),
            (None, Silence::OrganDecides) => "未答复；逾期由本机关依法决定".to_owned(),
            (None, Silence::Consent) => "未答复；逾期视为同意公开".to_owned(),
        },
    };
    opened.case.consultations.iter().map(asked).collect()
}

fn tasks(opened: &Opened, told: &Told, office: &Office, today: Date) -> Vec<Owed> {
    use casework::case::TaskEnd;
    let owed = |task: &casework::case::Task| {
        let (state, colour) = match task.done {
            Some(TaskEnd::Answered(_)) => ("已反馈", "green"),
            Some(TaskEnd::Returned(_)) => ("已退回", "grey"),
            None if task.due < today => ("逾期未反馈", "red"),
            None => ("未反馈", "orange"),
        };
        let what = told.text(&task.what).unwrap_or_default().to_owned();
        Owed { department: office.department(&task.to), what, due: task.due.to_string(), state, colour }
    };
    opened.case.tasks.iter().map(owed).collect()
}

fn drafted(opened: &Opened, office: &Office) -> Option<Drafted> {
    let case = &opened.case;
    let draft = case.draft.as_ref()?;
    let next = case.next_review();
    let mut steps = vec![("拟办", "is-done", office.actor(&draft.by))];
    for step in case.process.chain() {
        let done = draft.approved.iter().find(|(one, _)| *one == step);
        let class = match (done, next == Some(step)) {
            (Some(_), _) => "is-done",
            (None, true) => "is-now",
            (None, false) => "",
        };
        steps.push((step.name(), class, done.map_or_else(|| "待办".to_owned(), |(_, by)| office.actor(by))));
    }
    let outcome = draft.outcome.map_or("更正本人信息", law::outcome::Outcome::name);
    let row = draft.outcome.map(|outcome| outcome.under().short()).unwrap_or_default();
    Some(Drafted { outcome, row, steps })
}

fn history(opened: &Opened, told: &Told, office: &Office) -> Vec<Happened> {
    let lines = opened.events.iter().rev().map(|recorded| {
        let who = office.actor(&recorded.by);
        let at = moment::minute(moment::instant(recorded.at));
        Happened {
            what: recorded.event.name(),
            at,
            who,
            text: said(
                &recorded.event,
                told,
                |id| office.department(id),
                |id| office.person(id),
                |id| office.stamp(id),
            ),
        }
    });
    lines.collect()
}

#[derive(Template)]
#[template(path = "desk/cases/contact.html")]
struct ContactPage {
    page: Page,
    desk: Desk,
    id: CaseId,
    number: String,
    /// Each who applies: what is known, by name.
    identities: Vec<Vec<(&'static str, String)>>,
}

/// `POST /desk/cases/{id}/contact` — 查看完整身份: who applies and how they are reached, unmasked. It is written down first.
pub(crate) async fn contact(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let cases = officer.cases(&app)?;
    let opened = officer.open(cases, &id).await?;
    cases.unmasked(&opened.id, &officer.officer_id(), "page", moment::now()).await?;
    let told = cases.told(&opened).await?;
    Ok(render(&ContactPage {
        page: Page::new(&app, display, &format!("/desk/cases/{id}"), ""),
        desk: Desk::new(&app, &officer, "list").await?,
        number: opened.case.number.clone(),
        identities: told.identities().iter().map(known).collect(),
        id: opened.id,
    }))
}

/// What is known of somebody, by name.
fn known(identity: &Identity) -> Vec<(&'static str, String)> {
    let fields = [
        ("姓名或者名称", &identity.name),
        ("证件", &identity.document),
        ("证件号码", &identity.document_number),
        ("联系人", &identity.contact),
        ("联系电话", &identity.phone),
        ("通信地址", &identity.address),
        ("邮政编码", &identity.postcode),
        ("电子邮箱", &identity.email),
        ("需要的帮助", &identity.help),
    ];
    let known = fields.into_iter().filter(|(_, text)| !text.is_empty());
    known.map(|(name, text)| (name, text.clone())).collect()
}
