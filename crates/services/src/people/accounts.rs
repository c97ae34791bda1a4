//! Accounts: made by the system administrator, given rights by the security administrator (账号与授权).

use jiff::Timestamp;
use store::people::{self, Account, NewAccount, Role};
use store::{Store, queries};

use super::audit::{audit, entry};
use super::rules::{self, may_give, may_let_in, may_stop};
use super::tries::succeeded;
use super::{Error, Happened, Officer, Seed, Settings, Token};

/// Letters of the longest name.
const LONGEST: usize = 40;

/// Whose an account is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// What is typed to sign in.
    pub name: String,
    /// 姓名.
    pub person: String,
}

/// A name as comparison sees it.
pub(super) fn as_name(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// A person whose names can be used.
pub(super) fn checked(person: &Person) -> Result<Person, Error> {
    let name = as_name(&person.name);
    let is_letter = |c: char| c.is_alphanumeric() || "._-@".contains(c);
    if !(2..=LONGEST).contains(&name.chars().count()) || !name.chars().all(is_letter) {
        return Err(Error::BadName);
    }
    let person = person.person.trim().to_owned();
    if person.is_empty() || person.chars().count() > LONGEST {
        return Err(Error::Missing("姓名，最多40个字"));
    }
    Ok(Person { name, person })
}

/// Makes an account without rights, for an authority or for the installation (empty), and its one-time link.
///
/// # Errors
/// Names that cannot be used or are taken, no such authority, or the database fails.
pub async fn add(
    store: &Store,
    settings: &Settings,
    (person, organ): (&Person, &str),
    by: &Officer,
    now: Timestamp,
    seed: &Seed,
) -> Result<(String, Token), Error> {
    let Person { name, person } = checked(person)?;
    if !organ.is_empty() && queries::organ(store, organ).await?.is_none() {
        return Err(Error::Unknown("机关"));
    }
    let new = NewAccount { id: seed.id("account"), name, person, organ: organ.to_owned() };
    let happened =
        Happened::AccountAdded { account: new.id.clone(), name: new.name.clone(), organ: organ.to_owned() };
    if !people::add_account(store, &new, &entry(now, &by.id, &happened)?).await? {
        return Err(Error::NameTaken(new.name));
    }
    let token = give_link(store, settings, &new.id, by, now, seed).await?;
    Ok((new.id, token))
}

/// A new one-time link in place of an earlier one. For an account that has never been used the system administrator makes it, for
/// any other the security administrator: who makes accounts cannot take over one that has rights and a past.
///
/// # Errors
/// [`Error::Refused`], no such account, or the database fails.
pub async fn new_link(
    store: &Store,
    settings: &Settings,
    account: &str,
    by: &Officer,
    now: Timestamp,
    seed: &Seed,
) -> Result<Token, Error> {
    let account = known(store, account).await?;
    let is_new = account.password.is_none() && by.has(Role::SystemAdmin);
    if !is_new {
        may_let_in(&account.id, by).map_err(Error::Refused)?;
    }
    give_link(store, settings, &account.id, by, now, seed).await
}

async fn give_link(
    store: &Store,
    settings: &Settings,
    account: &str,
    by: &Officer,
    now: Timestamp,
    seed: &Seed,
) -> Result<Token, Error> {
    let token = seed.token();
    let entry = entry(now, &by.id, &Happened::LinkMade { account: account.to_owned() })?;
    people::put_link(store, &token.fingerprint(), account, now + settings.link(), &entry).await?;
    Ok(token)
}

async fn known(store: &Store, account: &str) -> Result<Account, Error> {
    people::account(store, account).await?.ok_or(Error::Unknown("账号"))
}

/// Gives an account exactly these roles.
///
/// # Errors
/// [`Error::Refused`] with all reasons, no such account, or the database fails.
pub async fn give_roles(
    store: &Store,
    account: &str,
    roles: &[Role],
    by: &Officer,
    now: Timestamp,
) -> Result<(), Error> {
    let account = known(store, account).await?;
    let whose = (account.organ.as_str(), account.id.as_str());
    let rule = |standing: &_| may_give(standing, whose, roles, by);
    let entry = entry(now, &by.id, &Happened::roles(&account.id, roles))?;
    people::change_roles(store, whose, roles, &entry, rule).await?.map_err(Error::Refused)
}

/// Stops an account: it is signed out and cannot sign in.
///
/// # Errors
/// [`Error::Refused`] with all reasons, no such account, or the database fails.
pub async fn stop(store: &Store, account: &str, by: &Officer, now: Timestamp) -> Result<(), Error> {
    let account = known(store, account).await?;
    let rule = |standing: &_| may_stop(standing, &account.id, by);
    let entry = entry(now, &by.id, &Happened::Stopped { account: account.id.clone() })?;
    people::set_disabled(store, &account.id, true, &entry, rule).await?.map_err(Error::Refused)
}

/// Lets a stopped account be used again.
///
/// # Errors
/// [`Error::Refused`], no such account, or the database fails.
pub async fn let_in(store: &Store, account: &str, by: &Officer, now: Timestamp) -> Result<(), Error> {
    let account = known(store, account).await?;
    let rule = |standing: &people::Standing| match rules::may_let_in(&account.id, by) {
        // What was allowed when the account was stopped may not be any more.
        Ok(()) => {
            let roles: Vec<Role> = standing.grants.iter().map(|grant| grant.role).collect();
            let reasons = rules::together(&account.organ, &roles);
            if reasons.is_empty() { Ok(()) } else { Err(reasons) }
        }
        refused => refused,
    };
    let entry = entry(now, &by.id, &Happened::LetIn { account: account.id.clone() })?;
    people::set_disabled(store, &account.id, false, &entry, rule).await?.map_err(Error::Refused)
}

/// Lets an account sign in again at once that has to wait after too many failures.
///
/// # Errors
/// [`Error::Refused`], no such account, or the database fails.
pub async fn unlock(store: &Store, account: &str, by: &Officer, now: Timestamp) -> Result<(), Error> {
    let account = known(store, account).await?;
    may_let_in(&account.id, by).map_err(Error::Refused)?;
    for what in [format!("sign-in:{}", account.name), format!("code:{}", account.id)] {
        succeeded(store, &what).await?;
    }
    audit(store, now, &by.id, &Happened::Unlocked { account: account.id }).await
}

/// Lets an account belong to exactly these departments of its authority.
///
/// # Errors
/// No such account or department, or the database fails.
pub async fn join_departments(
    store: &Store,
    account: &str,
    departments: &[String],
    by: &Officer,
    now: Timestamp,
) -> Result<(), Error> {
    let account = known(store, account).await?;
    let there = people::departments(store, &account.organ).await?;
    let is_there = |id: &String| there.iter().any(|department| department.id == *id);
    if !departments.iter().all(is_there) {
        return Err(Error::Unknown("科室"));
    }
    let happened =
        Happened::DepartmentsJoined { account: account.id.clone(), departments: departments.to_vec() };
    let whose = (account.organ.as_str(), account.id.as_str());
    people::set_departments(store, whose, departments, &entry(now, &by.id, &happened)?).await?;
    Ok(())
}
