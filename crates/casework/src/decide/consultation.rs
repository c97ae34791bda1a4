//! 征求意见: third parties (art. 32) and joint organs (art. 34).

use jiff::civil::Date;
use law::consultation::Consulted;

use super::{Context, happened, in_period, not_overdue, written};
use crate::case::{Case, Consultation};
use crate::event::{Event, Opinion};
use crate::id::ConsultationId;
use crate::reason::Reasons;

pub(super) fn consult(
    case: &Case,
    (with, who): (Consulted, &str),
    (on, delivered): (Date, Option<Date>),
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    let under = with.under();
    happened(case, on, context, reasons);
    in_period(case, on, context, reasons);
    written(who, "征求意见的对象", reasons);
    not_overdue(case, on, under, "征求意见", context, reasons);
    let who = context.sealer.seal(who.trim());
    let open = case.consultations.iter().any(|one| one.with == with && one.who == who && one.reply.is_none());
    reasons.unless(!open, "already_consulted", under, "已经征求过对方意见，正在等待答复");
    if let Some(delivered) = delivered {
        arrives(on, delivered, with, context, reasons);
    }
    let next = case.consultations.len() + 1;
    let id = ConsultationId(u16::try_from(next).unwrap_or(u16::MAX));
    Event::Consulted { id, with, who, on, delivered }
}

fn arrives(sent: Date, delivered: Date, with: Consulted, context: &Context<'_>, reasons: &mut Reasons) {
    let today = context.today;
    reasons.unless(
        sent <= delivered && delivered <= today,
        "delivery_impossible",
        with.under(),
        format!("送达之日 {delivered} 应在寄出之日 {sent} 与今天 {today} 之间"),
    );
}

fn find<'c>(case: &'c Case, id: ConsultationId, reasons: &mut Reasons) -> Option<&'c Consultation> {
    let found = case.consultations.iter().find(|one| one.id == id);
    let under = found.map_or(Consulted::ThirdParty, |one| one.with).under();
    reasons.unless(found.is_some(), "no_such_consultation", under, format!("没有第{}次征求意见", id.0));
    let answered = found.is_some_and(|one| one.reply.is_some());
    reasons.unless(!answered, "consultation_answered", under, "已经登记过这次征求的意见");
    found
}

pub(super) fn deliver(
    case: &Case,
    id: ConsultationId,
    on: Date,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    if let Some(consultation) = find(case, id, reasons) {
        arrives(consultation.sent, on, consultation.with, context, reasons);
    }
    Event::ConsultationDelivered { id, on }
}

pub(super) fn reply(
    case: &Case,
    id: ConsultationId,
    (on, opinion, text): (Date, Opinion, &str),
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    written(text, "意见的内容", reasons);
    if let Some(consultation) = find(case, id, reasons) {
        let sent = consultation.sent;
        reasons.unless(
            on >= sent,
            "reply_before_consultation",
            consultation.with.under(),
            format!("收到意见之日 {on} 早于寄出之日 {sent}"),
        );
    }
    Event::ConsultationReplied { id, on, opinion, text: context.sealer.seal(text.trim()) }
}
