//! The cases behind a cell of table three (表三穿透).

use casework::applicant::ApplicantClass;
use casework::id::CaseId;
use casework::statistics::{Line, Span};
use jiff::civil::Date;

use super::work_list::{Listed, listed};
use crate::cases::facet::NO_DAY;
use crate::{Page, Result, Store};

pub(crate) const RECEIVED: &str = "
    select case_id, summary
      from case_row
     where organ = $1 and received <= $2 and (received, case_id) > ($3, $4) and ($5 = '' or class = $5)
     order by received, case_id
     limit $6";

pub(crate) const RESULT: &str = "
    select case_id, summary
      from case_row
     where organ = $1 and ended_row = $7 and until <= $2 and (until, case_id) > ($3, $4)
       and ($5 = '' or class = $5)
     order by until, case_id
     limit $6";

/// Cases that ended between two days and were received by a third; those that go on end on the last of all days.
pub(crate) const SPANNING: &str = "
    select case_id, summary
      from case_row
     where organ = $1 and until <= $2 and (until, received, case_id) > ($3, $8, $4) and received <= $7
       and ($5 = '' or class = $5)
     order by until, received, case_id
     limit $6";

/// The last row of the page before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AfterCell {
    /// The day of its receipt.
    pub received: Option<Date>,
    /// The day on which it ended, if it did.
    pub ended: Option<Date>,
    /// Its id.
    pub case: CaseId,
}

impl From<&Listed> for AfterCell {
    fn from(last: &Listed) -> AfterCell {
        AfterCell {
            received: last.summary.received,
            ended: last.summary.ended.map(|ended| ended.on),
            case: last.case.clone(),
        }
    }
}

/// The cases that are counted in a cell of a time: of one class of applicants, or of all for the column 总计. By the day on
/// which they ended, those of 本年新收 by the day of receipt.
///
/// # Errors
/// When the database does not answer.
pub async fn behind(
    store: &Store,
    organ: &str,
    (line, class, span): (Line, Option<ApplicantClass>, Span),
    after: Option<&AfterCell>,
    limit: u32,
) -> Result<Page<Listed>> {
    let text = |day: Option<Date>| day.map(|day| day.to_string());
    let class = class.map_or("", ApplicantClass::key);
    // Days from which and to which: of receipt, or of the end.
    let next = span.to.tomorrow().unwrap_or(span.to);
    let (from, to, received_by) = match line {
        Line::NewReceived | Line::Result(_) => (span.from, span.to.to_string(), String::new()),
        Line::ResultTotal => (span.from, span.to.to_string(), NO_DAY.to_owned()),
        Line::CarriedIn => {
            let by = text(span.from.yesterday().ok()).unwrap_or_default();
            (span.from, NO_DAY.to_owned(), by)
        }
        Line::CarriedOut => (next, NO_DAY.to_owned(), span.to.to_string()),
    };
    let ended = |last: &AfterCell| text(last.ended).unwrap_or_else(|| NO_DAY.to_owned());
    let start = match (after, line) {
        (None, _) => from.to_string(),
        (Some(last), Line::NewReceived) => text(last.received).unwrap_or_default(),
        (Some(last), _) => ended(last),
    };
    let case = after.map_or("", |last| last.case.as_str());
    let sql = match line {
        Line::NewReceived => RECEIVED,
        Line::Result(_) => RESULT,
        Line::CarriedIn | Line::CarriedOut | Line::ResultTotal => SPANNING,
    };
    let rows: Vec<(String, String)> = read!(store, |pool| {
        let query = sqlx::query_as(sql).bind(organ).bind(&to).bind(&start).bind(case).bind(class);
        let query = query.bind(i64::from(limit) + 1);
        let query = match line {
            Line::NewReceived => query,
            Line::Result(row) => query.bind(row.key()),
            _ => {
                query.bind(&received_by).bind(after.and_then(|last| text(last.received)).unwrap_or_default())
            }
        };
        query.fetch_all(pool).await
    })?;
    let rows: Result<Vec<Listed>> = rows.into_iter().map(listed).collect();
    Ok(Page::cut(rows?, limit))
}
