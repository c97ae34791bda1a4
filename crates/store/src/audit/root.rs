//! The signature over the ends of all chains (日根).

use ed25519_dalek::{Signer, SigningKey};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::backend::Store;
use crate::chain::{Fields, Link, START};
use crate::error::{Error, Result};
use crate::model::hexadecimal;

pub(crate) const LAST: &str = "select day, root from audit_root order by day desc limit 1";

pub(crate) const GROWN: &str = "
    select organ, position, link from chain_head where position > rooted order by organ";

pub(crate) const ROOT: &str = "insert into audit_root (day, heads, root, signature) values ($1, $2, $3, $4)";

pub(crate) const ROOTED: &str = "update chain_head set rooted = $2 where organ = $1 and rooted < $2";

/// A signed root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Its day.
    pub day: Date,
    /// SM3 over the root before, the day, and the chains that have grown.
    pub root: [u8; 32],
    /// Ed25519 over the root.
    pub signature: [u8; 64],
}

/// The end of a chain as a root names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct End {
    /// The authority; empty for the installation.
    pub(super) organ: String,
    /// How many links there were.
    pub(super) position: i64,
    /// The last of them in hexadecimal.
    pub(super) link: String,
}

/// The root of a day.
pub(super) fn root(previous: &Link, day: &str, heads: &str) -> Link {
    Fields::new("audit_root").bytes(previous).text(day).text(heads).finish()
}

/// Signs the ends of all chains that have grown since the last root, as the root of a day. None when that day or a later one has
/// a root.
///
/// # Errors
/// When the database does not answer.
pub async fn sign(store: &Store, day: Date, key: &SigningKey) -> Result<Option<Root>> {
    let text = day.to_string();
    let signed = write!(store, |c| {
        let last: Option<(String, Vec<u8>)> = sqlx::query_as(LAST).fetch_optional(&mut *c).await?;
        let previous: Link = match last {
            Some((last, _)) if last >= text => return Ok(None),
            Some((_, root)) => root.try_into().map_err(|_| Error::DamagedChain(String::new()))?,
            None => START,
        };
        let grown: Vec<(String, i64, Vec<u8>)> = sqlx::query_as(GROWN).fetch_all(&mut *c).await?;
        let ends: Vec<End> = grown
            .into_iter()
            .map(|(organ, position, link)| End { organ, position, link: hexadecimal(&link) })
            .collect();
        let heads = serde_json::to_string(&ends).unwrap_or_default();
        let root = root(&previous, &text, &heads);
        let signature = key.sign(&root).to_bytes();
        let insert = sqlx::query(ROOT).bind(&text).bind(&heads).bind(&root[..]).bind(&signature[..]);
        insert.execute(&mut *c).await?;
        for end in &ends {
            sqlx::query(ROOTED).bind(&end.organ).bind(end.position).execute(&mut *c).await?;
        }
        Root { day, root, signature }
    });
    Ok(Some(signed))
}
