//! Passwords: Argon2id, and which are too easy to guess (口令).

use std::fmt;
use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use super::{Error, Seed};

/// What a password weighs at least. A Chinese character counts as two letters: there are so many of them.
const WEIGHT: usize = 12;

/// The longest password, in bytes.
const LONGEST: usize = 1024;

/// Different characters at least.
const DIFFERENT: usize = 5;

/// How many are computed at once: each takes 19 MiB and a core.
static TURNS: Semaphore = Semaphore::const_new(4);

/// Of a password that nobody knows, as costly as others.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$Y4KzzIgUErd7/K7tAmABwA2eMCXmbCD25+kvB5hRRio";

/// Long passwords that everybody tries first, in lower case.
static WORST: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("worst.txt").lines().filter(|line| !line.is_empty()).collect());

/// Why a password is too easy to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Too few characters.
    Short,
    /// Too many.
    Long,
    /// The same few characters again and again.
    Monotonous,
    /// It is made of the name of the account or the person.
    Name,
    /// One that everybody tries first.
    Common,
}

impl fmt::Display for Weakness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Weakness::Short => "至少12个字符（一个汉字算两个），可以用一句自己记得住的话",
            Weakness::Long => "太长，最多1024个字节",
            Weakness::Monotonous => "不同的字符太少",
            Weakness::Name => "不要含登录名或姓名",
            Weakness::Common => "是常见的口令，别人最先会试",
        })
    }
}

/// How much a text weighs.
fn weight(text: &str) -> usize {
    text.chars().map(|c| if ('\u{4e00}'..='\u{9fff}').contains(&c) { 2 } else { 1 }).sum()
}

/// Everything that makes a password easy to guess, for an account with a name and a person.
pub(super) fn weaknesses(password: &str, name: &str, person: &str) -> Vec<Weakness> {
    let low = password.to_lowercase();
    let mut different: Vec<char> = low.chars().collect();
    different.sort_unstable();
    different.dedup();
    // A name of two or three letters is part of many words.
    let holds = |word: &str| weight(word) > 3 && low.contains(&word.to_lowercase());
    let is_common = |worst: &&str| {
        low == **worst || low.trim_end_matches(|c: char| c.is_ascii_digit() || c == '!') == *worst
    };
    [
        (weight(password) < WEIGHT, Weakness::Short),
        (password.len() > LONGEST, Weakness::Long),
        (different.len() < DIFFERENT, Weakness::Monotonous),
        (holds(name) || holds(person), Weakness::Name),
        (WORST.iter().any(is_common), Weakness::Common),
    ]
    .into_iter()
    .filter_map(|(is_so, weakness)| is_so.then_some(weakness))
    .collect()
}

/// The Argon2 text of a password that is good enough.
pub(super) async fn hash(password: &str, name: &str, person: &str, seed: &Seed) -> Result<String, Error> {
    let weaknesses = weaknesses(password, name, person);
    if !weaknesses.is_empty() {
        return Err(Error::Weak(weaknesses));
    }
    let (password, salt) = (password.to_owned(), seed.bytes("salt"));
    compute(move || {
        let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt[..16]);
        hash.map(|hash| hash.to_string()).map_err(|_| Error::Failed)
    })
    .await
}

/// Whether a password is the one of an account. Where there is no account, or none that has a password, it takes as long to say
/// no.
pub(super) async fn is_right(password: &str, hash: Option<String>) -> Result<bool, Error> {
    let password = password.to_owned();
    if password.len() > LONGEST {
        return Ok(false);
    }
    compute(move || {
        let known = hash.is_some();
        let hash = hash.as_deref().unwrap_or(NOBODY);
        Ok(Argon2::default().verify_password(password.as_bytes(), hash).is_ok() && known)
    })
    .await
}

/// Computes beside the requests, a few at a time.
async fn compute<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let _turn = TURNS.acquire().await.map_err(|_| Error::Failed)?;
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Failed)?
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::phc::PasswordHash;

    use super::*;

    #[test]
    fn every_weakness_of_a_password_is_told_at_once() {
        use Weakness::{Common, Long, Monotonous, Name, Short};
        for (password, expected, why) in [
            ("lantern over quiet water", &[][..], "a phrase"),
            ("青溪渡口小舟", &[], "six characters count as twelve"),
            ("青溪渡口舟", &[Short], "five do not"),
            ("short", &[Short], "too short"),
            ("aaaaaaaaaaaaaaa", &[Monotonous], "one letter"),
            ("chensiyuan 2026!", &[Name], "the name of the account"),
            ("我是陈思远我怕谁", &[Name], "the name of the person"),
            ("Administrator", &[Common], "in any case of letters"),
            ("administrator1234!", &[Common], "with digits behind"),
            ("abc", &[Short, Monotonous], "all at once"),
        ] {
            assert_eq!(weaknesses(password, "chensiyuan", "陈思远"), expected, "{why}");
        }
        assert_eq!(weaknesses(&"一夜春风来千树万树".repeat(100), "a", "b"), [Long]);
    }

    #[tokio::test]
    async fn a_password_is_right_or_wrong_and_nobody_has_none() {
        let hash = hash("lantern over quiet water", "chen", "陈思远", &Seed::new([1; 32])).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_right("lantern over quiet water", Some(hash.clone())).await.unwrap());
        assert!(!is_right("lantern over quiet wate", Some(hash)).await.unwrap());
        assert!(!is_right("lantern over quiet water", None).await.unwrap());
    }

    #[test]
    fn the_hash_of_nobody_costs_what_others_cost() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let other = Argon2::default().hash_password_with_salt(b"x", b"0123456789abcdef").unwrap();
        assert_eq!((&nobody.params, nobody.algorithm), (&other.params, other.algorithm));
        assert_eq!(nobody.hash.map(|hash| hash.len()), other.hash.map(|hash| hash.len()));
    }
}
