//! 复议、诉讼 (art. 51): what comes before another authority or a court, whatever has become of the case.

use jiff::civil::Date;
use law::Article;
use law::article::ogi2019;
use law::remedy::{Course, LITIGATION_LAW, Ruling};

use super::{Context, happened, not_far, written};
use crate::case::Case;
use crate::event::Event;
use crate::id::ProceedingId;
use crate::proceeding::{Proceeding, Ruled};
use crate::reason::Reasons;

const UNDER: Article = ogi2019(51, 0);

/// What stands in the way of an answer to it or of a ruling: that there is none.
pub(super) fn obstacles(
    case: &Case,
    is_wanted: impl Fn(&Proceeding) -> bool,
    says: &str,
    reasons: &mut Reasons,
) {
    let any = case.proceedings.iter().any(is_wanted);
    reasons.unless(any, "no_proceeding", UNDER, says);
}

pub(super) fn open(
    case: &Case,
    (path, served, simplified): (Course, Date, bool),
    (forum, number): (&str, &str),
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, served, context, reasons);
    written(forum, "复议机关或者人民法院的名称", reasons);
    written(number, "案号或者通知书文号", reasons);
    reasons.unless(
        path == Course::Review || !simplified,
        "no_simplified_suit",
        path.under(),
        "5个工作日的答复期限只属于适用简易程序的行政复议",
    );
    let reviewed = || case.proceedings.iter().any(|one| one.path == Course::Review);
    reasons.unless(
        path != Course::LitigationAfterReview || reviewed(),
        "not_reviewed",
        LITIGATION_LAW.article(45, 0),
        "登记复议后起诉之前，先登记所经的行政复议",
    );
    Event::ProceedingOpened {
        id: ProceedingId(u16::try_from(case.proceedings.len() + 1).unwrap_or(u16::MAX)),
        path,
        on: served,
        simplified,
        forum: context.sealer.seal(forum.trim()),
        number: context.sealer.seal(number.trim()),
    }
}

/// The proceeding and a day that lies not before it.
fn in_course<'c>(
    case: &'c Case,
    id: ProceedingId,
    on: Date,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Option<&'c Proceeding> {
    happened(case, on, context, reasons);
    let found = case.proceedings.iter().find(|one| one.id == id);
    reasons.unless(found.is_some(), "no_such_proceeding", UNDER, format!("没有第{}件复议、诉讼案件", id.0));
    if let Some(one) = found {
        let says = format!("{on} 早于收到副本之日 {}", one.served);
        reasons.unless(on >= one.served, "date_before_service", one.path.under(), says);
    }
    found
}

pub(super) fn answer(
    case: &Case,
    (id, on): (ProceedingId, Date),
    text: &str,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    let found = in_course(case, id, on, context, reasons);
    let again = found.is_some_and(|one| one.answered.is_some());
    reasons.unless(!again, "answered_before", UNDER, "已经登记过答复、答辩");
    written(text, "提交的答复、答辩和证据", reasons);
    Event::ProceedingAnswered { id, on, text: context.sealer.seal(text.trim()) }
}

pub(super) fn hear(
    case: &Case,
    (id, on): (ProceedingId, Date),
    text: &str,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    in_course(case, id, on, context, reasons);
    written(text, "听证或者开庭的情况", reasons);
    Event::ProceedingHeard { id, on, text: context.sealer.seal(text.trim()) }
}

/// A ruling may be recorded again: what was mistyped, and what a higher court has changed.
pub(super) fn rule(
    case: &Case,
    id: ProceedingId,
    (on, ruling, redo_by): (Date, Ruling, Option<Date>),
    text: &str,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    let found = in_course(case, id, on, context, reasons);
    written(text, "决定书、裁判文书的文号和要点", reasons);
    let upheld = found.is_some_and(|one| one.path != Course::Review) && ruling == Ruling::Upheld;
    let says = "人民法院没有维持判决，驳回的请登记为驳回请求";
    reasons.unless(!upheld, "no_upheld_suit", LITIGATION_LAW.article(69, 0), says);
    if let Some(due) = redo_by {
        reasons.unless(due >= on, "due_before_order", UNDER, format!("重新答复的期限 {due} 早于 {on}"));
        not_far(due, on, "重新答复的期限", reasons);
    }
    Event::ProceedingRuled {
        id,
        ruled: Ruled { on, ruling, redo_by },
        text: context.sealer.seal(text.trim()),
    }
}
