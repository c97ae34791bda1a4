//! 查看完整身份: whoever looks at what lists and pages mask is written down first.

use casework::id::{CaseId, OfficerId};
use store::audit::append;

use super::{Cases, Moment, Result};

impl Cases {
    /// Writes down that an officer looks at the identities of a case unmasked; to be called before they are shown. `at` says
    /// where, such as `page`, `api` or `letter`.
    ///
    /// # Errors
    /// The store does not answer: then nothing may be shown.
    pub async fn unmasked(&self, case: &CaseId, by: &OfficerId, at: &str, moment: Moment) -> Result<()> {
        let detail = serde_json::json!({ "case": case, "at": at });
        let entry = self.entry("identity_unmasked", by, &detail, moment);
        append(&self.store, &entry).await?;
        Ok(())
    }
}
