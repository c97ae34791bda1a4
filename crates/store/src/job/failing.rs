//! Work that fails (失败的任务), for whoever looks after the system.

use crate::{Page, Result, Store};

pub(crate) const SQL: &str = "
    select id, kind, payload, due_at, attempts, failure, state = 'failed' as is_over
      from job
     where organ = $1 and failure is not null and (due_at, id) > ($2, $3)
     order by due_at, id
     limit $4";

/// Work whose last attempt has failed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Failing {
    /// Its name.
    pub id: String,
    /// What has to be done.
    pub kind: String,
    /// With what, as JSON.
    pub payload: String,
    /// When it is tried again, in milliseconds since 1970.
    pub due_at: i64,
    /// How often it was tried.
    pub attempts: i32,
    /// Why the last attempt failed.
    pub failure: String,
    /// Whether it is not tried again by itself.
    pub is_over: bool,
}

/// Work of an authority that fails, by when it is tried again.
///
/// # Errors
/// When the database does not answer.
pub async fn failing(
    store: &Store,
    organ: &str,
    after: Option<&Failing>,
    limit: u32,
) -> Result<Page<Failing>> {
    let (due_at, id) = after.map_or((i64::MIN, ""), |last| (last.due_at, last.id.as_str()));
    let rows = read!(store, |pool| {
        let query = sqlx::query_as(SQL).bind(organ).bind(due_at).bind(id);
        query.bind(i64::from(limit) + 1).fetch_all(pool).await
    })?;
    Ok(Page::cut(rows, limit))
}
