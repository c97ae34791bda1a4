//! 台账: rows of the ledger that an office has kept until now, as applications and how they ended. Pure: a row becomes what it
//! says, or every reason why it does not.

mod column;
mod words;

use jiff::civil::Date;
use law::outcome::{Outcome, Row};
use law::receipt::Channel;
use law::reply::EXTENSION_DAYS;
use serde::{Deserialize, Serialize};

pub use self::column::{Column, Mapping, guess};
use self::words::Said;
use crate::applicant::{ApplicantClass, Form, Identity, Wanted, Way};
use crate::decide::Applying;
use crate::event::CaseKind;

/// What holds where the ledger has no column for it, or an empty cell (缺省值); nothing is guessed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Defaults {
    /// 申请人类别.
    pub class: Option<ApplicantClass>,
    /// 申请渠道.
    pub channel: Option<Channel>,
}

/// How an application ended by the ledger (台账所载的办理结果), and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedOver {
    /// The day of the answer, the lapse or the withdrawal.
    pub on: Date,
    /// How.
    #[serde(flatten)]
    pub ending: Ending,
}

/// How an application ended by the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ending", rename_all = "snake_case")]
pub enum Ending {
    /// 答复.
    Answered {
        /// The kind of answer.
        outcome: Outcome,
        /// 文号; empty where the ledger has none.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        number: String,
        /// The sub-reason of 其他处理.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sub_reason: Option<String>,
    },
    /// 视为放弃.
    Lapsed {
        /// Without a correction, or without the fee.
        outcome: Outcome,
    },
    /// 撤回.
    Withdrawn,
}

impl CarriedOver {
    /// Its row of table three.
    pub fn row(&self) -> Row {
        match &self.ending {
            Ending::Answered { outcome, .. } | Ending::Lapsed { outcome } => outcome.row(),
            Ending::Withdrawn => Row::OtherMisc,
        }
    }

    /// What came of it, as tables call it.
    pub fn name(&self) -> String {
        match &self.ending {
            Ending::Answered { outcome, sub_reason: Some(reason), .. } => {
                format!("{}：{reason}", outcome.name())
            }
            Ending::Answered { outcome, .. } | Ending::Lapsed { outcome } => outcome.name().to_owned(),
            Ending::Withdrawn => "其他处理：申请人撤回".to_owned(),
        }
    }
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The application; its day is that of receipt.
    pub applying: Applying,
    /// The number that it has in the ledger.
    pub original: String,
    /// By how many working days the period was lengthened.
    pub extended: Option<u16>,
    /// How it ended; none for one that is still handled.
    pub ended: Option<CarriedOver>,
}

/// By what rows are read: what holds without a word, what the office knows, and the day.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'o> {
    /// What holds where a row says nothing.
    pub defaults: Defaults,
    /// The sub-reasons of 其他处理 that the office has, former ones as well.
    pub sub_reasons: &'o [String],
    /// The day.
    pub today: Date,
}

/// The longest 文号 and number of a ledger, in characters.
const LONGEST: usize = 60;

/// Reads a row, given the text of each column; empty where there is none.
///
/// # Errors
/// Every reason why the row cannot be taken over, a sentence each.
pub fn take<'r>(cell: impl Fn(Column) -> &'r str, reading: &Reading<'_>) -> Result<Taken, Vec<String>> {
    let text = |column| cell(column).trim();
    let mut flaws = Vec::new();
    let mut read = Reader { cell: &|column| text(column), flaws: &mut flaws };
    let received = read.day(Column::Received);
    let answered = read.day(Column::Answered);
    let class = read.word_or(Column::Class, words::class, reading.defaults.class);
    let channel = read.word_or(Column::Channel, words::channel, reading.defaults.channel);
    // Many ledgers have the ground in a column of its own, and a word for what is still handled.
    const OPEN: [&str; 5] = ["办理中", "正在办理", "在办", "未办结", "未答复"];
    let is_open = answered.is_none() && OPEN.contains(&text(Column::Outcome));
    let (outcome, reason) = (if is_open { "" } else { text(Column::Outcome) }, text(Column::SubReason));
    let said = if is_open {
        None
    } else {
        read.word(Column::Outcome, |text| {
            words::outcome(text)
                .or_else(|says| words::outcome(&format!("{text}：{reason}")).map_err(|_| says))
        })
    };
    let extended = read.extended(received);
    read.bounded(Column::Number);
    read.bounded(Column::Letter);
    for column in Column::ALL.into_iter().filter(|column| column.is_required() && text(*column).is_empty()) {
        flaws.push(format!("“{}”是空的", column.name()));
    }
    match (said, answered) {
        (Some(_), None) if text(Column::Answered).is_empty() => {
            flaws.push("有办理结果，没有答复日期".to_owned());
        }
        (None, Some(_)) if outcome.is_empty() => {
            flaws.push("有答复日期，没有办理结果".to_owned());
        }
        _ => {}
    }
    for (column, day) in [(Column::Received, received), (Column::Answered, answered)] {
        if let Some(day) = day.filter(|day| *day > reading.today) {
            flaws.push(format!("“{}”{day} 还没有到", column.name()));
        }
    }
    if let (Some(received), Some(answered)) = (received, answered)
        && answered < received
    {
        flaws.push(format!("答复日期 {answered} 早于收到之日 {received}"));
    }
    let ending = said.map(|said| ending(said, &text, reading.sub_reasons)).transpose();
    let ending = ending.unwrap_or_else(|says| {
        flaws.push(says);
        None
    });
    let (Some(received), Some(class), Some(channel), true) = (received, class, channel, flaws.is_empty())
    else {
        return Err(flaws);
    };
    let said = |column| text(column).to_owned();
    let identity = Identity {
        name: said(Column::Applicant),
        document_number: said(Column::DocumentNumber),
        phone: said(Column::Phone),
        address: said(Column::Address),
        email: said(Column::Email),
        ..Identity::default()
    };
    Ok(Taken {
        applying: Applying {
            kind: CaseKind::Access,
            channel,
            on: received,
            class,
            applicants: vec![identity],
            request: said(Column::Request),
            files: Vec::new(),
            wanted: wanted(channel),
        },
        original: said(Column::Number),
        extended,
        ended: ending.zip(answered).map(|(ending, on)| CarriedOver { on, ending }),
    })
}

/// How an application ended, with what goes with it.
fn ending<'r>(
    said: Said,
    text: &impl Fn(Column) -> &'r str,
    sub_reasons: &[String],
) -> Result<Ending, String> {
    let number = text(Column::Letter).to_owned();
    let (outcome, reason) = match (said, text(Column::SubReason)) {
        (Said::Withdrawn, _) => return Ok(Ending::Withdrawn),
        (Said::Outcome(outcome @ (Outcome::O1 | Outcome::O2)), _) => return Ok(Ending::Lapsed { outcome }),
        (Said::Outcome(Outcome::O3), "") => {
            return Err("“其他处理”没有写明细分情形；申请人撤回的，请写“撤回”".to_owned());
        }
        (Said::Outcome(outcome), reason) => (outcome, reason),
        (Said::NoInformation, "") => (Outcome::O3, words::NO_INFORMATION),
        (Said::NoInformation, reason) => (Outcome::O3, reason),
    };
    let sub_reason = (outcome == Outcome::O3).then(|| reason.to_owned());
    match sub_reason.as_ref().filter(|reason| !sub_reasons.contains(reason)) {
        Some(reason) => Err(format!(
            "“细分情形”里没有“{}”，可用的有：{}；要用别的，先在“细分情形”里添加",
            short(reason),
            sub_reasons.join("、")
        )),
        None => Ok(Ending::Answered { outcome, number, sub_reason }),
    }
}

/// A ledger does not tell how the information was wanted: whoever wrote on the net has it there, everybody else by post.
fn wanted(channel: Channel) -> Wanted {
    match channel {
        Channel::Web => Wanted { form: Form::Electronic, way: Way::Online },
        Channel::Email => Wanted { form: Form::Electronic, way: Way::Email },
        _ => Wanted { form: Form::Paper, way: Way::Post },
    }
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

    fn word_or<T>(
        &mut self,
        column: Column,
        read: impl Fn(&str) -> Result<T, String>,
        usual: Option<T>,
    ) -> Option<T> {
        if (self.cell)(column).is_empty() && usual.is_none() {
            self.flaws.push(format!("“{}”是空的，也没有选定没有写明的按哪一种", column.name()));
        }
        self.word(column, read).or(usual)
    }

    fn extended(&mut self, received: Option<Date>) -> Option<u16> {
        let all = EXTENSION_DAYS.days_on(received?);
        self.word(Column::Extended, |text| words::extended(text, all)).flatten()
    }

    /// Numbers stand in the history as they are: nothing that tells who somebody is belongs there.
    fn bounded(&mut self, column: Column) {
        let text = (self.cell)(column);
        let figures = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or_default();
        if text.chars().count() > LONGEST || figures > 10 {
            self.flaws.push(format!("“{}”里的“{}”不是编号或者文号", column.name(), short(text)));
        }
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

    fn take(cells: &[(Column, &str)], defaults: Defaults) -> Result<Taken, Vec<String>> {
        let sub_reasons = ["不属于政府信息".to_owned()];
        let reading = Reading { defaults, sub_reasons: &sub_reasons, today: date(2026, 3, 2) };
        let cell = |column| cells.iter().find(|(one, _)| *one == column).map_or("", |(_, text)| *text);
        super::take(cell, &reading)
    }

    const USUAL: Defaults =
        Defaults { class: Some(ApplicantClass::NaturalPerson), channel: Some(Channel::Counter) };

    const ROW: [(Column, &str); 4] = [
        (Column::Applicant, "张三"),
        (Column::Received, "2025-03-03"),
        (Column::Request, "体检经费"),
        (Column::Answered, "2025-03-20"),
    ];

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
            (Column::Extended, "延期10个工作日"),
        ];
        let taken = take(&cells, Defaults::default()).unwrap();
        let applying = taken.applying;
        assert_eq!((applying.class, applying.channel), (ApplicantClass::Enterprise, Channel::Web));
        assert_eq!(
            (applying.on, applying.wanted.way, taken.extended),
            (date(2025, 3, 3), Way::Online, Some(10))
        );
        let number = "云卫公开答〔2025〕2号".to_owned();
        let ending = Ending::Answered { outcome: Outcome::D4, number, sub_reason: None };
        assert_eq!(taken.ended, Some(CarriedOver { on: date(2025, 4, 20), ending }));
    }

    /// What is counted as 其他处理 has a sub-reason of the office, or was withdrawn.
    #[test]
    fn what_ended_otherwise_says_how() {
        let ends = |outcome: &str, reason: &str| {
            let cells: Vec<_> =
                ROW.into_iter().chain([(Column::Outcome, outcome), (Column::SubReason, reason)]).collect();
            take(&cells, USUAL).map(|taken| taken.ended.unwrap().ending)
        };
        let other = |reason: &str| Ending::Answered {
            outcome: Outcome::O3,
            number: String::new(),
            sub_reason: Some(reason.to_owned()),
        };
        assert_eq!(ends("撤回", ""), Ok(Ending::Withdrawn));
        assert_eq!(ends("非政府信息", ""), Ok(other("不属于政府信息")));
        assert_eq!(ends("其他处理", "不属于政府信息"), Ok(other("不属于政府信息")));
        assert_eq!(ends("逾期未补正", ""), Ok(Ending::Lapsed { outcome: Outcome::O1 }));
        for (outcome, reason, says) in
            [("其他处理", "", "没有写明细分情形"), ("其他处理", "张三的家事", "先在“细分情形”里添加")]
        {
            let flaws = ends(outcome, reason).unwrap_err();
            assert!(flaws[0].contains(says), "{flaws:?}");
        }
    }

    #[test]
    fn every_flaw_of_a_row_is_told() {
        let cells = [
            (Column::Applicant, "张三"),
            (Column::Number, "110105194912310021"),
            (Column::Class, "火星人"),
            (Column::Received, "三月三日"),
            (Column::Answered, "2025-03-01"),
            (Column::Outcome, "不予公开"),
        ];
        let all = take(&cells, Defaults::default()).unwrap_err().join("；");
        for says in [
            "三月三日",
            "火星人",
            "不予公开”没有写明哪一种",
            "“申请内容”是空的",
            "“申请渠道”是空的，也没有选定",
            "不是编号或者文号",
        ] {
            assert!(all.contains(says), "{says} is not in {all}");
        }
        let late: Vec<_> = ROW
            .into_iter()
            .map(|(column, text)| (column, if column == Column::Answered { "2025-03-01" } else { text }))
            .chain([(Column::Outcome, "予以公开")])
            .collect();
        let flaws = take(&late, USUAL).unwrap_err();
        assert_eq!(flaws, ["答复日期 2025-03-01 早于收到之日 2025-03-03"]);
    }
}
