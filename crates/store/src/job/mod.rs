//! Work that survives a restart (后台任务).

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
