//! Whether the file of a case is complete (案卷完整性): what has to be in it for its outcome, arts. 40 and 45, and what an
//! organ has to prove. Mark and period of a secret, the opinion on security, the kind of an internal matter are parts of the
//! decision itself, which cannot be made without them.

use casework::Case;
use casework::case::Answer;
use casework::decision::Decision;
use casework::event::Event;
use casework::ledger::Ending;
use law::outcome::Outcome;

use crate::cases::{Opened, Told};

/// Something that the file of a case must have (应归档材料).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// What.
    pub(super) name: String,
    /// Whether it is there.
    pub(super) is_there: bool,
}

fn item(name: impl Into<String>, is_there: bool) -> Item {
    Item { name: name.into(), is_there }
}

/// What a file must have, in its order.
pub(super) fn items(opened: &Opened, told: &Told) -> Vec<Item> {
    let case = &opened.case;
    let mut items = vec![
        item("申请", told.text(&case.request).is_some()),
        item("申请人身份", !told.identities().is_empty()),
        item("收到申请之日", case.received.is_some() || case.ended.is_some()),
    ];
    if let Some(correction) = &case.correction {
        items.push(item("补正告知", told.text(&correction.unclear).is_some()));
    }
    for one in &case.consultations {
        items.push(item(format!("第{}次征求意见的送达凭证", one.id.0), one.delivered.is_some()));
    }
    // What a ledger brought has neither letter nor proof of delivery, until somebody encloses them and says so.
    let proofs = opened.events.iter().filter_map(|recorded| match &recorded.event {
        Event::Delivered { proof, .. } => Some(told.text(proof).is_some()),
        Event::Imported { ended: Some(ended), .. } => {
            matches!(ended.ending, Ending::Answered { .. }).then_some(false)
        }
        _ => None,
    });
    for (nth, answer) in case.answers.iter().zip(proofs).enumerate() {
        items.extend(of_answer(case, told, answer, nth + 1));
    }
    if case.answers.is_empty() && case.lapse.is_none() {
        let withdrawn = case.ended.is_some();
        items.push(item("答复书或者撤回、放弃的记录", withdrawn));
    }
    if let Some(fee) = case.fee.filter(|fee| fee.received().is_some()) {
        let name = format!("信息处理费票据（{}通知）", fee.notified);
        items.push(item(name, case.fee_receipt.is_some()));
    }
    for one in &case.proceedings {
        let name = format!("{}（{}收到副本）", one.path.name(), one.served);
        items.push(item(format!("{name}的答复、答辩和证据"), one.answered.is_some()));
        items.push(item(format!("{name}的结果"), one.ruled.is_some()));
    }
    items
}

/// What is missing, a sentence each.
pub fn lacking(opened: &Opened, told: &Told) -> Vec<String> {
    items(opened, told)
        .into_iter()
        .filter(|item| !item.is_there)
        .map(|item| format!("缺少{}", item.name))
        .collect()
}

/// What the answer and its outcome ask for.
fn of_answer(case: &Case, told: &Told, (answer, is_proven): (&Answer, bool), nth: usize) -> Vec<Item> {
    let signed = &answer.signed;
    let letter = signed.letter.as_ref().is_some_and(|letter| told.text(letter).is_some());
    let mut items = vec![
        item(format!("第{nth}份答复书（{}）", signed.number), letter),
        item(format!("第{nth}份答复书的送达凭证"), is_proven),
    ];
    let decision: Option<Decision> = told.read(&signed.decision);
    let Some(outcome) = signed.outcome else { return items };
    let grounds: Vec<Outcome> = match &decision {
        Some(decision) => decision.refusals().map(|refusal| refusal.ground().outcome()).collect(),
        None => Vec::new(),
    };
    let has = |outcome: Outcome| grounds.contains(&outcome);
    if matches!(outcome, Outcome::G2 | Outcome::P1) {
        let given = decision.as_ref().is_some_and(gives);
        items.push(item("公开的信息，或者获取的方式、途径和时间", given));
    }
    if outcome == Outcome::U1a {
        items.push(item("检索记录", !case.searches.is_empty()));
    }
    if has(Outcome::D4) {
        items.push(item("第三方意见或者送达后逾期未答复的记录", !case.consultations.is_empty()));
    }
    if outcome == Outcome::X4 {
        items.push(item("要求说明理由的记录", case.reasons.is_some()));
    }
    items
}

fn gives(decision: &Decision) -> bool {
    match decision {
        Decision::Granted { given } | Decision::Partial { given, .. } => {
            !given.files.is_empty() || given.how.as_ref().is_some_and(|how| !how.trim().is_empty())
        }
        _ => false,
    }
}
