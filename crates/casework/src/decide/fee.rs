//! 信息处理费 (art. 42): the notice stops the clock, payment starts it anew.

use jiff::civil::Date;
use law::Article;
use law::article::ogi2019;
use law::fee::{FEE_MEASURES, Standard, TARIFF, last_payment_day};
use law::outcome::Outcome;

use super::{Context, happened, in_period, not_overdue, written};
use crate::applicant::Form;
use crate::case::Case;
use crate::event::{CaseKind, Event, FeeBasis};
use crate::letter::yuan;
use crate::reason::Reasons;

const UNDER: Article = ogi2019(42, 2);

/// What stands in the way of charging, and of saying why nothing is charged.
pub(super) fn obstacles(case: &Case, reasons: &mut Reasons) {
    reasons.unless(case.fee.is_none(), "fee_notified", UNDER, "已经通知过收费");
    let access = case.kind == CaseKind::Access;
    reasons.unless(access, "no_fee_for_records", UNDER, "更正本人信息的申请不收取信息处理费");
}

pub(super) fn notify(
    case: &Case,
    (on, delivered): (Date, Option<Date>),
    (standard, pages): (Standard, Option<u32>),
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    in_period(case, on, context, reasons);
    not_overdue(case, on, UNDER, "通知收费", context, reasons);
    if let Some(delivered) = delivered {
        reasons.unless(
            on <= delivered && delivered <= context.today,
            "delivery_impossible",
            UNDER,
            format!("收费通知的送达之日 {delivered} 应在 {on} 与今天之间"),
        );
    }
    let basis = match standard {
        Standard::PerItem => context.nth_of_month.map(|nth| FeeBasis::PerItem { nth }),
        Standard::PerPage => per_page(case, pages, reasons),
    };
    let amount = basis.and_then(|basis| basis.amount(on)).unwrap_or(0);
    if TARIFF.on(on).is_none() {
        let since = TARIFF.0.first().map(|entry| entry.from.to_string()).unwrap_or_default();
        let says = format!("{on} 还没有信息处理费，自 {since} 起可以收取");
        reasons.unless(false, "no_fee_yet", UNDER, says);
    } else if standard == Standard::PerItem || basis.is_some() {
        // That nobody has said how many pages is told already.
        reasons.unless(amount > 0, "nothing_to_charge", UNDER, free(basis));
    }
    Event::FeeNotified { on, delivered, amount, basis }
}

/// Why nothing is charged.
fn free(basis: Option<FeeBasis>) -> String {
    match basis {
        Some(FeeBasis::PerItem { nth }) => {
            format!("这是申请人当月的第{nth}件，按件计收的标准内不收费；提供的信息较多的可以按量计收")
        }
        Some(FeeBasis::PerPage { pages }) => format!("提供{pages}页，按量计收的标准内不收费"),
        None => "不能确定这一件是申请人当月的第几件，请确认收到之日".to_owned(),
    }
}

/// The most pages that anybody can mean.
const MOST_PAGES: u32 = 1_000_000;

/// By pages only what is given is counted, and nothing that is public already or only looked at (art. 5 of the measures).
fn per_page(case: &Case, pages: Option<u32>, reasons: &mut Reasons) -> Option<FeeBasis> {
    let outcome = case.draft.as_ref().and_then(|draft| draft.outcome);
    let gives = outcome.is_none_or(|outcome| matches!(outcome, Outcome::G2 | Outcome::P1));
    let given = "按量计收只适用于提供信息的答复（予以公开、部分公开），拟办的答复不提供信息";
    reasons.unless(gives, "nothing_given", FEE_MEASURES.article(5, 0), given);
    let copied = case.wanted.form != Form::Inspection;
    let looked = "申请人要求查阅、抄录，没有提供纸质件或者电子件，不能按量计收";
    reasons.unless(copied, "only_inspected", FEE_MEASURES.article(5, 0), looked);
    let pages = pages.filter(|pages| (1..=MOST_PAGES).contains(pages));
    let says = format!("请填写提供的页数，1至{MOST_PAGES}，一页为A4及以下幅面的一面");
    reasons.unless(pages.is_some(), "pages_missing", FEE_MEASURES.article(5, 0), says);
    pages.map(|pages| FeeBasis::PerPage { pages })
}

/// What stands in the way of giving a fee back.
pub(super) fn refund_obstacles(case: &Case, reasons: &mut Reasons) {
    let left = case.fee_left();
    reasons.unless(left > 0, "nothing_to_refund", UNDER, "没有可以退还的信息处理费");
}

pub(super) fn refund(
    case: &Case,
    (on, amount): (Date, i64),
    why: &str,
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    written(why, "退还的理由", reasons);
    if let Some(fee) = case.fee {
        let left = case.fee_left();
        let says = format!("退还的金额应大于零，不超过已缴而未退的{}", yuan(left));
        reasons.unless(amount > 0 && amount <= left, "refund_too_large", UNDER, says);
        let early = fee.received().is_some_and(|paid| on < paid);
        reasons.unless(!early, "refund_before_payment", UNDER, "退还之日早于缴费之日");
    }
    Event::FeeRefunded { on, amount, why: context.sealer.seal(why.trim()) }
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
    let mut late = false;
    if let Some(fee) = case.fee {
        let notified = fee.notified;
        reasons.unless(
            on >= notified,
            "payment_before_notice",
            UNDER,
            format!("缴费之日 {on} 早于收费通知之日 {notified}"),
        );
        let last = last_payment_day(notified, fee.delivered, context.calendar);
        late = on > last;
        reasons.unless(
            fee.late.is_none(),
            "paid_before",
            UNDER,
            "已经登记过逾期缴纳的费用，请办理视为放弃并退还",
        );
    }
    Event::FeePaid { on, receipt: context.sealer.seal(receipt.trim()), late }
}
