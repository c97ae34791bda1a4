//! Properties of stretches of a DOC file: instructions (sprm) that pages of 512 bytes keep for them.

use super::file::{File, Part, u16_at, u32_at};

const PAGE: usize = 512;

/// Properties of paragraphs or of characters, found by places in the main stream.
pub(super) struct Properties<'a> {
    /// For stretches in ascending order: where each ends, and its instructions.
    stretches: Vec<(u32, &'a [u8])>,
}

impl<'a> Properties<'a> {
    /// The properties of paragraphs: the number of the style comes before the instructions.
    pub(super) fn of_paragraphs(file: &File<'a>) -> Properties<'a> {
        Properties::read(file, Part::ParagraphPages, |page, stretch, count| {
            let entry = (count + 1) * 4 + stretch * 13;
            let at = usize::from(*page.get(entry)?) * 2;
            let size = usize::from(*page.get(at)?);
            // An odd length is counted in words and one byte less; a nought says that the next byte counts words.
            let (at, length) = match size {
                0 => (at + 2, usize::from(*page.get(at + 1)?) * 2),
                _ => (at + 1, size * 2 - 1),
            };
            page.get(at..at + length)
        })
    }

    /// The properties of characters.
    pub(super) fn of_characters(file: &File<'a>) -> Properties<'a> {
        Properties::read(file, Part::CharacterPages, |page, stretch, count| {
            let at = usize::from(*page.get((count + 1) * 4 + stretch)?) * 2;
            if at == 0 {
                return Some(&[]);
            }
            page.get(at + 1..at + 1 + usize::from(*page.get(at)?))
        })
    }

    fn read(
        file: &File<'a>,
        part: Part,
        entry: impl Fn(&'a [u8], usize, usize) -> Option<&'a [u8]>,
    ) -> Properties<'a> {
        let table = file.part(part).unwrap_or_default();
        let pages = table.len().saturating_sub(4) / 8;
        let mut stretches = Vec::new();
        for number in 0..pages {
            let page = u32_at(table, (pages + 1) * 4 + number * 4).map(|page| (page & 0x003f_ffff) as usize);
            let start = page.and_then(|page| page.checked_mul(PAGE));
            let Some(page) = start.and_then(|start| file.main.get(start..start + PAGE)) else { continue };
            let count = usize::from(page[PAGE - 1]);
            for stretch in 0..count {
                let Some(end) = u32_at(page, (stretch + 1) * 4) else { break };
                stretches.push((end, entry(page, stretch, count).unwrap_or_default()));
            }
        }
        stretches.sort_by_key(|(end, _)| *end);
        Properties { stretches }
    }

    /// The instructions for a place.
    pub(super) fn at(&self, place: u32) -> &'a [u8] {
        let index = self.stretches.partition_point(|(end, _)| *end <= place);
        self.stretches.get(index).map_or(&[], |(_, instructions)| instructions)
    }
}

/// An instruction and its operand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Instruction<'a> {
    pub(super) code: u16,
    pub(super) operand: &'a [u8],
}

impl Instruction<'_> {
    /// The first byte of the operand.
    pub(super) fn byte(&self) -> u8 {
        self.operand.first().copied().unwrap_or_default()
    }

    /// The operand, if it is a word.
    pub(super) fn word(&self) -> u16 {
        u16_at(self.operand, 0).unwrap_or_default()
    }

    /// The operand, if it is a double word.
    pub(super) fn double(&self) -> u32 {
        u32_at(self.operand, 0).unwrap_or_default()
    }
}

/// The instruction that keeps its operand in the data stream: more instructions.
const HUGE: u16 = 0x6646;
/// The same, in older files.
const HUGE_TABLE: u16 = 0x6645;
/// The definition of the cells of a row, whose length takes two bytes.
pub(super) const DEFINE_TABLE: u16 = 0xd608;
/// Tab stops, whose length may be longer than a byte says.
const CHANGE_TABS: u16 = 0xc615;

/// The instructions of some bytes, those kept elsewhere included.
pub(super) fn instructions<'a>(file: &File<'a>, bytes: &'a [u8]) -> Vec<Instruction<'a>> {
    let mut all = Vec::new();
    gather(file, bytes, true, &mut all);
    all
}

fn gather<'a>(file: &File<'a>, mut bytes: &'a [u8], follows: bool, all: &mut Vec<Instruction<'a>>) {
    while let Some(instruction) = next(&mut bytes) {
        if follows && matches!(instruction.code, HUGE | HUGE_TABLE) {
            let at = u32_at(instruction.operand, 0).unwrap_or_default() as usize;
            let length = u16_at(file.data, at).map_or(0, usize::from);
            if let Some(more) = file.data.get(at.saturating_add(2)..at.saturating_add(2 + length)) {
                gather(file, more, false, all);
            }
        } else {
            all.push(instruction);
        }
    }
}

/// Takes the next instruction off some bytes.
fn next<'a>(bytes: &mut &'a [u8]) -> Option<Instruction<'a>> {
    let code = u16_at(bytes, 0)?;
    let rest = &bytes[2..];
    // The last three bits of an instruction tell how long its operand is.
    let (skip, length) = match code >> 13 {
        0 | 1 => (0, 1),
        2 | 4 | 5 => (0, 2),
        3 => (0, 4),
        7 => (0, 3),
        _ if code == DEFINE_TABLE => (2, usize::from(u16_at(rest, 0)?).checked_sub(1)?),
        _ if code == CHANGE_TABS && rest.first() == Some(&255) => {
            let deleted = usize::from(*rest.get(1)?);
            let added = usize::from(*rest.get(2 + deleted * 4)?);
            (1, 2 + deleted * 4 + added * 3)
        }
        _ => (1, usize::from(*rest.first()?)),
    };
    let operand = rest.get(skip..skip + length)?;
    *bytes = &rest[skip + length..];
    Some(Instruction { code, operand })
}
