//! What a day is, and why.

use std::fmt;

use serde::Serialize;

use crate::article::{Article, holidays};

/// What a day is for the counting of periods (日期性质). [`Display`](fmt::Display) says it in Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind<'c> {
    /// 工作日: Monday to Friday without anything special.
    Working,
    /// 工作日: a day off for some citizens only, such as 妇女节; it counts (art. 3 of the holiday measures).
    PartHoliday {
        /// The festival.
        name: &'c str,
    },
    /// 双休日: Saturday or Sunday without anything special.
    Weekend,
    /// 放假: a notice gives the day off; weekend days inside the span are included.
    Holiday {
        /// The festival, or several joined by 、.
        name: &'c str,
        /// The number of the notice.
        number: &'c str,
    },
    /// 调休上班: a Saturday or Sunday that a notice makes a working day.
    MakeUp {
        /// The festival it is exchanged for.
        name: &'c str,
        /// The number of the notice.
        number: &'c str,
    },
    /// 法定放假, 暂定: off by statute in a year whose notice is not published.
    Statutory {
        /// The festival.
        name: &'c str,
        /// Whether it falls on a weekend, so that a working day still to be named is off as well (art. 6).
        on_weekend: bool,
    },
    /// 地方节日: a day of a regional overlay (art. 4).
    Regional {
        /// The festival.
        name: &'c str,
        /// The region.
        region: &'c str,
        /// The number of the region's notice.
        number: &'c str,
        /// What the overlay makes of the day.
        effect: Regional,
    },
}

/// What a regional overlay makes of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regional {
    /// Off, and not a working day for organs of the region. This is the default reading.
    Off,
    /// Off in the region, yet counted as a working day because the overlay says so.
    CountedAsWorking,
    /// A weekend day worked in exchange.
    MakeUp,
}

impl DayKind<'_> {
    /// Whether such a day is a working day.
    pub fn is_working(self) -> bool {
        match self {
            DayKind::Working | DayKind::PartHoliday { .. } | DayKind::MakeUp { .. } => true,
            DayKind::Weekend | DayKind::Holiday { .. } | DayKind::Statutory { .. } => false,
            DayKind::Regional { effect, .. } => effect != Regional::Off,
        }
    }

    /// The article behind the day, where an article and not a notice decides.
    pub fn under(self) -> Option<Article> {
        match self {
            DayKind::PartHoliday { .. } => Some(holidays(3, 0)),
            DayKind::Statutory { on_weekend: false, .. } => Some(holidays(2, 0)),
            DayKind::Statutory { on_weekend: true, .. } => Some(holidays(6, 0)),
            DayKind::Regional { .. } => Some(holidays(4, 0)),
            DayKind::Working | DayKind::Weekend | DayKind::Holiday { .. } | DayKind::MakeUp { .. } => None,
        }
    }
}

impl fmt::Display for DayKind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            DayKind::Working => f.write_str("工作日"),
            DayKind::Weekend => f.write_str("双休日"),
            DayKind::PartHoliday { name } => {
                write!(f, "工作日（{name}只涉及部分公民，{}）", holidays(3, 0).short())
            }
            DayKind::Holiday { name, number } => write!(f, "{name}放假（{number}）"),
            DayKind::MakeUp { name, number } => write!(f, "{name}调休上班（{number}）"),
            DayKind::Statutory { name, on_weekend: false } => {
                write!(f, "{name}法定放假（{}；调休安排尚未公布，暂定）", holidays(2, 0).short())
            }
            DayKind::Statutory { name, on_weekend: true } => {
                write!(f, "{name}法定放假（逢双休日，补假日期尚未公布，暂定，{}）", holidays(6, 0).short())
            }
            DayKind::Regional { name, region, number, effect } => match effect {
                Regional::Off => write!(f, "{region}{name}放假（{number}）"),
                Regional::CountedAsWorking => write!(f, "{region}{name}放假，仍计为工作日（{number}）"),
                Regional::MakeUp => write!(f, "{region}{name}调休上班（{number}）"),
            },
        }
    }
}

/// Whether an answer rests on published notices alone (是否暂定).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// 已公布: every day stands under a published notice.
    Published,
    /// 暂定: at least one day lies in a year whose notice is not known; count again when it is.
    Provisional,
}

impl Certainty {
    /// Whether the answer may still change.
    pub fn is_provisional(self) -> bool {
        self == Certainty::Provisional
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Certainty::Published => "节假日安排已公布",
            Certainty::Provisional => "节假日安排尚未公布，暂定",
        })
    }
}
