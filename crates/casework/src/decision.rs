//! What is decided on an application (办理决定), with all that an answer of its kind must have.
//!
//! A decision that does not fit cannot be written down: a rule (规章) is no [`Rank`], a refusal has a ground with the facts of
//! that ground, and [`Decision::outcome`] is the only way into table three. What depends on the history of the case, such as a
//! search or a consultation, is checked when it is drafted.

use jiff::civil::Date;
use law::exemption::{Danger, Ground, Interest, Internal, Process, Rank};
use law::outcome::Outcome;
use serde::{Deserialize, Serialize};

use crate::applicant::Form;
use crate::id::{ConsultationId, FileId};

/// A decision (决定). Texts are the officer's own words and go into the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Decision {
    /// 已主动公开: where it is to be found (art. 36(1)).
    AlreadyPublic {
        /// Site, column, title and link, or place.
        place: String,
    },
    /// 予以公开 (art. 36(2)).
    Granted {
        /// What is given.
        given: Given,
    },
    /// 部分公开 (art. 37).
    Partial {
        /// What is given.
        given: Given,
        /// What is not, part by part.
        closed: Vec<Closed>,
    },
    /// 不予公开 (art. 36(3)).
    Refused {
        /// On which ground, with what it needs.
        on: Refusal,
        /// Why (说明理由).
        reason: String,
    },
    /// 行政查询事项: a special law gives access (art. 36(7)).
    SpecialQuery {
        /// The law.
        law: Citation,
        /// Where to ask.
        counter: String,
    },
    /// 信息不存在: searched for and not found (art. 36(4)).
    NotHeld {
        /// What was searched, and that nothing was found.
        finding: String,
    },
    /// 不属于本机关负责公开 (art. 36(5)).
    NotOurs {
        /// Why.
        reason: String,
        /// Name and contact of the organ that has it, where that is known.
        organ: Option<String>,
    },
    /// 需要另行制作 (art. 38).
    NeedsCreation {
        /// What would have to be made or analysed.
        reason: String,
    },
    /// 补正后仍不明确 (art. 30).
    StillUnclear {
        /// What remains unclear.
        unclear: String,
    },
    /// 信访、投诉、举报 (art. 39 ¶1).
    Petition {
        /// Where to turn to.
        channel: Option<String>,
    },
    /// 重复申请 (art. 36(6)).
    Repeat {
        /// Day of the earlier answer.
        answered_on: Date,
        /// Its number (文号).
        number: String,
    },
    /// 公开出版物 (art. 39 ¶2).
    Publication {
        /// How to get it.
        place: String,
    },
    /// 无正当理由大量反复申请 (art. 35).
    Excessive {
        /// Why the reasons given do not convince.
        reason: String,
    },
    /// 要求确认或重新出具已获取信息.
    Reissue {
        /// When and how the applicant got it.
        reason: String,
    },
    /// 其他: an office names its own sub-reasons.
    Other {
        /// Which of the office's sub-reasons (六（三）的细分情形).
        sub_reason: String,
        /// In words.
        reason: String,
    },
    /// 更正本人记录 (art. 41): only in cases of that kind, which table three does not count.
    Record {
        /// What becomes of the record.
        result: RecordResult,
        /// Why.
        reason: String,
    },
}

/// What the applicant gets (提供的信息).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// In which form.
    pub form: Form,
    /// The files.
    #[serde(default)]
    pub files: Vec<FileId>,
    /// Way, place and time, where no files are attached.
    #[serde(default)]
    pub how: Option<String>,
    /// Why the public interest asks for it although a third party objects with good reasons (arts. 15, 32).
    #[serde(default)]
    pub public_interest: Option<String>,
    /// Why the form is not the one asked for (art. 40).
    #[serde(default)]
    pub other_form: Option<String>,
}

/// A part that is not disclosed (不予公开的部分).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// Which part.
    pub part: String,
    /// On which ground; none where it is no government information (art. 37).
    pub on: Option<Refusal>,
    /// Why.
    pub reason: String,
}

/// A ground of arts. 14 to 16 with the facts that make it one (不予公开的理由和依据).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ground", rename_all = "snake_case", deny_unknown_fields)]
pub enum Refusal {
    /// 国家秘密. The content never enters this system; the marks do.
    StateSecret {
        /// 密级.
        level: SecrecyLevel,
        /// 定密依据.
        basis: String,
        /// The last day of the period (保密期限).
        until: Date,
    },
    /// 法律、行政法规禁止公开.
    Forbidden {
        /// The law or administrative regulation.
        law: Citation,
    },
    /// 三安全一稳定.
    SecurityStability {
        /// Which of the four.
        danger: Danger,
        /// The opinion on file.
        opinion: String,
    },
    /// 第三方合法权益.
    ThirdParty {
        /// Which interest.
        interest: Interest,
        /// The consultation of the third party.
        consultation: ConsultationId,
        /// Why the public interest does not outweigh it.
        no_override: String,
    },
    /// 内部事务信息.
    InternalAffairs {
        /// Which of the three kinds.
        internal: Internal,
        /// That no law, regulation or rule orders disclosure has been checked.
        no_duty_to_disclose: bool,
    },
    /// 过程性信息.
    Process {
        /// Which of the four kinds.
        process: Process,
        /// That no law, regulation or rule orders disclosure has been checked.
        no_duty_to_disclose: bool,
    },
    /// 行政执法案卷信息.
    EnforcementFile {
        /// That no law, regulation or rule orders disclosure has been checked.
        no_duty_to_disclose: bool,
    },
}

/// An article of a law or administrative regulation, as the letter cites it (法律依据).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Law or administrative regulation; a rule (规章) is not enough.
    pub rank: Rank,
    /// The title, without title marks.
    pub title: String,
    /// The article, such as 第十九条.
    pub article: String,
}

/// 密级, with the longest period each may have (《保守国家秘密法》 art. 20).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecrecyLevel {
    /// 绝密.
    TopSecret,
    /// 机密.
    Secret,
    /// 秘密.
    Confidential,
}

/// What becomes of a wrong record (更正结果), art. 41.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordResult {
    /// 予以更正.
    Corrected,
    /// 转送有权更正的机关.
    Transferred,
    /// 告知向有权更正的机关提出.
    Directed,
    /// 不予更正: the record is right, or nothing proves it wrong.
    Declined,
}

impl Refusal {
    /// The ground.
    pub fn ground(&self) -> Ground {
        match self {
            Refusal::StateSecret { .. } => Ground::StateSecret,
            Refusal::Forbidden { .. } => Ground::Forbidden,
            Refusal::SecurityStability { .. } => Ground::SecurityStability,
            Refusal::ThirdParty { .. } => Ground::ThirdParty,
            Refusal::InternalAffairs { .. } => Ground::InternalAffairs,
            Refusal::Process { .. } => Ground::Process,
            Refusal::EnforcementFile { .. } => Ground::EnforcementFile,
        }
    }
}

impl Decision {
    /// Which of the office's sub-reasons it names; only 其他 has them.
    pub fn sub_reason(&self) -> Option<&str> {
        match self {
            Decision::Other { sub_reason, .. } => Some(sub_reason.trim()),
            _ => None,
        }
    }

    /// The kind of outcome, and with it the one row of table three; none for the correction of a record.
    pub fn outcome(&self) -> Option<Outcome> {
        Some(match self {
            Decision::AlreadyPublic { .. } => Outcome::G1,
            Decision::Granted { .. } => Outcome::G2,
            Decision::Partial { .. } => Outcome::P1,
            Decision::Refused { on, .. } => on.ground().outcome(),
            Decision::SpecialQuery { .. } => Outcome::D8,
            Decision::NotHeld { .. } => Outcome::U1a,
            Decision::NotOurs { .. } => Outcome::U1b,
            Decision::NeedsCreation { .. } => Outcome::U2,
            Decision::StillUnclear { .. } => Outcome::U3,
            Decision::Petition { .. } => Outcome::X1,
            Decision::Repeat { .. } => Outcome::X2,
            Decision::Publication { .. } => Outcome::X3,
            Decision::Excessive { .. } => Outcome::X4,
            Decision::Reissue { .. } => Outcome::X5,
            Decision::Other { .. } => Outcome::O3,
            Decision::Record { .. } => return None,
        })
    }

    /// The grounds on which something is withheld.
    pub fn refusals(&self) -> impl Iterator<Item = &Refusal> {
        let (whole, parts) = match self {
            Decision::Refused { on, .. } => (Some(on), [].as_slice()),
            Decision::Partial { closed, .. } => (None, closed.as_slice()),
            _ => (None, [].as_slice()),
        };
        whole.into_iter().chain(parts.iter().filter_map(|part| part.on.as_ref()))
    }

    /// What is given, if something is.
    pub fn given(&self) -> Option<&Given> {
        match self {
            Decision::Granted { given } | Decision::Partial { given, .. } => Some(given),
            _ => None,
        }
    }
}
