//! Which letters there are (文书种类): the answers by their kind of outcome, and those by which a case is handled.

use std::fmt;
use std::str::FromStr;

use law::Article;
use law::article::ogi2019;
use law::consultation::Consulted;
use law::outcome::Outcome;
use serde::{Deserialize, Serialize};

use crate::decide::Command;
use crate::decision::Decision;

/// A kind of letter (文书种类).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum LetterKind {
    /// 答复书、告知书: the answer, by its kind of outcome (art. 36). Of O1 and O2 it only tells what the law makes of silence.
    Answer(Outcome),
    /// 更正告知书 (art. 41).
    Record,
    /// 登记回执 (art. 31).
    Receipt,
    /// 补正告知书 (art. 30).
    Correction,
    /// 延长答复期限告知书 (art. 33 ¶2).
    Extension,
    /// 说明理由通知书 (art. 35).
    Reasons,
    /// 答复期限告知书: the reasonable period of art. 35.
    Period,
    /// 收费通知书 (art. 42 ¶2).
    Fee,
    /// 征求第三方意见书 (art. 32).
    ThirdParty,
    /// 征求相关机关意见函 (art. 34).
    JointOrgan,
    /// 第三方告知书: what is disclosed against its will, and why (art. 32).
    ThirdPartyTold,
    /// 更正申请转送函 (art. 41).
    Transfer,
    /// 撤回确认书.
    Withdrawal,
}

/// From which series a letter has its number (文号系列): each is without gaps in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NumberSeries {
    /// 答复.
    Answers,
    /// 程序文书: only in offices that number them.
    Notices,
}

impl NumberSeries {
    /// Its stored name.
    pub fn key(self) -> &'static str {
        match self {
            NumberSeries::Answers => "letter",
            NumberSeries::Notices => "notice",
        }
    }
}

/// Those that are no answer, in the order in which a case may meet them.
const PROCEDURE: [LetterKind; 11] = [
    LetterKind::Receipt,
    LetterKind::Correction,
    LetterKind::ThirdParty,
    LetterKind::JointOrgan,
    LetterKind::Extension,
    LetterKind::Reasons,
    LetterKind::Period,
    LetterKind::Fee,
    LetterKind::ThirdPartyTold,
    LetterKind::Transfer,
    LetterKind::Withdrawal,
];

impl LetterKind {
    /// Every kind: answers in the order of table three, then the others.
    pub fn all() -> impl Iterator<Item = LetterKind> {
        let answers = Outcome::ALL.into_iter().map(LetterKind::Answer).chain([LetterKind::Record]);
        answers.chain(PROCEDURE)
    }

    /// Those that an officer writes without anything else happening to the case (另行发文).
    pub const WRITTEN_ALONE: [LetterKind; 5] = [
        LetterKind::ThirdPartyTold,
        LetterKind::Transfer,
        LetterKind::Withdrawal,
        LetterKind::Answer(Outcome::O1),
        LetterKind::Answer(Outcome::O2),
    ];

    /// The kind of the letter that tells a decision.
    pub fn of_decision(decision: &Decision) -> LetterKind {
        decision.outcome().map_or(LetterKind::Record, LetterKind::Answer)
    }

    /// The kind of the letter that goes out with a command; none for one that nobody is told of. What is signed has the kind of
    /// its decision.
    pub fn of_command(command: &Command) -> Option<LetterKind> {
        Some(match command {
            Command::RequestCorrection { .. } => LetterKind::Correction,
            Command::Consult { with: Consulted::ThirdParty, .. } => LetterKind::ThirdParty,
            Command::Consult { with: Consulted::JointOrgan, .. } => LetterKind::JointOrgan,
            Command::Extend { .. } => LetterKind::Extension,
            Command::RequestReasons { .. } => LetterKind::Reasons,
            Command::SetReasonablePeriod { .. } => LetterKind::Period,
            Command::NotifyFee { .. } => LetterKind::Fee,
            Command::IssueLetter { kind, .. } => *kind,
            _ => return None,
        })
    }

    /// Whether it answers the application, so that it names remedies.
    pub fn is_answer(self) -> bool {
        matches!(self, LetterKind::Answer(_) | LetterKind::Record)
    }

    /// The series of its number; none for a receipt, which has that of the case.
    pub fn series(self) -> Option<NumberSeries> {
        match self {
            LetterKind::Receipt => None,
            kind if kind.is_answer() => Some(NumberSeries::Answers),
            _ => Some(NumberSeries::Notices),
        }
    }

    /// The article it stands under.
    pub fn under(self) -> Article {
        match self {
            LetterKind::Answer(outcome) => outcome.under(),
            LetterKind::Record | LetterKind::Transfer => ogi2019(41, 0),
            LetterKind::Receipt => ogi2019(31, 0),
            LetterKind::Correction => ogi2019(30, 0),
            LetterKind::Extension => ogi2019(33, 2),
            LetterKind::Reasons | LetterKind::Period => ogi2019(35, 0),
            LetterKind::Fee => ogi2019(42, 2),
            LetterKind::ThirdParty | LetterKind::ThirdPartyTold => ogi2019(32, 0),
            LetterKind::JointOrgan => ogi2019(34, 0),
            LetterKind::Withdrawal => ogi2019(45, 0),
        }
    }

    /// Whether it must name [`under`](LetterKind::under): not where the law has no article of its own for it.
    pub fn names_article(self) -> bool {
        !matches!(
            self,
            LetterKind::Answer(Outcome::O3 | Outcome::X5) | LetterKind::Receipt | LetterKind::Withdrawal
        )
    }

    /// What officers call it.
    pub fn name(self) -> String {
        let name = match self {
            LetterKind::Answer(outcome) => return format!("答复：{}", outcome.name()),
            LetterKind::Record => "更正告知书",
            LetterKind::Receipt => "登记回执",
            LetterKind::Correction => "补正告知书",
            LetterKind::Extension => "延长答复期限告知书",
            LetterKind::Reasons => "说明理由通知书",
            LetterKind::Period => "答复期限告知书",
            LetterKind::Fee => "收费通知书",
            LetterKind::ThirdParty => "征求第三方意见书",
            LetterKind::JointOrgan => "征求相关机关意见函",
            LetterKind::ThirdPartyTold => "第三方告知书",
            LetterKind::Transfer => "更正申请转送函",
            LetterKind::Withdrawal => "撤回确认书",
        };
        name.to_owned()
    }

    /// Its stored name, which is also that in addresses.
    pub fn key(self) -> String {
        let key = match self {
            LetterKind::Answer(outcome) => return format!("{outcome:?}"),
            LetterKind::Record => "record",
            LetterKind::Receipt => "receipt",
            LetterKind::Correction => "correction",
            LetterKind::Extension => "extension",
            LetterKind::Reasons => "reasons",
            LetterKind::Period => "period",
            LetterKind::Fee => "fee",
            LetterKind::ThirdParty => "third_party",
            LetterKind::JointOrgan => "joint_organ",
            LetterKind::ThirdPartyTold => "third_party_told",
            LetterKind::Transfer => "transfer",
            LetterKind::Withdrawal => "withdrawal",
        };
        key.to_owned()
    }
}

impl From<LetterKind> for String {
    fn from(kind: LetterKind) -> String {
        kind.key()
    }
}

/// There is no such letter (没有这种文书).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSuchLetter;

impl fmt::Display for NoSuchLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("没有这种文书")
    }
}

impl std::error::Error for NoSuchLetter {}

impl FromStr for LetterKind {
    type Err = NoSuchLetter;

    fn from_str(key: &str) -> Result<LetterKind, NoSuchLetter> {
        LetterKind::all().find(|kind| kind.key() == key).ok_or(NoSuchLetter)
    }
}

impl TryFrom<String> for LetterKind {
    type Error = NoSuchLetter;

    fn try_from(key: String) -> Result<LetterKind, NoSuchLetter> {
        key.parse()
    }
}
