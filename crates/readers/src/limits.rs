//! Limits that keep time and memory bounded.

use crate::Unreadable;

/// How much a reader may take in and give out; the defaults are far above any real report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
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
    /// Bytes of the text that a container may give: numbers and shared strings are written out many times.
    pub text_bytes: u64,
    /// Columns of a table in HTML or DOCX; a sheet may have as many as a workbook allows.
    pub columns: u16,
    /// Pages of a document made of pages.
    pub pages: u32,
    /// Characters, lines and other drawing instructions on all pages.
    pub marks: u32,
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
            text_bytes: 40 << 20,
            columns: 1_000,
            pages: 1_000,
            marks: 5_000_000,
            depth: 256,
        }
    }
}

/// What is left of the limits on lines, cells and text while a document is built.
#[derive(Debug)]
pub(crate) struct Budget {
    pub(crate) limits: Limits,
    lines: u32,
    cells: u32,
    text_bytes: u64,
    steps: u64,
}

/// Steps of finding tables that each drawing instruction may cost.
const STEPS: u64 = 100;

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Budget {
        Budget {
            limits: *limits,
            lines: limits.lines,
            cells: limits.cells,
            text_bytes: limits.text_bytes,
            steps: u64::from(limits.marks) * STEPS,
        }
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

    /// Takes some text.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), Unreadable> {
        self.bytes(text.len() as u64)
    }

    /// Takes some bytes of text.
    pub(crate) fn bytes(&mut self, bytes: u64) -> Result<(), Unreadable> {
        let left = self.text_bytes.checked_sub(bytes);
        self.text_bytes = left.ok_or(Unreadable::TooMuchText { megabytes: self.limits.text_bytes >> 20 })?;
        Ok(())
    }

    /// Takes some steps of finding out what stands where on a page.
    pub(crate) fn steps(&mut self, count: usize) -> Result<(), Unreadable> {
        self.steps = self.steps.checked_sub(count as u64).ok_or(Unreadable::TooMuchInk)?;
        Ok(())
    }
}
