//! What came of a command that was sent before.

use casework::id::CaseId;

use crate::cases::{Appended, Key};
use crate::{Result, Store};

pub(crate) const SQL: &str = "
    select case_id, version, number from idempotency where organ = $1 and actor = $2 and key = $3";

/// What came of the command with this key; none when it has not been carried out.
///
/// # Errors
/// When the database does not answer.
pub async fn outcome(store: &Store, organ: &str, key: &Key) -> Result<Option<Appended>> {
    let row: Option<(String, i32, Option<i64>)> = read!(store, |pool| {
        sqlx::query_as(SQL).bind(organ).bind(&key.actor).bind(&key.key).fetch_optional(pool).await
    })?;
    Ok(row.map(|(case, version, number)| {
        let version = u32::try_from(version).unwrap_or_default();
        Appended { case: CaseId::from(case), version, number, again: true }
    }))
}
