//! Changes of accounts and of what they may do. One waits for the other, so that what a rule has seen still holds when the change
//! is made. What is changed is written down in the same transaction.

use jiff::Timestamp;

use super::accounts::ANY;
use super::grants::{ADMINISTRATORS, OF_ACCOUNT};
use super::link::{PUT, TAKE};
use super::{Grant, Role};
use crate::audit::Entry;
use crate::{Result, Store};

/// Changes the count, and holds all who change people until the transaction ends.
pub(crate) const HOLD: &str = "update people_change set number = number + 1";

pub(crate) const ADD: &str = "
    insert into account (id, name, person, organ, created_at) values ($1, $2, $3, $4, $5)
        on conflict (name) do nothing";

pub(crate) const GRANT: &str = "
    insert into role_grant (organ, account, role, granted_at, granted_by) values ($1, $2, $3, $4, $5)
        on conflict (organ, account, role) do nothing";

pub(crate) const WITHDRAW: &str = "delete from role_grant where organ = $1 and account = $2 and role = $3";

pub(crate) const DISABLE: &str = "update account set disabled_at = $2 where id = $1";

pub(crate) const PASSWORD: &str = "update account set password = $2 where id = $1";

pub(crate) const END_SESSIONS: &str = "delete from session where account = $1";

pub(crate) const FORGET_LINKS: &str = "delete from setup_link where account = $1";

/// An account to be made, without rights and without a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Its id.
    pub id: String,
    /// What is typed to sign in, in lower case.
    pub name: String,
    /// 姓名.
    pub person: String,
    /// The id of the authority; empty for an administrator of the installation.
    pub organ: String,
}

/// What a rule about people looks at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// The roles of the account that is changed.
    pub grants: Vec<Grant>,
    /// Who runs the installation and may be used, this account included.
    pub administrators: Vec<Grant>,
}

/// Whether a rule allowed a change, or its reasons against it.
pub type Allowed<E> = std::result::Result<(), E>;

/// Makes an account, and writes it down; false when the name is taken.
///
/// # Errors
/// When the database does not answer.
pub async fn add_account(store: &Store, new: &NewAccount, entry: &Entry) -> Result<bool> {
    Ok(write!(store, |c| {
        sqlx::query(HOLD).execute(&mut *c).await?;
        let add = sqlx::query(ADD).bind(&new.id).bind(&new.name).bind(&new.person).bind(&new.organ);
        let is_added = add.bind(entry.at).execute(&mut *c).await?.rows_affected() == 1;
        if is_added {
            audit!(c, entry);
        }
        is_added
    }))
}

/// An administrator of the first start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct First {
    /// The account.
    pub account: NewAccount,
    /// The role.
    pub role: Role,
    /// The password as an Argon2 text, or the hash of the token of a link with which it is chosen, and until when that is good.
    pub enters: std::result::Result<String, (String, Timestamp)>,
}

/// Makes the first accounts with the link of the first start, all of them or none; false when the link is not good, or somebody was
/// faster.
///
/// # Errors
/// When the database does not answer.
pub async fn start(store: &Store, token: &str, first: &[First], entry: &Entry) -> Result<bool> {
    Ok(write!(store, |c| {
        sqlx::query(HOLD).execute(&mut *c).await?;
        let any: Option<String> = sqlx::query_scalar(ANY).fetch_optional(&mut *c).await?;
        let taken: Option<String> =
            sqlx::query_scalar(TAKE).bind(token).bind(entry.at).fetch_optional(&mut *c).await?;
        let is_first = any.is_none() && taken.is_some_and(|account| account.is_empty());
        if is_first {
            for First { account, role, enters } in first {
                let add = sqlx::query(ADD).bind(&account.id).bind(&account.name).bind(&account.person);
                add.bind(&account.organ).bind(entry.at).execute(&mut *c).await?;
                let grant = sqlx::query(GRANT).bind("").bind(&account.id).bind(role.key());
                grant.bind(entry.at).bind("").execute(&mut *c).await?;
                let enter = match enters {
                    Ok(password) => sqlx::query(PASSWORD).bind(&account.id).bind(password),
                    Err((token, until)) => {
                        sqlx::query(PUT).bind(token).bind(&account.id).bind(until.as_millisecond())
                    }
                };
                enter.execute(&mut *c).await?;
            }
            audit!(c, entry);
        }
        is_first
    }))
}

/// Gives an account exactly these roles for an authority, if a rule allows it. Who loses a role is signed out.
///
/// # Errors
/// When the database does not answer.
pub async fn change_roles<E>(
    store: &Store,
    (organ, account): (&str, &str),
    roles: &[Role],
    entry: &Entry,
    rule: impl FnOnce(&Standing) -> Allowed<E>,
) -> Result<Allowed<E>> {
    Ok(write!(store, |c| {
        sqlx::query(HOLD).execute(&mut *c).await?;
        let grants: Vec<Grant> = sqlx::query_as(OF_ACCOUNT).bind(account).fetch_all(&mut *c).await?;
        let administrators = sqlx::query_as(ADMINISTRATORS).fetch_all(&mut *c).await?;
        let standing = Standing { grants, administrators };
        let allowed = rule(&standing);
        if allowed.is_ok() {
            let has = standing.grants.iter().filter(|grant| grant.organ == organ);
            let mut has_less = false;
            for grant in has.filter(|grant| !roles.contains(&grant.role)) {
                let withdraw = sqlx::query(WITHDRAW).bind(organ).bind(account);
                withdraw.bind(grant.role.key()).execute(&mut *c).await?;
                has_less = true;
            }
            for role in roles {
                let grant = sqlx::query(GRANT).bind(organ).bind(account).bind(role.key());
                grant.bind(entry.at).bind(&entry.actor).execute(&mut *c).await?;
            }
            if has_less {
                sqlx::query(END_SESSIONS).bind(account).execute(&mut *c).await?;
            }
            audit!(c, entry);
        }
        allowed
    }))
}

/// Stops an account, or lets it be used again, if a rule allows it. Who is stopped is signed out.
///
/// # Errors
/// When the database does not answer.
pub async fn set_disabled<E>(
    store: &Store,
    account: &str,
    is_disabled: bool,
    entry: &Entry,
    rule: impl FnOnce(&Standing) -> Allowed<E>,
) -> Result<Allowed<E>> {
    Ok(write!(store, |c| {
        sqlx::query(HOLD).execute(&mut *c).await?;
        let grants = sqlx::query_as(OF_ACCOUNT).bind(account).fetch_all(&mut *c).await?;
        let administrators = sqlx::query_as(ADMINISTRATORS).fetch_all(&mut *c).await?;
        let allowed = rule(&Standing { grants, administrators });
        if allowed.is_ok() {
            let disable = sqlx::query(DISABLE).bind(account).bind(is_disabled.then_some(entry.at));
            disable.execute(&mut *c).await?;
            for forget in [END_SESSIONS, FORGET_LINKS] {
                sqlx::query(forget).bind(account).execute(&mut *c).await?;
            }
            audit!(c, entry);
        }
        allowed
    }))
}

/// Gives an account a password, as an Argon2 text. All its sessions and links end.
///
/// # Errors
/// When the database does not answer.
pub async fn set_password(store: &Store, account: &str, password: &str, entry: &Entry) -> Result<()> {
    write!(store, |c| {
        sqlx::query(PASSWORD).bind(account).bind(password).execute(&mut *c).await?;
        for forget in [END_SESSIONS, FORGET_LINKS] {
            sqlx::query(forget).bind(account).execute(&mut *c).await?;
        }
        audit!(c, entry);
    });
    Ok(())
}
