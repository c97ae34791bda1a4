//! DOC files of a few paragraphs, built from their text and its instructions.

use reporting::document::Document;

use super::read;
use crate::samples::{DocFile, shown};
use crate::{Limits, Unreadable};

const IN_TABLE: [u8; 3] = [0x16, 0x24, 1];
const ENDS_ROW: [u8; 3] = [0x17, 0x24, 1];
const ENDS_INNER_CELL: [u8; 3] = [0x4b, 0x24, 1];
const ENDS_INNER_ROW: [u8; 3] = [0x4c, 0x24, 1];
const HIDDEN: [u8; 3] = [0x3c, 0x08, 1];
const DELETED: [u8; 3] = [0x00, 0x08, 1];

fn depth(depth: u8) -> Vec<u8> {
    vec![0x49, 0x66, depth, 0, 0, 0]
}

/// The instruction that defines the cells of a row: their edges in points, and the flags of each.
fn cells(edges: &[i16], flags: &[u16]) -> Vec<u8> {
    let mut operand = vec![u8::try_from(flags.len()).unwrap()];
    operand.extend(edges.iter().flat_map(|edge| (edge * 20).to_le_bytes()));
    for flags in flags {
        operand.extend(flags.to_le_bytes());
        operand.extend([0; 18]);
    }
    let length = u16::try_from(operand.len() + 1).unwrap();
    [&[0x08, 0xd6][..], &length.to_le_bytes(), &operand].concat()
}

/// A cell merged with the one above it, and one that others below are merged with.
const BELOW: u16 = 1 << 5;
const ABOVE: u16 = 3 << 5;
/// A cell merged with the one before it.
const BEHIND: u16 = 1 << 1;

fn lines(file: &DocFile) -> Vec<String> {
    shown(&document(file).unwrap())
}

fn document(file: &DocFile) -> Result<Document, Unreadable> {
    read(&file.bytes(), &Limits::default())
}

/// Adds a row of a table at some depth.
fn row(file: &mut DocFile, level: u8, texts: &[&str], definition: &[u8]) {
    let place = [&IN_TABLE[..], &depth(level)].concat();
    for text in texts {
        if level == 1 {
            file.paragraph(&format!("{text}\u{7}"), &place);
        } else {
            file.paragraph(&format!("{text}\r"), &[&place[..], &ENDS_INNER_CELL].concat());
        }
    }
    let end = if level == 1 { ("\u{7}", ENDS_ROW) } else { ("\r", ENDS_INNER_ROW) };
    file.paragraph(end.0, &[&place[..], &end.1, definition].concat());
}

#[test]
fn paragraphs_and_rows_come_in_reading_order() {
    let mut file = DocFile::default();
    file.paragraph("一、总体情况\r", &[]);
    row(&mut file, 1, &["规章", "0", ""], &cells(&[0, 50, 100, 150], &[0, 0, 0]));
    file.paragraph("二、\u{b}主动公开\r", &[]);
    assert_eq!(
        lines(&file),
        ["P1:0 一、总体情况", "T1R1C0 [0+1 规章][1+1 0][2+1 ]", "P2:0 二、", "P3:0 主动公开"]
    );
}

#[test]
fn merged_cells_cover_the_columns_of_the_whole_table() {
    let mut file = DocFile::default();
    row(&mut file, 1, &["三", "（一）予以公开", "7"], &cells(&[0, 20, 100, 150], &[ABOVE, 0, 0]));
    row(&mut file, 1, &["", "（二）", "1.国家秘密", "8"], &cells(&[0, 20, 50, 100, 150], &[BELOW, 0, 0, 0]));
    row(&mut file, 1, &["四、结转", "", "", "9"], &cells(&[0, 20, 50, 100, 150], &[0, BEHIND, BEHIND, 0]));
    assert_eq!(
        lines(&file),
        [
            "T1R1C0 [0+1 三][1+2 （一）予以公开][3+1 7]",
            "T1R2C0 [1+1 （二）][2+1 1.国家秘密][3+1 8]",
            "T1R3C0 [0+3 四、结转][3+1 9]"
        ]
    );
}

#[test]
fn a_table_that_frames_the_report_is_no_table() {
    let mut file = DocFile::default();
    let outer = [&IN_TABLE[..], &depth(1)].concat();
    file.paragraph("一、总体情况\r", &outer);
    row(&mut file, 2, &["规章", "5"], &cells(&[0, 50, 100], &[0, 0]));
    row(&mut file, 1, &["二、申请"], &cells(&[0, 200], &[0]));
    assert_eq!(lines(&file), ["P1:0 一、总体情况", "T1R1C0 [0+1 规章][1+1 5]", "P2:0 二、申请"]);
}

#[test]
fn only_what_is_printed_is_read() {
    let mut file = DocFile::default();
    file.run("共收到", &[]);
    file.run("9", &DELETED);
    file.run("8", &HIDDEN);
    file.run("\u{13} =SUM(LEFT) \u{14}34\u{15}件", &[]);
    file.paragraph("，第\u{13} PAGE \u{14}3\u{15}页\r", &[]);
    assert_eq!(lines(&file), ["P1:0 共收到34件，第3页"]);
}

#[test]
fn pieces_of_a_file_that_was_saved_fast_are_put_in_order() {
    let mut file = DocFile::default();
    file.paragraph("二、申请34件\r", &[]);
    file.paragraph("Total 35\r", &[]);
    file.paragraph("一、总体情况\r", &[]);
    // The third comes first, the second is kept in single bytes.
    file.pieces = vec![(2, false), (0, false), (1, true)];
    assert_eq!(lines(&file), ["P1:0 一、总体情况", "P2:0 二、申请34件", "P3:0 Total 35"]);
}

#[test]
fn automatic_numbers_are_written_out() {
    let mut file = DocFile::default();
    let list = [0x0b, 0x46, 1, 0];
    file.paragraph("总体情况\r", &list);
    file.paragraph("说明\r", &[]);
    file.paragraph("主动公开\r", &list);
    file.list = Some((39, "\u{0}、"));
    assert_eq!(lines(&file), ["P1:0 一、总体情况", "P2:0 说明", "P3:0 二、主动公开"]);
}

#[test]
fn what_is_no_sound_document_is_refused_in_a_sentence() {
    let sound = || {
        let mut file = DocFile::default();
        file.paragraph("一、总体情况\r", &[]);
        file
    };
    let cases: [(&str, DocFile, Unreadable); 4] = [
        ("with a password", DocFile { flags: 0x0300, ..sound() }, Unreadable::Encrypted),
        ("Word 95", DocFile { version: 0x0068, ..sound() }, Unreadable::OldWord),
        ("without its table stream", DocFile { flags: 0, ..sound() }, Unreadable::Damaged),
        ("of no text", DocFile::default(), Unreadable::NoText),
    ];
    for (what, file, expected) in cases {
        assert_eq!(crate::read("a.doc", &file.bytes(), &Limits::default()), Err(expected), "{what}");
    }
}
