//! Programs that use the API in somebody's name (接口令牌): the security administrator makes tokens and revokes them; what the
//! account may not do, no token may.

use jiff::{SignedDuration, Timestamp};
use store::Store;
use store::people::{self, ApiToken, Scope};

use super::audit::entry;
use super::rules::{Reason, may_let_in};
use super::{Error, Happened, Officer, Role, Seed, Token};

/// Letters of the longest name.
const LONGEST: usize = 40;

/// Days for which a token is good at most.
pub const MOST_DAYS: u16 = 366;

/// How exactly it is written down when a token was used.
const EXACTLY: SignedDuration = SignedDuration::from_secs(60);

/// A token to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// What the program is called (用途).
    pub name: String,
    /// The id of the account in whose name it acts.
    pub account: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// For how many days it is good.
    pub days: u16,
}

/// A program that has shown its token (接口客户端).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The account in whose name it acts.
    pub account: String,
    /// The authority of that account.
    pub organ: String,
    /// What the account may do there.
    pub roles: Vec<Role>,
    /// What the token may be used for.
    pub scopes: Vec<Scope>,
}

impl Client {
    /// Whether the token is for one of some scopes.
    pub fn has_any(&self, scopes: &[Scope]) -> bool {
        scopes.iter().any(|scope| self.scopes.contains(scope))
    }
}

/// Makes a token. It is told this once.
///
/// # Errors
/// [`Error::Missing`], [`Error::Refused`], no such account, or the database fails.
pub async fn make_token(
    store: &Store,
    new: &NewToken,
    by: &Officer,
    now: Timestamp,
    seed: &Seed,
) -> Result<Token, Error> {
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST {
        return Err(Error::Missing("用途，最多40个字"));
    }
    if new.scopes.is_empty() {
        return Err(Error::Missing("权限范围，至少选一项"));
    }
    if !(1..=MOST_DAYS).contains(&new.days) {
        return Err(Error::Missing("有效天数，1到366天"));
    }
    may_let_in(&new.account, by).map_err(Error::Refused)?;
    let account = people::account(store, &new.account).await?.ok_or(Error::Unknown("账号"))?;
    if account.organ.is_empty() {
        return Err(Error::Refused(vec![Reason::TokenWithoutOrgan]));
    }
    let token = seed.token();
    let made = ApiToken {
        id: seed.id("api token"),
        name,
        account: account.id,
        organ: account.organ,
        scopes: new.scopes.clone(),
        created_at: now,
        created_by: by.id.clone(),
        ends_at: now + SignedDuration::from_hours(24 * i64::from(new.days)),
        revoked_at: None,
        used_at: None,
    };
    let happened = Happened::TokenMade {
        token: made.id.clone(),
        account: made.account.clone(),
        organ: made.organ.clone(),
        scopes: made.scopes.iter().map(|scope| scope.key()).collect(),
    };
    people::put_token(store, &token.fingerprint(), &made, &entry(now, &by.id, &happened)?).await?;
    Ok(token)
}

/// Revokes a token: from now on it opens nothing.
///
/// # Errors
/// There is none that is good, or the database fails.
pub async fn revoke_token(store: &Store, id: &str, by: &Officer, now: Timestamp) -> Result<(), Error> {
    let happened = Happened::TokenRevoked { token: id.to_owned() };
    match people::revoke_token(store, id, &entry(now, &by.id, &happened)?).await? {
        true => Ok(()),
        false => Err(Error::Unknown("令牌")),
    }
}

/// Who has sent a token; nobody when it is unknown, revoked or has ended, or its account may not be used.
///
/// # Errors
/// When the database fails.
pub async fn client(store: &Store, token: &Token, now: Timestamp) -> Result<Option<Client>, Error> {
    let Some(known) = people::token(store, &token.fingerprint()).await?.filter(|known| known.is_good(now))
    else {
        return Ok(None);
    };
    let account = people::account(store, &known.account).await?;
    if account.is_none_or(|account| account.disabled_at.is_some() || account.organ != known.organ) {
        return Ok(None);
    }
    if known.used_at.is_none_or(|at| now.duration_since(at) >= EXACTLY) {
        people::touch_token(store, &known.id, now).await?;
    }
    let grants = people::grants_of(store, &known.account).await?;
    let roles = grants.iter().filter(|grant| grant.organ == known.organ).map(|grant| grant.role).collect();
    Ok(Some(Client { account: known.account, organ: known.organ, roles, scopes: known.scopes }))
}
