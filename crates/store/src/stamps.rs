//! Images of stamps (印章), with who may use them.

use casework::id::StampId;
use sqlx::FromRow;

use crate::audit::Entry;
use crate::backend::Store;
use crate::error::Result;
use crate::people::Role;

pub(crate) const ALL: &str = "
    select id, name, width, roles, at, withdrawn_at from stamp where organ = $1";

pub(crate) const IMAGE: &str = "select image, width from stamp where organ = $1 and id = $2";

/// One that was withdrawn is used again when its image comes again; what letters show of it never changes.
pub(crate) const PUT: &str = "
    insert into stamp (organ, id, name, width, roles, image, at, withdrawn_at)
    values ($1, $2, $3, $4, $5, $6, $7, null)
        on conflict (organ, id) do update
       set roles = $5, withdrawn_at = null";

pub(crate) const WITHDRAW: &str = "
    update stamp set withdrawn_at = $3 where organ = $1 and id = $2 and withdrawn_at is null";

pub(crate) const STATEMENTS: [(&str, &str); 4] =
    [("stamps::ALL", ALL), ("stamps::IMAGE", IMAGE), ("stamps::PUT", PUT), ("stamps::WITHDRAW", WITHDRAW)];

/// A stamp (印章).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// SHA-256 of its image.
    pub id: StampId,
    /// Its name, such as 政府信息公开专用章.
    pub name: String,
    /// Its diameter on paper, in millimetres.
    pub width: u16,
    /// Who may use it.
    pub roles: Vec<Role>,
    /// When it came, in milliseconds since 1970.
    pub at: i64,
    /// Whether it may still be used.
    pub active: bool,
}

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    width: i16,
    roles: String,
    at: i64,
    withdrawn_at: Option<i64>,
}

/// The stamps of an authority, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn stamps(store: &Store, organ: &str) -> Result<Vec<Stamp>> {
    let rows: Vec<Row> = read!(store, |pool| sqlx::query_as(ALL).bind(organ).fetch_all(pool).await)?;
    let stamp = |row: Row| Stamp {
        id: row.id.into(),
        name: row.name,
        width: row.width.unsigned_abs(),
        roles: row.roles.split(' ').filter_map(|role| role.parse().ok()).collect(),
        at: row.at,
        active: row.withdrawn_at.is_none(),
    };
    let mut all: Vec<Stamp> = rows.into_iter().map(stamp).collect();
    all.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    Ok(all)
}

/// The image of a stamp and its diameter in millimetres; none where there is no such stamp.
///
/// # Errors
/// When the database does not answer.
pub async fn stamp_image(store: &Store, organ: &str, id: &StampId) -> Result<Option<(Vec<u8>, u16)>> {
    let row: Option<(Vec<u8>, i16)> = read!(store, |pool| {
        sqlx::query_as(IMAGE).bind(organ).bind(id.as_str()).fetch_optional(pool).await
    })?;
    Ok(row.map(|(image, width)| (image, width.unsigned_abs())))
}

/// Adds a stamp, and writes it down.
///
/// # Errors
/// When the database does not answer.
pub async fn put_stamp(store: &Store, organ: &str, stamp: &Stamp, image: &[u8], entry: &Entry) -> Result<()> {
    let roles: Vec<&str> = stamp.roles.iter().map(|role| role.key()).collect();
    let (roles, width) = (roles.join(" "), i16::try_from(stamp.width).unwrap_or(i16::MAX));
    write!(store, |c| {
        let put = sqlx::query(PUT).bind(organ).bind(stamp.id.as_str()).bind(&stamp.name).bind(width);
        put.bind(&roles).bind(image).bind(stamp.at).execute(&mut *c).await?;
        audit!(c, entry);
    });
    Ok(())
}

/// Withdraws a stamp, and writes it down; false where none of that name is in use.
///
/// # Errors
/// When the database does not answer.
pub async fn withdraw_stamp(store: &Store, organ: &str, id: &StampId, entry: &Entry) -> Result<bool> {
    let withdrawn = write!(store, |c| {
        let rows =
            sqlx::query(WITHDRAW).bind(organ).bind(id.as_str()).bind(entry.at).execute(&mut *c).await?;
        if rows.rows_affected() == 0 {
            return Ok(false);
        }
        audit!(c, entry);
        true
    });
    Ok(withdrawn)
}
