//! Appending to cases (追加事件): a batch in one transaction, in which each append is refused by itself.

use std::collections::BTreeSet;

use casework::id::CaseId;
use casework::summary::Summary;

use super::model::{Append, Appended, Change, Key, Series};
use super::plan::{self, Known, Rows};
use super::write::{CASES, EVENT, LOCKED, NUMBER, NUMBERS, ORGANS, OUTCOME, OUTCOMES, TEXT};
use crate::backend::Store;
use crate::chain::{HEAD, HOLD, Head, START};
use crate::error::{Error, Result};
use crate::job::JOB;

/// A row of `idempotency`.
type Outcome = (String, String, String, String, i32, Option<i64>);

/// Writes appends down, all that hold in one transaction: when this returns they are on the disk.
///
/// The ends of the chains of their authorities are held from the first statement to the last, in the order of their ids: what
/// is checked here stays true, and two programs never wait for each other in a circle.
///
/// Each is answered by itself, in the same order.
///
/// # Errors
/// [`Error::Conflict`] when the case has another version by now, [`Error::NumberTaken`], [`Error::YearLocked`],
/// [`Error::UnknownOrgan`]; or the database does not answer.
pub async fn append(store: &Store, appends: &[Append]) -> Vec<Result<Appended>> {
    match together(store, appends).await {
        Ok(outcomes) => outcomes,
        // One that the database does not take must not take the others with it.
        Err(_) if appends.len() > 1 => {
            let mut outcomes = Vec::with_capacity(appends.len());
            for one in appends {
                let alone = together(store, std::slice::from_ref(one)).await;
                outcomes.push(alone.and_then(|mut outcomes| outcomes.remove(0)));
            }
            outcomes
        }
        Err(error) => vec![Err(error)],
    }
}

async fn together(store: &Store, appends: &[Append]) -> Result<Vec<Result<Appended>>> {
    let all = || appends.iter().flat_map(Append::all);
    let organs: BTreeSet<&str> = all().map(|one| one.organ.as_str()).collect();
    let organs: Vec<&str> = organs.into_iter().collect();
    let cases: BTreeSet<(&str, &str)> = all().map(|one| (one.organ.as_str(), one.case.as_str())).collect();
    let cases: Vec<(&str, &str)> = cases.into_iter().collect();
    let keys: BTreeSet<(&str, &Key)> =
        all().filter_map(|one| Some((one.organ.as_str(), one.key.as_ref()?))).collect();
    let keys: Vec<(&str, &Key)> = keys.into_iter().collect();
    let series: BTreeSet<(&str, &Series)> =
        all().filter_map(|one| Some((one.organ.as_str(), series(&one.change)?))).collect();
    let series: Vec<(&str, &Series)> = series.into_iter().collect();

    let outcomes = write!(store, |c| {
        let mut known = Known::default();
        let there: Vec<(String,)> = ask_rows!(c, ORGANS, &organs, |query, organ| query.bind(*organ));
        let there: BTreeSet<String> = there.into_iter().map(|(organ,)| organ).collect();
        for organ in there {
            let hold = sqlx::query_as(HOLD).bind(&organ).bind(&START[..]);
            let (position, link): (i64, Vec<u8>) = hold.fetch_one(&mut *c).await?;
            let head = Head::new(position, &link).ok_or_else(|| Error::DamagedChain(organ.clone()))?;
            known.heads.insert(organ, head);
        }
        let found: Vec<(String, String, String)> =
            ask_rows!(c, CASES, &cases, |query, case| query.bind(case.0).bind(case.1));
        for (organ, case, summary) in found {
            let summary = read_summary(&case, &summary)?;
            known.cases.insert((organ, CaseId::from(case)), summary);
        }
        let found: Vec<Outcome> = ask_rows!(c, OUTCOMES, &keys, |query, key| {
            query.bind(key.0).bind(key.1.actor.as_str()).bind(key.1.key.as_str())
        });
        known.outcomes.extend(found.into_iter().map(outcome));
        let found: Vec<(String, String, i16, i64)> = ask_rows!(c, NUMBERS, &series, |query, series| {
            query.bind(series.0).bind(series.1.kind.as_str()).bind(series.1.year)
        });
        known.series.extend(
            found.into_iter().map(|(organ, kind, year, next)| ((organ, Series { kind, year }), next)),
        );
        let found: Vec<(String, i16)> = ask_rows!(c, LOCKED, &organs, |query, organ| query.bind(*organ));
        known.locked.extend(found);

        let mut rows = Rows::default();
        let outcomes: Vec<_> = appends.iter().map(|one| plan::add(one, &mut known, &mut rows)).collect();
        let projections = plan::projections(&known, &rows);

        all_rows!(c, EVENT, &rows.events, |query, row| {
            let query = query.bind(&row.organ).bind(row.case.as_str()).bind(row.version as i32);
            let query = query.bind(row.position).bind(row.at).bind(&row.actor).bind(&row.event);
            query.bind(&row.link[..])
        });
        write_projections!(c, projections);
        all_rows!(c, TEXT, &rows.texts, |query, row| {
            let (organ, case, text) = row;
            query.bind(organ).bind(case.as_str()).bind(text.id.as_str()).bind(&text.sealed)
        });
        let numbers: Vec<_> = rows.series.iter().collect();
        all_rows!(c, NUMBER, &numbers, |query, row| {
            let ((organ, series), next) = row;
            query.bind(organ.as_str()).bind(&series.kind).bind(series.year).bind(**next)
        });
        all_rows!(c, OUTCOME, &rows.outcomes, |query, row| {
            let (organ, key, done, at) = row;
            let query = query.bind(organ).bind(&key.actor).bind(&key.key).bind(done.case.as_str());
            query.bind(done.version as i32).bind(done.number).bind(at)
        });
        all_rows!(c, JOB, &rows.jobs, |query, row| {
            let (organ, job) = row;
            query.bind(organ).bind(&job.id).bind(&job.kind).bind(&job.payload).bind(job.due_at)
        });
        for (organ, head) in &rows.heads {
            let update = sqlx::query(HEAD).bind(organ).bind(head.position).bind(&head.link[..]);
            update.execute(&mut *c).await?;
        }
        outcomes
    });
    Ok(outcomes)
}

/// The series from which a change takes a number.
fn series(change: &Change) -> Option<&Series> {
    match change {
        Change::Entry(_) => None,
        Change::Numbered(series, ..) | Change::NextNumber(series, _) => Some(series),
    }
}

fn outcome((organ, actor, key, case, version, number): Outcome) -> ((String, Key), Appended) {
    let version = u32::try_from(version).unwrap_or_default();
    ((organ, Key { actor, key }), Appended { case: CaseId::from(case), version, number, again: true })
}

/// The summary of a case as it is stored.
pub(super) fn read_summary(case: &str, text: &str) -> Result<Summary> {
    serde_json::from_str(text).map_err(|_| Error::DamagedCase(case.to_owned()))
}
