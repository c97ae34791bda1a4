//! 归档 (art. 45): what a file must have before it is archived, for how long it is kept, and what was archived in a year.

use casework::case::Archived;
use store::cases::{Listed, archived_in};

use super::named::Strange;
use super::{Cases, Gist, Opened, Result};
use crate::dossier::lacking;

/// Files of a year that are listed: no office has more.
const MOST: u32 = 20_000;

/// A line of the hand-over list (移交目录).
#[derive(Debug, Clone)]
pub struct ArchiveLine {
    /// The case.
    pub case: Listed,
    /// The request and the applicant, masked.
    pub gist: Gist,
    /// When, and for how long it is kept.
    pub archived: Archived,
}

impl Cases {
    /// The files that were archived in a year, by their numbers.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn archive(&self, year: i16) -> Result<Vec<ArchiveLine>> {
        let mut lines = Vec::new();
        for case in archived_in(self.store(), self.organ(), year, MOST).await? {
            let Some(archived) = case.summary.archived.clone() else { continue };
            let gist = self.gist(&case).await?;
            lines.push(ArchiveLine { case, gist, archived });
        }
        lines.sort_by(|one, other| one.case.summary.number.cmp(&other.case.summary.number));
        Ok(lines)
    }

    /// How many years a class of the office is kept; none for ever, and for a class that there is not.
    pub(super) fn retention_years(&self, name: &str) -> Option<u16> {
        self.settings().retention.iter().find(|one| one.name == name.trim()).and_then(|one| one.years)
    }

    /// Why a file cannot be archived: its class is none of the office's, or something is missing and nobody says why.
    pub(super) async fn unarchivable(&self, opened: &Opened, retention: &str, note: &str) -> Result<Strange> {
        let names: Vec<&str> = self.settings().retention.iter().map(|one| one.name.as_str()).collect();
        if !names.contains(&retention.trim()) {
            let says = format!("请选择保管期限：{}", names.join("、"));
            return Ok(Some(("no_such_retention", says)));
        }
        if !note.trim().is_empty() {
            return Ok(None);
        }
        let lacking = lacking(opened, &self.told(opened).await?);
        let says = || format!("卷内{}；补齐以后归档，不能补齐的写明原因", lacking.join("，"));
        Ok((!lacking.is_empty()).then(|| ("file_incomplete", says())))
    }
}
