//! Saving what a report is made of (底稿): checked, with every version kept, and closed while the report is in review.

use casework::id::OfficerId;
use casework::reason::{Reason, Reasons};
use law::article::ogi2019;
use serde_json::json;
use store::annual::{Filled, Paper, PaperKind, paper_versions, papers, put_paper};

use super::progress::Stage;
use super::{Annual, Papers, tables};
use crate::cases::{Failure, Moment, Result};

/// The longest text that is filled in anywhere, in characters.
const LONGEST: usize = 20_000;

impl Annual<'_> {
    /// The papers of a year.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn papers(&self, year: i16) -> Result<Papers> {
        Ok(Papers(papers(self.cases.store(), self.cases.organ(), year).await?))
    }

    /// Every version of a paper, the last one first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn versions(&self, year: i16, kind: PaperKind) -> Result<Vec<Paper>> {
        Ok(paper_versions(self.cases.store(), self.cases.organ(), year, kind).await?)
    }

    /// Saves a paper over the version that was seen. What is left empty is not kept.
    ///
    /// # Errors
    /// A reason for each thing that is wrong; somebody else has saved it in between; or the store does not answer.
    pub async fn save(
        &self,
        (year, kind): (i16, PaperKind),
        (seen, filled): (u32, Filled),
        by: &OfficerId,
        moment: Moment,
    ) -> Result<()> {
        let form = tables::form(year).ok_or(Failure::NotFound)?;
        let under = ogi2019(50, 0);
        let mut reasons = Reasons::default();
        let is_open = self.progress(year).await?.stage == Stage::Drafting;
        let says = "报告已经送审，不能再改；要改的请先退回，公布以后的请启动更正";
        reasons.unless(is_open, "in_review", under, says);
        let filled: Filled = filled
            .into_iter()
            .map(|(key, text)| match kind {
                PaperKind::Figures if !key.ends_with(".source") => (key, tables::plain_number(&text)),
                _ => (key, text.trim().to_owned()),
            })
            // Text that somebody empties is another than the usual one.
            .filter(|(_, text)| !text.is_empty() || kind == PaperKind::Text)
            .collect();
        let fits = filled.values().all(|text| text.chars().count() <= LONGEST);
        reasons.unless(fits, "text_too_long", under, format!("每一栏最多{LONGEST}字"));
        let says: Vec<String> = match kind {
            PaperKind::Figures => tables::figures(form)
                .filter_map(|cell| tables::flaw(&cell, filled.get(&cell.path()).map_or("", String::as_str)))
                .collect(),
            PaperKind::Text => self.flaws_of_text(year, &filled).await?,
            PaperKind::Measures | PaperKind::Changes => Vec::new(),
        };
        reasons.extend(says.into_iter().map(|says| Reason::new("not_usable", under, says)));
        reasons.done()?;
        let detail = json!({ "year": year, "paper": kind.key() });
        let entry = self.cases.entry("annual_paper_saved", by, &detail, moment);
        let place = (self.cases.organ(), year, kind);
        match put_paper(self.cases.store(), place, (seen, &filled), &entry).await {
            Err(store::Error::Conflict { .. }) => Err(Failure::Changed { since: Vec::new() }),
            done => Ok(done?),
        }
    }
}
