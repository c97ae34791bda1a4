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

/// 办理结果: its key, its name, or words by which offices tell it.
pub(super) fn outcome(text: &str) -> Result<Outcome, String> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let exact =
        |outcome: &Outcome| plain.eq_ignore_ascii_case(&format!("{outcome:?}")) || plain == outcome.name();
    if let Some(outcome) = Outcome::ALL.into_iter().find(exact) {
        return Ok(outcome);
    }
    one(&plain, &OUTCOMES).map_err(|found| match found[..] {
        [] if ["不予公开", "无法提供", "不予处理"].iter().any(|group| plain.contains(group)) => {
            "没有写明哪一种，请写成“不予公开：内部事务信息”这样".to_owned()
        }
        _ => not_one(
            &found,
            "予以公开、部分公开、不予公开：……、无法提供：……、不予处理：……、其他处理",
            Outcome::name,
        ),
    })
}

/// Words of each outcome; of words that contain one another the longer one counts.
const OUTCOMES: [(Outcome, &[&str]); 23] = [
    (Outcome::G1, &["主动公开", "告知获取"]),
    (Outcome::G2, &["予以公开", "同意公开", "全部公开", "依申请公开"]),
    (Outcome::P1, &["部分公开", "区分处理"]),
    (Outcome::D1, &["国家秘密"]),
    (Outcome::D2, &["法律、行政法规禁止", "法律行政法规禁止", "法律法规禁止"]),
    (Outcome::D3, &["三安全一稳定", "社会稳定", "公共安全"]),
    (Outcome::D4, &["第三方", "商业秘密", "个人隐私"]),
    (Outcome::D5, &["内部事务", "内部管理"]),
    (Outcome::D6, &["过程性", "过程信息"]),
    (Outcome::D7, &["执法案卷"]),
    (Outcome::D8, &["行政查询"]),
    (Outcome::U1a, &["信息不存在", "不存在", "未检索到", "不掌握"]),
    (Outcome::U1b, &["不属于本机关", "非本机关", "不属本机关", "不是本机关"]),
    (Outcome::U2, &["另行制作", "加工、分析", "加工分析", "没有现成信息"]),
    (Outcome::U3, &["仍不明确", "补正后"]),
    (Outcome::X1, &["信访", "投诉", "举报"]),
    (Outcome::X2, &["重复申请", "重复提出"]),
    (Outcome::X3, &["公开出版物", "出版物"]),
    (Outcome::X4, &["大量反复", "大量、反复"]),
    (Outcome::X5, &["重新出具", "确认或重新"]),
    (Outcome::O1, &["逾期不补正", "逾期未补正", "未补正", "不补正"]),
    (Outcome::O2, &["逾期不缴费", "逾期未缴费", "不按", "未缴费"]),
    (Outcome::O3, &["其他处理", "其他", "撤回", "撤销申请", "非政府信息", "不属于政府信息"]),
];

/// Whether a cell says yes.
pub(super) fn is_yes(text: &str) -> bool {
    let no = ["", "否", "无", "没有", "0", "-", "—", "/", "未延期", "不延期"];
    !no.contains(&text)
}

/// The one thing that the words of a text mean; those that they could mean otherwise.
fn one<T: Copy + PartialEq>(text: &str, words: &[(T, &[&str])]) -> Result<T, Vec<T>> {
    let here = |(thing, words): &(T, &[&str])| -> Vec<(T, String)> {
        words.iter().filter(|word| text.contains(**word)).map(|word| (*thing, (*word).to_owned())).collect()
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
            assert_eq!(super::outcome(outcome.name()), Ok(outcome), "{outcome:?}");
        }
        let cases = [
            ("D5", Outcome::D5),
            ("同意公开", Outcome::G2),
            ("属于主动公开范围，告知获取途径", Outcome::G1),
            ("不予公开（商业秘密）", Outcome::D4),
            ("本机关不掌握相关政府信息", Outcome::U1a),
            ("无法提供-非本机关负责公开", Outcome::U1b),
            ("不予处理：信访举报投诉类申请", Outcome::X1),
            ("申请人撤回", Outcome::O3),
            ("逾期未补正，视为放弃", Outcome::O1),
        ];
        for (text, expected) in cases {
            assert_eq!(super::outcome(text), Ok(expected), "{text}");
        }
        for (text, says) in [("不予公开", "哪一种"), ("已办", "不能识别"), ("部分公开，第三方", "可能是")]
        {
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
        assert!(is_yes("是") && is_yes("20个工作日") && !is_yes("否"));
    }
}
