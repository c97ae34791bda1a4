//! What a ledger brings to a case (台账导入), and what is left of it when that is taken back.

use jiff::civil::Date;
use law::outcome::Row;

use super::{Answer, Case, Imported, Signed};
use crate::deadline::Deed;
use crate::event::Ended;
use crate::id::TextId;
use crate::ledger::{CarriedOver, Ending};

impl Case {
    /// Comes from a ledger, with its end if it has one there.
    pub(super) fn import(&mut self, ended: Option<&CarriedOver>) {
        self.imported = Some(Imported { at: self.version, void: false });
        if let Some(ended) = ended {
            self.carry_over(ended);
        }
    }

    /// Counts nowhere any more: as if it had never come.
    pub(super) fn void_import(&mut self, on: Date) {
        self.imported = self.imported.map(|imported| Imported { void: true, ..imported });
        (self.received, self.lapse, self.draft) = (None, None, None);
        self.steps.clear();
        self.answers.clear();
        self.ended = Some(Ended { on, row: None });
    }

    /// What happened is no work on a case that a ledger brought: its import may still be taken back.
    pub(super) fn not_worked_on(&mut self) {
        if let Some(imported) = self.imported.as_mut().filter(|one| one.at + 1 == self.version) {
            imported.at = self.version;
        }
    }

    /// Ends as a ledger says: by an answer, by silence, or because it was withdrawn.
    fn carry_over(&mut self, carried: &CarriedOver) {
        let on = carried.on;
        let row = match &carried.ending {
            Ending::Lapsed { outcome } => {
                self.step(on, Deed::GivenUp);
                self.lapse = Some(*outcome);
                outcome.row()
            }
            Ending::Withdrawn => {
                self.step(on, Deed::Withdrawn);
                Row::OtherMisc
            }
            Ending::Answered { outcome, number, sub_reason } => {
                self.step(on, Deed::Answered);
                let signed = Signed {
                    number: number.clone(),
                    on,
                    outcome: Some(*outcome),
                    sub_reason: sub_reason.clone(),
                    decision: TextId::from(""),
                    letter: None,
                };
                self.answers.push(Answer { signed, on, way: self.wanted.way });
                outcome.row()
            }
        };
        self.end(on, Some(row));
    }
}
