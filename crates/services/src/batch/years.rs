//! The second pass: reports are checked against that of the same authority for the year before, if the batch has it.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use reporting::check;
use reporting::report::Report;
use reporting::text::squash;
use reporting::tree::Tree;

use super::{BadState, Entry, Pass, Progress, Row, Work, guarded};

/// Who the report of a row is of: an id of the tree, or the printed name as comparison sees it.
pub(super) fn organ_key(row: &Row, tree: Option<&Tree>) -> Option<String> {
    let name = row.organ.as_deref()?;
    let known = tree.and_then(|tree| tree.named(name, row.year));
    Some(known.map_or_else(|| format!("name {}", squash(name)), |organ| format!("id {}", organ.id)))
}

/// The reports of one authority: for each year the files, that with tables before others.
type Years = BTreeMap<i16, Vec<usize>>;

/// Checks every file again whose authority has a report of the year before.
pub(super) fn check(
    work: &Work<'_>,
    entries: &mut [Entry],
    on_progress: &(dyn Fn(Progress) + Sync),
) -> Result<(), BadState> {
    let mut organs: HashMap<String, Years> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if let (Some(key), Some(year)) = (organ_key(&entry.row, work.options.tree), entry.row.year) {
            organs.entry(key).or_default().entry(year).or_default().push(at);
        }
    }
    let mut organs: Vec<Years> = organs.into_values().collect();
    organs.retain_mut(|years| {
        years.values_mut().for_each(|files| files.sort_by_key(|at| (entries[*at].cells.is_none(), *at)));
        pairs(years).next().is_some()
    });
    // The same order in every run, and long chains early so that no thread is left with one at the end.
    organs.sort_by_key(|years| (std::cmp::Reverse(years.len()), years.values().next().cloned()));
    let total = organs.iter().flat_map(pairs).map(|(_, files)| files.len()).sum();
    let done = AtomicUsize::new(0);
    let known = &*entries;
    let checked = organs.par_iter().map(|years| {
        work.chain(years, known, || {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            on_progress(Progress { pass: Pass::Years, done, total });
        })
    });
    let checked: Vec<Vec<(usize, Entry)>> = checked.collect::<Result<_, _>>()?;
    for (at, entry) in checked.into_iter().flatten() {
        entries[at] = entry;
    }
    Ok(())
}

/// The files of each year that has one before it, with the file of that one.
fn pairs(years: &Years) -> impl Iterator<Item = (usize, &[usize])> {
    years.iter().filter_map(|(year, files)| {
        let before = years.get(&year.checked_sub(1)?)?;
        Some((*before.first()?, files.as_slice()))
    })
}

impl Work<'_> {
    /// The reports of one authority, oldest first: each is read once, and no more than two are held.
    fn chain(
        &self,
        years: &Years,
        entries: &[Entry],
        on_done: impl Fn(),
    ) -> Result<Vec<(usize, Entry)>, BadState> {
        let mut checked = Vec::new();
        let mut held: Option<(usize, Report)> = None;
        for (before, files) in pairs(years) {
            let mut last: Option<(usize, Report)> = held.take().filter(|(at, _)| *at == before);
            for at in files {
                let (name, previous) = (&entries[*at].row.file, &entries[before].row.file);
                if let Some(entry) = self.state.compared(name, previous) {
                    checked.push((*at, entry));
                } else if let Some(report) = self.again(*at) {
                    if last.is_none() {
                        last = self.again(before).map(|report| (before, report));
                    }
                    if let Some((_, previous_report)) = &mut last
                        && let Some(entry) = self.compare(*at, &report, previous_report, entries)
                    {
                        let entry = entry.against(previous);
                        self.state.keep_compared(name, previous, &entry)?;
                        checked.push((*at, entry));
                    }
                    if held.is_none() {
                        held = Some((*at, report));
                    }
                }
                on_done();
            }
        }
        Ok(checked)
    }

    fn compare(&self, at: usize, report: &Report, last: &mut Report, entries: &[Entry]) -> Option<Entry> {
        // Whoever has the same key is the same authority, whatever it was called.
        last.agency.clone_from(&report.agency);
        guarded(|| self.entry(&entries[at].row.file, report, &check::check(report, Some(last))))
    }

    /// A report read before; none when the file has gone since, and then its first row stands.
    fn again(&self, at: usize) -> Option<Report> {
        guarded(|| self.report(&self.files[at]).ok()).flatten()
    }
}

impl Entry {
    /// The same, checked against the report in another file.
    fn against(mut self, previous: &str) -> Entry {
        self.row.previous = Some(previous.to_owned());
        self
    }
}
