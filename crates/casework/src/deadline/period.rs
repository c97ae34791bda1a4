//! One run of the reply period (答复期限): where it starts, what is not counted, and where it ends.

use jiff::civil::Date;
use law::WorkCalendar;
use law::consultation::{Consulted, last_opinion_day};
use law::reply::{EXTENSION_DAYS, REPLY_DAYS};

/// A time that is not counted, because somebody is asked for an opinion (扣除的期间), art. 33 ¶3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspension<P> {
    /// Third party or joint organ.
    pub kind: Consulted,
    /// Who.
    pub party: P,
    /// The day the letter was sent; the first day that is not counted is the next.
    pub after: Date,
    /// The last day that is not counted: of the reply, or the last one for it.
    pub through: Date,
    /// Whether a reply came in time.
    pub replied: bool,
}

/// What starts a period (起算事由).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// 收到申请 (art. 31).
    Receipt,
    /// 收到补正 (art. 30).
    Correction,
    /// 缴费 (art. 42).
    Payment,
}

/// A reply period from its day 0 on (答复期限).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period<P> {
    /// Day 0: receipt, correction or payment; not counted.
    pub start: Date,
    /// What happened on that day.
    pub from: Start,
    /// Working days by which it was lengthened.
    pub extended: u16,
    /// The day that takes the place of the computed one (合理期限, art. 35).
    pub reasonable: Option<Date>,
    /// What is not counted, in the order in which it began.
    pub suspensions: Vec<Suspension<P>>,
}

impl<P: Copy + PartialEq> Period<P> {
    pub(super) fn starting(start: Date, from: Start) -> Period<P> {
        Period { start, from, extended: 0, reasonable: None, suspensions: Vec::new() }
    }

    /// A letter is sent: days are not counted until a reply, at most as long as the law waits for one.
    pub(super) fn suspend(
        &mut self,
        kind: Consulted,
        party: P,
        sent: Date,
        delivered: Date,
        calendar: &WorkCalendar,
    ) {
        let through = last_opinion_day(sent, delivered, calendar);
        self.suspensions.push(Suspension { kind, party, after: sent, through, replied: false });
    }

    /// A reply ends the latest suspension of the same party that is still open.
    pub(super) fn resume(&mut self, kind: Consulted, party: P, on: Date) {
        let open = |one: &&mut Suspension<P>| {
            one.kind == kind && one.party == party && !one.replied && on <= one.through
        };
        if let Some(suspension) = self.suspensions.iter_mut().rev().find(open) {
            suspension.through = on;
            suspension.replied = true;
        }
    }

    /// Lengthens the period; true if that is more than the law allows and the rest was cut.
    pub(super) fn extend(&mut self, by: u16) -> bool {
        let most = EXTENSION_DAYS.days_on(self.start);
        let wanted = self.extended.saturating_add(by);
        self.extended = wanted.min(most);
        wanted > most
    }

    /// The last day in time: the reasonable one if one was set, otherwise as counted.
    pub fn due(&self, calendar: &WorkCalendar) -> Date {
        self.reasonable.unwrap_or_else(|| self.computed_due(calendar))
    }

    /// The day on which the count reaches the days allowed.
    pub fn computed_due(&self, calendar: &WorkCalendar) -> Date {
        let allowed = REPLY_DAYS.days_on(self.start) + self.extended;
        let mut due = calendar.nth_working_day_after(self.start, allowed);
        loop {
            let further = u32::from(allowed) + self.not_counted(due, calendar);
            let further = u16::try_from(further).unwrap_or(u16::MAX);
            let next = calendar.nth_working_day_after(self.start, further);
            if next <= due {
                return due;
            }
            due = next;
        }
    }

    /// How many days count up to and including a day.
    pub fn counted(&self, through: Date, calendar: &WorkCalendar) -> u32 {
        calendar.working_days_between(self.start, through) - self.not_counted(through, calendar)
    }

    /// Whether a day is not counted because somebody is being asked.
    pub fn is_suspended(&self, day: Date) -> bool {
        self.suspending(day).next().is_some()
    }

    /// Those whose opinion is being waited for on a day.
    pub fn suspending(&self, day: Date) -> impl Iterator<Item = &Suspension<P>> {
        self.suspensions.iter().filter(move |one| one.after < day && day <= one.through)
    }

    /// Those who are asked and may still reply on a day.
    pub fn asked(&self, day: Date) -> impl Iterator<Item = &Suspension<P>> {
        self.suspensions.iter().filter(move |one| !one.replied && one.after <= day && day <= one.through)
    }

    /// Working days up to a day that suspensions take out; where several overlap, once.
    fn not_counted(&self, through: Date, calendar: &WorkCalendar) -> u32 {
        let mut covered = self.start;
        let mut total = 0;
        for one in &self.suspensions {
            let (after, end) = (one.after.max(covered), one.through.min(through));
            if after < end {
                total += calendar.working_days_between(after, end);
                covered = end;
            }
        }
        total
    }
}
