//! What an authority's annual report is made of (年度报告的底稿), with every version before, and its way from draft to
//! publication (流程).

use std::collections::BTreeMap;

use sqlx::FromRow;

use crate::Store;
use crate::audit::Entry;
use crate::error::{Error, Result};

pub(crate) const PAPERS: &str = "
    select one.kind, one.version, one.body, one.at, one.actor
      from annual_paper one
     where one.organ = $1 and one.year = $2
       and one.version = (select max(version) from annual_paper
                           where organ = one.organ and year = one.year and kind = one.kind)
     order by one.kind";

pub(crate) const VERSIONS: &str = "
    select kind, version, body, at, actor
      from annual_paper
     where organ = $1 and year = $2 and kind = $3
     order by version desc";

pub(crate) const NOW: &str = "
    select coalesce(max(version), 0) from annual_paper where organ = $1 and year = $2 and kind = $3";

pub(crate) const PUT: &str = "
    insert into annual_paper (organ, year, kind, version, body, at, actor)
    values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (organ, year, kind, version) do nothing";

pub(crate) const STEPS: &str = "
    select step, at, actor from annual_step where organ = $1 and year = $2 order by nth";

pub(crate) const LAST_STEP: &str = "
    select coalesce(max(nth), 0) from annual_step where organ = $1 and year = $2";

pub(crate) const ADD_STEP: &str = "
    insert into annual_step (organ, year, nth, step, at, actor)
    values ($1, $2, $3, $4, $5, $6)
        on conflict (organ, year, nth) do nothing";

/// Every statement of this file by name.
pub(crate) const STATEMENTS: [(&str, &str); 7] = [
    ("annual::PAPERS", PAPERS),
    ("annual::VERSIONS", VERSIONS),
    ("annual::NOW", NOW),
    ("annual::PUT", PUT),
    ("annual::STEPS", STEPS),
    ("annual::LAST_STEP", LAST_STEP),
    ("annual::ADD_STEP", ADD_STEP),
];

/// What a paper is about (底稿种类).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaperKind {
    /// 年度数据登记: table two.
    Figures,
    /// 正文.
    Text,
    /// 问题和整改.
    Measures,
    /// 与上年相比的说明.
    Changes,
}

impl PaperKind {
    /// Every kind.
    pub const ALL: [PaperKind; 4] =
        [PaperKind::Figures, PaperKind::Text, PaperKind::Measures, PaperKind::Changes];

    /// Its stored form, which is also its address.
    pub fn key(self) -> &'static str {
        match self {
            PaperKind::Figures => "figures",
            PaperKind::Text => "text",
            PaperKind::Measures => "measures",
            PaperKind::Changes => "changes",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            PaperKind::Figures => "表二数据",
            PaperKind::Text => "正文",
            PaperKind::Measures => "问题和整改",
            PaperKind::Changes => "与上年相比",
        }
    }
}

/// The content of a paper: what is filled in, by the place it is for.
pub type Filled = BTreeMap<String, String>;

/// A version of a paper (底稿的一个版本).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// 1, 2, … of its kind; 0 for one that nobody has saved.
    pub version: u32,
    /// What is filled in.
    pub filled: Filled,
    /// When it was saved, in milliseconds since 1970.
    pub at: i64,
    /// Who saved it.
    pub actor: String,
}

/// A step on the way to publication, as it was written down (流程记录).
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct StepRow {
    /// JSON.
    pub step: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who.
    pub actor: String,
}

#[derive(FromRow)]
struct Row {
    kind: String,
    version: i32,
    body: String,
    at: i64,
    actor: String,
}

impl From<Row> for Paper {
    fn from(row: Row) -> Paper {
        let Row { version, body, at, actor, .. } = row;
        // Nothing but this file writes bodies.
        let filled = serde_json::from_str(&body).unwrap_or_default();
        Paper { version: version.unsigned_abs(), filled, at, actor }
    }
}

/// The papers of a year's report as they are now.
///
/// # Errors
/// When the database does not answer.
pub async fn papers(store: &Store, organ: &str, year: i16) -> Result<BTreeMap<PaperKind, Paper>> {
    let rows: Vec<Row> =
        read!(store, |pool| sqlx::query_as(PAPERS).bind(organ).bind(year).fetch_all(pool).await)?;
    let kind = |key: &str| PaperKind::ALL.into_iter().find(|kind| kind.key() == key);
    Ok(rows.into_iter().filter_map(|row| Some((kind(&row.kind)?, row.into()))).collect())
}

/// Every version of a paper, the last one first.
///
/// # Errors
/// When the database does not answer.
pub async fn paper_versions(store: &Store, organ: &str, year: i16, kind: PaperKind) -> Result<Vec<Paper>> {
    let rows: Vec<Row> = read!(store, |pool| {
        sqlx::query_as(VERSIONS).bind(organ).bind(year).bind(kind.key()).fetch_all(pool).await
    })?;
    Ok(rows.into_iter().map(Paper::from).collect())
}

/// Saves the version after the one that was seen, and writes it down.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has saved one in between; or the database does not answer.
pub async fn put_paper(
    store: &Store,
    (organ, year, kind): (&str, i16, PaperKind),
    (seen, filled): (u32, &Filled),
    entry: &Entry,
) -> Result<()> {
    let body = serde_json::to_string(filled).unwrap_or_default();
    write!(store, |c| {
        let now: i32 =
            sqlx::query_scalar(NOW).bind(organ).bind(year).bind(kind.key()).fetch_one(&mut *c).await?;
        if now.unsigned_abs() != seen {
            return Err(Error::Conflict { now: now.unsigned_abs() });
        }
        let put = sqlx::query(PUT).bind(organ).bind(year).bind(kind.key()).bind(now + 1);
        let put = put.bind(&body).bind(entry.at).bind(&entry.actor);
        if put.execute(&mut *c).await?.rows_affected() == 0 {
            return Err(Error::Conflict { now: now.unsigned_abs() + 1 });
        }
        audit!(c, entry);
    });
    Ok(())
}

/// The steps of a year's report, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn steps(store: &Store, organ: &str, year: i16) -> Result<Vec<StepRow>> {
    Ok(read!(store, |pool| sqlx::query_as(STEPS).bind(organ).bind(year).fetch_all(pool).await)?)
}

/// Writes a step down after those that were seen.
///
/// # Errors
/// [`Error::Conflict`] when somebody else was faster; or the database does not answer.
pub async fn add_step(
    store: &Store,
    (organ, year): (&str, i16),
    (seen, step): (usize, &str),
    entry: &Entry,
) -> Result<()> {
    write!(store, |c| {
        let now: i32 = sqlx::query_scalar(LAST_STEP).bind(organ).bind(year).fetch_one(&mut *c).await?;
        let conflict = Error::Conflict { now: now.unsigned_abs() };
        if usize::try_from(now) != Ok(seen) {
            return Err(conflict);
        }
        let add = sqlx::query(ADD_STEP).bind(organ).bind(year).bind(now + 1).bind(step);
        let add = add.bind(entry.at).bind(&entry.actor).execute(&mut *c).await?;
        if add.rows_affected() == 0 {
            return Err(conflict);
        }
        audit!(c, entry);
    });
    Ok(())
}
