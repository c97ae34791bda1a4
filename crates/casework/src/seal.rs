//! Text that is kept apart from the events (个人信息与案件正文的封存).
//!
//! Events are never rewritten, and people may ask that what is known of them be erased. So events carry no text at all but
//! keyed hashes, and the texts lie encrypted under the key of their case: destroying the key erases them.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::id::TextId;

/// How many characters of the hash name a text: 128 bits.
const NAME: usize = 32;

/// Names the texts of one case and remembers them for whoever stores them.
#[derive(Debug)]
pub struct Sealer {
    key: [u8; 32],
    texts: Mutex<BTreeMap<TextId, String>>,
}

impl Sealer {
    /// A sealer for the case with this key.
    pub fn new(key: [u8; 32]) -> Sealer {
        Sealer { key, texts: Mutex::default() }
    }

    /// The name of a text. The same text in the same case has the same name; without the key nobody can tell whether a
    /// guess is right.
    pub fn seal(&self, text: &str) -> TextId {
        let text = legible(text);
        let id = TextId::from(keyed_hash(&self.key, &text)[..NAME].to_owned());
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        texts.insert(id.clone(), text);
        id
    }

    /// The texts that were sealed, to be stored together with the events.
    pub fn into_texts(self) -> BTreeMap<TextId, String> {
        self.texts.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A text without what nobody reads and no letter prints: control characters other than line ends and tabs, and what is no
/// character at all.
pub fn legible(text: &str) -> String {
    let is_read = |c: &char| {
        !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}') || matches!(c, '\n' | '\r' | '\t')
    };
    text.chars().filter(is_read).collect()
}

/// HMAC-SHA256 of a text, in hexadecimal.
pub fn keyed_hash(key: &[u8; 32], text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_name_in_a_case_and_another_in_the_next() {
        let (one, other) = (Sealer::new([1; 32]), Sealer::new([2; 32]));
        assert_eq!(one.seal("张三"), one.seal("张三"));
        assert_ne!(one.seal("张三"), other.seal("张三"));
        assert_eq!(one.seal("张\u{0}三\u{1b}"), one.seal("张三"), "nobody reads control characters");
        assert_eq!(one.into_texts().len(), 1);
    }
}
