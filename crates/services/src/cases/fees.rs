//! 信息处理费: the place of an application in its month, and the ledger of a year.

use casework::event::CaseKind;
use casework::summary::FeeEntry;
use jiff::civil::Date;
use store::cases::{Listed, of_person, text, with_fee};

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

/// What a year came to (年度合计), in 分.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FeeYear {
    /// Paid in the year, less what was given back in it.
    pub collected: i64,
    /// For how many applications something was paid in the year.
    pub cases: usize,
}

impl FeeYear {
    /// Adds fees up.
    pub fn of<'f>(year: i16, fees: impl Iterator<Item = &'f FeeEntry>) -> FeeYear {
        let of_year = |on: Date| on.year() == year;
        fees.fold(FeeYear::default(), |sum, fee| {
            let paid = fee.paid.is_some_and(of_year);
            let refunded: i64 =
                fee.refunds.iter().filter(|(on, _)| of_year(*on)).map(|(_, amount)| amount).sum();
            FeeYear {
                collected: sum.collected + if paid { fee.amount } else { 0 } - refunded,
                cases: sum.cases + usize::from(paid),
            }
        })
    }
}

impl Cases {
    /// The place of a case among those of the same applicants that were received in the same month, the first being 1; none before
    /// it is received. Joint applicants count as one; what was withdrawn counts (累计申请).
    ///
    /// # Errors
    /// The store does not answer.
    pub(super) async fn nth_of_month(&self, opened: &Opened) -> Result<Option<u32>> {
        let case = &opened.case;
        let (Some(received), Some(person)) = (case.received, case.persons.first()) else { return Ok(None) };
        let month = |on: Date| (on.year(), on.month());
        let all = of_person(&self.store, self.organ(), person, MOST).await?;
        let place = (received, opened.id.as_str());
        let before = all.iter().filter(|other| {
            let summary = &other.summary;
            let same = summary.kind == CaseKind::Access
                && summary.persons.len() == case.persons.len()
                && summary.persons.iter().all(|person| case.persons.contains(person));
            let Some(on) = summary.received.filter(|on| same && month(*on) == month(received)) else {
                return false;
            };
            (on, other.case.as_str()) < place
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
            let receipt = self.fee_receipt(&case, &fee).await?;
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

    async fn fee_receipt(&self, case: &Listed, fee: &FeeEntry) -> Result<String> {
        let Some(receipt) = &fee.receipt else { return Ok(String::new()) };
        let key = match self.vault.key(self.organ(), &case.case).await {
            Err(store::Error::Erased) => return Ok(String::new()),
            key => key?,
        };
        let sealed = text(&self.store, self.organ(), &case.case, receipt).await?;
        Ok(sealed.map(|sealed| key.open(&sealed)).transpose()?.unwrap_or_default())
    }
}
