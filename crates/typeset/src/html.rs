//! HTML: one page that needs nothing else, readable, printable, and fit to be pasted into a site.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;

use crate::Unwritable;
use crate::manuscript::{Manuscript, Piece, PrintedCell, Style};

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

// Names and numbers.
impl HtmlSafe for Spans<'_> {}
