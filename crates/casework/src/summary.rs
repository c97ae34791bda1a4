//! What lists and statistics need of one case (案件摘要): the row that stores keep beside the events.

use jiff::civil::Date;
use law::WorkCalendar;
use law::outcome::Outcome;
use law::receipt::Channel;
use serde::{Deserialize, Serialize};

use crate::applicant::ApplicantClass;
use crate::case::{Archived, Case};
use crate::deadline::Flag;
use crate::event::{CaseKind, Ended};
use crate::fee::FeeEntry;
use crate::id::{DepartmentId, OfficerId, PersonId, TaskId, TextId};
use crate::proceeding::Proceeding;
use crate::process::ReviewStep;
use crate::stage::Stage;
use crate::stamp::StampUse;

/// One case in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// How many events it has.
    pub version: u32,
    /// 登记编号.
    pub number: String,
    /// Access, or correction of a record.
    pub kind: CaseKind,
    /// How it came.
    pub channel: Channel,
    /// Class of the applicant.
    pub class: ApplicantClass,
    /// What is asked for.
    pub request: TextId,
    /// Who the first applicant is; none where nobody applies.
    pub applicant: Option<TextId>,
    /// Those who apply.
    pub persons: Vec<PersonId>,
    /// The day it arrived.
    pub arrived: Date,
    /// The day it counts as received.
    pub received: Option<Date>,
    /// Where it stands, as of the day of the summary.
    pub stage: Stage,
    /// The first day on which the stage may be another without any event: a time for an opinion is over.
    pub stage_until: Option<Date>,
    /// The day by which the organ has to act.
    pub due: Option<Date>,
    /// The last day for what the applicant has to do (补正、缴费).
    pub applicant_due: Option<Date>,
    /// Whether the due day rests on holidays that are not announced.
    pub provisional: bool,
    /// How it ended for table three.
    pub ended: Option<Ended>,
    /// The kind of outcome of the first answer.
    pub outcome: Option<Outcome>,
    /// How and when it was answered last, where it was answered anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anew: Option<(Outcome, Date)>,
    /// Which sub-reason of 其他处理 the first answer has, as the office calls it.
    #[serde(default)]
    pub sub_reason: Option<String>,
    /// Whether the first answer came in time; none while there is none.
    pub on_time: Option<bool>,
    /// Whether something in its history makes it contestable.
    pub flagged: bool,
    /// Whether an answer is to be given anew.
    pub reopened: bool,
    /// Topics.
    pub tags: Vec<String>,
    /// Who alone may see it.
    pub restricted_to: Vec<OfficerId>,
    /// The fee asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<FeeEntry>,
    /// Reconsiderations and suits about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proceedings: Vec<Proceeding>,
    /// When the file was archived, and for how long it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<Archived>,
    /// The step of review that it waits for; of none that was written down before steps were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewStep>,
    /// Which letters carry a stamp.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stamps: Vec<StampUse>,
    /// Whether it was brought from a ledger and taken back: it counts nowhere.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub void: bool,
    /// What departments still owe.
    pub owed: Vec<Owed>,
}

/// What a department still owes to a case (未办结的交办).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// Which task.
    pub task: TaskId,
    /// The department.
    pub department: DepartmentId,
    /// By when.
    pub due: Date,
}

impl Summary {
    /// Whether an officer may see the case: everybody of the office, unless it is restricted to some (限定知悉).
    pub fn is_for(&self, officer: &OfficerId) -> bool {
        self.restricted_to.is_empty() || self.restricted_to.contains(officer)
    }

    /// The day from which the organ has it: that of receipt, or of arrival while receipt is to be confirmed.
    pub fn began(&self) -> Date {
        self.received.unwrap_or(self.arrived)
    }
}

impl Case {
    /// The case as a row, as of a day.
    pub fn summary(&self, on: Date, calendar: &WorkCalendar) -> Summary {
        let clock = self.clock(on, calendar);
        let suspended = clock.as_ref().and_then(|clock| {
            clock.period.asked(on).map(|one| one.through).max().and_then(|last| last.tomorrow().ok())
        });
        let first = self.answers.first();
        let open_tasks = self.tasks.iter().filter(|task| task.done.is_none());
        Summary {
            version: self.version,
            number: self.number.clone(),
            kind: self.kind,
            channel: self.channel,
            class: self.class,
            request: self.request.clone(),
            applicant: self.identities.first().cloned(),
            persons: self.persons.clone(),
            arrived: self.arrived,
            received: self.received,
            stage: self.stage(on, calendar),
            stage_until: suspended.filter(|_| self.ended.is_none()),
            due: self.due(on, calendar),
            applicant_due: self.last_day_for_applicant(calendar).map(|(last, _)| last),
            provisional: clock.as_ref().is_some_and(|clock| clock.provisional),
            ended: self.ended,
            outcome: first.and_then(|answer| answer.signed.outcome).or(self.lapse),
            anew: self.answers.get(1..).and_then(|anew| {
                let last = anew.last()?;
                Some((last.signed.outcome?, last.on))
            }),
            sub_reason: first.and_then(|answer| answer.signed.sub_reason.clone()),
            on_time: first.and_then(|_| clock.as_ref()?.on_time),
            flagged: clock.is_some_and(|clock| clock.flags.iter().any(|flag| flag != Flag::AnsweredLate)),
            reopened: self.reopened.is_some(),
            review: self.next_review(),
            void: self.imported.is_some_and(|imported| imported.void),
            tags: self.tags.iter().cloned().collect(),
            restricted_to: self.restricted_to.iter().cloned().collect(),
            fee: self.fee.map(|fee| FeeEntry {
                basis: fee.basis,
                amount: fee.amount,
                notified: fee.notified,
                delivered: fee.delivered,
                paid: fee.received(),
                receipt: self.fee_receipt.clone(),
                refunds: self.fee_refunds.clone(),
            }),
            proceedings: self.proceedings.clone(),
            archived: self.archived.clone(),
            stamps: self.stamps.clone(),
            // What is answered needs nothing more.
            owed: open_tasks
                .filter(|_| self.stage(on, calendar).is_open())
                .map(|task| Owed { task: task.id, department: task.to.clone(), due: task.due })
                .collect(),
        }
    }
}
