//! Markdown, as far as its marks stand between a reader and the words.

use reporting::document::Document;

use crate::{Limits, Unreadable, text};

/// Reads Markdown: the lines of the text without its marks; the bars between cells stay.
pub(crate) fn read(text: &str, limits: &Limits) -> Result<Document, Unreadable> {
    text::read_lines(text, limits, words)
}

/// A line without heading marks, emphasis and escapes; none for a line that only draws a rule.
fn words(line: &str) -> Option<String> {
    if is_rule(line) {
        return None;
    }
    let heading = line.trim_start();
    let marks = heading.len() - heading.trim_start_matches('#').len();
    let line = if (1..=6).contains(&marks) {
        heading[marks..].trim().trim_end_matches('#').trim_end()
    } else {
        line
    };
    let line = line.replace("**", "").replace("<br>", " ").replace("<br/>", " ").replace("<br />", " ");
    Some(unescaped(&line))
}

/// Whether a line is a fence, the underline of a heading, or the delimiter row of a table (`|---|:--:|`).
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    if line.starts_with("```") || line.starts_with("~~~") {
        return true;
    }
    let cells = line.strip_prefix('|').unwrap_or(line);
    let cells = cells.strip_suffix('|').unwrap_or(cells);
    cells.split('|').all(|cell| {
        let cell = cell.trim();
        let marks = cell.trim_matches(':');
        // One dash alone in a cell is how a report says "none".
        let enough = marks.len() >= 2 || !marks.is_empty() && marks.len() < cell.len();
        enough && (marks.bytes().all(|b| b == b'-') || marks.bytes().all(|b| b == b'='))
    })
}

/// Takes away the backslash before a mark. An escaped bar keeps it: it separates no cells.
fn unescaped(line: &str) -> String {
    let mut words = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        let escapes =
            c == '\\' && letters.peek().is_some_and(|next| next.is_ascii_punctuation() && *next != '|');
        words.push(if escapes { letters.next().unwrap_or(c) } else { c });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use reporting::document::{Content, Place};

    #[test]
    fn marks_go_and_words_stay() {
        let cases = [
            ("## 一、总体情况", Some("一、总体情况"), "a heading"),
            ("# **标题** #", Some("标题"), "closed and bold"),
            ("#一、总体情况", Some("一、总体情况"), "a heading without its space"),
            ("| 规章 | **0** |", Some("| 规章 | 0 |"), "bars separate cells"),
            ("|---|:--:|", None, "a delimiter row"),
            ("--- | --:", None, "a delimiter row without outer bars"),
            ("| - | - |", Some("| - | - |"), "cells that say none"),
            ("|||", Some("|||"), "empty cells"),
            ("***", Some("*"), "emphasis alone"),
            ("-----", None, "a rule"),
            ("```", None, "a fence"),
            ("1\\. 属于\\*国家\\*秘密", Some("1. 属于*国家*秘密"), "escapes"),
            ("a\\|b", Some("a\\|b"), "an escaped bar"),
            ("第二十条<br>第（一）项", Some("第二十条 第（一）项"), "a break in a cell"),
            ("", Some(""), "an empty line"),
            ("  0\t0", Some("  0\t0"), "space is kept"),
        ];
        for (line, expected, why) in cases {
            assert_eq!(words(line).as_deref(), expected, "{why}");
        }
    }

    #[test]
    fn lines_keep_their_numbers() {
        let document = read("# 标题\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", &Limits::default()).unwrap();
        let places: Vec<_> = document.lines.iter().map(|line| line.place.line).collect();
        assert_eq!(places, [1, 2, 3, 5]);
        assert_eq!(document.lines[3].content, Content::Text("| 1 | 2 |".to_owned()));
        assert_eq!(document.lines[3].place, Place::text(5));
    }
}
