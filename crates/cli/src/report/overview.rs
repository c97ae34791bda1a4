//! The rows of a batch as a table on the terminal, worst first (批量体检一览).

use std::io::{self, Write};

use services::batch::{Batch, Row};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of the widest name.
const NAME: usize = 44;

/// Prints the table and the totals.
pub(super) fn print(batch: &Batch, out: &mut impl Write) -> io::Result<()> {
    let heads = ["机关", "年度", "结果", "错误", "警告"].map(str::to_owned);
    let rows: Vec<[String; 5]> = batch.worst_first().into_iter().map(row).collect();
    let mut widths = heads.each_ref().map(|head| head.width());
    for row in &rows {
        for (width, text) in widths.iter_mut().zip(row) {
            *width = (*width).max(text.width());
        }
    }
    for row in std::iter::once(&heads).chain(&rows) {
        let [organ, year, result, errors, warnings] = row;
        let [name, years, results, error, warning] = widths;
        writeln!(
            out,
            "{}  {}  {}  {}  {}",
            left(organ, name),
            left(year, years),
            left(result, results),
            right(errors, error),
            right(warnings, warning)
        )?;
    }
    writeln!(out, "{}", batch.totals())
}

fn row(row: &Row) -> [String; 5] {
    let counted = |count: usize| if row.reason.is_none() { count.to_string() } else { String::new() };
    let name = row.organ.clone().unwrap_or_else(|| row.file.clone());
    [
        shortened(&name),
        row.year.map(|year| year.to_string()).unwrap_or_default(),
        row.verdict.words().to_owned(),
        counted(row.errors),
        counted(row.warnings),
    ]
}

/// The end of a long name: of a file it tells more than the beginning.
fn shortened(name: &str) -> String {
    if name.width() <= NAME {
        return name.to_owned();
    }
    let mut end = String::new();
    for c in name.chars().rev() {
        if end.width() + c.width().unwrap_or(0) + 1 > NAME {
            break;
        }
        end.insert(0, c);
    }
    format!("…{end}")
}

fn left(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}
