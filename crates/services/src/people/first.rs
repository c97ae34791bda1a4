//! The first start (初次启用): there is no account and no default password. Whoever starts the program gets a link with which the
//! system administrator chooses a password and names the security administrator, who gets a link of her own. So neither ever
//! knows the password of the other.

use jiff::Timestamp;
use store::Store;
use store::people::{self, First, NewAccount, Role};

use super::accounts::{Person, checked};
use super::audit::entry;
use super::{Error, Happened, Seed, Settings, Token, password};

/// The administrators of the first start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstTwo {
    /// 系统管理员, who sits at the page.
    pub system: Person,
    /// The password that the system administrator has chosen.
    pub password: String,
    /// 安全管理员, another person.
    pub security: Person,
}

/// The one-time link of the first start, in place of an earlier one; none where there are accounts.
///
/// # Errors
/// When the database fails.
pub async fn first_link(
    store: &Store,
    settings: &Settings,
    now: Timestamp,
    seed: &Seed,
) -> Result<Option<Token>, Error> {
    if people::has_accounts(store).await? {
        return Ok(None);
    }
    let token = seed.token();
    let entry = entry(now, "", &Happened::LinkMade { account: String::new() })?;
    people::put_link(store, &token.fingerprint(), "", now + settings.link(), &entry).await?;
    Ok(Some(token))
}

/// Makes the first two administrators with the link of the first start. Gives the link of the security administrator.
///
/// # Errors
/// [`Error::NoLink`], names that cannot be used, [`Error::Weak`], or the database fails.
pub async fn make_first(
    store: &Store,
    settings: &Settings,
    link: &Token,
    two: &FirstTwo,
    now: Timestamp,
    seed: &Seed,
) -> Result<Token, Error> {
    let (system, security) = (checked(&two.system)?, checked(&two.security)?);
    if system.name == security.name || system.person == security.person {
        return Err(Error::SamePerson);
    }
    let hash = password::hash(&two.password, &system.name, &system.person, seed).await?;
    let token = seed.token();
    let account = |id: &str, person: Person| NewAccount {
        id: seed.id(id),
        name: person.name,
        person: person.person,
        organ: String::new(),
    };
    let system = account("system", system);
    let id = system.id.clone();
    let first = [
        First { account: system, role: Role::SystemAdmin, enters: Ok(hash) },
        First {
            account: account("security", security),
            role: Role::SecurityAdmin,
            enters: Err((token.fingerprint(), now + settings.link())),
        },
    ];
    if !people::start(store, &link.fingerprint(), &first, &entry(now, &id, &Happened::Started)?).await? {
        return Err(Error::NoLink);
    }
    Ok(token)
}
