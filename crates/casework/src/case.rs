//! What a case is after its events (案件状态): a fold that cannot fail.

mod imported;
mod parts;

use std::collections::BTreeSet;

use jiff::civil::Date;
use law::outcome::{Outcome, Row};
use law::receipt::{Channel, received_on};

pub use self::parts::{
    Answer, Archived, Consultation, Correction, Draft, Fee, Imported, Issued, Reasons, Reopened, Signed,
    Task, TaskEnd,
};
use crate::applicant::{ApplicantClass, Wanted};
use crate::deadline::{Deed, Step};
use crate::event::{Arrival, CaseKind, Ended, Event, Recorded};
use crate::id::{CaseId, ConsultationId, FileId, OfficerId, PersonId, ProceedingId, TaskId, TextId};
use crate::proceeding::Proceeding;
use crate::process::Process;
use crate::stamp::StampUse;

/// One application and all that happened to it (案件).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// How many events it has.
    pub version: u32,
    /// 登记编号.
    pub number: String,
    /// Access, or correction of a record.
    pub kind: CaseKind,
    /// How it came.
    pub channel: Channel,
    /// The day it arrived.
    pub arrived: Date,
    /// The day it counts as received; none while that has to be confirmed (art. 31).
    pub received: Option<Date>,
    /// Class of the applicant.
    pub class: ApplicantClass,
    /// Those who apply.
    pub persons: Vec<PersonId>,
    /// Identity of each, in the same order.
    pub identities: Vec<TextId>,
    /// What is asked for.
    pub request: TextId,
    /// What came with it.
    pub files: Vec<FileId>,
    /// How the information is wanted.
    pub wanted: Wanted,
    /// The case with which it came in one letter.
    pub split_from: Option<CaseId>,
    /// Cases that were split off.
    pub split_into: Vec<CaseId>,
    /// What is left for the case itself after some matters became cases of their own.
    pub rest: Option<TextId>,
    /// The rules of the office it keeps.
    pub process: Process,
    /// What moves the clock.
    pub steps: Vec<Step<ConsultationId>>,
    /// The one request for a correction.
    pub correction: Option<Correction>,
    /// Who was asked for an opinion.
    pub consultations: Vec<Consultation>,
    /// The reasons asked for under art. 35.
    pub reasons: Option<Reasons>,
    /// The fee asked for.
    pub fee: Option<Fee>,
    /// The number of the receipt for it (票据号).
    pub fee_receipt: Option<TextId>,
    /// What of it was given back, in 分, and when.
    pub fee_refunds: Vec<(Date, i64)>,
    /// Whether it could be charged for and is not.
    pub fee_waived: bool,
    /// Whether the period was lengthened.
    pub extended: bool,
    /// What departments have to do.
    pub tasks: Vec<Task>,
    /// Records of searches.
    pub searches: Vec<TextId>,
    /// The proposal and how far it is approved.
    pub draft: Option<Draft>,
    /// Letters other than the answers (程序文书), in order.
    pub letters: Vec<Issued>,
    /// Which letters carry a stamp.
    pub stamps: Vec<StampUse>,
    /// The letter that is signed and not yet delivered.
    pub signed: Option<Signed>,
    /// Every answer delivered, in order: the first is the one that table three counts.
    pub answers: Vec<Answer>,
    /// Why and by when an answer is to be given anew, while it is not.
    pub reopened: Option<Reopened>,
    /// Reconsiderations and suits about it; what was entered by mistake is not among them.
    pub proceedings: Vec<Proceeding>,
    /// How many were ever entered: numbers are not given twice.
    pub proceedings_entered: u16,
    /// Whether it comes from a ledger (台账).
    pub imported: Option<Imported>,
    /// How the case ended for table three.
    pub ended: Option<Ended>,
    /// By which silence the applicant gave it up, if so: of a correction, or of a payment.
    pub lapse: Option<Outcome>,
    /// When the file was archived, and for how long it is kept.
    pub archived: Option<Archived>,
    /// Topics.
    pub tags: BTreeSet<String>,
    /// Who alone may see it; empty when nobody is shut out.
    pub restricted_to: BTreeSet<OfficerId>,
}

impl Case {
    /// The case after its events; none without the event that begins it.
    pub fn replay<'e>(events: impl IntoIterator<Item = &'e Recorded>) -> Option<Case> {
        let mut events = events.into_iter();
        let first = events.next()?;
        let Event::Arrived(arrival) = &first.event else { return None };
        let mut case = Case::arrived(arrival);
        case.version = first.version;
        events.for_each(|event| case.evolve(event));
        Some(case)
    }

    fn arrived(arrival: &Arrival) -> Case {
        let mut case = Case {
            version: 1,
            number: arrival.number.clone(),
            kind: arrival.kind,
            channel: arrival.channel,
            arrived: arrival.on,
            received: None,
            class: arrival.class,
            persons: arrival.applicants.iter().map(|one| one.person.clone()).collect(),
            identities: arrival.applicants.iter().map(|one| one.identity.clone()).collect(),
            request: arrival.request.clone(),
            files: arrival.files.clone(),
            wanted: arrival.wanted,
            split_from: arrival.split_from.clone(),
            split_into: Vec::new(),
            rest: None,
            process: arrival.process.clone(),
            steps: Vec::new(),
            correction: None,
            consultations: Vec::new(),
            reasons: None,
            fee: None,
            fee_receipt: None,
            fee_refunds: Vec::new(),
            fee_waived: false,
            extended: false,
            tasks: Vec::new(),
            searches: Vec::new(),
            draft: None,
            letters: Vec::new(),
            stamps: Vec::new(),
            signed: None,
            answers: Vec::new(),
            reopened: None,
            proceedings: Vec::new(),
            proceedings_entered: 0,
            imported: None,
            ended: None,
            lapse: None,
            archived: None,
            tags: BTreeSet::new(),
            restricted_to: BTreeSet::new(),
        };
        case.receive(None);
        case
    }

    /// Adds one event.
    pub fn evolve(&mut self, recorded: &Recorded) {
        self.version = recorded.version;
        match &recorded.event {
            Event::Arrived(_) | Event::Noted { .. } => {}
            Event::DueMoved { .. } => self.not_worked_on(),
            Event::ImportVoided { .. } => self.void_import(recorded.day()),
            Event::Imported { ended, .. } => self.import(ended.as_ref()),
            Event::ReceiptConfirmed { on } => self.receive(Some(*on)),
            Event::Split { into, rest, .. } => {
                self.split_into.extend(into.iter().cloned());
                self.rest = rest.clone().or_else(|| self.rest.take());
            }
            Event::CorrectionRequested { on, unclear, reply_by } => {
                self.step(*on, Deed::CorrectionRequested { reply_by: *reply_by });
                self.draft = None;
                self.correction = Some(Correction {
                    requested: *on,
                    unclear: unclear.clone(),
                    reply_by: *reply_by,
                    received: None,
                });
            }
            Event::CorrectionReceived { on, files, .. } => {
                self.step(*on, Deed::CorrectionReceived);
                self.files.extend(files.iter().cloned());
                // A new period: it can be lengthened again.
                self.extended = false;
                if let Some(correction) = &mut self.correction {
                    correction.received = Some(*on);
                }
            }
            Event::Consulted { id, with, who, on, delivered } => {
                let delivered_on = delivered.unwrap_or(*on);
                // What was proposed and reviewed did not know of it.
                self.draft = None;
                self.step(*on, Deed::Consulted { kind: *with, party: *id, delivered: delivered_on });
                self.consultations.push(Consultation {
                    id: *id,
                    with: *with,
                    who: who.clone(),
                    sent: *on,
                    delivered: *delivered,
                    reply: None,
                });
            }
            Event::ConsultationDelivered { id, on } => {
                if let Some(one) = self.consultations.iter_mut().find(|one| one.id == *id) {
                    one.delivered = Some(*on);
                }
                for step in &mut self.steps {
                    if let Deed::Consulted { party, delivered, .. } = &mut step.deed
                        && party == id
                    {
                        *delivered = *on;
                    }
                }
            }
            Event::ConsultationReplied { id, on, opinion, .. } => {
                self.draft = None;
                if let Some(one) = self.consultations.iter_mut().find(|one| one.id == *id) {
                    one.reply = Some((*on, *opinion));
                    let kind = one.with;
                    self.step(*on, Deed::Replied { kind, party: *id });
                }
            }
            Event::ReasonsRequested { on, .. } => {
                self.reasons = Some(Reasons { requested: *on, reasonable: None });
            }
            Event::ReasonsReceived { reasonable, .. } => {
                if let Some(reasons) = &mut self.reasons {
                    reasons.reasonable = Some(*reasonable);
                }
            }
            Event::ReasonablePeriodSet { on, due } => self.step(*on, Deed::ReasonablePeriodSet { due: *due }),
            Event::FeeNotified { on, delivered, amount, basis } => {
                let delivered = delivered.unwrap_or(*on);
                self.step(*on, Deed::FeeNotified { delivered });
                self.draft = None;
                self.fee = Some(Fee {
                    notified: *on,
                    delivered,
                    amount: *amount,
                    basis: *basis,
                    paid: None,
                    late: None,
                });
            }
            Event::FeeWaived { .. } => self.fee_waived = true,
            Event::FeeRefunded { on, amount, .. } => self.fee_refunds.push((*on, *amount)),
            Event::FeePaid { on, receipt, late: true } => {
                self.fee_receipt = Some(receipt.clone());
                if let Some(fee) = &mut self.fee {
                    fee.late = Some(*on);
                }
            }
            Event::FeePaid { on, receipt, late: false } => {
                self.fee_receipt = Some(receipt.clone());
                self.step(*on, Deed::FeePaid);
                self.extended = false;
                if let Some(fee) = &mut self.fee {
                    fee.paid = Some(*on);
                }
            }
            Event::Extended { on, days, .. } => {
                self.step(*on, Deed::Extended { days: *days });
                self.extended = true;
            }
            Event::TaskGiven { id, to, what, due } => {
                self.tasks.push(Task { id: *id, to: to.clone(), due: *due, what: what.clone(), done: None });
            }
            Event::TaskReturned { id, on, .. } => self.end_task(*id, TaskEnd::Returned(*on)),
            Event::TaskDone { id, on, .. } => self.end_task(*id, TaskEnd::Answered(*on)),
            Event::Searched { record, .. } => self.searches.push(record.clone()),
            Event::Drafted { outcome, decision, sub_reason } => {
                self.draft = Some(Draft {
                    outcome: *outcome,
                    sub_reason: sub_reason.clone(),
                    decision: decision.clone(),
                    by: recorded.by.clone(),
                    approved: Vec::new(),
                    approved_on: None,
                    returned: None,
                });
            }
            Event::Approved { step, draft: seen, .. } => {
                if let Some(draft) = self.draft.as_mut().filter(|draft| draft.decision == *seen) {
                    draft.approved.push((*step, recorded.by.clone()));
                    draft.approved_on = Some(recorded.day());
                }
            }
            Event::SentBack { why, .. } => {
                if let Some(draft) = &mut self.draft {
                    draft.approved.clear();
                    draft.approved_on = None;
                    draft.returned = Some(why.clone());
                }
            }
            Event::Signed { on, number, letter } => {
                if let Some(draft) = self.draft.take() {
                    self.signed = Some(Signed {
                        number: number.clone(),
                        on: *on,
                        outcome: draft.outcome,
                        sub_reason: draft.sub_reason,
                        decision: draft.decision,
                        letter: letter.clone(),
                    });
                }
            }
            Event::LetterIssued { kind, on, number, letter } => self.letters.push(Issued {
                version: recorded.version,
                kind: *kind,
                on: *on,
                number: number.clone(),
                letter: letter.clone(),
            }),
            Event::Stamped { on, letter, called, stamp } => self.stamps.push(StampUse {
                at: recorded.at,
                on: *on,
                by: recorded.by.clone(),
                stamp: stamp.clone(),
                letter: letter.clone(),
                called: called.clone(),
            }),
            Event::Delivered { on, way, .. } => {
                if let Some(signed) = self.signed.take() {
                    self.end(*on, signed.outcome.map(Outcome::row));
                    self.step(*on, Deed::Answered);
                    self.answers.push(Answer { signed, on: *on, way: *way });
                    self.reopened = None;
                }
            }
            Event::Lapsed { on, outcome } => {
                self.lapse = Some(*outcome);
                self.draft = None;
                self.end(*on, Some(outcome.row()));
            }
            Event::Withdrawn { on, .. } => {
                self.draft = None;
                self.signed = None;
                self.reopened = None;
                self.step(*on, Deed::Withdrawn);
                // One that was never received is in no statistics.
                if self.received.is_some() {
                    self.end(*on, Some(Row::OtherMisc));
                } else {
                    self.ended = Some(Ended { on: *on, row: None });
                }
            }
            Event::Reopened { on, cause, due, proceeding, .. } => {
                let before = self.reopened.take();
                // The day that the same ruling ordered was mistyped.
                if before.as_ref().is_some_and(|before| proceeding.is_some() && before.by == *proceeding) {
                    self.take_back_order();
                }
                self.step(*on, Deed::ReanswerOrdered { due: *due });
                let archived = before.map_or_else(|| self.archived.take(), |before| before.archived);
                self.reopened = Some(Reopened { cause: *cause, due: *due, by: *proceeding, archived });
            }
            Event::ReopeningUndone { .. } => {
                self.take_back_order();
                self.archived = self.reopened.take().and_then(|reopened| reopened.archived);
                self.draft = None;
            }
            Event::ProceedingOpened { id, path, on, simplified, forum, number } => {
                self.proceedings_entered += 1;
                self.proceedings.push(Proceeding {
                    id: *id,
                    path: *path,
                    served: *on,
                    simplified: *simplified,
                    forum: forum.clone(),
                    number: number.clone(),
                    answered: None,
                    heard: Vec::new(),
                    ruled: None,
                });
            }
            Event::ProceedingAnswered { id, on, .. } => self.proceed(*id, |one| one.answered = Some(*on)),
            Event::ProceedingHeard { id, on, .. } => self.proceed(*id, |one| one.heard.push(*on)),
            Event::ProceedingRuled { id, ruled, .. } => self.proceed(*id, |one| one.ruled = Some(*ruled)),
            Event::ProceedingVoided { id, .. } => self.proceedings.retain(|one| one.id != *id),
            Event::Archived { on, retention, until, .. } => {
                self.archived = Some(Archived { on: *on, retention: retention.clone(), until: *until });
            }
            Event::Tagged { tag } => {
                self.not_worked_on();
                self.tags.insert(tag.clone());
            }
            Event::Untagged { tag } => {
                self.not_worked_on();
                self.tags.remove(tag);
            }
            Event::Restricted { to } => self.restricted_to = to.iter().cloned().collect(),
        }
    }

    /// Whether an officer may see it: everybody of the office, unless it is restricted to some (限定知悉).
    pub fn is_for(&self, officer: &OfficerId) -> bool {
        self.restricted_to.is_empty() || self.restricted_to.contains(officer)
    }

    /// The day from which the organ has it: that of receipt, or of arrival while receipt is to be confirmed.
    pub fn began(&self) -> Date {
        self.received.unwrap_or(self.arrived)
    }

    /// What was paid and is not given back, in 分.
    pub fn fee_left(&self) -> i64 {
        let paid = self.fee.filter(|fee| fee.received().is_some()).map_or(0, |fee| fee.amount);
        paid - self.fee_refunds.iter().map(|(_, amount)| amount).sum::<i64>()
    }

    /// The reconsideration or suit that has ordered the new answer.
    pub fn ordered_by(&self) -> Option<&Proceeding> {
        let reopened = self.reopened.as_ref()?;
        let orders = |one: &&Proceeding| match reopened.by {
            Some(id) => one.id == id,
            None => one.orders(reopened.cause),
        };
        self.proceedings.iter().rfind(orders)
    }

    /// Forgets the last order to answer anew.
    fn take_back_order(&mut self) {
        let ordered = |step: &Step<_>| matches!(step.deed, Deed::ReanswerOrdered { .. });
        if let Some(at) = self.steps.iter().rposition(ordered) {
            self.steps.remove(at);
        }
    }

    fn receive(&mut self, confirmed: Option<Date>) {
        self.received = received_on(self.channel, self.arrived, confirmed);
        if let Some(on) = self.received {
            self.step(on, Deed::Received);
        }
    }

    /// Keeps the steps in date order; of one day, in the order in which they were written down.
    fn step(&mut self, on: Date, deed: Deed<ConsultationId>) {
        // What was given up has no clock any more; taken up again it goes by the day that was ordered.
        if self.lapse.is_some() {
            return;
        }
        let at = self.steps.partition_point(|step| step.on <= on);
        self.steps.insert(at, Step { on, deed });
    }

    fn proceed(&mut self, id: ProceedingId, how: impl FnOnce(&mut Proceeding)) {
        if let Some(one) = self.proceedings.iter_mut().find(|one| one.id == id) {
            how(one);
        }
    }

    fn end_task(&mut self, id: TaskId, end: TaskEnd) {
        if let Some(task) = self.tasks.iter_mut().find(|task| task.id == id) {
            task.done = Some(end);
        }
    }

    /// The first end is the one that counts: what is answered anew does not change table three.
    fn end(&mut self, on: Date, row: Option<Row>) {
        let row = row.filter(|_| self.kind == CaseKind::Access);
        self.ended.get_or_insert(Ended { on, row });
    }
}
