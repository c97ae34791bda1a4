//! Choosing a password: with a one-time link, or in place of the one that there is.

use jiff::Timestamp;
use store::Store;
use store::people::{self, Account};

use super::audit::entry;
use super::sign_in::begin;
use super::tries::{fail, succeeded};
use super::{Error, Happened, Officer, Seed, Settings, SignedIn, Token, password};

/// The account of a one-time link; none for the link of the first start.
///
/// # Errors
/// [`Error::NoLink`] when it is not good (any more), or the database fails.
pub async fn whose_link(store: &Store, link: &Token, now: Timestamp) -> Result<Option<Account>, Error> {
    let account = people::link(store, &link.fingerprint(), now).await?.ok_or(Error::NoLink)?;
    if account.is_empty() {
        return Ok(None);
    }
    Ok(Some(people::account(store, &account).await?.ok_or(Error::NoLink)?))
}

/// Chooses the password of an account with its one-time link, which is good no more.
///
/// # Errors
/// [`Error::NoLink`], [`Error::Weak`], or the database fails.
pub async fn choose_password(
    store: &Store,
    link: &Token,
    password: &str,
    now: Timestamp,
    seed: &Seed,
) -> Result<(), Error> {
    let account = whose_link(store, link, now).await?.ok_or(Error::NoLink)?;
    let hash = password::hash(password, &account.name, &account.person, seed).await?;
    people::take_link(store, &link.fingerprint(), now).await?.ok_or(Error::NoLink)?;
    people::set_password(store, &account.id, &hash, &entry(now, &account.id, &Happened::PasswordChosen)?)
        .await?;
    Ok(())
}

/// Puts a new password in the place of an officer's. All sessions end; the officer goes on in a new one.
///
/// # Errors
/// [`Error::WrongPassword`], [`Error::Locked`], [`Error::Weak`], or the database fails.
pub async fn change_password(
    store: &Store,
    settings: &Settings,
    officer: &Officer,
    (old, new): (&str, &str),
    now: Timestamp,
    seed: &Seed,
) -> Result<SignedIn, Error> {
    let account = people::account(store, &officer.id).await?.ok_or(Error::Wrong)?;
    let hash = password::hash(new, &account.name, &account.person, seed).await?;
    confirm(store, settings, officer, old, now).await?;
    let entry = entry(now, &account.id, &Happened::PasswordChanged)?;
    people::set_password(store, &account.id, &hash, &entry).await?;
    begin(store, settings, &account, false, now, seed).await
}

/// That an officer knows the password: whoever sits at a desk that was left open does not.
pub(super) async fn confirm(
    store: &Store,
    settings: &Settings,
    officer: &Officer,
    password: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let what = format!("password:{}", officer.id);
    fail(store, settings, &what, now).await?;
    let account = people::account(store, &officer.id).await?;
    if !password::is_right(password, account.and_then(|account| account.password)).await? {
        return Err(Error::WrongPassword);
    }
    succeeded(store, &what).await
}
