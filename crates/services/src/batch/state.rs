//! The state file of a batch: a line of JSON for each finished file, appended and never rewritten.
//!
//! A line is written whole or not at all as far as a reader is concerned: a last line without its end is what a killed
//! run left, and is cut off.

use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

use readers::Limits;
use serde::{Deserialize, Serialize};

use super::{Entry, Resume, Row};

/// Why a state file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadState {
    /// The system refuses to open it.
    #[error("打不开状态文件 {0}")]
    Unopened(PathBuf, #[source] io::Error),
    /// Another run has it.
    #[error("状态文件 {0} 正被另一个批次使用，请等它结束或换一个文件")]
    Taken(PathBuf),
    /// It is some other file.
    #[error("{0} 不是体检批次的状态文件，请换一个文件名，以免覆盖")]
    Foreign(PathBuf),
    /// A line could not be written.
    #[error("写不了状态文件 {0}")]
    Unwritten(PathBuf, #[source] io::Error),
}

/// What a file was when its line was written; another size or time makes it another file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Print {
    size: u64,
    /// Nanoseconds since 1970.
    modified: u64,
}

/// A line of the state file.
#[derive(Serialize, Deserialize)]
struct Line<'l> {
    kind: std::borrow::Cow<'l, str>,
    file: std::borrow::Cow<'l, str>,
    print: Print,
    /// The report of the year before, for a line of the second pass.
    previous: Option<(String, Print)>,
    row: Row,
    output: String,
    cells: Option<String>,
}

/// Finished files of an earlier run, and where those of this run are kept.
#[derive(Default)]
pub(super) struct State {
    prints: HashMap<String, Print>,
    /// Entries are taken out as they are used.
    read: Mutex<HashMap<String, Entry>>,
    compared: Mutex<HashMap<String, Compared>>,
    log: Option<Log>,
}

/// What the second pass said of a file, and against which report.
struct Compared {
    previous: (String, Print),
    entry: Entry,
}

struct Log {
    path: PathBuf,
    kind: String,
    file: Mutex<File>,
}

impl State {
    /// The state of the files of a batch; without a state file nothing is known and nothing is kept.
    pub(super) fn open(
        resume: Option<&Resume<'_>>,
        limits: Limits,
        files: &[PathBuf],
    ) -> Result<State, BadState> {
        let Some(Resume { path, kind }) = resume else { return Ok(State::default()) };
        let unopened = |error| BadState::Unopened(path.to_path_buf(), error);
        let mut file =
            OpenOptions::new().create(true).read(true).append(true).open(path).map_err(unopened)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(BadState::Taken(path.to_path_buf())),
            Err(TryLockError::Error(error)) => return Err(unopened(error)),
        }
        let limits = serde_json::to_string(&limits).unwrap_or_default();
        let kind = format!("{kind} {limits}");
        let mut state = State { prints: prints(files), ..State::default() };
        let whole = state.load(&mut file, path, &kind)?;
        file.set_len(whole).map_err(unopened)?;
        state.log = Some(Log { path: path.to_path_buf(), kind, file: Mutex::new(file) });
        Ok(state)
    }

    /// Takes in the lines of this kind about files that are still the same; the length of all whole lines.
    fn load(&mut self, file: &mut File, path: &Path, kind: &str) -> Result<u64, BadState> {
        let unopened = |error| BadState::Unopened(path.to_path_buf(), error);
        let mut lines = BufReader::new(file);
        let (mut whole, mut text) = (0, Vec::new());
        loop {
            text.clear();
            let length = lines.read_until(b'\n', &mut text).map_err(unopened)?;
            let begins = text.starts_with(BEGINNING) || BEGINNING.starts_with(&text);
            if whole == 0 && !begins {
                return Err(BadState::Foreign(path.to_path_buf()));
            }
            if text.last() != Some(&b'\n') {
                return Ok(whole);
            }
            // A line that a failing disk has spoilt is made anew.
            if let Ok(line) = serde_json::from_slice::<Line<'_>>(&text) {
                self.take(line, kind);
            }
            whole += length as u64;
        }
    }

    fn take(&mut self, line: Line<'_>, kind: &str) {
        if line.kind != kind || self.prints.get(line.file.as_ref()) != Some(&line.print) {
            return;
        }
        let entry = Entry { row: line.row, output: line.output, cells: line.cells };
        match line.previous {
            None => {
                open(&self.read).insert(line.file.into_owned(), entry);
            }
            Some(previous) => {
                open(&self.compared).insert(line.file.into_owned(), Compared { previous, entry });
            }
        }
    }

    /// Takes out what the first pass said of a file.
    pub(super) fn read(&self, file: &str) -> Option<Entry> {
        open(&self.read).remove(file)
    }

    /// Takes out what the second pass said of a file, if it was checked against this one as it is now.
    pub(super) fn compared(&self, file: &str, previous: &str) -> Option<Entry> {
        let Compared { previous: (name, print), entry } = open(&self.compared).remove(file)?;
        (name == previous && self.prints.get(previous) == Some(&print)).then_some(entry)
    }

    /// Keeps what the first pass said.
    pub(super) fn keep_read(&self, file: &str, entry: &Entry) -> Result<(), BadState> {
        self.keep(file, None, entry)
    }

    /// Keeps what the second pass said.
    pub(super) fn keep_compared(&self, file: &str, previous: &str, entry: &Entry) -> Result<(), BadState> {
        match self.prints.get(previous) {
            Some(print) => self.keep(file, Some((previous.to_owned(), *print)), entry),
            None => Ok(()),
        }
    }

    fn keep(&self, file: &str, previous: Option<(String, Print)>, entry: &Entry) -> Result<(), BadState> {
        let (Some(log), Some(print)) = (&self.log, self.prints.get(file)) else { return Ok(()) };
        let Entry { row, output, cells } = entry.clone();
        let line = Line {
            kind: log.kind.as_str().into(),
            file: file.into(),
            print: *print,
            previous,
            row,
            output,
            cells,
        };
        let unwritten = |error| BadState::Unwritten(log.path.clone(), error);
        let mut text = serde_json::to_vec(&line).map_err(|error| unwritten(error.into()))?;
        text.push(b'\n');
        open(&log.file).write_all(&text).map_err(unwritten)
    }
}

/// What a lock guards; a thread that failed while it had the lock has left a whole value.
fn open<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How every line begins.
const BEGINNING: &[u8] = b"{\"kind\":";

/// What the files are now; one that is not there has no print and is never kept.
fn prints(files: &[PathBuf]) -> HashMap<String, Print> {
    let print = |path: &Path| {
        let metadata = std::fs::metadata(path).ok()?;
        let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Print { size: metadata.len(), modified: u64::try_from(modified.as_nanos()).ok()? })
    };
    files.iter().filter_map(|path| Some((path.display().to_string(), print(path)?))).collect()
}
