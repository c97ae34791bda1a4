//! What is kept beside the events of a case, as rows: made from its summary alone.

use std::collections::BTreeMap;

use casework::applicant::ApplicantClass;
use casework::id::{CaseId, TaskId};
use casework::statistics::Counted;
use casework::summary::Summary;
use jiff::civil::Date;
use law::outcome::Row;

use super::facet::{FacetRow, NO_DAY, facets};

/// A case that changes (变动): what it was, if it was there, and what it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moved<'m> {
    pub(super) organ: &'m str,
    pub(super) case: &'m CaseId,
    pub(super) before: Option<&'m Summary>,
    pub(super) after: &'m Summary,
}

/// What changes beside the events, a list for each table.
#[derive(Debug, Clone, Default)]
pub(super) struct Projections {
    /// Cases that are new or stand elsewhere in an index, and those that do not.
    pub(super) cases: Vec<(String, CaseRow)>,
    pub(super) cases_again: Vec<(String, CaseRow)>,
    pub(super) facets: Difference<(String, FacetRow)>,
    pub(super) tasks: Difference<(String, TaskRow)>,
    pub(super) received: BTreeMap<(String, Received), i64>,
    pub(super) ended: BTreeMap<(String, Ended), i64>,
}

/// Rows that go and rows that come; what would do both stays.
#[derive(Debug, Clone)]
pub(super) struct Difference<T> {
    pub(super) gone: Vec<T>,
    pub(super) new: Vec<T>,
}

impl<T> Default for Difference<T> {
    fn default() -> Difference<T> {
        Difference { gone: Vec::new(), new: Vec::new() }
    }
}

impl<T: PartialEq> Difference<T> {
    /// Adds what becomes of the rows of one case.
    fn replace(&mut self, mut old: Vec<T>, mut new: Vec<T>) {
        let stay = new.extract_if(.., |row| old.contains(row)).collect::<Vec<T>>();
        old.retain(|row| !stay.contains(row));
        self.gone.append(&mut old);
        self.new.append(&mut new);
    }
}

/// A row of `case_task` without the authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TaskRow {
    pub(super) case: CaseId,
    pub(super) task: TaskId,
    pub(super) department: String,
    pub(super) due: String,
}

/// A row of `case_row` without the authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CaseRow {
    pub(super) case: CaseId,
    pub(super) version: u32,
    pub(super) number: String,
    pub(super) received: Option<String>,
    pub(super) until: Option<String>,
    pub(super) ended_row: Option<Row>,
    pub(super) class: ApplicantClass,
    pub(super) restricted: String,
    pub(super) sub_reason: Option<String>,
    pub(super) summary: String,
}

/// The month in which a received case is counted.
pub(super) type Received = (String, ApplicantClass);

/// The month and row in which an ended case is counted.
pub(super) type Ended = (String, Row, ApplicantClass);

/// What changes beside the events of cases, each given once.
pub(super) fn project<'m>(moved: impl Iterator<Item = Moved<'m>>) -> Projections {
    let mut all = Projections::default();
    for Moved { organ, case, before, after } in moved {
        let organ = || organ.to_owned();
        let (old, new) = (before.map(counts).unwrap_or_default(), counts(after));
        for (received, by) in changed(old.0, new.0) {
            *all.received.entry((organ(), received)).or_default() += by;
        }
        for (ended, by) in changed(old.1, new.1) {
            *all.ended.entry((organ(), ended)).or_default() += by;
        }
        let facets_of = |summary| facets(case, summary).into_iter().map(|row| (organ(), row)).collect();
        let tasks_of = |summary| tasks(case, summary).into_iter().map(|row| (organ(), row)).collect();
        all.facets.replace(before.map(facets_of).unwrap_or_default(), facets_of(after));
        all.tasks.replace(before.map(tasks_of).unwrap_or_default(), tasks_of(after));
        let stays = before.is_some_and(|before| stays(before, after));
        let cases = if stays { &mut all.cases_again } else { &mut all.cases };
        cases.push((organ(), case_row(case, after)));
    }
    all
}

/// By how much counts change when a case moves from one to another.
fn changed<T: PartialEq>(old: Option<T>, new: Option<T>) -> impl Iterator<Item = (T, i64)> {
    let moves = old != new;
    let counts = old.map(|count| (count, -1)).into_iter().chain(new.map(|count| (count, 1)));
    counts.filter(move |_| moves)
}

/// What departments owe to a case.
fn tasks(case: &CaseId, summary: &Summary) -> Vec<TaskRow> {
    let row = |owed: &casework::summary::Owed| TaskRow {
        case: case.clone(),
        task: owed.task,
        department: owed.department.to_string(),
        due: owed.due.to_string(),
    };
    summary.owed.iter().map(row).collect()
}

/// Where a case counts as received and as ended in table three.
fn counts(summary: &Summary) -> (Option<Received>, Option<Ended>) {
    let counted = Counted::of(summary);
    let received = counted.map(|case| (month(case.received), case.class));
    let ended = counted.and_then(|case| case.ended.map(|(on, row)| (month(on), row, case.class)));
    (received, ended)
}

/// Whether a case stands in every index of its row as before.
fn stays(old: &Summary, new: &Summary) -> bool {
    let indexed = |summary: &Summary| (Counted::of(summary), summary.class);
    old.number == new.number && indexed(old) == indexed(new)
}

/// A month as counts are kept by it.
pub(super) fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The row of a case.
fn case_row(case: &CaseId, summary: &Summary) -> CaseRow {
    let mut restricted: String = summary.restricted_to.iter().map(|officer| format!("|{officer}")).collect();
    if !restricted.is_empty() {
        restricted.push('|');
    }
    let counted = Counted::of(summary);
    let ended = counted.and_then(|case| case.ended);
    let until = || ended.map_or_else(|| NO_DAY.to_owned(), |(on, _)| on.to_string());
    CaseRow {
        case: case.clone(),
        version: summary.version,
        number: summary.number.clone(),
        received: counted.map(|case| case.received.to_string()),
        until: counted.map(|_| until()),
        ended_row: ended.map(|(_, row)| row),
        class: summary.class,
        restricted,
        sub_reason: summary.sub_reason.clone(),
        summary: serde_json::to_string(summary).unwrap_or_default(),
    }
}
