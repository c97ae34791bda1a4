#![allow(clippy::unwrap_used, reason = "a test that cannot write its input has failed")]

use std::io::Cursor;
use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::date;
use readers::Limits;
use sofd::{RenderOptions, Shape};
use typst::foundations::Smart;
use typst::layout::{Abs, Angle, Frame, FrameItem, GroupItem, Point, Ratio, Size, Transform};
use typst::model::DocumentInfo;
use typst::syntax::Span;
use typst::text::{FontInstance, FontVariant, FontVariations, Glyph, TextItem};
use typst::visualize::{Color, Curve, DashPattern, FixedStroke, Geometry};

use super::*;
use crate::manuscript::{self, Piece, PrintedTable, Style};

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

fn manuscript(file: &str) -> Manuscript {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file);
    let report = readers::report(file, &std::fs::read(path).unwrap(), &Limits::default()).unwrap();
    manuscript::of(&report, date(2026, 1, 31), None).unwrap()
}

fn opened(file: &[u8]) -> sofd::Document {
    sofd::Document::open_bytes(file).unwrap()
}

/// The texts of a page as a reader goes through them.
fn texts(document: &sofd::Document, page: usize) -> Vec<String> {
    let page = serde_json::to_value(document.page(page).unwrap()).unwrap();
    let ops = page["ops"].as_array().unwrap().iter();
    ops.filter_map(|op| op.get("Text")).map(|run| run["text"].as_str().unwrap().to_owned()).collect()
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn tables(manuscript: &Manuscript) -> impl Iterator<Item = &PrintedTable> {
    manuscript.pieces.iter().filter_map(|piece| match piece {
        Piece::Table { table } => Some(table),
        _ => None,
    })
}

fn cells(table: &PrintedTable) -> impl Iterator<Item = String> {
    table.rows.iter().flatten().map(|cell| plain(&cell.text))
}

#[test]
fn text_is_read_in_the_order_of_the_manuscript() {
    let files = [
        ("fixtures/reports/hangzhou-wjw-2021.txt", "headings of two levels"),
        ("demo/reports/yunzhou-wjw-2022.docx", "signed"),
        ("demo/reports/yunzhou-jyj-2025.xlsx", "tables only"),
        ("demo/reports/yunzhou-wjw-2019.txt", "the older form"),
    ];
    for (file, why) in files {
        let manuscript = manuscript(file);
        let document = opened(&write(&manuscript, &FONTS).unwrap());
        let mut read = String::new();
        for page in 0..document.page_count() {
            let number = format!("— {} —", page + 1);
            let texts = texts(&document, page);
            assert!(texts.contains(&number), "{file}, {why}: page {page}");
            read.extend(texts.iter().filter(|text| **text != number).map(|text| plain(text)));
        }
        let mut rest = Rest { text: &read, case: format!("{file}, {why}") };
        rest.take(&plain(&manuscript.title));
        for piece in &manuscript.pieces {
            match piece {
                Piece::Heading { text }
                | Piece::Subheading { text }
                | Piece::Paragraph { text }
                | Piece::Caption { text }
                | Piece::Note { text } => rest.take(&plain(text)),
                Piece::Table { table } => rest.table(table),
            }
        }
        manuscript.signature.iter().for_each(|line| rest.take(&plain(line)));
        assert_eq!(rest.text, "", "{}", rest.case);
    }
}

/// What has not been read yet.
struct Rest<'t> {
    text: &'t str,
    case: String,
}

impl Rest<'_> {
    fn take(&mut self, piece: &str) {
        let rest = self.text.strip_prefix(piece);
        self.text = rest.unwrap_or_else(|| panic!("{}: {piece} is not next in {}", self.case, self.text));
    }

    /// A table, which may go on overleaf: its heads come again there, and what belongs to most of its rows may wait.
    fn table(&mut self, table: &PrintedTable) {
        let mut heads = String::new();
        let mut waiting: Option<String> = None;
        let mut in_heads = false;
        for (at, row) in table.rows.iter().enumerate() {
            let is_head = at < table.head_rows || row.iter().all(|cell| cell.style == Style::Head);
            if is_head && !in_heads {
                heads.clear();
            }
            in_heads = is_head;
            for cell in row {
                let text = plain(&cell.text);
                if let Some(words) = waiting.take_if(|words| self.text.starts_with(words.as_str())) {
                    self.take(&words);
                }
                if is_head {
                    heads.push_str(&text);
                } else if !self.text.starts_with(&text) && self.text.starts_with(&heads) {
                    self.take(&heads);
                }
                if cell.rows > 10 && !self.text.starts_with(&text) {
                    waiting = Some(text);
                } else {
                    self.take(&text);
                }
            }
        }
        assert_eq!(waiting, None, "{}", self.case);
    }
}

/// Upright and level lines of a page: where they are, from where to where.
#[derive(Default)]
struct Rules {
    upright: Vec<(f64, f64, f64)>,
    level: Vec<(f64, f64, f64)>,
}

impl Rules {
    /// The box between the rules around a point: left, top, right, bottom.
    fn around(&self, x: f64, y: f64) -> Option<[f64; 4]> {
        let beside = |rules: &[(f64, f64, f64)], at: f64, along: f64| {
            let passing =
                rules.iter().filter(|(_, from, to)| (*from..=*to).contains(&along)).map(|rule| rule.0);
            let (before, after): (Vec<f64>, Vec<f64>) = passing.partition(|rule| *rule < at);
            Some((before.into_iter().reduce(f64::max)?, after.into_iter().reduce(f64::min)?))
        };
        let (left, right) = beside(&self.upright, x, y)?;
        let (top, bottom) = beside(&self.level, y, x)?;
        Some([left, top, right, bottom])
    }
}

#[test]
fn each_cell_stands_between_its_rules() {
    let manuscript = manuscript("fixtures/reports/hangzhou-wjw-2021.txt");
    let document = opened(&write(&manuscript, &FONTS).unwrap());
    let mut found: Vec<String> = Vec::new();
    for page in 0..document.page_count() {
        let vectors = document.vector_page(page, &RenderOptions::default()).unwrap();
        let mut rules = Rules::default();
        let mut outlines = Vec::new();
        for shape in &vectors.shapes {
            match shape {
                Shape::Path { path, .. } => {
                    let line = path.tight_bounding_box();
                    if line.w < line.h {
                        rules.upright.push((line.x, line.y, line.y + line.h));
                    } else {
                        rules.level.push((line.y, line.x, line.x + line.w));
                    }
                }
                Shape::Text { path, .. } => outlines.push(path.tight_bounding_box()),
                _ => {}
            }
        }
        let texts = texts(&document, page);
        assert_eq!(texts.len(), outlines.len());
        let mut last = None;
        for (text, ink) in texts.iter().zip(outlines) {
            let Some(cell) = rules.around(ink.x + ink.w / 2.0, ink.y + ink.h / 2.0) else { continue };
            let [left, top, right, bottom] = cell;
            let inside = left < ink.x && top < ink.y && ink.x + ink.w < right && ink.y + ink.h < bottom;
            assert!(inside, "{text} reaches over the rules of its cell");
            match found.last_mut() {
                Some(lines) if last == Some(cell) => lines.push_str(&plain(text)),
                _ => found.push(plain(text)),
            }
            last = Some(cell);
        }
    }
    let expected: Vec<String> = tables(&manuscript).flat_map(cells).filter(|text| !text.is_empty()).collect();
    assert_eq!(found, expected);
}

/// A page of 100 by 100 mm with what a frame shows, as an OFD.
fn page_with(items: impl FnOnce(&mut Frame)) -> Vec<u8> {
    let mut frame = Frame::soft(Size::splat(Abs::mm(100.0)));
    items(&mut frame);
    let page = typst_layout::Page {
        frame,
        bleed: Default::default(),
        fill: Smart::Auto,
        numbering: None,
        supplement: Default::default(),
        number: 1,
    };
    let document = PagedDocument::new([page].into_iter().collect(), DocumentInfo::default());
    let manuscript = manuscript("fixtures/reports/hangzhou-wjw-2021.txt");
    package(&manuscript, &document).unwrap()
}

/// Whether a page is dark in the middle of a millimetre.
fn is_dark(file: &[u8]) -> impl Fn(usize, usize) -> bool {
    let options = RenderOptions { dpi: 254.0, ..RenderOptions::default() };
    let image = opened(file).render_page(0, &options).unwrap();
    let (width, bytes) = (image.width as usize, image.rgba_bytes());
    move |x, y| bytes[4 * ((10 * y + 5) * width + 10 * x + 5)] < 128
}

fn mm(x: f64, y: f64) -> Point {
    Point::new(Abs::mm(x), Abs::mm(y))
}

#[test]
fn what_is_turned_scaled_and_cut_is_shown_where_the_page_has_it() {
    let square = || {
        let geometry = Geometry::Rect(Size::new(Abs::mm(20.0), Abs::mm(10.0)));
        FrameItem::Shape(geometry.filled(Color::BLACK), Span::detached())
    };
    let file = page_with(|frame| {
        let group = |transform: Transform, clip: Option<Curve>| {
            let mut inner = Frame::soft(Size::splat(Abs::mm(20.0)));
            inner.push(Point::zero(), square());
            FrameItem::Group(GroupItem { transform, clip, ..GroupItem::new(inner) })
        };
        // A quarter to the right: from (50, 10) 10 to the left and 20 down.
        frame.push(mm(50.0, 10.0), group(Transform::rotate(Angle::deg(90.0)), None));
        let twice = Transform::scale(Ratio::new(2.0), Ratio::new(1.0));
        frame.push(mm(10.0, 40.0), group(twice, None));
        // The last five of twenty are cut off, and with the other two they are twice as many.
        let most = || Some(Curve::rect(Size::new(Abs::mm(15.0), Abs::mm(10.0))));
        frame.push(mm(10.0, 60.0), group(Transform::identity(), most()));
        frame.push(mm(50.0, 60.0), group(twice, most()));
    });
    let is_dark = is_dark(&file);
    let cases = [
        ((41, 11), true, "turned, its far corner"),
        ((48, 28), true, "turned, its other end"),
        ((51, 11), false, "where it would be if it were not turned"),
        ((48, 31), false, "turned, behind its end"),
        ((48, 41), true, "scaled, its far corner"),
        ((51, 41), false, "scaled, behind its end"),
        ((48, 51), false, "scaled sideways only"),
        ((23, 61), true, "before the cut"),
        ((26, 61), false, "behind the cut"),
        ((78, 61), true, "scaled, before the cut"),
        ((81, 61), false, "scaled, behind the cut"),
    ];
    for ((x, y), expected, why) in cases {
        assert_eq!(is_dark(x, y), expected, "{why}");
    }
}

#[test]
fn lines_are_dashed_and_colours_shine_through() {
    let file = page_with(|frame| {
        let dash = DashPattern { array: vec![Abs::mm(10.0), Abs::mm(5.0)], phase: Abs::mm(2.5) };
        let stroke = FixedStroke {
            dash: Some(dash),
            ..FixedStroke::from_pair(Color::from_u8(0, 51, 102, 255), Abs::mm(4.0))
        };
        let line = Geometry::Line(mm(40.0, 0.0)).stroked(stroke);
        frame.push(mm(10.0, 20.0), FrameItem::Shape(line, Span::detached()));
        let square = Geometry::Rect(Size::splat(Abs::mm(10.0))).filled(Color::from_u8(255, 0, 0, 51));
        frame.push(mm(60.0, 20.0), FrameItem::Shape(square, Span::detached()));
    });
    let content = content(&file);
    for expected in [
        r#"LineWidth="4""#,
        r#"DashOffset="2.5" DashPattern="10 5""#,
        r#"<ofd:StrokeColor Value="0 51 102"/>"#,
        r#"<ofd:FillColor Value="255 0 0" Alpha="51"/>"#,
    ] {
        assert!(content.contains(expected), "{expected} in {content}");
    }
}

fn content(file: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    io::read_to_string(zip.by_name("Doc_0/Pages/Page_0/Content.xml").unwrap()).unwrap()
}

/// A line of the first font whose glyphs stand for these texts.
fn line(glyphs: &[(char, &str)]) -> TextItem {
    let font = FONTS.fonts[0].clone();
    let font: FontInstance =
        font.instantiate(FontVariant::default(), Abs::pt(10.0), &FontVariations::default());
    let mut text = String::new();
    let glyph = |(shown, means): &(char, &str)| {
        let start = text.len() as u16;
        text.push_str(means);
        let id = font.ttf().glyph_index(*shown).unwrap().0;
        Glyph {
            id,
            x_advance: typst::layout::Em::one(),
            x_offset: typst::layout::Em::zero(),
            y_advance: typst::layout::Em::zero(),
            y_offset: typst::layout::Em::zero(),
            range: start..text.len() as u16,
            span: (Span::detached(), 0),
        }
    };
    let glyphs = glyphs.iter().map(glyph).collect();
    TextItem {
        font: font.clone(),
        size: Abs::mm(10.0),
        fill: Color::BLACK.into(),
        stroke: None,
        lang: typst::text::Lang::CHINESE,
        region: None,
        text: text.into(),
        glyphs,
    }
}

struct Case {
    /// Glyphs, by a character that has them, and what they stand for.
    line: &'static [(char, &'static str)],
    /// The runs, and for how many characters each names how many glyphs.
    runs: &'static [(&'static str, Option<[usize; 2]>)],
    why: &'static str,
}

const CASES: [Case; 7] = [
    Case {
        line: &[('公', "公"), ('开', "开")], runs: &[("公开", None)], why: "found by its character"
    },
    Case {
        line: &[('公', "公"), ('一', "——"), ('开', "开")],
        runs: &[("公", None), ("——", Some([2, 1])), ("开", None)],
        why: "a ligature",
    },
    Case {
        line: &[('公', "公"), ('开', "公")],
        runs: &[("公", None), ("公", Some([1, 1]))],
        why: "another form of the same character",
    },
    Case {
        line: &[('公', "𠮷"), ('开', "开")],
        runs: &[("𠮷", Some([1, 1])), ("开", None)],
        why: "two units of UTF-16",
    },
    Case {
        line: &[('公', " "), ('开', "开"), ('公', " ")],
        runs: &[("开 ", None)],
        why: "a blank at the beginning is only skipped",
    },
    Case {
        line: &[('公', "公"), ('-', "\u{AD}")],
        runs: &[("公\u{2010}", None)],
        why: "a soft hyphen that is printed",
    },
    Case {
        line: &[('公', "公"), ('公', "\u{200B}"), ('公', "\u{1}"), ('开', "开")],
        runs: &[("公开", None)],
        why: "nothing to copy",
    },
];

#[test]
fn a_glyph_that_does_not_follow_from_its_character_is_named() {
    for Case { line, runs, why } in CASES {
        let file = page_with(|frame| frame.push(mm(10.0, 20.0), FrameItem::Text(self::line(line))));
        let read: String = runs.iter().map(|(text, _)| *text).collect();
        assert_eq!(texts(&opened(&file), 0).concat(), read.trim(), "{why}");
        let content = content(&file);
        let objects: Vec<&str> = content.split("<ofd:TextObject").skip(1).collect();
        assert_eq!(objects.len(), runs.len(), "{why}: {content}");
        for (object, (text, named)) in objects.iter().zip(runs) {
            assert!(object.contains(&format!(">{text}</ofd:TextCode>")), "{why}: {object}");
            assert_eq!(object.contains("CGTransform"), named.is_some(), "{why}: {object}");
            if let Some([codes, glyphs]) = named {
                let counts = format!(r#"CodePosition="0" CodeCount="{codes}" GlyphCount="{glyphs}""#);
                assert!(object.contains(&counts), "{why}: {object}");
            }
        }
    }
}
