//! Numbers of the text against the tables, and against each other (正文与表格).

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::cell::Cell;
use crate::form::Form;
use crate::narrative::applicants::is_of_applicants;
use crate::narrative::numbers::Bound;
use crate::narrative::{Fact, FactKind, Scope, Stated, given};
use crate::object::{Contradiction, cell_value};
use crate::report::{Coverage, Paragraph, Report, Tables};

use super::{At, Check, Finding, Outcome, Severity, Sheet, at_facts, at_words};

pub(super) fn check(report: &Report, facts: &[Stated<'_>], sheet: &mut Sheet) -> Vec<Contradiction> {
    sheet.begin(Check::TextAndTables);
    let given = given(report, sheet);
    let given = given.iter().map(|(fact, paragraph)| Stated { fact: fact.clone(), part: None, paragraph });
    let given: Vec<Stated<'_>> = given.collect();
    let facts = if report.bare { &given } else { facts };
    let mut contradictions = Vec::new();
    match &report.tables {
        Some(tables) => {
            for stated in facts {
                contradictions.extend(against_tables(report, tables, stated, sheet));
            }
            if !report.bare {
                all_closed(facts, tables, sheet);
            }
        }
        None => sheet.at_least(Outcome::NotAssessable),
    }
    repeated(report, facts, sheet);
    contradictions
}

/// The facts given with an object that has no text, each with its quote; those that cannot be compared are named.
fn given(report: &Report, sheet: &mut Sheet) -> Vec<(Fact, Paragraph)> {
    let entries = report.given_facts.iter().enumerate();
    let facts = entries.filter_map(|(number, entry)| {
        let unknown = match given::fact(entry) {
            Ok(fact) => return Some(fact),
            Err(unknown) => unknown,
        };
        let at = At::Table { key: format!("narrative[{number}]"), cells: Vec::new() };
        let message = format!("正文数据第{}条没有与表格比较：{unknown}", number + 1);
        sheet.find(
            Finding::new("NARRATIVE_UNKNOWN", Severity::Note, at, message)
                .basis("只有名称、数值和口径都明确的正文数据才能与表格比较")
                .fix("按报告对象的说明改正这一条；口径不同的，自行核对"),
        );
        None
    });
    facts.collect()
}

/// Where facts stand: a bare object has no text to point at, only the cells that they count.
fn at(report: &Report, facts: &[&Stated<'_>]) -> At {
    if !report.bare {
        return at_facts(facts);
    }
    let cells = facts.first().zip(report.tables.as_ref()).and_then(|(stated, tables)| {
        let cells = cells_of(stated.fact.kind, tables.form);
        let key = tables.form.cell(*cells.first()?).path();
        Some(At::Table { key, cells: cells.to_vec() })
    });
    cells.unwrap_or(At::Report)
}

/// What the tables say of a fact: the cells that it counts, and their sum.
pub(super) fn in_tables(kind: FactKind, tables: &Tables) -> Option<(&'static [usize], i64)> {
    let cells = cells_of(kind, tables.form);
    let table = tables.form.cell(*cells.first()?).table.key;
    let complete = tables.coverage_of(table) == Coverage::Complete;
    let mut sum = None;
    for index in cells {
        match &tables.cells[*index] {
            Cell::Count(count) => sum = Some(sum.unwrap_or(0_i64).checked_add(*count)?),
            Cell::Blank if !complete || row_has_numbers(tables, *index) => return None,
            Cell::Blank | Cell::NotPrinted => {}
            Cell::Uncertain | Cell::Amount(_) | Cell::Text(_) => return None,
        }
    }
    Some((cells, sum?))
}

/// Whether a blank stands in a row that has numbers: then it does not mean none.
fn row_has_numbers(tables: &Tables, index: usize) -> bool {
    tables.form.cell(index).row.cells().any(|index| tables.cells[index].value().is_some())
}

/// The cells whose sum a fact states.
pub(super) fn cells_of(kind: FactKind, form: &Form) -> &'static [usize] {
    /// By form, in the order of [`Form::all`], and by kind.
    static CELLS: LazyLock<Vec<Vec<Vec<usize>>>> = LazyLock::new(|| {
        let of = |form| FactKind::ALL.iter().map(|kind| find_cells(*kind, form)).collect();
        Form::all().iter().map(of).collect()
    });
    let form = Form::all().iter().position(|other| other.id == form.id);
    form.and_then(|form| CELLS.get(form)?.get(kind as usize)).map_or(&[], Vec::as_slice)
}

fn find_cells(kind: FactKind, form: &Form) -> Vec<usize> {
    let mut cells = Vec::new();
    for pattern in kind.cells() {
        let mut keys = pattern.split('.');
        let (Some(table), Some(row), Some(column)) = (keys.next(), keys.next(), keys.next()) else {
            continue;
        };
        let table = form.tables.iter().filter(|t| t.key == table);
        let rows = table.flat_map(|table| &table.rows).filter(|r| match row.strip_suffix('*') {
            Some(prefix) => r.key.starts_with(prefix),
            None => r.key == row,
        });
        for row in rows {
            cells.extend(row.columns.iter().position(|c| c.key == column).map(|offset| row.first + offset));
        }
    }
    cells
}

fn against_tables(
    report: &Report,
    tables: &Tables,
    stated: &Stated<'_>,
    sheet: &mut Sheet,
) -> Option<Contradiction> {
    let fact = &stated.fact;
    let (cells, value) = in_tables(fact.kind, tables)?;
    let government = report.agency.as_deref().is_some_and(|agency| agency.ends_with("政府"));
    let admits = |value: i64| fact.bound.admits(fact.value, Decimal::from(value));
    if admits(value) || also_right(stated, tables).is_some_and(admits) {
        return None;
    }
    let number = cell_value(&Cell::number(fact.value));
    let quote = stated.quote();
    let table = tables.form.cell(*cells.first()?);
    let names = row_names(tables.form, cells);
    // A government's office, or the whole region in a department's report, is another count than the table's.
    let other_scope = match fact.scope {
        Scope::Office => government,
        Scope::Region => !government && report.agency.is_some(),
        Scope::Agency => false,
    };
    let same_as = same_as(stated, tables);
    let severity = match same_as {
        _ if other_scope => Severity::Note,
        Some(_) => Severity::Warning,
        None => Severity::Error,
    };
    let message = match same_as {
        _ if other_scope => format!("正文“{quote}”与{}的{value}不同，口径可能不同", names.join("加")),
        Some(other) => format!("正文“{quote}”，{}是{value}；正文可能用了{other}的数", names.join("加")),
        None => format!("正文“{quote}”，{}是{value}", names.join("加")),
    };
    sheet.find(
        Finding::new("NARRATIVE_TABLE", severity, at(report, &[stated]), message)
            .values(value, number.clone())
            .basis(format!("{}：正文与表格的数据应当一致", tables.form.document))
            .fix("核对台账，改正正文或表格；口径不同的，写明口径"),
    );
    (!other_scope && fact.kind.is_listed()).then(|| Contradiction {
        fact: fact.kind.key(),
        narrative_value: number,
        table_path: table.path(),
        table_value: value.into(),
        quote,
    })
}

/// Another row that has the number of applicants that a sentence about them states: those answered, or all in hand.
/// A list behind the number of new applications counts those.
fn same_as(stated: &Stated<'_>, tables: &Tables) -> Option<&'static str> {
    let (fact, plain) = (&stated.fact, stated.paragraph.plain());
    if !fact.kind.is_class_of_applicants() || !is_of_applicants(plain, fact.range.end) {
        return None;
    }
    let row = |key: &str| -> Option<i64> {
        let paths = fact.kind.cells().iter().map(|path| path.replace("new_received", key));
        paths.map(|path| tables.get(&path)?.count()).try_fold(0, |sum: i64, count| sum.checked_add(count?))
    };
    let (received, carried, handled) = (row("new_received")?, row("carried_in")?, row("result_total")?);
    let admits = |value: i64| fact.bound.admits(fact.value, Decimal::from(value));
    if admits(handled) {
        return Some("办理结果总计");
    }
    admits(received.checked_add(carried)?).then_some("新收加上年结转")
}

/// Words that say that nothing was left open.
const ALL_CLOSED: [&str; 7] =
    ["均已办结", "全部办结", "均按时办结", "均按期办结", "全部按时办结", "全部按期办结", "全部在年内办结"];

/// All closed, in a sentence about the applications of the year, against what was carried out.
fn all_closed(facts: &[Stated<'_>], tables: &Tables, sheet: &mut Sheet) {
    let open = tables.get("table3.carried_out.total").and_then(Cell::count).unwrap_or(0);
    if open <= 0 {
        return;
    }
    let cells = cells_of(FactKind::RequestsCarriedOut, tables.form);
    let Some(name) = cells.first().map(|cell| tables.form.cell(*cell).words()) else { return };
    for stated in facts.iter().filter(|stated| stated.fact.kind == FactKind::RequestsNew) {
        let plain = stated.paragraph.plain();
        let from = stated.fact.range.end;
        let end = plain[from..].find('。').map_or(plain.len(), |end| from + end);
        let sentence = &plain[from..end];
        let Some((at, words)) =
            ALL_CLOSED.iter().find_map(|words| Some((from + sentence.find(words)?, *words)))
        else {
            continue;
        };
        // What was due, what was carried in, and the rest are not all.
        if sentence.contains(['余', '除'])
            || ["到期", "结转", "应当", "其他"].iter().any(|w| sentence.contains(w))
        {
            continue;
        }
        sheet.find(
            Finding::new(
                "NARRATIVE_ALL_CLOSED",
                Severity::Warning,
                at_words(stated.paragraph, at..at + words.len()),
                format!("正文写“{words}”，{name}却有{open}件"),
            )
            .values(0, open)
            .basis(format!("{}：正文与表格的数据应当一致", tables.form.document))
            .fix("核对台账；年底没有办结的，写明结转下年度的件数"),
        );
    }
}

/// Another number that the words can mean: 办理 without more may mean all that was in hand, and all that was
/// in hand may mean all that was handled.
fn also_right(stated: &Stated<'_>, tables: &Tables) -> Option<i64> {
    let words = &stated.paragraph.plain()[stated.fact.range.clone()];
    let decided = ["办结", "答复", "办复", "办毕"].iter().any(|word| words.contains(word));
    match stated.fact.kind {
        FactKind::RequestsHandled if !decided => {
            in_tables(FactKind::RequestsTotal, tables).map(|(_, value)| value)
        }
        FactKind::RequestsTotal => in_tables(FactKind::RequestsHandled, tables).map(|(_, value)| value),
        _ => None,
    }
}

fn row_names(form: &Form, cells: &[usize]) -> Vec<String> {
    let columns: Vec<_> = cells.iter().map(|cell| form.cell(*cell)).collect();
    if let [first, rest @ ..] = &columns[..]
        && rest.iter().all(|cell| cell.row.first == first.row.first)
    {
        let names: Vec<&str> = columns.iter().map(|cell| cell.column.label.as_str()).collect();
        let group = first.row.group.as_deref().unwrap_or_default();
        return vec![format!("{}“{group}{}”{}", first.table.words(), first.row.label, names.join("加"))];
    }
    let mut names: Vec<String> = Vec::new();
    for index in cells {
        let cell = form.cell(*index);
        let name = match &cell.row.group {
            Some(group) if cells.len() > 2 => format!("{}“{group}”", cell.table.words()),
            _ => cell.words(),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The same fact stated twice with different numbers.
fn repeated(report: &Report, facts: &[Stated<'_>], sheet: &mut Sheet) {
    let exact = |stated: &&Stated<'_>| stated.fact.bound == Bound::Exact;
    let mut seen: Vec<FactKind> = Vec::new();
    for first in facts.iter().filter(exact) {
        if seen.contains(&first.fact.kind) {
            continue;
        }
        let other = facts.iter().filter(exact).find(|other| {
            other.fact.kind == first.fact.kind
                && other.fact.scope == first.fact.scope
                && other.fact.value != first.fact.value
        });
        if let Some(other) = other {
            seen.push(first.fact.kind);
            sheet.find(
                Finding::new(
                    "NARRATIVE_REPEAT",
                    Severity::Error,
                    at(report, &[first, other]),
                    format!("正文前后不一：“{}”与“{}”", first.quote(), other.quote()),
                )
                .values(
                    cell_value(&Cell::number(first.fact.value)),
                    cell_value(&Cell::number(other.fact.value)),
                )
                .basis("同一数据在报告中只能有一个数")
                .fix("核对台账，统一为正确的数字；口径不同的，写明口径"),
            );
        }
    }
}
