//! Case histories as JSON, one to a line, and what the clock says of each (`gongkai clock`).

use std::borrow::Cow;

use jiff::civil::Date;
use law::WorkCalendar;
use law::consultation::Consulted;
use serde::{Deserialize, Serialize};

use super::explain::{self, Counted};
use super::{Deed, Flags, Reckoning, State, Step, reckon};

/// The history of one case (案件历史), as it comes in.
#[derive(Debug, Deserialize)]
pub struct History<'a> {
    /// Its name in the answer.
    #[serde(borrow)]
    id: Cow<'a, str>,
    /// The day as of which it is reckoned.
    #[serde(borrow)]
    as_of: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    events: Vec<Event<'a>>,
}

#[derive(Debug, Deserialize)]
struct Event<'a> {
    #[serde(borrow, rename = "type", default)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    date: Option<Cow<'a, str>>,
    #[serde(borrow)]
    party: Option<Cow<'a, str>>,
    #[serde(borrow)]
    delivered: Option<Cow<'a, str>>,
    #[serde(borrow)]
    reply_by: Option<Cow<'a, str>>,
    #[serde(borrow)]
    due: Option<Cow<'a, str>>,
    working_days: Option<u16>,
}

/// The answer for one history; serialized as its line.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// What the clock says.
    Reckoned(Line),
    /// Why it can say nothing.
    Refused {
        /// The history's name, if it could be read.
        id: Option<String>,
        /// One sentence.
        error: String,
    },
}

/// What the clock says of one history.
#[derive(Debug, Serialize)]
pub struct Line {
    id: String,
    received: Date,
    state: State,
    due: Option<Date>,
    working_days_used: Option<u32>,
    on_time: Option<bool>,
    flags: Flags,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    provisional: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reanswer_due: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Vec<Counted>>,
}

impl Answer {
    /// Whether the history could not be reckoned.
    pub fn is_refused(&self) -> bool {
        matches!(self, Answer::Refused { .. })
    }
}

/// Reads one line and reckons it; with `explained`, every day of the current period is listed.
pub fn answer(line: &str, explained: bool, calendar: &WorkCalendar) -> Answer {
    let history: History<'_> = match serde_json::from_str(line) {
        Ok(history) => history,
        Err(error) => {
            let error = format!("不是一个案件历史（第 {} 列）：{error}。", error.column());
            return Answer::Refused { id: id_of(line), error };
        }
    };
    match history.reckon(calendar) {
        Ok(reckoning) => {
            let explanation = explained.then(|| explain::days(&reckoning, calendar, str::to_owned));
            Answer::Reckoned(Line {
                id: history.id.to_string(),
                received: reckoning.received,
                state: reckoning.state,
                due: reckoning.due,
                working_days_used: reckoning.working_days_used,
                on_time: reckoning.on_time,
                flags: reckoning.flags,
                provisional: reckoning.provisional,
                reanswer_due: reckoning.reanswer_due,
                explanation,
            })
        }
        Err(error) => Answer::Refused { id: Some(history.id.into_owned()), error },
    }
}

/// The name of a line whose rest cannot be read.
fn id_of(line: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    value.get("id")?.as_str().map(str::to_owned)
}

impl History<'_> {
    /// Reckons the history.
    ///
    /// # Errors
    /// One sentence, when it breaks the form.
    pub fn reckon(&self, calendar: &WorkCalendar) -> Result<Reckoning<&str>, String> {
        let as_of = day(self.as_of.as_deref(), "as_of", "历史")?;
        let mut steps = self.events.iter().map(Event::step).collect::<Result<Vec<_>, _>>()?;
        steps.sort_by_key(|step| step.on);
        reckon(&steps, as_of, calendar).map_err(|why| why.to_string())
    }
}

impl Event<'_> {
    fn step(&self) -> Result<Step<&str>, String> {
        let kind = self.kind.as_ref();
        let on = day(self.date.as_deref(), "date", kind)?;
        let party = || self.party.as_deref().ok_or_else(|| missing("party", kind));
        let delivered = || match &self.delivered {
            Some(text) => day(Some(text), "delivered", kind),
            None => Ok(on),
        };
        let deed = match kind {
            "received" => Deed::Received,
            "correction_requested" => {
                Deed::CorrectionRequested { reply_by: day(self.reply_by.as_deref(), "reply_by", kind)? }
            }
            "correction_received" => Deed::CorrectionReceived,
            "third_party_consulted" => {
                Deed::Consulted { kind: Consulted::ThirdParty, party: party()?, delivered: delivered()? }
            }
            "joint_organ_consulted" => {
                Deed::Consulted { kind: Consulted::JointOrgan, party: party()?, delivered: delivered()? }
            }
            "third_party_replied" => Deed::Replied { kind: Consulted::ThirdParty, party: party()? },
            "joint_organ_replied" => Deed::Replied { kind: Consulted::JointOrgan, party: party()? },
            "extended" => {
                Deed::Extended { days: self.working_days.ok_or_else(|| missing("working_days", kind))? }
            }
            "fee_notified" => Deed::FeeNotified { delivered: delivered()? },
            "fee_paid" => Deed::FeePaid,
            "reasonable_period_set" => {
                Deed::ReasonablePeriodSet { due: day(self.due.as_deref(), "due", kind)? }
            }
            "withdrawn" => Deed::Withdrawn,
            "answered" => Deed::Answered,
            "reanswer_ordered" => Deed::ReanswerOrdered { due: day(self.due.as_deref(), "due", kind)? },
            "" => return Err("有一个事项没有写明类型（type）。".to_owned()),
            other => return Err(format!("不认识的事项类型“{other}”。")),
        };
        Ok(Step { on, deed })
    }
}

fn day(text: Option<&str>, key: &str, of: &str) -> Result<Date, String> {
    let text = text.ok_or_else(|| missing(key, of))?;
    // The parser also takes dates with a time and other forms; a history has plain ISO dates.
    let date: Option<Date> = (text.len() == 10).then(|| text.parse().ok()).flatten();
    date.ok_or_else(|| format!("{of} 的 {key} “{text}”不是日期：日期写作 2026-05-06。"))
}

fn missing(key: &str, of: &str) -> String {
    format!("{of} 缺少 {key}。")
}
