//! Summing cases up again without an event: a day has passed, or a notice has moved a due day.

use casework::id::CaseId;
use casework::summary::Summary;

use super::append::read_summary;
use super::projection::{Moved, project};
use super::write::CASES;
use crate::backend::Store;
use crate::chain::{HOLD, START};
use crate::error::Result;

/// Writes new summaries of cases of an authority that have not changed otherwise: how many were written. One whose version is
/// no longer that of its summary is left as it is, for whoever changed it has summed it up.
///
/// # Errors
/// When the database does not answer.
pub async fn refresh(store: &Store, organ: &str, summaries: &[(CaseId, Summary)]) -> Result<usize> {
    let written = write!(store, |c| {
        sqlx::query(HOLD).bind(organ).bind(&START[..]).execute(&mut *c).await?;
        let found: Vec<(String, String, String)> =
            ask_rows!(c, CASES, summaries, |query, one| query.bind(organ).bind(one.0.as_str()));
        let mut cases = Vec::with_capacity(found.len());
        for (_, case, summary) in found {
            let old = read_summary(&case, &summary)?;
            let new = summaries.iter().find(|(id, new)| id.as_str() == case && new.version == old.version);
            cases.extend(new.map(|(case, new)| (case, old, new)));
        }
        let moved = cases.iter().map(|(case, old, after)| Moved { organ, case, before: Some(old), after });
        let projections = project(moved);
        write_projections!(c, projections);
        cases.len()
    });
    Ok(written)
}
