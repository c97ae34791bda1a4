//! What has happened to one application (办理过程). Events are only added, never edited, and carry no text.

use jiff::Timestamp;
use jiff::civil::Date;
use law::consultation::Consulted;
use law::fee::{Standard, TARIFF};
use law::outcome::{Outcome, Row};
use law::receipt::Channel;
use law::remedy::Course;
use serde::{Deserialize, Serialize};

use crate::applicant::{Applicant, ApplicantClass, Wanted, Way};
use crate::id::{
    CaseId, ConsultationId, DepartmentId, FileId, OfficerId, ProceedingId, StampId, TaskId, TextId,
};
use crate::ledger::CarriedOver;
use crate::letter::LetterKind;
use crate::proceeding::Ruled;
use crate::process::{Process, ReviewStep};

/// One event as it stands in the log of its case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its place in the case, counted from 1; also the version of the case after it.
    pub version: u32,
    /// When it was written down, in milliseconds since 1970.
    pub at: i64,
    /// Who did it.
    pub by: Actor,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

impl Recorded {
    /// When it was written down.
    pub fn instant(&self) -> Timestamp {
        Timestamp::from_millisecond(self.at).unwrap_or_default()
    }

    /// The day in China on which it was written down.
    pub fn day(&self) -> Date {
        law::china::day(self.instant())
    }
}

/// Who acts (行为人).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The applicant, on the page of the application.
    Applicant,
    /// An officer.
    Officer(OfficerId),
    /// The system, when a day has passed or a notice of holidays arrives.
    System,
}

/// What an application asks for (申请类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// 公开政府信息 (art. 27).
    Access,
    /// 更正与本人有关的政府信息 (art. 41): not counted in table three.
    RecordCorrection,
}

/// Why an answer is given anew (重新答复的原因).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReopenCause {
    /// 行政复议决定.
    Reconsideration,
    /// 人民法院判决.
    Judgment,
    /// 本机关自行撤销、更正.
    OwnMotion,
}

/// What somebody who is asked says (意见).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opinion {
    /// 同意公开.
    Agrees,
    /// 不同意公开, with good reasons.
    ObjectsWithReason,
    /// 不同意公开, without good reasons.
    Objects,
}

/// What a fee was counted by (计费依据).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "standard", rename_all = "snake_case")]
pub enum FeeBasis {
    /// 按件计收.
    PerItem {
        /// Its place among the applications of its applicant in the month.
        nth: u32,
    },
    /// 按量计收.
    PerPage {
        /// How many pages are given.
        pages: u32,
    },
}

impl FeeBasis {
    /// Which of the two standards it is.
    pub fn standard(self) -> Standard {
        match self {
            FeeBasis::PerItem { .. } => Standard::PerItem,
            FeeBasis::PerPage { .. } => Standard::PerPage,
        }
    }

    /// What it comes to on a day, in 分; none before there were fees.
    pub fn amount(self, on: Date) -> Option<i64> {
        let scale = TARIFF.on(on)?.value;
        let scale = scale.scale(self.standard());
        Some(match self {
            FeeBasis::PerItem { nth } => scale.rate(nth),
            FeeBasis::PerPage { pages } => scale.sum(pages),
        })
    }
}

/// An event (事件).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "`on` is the day on which it happened; the other fields say what they are")]
pub enum Event {
    /// 登记: an application has come in.
    Arrived(Arrival),
    /// 台账导入: it was handled before the office had this program; what its ledger says of that.
    Imported {
        /// The file.
        source: TextId,
        /// The row of its sheet.
        row: u32,
        /// The number that it has there.
        number: TextId,
        /// How it ended; none for one that goes on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ended: Option<CarriedOver>,
    },
    /// 撤销导入: the ledger was read wrongly; the case counts nowhere.
    ImportVoided { why: TextId },
    /// 双方确认收到 (art. 31).
    ReceiptConfirmed { on: Date },
    /// 拆分: some matters of the letter became cases of their own.
    Split {
        into: Vec<CaseId>,
        /// Why (拆分记录).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<TextId>,
        /// What is left for the case itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rest: Option<TextId>,
    },
    /// 告知补正 (art. 30).
    CorrectionRequested { on: Date, unclear: TextId, reply_by: Date },
    /// 收到补正 (art. 30).
    CorrectionReceived { on: Date, text: TextId, files: Vec<FileId> },
    /// 征求意见 (arts. 32, 34).
    Consulted { id: ConsultationId, with: Consulted, who: TextId, on: Date, delivered: Option<Date> },
    /// 征求意见书送达.
    ConsultationDelivered { id: ConsultationId, on: Date },
    /// 收到意见.
    ConsultationReplied { id: ConsultationId, on: Date, opinion: Opinion, text: TextId },
    /// 要求说明理由 (art. 35).
    ReasonsRequested { on: Date, why: TextId },
    /// 收到说明的理由, and whether they convince (art. 35).
    ReasonsReceived { on: Date, text: TextId, reasonable: bool },
    /// 告知合理期限 (art. 35).
    ReasonablePeriodSet { on: Date, due: Date },
    /// 收费通知 (art. 42), in 分, with what it was counted by.
    FeeNotified {
        on: Date,
        delivered: Option<Date>,
        amount: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        basis: Option<FeeBasis>,
    },
    /// 不予收费: it could be charged for and is not.
    FeeWaived { on: Date, why: TextId },
    /// 缴费; what is paid after the last day is kept in the ledger and does not keep the application alive.
    FeePaid {
        on: Date,
        receipt: TextId,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        late: bool,
    },
    /// 退还信息处理费, in 分.
    FeeRefunded { on: Date, amount: i64, why: TextId },
    /// 延长答复期限, told to the applicant (art. 33).
    Extended { on: Date, days: u16, reason: TextId },
    /// 交办 (会办): a department has a task.
    TaskGiven { id: TaskId, to: DepartmentId, what: TextId, due: Date },
    /// 退回: the department says that it is not its matter.
    TaskReturned { id: TaskId, on: Date, why: TextId },
    /// 反馈.
    TaskDone { id: TaskId, on: Date, opinion: TextId, files: Vec<FileId> },
    /// 检索记录 (art. 36(4)): where, with which words, what was found.
    Searched { on: Date, record: TextId },
    /// 拟办: a decision is proposed. Its name is a hash of all that would be signed, the files by their hashes included.
    Drafted {
        outcome: Option<Outcome>,
        decision: TextId,
        /// The sub-reason of 其他处理 as the office calls it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sub_reason: Option<String>,
    },
    /// 审查、审核: one step of the chain agrees with the draft of this name.
    Approved { step: ReviewStep, draft: TextId, opinion: TextId },
    /// 退回修改.
    SentBack { step: ReviewStep, why: TextId },
    /// 签发: the letter has its number and day; its words are kept as they were signed.
    Signed { on: Date, number: String, letter: Option<TextId> },
    /// 发文: a letter other than the signed answer goes out, with the words it had.
    LetterIssued { kind: LetterKind, on: Date, number: Option<String>, letter: TextId },
    /// 用印: a letter carries the stamp of the organ; `called` is its number, or its kind.
    Stamped { on: Date, letter: TextId, called: String, stamp: StampId },
    /// 送达: the day that counts as the answer, and the proof of it.
    Delivered { on: Date, way: Way, proof: TextId },
    /// 视为放弃: the applicant did not correct, or did not pay.
    Lapsed { on: Date, outcome: Outcome },
    /// 撤回.
    Withdrawn { on: Date, reason: Option<TextId> },
    /// 重新答复.
    Reopened {
        on: Date,
        cause: ReopenCause,
        due: Date,
        why: TextId,
        /// The reconsideration or suit whose ruling did so; none where somebody at the office did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proceeding: Option<ProceedingId>,
    },
    /// 取消重新办理: what had ordered it was entered by mistake.
    ReopeningUndone { on: Date },
    /// 收到行政复议、行政诉讼的副本 (art. 51); `on` is the day of service.
    ProceedingOpened {
        id: ProceedingId,
        path: Course,
        on: Date,
        simplified: bool,
        forum: TextId,
        number: TextId,
    },
    /// 提交答复、答辩和证据.
    ProceedingAnswered { id: ProceedingId, on: Date, text: TextId },
    /// 听证、开庭.
    ProceedingHeard { id: ProceedingId, on: Date, text: TextId },
    /// 复议决定、裁判; a later one takes the place of the one before.
    ProceedingRuled { id: ProceedingId, ruled: Ruled, text: TextId },
    /// 作废登记: it was entered by mistake and counts nowhere.
    ProceedingVoided { id: ProceedingId, why: TextId },
    /// 归档 (art. 45).
    Archived {
        on: Date,
        /// 保管期限, as the office calls it, and its last day; none for what is kept for ever.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        retention: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
        /// Why something is missing in the file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<TextId>,
    },
    /// 主题标签.
    Tagged { tag: String },
    /// 去掉标签.
    Untagged { tag: String },
    /// 限定知悉人员; an empty list lifts it.
    Restricted { to: Vec<OfficerId> },
    /// 电话等沟通记录.
    Noted { on: Date, text: TextId },
    /// 期限重算: a notice of holidays has moved the due day.
    DueMoved { from: Date, to: Date, notice: String },
}

/// An application as it came in (申请).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// 登记编号, one series for organ and year.
    pub number: String,
    /// Access, or correction of a record.
    pub kind: CaseKind,
    /// How it came.
    pub channel: Channel,
    /// The day it arrived.
    pub on: Date,
    /// Class of the applicant; of joint applicants, that of the first.
    pub class: ApplicantClass,
    /// Who applies; joint applicants together (共同申请).
    pub applicants: Vec<Applicant>,
    /// What is asked for, word for word.
    pub request: TextId,
    /// What came with it.
    #[serde(default)]
    pub files: Vec<FileId>,
    /// How the information is wanted.
    pub wanted: Wanted,
    /// The case with which it came in one letter.
    #[serde(default)]
    pub split_from: Option<CaseId>,
    /// The rules of the office on that day: a case keeps them.
    pub process: Process,
}

impl Event {
    /// The words of the letter that it signs or sends.
    pub fn letter(&self) -> Option<&TextId> {
        match self {
            Event::Signed { letter, .. } => letter.as_ref(),
            Event::LetterIssued { letter, .. } => Some(letter),
            _ => None,
        }
    }

    /// The reconsideration or suit that it is about.
    pub fn proceeding(&self) -> Option<ProceedingId> {
        match self {
            Event::ProceedingOpened { id, .. }
            | Event::ProceedingAnswered { id, .. }
            | Event::ProceedingHeard { id, .. }
            | Event::ProceedingRuled { id, .. }
            | Event::ProceedingVoided { id, .. } => Some(*id),
            _ => None,
        }
    }

    /// The day on which it happened, where that is told: it may be entered later (发生之日).
    pub fn on(&self) -> Option<Date> {
        match self {
            Event::Arrived(arrival) => Some(arrival.on),
            Event::ProceedingRuled { ruled, .. } => Some(ruled.on),
            Event::ReceiptConfirmed { on }
            | Event::CorrectionRequested { on, .. }
            | Event::CorrectionReceived { on, .. }
            | Event::Consulted { on, .. }
            | Event::ConsultationDelivered { on, .. }
            | Event::ConsultationReplied { on, .. }
            | Event::ReasonsRequested { on, .. }
            | Event::ReasonsReceived { on, .. }
            | Event::ReasonablePeriodSet { on, .. }
            | Event::FeeNotified { on, .. }
            | Event::FeeWaived { on, .. }
            | Event::FeePaid { on, .. }
            | Event::FeeRefunded { on, .. }
            | Event::Extended { on, .. }
            | Event::TaskReturned { on, .. }
            | Event::TaskDone { on, .. }
            | Event::Searched { on, .. }
            | Event::Signed { on, .. }
            | Event::LetterIssued { on, .. }
            | Event::Stamped { on, .. }
            | Event::Delivered { on, .. }
            | Event::Lapsed { on, .. }
            | Event::Withdrawn { on, .. }
            | Event::Reopened { on, .. }
            | Event::ReopeningUndone { on }
            | Event::ProceedingOpened { on, .. }
            | Event::ProceedingAnswered { on, .. }
            | Event::ProceedingHeard { on, .. }
            | Event::Archived { on, .. }
            | Event::Noted { on, .. } => Some(*on),
            Event::Imported { .. }
            | Event::ImportVoided { .. }
            | Event::Split { .. }
            | Event::TaskGiven { .. }
            | Event::Drafted { .. }
            | Event::Approved { .. }
            | Event::SentBack { .. }
            | Event::ProceedingVoided { .. }
            | Event::Tagged { .. }
            | Event::Untagged { .. }
            | Event::Restricted { .. }
            | Event::DueMoved { .. } => None,
        }
    }

    /// Its name in the history of a case.
    pub fn name(&self) -> &'static str {
        match self {
            Event::Arrived(_) => "登记",
            Event::Imported { .. } => "台账导入",
            Event::ImportVoided { .. } => "撤销导入",
            Event::ReceiptConfirmed { .. } => "确认收到",
            Event::Split { .. } => "拆分办理",
            Event::CorrectionRequested { .. } => "告知补正",
            Event::CorrectionReceived { .. } => "收到补正",
            Event::Consulted { with: Consulted::ThirdParty, .. } => "征求第三方意见",
            Event::Consulted { with: Consulted::JointOrgan, .. } => "征求相关机关意见",
            Event::ConsultationDelivered { .. } => "征求意见书送达",
            Event::ConsultationReplied { .. } => "收到意见",
            Event::ReasonsRequested { .. } => "要求说明理由",
            Event::ReasonsReceived { .. } => "收到说明的理由",
            Event::ReasonablePeriodSet { .. } => "告知合理期限",
            Event::FeeNotified { .. } => "收费通知",
            Event::FeeWaived { .. } => "不予收费",
            Event::FeePaid { .. } => "缴费",
            Event::FeeRefunded { .. } => "退费",
            Event::Extended { .. } => "延长答复期限",
            Event::TaskGiven { .. } => "交办",
            Event::TaskReturned { .. } => "退回交办",
            Event::TaskDone { .. } => "反馈",
            Event::Searched { .. } => "检索记录",
            Event::Drafted { .. } => "拟办",
            Event::Approved { step, .. } => step.name(),
            Event::SentBack { .. } => "退回修改",
            Event::Signed { .. } => "签发",
            Event::LetterIssued { .. } => "发文",
            Event::Stamped { .. } => "用印",
            Event::Delivered { .. } => "送达",
            Event::Lapsed { .. } => "视为放弃申请",
            Event::Withdrawn { .. } => "撤回申请",
            Event::Reopened { .. } => "重新办理",
            Event::ReopeningUndone { .. } => "取消重新办理",
            Event::ProceedingOpened { path, .. } => path.name(),
            Event::ProceedingAnswered { .. } => "提交答复、答辩",
            Event::ProceedingHeard { .. } => "听证、开庭",
            Event::ProceedingRuled { .. } => "复议决定、裁判",
            Event::ProceedingVoided { .. } => "作废复议、诉讼登记",
            Event::Archived { .. } => "归档",
            Event::Tagged { .. } => "加标签",
            Event::Untagged { .. } => "去标签",
            Event::Restricted { .. } => "限定知悉人员",
            Event::Noted { .. } => "沟通记录",
            Event::DueMoved { .. } => "期限重算",
        }
    }
}

/// How a case ended for table three: the day and the row (办结).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Of the answer, the lapse or the withdrawal.
    pub on: Date,
    /// The row; none for corrections of records.
    pub row: Option<Row>,
}
