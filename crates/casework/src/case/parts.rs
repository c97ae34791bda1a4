//! What a case has of each matter (案件的各项): corrections, opinions, fees, tasks, drafts, letters.

use jiff::civil::Date;
use law::consultation::{Consulted, Silence};
use law::outcome::Outcome;
use serde::{Deserialize, Serialize};

use crate::applicant::Way;
use crate::event::{Actor, FeeBasis, Opinion, ReopenCause};
use crate::id::{ConsultationId, DepartmentId, ProceedingId, TaskId, TextId};
use crate::letter::LetterKind;
use crate::process::ReviewStep;

/// The request to make the application clear (补正).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The day the applicant was told.
    pub requested: Date,
    /// What is unclear.
    pub unclear: TextId,
    /// The last day for the correction.
    pub reply_by: Date,
    /// The day it came.
    pub received: Option<Date>,
}

/// Somebody is asked for an opinion (征求意见).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consultation {
    /// Which one.
    pub id: ConsultationId,
    /// Third party or joint organ.
    pub with: Consulted,
    /// Who.
    pub who: TextId,
    /// The day the letter was sent.
    pub sent: Date,
    /// The day it arrived.
    pub delivered: Option<Date>,
    /// The opinion and its day.
    pub reply: Option<(Date, Opinion)>,
}

impl Consultation {
    /// What it comes to on a day that lies after the last one for an opinion, or when one came: an opinion, or what the law
    /// makes of silence.
    pub fn result(&self) -> Result<Opinion, Silence> {
        self.reply.map(|(_, opinion)| opinion).ok_or(self.with.silence())
    }
}

/// The reasons of an applicant with very many applications (art. 35).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reasons {
    /// The day they were asked for.
    pub requested: Date,
    /// Whether they convince, once they came.
    pub reasonable: Option<bool>,
}

/// A fee (信息处理费).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fee {
    /// The day of the notice.
    pub notified: Date,
    /// The day it arrived.
    pub delivered: Date,
    /// In 分.
    pub amount: i64,
    /// What it was counted by.
    pub basis: Option<FeeBasis>,
    /// The day it was paid.
    pub paid: Option<Date>,
    /// The day on which it was paid too late, if so.
    pub late: Option<Date>,
}

impl Fee {
    /// The day on which the money came, in time or not.
    pub fn received(&self) -> Option<Date> {
        self.paid.or(self.late)
    }
}

/// What a department has to do (会办任务).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Which one.
    pub id: TaskId,
    /// The department.
    pub to: DepartmentId,
    /// By when.
    pub due: Date,
    /// What is asked of it.
    pub what: TextId,
    /// How it ended, if it did.
    pub done: Option<TaskEnd>,
}

/// How a task ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskEnd {
    /// 反馈.
    Answered(Date),
    /// 退回.
    Returned(Date),
}

/// A proposal (拟办意见).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The kind of outcome; none in cases about records.
    pub outcome: Option<Outcome>,
    /// The sub-reason of 其他处理 as the office calls it.
    pub sub_reason: Option<String>,
    /// The decision as JSON; its name is a hash of everything that would be signed, and reviews are of that name.
    pub decision: TextId,
    /// Who proposed it.
    pub by: Actor,
    /// The steps that agree with it.
    pub approved: Vec<(ReviewStep, Actor)>,
    /// The day of the last of them.
    pub approved_on: Option<Date>,
    /// Why it was sent back, until another is proposed in its place.
    pub returned: Option<TextId>,
}

/// A letter that went out and is no answer (已发出的程序文书).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The version of the case that it made.
    pub version: u32,
    /// Which letter.
    pub kind: LetterKind,
    /// 成文日期.
    pub on: Date,
    /// 文号.
    pub number: Option<String>,
    /// Its words, as JSON.
    pub letter: TextId,
}

/// A letter that is signed (已签发).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// 文号.
    pub number: String,
    /// 成文日期.
    pub on: Date,
    /// The kind of outcome.
    pub outcome: Option<Outcome>,
    /// The sub-reason of 其他处理 as the office calls it.
    pub sub_reason: Option<String>,
    /// The decision as JSON.
    pub decision: TextId,
    /// The words of the letter, as JSON.
    pub letter: Option<TextId>,
}

/// An answer that reached the applicant (答复).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What was signed.
    pub signed: Signed,
    /// The day that counts.
    pub on: Date,
    /// How.
    pub way: Way,
}

/// The file is archived (归档).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archived {
    /// When.
    pub on: Date,
    /// 保管期限, as the office calls it.
    pub retention: String,
    /// The last day of it; none for what is kept for ever.
    pub until: Option<Date>,
}

/// That a case comes from the ledger that an office has kept before (台账导入).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// The version of the case with which all that the ledger tells was written down.
    pub at: u32,
    /// Whether it was taken back (撤销导入).
    pub void: bool,
}

/// An answer is to be given anew (重新答复).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopened {
    /// Why.
    pub cause: ReopenCause,
    /// By when.
    pub due: Date,
    /// The reconsideration or suit whose ruling opened the case again by itself.
    pub by: Option<ProceedingId>,
    /// How the case was kept before.
    pub archived: Option<Archived>,
}
