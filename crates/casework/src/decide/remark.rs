//! 标签: topics by which cases are found again.

use super::HANDLING;
use crate::case::Case;
use crate::event::Event;
use crate::reason::Reasons;
use crate::seal::legible;

/// The longest tag, in characters.
const LONGEST: usize = 20;

pub(super) fn tag(case: &Case, tag: String, reasons: &mut Reasons) -> Event {
    let tag = legible(&tag).trim().to_owned();
    let length = tag.chars().count();
    reasons.unless(
        (1..=LONGEST).contains(&length),
        "tag_length",
        HANDLING,
        format!("标签应有1至{LONGEST}个字"),
    );
    reasons.unless(!case.tags.contains(&tag), "tagged", HANDLING, format!("已经有标签“{tag}”"));
    Event::Tagged { tag }
}

pub(super) fn untag(case: &Case, tag: String, reasons: &mut Reasons) -> Event {
    reasons.unless(case.tags.contains(&tag), "not_tagged", HANDLING, format!("没有标签“{tag}”"));
    Event::Untagged { tag }
}
