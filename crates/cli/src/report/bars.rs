//! A bar on the terminal while many files are checked (进度).

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};
use services::batch::{Pass, Progress};

/// Files from which on a bar is worth its place.
const MANY: usize = 20;

/// The bar of each pass.
pub(super) struct Bars {
    files: ProgressBar,
    years: ProgressBar,
}

impl Bars {
    /// Bars for a number of files; none are shown for few, or where nobody looks.
    pub(super) fn new(files: usize) -> Bars {
        if files < MANY || !std::io::stderr().is_terminal() {
            return Bars { files: ProgressBar::hidden(), years: ProgressBar::hidden() };
        }
        Bars { files: bar("检查", files as u64), years: ProgressBar::hidden() }
    }

    /// Shows how far a pass is.
    pub(super) fn show(&self, progress: Progress) {
        let bar = match progress.pass {
            Pass::Files => &self.files,
            Pass::Years => &self.years,
        };
        bar.set_length(progress.total as u64);
        bar.set_position(progress.done as u64);
    }

    /// Takes the bars off the terminal.
    pub(super) fn finish(&self) {
        self.files.finish_and_clear();
        self.years.finish_and_clear();
    }
}

fn bar(what: &'static str, files: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} 份，每秒 {per_sec}，剩余 {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(files).with_style(style).with_message(what)
}
