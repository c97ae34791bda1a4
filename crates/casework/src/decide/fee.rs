//! 信息处理费 (art. 42): the notice stops the clock, payment starts it anew.

use jiff::civil::Date;
use law::Article;
use law::article::ogi2019;

use super::{Context, happened, in_period, not_overdue, written};
use crate::case::Case;
use crate::event::Event;
use crate::reason::Reasons;

const UNDER: Article = ogi2019(42, 2);

pub(super) fn notify(
    case: &Case,
    (on, delivered): (Date, Option<Date>),
    amount: i64,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    in_period(case, on, context, reasons);
    not_overdue(case, on, UNDER, "通知收费", context, reasons);
    reasons.unless(amount > 0, "amount_not_positive", UNDER, "收费金额应大于零");
    if let Some(delivered) = delivered {
        reasons.unless(
            on <= delivered && delivered <= context.today,
            "delivery_impossible",
            UNDER,
            format!("收费通知的送达之日 {delivered} 应在 {on} 与今天之间"),
        );
    }
    Event::FeeNotified { on, delivered, amount }
}

pub(super) fn pay(
    case: &Case,
    on: Date,
    receipt: &str,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    written(receipt, "缴费票据号", reasons);
    if let Some(fee) = case.fee {
        let notified = fee.notified;
        reasons.unless(
            on >= notified,
            "payment_before_notice",
            UNDER,
            format!("缴费之日 {on} 早于收费通知之日 {notified}"),
        );
    }
    Event::FeePaid { on, receipt: context.sealer.seal(receipt.trim()) }
}
