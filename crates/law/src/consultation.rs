//! Asking others before answering (征求意见): third parties whose interests are touched (art. 32), and the organs
//! that made the information together with this one (art. 34).

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::article::{Article, ogi2019};
use crate::calendar::WorkCalendar;
use crate::dated::{Dated, since};

/// Who is asked (征求意见对象).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consulted {
    /// 第三方: whose lawful interests disclosure may harm.
    ThirdParty,
    /// 共同制作的相关机关: which made the information together with this organ.
    JointOrgan,
}

/// What the law makes of an answer that does not come (逾期未答复的后果).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// 由行政机关决定: the organ decides by the law; silence is no consent.
    OrganDecides,
    /// 视为同意公开: it counts as consent.
    Consent,
}

/// Working days that who is asked has for an opinion, from the day the letter reaches them (征求意见期限).
pub const OPINION_DAYS: Dated<u16> = Dated(&[since(date(2019, 5, 15), 15, ogi2019(32, 0))]);

/// The last day for an opinion on a letter sent on one day and delivered on another (征求意见的最后一天).
pub fn last_opinion_day(sent: Date, delivered: Date, calendar: &WorkCalendar) -> Date {
    calendar.nth_working_day_after(delivered, OPINION_DAYS.days_on(sent))
}

impl Consulted {
    /// The article under which this one is asked.
    pub fn under(self) -> Article {
        match self {
            Consulted::ThirdParty => ogi2019(32, 0),
            Consulted::JointOrgan => ogi2019(34, 0),
        }
    }

    /// What silence means: the opposite for the two.
    pub fn silence(self) -> Silence {
        match self {
            Consulted::ThirdParty => Silence::OrganDecides,
            Consulted::JointOrgan => Silence::Consent,
        }
    }
}

/// Under which article the time of consultations is not counted (art. 33 ¶3).
pub const NOT_COUNTED: Article = ogi2019(33, 3);
