//! Work that survives a restart (后台任务): written down with what it follows from, done by whoever takes it first, tried again
//! when it fails, and visible when it goes on failing.

mod end;
mod failing;
mod take;

pub use end::{done, failed, forget, retry};
pub use failing::{Failing, failing};
pub use take::{Job, take};

use crate::{Result, Store};

pub(crate) const JOB: &str = "
    insert into job (organ, id, kind, payload, due_at, leased_until, attempts, state)
    values ($1, $2, $3, $4, $5, 0, 0, 'waiting')
        on conflict (organ, id) do nothing";

/// Work to be done later, written down together with what it follows from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Its name: asked for again under the same name it is not done again.
    pub id: String,
    /// What has to be done.
    pub kind: String,
    /// With what, as JSON.
    pub payload: String,
    /// From when on, in milliseconds since 1970.
    pub due_at: i64,
}

/// Asks for work that does not follow from an event; what does stands in its [`Entry`](crate::cases::Entry).
///
/// # Errors
/// When the database does not answer.
pub async fn enqueue(store: &Store, organ: &str, jobs: &[NewJob]) -> Result<()> {
    write!(store, |c| {
        all_rows!(c, JOB, jobs, |query, job| {
            query.bind(organ).bind(&job.id).bind(&job.kind).bind(&job.payload).bind(job.due_at)
        });
    });
    Ok(())
}

/// Every statement of these files by name.
pub(crate) const STATEMENTS: [(&str, &str); 7] = [
    ("job::JOB", JOB),
    ("take::SQL", take::SQL),
    ("end::DONE", end::DONE),
    ("end::FAILED", end::FAILED),
    ("end::RETRY", end::RETRY),
    ("end::FORGET", end::FORGET),
    ("failing::SQL", failing::SQL),
];
