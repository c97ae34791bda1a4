//! What a batch of appends comes to (批次): pure. Each is checked against what the ones before it have left, and refused by
//! itself; those that hold become rows.

use std::collections::{BTreeMap, BTreeSet};

use casework::id::{CaseId, TaskId};
use casework::statistics::{Counted, Span};
use casework::summary::Summary;

use super::facet::{FacetRow, facets};
use super::model::{Append, Appended, Change, Key, SealedText, Series, actor_text};
use super::projection::{CaseRow, Ended, Received, case_row, counts, stays};
use crate::chain::{Fields, Head, Link};
use crate::error::{Error, Result};
use crate::job::NewJob;

/// What a batch builds on, and what it is after each append.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// End of the chain of each authority.
    pub(super) heads: BTreeMap<String, Head>,
    /// Cases that are there.
    pub(super) cases: BTreeMap<(String, CaseId), Summary>,
    /// The next number of each series; 1 where there is none.
    pub(super) series: BTreeMap<(String, Series), i64>,
    /// What commands that may come again have come to.
    pub(super) outcomes: BTreeMap<(String, Key), Appended>,
    /// Years that are settled.
    pub(super) locked: BTreeSet<(String, i16)>,
}

/// What is written, a list for each table.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    pub(super) events: Vec<EventRow>,
    /// Cases that are new or stand elsewhere in an index, and those that do not.
    pub(super) cases: BTreeMap<(String, CaseId), CaseRow>,
    pub(super) cases_again: BTreeMap<(String, CaseId), CaseRow>,
    pub(super) facets: Difference<(String, FacetRow)>,
    pub(super) tasks: Difference<(String, TaskRow)>,
    pub(super) texts: Vec<(String, CaseId, SealedText)>,
    pub(super) received: BTreeMap<(String, Received), i64>,
    pub(super) ended: BTreeMap<(String, Ended), i64>,
    pub(super) series: BTreeMap<(String, Series), i64>,
    pub(super) outcomes: Vec<(String, Key, Appended, i64)>,
    pub(super) jobs: Vec<(String, NewJob)>,
    pub(super) heads: BTreeMap<String, Head>,
}

/// A row of `case_event`.
#[derive(Debug, Clone)]
pub(super) struct EventRow {
    pub(super) organ: String,
    pub(super) case: CaseId,
    pub(super) version: u32,
    pub(super) position: i64,
    pub(super) at: i64,
    pub(super) actor: String,
    pub(super) event: String,
    pub(super) link: Link,
}

/// A row of `case_task` without the authority.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TaskRow {
    pub(super) case: CaseId,
    pub(super) task: TaskId,
    pub(super) department: String,
    pub(super) due: String,
}

/// Rows that go and rows that come; what does both stays.
#[derive(Debug, Clone)]
pub(super) struct Difference<T> {
    pub(super) gone: BTreeSet<T>,
    pub(super) new: BTreeSet<T>,
}

impl<T> Default for Difference<T> {
    fn default() -> Difference<T> {
        Difference { gone: BTreeSet::new(), new: BTreeSet::new() }
    }
}

impl<T: Ord> Difference<T> {
    fn replace(&mut self, old: impl IntoIterator<Item = T>, new: impl IntoIterator<Item = T>) {
        for row in old {
            if !self.new.remove(&row) {
                self.gone.insert(row);
            }
        }
        for row in new {
            if !self.gone.remove(&row) {
                self.new.insert(row);
            }
        }
    }
}

/// The link of an event.
pub(crate) fn event_link(
    previous: &Link,
    (organ, case): (&str, &str),
    (position, version, at): (i64, u32, i64),
    (actor, event): (&str, &str),
) -> Link {
    let place = Fields::new("case_event").bytes(previous).text(organ).number(position);
    place.text(case).number(version.into()).number(at).text(actor).text(event).finish()
}

/// Adds an append to the rows, and everything that is written together with it.
///
/// # Errors
/// Why it cannot be written; then it has left nothing behind.
pub(super) fn add(append: &Append, known: &mut Known, rows: &mut Rows) -> Result<Appended> {
    if append.along.is_empty() {
        return add_one(append, known, rows);
    }
    let before = (known.clone(), rows.clone());
    let added = add_one(append, known, rows).and_then(|appended| {
        let mut along = append.along.iter().filter(|_| !appended.again);
        along.try_for_each(|one| add(one, known, rows).map(drop))?;
        Ok(appended)
    });
    if added.is_err() {
        (*known, *rows) = before;
    }
    added
}

fn add_one(append: &Append, known: &mut Known, rows: &mut Rows) -> Result<Appended> {
    let organ = &append.organ;
    if let Some(first) = append.key.as_ref().and_then(|key| known.outcomes.get(&(organ.clone(), key.clone())))
    {
        return Ok(Appended { again: true, ..first.clone() });
    }
    let place = (organ.clone(), append.case.clone());
    let old = known.cases.get(&place);
    let now = old.map_or(0, |old| old.version);
    if append.expected != now {
        return Err(Error::Conflict { now });
    }
    let next = |series: &Series| known.series.get(&(organ.clone(), series.clone())).copied().unwrap_or(1);
    let made;
    let (entry, taken) = match &append.change {
        Change::Entry(entry) => (entry, None),
        Change::Numbered(series, number, entry) => {
            let next = next(series);
            if next != *number {
                return Err(Error::NumberTaken { next });
            }
            (entry, Some((series, next)))
        }
        Change::NextNumber(series, make) => {
            let next = next(series);
            made = make(next);
            (&made, Some((series, next)))
        }
    };
    let versions = entry.events.iter().map(|event| event.version);
    let last = entry.events.last().ok_or(Error::Conflict { now })?;
    if !versions.eq(now + 1..=entry.summary.version) {
        return Err(Error::Conflict { now });
    }
    let (before, after) = (old.and_then(Counted::of), Counted::of(&entry.summary));
    let locked = known.locked.iter().filter(|(of, _)| of == organ).map(|(_, year)| *year);
    // What is received in one year is carried into the next.
    let changes = |year: &i16| Counted::differ(before.as_ref(), after.as_ref(), Span::year(*year));
    if let Some(year) = locked.into_iter().find(changes) {
        return Err(Error::YearLocked { year });
    }

    let head = known.heads.get_mut(organ).ok_or_else(|| Error::UnknownOrgan(organ.clone()))?;
    for recorded in &entry.events {
        let event =
            serde_json::to_string(&recorded.event).map_err(|_| Error::DamagedCase(place.1.to_string()))?;
        let actor = actor_text(&recorded.by);
        let (position, version, at) = (head.position + 1, recorded.version, recorded.at);
        let link =
            event_link(&head.link, (organ, place.1.as_str()), (position, version, at), (&actor, &event));
        *head = Head { position, link };
        let (organ, case) = place.clone();
        rows.events.push(EventRow { organ, case, version, position, at, actor, event, link });
    }
    rows.heads.insert(organ.clone(), *head);
    project(organ, &place.1, old, &entry.summary, rows);
    rows.texts.extend(entry.texts.iter().map(|text| (organ.clone(), place.1.clone(), text.clone())));
    rows.jobs.extend(entry.jobs.iter().map(|job| (organ.clone(), job.clone())));
    if let Some((series, number)) = taken {
        let series = (organ.clone(), series.clone());
        known.series.insert(series.clone(), number + 1);
        rows.series.insert(series, number + 1);
    }
    let number = taken.map(|(_, number)| number);
    let appended = Appended { case: place.1.clone(), version: entry.summary.version, number, again: false };
    if let Some(key) = &append.key {
        rows.outcomes.push((organ.clone(), key.clone(), appended.clone(), last.at));
        known.outcomes.insert((organ.clone(), key.clone()), appended.clone());
    }
    known.cases.insert(place, entry.summary.clone());
    Ok(appended)
}

/// Adds what is kept beside the events of a case to the rows.
pub(super) fn project(organ: &str, case: &CaseId, old: Option<&Summary>, new: &Summary, rows: &mut Rows) {
    let organ = || organ.to_owned();
    let (before, after) = (old.map(counts).unwrap_or_default(), counts(new));
    for (received, by) in changed(before.0, after.0) {
        *rows.received.entry((organ(), received)).or_default() += by;
    }
    for (ended, by) in changed(before.1, after.1) {
        *rows.ended.entry((organ(), ended)).or_default() += by;
    }
    let facets_of = |summary: &Summary| facets(case, summary).into_iter().map(|row| (organ(), row));
    let tasks_of = |summary: &Summary| tasks(case, summary).into_iter().map(|row| (organ(), row));
    rows.facets.replace(old.into_iter().flat_map(facets_of), facets_of(new));
    rows.tasks.replace(old.into_iter().flat_map(tasks_of), tasks_of(new));
    let (place, row) = ((organ(), case.clone()), case_row(case, new));
    if old.is_some_and(|old| stays(old, new)) && !rows.cases.contains_key(&place) {
        rows.cases_again.insert(place, row);
    } else {
        rows.cases_again.remove(&place);
        rows.cases.insert(place, row);
    }
}

/// By how much counts change when a case moves from one to another.
fn changed<T: PartialEq>(old: Option<T>, new: Option<T>) -> impl Iterator<Item = (T, i64)> {
    let moves = old != new;
    let counts = old.map(|count| (count, -1)).into_iter().chain(new.map(|count| (count, 1)));
    counts.filter(move |_| moves)
}

/// What departments owe to a case.
pub(super) fn tasks(case: &CaseId, summary: &Summary) -> Vec<TaskRow> {
    let row = |owed: &casework::summary::Owed| TaskRow {
        case: case.clone(),
        task: owed.task,
        department: owed.department.to_string(),
        due: owed.due.to_string(),
    };
    summary.owed.iter().map(row).collect()
}
