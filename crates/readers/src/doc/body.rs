//! The body of a DOC file: paragraphs and tables in reading order.

use super::file::{File, u16_at};
use super::lists;
use super::properties::{self, Properties};
use super::rows::{RowDefinition, Table};
use crate::flow::Block;
use crate::limits::Budget;
use crate::numbering::{Mark, Numbering};
use crate::{Limits, Unreadable};

/// Marks in the text.
mod mark {
    pub(super) const CELL: char = '\u{7}';
    pub(super) const LINE: char = '\u{b}';
    pub(super) const PAGE: char = '\u{c}';
    pub(super) const PARAGRAPH: char = '\r';
    pub(super) const COLUMN: char = '\u{e}';
    pub(super) const FIELD: char = '\u{13}';
    pub(super) const FIELD_RESULT: char = '\u{14}';
    pub(super) const FIELD_END: char = '\u{15}';
    pub(super) const HYPHEN: char = '\u{1e}';
}

/// Tables within one another that are told apart.
const MOST_DEEP: u32 = 30;

/// Instructions that tell where a paragraph stands.
mod code {
    pub(super) const IN_TABLE: u16 = 0x2416;
    pub(super) const ENDS_ROW: u16 = 0x2417;
    pub(super) const DEPTH: u16 = 0x6649;
    pub(super) const ENDS_INNER_CELL: u16 = 0x244b;
    pub(super) const ENDS_INNER_ROW: u16 = 0x244c;
    pub(super) const DELETED: u16 = 0x0800;
    pub(super) const HIDDEN: u16 = 0x083c;
}

/// Reads the body.
pub(super) fn read(file: &File<'_>, limits: &Limits) -> Result<Vec<Block>, Unreadable> {
    let mut body = Body {
        file: *file,
        budget: Budget::new(limits),
        numbering: lists::numbering(file),
        blocks: Vec::new(),
        tables: 0,
        levels: Vec::new(),
        fields: Vec::new(),
    };
    let text = file.text(&mut body.budget)?;
    let characters = Properties::of_characters(file);
    let paragraphs = Properties::of_paragraphs(file);
    let mut shown = Shown { file, characters: &characters, instructions: &[], is_shown: true };
    let mut paragraph = String::new();
    for (c, place) in text {
        match c {
            mark::PARAGRAPH | mark::CELL | mark::PAGE => {
                let line = std::mem::take(&mut paragraph);
                body.paragraph(line, c, paragraphs.at(place))?;
            }
            c => {
                let c = body.character(c).filter(|_| shown.at(place));
                paragraph.extend(c);
            }
        }
    }
    if !paragraph.is_empty() {
        // The file was cut off in the paragraph.
        body.paragraph(paragraph, mark::PARAGRAPH, &[])?;
    }
    body.close_tables(0)?;
    Ok(body.blocks)
}

/// Whether characters are shown: neither hidden nor deleted.
struct Shown<'p, 'a> {
    file: &'p File<'a>,
    characters: &'p Properties<'a>,
    /// The instructions for which the answer is known.
    instructions: &'a [u8],
    is_shown: bool,
}

impl Shown<'_, '_> {
    fn at(&mut self, place: u32) -> bool {
        let instructions = self.characters.at(place);
        if !std::ptr::eq(instructions, self.instructions) {
            let on = |code| {
                let all = properties::instructions(self.file, instructions);
                all.iter().rfind(|other| other.code == code).is_some_and(|other| other.byte() & 1 == 1)
            };
            self.is_shown = instructions.is_empty() || !on(code::HIDDEN) && !on(code::DELETED);
            self.instructions = instructions;
        }
        self.is_shown
    }
}

struct Body<'a> {
    file: File<'a>,
    budget: Budget,
    numbering: Numbering,
    blocks: Vec<Block>,
    tables: u32,
    /// The open tables, the outermost first.
    levels: Vec<Level>,
    /// For every open field, whether its result has begun.
    fields: Vec<bool>,
}

/// A table that has begun.
#[derive(Default)]
struct Level {
    table: Table,
    /// The cells of the open row.
    cells: Vec<Vec<Block>>,
    /// What the open cell contains.
    cell: Vec<Block>,
}

impl Body<'_> {
    /// What a character prints.
    fn character(&mut self, c: char) -> Option<char> {
        match c {
            mark::FIELD => self.fields.push(false),
            mark::FIELD_RESULT => {
                if let Some(has_result) = self.fields.last_mut() {
                    *has_result = true;
                }
            }
            mark::FIELD_END => drop(self.fields.pop()),
            // What a field is made of is not printed, only its result.
            _ if self.fields.contains(&false) => {}
            mark::LINE | mark::COLUMN => return Some('\n'),
            mark::HYPHEN => return Some('-'),
            '\t' => return Some('\t'),
            c if c.is_control() => {}
            c => return Some(c),
        }
        None
    }

    /// Takes in a paragraph, of which `end` is the mark at its end.
    fn paragraph(&mut self, text: String, end: char, properties: &[u8]) -> Result<(), Unreadable> {
        let style = u16_at(properties, 0).map(|style| style.to_string());
        let file = self.file;
        let instructions = properties::instructions(&file, properties.get(2..).unwrap_or_default());
        let flag = |code| {
            instructions
                .iter()
                .rfind(|instruction| instruction.code == code)
                .is_some_and(|found| found.byte() != 0)
        };
        let depth = instructions.iter().rfind(|instruction| instruction.code == code::DEPTH);
        let depth = depth.map_or(0, |depth| depth.double().clamp(0, MOST_DEEP) as usize);
        let in_table = flag(code::IN_TABLE) || end == mark::CELL;
        let depth = depth.max(usize::from(in_table));
        self.close_tables(depth)?;
        self.levels.resize_with(depth, Level::default);
        if let Some(level) = self.levels.last_mut()
            && flag(if depth == 1 { code::ENDS_ROW } else { code::ENDS_INNER_ROW })
        {
            let cells = std::mem::take(&mut level.cells);
            level.cell.clear();
            level.table.push(RowDefinition::of(&instructions), cells);
            return Ok(());
        }
        let label = self.number(&text, &lists::mark(&instructions), style.as_deref());
        self.lines(&format!("{label}{text}"))?;
        if let Some(level) = self.levels.last_mut()
            && if depth == 1 { end == mark::CELL } else { flag(code::ENDS_INNER_CELL) }
        {
            self.budget.cell()?;
            let cell = std::mem::take(&mut level.cell);
            level.cells.push(cell);
        }
        Ok(())
    }

    /// The automatic number of a paragraph; one without text is not numbered.
    fn number(&mut self, text: &str, mark: &Mark, style: Option<&str>) -> String {
        if text.trim().is_empty() || mark.list.as_deref() == Some("0") {
            return String::new();
        }
        self.numbering.label(mark, style)
    }

    /// Adds lines to the open cell, or to the body.
    fn lines(&mut self, text: &str) -> Result<(), Unreadable> {
        for line in text.split('\n') {
            self.budget.line()?;
            self.budget.text(line)?;
            let blocks = self.levels.last_mut().map_or(&mut self.blocks, |level| &mut level.cell);
            blocks.push(Block::Text(line.to_owned()));
        }
        Ok(())
    }

    /// Ends the tables that are deeper than the next paragraph.
    fn close_tables(&mut self, depth: usize) -> Result<(), Unreadable> {
        while self.levels.len() > depth {
            let Some(mut level) = self.levels.pop() else { break };
            // Cells without the end of a row: the file was cut off in the table.
            if !level.cell.is_empty() {
                level.cells.push(std::mem::take(&mut level.cell));
            }
            if !level.cells.is_empty() {
                level.table.push(RowDefinition::default(), level.cells);
            }
            if !level.table.is_empty() {
                self.tables += 1;
                let rows = level.table.blocks(self.tables, self.budget.limits.columns)?;
                self.levels.last_mut().map_or(&mut self.blocks, |level| &mut level.cell).extend(rows);
            }
        }
        Ok(())
    }
}
