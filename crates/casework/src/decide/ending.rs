//! 视为放弃、重新办理、归档: how a case ends without an answer, how it begins again, and how long its file is kept.

use jiff::civil::Date;
use law::WorkCalendar;
use law::article::ogi2019;
use law::fee::last_payment_day;
use law::outcome::Outcome;

use super::{Context, HANDLING, happened, not_far, not_too_long, proceeding, written};
use crate::case::Case;
use crate::event::{Event, ReopenCause};
use crate::reason::Reasons;

impl Case {
    /// The last day for what the applicant has to do, and what letting it pass comes to (补正、缴费的最后一天).
    pub fn last_day_for_applicant(&self, calendar: &WorkCalendar) -> Option<(Date, Outcome)> {
        if self.ended.is_some() {
            return None;
        }
        if let Some(correction) = self.correction.as_ref().filter(|one| one.received.is_none()) {
            return Some((correction.reply_by, Outcome::O1));
        }
        let fee = self.fee.filter(|fee| fee.paid.is_none())?;
        Some((last_payment_day(fee.notified, fee.delivered, calendar), Outcome::O2))
    }
}

pub(super) fn lapse_obstacles(case: &Case, context: &Context<'_>, reasons: &mut Reasons) {
    match case.last_day_for_applicant(context.calendar) {
        None => reasons.unless(false, "nothing_awaited", ogi2019(30, 0), "没有正在等待的补正或者缴费"),
        Some((last, outcome)) => reasons.unless(
            context.today > last,
            "not_lapsed",
            outcome.under(),
            format!("期限到 {last} 届满，之后才能视为放弃"),
        ),
    }
}

/// The day after the last one, whenever the office gets round to it: the case belongs to the year of the lapse.
pub(super) fn lapse(case: &Case, context: &Context<'_>) -> Event {
    let (last, outcome) =
        case.last_day_for_applicant(context.calendar).unwrap_or((context.today, Outcome::O1));
    Event::Lapsed { on: last.tomorrow().unwrap_or(last), outcome }
}

pub(super) fn reopen(
    case: &Case,
    (on, due): (Date, Date),
    cause: ReopenCause,
    why: &str,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    proceeding::is_ruled(case, cause, reasons);
    written(why, "重新答复的决定、判决或者理由", reasons);
    not_far(due, on, "重新答复的期限", reasons);
    reasons.unless(due >= on, "due_before_order", HANDLING, format!("重新答复的期限 {due} 早于 {on}"));
    Event::Reopened { on, cause, due, why: context.sealer.seal(why.trim()), proceeding: None }
}

/// Kept to the end of the last of its years, counted from the one after the archiving.
pub(super) fn archive(
    case: &Case,
    on: Date,
    (retention, note): (&str, &str),
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    let last = case.answers.last().map(|answer| answer.on).max(case.ended.map(|ended| ended.on));
    if let Some(last) = last {
        let says = format!("归档之日 {on} 早于办结之日 {last}");
        reasons.unless(on >= last, "archived_before_end", HANDLING, says);
    }
    written(retention, "保管期限", reasons);
    let note = note.trim();
    not_too_long(note, "缺少材料的说明", reasons);
    let last = |years: u16| Date::new(on.year().saturating_add_unsigned(years), 12, 31).ok();
    Event::Archived {
        on,
        retention: retention.trim().to_owned(),
        until: context.retention_years.and_then(last),
        note: (!note.is_empty()).then(|| context.sealer.seal(note)),
    }
}
