//! Secrets that are made, and what is kept of them.

use sha2::{Digest, Sha256};

/// Random bytes for everything that one use case makes (随机数): each thing it makes is derived under a name of its own.
#[derive(Clone, Copy)]
pub struct Seed([u8; 32]);

impl Seed {
    /// Bytes that nobody can guess and that are used for nothing else.
    pub fn new(random: [u8; 32]) -> Seed {
        Seed(random)
    }

    pub(super) fn bytes(&self, name: &str) -> [u8; 32] {
        hash(&[name.as_bytes(), &[0], &self.0])
    }

    /// A new token.
    pub(super) fn token(&self) -> Token {
        Token(hexadecimal(&self.bytes("token")))
    }

    /// A new id: 12 digits for each of what one use case makes.
    pub(super) fn id(&self, name: &str) -> String {
        hexadecimal(&self.bytes(name)[..6])
    }
}

/// What a browser holds of a session, or a link of an account: 256 random bits in hexadecimal. It is shown once and never
/// stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A token as it was sent; none for what cannot be one.
    pub fn sent(text: &str) -> Option<Token> {
        let is_token = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_token.then(|| Token(text.to_owned()))
    }

    /// The token itself, for the cookie or the link.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored in its place.
    pub(super) fn fingerprint(&self) -> String {
        hexadecimal(&hash(&[self.0.as_bytes()]))
    }
}

/// What forms of a session carry (表单令牌): follows from the token of the session, which other sites cannot read, and does not
/// give it away.
pub fn form_token(session: &Token) -> String {
    hexadecimal(&hash(&[b"form\0", session.0.as_bytes()])[..16])
}

fn hash(pieces: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    pieces.iter().for_each(|piece| hash.update(piece));
    hash.finalize().into()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_seed_makes_is_different_for_each_name_and_seed() {
        let (one, other) = (Seed::new([1; 32]), Seed::new([2; 32]));
        assert_ne!(one.id("a"), one.id("b"));
        assert_ne!(one.id("a"), other.id("a"));
        assert_ne!(one.token().as_str(), other.token().as_str());
    }

    #[test]
    fn a_token_is_known_by_what_is_stored_and_a_form_by_neither() {
        let token = Seed::new([1; 32]).token();
        assert!(Token::sent(token.as_str()).is_some_and(|sent| sent.fingerprint() == token.fingerprint()));
        let form = form_token(&token);
        assert!(!token.as_str().contains(&form) && !token.fingerprint().contains(&form));
        for wrong in ["", "a", &token.as_str()[1..], &"x".repeat(64)] {
            assert!(Token::sent(wrong).is_none(), "{wrong}");
        }
    }
}
