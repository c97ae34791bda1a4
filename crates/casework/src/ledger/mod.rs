//! 台账: rows of the ledger that an office has kept until now, as applications and how they ended. Pure: a row becomes what it
//! says, or every reason why it does not.

mod column;
mod words;

use jiff::civil::Date;
use law::outcome::Outcome;
use law::receipt::Channel;
use serde::{Deserialize, Serialize};

pub use self::column::{Column, Mapping, guess};
use crate::applicant::{ApplicantClass, Form, Identity, Wanted, Way};
use crate::decide::Applying;
use crate::event::CaseKind;

/// What holds where the ledger has no column for it, or an empty cell (缺省值).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defaults {
    /// 申请人类别.
    pub class: ApplicantClass,
    /// 申请渠道.
    pub channel: Channel,
}

impl Default for Defaults {
    fn default() -> Defaults {
        Defaults { class: ApplicantClass::NaturalPerson, channel: Channel::Counter }
    }
}

/// How an application ended by the ledger (台账所载的办理结果).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedOver {
    /// The day of the answer, the lapse or the withdrawal.
    pub on: Date,
    /// The kind of outcome.
    pub outcome: Outcome,
    /// 文号; empty where no letter was sent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// The sub-reason of 其他处理 as the ledger calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_reason: Option<String>,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The application; its day is that of receipt.
    pub applying: Applying,
    /// The number that it has in the ledger.
    pub original: String,
    /// Whether the period was lengthened.
    pub extended: bool,
    /// How it ended; none for one that is still handled.
    pub ended: Option<CarriedOver>,
}

/// Reads a row, given the text of each column; empty where there is none.
///
/// # Errors
/// Every reason why the row cannot be taken over, a sentence each.
pub fn take<'r>(
    cell: impl Fn(Column) -> &'r str,
    defaults: Defaults,
    today: Date,
) -> Result<Taken, Vec<String>> {
    let text = |column| cell(column).trim();
    let mut flaws = Vec::new();
    let mut read = Reader { cell: &|column| text(column), flaws: &mut flaws };
    let received = read.day(Column::Received);
    let answered = read.day(Column::Answered);
    let class = read.word(Column::Class, words::class).unwrap_or(defaults.class);
    let channel = read.word(Column::Channel, words::channel).unwrap_or(defaults.channel);
    let outcome = read.word(Column::Outcome, words::outcome);
    for column in Column::ALL.into_iter().filter(|column| column.is_required() && text(*column).is_empty()) {
        flaws.push(format!("“{}”是空的", column.name()));
    }
    match (outcome, answered) {
        (Some(_), None) if text(Column::Answered).is_empty() => {
            flaws.push("有办理结果，没有答复日期".to_owned());
        }
        (None, Some(_)) if text(Column::Outcome).is_empty() => {
            flaws.push("有答复日期，没有办理结果".to_owned());
        }
        _ => {}
    }
    for (column, day) in [(Column::Received, received), (Column::Answered, answered)] {
        if let Some(day) = day.filter(|day| *day > today) {
            flaws.push(format!("“{}”{day} 还没有到", column.name()));
        }
    }
    if let (Some(received), Some(answered)) = (received, answered)
        && answered < received
    {
        flaws.push(format!("答复日期 {answered} 早于收到之日 {received}"));
    }
    let (Some(received), true) = (received, flaws.is_empty()) else { return Err(flaws) };
    let said = |column| text(column).to_owned();
    let identity = Identity {
        name: said(Column::Applicant),
        document_number: said(Column::DocumentNumber),
        phone: said(Column::Phone),
        address: said(Column::Address),
        email: said(Column::Email),
        ..Identity::default()
    };
    let sub_reason = Some(said(Column::SubReason)).filter(|text| !text.is_empty());
    Ok(Taken {
        applying: Applying {
            kind: CaseKind::Access,
            channel,
            on: received,
            class,
            applicants: vec![identity],
            request: said(Column::Request),
            files: Vec::new(),
            wanted: Wanted { form: Form::Paper, way: Way::Post },
        },
        original: said(Column::Number),
        extended: words::is_yes(text(Column::Extended)),
        ended: outcome.zip(answered).map(|(outcome, on)| CarriedOver {
            on,
            outcome,
            number: said(Column::Letter),
            sub_reason: sub_reason.filter(|_| outcome == Outcome::O3),
        }),
    })
}

/// Reads cells and keeps what is wrong with them.
struct Reader<'r, 'f> {
    cell: &'f dyn Fn(Column) -> &'r str,
    flaws: &'f mut Vec<String>,
}

impl Reader<'_, '_> {
    fn day(&mut self, column: Column) -> Option<Date> {
        let text = (self.cell)(column);
        if text.is_empty() {
            return None;
        }
        let day = words::day(text);
        if day.is_none() {
            self.flaws.push(format!("“{}”里的“{}”不是日期", column.name(), short(text)));
        }
        day
    }

    fn word<T>(&mut self, column: Column, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let text = (self.cell)(column);
        if text.is_empty() {
            return None;
        }
        match read(text) {
            Ok(found) => Some(found),
            Err(says) => {
                self.flaws.push(format!("“{}”里的“{}”{says}", column.name(), short(text)));
                None
            }
        }
    }
}

/// As much of a text as a sentence quotes.
fn short(text: &str) -> String {
    text.chars().take(30).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn row<'r>(cells: &'r [(Column, &'r str)]) -> impl Fn(Column) -> &'r str {
        |column| cells.iter().find(|(one, _)| *one == column).map_or("", |(_, text)| *text)
    }

    const TODAY: Date = date(2026, 3, 2);

    #[test]
    fn a_row_becomes_an_application_and_its_end() {
        let cells = [
            (Column::Number, "依2025-07"),
            (Column::Applicant, "云州望江医药有限公司"),
            (Column::Class, "企业"),
            (Column::Received, "2025年3月3日"),
            (Column::Channel, "网络"),
            (Column::Request, "某医院处罚决定"),
            (Column::Answered, "2025/4/20"),
            (Column::Letter, "云卫公开答〔2025〕2号"),
            (Column::Outcome, "不予公开（涉及第三方商业秘密）"),
            (Column::Extended, "是"),
        ];
        let taken = take(row(&cells), Defaults::default(), TODAY).unwrap();
        assert_eq!(
            (taken.applying.class, taken.applying.channel),
            (ApplicantClass::Enterprise, Channel::Web)
        );
        assert_eq!((taken.applying.on, taken.extended), (date(2025, 3, 3), true));
        let ended = taken.ended.unwrap();
        assert_eq!((ended.on, ended.outcome), (date(2025, 4, 20), Outcome::D4));
        assert_eq!(ended.number, "云卫公开答〔2025〕2号");
    }

    #[test]
    fn every_flaw_of_a_row_is_told() {
        let cells = [
            (Column::Applicant, "张三"),
            (Column::Class, "火星人"),
            (Column::Received, "三月三日"),
            (Column::Answered, "2025-03-01"),
            (Column::Outcome, "不予公开"),
        ];
        let flaws = take(row(&cells), Defaults::default(), TODAY).unwrap_err();
        let all = flaws.join("；");
        for says in ["三月三日", "火星人", "不予公开”没有写明哪一种", "“申请内容”是空的"]
        {
            assert!(all.contains(says), "{says} is not in {all}");
        }
        let late = [
            (Column::Applicant, "张三"),
            (Column::Request, "体检经费"),
            (Column::Received, "2025-03-03"),
            (Column::Answered, "2025-03-01"),
            (Column::Outcome, "予以公开"),
        ];
        let flaws = take(row(&late), Defaults::default(), TODAY).unwrap_err();
        assert_eq!(flaws, ["答复日期 2025-03-01 早于收到之日 2025-03-03"]);
    }
}
