//! The same tables in every layout that extracted text comes in give the same cells.

use proptest::prelude::*;
use reporting::cell::Cell;
use reporting::document::{Content, Document, Line, Place};
use reporting::form::{Form, Row};

/// A printed row: its label, perhaps over several columns of labels, and its values.
type Printed = (Vec<String>, Vec<String>);

/// Applicants of each class: new, carried in, and how the sum is spread over the rows of results.
fn applications(form: &Form, seed: &[u16]) -> Vec<(String, Vec<i64>)> {
    let standard = |row: &&Row| row.instead_of.is_empty();
    let rows: Vec<&Row> = form.tables[1].rows.iter().filter(standard).collect();
    let items: Vec<&str> = rows
        .iter()
        .filter(|row| row.is_result && row.key != "result_total")
        .map(|row| row.key.as_str())
        .collect();
    let mut values: Vec<Vec<i64>> = vec![vec![0; 7]; rows.len()];
    let at = |key: &str| rows.iter().position(|row| row.key == key).unwrap_or(0);
    for column in 0..6 {
        let mut handled = 0;
        for (n, item) in items.iter().enumerate() {
            let count = i64::from(seed[(column * 31 + n * 7) % seed.len()] % 400 / (1 + 60 * column as u16));
            values[at(item)][column] = count;
            handled += count;
        }
        let carried_out = i64::from(seed[column % seed.len()] % 9);
        let carried_in = i64::from(seed[(column + 3) % seed.len()] % 5).min(handled + carried_out);
        values[at("result_total")][column] = handled;
        values[at("carried_out")][column] = carried_out;
        values[at("carried_in")][column] = carried_in;
        values[at("new_received")][column] = handled + carried_out - carried_in;
    }
    for row in &mut values {
        row[6] = row[..6].iter().sum();
    }
    rows.iter().map(|row| row.key.clone()).zip(values).collect()
}

/// How a table is put on lines.
#[derive(Debug, Clone, Copy)]
enum Layout {
    Tabs,
    PaddedTabs,
    Bars,
    BarEndsCell,
    TabBeginsCell,
    BlankLineBetweenCells,
    Spaces,
    BrokenLabels,
    Columns,
}

const LAYOUTS: [Layout; 9] = [
    Layout::Tabs,
    Layout::PaddedTabs,
    Layout::Bars,
    Layout::BarEndsCell,
    Layout::TabBeginsCell,
    Layout::BlankLineBetweenCells,
    Layout::Spaces,
    Layout::BrokenLabels,
    Layout::Columns,
];

fn lines(rows: &[Printed], layout: Layout) -> Vec<String> {
    let mut lines = Vec::new();
    for (labels, values) in rows {
        let all = || labels.iter().chain(values).cloned();
        match layout {
            Layout::Tabs => lines.push(all().collect::<Vec<_>>().join("\t")),
            Layout::PaddedTabs => lines.push(format!("{}\t\t{}\t", labels.join("\t"), values.join("\t"))),
            Layout::Bars => lines.push(format!("| {} |", all().collect::<Vec<_>>().join(" | "))),
            Layout::BarEndsCell => lines.extend(all().map(|cell| format!("{cell} |"))),
            Layout::TabBeginsCell => {
                lines.extend(all().map(|cell| format!("\t{cell}")));
                lines.push(String::new());
            }
            Layout::BlankLineBetweenCells => lines.extend(all().flat_map(|cell| [cell, String::new()])),
            Layout::Spaces => lines.push(all().collect::<Vec<_>>().join(" ")),
            Layout::BrokenLabels => {
                for label in labels {
                    let letters: Vec<char> = label.chars().collect();
                    lines.extend(letters.chunks(7).map(|piece| piece.iter().collect::<String>()));
                }
                lines.extend([String::new(), values.join(" ")]);
            }
            Layout::Columns => {
                let label: String = labels.concat().chars().take(24).collect();
                let gap = " ".repeat(52usize.saturating_sub(2 * label.chars().count()));
                let cells: String = values.iter().map(|value| format!("{value:>10}")).collect();
                lines.push(format!("{label}{gap}{cells}"));
            }
        }
    }
    lines
}

/// The table in a layout; `lost` takes a value off some rows, given as row and column.
fn document(form: &Form, table: &[(String, Vec<i64>)], layout: Layout, lost: &[(usize, usize)]) -> Document {
    let words = |text: &str| text.to_owned();
    let mut rows: Vec<Printed> = Vec::new();
    let heads = form.tables[1].rows[0].columns.iter().map(|column| column.label.clone());
    rows.push((vec![form.words.corner.clone(), words("申请人情况")], heads.collect()));
    let mut group = None;
    for (number, (key, values)) in table.iter().enumerate() {
        let Some(row) = form.tables[1].row(key) else { continue };
        let mut labels = Vec::new();
        if row.group.is_some() && row.group != group {
            labels.extend(row.group.clone());
        }
        group = row.group.clone();
        labels.push(row.label.clone());
        let kept = values.iter().enumerate().filter(|(column, _)| !lost.contains(&(number, *column)));
        rows.push((labels, kept.map(|(_, value)| value.to_string()).collect()));
    }
    let text = ["某某市统计局2024年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
        .map(str::to_owned);
    let after =
        ["四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "将继续改进工作。"]
            .map(str::to_owned);
    let all = text.into_iter().chain(lines(&rows, layout)).chain(after);
    let line = |(number, text)| Line { place: Place::text(number), content: Content::Text(text) };
    Document::from((1..).zip(all).map(line).collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn every_layout_gives_the_same_cells(
        seed in prop::collection::vec(any::<u16>(), 12..40),
        layout in prop::sample::select(&LAYOUTS[..]),
        form in prop::sample::select(&["2019", "2021"][..]),
    ) {
        let Some(form) = Form::by_key(form) else { return Ok(()) };
        let table = applications(form, &seed);
        let report = reporting::read(&document(form, &table, layout, &[])).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let tables = report.tables.ok_or_else(|| TestCaseError::fail("no tables"))?;
        for (key, values) in &table {
            let Some(row) = tables.form.tables[1].row(key) else { return Err(TestCaseError::fail(key.clone())) };
            let read: Vec<Cell> = tables.cells[row.cells()].to_vec();
            let expected: Vec<Cell> = values.iter().map(|value| Cell::Count(*value)).collect();
            prop_assert_eq!(read, expected, "{:?} {}", layout, key);
        }
        prop_assert!(tables.repaired.is_empty());
    }

    /// A number that the layout lost comes back as it was, or stays uncertain: it never becomes another.
    #[test]
    fn what_is_lost_is_never_guessed(
        seed in prop::collection::vec(any::<u16>(), 12..40),
        layout in prop::sample::select(&[Layout::Tabs, Layout::Bars, Layout::Spaces, Layout::BrokenLabels][..]),
        lost in prop::collection::vec((0usize..25, 0usize..7), 1..4),
    ) {
        never_guessed(&seed, layout, &lost)?;
    }
}

fn never_guessed(seed: &[u16], layout: Layout, lost: &[(usize, usize)]) -> Result<(), TestCaseError> {
    let Some(form) = Form::by_key("2021") else { return Ok(()) };
    let table = applications(form, seed);
    let document = document(form, &table, layout, lost);
    let report = reporting::read(&document).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let tables = report.tables.ok_or_else(|| TestCaseError::fail("no tables"))?;
    for (key, values) in &table {
        let Some(row) = tables.form.tables[1].row(key) else { return Err(TestCaseError::fail(key.clone())) };
        for (index, value) in row.cells().zip(values) {
            let read = &tables.cells[index];
            let honest = *read == Cell::Count(*value) || matches!(read, Cell::Uncertain | Cell::Blank);
            prop_assert!(
                honest,
                "{:?} {}: {:?} instead of {}",
                layout,
                tables.form.cell(index).path(),
                read,
                value
            );
        }
    }
    Ok(())
}

/// 3 0 1 0 4 without its last two values adds up by itself; only the columns tell that its total is not 4.
#[test]
fn a_row_that_adds_up_by_chance_is_not_believed() -> Result<(), TestCaseError> {
    let seed = [0, 0, 0, 3793, 3455, 59036, 60415, 46334, 0, 0, 0, 0];
    never_guessed(&seed, Layout::Tabs, &[(1, 5), (1, 6)])
}
