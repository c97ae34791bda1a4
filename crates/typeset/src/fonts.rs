//! Fonts: free ones inside the program, a site's own from a folder (字体).

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use serde::Serialize;
use typst::Library;
use typst::LibraryExt;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// The fonts that pages are set in.
pub struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
    pub(crate) library: LazyHash<Library>,
    pub(crate) stacks: Stacks,
}

/// Names of the fonts for each kind of text, the preferred one first.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Stacks {
    title: Vec<String>,
    heading: Vec<String>,
    subheading: Vec<String>,
    body: Vec<String>,
    table: Vec<String>,
}

/// Noto Serif SC and Noto Sans SC (OFL-1.1), cut down to the characters of GBK and GB 2312.
const EMBEDDED: [&[u8]; 2] = [
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/dist/NotoSerifSC-Regular.otf")),
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/dist/NotoSansSC-Regular.otf")),
];

const SERIF: &str = "Noto Serif CJK SC";
const SANS: &str = "Noto Sans CJK SC";

/// The fonts that GB/T 9704-2012 asks for, which are licensed and not part of the program.
const FANG_SONG: [&str; 5] = ["FangSong_GB2312", "仿宋_GB2312", "FZFangSong-Z02", "FangSong", "仿宋"];
const XIAO_BIAO_SONG: [&str; 3] = ["FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05"];
const KAI: [&str; 4] = ["KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体"];
const HEI: [&str; 2] = ["SimHei", "黑体"];
const SONG: [&str; 2] = ["SimSun", "宋体"];

/// A font file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("字体文件夹 {folder} 无法使用：{reason}")]
pub struct BadFolder {
    /// The folder.
    pub folder: String,
    /// Why.
    pub reason: String,
}

impl Fonts {
    /// The fonts inside the program.
    pub fn embedded() -> Fonts {
        Fonts::new(Vec::new())
    }

    /// The fonts of a folder before those inside the program.
    ///
    /// # Errors
    /// When the folder cannot be read or a file in it is no font.
    pub fn with_folder(folder: &Path) -> Result<Fonts, BadFolder> {
        let bad = |reason: String| BadFolder { folder: folder.display().to_string(), reason };
        let mut own = Vec::new();
        let entries = std::fs::read_dir(folder).map_err(|error| bad(error.to_string()))?;
        for entry in entries {
            let path = entry.map_err(|error| bad(error.to_string()))?.path();
            let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
            if ![".ttf", ".otf", ".ttc"].iter().any(|known| known[1..] == *extension) {
                continue;
            }
            let bytes = std::fs::read(&path).map_err(|error| bad(error.to_string()))?;
            let before = own.len();
            own.extend(Font::iter(Bytes::new(bytes)));
            if own.len() == before {
                return Err(bad(format!("{} 不是字体文件", path.display())));
            }
        }
        Ok(Fonts::new(own))
    }

    fn new(mut fonts: Vec<Font>) -> Fonts {
        fonts.extend(EMBEDDED.into_iter().flat_map(|bytes| Font::iter(Bytes::new(bytes))));
        let book = FontBook::from_fonts(&fonts);
        let there = |names: &[&str], own: &[&str]| -> Vec<String> {
            let known = |name: &&&str| book.contains_family(&name.to_lowercase());
            names.iter().filter(known).chain(own).map(|name| (*name).to_owned()).collect()
        };
        let stacks = Stacks {
            title: there(&XIAO_BIAO_SONG, &[SERIF]),
            heading: there(&HEI, &[SANS, SERIF]),
            subheading: there(&KAI, &[SERIF]),
            body: there(&FANG_SONG, &[SERIF]),
            table: there(&SONG, &[SERIF]),
        };
        Fonts { book: LazyHash::new(book), fonts, library: LazyHash::new(Library::default()), stacks }
    }

    /// The characters of some texts that no font has, each once.
    pub fn missing<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Vec<char> {
        // A report repeats a few hundred characters, and a font goes through its whole list to find one.
        let printed: BTreeSet<char> = texts
            .flat_map(str::chars)
            .filter(|c| !c.is_ascii() && !c.is_whitespace() && !c.is_control())
            .collect();
        let has = |c: char| self.fonts.iter().any(|font| font.info().coverage.contains(c as u32));
        printed.into_iter().filter(|c| !has(*c)).collect()
    }
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fonts").field("stacks", &self.stacks).finish_non_exhaustive()
    }
}
