//! 申请数量、频次明显超过合理范围 (art. 35): the applicant is asked why.

use jiff::civil::Date;
use law::Article;
use law::article::ogi2019;

use super::{Context, happened, in_period, not_far, written};
use crate::case::Case;
use crate::event::Event;
use crate::reason::Reasons;

const UNDER: Article = ogi2019(35, 0);

pub(super) fn obstacles(case: &Case, reasons: &mut Reasons) {
    let good = case.reasons.and_then(|one| one.reasonable) == Some(true);
    reasons.unless(good, "no_good_reasons", UNDER, "只有申请人说明的理由合理，才能确定延迟答复的合理期限");
}

pub(super) fn request(
    case: &Case,
    on: Date,
    why: &str,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    written(why, "数量、频次明显超过合理范围的情况", reasons);
    Event::ReasonsRequested { on, why: context.sealer.seal(why.trim()) }
}

pub(super) fn receive(
    case: &Case,
    (on, text, reasonable): (Date, &str, bool),
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    written(text, "申请人说明的理由", reasons);
    Event::ReasonsReceived { on, text: context.sealer.seal(text.trim()), reasonable }
}

pub(super) fn set_period(
    case: &Case,
    on: Date,
    due: Date,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    in_period(case, on, context, reasons);
    not_far(due, on, "合理期限", reasons);
    reasons.unless(due > on, "due_not_after_notice", UNDER, format!("合理期限 {due} 不晚于告知之日 {on}"));
    Event::ReasonablePeriodSet { on, due }
}
