//! 检索与拟办: what was searched, and the decision that is proposed.

use jiff::civil::Date;
use law::article::ogi2019;

use super::{Context, fit, happened, written};
use crate::case::Case;
use crate::decision::Decision;
use crate::event::Event;
use crate::reason::Reasons;

pub(super) fn search(
    case: &Case,
    on: Date,
    [places, words, found]: [&str; 3],
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    written(places, "检索的范围", reasons);
    written(words, "检索的关键词", reasons);
    written(found, "检索的结果", reasons);
    let record = serde_json::json!({ "places": places.trim(), "words": words.trim(), "found": found.trim() });
    Event::Searched { on, record: context.sealer.seal(&record.to_string()) }
}

/// A proposal replaces the one before it and with it every review of that.
pub(super) fn draft(case: &Case, decision: &Decision, context: &Context<'_>, reasons: &mut Reasons) -> Event {
    reasons.extend(fit::misfits(decision, case, context));
    let text = serde_json::to_string(decision).unwrap_or_default();
    reasons.unless(!text.is_empty(), "decision_unreadable", ogi2019(36, 0), "决定不能保存");
    Event::Drafted {
        outcome: decision.outcome(),
        decision: context.sealer.seal(&text),
        sub_reason: decision.sub_reason().map(str::to_owned),
    }
}
