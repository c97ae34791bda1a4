//! Lists that say how many they name: 四个平台 naming three (列举数量).

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::report::{Paragraph, Report};

use super::{Check, Finding, Outcome, Severity, Sheet, at_text};

/// Nouns whose lists name channels of publication.
const CHANNEL_NOUNS: [&str; 8] = ["平台", "渠道", "载体", "媒体", "账号", "途径", "方式", "网站"];

/// Endings of the names of channels.
const CHANNELS: [&str; 30] = [
    "微博",
    "微信",
    "公众号",
    "网站",
    "客户端",
    "APP",
    "app",
    "抖音",
    "头条",
    "视频号",
    "电视",
    "广播",
    "电台",
    "报纸",
    "日报",
    "晚报",
    "公报",
    "公告栏",
    "公示栏",
    "宣传栏",
    "热线",
    "快手",
    "小程序",
    "门户",
    "显示屏",
    "电子屏",
    "头条号",
    "融媒体",
    "B站",
    "信箱",
];

/// Words after which channels are listed.
const LEADS: [&str; 6] = ["通过", "依托", "利用", "运用", "借助", "在"];

pub(super) fn check(report: &Report, sheet: &mut Sheet) {
    sheet.begin(Check::Lists);
    if report.bare {
        return sheet.at_least(Outcome::NotAssessable);
    }
    for (_, paragraph) in report.paragraphs() {
        for count in counts(paragraph.plain()) {
            if CHANNEL_NOUNS.contains(&count.noun) {
                channels(paragraph, &count, sheet);
            } else {
                points(paragraph, &count, sheet);
            }
        }
    }
}

/// A number of things: 四个平台, 三方面.
struct Count<'a> {
    range: Range<usize>,
    number: usize,
    noun: &'a str,
}

/// Nouns that are counted: channels, and points of a list (方面).
static NOUNS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let nouns = CHANNEL_NOUNS.into_iter().chain(["方面"]);
    let automaton = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(nouns);
    // The nouns are fixed above; they always make an automaton.
    automaton.unwrap_or_else(|error| panic!("nouns: {error}"))
});

fn counts(plain: &str) -> Vec<Count<'_>> {
    NOUNS.find_iter(plain).filter_map(|hit| count(plain, hit.range())).collect()
}

/// The number in front of a noun: 四个平台, 三方面, but neither 第三种方式 nor 十二个平台.
fn count(plain: &str, noun: Range<usize>) -> Option<Count<'_>> {
    let before = &plain[..noun.start];
    let measured =
        ["个", "大", "种", "类", "项", "条"].iter().find_map(|measure| before.strip_suffix(measure));
    let stem = measured.or_else(|| (&plain[noun.clone()] == "方面").then_some(before))?;
    let (start, digit) = stem.char_indices().next_back()?;
    let number = match digit {
        '两' => 2,
        '2'..='9' if !stem[..start].ends_with(|c: char| c.is_ascii_digit() || c == '.') => {
            digit.to_digit(10)? as usize
        }
        _ => "二三四五六七八九十".chars().position(|numeral| numeral == digit)? + 2,
    };
    let part_of_more = stem[..start].ends_with(['第', '十', '百', '余', '多']);
    (!part_of_more).then(|| Count { range: start..noun.end, number, noun: &plain[noun] })
}

/// Channels named before the count in its sentence, or behind it after a colon or a bracket.
fn channels(paragraph: &Paragraph, count: &Count<'_>, sheet: &mut Sheet) {
    let plain = paragraph.plain();
    let behind = &plain[count.range.end..];
    let after_mark = behind
        .strip_prefix([':', '('])
        .or_else(|| behind.strip_prefix(",包括"))
        .or_else(|| behind.strip_prefix("包括"));
    let listed = match after_mark {
        Some(list) => {
            let start = plain.len() - list.len();
            let end = list.find(['。', ';', ')']).unwrap_or(list.len());
            names(plain, start..start + end)
        }
        None => {
            let sentence = plain[..count.range.start].rfind('。').map_or(0, |at| at + '。'.len_utf8());
            let lead = LEADS
                .iter()
                .filter_map(|lead| {
                    Some(sentence + plain[sentence..count.range.start].find(lead)? + lead.len())
                })
                .min();
            lead.map_or_else(Vec::new, |start| names(plain, start..count.range.start))
        }
    };
    // A、B等4个平台: the list is open.
    let open = plain[..count.range.start].ends_with('等')
        || listed.last().is_some_and(|last| plain[last.end..].starts_with('等') && after_mark.is_some());
    if listed.len() < 2 || listed.len() == count.number || open {
        return;
    }
    let given: Vec<String> = listed.iter().map(|range| paragraph.quote(range.clone())).collect();
    let mut ranges = vec![count.range.clone()];
    ranges.extend(listed.iter().cloned());
    let said = paragraph.quote(count.range.clone());
    sheet.find(
        Finding::new(
            "NARRATIVE_LIST",
            Severity::Warning,
            at_text(paragraph, &ranges),
            format!("写的是“{said}”，列出的是{}个：{}", given.len(), given.join("、")),
        )
        .values(given.len(), count.number)
        .basis("列举的数量与名称应当一致")
        .fix(format!("补上遗漏的名称，或把“{said}”改成与列举一致的数")),
    );
}

/// Names of channels listed one after another; a name may carry words behind it only when it is the last.
fn names(plain: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    let mut start = range.start;
    for piece in plain[range].split_inclusive(['、', '和', '及', '与']) {
        let name = piece.trim_end_matches(['、', '和', '及', '与']);
        let end = CHANNELS.iter().filter_map(|channel| Some(name.find(channel)? + channel.len())).max();
        let Some(end) = end else { break };
        names.push(start..start + end);
        if end < name.len() && !name[end..].starts_with(['”', '"', '等']) {
            break;
        }
        start += piece.len();
    }
    names
}

/// 以下三方面工作：一是…二是…三是….
fn points(paragraph: &Paragraph, count: &Count<'_>, sheet: &mut Sheet) {
    let plain = &paragraph.plain()[count.range.end..];
    let reach = counts(plain)
        .into_iter()
        .find(|next| next.noun == "方面")
        .map_or(plain.len(), |next| next.range.start);
    let plain = &plain[..reach];
    let mut last = 0;
    for (number, numeral) in (1..).zip("一二三四五六七八九".chars()) {
        let opens = |mark: &str| plain.contains(&format!("{numeral}{mark}"));
        if !opens("是") {
            break;
        }
        last = number;
    }
    if last < 2 || last == count.number {
        return;
    }
    let said = paragraph.quote(count.range.clone());
    sheet.find(
        Finding::new(
            "NARRATIVE_LIST",
            Severity::Warning,
            at_text(paragraph, std::slice::from_ref(&count.range)),
            format!("写的是“{said}”，下面列了{last}点"),
        )
        .values(last, count.number)
        .basis("列举的数量与内容应当一致")
        .fix("补上遗漏的一点，或改正数量"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_lists_are_found() {
        let plain =
            "通过“健康某地”微博、微信公众号、卫健委官方网站及时发布信息,截至目前四个平台发布信息共计4752条。";
        let count = &counts(plain)[0];
        assert_eq!((count.number, count.noun), (4, "平台"));
        assert_eq!(names(plain, "通过".len()..count.range.start).len(), 3);
        assert_eq!(counts("三大攻坚战,182个平台,第三种方式,十二个平台").len(), 0);
        assert_eq!(counts("做好以下三方面工作:一是")[0].number, 3);
    }
}
