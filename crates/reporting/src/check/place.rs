//! Where findings point: cells of a table, words of the text (位置).

use std::ops::Range;

use crate::document::Place;
use crate::narrative::Stated;
use crate::report::Paragraph;

/// Where a finding is.
#[derive(Debug, Clone, PartialEq)]
pub enum At {
    /// The report as a whole.
    Report,
    /// A table, a row, a column or a block, by its key in JSON, with the cells concerned.
    Table {
        /// `where` of docs/report-object.md, or the path of a row or cell.
        key: String,
        /// Indices of the cells concerned.
        cells: Vec<usize>,
    },
    /// Words of the text.
    Text {
        /// The place of the first character.
        place: Place,
        /// The words to mark, by paragraph.
        marks: Vec<Mark>,
    },
}

/// Words of a paragraph that a finding points at.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The printed lines of the paragraph that hold them: place of the first character, and text.
    pub lines: Vec<(Place, String)>,
    /// In which of these lines, and which characters of it.
    pub spans: Vec<(usize, Range<usize>)>,
}

/// Marks byte ranges of a squashed paragraph.
fn mark(paragraph: &Paragraph, ranges: &[Range<usize>]) -> Mark {
    let lines: Vec<(Place, String)> = paragraph.lines().collect();
    let mut spans = Vec::new();
    for range in ranges {
        let characters = paragraph.characters(range.clone());
        let mut start = 0;
        for (number, (_, line)) in lines.iter().enumerate() {
            let length = line.chars().count();
            let from = characters.start.max(start);
            let to = characters.end.min(start + length);
            if from < to {
                spans.push((number, from - start..to - start));
            }
            start += length;
        }
    }
    Mark { lines, spans }
}

/// Points at a whole printed line, such as a heading.
pub(super) fn at_line(line: &str, place: Place) -> At {
    let whole = 0..line.chars().count();
    At::Text { place, marks: vec![Mark { lines: vec![(place, line.to_owned())], spans: vec![(0, whole)] }] }
}

/// Points at words of one paragraph.
pub(super) fn at_text(paragraph: &Paragraph, ranges: &[Range<usize>]) -> At {
    let first = ranges.iter().map(|range| paragraph.characters(range.clone()).start).min().unwrap_or(0);
    At::Text { place: paragraph.place(first), marks: vec![mark(paragraph, ranges)] }
}

/// Points at one run of words of a paragraph.
pub(super) fn at_words(paragraph: &Paragraph, words: Range<usize>) -> At {
    at_text(paragraph, std::slice::from_ref(&words))
}

/// Points at the words of facts, which may stand in several paragraphs.
pub(super) fn at_facts(facts: &[&Stated<'_>]) -> At {
    let place = facts.first().map(|stated| {
        let first = stated.paragraph.characters(stated.fact.range.clone()).start;
        stated.paragraph.place(first)
    });
    let marks =
        facts.iter().map(|stated| mark(stated.paragraph, std::slice::from_ref(&stated.fact.range))).collect();
    At::Text { place: place.unwrap_or(Place::text(0)), marks }
}
