//! How work ends.

use super::Job;
use crate::{Result, Store};

/// Of whoever has it; a lease that has run out and was taken over says nothing.
pub(crate) const DONE: &str = "
    update job set state = 'done', failure = null where organ = $1 and id = $2 and attempts = $3 and state = 'waiting'";

pub(crate) const FAILED: &str = "
    update job
       set state = $4, failure = $5, due_at = $6, leased_until = 0
     where organ = $1 and id = $2 and attempts = $3 and state = 'waiting'";

pub(crate) const RETRY: &str = "
    update job
       set state = 'waiting', due_at = $3, leased_until = 0, attempts = 0
     where organ = $1 and id = $2 and state = 'failed'";

pub(crate) const FORGET: &str = "delete from job where state = 'done' and due_at < $1";

/// How often work is tried before it fails for good: over about two days.
const ATTEMPTS: i32 = 12;

/// Milliseconds until work is tried again: a minute, two, four … at most six hours.
fn pause(attempts: i32) -> i64 {
    const MINUTE: i64 = 60_000;
    let doubled = MINUTE << (attempts - 1).clamp(0, 16);
    doubled.min(360 * MINUTE)
}

/// Work is done.
///
/// # Errors
/// When the database does not answer; then it will be done again.
pub async fn done(store: &Store, job: &Job) -> Result<()> {
    write!(store, |c| {
        sqlx::query(DONE).bind(&job.organ).bind(&job.id).bind(job.attempts).execute(&mut *c).await?;
    });
    Ok(())
}

/// Work has failed: it is tried again after a pause that grows each time, and fails for good in the end. Why stands beside it
/// ([`failing`](super::failing)).
///
/// # Errors
/// When the database does not answer; then it is tried again when its lease has run out.
pub async fn failed(store: &Store, job: &Job, why: &str, now: i64) -> Result<()> {
    let state = if job.attempts < ATTEMPTS { "waiting" } else { "failed" };
    write!(store, |c| {
        let query = sqlx::query(FAILED).bind(&job.organ).bind(&job.id).bind(job.attempts).bind(state);
        query.bind(why).bind(now + pause(job.attempts)).execute(&mut *c).await?;
    });
    Ok(())
}

/// Somebody wants work that has failed for good to be tried again, beginning now; whether there was such.
///
/// # Errors
/// When the database does not answer.
pub async fn retry(store: &Store, organ: &str, id: &str, now: i64) -> Result<bool> {
    let retried = write!(store, |c| {
        sqlx::query(RETRY).bind(organ).bind(id).bind(now).execute(&mut *c).await?.rows_affected()
    });
    Ok(retried > 0)
}

/// Forgets work that was done and due before an instant: asked for again it would be done again.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(store: &Store, before: i64) -> Result<u64> {
    Ok(write!(store, |c| sqlx::query(FORGET).bind(before).execute(&mut *c).await?.rows_affected()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_six_hours() {
        let minutes: Vec<i64> = (1..=ATTEMPTS).map(|attempts| pause(attempts) / 60_000).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]);
    }
}
