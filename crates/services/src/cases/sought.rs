//! 多人申请的信息, art. 44: what several people have asked for and got, to be made public for everybody. A person decides.

use std::collections::BTreeSet;

use casework::id::OfficerId;
use casework::repeat::{Asked, groups};
use casework::statistics::{Line, Span};
use law::outcome::Row;
use law::proactive::{SEVERAL, may_be_public};
use store::cases::{AfterCell, Listed};

use super::{Cases, Result};

/// Cases of a year that are compared, those that ended last.
pub const COMPARED: usize = 1_000;

/// Something that several people have asked for.
#[derive(Debug, Clone)]
pub struct Sought {
    /// The words of the first who asked.
    pub request: String,
    /// How many people.
    pub applicants: usize,
    /// Their cases, in the order in which they ended.
    pub cases: Vec<Listed>,
}

impl Cases {
    /// What several people have asked for and got in a year, what most have asked for first. Of cases that an officer may not see
    /// nothing is said, and what was erased is not known any more.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn sought(&self, year: i16, viewer: &OfficerId) -> Result<Vec<Sought>> {
        let mut given = Vec::new();
        for row in Row::ALL.into_iter().filter(|row| may_be_public(*row)) {
            let mut after = None;
            loop {
                let page = self.behind(Span::year(year), Line::Result(row), None, after.as_ref()).await?;
                after = page.rows.last().filter(|_| page.has_more).map(AfterCell::from);
                given.extend(page.rows.into_iter().filter(|listed| listed.summary.is_for(viewer)));
                if after.is_none() {
                    break;
                }
            }
        }
        given.sort_by_key(|listed| listed.summary.ended.map(|ended| ended.on));
        let mut requests = Vec::new();
        for listed in given.split_off(given.len().saturating_sub(COMPARED)) {
            let request = self.word(&listed, &listed.summary.request).await?;
            if !request.is_empty() {
                requests.push((listed, request));
            }
        }
        let alike = tokio::task::spawn_blocking(move || {
            let asked: Vec<Asked> = requests.iter().map(|(_, request)| Asked::of(request)).collect();
            (groups(&asked), requests)
        });
        // It neither panics nor is it broken off.
        let Ok((groups, requests)) = alike.await else { return Ok(Vec::new()) };
        let sought = |group: Vec<usize>| {
            // Joint applicants are one.
            let persons = group.iter().filter_map(|at| requests[*at].0.summary.persons.first());
            Sought {
                request: requests[group[0]].1.clone(),
                applicants: persons.collect::<BTreeSet<_>>().len(),
                cases: group.iter().map(|at| requests[*at].0.clone()).collect(),
            }
        };
        let mut sought: Vec<Sought> =
            groups.into_iter().map(sought).filter(|one| one.applicants >= SEVERAL).collect();
        sought.sort_by_key(|one| std::cmp::Reverse(one.applicants));
        Ok(sought)
    }
}
