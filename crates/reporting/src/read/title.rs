//! Title, authority, year and dates of a report (标题、机关、年度、落款).

use jiff::civil::Date;

use crate::dates;
use crate::document::{Content, Document, Place};
use crate::organ::is_organ;
use crate::report::Section;
use crate::text;

use super::outline::Outline;

/// What the head and foot of a report say of it.
#[derive(Debug, Default)]
pub(super) struct Identity {
    pub(super) title: Option<String>,
    pub(super) agency: Option<String>,
    pub(super) year: Option<i16>,
    pub(super) signed_on: Option<(Date, Place)>,
    pub(super) published_on: Option<Date>,
    /// Lines that the title takes.
    pub(super) title_lines: Vec<usize>,
}

/// Lines of the head that can hold the title.
const HEAD: usize = 60;
/// The longest title, in characters.
const TITLE_LENGTH: usize = 70;

/// Reads the head and the foot.
pub(super) fn identity(document: &Document, outline: &Outline) -> Identity {
    let mut identity = Identity::default();
    let body =
        outline.headings.first().map(|h| h.line).or(outline.tables.iter().flatten().map(|t| t.start).min());
    let body = body.unwrap_or(document.lines.len());
    let head: Vec<usize> = (0..body.min(HEAD)).filter(|i| !outline.keys[*i].is_empty()).collect();

    let mut organs: Vec<String> = Vec::new();
    for (at, line) in head.iter().enumerate() {
        if let Some(lines) = title_ending_at(outline, &head, at) {
            let printed: String = lines.iter().map(|i| text_of(&document.lines[*i].content)).collect();
            let key: String = lines.iter().map(|i| outline.keys[*i].as_str()).collect();
            identity.year = title_year(&key).or(identity.year);
            organs.extend(organ_of_title(&key));
            let below = head.get(at + 1).map(|i| outline.keys[*i].as_str()).filter(|key| is_organ(key));
            organs.extend(below.map(str::to_owned));
            identity.title = Some(text::unspaced(&printed));
            identity.title_lines = lines;
        } else if let Some(organ) = organ_to_contact(&outline.keys[*line]) {
            identity.agency.get_or_insert(organ);
        }
    }
    let page_title = document.title.as_deref().map(text::squash).filter(|title| is_title(title));
    if identity.title.is_none() {
        identity.title = document.title.as_deref().filter(|_| page_title.is_some()).map(text::unspaced);
    }
    organs.extend(page_title.as_deref().and_then(organ_of_title));
    identity.year = identity.year.or_else(|| page_title.as_deref().and_then(title_year));

    let foot = foot(document, outline);
    identity.signed_on = foot.date;
    let longest = organs.into_iter().reduce(|a, b| if b.chars().count() > a.chars().count() { b } else { a });
    identity.agency = longest.or(foot.organ).or(identity.agency);
    identity.published_on = outline.keys.iter().find_map(|key| published_on(key));
    identity
}

fn text_of(content: &Content) -> String {
    match content {
        Content::Text(text) => text.trim_matches(['|', '\t', ' ']).to_owned(),
        Content::Row(fields) => fields.iter().map(|field| field.text.as_str()).collect(),
    }
}

/// The lines of a title whose last line is `head[at]`: a title may be printed over up to three lines.
fn title_ending_at(outline: &Outline, head: &[usize], at: usize) -> Option<Vec<usize>> {
    let key = |i: usize| outline.keys[head[i]].as_str();
    let ends = |key: &str| {
        key.ends_with("报告")
            || key.ends_with("年报")
            || key.ends_with("报告)")
            || key.ends_with("年度报告(全文)")
    };
    if !ends(key(at)) || !is_fragment(key(at)) {
        return None;
    }
    let mut joined = key(at).to_owned();
    let mut lines = vec![head[at]];
    for i in (at.saturating_sub(2)..at).rev() {
        let complete =
            is_title(&joined) && title_year(&joined).is_some() && organ_of_title(&joined).is_some();
        let fragment = is_fragment(key(i))
            && !ends(key(i))
            && (is_organ(key(i)) || !dates::years(key(i)).is_empty() || !is_title(&joined));
        if complete || !fragment {
            break;
        }
        joined.insert_str(0, key(i));
        lines.insert(0, head[i]);
    }
    is_title(&joined).then_some(lines)
}

fn is_fragment(key: &str) -> bool {
    key.chars().count() <= TITLE_LENGTH
        && !key.contains(['。', ',', ';', '>', '|'])
        && !key.starts_with(['一', '《'])
}

fn is_title(key: &str) -> bool {
    let about = key.contains("信息公开") || key.contains("政务公开");
    about && (key.contains("年度") || key.contains("年报")) && key.chars().count() <= TITLE_LENGTH
}

fn title_year(key: &str) -> Option<i16> {
    let printed = dates::years(key).first().map(|(year, _)| *year);
    printed.or_else(|| {
        // 2021 年度 may lose its 年 to a line break; Chinese numerals name the year too.
        let digits = |c: char| "〇零一二三四五六七八九○".contains(c);
        let at = key.find("二〇").or(key.find("二零")).or(key.find("二○"))?;
        let year: String = key[at..].chars().take_while(|c| digits(*c)).collect();
        let value = year.chars().try_fold(0i16, |value, c| {
            let digit = "〇一二三四五六七八九".chars().position(|n| n == c).unwrap_or(0);
            value.checked_mul(10)?.checked_add(digit as i16)
        });
        value.filter(|_| year.chars().count() == 4)
    })
}

/// The authority named before the year or the subject of a title.
fn organ_of_title(key: &str) -> Option<String> {
    let subject = ["政府信息公开", "信息公开", "政务公开"].iter().filter_map(|word| key.find(word)).min()?;
    let year = dates::years(key).first().map_or(usize::MAX, |(_, at)| *at);
    let numeral = key.find("二〇").unwrap_or(usize::MAX);
    let organ = &key[..subject.min(year).min(numeral)];
    let organ = organ.trim_start_matches("关于").trim_end_matches(['的', '(', '-']);
    let organ = organ.rsplit([':', '>', '》']).next().unwrap_or(organ);
    (organ.chars().count() >= 2).then(|| organ.to_owned())
}

/// The authority that a reader is told to ask (请与…联系).
fn organ_to_contact(key: &str) -> Option<String> {
    let lead = ["请与", "请联系", "请致电", "请向", "请咨询"]
        .iter()
        .find_map(|lead| Some(key.find(lead)? + lead.len()))?;
    let name: String = key[lead..].chars().take_while(|c| c.is_alphabetic() && *c != '联').collect();
    let office = ["办公室", "政务公开科", "信息公开科"].iter().find_map(|office| name.strip_suffix(office));
    let organ = office.filter(|organ| is_organ(organ)).unwrap_or(&name);
    is_organ(organ).then(|| organ.to_owned())
}

#[derive(Default)]
struct Foot {
    organ: Option<String>,
    date: Option<(Date, Place)>,
}

/// Lines of the foot that can hold the signature.
const FOOT: usize = 14;

/// The signature and its date, below the last heading and the last table; of a workbook that has its tables on sheets
/// of their own, before them.
fn foot(document: &Document, outline: &Outline) -> Foot {
    let end = document.lines.len();
    let below_heading = outline.headings.last().map_or(0, |heading| heading.line + 1);
    let tables = || outline.tables.iter().flatten().map(|table| table.start);
    let below_tables = tables().max().map_or(0, |table| (table + 1).min(end));
    let foot = foot_in(document, outline, below_heading.max(below_tables)..end);
    let before_tables = tables().filter(|table| *table >= below_heading).min();
    match before_tables.filter(|_| foot.date.is_none()) {
        Some(first) => foot_in(document, outline, below_heading..first),
        None => foot,
    }
}

fn foot_in(document: &Document, outline: &Outline, lines: std::ops::Range<usize>) -> Foot {
    let mut foot = Foot::default();
    let filled = lines.rev().filter(|line| !outline.keys[*line].is_empty());
    for line in filled.take(FOOT) {
        let key = outline.keys[line].trim_matches(['(', ')', '。']);
        if foot.date.is_none() {
            let date = dates::find(key)
                .pop()
                .filter(|(_, range)| range.end == key.len() && key.chars().count() <= 45);
            if let Some((date, range)) = date.filter(|(_, range)| is_signature(&key[..range.start])) {
                foot.date = Some((date, document.lines[line].place.at(1)));
                foot.organ = Some(key[..range.start].to_owned()).filter(|organ| is_organ(organ));
            }
        } else if foot.organ.is_none() && is_organ(key) {
            foot.organ = Some(key.to_owned());
        }
    }
    foot
}

/// Whether what stands before a date on its line leaves it a signature.
fn is_signature(before: &str) -> bool {
    before.is_empty()
        || is_organ(before)
        || before.ends_with(':') && before.chars().count() <= 8 && before.contains("日期")
}

/// The date of publication that the page prints.
fn published_on(key: &str) -> Option<Date> {
    let labels = ["发布日期", "发布时间", "公开日期", "发文日期", "信息日期"];
    let at = labels.iter().find_map(|label| Some(key.find(label)? + label.len()))?;
    let (date, range) = dates::find(&key[at..]).into_iter().next()?;
    (range.start <= 3).then_some(date)
}

/// The year that the text reports on, when the title does not say.
pub(super) fn year_of_text(sections: &[Section]) -> Option<i16> {
    let paragraphs = || sections.iter().filter(|s| s.part.is_none_or(|p| p == 1)).flat_map(|s| &s.paragraphs);
    for paragraph in paragraphs() {
        let found = dates::find(paragraph.plain());
        let period = found.iter().find(|(date, _)| (date.month(), date.day()) == (12, 31));
        if let Some((end, _)) = period {
            return Some(end.year());
        }
        // 2021年1月1日至12月31日
        let plain = paragraph.plain();
        let start = found.iter().find(|(date, range)| {
            (date.month(), date.day()) == (1, 1) && plain[range.end..].contains("12月31日")
        });
        if let Some((start, _)) = start {
            return Some(start.year());
        }
    }
    let mut years: Vec<(i16, usize)> = Vec::new();
    for (year, _) in paragraphs().flat_map(|p| dates::years(p.plain())) {
        match years.iter_mut().find(|(known, _)| *known == year) {
            Some((_, count)) => *count += 1,
            None => years.push((year, 1)),
        }
    }
    let most = years.iter().map(|(_, count)| *count).max()?;
    years.into_iter().find(|(_, count)| *count == most).map(|(year, _)| year)
}
