//! What is appended to a case, and what comes of it.

use std::fmt;

use casework::event::{Actor, Recorded};
use casework::id::{CaseId, OfficerId, TextId};
use casework::summary::Summary;

use crate::job::NewJob;

/// Something to be written down about one case (追加).
#[derive(Debug)]
pub struct Append {
    /// The authority.
    pub organ: String,
    /// The case.
    pub case: CaseId,
    /// The version that the events build on; 0 for a new case.
    pub expected: u32,
    /// By what the command is recognised when it is sent again.
    pub key: Option<Key>,
    /// What is written.
    pub change: Change,
    /// What is written together with it or not at all, such as the cases that are split off a letter.
    pub along: Vec<Append>,
}

impl Append {
    /// This and everything that is written together with it.
    pub(super) fn all(&self) -> impl Iterator<Item = &Append> {
        std::iter::once(self).chain(&self.along)
    }
}

/// What a command that may be sent twice is recognised by (幂等键).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Whose command it is: an officer, a session, a holder of a token.
    pub actor: String,
    /// Chosen by the sender, new for each command.
    pub key: String,
}

/// What is written, and whether it takes a number.
pub enum Change {
    /// Without a number.
    Entry(Entry),
    /// With this number, which must still be the next one ([`next_number`](super::next_number)): it stands in a letter that
    /// is already made.
    Numbered(Series, i64, Entry),
    /// With the next number, whatever it is; the entry is made for it. It may be made more than once.
    NextNumber(Series, Box<dyn Fn(i64) -> Entry + Send + Sync>),
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::Entry(entry) => f.debug_tuple("Entry").field(entry).finish(),
            Change::Numbered(series, number, entry) => {
                f.debug_tuple("Numbered").field(series).field(number).field(entry).finish()
            }
            Change::NextNumber(series, _) => {
                f.debug_tuple("NextNumber").field(series).finish_non_exhaustive()
            }
        }
    }
}

/// A series of numbers without gaps (编号序列).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Series {
    /// What is numbered, such as 登记 or 文号.
    pub kind: String,
    /// The year whose numbers begin with 1.
    pub year: i16,
}

/// Events with everything that belongs to them: all of it is written, or nothing.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The events, at least one, with the versions that follow the expected one.
    pub events: Vec<Recorded>,
    /// The case after them.
    pub summary: Summary,
    /// The texts that they name, under the key of the case.
    pub texts: Vec<SealedText>,
    /// Work that follows from them.
    pub jobs: Vec<NewJob>,
}

/// A text under the key of its case (密文), made by [`CaseKey::seal`](crate::vault::CaseKey::seal).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedText {
    /// Its name.
    pub id: TextId,
    /// The bytes to be kept.
    pub sealed: Vec<u8>,
}

/// What was written (追加结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The case. Of a command that was sent again it is the first one's.
    pub case: CaseId,
    /// Its version after the events.
    pub version: u32,
    /// The number that was taken.
    pub number: Option<i64>,
    /// Whether the command had been carried out before; then nothing was written now.
    pub again: bool,
}

/// An actor as stored and hashed.
pub(super) fn actor_text(actor: &Actor) -> String {
    match actor {
        Actor::Applicant => "applicant".to_owned(),
        Actor::System => "system".to_owned(),
        Actor::Officer(id) => format!("officer:{id}"),
    }
}

/// Reads what [`actor_text`] wrote.
pub(super) fn actor(text: &str) -> Option<Actor> {
    match text {
        "applicant" => Some(Actor::Applicant),
        "system" => Some(Actor::System),
        text => text.strip_prefix("officer:").map(|id| Actor::Officer(OfficerId::from(id))),
    }
}
