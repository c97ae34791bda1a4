//! What the reading of a file had to restore, and what it could not settle (修复与不确定).

use crate::cell::Cell;
use crate::form::TABLE_KEYS;
use crate::report::{Open, Report, Tables, Trace};

use super::{At, Check, Finding, Outcome, Severity, Sheet};

/// What was restored, and what is not certain, is said row by row.
pub(super) fn check(tables: &Tables, sheet: &mut Sheet) {
    sheet.begin(Check::Reading);
    recognised(tables, sheet);
    if tables.repaired.is_empty() && tables.uncertain().next().is_none() {
        return;
    }
    let jumbled: Vec<&str> = tables
        .form
        .tables
        .iter()
        .filter(|table| {
            table
                .rows
                .iter()
                .filter(|row| row.instead_of.is_empty())
                .all(|row| tables.cells[row.first] == Cell::Uncertain)
        })
        .map(|table| table.key)
        .filter(|key| *key != TABLE_KEYS[2])
        .collect();
    for key in &jumbled {
        sheet.at_least(Outcome::Uncertain);
        let at = At::Table { key: (*key).to_owned(), cells: Vec::new() };
        sheet.find(
            Finding::new("READ_UNCERTAIN", Severity::Warning, at, "表三的行和列在文件里打乱了，数据不能确定")
                .basis("各行的数字与标签对不上，不猜测")
                .fix("用保留表格线的文件（Word、Excel 或网页）重新检查"),
        );
    }
    for open in tables.open() {
        if !jumbled.contains(&tables.form.cell(open.cells[0]).table.key) {
            sheet.at_least(Outcome::Uncertain);
            sheet.find(uncertain(tables, open));
        }
    }
    restored(tables, sheet);
}

/// Pages that are pictures among others: what they print is not known.
pub(super) fn unread(report: &Report, sheet: &mut Sheet) {
    if report.unread.is_empty() {
        return;
    }
    let pages: Vec<String> = report.unread.iter().map(u32::to_string).collect();
    let message = format!("第{}页是图片，没有读入，其中的内容没有检查", pages.join("、"));
    sheet.find(
        Finding::new("READ_PICTURE", Severity::Warning, At::Report, message)
            .basis("图片里的文字和数字不能直接读出")
            .fix("对照原件看图片里有没有正文或表格，有的改用文字版重新检查"),
    );
}

/// What a program recognised in a picture is never certain.
fn recognised(tables: &Tables, sheet: &mut Sheet) {
    if !tables.traces.values().any(|trace| trace.recognised) {
        return;
    }
    for table in &tables.form.tables {
        let is_recognised = |index: &usize| tables.traces.get(index).is_some_and(|trace| trace.recognised);
        let cells: Vec<usize> = table.cells().filter(is_recognised).collect();
        if cells.is_empty() {
            continue;
        }
        sheet.at_least(Outcome::Uncertain);
        let message = format!("{}有{}个单元格来自图像识别，须人工核对", table.words(), cells.len());
        let at = At::Table { key: table.key.to_owned(), cells };
        sheet.find(
            Finding::new("READ_RECOGNISED", Severity::Warning, at, message)
                .basis("文件的页面是图片，数字由程序识别，可能认错")
                .fix("逐格对照原件，或改用文字版的报告重新检查"),
        );
    }
}

/// Rows to which the layout lost a number: one by one where the number says something, together where it is a zero.
fn restored(tables: &Tables, sheet: &mut Sheet) {
    let mut zeros: Vec<(String, Vec<usize>)> = Vec::new();
    for (table, row) in tables.form.rows() {
        let restored: Vec<usize> = row.cells().filter(|i| tables.repaired.contains(i)).collect();
        let [first, ..] = restored[..] else { continue };
        sheet.at_least(Outcome::Uncertain);
        let group = row.group.as_deref().unwrap_or_default();
        if restored.iter().all(|i| tables.cells[*i] == Cell::Count(0)) {
            zeros.push((format!("“{group}{}”", row.label), restored));
            continue;
        }
        let values: Vec<String> = row.cells().map(|i| tables.cells[i].words()).collect();
        let message = format!(
            "{}“{group}{}”在文件里少一个数字（{}），按勾稽关系修复为{}，这一行是 {}",
            table.words(),
            row.label,
            row.columns[first - row.first].label,
            tables.cells[first].words(),
            values.join(" ")
        );
        sheet.find(repaired(format!("{}.{}", table.key, row.key), restored, message));
    }
    if let Some((_, cells)) = zeros.first() {
        let table = tables.form.cell(cells[0]).table;
        let names: Vec<&str> = zeros.iter().map(|(name, _)| name.as_str()).collect();
        let message = format!(
            "{}有{}行在文件里各少一个数字，按勾稽关系只能是0，已补上：{}",
            table.words(),
            zeros.len(),
            names.join("、")
        );
        let cells = zeros.iter().flat_map(|(_, cells)| cells.iter().copied()).collect();
        sheet.find(repaired(table.key.to_owned(), cells, message));
    }
}

fn repaired(key: String, cells: Vec<usize>, message: String) -> Finding {
    Finding::new("READ_REPAIRED", Severity::Note, At::Table { key, cells }, message)
        .basis("行合计与列合计只允许这一种补法")
        .fix("对照原件确认")
}

fn uncertain(tables: &Tables, open: Open) -> Finding {
    let first = tables.form.cell(open.cells[0]);
    let group = first.row.group.as_deref().unwrap_or_default();
    let row = format!("{}“{group}{}”", first.table.words(), first.row.label);
    let (key, message) = match &open.stray {
        Some(number) if first.table.key == TABLE_KEYS[2] => (
            first.table.key.to_owned(),
            format!("{}有一个{}，不在任何一栏之下，位置不能确定", first.table.words(), number.words()),
        ),
        Some(number) => (
            format!("{}.{}", first.table.key, first.row.key),
            format!("{row}的数字{}属于哪一格不能确定", number.words()),
        ),
        None => (
            format!("{}.{}", first.table.key, first.row.key),
            format!("{row}有{}个数据不能确定", open.cells.len()),
        ),
    };
    let is_marked = |cell: &usize| tables.traces.get(cell).is_some_and(Trace::is_marked);
    let (basis, fix) = if open.cells.iter().all(is_marked) {
        ("文件在这些格里印着“?”，表示不能确定", "对照原件填写")
    } else {
        (
            "文件的排版丢失了位置，勾稽关系不能唯一确定，不猜测",
            "对照原件，从候选中选定，或用保留表格线的文件重新检查",
        )
    };
    Finding::new("READ_UNCERTAIN", Severity::Warning, At::Table { key, cells: open.cells }, message)
        .basis(basis)
        .fix(fix)
}
