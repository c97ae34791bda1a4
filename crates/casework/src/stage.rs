//! Where a case stands (办理环节), as lists and pages name it.

use jiff::civil::Date;
use law::WorkCalendar;
use law::consultation::Consulted;
use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::deadline::{self, Reckoning};
use crate::id::ConsultationId;

/// The stages of a case, and what the applicant is told of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 收件待确认.
    Unconfirmed,
    /// 办理中.
    InHand,
    /// 待补正.
    AwaitingCorrection,
    /// 征求第三方意见.
    ConsultingThirdParty,
    /// 征求相关机关意见.
    ConsultingOrgans,
    /// 待说明理由.
    AwaitingReasons,
    /// 待缴费.
    AwaitingFee,
    /// 待审核: proposed, not yet through the chain.
    InReview,
    /// 待签发: only the signature is missing.
    AwaitingSignature,
    /// 待送达: signed, not yet with the applicant.
    AwaitingDelivery,
    /// 已答复.
    Answered,
    /// 视为放弃.
    Lapsed,
    /// 已撤回.
    Withdrawn,
    /// 已归档.
    Archived,
}

impl Stage {
    /// All stages, in the order in which a case may go through them.
    pub const ALL: [Stage; 14] = [
        Stage::Unconfirmed,
        Stage::InHand,
        Stage::AwaitingCorrection,
        Stage::ConsultingThirdParty,
        Stage::ConsultingOrgans,
        Stage::AwaitingReasons,
        Stage::AwaitingFee,
        Stage::InReview,
        Stage::AwaitingSignature,
        Stage::AwaitingDelivery,
        Stage::Answered,
        Stage::Lapsed,
        Stage::Withdrawn,
        Stage::Archived,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Unconfirmed => "收件待确认",
            Stage::InHand => "办理中",
            Stage::AwaitingCorrection => "待补正",
            Stage::ConsultingThirdParty => "征求第三方意见",
            Stage::ConsultingOrgans => "征求相关机关意见",
            Stage::AwaitingReasons => "待说明理由",
            Stage::AwaitingFee => "待缴费",
            Stage::InReview => "待审核",
            Stage::AwaitingSignature => "待签发",
            Stage::AwaitingDelivery => "待送达",
            Stage::Answered => "已答复",
            Stage::Lapsed => "视为放弃",
            Stage::Withdrawn => "已撤回",
            Stage::Archived => "已归档",
        }
    }

    /// Whether the organ or the applicant still has something to do.
    pub fn is_open(self) -> bool {
        !matches!(self, Stage::Answered | Stage::Lapsed | Stage::Withdrawn | Stage::Archived)
    }
}

impl Case {
    /// Where the case stands on a day.
    pub fn stage(&self, on: Date, calendar: &WorkCalendar) -> Stage {
        if self.archived.is_some() {
            return Stage::Archived;
        }
        if self.reopened.is_none() && self.ended.is_some() {
            return self.ended_by();
        }
        if self.received.is_none() {
            return Stage::Unconfirmed;
        }
        if self.signed.is_some() {
            return Stage::AwaitingDelivery;
        }
        if let Some(draft) = self.draft.as_ref().filter(|draft| draft.returned.is_none()) {
            let left = self.process.chain().count().saturating_sub(draft.approved.len());
            return if left <= 1 { Stage::AwaitingSignature } else { Stage::InReview };
        }
        if self.awaits_correction() {
            return Stage::AwaitingCorrection;
        }
        if self.awaits_fee() {
            return Stage::AwaitingFee;
        }
        if self.reopened.is_none()
            && let Some(clock) = self.clock(on, calendar)
        {
            // From the day the letter is sent, though that day still counts, until somebody replies.
            if let Some(one) = clock.period.asked(on).next() {
                return match one.kind {
                    Consulted::ThirdParty => Stage::ConsultingThirdParty,
                    Consulted::JointOrgan => Stage::ConsultingOrgans,
                };
            }
        }
        if self.reasons.is_some_and(|reasons| reasons.reasonable.is_none()) {
            return Stage::AwaitingReasons;
        }
        Stage::InHand
    }

    /// By what a case has ended, wherever its file is kept now: an answer, silence, or that it was withdrawn.
    pub fn ended_by(&self) -> Stage {
        match (self.lapse, self.answers.is_empty()) {
            (Some(_), _) => Stage::Lapsed,
            (None, false) => Stage::Answered,
            (None, true) => Stage::Withdrawn,
        }
    }

    /// Whether a correction was asked for and has not come; not any more once the case was given up for it.
    pub fn awaits_correction(&self) -> bool {
        self.lapse.is_none()
            && self.correction.as_ref().is_some_and(|correction| correction.received.is_none())
    }

    /// Whether a fee was asked for and is not paid; not any more once the case was given up for it.
    pub fn awaits_fee(&self) -> bool {
        self.lapse.is_none() && self.fee.is_some_and(|fee| fee.paid.is_none())
    }

    /// What the clock says as of a day; nothing before receipt.
    pub fn clock(&self, on: Date, calendar: &WorkCalendar) -> Option<Reckoning<ConsultationId>> {
        deadline::reckon(&self.steps, on, calendar).ok()
    }

    /// The day by which the organ has to act: of the answer, or of the new answer that was ordered.
    pub fn due(&self, on: Date, calendar: &WorkCalendar) -> Option<Date> {
        match &self.reopened {
            Some(reopened) => Some(reopened.due),
            None if self.ended.is_some() => None,
            None => self.clock(on, calendar)?.due,
        }
    }
}
