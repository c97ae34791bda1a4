//! Limits that keep time and memory bounded.

use crate::Unreadable;

/// How much a reader may take in and give out; the defaults are far above any real report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes that the parts of a container may have after unpacking, all together.
    pub unpacked_bytes: u64,
    /// Entries of a container.
    pub entries: usize,
    /// Lines and table rows of the document.
    pub lines: u32,
    /// Table cells of the document.
    pub cells: u32,
    /// Columns of a table in HTML or DOCX; a sheet may have as many as a workbook allows.
    pub columns: u16,
    /// Elements of XML, or tables of HTML, inside one another.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            bytes: 20 << 20,
            unpacked_bytes: 100 << 20,
            entries: 10_000,
            lines: 200_000,
            cells: 1_000_000,
            columns: 1_000,
            depth: 256,
        }
    }
}

/// What is left of the limits on lines and cells while a document is built.
#[derive(Debug)]
pub(crate) struct Budget {
    pub(crate) limits: Limits,
    lines: u32,
    cells: u32,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Budget {
        Budget { limits: *limits, lines: limits.lines, cells: limits.cells }
    }

    /// Takes one line or row.
    pub(crate) fn line(&mut self) -> Result<(), Unreadable> {
        self.lines = self.lines.checked_sub(1).ok_or(Unreadable::TooManyLines(self.limits.lines))?;
        Ok(())
    }

    /// Takes one cell.
    pub(crate) fn cell(&mut self) -> Result<(), Unreadable> {
        self.cells = self.cells.checked_sub(1).ok_or(Unreadable::TooManyCells(self.limits.cells))?;
        Ok(())
    }
}
