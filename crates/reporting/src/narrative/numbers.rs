//! Every number of a text: digits, full-width digits, Chinese numerals, 万 and 亿, approximate words (数字识别).

use std::ops::Range;

use rust_decimal::Decimal;

/// A number that the text states, with its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Bytes of the squashed text that the number and its unit take.
    pub range: Range<usize>,
    /// Its value, 万 and 亿 multiplied out.
    pub value: Decimal,
    /// How exactly it is meant.
    pub bound: Bound,
    /// The unit behind it, empty if none: 件, 条, 元, %.
    pub unit: &'static str,
    /// Digits behind the decimal point, which say how exact a percentage is.
    pub decimals: u32,
}

/// How exactly a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// As stated.
    Exact,
    /// 余, 多, 超过: not less.
    AtLeast,
    /// 不足, 以内: not more.
    AtMost,
    /// 约, 近, 左右.
    About,
}

impl Bound {
    /// Whether a true number can be meant by one that is stated so; approximate words never make an identity.
    pub fn admits(self, stated: Decimal, actual: Decimal) -> bool {
        match self {
            Bound::Exact => stated == actual,
            Bound::AtLeast => stated <= actual,
            Bound::AtMost => stated >= actual,
            // A fifth more or less.
            Bound::About => {
                let apart =
                    stated.checked_sub(actual).and_then(|apart| apart.abs().checked_mul(Decimal::from(5)));
                apart.is_some_and(|apart| apart <= stated)
            }
        }
    }
}

/// Units, longest first where one begins with another.
const UNITS: [&str; 45] = [
    "%", "万元", "亿元", "元", "件次", "条次", "人次", "篇次", "批次", "场次", "期次", "件", "条", "篇",
    "份", "宗", "起", "次", "例", "个", "项", "期", "人", "名", "家", "场", "部", "批", "套", "页", "字",
    "张", "本", "册", "种", "类", "处", "所", "户", "位", "幅", "块", "台", "则", "笔",
];

/// Numbers of a squashed text, in order. Years, dates, document numbers, articles, telephone numbers and
/// addresses are no mentions.
pub fn mentions(plain: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut from = 0;
    let bytes = plain.as_bytes();
    while from < bytes.len() {
        // All that can begin a number is an ASCII digit or one of a few letters with these lead bytes.
        let Some(step) = bytes[from..].iter().position(|b| b.is_ascii_digit() || (0xe3..=0xe9).contains(b))
        else {
            break;
        };
        let start = from + step;
        if bytes[start].is_ascii_digit() {
            let (end, mention) = digits(plain, start);
            found.extend(mention);
            from = end;
        } else if numeral_value(plain, start).is_some() {
            let (end, mention) = numerals(plain, start);
            found.extend(mention);
            from = end;
        } else {
            from = start + 3;
        }
    }
    found
}

/// A number in digits at `start`, and where to go on.
fn digits(plain: &str, start: usize) -> (usize, Option<Mention>) {
    let bytes = plain.as_bytes();
    let mut end = start;
    while end < bytes.len() {
        let grouped =
            bytes[end] == b',' && is_group(bytes, end) && end - start <= 3 + 4 * groups(&bytes[start..end]);
        let point = bytes[end] == b'.' && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !(bytes[end].is_ascii_digit() || grouped || point) {
            break;
        }
        end += 1;
    }
    let before = plain[..start].chars().next_back();
    let after = plain[end..].chars().next();
    let label = before.is_some_and(|c| {
        c.is_ascii_alphanumeric() || "第〔[/-_.:@~".contains(c) && !quantity(plain, start, end)
    });
    let text = &plain[start..end];
    let dotted = text.matches('.').count() > 1;
    let id = after.is_some_and(|c| "年月日号时点分秒〕]/-_~@".contains(c) || c.is_ascii_alphabetic())
        || text.len() > 12;
    let enumerator = matches!(after, Some('.' | '、')) && starts_line(plain, start);
    let bracketed = before == Some('(') && after == Some(')');
    if label || id || dotted || enumerator || bracketed {
        return (skip_word(plain, end), None);
    }
    let Ok(value) = text.replace(',', "").parse::<Decimal>() else { return (end, None) };
    finish(plain, start, end, value, value.scale())
}

/// Whether a number behind a colon or dash is still a quantity: it has a unit.
fn quantity(plain: &str, start: usize, end: usize) -> bool {
    plain[..start].ends_with([':', '-']) && UNITS.iter().any(|unit| plain[end..].starts_with(unit))
}

fn groups(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b == b',').count()
}

/// Whether a comma is followed by exactly three digits.
fn is_group(bytes: &[u8], comma: usize) -> bool {
    let digit = |i: usize| bytes.get(comma + i).is_some_and(u8::is_ascii_digit);
    digit(1) && digit(2) && digit(3) && !digit(4)
}

fn starts_line(plain: &str, start: usize) -> bool {
    start == 0 || plain[..start].ends_with(['。', ';', ':', '(', '\n'])
}

/// The end of a run of letters and digits: telephone numbers and addresses are skipped whole.
fn skip_word(plain: &str, from: usize) -> usize {
    let word = |c: char| c.is_ascii_alphanumeric() || "-_/.:@~?=&%#".contains(c);
    from + plain[from..].find(|c: char| !word(c)).unwrap_or(plain.len() - from)
}

/// A number in Chinese numerals at `start`, and where to go on.
fn numerals(plain: &str, start: usize) -> (usize, Option<Mention>) {
    if let Some(share) = plain[start..].strip_prefix("百分之") {
        let share: String = share.chars().take_while(|c| numeral(*c).is_some()).collect();
        let end = start + "百分之".len() + share.len();
        let mention =
            |value| Mention { range: start..end, value, bound: Bound::Exact, unit: "%", decimals: 0 };
        return (end, chinese(&share).map(mention));
    }
    let length: usize =
        plain[start..].chars().take_while(|c| numeral(*c).is_some()).map(char::len_utf8).sum();
    let end = start + length;
    let before = plain[..start].chars().next_back();
    let text = &plain[start..end];
    // 第一, 统一, 之一, 进一步: no counts.
    if before.is_some_and(|c| "第统之唯同专单万逐其星周".contains(c)) {
        return (end, None);
    }
    let Some(value) = chinese(text) else { return (end, None) };
    let (next, mention) = finish(plain, start, end, value, 0);
    // Numerals are counts only with a unit of cases or pieces; 一 is too often an article (一个, 一次性).
    let counted = mention.filter(|m| {
        let unit = COUNTED.contains(&m.unit);
        let alone = text != "一"
            || (matches!(m.unit, "件" | "宗") && !plain[m.range.end..].starts_with(['事', '一']));
        unit && alone
    });
    (next.max(end), counted)
}

/// Units that make a Chinese numeral a count.
const COUNTED: [&str; 15] =
    ["件", "条", "篇", "份", "宗", "起", "期", "人次", "件次", "条次", "例", "万元", "元", "次", "家"];

fn numeral_value(plain: &str, at: usize) -> Option<u32> {
    plain[at..].chars().next().and_then(numeral)
}

/// Digits are below 10, multipliers are powers of ten.
fn numeral(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// The value of Chinese numerals: 七十, 一百零二, 一万三千, 二〇; none for what is no number, such as 十八千.
pub(crate) fn chinese(text: &str) -> Option<Decimal> {
    let letters: Vec<u32> = text.chars().map(numeral).collect::<Option<_>>()?;
    if letters.iter().all(|n| *n < 10) {
        // Digits in a row, as in 二〇二一, or one digit.
        let value = letters
            .iter()
            .try_fold(0u64, |value, digit| value.checked_mul(10)?.checked_add(u64::from(*digit)));
        return value.map(Decimal::from);
    }
    let (mut total, mut section, mut digit, mut last) = (0u64, 0u64, None, u32::MAX);
    for n in letters {
        match n {
            0..=9 => digit = Some(u64::from(n)),
            10 | 100 | 1000 => {
                if n >= last {
                    return None;
                }
                section = digit.take().unwrap_or(1).checked_mul(n.into())?.checked_add(section)?;
                last = n;
            }
            _ => {
                let below = digit.take().unwrap_or(0).checked_add(section)?;
                let above = below.max(u64::from(below == 0 && total == 0));
                total = above.checked_add(total)?.checked_mul(n.into())?;
                section = 0;
                last = u32::MAX;
            }
        }
    }
    Some(Decimal::from(total.checked_add(section)?.checked_add(digit.unwrap_or(0))?))
}

/// What is larger counts nothing, and sums and shares of smaller numbers cannot overflow.
const LARGEST: i64 = 1_000_000_000_000_000;

/// Reads what follows a number: 余, 万, unit, 左右; and what precedes it: 约, 近, 超过.
fn finish(plain: &str, start: usize, end: usize, value: Decimal, decimals: u32) -> (usize, Option<Mention>) {
    let mut at = end;
    let mut value = Some(value);
    let mut bound = before(&plain[..start]);
    let mut more = |at: &mut usize| {
        if let Some(rest) = plain[*at..].strip_prefix(['余', '多', '几']) {
            bound = Bound::AtLeast;
            *at = plain.len() - rest.len();
        }
    };
    more(&mut at);
    for (word, factor) in [("万", 10_000), ("亿", 100_000_000), ("千", 1000)] {
        let rest = &plain[at..];
        if rest.starts_with(word) && !rest.starts_with("万元") && !rest.starts_with("亿元") {
            value = value.and_then(|value| value.checked_mul(Decimal::from(factor)));
            at += word.len();
            more(&mut at);
        }
    }
    let measure = &plain[at..];
    let unit = UNITS.iter().find(|unit| measure.starts_with(**unit)).copied().unwrap_or("");
    at += unit.len();
    if let Some(rest) = plain[at..].strip_prefix(['余', '多']) {
        bound = Bound::AtLeast;
        at = plain.len() - rest.len();
    } else if plain[at..].starts_with("左右") || plain[at..].starts_with("上下") {
        bound = Bound::About;
        at += "左右".len();
    }
    let value = value.filter(|value| *value <= Decimal::from(LARGEST));
    (at, value.map(|value| Mention { range: start..at, value, bound, unit, decimals }))
}

fn before(text: &str) -> Bound {
    let ends = |words: &[&str]| words.iter().any(|word| text.ends_with(word));
    if ends(&["不足", "不到", "少于", "不超过", "未超过"]) {
        Bound::AtMost
    } else if ends(&["约", "大约", "近", "将近", "接近"]) {
        Bound::About
    } else if ends(&["超过", "超", "逾", "至少", "突破", "不少于", "达到近"]) {
        Bound::AtLeast
    } else {
        Bound::Exact
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, &'static str, Bound)> {
        let plain = crate::text::squash(text);
        mentions(&plain).into_iter().map(|m| (m.value.normalize().to_string(), m.unit, m.bound)).collect()
    }

    #[test]
    fn numbers_are_read_in_every_spelling() {
        use Bound::{About, AtLeast, Exact};
        type Found = (&'static str, &'static str, Bound);
        let cases: [(&str, &[Found]); 19] = [
            ("推出信息 604 篇", &[("604", "篇", Exact)]),
            ("新收1,007件", &[("1007", "件", Exact)]),
            ("新收１，００７件", &[("1007", "件", Exact)]),
            ("收到七十件", &[("70", "件", Exact)]),
            ("办结一百零二件", &[("102", "件", Exact)]),
            ("一万三千五百条", &[("13500", "条", Exact)]),
            ("播放量645万，点赞量14万", &[("6450000", "", Exact), ("140000", "", Exact)]),
            ("总播放量达10亿", &[("1000000000", "", Exact)]),
            ("在20余家媒体播放120余次", &[("20", "家", AtLeast), ("120", "次", AtLeast)]),
            ("总阅读量950余万", &[("9500000", "", AtLeast)]),
            ("平均阅读量5000左右", &[("5000", "", About)]),
            ("近300人次", &[("300", "人次", About)]),
            ("收费391.49万元", &[("391.49", "万元", Exact)]),
            ("公开率达到100%", &[("100", "%", Exact)]),
            ("2020年1月15日国办公开办函〔2021〕30号第二十条", &[]),
            ("电话:0451-84664926,网址http://xxgk.harbin.gov.cn/col/col11530/index.html", &[]),
            ("占百分之八十五", &[("85", "%", Exact)]),
            ("一是进一步统一认识,第一时间,一个平台,一次性告知", &[]),
            ("1.属于国家秘密", &[]),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(v, u, b)| ((*v).to_owned(), *u, *b)).collect();
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn a_number_that_is_too_long_is_none() {
        for (text, why) in [
            ("收到九亿亿亿亿件", "numerals without an end"),
            ("收到一千八百亿亿万亿千件", "and words behind them"),
            ("收到一千万亿零一件", "numerals that count nothing"),
            ("收到999999999999万亿千件", "digits that count nothing"),
        ] {
            assert!(found(text).is_empty(), "{why}: {:?}", found(text));
        }
        assert!(!Bound::About.admits(Decimal::MAX, Decimal::MIN), "nor is it about another");
    }

    #[test]
    fn approximate_numbers_never_make_an_identity() {
        let admits = |text: &str, actual: i64| {
            let mention = mentions(&crate::text::squash(text)).remove(0);
            mention.bound.admits(mention.value, Decimal::from(actual))
        };
        assert!(admits("20余件", 23) && !admits("20余件", 19));
        assert!(admits("约100件", 97) && !admits("约100件", 60));
        assert!(admits("不足40件", 36) && !admits("不足40件", 41));
        assert!(admits("36件", 36) && !admits("36件", 37));
    }
}
