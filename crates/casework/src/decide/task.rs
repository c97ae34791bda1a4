//! 会办: what departments have to contribute, and by when.

use jiff::civil::Date;

use super::{Context, HANDLING, happened, not_far, written};
use crate::case::Case;
use crate::event::Event;
use crate::id::{DepartmentId, TaskId};
use crate::reason::Reasons;

pub(super) fn give(
    case: &Case,
    to: DepartmentId,
    what: &str,
    due: Option<Date>,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    written(what, "交办的事项", reasons);
    let statutory = case.due(context.today, context.calendar);
    let due = due.unwrap_or_else(|| usual(case, statutory, context));
    not_far(due, context.today, "反馈期限", reasons);
    reasons.unless(due >= context.today, "date_in_past", HANDLING, format!("反馈期限 {due} 已经过去"));
    if let Some(last) = statutory {
        reasons.unless(
            due <= last || last < context.today,
            "task_after_due",
            HANDLING,
            format!("反馈期限 {due} 晚于答复期限 {last}"),
        );
    }
    let next = case.tasks.len() + 1;
    let id = TaskId(u16::try_from(next).unwrap_or(u16::MAX));
    Event::TaskGiven { id, to, what: context.sealer.seal(what.trim()), due }
}

/// The office's margin before the statutory day, but never in the past.
fn usual(case: &Case, statutory: Option<Date>, context: &Context<'_>) -> Date {
    let margin = case.process.task_margin;
    let Some(last) = statutory else {
        return context.calendar.nth_working_day_after(context.today, margin);
    };
    let left = context.calendar.working_days_between(context.today, last);
    let days = left.saturating_sub(u32::from(margin));
    context.calendar.nth_working_day_after(context.today, u16::try_from(days).unwrap_or(u16::MAX))
}

pub(super) fn open(case: &Case, id: TaskId, on: Date, context: &Context<'_>, reasons: &mut Reasons) {
    happened(case, on, context, reasons);
    let task = case.tasks.iter().find(|task| task.id == id);
    let says = match task {
        None => format!("没有第{}项交办", id.0),
        Some(_) => format!("第{}项交办已经办结", id.0),
    };
    reasons.unless(task.is_some_and(|task| task.done.is_none()), "no_open_task", HANDLING, says);
}
