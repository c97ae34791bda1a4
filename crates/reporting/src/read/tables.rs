//! The tables of a document: form, rows, values, repair (读表).

use std::collections::BTreeSet;

use crate::cell::{Cell, Printed};
use crate::document::{Content, Document, Place};
use crate::form::{Form, Row, Rule, TABLE_KEYS, Table};
use crate::report::{Coverage, Tables, Trace};
use crate::text;

use super::items::{self, Item};
use super::outline::Outline;
use super::rows;
use super::solve::{self, OpenRow};
use super::values::{self, Columns, Placement, Slot};

/// The tables of a document while they are read.
pub(super) struct Reading<'a> {
    document: &'a Document,
    outline: &'a Outline,
    items: Vec<Item>,
    /// Which lines belong to tables.
    pub(super) table_lines: Vec<bool>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(document: &'a Document, outline: &'a Outline) -> Reading<'a> {
        Reading { document, outline, items: Vec::new(), table_lines: vec![false; document.lines.len()] }
    }

    /// Reads the tables. `year` decides the form where their labels do not.
    pub(super) fn tables(&mut self, year: Option<i16>) -> Option<Tables> {
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
            if number == 0 && tables.amount_unit.is_none() {
                tables.amount_unit = unit_of_head(&self.items[from..]);
            }
            self.mark_lines(lines, found.last_item);
        }
        self.give_up_on_a_jumble(&mut tables, &mut open);
        self.settle(&mut tables, &open);
        tables.coverage_at_end(self.outline);
        tables.coverage.iter().any(|c| *c != Coverage::Absent).then_some(tables)
    }

    /// The form whose labels the tables carry.
    fn form(&self, year: Option<i16>) -> Option<&'static Form> {
        let words = |number: usize| -> String {
            let lines = self.outline.tables[number].clone().unwrap_or_default();
            lines.map(|i| self.outline.keys[i].as_str()).collect()
        };
        let second = text::label_key(&words(0));
        let score = |form: &Form| {
            let labels = form.tables[0].rows.iter().flat_map(|row| {
                std::iter::once(&row.label).chain(row.columns.iter().map(|column| &column.label))
            });
            let labels: BTreeSet<String> = labels.map(|label| text::label_key(label)).collect();
            labels.iter().filter(|label| second.contains(*label)).count()
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
        let width = table.rows.first().map_or(0, |row| row.columns.len());
        let full = |run: &rows::Run| {
            table.key == TABLE_KEYS[1]
                && run.items.clone().filter(|i| items[*i].has_content()).count() == width
        };
        let mut assigned = rows::assign(&runs, &labels, &full);
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
                let learnt = Columns::learn(items, &full.collect::<Vec<_>>(), width);
                if learnt.is_unknown() {
                    Columns::of_heads(items, &labels_of(&first.columns))
                } else {
                    learnt
                }
            }
            _ => Columns::default(),
        };
        let mut found = Found::default();
        for (at, (row, run)) in table.rows.iter().zip(&assigned).enumerate() {
            let (Some(fields), Some(run)) = (&values[at], run) else { continue };
            let width = row.columns.len();
            // Where neighbours pad their numbers, a blank before too few numbers is padding as well.
            let mut near = values[at.saturating_sub(NEAR)..].iter().take(2 * NEAR + 1).flatten();
            let pads = near.any(|other| values::is_padded(items, other, width));
            let fields = values::unpadded(items, fields, width, pads);
            let at_end = runs[*run].at_end && self.ends_document(from);
            let of_block;
            let columns = if table.key == TABLE_KEYS[0] && width > 1 {
                of_block = Columns::of_heads_above(items, fields, &labels_of(&row.columns));
                &of_block
            } else {
                &columns
            };
            let placement = values::place(items, fields, width, columns, at_end);
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
        let heads: Vec<String> = table.rows.iter().flat_map(|row| labels_of(&row.columns)).collect();
        let columns = Columns::of_all_heads(items, &fields, &heads);
        let placement = values::place(items, &fields, width, &columns, at_end && content(run) > 1);
        found.cut = matches!(placement, Placement::Cut(_));
        found.last_item = fields.last().map(|i| items[*i].line);
        self.record(first, width, placement, from, &fields, tables, open);
        found
    }

    /// Whether the items from `from` on reach to the end of the document.
    fn ends_document(&self, from: usize) -> bool {
        self.ends_document_at(self.items[from..].last().map_or(0, |item| item.line + 1))
    }

    /// Whether nothing is printed from a line on.
    fn ends_document_at(&self, line: usize) -> bool {
        self.outline.keys[line..].iter().all(String::is_empty)
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
                        tables.set_trace(first + offset, item, Vec::new());
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

    /// A table whose rows mostly do not add up, or whose labels mostly found no numbers, was not printed row by row:
    /// nothing of it is certain.
    fn give_up_on_a_jumble(&self, tables: &mut Tables, open: &mut Vec<OpenRow>) {
        let form = tables.form;
        let table = &form.tables[1];
        let grid = self.outline.tables[1].clone().is_some_and(|lines| {
            self.document.lines[lines].iter().any(|line| matches!(line.content, Content::Row(_)))
        });
        if grid || tables.coverage[1] == Coverage::Absent {
            return;
        }
        let identities = form.identities.iter().filter(|identity| identity.rule == Rule::RowTotal);
        let sum = |list: &[usize]| list.iter().map(|i| tables.cells[*i].count()).sum::<Option<i64>>();
        let broken =
            identities.filter(|i| sum(&i.parts).zip(sum(&i.printed)).is_some_and(|(a, b)| a != b)).count();
        let standard: Vec<&Row> = table.rows.iter().filter(|row| row.instead_of.is_empty()).collect();
        let found = standard.iter().filter(|row| tables.cells[row.first] != Cell::NotPrinted).count();
        let ends_here = self.outline.tables[1].as_ref().is_some_and(|lines| self.ends_document_at(lines.end));
        let lost = found * 5 < standard.len() * 3 && !ends_here && tables.coverage[1] == Coverage::Complete;
        if lost || (broken >= 4 && broken * 4 >= found) {
            let range = table.cells();
            open.retain(|row| !range.contains(&row.first));
            tables.traces.retain(|index, _| !range.contains(index));
            let place = self.outline.tables[1]
                .clone()
                .map_or(Place::text(0), |lines| self.document.lines[lines.start].place);
            for index in standard.into_iter().flat_map(Row::cells) {
                tables.cells[index] = Cell::Uncertain;
                tables.traces.insert(
                    index,
                    Trace { place, raw: String::new(), candidates: Vec::new(), recognised: false },
                );
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
            let blank = solved.cell == Cell::Blank;
            tables.cells[solved.index] = solved.cell;
            if solved.repaired {
                tables.repaired.insert(solved.index);
            }
            let row = open.iter().find(|row| (row.first..row.first + row.width).contains(&solved.index));
            match (solved.item, row.and_then(|row| row.content.first())) {
                (Some(item), _) => tables.set_trace(solved.index, &self.items[item], solved.candidates),
                // Nothing is printed in the cell itself: its place is that of the row.
                (None, Some(first)) if !blank => {
                    let place = self.items[*first].place.at(0);
                    let trace = Trace {
                        place,
                        raw: String::new(),
                        candidates: solved.candidates,
                        recognised: self.items[*first].recognised,
                    };
                    tables.traces.insert(solved.index, trace);
                }
                (None, _) => {}
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
            self.table_lines[line] = row || line <= last || scrap;
        }
    }
}

/// The unit that the head of a column of money prints: 采购总金额（万元）.
fn unit_of_head(items: &[Item]) -> Option<String> {
    let heads = items.iter().filter(|item| !item.is_value() && item.raw.contains("总金额"));
    let units = |item: &Item| ["万元", "亿元", "元"].into_iter().find(|unit| item.raw.contains(unit));
    heads.filter_map(units).next().map(str::to_owned)
}

fn replaced(table: &Table, key: &str, tables: &Tables) -> bool {
    table.rows.iter().any(|row| {
        row.instead_of.iter().any(|other| other == key) && tables.cells[row.first] != Cell::NotPrinted
    })
}

fn labels_of(columns: &[crate::form::Column]) -> Vec<String> {
    columns.iter().map(|column| column.label.clone()).collect()
}

fn with_content(items: &[Item], fields: &[usize]) -> Vec<usize> {
    fields.iter().copied().filter(|i| items[*i].has_content()).collect()
}

/// Rows above and below that tell how a row is laid out.
const NEAR: usize = 3;

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
    fn set_trace(&mut self, index: usize, item: &Item, candidates: Vec<Cell>) {
        if let Printed::Number(_, Some(unit @ ("元" | "万元" | "亿元"))) = item.printed {
            self.amount_unit = Some(unit.to_owned());
        }
        let trace =
            Trace { place: item.place, raw: item.raw.clone(), candidates, recognised: item.recognised };
        self.traces.insert(index, trace);
    }

    /// A table is cut off only where the document ends in it; elsewhere its missing rows are just not printed.
    fn coverage_at_end(&mut self, outline: &Outline) {
        for number in 0..3 {
            let Some(lines) = &outline.tables[number] else { continue };
            // The page begins inside a table: its first rows are cut off.
            let headless = number > 0 && self.coverage[..number].iter().all(|c| *c == Coverage::Absent);
            let starts_late =
                headless && outline.headings.first().is_none_or(|heading| heading.line > lines.start);
            if starts_late
                && self.form.tables[number]
                    .rows
                    .first()
                    .is_some_and(|row| self.cells[row.first] == Cell::NotPrinted)
            {
                self.coverage[number] = Coverage::Truncated;
                continue;
            }
            let at_end = outline.keys[lines.end..].iter().all(String::is_empty);
            match self.coverage[number] {
                Coverage::Absent if at_end => self.coverage[number] = Coverage::Truncated,
                Coverage::Truncated if !at_end => self.coverage[number] = Coverage::Complete,
                _ => {}
            }
        }
    }
}
