//! Who a request comes from.

use jiff::{SignedDuration, Timestamp};
use store::Store;
use store::people::{self, Role};

use super::{Error, Settings, Token};

/// How exactly it is written down when a request came.
const EXACTLY: SignedDuration = SignedDuration::from_secs(60);

/// Somebody who works here and is signed in (工作人员).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Officer {
    /// The account's id.
    pub id: String,
    /// What was typed to sign in.
    pub name: String,
    /// 姓名.
    pub person: String,
    /// The id of the authority that the officer works for; empty for an administrator of the installation.
    pub organ: String,
    /// What the officer may do there.
    pub roles: Vec<Role>,
    /// The ids of the departments there to which the officer belongs.
    pub departments: Vec<String>,
    /// Whether there is a second factor.
    pub has_second_factor: bool,
    /// Whether a second factor is required and there is none yet.
    pub owes_second_factor: bool,
    /// Under what the session is stored.
    pub session: String,
}

impl Officer {
    /// Whether the officer has a role.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the officer has one of some roles.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }
}

/// Who holds the token of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visitor {
    /// Nobody: there is no such session, or it has ended.
    Nobody,
    /// Somebody who has given the password and owes the second factor: the account's id.
    Halfway(String),
    /// An officer.
    Officer(Box<Officer>),
}

/// Who holds the token of a session, and that a request came.
///
/// # Errors
/// When the database fails.
pub async fn visitor(
    store: &Store,
    settings: &Settings,
    token: &Token,
    now: Timestamp,
) -> Result<Visitor, Error> {
    let token = token.fingerprint();
    let Some(session) = people::session(store, &token).await? else { return Ok(Visitor::Nobody) };
    let idle = now.duration_since(session.seen_at);
    if session.ends_at <= now || idle >= settings.idle() {
        people::end_session(store, &token).await?;
        return Ok(Visitor::Nobody);
    }
    if session.pending {
        return Ok(Visitor::Halfway(session.account));
    }
    if idle >= EXACTLY {
        people::touch_session(store, &token, now).await?;
    }
    let account = people::account(store, &session.account).await?;
    let Some(account) = account.filter(|account| account.disabled_at.is_none()) else {
        return Ok(Visitor::Nobody);
    };
    let grants = people::grants_of(store, &account.id).await?;
    let roles = grants.iter().filter(|grant| grant.organ == account.organ).map(|grant| grant.role).collect();
    let departments = match account.organ.is_empty() {
        true => Vec::new(),
        false => people::departments_of(store, &account.organ, &account.id).await?,
    };
    Ok(Visitor::Officer(Box::new(Officer {
        has_second_factor: account.second_factor.is_some(),
        owes_second_factor: settings.second_factor && account.second_factor.is_none(),
        id: account.id,
        name: account.name,
        person: account.person,
        organ: account.organ,
        roles,
        departments,
        session: token,
    })))
}
