//! What letters say (文书的内容), put together from the case and the decision: the request word for word, what happened and
//! when, the decision with its articles, reasons, and the way to a remedy. How a letter looks is for whoever sets it.

mod check;
mod facts;
mod field;
mod kind;
mod remedy;
mod template;
mod words;

use jiff::civil::Date;
use law::WorkCalendar;
use serde::{Deserialize, Serialize};

pub use self::check::{Letterhead, faults};
pub use self::facts::{Facts, yuan};
pub use self::field::Field;
pub use self::kind::{LetterKind, NoSuchLetter, NumberSeries};
pub use self::template::{Template, Templates, builtin};
use crate::case::Case;
use crate::decision::Decision;
use crate::proceeding::Ruled;
use crate::reason::Refused;

/// A letter, ready to be set (文书).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// 发文机关标志: the full name of the organ.
    pub organ: String,
    /// 标题.
    pub title: String,
    /// 发文字号; none for receipts and notices that carry no number.
    pub number: Option<String>,
    /// 主送: whom it addresses.
    pub to: String,
    /// 正文, paragraph by paragraph.
    pub body: Vec<String>,
    /// 附件说明.
    pub enclosures: Vec<String>,
    /// 成文日期.
    pub on: Date,
    /// 联系方式 of the disclosure office.
    pub contact: String,
    /// 回执: what whoever is asked sends back, on a page of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip: Option<Slip>,
}

/// What is sent back with an opinion (意见回执).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Its lines; what is to be filled in stands after a colon or a box.
    pub lines: Vec<String>,
}

/// Whose letters they are, and where its acts are contested (机关信息).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Office {
    /// Full name of the organ (机关全称).
    pub organ: String,
    /// 机关代字 in numbers of letters, such as 云卫公开答.
    pub code: String,
    /// 机关代字 in numbers of notices, such as 云卫公开告; empty where they carry none.
    pub notice_code: String,
    /// The organ that decides on reconsideration (复议机关).
    pub reconsideration: String,
    /// Where reconsideration can be asked for online (《行政复议法》 art. 22 ¶2).
    pub reconsideration_online: String,
    /// The court (人民法院).
    pub court: String,
    /// Address, telephone and hours of the disclosure office.
    pub contact: String,
    /// Where and how fees are paid (缴费方式).
    pub payment: String,
    /// 地址 of the sender on envelopes.
    pub address: String,
    /// 邮政编码 of the sender on envelopes.
    pub postcode: String,
}

impl Office {
    /// The number of a letter (发文字号), such as 云卫公开答〔2026〕1号; none where the office does not number such letters.
    pub fn number(&self, series: NumberSeries, year: i16, number: i64) -> Option<String> {
        let code = match series {
            NumberSeries::Answers => &self.code,
            NumberSeries::Notices => &self.notice_code,
        };
        (!code.trim().is_empty()).then(|| format!("{}〔{year}〕{number}号", code.trim()))
    }

    /// An invented office, for samples of letters.
    fn sample() -> Office {
        let text = |text: &str| text.to_owned();
        Office {
            organ: text("云州市卫生健康委员会"),
            code: text("云卫公开答"),
            notice_code: text("云卫公开告"),
            reconsideration: text("云州市人民政府"),
            reconsideration_online: String::new(),
            court: text("云州市云东区人民法院"),
            contact: text("云州市人民路1号，0000-87654321"),
            payment: String::new(),
            address: text("云州市人民路1号"),
            postcode: text("000000"),
        }
    }

    /// What a letter needs of the office and nobody has set: without it no remedy can be told (art. 51).
    pub fn missing(&self) -> impl Iterator<Item = &'static str> {
        let fields = [
            (&self.organ, "机关全称（organ）"),
            (&self.code, "机关代字（code）"),
            (&self.reconsideration, "行政复议机关（reconsideration）"),
            (&self.court, "人民法院（court）"),
        ];
        fields.into_iter().filter(|(text, _)| text.trim().is_empty()).map(|(_, name)| name)
    }
}

/// What a letter quotes of the case.
#[derive(Debug, Clone, Copy)]
pub struct Quoted<'q> {
    /// Name of the applicant.
    pub applicant: &'q str,
    /// The request, word for word.
    pub request: &'q str,
    /// Who has ordered the new answer, under which number and how, where one was ordered.
    pub ordered: Option<(&'q str, &'q str, Ruled)>,
}

/// The answer (答复书), in the words of the office's template.
///
/// # Errors
/// Why it cannot be put together.
pub fn answer(
    case: &Case,
    decision: &Decision,
    quoted: Quoted<'_>,
    (office, templates): (&Office, &Templates),
    number: &str,
    on: Date,
) -> Result<Letter, Refused> {
    let kind = LetterKind::of_decision(decision);
    let facts = Facts::of_decision(case, decision, quoted, office, on);
    let letter =
        facts.letter(kind, templates.of(kind), office, (quoted.applicant, Some(number.to_owned()), on))?;
    let files = decision.given().map_or(0, |given| given.files.len());
    let enclosures = (files > 0).then(|| format!("公开的政府信息（{files}份）")).into_iter().collect();
    Ok(Letter { enclosures, ..letter })
}

/// The receipt (登记回执). It tells what fixes the day of receipt, and how the applicant can follow the case.
///
/// `code` opens the case to its applicant; `on` is the day of the registration.
///
/// # Errors
/// Why it cannot be put together.
pub fn receipt(
    case: &Case,
    quoted: Quoted<'_>,
    (office, templates): (&Office, &Templates),
    code: &str,
    (on, calendar): (Date, &WorkCalendar),
) -> Result<Letter, Refused> {
    let kind = LetterKind::Receipt;
    let facts = Facts::of_receipt(case, quoted, office, code, (on, calendar));
    facts.letter(kind, templates.of(kind), office, (quoted.applicant, None, on))
}

/// A text that ends like a sentence.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['。', '！', '？']) { text.to_owned() } else { format!("{text}。") }
}
