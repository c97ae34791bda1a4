//! What several people have asked for and got (art. 44 ¶1): an organ may make it public of its own accord.

use crate::article::{Article, ogi2019};
use crate::outcome::Row;

/// The article that lets an organ do so.
pub const UNDER: Article = ogi2019(44, 1);

/// From how many applicants on a request counts as one of several; the law says only 多个.
pub const SEVERAL: usize = 2;

/// Whether what was answered may be public: it was given, in whole or in part.
pub fn may_be_public(row: Row) -> bool {
    matches!(row, Row::Granted | Row::Partial)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Art. 44.
    #[test]
    fn only_what_was_given_may_become_proactive() {
        assert!([Row::Granted, Row::Partial].into_iter().all(may_be_public));
        assert!(
            ![Row::RefusedStateSecret, Row::UnavailableNotHeld, Row::OtherMisc]
                .into_iter()
                .any(may_be_public)
        );
    }
}
