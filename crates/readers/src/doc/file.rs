//! The streams of a DOC file, what its header says where, and its text.

use crate::Unreadable;
use crate::limits::Budget;

/// The streams.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) main: &'a [u8],
    pub(super) table: &'a [u8],
    pub(super) data: &'a [u8],
}

/// The first word of the header.
const MAGIC: u16 = 0xa5ec;

/// The first version with this structure: Word 97.
const WORD_97: u16 = 0x00c1;

/// The parts of the table stream that are read, by their numbers in the header.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Styles = 1,
    CharacterPages = 12,
    ParagraphPages = 13,
    Pieces = 33,
    Lists = 73,
    ListOverrides = 74,
}

/// The name of the table stream.
///
/// # Errors
/// When the file is of another version or encrypted.
pub(super) fn table_stream(main: &[u8]) -> Result<&'static str, Unreadable> {
    let version = u16_at(main, 2).filter(|_| u16_at(main, 0) == Some(MAGIC)).ok_or(Unreadable::OldWord)?;
    if version < WORD_97 {
        return Err(Unreadable::OldWord);
    }
    let flags = u16_at(main, 0x0a).ok_or(Unreadable::Damaged)?;
    if flags & 0x0100 != 0 {
        return Err(Unreadable::Encrypted);
    }
    Ok(if flags & 0x0200 != 0 { "1Table" } else { "0Table" })
}

impl<'a> File<'a> {
    /// Where a part begins in the table stream, and its length.
    pub(super) fn place(&self, part: Part) -> Option<(usize, usize)> {
        let at = 0x9a + part as usize * 8;
        Some((u32_at(self.main, at)? as usize, u32_at(self.main, at + 4)? as usize))
    }

    /// A part of the table stream.
    pub(super) fn part(&self, part: Part) -> Option<&'a [u8]> {
        let (start, length) = self.place(part)?;
        self.table.get(start..start.checked_add(length)?)
    }

    /// The characters of the body, each with its place in the main stream.
    pub(super) fn text(&self, budget: &mut Budget) -> Result<Vec<(char, u32)>, Unreadable> {
        let length = u32_at(self.main, 0x4c).ok_or(Unreadable::Damaged)?;
        let pieces = self.part(Part::Pieces).and_then(pieces).ok_or(Unreadable::Damaged)?;
        let mut text = Vec::new();
        let mut high = None;
        for piece in pieces {
            let count = piece.end.min(length).saturating_sub(piece.start);
            let width = if piece.is_narrow { 1 } else { 2 };
            for n in 0..count {
                let at = piece.at.saturating_add(n.saturating_mul(width));
                let unit = if piece.is_narrow {
                    self.main.get(at as usize).map(|byte| u16::from_le_bytes([*byte, 0]))
                } else {
                    u16_at(self.main, at as usize)
                };
                // What lies beyond the end of the file was cut off.
                let Some(unit) = unit else { break };
                let c = match (high.take(), unit) {
                    (Some(high), 0xdc00..=0xdfff) => {
                        char::decode_utf16([high, unit]).next().and_then(Result::ok)
                    }
                    (_, 0xd800..=0xdbff) => {
                        high = Some(unit);
                        None
                    }
                    _ if piece.is_narrow => Some(western(unit)),
                    _ => char::from_u32(u32::from(unit)),
                };
                if let Some(c) = c {
                    text.push((c, at));
                }
            }
            budget.bytes(u64::from(count))?;
        }
        Ok(text)
    }
}

/// A stretch of the text.
struct Piece {
    start: u32,
    end: u32,
    /// Where it stands in the main stream.
    at: u32,
    /// One byte for a character.
    is_narrow: bool,
}

/// The pieces of the text, behind the properties that come first in their part.
fn pieces(mut part: &[u8]) -> Option<Vec<Piece>> {
    while let Some((1, rest)) = part.split_first() {
        let length = usize::from(u16_at(rest, 0)?);
        part = rest.get(2 + length..)?;
    }
    let (2, rest) = part.split_first()? else { return None };
    let length = u32_at(rest, 0)? as usize;
    let table = rest.get(4..4usize.checked_add(length)?)?;
    let count = length.checked_sub(4)? / 12;
    let piece = |n: usize| {
        let fc = u32_at(table, (count + 1) * 4 + n * 8 + 2)?;
        let is_narrow = fc & 0x4000_0000 != 0;
        let at = fc & 0x3fff_ffff;
        Some(Piece {
            start: u32_at(table, n * 4)?,
            end: u32_at(table, n * 4 + 4)?,
            at: if is_narrow { at / 2 } else { at },
            is_narrow,
        })
    };
    (0..count).map(piece).collect()
}

/// A character of one byte.
fn western(unit: u16) -> char {
    let byte = [unit as u8];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
    text.chars().next().unwrap_or(' ')
}

/// The number at a place.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

/// The number at a place.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}
