//! Pages in a row: headers and page numbers go, tables that a page break tore apart are one again.

use std::collections::HashMap;

use reporting::document::{Content, Document, Field, Line, Place};

use super::breaks::{self, Piece, Row};
use super::columns;
use super::lines::{self, TextLine};
use super::table::Table;
use super::{Page, dashes, lattice};
use crate::Unreadable;
use crate::limits::Budget;

/// The document that pages print.
pub(crate) fn document(pages: Vec<Page>, budget: &mut Budget) -> Result<Document, Unreadable> {
    let set: Result<Vec<Vec<Element>>, Unreadable> =
        pages.iter().map(|page| elements(page, budget)).collect();
    let mut set = set?;
    drop_furniture(&mut set, &pages);
    let mut writer = Writer { document: Document::default(), tables: 0, open: Vec::new(), budget };
    for ((number, page), elements) in (1..).zip(&pages).zip(set) {
        let mut line_number = 0;
        for (at, element) in elements.into_iter().enumerate() {
            match element {
                Element::Table(table) => {
                    if !(at == 0 && writer.goes_on(&table)) {
                        writer.close()?;
                    }
                    writer.open.push(Piece { table, is_recognised: page.is_recognised });
                }
                Element::Line(line) => {
                    writer.close()?;
                    line_number += 1;
                    writer.text(line.text, Place::page(number, line_number), page.is_recognised)?;
                }
            }
        }
    }
    writer.close()?;
    let unread = (1..).zip(&pages).filter(|(_, page)| page.is_unread);
    writer.document.unread = unread.map(|(number, _)| number).collect();
    Ok(writer.document)
}

/// What stands on a page, from top to bottom.
enum Element {
    Line(TextLine),
    Table(Table),
}

impl Element {
    fn top(&self) -> f32 {
        match self {
            Element::Line(line) => line.baseline - line.size,
            Element::Table(table) => table.top,
        }
    }
}

fn elements(page: &Page, budget: &mut Budget) -> Result<Vec<Element>, Unreadable> {
    let rules = dashes::rules(page);
    let (mut tables, outside) = lattice::tables(page, &rules, budget)?;
    let (unruled, mut outside) = columns::tables(outside, &rules, budget)?;
    tables.extend(unruled);
    let lines = lines::listing(&mut outside).into_iter().map(Element::Line);
    let mut elements: Vec<Element> = lines.chain(tables.into_iter().map(Element::Table)).collect();
    elements.sort_by(|a, b| a.top().total_cmp(&b.top()));
    Ok(elements)
}

/// Lines nearer to the edge of the page than this share of its height may be headers and page numbers.
const MARGIN: f32 = 0.1;

/// Removes page numbers, and what most pages repeat at their edges.
fn drop_furniture(set: &mut [Vec<Element>], pages: &[Page]) {
    let at_edge = |element: &Element, page: &Page| match element {
        Element::Line(line) => {
            line.baseline < page.height * MARGIN || line.baseline > page.height * (1.0 - MARGIN)
        }
        Element::Table(_) => false,
    };
    let mut repeated: HashMap<String, usize> = HashMap::new();
    for (elements, page) in set.iter().zip(pages) {
        for element in elements.iter().filter(|element| at_edge(element, page)) {
            *repeated.entry(running_text(element)).or_default() += 1;
        }
    }
    for (elements, page) in set.iter_mut().zip(pages) {
        let last = elements.len().saturating_sub(1);
        let mut index = 0;
        elements.retain(|element| {
            let outermost = index == 0 || index == last;
            index += 1;
            let text = running_text(element);
            let often = !text.is_empty()
                && repeated.get(&text).is_some_and(|count| *count > 1 && count * 2 > pages.len());
            !(at_edge(element, page) && (often || outermost && is_page_number(element, &text)))
        });
    }
}

/// The text of a line without white space and numbers.
fn running_text(element: &Element) -> String {
    match element {
        Element::Line(line) => line.text.chars().filter(|c| !c.is_whitespace() && !c.is_numeric()).collect(),
        Element::Table(_) => String::new(),
    }
}

/// `3`, `— 3 —`, `第 3 页 共 9 页`, `3/9`.
fn is_page_number(element: &Element, running_text: &str) -> bool {
    let Element::Line(line) = element else { return false };
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let numbers = line.text.split(|c| !digit(c)).filter(|number| !number.is_empty()).count();
    (1..=2).contains(&numbers) && running_text.chars().all(|c| "-—–－─━·•.．/／~～第共页，,".contains(c))
}

/// Builds the document; a table stays open until something else follows it.
struct Writer<'a> {
    document: Document,
    tables: u32,
    /// The pieces of the open table, one from each page.
    open: Vec<Piece>,
    budget: &'a mut Budget,
}

impl Writer<'_> {
    fn text(&mut self, text: String, place: Place, is_recognised: bool) -> Result<(), Unreadable> {
        self.budget.text(&text)?;
        self.line(place, Content::Text(text), is_recognised)
    }

    fn line(&mut self, place: Place, content: Content, is_recognised: bool) -> Result<(), Unreadable> {
        self.budget.line()?;
        if is_recognised {
            self.document.recognised.insert(self.document.lines.len());
        }
        self.document.lines.push(Line { place, content });
        Ok(())
    }

    /// Whether a table at the top of a page goes on with the open one.
    fn goes_on(&self, table: &Table) -> bool {
        self.open.last().is_some_and(|open| open.goes_on_in(table))
    }

    /// Writes the open table.
    fn close(&mut self) -> Result<(), Unreadable> {
        let pieces = std::mem::take(&mut self.open);
        if pieces.is_empty() {
            return Ok(());
        }
        self.tables += 1;
        let rows = breaks::joined(pieces);
        for (Row { cells, is_recognised }, number) in rows.into_iter().zip(1..) {
            let mut fields = Vec::with_capacity(cells.len());
            let limit = self.budget.limits.columns;
            let mut free_from = 0;
            for cell in cells {
                self.budget.cell()?;
                self.budget.text(&cell.text)?;
                let from = cell.from.max(free_from);
                free_from = cell.to.max(from + 1);
                if free_from > usize::from(limit) {
                    return Err(Unreadable::TooManyColumns(limit));
                }
                fields.push(Field { text: cell.text, column: from as u16, span: (free_from - from) as u16 });
            }
            self.line(Place::table(self.tables, number), Content::Row(fields), is_recognised)?;
        }
        Ok(())
    }
}
