//! Sub-reasons of 其他处理 (细分情形): which an authority has, and how often each was given.

use casework::statistics::Span;
use law::outcome::Row;

use crate::audit::Entry;
use crate::{Result, Store};

pub(crate) const ALL: &str = "
    select name, active from sub_reason where organ = $1 order by name";

pub(crate) const PUT: &str = "
    insert into sub_reason (organ, name, active) values ($1, $2, $3)
        on conflict (organ, name) do update
       set active = excluded.active";

pub(crate) const GIVEN: &str = "
    select coalesce(sub_reason, ''), count(*)
      from case_row
     where organ = $1 and ended_row = $2 and until >= $3 and until <= $4
     group by coalesce(sub_reason, '')
     order by count(*) desc, coalesce(sub_reason, '')";

/// A sub-reason of an authority (细分情形).
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SubReason {
    /// What it is called.
    pub name: String,
    /// Whether it may still be given.
    pub active: bool,
}

/// The sub-reasons of an authority, former ones included.
///
/// # Errors
/// When the database does not answer.
pub async fn sub_reasons(store: &Store, organ: &str) -> Result<Vec<SubReason>> {
    Ok(read!(store, |pool| sqlx::query_as(ALL).bind(organ).fetch_all(pool).await)?)
}

/// Adds sub-reasons, retires them or takes them up again, and writes it down.
///
/// # Errors
/// When the database does not answer.
pub async fn put_sub_reasons(store: &Store, organ: &str, reasons: &[SubReason], entry: &Entry) -> Result<()> {
    write!(store, |c| {
        all_rows!(c, PUT, reasons, |query, reason| query.bind(organ).bind(&reason.name).bind(reason.active));
        audit!(c, entry);
    });
    Ok(())
}

/// How often each sub-reason was given in a time, the most frequent first; an empty name for cases that were
/// withdrawn, which have none.
///
/// # Errors
/// When the database does not answer.
pub async fn sub_reasons_given(store: &Store, organ: &str, span: Span) -> Result<Vec<(String, i64)>> {
    Ok(read!(store, |pool| {
        let query = sqlx::query_as(GIVEN).bind(organ).bind(Row::OtherMisc.key());
        query.bind(span.from.to_string()).bind(span.to.to_string()).fetch_all(pool).await
    })?)
}
