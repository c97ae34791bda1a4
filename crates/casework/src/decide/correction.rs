//! 补正 (art. 30): once, for everything, within seven working days of receipt.

use jiff::civil::Date;
use law::Article;
use law::article::ogi2019;
use law::correction::{NOTICE_DAYS, last_notice_day};

use super::{Context, happened, not_far, not_too_long, written};
use crate::case::Case;
use crate::event::Event;
use crate::id::FileId;
use crate::reason::Reasons;

const UNDER: Article = ogi2019(30, 0);

pub(super) fn obstacles(case: &Case, reasons: &mut Reasons) {
    reasons.unless(
        case.correction.is_none(),
        "second_correction",
        UNDER,
        "补正只能一次性告知，已经告知过；仍不明确的，按补正后仍不明确答复",
    );
    reasons.unless(case.reopened.is_none(), "reopened", UNDER, "重新答复的案件不再要求补正");
}

/// The office tells of a correction in time (art. 30).
pub(super) fn in_time(case: &Case, on: Date, context: &Context<'_>, reasons: &mut Reasons) {
    let Some(received) = case.received else { return };
    let (days, last) = (NOTICE_DAYS.days_on(received), last_notice_day(received, context.calendar));
    reasons.unless(
        on <= last,
        "correction_notice_late",
        UNDER,
        format!("告知补正的最后一天是 {last}（收到申请之日起{days}个工作日），{on} 不能再告知补正"),
    );
}

pub(super) fn request(
    case: &Case,
    on: Date,
    unclear: &str,
    reply_by: Option<Date>,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    written(unclear, "需要补正的事项", reasons);
    let usual = || context.calendar.nth_working_day_after(on, case.process.correction_days);
    let reply_by = reply_by.unwrap_or_else(usual);
    in_time(case, on, context, reasons);
    not_far(reply_by, on, "补正期限", reasons);
    reasons.unless(
        reply_by > on,
        "reply_by_not_after_notice",
        UNDER,
        format!("补正期限 {reply_by} 不晚于告知之日 {on}"),
    );
    Event::CorrectionRequested { on, unclear: context.sealer.seal(unclear.trim()), reply_by }
}

/// A correction that comes after its day but before the case is closed is taken: whether there was a good reason is for the
/// office to say, and taking it harms nobody.
pub(super) fn receive(
    case: &Case,
    on: Date,
    text: &str,
    files: Vec<FileId>,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    reasons.unless(
        !text.trim().is_empty() || !files.is_empty(),
        "text_missing",
        UNDER,
        "没有写明补正的内容，也没有附件",
    );
    not_too_long(text, "补正的内容", reasons);
    if let Some(correction) = &case.correction {
        let requested = correction.requested;
        reasons.unless(
            on >= requested,
            "correction_before_request",
            UNDER,
            format!("收到补正之日 {on} 早于告知补正之日 {requested}"),
        );
    }
    Event::CorrectionReceived { on, text: context.sealer.seal(text.trim()), files }
}
