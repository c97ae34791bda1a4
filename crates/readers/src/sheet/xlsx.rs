//! XLSX.

use std::collections::HashMap;

use reporting::document::Document;

use super::format::Format;
use super::{MOST_SHEETS, Sheet, Workbook};
use crate::limits::Budget;
use crate::package::Package;
use crate::xml::{Element, Node, Xml};
use crate::{Limits, Unreadable};

/// Reads the sheets that are shown, in order.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let mut package = Package::open(bytes, limits)?;
    let main = package.main_part()?;
    let relations = package.relations(&main)?;
    let name_of =
        |kind: &str| relations.iter().find(|relation| relation.kind == kind).map(|relation| &relation.target);
    let text = package.part(&main)?.ok_or(Unreadable::Damaged)?;
    let (sheets, from_1904) = read_workbook(&text, limits)?;
    let strings = match name_of("sharedStrings").map_or(Ok(None), |name| package.part(name))? {
        Some(text) => read_strings(&text, limits)?,
        None => Vec::new(),
    };
    let formats = match name_of("styles").map_or(Ok(None), |name| package.part(name))? {
        Some(text) => read_formats(&text, limits)?,
        None => Vec::new(),
    };
    let mut workbook = Workbook::new(Budget::new(limits));
    for id in sheets {
        let sheet = relations.iter().find(|relation| relation.id == id && relation.kind == "worksheet");
        let Some(sheet) = sheet else { continue };
        let text = package.part(&sheet.target)?.ok_or(Unreadable::Damaged)?;
        let reader = SheetReader { strings: &strings, formats: &formats, from_1904 };
        let sheet = reader.read(&mut Xml::new(&text, limits), &mut workbook.budget)?;
        workbook.sheet(sheet)?;
    }
    Ok(workbook.into_document())
}

/// The relations of the sheets that are shown, and whether days count from 1904.
fn read_workbook(text: &str, limits: &Limits) -> Result<(Vec<String>, bool), Unreadable> {
    let mut xml = Xml::new(text, limits);
    let mut sheets = Vec::new();
    let mut from_1904 = false;
    while let Some(node) = xml.next()? {
        let Node::Start(element) = node else { continue };
        match element.name() {
            "workbookPr" => {
                from_1904 = matches!(element.attribute("date1904").as_deref(), Some("1" | "true"))
            }
            "sheet" => {
                let shown = element.attribute("state").is_none_or(|state| state == "visible");
                sheets.extend(element.attribute("id").filter(|_| shown));
            }
            _ => {}
        }
    }
    if sheets.len() > MOST_SHEETS { Err(Unreadable::Unpacked) } else { Ok((sheets, from_1904)) }
}

/// The strings that cells refer to by number.
fn read_strings(text: &str, limits: &Limits) -> Result<Vec<String>, Unreadable> {
    let mut xml = Xml::new(text, limits);
    let mut budget = Budget::new(limits);
    let mut strings = Vec::new();
    while let Some(node) = xml.next()? {
        if let Node::Start(element) = node
            && element.name() == "si"
        {
            budget.cell()?;
            let string = read_string(&mut xml, "si")?;
            budget.text(&string)?;
            strings.push(string);
        }
    }
    Ok(strings)
}

/// The runs of a string, without the reading that East Asian text may carry.
fn read_string(xml: &mut Xml, end: &str) -> Result<String, Unreadable> {
    let mut string = String::new();
    loop {
        match xml.next()? {
            Some(Node::Start(element)) => match element.name() {
                "t" => string.push_str(&xml.text()?),
                "rPh" => xml.skip()?,
                _ => {}
            },
            Some(Node::End(name)) if name == end => {
                return Ok(string.replace("\r\n", "\n").replace("_x000D_", ""));
            }
            Some(_) => {}
            None => return Err(Unreadable::Damaged),
        }
    }
}

/// The number formats of the cell styles, in order.
fn read_formats(text: &str, limits: &Limits) -> Result<Vec<Format>, Unreadable> {
    /// Styles of the largest workbook.
    const MOST_STYLES: usize = 65_536;
    let mut xml = Xml::new(text, limits);
    let mut codes: HashMap<u32, Format> = HashMap::new();
    let mut formats = Vec::new();
    let mut in_cell_styles = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(element) => match element.name() {
                "numFmt" => {
                    let code = element.attribute("formatCode").unwrap_or_default();
                    codes.extend(element.number("numFmtId").map(|id: u32| (id, Format::of_code(&code))));
                }
                "cellXfs" => in_cell_styles = true,
                "xf" if in_cell_styles => {
                    let id = element.number("numFmtId").unwrap_or(0);
                    formats.push(codes.get(&id).cloned().unwrap_or_else(|| Format::built_in(id)));
                }
                _ => {}
            },
            Node::End(name) if name == "cellXfs" => in_cell_styles = false,
            Node::End(_) | Node::Text(_) => {}
        }
        if formats.len() > MOST_STYLES {
            return Err(Unreadable::Damaged);
        }
    }
    Ok(formats)
}

/// What stands for a formula without its result: opening and saving the workbook in Excel or WPS calculates it.
const UNCALCULATED: &str = "公式未计算";

/// Reads the cells of one sheet.
struct SheetReader<'w> {
    strings: &'w [String],
    formats: &'w [Format],
    from_1904: bool,
}

impl SheetReader<'_> {
    fn read(&self, xml: &mut Xml, budget: &mut Budget) -> Result<Sheet, Unreadable> {
        let mut sheet = Sheet::default();
        // The place of the next row and cell, if it names none itself.
        let (mut next_row, mut column) = (0, 0);
        while let Some(node) = xml.next()? {
            let Node::Start(element) = node else { continue };
            match element.name() {
                "row" => {
                    next_row = element.number("r").map_or(next_row, |row: u32| row.saturating_sub(1)) + 1;
                    column = 0;
                }
                "c" => {
                    let row = u32::saturating_sub(next_row, 1);
                    let place = element.attribute("r").map_or(Some((row, column)), |name| cell_place(&name));
                    let (row, at) = place.ok_or(Unreadable::Damaged)?;
                    column = at.saturating_add(1);
                    let text = self.cell_text(&element, xml)?;
                    sheet.cell(row, at, text, budget)?;
                }
                "mergeCell" => {
                    let range = element.attribute("ref").unwrap_or_default();
                    if let Some(((first_row, first_column), (last_row, last_column))) = cell_range(&range) {
                        sheet.merge(first_row..=last_row, first_column..=last_column);
                    }
                }
                _ => {}
            }
        }
        Ok(sheet)
    }

    /// The text that a cell shows.
    fn cell_text(&self, cell: &Element, xml: &mut Xml) -> Result<String, Unreadable> {
        let kind = cell.attribute("t").unwrap_or_default();
        let mut text = String::new();
        // A formula that was never calculated shows nothing, but it is not an empty cell.
        let (mut formula, mut value) = (false, false);
        loop {
            match xml.next()? {
                Some(Node::Start(element)) => match element.name() {
                    "f" => {
                        formula = true;
                        xml.skip()?;
                    }
                    "v" => {
                        value = true;
                        text = self.value(&kind, cell, xml.text()?);
                    }
                    "is" => text = read_string(xml, "is")?,
                    _ => xml.skip()?,
                },
                Some(Node::End(name)) if name == "c" => {
                    return Ok(if formula && !value { UNCALCULATED.to_owned() } else { text });
                }
                Some(_) => {}
                None => return Err(Unreadable::Damaged),
            }
        }
    }

    fn value(&self, kind: &str, cell: &Element, value: String) -> String {
        match kind {
            "s" => value
                .trim()
                .parse()
                .ok()
                .and_then(|n: usize| self.strings.get(n))
                .cloned()
                .unwrap_or_default(),
            "b" => if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            "str" | "inlineStr" | "e" | "d" => value,
            _ => match value.trim().parse::<f64>() {
                Ok(number) => {
                    let format = cell.number("s").and_then(|style: usize| self.formats.get(style));
                    format.unwrap_or(&Format::General).show(number, self.from_1904)
                }
                Err(_) => value,
            },
        }
    }
}

/// The row and column, from 0, that a name such as `C7` means.
fn cell_place(name: &str) -> Option<(u32, u16)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at(digits);
    let column = letters.bytes().try_fold(0u16, |column, letter| {
        let value = u16::from(letter.to_ascii_uppercase().checked_sub(b'A').filter(|value| *value < 26)?) + 1;
        column.checked_mul(26)?.checked_add(value)
    })?;
    let row: u32 = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// The first and the last place of a range such as `A1:C2`.
fn cell_range(range: &str) -> Option<((u32, u16), (u32, u16))> {
    let (first, last) = range.split_once(':')?;
    Some((cell_place(first)?, cell_place(last)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{shown, xlsx, zip};

    fn lines(bytes: &[u8]) -> Vec<String> {
        shown(&read(bytes, &Limits::default()).unwrap())
    }

    #[test]
    fn cells_show_their_values() {
        let strings = "<si><t>规章</t></si><si><r><t>行政</t></r><r><t>许可</t></r><rPh><t>x</t></rPh></si>";
        let styles = "<numFmts><numFmt numFmtId='164' formatCode='0.0&quot;万元&quot;'/></numFmts>\
                      <cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>\
                      <cellXfs><xf numFmtId='0'/><xf numFmtId='10'/><xf numFmtId='164'/></cellXfs>";
        let cases = [
            ("<c t='s'><v>0</v></c><c t='s'><v>1</v></c>", "[0+1 规章][1+1 行政许可]", "shared strings"),
            (
                "<c t='inlineStr'><is><t>a</t></is></c><c t='str'><f>X</f><v>b</v></c>",
                "[0+1 a][1+1 b]",
                "strings in place, formulas",
            ),
            (
                "<c><f>SUM(A1:A7)</f></c><c><v>1</v></c>",
                "[0+1 公式未计算][1+1 1]",
                "a formula that was never calculated is not an empty cell",
            ),
            (
                "<c><v>96171.600000000006</v></c><c><f>SUM(A1)</f><v>3</v></c>",
                "[0+1 96171.6][1+1 3]",
                "numbers, formulas",
            ),
            ("<c s='1'><v>0.125</v></c><c s='2'><v>60.17</v></c>", "[0+1 12.50%][1+1 60.2万元]", "formats"),
            (
                "<c t='b'><v>1</v></c><c t='e'><v>#DIV/0!</v></c>",
                "[0+1 TRUE][1+1 #DIV/0!]",
                "logic and errors",
            ),
            (
                "<c r='B1' s='0'/><c r='D1'><v>1</v></c><c><v>2</v></c>",
                "[1+1 ][3+1 1][4+1 2]",
                "blank cells and places",
            ),
            (
                "<c t='s'><v>9</v></c><c t='n'><v>x</v></c><c><v>1</v></c>",
                "[0+1 ][1+1 x][2+1 1]",
                "values that make no sense",
            ),
        ];
        for (cells, expected, why) in cases {
            let sheet = format!("<sheetData><row r='1'>{cells}</row></sheetData>");
            let bytes = xlsx(&[("visible", &sheet)], strings, styles);
            assert_eq!(lines(&bytes), [format!("S1R1C0 {expected}")], "{why}");
        }
    }

    #[test]
    fn sheets_that_are_shown_are_read_in_order() {
        let sheet = |text: &str| {
            format!(
                "<sheetData><row r='3'><c r='A3' t='str'><v>{text}</v></c><c r='C3'><v>1</v></c></row></sheetData><mergeCells><mergeCell ref='A3:B4'/></mergeCells>"
            )
        };
        let (a, b, c) = (sheet("a"), sheet("b"), sheet("c"));
        let bytes = xlsx(&[("visible", &a), ("hidden", &b), ("veryHidden", &b), ("visible", &c)], "", "");
        assert_eq!(lines(&bytes), ["S1R3C0 [0+2 a][2+1 1]", "S2R3C0 [0+2 c][2+1 1]"]);
    }

    #[test]
    fn places_are_read_and_checked() {
        let cases = [
            ("A1", Some((0, 0))),
            ("c7", Some((6, 2))),
            ("AA10", Some((9, 26))),
            ("XFD1048576", Some((1_048_575, 16_383))),
            ("A0", None),
            ("7", None),
            ("A", None),
            ("中1", None),
            ("ZZZZZZZZZZ1", None),
            ("A99999999999", None),
        ];
        for (name, place) in cases {
            assert_eq!(cell_place(name), place, "{name}");
        }
        assert_eq!(cell_range("A1:C2"), Some(((0, 0), (1, 2))));
        assert_eq!(cell_range("A1"), None, "a range of one place");
    }

    #[test]
    fn what_is_no_sound_workbook_is_refused() {
        let limits = Limits::default();
        let sheet = |rows: &str| xlsx(&[("visible", &format!("<sheetData>{rows}</sheetData>"))], "", "");
        let claims = xlsx(&[("visible", "<sheetData/>")], "</sst><sst uniqueCount='9999999999'>", "");
        let cases = [
            (
                sheet("<row><c r='A1048577'><v>1</v></c></row>"),
                Unreadable::Damaged,
                "a row outside the sheet",
            ),
            (sheet("<row><c r='XFE1'><v>1</v></c></row>"), Unreadable::Damaged, "a column outside the sheet"),
            (sheet(&"<x>".repeat(300)), Unreadable::TooDeep, "nesting"),
            (sheet("<row>"), Unreadable::Damaged, "cut XML"),
            (zip(&[("xl/workbook.xml", "<workbook/>")]), Unreadable::Damaged, "no relations"),
        ];
        for (bytes, expected, why) in cases {
            assert_eq!(read(&bytes, &limits), Err(expected), "{why}");
        }
        assert!(read(&claims, &limits).is_ok(), "a count that is only claimed");
        let many = sheet(&"<row><c/><c/></row>".repeat(3));
        assert_eq!(read(&many, &Limits { cells: 5, ..limits }), Err(Unreadable::TooManyCells(5)));
    }
}
