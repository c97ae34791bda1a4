//! Letters measured on the page (GB/T 9704-2012, 5.2, 7.2 and 10.1).

use std::sync::LazyLock;

use casework::letter::Letter;
use jiff::civil::date;
use typst::foundations::Bytes;
use typst::layout::{Abs, Frame, FrameItem, Point};

use super::Sheets;
use crate::{Fonts, pages};

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

/// Something on a page, with its edges in millimetres from the upper left corner of the page.
#[derive(Debug, Clone)]
struct Ink {
    page: usize,
    text: String,
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    /// Where the line of text stands, and how thick a drawn line is.
    base: f64,
    thick: f64,
}

fn letter(paragraphs: &[String]) -> Letter {
    Letter {
        organ: "云州市卫生健康委员会".to_owned(),
        title: "政府信息公开申请答复书".to_owned(),
        number: Some("云卫公开答〔2026〕1号".to_owned()),
        to: "张三".to_owned(),
        body: paragraphs.to_vec(),
        enclosures: Vec::new(),
        on: date(2026, 11, 9),
        contact: String::new(),
        slip: None,
    }
}

fn printed(letters: &[Letter]) -> Vec<Ink> {
    stamped(letters, 0)
}

/// Letters that all carry a stamp of a diameter in millimetres; none for 0.
fn stamped(letters: &[Letter], width: u16) -> Vec<Ink> {
    let image = Bytes::new(include_bytes!("../../../../demo/stamp.png"));
    let (stamps, images) = (vec![width; letters.len()], vec![image; letters.len()]);
    let document = pages::set(&Sheets { letters, stamps, images, mark: None }, &FONTS).unwrap();
    let mut ink = Vec::new();
    for (page, set) in document.pages().iter().enumerate() {
        walk(&set.frame, Point::zero(), page, &mut ink);
    }
    ink
}

fn walk(frame: &Frame, at: Point, page: usize, ink: &mut Vec<Ink>) {
    for (place, item) in frame.items() {
        let at = at + *place;
        match item {
            FrameItem::Group(group) => walk(&group.frame, at, page, ink),
            FrameItem::Text(text) => {
                let bounds = text.bbox();
                let edge = |offset: Abs, from: Abs| (from + offset).to_mm();
                ink.push(Ink {
                    page,
                    text: text.text.to_string(),
                    left: edge(bounds.min.x, at.x),
                    right: edge(text.width(), at.x),
                    top: edge(bounds.min.y.min(bounds.max.y), at.y),
                    bottom: edge(bounds.min.y.max(bounds.max.y), at.y),
                    base: at.y.to_mm(),
                    thick: 0.0,
                });
            }
            FrameItem::Shape(shape, _) => {
                let size = shape.geometry.bbox(None).size();
                let thick = shape.stroke.as_ref().map_or(0.0, |stroke| stroke.thickness.to_pt());
                ink.push(Ink {
                    page,
                    text: String::new(),
                    left: at.x.to_mm(),
                    right: (at.x + size.x).to_mm(),
                    top: at.y.to_mm(),
                    bottom: (at.y + size.y).to_mm(),
                    base: at.y.to_mm(),
                    thick,
                });
            }
            FrameItem::Image(_, size, _) => ink.push(Ink {
                page,
                text: STAMP.to_owned(),
                left: at.x.to_mm(),
                right: (at.x + size.x).to_mm(),
                top: at.y.to_mm(),
                bottom: (at.y + size.y).to_mm(),
                base: at.y.to_mm(),
                thick: 0.0,
            }),
            _ => {}
        }
    }
}

/// What the only image of a letter is called here.
const STAMP: &str = "stamp";

fn near(measured: f64, wanted: f64, tolerance: f64, what: &str) {
    assert!((measured - wanted).abs() <= tolerance, "{what}: {measured:.2} mm instead of {wanted} mm");
}

#[test]
fn mark_lines_and_number_stand_where_the_standard_says() {
    let ink = printed(&[letter(&["正文。".to_owned()])]);
    let with =
        |part: &str| ink.iter().find(|one| one.text.contains(part)).unwrap_or_else(|| panic!("no {part}"));
    let mark = with("云州市卫生健康");
    near(mark.top, 30.0, 1.0, "the upper edge of the mark");
    near((mark.left + mark.right) / 2.0, 105.0, 1.0, "the middle of the mark");
    let lines: Vec<&Ink> = ink.iter().filter(|one| one.text.is_empty() && one.thick > 0.0).collect();
    assert_eq!(lines.len(), 4, "two double lines: {lines:?}");
    for line in &lines {
        near(line.right - line.left, 170.0, 0.1, "the length of a line");
        near((line.left + line.right) / 2.0, 105.0, 0.5, "the middle of a line");
    }
    assert!(
        lines[0].thick > lines[1].thick && lines[2].thick < lines[3].thick,
        "thick above thin, thin above thick"
    );
    for pair in [&lines[..2], &lines[2..]] {
        let white = (pair[1].base - pair[0].base) * 72.0 / 25.4 - (pair[0].thick + pair[1].thick) / 2.0;
        assert!(white > 0.8, "{white:.2} pt of white between two lines");
    }
    near(lines[0].top - mark.bottom, 4.0, 1.0, "from the mark to the line");
    near(lines[3].bottom, 297.0 - 20.0, 1.0, "the lower line");
    let number = with("云卫公开答");
    near(with("号").right, 210.0 - 26.0, 1.0, "the right edge of the number");
    assert!(number.top > lines[1].bottom, "the number stands below the line");
    let heading = with("申请答复书");
    assert!(heading.top > number.bottom, "the title stands below the number");
    let date = with("年11月9日");
    near(date.right, 184.0 - 4.0 * 5.57, 1.5, "the date ends four characters from the edge");
    assert!(ink.iter().all(|one| one.page == 0), "it is one page, without a number");
}

/// 7.3.5.1.
#[test]
fn a_stamp_presses_on_name_and_date_and_stays_within_a_line_of_the_text() {
    for width in [38, 42, 45] {
        let ink = stamped(&[letter(&["正文。".to_owned()])], width);
        let with = |part: &str| {
            ink.iter().rfind(|one| one.text.contains(part)).unwrap_or_else(|| panic!("no {part}"))
        };
        let (stamp, date, text) = (with(STAMP), with("年11月9日"), with("正文。"));
        let organ = ink.iter().rfind(|one| one.text.contains("云州市") && one.top > 50.0).unwrap();
        near(stamp.right - stamp.left, f64::from(width), 0.1, "the diameter");
        near(
            (stamp.left + stamp.right) / 2.0,
            (date.left + date.right) / 2.0,
            0.5,
            "the middle of the stamp",
        );
        assert!(stamp.top < organ.top && stamp.bottom > date.bottom, "it presses on both: {stamp:?}");
        let middle = (organ.top + date.bottom) / 2.0;
        assert!(middle > (stamp.top + stamp.bottom) / 2.0, "both lie a little below its middle");
        let gap = stamp.top - text.bottom;
        assert!((0.0..=225.0 / 22.0).contains(&gap), "{gap:.1} mm below the text");
    }
}

/// 22 lines of 28 characters fill a page.
#[test]
fn a_page_has_22_lines_of_28_characters() {
    let text = "政府信息公开申请办理情况说明".repeat(2 * 22 * 3);
    let ink = printed(&[letter(&[text])]);
    let mut lines: Vec<(i64, String, f64, f64)> = Vec::new();
    for one in ink.iter().filter(|one| one.page == 1 && !one.text.is_empty() && !one.text.contains('—')) {
        let base = (one.base * 10.0).round() as i64;
        match lines.iter_mut().find(|(at, ..)| *at == base) {
            Some((_, text, left, right)) => {
                text.push_str(&one.text);
                (*left, *right) = (left.min(one.left), right.max(one.right));
            }
            None => lines.push((base, one.text.clone(), one.left, one.right)),
        }
    }
    let lines: Vec<_> =
        lines.iter().filter(|(_, text, ..)| !text.trim().is_empty() && text.trim() != "2").collect();
    assert_eq!(lines.len(), 22, "lines of a page: {lines:?}");
    for (_, text, left, right) in &lines {
        assert_eq!(text.chars().count(), 28, "characters of a line: {text}");
        near(*left, 28.0, 0.6, "the left margin");
        near(*right, 210.0 - 26.0, 0.6, "the right margin");
    }
    for pair in lines.windows(2) {
        near((pair[1].0 - pair[0].0) as f64 / 10.0, 225.0 / 22.0, 0.11, "from line to line");
    }
    near(lines[0].0 as f64 / 10.0, 37.0 + 0.88 * 16.0 * 0.3528, 0.3, "the first line");
}

/// 7.5.
#[test]
fn pages_after_the_first_have_their_number_and_every_letter_begins_anew() {
    let long = "政府信息公开申请办理情况说明".repeat(80);
    let ink = printed(&[letter(&[long]), letter(&["正文。".to_owned()])]);
    let numbered: Vec<(usize, bool)> =
        ink.iter().filter(|one| one.text.contains('—')).map(|one| (one.page, one.left > 105.0)).collect();
    let last = ink.iter().map(|one| one.page).max().unwrap();
    assert!(
        numbered.iter().any(|(page, right)| *page == 1 && !right),
        "the second page has it on the left: {numbered:?}"
    );
    assert!(
        numbered.iter().all(|(page, _)| *page != 0 && *page != last),
        "first pages have none: {numbered:?}"
    );
    let marks: Vec<usize> =
        ink.iter().filter(|one| one.text.contains("云州市") && one.top < 40.0).map(|one| one.page).collect();
    assert_eq!(marks, [0, last], "each letter begins with its mark");
}
