//! The statements by which the rows of a batch are written, in one transaction with what they build on.

pub(crate) const ORGANS: &str = "select id from organ where id in (values ($1))";

pub(crate) const CASES: &str = "
    select organ, case_id, summary from case_row where (organ, case_id) in (values ($1, $2))";

pub(crate) const OUTCOMES: &str = "
    select organ, actor, key, case_id, version, number
      from idempotency
     where (organ, actor, key) in (values ($1, $2, $3))";

pub(crate) const NUMBERS: &str = "
    select organ, kind, year, next from series where (organ, kind, year) in (values ($1, $2, cast($3 as smallint)))";

pub(crate) const LOCKED: &str = "select organ, year from year_lock where organ in (values ($1))";

pub(crate) const EVENT: &str = "
    insert into case_event (organ, case_id, version, position, at, actor, event, link)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";

/// The row of a case, and what becomes of one that is there.
macro_rules! case {
    ($set:literal) => {
        concat!(
            "insert into case_row (
                    organ, case_id, version, number, received, until, ended_row, class, restricted, sub_reason, summary)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                 on conflict (organ, case_id) do update
                set ",
            $set,
            "version = excluded.version, restricted = excluded.restricted, sub_reason = excluded.sub_reason,
                    summary = excluded.summary"
        )
    };
}

pub(crate) const CASE: &str = case!(
    "number = excluded.number, received = excluded.received, until = excluded.until,
                    ended_row = excluded.ended_row, class = excluded.class, "
);

/// Of a case that is there and stands in every index as before: an index that is named is written anew, whether it changes or not.
pub(crate) const CASE_AGAIN: &str = case!("");

pub(crate) const FACET_GONE: &str = "
    delete from case_facet where (organ, facet, is_open, day, case_id) in (values ($1, $2, cast($3 as boolean), $4, $5))";

pub(crate) const FACET: &str = "
    insert into case_facet (organ, facet, is_open, day, case_id) values ($1, $2, $3, $4, $5)";

pub(crate) const TASK_GONE: &str = "
    delete from case_task where (organ, case_id, task) in (values ($1, $2, cast($3 as integer)))";

pub(crate) const TASK: &str = "
    insert into case_task (organ, case_id, task, department, due) values ($1, $2, $3, $4, $5)";

pub(crate) const TEXT: &str = "
    insert into sealed_text (organ, case_id, text_id, sealed)
    values ($1, $2, $3, $4)
        on conflict (organ, case_id, text_id) do nothing";

pub(crate) const RECEIVED: &str = "
    insert into received_count (organ, month, class, n)
    values ($1, $2, $3, $4)
        on conflict (organ, month, class) do update
       set n = received_count.n + excluded.n";

pub(crate) const ENDED: &str = "
    insert into ended_count (organ, month, ended_row, class, n)
    values ($1, $2, $3, $4, $5)
        on conflict (organ, month, ended_row, class) do update
       set n = ended_count.n + excluded.n";

pub(crate) const NUMBER: &str = "
    insert into series (organ, kind, year, next)
    values ($1, $2, $3, $4)
        on conflict (organ, kind, year) do update
       set next = excluded.next";

pub(crate) const OUTCOME: &str = "
    insert into idempotency (organ, actor, key, case_id, version, number, at) values ($1, $2, $3, $4, $5, $6, $7)";

/// Writes projections: `write_projections!(c, rows)`
macro_rules! write_projections {
    ($connection:ident, $projections:expr) => {
        for (sql, rows) in [
            (crate::cases::write::CASE, &$projections.cases),
            (crate::cases::write::CASE_AGAIN, &$projections.cases_again),
        ] {
            all_rows!($connection, sql, rows, |query, row| {
                let (organ, row) = row;
                let query = query.bind(organ.as_str()).bind(row.case.as_str()).bind(row.version as i32);
                let query = query.bind(&row.number).bind(&row.received);
                let query = query.bind(&row.until).bind(row.ended_row.map(law::outcome::Row::key));
                query.bind(row.class.key()).bind(&row.restricted).bind(&row.sub_reason).bind(&row.summary)
            });
        }
        all_rows!($connection, crate::cases::write::FACET_GONE, &$projections.facets.gone, |query, row| {
            let (organ, row) = row;
            let query = query.bind(organ.as_str()).bind(&row.facet).bind(row.is_open).bind(&row.day);
            query.bind(row.case.as_str())
        });
        all_rows!($connection, crate::cases::write::FACET, &$projections.facets.new, |query, row| {
            let (organ, row) = row;
            let query = query.bind(organ.as_str()).bind(&row.facet).bind(row.is_open).bind(&row.day);
            query.bind(row.case.as_str())
        });
        all_rows!($connection, crate::cases::write::TASK_GONE, &$projections.tasks.gone, |query, row| {
            let (organ, row) = row;
            query.bind(organ.as_str()).bind(row.case.as_str()).bind(i32::from(row.task.0))
        });
        all_rows!($connection, crate::cases::write::TASK, &$projections.tasks.new, |query, row| {
            let (organ, row) = row;
            let query = query.bind(organ.as_str()).bind(row.case.as_str()).bind(i32::from(row.task.0));
            query.bind(&row.department).bind(&row.due)
        });
        let received: Vec<_> = $projections.received.iter().filter(|(_, by)| **by != 0).collect();
        all_rows!($connection, crate::cases::write::RECEIVED, &received, |query, row| {
            let ((organ, (month, class)), by) = row;
            query.bind(organ.as_str()).bind(month.as_str()).bind(class.key()).bind(**by)
        });
        let ended: Vec<_> = $projections.ended.iter().filter(|(_, by)| **by != 0).collect();
        all_rows!($connection, crate::cases::write::ENDED, &ended, |query, row| {
            let ((organ, (month, ended, class)), by) = row;
            query.bind(organ.as_str()).bind(month.as_str()).bind(ended.key()).bind(class.key()).bind(**by)
        });
    };
}
