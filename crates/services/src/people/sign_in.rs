//! Signing in and out (登录、退出).

use jiff::{SignedDuration, Timestamp};
use store::Store;
use store::people::{self, Account, Session};

use super::accounts::as_name;
use super::audit::{audit, entry};
use super::tries::{fail, succeeded};
use super::{Error, Happened, Officer, Seed, Settings, Token, password};

/// How long the second factor may take.
const HALFWAY: SignedDuration = SignedDuration::from_mins(10);

/// How long counts of failures are kept.
const KEPT: SignedDuration = SignedDuration::from_hours(48);

/// A session that has begun.
#[derive(Clone)]
pub struct SignedIn {
    /// What the browser keeps.
    pub token: Token,
    /// When the session ends at the latest.
    pub ends_at: Timestamp,
    /// Whether the second factor is still owed.
    pub pending: bool,
}

/// Signs in by name and password. An account with a second factor is only halfway in.
///
/// # Errors
/// [`Error::Wrong`] whatever is wrong, after the same time; [`Error::Locked`] after too many failures, whether there is such an
/// account or not; or the database fails.
pub async fn sign_in(
    store: &Store,
    settings: &Settings,
    (name, password): (&str, &str),
    now: Timestamp,
    seed: &Seed,
) -> Result<SignedIn, Error> {
    let name = as_name(name);
    let what = format!("sign-in:{name}");
    fail(store, settings, &what, now).await?;
    let account = people::account_named(store, &name).await?;
    let usable = account.as_ref().filter(|account| account.disabled_at.is_none());
    let hash = usable.and_then(|account| account.password.clone());
    if !password::is_right(password, hash).await? {
        if let Some(account) = account {
            audit(store, now, &account.id, &Happened::SignInFailed).await?;
        }
        return Err(Error::Wrong);
    }
    let Some(account) = account else { return Err(Error::Wrong) };
    succeeded(store, &what).await?;
    people::forget_ended(store, now, now - KEPT).await?;
    begin(store, settings, &account, account.second_factor.is_some(), now, seed).await
}

/// Begins a session of an account.
pub(super) async fn begin(
    store: &Store,
    settings: &Settings,
    account: &Account,
    pending: bool,
    now: Timestamp,
    seed: &Seed,
) -> Result<SignedIn, Error> {
    let token = seed.token();
    let ends_at = now + if pending { HALFWAY } else { settings.session() };
    let (created_at, seen_at) = (now, now);
    let session = Session {
        token: token.fingerprint(),
        account: account.id.clone(),
        created_at,
        seen_at,
        ends_at,
        pending,
    };
    let entry = entry(now, &account.id, &Happened::SignedIn)?;
    people::open_session(store, &session, Some(&entry).filter(|_| !pending)).await?;
    Ok(SignedIn { token, ends_at, pending })
}

/// Ends the session of a token.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(store: &Store, token: &Token, now: Timestamp) -> Result<(), Error> {
    let token = token.fingerprint();
    if let Some(session) = people::session(store, &token).await? {
        people::end_session(store, &token).await?;
        audit(store, now, &session.account, &Happened::SignedOut).await?;
    }
    Ok(())
}

/// Ends all sessions of an officer but the one in use.
///
/// # Errors
/// When the database fails.
pub async fn end_other_sessions(store: &Store, officer: &Officer) -> Result<(), Error> {
    Ok(people::end_sessions_of(store, &officer.id, Some(&officer.session)).await?)
}
