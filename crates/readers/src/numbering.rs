//! Automatic numbers of paragraphs, which stand nowhere in the text itself.

use std::collections::{HashMap, HashSet};

use crate::numerals::numeral;

/// Levels of a list.
pub(crate) const LEVELS: usize = 9;
/// Bytes of what is written around the numbers of a level.
pub(crate) const LONGEST_TEXT: usize = 255;
/// Styles based on one another that are followed.
const MOST_BASES: usize = 20;

/// The lists of a document and how far each has counted.
#[derive(Default)]
pub(crate) struct Numbering {
    /// Definitions of lists (`w:abstractNum`), by number.
    pub(crate) definitions: HashMap<String, Definition>,
    /// Lists (`w:num`), by number.
    pub(crate) lists: HashMap<String, List>,
    pub(crate) styles: HashMap<String, Style>,
    /// The last number at every level, by definition: its lists count on from one another.
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    /// Lists and levels that have begun with a number of their own.
    begun: HashSet<(String, usize)>,
}

/// The levels of lists that count together (`w:abstractNum`, LSTF).
#[derive(Default)]
pub(crate) struct Definition {
    pub(crate) levels: [Level; LEVELS],
    /// The style whose list is meant instead.
    pub(crate) style: Option<String>,
}

/// How the paragraphs of a level are numbered.
#[derive(Clone)]
pub(crate) struct Level {
    pub(crate) start: u32,
    pub(crate) format: String,
    /// What is written, `%1` for the number of the first level.
    pub(crate) text: String,
    /// The level (from 1) after which this one starts again; 0 for never; the one above by default.
    pub(crate) restart: Option<usize>,
    /// All numbers in Arabic numerals.
    pub(crate) legal: bool,
    /// The style whose paragraphs stand at this level.
    pub(crate) style: Option<String>,
}

impl Default for Level {
    fn default() -> Level {
        Level {
            start: 1,
            format: "decimal".into(),
            text: String::new(),
            restart: None,
            legal: false,
            style: None,
        }
    }
}

/// A list: a definition, and where it departs from it (`w:num`, LFO).
#[derive(Default)]
pub(crate) struct List {
    pub(crate) definition: String,
    pub(crate) starts: HashMap<usize, u32>,
    pub(crate) levels: HashMap<usize, Level>,
}

/// What a style says of numbers.
#[derive(Default)]
pub(crate) struct Style {
    pub(crate) based_on: Option<String>,
    pub(crate) mark: Mark,
}

/// What a paragraph or a style says of its number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) list: Option<String>,
    pub(crate) level: Option<usize>,
}

impl Numbering {
    /// Counts a paragraph and gives what stands before its text: “一、”, or nothing.
    pub(crate) fn label(&mut self, mark: &Mark, style: Option<&str>) -> String {
        self.next_label(mark, style).unwrap_or_default()
    }

    fn next_label(&mut self, mark: &Mark, style: Option<&str>) -> Option<String> {
        let (list_id, holder) = match &mark.list {
            Some(list) => (list.clone(), style.map(str::to_owned)),
            None => self.style_list(style?)?,
        };
        let list = self.lists.get(&list_id)?;
        let id = self.definition_id(list)?;
        let definition = self.definitions.get(&id)?;
        let style_level = || {
            let of_style = |level: &Level| level.style.is_some() && level.style == holder;
            definition.levels.iter().position(of_style)
        };
        let at =
            mark.level.or_else(style_level).or_else(|| self.style_level(style?)).unwrap_or(0).min(LEVELS - 1);
        let levels: Vec<&Level> =
            (0..LEVELS).map(|n| list.levels.get(&n).unwrap_or(&definition.levels[n])).collect();

        let counters = self.counters.entry(id).or_default();
        let own_start = list.starts.get(&at).filter(|_| self.begun.insert((list_id, at)));
        let count = match (own_start, counters[at]) {
            (Some(start), _) => *start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => levels[at].start,
        };
        counters[at] = Some(count);
        for below in at + 1..LEVELS {
            if levels[below].restart.is_none_or(|restart| at < restart) {
                counters[below] = None;
            }
        }
        Some(written(&levels, counters, at))
    }

    /// The list of a style or of those it is based on, and the style that names it.
    fn style_list(&self, style: &str) -> Option<(String, Option<String>)> {
        let mut styles = self.bases(style);
        styles.find_map(|(id, style)| Some((style.mark.list.clone()?, Some(id.to_owned()))))
    }

    fn style_level(&self, style: &str) -> Option<usize> {
        self.bases(style).find_map(|(_, style)| style.mark.level)
    }

    /// A style and those it is based on.
    fn bases<'a>(&'a self, style: &'a str) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let find = |id: &'a str| self.styles.get(id).map(|style| (id, style));
        let base = move |(_, style): &(&'a str, &'a Style)| style.based_on.as_deref().and_then(find);
        std::iter::successors(find(style), base).take(MOST_BASES)
    }

    /// The definition of a list, through the style that it may name instead of levels.
    fn definition_id(&self, list: &List) -> Option<String> {
        let linked = self.definitions.get(&list.definition)?.style.as_deref();
        let through_style = || self.lists.get(&self.style_list(linked?)?.0);
        Some(through_style().unwrap_or(list).definition.clone())
    }
}

/// Writes the number of a paragraph at a level.
fn written(levels: &[&Level], counters: &[Option<u32>; LEVELS], at: usize) -> String {
    if levels[at].format == "bullet" {
        return String::new();
    }
    let mut label = String::new();
    let mut letters = levels[at].text.chars();
    while let Some(letter) = letters.next() {
        let rest = letters.as_str();
        let number = rest.chars().next().and_then(|digit| digit.to_digit(10)).filter(|n| (1..=9).contains(n));
        let Some(level) = number.filter(|_| letter == '%').map(|n| n as usize - 1) else {
            label.push(letter);
            continue;
        };
        letters.next();
        let format = if levels[at].legal { "decimal" } else { &levels[level].format };
        label.push_str(&numeral(format, counters[level].unwrap_or(levels[level].start)));
    }
    // A tab follows in print; what ends in a mark needs nothing between it and the text.
    if label.ends_with(char::is_alphanumeric) {
        label.push(' ');
    }
    label
}
