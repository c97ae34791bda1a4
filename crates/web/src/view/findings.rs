//! Findings as pages show them: what, where, the source with the words marked, both values, what to do.

use reporting::cell::Cell;
use reporting::check::{At, Check, Checked, Finding, Mark, Outcome};
use reporting::form::{Form, table_name};
use reporting::report::{Open, Tables};
use serde_json::Value;

use crate::assets::{Icon, icon};

/// A finding for a page.
pub(crate) struct FindingView {
    pub(crate) severity: &'static str,
    pub(crate) severity_words: &'static str,
    pub(crate) rule: &'static str,
    pub(crate) place: String,
    /// Path of the first cell concerned.
    pub(crate) cell: Option<String>,
    pub(crate) message: String,
    pub(crate) basis: String,
    pub(crate) fix: String,
    pub(crate) sources: Vec<Vec<SourceLine>>,
    pub(crate) expected: Option<String>,
    pub(crate) actual: Option<String>,
    /// How the two values are called.
    pub(crate) sides: [&'static str; 2],
}

/// A line of the source: its number, and pieces of which some are marked.
pub(crate) struct SourceLine {
    pub(crate) number: String,
    pub(crate) is_hit: bool,
    pub(crate) pieces: Vec<(bool, String)>,
}

/// The result in one banner.
pub(crate) struct Verdict {
    pub(crate) class: &'static str,
    pub(crate) words: &'static str,
    pub(crate) errors: i32,
    pub(crate) warnings: i32,
    pub(crate) notes: i32,
}

impl Verdict {
    pub(crate) fn of(checked: &Checked) -> Verdict {
        Verdict::stored(store::Verdict::of(checked))
    }

    /// The verdict that the store keeps beside a report.
    pub(crate) fn stored(verdict: store::Verdict) -> Verdict {
        let store::Verdict { result, errors, warnings, notes } = verdict;
        Verdict {
            class: match result {
                Outcome::Fail => "fail",
                Outcome::Uncertain => "unsure",
                Outcome::NotAssessable | Outcome::Pass => "pass",
            },
            words: result.words(),
            errors,
            warnings,
            notes,
        }
    }

    pub(crate) fn icon(&self) -> Icon {
        icon(match self.class {
            "pass" => "circle-check",
            "fail" => "octagon-x",
            _ => "circle-help",
        })
    }
}

/// The findings of a report, errors first.
pub(crate) fn findings(checked: &Checked, form: Option<&Form>) -> Vec<FindingView> {
    let mut sorted: Vec<&Finding> = checked.findings.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    sorted.into_iter().map(|finding| view(finding, form)).collect()
}

/// The checks that passed, and those that could not be made.
pub(crate) fn outcomes(checked: &Checked, outcome: Outcome) -> Vec<&'static str> {
    checked
        .outcomes
        .iter()
        .filter(|(_, found)| *found == outcome)
        .map(|(check, _)| Check::words(*check))
        .collect()
}

fn view(finding: &Finding, form: Option<&Form>) -> FindingView {
    let place = match &finding.at {
        At::Report => "整份报告".into(),
        At::Table { key, cells } => table_place(key, cells, form),
        At::Text { place, .. } => place.words(),
    };
    let sources = match &finding.at {
        At::Text { marks, .. } => marks.iter().map(source).filter(|lines| !lines.is_empty()).collect(),
        At::Report | At::Table { .. } => Vec::new(),
    };
    let cell = match (&finding.at, form) {
        (At::Table { cells, .. }, Some(form)) => cells.first().map(|index| form.cell(*index)),
        _ => None,
    };
    let place = match cell {
        Some(cell) => format!("{place}：{}", cell.row.label),
        None => place,
    };
    FindingView {
        cell: cell.map(|cell| cell.path()),
        severity: finding.severity.key(),
        severity_words: finding.severity.words(),
        rule: finding.rule,
        place,
        message: finding.message.clone(),
        basis: finding.basis.clone(),
        fix: finding.fix.clone(),
        sources,
        expected: value(&finding.expected),
        actual: value(&finding.actual),
        sides: finding.sides(),
    }
}

fn table_place(key: &str, cells: &[usize], form: Option<&Form>) -> String {
    let table = match (cells.first(), form) {
        (Some(first), Some(form)) => form.cell(*first).table.words(),
        _ => table_name(key).unwrap_or_default(),
    };
    table.to_owned()
}

fn value(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// Lines shown before and after those with a mark.
const CONTEXT: usize = 1;
/// Characters shown of a long line around its mark.
const REACH: usize = 60;

fn source(mark: &Mark) -> Vec<SourceLine> {
    let hits: Vec<usize> = mark.spans.iter().map(|(line, _)| *line).collect();
    let near = |at: usize| hits.iter().any(|hit| hit.abs_diff(at) <= CONTEXT);
    mark.lines
        .iter()
        .enumerate()
        .filter(|(at, _)| near(*at))
        .map(|(at, (place, line))| {
            let spans: Vec<_> =
                mark.spans.iter().filter(|(hit, _)| *hit == at).map(|(_, span)| span.clone()).collect();
            SourceLine { number: place.line_words(), is_hit: !spans.is_empty(), pieces: pieces(line, spans) }
        })
        .collect()
}

/// A line cut into plain and marked pieces; a long one loses what is far from its marks.
fn pieces(line: &str, mut spans: Vec<std::ops::Range<usize>>) -> Vec<(bool, String)> {
    let letters: Vec<char> = line.chars().collect();
    spans.sort_by_key(|span| span.start);
    let first = spans.first().map_or(0, |span| span.start);
    let last = spans.last().map_or(letters.len(), |span| span.end);
    let from = if first > 2 * REACH { first - REACH } else { 0 };
    let to = if letters.len() - last > 2 * REACH { last + REACH } else { letters.len() };
    let text = |range: std::ops::Range<usize>| letters[range].iter().collect::<String>();
    let mut pieces = Vec::new();
    if from > 0 {
        pieces.push((false, "……".into()));
    }
    let mut at = from;
    for span in spans {
        if span.start >= at {
            pieces.push((false, text(at..span.start)));
            pieces.push((true, text(span.clone())));
            at = span.end;
        }
    }
    if at < to {
        pieces.push((false, text(at..to)));
    }
    if to < letters.len() {
        pieces.push((false, "……".into()));
    }
    pieces.retain(|(_, text)| !text.is_empty());
    pieces
}

/// Something that a person has to choose.
pub(crate) struct OpenView {
    /// Name of the group in the form.
    pub(crate) name: String,
    pub(crate) question: String,
    /// The one number whose column is not known, with the cells it may belong to.
    pub(crate) stray: Vec<(String, String)>,
    /// Otherwise each cell with its candidates.
    pub(crate) cells: Vec<(String, String, Vec<String>)>,
}

/// What has to be chosen in a report's tables.
pub(crate) fn open(tables: &Tables) -> Vec<OpenView> {
    let form = tables.form;
    let view = |(number, open): (usize, Open)| {
        let first = form.cell(open.cells[0]);
        let group = first.row.group.as_deref().unwrap_or_default();
        let short = |index: usize| {
            let cell = form.cell(index);
            match first.table.key {
                "table4" => format!("{} {}", cell.row.label, cell.column.label),
                _ => cell.column.label.clone(),
            }
        };
        let path = |index: usize| form.cell(index).path();
        let (question, stray, cells) = match &open.stray {
            Some(value) => (
                format!("{}里的“{}”属于：", first.table.words(), value.words()),
                open.cells.iter().map(|i| (path(*i), short(*i))).collect(),
                Vec::new(),
            ),
            None => (
                format!("{}“{group}{}”", first.table.words(), first.row.label),
                Vec::new(),
                open.cells
                    .iter()
                    .map(|i| {
                        let candidates = tables.traces.get(i).map_or(&[][..], |trace| &trace.candidates);
                        let words =
                            candidates.iter().map(Cell::words).filter(|words| !words.is_empty()).collect();
                        (path(*i), short(*i), words)
                    })
                    .collect(),
            ),
        };
        OpenView { name: format!("open{number}"), question, stray, cells }
    };
    tables.open().into_iter().enumerate().map(view).collect()
}
