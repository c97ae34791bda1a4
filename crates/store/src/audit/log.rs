//! Reading what concerns the installation.

use super::Entry;
use crate::{Page, Result, Store};

pub(crate) const ALL: &str = "
    select position, at, actor, organ, kind, detail
      from audit_event
     where position < $1
     order by position desc
     limit $2";

pub(crate) const OF_ORGAN: &str = "
    select position, at, actor, organ, kind, detail
      from audit_event
     where position < $1 and organ = $3
     order by position desc
     limit $2";

/// An entry at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// 1, 2, … in the chain.
    pub position: i64,
    /// What was written down.
    pub entry: Entry,
}

/// Entries, the latest first: all, or those about an authority. `before` is the place of the last row of the page before.
///
/// # Errors
/// When the database does not answer.
pub async fn log(
    store: &Store,
    organ: Option<&str>,
    before: Option<i64>,
    limit: u32,
) -> Result<Page<Logged>> {
    let sql = if organ.is_some() { OF_ORGAN } else { ALL };
    let rows: Vec<(i64, i64, String, String, String, String)> = read!(store, |pool| {
        let query = sqlx::query_as(sql).bind(before.unwrap_or(i64::MAX)).bind(i64::from(limit) + 1);
        match organ {
            Some(organ) => query.bind(organ).fetch_all(pool).await,
            None => query.fetch_all(pool).await,
        }
    })?;
    let logged = |(position, at, actor, organ, kind, detail)| Logged {
        position,
        entry: Entry { at, actor, organ, kind, detail },
    };
    Ok(Page::cut(rows.into_iter().map(logged).collect(), limit))
}
