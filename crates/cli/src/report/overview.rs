//! The rows of a batch as a table on the terminal, worst first (批量体检一览).

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};
use std::path::Path;

use reporting::text::squash;
use services::batch::{Batch, Row};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of the widest name.
const NAME: usize = 44;

/// Prints the table and the totals.
pub(super) fn print(batch: &Batch, out: &mut impl Write) -> io::Result<()> {
    let heads = ["机关", "年度", "结果", "错误", "警告"].map(str::to_owned);
    let repeated: HashSet<&str> = same(batch).values().flatten().map(|row| row.file.as_str()).collect();
    let rows = batch.worst_first();
    let rows = rows.into_iter().map(|row| self::row(row, repeated.contains(row.file.as_str())));
    let rows: Vec<[String; 5]> = rows.collect();
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

/// Reports of one authority for one year, by its printed name, where there are several.
fn same(batch: &Batch) -> BTreeMap<(String, i16), Vec<&Row>> {
    let mut same: BTreeMap<(String, i16), Vec<&Row>> = BTreeMap::new();
    for row in batch.rows() {
        if let (Some(organ), Some(year)) = (&row.organ, row.year) {
            same.entry((squash(organ), year)).or_default().push(row);
        }
    }
    same.retain(|_, rows| rows.len() > 1);
    same
}

/// Authorities that are named before it is said that there are more.
const NAMED: usize = 5;

/// A sentence for each authority and year of which there are several files, with their names.
pub(super) fn repeated(batch: &Batch) -> Vec<String> {
    let same = same(batch);
    let sentence = |((_, year), rows): (&(String, i16), &Vec<&Row>)| {
        let organ = rows.first().and_then(|row| row.organ.as_deref()).unwrap_or_default();
        let files: Vec<&str> = rows.iter().map(|row| row.file.as_str()).collect();
        format!("{organ}{year}年度有{}份报告，请确认用哪一份：{}", files.len(), files.join("、"))
    };
    let mut sentences: Vec<String> = same.iter().take(NAMED).map(sentence).collect();
    if same.len() > NAMED {
        sentences.push(format!("还有{}处同一机关同一年度有几份报告", same.len() - NAMED));
    }
    sentences
}

/// A row of the table; one of several for an authority and a year names its file.
fn row(row: &Row, is_repeated: bool) -> [String; 5] {
    let counted = |count: usize| if row.reason.is_none() { count.to_string() } else { String::new() };
    let name = match &row.organ {
        Some(organ) if is_repeated => format!("{organ}（{}）", in_short(&row.file)),
        Some(organ) => organ.clone(),
        None => row.file.clone(),
    };
    [
        shortened(&name),
        row.year.map(|year| year.to_string()).unwrap_or_default(),
        row.verdict.words().to_owned(),
        counted(row.errors),
        counted(row.warnings),
    ]
}

/// The name of a file with the folder it lies in.
fn in_short(file: &str) -> String {
    let path = Path::new(file);
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let folder = path.parent().and_then(name).map(|folder| format!("{folder}/")).unwrap_or_default();
    name(path).map_or_else(|| file.to_owned(), |name| folder + &name)
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
