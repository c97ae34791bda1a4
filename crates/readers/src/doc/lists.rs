//! The lists and styles of a DOC file, from which paragraphs get their automatic numbers.

use std::collections::HashMap;

use super::file::{File, Part, u16_at, u32_at};
use super::properties::{self, Instruction};
use crate::numbering::{Definition, LEVELS, LONGEST_TEXT, Level, List, Mark, Numbering, Style};

/// The level of a paragraph in its list.
const LEVEL: u16 = 0x260a;
/// The list of a paragraph.
const LIST: u16 = 0x460b;
/// Lists and styles that a document may define.
const MOST: usize = 4096;

/// What instructions say of the number of a paragraph.
pub(super) fn mark(instructions: &[Instruction<'_>]) -> Mark {
    let mut mark = Mark::default();
    for instruction in instructions {
        match instruction.code {
            LEVEL => mark.level = Some(usize::from(instruction.byte())),
            // 0xf801 and up: numbered in the manner of an older Word.
            LIST => mark.list = Some(instruction.word().to_string()),
            _ => {}
        }
    }
    mark
}

/// The lists and styles of a file; what cannot be read numbers nothing.
pub(super) fn numbering(file: &File<'_>) -> Numbering {
    let mut numbering = Numbering::default();
    numbering.definitions = definitions(file).unwrap_or_default();
    numbering.lists = lists(file).unwrap_or_default();
    numbering.styles = styles(file).unwrap_or_default();
    numbering
}

/// Bytes of the head of a definition.
const DEFINITION: usize = 28;

/// The heads of the definitions stand in their part; their levels follow it.
fn definitions(file: &File<'_>) -> Option<HashMap<String, Definition>> {
    let (start, length) = file.place(Part::Lists)?;
    let part = file.part(Part::Lists)?;
    let count = usize::from(u16_at(part, 0)?).min(MOST);
    let mut rest = file.table.get(start + length..)?;
    let mut definitions = HashMap::new();
    for n in 0..count {
        let head = part.get(2 + n * DEFINITION..)?;
        let id = u32_at(head, 0)?;
        let is_simple = head.get(26)? & 1 != 0;
        let mut definition = Definition::default();
        for slot in definition.levels.iter_mut().take(if is_simple { 1 } else { LEVELS }) {
            let Some((level, after)) = level(rest) else { return Some(definitions) };
            *slot = level;
            rest = after;
        }
        definitions.insert(id.to_string(), definition);
    }
    Some(definitions)
}

/// A level, and what follows it.
fn level(bytes: &[u8]) -> Option<(Level, &[u8])> {
    const HEAD: usize = 28;
    let flags = *bytes.get(5)?;
    let skipped = usize::from(*bytes.get(24)?) + usize::from(*bytes.get(25)?);
    let text = bytes.get(HEAD + skipped..)?;
    let length = usize::from(u16_at(text, 0)?);
    let units = (0..length).map(|n| u16_at(text, 2 + n * 2)).collect::<Option<Vec<u16>>>()?;
    let mut written = String::new();
    for c in char::decode_utf16(units) {
        match c {
            Ok(c) if (c as usize) < LEVELS => written.push_str(&format!("%{}", c as u32 + 1)),
            Ok(c) => written.push(c),
            Err(_) => {}
        }
    }
    let level = Level {
        start: u32_at(bytes, 0)?,
        format: format(*bytes.get(4)?).to_owned(),
        text: if written.len() <= LONGEST_TEXT { written } else { String::new() },
        // Restarts after a level of its own choice, counted from 0.
        restart: (flags & 8 != 0).then(|| bytes.get(26).map_or(0, |after| usize::from(*after))),
        legal: flags & 4 != 0,
        style: None,
    };
    Some((level, text.get(2 + length * 2..)?))
}

/// The formats of numbers, under the names they have in DOCX.
fn format(code: u8) -> &'static str {
    match code {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        10 => "ideographDigital",
        11 => "japaneseCounting",
        14 => "decimalFullWidth",
        16 => "japaneseLegal",
        17 => "japaneseDigitalTenThousand",
        18 => "decimalEnclosedCircle",
        19 => "decimalFullWidth2",
        22 => "decimalZero",
        23 => "bullet",
        26 => "decimalEnclosedFullstop",
        27 => "decimalEnclosedParen",
        28 => "decimalEnclosedCircleChinese",
        29 => "ideographEnclosedCircle",
        30 => "ideographTraditional",
        31 => "ideographZodiac",
        33 => "taiwaneseCounting",
        34 => "ideographLegalTraditional",
        35 => "taiwaneseCountingThousand",
        36 => "taiwaneseDigital",
        37 => "chineseCounting",
        38 => "chineseLegalSimplified",
        39 => "chineseCountingThousand",
        255 => "none",
        _ => "decimal",
    }
}

/// Bytes of the head of a list.
const LIST_HEAD: usize = 16;

/// The lists, numbered from 1; what they change of their definitions follows them in the same part.
fn lists(file: &File<'_>) -> Option<HashMap<String, List>> {
    let part = file.part(Part::ListOverrides)?;
    let count = (u32_at(part, 0)? as usize).min(MOST);
    let mut rest = part.get(4 + count * LIST_HEAD..)?;
    let mut lists = HashMap::new();
    for n in 0..count {
        let head = part.get(4 + n * LIST_HEAD..)?;
        let mut list = List { definition: u32_at(head, 0)?.to_string(), ..List::default() };
        rest = rest.get(4..).unwrap_or_default();
        for _ in 0..*head.get(12)? {
            let Some((start, flags)) = u32_at(rest, 0).zip(u32_at(rest, 4)) else { break };
            rest = &rest[8..];
            let at = (flags & 15) as usize;
            if flags & 32 != 0 {
                let Some((level, after)) = level(rest) else { break };
                list.levels.insert(at, level);
                rest = after;
            } else if flags & 16 != 0 {
                list.starts.insert(at, start);
            }
        }
        lists.insert((n + 1).to_string(), list);
    }
    Some(lists)
}

/// The styles of paragraphs, by number.
fn styles(file: &File<'_>) -> Option<HashMap<String, Style>> {
    let part = file.part(Part::Styles)?;
    let head = usize::from(u16_at(part, 0)?);
    let count = usize::from(u16_at(part, 2)?).min(MOST);
    let base = usize::from(u16_at(part, 4)?);
    let mut rest = part.get(2 + head..)?;
    let mut styles = HashMap::new();
    for n in 0..count {
        let length = usize::from(u16_at(rest, 0)?);
        let entry = rest.get(2..2 + length)?;
        rest = &rest[2 + length..];
        if let Some(style) = style(file, entry, base) {
            styles.insert(n.to_string(), style);
        }
    }
    Some(styles)
}

/// What a style of paragraphs says of numbers.
fn style(file: &File<'_>, entry: &[u8], base: usize) -> Option<Style> {
    const PARAGRAPH: u16 = 1;
    let kind_and_base = u16_at(entry, 2)?;
    if kind_and_base & 15 != PARAGRAPH {
        return None;
    }
    let name_length = usize::from(u16_at(entry, base)?);
    let properties = base + 2 + (name_length + 1) * 2;
    let length = usize::from(u16_at(entry, properties)?);
    // The number of the style comes first.
    let bytes = entry.get(properties + 4..properties + 2 + length).unwrap_or_default();
    let based_on = (kind_and_base >> 4 != 0x0fff).then(|| (kind_and_base >> 4).to_string());
    Some(Style { based_on, mark: mark(&properties::instructions(file, bytes)) })
}
