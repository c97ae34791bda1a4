//! The second factor (动态口令): set up by the officer, asked for at each sign-in, taken away by the officer or, when the telephone is
//! lost, by the security administrator.

use jiff::Timestamp;
use store::Store;
use store::people::{self, Account};
use store::vault::Vault;

use super::audit::{audit, entry};
use super::enter::confirm;
use super::rules::may_let_in;
use super::sign_in::begin;
use super::totp::{SECRET, from_text, step_of, to_text};
use super::tries::{fail, succeeded};
use super::{Error, Happened, Officer, Seed, Settings, SignedIn, Token};

/// A new secret that is not set up yet, as people type it.
pub fn new_secret(seed: &Seed) -> String {
    to_text(&seed.bytes("second factor")[..SECRET])
}

/// The address that telephones read from a picture: the secret, whose it is, and for which site.
pub fn address(secret: &str, site: &str, name: &str) -> String {
    let encoded = |text: &str| -> String {
        let byte = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        };
        text.bytes().map(byte).collect()
    };
    format!("otpauth://totp/{0}:{1}?secret={secret}&issuer={0}", encoded(site), encoded(name))
}

/// Sets a second factor up: the telephone shows the right code of the secret, and the officer knows the password.
///
/// # Errors
/// [`Error::WrongCode`], [`Error::WrongPassword`], [`Error::Locked`], or a database fails.
pub async fn set_up(
    (store, vault, settings): (&Store, &Vault, &Settings),
    officer: &Officer,
    (secret, code, password): (&str, &str, &str),
    now: Timestamp,
) -> Result<(), Error> {
    confirm(store, settings, officer, password, now).await?;
    let secret = from_text(secret).ok_or(Error::WrongCode)?;
    let step = step_of(&secret, code, now).ok_or(Error::WrongCode)?;
    let sealed = vault.seal_for(&officer.id, &secret)?;
    let entry = entry(now, &officer.id, &Happened::SecondFactorSet)?;
    people::set_second_factor(store, &officer.id, Some(&sealed), &entry).await?;
    people::use_step(store, &officer.id, step).await?;
    Ok(())
}

/// Takes the officer's own second factor away.
///
/// # Errors
/// [`Error::WrongPassword`], [`Error::Locked`], or the database fails.
pub async fn take_away(
    store: &Store,
    settings: &Settings,
    officer: &Officer,
    password: &str,
    now: Timestamp,
) -> Result<(), Error> {
    confirm(store, settings, officer, password, now).await?;
    let happened = Happened::SecondFactorTaken { account: officer.id.clone() };
    people::set_second_factor(store, &officer.id, None, &entry(now, &officer.id, &happened)?).await?;
    Ok(())
}

/// Takes away the second factor of somebody who has lost the telephone.
///
/// # Errors
/// [`Error::Refused`], or the database fails.
pub async fn take_from(store: &Store, account: &str, by: &Officer, now: Timestamp) -> Result<(), Error> {
    may_let_in(account, by).map_err(Error::Refused)?;
    let happened = Happened::SecondFactorTaken { account: account.to_owned() };
    people::set_second_factor(store, account, None, &entry(now, &by.id, &happened)?).await?;
    Ok(())
}

/// Finishes signing in with a code. The session of the password ends, and one of the officer begins.
///
/// # Errors
/// [`Error::Halfway`] when nobody is halfway in, [`Error::WrongCode`], [`Error::Locked`], or a database fails.
pub async fn finish(
    (store, vault, settings): (&Store, &Vault, &Settings),
    token: &Token,
    code: &str,
    now: Timestamp,
    seed: &Seed,
) -> Result<SignedIn, Error> {
    let token = token.fingerprint();
    let session = people::session(store, &token).await?;
    let session = session.filter(|session| session.pending && session.ends_at > now).ok_or(Error::Halfway)?;
    let account = people::account(store, &session.account).await?;
    let account = account.filter(|account| account.disabled_at.is_none()).ok_or(Error::Halfway)?;
    let what = format!("code:{}", account.id);
    fail(store, settings, &what, now).await?;
    if !is_right(store, vault, &account, code, now).await? {
        audit(store, now, &account.id, &Happened::SignInFailed).await?;
        return Err(Error::WrongCode);
    }
    succeeded(store, &what).await?;
    people::end_session(store, &token).await?;
    begin(store, settings, &account, false, now, seed).await
}

/// Whether a code is right and has not been used.
async fn is_right(
    store: &Store,
    vault: &Vault,
    account: &Account,
    code: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    let Some(sealed) = &account.second_factor else { return Ok(false) };
    let secret = vault.open_for(&account.id, sealed)?;
    match step_of(&secret, code, now) {
        Some(step) => Ok(people::use_step(store, &account.id, step).await?),
        None => Ok(false),
    }
}
