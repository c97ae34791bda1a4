//! The file that a version was read from.

use crate::{File, Result, Store};

pub(crate) const SQL: &str = "
    select r.file_name, r.media_type, r.sha256, c.source
      from report r
      join report_content c on c.organ = r.organ and c.year = r.year and c.version = r.version
     where r.organ = $1 and r.year = $2 and r.version = $3";

/// The file that a version was read from, as it came (原文件). It comes from outside: hand it out to be saved, not shown.
///
/// # Errors
/// When the database does not answer.
pub async fn source(store: &Store, organ: &str, year: i16, version: i32) -> Result<Option<File>> {
    Ok(read!(store, |pool| {
        sqlx::query_as(SQL).bind(organ).bind(year).bind(version).fetch_optional(pool).await
    })?)
}
