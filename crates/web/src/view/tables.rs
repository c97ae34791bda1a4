//! The official tables with their merged heads, each cell with the headers it stands under (法定表格).

use std::collections::HashSet;

use reporting::cell::Cell;
use reporting::check::{At, Checked, Severity};
use reporting::form::{Row, Table};
use reporting::report::{Coverage, Tables};

/// The three tables of a report.
pub(crate) struct TablesView {
    pub(crate) second: Option<Vec<BlockView>>,
    pub(crate) third: Option<ApplicationsView>,
    pub(crate) fourth: Option<RemediesView>,
    /// Whether any cell was restored, is uncertain, or is wrong: the legend is shown.
    pub(crate) has_repaired: bool,
    pub(crate) has_open: bool,
    pub(crate) has_wrong: bool,
}

/// A cell with a number.
pub(crate) struct CellView {
    /// Its path, by which findings point at it.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) class: &'static str,
    pub(crate) headers: String,
    /// What a marked cell is, for those who do not see colour.
    pub(crate) note: &'static str,
}

/// A block of table two: title, column heads, rows.
pub(crate) struct BlockView {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) columns: Vec<(String, String)>,
    pub(crate) rows: Vec<ItemView>,
    /// Columns of the table that its last column covers.
    pub(crate) last_span: usize,
    pub(crate) span: usize,
}

/// A row of table two.
pub(crate) struct ItemView {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) cells: Vec<CellView>,
}

/// Table three.
pub(crate) struct ApplicationsView {
    pub(crate) corner: String,
    pub(crate) organisations: String,
    pub(crate) results: String,
    /// Label and id of each column.
    pub(crate) columns: Vec<(String, String)>,
    pub(crate) rows: Vec<ResultView>,
    /// The rows that are not zero, as a sentence for small screens.
    pub(crate) summary: Vec<(String, String)>,
}

/// A row of table three with the margins that begin in it.
pub(crate) struct ResultView {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) label_span: usize,
    /// Rows that 三、本年度办理结果 spans, in the row where it begins.
    pub(crate) results_span: Option<usize>,
    /// Label and span of a group, in the row where it begins.
    pub(crate) group: Option<(String, String, usize)>,
    pub(crate) is_sum: bool,
    pub(crate) cells: Vec<CellView>,
}

/// Table four.
pub(crate) struct RemediesView {
    pub(crate) litigation: String,
    pub(crate) blocks: Vec<RemedyView>,
}

/// A block of table four.
pub(crate) struct RemedyView {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) is_litigation: bool,
    pub(crate) columns: Vec<(String, String)>,
    pub(crate) cells: Vec<CellView>,
}

/// Makes the views of a report's tables.
pub(crate) fn tables(tables: &Tables, checked: &Checked) -> TablesView {
    let wrong: HashSet<usize> = checked
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .filter_map(|finding| match &finding.at {
            // A finding about a whole table would paint all of it.
            At::Table { cells, .. } if cells.len() <= 30 => Some(cells.iter().copied()),
            _ => None,
        })
        .flatten()
        .collect();
    let view = Views { tables, wrong: &wrong };
    let there = |number: usize| tables.coverage[number] != Coverage::Absent;
    let [second, third, fourth] = &tables.form.tables;
    TablesView {
        second: there(0).then(|| view.second(second)),
        third: there(1).then(|| view.third(third)),
        fourth: there(2).then(|| view.fourth(fourth)),
        has_repaired: !tables.repaired.is_empty(),
        has_open: tables.uncertain().next().is_some(),
        has_wrong: !wrong.is_empty(),
    }
}

struct Views<'a> {
    tables: &'a Tables,
    wrong: &'a HashSet<usize>,
}

impl Views<'_> {
    fn cell(&self, index: usize, headers: String) -> CellView {
        let cell = &self.tables.cells[index];
        let repaired = self.tables.repaired.contains(&index);
        let wrong = self.wrong.contains(&index);
        let (class, note) = match cell {
            Cell::Uncertain => ("is-open", "不能确定"),
            _ if wrong => ("is-wrong", "有误"),
            _ if repaired => ("is-repaired", "已修复"),
            Cell::Count(0) => ("is-zero", ""),
            _ => ("", ""),
        };
        CellView { path: self.tables.form.cell(index).path(), text: cell.words(), class, headers, note }
    }

    fn printed<'t>(&self, table: &'t Table) -> Vec<&'t Row> {
        let printed =
            |row: &&Row| row.instead_of.is_empty() || self.tables.cells[row.first] != Cell::NotPrinted;
        let replaced = |row: &Row| {
            table.rows.iter().any(|other| {
                other.instead_of.contains(&row.key) && self.tables.cells[other.first] != Cell::NotPrinted
            })
        };
        table.rows.iter().filter(printed).filter(|row| !replaced(row)).collect()
    }

    fn second(&self, table: &Table) -> Vec<BlockView> {
        let width = table.rows.iter().map(|row| row.columns.len()).max().unwrap_or(1);
        let rows = self.printed(table);
        let mut blocks = Vec::new();
        for (number, group) in
            rows.chunk_by(|a, b| a.group == b.group && a.columns.len() == b.columns.len()).enumerate()
        {
            let id = format!("t2-b{number}");
            let columns: Vec<(String, String)> = group[0]
                .columns
                .iter()
                .map(|column| (format!("{id}-{}", column.key), column.label.clone()))
                .collect();
            let items = group.iter().map(|row| {
                let row_id = format!("t2-{}", row.key);
                let cell = |(offset, index): (usize, usize)| {
                    self.cell(index, format!("{id} {row_id} {}", columns[offset].0))
                };
                ItemView {
                    label: row.label.clone(),
                    cells: row.cells().enumerate().map(cell).collect(),
                    id: row_id,
                }
            });
            blocks.push(BlockView {
                title: group[0].group.clone().unwrap_or_default(),
                rows: items.collect(),
                last_span: width + 1 - columns.len(),
                span: width + 1,
                columns,
                id,
            });
        }
        blocks
    }

    fn third(&self, table: &Table) -> ApplicationsView {
        let words = &self.tables.form.words;
        let rows = self.printed(table);
        let columns: Vec<(String, String)> = table.rows[0]
            .columns
            .iter()
            .map(|column| (format!("t3-k-{}", column.key), column.label.clone()))
            .collect();
        let results = rows.iter().filter(|row| row.is_result).count();
        let mut views = Vec::new();
        let mut summary = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let begins_results = row.is_result && !rows[..at].iter().any(|other| other.is_result);
            let begins_group = row.group.is_some() && (at == 0 || rows[at - 1].group != row.group);
            let span = rows[at..].iter().take_while(|other| other.group == row.group).count();
            let id = format!("t3-{}", row.key);
            // The group is named by its first row.
            let first =
                rows.iter().find(|other| other.group == row.group).map_or("", |other| other.key.as_str());
            let group_id = format!("t3-g-{first}");
            let mut headers = String::new();
            if row.is_result {
                headers.push_str("t3-results ");
            }
            if row.group.is_some() {
                headers.push_str(&group_id);
                headers.push(' ');
            }
            headers.push_str(&id);
            let cells: Vec<CellView> = row
                .cells()
                .enumerate()
                .map(|(offset, index)| {
                    let organisation = (1..6).contains(&offset);
                    let over = if organisation { "t3-org " } else { "" };
                    self.cell(index, format!("t3-top {headers} {over}{}", columns[offset].0))
                })
                .collect();
            if let Some(total) = cells.last().filter(|cell| cell.text != "0" && !cell.text.is_empty()) {
                summary.push((row.label.clone(), total.text.clone()));
            }
            views.push(ResultView {
                label: row.label.clone(),
                label_span: if !row.is_result {
                    3
                } else if row.group.is_none() {
                    2
                } else {
                    1
                },
                results_span: begins_results.then_some(results),
                group: begins_group.then(|| (group_id, row.group.clone().unwrap_or_default(), span)),
                is_sum: row.key == "result_total",
                cells,
                id,
            });
        }
        ApplicationsView {
            corner: words.corner.clone(),
            organisations: words.organisations.clone(),
            results: words.results.clone(),
            columns,
            rows: views,
            summary,
        }
    }

    fn fourth(&self, table: &Table) -> RemediesView {
        let litigation = self.tables.form.words.litigation.clone();
        let blocks = table.rows.iter().map(|row| {
            let id = format!("t4-{}", row.key);
            let columns: Vec<(String, String)> = row
                .columns
                .iter()
                .map(|column| (format!("{id}-{}", column.key), column.label.clone()))
                .collect();
            let is_litigation = row.group.is_some();
            let over = if is_litigation { "t4-litigation " } else { "" };
            let cells = row
                .cells()
                .enumerate()
                .map(|(offset, index)| self.cell(index, format!("{over}{id} {}", columns[offset].0)));
            RemedyView { label: row.label.clone(), is_litigation, cells: cells.collect(), columns, id }
        });
        RemediesView { litigation, blocks: blocks.collect() }
    }
}
