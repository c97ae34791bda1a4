//! Slips of the pen: misprints, a wrong name of the Regulation, words printed twice (错别字与重字).

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::report::Report;

use super::{At, Finding, Severity, Sheet, at_words};

/// Terms of this work, in which a look-alike letter is a misprint.
const TERMS: [&str; 30] = [
    "公开渠道",
    "依申请公开",
    "政府信息",
    "信息公开",
    "政务公开",
    "规范性文件",
    "行政许可",
    "行政处罚",
    "行政强制",
    "行政复议",
    "行政诉讼",
    "信息处理费",
    "公开指南",
    "公开目录",
    "公开制度",
    "监督保障",
    "统计期限",
    "年度报告",
    "主动公开",
    "不予公开",
    "予以公开",
    "部分公开",
    "结转下年度",
    "政策解读",
    "舆情回应",
    "保密审查",
    "权责清单",
    "机构职能",
    "重点领域",
    "自治区",
];

/// Letters taken for each other, correct one first.
const LOOKALIKES: [(char, &str); 26] = [
    ('渠', "梁"),
    ('申', "甲由电"),
    ('诉', "拆折"),
    ('讼', "颂"),
    ('许', "诈"),
    ('未', "末"),
    ('末', "未"),
    ('己', "已巳"),
    ('议', "仪义"),
    ('罚', "罸"),
    ('费', "废"),
    ('指', "拍"),
    ('录', "绿"),
    ('障', "章漳"),
    ('限', "恨根"),
    ('予', "子矛"),
    ('部', "陪"),
    ('策', "第"),
    ('舆', "與兴"),
    ('密', "蜜"),
    ('责', "债贵"),
    ('职', "识织"),
    ('域', "城"),
    ('治', "冶"),
    ('息', "媳"),
    ('制', "治"),
];

/// Names that the Regulation does not have.
const NOT_THE_REGULATION: [&str; 10] = [
    "政府信息公开管理条例",
    "政府信息公开工作条例",
    "政府信息公开实施条例",
    "政府信息管理条例",
    "政务信息公开条例",
    "政府公开信息条例",
    "政府信息条例",
    "中华人民共和国信息公开条例",
    "中华人民共和国政务公开条例",
    "中华人民共和国政府信息公开法",
];

/// Words that nobody writes twice in a row, and that neither end nor begin another word: 实施实施细则 is right.
const SINGLE: [&str; 49] = [
    "可以",
    "进行",
    "以及",
    "或者",
    "并且",
    "由于",
    "通过",
    "按照",
    "根据",
    "依据",
    "为了",
    "对于",
    "关于",
    "应当",
    "应该",
    "能够",
    "需要",
    "已经",
    "没有",
    "但是",
    "因为",
    "如果",
    "同时",
    "其中",
    "开展",
    "加强",
    "推进",
    "完善",
    "提高",
    "提升",
    "健全",
    "建立",
    "制定",
    "及时",
    "严格",
    "积极",
    "认真",
    "不断",
    "持续",
    "进一步",
    "我局",
    "我委",
    "我厅",
    "我办",
    "我市",
    "本年度",
    "全年",
    "共计",
    "合计",
];

/// A slip of the pen.
#[derive(Clone, Copy)]
enum Slip {
    /// A misprint of a term.
    Misprint(&'static str),
    /// The Regulation under a wrong name.
    Regulation,
    /// A word printed twice.
    Doubled(&'static str),
    /// A mark printed twice.
    DoubledMark,
}

/// Each slip as it is printed.
static SLIPS: LazyLock<(AhoCorasick, Vec<Slip>)> = LazyLock::new(|| {
    let mut wrong: Vec<(String, Slip)> = Vec::new();
    wrong.extend(NOT_THE_REGULATION.map(|name| (name.to_owned(), Slip::Regulation)));
    wrong.extend(SINGLE.map(|word| (word.repeat(2), Slip::Doubled(word))));
    wrong.extend([",,", "。。", "、、", ";;", "的的"].map(|mark| (mark.to_owned(), Slip::DoubledMark)));
    for term in TERMS {
        wrong.extend(garbled(term).into_iter().map(|misprint| (misprint, Slip::Misprint(term))));
        for (at, letter) in term.char_indices() {
            let alike =
                LOOKALIKES.iter().filter(|(right, _)| *right == letter).flat_map(|(_, wrong)| wrong.chars());
            for other in alike {
                let mut misprint = term.to_owned();
                misprint.replace_range(at..at + letter.len_utf8(), &other.to_string());
                wrong.push((misprint, Slip::Misprint(term)));
            }
        }
    }
    let (patterns, slips): (Vec<String>, Vec<Slip>) = wrong.into_iter().unzip();
    // The words are fixed above; they always make an automaton.
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(patterns)
        .unwrap_or_else(|error| panic!("slips: {error}"));
    (automaton, slips)
});

/// A term with one of its inner letters printed twice, or two of its letters in the wrong order.
fn garbled(term: &str) -> Vec<String> {
    let letters: Vec<char> = term.chars().collect();
    let last = letters.len() - 1;
    let doubled = (1..last).map(|at| [&letters[..=at], &letters[at..]].concat());
    let swapped = (0..last).map(|at| {
        let mut swapped = letters.clone();
        swapped.swap(at, at + 1);
        swapped
    });
    // 责权清单, 分部公开 and 给予不公开 are no slips.
    let words = [['责', '权'], ['分', '部'], ['予', '不']];
    let is_word = |garbled: &Vec<char>| words.iter().any(|word| garbled.starts_with(word));
    let garbled = doubled.chain(swapped).filter(|garbled| letters.len() >= 4 && !is_word(garbled));
    garbled.map(String::from_iter).collect()
}

pub(super) fn check(report: &Report, sheet: &mut Sheet) {
    let (automaton, slips) = &*SLIPS;
    for (_, paragraph) in report.paragraphs() {
        let plain = paragraph.plain();
        for found in automaton.find_iter(plain) {
            let at = || at_words(paragraph, found.range());
            let printed = paragraph.quote(found.range());
            let finding = match slips[found.pattern().as_usize()] {
                Slip::Misprint(term) => {
                    let message = format!("“{printed}”疑为“{term}”之误");
                    Finding::new("PROOF_MISPRINT", Severity::Warning, at(), message)
                        .values(term, printed)
                        .basis("形近字、重字和颠倒的字")
                        .fix(format!("改为“{term}”"))
                }
                Slip::Regulation => {
                    let message = format!("没有“{printed}”，条例的名称是《中华人民共和国政府信息公开条例》");
                    Finding::new("CITED_REGULATION", Severity::Warning, at(), message)
                        .values("中华人民共和国政府信息公开条例", printed)
                        .basis("《中华人民共和国政府信息公开条例》（国务院令第711号）")
                        .fix("改为《中华人民共和国政府信息公开条例》")
                }
                Slip::Doubled(word) => doubled(at(), printed, word),
                // 目的的 ends a word, 的的确确 is one.
                Slip::DoubledMark
                    if plain[..found.start()].ends_with('目') || plain[found.end()..].starts_with('确') =>
                {
                    continue;
                }
                Slip::DoubledMark => {
                    let mark = printed.chars().take(1).collect::<String>();
                    doubled(at(), printed, &mark)
                }
            };
            sheet.find(finding);
        }
    }
}

fn doubled(at: At, printed: String, once: &str) -> Finding {
    Finding::new("PROOF_DOUBLED", Severity::Note, at, format!("“{printed}”重复"))
        .values(once, printed)
        .basis("重复的字词和标点")
        .fix(format!("删去一个“{once}”"))
}
