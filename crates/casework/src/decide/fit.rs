//! Whether a decision fits the case (决定与案情是否相符): all misfits at once.

use law::Article;
use law::article::ogi2019;
use law::consultation::{Consulted, Silence, last_opinion_day};
use law::exemption::{Force, Ground};

use super::{Context, written};
use crate::case::{Case, Consultation};
use crate::decision::{Citation, Decision, Given, Refusal};
use crate::event::{CaseKind, Opinion};
use crate::reason::{Reason, Reasons};

pub(super) fn misfits(decision: &Decision, case: &Case, context: &Context<'_>) -> Vec<Reason> {
    let mut reasons = Reasons::default();
    let record = matches!(decision, Decision::Record { .. });
    reasons.unless(
        record == (case.kind == CaseKind::RecordCorrection),
        "other_kind_of_case",
        ogi2019(41, 0),
        "更正本人信息的申请与公开申请的决定不能互换",
    );
    pending(decision, case, context, &mut reasons);
    for refusal in decision.refusals() {
        refused(refusal, case, context, &mut reasons);
    }
    if let Some(given) = decision.given() {
        gives(given, case, &mut reasons);
    }
    match decision {
        Decision::AlreadyPublic { place } | Decision::Publication { place } => {
            written(place, "获取的方式和途径", &mut reasons);
        }
        Decision::Granted { .. } => {}
        Decision::Partial { closed, .. } => {
            let under = ogi2019(37, 0);
            reasons.unless(!closed.is_empty(), "nothing_closed", under, "部分公开应写明不予公开的部分");
            for part in closed {
                written(&part.part, "不予公开的部分是哪些内容", &mut reasons);
                written(&part.reason, "不予公开的理由", &mut reasons);
            }
        }
        Decision::Refused { reason, .. }
        | Decision::NeedsCreation { reason }
        | Decision::Reissue { reason }
        | Decision::NotOurs { reason, .. }
        | Decision::Record { reason, .. } => written(reason, "理由", &mut reasons),
        Decision::SpecialQuery { law, counter } => {
            cited(law, ogi2019(36, 0).at_item(7), &mut reasons);
            written(counter, "办理查询的机构", &mut reasons);
        }
        Decision::NotHeld { finding } => {
            written(finding, "检索的情况", &mut reasons);
            reasons.unless(
                !case.searches.is_empty(),
                "no_search_record",
                ogi2019(36, 0).at_item(4),
                "没有检索记录，不能答复信息不存在",
            );
        }
        Decision::StillUnclear { unclear } => {
            written(unclear, "仍不明确的内容", &mut reasons);
            let corrected = case.correction.as_ref().is_some_and(|one| one.received.is_some());
            reasons.unless(
                corrected,
                "no_correction_received",
                ogi2019(30, 0),
                "没有收到过补正，不能答复补正后仍不明确",
            );
        }
        Decision::Petition { .. } => {}
        Decision::Repeat { answered_on, number } => {
            let under = ogi2019(36, 0).at_item(6);
            written(number, "前次答复的文号", &mut reasons);
            reasons.unless(
                *answered_on <= context.today,
                "date_in_future",
                under,
                format!("前次答复之日 {answered_on} 还没有到"),
            );
        }
        Decision::Excessive { reason } => {
            written(reason, "理由不合理之处", &mut reasons);
            let asked = case.reasons.and_then(|one| one.reasonable) == Some(false);
            reasons.unless(
                asked,
                "reasons_not_judged",
                ogi2019(35, 0),
                "没有要求申请人说明理由，或者没有认定理由不合理",
            );
        }
        Decision::Other { sub_reason, reason } => {
            written(sub_reason, "其他处理的细分情形", &mut reasons);
            written(reason, "理由", &mut reasons);
        }
    }
    reasons.into_vec()
}

/// While an opinion may still come, nothing is given or refused that depends on it.
fn pending(decision: &Decision, case: &Case, context: &Context<'_>, reasons: &mut Reasons) {
    let concerns_others = decision.given().is_some() || matches!(decision, Decision::Refused { .. });
    if !concerns_others {
        return;
    }
    for one in &case.consultations {
        let over = is_over(one, context);
        reasons.unless(
            over,
            "opinion_pending",
            one.with.under(),
            match one.delivered {
                Some(_) => format!("第{}次征求意见尚未收到答复，期限也没有届满", one.id.0),
                None => format!("第{}次征求意见还没有登记送达，也没有收到答复，不能视为逾期", one.id.0),
            },
        );
        if !over || decision.given().is_none() {
            continue;
        }
        // Silence of a third party is left to the organ, of a joint organ it is consent.
        let objection = match one.result() {
            Ok(Opinion::Agrees) | Err(Silence::Consent | Silence::OrganDecides) => false,
            Ok(Opinion::ObjectsWithReason) => true,
            Ok(Opinion::Objects) => one.with == Consulted::JointOrgan,
        };
        let outweighed = decision.given().is_some_and(|given| given.public_interest.is_some());
        let partial = matches!(decision, Decision::Partial { .. });
        let third = one.with == Consulted::ThirdParty;
        reasons.unless(
            !objection || partial || (third && outweighed),
            "objection",
            one.with.under(),
            if third {
                "第三方不同意公开且有合理理由；认为不公开会对公共利益造成重大影响的，应写明理由"
            } else {
                "共同制作的机关不同意公开，应先协商一致"
            },
        );
    }
}

/// Whether an opinion came or can no longer come in time.
fn is_over(one: &Consultation, context: &Context<'_>) -> bool {
    // Silence counts from the delivery: without a proof of it there is none.
    let over = |delivered| context.today > last_opinion_day(one.sent, delivered, context.calendar);
    one.reply.is_some() || one.delivered.is_some_and(over)
}

fn refused(refusal: &Refusal, case: &Case, context: &Context<'_>, reasons: &mut Reasons) {
    let ground = refusal.ground();
    let under = ground.under();
    match refusal {
        Refusal::StateSecret { basis, until, .. } => {
            written(basis, "定密依据", reasons);
            reasons.unless(
                *until >= context.today,
                "secrecy_expired",
                under,
                format!("保密期限已于 {until} 届满，自行解密"),
            );
        }
        Refusal::Forbidden { law } => cited(law, under, reasons),
        Refusal::SecurityStability { opinion, .. } => {
            written(opinion, "可能危及安全、稳定的论证意见", reasons)
        }
        Refusal::ThirdParty { consultation, no_override, .. } => {
            written(no_override, "不存在公共利益优先情形的说明", reasons);
            let found = case.consultations.iter().find(|one| one.id == *consultation);
            let found = found.filter(|one| one.with == Consulted::ThirdParty);
            reasons.unless(
                found.is_some(),
                "third_party_not_consulted",
                ogi2019(32, 0),
                "没有书面征求第三方意见，不能以第三方合法权益为由不予公开",
            );
            let agreed = found.is_some_and(|one| one.result() == Ok(Opinion::Agrees));
            reasons.unless(!agreed, "third_party_agreed", under, "第三方同意公开，不能以其权益为由不予公开");
        }
        Refusal::InternalAffairs { no_duty_to_disclose, .. }
        | Refusal::Process { no_duty_to_disclose, .. }
        | Refusal::EnforcementFile { no_duty_to_disclose } => may(ground, *no_duty_to_disclose, reasons),
    }
}

/// Where the organ has a choice, a duty to disclose in a law, regulation or rule takes it away.
fn may(ground: Ground, no_duty_to_disclose: bool, reasons: &mut Reasons) {
    reasons.unless(
        ground.force() == Force::Must || no_duty_to_disclose,
        "duty_to_disclose",
        ogi2019(16, 2),
        "法律、法规、规章规定应当公开的，从其规定；应先确认没有这样的规定",
    );
}

fn cited(law: &Citation, under: Article, reasons: &mut Reasons) {
    let whole = !law.title.trim().is_empty() && !law.article.trim().is_empty();
    reasons.unless(whole, "citation_missing", under, "应写明法律、行政法规的名称和条款");
}

fn gives(given: &Given, case: &Case, reasons: &mut Reasons) {
    let said = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    reasons.unless(
        !given.files.is_empty() || said(&given.how),
        "nothing_given",
        ogi2019(36, 0).at_item(2),
        "没有附上政府信息，也没有写明获取的方式、途径和时间",
    );
    reasons.unless(
        given.form == case.wanted.form || said(&given.other_form),
        "form_not_as_wanted",
        ogi2019(40, 0),
        format!("申请人要求的形式是{}，改用其他形式应说明理由", case.wanted.form.name()),
    );
}
