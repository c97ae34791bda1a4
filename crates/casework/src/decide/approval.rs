//! 保密审查 → 审核 → 签发: in order, by others than who drafted, and of the very draft that is signed (art. 17).

use jiff::civil::Date;
use law::Article;
use law::article::ogi2019;

use super::{Context, HANDLING, happened, written};
use crate::case::{Case, Draft};
use crate::event::{Actor, Event};
use crate::id::TextId;
use crate::process::ReviewStep;
use crate::reason::Reasons;

const UNDER: Article = ogi2019(17, 0);

pub(super) fn obstacles(case: &Case, reasons: &mut Reasons) {
    reasons.unless(case.draft.is_some(), "no_draft", UNDER, "没有拟办的答复");
    let returned = case.draft.as_ref().is_some_and(|draft| draft.returned.is_some());
    reasons.unless(!returned, "draft_returned", UNDER, "拟办的答复已经退回修改，等待重新拟办");
}

/// A step before the signature is missing.
pub(super) fn still_in_review(case: &Case, reasons: &mut Reasons) {
    let Some(next) = case.draft.as_ref().and_then(|draft| next_step(case, draft)) else { return };
    reasons.unless(next != ReviewStep::Sign, "reviewed", UNDER, "审查、审核已经完成，等待签发");
}

/// Every step before the signature agrees with the draft as it is.
pub(super) fn all_reviewed(case: &Case, reasons: &mut Reasons) {
    let Some(draft) = &case.draft else { return };
    let left = case.process.chain().filter(|step| draft.approved.iter().all(|(done, _)| done != step));
    let left: Vec<&str> = left.filter(|step| *step != ReviewStep::Sign).map(ReviewStep::name).collect();
    reasons.unless(
        left.is_empty(),
        "review_missing",
        UNDER,
        format!("还没有通过{}，不能签发", left.join("、")),
    );
}

/// The step that comes next.
fn next_step(case: &Case, draft: &Draft) -> Option<ReviewStep> {
    case.process.chain().find(|step| draft.approved.iter().all(|(done, _)| done != step))
}

impl Case {
    /// The step of review that the draft waits for (下一环节).
    pub fn next_review(&self) -> Option<ReviewStep> {
        next_step(self, self.draft.as_ref().filter(|draft| draft.returned.is_none())?)
    }
}

/// What both agreeing and signing need: the draft as seen, and somebody else than who wrote it.
fn of_this_draft(case: &Case, seen: &TextId, by: &Actor, reasons: &mut Reasons) {
    let Some(draft) = &case.draft else { return };
    reasons.unless(
        draft.decision == *seen,
        "draft_changed",
        UNDER,
        "拟办的答复在您查看之后有修改，原来的审查失效，请重新查看",
    );
    reasons.unless(draft.by != *by, "own_draft", UNDER, "不能审查、审核、签发本人拟办的答复");
}

pub(super) fn approve(
    case: &Case,
    step: ReviewStep,
    seen: TextId,
    opinion: &str,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    of_this_draft(case, &seen, context.by, reasons);
    written(opinion, "审查意见", reasons);
    let next = case.next_review();
    let waits = next.map_or("", ReviewStep::name);
    reasons.unless(
        case.draft.is_none() || (next == Some(step) && step != ReviewStep::Sign),
        "step_out_of_order",
        UNDER,
        format!("现在等待的环节是{waits}，不是{}", step.name()),
    );
    Event::Approved { step, draft: seen, opinion: context.sealer.seal(opinion.trim()) }
}

pub(super) fn send_back(
    case: &Case,
    step: ReviewStep,
    why: &str,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    written(why, "退回的理由", reasons);
    let waits = case.next_review();
    reasons.unless(
        case.draft.is_none() || waits == Some(step),
        "step_out_of_order",
        UNDER,
        format!("现在等待的环节是{}，不是{}", waits.map_or("", ReviewStep::name), step.name()),
    );
    Event::SentBack { step, why: context.sealer.seal(why.trim()) }
}

pub(super) fn sign(
    case: &Case,
    on: Date,
    seen: &TextId,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    of_this_draft(case, seen, context.by, reasons);
    happened(case, on, context, reasons);
    let approved = case.draft.as_ref().and_then(|draft| draft.approved_on);
    if let Some(approved) = approved {
        let says = format!("成文日期 {on} 早于审查、审核通过之日 {approved}");
        reasons.unless(on >= approved, "signed_before_approval", UNDER, says);
    }
    reasons.unless(
        context.number.is_some_and(|number| !number.is_empty()),
        "no_number",
        HANDLING,
        "没有取得发文字号",
    );
    Event::Signed {
        on,
        number: context.number.unwrap_or_default().to_owned(),
        letter: context.letter.map(|letter| context.sealer.seal(letter)),
    }
}
