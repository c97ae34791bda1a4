//! Pages made from drawing instructions, and files that are none.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::samples::{PdfFile, PdfPage, shown};
use crate::{Input, Limits, Recognition, Unreadable, read, read_with};

fn lines_of(file: &PdfFile) -> Vec<String> {
    match read("a.pdf", &file.bytes(), &Limits::default()) {
        Ok(Input::Document(document)) => shown(&document),
        other => panic!("{other:?}"),
    }
}

fn lines(pages: Vec<PdfPage>) -> Vec<String> {
    lines_of(&PdfFile::new(pages))
}

fn page(draw: impl FnOnce(&mut PdfPage)) -> PdfPage {
    let mut page = PdfPage::default();
    draw(&mut page);
    page
}

/// The edges of columns and rows that are equally wide and high.
fn edges(from: f32, step: f32, count: usize) -> Vec<f32> {
    (0..=count).map(|n| from + step * n as f32).collect()
}

/// How a line is drawn from one point to another.
type DrawLine<'a> = &'a dyn Fn(&mut PdfPage, (f32, f32), (f32, f32));

/// The texts of the cells of some rows.
type Rows<'a> = &'a [&'a [&'a str]];

const ROWS: [&[&str]; 2] = [&["规章", "1", "25"], &["规范性文件", "", "174"]];
const TABLE: [&str; 2] = ["T1R1C0 [0+1 规章][1+1 1][2+1 25]", "T1R2C0 [0+1 规范性文件][1+1 ][2+1 174]"];

#[test]
fn lines_are_ruled_in_many_ways() {
    let (xs, ys) = (edges(50.0, 100.0, 3), edges(100.0, 20.0, 2));
    let cases: [(&str, DrawLine); 6] = [
        ("as strokes", &|page, from, to| page.line(from, to)),
        ("as thin boxes", &|page, (x0, y0), (x1, y1)| {
            page.fill(x0 - 0.4, y0 - 0.4, x1 - x0 + 0.8, y1 - y0 + 0.8)
        }),
        ("twice beside each other", &|page, (x0, y0), (x1, y1)| {
            page.line((x0 - 0.8, y0 - 0.8), (x1 - 0.8, y1 - 0.8));
            page.line((x0 + 0.8, y0 + 0.8), (x1 + 0.8, y1 + 0.8));
        }),
        ("in dots", &|page, (x0, y0), (x1, y1)| {
            let count = ((x1 - x0).max(y1 - y0) / 2.0) as usize;
            for n in 0..=count {
                let at = n as f32 / count as f32;
                page.fill(x0 + (x1 - x0) * at, y0 + (y1 - y0) * at, 0.8, 0.8);
            }
        }),
        ("in dashes", &|page, (x0, y0), (x1, y1)| {
            let count = ((x1 - x0).max(y1 - y0) / 5.0) as usize;
            let at = |n: f32| {
                let share = n / count as f32;
                (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
            };
            for n in 0..count {
                page.line(at(n as f32), at(n as f32 + 0.6));
            }
        }),
        ("without quite meeting", &|page, (x0, y0), (x1, y1)| {
            let gap = |from: f32, to: f32| if from < to { 1.2 } else { 0.0 };
            page.line((x0 + gap(x0, x1), y0 + gap(y0, y1)), (x1 - gap(x0, x1), y1 - gap(y0, y1)));
        }),
    ];
    for (how, line) in cases {
        let page = page(|page| {
            for y in &ys {
                line(page, (xs[0], *y), (xs[3], *y));
            }
            for x in &xs {
                line(page, (*x, ys[0]), (*x, ys[2]));
            }
            page.cells(&xs, &ys, &ROWS);
        });
        assert_eq!(lines(vec![page]), TABLE, "{how}");
    }
}

#[test]
fn cells_may_be_parted_by_their_background_alone() {
    let (xs, ys) = (edges(50.0, 100.0, 3), edges(100.0, 20.0, 2));
    let page = page(|page| {
        page.content.push_str("0 g\n");
        page.fill(50.0, 100.0, 300.0, 40.0);
        page.content.push_str("1 g\n");
        for x in &xs[..3] {
            for y in &ys[..2] {
                page.fill(x + 0.5, y + 0.5, 99.0, 19.0);
            }
        }
        page.content.push_str("0 g\n");
        page.cells(&xs, &ys, &ROWS);
    });
    assert_eq!(lines(vec![page]), TABLE);
}

#[test]
fn a_table_without_lines_is_found_by_its_columns() {
    let page = page(|page| {
        for (x, head) in [(200.0, "自然人"), (260.0, "企业"), (320.0, "总计")] {
            page.text(x, 90.0, 10.0, head);
        }
        // The numbers stand in the middle of labels of several lines; a column is blank.
        page.text(50.0, 110.0, 10.0, "1.属于国家秘密");
        page.text(50.0, 130.0, 10.0, "2.其他法律行政");
        page.text(50.0, 142.0, 10.0, "法规禁止公开");
        page.text(50.0, 160.0, 10.0, "3.重复申请");
        for (y, values) in [(110.0, ["12", "", "12"]), (136.0, ["7", "1", "8"]), (160.0, ["0", "350", "350"])]
        {
            for (x, value) in [205.0, 262.0, 322.0].into_iter().zip(values) {
                page.text(x, y, 10.0, value);
            }
        }
    });
    assert_eq!(
        lines(vec![page]),
        [
            "G1L1:0 自然人      企业        总计",
            "T1R1C0 [0+1 1.属于国家秘密][1+1 12][2+1 ][3+1 12]",
            "T1R2C0 [0+1 2.其他法律行政/法规禁止公开][1+1 7][2+1 1][3+1 8]",
            "T1R3C0 [0+1 3.重复申请][1+1 0][2+1 350][3+1 350]",
        ]
    );
}

#[test]
fn a_number_that_is_broken_between_two_lines_is_one_number() {
    let page = page(|page| {
        for y in [96.0, 120.0, 150.0, 180.0] {
            page.line((50.0, y), (380.0, y));
        }
        for (y, label, values) in [
            (112.0, "1.国家秘密", ["0", "3", "3"]),
            (139.0, "2.重复申请", ["7", "", "8"]),
            (168.0, "3.其他", ["1", "2", "3"]),
        ] {
            page.text(50.0, y, 10.0, label);
            for (x, value) in [200.0, 260.0, 320.0].into_iter().zip(values) {
                page.text(x, y, 10.0, value);
            }
        }
        page.text(260.0, 133.0, 10.0, "1234");
        page.text(260.0, 145.0, 10.0, "5");
    });
    assert_eq!(
        lines(vec![page]),
        [
            "T1R1C0 [0+1 1.国家秘密][1+1 0][2+1 3][3+1 3]",
            "T1R2C0 [0+1 2.重复申请][1+1 7][2+1 1234/5][3+1 8]",
            "T1R3C0 [0+1 3.其他][1+1 1][2+1 2][3+1 3]",
        ]
    );
}

#[test]
fn a_column_that_is_blank_in_every_row_is_known_by_its_head() {
    let page = page(|page| {
        for (x, head) in [(198.0, "维持"), (248.0, "纠正"), (298.0, "其他"), (348.0, "总计")] {
            page.text(x, 90.0, 10.0, head);
        }
        for (y, label, value) in [(110.0, "1.行政复议", "4"), (130.0, "2.行政诉讼", "9")] {
            page.text(50.0, y, 10.0, label);
            [200.0, 300.0, 350.0].into_iter().for_each(|x| page.text(x, y, 10.0, value));
        }
    });
    assert_eq!(
        lines(vec![page])[1..],
        [
            "T1R1C0 [0+1 1.行政复议][1+1 4][2+1 ][3+1 4][4+1 4]",
            "T1R2C0 [0+1 2.行政诉讼][1+1 9][2+1 ][3+1 9][4+1 9]"
        ]
    );
}

#[test]
fn a_row_that_a_page_break_splits_is_one_row() {
    let xs = edges(50.0, 40.0, 3);
    let page = |rows: &[&[&str]], ys: &[f32]| page(|page| page.grid(&xs, ys, rows));
    let cases: [(&str, Rows, Rows, &[&str]); 4] = [
        (
            "in the middle of its label and its numbers",
            &[&["1.国家", "12", "3"], &["2.重复", "17426", "0"]],
            &[&["申请", "91", ""], &["3.其他", "5", "6"]],
            &["2.重复/申请][1+1 17426/91][2+1 0", "3.其他][1+1 5][2+1 6"],
        ),
        (
            "below its values",
            &[&["1.国家", "12", "3"], &["2.重复", "17", "0"]],
            &[&["申请", "", ""], &["3.其他", "5", "6"]],
            &["2.重复/申请][1+1 17][2+1 0", "3.其他][1+1 5][2+1 6"],
        ),
        (
            "not at all",
            &[&["1.国家", "12", "3"], &["2.重复", "17", "0"]],
            &[&["3.其他", "5", "6"]],
            &["2.重复][1+1 17][2+1 0", "3.其他][1+1 5][2+1 6"],
        ),
        (
            "not at all, where rows have no numbers",
            &[&["规章", "1", "2"], &["处罚", "17", "0"]],
            &[&["强制", "5", "6"]],
            &["处罚][1+1 17][2+1 0", "强制][1+1 5][2+1 6"],
        ),
    ];
    for (how, first, second, expected) in cases {
        let pages = vec![
            page(first, &edges(700.0, 20.0, first.len())),
            page(second, &edges(60.0, 20.0, second.len())),
        ];
        let rows = lines(pages);
        assert_eq!(rows.len(), 1 + expected.len(), "{how}: {rows:?}");
        for (row, expected) in rows[1..].iter().zip(expected) {
            assert!(row.contains(expected), "{how}: {row}");
        }
    }
}

#[test]
fn what_is_printed_around_the_text_is_left_out() {
    let numbered = |number: u32, text: &str| {
        page(|page| {
            page.text(250.0, 40.0, 9.0, "某市信息公开");
            page.text(50.0, 300.0, 12.0, text);
            // A watermark, and the number of the page.
            page.content.push_str("0.85 g\n");
            page.text(150.0, 320.0, 60.0, "内部资料");
            page.content.push_str("0 g\n");
            page.text(290.0, 770.0, 9.0, &format!("— {number} —"));
        })
    };
    let pages = vec![numbered(1, "一、总体情况"), numbered(2, "二、主动公开情况"), numbered(3, "无")];
    assert_eq!(lines(pages), ["G1L1:0 一、总体情况", "G2L1:0 二、主动公开情况", "G3L1:0 无"]);
}

#[test]
fn digits_keep_together_and_to_their_cell() {
    let (xs, ys) = (edges(50.0, 40.0, 3), edges(100.0, 20.0, 1));
    let page = page(|page| {
        page.grid(&xs, &ys, &[&["行"]]);
        // Wider than its cell, in pieces, and printed twice for boldness.
        page.text(88.0, 114.0, 10.0, "1234567890");
        for (n, digit) in "174".chars().enumerate() {
            page.text(135.0 + 5.2 * n as f32, 114.0, 10.0, &digit.to_string());
            page.text(135.3 + 5.2 * n as f32, 114.0, 10.0, &digit.to_string());
        }
    });
    assert_eq!(lines(vec![page]), ["T1R1C0 [0+1 行][1+1 1234567890][2+1 174]"]);
}

#[test]
fn pages_turned_by_their_instructions_are_turned_back() {
    for (turn, matrix) in [(90, "0 1 -1 0 600 0"), (180, "-1 0 0 -1 600 800"), (270, "0 -1 1 0 0 800")] {
        let page = page(|page| {
            page.content = format!("{matrix} cm\n");
            page.grid(&edges(50.0, 100.0, 3), &edges(300.0, 20.0, 2), &ROWS);
        });
        assert_eq!(lines(vec![page]), TABLE, "{turn}");
    }
}

/// A file of one line that reads `文字`.
fn plain() -> PdfFile {
    PdfFile::new(vec![page(|page| page.text(50.0, 100.0, 12.0, "文字"))])
}

#[test]
fn the_codes_of_fonts_that_are_not_embedded_are_understood() {
    let expected = ["G1L1:0 文字"];
    assert_eq!(lines_of(&plain()), expected);
    let gbk = page(|page| page.content = "BT /F 12 Tf 50 700 Td <cec4d7d6> Tj ET".into());
    assert_eq!(lines_of(&PdfFile { encoding: "GBK-EUC-H", ..PdfFile::new(vec![gbk]) }), expected);
    let unknown = PdfFile { encoding: "Identity-H", collection: "Identity", ..plain() };
    assert_eq!(read("a.pdf", &unknown.bytes(), &Limits::default()), Err(Unreadable::NoCharacters));
}

#[test]
fn a_file_without_a_sound_table_of_its_objects_is_read_all_the_same() {
    let sound = plain().bytes();
    let start = |word: &[u8]| memchr::memmem::rfind(&sound, word).unwrap();
    let cases = [
        ("a wrong place", [&sound[..start(b"startxref")], b"startxref\n7\n%%EOF"].concat()),
        ("none", sound[..start(b"xref\n0")].to_vec()),
        ("bytes before it", [&b"HTTP/1.1 200 OK\r\n\r\n"[..], &sound].concat()),
    ];
    for (what, bytes) in cases {
        let Ok(Input::Document(document)) = read("a.pdf", &bytes, &Limits::default()) else {
            panic!("{what}");
        };
        assert_eq!(shown(&document), ["G1L1:0 文字"], "{what}");
    }
}

#[test]
fn a_password_to_open_is_asked_for_and_one_to_change_is_not() {
    let locked = include_bytes!("../../fixtures/opens-with-password.pdf");
    assert_eq!(read("a.pdf", locked, &Limits::default()), Err(Unreadable::Encrypted));
    let protected = include_bytes!("../../fixtures/changes-with-password.pdf");
    let Ok(Input::Document(document)) = read("a.pdf", protected, &Limits::default()) else { panic!() };
    assert_eq!(shown(&document), ["G1L1:0 文字"]);
}

#[test]
fn as_many_pages_as_the_limit_are_read_and_no_more() {
    let pages = |count: usize| {
        let page = || page(|page| page.text(50.0, 100.0, 12.0, "文"));
        PdfFile::new((0..count).map(|_| page()).collect()).bytes()
    };
    let Ok(Input::Document(document)) = read("a.pdf", &pages(1000), &Limits::default()) else { panic!() };
    assert_eq!(document.lines.len(), 1000);
    assert_eq!(read("a.pdf", &pages(1001), &Limits::default()), Err(Unreadable::TooManyPages(1000)));
}

/// A stream of forms that each draw the next one ten times.
fn forms(count: usize) -> PdfFile {
    let mut file = PdfFile::new(vec![page(|page| page.content = "/X Do".into())]);
    file.resources = format!("/XObject<</X {} 0 R>>", PdfFile::FIRST);
    for n in 0..count {
        // The last one draws the first.
        let next = PdfFile::FIRST + (n + 1) % count;
        let entries = format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X {next} 0 R>>/Font<</F 3 0 R>>>>"
        );
        file.objects.push(PdfFile::stream(&entries, "/X Do ".repeat(10).as_bytes()));
    }
    file
}

/// What a content packs to.
fn packed(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A file of one page with a packed content.
fn of_content(filter: &str, data: &[u8]) -> Vec<u8> {
    PdfFile::of_objects(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<>>>>".to_vec(),
        PdfFile::stream(filter, data),
    ])
}

#[test]
fn what_never_ends_ends_in_a_sentence() {
    let limits = Limits { marks: 20_000, unpacked_bytes: 4 << 20, ..Limits::default() };
    let kids = |kids: &str| {
        let objects = ["<</Type/Catalog/Pages 2 0 R>>", &format!("<</Type/Pages/Count 9/Kids[{kids}]>>")];
        PdfFile::of_objects(&objects.map(|object| object.as_bytes().to_vec()))
    };
    let zeros = packed(&vec![b' '; 5 << 20]);
    let lines: String = (0..9_000).map(|n| format!("{n} 0 m {n} 800 l S 0 {n} m 600 {n} l S\n")).collect();
    let cases = [
        ("a tree of pages that contains itself", kids("2 0 R 2 0 R"), Unreadable::NoText),
        ("forms within one another", forms(14).bytes(), Unreadable::TooMuchInk),
        ("a form within itself", forms(1).bytes(), Unreadable::NoText),
        ("a bomb", of_content("/Filter/FlateDecode", &zeros), Unreadable::Unpacked),
        (
            "a bomb in a bomb",
            of_content("/Filter[/FlateDecode/FlateDecode]", &packed(&zeros)),
            Unreadable::Unpacked,
        ),
        (
            "lines without number",
            of_content("/Filter/FlateDecode", &packed(lines.as_bytes())),
            Unreadable::TooMuchInk,
        ),
    ];
    for (what, bytes, expected) in cases {
        assert_eq!(read("a.pdf", &bytes, &limits), Err(expected), "{what}");
    }
}

/// A file of a page that is one picture, and one of text.
fn scanned() -> PdfFile {
    let picture = page(|page| page.content = "q 600 0 0 800 0 0 cm /P Do Q".into());
    let mut file = PdfFile::new(vec![picture]);
    let entries = "/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 1/ColorSpace/DeviceGray";
    file.resources = format!("/XObject<</P {} 0 R>>", PdfFile::FIRST);
    file.objects.push(PdfFile::stream(entries, &[0xff, 0x81, 0xff, 0xbd, 0xbd, 0xff, 0x81, 0xff]));
    file
}

#[test]
fn pages_that_are_pictures_are_said_to_be() {
    assert_eq!(read("a.pdf", &scanned().bytes(), &Limits::default()), Err(Unreadable::Scanned));
    let mut mixed = scanned();
    mixed
        .pages
        .push(page(|page| page.text(50.0, 100.0, 12.0, "这一页是文字，有二十个以上的字，所以不是图片。")));
    assert_eq!(lines_of(&mixed), ["G2L1:0 这一页是文字，有二十个以上的字，所以不是图片。"]);
    let Ok(Input::Document(document)) = read("a.pdf", &mixed.bytes(), &Limits::default()) else {
        panic!("unread")
    };
    assert_eq!(document.unread, [1], "a page that nobody reads is named");
}

/// Reads a scan with another program in the place of the one that recognises characters.
fn recognised_by(program: &str, seconds: u64) -> Result<Input, Unreadable> {
    let recognition = Recognition { program: Some(program.into()), seconds, ..Recognition::default() };
    read_with("a.pdf", &scanned().bytes(), &Limits::default(), &recognition)
}

#[test]
fn a_program_that_fails_ends_in_a_sentence() {
    for (program, what) in [("/no/such/program", "that is not there"), ("/bin/false", "that fails")] {
        assert_eq!(recognised_by(program, 9), Err(Unreadable::Unrecognised), "{what}");
    }
}

#[test]
fn a_program_that_goes_on_without_end_ends_in_a_sentence() {
    for (seconds, what) in [(9, "that answers without end"), (0, "that has no time")] {
        assert_eq!(recognised_by("/usr/bin/yes", seconds), Err(Unreadable::Unrecognised), "{what}");
    }
}
