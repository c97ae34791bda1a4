//! 复议、诉讼 (art. 51): what comes before another authority or a court, whatever has become of the case.

use jiff::civil::Date;
use law::Article;
use law::article::ogi2019;
use law::remedy::{Column, Course, LITIGATION_LAW, Ruling};

use super::{Context, happened, not_far, written};
use crate::case::Case;
use crate::event::{Event, ReopenCause};
use crate::id::ProceedingId;
use crate::proceeding::{Proceeding, Ruled, cause_of};
use crate::reason::Reasons;

const UNDER: Article = ogi2019(51, 0);

/// What stands in the way of whatever happens in one: that there is none.
pub(super) fn obstacles(case: &Case, reasons: &mut Reasons) {
    reasons.unless(!case.proceedings.is_empty(), "no_proceeding", UNDER, "没有复议、诉讼案件");
}

pub(super) fn open(
    case: &Case,
    (path, served, simplified): (Course, Date, bool),
    (forum, number): (&str, &str),
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    // A copy that is served has to be answered and counted, however early the contest is: whether it is admitted is decided there.
    happened(case, served, context, reasons);
    written(forum, "复议机关或者人民法院的名称", reasons);
    written(number, "案号或者通知书文号", reasons);
    reasons.unless(
        path == Course::Review || !simplified,
        "no_simplified_suit",
        path.under(),
        "5个工作日的答复期限只属于适用简易程序的行政复议",
    );
    let (forum, number) = (context.sealer.seal(forum.trim()), context.sealer.seal(number.trim()));
    let is_known = |one: &Proceeding| one.path == path && one.forum == forum && one.number == number;
    reasons.unless(
        !case.proceedings.iter().any(is_known),
        "proceeding_known",
        UNDER,
        "这一复议、诉讼案件已经登记过；登记有误的，先作废再重新登记",
    );
    let reviewed = || case.proceedings.iter().any(|one| one.path == Course::Review);
    reasons.unless(
        path != Course::LitigationAfterReview || reviewed(),
        "not_reviewed",
        LITIGATION_LAW.article(45, 0),
        "登记复议后起诉之前，先登记所经的行政复议",
    );
    Event::ProceedingOpened {
        id: ProceedingId(case.proceedings_entered.saturating_add(1)),
        path,
        on: served,
        simplified,
        forum,
        number,
    }
}

/// The proceeding that has a number.
fn entered<'c>(case: &'c Case, id: ProceedingId, reasons: &mut Reasons) -> Option<&'c Proceeding> {
    let found = case.proceedings.iter().find(|one| one.id == id);
    reasons.unless(found.is_some(), "no_such_proceeding", UNDER, format!("没有第{}件复议、诉讼案件", id.0));
    found
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
    let found = entered(case, id, reasons);
    if let Some(one) = found {
        let says = format!("{on} 早于收到副本之日 {}", one.served);
        reasons.unless(on >= one.served, "date_before_service", one.path.under(), says);
    }
    found
}

/// An answer may be recorded again, for a day that was mistyped.
pub(super) fn answer(
    case: &Case,
    (id, on): (ProceedingId, Date),
    text: &str,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    in_course(case, id, on, context, reasons);
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
        let says = format!("结果是{}，没有责令重新答复", ruling.name());
        reasons.unless(ruling.result() == Column::Corrected, "nothing_ordered", UNDER, says);
        reasons.unless(due >= on, "due_before_order", UNDER, format!("重新答复的期限 {due} 早于 {on}"));
        not_far(due, on, "重新答复的期限", reasons);
    }
    Event::ProceedingRuled {
        id,
        ruled: Ruled { on, ruling, redo_by },
        text: context.sealer.seal(text.trim()),
    }
}

/// What a ruling brings with it: one that orders a new answer opens the case again, with its day; one that takes its place, or makes
/// it void, closes what it has opened. `today` is the day on which that is recorded.
pub fn follows(case: &Case, event: &Event, today: Date) -> Option<Event> {
    let (id, ordered) = match event {
        Event::ProceedingRuled { id, ruled, text } => (*id, ruled.redo_by.map(|due| (ruled.on, due, text))),
        Event::ProceedingVoided { id, .. } => (*id, None),
        _ => return None,
    };
    let Some((on, due, why)) = ordered else {
        // What somebody at the office has opened again is for him to close; what is signed goes out.
        let opened = case.reopened.as_ref().is_some_and(|reopened| reopened.by == Some(id));
        return (opened && case.signed.is_none()).then_some(Event::ReopeningUndone { on: today });
    };
    let path = case.proceedings.iter().find(|one| one.id == id)?.path;
    // An answer of the same day is the one that is contested.
    let is_obeyed = case.answers.last().is_some_and(|answer| answer.on > on);
    let is_known = case.reopened.as_ref().is_some_and(|reopened| reopened.due == due);
    (!is_obeyed && !is_known).then(|| Event::Reopened {
        on,
        cause: cause_of(path),
        due,
        why: why.clone(),
        proceeding: Some(id),
    })
}

/// That somebody else has found against the answer stands in the register of remedies.
pub(super) fn is_ruled(case: &Case, cause: ReopenCause, reasons: &mut Reasons) {
    reasons.unless(
        cause == ReopenCause::OwnMotion || case.proceedings.iter().any(|one| one.orders(cause)),
        "no_ruling",
        UNDER,
        "请先登记这一行政复议、行政诉讼和它纠正原答复的结果；登记了重新答复的期限的，案件自动重新办理",
    );
}

/// One that was entered by mistake counts nowhere; what happened in it stays in the history.
pub(super) fn void(
    case: &Case,
    id: ProceedingId,
    why: &str,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    let found = entered(case, id, reasons);
    written(why, "作废的原因", reasons);
    let is_followed = |one: &Proceeding| one.path == Course::LitigationAfterReview;
    let is_only_review = found.is_some_and(|one| one.path == Course::Review)
        && case.proceedings.iter().filter(|one| one.path == Course::Review).count() == 1;
    reasons.unless(
        !(is_only_review && case.proceedings.iter().any(is_followed)),
        "sued_after_it",
        LITIGATION_LAW.article(45, 0),
        "已经登记了这一复议之后的诉讼，请先作废诉讼的登记",
    );
    Event::ProceedingVoided { id, why: context.sealer.seal(why.trim()) }
}
