//! The text of a report without its tables: sections, and paragraphs put together again from printed lines.

use crate::document::{Content, Document, Place, PlaceKind};
use crate::report::{Paragraph, Section};
use crate::text;

use super::outline::Outline;

/// The sections of a document. `table_line` says which lines belong to tables, `title_lines` to the title.
pub(super) fn sections(
    document: &Document,
    outline: &Outline,
    table_line: &[bool],
    title_lines: &[usize],
) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut lines: Vec<(String, Place)> = Vec::new();
    for (index, line) in document.lines.iter().enumerate() {
        let raw = match &line.content {
            Content::Text(text) => text.as_str(),
            Content::Row(fields) if fields.len() == 1 => fields[0].text.as_str(),
            Content::Row(_) => continue,
        };
        if outline.again.contains(&index) {
            continue;
        }
        let heading = outline.headings.iter().find(|h| h.line == index);
        if heading.is_none() && (table_line[index] || title_lines.contains(&index)) {
            continue;
        }
        let (text, place) = trimmed(raw, line.place);
        if let Some(heading) = heading {
            finish(&mut sections, &mut lines);
            let (title, rest) = split_characters(&text, heading.length);
            let printed = text::unspaced(title.trim_matches(['|', '\t']));
            sections.push(Section {
                part: Some(heading.part),
                heading: Some((printed, place)),
                paragraphs: Vec::new(),
            });
            let skipped = title.chars().count() as u32;
            let (rest, place) =
                trimmed(rest.trim_start_matches(['：', ':', '。']), place.at(place.column + skipped));
            if !rest.is_empty() {
                lines.push((rest, place));
            }
        } else if !text.is_empty() {
            lines.push((text, place));
        }
    }
    finish(&mut sections, &mut lines);
    sections.retain(|section| section.heading.is_some() || !section.paragraphs.is_empty());
    sections
}

/// The text without white space at its ends, and the place of its first character.
fn trimmed(raw: &str, place: Place) -> (String, Place) {
    let lead = raw.chars().take_while(|c| c.is_whitespace()).count() as u32;
    let inner = raw.trim();
    let inner = if inner.contains('|') { inner.trim_matches(['|', ' ']) } else { inner };
    (inner.to_owned(), place.at(place.column.max(1) + lead))
}

/// Splits a line behind as many characters as make up `length` characters of its squashed form.
fn split_characters(line: &str, length: usize) -> (&str, &str) {
    let mut count = 0;
    for (at, c) in line.char_indices() {
        if count >= length {
            return line.split_at(at);
        }
        text::fold(c, |_| count += 1);
    }
    (line, "")
}

fn finish(sections: &mut [Section], lines: &mut Vec<(String, Place)>) {
    let Some(section) = sections.last_mut() else { return };
    let mut pieces: Vec<(String, Place)> = Vec::new();
    for (line, place) in lines.drain(..) {
        let joins = pieces.last().is_some_and(|(previous, _)| match place.kind {
            PlaceKind::Text => continues(previous, &line, pieces.len() > 1),
            PlaceKind::Page => goes_on(&pieces, previous, &line, place),
            PlaceKind::Paragraph | PlaceKind::Table | PlaceKind::Sheet => false,
        });
        if !joins && !pieces.is_empty() {
            section.paragraphs.push(Paragraph::new(pieces.drain(..)));
        }
        pieces.push((line, place));
    }
    if !pieces.is_empty() {
        section.paragraphs.push(Paragraph::new(pieces));
    }
}

/// The shortest line that may have been broken by the width of the page, in characters.
const BROKEN_LINE: usize = 18;

/// Whether a printed line goes on in the next one.
fn continues(previous: &str, next: &str, joined: bool) -> bool {
    let last = previous.chars().next_back();
    if last.is_none_or(|c| "。！？；：!?;:”》".contains(c)) || begins_paragraph(next) {
        return false;
    }
    if last.is_some_and(|c| "，、,（(".contains(c)) {
        return true;
    }
    let sub_heading = begins_paragraph(previous) && !joined && !previous.contains(['。', '，', ',']);
    !sub_heading && previous.chars().count() >= BROKEN_LINE
}

/// Whether a line of a page goes on with a paragraph: there, paragraphs are known by their indents.
fn goes_on(pieces: &[(String, Place)], previous: &str, next: &str, place: Place) -> bool {
    let is_indented = |place: Place| place.column > 2;
    let opened_indented =
        is_indented(pieces[0].1) && pieces[1..].iter().all(|(_, place)| !is_indented(*place));
    let full = previous.chars().count() >= BROKEN_LINE;
    !is_indented(place)
        && (continues(previous, next, pieces.len() > 1) || full && opened_indented && !begins_paragraph(next))
}

/// Whether a line opens with a number that starts a paragraph: （一）, 一是, 1.
fn begins_paragraph(line: &str) -> bool {
    let key: String = text::squash(line).chars().take(4).collect();
    let mut chars = key.chars();
    let numeral = |c: Option<char>| c.is_some_and(|c| "一二三四五六七八九十".contains(c));
    match chars.next() {
        Some('(') => numeral(chars.next()) || key.chars().nth(1).is_some_and(|c| c.is_ascii_digit()),
        first if numeral(first) => chars.next() == Some('、'),
        Some(c) if c.is_ascii_digit() => {
            matches!(chars.next(), Some('.' | '、')) && !chars.next().is_some_and(|c| c.is_ascii_digit())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_lines_join_only_where_the_page_broke_them() {
        let cases = [
            ("我委在总结2020年政府信息公开工作的基础", "上，编制此报告。", true, "broken in a word"),
            ("全年共推送信息604篇，", "其中防控信息74篇", true, "ends in a comma"),
            ("编制此报告。", "报告中所列数据", false, "a sentence ends"),
            ("（二）加强各级各类公共卫生知识普及工作的情况", "充分与各类媒体合作", false, "a sub-heading"),
            ("哈尔滨市卫生健康委员会", "2021年1月15日", false, "a signature"),
            (
                "为人民群众提供更权威更精准的答复和服务工作",
                "（三）政府信息管理方面",
                false,
                "the next one is numbered",
            ),
        ];
        for (previous, next, expected, why) in cases {
            assert_eq!(continues(previous, next, false), expected, "{why}");
        }
    }
}
