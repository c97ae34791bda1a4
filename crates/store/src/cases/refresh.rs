//! Summing cases up again without an event: a day has passed, or a notice has moved a due day.

use casework::id::CaseId;
use casework::summary::Summary;

use super::append::read_summary;
use super::plan::{self, Rows};
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
        let mut rows = Rows::default();
        for (_, case, summary) in found {
            let old = read_summary(&case, &summary)?;
            let new = summaries.iter().find(|(id, new)| id.as_str() == case && new.version == old.version);
            if let Some((case, new)) = new {
                plan::project(organ, case, Some(&old), new, &mut rows);
            }
        }
        write_projections!(c, rows);
        rows.cases.len() + rows.cases_again.len()
    });
    Ok(written)
}
