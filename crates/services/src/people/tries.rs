//! How often something may be tried (次数限制).

use jiff::{SignedDuration, Timestamp};
use store::Store;
use store::people::{self, Tries};

use super::{Error, Settings};

/// The longest wait.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// After how long failures are forgotten, counted from the last.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(24);

/// How many others may come between at most, before one is told to wait.
const CROWD: usize = 16;

/// Until when somebody must wait who has failed so often.
fn locked_until(settings: &Settings, tries: &Tries) -> Option<Timestamp> {
    let further = tries.tries.checked_sub(settings.lock_after.into()).filter(|further| *further >= 0)?;
    let minutes = i64::from(settings.lock_minutes.max(1)).checked_shl(further.min(20) as u32)?;
    tries.last_at.checked_add(SignedDuration::from_mins(minutes).min(LONGEST)).ok()
}

/// Counts a try as failed before it is made, so that many at once are not one; whoever succeeds ends the count
/// ([`succeeded`]).
pub(super) async fn fail(
    store: &Store,
    settings: &Settings,
    what: &str,
    now: Timestamp,
) -> Result<(), Error> {
    for _ in 0..CROWD {
        let seen = people::tries(store, what).await?;
        if let Some(until) =
            seen.as_ref().and_then(|seen| locked_until(settings, seen)).filter(|until| *until > now)
        {
            return Err(Error::Locked { minutes: until.duration_since(now).as_mins() + 1 });
        }
        let first = Tries { tries: 1, since: now, last_at: now };
        let next = seen.filter(|seen| now.duration_since(seen.last_at) < FORGOTTEN);
        let next = next.map_or(first, |seen| Tries { tries: seen.tries + 1, last_at: now, ..seen });
        if people::count_next_try(store, what, seen, next).await? {
            return Ok(());
        }
    }
    Err(Error::Locked { minutes: 1 })
}

/// Ends a count of failures.
pub(super) async fn succeeded(store: &Store, what: &str) -> Result<(), Error> {
    Ok(people::clear_tries(store, what).await?)
}

/// Counts a public submission from an address; false when there have been too many in an hour.
///
/// # Errors
/// When the database fails.
pub async fn submission(
    store: &Store,
    settings: &Settings,
    address: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    per_hour(store, &format!("submission:{address}"), settings.submissions_per_hour, now).await
}

/// Counts somebody who signs in from an address, under whatever name; false when there have been too many in an hour.
///
/// # Errors
/// When the database fails.
pub async fn signing_in(
    store: &Store,
    settings: &Settings,
    address: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    per_hour(store, &format!("signing-in:{address}"), settings.sign_ins_per_hour, now).await
}

async fn per_hour(store: &Store, what: &str, most: u32, now: Timestamp) -> Result<bool, Error> {
    let counted = people::count_try(store, what, now, now - SignedDuration::from_hours(1)).await?;
    Ok(counted.tries <= most.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_with_each_failure_and_ends_at_a_day() {
        let at = Timestamp::from_second(1_000_000).unwrap();
        for (tries, minutes) in
            [(4, None), (5, Some(1)), (6, Some(2)), (9, Some(16)), (15, Some(1024)), (99, Some(1440))]
        {
            let until = locked_until(&Settings::default(), &Tries { tries, since: at, last_at: at });
            assert_eq!(until.map(|until| until.duration_since(at).as_mins()), minutes, "{tries}");
        }
    }

    #[tokio::test]
    async fn many_at_once_are_counted_one_by_one() {
        let (store, settings, now) =
            (Store::in_memory().await.unwrap(), Settings::default(), Timestamp::UNIX_EPOCH);
        let tries = (0..30).map(|_| {
            let store = store.clone();
            tokio::spawn(async move { fail(&store, &settings, "sign-in:chen", now).await.is_ok() })
        });
        let tries: Vec<_> = tries.collect();
        let mut allowed = 0;
        for tried in tries {
            allowed += usize::from(tried.await.unwrap());
        }
        assert_eq!(allowed, 5);
    }

    #[tokio::test]
    async fn a_submission_too_many_in_an_hour_is_told() {
        let store = Store::in_memory().await.unwrap();
        let settings = Settings { submissions_per_hour: 2, ..Settings::default() };
        for (second, expected) in [(0, true), (10, true), (20, false), (3601, true)] {
            let now = Timestamp::from_second(second).unwrap();
            assert_eq!(submission(&store, &settings, "192.0.2.1", now).await.unwrap(), expected, "{second}");
        }
        assert!(submission(&store, &settings, "192.0.2.2", Timestamp::UNIX_EPOCH).await.unwrap());
    }
}
