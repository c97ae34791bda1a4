//! What a batch of appends comes to (批次): pure. Each is checked against what the ones before it have left, and refused by
//! itself; those that hold become rows.

use std::collections::{BTreeMap, BTreeSet};

use casework::id::CaseId;
use casework::statistics::report_differs;
use casework::summary::Summary;

use super::model::{Append, Appended, Change, Key, SealedText, Series, actor_text};
use super::projection::{Moved, Projections, project};
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
    /// What cases that change were before the batch; what they are after it is among what is known.
    pub(super) before: BTreeMap<(String, CaseId), Option<Summary>>,
    pub(super) texts: Vec<(String, CaseId, SealedText)>,
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

/// What is kept beside the events of the cases that a batch has changed.
pub(super) fn projections(known: &Known, rows: &Rows) -> Projections {
    project(rows.before.iter().filter_map(|(place, before)| {
        let after = known.cases.get(place)?;
        Some(Moved { organ: &place.0, case: &place.1, before: before.as_ref(), after })
    }))
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
    let locked = known.locked.iter().filter(|(of, _)| of == organ).map(|(_, year)| *year);
    // What is received in one year is carried into the next.
    let changes = |year: &i16| report_differs(old, Some(&entry.summary), *year);
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
    rows.before.entry(place.clone()).or_insert_with(|| old.cloned());
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
