//! Where somebody is reminded (邮箱): each says it himself.

use jiff::Timestamp;
use store::{Store, people};

use super::audit::entry;
use super::{Error, Happened, Officer};
use crate::mail::is_address;

/// Changes where an officer is reminded; an empty text ends it.
///
/// # Errors
/// The text is no address, or the database fails.
pub async fn change_email(store: &Store, officer: &Officer, text: &str, now: Timestamp) -> Result<(), Error> {
    let email = Some(text.trim()).filter(|text| !text.is_empty());
    if email.is_some_and(|email| !is_address(email)) {
        return Err(Error::Missing("电子邮箱，写作 name@example.gov.cn"));
    }
    people::set_email(store, &officer.id, email, &entry(now, &officer.id, &Happened::EmailChanged)?).await?;
    Ok(())
}
