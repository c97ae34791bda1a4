//! 信息处理费: the place of an application in its month, and the ledger of a year.

use casework::Stage;
use casework::event::CaseKind;
use casework::fee::{FeeEntry, FeeYear};
use jiff::civil::Date;
use store::cases::{Listed, of_person, with_fee};

use super::{Cases, Opened, Result};

/// Cases of a person that are counted: nobody has more in a month.
const MOST: u32 = 5_000;

/// A line of the ledger (台账).
#[derive(Debug, Clone)]
pub struct FeeLine {
    /// The case.
    pub case: Listed,
    /// The applicant, masked.
    pub applicant: String,
    /// The fee.
    pub fee: FeeEntry,
    /// 票据号; empty before it is paid, or when the case was erased.
    pub receipt: String,
}

impl Cases {
    /// The place of a case among those of the same applicants that were received in the same month, the first being 1; none before
    /// it is received. Joint applicants count as one; what was withdrawn counts as the rules of the office say.
    ///
    /// # Errors
    /// The store does not answer.
    pub(super) async fn nth_of_month(&self, opened: &Opened) -> Result<Option<u32>> {
        let case = &opened.case;
        let (Some(received), Some(person)) = (case.received, case.persons.first()) else { return Ok(None) };
        let month = |on: Date| (on.year(), on.month());
        let all = of_person(&self.store, self.organ(), person, MOST).await?;
        let place = (received, case.number.as_str());
        let before = all.iter().filter(|other| {
            let summary = &other.summary;
            let counts = case.process.count_withdrawn || summary.stage != Stage::Withdrawn;
            let same = summary.kind == CaseKind::Access
                && counts
                && summary.persons.len() == case.persons.len()
                && summary.persons.iter().all(|person| case.persons.contains(person));
            let Some(on) = summary.received.filter(|on| same && month(*on) == month(received)) else {
                return false;
            };
            (on, summary.number.as_str()) < place
        });
        Ok(u32::try_from(before.count() + 1).ok())
    }

    /// The fees of a year: asked for, paid or given back in it, by the day of their notice.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn fees(&self, year: i16) -> Result<Vec<FeeLine>> {
        let mut lines = Vec::new();
        for case in with_fee(&self.store, self.organ(), year, MOST).await? {
            let Some(fee) = case.summary.fee.clone() else { continue };
            let applicant = self.gist(&case).await?.applicant;
            let receipt = match &fee.receipt {
                Some(receipt) => self.word(&case, receipt).await?,
                None => String::new(),
            };
            lines.push(FeeLine { case, applicant, fee, receipt });
        }
        lines.sort_by_key(|line| line.fee.notified);
        Ok(lines)
    }

    /// What a year came to.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn fee_year(&self, year: i16) -> Result<FeeYear> {
        let cases = with_fee(&self.store, self.organ(), year, MOST).await?;
        Ok(FeeYear::of(year, cases.iter().filter_map(|case| case.summary.fee.as_ref())))
    }
}
