//! The open cases, looked through some at a time (逐件查看在办案件): what a day brings concerns each of them.

use casework::Case;
use store::cases::{After, Filter, Listed, events, work_list};

use super::{Cases, Result};

/// Cases that are looked through at a time.
const TOGETHER: u32 = 200;

/// How far somebody has looked.
pub(super) struct Walk<'c> {
    cases: &'c Cases,
    after: Option<After>,
    has_more: bool,
}

impl Cases {
    /// Begins to look through all open cases.
    pub(super) fn walk(&self) -> Walk<'_> {
        Walk { cases: self, after: None, has_more: true }
    }
}

impl Walk<'_> {
    /// The next cases as their lists know them and as they are; none once all were seen. One that cannot be read is left out:
    /// the others are not to suffer from it.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<(Listed, Case)>>> {
        if !self.has_more {
            return Ok(None);
        }
        let (store, organ) = (&self.cases.store, self.cases.organ());
        let found = work_list(store, organ, &Filter::default(), self.after.as_ref(), TOGETHER).await?;
        self.has_more = found.has_more;
        self.after = found.rows.last().map(After::from);
        let mut seen = Vec::with_capacity(found.rows.len());
        for listed in found.rows {
            match events(store, organ, &listed.case).await {
                Ok(events) => seen.extend(Case::replay(&events).map(|case| (listed, case))),
                Err(error @ store::Error::DamagedCase(_)) => {
                    tracing::error!(%error, "a case could not be looked through");
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Some(seen))
    }
}
