//! Pages that are pictures, read by a program that recognises characters (图像识别).
//!
//! Ruled lines are found in the picture itself, so that tables are built from them as those of other pages are. What
//! stands in cells is put below each other on sheets, line by line: a program that reads running text makes little of
//! a table. Everything read so may be wrong and is marked.

mod bitmap;
mod lines;
mod program;
mod rules;
mod sheet;
mod skew;

use std::path::PathBuf;
use std::time::{Duration, Instant};

pub(crate) use bitmap::Bitmap;
use program::Program;

use crate::Unreadable;
use crate::layout::{self, Area, Page};
use crate::limits::Budget;

/// Dots of a bitmap for a point of the page: 300 to the inch, as such programs expect.
pub(crate) const SCALE: f32 = 300.0 / 72.0;

/// Whether and how pages that are pictures are read (图像识别的设置).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recognition {
    /// The program `tesseract`; pages that are pictures are not read without it.
    pub program: Option<PathBuf>,
    /// The languages that it is asked for, which have to be installed with it.
    pub languages: String,
    /// Seconds that it may take for a file.
    pub seconds: u64,
    /// Pages of a file that it may read.
    pub pages: u32,
}

impl Default for Recognition {
    fn default() -> Recognition {
        Recognition { program: None, languages: "chi_sim".into(), seconds: 120, pages: 20 }
    }
}

impl Recognition {
    /// The program where Debian and others install it, if it is there; off otherwise.
    pub fn installed() -> Recognition {
        let places = ["/usr/bin/tesseract", "/usr/local/bin/tesseract", "/opt/homebrew/bin/tesseract"];
        let program = places.iter().map(PathBuf::from).find(|place| place.is_file());
        Recognition { program, ..Recognition::default() }
    }
}

/// Reads the pictures of one file.
pub(crate) struct Reader {
    program: Option<Program>,
    pages_left: u32,
}

impl Reader {
    pub(crate) fn new(settings: &Recognition) -> Reader {
        let until = Instant::now() + Duration::from_secs(settings.seconds);
        let program = settings.program.clone();
        let program = program.map(|path| Program { path, languages: settings.languages.clone(), until });
        Reader { program, pages_left: settings.pages }
    }

    /// Whether one more page may be read.
    pub(crate) fn is_willing(&self) -> bool {
        self.program.is_some() && self.pages_left > 0
    }

    /// What a picture of a page prints.
    pub(crate) fn page(&mut self, picture: Bitmap, budget: &mut Budget) -> Result<Page, Unreadable> {
        let Some(program) = &self.program else { return Err(Unreadable::Scanned) };
        self.pages_left = self.pages_left.saturating_sub(1);
        let mut picture = skew::straightened(picture);
        picture.whiten();
        let rules = rules::of(&picture);
        for rule in &rules {
            picture.erase(rule);
        }
        let rules: Vec<layout::Rule> = rules.iter().map(rules::Stroke::on_page).collect();
        let cells = layout::cells(&rules, budget)?;
        let cells: Vec<Area> = cells.iter().map(|cell| cell.scaled(SCALE)).collect();
        let strips = lines::of(&picture, picture.threshold(), &cells);
        let mut glyphs = Vec::new();
        sheet::cells(&picture, &strips, program, &mut glyphs)?;
        for cell in &cells {
            picture.clear(cell);
        }
        sheet::whole(&picture, program, &mut glyphs)?;
        let height = picture.height as f32 / SCALE;
        Ok(Page { height, glyphs, rules, is_recognised: true, ..Page::default() })
    }
}
