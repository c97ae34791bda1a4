//! A folder is a batch (批量体检): every file becomes a row, whatever is in it.
//!
//! Files are read on all cores. Bytes, document and report of a file are dropped as soon as its row is made, so memory
//! grows with the rows and not with the files. A second pass reads again those files whose authority has a report of the
//! year before in the same batch, and checks them against it. What is finished is kept in a state file; a run that was
//! cut off goes on from there and ends with the same rows.

mod row;
mod state;
mod summary;
mod sums;
mod years;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use readers::Limits;
use reporting::check::{Checked, check};
use reporting::figures::compact;
use reporting::report::Report;
use reporting::tree::Tree;

use crate::file;

pub use row::{Brief, Figures, Row, Verdict};
pub use state::BadState;
pub use summary::{conclusion, summary};
pub use sums::{Sums, sums};

use state::State;

/// Says something about a file for the person who runs the batch: the report with what its check found, or the reason
/// why there is none.
pub type Render<'a> = &'a (dyn Fn(&str, Result<(&Report, &Checked), &str>) -> String + Sync);

/// How a batch is run.
pub struct Options<'a> {
    /// Limits for each file.
    pub limits: Limits,
    /// Threads; 0 for one on each core.
    pub jobs: usize,
    /// Last year's report for every file, instead of those in the batch.
    pub previous: Option<&'a Report>,
    /// Who is who: reports under former or short names are those of one authority.
    pub tree: Option<&'a Tree>,
    /// Where finished files are kept.
    pub resume: Option<Resume<'a>>,
    /// What is said of each file, kept in [`Entry::output`].
    pub render: Render<'a>,
}

/// The state of an earlier run.
pub struct Resume<'a> {
    /// The state file; it is made where there is none.
    pub path: &'a Path,
    /// Program version and kind of output: rows of another kind are made anew.
    pub kind: String,
}

/// All files of a batch, in the order given.
#[derive(Debug, Clone)]
pub struct Batch {
    /// One entry for each file.
    pub entries: Vec<Entry>,
    /// How many of them came from the state file.
    pub resumed: usize,
}

/// A file of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What is known of it.
    pub row: Row,
    /// What was said of it.
    pub output: String,
    /// Its cells in short ([`compact`]), for sums.
    pub cells: Option<String>,
}

/// How far a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The first pass reads, the second checks against last year.
    pub pass: Pass,
    /// Files finished in this pass, those of the state file included.
    pub done: usize,
    /// Files of this pass.
    pub total: usize,
}

/// The passes of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Every file is read and checked.
    Files,
    /// Files whose authority has a report of the year before are checked against it.
    Years,
}

/// Why a batch could not be run.
#[derive(Debug, thiserror::Error)]
pub enum BadBatch {
    /// The state file.
    #[error(transparent)]
    State(#[from] BadState),
    /// The threads.
    #[error("无法启动{0}个线程，请用较小的 --jobs")]
    Threads(usize),
}

impl Batch {
    /// The rows, in the order of the files.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.entries.iter().map(|entry| &entry.row)
    }

    /// The worst of all verdicts; passed when there are no files.
    pub fn worst(&self) -> Verdict {
        self.rows().map(|row| row.verdict).max().unwrap_or(Verdict::Pass)
    }
}

/// Reads and checks files. A file that cannot be used is a row with its reason.
///
/// # Errors
/// When the state file cannot be used, or threads cannot be started.
pub fn run(
    files: &[PathBuf],
    options: &Options<'_>,
    on_progress: &(dyn Fn(Progress) + Sync),
) -> Result<Batch, BadBatch> {
    let state = State::open(options.resume.as_ref(), options.limits, files)?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.jobs)
        .build()
        .map_err(|_| BadBatch::Threads(options.jobs))?;
    let work = Work { files, options, state: &state, resumed: AtomicUsize::new(0) };
    let entries = pool.install(|| -> Result<Vec<Entry>, BadState> {
        let mut entries = work.files(on_progress)?;
        if options.previous.is_none() {
            years::check(&work, &mut entries, on_progress)?;
        }
        Ok(entries)
    })?;
    Ok(Batch { entries, resumed: work.resumed.into_inner() })
}

/// What all threads share.
struct Work<'w> {
    files: &'w [PathBuf],
    options: &'w Options<'w>,
    state: &'w State,
    resumed: AtomicUsize,
}

impl Work<'_> {
    /// The first pass.
    fn files(&self, on_progress: &(dyn Fn(Progress) + Sync)) -> Result<Vec<Entry>, BadState> {
        let (done, total) = (AtomicUsize::new(0), self.files.len());
        let entries = self.files.par_iter().map(|path| {
            let entry = self.file(path)?;
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            on_progress(Progress { pass: Pass::Files, done, total });
            Ok(entry)
        });
        entries.collect()
    }

    fn file(&self, path: &Path) -> Result<Entry, BadState> {
        let name = path.display().to_string();
        if let Some(entry) = self.state.read(&name) {
            self.resumed.fetch_add(1, Ordering::Relaxed);
            return Ok(entry);
        }
        let found = guarded(|| {
            let report = self.report(path)?;
            let checked = check(&report, self.options.previous);
            Ok(self.entry(&name, &report, &checked))
        });
        let found =
            found.unwrap_or_else(|| Err(Unread::Content("检查时程序出错，请把这份文件交给维护人员".into())));
        match found {
            Ok(entry) => {
                self.state.keep_read(&name, &entry)?;
                Ok(entry)
            }
            Err(Unread::Content(reason)) => {
                let entry = self.unusable(&name, reason);
                self.state.keep_read(&name, &entry)?;
                Ok(entry)
            }
            // The next run may find it.
            Err(Unread::Disk(reason)) => Ok(self.unusable(&name, reason)),
        }
    }

    fn entry(&self, name: &str, report: &Report, checked: &Checked) -> Entry {
        Entry {
            row: Row::of(name, report, checked),
            output: (self.options.render)(name, Ok((report, checked))),
            cells: report.tables.as_ref().map(compact::to_text),
        }
    }

    fn unusable(&self, name: &str, reason: String) -> Entry {
        let output = (self.options.render)(name, Err(&reason));
        Entry { row: Row::unusable(name, reason), output, cells: None }
    }

    /// The report in a file.
    fn report(&self, path: &Path) -> Result<Report, Unread> {
        let bytes =
            file::read(path, self.options.limits.bytes).map_err(|error| Unread::Disk(chain(&error)))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        readers::report(&name, &bytes, &self.options.limits).map_err(|error| Unread::Content(chain(&error)))
    }
}

/// A fault of the program that nobody foresaw costs one file, not the batch.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// Why a file gives no report.
enum Unread {
    /// What is on the disk may be another thing tomorrow.
    Disk(String),
    /// What is in the file stays as it is.
    Content(String),
}

/// An error with its causes, in one sentence.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
