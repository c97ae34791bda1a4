//! HTML, read token by token.
//!
//! No tree is built: a line ends where a block begins or ends, and only tables nest. That keeps the reader
//! linear in its input however the elements are nested, which building a tree as browsers do is not.

mod element;
mod hidden;
mod table;
mod token;

use reporting::document::Document;

use crate::flow::{self, Block};
use crate::limits::Budget;
use crate::{Limits, Unreadable};
use element::Element;
use hidden::{End, Hidden};
use table::Table;
use token::{Tag, Token, tokens};

/// Reads a page.
pub(crate) fn read(text: &str, limits: &Limits) -> Result<Document, Unreadable> {
    let mut budget = Budget::new(limits);
    let page = Page::new(&mut budget).walk(text)?;
    Ok(flow::document(page.blocks, page.title))
}

/// Reads a table that stands in a text after `before` others.
pub(crate) fn table(text: &str, before: u32, budget: &mut Budget) -> Result<Vec<Block>, Unreadable> {
    let page = Page { tables_done: before, ..Page::new(budget) }.walk(text)?;
    Ok(page.blocks)
}

/// What is known of a page so far.
struct Page<'b> {
    budget: &'b mut Budget,
    title: Option<String>,
    blocks: Vec<Block>,
    /// The line being gathered.
    line: String,
    /// White space is due before the next letter of the line.
    space: bool,
    /// `<pre>` elements that are open.
    preformatted: usize,
    in_title: bool,
    hidden: Option<Hidden>,
    /// Tables that are open, the innermost last.
    tables: Vec<Table>,
    tables_done: u32,
}

impl<'b> Page<'b> {
    fn new(budget: &'b mut Budget) -> Page<'b> {
        Page {
            budget,
            title: None,
            blocks: Vec::new(),
            line: String::new(),
            space: false,
            preformatted: 0,
            in_title: false,
            hidden: None,
            tables: Vec::new(),
            tables_done: 0,
        }
    }

    fn walk(mut self, text: &str) -> Result<Page<'b>, Unreadable> {
        for token in tokens(text) {
            match token {
                Token::Start(tag) => self.start(tag)?,
                Token::End(name) => self.end(&name)?,
                Token::Text(text) => self.text(&text)?,
            }
        }
        self.end_line()?;
        while !self.tables.is_empty() {
            self.end_table()?;
        }
        Ok(self)
    }

    fn start(&mut self, tag: Tag) -> Result<(), Unreadable> {
        if self.hidden.as_mut().is_some_and(|hidden| hidden.contains_start(&tag.name)) {
            return Ok(());
        }
        self.hidden = None;
        let element = Element::of(&tag.name);
        let other_title = element == Element::Title && self.title.is_some();
        if other_title || element::is_hidden(&tag) {
            self.hidden = Some(Hidden::new(tag.name));
            return Ok(());
        }
        match element {
            Element::Inline => return Ok(()),
            Element::Title => {
                self.in_title = true;
                return Ok(());
            }
            _ => self.end_line()?,
        }
        match element {
            Element::Heading => {
                if let Some(table) = self.tables.last_mut() {
                    table.heading();
                }
            }
            Element::Preformatted => self.preformatted += 1,
            Element::Table => self.start_table()?,
            Element::Group => self.in_table(Table::end_group),
            Element::Row => self.in_table(Table::start_row),
            Element::Cell => self.start_cell(&tag)?,
            Element::Block | Element::Inline | Element::Title => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &[u8]) -> Result<(), Unreadable> {
        if let Some(hidden) = &mut self.hidden {
            match hidden.end_of(name) {
                End::Inner => return Ok(()),
                End::Own => {
                    self.hidden = None;
                    return Ok(());
                }
                End::Outer => self.hidden = None,
            }
        }
        let element = Element::of(name);
        match element {
            Element::Inline => return Ok(()),
            Element::Title => {
                self.in_title = false;
                return Ok(());
            }
            _ => self.end_line()?,
        }
        match element {
            Element::Preformatted => self.preformatted = self.preformatted.saturating_sub(1),
            Element::Table => self.end_table()?,
            Element::Group => self.in_table(Table::end_group),
            Element::Row => self.in_table(Table::end_row),
            Element::Cell => self.in_table(Table::end_cell),
            Element::Block | Element::Heading | Element::Inline | Element::Title => {}
        }
        Ok(())
    }

    /// Adds text to the line, with white space as browsers show it.
    fn text(&mut self, text: &str) -> Result<(), Unreadable> {
        if self.hidden.is_some() {
            return Ok(());
        }
        if self.in_title {
            let words: Vec<&str> = text.split_whitespace().collect();
            self.title.get_or_insert_default().push_str(&words.join(" "));
            return Ok(());
        }
        for c in text.chars() {
            match c {
                '\n' if self.preformatted > 0 => self.end_line()?,
                '\t' | '\n' | '\x0c' | '\r' | ' ' if self.preformatted == 0 => {
                    self.space = !self.line.is_empty()
                }
                c => {
                    if self.space {
                        self.line.push(' ');
                        self.space = false;
                    }
                    self.line.push(if c == '\u{a0}' { ' ' } else { c });
                }
            }
        }
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), Unreadable> {
        self.space = false;
        if self.line.trim().is_empty() {
            self.line.clear();
            return Ok(());
        }
        self.budget.line()?;
        self.blocks.push(Block::Text(std::mem::take(&mut self.line)));
        Ok(())
    }

    fn in_table(&mut self, change: impl FnOnce(&mut Table, usize)) {
        let end = self.blocks.len();
        if let Some(table) = self.tables.last_mut() {
            change(table, end);
        }
    }

    fn start_table(&mut self) -> Result<(), Unreadable> {
        // Directly in another table, not in a cell of it, a table ends that one.
        if self.tables.last().is_some_and(|table| !table.in_cell()) {
            self.end_table()?;
        }
        if self.tables.len() >= self.budget.limits.depth {
            return Err(Unreadable::TooDeep);
        }
        self.tables.push(Table::new(self.blocks.len(), self.budget.limits.columns));
        Ok(())
    }

    fn start_cell(&mut self, tag: &Tag) -> Result<(), Unreadable> {
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        self.budget.cell()?;
        table.start_cell(tag.columns.unwrap_or(1), tag.rows.unwrap_or(1), self.blocks.len())
    }

    /// Ends the innermost table and turns its cells to rows, if it is a table of data.
    fn end_table(&mut self) -> Result<(), Unreadable> {
        let Some(mut table) = self.tables.pop() else { return Ok(()) };
        table.end_row(self.blocks.len());
        let content = self.blocks.split_off(table.start());
        if table.is_layout(&content) {
            self.blocks.extend(content);
            if let Some(outer) = self.tables.last_mut() {
                outer.contains_layout(table.holds_prose());
            }
            return Ok(());
        }
        self.tables_done += 1;
        for block in table.into_rows(content, self.tables_done) {
            self.budget.line()?;
            self.blocks.push(block);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
