//! Whatever happens to a file on its way, reading it ends in a bounded document or in a sentence.

use proptest::prelude::*;
use proptest::sample::Index;
use reporting::document::{Content, Document};

use crate::samples::{
    DocFile, Parts, PdfFile, PdfPage, biff8, compound, compound_of, docx_parts, record, xlsx_parts, zip_parts,
};
use crate::{Input, Limits, Unreadable, read};

const TEXT: &str = "某市2023年政府信息公开工作年度报告\r\n\n一、总体情况\n规章\t0\t0\n|规范性文件|1|\x0c二、\
    <table><tr><td rowspan=2>a<td>b</tr><tr><td>c</table>\n三、申请";

const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>年报</title><style>p{}</style></head><body>\
    <h1>年报</h1><p>一、总体&nbsp;情况<br>主动公开</p><div style=\"display:none\">x<i>y</i></div><pre>a\n b</pre>\
    <table><caption>表</caption><tbody><tr><th colspan=\"3\" rowspan=\"2\">a</th><td>1</td></tr><tr><td>&#19968;</td></tr>\
    </tbody></table><table><tr><td><table><tr><td>c<td>d</table></td></tr></table></body></html>";

const BODY: &str = "<w:p><w:pPr><w:pStyle w:val='H'/><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>\
    <w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r><w:r><w:t>总体&amp;情况</w:t><w:tab/><w:br/></w:r><w:del><w:r/></w:del></w:p>\
    <w:tbl><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge w:val='restart'/></w:tcPr>\
    <w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>";

const NUMBERING: &str = "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='1'/>\
    <w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='2'/></w:lvlOverride></w:num>";

const STYLES: &str = "<w:style w:styleId='H'><w:basedOn w:val='N'/><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>";

const SHEET: &str = "<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='C1' s='1'><v>96171.6</v></c></row>\
    <row r='4'><c t='inlineStr'><is><t>一</t></is></c><c><v>0.5</v></c></row></sheetData>\
    <mergeCells><mergeCell ref='A1:B2'/></mergeCells>";

const SHEET_STYLES: &str = "<numFmts><numFmt numFmtId='164' formatCode='#,##0.0&quot;件&quot;'/></numFmts>\
    <cellXfs><xf numFmtId='14'/><xf numFmtId='164'/></cellXfs>";

const SPREADSHEETML: &str = "<?xml version='1.0'?><Workbook xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'>\
    <Worksheet><Table><Row ss:Index='2'><Cell ss:MergeAcross='1' ss:MergeDown='1'><Data ss:Type='String'>规章</Data></Cell>\
    <Cell><Data ss:Type='Number'>3.5</Data></Cell></Row></Table></Worksheet></Workbook>";

/// The stream of an XLS file with every kind of record.
fn stream() -> Vec<u8> {
    let globals = [
        record(0x041e, &[164, 0, 4, 0, 0, b'0', b'.', b'0', b'%']),
        record(0x00e0, &[0, 0, 14, 0]),
        record(0x00e0, &[0, 0, 164, 0]),
        record(0x00fc, &[1, 0, 0, 0, 1, 0, 0, 0, 3, 0, 1, 0, 0x4e, 0x8c, 0x4e]),
        record(0x003c, &[0, b'a']),
    ];
    let cells = vec![
        record(0x00fd, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        record(0x0203, &[0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f]),
        record(0x00bd, &[1, 0, 0, 0, 1, 0, 10, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1, 0]),
        record(0x0006, &[2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0]),
        record(0x0207, &[1, 0, 0, b'b']),
        record(0x00be, &[3, 0, 0, 0, 0, 0, 0, 0, 1, 0]),
        record(0x00e5, &[1, 0, 0, 0, 1, 0, 0, 0, 1, 0]),
    ];
    biff8(&globals, &[(0, cells)])
}

fn docx() -> Parts {
    docx_parts(BODY, NUMBERING, STYLES)
}

fn xlsx() -> Parts {
    xlsx_parts(&[("visible", SHEET)], "<si><t>规章</t></si>", SHEET_STYLES)
}

/// A PDF of text, a ruled table and one without lines.
fn pdf() -> PdfFile {
    let mut page = PdfPage::default();
    page.text(50.0, 60.0, 12.0, "一、总体情况");
    let (xs, ys) = ([50.0, 100.0, 150.0], [100.0, 120.0, 140.0]);
    page.grid(&xs, &ys, &[&["规章", "1"], &["行", "25"]]);
    let xs = [50.0, 150.0, 200.0, 250.0];
    page.cells(&xs, &[200.0, 220.0], &[&["1.国家", "1", "0", "1"], &["2.重复", "3", "5", "8"]]);
    PdfFile::new(vec![page])
}

/// The streams of a DOC with a table and a list.
fn doc() -> (Vec<u8>, Vec<u8>) {
    let mut file = DocFile { list: Some((39, "\u{0}、")), ..DocFile::default() };
    let in_table = [0x16, 0x24, 1];
    file.paragraph("总体\u{13} PAGE \u{14}3\u{15}\r", &[0x0b, 0x46, 1, 0]);
    file.paragraph("规章\u{7}", &in_table);
    file.paragraph("25\u{7}", &[&in_table[..], &[0x49, 0x66, 1, 0, 0, 0]].concat());
    let definition = [8, 0xd6, 16, 0, 1, 0, 0, 200, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    file.paragraph("\u{7}", &[&in_table[..], &[0x17, 0x24, 1], &definition].concat());
    file.run("隐", &[0x3c, 0x08, 1]);
    file.paragraph("完\r", &[]);
    file.streams()
}

/// A file of every format, before anything happened to it.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a.txt", TEXT.into()),
        ("a.txt", encoding_rs::GB18030.encode(TEXT).0.into_owned()),
        ("a.txt", TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("a.md", TEXT.into()),
        ("a.html", PAGE.into()),
        ("a.xls", SPREADSHEETML.into()),
        ("a.docx", zip_parts(&docx())),
        ("a.xlsx", zip_parts(&xlsx())),
        ("a.xls", compound("Workbook", &stream())),
        ("a.pdf", pdf().bytes()),
        ("a.doc", compound_of(&[("WordDocument", &doc().0), ("1Table", &doc().1)])),
    ]
}

/// What may happen to the bytes of a file.
#[derive(Debug, Clone)]
enum Mutation {
    Flip(Index, u8),
    Set(Index, u8),
    Cut(Index),
    Remove(Index, Index),
    Duplicate(Index, Index),
    Insert(Index, Vec<u8>),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<Index>;
    prop_oneof![
        (at(), 0..8u8).prop_map(|(at, bit)| Mutation::Flip(at, bit)),
        (at(), any::<u8>()).prop_map(|(at, byte)| Mutation::Set(at, byte)),
        at().prop_map(Mutation::Cut),
        (at(), at()).prop_map(|(from, to)| Mutation::Remove(from, to)),
        (at(), at()).prop_map(|(from, to)| Mutation::Duplicate(from, to)),
        (at(), prop::collection::vec(any::<u8>(), 1..9)).prop_map(|(at, bytes)| Mutation::Insert(at, bytes)),
    ]
}

fn mutated(mut bytes: Vec<u8>, mutations: &[Mutation]) -> Vec<u8> {
    for mutation in mutations {
        if bytes.is_empty() {
            break;
        }
        let range = |from: &Index, to: &Index| {
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            from.min(to)..from.max(to)
        };
        match mutation {
            Mutation::Flip(at, bit) => {
                let at = at.index(bytes.len());
                bytes[at] ^= 1 << bit;
            }
            Mutation::Set(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            Mutation::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Mutation::Remove(from, to) => drop(bytes.drain(range(from, to))),
            Mutation::Duplicate(from, to) => {
                let copy = bytes[range(from, to)].to_vec();
                bytes.extend(copy);
            }
            Mutation::Insert(at, more) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, more.iter().copied());
            }
        }
    }
    bytes
}

/// Limits that the samples keep and that a mutation may break.
const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    unpacked_bytes: 1 << 20,
    entries: 20,
    lines: 50,
    cells: 50,
    text_bytes: 1 << 16,
    columns: 20,
    pages: 9,
    marks: 10_000,
    depth: 30,
};

/// Reads a file and checks what comes of it.
fn check(name: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    match read(name, bytes, &LIMITS) {
        Ok(Input::Document(document)) => check_document(&document),
        Ok(Input::Json(_)) => Ok(()),
        Err(error) => {
            let sentence = error.to_string();
            prop_assert!(sentence.chars().any(|c| ('一'..='\u{9fff}').contains(&c)), "{sentence}");
            Ok(())
        }
    }
}

fn check_document(document: &Document) -> Result<(), TestCaseError> {
    prop_assert!(document.lines.len() <= LIMITS.lines as usize);
    let mut cells = 0;
    for line in &document.lines {
        prop_assert!(line.place.line > 0);
        let Content::Row(fields) = &line.content else { continue };
        cells += fields.len();
        prop_assert!(fields.iter().all(|field| field.span > 0));
        prop_assert!(
            fields.windows(2).all(|pair| pair[0].column + pair[0].span <= pair[1].column),
            "{fields:?}"
        );
    }
    prop_assert!(cells <= LIMITS.cells as usize);
    Ok(())
}

#[test]
fn the_samples_are_sound() {
    for (name, bytes) in files() {
        assert!(matches!(read(name, &bytes, &LIMITS), Ok(Input::Document(_))), "{name}");
    }
}

#[test]
fn files_cut_anywhere_are_no_surprise() {
    for (name, bytes) in files() {
        for length in (0..bytes.len()).step_by((bytes.len() / 200).max(5)) {
            check(name, &bytes[..length]).unwrap();
        }
    }
    assert_eq!(read("a.txt", b"", &LIMITS), Err(Unreadable::Empty));
    assert_eq!(read("a.txt", &[b' '; 9], &LIMITS), Err(Unreadable::NoText));
    let limits = Limits { bytes: 3 << 20, ..LIMITS };
    assert_eq!(read("a.txt", &vec![b'a'; (3 << 20) + 1], &limits), Err(Unreadable::TooBig { megabytes: 3 }));
}

proptest! {
    #[test]
    fn mutated_files_end_in_a_document_or_a_sentence(
        file in any::<Index>(),
        mutations in prop::collection::vec(mutation(), 1..8),
    ) {
        let (name, bytes) = file.get(&files()).clone();
        check(name, &mutated(bytes, &mutations))?;
    }

    #[test]
    fn sound_containers_of_mutated_parts_end_so_too(
        is_docx in any::<bool>(),
        part in any::<Index>(),
        mutations in prop::collection::vec(mutation(), 1..8),
    ) {
        let (name, mut parts) = if is_docx { ("a.docx", docx()) } else { ("a.xlsx", xlsx()) };
        let (_, text) = part.get_mut(&mut parts);
        *text = String::from_utf8_lossy(&mutated(std::mem::take(text).into_bytes(), &mutations)).into_owned();
        check(name, &zip_parts(&parts))?;
    }

    #[test]
    fn sound_containers_of_mutated_records_end_so_too(mutations in prop::collection::vec(mutation(), 1..8)) {
        check("a.xls", &compound("Workbook", &mutated(stream(), &mutations)))?;
    }

    #[test]
    fn sound_containers_of_mutated_documents_end_so_too(
        is_main in any::<bool>(),
        mutations in prop::collection::vec(mutation(), 1..8),
    ) {
        let (mut main, mut table) = doc();
        let part = if is_main { &mut main } else { &mut table };
        *part = mutated(std::mem::take(part), &mutations);
        check("a.doc", &compound_of(&[("WordDocument", &main), ("1Table", &table)]))?;
    }

    #[test]
    fn sound_files_of_mutated_pages_end_so_too(mutations in prop::collection::vec(mutation(), 1..8)) {
        let mut file = pdf();
        let content = std::mem::take(&mut file.pages[0].content).into_bytes();
        file.pages[0].content = String::from_utf8_lossy(&mutated(content, &mutations)).into_owned();
        check("a.pdf", &file.bytes())?;
    }

    #[test]
    fn any_bytes_under_any_name_end_so_too(
        name in prop::sample::select(vec!["a.txt", "a.md", "a.html", "a.doc", "a.docx", "a.pdf", "a.xls", "a.xlsx", "a.json", "a"]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        check(name, &bytes)?;
    }

    #[test]
    fn any_tags_in_any_order_end_so_too(
        tags in prop::collection::vec(
            prop::sample::select(vec![
                "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td colspan=9 rowspan=9>", "<tbody>", "</tbody>",
                "<p>", "</p>", "<p hidden>", "<div hidden>", "</div>", "<h2>", "<br>", "<pre>", "</pre>", "<title>", "a", " ",
                "<script>", "</script>", "<select>", "<caption>", "&nbsp;",
            ]),
            0..60,
        ),
    ) {
        check("a.html", format!("<html>{}", tags.concat()).as_bytes())?;
    }
}
