//! What proves a case (链证明): its events as they are links of the chain of their authority, and the signed root that covers
//! them. It says nothing of other cases, and is checked without a database.

use casework::id::CaseId;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};

use super::root::{self, End};
use crate::backend::Store;
use crate::cases::event_link;
use crate::chain::{Link, START};
use crate::error::Result;
use crate::model::{bytes, hexadecimal};

pub(crate) const EVENTS: &str = "
    select e.position, e.version, e.at, e.actor, e.event, e.link, p.link
      from case_event e
      left join case_event p on p.organ = e.organ and p.position = e.position - 1
     where e.organ = $1 and e.case_id = $2
     order by e.version";

/// The first root signed since a day: whether it covers the case its heads say.
pub(crate) const ROOTS_SINCE: &str = "
    select day, heads, root, signature from audit_root where day >= $1 order by day";

pub(crate) const ROOT_BEFORE: &str = "select root from audit_root where day < $1 order by day desc limit 1";

/// The links of a case, and the root that covers the last of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The authority.
    pub organ: String,
    /// The case.
    pub case: String,
    /// Its events, in order.
    pub events: Vec<ProvenEvent>,
    /// The first root signed over the chain at or behind the last event; none while it is not signed.
    pub root: Option<ProvenRoot>,
    /// The key that verifies the signature, in hexadecimal.
    pub key: String,
}

/// An event as a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenEvent {
    /// Its place in the chain of the authority.
    pub position: i64,
    /// Its place in the case.
    pub version: u32,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who.
    pub actor: String,
    /// The event as it is hashed.
    pub event: String,
    /// The link before, in hexadecimal.
    pub previous: String,
    /// Its link.
    pub link: String,
}

/// A signed root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenRoot {
    /// Its day.
    pub day: String,
    /// The root before, in hexadecimal.
    pub previous: String,
    /// The ends of the chains as they are hashed.
    pub heads: String,
    /// The root.
    pub root: String,
    /// Ed25519 over the root.
    pub signature: String,
}

type EventRow = (i64, i32, i64, String, String, Vec<u8>, Option<Vec<u8>>);

/// The proof of a case.
///
/// # Errors
/// When the database does not answer.
pub async fn proof(store: &Store, organ: &str, case: &CaseId, key: &VerifyingKey) -> Result<Proof> {
    let rows: Vec<EventRow> =
        read!(store, |pool| sqlx::query_as(EVENTS).bind(organ).bind(case.as_str()).fetch_all(pool).await)?;
    let event = |(position, version, at, actor, event, link, previous): EventRow| ProvenEvent {
        position,
        version: version.unsigned_abs(),
        at,
        actor,
        event,
        previous: hexadecimal(previous.as_deref().unwrap_or(&START)),
        link: hexadecimal(&link),
    };
    let events: Vec<ProvenEvent> = rows.into_iter().map(event).collect();
    let root = match events.last() {
        Some(last) => covering(store, organ, last).await?,
        None => None,
    };
    let key = hexadecimal(key.as_bytes());
    Ok(Proof { organ: organ.to_owned(), case: case.to_string(), events, root, key })
}

/// The first root whose heads reach an event.
async fn covering(store: &Store, organ: &str, last: &ProvenEvent) -> Result<Option<ProvenRoot>> {
    // The root of a day is signed after it is over, and may cover what was written in between.
    let day = law::china::day(jiff::Timestamp::from_millisecond(last.at).unwrap_or_default());
    let day = day.yesterday().unwrap_or(day).to_string();
    let roots: Vec<(String, String, Vec<u8>, Vec<u8>)> =
        read!(store, |pool| sqlx::query_as(ROOTS_SINCE).bind(&day).fetch_all(pool).await)?;
    let found = roots.into_iter().find(|(_, heads, ..)| reach(heads, organ) >= Some(last.position));
    let Some((day, heads, root, signature)) = found else { return Ok(None) };
    let previous: Option<Vec<u8>> =
        read!(store, |pool| sqlx::query_scalar(ROOT_BEFORE).bind(&day).fetch_optional(pool).await)?;
    Ok(Some(ProvenRoot {
        previous: hexadecimal(previous.as_deref().unwrap_or(&START)),
        root: hexadecimal(&root),
        signature: hexadecimal(&signature),
        day,
        heads,
    }))
}

/// How far the heads of a root reach in the chain of an authority.
fn reach(heads: &str, organ: &str) -> Option<i64> {
    let ends: Vec<End> = serde_json::from_str(heads).ok()?;
    ends.into_iter().find(|end| end.organ == organ).map(|end| end.position)
}

impl Proof {
    /// What does not hold, a sentence each; nothing when every link and the signature do.
    pub fn flaws(&self) -> Vec<String> {
        let mut flaws = Vec::new();
        let mut before: Option<&ProvenEvent> = None;
        for (at, one) in self.events.iter().enumerate() {
            let nth = at + 1;
            let previous: Option<Link> = bytes(&one.previous);
            let link = previous.map(|previous| {
                let (place, when) =
                    ((self.organ.as_str(), self.case.as_str()), (one.position, one.version, one.at));
                hexadecimal(&event_link(&previous, place, when, (&one.actor, &one.event)))
            });
            if link.as_ref() != Some(&one.link) {
                flaws.push(format!("第{nth}条办理记录与链值不符"));
            }
            if usize::try_from(one.version) != Ok(nth) {
                flaws.push(format!("第{nth}条办理记录的序号不连续"));
            }
            let follows = before.is_none_or(|before| {
                before.position < one.position
                    && (before.position + 1 != one.position || before.link == one.previous)
            });
            if !follows {
                flaws.push(format!("第{nth}条办理记录没有接在前一条之后"));
            }
            before = Some(one);
        }
        if let (Some(root), Some(last)) = (&self.root, self.events.last()) {
            flaws.extend(self.flaws_of_root(root, last));
        }
        flaws
    }

    fn flaws_of_root(&self, signed: &ProvenRoot, last: &ProvenEvent) -> Vec<String> {
        let mut flaws = Vec::new();
        let previous: Option<Link> = bytes(&signed.previous);
        let root = previous.map(|previous| root::root(&previous, &signed.day, &signed.heads));
        if root.map(|root| hexadecimal(&root)).as_ref() != Some(&signed.root) {
            flaws.push(format!("{}的日根与其内容不符", signed.day));
        }
        let key = bytes(&self.key).and_then(|key| VerifyingKey::from_bytes(&key).ok());
        let signature: Option<[u8; 64]> = bytes(&signed.signature);
        let verified = root.zip(key).zip(signature).is_some_and(|((root, key), signature)| {
            key.verify(&root, &Signature::from_bytes(&signature)).is_ok()
        });
        if !verified {
            flaws.push(format!("{}的日根签名不符", signed.day));
        }
        let ends: Vec<End> = serde_json::from_str(&signed.heads).unwrap_or_default();
        let end = ends.iter().find(|end| end.organ == self.organ);
        let covers = end.is_some_and(|end| {
            end.position > last.position || (end.position == last.position && end.link == last.link)
        });
        if !covers {
            flaws.push(format!("{}的日根没有包含本案的最后一条记录", signed.day));
        }
        flaws
    }
}
