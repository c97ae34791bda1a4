//! Writing down what concerns the installation (审计日志).

use crate::backend::Store;
use crate::chain::{Fields, Link};
use crate::error::Result;

pub(crate) const ENTRY: &str = "
    insert into audit_event (position, at, actor, organ, kind, detail, link) values ($1, $2, $3, $4, $5, $6, $7)";

/// Something to be written down (审计记录).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// In milliseconds since 1970.
    pub at: i64,
    /// Who did it.
    pub actor: String,
    /// The authority it is about; empty for all.
    pub organ: String,
    /// What was done, such as `signed_in`.
    pub kind: String,
    /// To whom or what, as JSON.
    pub detail: String,
}

impl Entry {
    /// Its link.
    pub(crate) fn link(&self, previous: &Link, position: i64) -> Link {
        let fields = Fields::new("audit_event").bytes(previous).number(position).number(self.at);
        fields.text(&self.actor).text(&self.organ).text(&self.kind).text(&self.detail).finish()
    }
}

/// Adds an entry inside a transaction: `audit!(c, &entry)`, which gives its place. To be called last: the end of the chain is
/// held from here on.
macro_rules! audit {
    ($connection:ident, $entry:expr) => {{
        let entry: &crate::audit::Entry = $entry;
        let chain = crate::audit::INSTALLATION;
        let hold = sqlx::query_as(crate::chain::HOLD).bind(chain).bind(&crate::chain::START[..]);
        let (position, link): (i64, Vec<u8>) = hold.fetch_one(&mut *$connection).await?;
        let head = crate::chain::Head::new(position, &link)
            .ok_or_else(|| crate::error::Error::DamagedChain(chain.to_owned()))?;
        let position = head.position + 1;
        let link = entry.link(&head.link, position);
        let insert = sqlx::query(crate::audit::ENTRY).bind(position).bind(entry.at).bind(&entry.actor);
        let insert = insert.bind(&entry.organ).bind(&entry.kind).bind(&entry.detail).bind(&link[..]);
        insert.execute(&mut *$connection).await?;
        let update = sqlx::query(crate::chain::HEAD).bind(chain).bind(position).bind(&link[..]);
        update.execute(&mut *$connection).await?;
        position
    }};
}

/// Writes an entry down; its place in the chain.
///
/// # Errors
/// When the database does not answer.
pub async fn append(store: &Store, entry: &Entry) -> Result<i64> {
    Ok(write!(store, |c| audit!(c, entry)))
}
