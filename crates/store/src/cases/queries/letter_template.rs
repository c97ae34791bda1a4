//! The wording of letters (文书模板): what an authority has changed, with every version before.

use casework::letter::{LetterKind, Template, Templates};
use sqlx::FromRow;

use crate::Store;
use crate::audit::Entry;
use crate::error::{Error, Result};

pub(crate) const LAST: &str = "
    select one.kind, one.is_own, one.title, one.body, one.slip
      from letter_template one
     where one.organ = $1
       and one.version = (select max(version) from letter_template
                           where organ = one.organ and kind = one.kind)
     order by one.kind";

pub(crate) const VERSIONS: &str = "
    select version, is_own, title, body, slip, at, actor
      from letter_template
     where organ = $1 and kind = $2
     order by version desc";

pub(crate) const PUT: &str = "
    insert into letter_template (organ, kind, version, is_own, title, body, slip, at, actor)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (organ, kind, version) do nothing";

pub(crate) const NOW: &str = "
    select coalesce(max(version), 0) from letter_template where organ = $1 and kind = $2";

/// A version of the wording of a letter (文书模板的一个版本).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateVersion {
    /// 1, 2, … of its kind.
    pub version: u32,
    /// The wording; none for one that gives back the program's.
    pub template: Option<Template>,
    /// When it was saved, in milliseconds since 1970.
    pub at: i64,
    /// Who saved it.
    pub actor: String,
}

#[derive(FromRow)]
struct Row {
    version: i32,
    is_own: bool,
    title: String,
    body: String,
    slip: String,
    at: i64,
    actor: String,
}

/// The templates of an authority: its own, and the program's where it has none.
///
/// # Errors
/// When the database does not answer.
pub async fn letter_templates(store: &Store, organ: &str) -> Result<Templates> {
    let rows: Vec<(String, bool, String, String, String)> =
        read!(store, |pool| sqlx::query_as(LAST).bind(organ).fetch_all(pool).await)?;
    let own = rows.into_iter().filter_map(|(kind, is_own, title, body, slip)| {
        // A kind that this version of the program does not know is nobody's any more.
        let kind: LetterKind = kind.parse().ok()?;
        is_own.then_some((kind, Template { title, body, slip }))
    });
    Ok(own.collect())
}

/// Every version of the wording of a letter, the last one first.
///
/// # Errors
/// When the database does not answer.
pub async fn template_versions(store: &Store, organ: &str, kind: LetterKind) -> Result<Vec<TemplateVersion>> {
    let rows: Vec<Row> =
        read!(store, |pool| { sqlx::query_as(VERSIONS).bind(organ).bind(kind.key()).fetch_all(pool).await })?;
    let version = |row: Row| TemplateVersion {
        version: row.version.unsigned_abs(),
        template: row.is_own.then_some(Template { title: row.title, body: row.body, slip: row.slip }),
        at: row.at,
        actor: row.actor,
    };
    Ok(rows.into_iter().map(version).collect())
}

/// Saves the version after the one that was seen, and writes it down; without a wording the program's counts again.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has saved one in between; or the database does not answer.
pub async fn put_letter_template(
    store: &Store,
    organ: &str,
    kind: LetterKind,
    (seen, template): (u32, Option<&Template>),
    entry: &Entry,
) -> Result<()> {
    let nothing = Template::default();
    let said = template.unwrap_or(&nothing);
    write!(store, |c| {
        let now: i32 = sqlx::query_scalar(NOW).bind(organ).bind(kind.key()).fetch_one(&mut *c).await?;
        if now.unsigned_abs() != seen {
            return Err(Error::Conflict { now: now.unsigned_abs() });
        }
        let version = now + 1;
        let put = sqlx::query(PUT).bind(organ).bind(kind.key()).bind(version).bind(template.is_some());
        let put = put.bind(&said.title).bind(&said.body).bind(&said.slip).bind(entry.at).bind(&entry.actor);
        if put.execute(&mut *c).await?.rows_affected() == 0 {
            return Err(Error::Conflict { now: version.unsigned_abs() });
        }
        audit!(c, entry);
    });
    Ok(())
}
