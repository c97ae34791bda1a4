//! The body of a document: paragraphs and tables in reading order.

use reporting::document::Field;

use crate::flow::{self, Block};
use crate::limits::Budget;
use crate::numbering::{Mark, Numbering};
use crate::xml::{Element, Node, Xml};
use crate::{Limits, Unreadable};

/// Reads the body.
pub(super) struct Body {
    budget: Budget,
    numbering: Numbering,
    blocks: Vec<Block>,
    /// Paragraphs that are open: a text box stands within one.
    paragraphs: Vec<Paragraph>,
    /// Tables that are open, the innermost last.
    tables: Vec<Table>,
    tables_begun: u32,
    in_text: bool,
    /// For every open choice between alternatives, whether one has been taken.
    alternatives: Vec<bool>,
}

struct Paragraph {
    /// Blocks before it.
    start: usize,
    text: String,
    style: Option<String>,
    mark: Mark,
    run: Run,
}

/// Where a paragraph stands with respect to runs of text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Outside,
    Shown,
    Hidden,
}

struct Table {
    number: u32,
    rows: u32,
    row: Row,
}

#[derive(Default)]
struct Row {
    /// Blocks before it.
    start: usize,
    /// Columns before the next cell.
    columns: u16,
    cells: Vec<Cell>,
    in_properties: bool,
    deleted: bool,
}

struct Cell {
    start: usize,
    end: usize,
    column: u16,
    span: u16,
    /// Continues the cell above.
    continued: bool,
    /// Continues the cell to the left.
    joined: bool,
}

impl Body {
    pub(super) fn new(numbering: Numbering, limits: &Limits) -> Body {
        Body {
            budget: Budget::new(limits),
            numbering,
            blocks: Vec::new(),
            paragraphs: Vec::new(),
            tables: Vec::new(),
            tables_begun: 0,
            in_text: false,
            alternatives: Vec::new(),
        }
    }

    /// Reads the main part of a document.
    pub(super) fn read(mut self, text: &str) -> Result<Vec<Block>, Unreadable> {
        let mut xml = Xml::new(text, &self.budget.limits);
        while let Some(node) = xml.next()? {
            match node {
                Node::Start(element) => self.start(&element, &mut xml)?,
                Node::End(name) => self.end(&name)?,
                Node::Text(text) if self.in_text => self.write(&text)?,
                Node::Text(_) => {}
            }
        }
        Ok(self.blocks)
    }

    fn start(&mut self, element: &Element, xml: &mut Xml) -> Result<(), Unreadable> {
        match element.name() {
            "p" => self.start_paragraph(),
            "r" => self.set_run(Run::Shown),
            "vanish" if element.is_on() && self.run() == Run::Shown => self.set_run(Run::Hidden),
            "t" => self.in_text = true,
            "tab" | "ptab" => self.write("\t")?,
            "br" | "cr" => self.write("\n")?,
            "noBreakHyphen" => self.write("-")?,
            "pStyle" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.style = element.attribute("val");
                }
            }
            "numId" | "ilvl" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.mark.property(element);
                }
            }
            "AlternateContent" => self.alternatives.push(false),
            "Choice" | "Fallback" => match self.alternatives.last_mut() {
                Some(taken @ false) => *taken = true,
                _ => xml.skip()?,
            },
            "del" if self.row().is_some_and(|row| row.in_properties) => {
                if let Some(row) = self.row() {
                    row.deleted = true;
                }
            }
            // Deleted text, former properties, tab stops, glosses, and the properties of sections and controls.
            "del" | "moveFrom" | "pPrChange" | "rPrChange" | "tblPrChange" | "trPrChange" | "tcPrChange"
            | "tabs" | "rt" | "sectPr" | "sdtPr" => xml.skip()?,
            "tbl" | "tr" | "trPr" | "gridBefore" | "tc" | "gridSpan" | "vMerge" | "hMerge" => {
                self.start_in_table(element)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn start_in_table(&mut self, element: &Element) -> Result<(), Unreadable> {
        let start = self.blocks.len();
        if element.name() == "tbl" {
            self.tables_begun += 1;
            self.tables.push(Table { number: self.tables_begun, rows: 0, row: Row::default() });
            return Ok(());
        }
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        let row = &mut table.row;
        match element.name() {
            "tr" => {
                table.rows += 1;
                *row = Row { start, ..Row::default() };
            }
            "trPr" => row.in_properties = true,
            "gridBefore" => row.columns = element.number("val").unwrap_or(0),
            "tc" => {
                self.budget.cell()?;
                row.cells.push(Cell {
                    start,
                    end: start,
                    column: 0,
                    span: 1,
                    continued: false,
                    joined: false,
                });
            }
            property => {
                if let Some(cell) = row.cells.last_mut() {
                    let continues = element.attribute("val").is_none_or(|value| value == "continue");
                    match property {
                        "gridSpan" => cell.span = element.number("val").unwrap_or(1).max(1),
                        "vMerge" => cell.continued = continues,
                        _ => cell.joined = continues,
                    }
                }
            }
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Unreadable> {
        match name {
            "p" => self.end_paragraph()?,
            "r" => self.set_run(Run::Outside),
            "t" => self.in_text = false,
            "AlternateContent" => drop(self.alternatives.pop()),
            "trPr" => {
                if let Some(row) = self.row() {
                    row.in_properties = false;
                }
            }
            "tc" => self.end_cell()?,
            "tr" => self.end_row()?,
            "tbl" => drop(self.tables.pop()),
            _ => {}
        }
        Ok(())
    }

    fn run(&self) -> Run {
        self.paragraphs.last().map_or(Run::Outside, |paragraph| paragraph.run)
    }

    fn set_run(&mut self, run: Run) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.run = run;
        }
    }

    fn write(&mut self, text: &str) -> Result<(), Unreadable> {
        if let Some(paragraph) = self.paragraphs.last_mut().filter(|paragraph| paragraph.run == Run::Shown) {
            self.budget.text(text)?;
            paragraph.text.push_str(text);
        }
        Ok(())
    }

    fn start_paragraph(&mut self) {
        let start = self.blocks.len();
        let (text, style, mark) = (String::new(), None, Mark::default());
        self.paragraphs.push(Paragraph { start, text, style, mark, run: Run::Outside });
    }

    /// Puts the lines of the paragraph before what its text boxes contain.
    fn end_paragraph(&mut self) -> Result<(), Unreadable> {
        let Some(paragraph) = self.paragraphs.pop() else { return Ok(()) };
        let label = self.numbering.label(&paragraph.mark, paragraph.style.as_deref());
        self.budget.text(&label)?;
        let text = label + &paragraph.text;
        let lines: Vec<Block> = text.split('\n').map(|line| Block::Text(line.to_owned())).collect();
        for _ in &lines {
            self.budget.line()?;
        }
        self.blocks.splice(paragraph.start..paragraph.start, lines);
        Ok(())
    }

    fn row(&mut self) -> Option<&mut Row> {
        self.tables.last_mut().map(|table| &mut table.row)
    }

    fn end_cell(&mut self) -> Result<(), Unreadable> {
        let (end, limit) = (self.blocks.len(), self.budget.limits.columns);
        let Some(row) = self.row() else { return Ok(()) };
        let columns = row.columns;
        let Some(cell) = row.cells.last_mut() else { return Ok(()) };
        cell.end = end;
        cell.column = columns;
        row.columns = columns.saturating_add(cell.span);
        if row.columns > limit { Err(Unreadable::TooManyColumns(limit)) } else { Ok(()) }
    }

    /// Turns the row to a block, or to what it contains if it only lays out the page.
    fn end_row(&mut self) -> Result<(), Unreadable> {
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        let (number, place) = (table.number, table.rows);
        let row = std::mem::take(&mut table.row);
        let content = self.blocks.split_off(row.start);
        if row.deleted {
            return Ok(());
        }
        let inside = |cell: &Cell| &content[cell.start - row.start..cell.end - row.start];
        if flow::is_layout(row.cells.iter().map(inside)) {
            self.blocks.extend(content);
            return Ok(());
        }
        self.budget.line()?;
        let ranges: Vec<_> = row.cells.iter().map(|cell| cell.start..cell.end).collect();
        let (texts, inner) = flow::share(content, row.start, &ranges);
        let mut fields: Vec<Field> = Vec::new();
        for (cell, text) in row.cells.iter().zip(texts) {
            match fields.last_mut() {
                _ if cell.continued => {}
                Some(left) if cell.joined => left.span += cell.span,
                _ => fields.push(Field { text, column: cell.column, span: cell.span }),
            }
        }
        self.blocks.push(Block::Row { table: number, row: place, fields });
        self.blocks.extend(inner);
        Ok(())
    }
}
