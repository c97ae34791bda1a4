//! What is said under a table of its cells that are not simply as printed (表注).

use reporting::cell::{Cell, UNCERTAIN};
use reporting::form::{Row, Table};
use reporting::layout::TableLayout;
use reporting::report::Tables;

/// Whether a paragraph is a note that stands under its table.
pub(super) fn is_note(text: &str) -> bool {
    text.strip_prefix('注').is_some_and(|rest| rest.starts_with(['：', ':']))
}

/// The notes under a table: which cells are not certain, and which were restored.
pub(super) fn notes(tables: &Tables, layout: &TableLayout) -> Vec<String> {
    let Some(table) = tables.form.tables.iter().find(|table| table.words() == layout.words) else {
        return Vec::new();
    };
    let uncertain = named(tables, table, |index| tables.cells[index] == Cell::Uncertain);
    let restored = named(tables, table, |index| tables.repaired.contains(&index));
    let uncertain =
        uncertain.map(|cells| format!("注：以下数据不能确定，表中以“{UNCERTAIN}”标出：{cells}。"));
    let restored = restored.map(|cells| format!("注：以下为按勾稽关系修复的数据，表中以底色标出：{cells}。"));
    uncertain.into_iter().chain(restored).collect()
}

/// Some cells of a table, named row by row; none where there are none.
fn named(tables: &Tables, table: &Table, is: impl Fn(usize) -> bool) -> Option<String> {
    let printed = table.rows.iter().filter(|row| tables.cells[row.first] != Cell::NotPrinted);
    let rows: Vec<(String, String)> = printed.clone().map(|row| (words(row), columns(row, &is))).collect();
    if !rows.is_empty() && printed.clone().all(|row| row.cells().all(&is)) {
        return Some(format!("{}全部数据", table.words()));
    }
    let named: Vec<(String, String)> = rows.into_iter().filter(|(_, columns)| !columns.is_empty()).collect();
    // Neighbours that have it in the same columns are named together.
    let together = named.chunk_by(|a, b| a.1 == b.1).map(|rows| {
        let words: Vec<&str> = rows.iter().map(|(words, _)| words.as_str()).collect();
        format!("{}{}", words.join("、"), rows[0].1)
    });
    let together: Vec<String> = together.collect();
    (!together.is_empty()).then(|| together.join("；"))
}

/// A row by its label; by its group as well where the label alone says nothing.
fn words(row: &Row) -> String {
    let label = plain(&row.label).replace('“', "‘").replace('”', "’");
    let group = row.group.as_deref().filter(|_| label == "其他").unwrap_or_default();
    format!("“{group}{label}”")
}

/// Which columns of a row: nothing where it is none.
fn columns(row: &Row, is: impl Fn(usize) -> bool) -> String {
    let cells = row.columns.iter().zip(row.cells());
    let columns: Vec<&str> =
        cells.filter(|(_, index)| is(*index)).map(|(column, _)| plain(&column.label)).collect();
    match columns.len() {
        0 => String::new(),
        1 if row.columns.len() == 1 => "一格".to_owned(),
        all if all == row.columns.len() => "各格".to_owned(),
        _ => format!("的{}", columns.join("、")),
    }
}

/// A label in short: without the digit before it, which is the number of nothing, and without what explains it. Nor does
/// it have the words by which readers know the head of a table, which on the sheet of text of a workbook it is not.
fn plain(label: &str) -> &str {
    let mut label = label.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    for before in ["本年", "未经复议"] {
        label = label.strip_prefix(before).unwrap_or(label);
    }
    let skip = label.chars().next().map_or(0, char::len_utf8);
    let ends = ["（", "(", "政府信息公开申请", "、行政机关"].into_iter();
    let end = ends.filter_map(|end| label[skip..].find(end)).min();
    end.map_or(label, |at| &label[..skip + at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use reporting::form::Form;
    use reporting::layout;
    use reporting::report::Coverage;

    /// The notes under tables whose cells at some paths are not certain, and at others restored.
    fn notes_of(uncertain: &[&str], restored: &[&str]) -> Vec<String> {
        let form = Form::by_key("2021").unwrap();
        let mut tables = Tables { coverage: [Coverage::Complete; 3], ..Tables::empty(form) };
        for (_, row) in form.rows().filter(|(_, row)| row.instead_of.is_empty()) {
            tables.cells[row.cells()].fill(Cell::Count(0));
        }
        let cells = |paths: &[&str]| -> Vec<usize> {
            let of_path = |path: &&str| {
                (0..form.cell_count())
                    .filter(|cell| form.cell(*cell).path().starts_with(*path))
                    .collect::<Vec<_>>()
            };
            paths.iter().flat_map(of_path).collect()
        };
        cells(uncertain).into_iter().for_each(|cell| tables.cells[cell] = Cell::Uncertain);
        tables.repaired.extend(cells(restored));
        layout::tables(&tables).iter().flat_map(|layout| notes(&tables, layout)).collect()
    }

    #[test]
    fn notes_name_rows_and_columns_as_short_as_they_can() {
        let uncertain = "注：以下数据不能确定，表中以“?”标出：";
        let restored = "注：以下为按勾稽关系修复的数据，表中以底色标出：";
        let cases: [(&[&str], &[&str], &[String]); 7] = [
            (&[], &[], &[]),
            (
                &["table2.regulations.issued", "table2.administrative_license.", "table3.new_received.total"],
                &["table4.litigation_direct.total"],
                &[
                    format!("{uncertain}“规章”的制发件数；“行政许可”一格。"),
                    format!("{uncertain}“一、本年新收”的总计。"),
                    format!("{restored}“直接起诉”的总计。"),
                ],
            ),
            (
                &["table3.granted.total", "table3.partial.", "table3.refused_state_secret."],
                &[],
                &[format!("{uncertain}“（一）予以公开”的总计；“（二）部分公开”、“属于国家秘密”各格。")],
            ),
            (
                &[],
                &["table3.refused_security_stability.total", "table3.other_misc.total"],
                &[format!("{restored}“危及‘三安全一稳定’”、“（六）其他处理其他”的总计。")],
            ),
            (
                &["table3.granted.enterprise", "table3.granted.total"],
                &["table3.granted.natural_person"],
                &[
                    format!("{uncertain}“（一）予以公开”的商业企业、总计。"),
                    format!("{restored}“（一）予以公开”的自然人。"),
                ],
            ),
            (&["table4."], &[], &[format!("{uncertain}表四全部数据。")]),
            (
                &["table2."],
                &["table3."],
                &[format!("{uncertain}表二全部数据。"), format!("{restored}表三全部数据。")],
            ),
        ];
        for (uncertain, restored, expected) in cases {
            assert_eq!(notes_of(uncertain, restored), expected);
        }
    }
}
