//! What cells of a ledger say (台账用语): days, classes, channels and outcomes as offices write them.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::china::written_day;
use law::outcome::Outcome;
use law::receipt::Channel;

use crate::applicant::ApplicantClass;

/// A day, as text or as the number by which workbooks know it.
pub(super) fn day(text: &str) -> Option<Date> {
    // Days since 1899-12-30; from 2019 to 2063, so that no other number is taken for one.
    let serial = text.parse::<f64>().ok().filter(|number| (43_466.0..60_000.0).contains(number));
    match serial {
        Some(number) => date(1899, 12, 30).checked_add((number.floor() as i64).days()).ok(),
        None => written_day(text),
    }
}

/// 申请人类别.
pub(super) fn class(text: &str) -> Result<ApplicantClass, String> {
    let words: [(ApplicantClass, &[&str]); 6] = [
        (ApplicantClass::NaturalPerson, &["自然人", "公民", "个人"]),
        (ApplicantClass::Enterprise, &["企业", "公司"]),
        (ApplicantClass::Research, &["科研", "高校", "院校"]),
        (ApplicantClass::PublicWelfare, &["公益", "社会组织", "社会团体"]),
        (ApplicantClass::LegalService, &["法律", "律师"]),
        (ApplicantClass::Other, &["其他"]),
    ];
    one(text, &words).map_err(|found| {
        not_one(&found, "自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他", ApplicantClass::name)
    })
}

/// 申请渠道.
pub(super) fn channel(text: &str) -> Result<Channel, String> {
    let words: [(Channel, &[&str]); 7] = [
        (Channel::Counter, &["当面", "现场", "窗口", "上门", "来人"]),
        (Channel::SignedPost, &["挂号", "EMS", "ems", "快递", "特快"]),
        (Channel::OrdinaryPost, &["平信", "平常信函", "信函", "邮寄", "来信"]),
        (Channel::Web, &["网", "在线", "平台", "系统"]),
        (Channel::Fax, &["传真"]),
        (Channel::Email, &["邮件", "邮箱", "E-mail", "email"]),
        (Channel::Oral, &["口头"]),
    ];
    let all = "当面提交、挂号信或EMS、平常信函、在线提交、传真、电子邮件、口头提出";
    one(text, &words).map_err(|found| not_one(&found, all, Channel::name))
}

/// How an application ended, as a cell tells it (办理结果).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// An outcome of table three.
    Outcome(Outcome),
    /// 不属于政府信息: of 其他处理, with its sub-reason.
    NoInformation,
    /// 撤回.
    Withdrawn,
}

impl Said {
    fn name(self) -> &'static str {
        match self {
            Said::Outcome(outcome) => outcome.name(),
            Said::NoInformation => NO_INFORMATION,
            Said::Withdrawn => "申请人撤回",
        }
    }
}

/// The sub-reason of what is no government information.
pub(super) const NO_INFORMATION: &str = "不属于政府信息";

/// 办理结果: its key, its name, or words by which offices tell it.
pub(super) fn outcome(text: &str) -> Result<Said, String> {
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let same = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).eq(plain.chars());
    let exact =
        |outcome: &Outcome| plain.eq_ignore_ascii_case(&format!("{outcome:?}")) || same(outcome.name());
    if let Some(outcome) = Outcome::ALL.into_iter().find(exact) {
        return Ok(Said::Outcome(outcome));
    }
    // What somebody writes by itself is meant as a whole.
    if plain == "公开" {
        return Ok(Said::Outcome(Outcome::G2));
    }
    match one(&plain, &OUTCOMES) {
        Ok(found) => {
            let strange =
                GROUPS.into_iter().find(|group| plain.contains(group) && !found.name().starts_with(group));
            match strange {
                None => Ok(found),
                Some(group) => Err(format!("写了“{group}”，又像是{}，请写明是哪一种", found.name())),
            }
        }
        Err(found) if found.is_empty() && BARE.iter().any(|group| plain.contains(group)) => {
            Err("没有写明哪一种，请写成“不予公开：内部事务信息”“其他处理：不属于政府信息”这样".to_owned())
        }
        Err(found) => {
            let all =
                "予以公开、部分公开、不予公开：……、无法提供：……、不予处理：……、其他处理：……、申请人撤回";
            Err(not_one(&found, all, Said::name))
        }
    }
}

/// Groups that say nothing by themselves, as cells write them.
const BARE: [&str; 5] = ["不予公开", "不公开", "无法提供", "不予处理", "其他"];

/// Groups of outcomes, as their names begin; a cell may name one and mean another: 不予公开，申请人撤回.
const GROUPS: [&str; 3] = ["不予公开", "无法提供", "不予处理"];

/// Words of each outcome; of words that contain one another the longer one counts.
const OUTCOMES: [(Said, &[&str]); 24] = [
    (Said::Outcome(Outcome::G1), &["主动公开", "告知获取"]),
    (Said::Outcome(Outcome::G2), &["予以公开", "同意公开", "全部公开", "依申请公开"]),
    (
        Said::Outcome(Outcome::P1),
        &["部分公开", "区分处理", "部分予以公开", "予以公开部分", "公开部分", "予以部分公开"],
    ),
    (Said::Outcome(Outcome::D1), &["国家秘密"]),
    (Said::Outcome(Outcome::D2), &["法律行政法规禁止", "法律法规禁止"]),
    (Said::Outcome(Outcome::D3), &["三安全一稳定", "社会稳定", "公共安全"]),
    (Said::Outcome(Outcome::D4), &["第三方", "商业秘密", "个人隐私"]),
    (Said::Outcome(Outcome::D5), &["内部事务", "内部管理"]),
    (Said::Outcome(Outcome::D6), &["过程性", "过程信息"]),
    (Said::Outcome(Outcome::D7), &["执法案卷"]),
    (Said::Outcome(Outcome::D8), &["行政查询"]),
    (Said::Outcome(Outcome::U1a), &["信息不存在", "不存在", "未检索到", "不掌握"]),
    (Said::Outcome(Outcome::U1b), &["不属于本机关", "非本机关", "不属本机关", "不是本机关", "不属于我"]),
    (Said::Outcome(Outcome::U2), &["另行制作", "加工分析", "没有现成信息"]),
    (Said::Outcome(Outcome::U3), &["仍不明确", "补正后", "内容不明确"]),
    (Said::Outcome(Outcome::X1), &["信访", "投诉", "举报"]),
    (Said::Outcome(Outcome::X2), &["重复申请", "重复提出", "重复处理"]),
    (Said::Outcome(Outcome::X3), &["公开出版物", "出版物"]),
    (Said::Outcome(Outcome::X4), &["大量反复"]),
    (Said::Outcome(Outcome::X5), &["重新出具", "确认或重新"]),
    (
        Said::Outcome(Outcome::O1),
        &["逾期不补正", "逾期未补正", "未补正", "不补正", "不按要求补正", "未按要求补正"],
    ),
    (
        Said::Outcome(Outcome::O2),
        &["逾期不缴费", "逾期未缴费", "未缴费", "不缴费", "未按收费通知", "不按收费通知"],
    ),
    (Said::NoInformation, &["非政府信息", "不属于政府信息", "不是政府信息"]),
    (Said::Withdrawn, &["撤回", "撤销申请"]),
];

/// By how many working days the period was lengthened (延期): none where it was not.
pub(super) fn extended(text: &str, all: u16) -> Result<Option<u16>, String> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let figures: String = plain.chars().filter(char::is_ascii_digit).collect();
    let word = plain.trim_end_matches(['。', '；']);
    match word {
        "" | "否" | "无" | "没有" | "0" | "-" | "—" | "/" | "×" | "N" | "n" => Ok(None),
        "是" | "有" | "√" | "Y" | "y" | "延期" | "已延期" | "延长" | "已延长" | "已延期答复" => {
            Ok(Some(all))
        }
        _ if ["未", "不", "无", "没"].iter().any(|no| word.starts_with(no)) && figures.is_empty() => {
            Ok(None)
        }
        _ => match figures.parse() {
            Ok(days) if (1..=all).contains(&days) && !word.contains(['年', '-', '.', '月']) => {
                Ok(Some(days))
            }
            _ => Err(format!("不能识别，请写“是”“否”或者延长的工作日数（最多{all}）")),
        },
    }
}

/// The one thing that the words of a text mean; those that they could mean otherwise.
fn one<T: Copy + PartialEq>(text: &str, words: &[(T, &[&str])]) -> Result<T, Vec<T>> {
    // 不同意公开 does not say 同意公开.
    let is_said =
        |word: &str| text.match_indices(word).any(|(at, _)| !text[..at].ends_with(['不', '未', '非', '没']));
    let here = |(thing, words): &(T, &[&str])| -> Vec<(T, String)> {
        words.iter().filter(|word| is_said(word)).map(|word| (*thing, (*word).to_owned())).collect()
    };
    let said: Vec<(T, String)> = words.iter().flat_map(here).collect();
    // 不属于政府信息 says 不属于…… and is no case of another authority.
    let within = |word: &str| said.iter().any(|(_, other)| other.len() > word.len() && other.contains(word));
    let mut found: Vec<T> = Vec::new();
    for (thing, word) in &said {
        if !within(word) && !found.contains(thing) {
            found.push(*thing);
        }
    }
    match found[..] {
        [thing] => Ok(thing),
        _ => Err(found),
    }
}

fn not_one<T: Copy>(found: &[T], all: &str, name: impl Fn(T) -> &'static str) -> String {
    let names: Vec<&str> = found.iter().map(|one| name(*one)).collect();
    match names.len() {
        0 => format!("不能识别，请写成{all}中的一种"),
        _ => format!("可能是{}，请写明是哪一种", names.join("，也可能是")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_are_read_as_offices_write_them() {
        for outcome in Outcome::ALL {
            assert_eq!(super::outcome(outcome.name()), Ok(Said::Outcome(outcome)), "{outcome:?}");
        }
        let cases = [
            ("D5", Outcome::D5),
            ("同意公开", Outcome::G2),
            ("属于主动公开范围，告知获取途径", Outcome::G1),
            ("不予公开（商业秘密）", Outcome::D4),
            ("本机关不掌握相关政府信息", Outcome::U1a),
            ("无法提供-非本机关负责公开", Outcome::U1b),
            ("不予处理：信访举报投诉类申请", Outcome::X1),
            ("逾期未补正，视为放弃", Outcome::O1),
            ("申请人不按要求补正", Outcome::O1),
            ("予以公开（部分）", Outcome::P1),
            ("部分予以公开", Outcome::P1),
            ("公开", Outcome::G2),
            ("不予重复处理", Outcome::X2),
        ];
        for (text, expected) in cases {
            assert_eq!(super::outcome(text), Ok(Said::Outcome(expected)), "{text}");
        }
        assert_eq!(super::outcome("申请人撤回"), Ok(Said::Withdrawn));
        assert_eq!(super::outcome("申请的是非政府信息"), Ok(Said::NoInformation));
        let unclear = [
            ("不予公开", "哪一种"),
            ("已办", "不能识别"),
            ("不予公开，申请人撤回", "写了“不予公开”"),
            ("不公开", "哪一种"),
            ("不同意公开", "不能识别"),
            ("部分公开，第三方", "可能是"),
        ];
        for (text, says) in unclear {
            let told = super::outcome(text).unwrap_err();
            assert!(told.contains(says), "{text}: {told}");
        }
    }

    #[test]
    fn days_are_read_from_text_and_from_the_numbers_of_workbooks() {
        assert_eq!(day("45719"), Some(date(2025, 3, 3)));
        assert_eq!(day("45719.5"), Some(date(2025, 3, 3)), "noon");
        assert_eq!(day("2025.3.3"), Some(date(2025, 3, 3)));
        assert_eq!(day("12"), None);
    }

    #[test]
    fn a_period_was_lengthened_only_where_the_ledger_says_so() {
        for no in ["", "否", "未延期", "未延长", "不延长", "无延期", "×", "N", "没有延期"] {
            assert_eq!(extended(no, 20), Ok(None), "{no}");
        }
        for (yes, days) in
            [("是", 20), ("已延期", 20), ("延期10个工作日", 10), ("20个工作日", 20), ("15", 15)]
        {
            assert_eq!(extended(yes, 20), Ok(Some(days)), "{yes}");
        }
        for odd in ["30", "2025-03-20", "待定", "按规定"] {
            assert!(extended(odd, 20).is_err(), "{odd}");
        }
    }
}
