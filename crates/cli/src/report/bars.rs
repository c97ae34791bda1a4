//! A bar on the terminal while many files are checked (进度).

use std::fmt;
use std::io::IsTerminal;
use std::sync::OnceLock;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use services::batch::{Pass, Progress};

/// Files from which on a bar is worth its place.
const MANY: usize = 20;

/// A bar for each pass, one after the other.
pub(super) struct Bars {
    files: ProgressBar,
    /// Made when the second pass begins.
    years: OnceLock<ProgressBar>,
    is_shown: bool,
}

impl Bars {
    /// Bars for a number of files; none are shown for few, or where nobody looks.
    pub(super) fn new(files: usize) -> Bars {
        let is_shown = files >= MANY && std::io::stderr().is_terminal();
        let files = if is_shown { bar("检查", files) } else { ProgressBar::hidden() };
        Bars { files, years: OnceLock::new(), is_shown }
    }

    /// Shows how far a pass is.
    pub(super) fn show(&self, progress: Progress) {
        if !self.is_shown {
            return;
        }
        let bar = match progress.pass {
            Pass::Files => &self.files,
            Pass::Years => self.years.get_or_init(|| {
                self.files.finish_and_clear();
                bar("核对跨年衔接", progress.total)
            }),
        };
        bar.set_position(progress.done as u64);
    }

    /// Takes the bars off the terminal.
    pub(super) fn finish(&self) {
        self.files.finish_and_clear();
        if let Some(years) = self.years.get() {
            years.finish_and_clear();
        }
    }
}

pub(crate) fn bar(what: &'static str, files: usize) -> ProgressBar {
    let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
        // A terminal that does not take it shows no rate.
        let _ = write!(out, "{:.0}", state.per_sec());
    };
    let style = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len}，每秒 {rate}，剩余 {eta}")
        .map_or_else(|_| ProgressStyle::default_bar(), |style| style.with_key("rate", rate));
    ProgressBar::new(files as u64).with_style(style).with_message(what)
}
