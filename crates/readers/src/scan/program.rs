//! The program that recognises characters, as a process of its own.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::Bitmap;
use crate::Unreadable;

/// Bytes that it may answer for a picture.
const LONGEST_ANSWER: u64 = 16 << 20;

/// How often it is looked whether it has ended.
const PAUSE: Duration = Duration::from_millis(10);

/// The program, and when it has to have ended.
pub(super) struct Program {
    pub(super) path: PathBuf,
    pub(super) languages: String,
    pub(super) until: Instant,
}

/// What is expected in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Words,
    Numbers,
}

/// The language whose digits are read best; it always comes with the program.
const OF_NUMBERS: &str = "eng";

/// The characters of numbers.
const NUMBERS: &str = "tessedit_char_whitelist=0123456789.,/-+";

/// A character in a picture, in dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) c: char,
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) right: usize,
    pub(super) bottom: usize,
    /// The edges of its line.
    pub(super) line_top: usize,
    pub(super) line_bottom: usize,
    /// How certain the program is, of 100.
    pub(super) certainty: u8,
}

impl Program {
    /// The characters of a picture of running text.
    pub(super) fn letters(&self, picture: &Bitmap, kind: Kind) -> Result<Vec<Letter>, Unreadable> {
        let mut command = Command::new(&self.path);
        command.args(["stdin", "stdout", "--psm", "6", "--dpi", "300"]);
        match kind {
            Kind::Words => command.args(["-l", &self.languages]),
            Kind::Numbers => command.args(["-l", OF_NUMBERS, "-c", NUMBERS]),
        };
        command.args(["-c", "hocr_char_boxes=1", "hocr"]);
        command.env_clear().env("OMP_THREAD_LIMIT", "1").env("LC_ALL", "C");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|_| Unreadable::Unrecognised)?;
        let file = picture.file();
        let answer = thread::scope(|scope| {
            let (input, output) = (child.stdin.take(), child.stdout.take());
            scope.spawn(move || {
                // When the program ends early, its answer tells.
                let _ = input.map(|mut input| input.write_all(&file));
            });
            let answer = scope.spawn(move || {
                let mut answer = Vec::new();
                let read = output.map(|output| output.take(LONGEST_ANSWER).read_to_end(&mut answer));
                read.and_then(Result::ok).map(|_| answer)
            });
            let ended = self.wait(&mut child);
            let answer = answer.join().ok().flatten();
            answer.filter(|_| ended)
        });
        let answer = answer.ok_or(Unreadable::Unrecognised)?;
        Ok(letters(&String::from_utf8_lossy(&answer)))
    }

    /// Waits for the end, and brings it about when it is due; tells whether the program ended well.
    fn wait(&self, child: &mut Child) -> bool {
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return status.success(),
                Ok(None) if self.is_in_time() => thread::sleep(PAUSE),
                Ok(None) | Err(_) => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return false;
                }
            }
        }
    }

    fn is_in_time(&self) -> bool {
        Instant::now() < self.until
    }
}

/// The characters of an answer in hOCR: spans of lines with `bbox`, and in them of characters with `x_bboxes`.
fn letters(answer: &str) -> Vec<Letter> {
    let mut letters = Vec::new();
    let mut line = (0, 0);
    for span in answer.split("<span ").skip(1) {
        let places = |name: &str| -> Option<[usize; 4]> {
            let (_, rest) = span.split_once(name)?;
            let mut numbers = rest.split([' ', ';', '\'', '"']).filter(|word| !word.is_empty());
            let mut next = || numbers.next()?.parse().ok();
            Some([next()?, next()?, next()?, next()?])
        };
        if let Some([left, top, right, bottom]) = places("x_bboxes ") {
            let text = span.split_once('>').map_or("", |(_, rest)| rest.split('<').next().unwrap_or(rest));
            let certainty =
                span.split_once("x_conf ").and_then(|(_, rest)| rest.split(['.', '\'']).next()?.parse().ok());
            letters.extend(character(text).map(|c| Letter {
                certainty: certainty.unwrap_or(0),
                c,
                left,
                top,
                right,
                bottom,
                line_top: line.0,
                line_bottom: line.1,
            }));
        } else if !span.contains("ocrx_word")
            && let Some([_, top, _, bottom]) = places("bbox ")
        {
            line = (top, bottom);
        }
    }
    letters
}

fn character(text: &str) -> Option<char> {
    match text.trim() {
        "&lt;" => Some('<'),
        "&gt;" => Some('>'),
        "&amp;" => Some('&'),
        "&quot;" => Some('"'),
        "&#39;" => Some('\''),
        text => text.chars().next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_names_characters_with_their_lines() {
        let answer = "<div class='ocr_page' title='image \"\"; bbox 0 0 900 900'>\n\
            <span class='ocr_line' id='line_1_1' title=\"bbox 10 20 310 60; baseline 0 -6; x_size 33\">\n\
            <span class='ocrx_word' id='word_1_1' title='bbox 10 22 70 52; x_wconf 91'>\
            <span class='ocrx_cinfo' title='x_bboxes 10 22 40 52; x_conf 99.1'>章</span>\
            <span class='ocrx_cinfo' title='x_bboxes 44 22 60 52; x_conf 88.8'>&amp;</span></span></span>";
        let letter = |c: char, left: usize, right: usize, certainty: u8| Letter {
            certainty,
            c,
            left,
            top: 22,
            right,
            bottom: 52,
            line_top: 20,
            line_bottom: 60,
        };
        assert_eq!(letters(answer), [letter('章', 10, 40, 99), letter('&', 44, 60, 88)]);
        assert_eq!(letters("Error, could not read"), []);
    }
}
