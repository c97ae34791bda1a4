//! From a document to a report: outline, tables, repair, title, text (读取年度报告).

use crate::cell::{Cell, Printed};
use crate::document::{Content, Document};
use crate::form::{Form, TABLE_KEYS, Table};
use crate::report::{Coverage, Report, Tables, Trace};
use crate::text;

mod items;
mod outline;
mod prose;
mod rows;
mod solve;
mod title;
mod values;

use items::Item;
use outline::Outline;
use solve::OpenRow;
use values::{Columns, Placement, Slot};

/// Why a document is not a report that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAReport {
    /// Nothing in it.
    #[error("文件里没有文字")]
    Empty,
    /// A free-form report of the years before 2019.
    #[error("这是{0}年度的报告：2019年以前的年度报告没有统一格式，不在检查范围内")]
    BeforeForms(i16),
    /// Two reports in one file.
    #[error("文件里有不止一份年度报告（{0}），请分开后逐份检查")]
    Several(String),
    /// Something else.
    #[error("没有找到政府信息公开工作年度报告的标题、六部分或表格，请确认文件是年度报告正文")]
    SomethingElse,
}

/// Reads a report from a document.
///
/// # Errors
/// When the document is empty, of another kind, or holds several reports.
pub fn read(document: &Document) -> Result<Report, NotAReport> {
    let outline = outline::outline(document);
    if outline.keys.iter().all(String::is_empty) {
        return Err(NotAReport::Empty);
    }
    let identity = title::identity(document, &outline);
    if let Some(year) = identity.year.filter(|year| *year < 2019) {
        return Err(NotAReport::BeforeForms(year));
    }
    let mut reading = Reading {
        document,
        outline: &outline,
        items: Vec::new(),
        table_line: vec![false; document.lines.len()],
    };
    let mut tables = reading.tables(identity.year);
    let sections = prose::sections(document, &outline, &reading.table_line, &identity.title_lines);
    let year = identity.year.or_else(|| title::year_of_text(&sections));
    if let Some(year) = year.filter(|year| *year < 2019) {
        return Err(NotAReport::BeforeForms(year));
    }
    several(&outline, &reading)?;
    if tables.is_none() && outline.headings.len() < 2 && identity.title.is_none() {
        return Err(NotAReport::SomethingElse);
    }
    if let Some(tables) = &mut tables {
        tables.coverage_at_end(&outline);
    }
    Ok(Report {
        title: identity.title,
        agency: identity.agency,
        year,
        tables,
        sections,
        signed_on: identity.signed_on,
        published_on: identity.published_on,
        bare: false,
        given_facts: Vec::new(),
    })
}

/// Refuses a file that begins a second report after the first.
fn several(outline: &Outline, reading: &Reading<'_>) -> Result<(), NotAReport> {
    let restarts = outline.headings.windows(2).any(|pair| pair[0].part >= 5 && pair[1].part == 1);
    let table_threes = outline.keys.iter().filter(|key| key.contains("本年新收政府信息公开申请数")).count();
    let firsts = outline.headings.iter().filter(|h| h.part == 2).count();
    if restarts && firsts > 1 && (table_threes > 1 || reading.items.is_empty()) {
        let titles = format!("第二份从{}开始", reading.second_start());
        return Err(NotAReport::Several(titles));
    }
    Ok(())
}

struct Reading<'a> {
    document: &'a Document,
    outline: &'a Outline,
    items: Vec<Item>,
    table_line: Vec<bool>,
}

impl Reading<'_> {
    fn second_start(&self) -> String {
        let second = self.outline.headings.windows(2).find(|pair| pair[0].part >= 5 && pair[1].part == 1);
        second.map_or_else(String::new, |pair| self.document.lines[pair[1].line].place.words())
    }

    fn tables(&mut self, year: Option<i16>) -> Option<Tables> {
        if self.outline.tables.iter().all(Option::is_none) {
            return None;
        }
        let form = self.form(year)?;
        let mut tables = Tables::empty(form);
        let mut open = Vec::new();
        for number in 0..3 {
            let Some(lines) = self.outline.tables[number].clone() else { continue };
            let from = self.items.len();
            self.items.extend(items::items(self.document, lines.clone()));
            let table = &form.tables[number];
            let found = if number == 2 {
                self.remedies(table, from, &mut tables, &mut open)
            } else {
                self.rows(table, from, &mut tables, &mut open)
            };
            tables.coverage[number] = coverage(table, &tables, found);
            self.mark_lines(lines, found.last_item);
        }
        self.settle(&mut tables, &open);
        tables.coverage.iter().any(|c| *c != Coverage::Absent).then_some(tables)
    }

    /// The form whose labels the tables carry.
    fn form(&self, year: Option<i16>) -> Option<&'static Form> {
        let words = |number: usize| -> String {
            let lines = self.outline.tables[number].clone().unwrap_or_default();
            lines.map(|i| self.outline.keys[i].as_str()).collect()
        };
        let second = words(0);
        let score = |form: &Form| {
            let columns = form.tables[0].rows.iter().flat_map(|row| row.columns.iter().map(|c| &c.label));
            let labels = columns.chain(form.tables[0].rows.iter().map(|row| &row.label));
            let mut labels: Vec<String> = labels.map(|label| text::label_key(label)).collect();
            labels.sort_unstable();
            labels.dedup();
            labels.iter().filter(|label| text::label_key(&second).contains(*label)).count()
        };
        let scores: Vec<usize> = Form::all().iter().map(score).collect();
        let best = scores.iter().copied().max().filter(|best| *best > 0);
        if let Some(best) = best
            && scores.iter().filter(|score| **score == best).count() == 1
        {
            return Form::all().iter().zip(&scores).find(|(_, score)| **score == best).map(|(form, _)| form);
        }
        let sub_rows = words(1).contains("逾期不补正");
        let by_rows = if self.outline.tables[1].is_some() && !sub_rows { "2019" } else { "2021" };
        year.and_then(Form::for_year).or_else(|| Form::by_key(by_rows))
    }

    /// Tables two and three: rows with their labels.
    fn rows(&self, table: &Table, from: usize, tables: &mut Tables, open: &mut Vec<OpenRow>) -> Found {
        let items = &self.items[from..];
        let runs = rows::runs(items);
        let labels: Vec<rows::Labels> = table.rows.iter().map(rows::Labels::of).collect();
        let mut assigned = rows::assign(&runs, &labels);
        self.drop_blank_alternatives(table, items, &runs, &mut assigned);
        let values: Vec<Option<Vec<usize>>> = assigned
            .iter()
            .zip(&table.rows)
            .map(|(run, row)| {
                let run = &runs[(*run)?];
                Some(values::of_label(items, run.items.clone(), run.label_row, row.columns.len()))
            })
            .collect();
        let columns = match &table.rows[..] {
            [first, ..] if table.key == TABLE_KEYS[1] => {
                let width = first.columns.len();
                let full = values.iter().flatten().map(|fields| with_content(items, fields));
                Columns::learn(items, &full.collect::<Vec<_>>(), width)
            }
            _ => Columns::default(),
        };
        let mut found = Found::default();
        for ((row, fields), run) in table.rows.iter().zip(&values).zip(&assigned) {
            let (Some(fields), Some(run)) = (fields, run) else { continue };
            let width = row.columns.len();
            let at_end = runs[*run].at_end && self.ends_document(from);
            let placement = values::place(items, fields, width, &columns, at_end);
            found.rows += 1;
            found.cut |= matches!(placement, Placement::Cut(_));
            found.last_item = found.last_item.max(fields.last().map(|i| items[*i].line));
            self.record(row.first, width, placement, from, fields, tables, open);
        }
        found
    }

    /// A row that replaces others is not printed beside them: its label may be the head of their group.
    fn drop_blank_alternatives(
        &self,
        table: &Table,
        items: &[Item],
        runs: &[rows::Run],
        assigned: &mut [Option<usize>],
    ) {
        let printed: Vec<bool> = assigned
            .iter()
            .map(|run| run.is_some_and(|run| runs[run].items.clone().any(|i| items[i].has_content())))
            .collect();
        let of = |key: &str| table.rows.iter().position(|row| row.key == key);
        for (r, row) in table.rows.iter().enumerate() {
            let replaced: Vec<usize> = row.instead_of.iter().filter_map(|key| of(key)).collect();
            if replaced.iter().any(|other| printed[*other]) && !printed[r] {
                assigned[r] = None;
            } else if printed[r] {
                for other in replaced.into_iter().filter(|other| !printed[*other]) {
                    assigned[other] = None;
                }
            }
        }
    }

    /// Table four: one row of values under its heads, or one for each block.
    fn remedies(&self, table: &Table, from: usize, tables: &mut Tables, open: &mut Vec<OpenRow>) -> Found {
        let items = &self.items[from..];
        let runs = rows::runs(items);
        let first = table.cells().start;
        let width = table.cells().len();
        let block = width / table.rows.len();
        let content = |run: &rows::Run| run.items.clone().filter(|i| items[*i].has_content()).count();
        let blocks: Vec<&rows::Run> = runs.iter().filter(|run| content(run) == block).collect();
        let mut found = Found { rows: table.rows.len(), ..Found::default() };
        if blocks.len() == table.rows.len() && runs.iter().all(|run| content(run) <= block) {
            for (row, run) in table.rows.iter().zip(blocks) {
                let fields = with_content(items, &run.items.clone().collect::<Vec<_>>());
                let placement = values::place(items, &fields, block, &Columns::default(), false);
                found.last_item = fields.last().map(|i| items[*i].line);
                self.record(row.first, block, placement, from, &fields, tables, open);
            }
            return found;
        }
        let fullest = runs.iter().max_by_key(|run| (content(run), run.items.len(), run.items.start));
        let Some(run) = fullest.filter(|run| content(run) > 0 || run.items.len() >= width) else {
            return Found { last_item: items.last().map(|item| item.line), ..Found::default() };
        };
        let fields = values::of_label(items, run.items.clone(), run.label_row, width);
        let at_end = run.at_end && self.ends_document(from);
        let placement = values::place(items, &fields, width, &Columns::default(), at_end && content(run) > 1);
        found.cut = matches!(placement, Placement::Cut(_));
        found.last_item = fields.last().map(|i| items[*i].line);
        self.record(first, width, placement, from, &fields, tables, open);
        found
    }

    /// Whether the items from `from` on reach to the end of the document.
    fn ends_document(&self, from: usize) -> bool {
        let last = self.items[from..].last().map_or(0, |item| item.line);
        self.outline.keys[last + 1..].iter().all(String::is_empty)
    }

    #[expect(clippy::too_many_arguments, reason = "the row, its place and where it goes")]
    fn record(
        &self,
        first: usize,
        width: usize,
        placement: Placement,
        from: usize,
        fields: &[usize],
        tables: &mut Tables,
        open: &mut Vec<OpenRow>,
    ) {
        let shift = |slot: Slot| match slot {
            Slot::Item(i) => Slot::Item(i + from),
            other => other,
        };
        match placement {
            Placement::Certain(slots) | Placement::Cut(slots) => {
                for (offset, slot) in slots.into_iter().enumerate() {
                    let item = match shift(slot) {
                        Slot::Item(i) => Some(&self.items[i]),
                        Slot::Blank | Slot::Lost => None,
                    };
                    tables.cells[first + offset] = item.map_or(Cell::Blank, values::cell);
                    if let Some(item) = item {
                        tables.set_trace(first + offset, item, false, Vec::new());
                    }
                }
            }
            Placement::Open(ways) => {
                tables.cells[first..first + width].fill(Cell::Uncertain);
                let ways = ways.into_iter().map(|way| way.into_iter().map(shift).collect()).collect();
                let content =
                    with_content(&self.items[from..], fields).into_iter().map(|i| i + from).collect();
                open.push(OpenRow { first, width, ways, content });
            }
        }
    }

    /// Solves the open rows and records what became of them.
    fn settle(&self, tables: &mut Tables, open: &[OpenRow]) {
        let third = &tables.form.tables[1];
        let whole = tables.coverage[1] == Coverage::Complete
            && third.rows.iter().filter(|row| row.instead_of.is_empty()).all(|row| {
                tables.cells[row.first] != Cell::NotPrinted || replaced(third, row.key.as_str(), tables)
            });
        for solved in solve::solve(tables.form, &self.items, &tables.cells.clone(), open, whole) {
            tables.cells[solved.index] = solved.cell;
            let row = open.iter().find(|row| (row.first..row.first + row.width).contains(&solved.index));
            let item = solved.item.or_else(|| row?.content.first().copied());
            if let Some(item) = item {
                tables.set_trace(solved.index, &self.items[item], solved.repaired, solved.candidates);
                if solved.item.is_none()
                    && let Some(trace) = tables.traces.get_mut(&solved.index)
                {
                    trace.raw.clear();
                    trace.place.column = 0;
                }
            }
        }
    }

    /// Marks the lines that the table takes, so that they are not text as well.
    fn mark_lines(&mut self, lines: std::ops::Range<usize>, last: Option<usize>) {
        let end = lines.end;
        let last = last.unwrap_or(end - 1);
        for line in lines {
            let key = &self.outline.keys[line];
            let row = matches!(&self.document.lines[line].content, Content::Row(fields) if fields.len() > 1);
            // What is left of a label below the last row is no paragraph.
            let scrap = key.chars().count() <= 10 && !key.contains(['。', ':']);
            self.table_line[line] = row || line <= last || scrap;
        }
    }
}

fn replaced(table: &Table, key: &str, tables: &Tables) -> bool {
    table.rows.iter().any(|row| {
        row.instead_of.iter().any(|other| other == key) && tables.cells[row.first] != Cell::NotPrinted
    })
}

fn with_content(items: &[Item], fields: &[usize]) -> Vec<usize> {
    fields.iter().copied().filter(|i| items[*i].has_content()).collect()
}

/// What was found of a table.
#[derive(Debug, Default, Clone, Copy)]
struct Found {
    rows: usize,
    cut: bool,
    last_item: Option<usize>,
}

fn coverage(table: &Table, tables: &Tables, found: Found) -> Coverage {
    let last = table.rows.iter().rfind(|row| row.instead_of.is_empty());
    let last_printed = last.is_some_and(|row| tables.cells[row.first] != Cell::NotPrinted);
    match found.rows {
        0 => Coverage::Absent,
        _ if found.cut || !last_printed => Coverage::Truncated,
        _ => Coverage::Complete,
    }
}

impl Tables {
    fn set_trace(&mut self, index: usize, item: &Item, repaired: bool, candidates: Vec<Cell>) {
        if let Printed::Number(_, Some(unit @ ("元" | "万元" | "亿元"))) = item.printed {
            self.amount_unit = Some(unit.to_owned());
        }
        let trace = Trace { place: item.place, raw: item.raw.clone(), repaired, candidates };
        self.traces.insert(index, trace);
    }

    /// A table is cut off only where the document ends in it; elsewhere its missing rows are just not printed.
    fn coverage_at_end(&mut self, outline: &Outline) {
        for number in 0..3 {
            let Some(lines) = &outline.tables[number] else { continue };
            let at_end = outline.keys[lines.end..].iter().all(String::is_empty);
            match self.coverage[number] {
                Coverage::Absent if at_end => self.coverage[number] = Coverage::Truncated,
                Coverage::Truncated if !at_end => self.coverage[number] = Coverage::Complete,
                _ => {}
            }
        }
    }
}
