//! The explanation of a due day (期限计算说明): every calendar day of the current period, whether it counts, and why.

use jiff::ToSpan;
use jiff::civil::Date;
use law::article::ogi2019;
use law::consultation::{Consulted, NOT_COUNTED};
use law::{Article, WorkCalendar};
use serde::Serialize;

use super::{Reckoning, Start, State, Suspension};

/// Days that are listed at most: those of ten years.
const MOST: usize = 3_660;

/// One calendar day of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// The day.
    pub date: Date,
    /// Whether it counts.
    pub counted: bool,
    /// How many days count up to and including it.
    pub number: u32,
    /// Why it counts or does not.
    pub why: String,
    /// The article behind it; of a holiday the article that makes only working days count.
    #[serde(serialize_with = "short")]
    pub article: Article,
}

fn short<S: serde::Serializer>(article: &Article, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&article.short())
}

/// Every calendar day from day 0 to the due day, or to the day the clock was read if that is later.
///
/// `name` tells who is asked for an opinion. No period is longer than ten years; of one that claims to be, the days after them are
/// left out.
pub fn days<P: Copy + PartialEq>(
    reckoning: &Reckoning<P>,
    calendar: &WorkCalendar,
    name: impl Fn(P) -> String,
) -> Vec<Counted> {
    let start = reckoning.period.start;
    let last = reckoning.due.map_or(reckoning.through, |due| due.max(reckoning.through));
    let mut number = 0;
    let mut days = Vec::new();
    for date in start.series(1.day()).take_while(|date| *date <= last).take(MOST) {
        let (counted, why, article) = judge(date, reckoning, calendar, &name);
        number += u32::from(counted);
        days.push(Counted { date, counted, number, why, article });
    }
    days
}

fn judge<P: Copy + PartialEq>(
    date: Date,
    reckoning: &Reckoning<P>,
    calendar: &WorkCalendar,
    name: &impl Fn(P) -> String,
) -> (bool, String, Article) {
    let period = &reckoning.period;
    if date == period.start {
        let (what, article) = period.from.says();
        return (false, format!("{what}，次日起算"), article);
    }
    if let Some(since) = reckoning.waiting_since
        && date > since
    {
        let (what, article) = match reckoning.state {
            State::AwaitingFee | State::LapsedFee => ("等待缴费", ogi2019(42, 2)),
            _ => ("等待补正", ogi2019(30, 0)),
        };
        return (false, what.to_owned(), article);
    }
    let kind = calendar.why(date);
    let why = kind.to_string();
    if !kind.is_working() {
        return (false, why, ogi2019(33, 2));
    }
    let asked: Vec<String> = period.suspending(date).map(|one| asked(one, name)).collect();
    if asked.is_empty() {
        return (true, why, ogi2019(33, 2));
    }
    (false, format!("{}，不计入期限", asked.join("，")), NOT_COUNTED)
}

fn asked<P: Copy>(suspension: &Suspension<P>, name: &impl Fn(P) -> String) -> String {
    let who = match suspension.kind {
        Consulted::ThirdParty => "第三方",
        Consulted::JointOrgan => "相关机关",
    };
    format!("征求{who}（{}）意见", name(suspension.party))
}

impl Start {
    /// What starts the period, in one word.
    pub fn word(self) -> &'static str {
        match self {
            Start::Receipt => "收到",
            Start::Correction => "补正",
            Start::Payment => "缴费",
        }
    }

    /// What starts the period, and the article that says so.
    pub fn says(self) -> (&'static str, Article) {
        match self {
            Start::Receipt => ("收到申请之日", ogi2019(31, 0)),
            Start::Correction => ("收到补正之日", ogi2019(30, 0)),
            Start::Payment => ("缴费之日", ogi2019(42, 2)),
        }
    }
}
