//! 查询: an applicant opens a case by number and code.

use store::cases::by_number;

use super::{Cases, Failure, Opened, Result};

impl Cases {
    /// The case with this number, if the code is its own. A wrong code and an unknown number give the same answer.
    ///
    /// # Errors
    /// [`Failure::NotFound`], or the store does not answer.
    pub async fn track(&self, number: &str, code: &str) -> Result<Opened> {
        let plain =
            |text: &str| text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>();
        let found = by_number(&self.store, self.organ(), &plain(number)).await?;
        let id = found.ok_or(Failure::NotFound)?.case;
        if !same(&self.code(&id), &plain(code).to_ascii_uppercase()) {
            return Err(Failure::NotFound);
        }
        self.open(&id).await
    }
}

/// Compares in a time that tells nothing of where they differ.
fn same(one: &str, other: &str) -> bool {
    let differ = one.bytes().zip(other.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b));
    one.len() == other.len() && differ == 0
}
