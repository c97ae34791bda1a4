//! Checking all chains (核对审计链): in pieces that several connections read at the same time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread::available_parallelism;

use casework::id::CaseId;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::root::{self, End};
use super::{Broken, Entry, Fault, INSTALLATION, Verified};
use crate::backend::Store;
use crate::cases::event_link;
use crate::chain::{Head, Link, START};
use crate::error::Result;
use crate::model::hexadecimal;

pub(crate) const HEADS: &str = "select organ, position, link, rooted from chain_head";

/// Authorities with events and no end of their chain.
pub(crate) const HEADLESS: &str = "
    select o.id
      from organ o
     where not exists (select 1 from chain_head h where h.organ = o.id)
       and exists (select 1 from case_event e where e.organ = o.id)";

pub(crate) const ROOTS: &str = "select day, heads, root, signature from audit_root order by day";

pub(crate) const CASES: &str = "
    select position, case_id, version, at, actor, event, link
      from case_event
     where organ = $1 and position >= $2 and position < $3
     order by position";

pub(crate) const ENTRIES: &str = "
    select position, at, actor, organ, kind, detail, link
      from audit_event
     where position >= $1 and position < $2
     order by position";

pub(crate) const BEYOND: &str = "
    select coalesce((select position from case_event where organ = $1 order by position desc limit 1), 0)
         + case $1 when '' then coalesce((select position from audit_event order by position desc limit 1), 0)
                   else 0 end";

/// How many links are read at once.
const PIECE: i64 = 10_000;

/// Links that signed roots name, with the day of the root.
type Signed = BTreeMap<(String, i64), (String, String)>;

/// Checks every link of every chain, and every root against the key that signed them, where that is known.
///
/// # Errors
/// When the database does not answer.
pub async fn verify(store: &Store, key: Option<&VerifyingKey>) -> Result<Verified> {
    let heads: Vec<(String, i64, Vec<u8>, i64)> =
        read!(store, |pool| sqlx::query_as(HEADS).fetch_all(pool).await)?;
    let headless: Vec<String> = read!(store, |pool| sqlx::query_scalar(HEADLESS).fetch_all(pool).await)?;
    let missing_end = |organ| Broken { organ, position: 1, event: None, fault: Fault::OtherEnd };
    let mut broken: Vec<Broken> = headless.into_iter().map(missing_end).collect();
    let (roots, signed) = roots(store, key, &mut broken).await?;

    let signed = Arc::new(signed);
    let at_once = Arc::new(Semaphore::new(available_parallelism().map_or(2, usize::from).min(4)));
    let mut checks = JoinSet::new();
    let mut links = 0;
    for (organ, position, link, rooted) in &heads {
        links += position;
        let last = signed.range((organ.clone(), 0)..=(organ.clone(), i64::MAX)).next_back();
        if last.map_or(0, |((_, position), _)| *position) != *rooted {
            broken.push(Broken {
                organ: organ.clone(),
                position: *rooted,
                event: None,
                fault: Fault::OtherEnd,
            });
        }
        let head = Head::new(*position, link);
        for start in (1..=*position).step_by(PIECE as usize) {
            let (store, signed, at_once) = (store.clone(), signed.clone(), at_once.clone());
            let (organ, end) = (organ.clone(), (start + PIECE).min(position + 1));
            checks.spawn(async move {
                let _turn = at_once.acquire().await;
                piece(&store, &organ, start..end, head, &signed).await
            });
        }
        let beyond: i64 = read!(store, |pool| sqlx::query_scalar(BEYOND).bind(organ).fetch_one(pool).await)?;
        // Written since the ends were read, or by somebody who does not know of chains: in a moment it would be known.
        let known: i64 = beyond.max(*position);
        if known > *position && !has_moved(store, organ, *position).await? {
            let position = position + 1;
            broken.push(Broken { organ: organ.clone(), position, event: None, fault: Fault::OtherEnd });
        }
    }
    // What was signed of chains that have since become shorter.
    for ((organ, position), (day, _)) in signed.iter() {
        let there = heads.iter().find(|(head, ..)| head == organ).map_or(0, |(_, position, ..)| *position);
        if *position > there {
            let fault = Fault::OtherThanSigned(day.clone());
            broken.push(Broken { organ: organ.clone(), position: *position, event: None, fault });
        }
    }
    while let Some(check) = checks.join_next().await {
        match check {
            Ok(check) => broken.extend(check?),
            Err(error) => return Err(sqlx::Error::Protocol(error.to_string()).into()),
        }
    }
    broken.sort();
    // A break goes on in what follows: the first of each chain says where to look; each root stands for itself.
    broken.dedup_by(|next, first| {
        next.organ == first.organ
            && !matches!(next.fault, Fault::BadRoot(_))
            && !matches!(first.fault, Fault::BadRoot(_))
    });
    Ok(Verified { chains: heads.len(), links, roots, broken })
}

/// Whether a chain has grown since its end was read.
async fn has_moved(store: &Store, organ: &str, position: i64) -> Result<bool> {
    let heads: Vec<(String, i64, Vec<u8>, i64)> =
        read!(store, |pool| sqlx::query_as(HEADS).fetch_all(pool).await)?;
    Ok(heads.iter().any(|(head, now, ..)| head == organ && *now > position))
}

/// Checks the roots among each other; how many there are, and what they say of chains.
async fn roots(
    store: &Store,
    key: Option<&VerifyingKey>,
    broken: &mut Vec<Broken>,
) -> Result<(usize, Signed)> {
    let rows: Vec<(String, String, Vec<u8>, Vec<u8>)> =
        read!(store, |pool| sqlx::query_as(ROOTS).fetch_all(pool).await)?;
    let mut signed = Signed::new();
    let mut previous: Vec<u8> = START.to_vec();
    let count = rows.len();
    for (day, heads, stored, signature) in rows {
        let right = Link::try_from(previous.as_slice()).map(|previous| root::root(&previous, &day, &heads));
        let is_root = right.is_ok_and(|root| root[..] == stored);
        let is_signed = key.is_none_or(|key| {
            Signature::from_slice(&signature).is_ok_and(|signature| key.verify(&stored, &signature).is_ok())
        });
        let ends: Option<Vec<End>> = serde_json::from_str(&heads).ok();
        if !is_root || !is_signed || ends.is_none() {
            let fault = Fault::BadRoot(day.clone());
            broken.push(Broken { organ: INSTALLATION.to_owned(), position: 0, event: None, fault });
        }
        for end in ends.into_iter().flatten() {
            signed.insert((end.organ, end.position), (day.clone(), end.link));
        }
        previous = stored;
    }
    Ok((count, signed))
}

/// A link as it is stored, and as it should be after the one before.
struct Found {
    position: i64,
    event: Option<(CaseId, i32)>,
    stored: Vec<u8>,
    right: Box<dyn Fn(&Link) -> Link + Send>,
}

/// Checks some links of a chain: the first break.
async fn piece(
    store: &Store,
    organ: &str,
    places: std::ops::Range<i64>,
    head: Option<Head>,
    signed: &Signed,
) -> Result<Option<Broken>> {
    let break_at = |position: i64, event: Option<(CaseId, i32)>, fault| {
        Some(Broken { organ: organ.to_owned(), position, event, fault })
    };
    // One more before them: the first link follows from it.
    let links = links(store, organ, places.start - 1, places.end).await?;
    let mut previous: Option<Link> = (places.start == 1).then_some(START);
    let mut expected = places.start;
    for link in links {
        let stored = Link::try_from(link.stored.as_slice()).ok();
        if link.position < places.start {
            previous = stored;
            continue;
        }
        if link.position != expected {
            return Ok(break_at(expected, None, Fault::Missing));
        }
        // Where the one before is missing or is no link, its own piece says so.
        let right = previous.map(|previous| (link.right)(&previous));
        if stored.is_none() || right.is_some_and(|right| Some(right) != stored) {
            return Ok(break_at(expected, link.event, Fault::Altered));
        }
        if let Some((day, signed)) = signed.get(&(organ.to_owned(), expected))
            && *signed != hexadecimal(&link.stored)
        {
            return Ok(break_at(expected, link.event, Fault::OtherThanSigned(day.clone())));
        }
        previous = stored;
        expected += 1;
    }
    if expected < places.end {
        return Ok(break_at(expected, None, Fault::Missing));
    }
    let is_last = head.is_none_or(|head| places.end == head.position + 1);
    if is_last && head.map(|head| head.link) != previous {
        return Ok(break_at(places.end - 1, None, Fault::OtherEnd));
    }
    Ok(None)
}

/// Links of a chain from a place to before another.
async fn links(store: &Store, organ: &str, from: i64, to: i64) -> Result<Vec<Found>> {
    if organ == INSTALLATION {
        type Row = (i64, i64, String, String, String, String, Vec<u8>);
        let rows: Vec<Row> =
            read!(store, |pool| sqlx::query_as(ENTRIES).bind(from).bind(to).fetch_all(pool).await)?;
        let found = |(position, at, actor, organ, kind, detail, stored): Row| {
            let entry = Entry { at, actor, organ, kind, detail };
            Found {
                position,
                event: None,
                stored,
                right: Box::new(move |previous| entry.link(previous, position)),
            }
        };
        return Ok(rows.into_iter().map(found).collect());
    }
    type Row = (i64, String, i32, i64, String, String, Vec<u8>);
    let rows: Vec<Row> =
        read!(store, |pool| sqlx::query_as(CASES).bind(organ).bind(from).bind(to).fetch_all(pool).await)?;
    let found = |(position, case, version, at, actor, event, stored): Row| {
        let of = Some((CaseId::from(case.as_str()), version));
        let organ = organ.to_owned();
        let right = move |previous: &Link| {
            let version = u32::try_from(version).unwrap_or_default();
            event_link(previous, (&organ, &case), (position, version, at), (&actor, &event))
        };
        Found { position, event: of, stored, right: Box::new(right) }
    };
    Ok(rows.into_iter().map(found).collect())
}
