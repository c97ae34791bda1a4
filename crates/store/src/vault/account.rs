//! Secrets of accounts (账号的密钥): they lie in the database of people, sealed under the master key.

use aes_gcm::aead::{Aead, Payload};

use super::Vault;
use super::key::{NONCE, nonce, place};
use super::random;
use crate::error::{Error, Result};

/// Stands where a case has its authority: no authority has such an id, so nothing is taken from one to the other.
const ACCOUNT: &str = "\0account";

impl Vault {
    /// Seals a secret of an account.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn seal_for(&self, account: &str, secret: &[u8]) -> Result<Vec<u8>> {
        let first: [u8; NONCE] = random()?;
        let payload = Payload { msg: secret, aad: &place(ACCOUNT, account) };
        let wrapping = &self.inner.wrapping;
        let mut sealed = first.to_vec();
        sealed.extend(wrapping.encrypt(&nonce(&first)?, payload).map_err(|_| Error::WrongKey)?);
        Ok(sealed)
    }

    /// Opens a sealed secret of an account.
    ///
    /// # Errors
    /// When it was sealed for another account or under another master key.
    pub fn open_for(&self, account: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let (first, sealed) = sealed.split_at_checked(NONCE).ok_or(Error::WrongKey)?;
        let payload = Payload { msg: sealed, aad: &place(ACCOUNT, account) };
        self.inner.wrapping.decrypt(&nonce(first)?, payload).map_err(|_| Error::WrongKey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_secret_opens_for_its_account_alone() {
        let vault = Vault::in_memory().await.unwrap();
        let sealed = vault.seal_for("chen", b"secret").unwrap();
        assert_eq!(vault.open_for("chen", &sealed).unwrap(), b"secret");
        assert!(vault.open_for("he", &sealed).is_err());
        assert!(vault.open_for("chen", &sealed[1..]).is_err());
        let other = Vault::in_memory().await.unwrap();
        assert!(other.open_for("chen", &sealed).is_err());
    }
}
