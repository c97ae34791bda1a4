//! The way to a remedy that a letter names (救济途径), art. 51: by what was decided and on which day.

use jiff::civil::Date;
use law::outcome::Outcome;
use law::remedy::Remedy;

use super::Office;
use crate::decision::Decision;

/// The remedies of the letter's day: for what is withheld under arts. 14 to 16, for the rest, or one after the other.
pub(super) fn remedies(decision: &Decision, office: &Office, on: Date) -> Vec<String> {
    let mut wanted: Vec<Remedy> =
        decision.refusals().map(|refusal| refusal.ground().outcome().remedy(on)).collect();
    if !matches!(decision, Decision::Refused { .. }) {
        wanted.push(decision.outcome().unwrap_or(Outcome::G2).remedy(on));
    }
    wanted.sort();
    wanted.dedup();
    paragraphs(wanted, office)
}

/// Of a letter that tells one outcome.
pub(super) fn remedy(outcome: Outcome, office: &Office, on: Date) -> Vec<String> {
    paragraphs(vec![outcome.remedy(on)], office)
}

fn paragraphs(wanted: Vec<Remedy>, office: &Office) -> Vec<String> {
    let both = wanted.len() > 1;
    wanted.into_iter().map(|remedy| paragraph(remedy, both, office)).collect()
}

fn paragraph(remedy: Remedy, both: bool, office: &Office) -> String {
    let Office { reconsideration, reconsideration_online, court, .. } = office;
    let online = if reconsideration_online.is_empty() {
        String::new()
    } else {
        format!("（网上申请渠道：{reconsideration_online}）")
    };
    match remedy {
        Remedy::R1 => format!(
            "对{}不服的，应当自收到本答复之日起60日内先向{reconsideration}申请行政复议{online}；对复议决定仍不服的，可以自收到复议决定书之日起15日内向{court}提起行政诉讼。",
            if both { "不予公开的部分" } else { "本答复" },
        ),
        Remedy::R2 => format!(
            "对{}不服的，可以自收到本答复之日起60日内向{reconsideration}申请行政复议{online}，也可以自收到本答复之日起6个月内向{court}提起行政诉讼。",
            if both { "其他部分" } else { "本答复" },
        ),
    }
}
