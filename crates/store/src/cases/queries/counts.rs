//! Table three of a time (表三).

use casework::applicant::ApplicantClass;
use casework::statistics::{Span, TableThree};
use law::outcome::Row;

use crate::cases::projection::month;
use crate::{Result, Store};

/// From what is kept: a few rows for each month.
pub(crate) const KEPT: &str = "
    select month, '' as ended_row, class, n
      from received_count
     where organ = $1 and month <= $2
     union all
    select month, ended_row, class, n
      from ended_count
     where organ = $1 and month <= $2";

/// A count for each class, side by side, so that nothing is sorted.
macro_rules! classes {
    () => {
        "count(case class when 'natural_person' then 1 end), count(case class when 'enterprise' then 1 end),
         count(case class when 'research' then 1 end), count(case class when 'public_welfare' then 1 end),
         count(case class when 'legal_service' then 1 end), count(case class when 'other' then 1 end)"
    };
}

/// How many cases were received in a time, and how many before it that had not ended when it began.
pub(crate) const COUNTED: &str = concat!(
    "select 'new', ",
    classes!(),
    "
       from case_row
      where organ = $1 and received >= $2 and received <= $3
      union all
     select 'carried', ",
    classes!(),
    "
       from case_row
      where organ = $1 and until >= $2 and received < $2"
);

/// How many ended in a time, by row.
pub(crate) const COUNTED_RESULTS: &str = concat!(
    "select ended_row, ",
    classes!(),
    "
       from case_row
      where organ = $1 and ended_row is not null and until >= $2 and until <= $3
      group by ended_row"
);

/// Table three of a time of whole months, from the counts that are kept with every change: at once, however many cases there
/// are.
///
/// # Errors
/// When the database does not answer.
pub async fn table_three(store: &Store, organ: &str, span: Span) -> Result<TableThree> {
    let (from, to) = (month(span.from), month(span.to));
    let rows: Vec<(String, String, String, i64)> =
        read!(store, |pool| sqlx::query_as(KEPT).bind(organ).bind(&to).fetch_all(pool).await)?;
    let mut received = [0; 6];
    // What came before, less what ended before.
    let mut carried_in = [0; 6];
    let mut results = [[0; 6]; 21];
    for (month, row, class, n) in rows {
        let Some(class) = ApplicantClass::ALL.into_iter().position(|one| one.key() == class) else {
            continue;
        };
        let is_before = month < from;
        match Row::ALL.into_iter().position(|one| one.key() == row) {
            Some(_) if is_before => carried_in[class] -= n,
            Some(row) => results[row][class] += n,
            None if is_before => carried_in[class] += n,
            None => received[class] += n,
        }
    }
    Ok(TableThree::from_counts(natural(received), natural(carried_in), results.map(natural)))
}

/// Table three of a time, counted from the cases.
///
/// # Errors
/// When the database does not answer.
pub async fn recount(store: &Store, organ: &str, span: Span) -> Result<TableThree> {
    let (from, to) = (span.from.to_string(), span.to.to_string());
    let (cases, ended) = tokio::try_join!(
        counted(store, COUNTED, organ, (&from, &to)),
        counted(store, COUNTED_RESULTS, organ, (&from, &to)),
    )?;
    let (mut received, mut carried_in, mut results) = ([0; 6], [0; 6], [[0; 6]; 21]);
    for (of, n) in cases {
        *(if of == "new" { &mut received } else { &mut carried_in }) = n;
    }
    for (row, n) in ended {
        if let Some(row) = Row::ALL.into_iter().position(|one| one.key() == row) {
            results[row] = n;
        }
    }
    Ok(TableThree::from_counts(natural(received), natural(carried_in), results.map(natural)))
}

/// Rows with a name and a count for each class.
async fn counted(
    store: &Store,
    sql: &'static str,
    organ: &str,
    (from, to): (&str, &str),
) -> Result<Vec<(String, [i64; 6])>> {
    type Counts = (String, i64, i64, i64, i64, i64, i64);
    let rows: Vec<Counts> =
        read!(store, |pool| sqlx::query_as(sql).bind(organ).bind(from).bind(to).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(|(of, a, b, c, d, e, f)| (of, [a, b, c, d, e, f])).collect())
}

/// Counts that are never negative, unless what is stored contradicts itself.
fn natural(counts: [i64; 6]) -> [u64; 6] {
    counts.map(|n| u64::try_from(n).unwrap_or_default())
}
