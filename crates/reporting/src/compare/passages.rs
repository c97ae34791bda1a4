//! The texts of two reports: which headings and paragraphs belong together, part by part.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::report::Section;
use crate::text::squash;

use super::edits::edits;
use super::letters::{marked, whole};
use super::{BlockPair, Change, PartPair};

/// A heading or paragraph of one report.
struct Block<'a> {
    is_heading: bool,
    text: &'a str,
    plain: Cow<'a, str>,
}

/// What may still be spent, so that no text makes a comparison slow.
struct Budget {
    /// Characters to be looked at for finding similar paragraphs.
    pairing: usize,
    /// Characters to be compared one by one.
    letters: usize,
}

/// Compares the texts by their official parts.
pub(super) fn parts(a: &[Section], b: &[Section]) -> Vec<PartPair> {
    let mut budget = Budget { pairing: 50_000_000, letters: 400_000 };
    let numbers: BTreeSet<Option<u8>> = a.iter().chain(b).map(|section| section.part).collect();
    let part = |part| PartPair { part, blocks: part_blocks(&blocks(a, part), &blocks(b, part), &mut budget) };
    numbers.into_iter().map(part).collect()
}

fn blocks(sections: &[Section], part: Option<u8>) -> Vec<Block<'_>> {
    let of_part = sections.iter().filter(|section| section.part == part);
    of_part
        .flat_map(|section| {
            let heading = section.heading.iter().map(|(text, _)| Block {
                is_heading: true,
                text,
                plain: Cow::Owned(squash(text)),
            });
            let paragraphs = section.paragraphs.iter().map(|paragraph| Block {
                is_heading: false,
                text: paragraph.text(),
                plain: Cow::Borrowed(paragraph.plain()),
            });
            heading.chain(paragraphs)
        })
        .collect()
}

fn part_blocks(a: &[Block<'_>], b: &[Block<'_>], budget: &mut Budget) -> Vec<BlockPair> {
    let keys = |blocks: &[Block<'_>]| -> Vec<(bool, String)> {
        blocks.iter().map(|block| (block.is_heading, block.plain.to_string())).collect()
    };
    let mut pairs = Vec::new();
    for edit in edits(&keys(a), &keys(b)) {
        let (a, b) = (&a[edit.a], &b[edit.b]);
        if edit.is_equal {
            pairs.extend(b.iter().map(|block| pair(block, Change::Unchanged(block.text.to_owned()))));
        } else {
            replaced(a, b, budget, &mut pairs);
        }
    }
    pairs
}

fn pair(block: &Block<'_>, change: Change) -> BlockPair {
    BlockPair { is_heading: block.is_heading, change }
}

/// Blocks of one report in place of those of the other: similar ones are the same in other words.
fn replaced(a: &[Block<'_>], b: &[Block<'_>], budget: &mut Budget, pairs: &mut Vec<BlockPair>) {
    let (mut at_a, mut at_b) = (0, 0);
    let alone = |a: &[Block<'_>], b: &[Block<'_>], pairs: &mut Vec<BlockPair>| {
        pairs.extend(a.iter().map(|block| pair(block, Change::Removed(block.text.to_owned()))));
        pairs.extend(b.iter().map(|block| pair(block, Change::Added(block.text.to_owned()))));
    };
    for (i, j) in similar(a, b, budget) {
        alone(&a[at_a..i], &b[at_b..j], pairs);
        let letters = a[i].plain.len() + b[j].plain.len();
        let (a_passage, b_passage) = if letters <= budget.letters {
            budget.letters -= letters;
            marked(a[i].text, b[j].text)
        } else {
            (whole(a[i].text), whole(b[j].text))
        };
        pairs.push(pair(&b[j], Change::Changed { a: a_passage, b: b_passage }));
        (at_a, at_b) = (i + 1, j + 1);
    }
    alone(&a[at_a..], &b[at_b..], pairs);
}

/// How alike two paragraphs must be to be the same in other words, in thousandths.
const ALIKE: u32 = 300;
/// Paragraphs that begin with so many equal characters are such as well: （一）主动公开方面。
const SAME_START: usize = 6;

/// The pairs of similar blocks, in order, whose likeness adds up to the most.
fn similar(a: &[Block<'_>], b: &[Block<'_>], budget: &mut Budget) -> Vec<(usize, usize)> {
    let [faces_a, faces_b] = [a, b].map(|blocks| blocks.iter().map(Face::of).collect::<Vec<_>>());
    let size = |faces: &[Face]| faces.iter().map(|face| face.pairs.len() + 1).sum::<usize>();
    let work = b.len().saturating_mul(size(&faces_a)).saturating_add(a.len().saturating_mul(size(&faces_b)));
    if work > budget.pairing {
        return Vec::new();
    }
    budget.pairing -= work;
    let width = b.len() + 1;
    let mut likeness = vec![0; a.len() * width];
    let mut best = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let here = match (a[i].is_heading, b[j].is_heading) {
                (true, true) => 1000,
                (false, false) => faces_a[i].likeness(&faces_b[j]),
                _ => 0,
            };
            let here = if here < ALIKE { 0 } else { here };
            likeness[i * width + j] = here;
            let together = here + best[(i + 1) * width + j + 1];
            best[i * width + j] = together.max(best[(i + 1) * width + j]).max(best[i * width + j + 1]);
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        let here = likeness[i * width + j];
        let total = best[i * width + j];
        if here > 0 && total == here + best[(i + 1) * width + j + 1] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if total == best[(i + 1) * width + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// What a paragraph looks like when its figures are forgotten.
struct Face {
    start: Vec<char>,
    /// Neighbouring characters, sorted.
    pairs: Vec<[char; 2]>,
}

impl Face {
    fn of(block: &Block<'_>) -> Face {
        let letter = |c: char| if c.is_ascii_digit() { '0' } else { c };
        let letters: Vec<char> = block.plain.chars().map(letter).collect();
        let mut pairs: Vec<[char; 2]> = letters.windows(2).map(|pair| [pair[0], pair[1]]).collect();
        pairs.sort_unstable();
        Face { start: letters.into_iter().take(SAME_START).collect(), pairs }
    }

    /// How alike two paragraphs are, in thousandths: shared pairs against all pairs.
    fn likeness(&self, other: &Face) -> u32 {
        let (mut i, mut j, mut shared) = (0, 0, 0_usize);
        while let (Some(a), Some(b)) = (self.pairs.get(i), other.pairs.get(j)) {
            shared += usize::from(a == b);
            i += usize::from(a <= b);
            j += usize::from(b <= a);
        }
        let all = (self.pairs.len() + other.pairs.len()).max(1);
        let share = u32::try_from(2000 * shared / all).unwrap_or(1000);
        let same_start = self.start.len() == SAME_START && self.start == other.start;
        if same_start { share.max(ALIKE) } else { share }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Place;
    use crate::report::Paragraph;

    fn section(part: Option<u8>, heading: Option<&str>, paragraphs: &[&str]) -> Section {
        let paragraph = |text: &&str| Paragraph::new([((*text).to_owned(), Place::text(1))]);
        Section {
            part,
            heading: heading.map(|heading| (heading.to_owned(), Place::text(1))),
            paragraphs: paragraphs.iter().map(paragraph).collect(),
        }
    }

    /// What became of each block, as a letter.
    fn letters(parts: &[PartPair]) -> String {
        let letter = |block: &BlockPair| match &block.change {
            Change::Unchanged(_) => '=',
            Change::Removed(_) => '-',
            Change::Added(_) => '+',
            Change::Changed { .. } => '~',
        };
        parts.iter().flat_map(|part| &part.blocks).map(letter).collect()
    }

    const COMMON: &str = "全年收到政府信息公开申请34件，均在法定期限内答复。";
    const SIMILAR: &str = "全年收到政府信息公开申请51件，均在法定期限内答复申请人。";
    const OTHER: &str = "加强业务培训，组织各科室学习条例，提高答复质量。";

    fn compared(a: &[&str], b: &[&str]) -> String {
        letters(&parts(&[section(Some(1), None, a)], &[section(Some(1), None, b)]))
    }

    #[test]
    fn paragraphs_are_unchanged_changed_removed_or_added() {
        let cases: [(&[&str], &[&str], &str, &str); 8] = [
            (&[COMMON, OTHER], &[COMMON, OTHER], "==", "the same"),
            (&["全年 收到"], &["全年收到"], "=", "spaces are no difference"),
            (&[COMMON], &[SIMILAR], "~", "similar"),
            (&[COMMON, OTHER], &[COMMON], "=-", "removed"),
            (&[COMMON], &[OTHER, COMMON], "+=", "added"),
            (&[COMMON], &[OTHER], "-+", "nothing in common"),
            (&[COMMON, OTHER], &[OTHER, SIMILAR], "-=+", "order is kept"),
            (
                &["（一）主动公开方面。发布政策文件。"],
                &["（一）主动公开方面。举办开放日活动。"],
                "~",
                "the same start",
            ),
        ];
        for (a, b, expected, why) in cases {
            assert_eq!(compared(a, b), expected, "{why}");
        }
    }

    #[test]
    fn similar_paragraphs_find_each_other_among_others() {
        assert_eq!(compared(&[OTHER, COMMON], &[SIMILAR]), "-~");
        assert_eq!(compared(&[COMMON], &["本年度新增专栏两个。", SIMILAR]), "+~");
    }

    #[test]
    fn a_heading_is_compared_with_a_heading_of_its_part() {
        let a = [section(Some(5), Some("五、存在问题及改进情况"), &[OTHER])];
        let b = [section(Some(5), Some("五、存在的主要问题及改进情况"), &[OTHER])];
        let parts = parts(&a, &b);
        assert_eq!(letters(&parts), "~=");
        assert!(parts[0].blocks[0].is_heading && parts[0].differs());
        let Change::Changed { a, b } = &parts[0].blocks[0].change else { panic!("{parts:?}") };
        assert_eq!((a.spans.as_slice(), b.spans.as_slice()), (&[][..], std::slice::from_ref(&(4..7))));
    }

    #[test]
    fn a_part_that_one_report_lacks_is_removed_or_added_whole() {
        let a = [section(None, None, &[COMMON]), section(Some(1), Some("一、总体情况"), &[OTHER])];
        let b = [section(Some(1), Some("一、总体情况"), &[OTHER]), section(Some(6), None, &[COMMON])];
        let parts = parts(&a, &b);
        let words: Vec<&str> = parts.iter().map(PartPair::words).collect();
        assert_eq!((words, letters(&parts).as_str()), (vec!["开头", "第一部分", "第六部分"], "-==+"));
    }

    #[test]
    fn a_huge_text_is_compared_in_bounded_time() {
        let paragraphs = |shift: usize| -> Vec<String> {
            (0..20_000).map(|n| format!("第{}段，共{}件", n * 7 + shift, n * 3 + shift)).collect()
        };
        let (a, b) = (paragraphs(0), paragraphs(1));
        let [a, b] = [&a, &b].map(|texts| texts.iter().map(String::as_str).collect::<Vec<_>>());
        let found = compared(&a, &b);
        assert!(found.len() <= 40_000 && found.chars().all(|c| "-+".contains(c)), "nothing is paired");
    }

    #[test]
    fn a_huge_paragraph_is_marked_whole() {
        let [a, b] = ["甲", "乙"].map(|letter| format!("{}{letter}", COMMON.repeat(10_000)));
        let parts = parts(&[section(None, None, &[&a])], &[section(None, None, &[&b])]);
        let Change::Changed { a, .. } = &parts[0].blocks[0].change else { panic!("not paired") };
        assert_eq!(a.spans, std::slice::from_ref(&(0..a.text.chars().count())));
    }
}
