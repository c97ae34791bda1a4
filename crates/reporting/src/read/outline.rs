//! The outline of a document: where its six parts begin and where its tables lie (篇章结构).

use std::ops::Range;

use crate::document::{Content, Document, PlaceKind};
use crate::form::Form;
use crate::text;

/// A heading of one of the six parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// Its part, 1 to 6.
    pub(super) part: u8,
    /// Index of its line in the document.
    pub(super) line: usize,
    /// How many characters of the squashed line belong to the heading; text may follow on the same line.
    pub(super) length: usize,
}

/// Where the parts and tables of a document are, as line indices.
#[derive(Debug)]
pub(super) struct Outline {
    /// The lines without white space and variants, one for each line of the document.
    pub(super) keys: Vec<String>,
    /// Headings in reading order.
    pub(super) headings: Vec<Heading>,
    /// The lines in which tables two, three and four lie; each range begins at the table's head.
    pub(super) tables: [Option<Range<usize>>; 3],
    /// Lines that print the heading of a part again, over its table on a sheet of its own.
    pub(super) again: Vec<usize>,
}

/// Finds headings and tables.
pub(super) fn outline(document: &Document) -> Outline {
    let mut keys: Vec<String> = document.lines.iter().map(|line| key(&line.content)).collect();
    let mut headings: Vec<Heading> = Vec::new();
    for (line, key) in keys.iter().enumerate() {
        let single = match &document.lines[line].content {
            Content::Text(text) => {
                !text.contains(['\t', '|']) || text.trim_matches(['\t', '|', ' ']).len() + 4 >= text.len()
            }
            Content::Row(fields) => fields.len() == 1,
        };
        if single && let Some((part, length)) = heading(key) {
            headings.push(Heading { part, line, length });
        }
    }
    drop_contents(&mut headings);
    let again = take_repeated(document, &keys, &mut headings);
    again.iter().for_each(|line| keys[*line].clear());
    let tables = tables(&keys, &headings, &again);
    Outline { keys, headings, tables, again }
}

fn key(content: &Content) -> String {
    match content {
        Content::Text(text) => text::squash(text.trim_matches(['|', '\t', ' '])),
        Content::Row(fields) => fields.iter().map(|field| text::squash(&field.text)).collect(),
    }
}

/// The longest line that can be a heading without being a sentence, in characters.
const HEADING_LENGTH: usize = 32;

/// Whether a squashed line is or begins with a heading: its part, and the characters the heading takes.
fn heading(key: &str) -> Option<(u8, usize)> {
    let (numbered, body) = numbered(key);
    let numeral = key.chars().count() - body.chars().count();
    let parts = Form::all().last().map_or(&[][..], |form| &form.parts);
    // The official title, perhaps with text behind it.
    for (part, official) in (1..).zip(parts) {
        let official = text::squash(official);
        let length = numeral + official.chars().count();
        if body == official || (numbered.is_some() && body.starts_with(&official)) {
            return Some((part, length));
        }
    }
    let body = body.trim_end_matches([':', '。', '.']);
    if key.chars().count() > HEADING_LENGTH
        || body.contains(['。', ',', ';'])
        || body.ends_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let part = variant(body).or_else(|| by_number(numbered?, body))?;
    let bare = part != 2 && part != 3 && !key.contains(['无', '没']) && body.len() == key.len();
    (numbered.is_some() || bare).then_some((part, key.chars().count()))
}

/// Splits off 一、 to 六、, and the other ways to number parts: 1. and 第一部分.
fn numbered(key: &str) -> (Option<u8>, &str) {
    let digits = ['1', '2', '3', '4', '5', '6'];
    let number =
        |c: char| text::NUMERALS[..6].iter().chain(&digits).position(|n| *n == c).map(|at| at as u8 % 6 + 1);
    let named = key.strip_prefix('第').unwrap_or(key);
    let mut chars = named.chars();
    let numeral = chars.next().and_then(number);
    let rest = chars.as_str();
    let rest = if named.len() < key.len() {
        rest.strip_prefix("部分").map(|rest| rest.trim_start_matches([':', '、', '.', ',']))
    } else {
        rest.strip_prefix(['、', '.', ',', ':'])
    };
    match (numeral, rest) {
        (Some(numeral), Some(rest)) => (Some(numeral), rest),
        _ => (None, key),
    }
}

/// The part that a worded-otherwise heading means (variants that offices print).
fn variant(body: &str) -> Option<u8> {
    let has = |words: &[&str]| words.iter().all(|word| body.contains(word));
    if body.starts_with('(') || has(&["结转"]) || has(&["本年新收"]) {
        None
    } else if has(&["复议", "诉讼", "情况"]) {
        Some(4)
    } else if has(&["问题", "改进"]) || has(&["不足", "改进"]) || has(&["问题", "措施"]) {
        Some(5)
    } else if has(&["其他", "报告", "事项"]) {
        Some(6)
    } else if has(&["申请", "情况"])
        && (has(&["收到"]) || has(&["处理"]) || has(&["办理"]) || has(&["依申请"]))
    {
        Some(3)
    } else if has(&["主动公开", "情况"]) {
        Some(2)
    } else if body.ends_with("总体情况") || body.ends_with("总体工作情况") {
        Some(1)
    } else {
        None
    }
}

/// The last two parts are worded most freely: with their number, a word is enough.
fn by_number(number: u8, body: &str) -> Option<u8> {
    let says = |words: &[&str]| words.iter().any(|word| body.contains(word));
    match number {
        5 if says(&["问题", "不足"]) => Some(5),
        6 if says(&["其他", "需要说明", "需要报告"]) && says(&["事项", "报告", "说明"]) => {
            Some(6)
        }
        _ => None,
    }
}

/// Drops a table of contents: headings on neighbouring lines that come again further down.
fn drop_contents(headings: &mut Vec<Heading>) {
    let run = headings.windows(2).take_while(|pair| pair[1].line - pair[0].line <= 2).count() + 1;
    let again =
        headings.iter().skip(run).filter(|h| headings[..run].iter().any(|first| first.part == h.part));
    if run >= 4 && again.count() >= run - 1 {
        headings.drain(..run);
    }
}

/// Takes out the headings of parts that have one on an earlier sheet, where a table follows: a workbook with the text on one
/// sheet and each table on its own repeats them.
fn take_repeated(document: &Document, keys: &[String], headings: &mut Vec<Heading>) -> Vec<usize> {
    let place = |line: usize| document.lines[line].place;
    let is_table = |key: &String| begins_table_two(key) || begins_table_three(key) || begins_table_four(key);
    let seen: Vec<(u8, u32)> = headings.iter().map(|h| (h.part, place(h.line).part)).collect();
    let is_again = |h: &mut Heading| {
        place(h.line).kind == PlaceKind::Sheet
            && seen.iter().any(|(part, sheet)| *part == h.part && *sheet < place(h.line).part)
            && keys[h.line + 1..].iter().find(|key| !key.is_empty()).is_some_and(is_table)
    };
    headings.extract_if(.., is_again).map(|heading| heading.line).collect()
}

/// Each table lies in its part; where a document keeps its tables apart from its text, they follow it.
fn tables(keys: &[String], headings: &[Heading], again: &[usize]) -> [Option<Range<usize>>; 3] {
    let part = |part: u8| headings.iter().filter(|h| h.part == part).map(|h| h.line).next_back();
    let next_part = |from: usize| headings.iter().map(|h| h.line).filter(|line| *line > from).min();
    let find = |from: usize, to: usize, is: &dyn Fn(&str) -> bool| (from..to).find(|i| is(&keys[*i]));
    let begins: [&dyn Fn(&str) -> bool; 3] = [&begins_table_two, &begins_table_three, &begins_table_four];
    let mut starts: [Option<usize>; 3] = [None; 3];
    for (number, begins) in begins.into_iter().enumerate() {
        let own = part(number as u8 + 2).map(|line| line + 1);
        let inside = own.and_then(|from| find(from, next_part(from - 1).unwrap_or(keys.len()), begins));
        let last = headings.last().map_or(0, |heading| heading.line + 1);
        let earlier = starts.iter().flatten().max().map_or(0, |line| line + 1);
        let after_text = || find(last.max(earlier), keys.len(), begins);
        // A part of a report, without the heading of the table, begins anywhere.
        let headless = || own.is_none().then(|| find(earlier, keys.len(), begins)).flatten();
        starts[number] = inside.or_else(after_text).or_else(headless);
    }
    if starts[1].is_none() && part(3).is_none() {
        // The page begins inside table three.
        let to = part(4).or(starts[2]).unwrap_or(keys.len());
        starts[1] = find(starts[0].map_or(0, |line| line + 1), to, &is_row_of_table_three);
    }
    std::array::from_fn(|number| {
        let start = starts[number]?;
        let next_table = starts.iter().flatten().copied().filter(|line| *line > start).min();
        let next_again = again.iter().copied().filter(|line| *line > start).min();
        let end =
            next_part(start).into_iter().chain(next_table).chain(next_again).min().unwrap_or(keys.len());
        Some(start..end)
    })
}

/// Rows of table three by which a page that begins inside it is known.
fn is_row_of_table_three(key: &str) -> bool {
    const ROWS: [&str; 8] = [
        "上年结转政府信息公开申请",
        "属于国家秘密",
        "属于四类过程性信息",
        "属于行政执法案卷",
        "属于行政查询事项",
        "本机关不掌握相关政府信息",
        "信访举报投诉类申请",
        "结转下年度继续办理",
    ];
    ROWS.iter().any(|row| key.contains(row)) && !key.contains('。')
}

fn begins_table_two(key: &str) -> bool {
    let short = key.chars().count() <= 60;
    short && (key.contains("第二十条第") || key.contains("本年制发件数") || key.contains("本年新制作数"))
        || key == "信息内容"
}

fn begins_table_three(key: &str) -> bool {
    key.contains("本列数据的勾")
        || key.contains("本年新收政府")
        || key.starts_with("申请人情况")
        || key == "自然人"
}

fn begins_table_four(key: &str) -> bool {
    let short = key.chars().count() <= 8;
    (short && (key.starts_with("行政复议") || key == "结果" || key == "结"))
        || key.contains("结果维持结果纠正")
        || key == "结果维持"
        || key.contains("未经复议直接起诉")
        || key.starts_with("行政复议行政诉讼") && key.chars().count() <= 40
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_found_in_their_variants_and_table_rows_are_not() {
        let cases = [
            ("一、总体情况", Some(1)),
            ("总体情况", Some(1)),
            ("二、主动公开政府信息情况", Some(2)),
            ("二、行政机关主动公开政府信息情况", Some(2)),
            ("(一)主动公开情况", None),
            ("主动公开情况", None),
            ("三、收到和处理政府信息公开申请情况", Some(3)),
            ("四、行政复议和行政诉讼情况", Some(4)),
            ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", Some(4)),
            ("五、存在问题及改进情况", Some(5)),
            ("六、其他需要报告的事项", Some(6)),
            ("六、其他需要报告的事项:无", Some(6)),
            ("一、本年新收政府信息公开申请数量", None),
            ("三、本年度办理结果", None),
            ("四、结转下年度继续办理", None),
            ("一、总体情况......1", Some(1)),
            ("暂无其他需要报告的事项。", None),
            ("第二部分主动公开政府信息情况", Some(2)),
            ("3.收到和处理政府信息公开申请情况", Some(3)),
            ("五、工作中存在的问题及下一步打算", Some(5)),
            ("六、其他事项", Some(6)),
            ("3.补正后申请内容仍不明确", None),
            ("2021年,我局依申请公开情况良好,没有行政复议和行政诉讼情况", None),
        ];
        for (key, part) in cases {
            assert_eq!(heading(key).map(|(part, _)| part), part, "{key}");
        }
        assert_eq!(heading("六、其他需要报告的事项:无").map(|(_, length)| length), Some(11));
    }
}
