use super::*;
use crate::samples::{compound, record, shown};

/// A workbook of global records and of sheets, each a state and its records.
fn xls(globals: &[Vec<u8>], sheets: &[(u8, Vec<Vec<u8>>)]) -> Vec<u8> {
    compound("Workbook", &crate::samples::biff8(globals, sheets))
}

fn lines(globals: &[Vec<u8>], cells: Vec<Vec<u8>>) -> Vec<String> {
    shown(&read(&xls(globals, &[(0, cells)]), &Limits::default()).unwrap())
}

/// A cell at a row and column, with style 0.
fn cell(kind: u16, row: u16, column: u16, style: u16, value: &[u8]) -> Vec<u8> {
    let place = [row, column, style].map(u16::to_le_bytes).concat();
    record(kind, &[&place, value].concat())
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = u16::try_from(units.len()).unwrap().to_le_bytes().to_vec();
    bytes.push(1);
    bytes.extend(units.into_iter().flat_map(u16::to_le_bytes));
    bytes
}

#[test]
fn cells_show_their_values() {
    let strings = record(
        kind::SHARED_STRINGS,
        &[&[2, 0, 0, 0, 2, 0, 0, 0][..], &wide("规章"), &wide("行政许可")].concat(),
    );
    let percent = [
        record(kind::FORMAT, &[&[164, 0][..], &wide("0.0%")].concat()),
        record(kind::STYLE, &[0, 0, 0, 0]),
        record(kind::STYLE, &[0, 0, 164, 0]),
    ];
    let globals = [vec![strings], percent.to_vec()].concat();
    let text_follows = [0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0];
    let error = [2, 0, 0x07, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0];
    let cases = [
        (
            vec![cell(kind::SHARED_STRING, 0, 0, 0, &[1, 0, 0, 0]), cell(kind::LABEL, 0, 1, 0, &wide("标"))],
            "[0+1 行政许可][1+1 标]",
            "strings",
        ),
        (
            vec![
                cell(kind::NUMBER, 0, 0, 0, &96171.6f64.to_le_bytes()),
                cell(kind::NUMBER, 0, 1, 1, &0.125f64.to_le_bytes()),
            ],
            "[0+1 96171.6][1+1 12.5%]",
            "numbers",
        ),
        (
            vec![
                cell(kind::RK, 0, 0, 0, &(12u32 << 2 | 2).to_le_bytes()),
                cell(kind::RK, 0, 1, 0, &(1234u32 << 2 | 3).to_le_bytes()),
            ],
            "[0+1 12][1+1 12.34]",
            "small integers and hundredths",
        ),
        (
            vec![
                cell(kind::RK, 0, 0, 0, &0x3ff8_0000u32.to_le_bytes()),
                cell(kind::BLANK, 0, 1, 0, &[]),
                cell(kind::LOGICAL, 0, 2, 0, &[1, 0]),
            ],
            "[0+1 1.5][1+1 ][2+1 TRUE]",
            "halves of doubles, blanks, logic",
        ),
        (
            vec![record(kind::MULTIPLE_RK, &[0, 0, 2, 0, 0, 0, 6, 0, 0, 0, 0, 0, 10, 0, 0, 0, 3, 0])],
            "[2+1 1][3+1 2]",
            "several numbers",
        ),
        (
            vec![
                record(kind::MULTIPLE_BLANK, &[0, 0, 0, 0, 0, 0, 0, 0, 1, 0]),
                cell(kind::LABEL, 0, 2, 0, &wide("a")),
            ],
            "[0+1 ][1+1 ][2+1 a]",
            "several blanks",
        ),
        (
            vec![
                cell(kind::FORMULA, 0, 0, 0, &text_follows),
                record(kind::STRING, &wide("文")),
                cell(kind::FORMULA, 0, 1, 0, &error),
            ],
            "[0+1 文][1+1 #DIV/0!]",
            "formulas of text and errors",
        ),
        (
            vec![
                cell(kind::FORMULA, 0, 0, 0, &[&3f64.to_le_bytes()[..], &[0; 6]].concat()),
                cell(kind::BLANK, 0, 1, 0, &[]),
                cell(kind::LABEL, 0, 2, 0, &wide("a")),
            ],
            "[0+1 3][1+1 ][2+1 a]",
            "formulas of numbers",
        ),
    ];
    for (cells, expected, why) in cases {
        assert_eq!(lines(&globals, cells), [format!("S1R1C0 {expected}")], "{why}");
    }
}

#[test]
fn sheets_that_are_shown_are_read_with_their_merges() {
    let label =
        |text: &str| vec![cell(kind::LABEL, 2, 0, 0, &wide(text)), cell(kind::LABEL, 2, 2, 0, &wide("1"))];
    let chart = vec![
        record(kind::BEGIN, &[0, 6, 0x20, 0]),
        cell(kind::LABEL, 0, 0, 0, &wide("图")),
        record(kind::END, &[]),
    ];
    let merges = vec![record(kind::MERGED_CELLS, &[1, 0, 2, 0, 3, 0, 0, 0, 1, 0])];
    let sheets =
        [(0, [label("a"), chart, merges].concat()), (1, label("b")), (2, label("c")), (0, label("d"))];
    let document = read(&xls(&[], &sheets), &Limits::default()).unwrap();
    assert_eq!(shown(&document), ["S1R3C0 [0+2 a][2+1 1]", "S2R3C0 [0+1 d][2+1 1]"]);
}

#[test]
fn what_is_no_sound_workbook_is_refused() {
    let limits = Limits::default();
    let old = record(kind::BEGIN, &[0, 5, 5, 0]);
    let cases = [
        (xls(&[record(kind::PASSWORD, &[1, 0])], &[]), Unreadable::Encrypted, "a password"),
        (compound("Workbook", &old), Unreadable::OtherExcel, "Excel 95"),
        (compound("Workbook", b"junk"), Unreadable::Damaged, "junk"),
        (
            xls(&[record(kind::BOUND_SHEET, &[9, 9, 9, 9, 0, 0])], &[]),
            Unreadable::Damaged,
            "a sheet outside the file",
        ),
        (xls(&[], &[(0, vec![record(kind::NUMBER, &[0, 0])])]), Unreadable::Damaged, "a record too short"),
        (
            xls(&[], &[(0, vec![record(kind::MERGED_CELLS, &[9, 9])])]),
            Unreadable::Damaged,
            "merges that are not there",
        ),
        (
            xls(&[record(kind::SHARED_STRINGS, &[0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 1])], &[]),
            Unreadable::Damaged,
            "a string cut",
        ),
        (
            xls(&[], &[(0, vec![cell(kind::BLANK, 0, 20_000, 0, &[])])]),
            Unreadable::Damaged,
            "a column outside the sheet",
        ),
    ];
    for (bytes, expected, why) in cases {
        assert_eq!(read(&bytes, &limits), Err(expected), "{why}");
    }
}
