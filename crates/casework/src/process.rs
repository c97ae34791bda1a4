//! The rules that an office sets itself (办理规则). Each case keeps those of the day it arrived.

use law::receipt::Channel;
use serde::{Deserialize, Serialize};

/// A step of review after the proposal (审查、审核、签发).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewStep {
    /// 保密审查.
    Secrecy,
    /// 审核.
    Review,
    /// 签发.
    Sign,
}

impl ReviewStep {
    /// All of them, in the order of the chain 登记 → 拟办 → 保密审查 → 审核 → 签发.
    pub const ALL: [ReviewStep; 3] = [ReviewStep::Secrecy, ReviewStep::Review, ReviewStep::Sign];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            ReviewStep::Secrecy => "保密审查",
            ReviewStep::Review => "审核",
            ReviewStep::Sign => "签发",
        }
    }
}

/// The rules of an office for its cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Process {
    /// Working days that an applicant has for a correction; the law says only that they be reasonable (art. 30).
    pub correction_days: u16,
    /// Whether a step 审核 stands between 保密审查 and 签发, which every office has.
    pub review: bool,
    /// Working days before the due day on which departments owe their part.
    pub task_margin: u16,
    /// With how many working days left before the due day the office is reminded.
    pub reminders: Vec<u16>,
    /// Whether an application that was withdrawn counts among those of its month that a fee goes by; the measures speak of all
    /// that were made (累计申请).
    pub count_withdrawn: bool,
    /// The channels that the office's guide (政府信息公开指南) announces beside counter and post; where it names none, all bind
    /// it (art. 28).
    pub channels: Vec<Channel>,
}

impl Default for Process {
    fn default() -> Process {
        Process {
            correction_days: 15,
            review: true,
            task_margin: 5,
            reminders: vec![5, 2, 0],
            count_withdrawn: true,
            channels: Vec::new(),
        }
    }
}

impl Process {
    /// Whether an application on this channel binds the office.
    pub fn accepts(&self, channel: Channel) -> bool {
        channel.never_refused() || self.channels.is_empty() || self.channels.contains(&channel)
    }

    /// The reminder that was passed last when so many working days are left; none while it is too early for any.
    pub fn reminder(&self, left: u32) -> Option<u16> {
        self.reminders.iter().copied().filter(|mark| left <= u32::from(*mark)).min()
    }

    /// The steps after the proposal.
    pub fn chain(&self) -> impl Iterator<Item = ReviewStep> {
        ReviewStep::ALL.into_iter().filter(|step| self.review || *step != ReviewStep::Review)
    }
}
