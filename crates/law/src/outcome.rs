//! How an application ends (办理结果): each kind of answer, the article behind it, and its one row of table three.

use serde::{Deserialize, Serialize};

use crate::article::{Article, ogi2019};
use crate::exemption::Ground;
use crate::remedy::{RECONSIDERATION_FIRST, Remedy};

/// A kind of outcome (办理结果), arts. 30 and 35 to 42.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// 已经主动公开, 告知获取方式 (art. 36(1)).
    G1,
    /// 予以公开 (art. 36(2)).
    G2,
    /// 部分公开 (art. 37).
    P1,
    /// 国家秘密, 不予公开 (art. 14).
    D1,
    /// 法律、行政法规禁止公开 (art. 14).
    D2,
    /// 危及“三安全一稳定” (art. 14).
    D3,
    /// 保护第三方合法权益 (art. 15).
    D4,
    /// 内部事务信息 (art. 16 ¶1).
    D5,
    /// 过程性信息 (art. 16 ¶2).
    D6,
    /// 行政执法案卷 (art. 16 ¶2).
    D7,
    /// 行政查询事项 (art. 36(7)).
    D8,
    /// 信息不存在 (art. 36(4)).
    U1a,
    /// 不属于本机关负责公开 (art. 36(5)).
    U1b,
    /// 没有现成信息, 需要另行制作 (art. 38).
    U2,
    /// 补正后申请内容仍不明确 (art. 30).
    U3,
    /// 信访、投诉、举报 (art. 39 ¶1).
    X1,
    /// 重复申请 (art. 36(6)).
    X2,
    /// 要求提供公开出版物 (art. 39 ¶2).
    X3,
    /// 无正当理由大量反复申请 (art. 35).
    X4,
    /// 要求确认或重新出具已获取信息 (no article of its own; from arts. 2 and 38).
    X5,
    /// 逾期不补正 (art. 30).
    O1,
    /// 逾期不缴费 (art. 42 ¶2).
    O2,
    /// 其他: withdrawn, no government information, applicant not to be found, and what the office adds.
    O3,
}

/// A row of results in table three (表三第三项的各行); its key is that of the report's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the keys of the form, whose labels stand in the form")]
pub enum Row {
    Granted,
    Partial,
    RefusedStateSecret,
    RefusedLawForbidden,
    RefusedSecurityStability,
    RefusedThirdParty,
    RefusedInternalAffairs,
    RefusedProcessInfo,
    RefusedEnforcementFile,
    RefusedAdminQuery,
    UnavailableNotHeld,
    UnavailableNeedsCreation,
    UnavailableUnclear,
    RejectedPetition,
    RejectedRepeat,
    RejectedPublication,
    RejectedExcessive,
    RejectedReissue,
    OtherOverdueCorrection,
    OtherUnpaidFee,
    OtherMisc,
}

impl Outcome {
    /// Every outcome, in the order of table three.
    pub const ALL: [Outcome; 23] = [
        Outcome::G1,
        Outcome::G2,
        Outcome::P1,
        Outcome::D1,
        Outcome::D2,
        Outcome::D3,
        Outcome::D4,
        Outcome::D5,
        Outcome::D6,
        Outcome::D7,
        Outcome::D8,
        Outcome::U1a,
        Outcome::U1b,
        Outcome::U2,
        Outcome::U3,
        Outcome::X1,
        Outcome::X2,
        Outcome::X3,
        Outcome::X4,
        Outcome::X5,
        Outcome::O1,
        Outcome::O2,
        Outcome::O3,
    ];

    /// The one row of table three in which it is counted.
    pub fn row(self) -> Row {
        match self {
            Outcome::G1 | Outcome::G2 => Row::Granted,
            Outcome::P1 => Row::Partial,
            Outcome::D1 => Row::RefusedStateSecret,
            Outcome::D2 => Row::RefusedLawForbidden,
            Outcome::D3 => Row::RefusedSecurityStability,
            Outcome::D4 => Row::RefusedThirdParty,
            Outcome::D5 => Row::RefusedInternalAffairs,
            Outcome::D6 => Row::RefusedProcessInfo,
            Outcome::D7 => Row::RefusedEnforcementFile,
            Outcome::D8 => Row::RefusedAdminQuery,
            Outcome::U1a | Outcome::U1b => Row::UnavailableNotHeld,
            Outcome::U2 => Row::UnavailableNeedsCreation,
            Outcome::U3 => Row::UnavailableUnclear,
            Outcome::X1 => Row::RejectedPetition,
            Outcome::X2 => Row::RejectedRepeat,
            Outcome::X3 => Row::RejectedPublication,
            Outcome::X4 => Row::RejectedExcessive,
            Outcome::X5 => Row::RejectedReissue,
            Outcome::O1 => Row::OtherOverdueCorrection,
            Outcome::O2 => Row::OtherUnpaidFee,
            Outcome::O3 => Row::OtherMisc,
        }
    }

    /// The article an answer of this kind stands under.
    pub fn under(self) -> Article {
        match self {
            Outcome::G1 => ogi2019(36, 0).at_item(1),
            Outcome::G2 => ogi2019(36, 0).at_item(2),
            Outcome::P1 => ogi2019(37, 0),
            Outcome::D1 => Ground::StateSecret.under(),
            Outcome::D2 => Ground::Forbidden.under(),
            Outcome::D3 => Ground::SecurityStability.under(),
            Outcome::D4 => Ground::ThirdParty.under(),
            Outcome::D5 => Ground::InternalAffairs.under(),
            Outcome::D6 => Ground::Process.under(),
            Outcome::D7 => Ground::EnforcementFile.under(),
            Outcome::D8 => ogi2019(36, 0).at_item(7),
            Outcome::U1a => ogi2019(36, 0).at_item(4),
            Outcome::U1b => ogi2019(36, 0).at_item(5),
            Outcome::U2 | Outcome::X5 => ogi2019(38, 0),
            Outcome::U3 | Outcome::O1 => ogi2019(30, 0),
            Outcome::X1 => ogi2019(39, 1),
            Outcome::X2 => ogi2019(36, 0).at_item(6),
            Outcome::X3 => ogi2019(39, 2),
            Outcome::X4 => ogi2019(35, 0),
            Outcome::O2 => ogi2019(42, 2),
            Outcome::O3 => ogi2019(2, 0),
        }
    }

    /// The ground of arts. 14 to 16 on which it refuses, if it does.
    pub fn ground(self) -> Option<Ground> {
        Ground::ALL.into_iter().find(|ground| ground.outcome() == self)
    }

    /// The remedy that a letter of a day names. A partial disclosure names this for its open part; what is closed in it
    /// follows the grounds ([`Ground::outcome`]).
    pub fn remedy(self, on: jiff::civil::Date) -> Remedy {
        let first = RECONSIDERATION_FIRST.on(on).is_some_and(|entry| entry.value);
        if first && self.ground().is_some() { Remedy::R1 } else { Remedy::R2 }
    }

    /// The outcome in a few words, as lists and menus name it.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::G1 => "已主动公开，告知获取方式",
            Outcome::G2 => "予以公开",
            Outcome::P1 => "部分公开",
            Outcome::D1 => "不予公开：国家秘密",
            Outcome::D2 => "不予公开：法律、行政法规禁止",
            Outcome::D3 => "不予公开：三安全一稳定",
            Outcome::D4 => "不予公开：第三方合法权益",
            Outcome::D5 => "不予公开：内部事务信息",
            Outcome::D6 => "不予公开：过程性信息",
            Outcome::D7 => "不予公开：行政执法案卷",
            Outcome::D8 => "不予公开：行政查询事项",
            Outcome::U1a => "无法提供：信息不存在",
            Outcome::U1b => "无法提供：不属于本机关负责",
            Outcome::U2 => "无法提供：需要另行制作",
            Outcome::U3 => "无法提供：补正后仍不明确",
            Outcome::X1 => "不予处理：信访、投诉、举报",
            Outcome::X2 => "不予处理：重复申请",
            Outcome::X3 => "不予处理：公开出版物",
            Outcome::X4 => "不予处理：大量反复申请",
            Outcome::X5 => "不予处理：确认或重新出具",
            Outcome::O1 => "其他处理：逾期不补正",
            Outcome::O2 => "其他处理：逾期不缴费",
            Outcome::O3 => "其他处理",
        }
    }
}

impl Ground {
    /// The outcome of a refusal on this ground alone.
    pub fn outcome(self) -> Outcome {
        match self {
            Ground::StateSecret => Outcome::D1,
            Ground::Forbidden => Outcome::D2,
            Ground::SecurityStability => Outcome::D3,
            Ground::ThirdParty => Outcome::D4,
            Ground::InternalAffairs => Outcome::D5,
            Ground::Process => Outcome::D6,
            Ground::EnforcementFile => Outcome::D7,
        }
    }
}

impl Row {
    /// Every row in the order of the form of 2021.
    pub const ALL: [Row; 21] = [
        Row::Granted,
        Row::Partial,
        Row::RefusedStateSecret,
        Row::RefusedLawForbidden,
        Row::RefusedSecurityStability,
        Row::RefusedThirdParty,
        Row::RefusedInternalAffairs,
        Row::RefusedProcessInfo,
        Row::RefusedEnforcementFile,
        Row::RefusedAdminQuery,
        Row::UnavailableNotHeld,
        Row::UnavailableNeedsCreation,
        Row::UnavailableUnclear,
        Row::RejectedPetition,
        Row::RejectedRepeat,
        Row::RejectedPublication,
        Row::RejectedExcessive,
        Row::RejectedReissue,
        Row::OtherOverdueCorrection,
        Row::OtherUnpaidFee,
        Row::OtherMisc,
    ];

    /// Its key in the form of 2021.
    pub fn key(self) -> &'static str {
        match self {
            Row::Granted => "granted",
            Row::Partial => "partial",
            Row::RefusedStateSecret => "refused_state_secret",
            Row::RefusedLawForbidden => "refused_law_forbidden",
            Row::RefusedSecurityStability => "refused_security_stability",
            Row::RefusedThirdParty => "refused_third_party",
            Row::RefusedInternalAffairs => "refused_internal_affairs",
            Row::RefusedProcessInfo => "refused_process_info",
            Row::RefusedEnforcementFile => "refused_enforcement_file",
            Row::RefusedAdminQuery => "refused_admin_query",
            Row::UnavailableNotHeld => "unavailable_not_held",
            Row::UnavailableNeedsCreation => "unavailable_needs_creation",
            Row::UnavailableUnclear => "unavailable_unclear",
            Row::RejectedPetition => "rejected_petition",
            Row::RejectedRepeat => "rejected_repeat",
            Row::RejectedPublication => "rejected_publication",
            Row::RejectedExcessive => "rejected_excessive",
            Row::RejectedReissue => "rejected_reissue",
            Row::OtherOverdueCorrection => "other_overdue_correction",
            Row::OtherUnpaidFee => "other_unpaid_fee",
            Row::OtherMisc => "other_misc",
        }
    }

    /// Whether the form of 2019 counts it in its single row （六）其他处理.
    pub fn is_other(self) -> bool {
        matches!(self, Row::OtherOverdueCorrection | Row::OtherUnpaidFee | Row::OtherMisc)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Arts. 36, 50.
    #[test]
    fn every_row_of_table_three_has_an_outcome() {
        let rows: BTreeSet<_> = Outcome::ALL.into_iter().map(Outcome::row).collect();
        assert_eq!(rows, BTreeSet::from(Row::ALL));
        let keys: BTreeSet<_> = Row::ALL.into_iter().map(Row::key).collect();
        assert_eq!(keys.len(), Row::ALL.len());
    }

    /// Art. 51.
    #[test]
    fn reconsideration_comes_first_for_articles_14_to_16_only() {
        let cases = [
            (Outcome::D1, "2026-01-01", Remedy::R1, "a state secret"),
            (Outcome::D7, "2024-01-01", Remedy::R1, "the first day of the law of 2023"),
            (Outcome::D7, "2023-12-31", Remedy::R2, "the day before"),
            (Outcome::D8, "2026-01-01", Remedy::R2, "in the same group of the table, but under art. 36(7)"),
            (Outcome::U1a, "2026-01-01", Remedy::R2, "nothing is withheld"),
            (Outcome::G2, "2026-01-01", Remedy::R2, "given, but perhaps not as asked"),
        ];
        for (outcome, on, remedy, why) in cases {
            assert_eq!(outcome.remedy(on.parse().unwrap()), remedy, "{outcome:?}: {why}");
        }
    }
}
