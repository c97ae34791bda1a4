//! The second pass: reports are checked against that of the same authority for the year before, if the batch has it.

use std::collections::BTreeMap;
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

/// A file, after that of the year before.
type Pair = (usize, usize);

/// Pairs that one thread takes at a time: a chain is read with little read twice, and no thread is left with a long one
/// when the others have finished.
const PIECE: usize = 32;

/// Checks every file again whose authority has a report of the year before.
pub(super) fn check(
    work: &Work<'_>,
    entries: &mut [Entry],
    on_progress: &(dyn Fn(Progress) + Sync),
) -> Result<(), BadState> {
    let mut organs: BTreeMap<String, Years> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if let (Some(key), Some(year)) = (organ_key(&entry.row, work.options.tree), entry.row.year) {
            organs.entry(key).or_default().entry(year).or_default().push(at);
        }
    }
    for files in organs.values_mut().flat_map(BTreeMap::values_mut) {
        files.sort_by_key(|at| (entries[*at].cells.is_none(), *at));
    }
    let chains: Vec<Vec<Pair>> = organs.values().map(|years| pairs(years).collect()).collect();
    let pieces: Vec<&[Pair]> = chains.iter().flat_map(|chain| chain.chunks(PIECE)).collect();
    let total = chains.iter().map(Vec::len).sum();
    let done = AtomicUsize::new(0);
    let known = &*entries;
    let checked = pieces.par_iter().map(|piece| {
        work.chain(piece, known, || {
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
fn pairs(years: &Years) -> impl Iterator<Item = Pair> {
    let with_last = years.iter().filter_map(|(year, files)| {
        let before = years.get(&year.checked_sub(1)?)?;
        Some((*before.first()?, files))
    });
    with_last.flat_map(|(before, files)| files.iter().map(move |at| (before, *at)))
}

impl Work<'_> {
    /// The reports of one authority, oldest first: each is read once, and no more than two are held.
    fn chain(
        &self,
        pairs: &[Pair],
        entries: &[Entry],
        on_done: impl Fn(),
    ) -> Result<Vec<(usize, Entry)>, BadState> {
        let mut checked = Vec::new();
        let mut held: Option<(usize, Report)> = None;
        for year in pairs.chunk_by(|one, next| one.0 == next.0) {
            let before = year[0].0;
            let mut last: Option<(usize, Report)> = held.take().filter(|(at, _)| *at == before);
            for (_, at) in year {
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
