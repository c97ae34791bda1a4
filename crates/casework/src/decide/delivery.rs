//! 送达: the day that counts as the answer (国办公开办函〔2016〕235号).

use jiff::civil::Date;
use law::article::ogi2019;

use super::{Context, HANDLING, happened, written};
use crate::applicant::Way;
use crate::case::Case;
use crate::event::Event;
use crate::reason::Reasons;

pub(super) fn obstacles(case: &Case, reasons: &mut Reasons) {
    reasons.unless(case.signed.is_some(), "not_signed", HANDLING, "没有已经签发、等待送达的答复");
}

pub(super) fn deliver(
    case: &Case,
    on: Date,
    way: Way,
    proof: &str,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    written(proof, "送达的凭证，例如签收人、邮件编号", reasons);
    if let Some(signed) = &case.signed {
        let letter = signed.on;
        reasons.unless(
            on >= letter,
            "delivery_before_letter",
            HANDLING,
            format!("送达之日 {on} 早于成文日期 {letter}"),
        );
    }
    reasons.unless(
        !way.is_electronic() || case.wanted.way.is_electronic(),
        "way_not_as_wanted",
        ogi2019(40, 0),
        format!("申请人要求的方式是{}，没有同意电子送达", case.wanted.way.name()),
    );
    Event::Delivered { on, way, proof: context.sealer.seal(proof.trim()) }
}
