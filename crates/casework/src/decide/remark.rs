//! 标签: topics by which cases are found again.

use super::HANDLING;
use crate::event::Event;
use crate::reason::Reasons;

/// The longest tag, in characters.
const LONGEST: usize = 20;

pub(super) fn tag(tag: String, reasons: &mut Reasons) -> Event {
    let tag = tag.trim().to_owned();
    let length = tag.chars().count();
    reasons.unless(
        (1..=LONGEST).contains(&length),
        "tag_length",
        HANDLING,
        format!("标签应有1至{LONGEST}个字"),
    );
    Event::Tagged { tag }
}
