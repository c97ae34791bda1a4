//! The XML that Excel 2003 wrote, often under the extension `.xls`.

use std::collections::HashMap;

use reporting::document::Document;

use super::format::Format;
use super::{MOST_SHEETS, Sheet, Workbook};
use crate::limits::Budget;
use crate::xml::{Element, Node, Xml};
use crate::{Limits, Unreadable};

/// Reads the sheets that are shown, in order.
pub(crate) fn read(text: &str, limits: &Limits) -> Result<Document, Unreadable> {
    let mut xml = Xml::new(text, limits);
    let mut workbook = Workbook::new(Budget::new(limits));
    let mut formats = HashMap::new();
    let mut style = String::new();
    let mut sheets = 0;
    while let Some(node) = xml.next()? {
        let Node::Start(element) = node else { continue };
        match element.name() {
            "Style" => style = element.attribute("ID").unwrap_or_default(),
            "NumberFormat" => {
                let code = element.attribute("Format").unwrap_or_default();
                formats.insert(style.clone(), named_format(&code));
            }
            "Worksheet" => {
                sheets += 1;
                if sheets > MOST_SHEETS {
                    return Err(Unreadable::Unpacked);
                }
                if let Some(sheet) = read_sheet(&mut xml, &formats, &mut workbook.budget)? {
                    workbook.sheet(sheet)?;
                }
            }
            _ => {}
        }
    }
    Ok(workbook.into_document())
}

/// A format by its name or its code.
fn named_format(name: &str) -> Format {
    Format::of_code(match name {
        "Percent" => "0.00%",
        "Fixed" => "0.00",
        "Standard" => "#,##0.00",
        "Currency" | "Euro Currency" => "#,##0.00",
        "Short Date" | "Medium Date" | "Long Date" | "General Date" => "yyyy-m-d",
        "Short Time" | "Medium Time" | "Long Time" => "h:mm",
        code => code,
    })
}

/// Reads a sheet to its end; none if it is hidden.
fn read_sheet(
    xml: &mut Xml,
    formats: &HashMap<String, Format>,
    budget: &mut Budget,
) -> Result<Option<Sheet>, Unreadable> {
    let mut sheet = Sheet::default();
    let (mut row, mut column): (u32, u16) = (0, 0);
    let mut hidden = false;
    loop {
        match xml.next()? {
            Some(Node::Start(element)) => match element.name() {
                "Row" => {
                    row = element.number("Index").unwrap_or(row.saturating_add(1));
                    column = 0;
                }
                "Cell" => {
                    column = element.number("Index").unwrap_or(column.saturating_add(1));
                    let (row, first) = (row.saturating_sub(1), column.saturating_sub(1));
                    let text = cell_text(&element, xml, formats)?;
                    let across = element.number("MergeAcross").unwrap_or(0);
                    let down = element.number("MergeDown").unwrap_or(0);
                    sheet.cell(row, first, text, budget)?;
                    column = column.saturating_add(across);
                    if across > 0 || down > 0 {
                        sheet.merge(row..=row.saturating_add(down), first..=first.saturating_add(across));
                    }
                }
                "Visible" => hidden = xml.text()? != "SheetVisible",
                _ => {}
            },
            Some(Node::End(name)) if name == "Worksheet" => return Ok((!hidden).then_some(sheet)),
            Some(_) => {}
            None => return Err(Unreadable::Damaged),
        }
    }
}

/// The text that a cell shows, without its comment.
fn cell_text(cell: &Element, xml: &mut Xml, formats: &HashMap<String, Format>) -> Result<String, Unreadable> {
    let mut text = String::new();
    loop {
        match xml.next()? {
            Some(Node::Start(element)) if element.name() == "Data" => {
                let kind = element.attribute("Type");
                text = xml.text()?;
                if kind.as_deref() == Some("Number")
                    && let Ok(number) = text.trim().parse()
                {
                    let format = cell.attribute("StyleID").and_then(|style| formats.get(&style));
                    text = format.unwrap_or(&Format::General).show(number, false);
                }
            }
            Some(Node::Start(_)) => xml.skip()?,
            Some(Node::End(name)) if name == "Cell" => return Ok(text),
            Some(_) => {}
            None => return Err(Unreadable::Damaged),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shown;

    #[test]
    fn rows_cells_and_merges_are_read() {
        let text = "<?xml version='1.0'?><Workbook xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'>\
            <Styles><Style ss:ID='s1'><NumberFormat ss:Format='Percent'/></Style></Styles>\
            <Worksheet><Table>\
            <Row ss:Index='2'><Cell ss:MergeAcross='1' ss:MergeDown='1'><Data ss:Type='String'>规<B>章</B></Data><Comment><Data>x</Data></Comment></Cell>\
            <Cell><Data ss:Type='Number'>3</Data></Cell><Cell ss:Index='5' ss:StyleID='s1'><Data ss:Type='Number'>0.5</Data></Cell></Row>\
            <Row><Cell ss:Index='3'><Data ss:Type='Number'>4</Data></Cell><Cell><Data ss:Type='Number'>1.10000000000001</Data></Cell></Row>\
            </Table></Worksheet>\
            <Worksheet><Table><Row><Cell><Data>y</Data></Cell></Row></Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>\
            </Workbook>";
        let document = read(text, &Limits::default()).unwrap();
        assert_eq!(
            shown(&document),
            ["S1R2C0 [0+2 规章][2+1 3][4+1 50.00%]", "S1R3C0 [2+1 4][3+1 1.10000000000001]"]
        );
        assert_eq!(read(&text[..text.len() - 20], &Limits::default()), Err(Unreadable::Damaged));
    }
}
