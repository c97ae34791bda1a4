//! Grounds on which information is not disclosed (不予公开的理由), arts. 14 to 16.

use serde::{Deserialize, Serialize};

use crate::article::{Article, ogi2019};

/// A ground of arts. 14 to 16.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// 依法确定为国家秘密 (art. 14).
    StateSecret,
    /// 法律、行政法规禁止公开 (art. 14).
    Forbidden,
    /// 危及国家安全、公共安全、经济安全、社会稳定 (art. 14).
    SecurityStability,
    /// 商业秘密、个人隐私等, harming a third party (art. 15).
    ThirdParty,
    /// 内部事务信息 (art. 16 ¶1).
    InternalAffairs,
    /// 过程性信息 (art. 16 ¶2).
    Process,
    /// 行政执法案卷信息 (art. 16 ¶2).
    EnforcementFile,
}

/// Whether the organ has a choice (应当、可以不予公开).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// 不予公开, 不得公开: it must refuse.
    Must,
    /// 可以不予公开: it may refuse, unless a law, regulation or rule orders disclosure (art. 16 ¶2).
    May,
}

impl Ground {
    /// All grounds in the order of table three, which is also the order in which a main ground is chosen.
    pub const ALL: [Ground; 7] = [
        Ground::StateSecret,
        Ground::Forbidden,
        Ground::SecurityStability,
        Ground::ThirdParty,
        Ground::InternalAffairs,
        Ground::Process,
        Ground::EnforcementFile,
    ];

    /// The article it stands under.
    pub fn under(self) -> Article {
        match self {
            Ground::StateSecret | Ground::Forbidden | Ground::SecurityStability => ogi2019(14, 0),
            Ground::ThirdParty => ogi2019(15, 0),
            Ground::InternalAffairs => ogi2019(16, 1),
            Ground::Process | Ground::EnforcementFile => ogi2019(16, 2),
        }
    }

    /// Whether the organ must refuse or may.
    pub fn force(self) -> Force {
        match self {
            Ground::InternalAffairs | Ground::Process | Ground::EnforcementFile => Force::May,
            _ => Force::Must,
        }
    }

    /// The ground in a few words, as letters and forms name it.
    pub fn name(self) -> &'static str {
        match self {
            Ground::StateSecret => "属于国家秘密",
            Ground::Forbidden => "法律、行政法规禁止公开",
            Ground::SecurityStability => "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
            Ground::ThirdParty => "公开会对第三方合法权益造成损害",
            Ground::InternalAffairs => "属于内部事务信息",
            Ground::Process => "属于过程性信息",
            Ground::EnforcementFile => "属于行政执法案卷信息",
        }
    }
}

/// What may forbid disclosure (禁止公开的依据): a rule (规章) may not, so it is not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// 法律.
    Law,
    /// 行政法规.
    AdministrativeRegulation,
}

/// Which of the four is endangered (三安全一稳定).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Danger {
    /// 国家安全.
    NationalSecurity,
    /// 公共安全.
    PublicSecurity,
    /// 经济安全.
    EconomicSecurity,
    /// 社会稳定.
    SocialStability,
}

/// What of a third party would be harmed (第三方合法权益).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interest {
    /// 商业秘密.
    BusinessSecret,
    /// 个人隐私.
    Privacy,
    /// 其他合法权益.
    Other,
}

/// The three kinds of internal affairs (内部事务信息), art. 16 ¶1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Internal {
    /// 人事管理.
    Personnel,
    /// 后勤管理.
    Logistics,
    /// 内部工作流程.
    Workflow,
}

/// The four kinds of process information (过程性信息), art. 16 ¶2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Process {
    /// 讨论记录.
    Discussion,
    /// 过程稿.
    Draft,
    /// 磋商信函.
    Negotiation,
    /// 请示报告.
    RequestForInstructions,
}

macro_rules! names {
    ($kind:ty: $($variant:ident => $name:literal),+) => {
        impl $kind {
            /// All of them, in the order of the article.
            pub const ALL: &[$kind] = &[$(<$kind>::$variant),+];

            /// The law's own word for it.
            pub fn name(self) -> &'static str {
                match self {
                    $(<$kind>::$variant => $name),+
                }
            }
        }
    };
}

names!(Rank: Law => "法律", AdministrativeRegulation => "行政法规");
names!(Danger: NationalSecurity => "国家安全", PublicSecurity => "公共安全", EconomicSecurity => "经济安全", SocialStability => "社会稳定");
names!(Interest: BusinessSecret => "商业秘密", Privacy => "个人隐私", Other => "其他合法权益");
names!(Internal: Personnel => "人事管理", Logistics => "后勤管理", Workflow => "内部工作流程");
names!(Process: Discussion => "讨论记录", Draft => "过程稿", Negotiation => "磋商信函", RequestForInstructions => "请示报告");
