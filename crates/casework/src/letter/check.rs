//! What a letter must say before it may be signed (文书校验), arts. 36, 37, 51: checked on the finished words, whoever wrote them.

use law::article::ogi2019;

use super::facts::Facts;
use super::kind::LetterKind;
use super::{Letter, Office, Quoted};
use crate::case::Case;
use crate::decision::Decision;
use crate::reason::{Reason, Reasons};

/// What a letter is checked against besides its case: whose it is, and what can be printed.
#[derive(Clone, Copy)]
pub struct Letterhead<'l> {
    /// The office.
    pub office: &'l Office,
    /// Characters of a text that no font of the installation has.
    pub unprintable: &'l dyn Fn(&str) -> Vec<char>,
}

/// What stands against signing an answer (不能签发的原因); empty when nothing does.
pub fn faults(
    case: &Case,
    decision: &Decision,
    letter: &Letter,
    quoted: Quoted<'_>,
    head: Letterhead<'_>,
) -> Vec<Reason> {
    let kind = LetterKind::of_decision(decision);
    let facts = Facts::of_decision(case, decision, quoted, head.office, letter.on);
    let mut reasons = words(kind, letter, &facts);
    let body = letter.body.join("\n");
    for refusal in decision.refusals() {
        let under = refusal.ground().under();
        let says = format!("答复没有写明依据{under}");
        reasons.unless(body.contains(&under.to_string()), "article_missing", under, says);
    }
    reasons.unless(
        letter.number.as_deref().is_some_and(is_number),
        "number_malformed",
        ogi2019(45, 0),
        "发文字号应为机关代字、六角括号内的年份和不带零的顺序号，如云卫公开答〔2026〕1号；请核对机关代字",
    );
    let allowed = [quoted.request, &head.office.contact].concat();
    let personal: Vec<String> =
        personal_data(&body).filter(|number| !allowed.contains(number.as_str())).collect();
    reasons.unless(
        personal.is_empty(),
        "personal_data",
        ogi2019(15, 0),
        format!("答复里有像身份证号或者手机号的内容（{}），请删去或者遮盖", masked(&personal)),
    );
    // What the applicant has written cannot be changed; it is printed with a sign for what is missing.
    let given = [quoted.request, quoted.applicant].concat();
    let mut unprintable = (head.unprintable)(&body);
    unprintable.retain(|letter| !given.contains(*letter));
    let characters: Vec<String> = unprintable.iter().map(char::to_string).collect();
    reasons.unless(
        unprintable.is_empty(),
        "glyph_missing",
        ogi2019(40, 0),
        format!(
            "字体里没有“{}”，印不出来；请改用规范汉字，或者由系统管理员安装有该字的字体",
            characters.join("、")
        ),
    );
    reasons.into_vec()
}

/// What the finished words lack: the request word for word, the article, the remedies.
pub(super) fn words(kind: LetterKind, letter: &Letter, facts: &Facts) -> Reasons {
    let mut reasons = Reasons::default();
    let body = letter.body.join("\n");
    let requested = kind.fields().iter().any(|field| field.name == "申请内容" && field.required);
    if requested {
        // Line breaks and other signs that are not printed are no difference.
        let plain = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
        let (body, quoted) = (plain(&body), format!("“{}”", plain(facts.get("申请内容"))));
        let says = "申请内容应当放在引号里，与登记的原文一致";
        reasons.unless(body.contains(&quoted), "request_not_quoted", ogi2019(29, 0), says);
    }
    if kind.names_article() {
        let under = kind.under();
        let says = format!("没有写明依据{under}");
        reasons.unless(body.contains(&under.to_string()), "article_missing", under, says);
    }
    if kind.is_answer() {
        let all = facts.get("救济途径").lines().all(|paragraph| body.contains(paragraph));
        let says = "没有写明行政复议、行政诉讼的途径和期限，或者与决定不一致";
        reasons.unless(all, "remedy_missing", ogi2019(51, 0), says);
    }
    reasons
}

/// Whether it is a number of a letter: code, year in full in hexagonal brackets, number without leading zero.
fn is_number(text: &str) -> bool {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let parts = || {
        let (code, rest) = text.split_once('〔')?;
        let (year, rest) = rest.split_once('〕')?;
        let number = rest.strip_suffix('号')?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let length = code.chars().count();
        let code = (2..=12).contains(&length) && code.chars().all(han);
        let year = year.len() == 4 && year.starts_with("20") && digits(year);
        Some(code && year && digits(number) && !number.is_empty() && !number.starts_with('0'))
    };
    parts().unwrap_or(false)
}

/// Numbers in a text that look like those of identity cards or mobile telephones.
pub(super) fn personal_data(text: &str) -> impl Iterator<Item = String> {
    let numbers = text.split(|c: char| !(c.is_ascii_digit() || c == 'X' || c == 'x'));
    numbers.filter(|number| is_identity_card(number) || is_mobile(number)).map(str::to_owned)
}

/// GB 11643: 17 digits and a check digit.
fn is_identity_card(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let bytes = number.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 = bytes.iter().zip(WEIGHTS).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    CHECKS[(sum % 11) as usize] == bytes[17].to_ascii_uppercase()
}

fn is_mobile(number: &str) -> bool {
    number.len() == 11
        && number.starts_with('1')
        && ('3'..='9').contains(&(number.as_bytes()[1] as char))
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

fn masked(numbers: &[String]) -> String {
    let masked: Vec<String> = numbers.iter().map(|number| crate::applicant::masked_number(number)).collect();
    masked.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_as_the_standard_asks() {
        let cases = [
            ("云卫公开答〔2026〕1号", true, "as it should be"),
            ("云卫公开答〔2026〕01号", false, "a leading zero"),
            ("云卫公开答〔2026〕第1号", false, "第"),
            ("云卫公开答[2026]1号", false, "square brackets"),
            ("云卫公开答〔26〕1号", false, "half a year"),
            ("云〔2026〕1号", false, "a code of one character"),
            ("〔2026〕1号", false, "no code"),
            ("云卫公开答〔2026〕　号", false, "not numbered yet"),
        ];
        for (number, holds, why) in cases {
            assert_eq!(is_number(number), holds, "{why}");
        }
    }

    #[test]
    fn numbers_of_people_are_found() {
        let of = |text: &str| personal_data(text).collect::<Vec<_>>();
        assert_eq!(
            of("持证人身份证号11010519491231002X，电话13800138000。"),
            ["11010519491231002X", "13800138000"]
        );
        assert_eq!(of("身份证号110105194912310021"), [""; 0], "its check digit is wrong");
        assert_eq!(of("文号2026031512345、12345热线、0451-87654321、138001380001"), [""; 0]);
    }
}
