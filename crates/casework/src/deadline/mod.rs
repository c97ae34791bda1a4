//! The statutory clock (法定期限): what a case history says about the day on which the answer is due, arts. 30 to 35 and 42.
//!
//! One clock serves everything: cases that are handled here, histories that come in as JSON ([`history`]), and the
//! explanation of every counted day ([`explain`]). It reports what follows from what happened; whether something may
//! happen at all is decided where cases are decided.

pub mod explain;
pub mod history;
mod period;

use jiff::civil::{Date, date};
use law::WorkCalendar;
use law::consultation::Consulted;
use law::{correction, fee};
use serde::Serialize;

pub use self::period::{Period, Start, Suspension};

/// The first day on which the periods of this clock are in force; earlier applications had others.
pub const IN_FORCE: Date = date(2019, 5, 15);

/// Something that moves the clock, and its day (影响期限的事项).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<P> {
    /// The day.
    pub on: Date,
    /// What happened on it.
    pub deed: Deed<P>,
}

/// What moves the clock; `P` tells those apart who are asked for an opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed<P> {
    /// 收到申请: by the rule of art. 31.
    Received,
    /// 告知补正, to be answered by a day.
    CorrectionRequested {
        /// The last day for the correction (补正期限).
        reply_by: Date,
    },
    /// 收到补正.
    CorrectionReceived,
    /// 征求意见, sent on this day.
    Consulted {
        /// Third party or joint organ.
        kind: Consulted,
        /// Who.
        party: P,
        /// The day on which the letter reached them.
        delivered: Date,
    },
    /// 收到意见.
    Replied {
        /// Third party or joint organ.
        kind: Consulted,
        /// Who.
        party: P,
    },
    /// 延长答复期限: the day on which the applicant was told.
    Extended {
        /// Working days added.
        days: u16,
    },
    /// 收费通知.
    FeeNotified {
        /// The day on which the notice reached the applicant.
        delivered: Date,
    },
    /// 缴费.
    FeePaid,
    /// 合理期限, told to an applicant with good reasons for very many applications (art. 35).
    ReasonablePeriodSet {
        /// The day by which the answer will come.
        due: Date,
    },
    /// 撤回.
    Withdrawn,
    /// 视为放弃, of an application whose ledger does not tell how it came to that.
    GivenUp,
    /// 答复: signed for, posted, or placed in the applicant's system.
    Answered,
    /// 责令重新答复, or the organ's own decision to answer anew.
    ReanswerOrdered {
        /// The day by which the new answer is due.
        due: Date,
    },
}

/// Where a case stands as of a day (办理状态).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 办理中.
    Open,
    /// 征求意见中: the day is not counted.
    Suspended,
    /// 待补正.
    AwaitingCorrection,
    /// 逾期未补正.
    LapsedCorrection,
    /// 待缴费.
    AwaitingFee,
    /// 逾期未缴费.
    LapsedFee,
    /// 已撤回.
    Withdrawn,
    /// 已答复.
    Answered,
}

/// Something in a history that makes what follows from it contestable (存疑事项); in the order of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// 逾期答复.
    AnsweredLate,
    /// 期限届满后才征求意见.
    ConsultAfterDue,
    /// 超过七个工作日才告知补正.
    CorrectionNoticeLate,
    /// 期限届满后才延长: it has no effect.
    ExtensionAfterDue,
    /// 延长超过法定上限: the rest is cut.
    ExtensionTooLong,
    /// 期限届满后才通知收费.
    FeeNoticeLate,
}

impl Flag {
    /// Every flag, sorted.
    pub const ALL: [Flag; 6] = [
        Flag::AnsweredLate,
        Flag::ConsultAfterDue,
        Flag::CorrectionNoticeLate,
        Flag::ExtensionAfterDue,
        Flag::ExtensionTooLong,
        Flag::FeeNoticeLate,
    ];

    /// What is contestable, in one clause.
    pub fn says(self) -> &'static str {
        match self {
            Flag::AnsweredLate => "答复超过法定期限",
            Flag::ConsultAfterDue => "答复期限届满后才征求意见",
            Flag::CorrectionNoticeLate => "收到申请七个工作日后才告知补正",
            Flag::ExtensionAfterDue => "答复期限届满后才告知延长，延长无效",
            Flag::ExtensionTooLong => "延长超过法定上限，超出部分不计",
            Flag::FeeNoticeLate => "答复期限届满后才通知收费",
        }
    }
}

/// A set of flags, without repeats.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags(u8);

impl Flags {
    fn raise(&mut self, flag: Flag) {
        self.0 |= 1 << flag as u8;
    }

    /// Whether one is raised.
    pub fn has(self, flag: Flag) -> bool {
        self.0 & (1 << flag as u8) != 0
    }

    /// Those that are raised, sorted.
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(move |flag| self.has(*flag))
    }
}

impl Serialize for Flags {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// What the clock says as of a day (期限计算结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoning<P> {
    /// The day of receipt.
    pub received: Date,
    /// Where the case stands.
    pub state: State,
    /// The last day in time; none while the applicant has to do something, and after withdrawal.
    pub due: Option<Date>,
    /// Working days counted up to the answer or the day asked about.
    pub working_days_used: Option<u32>,
    /// Whether the answer came in time, or the day asked about is still in time.
    pub on_time: Option<bool>,
    /// What is contestable.
    pub flags: Flags,
    /// Whether a day it rests on lies in a year whose holidays are not announced (暂定).
    pub provisional: bool,
    /// The last day for the new answer, where one was ordered.
    pub reanswer_due: Option<Date>,
    /// The current period, for the explanation.
    pub period: Period<P>,
    /// The day up to which days are counted: of the answer, of the withdrawal, or the one asked about.
    pub through: Date,
    /// Since when the applicant has to do something, if so.
    pub waiting_since: Option<Date>,
}

/// Why a history cannot be reckoned (不能计算的原因).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreckonable {
    /// Nothing was received.
    #[error("没有收到申请之日（received）：从收到申请之日起才能计算期限（第31条）。")]
    NotReceived,
    /// Something happened before receipt.
    #[error("{0} 的事项早于收到申请之日 {1}。")]
    BeforeReceipt(Date, Date),
    /// Other periods were in force.
    #[error("收到申请之日 {0} 早于 {IN_FORCE}：当时适用2007年条例，期限不同。")]
    BeforeInForce(Date),
}

/// What the applicant has to do before the organ goes on.
#[derive(Clone, Copy)]
enum Waiting {
    Correction { reply_by: Date },
    Fee { until: Date },
}

/// Reckons a history as of a day. The steps are in date order; those after the day are not looked at.
///
/// # Errors
/// When nothing was received by then, something came before receipt, or receipt lies before [`IN_FORCE`].
pub fn reckon<P: Copy + PartialEq>(
    steps: &[Step<P>],
    as_of: Date,
    calendar: &WorkCalendar,
) -> Result<Reckoning<P>, Unreckonable> {
    let received = steps.iter().find(|step| matches!(step.deed, Deed::Received));
    let received = received.filter(|step| step.on <= as_of).ok_or(Unreckonable::NotReceived)?.on;
    if let Some(early) = steps.iter().find(|step| step.on < received) {
        return Err(Unreckonable::BeforeReceipt(early.on, received));
    }
    if received < IN_FORCE {
        return Err(Unreckonable::BeforeInForce(received));
    }

    let mut clock = Clock {
        calendar,
        period: Period::starting(received, Start::Receipt),
        received,
        waiting: None,
        flags: Flags::default(),
        end: None,
        reanswer_due: None,
    };
    steps.iter().take_while(|step| step.on <= as_of).for_each(|step| clock.take(*step));
    Ok(clock.read(received, as_of))
}

/// How a case ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Answered(Date),
    Withdrawn(Date),
}

struct Clock<'c, P> {
    calendar: &'c WorkCalendar,
    period: Period<P>,
    /// The latest day of receipt, from which the time for asking for a correction runs.
    received: Date,
    waiting: Option<(Date, Waiting)>,
    flags: Flags,
    end: Option<End>,
    reanswer_due: Option<Date>,
}

impl<P: Copy + PartialEq> Clock<'_, P> {
    fn take(&mut self, step: Step<P>) {
        let Step { on, deed } = step;
        if let Some(end) = self.end {
            if let (End::Answered(_), Deed::ReanswerOrdered { due }) = (end, deed) {
                self.reanswer_due = self.reanswer_due.max(Some(due));
            }
            return;
        }
        match deed {
            Deed::Received => {
                self.received = on;
                self.restart(on, Start::Receipt);
            }
            Deed::CorrectionReceived => self.restart(on, Start::Correction),
            Deed::FeePaid => self.restart(on, Start::Payment),
            Deed::CorrectionRequested { reply_by } => {
                if on > correction::last_notice_day(self.received, self.calendar) {
                    self.flags.raise(Flag::CorrectionNoticeLate);
                }
                self.waiting = Some((on, Waiting::Correction { reply_by }));
            }
            Deed::Consulted { kind, party, delivered } => {
                if on > self.period.due(self.calendar) {
                    self.flags.raise(Flag::ConsultAfterDue);
                }
                self.period.suspend(kind, party, on, delivered, self.calendar);
            }
            Deed::Replied { kind, party } => self.period.resume(kind, party, on),
            Deed::Extended { days } => {
                if on > self.period.due(self.calendar) {
                    self.flags.raise(Flag::ExtensionAfterDue);
                } else if self.period.extend(days) {
                    self.flags.raise(Flag::ExtensionTooLong);
                }
            }
            Deed::FeeNotified { delivered } => {
                if on > self.period.due(self.calendar) {
                    self.flags.raise(Flag::FeeNoticeLate);
                }
                let until = fee::last_payment_day(on, delivered, self.calendar);
                self.waiting = Some((on, Waiting::Fee { until }));
            }
            Deed::ReasonablePeriodSet { due } => self.period.reasonable = Some(due),
            Deed::Withdrawn | Deed::GivenUp => self.end = Some(End::Withdrawn(on)),
            Deed::Answered => self.end = Some(End::Answered(on)),
            Deed::ReanswerOrdered { .. } => {}
        }
    }

    fn restart(&mut self, on: Date, from: Start) {
        self.period = Period::starting(on, from);
        self.waiting = None;
    }

    fn read(mut self, received: Date, as_of: Date) -> Reckoning<P> {
        let through = match self.end {
            Some(End::Answered(on) | End::Withdrawn(on)) => on,
            None => as_of,
        };
        let state = match (self.end, self.waiting) {
            (Some(End::Answered(_)), _) => State::Answered,
            (Some(End::Withdrawn(_)), _) => State::Withdrawn,
            (None, Some((_, Waiting::Correction { reply_by }))) if as_of > reply_by => {
                State::LapsedCorrection
            }
            (None, Some((_, Waiting::Correction { .. }))) => State::AwaitingCorrection,
            (None, Some((_, Waiting::Fee { until }))) if as_of > until => State::LapsedFee,
            (None, Some((_, Waiting::Fee { .. }))) => State::AwaitingFee,
            (None, None) if self.period.is_suspended(as_of) => State::Suspended,
            (None, None) => State::Open,
        };
        let mut reckoning = Reckoning {
            received,
            state,
            due: None,
            working_days_used: None,
            on_time: None,
            flags: self.flags,
            provisional: false,
            reanswer_due: self.reanswer_due,
            waiting_since: self.waiting.map(|(since, _)| since).filter(|_| self.end.is_none()),
            period: self.period,
            through,
        };
        match state {
            State::Open | State::Suspended | State::Answered => {
                let due = reckoning.period.due(self.calendar);
                let in_time = through <= due;
                if state == State::Answered && !in_time {
                    self.flags.raise(Flag::AnsweredLate);
                    reckoning.flags = self.flags;
                }
                let computed = reckoning.period.reasonable.is_none();
                reckoning.provisional =
                    !self.calendar.is_published(through) || (computed && !self.calendar.is_published(due));
                reckoning.due = Some(due);
                reckoning.working_days_used = Some(reckoning.period.counted(through, self.calendar));
                reckoning.on_time = Some(in_time);
            }
            State::AwaitingFee | State::LapsedFee => {
                if let Some((_, Waiting::Fee { until })) = self.waiting {
                    reckoning.provisional = !self.calendar.is_published(until);
                }
            }
            State::AwaitingCorrection | State::LapsedCorrection | State::Withdrawn => {}
        }
        reckoning
    }
}
