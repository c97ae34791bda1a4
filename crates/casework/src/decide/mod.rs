//! What may be done with a case, and what then has happened (办理): pure, and with all reasons for a refusal.
//!
//! One file per matter. Each verb has obstacles that do not depend on what is filled in, so that a page offers only what
//! can succeed, and checks of what is filled in.

mod approval;
mod consultation;
mod correction;
mod delivery;
mod draft;
mod ending;
mod extension;
mod fee;
mod fit;
mod intake;
mod issue;
mod proceeding;
mod reasons;
mod remark;
mod task;
mod verb;

use jiff::ToSpan;
use jiff::civil::Date;
use law::article::ogi2019;
use law::consultation::Consulted;
use law::fee::Standard;
use law::remedy::{Course, Ruling};
use law::{Article, WorkCalendar};
use serde::{Deserialize, Serialize};

pub use self::intake::{Applying, Letter, register};
pub use self::issue::{issued, possible as possible_letters};
pub use self::proceeding::follows;
pub use self::verb::Verb;
use crate::applicant::Way;
use crate::case::Case;
use crate::decision::Decision;
use crate::event::{Actor, Event, Opinion, ReopenCause};
use crate::id::{
    CaseId, ConsultationId, DepartmentId, FileId, OfficerId, ProceedingId, StampId, TaskId, TextId,
};
use crate::letter::LetterKind;
use crate::process::ReviewStep;
use crate::reason::{Reasons, Refused};
use crate::seal::Sealer;

/// Under which article an organ registers, reviews, handles, answers and files applications (art. 45).
pub(crate) const HANDLING: Article = ogi2019(45, 0);

/// What somebody wants to do with a case (办理命令). Days are those on which it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are those of the events that are described in event.rs")]
pub enum Command {
    /// 确认收到.
    ConfirmReceipt { on: Date },
    /// 拆分: these cases were registered from the same letter.
    Split { into: Vec<CaseId>, rest: String, why: String },
    /// 撤销导入.
    VoidImport { why: String },
    /// 告知补正; without a day, the office's usual one.
    RequestCorrection { on: Date, unclear: String, reply_by: Option<Date> },
    /// 收到补正.
    ReceiveCorrection {
        on: Date,
        text: String,
        #[serde(default)]
        files: Vec<FileId>,
    },
    /// 征求意见.
    Consult { with: Consulted, who: String, on: Date, delivered: Option<Date> },
    /// 征求意见书送达.
    RecordConsultationDelivery { id: ConsultationId, on: Date },
    /// 收到意见.
    RecordOpinion { id: ConsultationId, on: Date, opinion: Opinion, text: String },
    /// 要求说明理由.
    RequestReasons { on: Date, why: String },
    /// 收到说明的理由.
    RecordReasons { on: Date, text: String, reasonable: bool },
    /// 告知合理期限.
    SetReasonablePeriod { on: Date, due: Date },
    /// 收费通知: the amount is counted, by the place in the month or by the pages that are given.
    NotifyFee {
        on: Date,
        delivered: Option<Date>,
        standard: Standard,
        #[serde(default)]
        pages: Option<u32>,
    },
    /// 不予收费.
    WaiveFee { on: Date, why: String },
    /// 缴费.
    RecordPayment { on: Date, receipt: String },
    /// 退还信息处理费, in 分.
    RefundFee { on: Date, amount: i64, why: String },
    /// 延长答复期限.
    Extend { on: Date, days: u16, reason: String },
    /// 交办; without a day, the office's margin before the due day.
    GiveTask { to: DepartmentId, what: String, due: Option<Date> },
    /// 退回交办.
    ReturnTask { id: TaskId, on: Date, why: String },
    /// 反馈.
    FinishTask {
        id: TaskId,
        on: Date,
        opinion: String,
        #[serde(default)]
        files: Vec<FileId>,
    },
    /// 检索记录.
    RecordSearch { on: Date, places: String, words: String, found: String },
    /// 拟办.
    Draft { decision: Decision },
    /// 保密审查、审核: agrees with the draft of this name.
    Approve { step: ReviewStep, draft: TextId, opinion: String },
    /// 退回修改.
    SendBack { step: ReviewStep, why: String },
    /// 签发.
    Sign { on: Date, draft: TextId },
    /// 另行发文: a letter that goes out by itself; to the applicant where nobody is named.
    IssueLetter {
        kind: LetterKind,
        on: Date,
        #[serde(default)]
        to: String,
        #[serde(default)]
        what: String,
    },
    /// 用印.
    Stamp { on: Date, letter: TextId, stamp: StampId },
    /// 送达.
    Deliver { on: Date, way: Way, proof: String },
    /// 视为放弃.
    Lapse,
    /// 撤回.
    Withdraw { on: Date, reason: Option<String> },
    /// 重新办理.
    Reopen { on: Date, cause: ReopenCause, due: Date, why: String },
    /// 登记行政复议、行政诉讼: `on` is the day on which the copy was served.
    OpenProceeding {
        path: Course,
        on: Date,
        #[serde(default)]
        simplified: bool,
        forum: String,
        number: String,
    },
    /// 登记答复、答辩.
    AnswerProceeding { id: ProceedingId, on: Date, text: String },
    /// 登记听证、开庭.
    RecordHearing { id: ProceedingId, on: Date, text: String },
    /// 登记复议、诉讼结果.
    RecordRuling { id: ProceedingId, on: Date, ruling: Ruling, redo_by: Option<Date>, text: String },
    /// 作废复议、诉讼登记.
    VoidProceeding { id: ProceedingId, why: String },
    /// 归档, with its 保管期限 and why something is missing.
    Archive {
        on: Date,
        #[serde(default)]
        retention: String,
        #[serde(default)]
        note: String,
    },
    /// 加标签.
    Tag { tag: String },
    /// 去标签.
    Untag { tag: String },
    /// 限定知悉人员.
    Restrict { to: Vec<OfficerId> },
    /// 沟通记录.
    Note { on: Date, text: String },
}

impl Command {
    /// The day on which it happened, for a command that says one.
    pub fn day(&self) -> Option<Date> {
        match self {
            Command::ConfirmReceipt { on }
            | Command::RequestCorrection { on, .. }
            | Command::ReceiveCorrection { on, .. }
            | Command::Consult { on, .. }
            | Command::RecordConsultationDelivery { on, .. }
            | Command::RecordOpinion { on, .. }
            | Command::RequestReasons { on, .. }
            | Command::RecordReasons { on, .. }
            | Command::SetReasonablePeriod { on, .. }
            | Command::NotifyFee { on, .. }
            | Command::WaiveFee { on, .. }
            | Command::RecordPayment { on, .. }
            | Command::RefundFee { on, .. }
            | Command::Extend { on, .. }
            | Command::ReturnTask { on, .. }
            | Command::FinishTask { on, .. }
            | Command::RecordSearch { on, .. }
            | Command::Sign { on, .. }
            | Command::IssueLetter { on, .. }
            | Command::Stamp { on, .. }
            | Command::Deliver { on, .. }
            | Command::Withdraw { on, .. }
            | Command::Reopen { on, .. }
            | Command::OpenProceeding { on, .. }
            | Command::AnswerProceeding { on, .. }
            | Command::RecordHearing { on, .. }
            | Command::RecordRuling { on, .. }
            | Command::Archive { on, .. }
            | Command::Note { on, .. } => Some(*on),
            Command::Split { .. }
            | Command::VoidImport { .. }
            | Command::GiveTask { .. }
            | Command::Draft { .. }
            | Command::Approve { .. }
            | Command::SendBack { .. }
            | Command::VoidProceeding { .. }
            | Command::Lapse
            | Command::Tag { .. }
            | Command::Untag { .. }
            | Command::Restrict { .. } => None,
        }
    }
}

/// What deciding needs besides the case: nothing here is asked of the world.
#[derive(Debug, Clone, Copy)]
pub struct Context<'c> {
    /// The day in China.
    pub today: Date,
    /// Working days.
    pub calendar: &'c WorkCalendar,
    /// Who acts.
    pub by: &'c Actor,
    /// Names the texts of the case.
    pub sealer: &'c Sealer,
    /// The next number of the series that the command takes one from, as it is written: 文号.
    pub number: Option<&'c str>,
    /// The place of the case among those of its applicant in the month of its receipt, for a fee.
    pub nth_of_month: Option<u32>,
    /// How many years a file is kept that is archived; none for ever.
    pub retention_years: Option<u16>,
    /// The words of the letter that would be signed or sent, as JSON.
    pub letter: Option<&'c str>,
}

impl<'c> Context<'c> {
    /// What every command needs; what only some need is none.
    pub fn new(today: Date, calendar: &'c WorkCalendar, by: &'c Actor, sealer: &'c Sealer) -> Context<'c> {
        Context {
            today,
            calendar,
            by,
            sealer,
            number: None,
            nth_of_month: None,
            retention_years: None,
            letter: None,
        }
    }
}

/// What happens when the command is carried out.
///
/// # Errors
/// Every reason why it may not be.
pub fn decide(case: &Case, command: Command, context: &Context<'_>) -> Result<Event, Refused> {
    let mut reasons = Verb::of(&command).obstacles(case, context);
    let seal = |text: &str| context.sealer.seal(text.trim());
    let event = match command {
        Command::ConfirmReceipt { on } => intake::confirm(case, on, context, &mut reasons),
        Command::VoidImport { why } => {
            written(&why, "撤销导入的原因", &mut reasons);
            Event::ImportVoided { why: seal(&why) }
        }
        Command::Split { into, rest, why } => {
            written(&rest, "本件余下的申请内容", &mut reasons);
            written(&why, "拆分的理由", &mut reasons);
            Event::Split { into, why: Some(seal(&why)), rest: Some(seal(&rest)) }
        }
        Command::RequestCorrection { on, unclear, reply_by } => {
            correction::request(case, on, &unclear, reply_by, context, &mut reasons)
        }
        Command::ReceiveCorrection { on, text, files } => {
            correction::receive(case, on, &text, files, context, &mut reasons)
        }
        Command::Consult { with, who, on, delivered } => {
            consultation::consult(case, (with, &who), (on, delivered), context, &mut reasons)
        }
        Command::RecordConsultationDelivery { id, on } => {
            consultation::deliver(case, id, on, context, &mut reasons)
        }
        Command::RecordOpinion { id, on, opinion, text } => {
            consultation::reply(case, id, (on, opinion, &text), context, &mut reasons)
        }
        Command::RequestReasons { on, why } => reasons::request(case, on, &why, context, &mut reasons),
        Command::RecordReasons { on, text, reasonable } => {
            reasons::receive(case, (on, &text, reasonable), context, &mut reasons)
        }
        Command::SetReasonablePeriod { on, due } => reasons::set_period(case, on, due, context, &mut reasons),
        Command::NotifyFee { on, delivered, standard, pages } => {
            fee::notify(case, (on, delivered), (standard, pages), context, &mut reasons)
        }
        Command::WaiveFee { on, why } => {
            happened(case, on, context, &mut reasons);
            written(&why, "不收费的理由", &mut reasons);
            Event::FeeWaived { on, why: seal(&why) }
        }
        Command::RefundFee { on, amount, why } => {
            fee::refund(case, (on, amount), &why, context, &mut reasons)
        }
        Command::RecordPayment { on, receipt } => fee::pay(case, on, &receipt, context, &mut reasons),
        Command::Extend { on, days, reason } => {
            extension::extend(case, on, days, &reason, context, &mut reasons)
        }
        Command::GiveTask { to, what, due } => task::give(case, to, &what, due, context, &mut reasons),
        Command::ReturnTask { id, on, why } => {
            task::open(case, id, on, context, &mut reasons);
            written(&why, "退回的理由", &mut reasons);
            Event::TaskReturned { id, on, why: seal(&why) }
        }
        Command::FinishTask { id, on, opinion, files } => {
            task::open(case, id, on, context, &mut reasons);
            written(&opinion, "反馈意见", &mut reasons);
            Event::TaskDone { id, on, opinion: seal(&opinion), files }
        }
        Command::RecordSearch { on, places, words, found } => {
            draft::search(case, on, [&places, &words, &found], context, &mut reasons)
        }
        Command::Draft { decision } => draft::draft(case, &decision, context, &mut reasons),
        Command::Approve { step, draft, opinion } => {
            approval::approve(case, step, draft, &opinion, context, &mut reasons)
        }
        Command::SendBack { step, why } => approval::send_back(case, step, &why, context, &mut reasons),
        Command::Sign { on, draft } => approval::sign(case, on, &draft, context, &mut reasons),
        Command::IssueLetter { kind, on, to, what } => {
            issue::issue(case, (kind, on), (&to, &what), context, &mut reasons)
        }
        Command::Stamp { on, letter, stamp } => {
            issue::stamp(case, on, (letter, stamp), context, &mut reasons)
        }
        Command::Deliver { on, way, proof } => {
            delivery::deliver(case, on, way, &proof, context, &mut reasons)
        }
        Command::Lapse => ending::lapse(case, context),
        Command::Withdraw { on, reason } => {
            happened(case, on, context, &mut reasons);
            // The applicant may do so without a word; an officer says by what it is proven.
            if matches!(context.by, Actor::Officer(_)) {
                written(
                    reason.as_deref().unwrap_or_default(),
                    "申请人怎样撤回（书面材料、来电等）",
                    &mut reasons,
                );
            }
            reason.iter().for_each(|reason| not_too_long(reason, "撤回的原因", &mut reasons));
            Event::Withdrawn { on, reason: reason.map(|text| seal(&text)) }
        }
        Command::Reopen { on, cause, due, why } => {
            ending::reopen(case, (on, due), cause, &why, context, &mut reasons)
        }
        Command::OpenProceeding { path, on, simplified, forum, number } => {
            proceeding::open(case, (path, on, simplified), (&forum, &number), context, &mut reasons)
        }
        Command::AnswerProceeding { id, on, text } => {
            proceeding::answer(case, (id, on), &text, context, &mut reasons)
        }
        Command::RecordHearing { id, on, text } => {
            proceeding::hear(case, (id, on), &text, context, &mut reasons)
        }
        Command::RecordRuling { id, on, ruling, redo_by, text } => {
            proceeding::rule(case, id, (on, ruling, redo_by), &text, context, &mut reasons)
        }
        Command::VoidProceeding { id, why } => proceeding::void(case, id, &why, context, &mut reasons),
        Command::Archive { on, retention, note } => {
            ending::archive(case, on, (&retention, &note), context, &mut reasons)
        }
        Command::Tag { tag } => remark::tag(case, tag, &mut reasons),
        Command::Untag { tag } => remark::untag(case, tag, &mut reasons),
        Command::Restrict { to } => Event::Restricted { to },
        Command::Note { on, text } => {
            happened(case, on, context, &mut reasons);
            written(&text, "沟通记录", &mut reasons);
            Event::Noted { on, text: seal(&text) }
        }
    };
    reasons.done().map(|()| event)
}

/// The day of something that has happened: not in the future, not before the case.
fn happened(case: &Case, on: Date, context: &Context<'_>, reasons: &mut Reasons) {
    let today = context.today;
    reasons.unless(on <= today, "date_in_future", HANDLING, format!("{on} 还没有到，今天是 {today}"));
    let first = case.began();
    reasons.unless(on >= first, "date_before_receipt", HANDLING, format!("{on} 早于收到申请之日 {first}"));
}

/// The longest text of a command, in characters.
const LONGEST: usize = 20_000;

/// A text that must not be empty, and no book.
fn written(text: &str, what: &str, reasons: &mut Reasons) {
    reasons.unless(!text.trim().is_empty(), "text_missing", HANDLING, format!("没有写明{what}"));
    not_too_long(text, what, reasons);
}

fn not_too_long(text: &str, what: &str, reasons: &mut Reasons) {
    let length = text.chars().count();
    reasons.unless(
        length <= LONGEST,
        "text_too_long",
        HANDLING,
        format!("{what}最多{LONGEST}字，现在是{length}字，较长的请作为附件提交"),
    );
}

/// A day that somebody sets for later: a mistyped year would stand in the case for ever. No article bounds it; nobody sets a day
/// more than two years ahead.
fn not_far(day: Date, on: Date, what: &str, reasons: &mut Reasons) {
    let is_near = on.checked_add(2.years()).is_ok_and(|last| day <= last);
    reasons.unless(is_near, "day_too_far", HANDLING, format!("{what} {day} 在两年以后，请核对年份"));
}

/// Something that moves the clock belongs to the period that runs: what is entered with an earlier day would move nothing.
fn in_period(case: &Case, on: Date, context: &Context<'_>, reasons: &mut Reasons) {
    let Some(clock) = case.clock(context.today, context.calendar) else { return };
    let start = clock.period.start;
    let says = format!("{on} 早于本期的起算之日 {start}（{}）", clock.period.from.word());
    reasons.unless(on >= start, "date_before_period", HANDLING, says);
}

/// The case is received, and neither ended, nor waiting for the applicant, nor signed.
fn in_hand(case: &Case, reasons: &mut Reasons) {
    let ended = case.ended.is_some() && case.reopened.is_none();
    reasons.unless(!ended, "case_ended", HANDLING, "案件已经办结");
    reasons.unless(
        case.received.is_some(),
        "receipt_unconfirmed",
        ogi2019(31, 0),
        "还没有与申请人确认收到申请，期限尚未起算",
    );
    if !ended {
        reasons.unless(
            !case.awaits_correction(),
            "awaiting_correction",
            ogi2019(30, 0),
            "正在等待申请人补正",
        );
        reasons.unless(!case.awaits_fee(), "awaiting_fee", ogi2019(42, 2), "正在等待申请人缴费");
    }
    reasons.unless(case.signed.is_none(), "signed", HANDLING, "答复已经签发，等待送达");
}

/// Something that can only happen while the answer is not overdue, as of its day.
fn not_overdue(
    case: &Case,
    on: Date,
    under: Article,
    what: &str,
    context: &Context<'_>,
    reasons: &mut Reasons,
) {
    let due = case.due(on, context.calendar);
    if let Some(due) = due.filter(|due| on > *due) {
        let says = format!("答复期限已于 {due} 届满，{on} 不能再{what}");
        reasons.unless(false, "after_due", under, says);
    }
}
