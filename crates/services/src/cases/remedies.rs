//! 复议、诉讼: the register of all that was contested, and table four with the cases behind each cell.

use casework::id::TextId;
use casework::proceeding::{Proceeding, TableFour};
use casework::statistics::Span;
use store::cases::{Listed, text, with_proceeding};

use super::{Cases, Result};

/// Contested cases that are listed: no authority has more.
const MOST: u32 = 20_000;

/// A line of the register (复议、诉讼登记簿).
#[derive(Debug, Clone)]
pub struct ProceedingLine {
    /// The case.
    pub case: Listed,
    /// The applicant, masked.
    pub applicant: String,
    /// The reconsideration or suit.
    pub proceeding: Proceeding,
    /// Who decides; empty when the case was erased.
    pub forum: String,
    /// 案号; empty when the case was erased.
    pub number: String,
}

impl Cases {
    /// The register, the last served first; of a time, what stands in its table four.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn proceedings(&self, span: Option<Span>) -> Result<Vec<ProceedingLine>> {
        let mut lines = Vec::new();
        for case in with_proceeding(&self.store, self.organ(), MOST).await? {
            let is_asked = |one: &Proceeding| span.is_none_or(|span| one.stands_in(span).is_some());
            let proceedings: Vec<Proceeding> =
                case.summary.proceedings.iter().filter(|one| is_asked(one)).cloned().collect();
            if proceedings.is_empty() {
                continue;
            }
            let applicant = self.gist(&case).await?.applicant;
            for proceeding in proceedings {
                let forum = self.word(&case, &proceeding.forum).await?;
                let number = self.word(&case, &proceeding.number).await?;
                lines.push(ProceedingLine {
                    case: case.clone(),
                    applicant: applicant.clone(),
                    proceeding,
                    forum,
                    number,
                });
            }
        }
        lines.sort_by_key(|line| std::cmp::Reverse(line.proceeding.served));
        Ok(lines)
    }

    /// Contested cases with something that the organ has still to answer, closed as they may be.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn unanswered(&self) -> Result<Vec<Listed>> {
        let mut cases = with_proceeding(&self.store, self.organ(), MOST).await?;
        cases.retain(|case| case.summary.proceedings.iter().any(Proceeding::is_unanswered));
        Ok(cases)
    }

    /// Table four of a time.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn table_four(&self, span: Span) -> Result<TableFour> {
        let cases = with_proceeding(&self.store, self.organ(), MOST).await?;
        Ok(TableFour::count(cases.iter().flat_map(|case| &case.summary.proceedings), span))
    }

    /// A short text of a case; empty when the case was erased.
    pub(super) async fn word(&self, case: &Listed, id: &TextId) -> Result<String> {
        let key = match self.vault.key(self.organ(), &case.case).await {
            Err(store::Error::Erased) => return Ok(String::new()),
            key => key?,
        };
        let sealed = text(&self.store, self.organ(), &case.case, id).await?;
        Ok(sealed.map(|sealed| key.open(&sealed)).transpose()?.unwrap_or_default())
    }
}
