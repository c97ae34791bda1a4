//! What has happened to a case, in words (办理经过).

use casework::event::Event;
use casework::id::{DepartmentId, OfficerId, StampId};
use casework::letter::yuan;

use super::Told;

/// What an event says besides its name.
pub fn said(
    event: &Event,
    told: &Told,
    department: impl Fn(&DepartmentId) -> String,
    person: impl Fn(&OfficerId) -> String,
    stamp: impl Fn(&StampId) -> String,
) -> String {
    let text = |id| told.text(id).unwrap_or("（正文已经删除）").to_owned();
    match event {
        Event::ReceiptConfirmed { on } => format!("收到申请之日 {on}"),
        Event::CorrectionRequested { unclear, reply_by, .. } => format!("{}（{reply_by}前）", text(unclear)),
        Event::CorrectionReceived { text: id, .. }
        | Event::ConsultationReplied { text: id, .. }
        | Event::ReasonsRequested { why: id, .. }
        | Event::ReasonsReceived { text: id, .. }
        | Event::TaskReturned { why: id, .. }
        | Event::TaskDone { opinion: id, .. }
        | Event::Approved { opinion: id, .. }
        | Event::SentBack { why: id, .. }
        | Event::Reopened { why: id, .. }
        | Event::FeePaid { receipt: id, .. }
        | Event::FeeWaived { why: id, .. }
        | Event::ImportVoided { why: id }
        | Event::Noted { text: id, .. } => text(id),
        Event::Delivered { way, proof, .. } => format!("{}：{}", way.name(), text(proof)),
        Event::ProceedingAnswered { id, text: said, .. }
        | Event::ProceedingHeard { id, text: said, .. }
        | Event::ProceedingVoided { id, why: said } => format!("第{}件：{}", id.0, text(said)),
        Event::ProceedingOpened { id, on, forum, number, .. } => {
            format!("第{}件：{} {}，{on}收到副本", id.0, text(forum), text(number))
        }
        Event::ProceedingRuled { id, ruled, text: said } => {
            format!("第{}件：{} {}，{}", id.0, ruled.on, ruled.ruling.name(), text(said))
        }
        Event::Consulted { who, on, .. } => format!("{}，{on}寄出", text(who)),
        Event::ConsultationDelivered { on, .. } => on.to_string(),
        Event::ReasonablePeriodSet { due, .. } => format!("答复期限 {due}"),
        Event::FeeNotified { amount, basis, .. } => {
            let standard = basis.map(|basis| basis.standard().name()).unwrap_or_default();
            format!("{standard} {}", yuan(*amount))
        }
        Event::FeeRefunded { amount, why, .. } => format!("{}：{}", yuan(*amount), text(why)),
        Event::Extended { days, reason, .. } => format!("{days}个工作日：{}", text(reason)),
        Event::TaskGiven { to, due, what, .. } => {
            format!("{}：{}（{due}前）", department(to), text(what))
        }
        Event::Searched { record, .. } => searched(&text(record)),
        Event::Drafted { outcome, .. } => {
            outcome.map(|outcome| outcome.name().to_owned()).unwrap_or_default()
        }
        Event::Signed { number, .. } => number.clone(),
        Event::Stamped { called, stamp: id, .. } => format!("{called}，加盖“{}”", stamp(id)),
        Event::ReopeningUndone { .. } => "责令重新答复的登记已经改正".to_owned(),
        Event::LetterIssued { kind, number, .. } => {
            [kind.name(), number.clone().unwrap_or_default()].join("　").trim().to_owned()
        }
        Event::Lapsed { outcome, .. } => outcome.name().to_owned(),
        Event::Tagged { tag } | Event::Untagged { tag } => tag.clone(),
        Event::DueMoved { from, to, notice } => format!("{from} 改为 {to}（{notice}）"),
        Event::Withdrawn { reason, .. } => reason.as_ref().map(text).unwrap_or_default(),
        Event::Split { into, why, rest } => {
            let why = why.as_ref().map(|why| format!("：{}", text(why))).unwrap_or_default();
            let rest =
                rest.as_ref().map(|rest| format!("；本件继续办理：{}", text(rest))).unwrap_or_default();
            format!("分出{}件{why}{rest}", into.len())
        }
        Event::Restricted { to } if to.is_empty() => "取消限定".to_owned(),
        Event::Restricted { to } => to.iter().map(person).collect::<Vec<_>>().join("、"),
        Event::Arrived(_) => String::new(),
        Event::Imported { source, row, number, ended } => {
            let number = text(number);
            let original = if number.is_empty() { String::new() } else { format!("，原编号 {number}") };
            let end = ended.as_ref().map(|end| format!("；{} {}", end.on, end.name())).unwrap_or_default();
            format!("{} 第{row}行{original}{end}", text(source))
        }
        Event::Archived { retention, until, note, .. } => {
            let until = until.map(|day| format!("，至{day}")).unwrap_or_default();
            let note = note.as_ref().map(|note| format!("；{}", text(note))).unwrap_or_default();
            format!("{retention}{until}{note}")
        }
    }
}

/// A record of a search, in a sentence (检索记录).
pub fn searched(record: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(record).unwrap_or_default();
    let part = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    format!("在{}检索“{}”：{}", part("places"), part("words"), part("found"))
}
