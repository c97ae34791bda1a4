//! Findings and tables on a terminal, aligned for Chinese characters (终端输出).

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use reporting::cell::Cell;
use reporting::check::{At, Checked, Finding, Severity};
use reporting::form::{Row, Table};
use reporting::report::{Coverage, Report, Tables};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Says something beside the result.
#[expect(clippy::print_stderr, reason = "notes belong there")]
pub(crate) fn note(sentence: &str) {
    eprintln!("提示：{sentence}");
}

/// Says how a command went, beside its result.
#[expect(clippy::print_stderr, reason = "whoever runs the command reads it there")]
pub(crate) fn say(sentence: &str) {
    eprintln!("{sentence}");
}

/// Prints what was asked for instead of a command: help, version.
pub(crate) fn print(text: &str) -> ExitCode {
    // Nothing is wrong when whoever reads it has closed it.
    let _ = io::stdout().write_all(text.as_bytes());
    ExitCode::SUCCESS
}

/// Prints an error with its causes to standard error.
pub(crate) fn complain(error: &anyhow::Error) {
    let causes: Vec<String> = error.chain().map(cause).collect();
    say(&causes.join("："));
}

/// One cause, in the words of the one who runs the program where the system has said it.
fn cause(cause: &(dyn std::error::Error + 'static)) -> String {
    cause.downcast_ref::<io::Error>().map_or_else(|| cause.to_string(), services::file::why)
}

/// A bar on the terminal while many files are worked on.
pub(crate) fn progress(files: usize) -> ProgressBar {
    if files < 20 || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} 份，剩余 {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(files as u64).with_style(style)
}

/// A line on the terminal that says what is being done, while that takes long.
pub(crate) fn working() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{spinner} {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner());
    let bar = ProgressBar::new_spinner().with_style(style);
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    bar
}

/// Prints what a check found in a file.
pub(crate) fn findings(
    name: &str,
    report: &Report,
    checked: &Checked,
    out: &mut impl Write,
) -> io::Result<()> {
    let count = |severity| checked.count(severity);
    writeln!(
        out,
        "{name}  {}（{}个错误，{}个警告，{}个提示）",
        checked.result().words(),
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note),
    )?;
    let form = report.tables.as_ref().map_or("没有表格", |tables| tables.form.document.as_str());
    let year = report.year.map_or_else(|| "年度不明".into(), |year| format!("{year}年度"));
    writeln!(out, "  {}　{year}　{form}", report.agency.as_deref().unwrap_or("机关不明"))?;
    for finding in &checked.findings {
        self::finding(finding, report.tables.as_ref(), out)?;
    }
    writeln!(out)
}

/// Prints one finding with the lines it points at.
pub(crate) fn finding(finding: &Finding, tables: Option<&Tables>, out: &mut impl Write) -> io::Result<()> {
    let place = match &finding.at {
        At::Text { place, .. } => place.words(),
        At::Table { cells, .. } => {
            let printed = tables.and_then(|tables| cells.iter().find_map(|cell| tables.traces.get(cell)));
            printed.map_or(finding.place(), |trace| format!("{}  {}", finding.place(), trace.place.words()))
        }
        At::Report => finding.place(),
    };
    writeln!(out, "\n  {} {}  {place}", finding.severity.words(), finding.rule)?;
    writeln!(out, "    {}", finding.message)?;
    if let At::Text { marks, .. } = &finding.at {
        for mark in marks {
            for (number, (place, line)) in mark.lines.iter().enumerate() {
                let spans: Vec<_> =
                    mark.spans.iter().filter(|(at, _)| *at == number).map(|(_, span)| span.clone()).collect();
                if !spans.is_empty() {
                    marked_line(&place.line.to_string(), line, &spans, out)?;
                }
            }
        }
    }
    if !finding.fix.is_empty() {
        writeln!(out, "    怎么改：{}", finding.fix)?;
    }
    if !finding.basis.is_empty() {
        writeln!(out, "    依据：{}", finding.basis)?;
    }
    Ok(())
}

/// Columns of a line that are shown around a marked number.
const WINDOW: usize = 96;

/// A line with carets under the marked characters; a long line is shown around its first mark.
fn marked_line(
    number: &str,
    line: &str,
    spans: &[std::ops::Range<usize>],
    out: &mut impl Write,
) -> io::Result<()> {
    let letters: Vec<char> = line.chars().collect();
    let width = |letters: &[char]| letters.iter().map(|c| c.width().unwrap_or(0)).sum::<usize>();
    let first = spans.iter().map(|span| span.start).min().unwrap_or(0);
    let mut from = 0;
    while width(&letters[from..first]) > WINDOW / 2 && width(&letters) > WINDOW {
        from += 1;
    }
    let mut to = from;
    while to < letters.len() && width(&letters[from..to]) < WINDOW {
        to += 1;
    }
    let shown = |at: usize| at.clamp(from, to);
    let mut carets = String::new();
    for span in spans {
        let (start, end) = (shown(span.start), shown(span.end));
        let gap = width(&letters[from..start]).saturating_sub(carets.width());
        carets.push_str(&" ".repeat(gap));
        carets.push_str(&"^".repeat(width(&letters[start..end])));
    }
    let text: String = letters[from..to].iter().collect();
    let dots = |cut: bool| if cut { "…" } else { "" };
    let lead = dots(from > 0);
    writeln!(out, "    {number:>5} | {lead}{text}{}", dots(to < letters.len()))?;
    writeln!(out, "          | {}{carets}", " ".repeat(lead.width()))
}

/// Prints a report as read: title, tables, and what is uncertain or restored.
pub(crate) fn report(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let or = |text: &Option<String>, none: &str| text.clone().unwrap_or_else(|| none.to_owned());
    writeln!(out, "标题：{}", or(&report.title, "（没有标题）"))?;
    writeln!(out, "机关：{}", or(&report.agency, "（没有写明）"))?;
    let year = report.year.map_or_else(|| "（没有写明）".to_owned(), |year| year.to_string());
    writeln!(out, "年度：{year}")?;
    let Some(tables) = &report.tables else { return writeln!(out, "没有表格") };
    writeln!(out, "格式：{}", tables.form.document)?;
    for (number, table) in tables.form.tables.iter().enumerate() {
        writeln!(
            out,
            "\n{}{}",
            table.words(),
            match tables.coverage[number] {
                Coverage::Complete => "",
                Coverage::Truncated => "（文件在这里中断）",
                Coverage::Absent => "（没有）",
            }
        )?;
        if tables.coverage[number] != Coverage::Absent {
            self::table(table, tables, out)?;
        }
    }
    Ok(())
}

fn table(table: &Table, tables: &Tables, out: &mut impl Write) -> io::Result<()> {
    let label = |row: &Row| match (&row.group, table.key) {
        (Some(group), "table3" | "table4") => format!("{group}{}", row.label),
        _ => row.label.clone(),
    };
    let rows = || table.rows.iter().filter(|row| tables.cells[row.first] != Cell::NotPrinted);
    let widest = rows().map(|row| label(row).width()).max().unwrap_or(0).min(44);
    let mut heads: Option<Vec<&str>> = None;
    for row in rows() {
        let columns: Vec<&str> = row.columns.iter().map(|column| column.label.as_str()).collect();
        if heads.as_ref() != Some(&columns) {
            write!(out, "  {}", " ".repeat(widest))?;
            for column in &columns {
                write!(out, "  {column}")?;
            }
            writeln!(out)?;
            heads = Some(columns.clone());
        }
        let name = shortened(&label(row), widest);
        write!(out, "  {name}{}", " ".repeat(widest - name.width()))?;
        for (column, index) in columns.iter().zip(row.cells()) {
            let restored = tables.repaired.contains(&index);
            let value = format!("{}{}", tables.cells[index].words(), if restored { "*" } else { "" });
            write!(out, "  {}{value}", " ".repeat(column.width().saturating_sub(value.width())))?;
        }
        writeln!(out)?;
    }
    if tables.repaired.iter().any(|index| table.cells().contains(index)) {
        writeln!(out, "  * 文件里缺失，按勾稽关系修复")?;
    }
    if tables.uncertain().any(|index| table.cells().contains(&index)) {
        writeln!(out, "  ? 不能确定")?;
    }
    Ok(())
}

fn shortened(label: &str, width: usize) -> String {
    if label.width() <= width {
        return label.to_owned();
    }
    let mut short = String::new();
    for c in label.chars() {
        if short.width() + c.width().unwrap_or(0) + 2 > width {
            break;
        }
        short.push(c);
    }
    short + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_under_the_number_whatever_the_width_of_the_letters() {
        let mut out = Vec::new();
        marked_line("71", "共推出信息 604 篇，其中", std::slice::from_ref(&(6..11)), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "       71 | 共推出信息 604 篇，其中\n          |            ^^^^^^\n");
    }

    #[test]
    fn a_long_line_is_shown_around_its_mark() {
        let line = format!("{}604篇{}", "信".repeat(80), "息".repeat(80));
        let mut out = Vec::new();
        marked_line("1", &line, std::slice::from_ref(&(80..84)), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("604篇") && text.lines().all(|line| line.width() < 120), "{text}");
    }
}
