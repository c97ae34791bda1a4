//! 查看完整身份: whoever looks at what lists and pages mask is written down first.

use casework::id::{CaseId, OfficerId};
use store::audit::{Entry, append};

use super::{Cases, Moment, Result};

impl Cases {
    /// Writes down that an officer looks at the identities of a case unmasked; to be called before they are shown. `at` says
    /// where, such as `page`, `api` or `letter`.
    ///
    /// # Errors
    /// The store does not answer: then nothing may be shown.
    pub async fn unmasked(&self, case: &CaseId, by: &OfficerId, at: &str, moment: Moment) -> Result<()> {
        let detail = serde_json::json!({ "case": case, "at": at }).to_string();
        let entry = Entry {
            at: moment.at,
            actor: by.to_string(),
            organ: self.organ().to_owned(),
            kind: "identity_unmasked".to_owned(),
            detail,
        };
        append(&self.store, &entry).await?;
        Ok(())
    }
}
