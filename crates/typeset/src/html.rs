//! HTML: one page that needs nothing else, readable, printable, and fit to be pasted into a site.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;

use crate::Unwritable;
use crate::manuscript::{Manuscript, Piece, PrintedCell, Remark, Style};

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'m> {
    report: &'m Manuscript,
}

/// Writes the page.
pub(crate) fn write(report: &Manuscript) -> Result<Vec<u8>, Unwritable> {
    let mut page = Page { report }.render().map_err(|error| Unwritable::Failed(error.to_string()))?;
    page.push('\n');
    Ok(page.into_bytes())
}

/// For which cells a head speaks.
fn scope(cell: &PrintedCell, row: usize, head_rows: usize) -> &'static str {
    match (cell.columns > 1, cell.rows > 1) {
        (false, true) if row >= head_rows => "rowgroup",
        (true, _) => "colgroup",
        _ => "col",
    }
}

/// The attributes of a cell of which something has to be said.
fn remark(cell: &PrintedCell) -> Remarked {
    Remarked(cell.remark)
}

struct Remarked(Option<Remark>);

impl fmt::Display for Remarked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(remark) = self.0 else { return Ok(()) };
        let class = match remark {
            Remark::Uncertain => "uncertain",
            Remark::Restored => "restored",
        };
        write!(f, " class=\"{class}\" title=\"{}\"", remark.words())
    }
}

/// The attributes of a merged cell.
struct Spans<'m>(&'m PrintedCell);

impl fmt::Display for Spans<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, count) in [("colspan", self.0.columns), ("rowspan", self.0.rows)] {
            if count > 1 {
                write!(f, " {name}=\"{count}\"")?;
            }
        }
        Ok(())
    }
}

// Names, numbers and words of our own.
impl HtmlSafe for Spans<'_> {}
impl HtmlSafe for Remarked {}
