//! Making anew what is kept beside events (重建摘要): after the rules by which cases are summed up have changed, or when
//! something beside them is damaged.

use std::sync::Arc;

use casework::Case;
use casework::event::Recorded;
use casework::id::CaseId;
use casework::summary::Summary;
use jiff::civil::Date;
use law::WorkCalendar;

use super::projection::{Moved, Projections, project};
use super::queries::recorded;
use crate::backend::Store;
use crate::chain::{HOLD, START};
use crate::error::{Error, Result};

pub(crate) const EVENTS: &str = "
    select case_id, version, at, actor, event
      from case_event
     where organ = $1 and (case_id, version) > ($2, $3)
     order by case_id, version
     limit $4";

pub(crate) const FORGET_CASES: &str = "delete from case_row where organ = $1";

pub(crate) const FORGET_FACETS: &str = "delete from case_facet where organ = $1";

pub(crate) const FORGET_TASKS: &str = "delete from case_task where organ = $1";

pub(crate) const FORGET_RECEIVED: &str = "delete from received_count where organ = $1";

pub(crate) const FORGET_ENDED: &str = "delete from ended_count where organ = $1";

/// How many events are read at once.
const PAGE: usize = 20_000;

/// What was made anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// How many events were read.
    pub events: u64,
    /// How many cases they are.
    pub cases: u64,
}

/// An event as stored, with its case.
type Row = (String, i32, i64, String, String);

/// Sums all cases of an authority up anew from their events, as of a day. Meanwhile nothing is appended to them, and whoever
/// reads sees what was there before.
///
/// # Errors
/// When the database does not answer or an event cannot be read; then everything is as it was.
pub async fn rebuild(store: &Store, organ: &str, on: Date, calendar: &WorkCalendar) -> Result<Rebuilt> {
    let sum_up = Arc::new((organ.to_owned(), on, calendar.clone()));
    let rebuilt = write!(store, |c| {
        sqlx::query(HOLD).bind(organ).bind(&START[..]).execute(&mut *c).await?;
        for forget in [FORGET_CASES, FORGET_FACETS, FORGET_TASKS, FORGET_RECEIVED, FORGET_ENDED] {
            sqlx::query(forget).bind(organ).execute(&mut *c).await?;
        }
        let mut rebuilt = Rebuilt::default();
        let (mut last, mut kept) = ((String::new(), 0), Vec::new());
        // While one page is summed up the one before is written and the next is read.
        let mut summing = None;
        loop {
            let query = sqlx::query_as(EVENTS).bind(organ).bind(&last.0).bind(last.1);
            let page: Vec<Row> = query.bind(PAGE as i64).fetch_all(&mut *c).await?;
            rebuilt.events += page.len() as u64;
            let is_last = page.len() < PAGE;
            if let Some((case, version, ..)) = page.last() {
                last = (case.clone(), *version);
            }
            kept.extend(page);
            // The events of the last case may go on in the next page.
            let goes_on = |row: &Row| !is_last && row.0 == last.0;
            let whole = kept.iter().rposition(|row| !goes_on(row)).map_or(0, |at| at + 1);
            let rest = kept.split_off(whole);
            let (whole, sum_up) = (std::mem::replace(&mut kept, rest), sum_up.clone());
            let next = tokio::task::spawn_blocking(move || sum(&whole, &sum_up));
            for summed in summing.replace(next).into_iter().chain(if is_last { summing.take() } else { None })
            {
                let projections: Projections = summed.await.map_err(|_| Error::Stopped)??;
                rebuilt.cases += projections.cases.len() as u64;
                write_projections!(c, projections);
            }
            if is_last {
                break rebuilt;
            }
        }
    });
    Ok(rebuilt)
}

/// What is kept beside the events of some cases, which stand together in their order.
fn sum(events: &[Row], (organ, on, calendar): &(String, Date, WorkCalendar)) -> Result<Projections> {
    let cases = events.chunk_by(|one, next| one.0 == next.0).filter_map(|events| {
        let (id, ..) = events.first()?;
        let event =
            |(case, version, at, by, event): &Row| recorded(case, (*version, *at, by.clone(), event.clone()));
        let summary = |events: Vec<Recorded>| {
            let case = Case::replay(&events).ok_or_else(|| Error::DamagedCase(id.clone()))?;
            Ok((CaseId::from(id.as_str()), case.summary(*on, calendar)))
        };
        Some(events.iter().map(event).collect::<Result<_>>().and_then(summary))
    });
    let cases: Vec<(CaseId, Summary)> = cases.collect::<Result<_>>()?;
    Ok(project(cases.iter().map(|(case, after)| Moved { organ, case, before: None, after })))
}
