//! Which characters of two similar paragraphs differ, so that a person sees it: numbers whole, no confetti.

use std::ops::Range;

use crate::text::fold;

use super::Passage;
use super::edits::{Edit, edits};

/// A character, or the characters of one number or Latin word.
struct Token {
    /// Its bytes in the comparable text.
    plain: Range<usize>,
    /// Its characters in the printed text.
    printed: Range<usize>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Word,
    Other,
}

/// Characters that both texts share are not worth showing when there are no more of them between two edits.
const SHORT: usize = 2;
/// The same, when both edits beside them are longer.
const SHORT_BESIDE_LONG: usize = 8;
/// Texts that share less than one in so many characters are marked whole.
const SHARED: usize = 5;

/// Both texts with the characters that the other has not.
pub(super) fn marked(a: &str, b: &str) -> (Passage, Passage) {
    let (plain_a, tokens_a) = tokens(a);
    let (plain_b, tokens_b) = tokens(b);
    let keys = |plain, tokens: &[Token]| -> Vec<String> {
        let plain: &String = plain;
        tokens.iter().map(|token| plain[token.plain.clone()].to_owned()).collect()
    };
    let edits = edits(&keys(&plain_a, &tokens_a), &keys(&plain_b, &tokens_b));
    let edits = joined(edits, &tokens_a, &tokens_b);
    let shared: usize = edits.iter().filter(|e| e.is_equal).map(|e| length(&tokens_a[e.a.clone()])).sum();
    if shared * SHARED < length(&tokens_a).max(length(&tokens_b)) {
        return (whole(a), whole(b));
    }
    let spans = |tokens: &[Token], range: fn(&Edit) -> Range<usize>| {
        let changed = edits.iter().filter(|edit| !edit.is_equal);
        changed.filter_map(|edit| printed(&tokens[range(edit)])).collect()
    };
    (
        Passage { text: a.to_owned(), spans: spans(&tokens_a, |edit| edit.a.clone()) },
        Passage { text: b.to_owned(), spans: spans(&tokens_b, |edit| edit.b.clone()) },
    )
}

/// A text of which every character is marked.
pub(super) fn whole(text: &str) -> Passage {
    let end = text.chars().count();
    Passage { text: text.to_owned(), spans: (end > 0).then_some(0..end).into_iter().collect() }
}

/// The comparable form of a text, cut into tokens.
fn tokens(text: &str) -> (String, Vec<Token>) {
    let mut plain = String::with_capacity(text.len());
    let mut tokens: Vec<Token> = Vec::new();
    let mut letters = text.chars().enumerate().peekable();
    while let Some((at, c)) = letters.next() {
        let start = plain.len();
        fold(c, |c| plain.push(c));
        let folded = &plain[start..];
        let next_is_digit = letters.peek().is_some_and(|(_, next)| next.is_numeric());
        let last = tokens.last_mut().filter(|last| last.printed.end == at);
        let follows_number = last.as_ref().is_some_and(|last| last.kind == Kind::Number);
        let kind = match folded {
            "" => continue,
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => Kind::Number,
            "." | "," if follows_number && next_is_digit => Kind::Number,
            "%" if follows_number => Kind::Number,
            word if word.bytes().all(|byte| byte.is_ascii_alphabetic()) => Kind::Word,
            _ => Kind::Other,
        };
        match last {
            Some(last) if last.kind == kind && kind != Kind::Other => {
                last.plain.end = plain.len();
                last.printed.end = at + 1;
            }
            _ => tokens.push(Token { plain: start..plain.len(), printed: at..at + 1, kind }),
        }
    }
    (plain, tokens)
}

/// Joins edits between which the texts share too little to be worth showing.
fn joined(edits: Vec<Edit>, a: &[Token], b: &[Token]) -> Vec<Edit> {
    let size = |edit: &Edit| length(&a[edit.a.clone()]).max(length(&b[edit.b.clone()]));
    let mut joined: Vec<Edit> = Vec::with_capacity(edits.len());
    let mut edits = edits.into_iter().peekable();
    while let Some(edit) = edits.next() {
        let beside = edits.peek().filter(|_| edit.is_equal).map(&size).zip(joined.last().map(&size));
        let swallowed = beside.is_some_and(|(next, last)| {
            let shared = size(&edit);
            shared <= SHORT || (shared <= SHORT_BESIDE_LONG && shared <= next.min(last))
        });
        match joined.last_mut() {
            Some(last) if swallowed || (!last.is_equal && !edit.is_equal) => {
                last.a.end = edit.a.end;
                last.b.end = edit.b.end;
            }
            _ => joined.push(edit),
        }
    }
    joined
}

/// Printed characters of a run of tokens.
fn length(tokens: &[Token]) -> usize {
    tokens.iter().map(|token| token.printed.len()).sum()
}

/// From the first to the last character of a run of tokens.
fn printed(tokens: &[Token]) -> Option<Range<usize>> {
    Some(tokens.first()?.printed.start..tokens.last()?.printed.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text with brackets around its marked characters.
    fn shown(passage: &Passage) -> String {
        let piece = |(marked, text): (bool, String)| if marked { format!("[{text}]") } else { text };
        passage.pieces().into_iter().map(piece).collect()
    }

    #[test]
    fn what_differs_is_marked_as_a_person_would() {
        let cases = [
            (
                "全年新收申请34件",
                "全年新收申请38件",
                "全年新收申请[34]件",
                "全年新收申请[38]件",
                "numbers are whole",
            ),
            ("收费391.49万元", "收费391.5万元", "收费[391.49]万元", "收费[391.5]万元", "with their decimals"),
            (
                "同比增长12.5%，效果明显",
                "同比增长3%，效果明显",
                "同比增长[12.5%]，效果明显",
                "同比增长[3%]，效果明显",
                "and per cent",
            ),
            (
                "期满前十五日内可以选择",
                "期满前三十日内可以选择",
                "期满前[十五]日内可以选择",
                "期满前[三十]日内可以选择",
                "characters",
            ),
            (
                "共２３件 ，其中",
                "共 23件,其中",
                "共２３件 ，其中",
                "共 23件,其中",
                "full width and spaces are no difference",
            ),
            (
                "没有行政诉讼。",
                "没有行政复议和行政诉讼。",
                "没有行政诉讼。",
                "没有行政[复议和行政]诉讼。",
                "added words",
            ),
            ("编制并公布报告。", "编制报告。", "编制[并公布]报告。", "编制报告。", "removed words"),
            (
                "统计期限为2022年1月",
                "统计期限为2023年2月",
                "统计期限为[2022年1]月",
                "统计期限为[2023年2]月",
                "a single shared character joins edits",
            ),
            ("甲乙丙丁", "子丑寅卯", "[甲乙丙丁]", "[子丑寅卯]", "nothing in common"),
            (
                "甲乙丙丁戊己庚辛壬癸",
                "甲丑寅卯辰巳午未申酉",
                "[甲乙丙丁戊己庚辛壬癸]",
                "[甲丑寅卯辰巳午未申酉]",
                "next to nothing in common",
            ),
        ];
        for (a, b, marked_a, marked_b, why) in cases {
            let (a, b) = marked(a, b);
            assert_eq!((shown(&a).as_str(), shown(&b).as_str()), (marked_a, marked_b), "{why}");
        }
    }

    #[test]
    fn a_long_edit_swallows_the_few_characters_it_happens_to_share() {
        let (a, b) = marked("本年主要开展培训工作和检查工作，成效明显", "本年组织完善制度工作机制，成效明显");
        assert_eq!(shown(&a), "本年[主要开展培训工作和检查工作]，成效明显");
        assert_eq!(shown(&b), "本年[组织完善制度工作机制]，成效明显");
    }

    proptest::proptest! {
        #[test]
        fn what_is_not_marked_is_the_same_in_both(a in "[甲乙丙丁1-3 ，]{0,40}", b in "[甲乙丙丁1-3 ，]{0,40}") {
            let (marked_a, marked_b) = marked(&a, &b);
            let shared = |passage: &Passage| -> String {
                let plain = passage.pieces().into_iter().filter(|(marked, _)| !marked);
                crate::text::squash(&plain.map(|(_, text)| text).collect::<String>())
            };
            proptest::prop_assert_eq!(shared(&marked_a), shared(&marked_b));
            let all: String = marked_a.pieces().into_iter().map(|(_, text)| text).collect();
            proptest::prop_assert_eq!(all, a);
        }
    }
}
