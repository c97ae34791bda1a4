//! The way to a remedy that a letter names (救济途径), art. 51: by what was decided and on which day.

use jiff::civil::Date;
use law::outcome::Outcome;
use law::remedy::Remedy;

use super::Office;
use crate::decision::{Decision, Refusal};

/// The remedies of the letter's day: of what is withheld under arts. 14 to 16, of the rest, or one after the other; the parts of a
/// partial disclosure by the numbers that they have in the letter.
pub(super) fn remedies(decision: &Decision, office: &Office, on: Date) -> Vec<String> {
    let is_first = |refusal: &Refusal| refusal.ground().outcome().remedy(on) == Remedy::R1;
    match decision {
        Decision::Refused { on: refusal, .. } if is_first(refusal) => vec![first(WHOLE, office)],
        Decision::Partial { closed, .. } => {
            let parts = closed.iter().zip(1..).filter(|(part, _)| part.on.as_ref().is_some_and(is_first));
            let numbers: Vec<String> = parts.map(|(_, nth)| format!("（{nth}）")).collect();
            match numbers.len() {
                0 => vec![free(WHOLE, office)],
                _ => vec![
                    first(&format!("第{}项不予公开的部分", numbers.join("、")), office),
                    free("其他部分", office),
                ],
            }
        }
        _ => vec![free(WHOLE, office)],
    }
}

/// Of a letter that tells one outcome.
pub(super) fn remedy(outcome: Outcome, office: &Office, on: Date) -> Vec<String> {
    match outcome.remedy(on) {
        Remedy::R1 => vec![first(WHOLE, office)],
        Remedy::R2 => vec![free(WHOLE, office)],
    }
}

/// What is contested where nothing is told apart.
const WHOLE: &str = "本答复";

/// Reconsideration comes first (复议前置).
fn first(what: &str, office: &Office) -> String {
    let Office { reconsideration, court, .. } = office;
    let online = online(office);
    format!(
        "对{what}不服的，应当自收到本答复之日起60日内先向{reconsideration}申请行政复议{online}；对复议决定仍不服的，可以自收到复议决定书之日起15日内向{court}提起行政诉讼。"
    )
}

/// Reconsideration or court, as the applicant chooses.
fn free(what: &str, office: &Office) -> String {
    let Office { reconsideration, court, .. } = office;
    let online = online(office);
    format!(
        "对{what}不服的，可以自收到本答复之日起60日内向{reconsideration}申请行政复议{online}，也可以自收到本答复之日起6个月内向{court}提起行政诉讼。"
    )
}

fn online(office: &Office) -> String {
    match office.reconsideration_online.as_str() {
        "" => String::new(),
        address => format!("（网上申请渠道：{address}）"),
    }
}
