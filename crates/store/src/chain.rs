//! Links of audit chains (审计链): SM3 (GB/T 32905) over the link before and what is written down.

use sm3::{Digest, Sm3};

/// How long a link is, in bytes.
pub(crate) const LINK: usize = 32;

/// One link.
pub(crate) type Link = [u8; LINK];

/// Before the first link.
pub(crate) const START: Link = [0; LINK];

/// The end of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    /// How many links there are.
    pub(crate) position: i64,
    /// The last of them.
    pub(crate) link: Link,
}

impl Head {
    /// The head of a stored row; none when the link is none.
    pub(crate) fn new(position: i64, link: &[u8]) -> Option<Head> {
        Some(Head { position, link: link.try_into().ok()? })
    }
}

/// Holds the end of a chain until the transaction ends, and begins the chain where there is none.
pub(crate) const HOLD: &str = "
    insert into chain_head (organ, position, link, rooted)
    values ($1, 0, $2, 0)
        on conflict (organ) do update
       set position = chain_head.position
    returning position, link";

/// Moves the end on.
pub(crate) const HEAD: &str = "update chain_head set position = $2, link = $3 where organ = $1";

/// Hashes fields so that no two lists of fields give the same bytes: numbers have eight of them, texts their length first.
#[derive(Clone)]
pub(crate) struct Fields(Sm3);

impl Fields {
    /// Begins a hash of a kind: what is of one kind is never taken for another.
    pub(crate) fn new(kind: &str) -> Fields {
        Fields(Sm3::new()).text(kind)
    }

    pub(crate) fn number(mut self, number: i64) -> Fields {
        self.0.update(number.to_be_bytes());
        self
    }

    pub(crate) fn text(self, text: &str) -> Fields {
        self.bytes(text.as_bytes())
    }

    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Fields {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    pub(crate) fn finish(self) -> Link {
        self.0.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_standard() {
        // GB/T 32905-2016, annex A.1.
        let hash = Sm3::digest("abc");
        let digits: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digits, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }

    #[test]
    fn fields_do_not_run_into_each_other() {
        let of = |one: &str, other: &str| Fields::new("test").text(one).text(other).finish();
        assert_ne!(of("ab", "c"), of("a", "bc"));
        assert_ne!(of("", "a"), of("a", ""));
    }
}
