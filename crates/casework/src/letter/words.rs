//! How letters say what was decided (文书用语).

use super::sentence;
use crate::decision::{Citation, Closed, Given, RecordResult, Refusal};

pub(super) fn gives(given: &Given) -> String {
    let mut text = match &given.how {
        Some(how) => format!("以{}形式提供，{}", given.form.name(), sentence(how)),
        None => format!("相关政府信息以{}形式随本答复提供。", given.form.name()),
    };
    if let Some(why) = &given.other_form {
        text.push_str(&format!("未按您要求的形式提供，原因是：{}", sentence(why)));
    }
    text
}

pub(super) fn withheld(nth: usize, part: &Closed) -> String {
    let what = part.part.trim_end_matches('。');
    match &part.on {
        Some(on) => {
            let under = on.ground().under();
            format!(
                "（{nth}）{what}：{}，根据{under}的规定不予公开。理由：{}",
                ground(on),
                sentence(&part.reason)
            )
        }
        None => format!("（{nth}）{what}：不属于政府信息。理由：{}", sentence(&part.reason)),
    }
}

pub(super) fn ground(on: &Refusal) -> String {
    match on {
        Refusal::Forbidden { law } => format!("属于{}禁止公开的信息", cited(law)),
        Refusal::SecurityStability { danger, .. } => format!("公开后可能危及{}", danger.name()),
        Refusal::ThirdParty { interest, .. } => {
            format!("涉及{}，公开会对第三方合法权益造成损害", interest.name())
        }
        Refusal::InternalAffairs { internal, .. } => format!("属于{}方面的内部事务信息", internal.name()),
        Refusal::Process { process, .. } => {
            format!("属于履行行政管理职能过程中形成的{}", process.name())
        }
        Refusal::StateSecret { .. } | Refusal::EnforcementFile { .. } => on.ground().name().to_owned(),
    }
}

pub(super) fn cited(law: &Citation) -> String {
    format!("《{}》{}", law.title.trim_matches(['《', '》']), law.article)
}

pub(super) fn recorded(result: RecordResult) -> &'static str {
    match result {
        RecordResult::Corrected => "本机关决定予以更正",
        RecordResult::Transferred => "本机关已转送有权更正的行政机关处理",
        RecordResult::Directed => "请您向有权更正的行政机关提出",
        RecordResult::Declined => "本机关决定不予更正",
    }
}
