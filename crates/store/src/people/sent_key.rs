//! What programs have sent under an idempotency key: the same key with something else is a mistake (幂等键).

use jiff::Timestamp;

use crate::{Result, Store};

pub(crate) const CLAIM: &str = "
    insert into api_request (organ, account, key, request, at) values ($1, $2, $3, $4, $5)
        on conflict (organ, account, key) do nothing";

pub(crate) const CLAIMED: &str =
    "select request from api_request where organ = $1 and account = $2 and key = $3";

pub(crate) const FORGET_OUTCOMES: &str = "delete from idempotency where organ = $1 and at < $2";

pub(crate) const FORGET: &str = "delete from api_request where organ = $1 and at < $2";

/// Remembers what is sent under a key, and says what was sent under it first: the hash of a request, the same when it is sent
/// again.
///
/// # Errors
/// When the database does not answer.
pub async fn claim_key(
    store: &Store,
    (organ, account): (&str, &str),
    key: &str,
    request: &str,
    at: Timestamp,
) -> Result<String> {
    Ok(write!(store, |c| {
        let claim = sqlx::query(CLAIM).bind(organ).bind(account).bind(key).bind(request);
        claim.bind(at.as_millisecond()).execute(&mut *c).await?;
        sqlx::query_scalar(CLAIMED).bind(organ).bind(account).bind(key).fetch_one(&mut *c).await?
    }))
}

/// Forgets what was sent under keys before an instant, and what came of it: from then on each key is new.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_keys(store: &Store, organ: &str, before: Timestamp) -> Result<()> {
    write!(store, |c| {
        for forget in [FORGET, FORGET_OUTCOMES] {
            sqlx::query(forget).bind(organ).bind(before.as_millisecond()).execute(&mut *c).await?;
        }
    });
    Ok(())
}
