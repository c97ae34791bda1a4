//! Taking work.

use crate::backend::Db;
use crate::{Result, Store};

/// Takes what is due; the words that stand between two programs are those of one database.
macro_rules! take {
    ($locking:literal) => {
        concat!(
            "update job
                set leased_until = $2, attempts = attempts + 1
              where (organ, id) in (
                    select organ, id
                      from job
                     where organ = $4 and state = 'waiting' and due_at <= $1 and leased_until <= $1
                     order by due_at, id
                     limit $3",
            $locking,
            ")
             returning organ, id, kind, payload, attempts"
        )
    };
}

/// For one writer at a time, as SQLite has it.
pub(crate) const SQL: &str = take!("");

/// For many: what another program has just taken is passed over, not waited for.
const ON_POSTGRES: &str = take!(" for update skip locked");

/// Work that somebody has taken (任务).
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Job {
    /// The authority.
    pub organ: String,
    /// Its name.
    pub id: String,
    /// What has to be done.
    pub kind: String,
    /// With what, as JSON.
    pub payload: String,
    /// How often it has been tried, this time included.
    pub attempts: i32,
}

/// Takes work of an authority that is due at an instant, what has waited longest first, for so many milliseconds: until then nobody else takes
/// it, and if it has not [ended](super::done) by then it is taken again. So it may be done twice, never not at all.
///
/// # Errors
/// When the database does not answer.
pub async fn take(store: &Store, organ: &str, now: i64, lease: i64, limit: u32) -> Result<Vec<Job>> {
    let sql = match &store.db {
        Db::Sqlite { .. } => SQL,
        Db::Pg(_) => ON_POSTGRES,
    };
    Ok(write!(store, |c| {
        let take = sqlx::query_as(sql).bind(now).bind(now + lease).bind(i64::from(limit));
        take.bind(organ).fetch_all(&mut *c).await?
    }))
}
