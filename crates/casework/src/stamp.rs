//! 用印: which letters of a case carry the stamp of the organ, who has put it there and when. The stamp is an image; it is no
//! electronic signature.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::event::Actor;
use crate::id::{StampId, TextId};

/// A use of a stamp (用印记录).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StampUse {
    /// When it was written down, in milliseconds since 1970.
    pub at: i64,
    /// The day.
    pub on: Date,
    /// Who has used it.
    pub by: Actor,
    /// Which.
    pub stamp: StampId,
    /// The words of the letter that carries it.
    pub letter: TextId,
    /// What the letter is called: its number, or its kind.
    pub called: String,
}

/// A letter of which the words are kept (已发出的文书).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLetter {
    /// Its words.
    pub letter: TextId,
    /// Its number, or its kind where it has none.
    pub called: String,
    /// 成文日期.
    pub on: Date,
}

impl Case {
    /// The letters of which the words are kept, in order: notices, answers, and the one that is signed.
    pub fn kept_letters(&self) -> impl Iterator<Item = KeptLetter> {
        let notices = self.letters.iter().map(|one| KeptLetter {
            letter: one.letter.clone(),
            called: one.number.clone().unwrap_or_else(|| one.kind.name()),
            on: one.on,
        });
        let signed = self.answers.iter().map(|answer| &answer.signed).chain(&self.signed);
        let answers = signed.filter_map(|signed| {
            let letter = signed.letter.clone()?;
            Some(KeptLetter { letter, called: signed.number.clone(), on: signed.on })
        });
        notices.chain(answers)
    }

    /// The stamp on a letter; the last one, where it was stamped again.
    pub fn stamp_on(&self, letter: &TextId) -> Option<&StampUse> {
        self.stamps.iter().rfind(|one| one.letter == *letter)
    }
}
