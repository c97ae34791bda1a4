//! Pages in a row: headers and page numbers go, tables that a page break tore apart are one again.

use std::collections::HashMap;

use reporting::document::{Content, Document, Field, Line, Place};

use super::Page;
use super::lattice::{self, Table, TableCell};
use super::lines::{self, TextLine};
use crate::Unreadable;
use crate::limits::Budget;

/// The document that pages print.
pub(crate) fn document(pages: Vec<Page>, budget: &mut Budget) -> Result<Document, Unreadable> {
    let mut set: Vec<Vec<Element>> = pages.iter().map(elements).collect();
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

fn elements(page: &Page) -> Vec<Element> {
    let (tables, mut outside) = lattice::tables(page);
    let lines = lines::listing(&mut outside).into_iter().map(Element::Line);
    let mut elements: Vec<Element> = lines.chain(tables.into_iter().map(Element::Table)).collect();
    elements.sort_by(|a, b| a.top().total_cmp(&b.top()));
    elements
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
            let often = repeated.get(&text).is_some_and(|count| *count > 1 && count * 2 > pages.len());
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
    let has_number = line.text.contains(|c: char| c.is_ascii_digit());
    has_number && running_text.chars().all(|c| "-—–－─·•.．/／~第共页，,".contains(c))
}

/// What one page holds of a table.
struct Piece {
    table: Table,
    is_recognised: bool,
}

/// Builds the document; a table stays open until something else follows it.
struct Writer<'a> {
    document: Document,
    tables: u32,
    /// The pieces of the open table, one from each page.
    open: Vec<Piece>,
    budget: &'a mut Budget,
}

/// How far the edges of the pieces of one table may be apart; points.
const SAME_EDGE: f32 = 6.0;

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
        let Some(Piece { table: open, .. }) = self.open.last() else { return false };
        let edges = |table: &Table| [table.xs[0], table.xs[table.xs.len() - 1]];
        edges(open).iter().zip(edges(table)).all(|(a, b)| (a - b).abs() <= SAME_EDGE)
    }

    /// Writes the open table.
    fn close(&mut self) -> Result<(), Unreadable> {
        let pieces = std::mem::take(&mut self.open);
        if pieces.is_empty() {
            return Ok(());
        }
        self.tables += 1;
        let xs = joint_edges(&pieces);
        let mut rows: Vec<(Vec<TableCell>, bool)> = Vec::new();
        let mut reaching: Vec<TableCell> = Vec::new();
        for (number, Piece { table: piece, is_recognised }) in pieces.into_iter().enumerate() {
            let joint = |index: usize| nearest(&xs, piece.xs[index]);
            let height = piece.rows.len();
            let mut next_reaching = Vec::new();
            let mut at_top = number > 0;
            for (at, row) in piece.rows.iter().enumerate() {
                let place = |cell: &TableCell| TableCell {
                    from: joint(cell.from),
                    to: joint(cell.to),
                    ..cell.clone()
                };
                let mut row: Vec<TableCell> = row.iter().map(place).collect();
                next_reaching.extend(row.iter().filter(|cell| at + cell.rows == height).cloned());
                if at_top {
                    if is_head_again(&row, &rows) {
                        continue;
                    }
                    at_top = false;
                    row.retain(|cell| !goes_on_blank(cell, &reaching));
                    if let Some((last, _)) = rows.last_mut()
                        && join_split_row(last, &row)
                    {
                        continue;
                    }
                }
                rows.push((row, is_recognised));
            }
            reaching = next_reaching;
        }
        for ((row, is_recognised), number) in rows.into_iter().zip(1..) {
            let mut fields = Vec::with_capacity(row.len());
            for cell in row {
                self.budget.cell()?;
                self.budget.text(&cell.text)?;
                let column = cell.from as u16;
                fields.push(Field { text: cell.text, column, span: (cell.to - cell.from).max(1) as u16 });
            }
            self.line(Place::table(self.tables, number), Content::Row(fields), is_recognised)?;
        }
        Ok(())
    }
}

/// The edges of the columns of all pieces of a table.
fn joint_edges(pieces: &[Piece]) -> Vec<f32> {
    let mut xs: Vec<f32> = pieces.iter().flat_map(|piece| piece.table.xs.iter().copied()).collect();
    xs.sort_by(f32::total_cmp);
    xs.dedup_by(|after, before| *after - *before <= SAME_EDGE / 2.0);
    xs
}

fn nearest(xs: &[f32], at: f32) -> usize {
    let distance = |index: &usize| (xs[*index] - at).abs();
    (0..xs.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
}

/// Whether a row at the top of a page repeats the head of the table: each of its words stands in the same columns
/// above the first numbers.
fn is_head_again(row: &[TableCell], rows: &[(Vec<TableCell>, bool)]) -> bool {
    let has_values = |(row, _): &&(Vec<TableCell>, bool)| row.iter().any(|cell| is_value(&cell.text));
    let head = || rows.iter().take_while(|row| !has_values(row)).flat_map(|(row, _)| row);
    let same = |a: &TableCell, b: &TableCell| {
        let plain = |cell: &TableCell| cell.text.split_whitespace().collect::<String>();
        (a.from, a.to) == (b.from, b.to) && plain(a) == plain(b)
    };
    let mut words = row.iter().filter(|cell| !cell.text.trim().is_empty()).peekable();
    words.peek().is_some() && words.all(|cell| head().any(|other| same(cell, other)))
}

/// Whether a cell at the top of a page is the blank rest of a merged cell of the page before.
fn goes_on_blank(cell: &TableCell, reaching: &[TableCell]) -> bool {
    let same = |above: &&TableCell| (above.from, above.to) == (cell.from, cell.to);
    cell.text.trim().is_empty()
        && reaching.iter().find(same).is_some_and(|above| above.rows > 1 || cell.rows > 1)
}

/// Puts the two halves of a row that a page break split together; tells whether it was one.
fn join_split_row(last: &mut [TableCell], first: &[TableCell]) -> bool {
    let label = |row: &[TableCell]| row.iter().any(|cell| has_words(&cell.text));
    let values = |row: &[TableCell]| row.iter().any(|cell| is_value(&cell.text));
    let starts = first.iter().any(|cell| begins_row(&cell.text));
    let above = |cell: &TableCell| last.iter().find(|above| above.from == cell.from);
    let below = |fits: fn(&TableCell, &TableCell) -> bool| {
        let mut printed = first.iter().filter(|cell| !cell.text.trim().is_empty());
        printed.all(|cell| above(cell).is_some_and(|above| fits(above, cell)))
    };
    let rest_of_label = label(first)
        && !values(first)
        && !starts
        && values(last)
        && below(|above, cell| has_words(&above.text) && has_words(&cell.text));
    let values_below =
        label(last) && !values(last) && values(first) && below(|above, _| above.text.trim().is_empty());
    if !(rest_of_label || values_below) {
        return false;
    }
    for cell in first {
        let above = last.iter_mut().find(|above| above.from == cell.from);
        if let Some(above) = above.filter(|_| !cell.text.trim().is_empty()) {
            if !above.text.is_empty() {
                above.text.push('\n');
            }
            above.text.push_str(&cell.text);
        }
    }
    true
}

fn is_value(text: &str) -> bool {
    !text.trim().is_empty() && !has_words(text)
}

fn has_words(text: &str) -> bool {
    text.contains(|c: char| c.is_alphabetic())
}

/// Whether a cell begins the label of a row: `1.`, `（一）`, `三、`.
fn begins_row(text: &str) -> bool {
    let mut chars = text.trim_start().chars();
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    match chars.next() {
        Some('（' | '(' | '第') => chars.next().is_some_and(number),
        Some(c) if number(c) => chars.next().is_some_and(|c| ".．、".contains(c)),
        _ => false,
    }
}
