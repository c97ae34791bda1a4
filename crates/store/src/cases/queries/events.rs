//! What has happened to a case.

use casework::event::Recorded;
use casework::id::CaseId;

use crate::cases::model::actor;
use crate::{Error, Result, Store};

pub(crate) const SQL: &str = "
    select version, at, actor, event
      from case_event
     where organ = $1 and case_id = $2
     order by version";

/// All events of a case in their order; none when there is no such case.
///
/// # Errors
/// When the database does not answer, or holds an event that cannot be read.
pub async fn events(store: &Store, organ: &str, case: &CaseId) -> Result<Vec<Recorded>> {
    let rows: Vec<Row> =
        read!(store, |pool| sqlx::query_as(SQL).bind(organ).bind(case.as_str()).fetch_all(pool).await)?;
    rows.into_iter().map(|row| recorded(case.as_str(), row)).collect()
}

/// An event as stored: version, instant, actor, JSON.
pub(in crate::cases) type Row = (i32, i64, String, String);

/// An event as it was appended.
pub(in crate::cases) fn recorded(case: &str, (version, at, by, event): Row) -> Result<Recorded> {
    let damaged = || Error::DamagedCase(case.to_owned());
    Ok(Recorded {
        version: u32::try_from(version).map_err(|_| damaged())?,
        at,
        by: actor(&by).ok_or_else(damaged)?,
        event: serde_json::from_str(&event).map_err(|_| damaged())?,
    })
}
