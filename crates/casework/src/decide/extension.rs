//! 延长答复期限 (art. 33 ¶2): once in a period, agreed by the head of the office, told before the period is over.

use jiff::civil::Date;
use law::Article;
use law::article::ogi2019;
use law::reply::EXTENSION_DAYS;

use super::{Context, happened, in_period, not_overdue, written};
use crate::case::Case;
use crate::event::Event;
use crate::reason::Reasons;

const UNDER: Article = ogi2019(33, 2);

pub(super) fn obstacles(case: &Case, reasons: &mut Reasons) {
    reasons.unless(!case.extended, "extended_before", UNDER, "本期已经延长过一次");
    reasons.unless(case.reopened.is_none(), "reopened", UNDER, "重新答复的期限由决定或判决确定，不能延长");
}

pub(super) fn extend(
    case: &Case,
    on: Date,
    days: u16,
    reason: &str,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    in_period(case, on, context, reasons);
    written(reason, "延长的理由", reasons);
    not_overdue(case, on, UNDER, "延长", context, reasons);
    let most = EXTENSION_DAYS.days_on(on);
    reasons.unless(
        (1..=most).contains(&days),
        "extension_length",
        UNDER,
        format!("延长的天数应在1至{most}个工作日之间，不能是{days}"),
    );
    Event::Extended { on, days, reason: context.sealer.seal(reason.trim()) }
}
