//! Cases whose stage has ended by the passing of days.

use jiff::civil::Date;

use super::work_list::{Listed, listed};
use crate::{Page, Result, Store};

pub(crate) const SQL: &str = "
    select case_id, summary
      from case_row
     where organ = $1 and stage_until <= $2 and (stage_until, case_id) > ($3, $4)
     order by stage_until, case_id
     limit $5";

/// Cases whose stage may be another one on a day than when they were last written, such as those whose time for an opinion is
/// over: to be summed up again ([`refresh`](crate::cases::refresh)).
///
/// # Errors
/// When the database does not answer.
pub async fn stage_over(
    store: &Store,
    organ: &str,
    on: Date,
    after: Option<&Listed>,
    limit: u32,
) -> Result<Page<Listed>> {
    let day = on.to_string();
    let (until, case) = after.map_or_else(Default::default, |last| {
        (last.summary.stage_until.map_or_else(String::new, |day| day.to_string()), last.case.as_str())
    });
    let rows: Vec<(String, String)> = read!(store, |pool| {
        let query = sqlx::query_as(SQL).bind(organ).bind(&day).bind(&until).bind(case);
        query.bind(i64::from(limit) + 1).fetch_all(pool).await
    })?;
    let rows: Result<Vec<Listed>> = rows.into_iter().map(listed).collect();
    Ok(Page::cut(rows?, limit))
}
