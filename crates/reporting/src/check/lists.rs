//! Lists that say how many they name: 四个平台 naming three (列举数量).

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::report::{Paragraph, Report};

use super::{Check, Finding, Outcome, Severity, Sheet, at_text, at_words};

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
                aspects(paragraph, &count, sheet);
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

/// Nouns of lists that are not of channels.
const ASPECTS: [&str; 8] = ["方面", "环节", "层面", "角度", "维度", "问题", "不足", "类"];

/// Nouns that are counted: channels, and aspects.
static NOUNS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let nouns = CHANNEL_NOUNS.into_iter().chain(ASPECTS);
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
    let stem = match &plain[noun.clone()] {
        // 三种类型 are not 三类.
        "类" => before,
        "方面" => measured.unwrap_or(before),
        _ => measured?,
    };
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
            lead.and_then(|start| names(plain, start..count.range.start))
        }
    };
    let Some(listed) = listed else { return };
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

/// What stands between the names of a list.
const SEPARATORS: [&str; 7] = ["、", ",", "以及", "及", "和", "与", "暨"];

/// Endings of other things that information is published with, in the middle of a list of channels.
const OTHERS: [&str; 12] =
    ["系统", "平台", "专栏", "栏目", "窗口", "大厅", "图书馆", "档案馆", "频道", "屏", "群", "刊"];

/// Words that end the last name of a list.
const VERBS: [&str; 12] =
    ["发布", "公开", "公布", "推送", "及时", "开展", "进行", "宣传", "向社会", "主动", "更新", "转载"];

/// Names listed one after another, of which the first is one of a channel; none when it is not certain where one of
/// them ends. Words may follow only the last.
fn names(plain: &str, range: Range<usize>) -> Option<Vec<Range<usize>>> {
    let mut names: Vec<Range<usize>> = Vec::new();
    let mut start = range.start;
    let mut separator = "";
    loop {
        let next = next_separator(&plain[start..range.end]);
        let end = next.map_or(range.end, |(at, _)| start + at);
        let name = &plain[start..end];
        let channel = CHANNELS.iter().filter_map(|channel| Some(name.find(channel)? + channel.len())).max();
        let verb = VERBS.iter().filter_map(|verb| name.find(verb)).min();
        let letters = name[..verb.unwrap_or(name.len())].chars().count();
        let length = match channel {
            Some(end) => end,
            None if names.is_empty() || separator == "," => break,
            None if !(2..=16).contains(&letters) => return None,
            None if verb.is_some() || next.is_none() || OTHERS.iter().any(|other| name.ends_with(other)) => {
                verb.unwrap_or(name.len())
            }
            None => return None,
        };
        names.push(start..start + length);
        let Some((_, found)) = next else { break };
        if length < name.len() && !name[length..].starts_with(['”', '"', '等']) {
            break;
        }
        (start, separator) = (end + found.len(), found);
    }
    Some(names)
}

/// The first separator of a list, and where it is; 及时 is none.
fn next_separator(list: &str) -> Option<(usize, &'static str)> {
    let found = SEPARATORS.iter().filter_map(|separator| {
        let mut hits = list.match_indices(separator).map(|(at, _)| at);
        Some((hits.find(|at| !list[*at..].starts_with("及时"))?, *separator))
    });
    found.min_by_key(|(at, separator)| (*at, std::cmp::Reverse(separator.len())))
}

/// Words that begin a list of aspects.
const ASPECT_LEADS: [&str; 5] = ["从", "围绕", "分为", "分成", "明确"];

/// 从内容、程序和渠道三个方面: as many aspects as are named before the count. 和 may also stand inside a name.
fn aspects(paragraph: &Paragraph, count: &Count<'_>, sheet: &mut Sheet) {
    let plain = paragraph.plain();
    let before = plain[..count.range.start].trim_end_matches('这');
    let clause = before.rsplit([',', '。', ';', ':', '(', ')']).next().unwrap_or_default();
    let Some(lead) = ASPECT_LEADS.iter().filter_map(|lead| Some(clause.rfind(lead)? + lead.len())).max()
    else {
        return;
    };
    let list = &clause[lead..];
    let least = list.matches('、').count() + 1;
    let most = least + list.matches(['和', '及', '与']).count();
    let named = list.split(['、', '和', '及', '与']).all(|name| (1..=12).contains(&name.chars().count()));
    if most < 2 || !named || list.contains('等') || (least..=most).contains(&count.number) {
        return;
    }
    let said = paragraph.quote(count.range.clone());
    let start = before.len() - list.len();
    sheet.find(
        Finding::new(
            "NARRATIVE_LIST",
            Severity::Warning,
            at_words(paragraph, start..count.range.end),
            format!("写的是“{said}”，列出的是{most}个：{}", paragraph.quote(start..before.len())),
        )
        .values(most, count.number)
        .basis("列举的数量与名称应当一致")
        .fix(format!("补上遗漏的一项，或把“{said}”改成与列举一致的数")),
    );
}

/// 以下三方面工作：一是…二是…三是…. Of problems, the list follows at once: 存在三个问题：一是….
fn points(paragraph: &Paragraph, count: &Count<'_>, sheet: &mut Sheet) {
    let plain = &paragraph.plain()[count.range.end..];
    let at_once = plain.trim_start_matches([':', '。', ',']).starts_with("一是");
    if count.noun != "方面" && !(matches!(count.noun, "问题" | "不足") && at_once) {
        return;
    }
    let reach = counts(plain)
        .into_iter()
        .find(|next| next.noun == count.noun)
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
            at_words(paragraph, count.range.clone()),
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
        assert_eq!(names(plain, "通过".len()..count.range.start).unwrap().len(), 3);
        assert_eq!(counts("三大攻坚战,182个平台,第三种方式,十二个平台").len(), 0);
        assert_eq!(counts("做好以下三方面工作:一是")[0].number, 3);
        assert_eq!(counts("三种类型").len(), 0);
    }

    #[test]
    fn names_end_at_separators_and_verbs() {
        let named = |list: &str| {
            let names = names(list, 0..list.len())?;
            Some(names.into_iter().map(|name| list[name].to_owned()).collect::<Vec<_>>().join("|"))
        };
        for (list, expected, why) in [
            (
                "局门户网站、微信公众号和企业信用信息公示系统发布信息,实现内容同源",
                Some("局门户网站|微信公众号|企业信用信息公示系统"),
                "the last is no channel of the list above",
            ),
            ("门户网站、微博以及电子显示屏", Some("门户网站|微博|电子显示屏"), "以及 joins"),
            (
                "门户网站、政务服务大厅、公众号",
                Some("门户网站|政务服务大厅|公众号"),
                "another thing in the middle",
            ),
            ("门户网站、微博及时发布", Some("门户网站|微博"), "及时 is no 及"),
            ("门户网站、发展和改革委网站", None, "和 inside a name"),
        ] {
            assert_eq!(named(list).as_deref(), expected, "{why}");
        }
    }
}
