//! The key of a case (案件密钥): it names texts and files and makes them unreadable.

use std::collections::BTreeMap;
use std::fmt;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use casework::Sealer;
use casework::id::TextId;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::cases::SealedText;
use crate::error::{Error, Result};

/// How many bytes a key has.
pub(crate) const KEY: usize = 32;

/// How many bytes stand before what is sealed.
pub(crate) const NONCE: usize = 12;

/// The key of a case. Never shown, never stored but under the master key.
#[derive(Clone)]
pub struct CaseKey {
    /// For what authority and case, so that nothing is taken from one to another.
    place: Vec<u8>,
    names: [u8; KEY],
    texts: Aes256Gcm,
}

impl fmt::Debug for CaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CaseKey")
    }
}

impl CaseKey {
    pub(super) fn new(organ: &str, case: &str, key: &[u8; KEY]) -> CaseKey {
        CaseKey {
            place: place(organ, case),
            names: derived(key, "names"),
            texts: cipher(&derived(key, "texts")),
        }
    }

    /// Names the texts of the case.
    pub fn sealer(&self) -> Sealer {
        Sealer::new(self.names)
    }

    /// The key by which [`sealer`](CaseKey::sealer) names texts.
    pub fn names(&self) -> [u8; 32] {
        self.names
    }

    /// Makes the texts that a sealer has named unreadable, to be written with the events.
    ///
    /// # Errors
    /// When a text is too long for the cipher: 64 GiB.
    pub fn seal(&self, texts: BTreeMap<TextId, String>) -> Result<Vec<SealedText>> {
        texts
            .into_iter()
            .map(|(id, text)| Ok(SealedText { sealed: self.seal_text(&id, &text)?, id }))
            .collect()
    }

    /// A name is a keyed hash of its text, so it is also a good nonce: no two texts of a case share one.
    fn seal_text(&self, id: &TextId, text: &str) -> Result<Vec<u8>> {
        let payload = Payload { msg: text.as_bytes(), aad: &self.about(id.as_str()) };
        self.texts.encrypt(&nonce_of(id)?, payload).map_err(|_| Error::WrongKey)
    }

    /// Reads a text again.
    ///
    /// # Errors
    /// When it was not sealed under this key and name.
    pub fn open(&self, text: &SealedText) -> Result<String> {
        let payload = Payload { msg: &text.sealed, aad: &self.about(text.id.as_str()) };
        let bytes = self.texts.decrypt(&nonce_of(&text.id)?, payload).map_err(|_| Error::WrongKey)?;
        String::from_utf8(bytes).map_err(|_| Error::WrongKey)
    }

    /// Makes the bytes of a file unreadable. The same file gives the same bytes.
    ///
    /// # Errors
    /// When it is too large for the cipher: 64 GiB.
    pub fn seal_file(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        let mut hash = hmac(&self.names);
        hash.update(b"file");
        hash.update(bytes);
        let hash = hash.finalize().into_bytes();
        let mut sealed = hash[..NONCE].to_vec();
        let payload = Payload { msg: bytes, aad: &self.about("file") };
        sealed.extend(self.texts.encrypt(&nonce(&hash[..NONCE])?, payload).map_err(|_| Error::WrongKey)?);
        Ok(sealed)
    }

    /// Reads a file again.
    ///
    /// # Errors
    /// When it was not sealed under this key.
    pub fn open_file(&self, sealed: &[u8]) -> Result<Vec<u8>> {
        let (first, sealed) = sealed.split_at_checked(NONCE).ok_or(Error::WrongKey)?;
        let payload = Payload { msg: sealed, aad: &self.about("file") };
        self.texts.decrypt(&nonce(first)?, payload).map_err(|_| Error::WrongKey)
    }

    fn about(&self, name: &str) -> Vec<u8> {
        [&self.place, name.as_bytes()].concat()
    }
}

/// Authority and case, each with its length.
pub(super) fn place(organ: &str, case: &str) -> Vec<u8> {
    let part = |text: &str| [&(text.len() as u64).to_be_bytes()[..], text.as_bytes()].concat();
    [part(organ), part(case)].concat()
}

fn hmac(key: &[u8; KEY]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes a key of any length")
}

/// A key for one purpose.
pub(super) fn derived(key: &[u8; KEY], purpose: &str) -> [u8; KEY] {
    let mut mac = hmac(key);
    mac.update(purpose.as_bytes());
    mac.finalize().into_bytes().into()
}

pub(super) fn cipher(key: &[u8; KEY]) -> Aes256Gcm {
    Aes256Gcm::new(&(*key).into())
}

/// A nonce of so many bytes.
pub(super) fn nonce(bytes: &[u8]) -> Result<Nonce<aes_gcm::aead::consts::U12>> {
    Nonce::try_from(bytes).map_err(|_| Error::WrongKey)
}

/// The first 96 bits of a name.
fn nonce_of(id: &TextId) -> Result<Nonce<aes_gcm::aead::consts::U12>> {
    let digits = id.as_str().get(..2 * NONCE).ok_or(Error::WrongKey)?;
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..NONCE).map(|at| byte(2 * at)).collect();
    nonce(&bytes.ok_or(Error::WrongKey)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(case: &str) -> CaseKey {
        CaseKey::new("wjw", case, &[7; KEY])
    }

    #[test]
    fn a_text_is_read_again_under_its_key_and_name_only() {
        let sealer = key("a").sealer();
        sealer.seal("申请公开 2024 年度体检经费");
        let sealed = key("a").seal(sealer.into_texts()).unwrap().remove(0);
        assert!(!sealed.sealed.windows(3).any(|bytes| bytes == "申".as_bytes()));
        assert_eq!(key("a").open(&sealed).unwrap(), "申请公开 2024 年度体检经费");
        let other = SealedText { id: TextId::from("0".repeat(32)), ..sealed.clone() };
        assert!(matches!(key("a").open(&other), Err(Error::WrongKey)), "another name");
        assert!(matches!(key("b").open(&sealed), Err(Error::WrongKey)), "another case");
    }

    #[test]
    fn a_file_is_read_again() {
        let sealed = key("a").seal_file(b"%PDF-1.7").unwrap();
        assert_eq!(
            sealed,
            key("a").seal_file(b"%PDF-1.7").unwrap(),
            "the same each time: its hash is its name"
        );
        assert_eq!(key("a").open_file(&sealed).unwrap(), b"%PDF-1.7");
        assert!(key("b").open_file(&sealed).is_err() && key("a").open_file(b"short").is_err());
    }
}
