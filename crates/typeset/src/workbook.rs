//! What all workbooks need: numbers that stay what they are, rows that are high enough, texts that a cell holds (工作簿).

use std::borrow::Cow;

use rust_xlsxwriter::Format;

/// Height of the highest row that a workbook has, in points.
pub(crate) const HIGHEST: f64 = 408.0;

/// Units of UTF-16 that a cell holds.
const HOLDS: usize = 32_767;

/// A printed number as a workbook keeps it, and its decimals; none where the workbook would change it.
pub(crate) fn exact(printed: &str) -> Option<(f64, usize)> {
    let number: f64 = printed.parse().ok()?;
    let decimals = printed.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    (format!("{number:.decimals$}") == printed && number.abs() < 1e15).then_some((number, decimals))
}

/// The format of a number that is printed with its decimals.
pub(crate) fn with_decimals(format: Format, decimals: usize) -> Format {
    let pattern = if decimals > 0 { format!("0.{}", "0".repeat(decimals)) } else { "0".to_owned() };
    format.set_num_format(pattern)
}

/// Lines on which a text is printed in a column that is as wide as some figures: programs that do not count them
/// themselves would show the first alone. A Chinese character is as wide as two figures.
pub(crate) fn lines(text: &str, figures: f64) -> f64 {
    let room = (figures - 2.0).max(2.0);
    let of_line = |line: &str| {
        let wide: u32 = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        (f64::from(wide) / room).ceil().max(1.0)
    };
    text.split('\n').map(of_line).sum()
}

/// A text in as many pieces as there are cells needed to hold it, cut behind sentences where there are any.
pub(crate) fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    loop {
        let end = held(rest, HOLDS);
        if end == rest.len() {
            pieces.push(rest);
            return pieces;
        }
        let sentence = rest[..end].rfind(['。', '；', '\n']);
        let (piece, next) = rest.split_at(sentence.map_or(end, |at| rest.ceil_char_boundary(at + 1)));
        pieces.push(piece);
        rest = next;
    }
}

/// A text that one cell holds: of a list (甲局、乙局) the first and how many there are, of any other the beginning.
pub(crate) fn fitting(text: &str) -> Cow<'_, str> {
    if held(text, HOLDS) == text.len() {
        return text.into();
    }
    let start = &text[..held(text, HOLDS - 20)];
    let separator = if start.contains('\n') { '\n' } else { '、' };
    let cut = match start.rfind(separator) {
        Some(at) => format!("{}……等{}个", &start[..at], text.split(separator).count()),
        None => format!("{start}……"),
    };
    cut.into()
}

/// Bytes of the beginning of a text that is no longer than some units of UTF-16.
fn held(text: &str, most: usize) -> usize {
    let mut units = 0;
    let over = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > most
    });
    over.map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_only_where_the_workbook_prints_it_again() {
        let cases = [
            ("12", Some((12.0, 0)), "a count"),
            ("-4", Some((-4.0, 0)), "a change"),
            ("451.6630", Some((451.663, 4)), "money keeps its zeros"),
            ("0.1", Some((0.1, 1)), "not exact in binary, but printed the same"),
            ("1234567890123456", None, "a workbook keeps fifteen figures"),
            ("+5", None, "a workbook drops the sign"),
            ("007", None, "and the zeros"),
            ("1e3", None, "not written so"),
            ("inf", None, "a word"),
            ("", None, "blank is not zero"),
        ];
        for (printed, expected, why) in cases {
            assert_eq!(exact(printed), expected, "{printed}: {why}");
        }
    }

    #[test]
    fn lines_are_counted_as_they_are_printed() {
        let cases = [("", 1.0), ("abcdefgh", 1.0), ("一二三四", 1.0), ("一二三四五", 2.0), ("一\n二", 2.0)];
        for (text, expected) in cases {
            assert_eq!(lines(text, 10.0), expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_text_goes_on_in_the_next_cell_behind_a_sentence() {
        let sentence = format!("{}。", "公".repeat(9_999));
        let text = sentence.repeat(4);
        let pieces = pieces(&text);
        assert_eq!(pieces.concat(), text, "nothing is lost");
        assert_eq!(pieces, [sentence.repeat(3), sentence]);
        let solid = "𠮷".repeat(20_000);
        let pieces = super::pieces(&solid);
        assert_eq!(pieces.concat(), solid);
        assert!(pieces.iter().all(|piece| piece.encode_utf16().count() <= HOLDS), "two units each");
        assert_eq!(super::pieces(""), [""]);
    }

    #[test]
    fn a_list_that_is_too_long_says_how_many_it_has() {
        let names = vec!["云州市公安局交通警察支队"; 5_000];
        let cut = fitting(&names.join("、")).into_owned();
        assert!(cut.ends_with("云州市公安局交通警察支队……等5000个"), "whole names only");
        let lines = fitting(&names.join("\n")).into_owned();
        assert!(lines.ends_with("支队……等5000个"));
        let solid = fitting(&"公".repeat(40_000)).into_owned();
        assert!(solid.ends_with("公……"));
        for cut in [cut, lines, solid] {
            assert!(held(&cut, HOLDS) == cut.len());
        }
        assert_eq!(fitting("甲局、乙局"), "甲局、乙局", "what fits stays");
    }
}
