use std::time::{Duration, Instant};

use super::*;
use crate::samples::{docx, root_relations, shown, zip};

fn lines(body: &str) -> Vec<String> {
    shown(&read(&docx(body, "", ""), &Limits::default()).unwrap())
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

#[test]
fn paragraphs_become_lines() {
    let cases: [(String, &[&str], &str); 15] = [
        (p("一") + "<w:p/>" + &p("二"), &["P1:0 一", "P2:0 ", "P3:0 二"], "empty paragraphs separate"),
        ("<w:p><w:r><w:t>20</w:t></w:r><w:r><w:t xml:space='preserve'>23 年</w:t></w:r></w:p>".into(), &["P1:0 2023 年"], "runs"),
        (
            "<w:p><w:pPr><w:tabs><w:tab w:pos='1'/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>".into(),
            &["P1:0 a\tb"],
            "tabs, but not tab stops",
        ),
        (
            "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:lastRenderedPageBreak/><w:t>c</w:t></w:r></w:p>".into(),
            &["P1:0 a", "P2:0 bc"],
            "breaks, but not where a page happened to end",
        ),
        ("<w:p><w:r><w:t>a</w:t><w:noBreakHyphen/><w:sym w:char='F0'/><w:t>b</w:t></w:r></w:p>".into(), &["P1:0 a-b"], "hyphens, not symbols"),
        (
            "<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:ins><w:r><w:t>3</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>y</w:t></w:r></w:moveFrom></w:p>".into(),
            &["P1:0 3"],
            "tracked changes as if accepted",
        ),
        (
            "<w:p><w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink><w:smartTag><w:sdt><w:sdtPr><w:t>x</w:t></w:sdtPr><w:sdtContent><w:r><w:t>b</w:t></w:r></w:sdtContent></w:sdt></w:smartTag></w:p>".into(),
            &["P1:0 ab"],
            "text in links, tags and controls",
        ),
        (
            "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>a</w:t></w:r></w:p>".into(),
            &["P1:0 a"],
            "hidden runs",
        ),
        (
            "<w:p><w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:t>3</w:t></w:r></w:p>".into(),
            &["P1:0 3"],
            "fields show their result",
        ),
        (
            "<w:p><w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:t>a</w:t></mc:Choice><mc:Choice><w:t>x</w:t></mc:Choice><mc:Fallback><w:t>y</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>".into(),
            &["P1:0 a"],
            "one of the alternatives",
        ),
        (
            format!("<w:p><w:r><w:t>a</w:t><w:txbxContent>{}{}</w:txbxContent><w:t>b</w:t></w:r></w:p>", p("c"), p("d")),
            &["P1:0 ab", "P2:0 c", "P3:0 d"],
            "text boxes stand after their paragraph",
        ),
        (p("&lt;a&gt;&#x4e00;&amp;"), &["P1:0 <a>一&"], "character references"),
        ("<w:p><w:r><w:t><![CDATA[a<b]]></w:t></w:r></w:p>".into(), &["P1:0 a<b"], "literal text"),
        (
            "<w:p><w:r><w:ruby><w:rt><w:r><w:t>yi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>一</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>".into(),
            &["P1:0 一"],
            "glosses are left out",
        ),
        (
            "<x:p xmlns:x='http://purl.oclc.org/ooxml/wordprocessingml/main'><x:r><x:t>一</x:t></x:r></x:p>".into(),
            &["P1:0 一"],
            "a strict document, and another prefix",
        ),
    ];
    for (body, expected, why) in cases {
        assert_eq!(lines(&body), expected, "{why}");
    }
}

#[test]
fn tables_become_rows_on_their_grid() {
    let restart = "<w:vMerge w:val='restart'/>";
    let cases: [(String, &[&str], &str); 8] = [
        (
            format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>{}", tc("", "规章"), tc("", "0"), p("尾")),
            &["T1R1C0 [0+1 规章][1+1 0]", "P1:0 尾"],
            "plain",
        ),
        (
            format!(
                "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
                tc(&format!("<w:gridSpan w:val='3'/>{restart}"), "a"),
                tc("", "b"),
                tc("<w:gridSpan w:val='3'/><w:vMerge/>", ""),
                tc("", "c"),
            ),
            &["T1R1C0 [0+3 a][3+1 b]", "T1R2C0 [3+1 c]"],
            "merged down and across",
        ),
        (
            format!("<w:tbl><w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>{}</w:tr></w:tbl>", tc("", "a")),
            &["T1R1C0 [2+1 a]"],
            "columns left free",
        ),
        (
            format!(
                "<w:tbl><w:tr>{}{}{}</w:tr></w:tbl>",
                tc("<w:hMerge w:val='restart'/>", "a"),
                tc("<w:hMerge/>", ""),
                tc("", "b")
            ),
            &["T1R1C0 [0+2 a][2+1 b]"],
            "merged across in the old way",
        ),
        (
            format!(
                "<w:tbl><w:tr><w:tc>{}{}<w:p/></w:tc><w:tc><w:p><w:r><w:t>1</w:t><w:br/><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
                p("不予"),
                p("公开")
            ),
            &["T1R1C0 [0+1 不予/公开][1+1 1/2]"],
            "lines in cells",
        ),
        (
            format!(
                "<w:tbl><w:tr><w:tc>{}<w:tbl><w:tr>{}</w:tr></w:tbl>{}</w:tc>{}</w:tr></w:tbl>",
                p("a"),
                tc("", "内"),
                p("b"),
                tc("", "c"),
            ),
            &["P1:0 a", "T2R1C0 [0+1 内]", "P2:0 b", "P3:0 c"],
            "a row that contains a table only lays out the page",
        ),
        (
            format!(
                "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{}</w:tr><w:tr>{}</w:tr></w:tbl>",
                tc("", "x"),
                tc("", "a")
            ),
            &["T1R2C0 [0+1 a]"],
            "a deleted row",
        ),
        (
            format!(
                "<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>",
                tc("", "a")
            ),
            &["T1R1C0 [0+1 a]"],
            "rows and cells in controls",
        ),
    ];
    for (body, expected, why) in cases {
        assert_eq!(lines(&body), expected, "{why}");
    }
}

/// Definition 1 of a list whose levels have a start, a format and a text each.
fn definition(levels: &[(u32, &str, &str)]) -> String {
    let level = |(n, (start, format, text)): (usize, &(u32, &str, &str))| {
        format!(
            "<w:lvl w:ilvl='{n}'><w:start w:val='{start}'/><w:numFmt w:val='{format}'/><w:lvlText w:val='{text}'/></w:lvl>"
        )
    };
    let levels: String = levels.iter().enumerate().map(level).collect();
    format!("<w:abstractNum w:abstractNumId='1'>{levels}</w:abstractNum>")
}

fn item(list: u32, level: u32, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

fn texts(body: &str, numbering: &str, styles: &str) -> Vec<String> {
    let lines = shown(&read(&docx(body, numbering, styles), &Limits::default()).unwrap());
    lines.into_iter().map(|line| line.split_once(' ').unwrap().1.to_owned()).collect()
}

#[test]
fn automatic_numbers_are_written_out() {
    let num =
        |id: u32, inner: &str| format!("<w:num w:numId='{id}'><w:abstractNumId w:val='1'/>{inner}</w:num>");
    let headings = definition(&[
        (1, "chineseCounting", "%1、"),
        (1, "chineseCounting", "（%2）"),
        (1, "decimal", "%3."),
    ]);
    let restart = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>";
    let cases: [(String, String, &[&str], &str); 8] = [
        (
            item(1, 0, "总体情况") + &item(1, 1, "主动公开") + &item(1, 1, "依申请") + &item(1, 0, "主动") + &item(1, 1, "规章"),
            headings.clone() + &num(1, ""),
            &["一、总体情况", "（一）主动公开", "（二）依申请", "二、主动", "（一）规章"],
            "levels start again below a new number",
        ),
        (
            item(1, 0, "a") + &item(2, 0, "b") + &item(3, 0, "c") + &item(3, 0, "d"),
            headings.clone() + &num(1, "") + &num(2, "") + &num(3, restart),
            &["一、a", "二、b", "一、c", "二、d"],
            "lists of one definition count on, unless they start anew",
        ),
        (
            item(1, 0, "a") + &item(1, 1, "b"),
            definition(&[(3, "decimal", "%1"), (1, "decimal", "%1.%2")]) + &num(1, ""),
            &["3 a", "3.1 b"],
            "a start, several levels in one number, a space after a bare numeral",
        ),
        (item(1, 0, "a"), definition(&[(1, "bullet", "\u{f06c}")]) + &num(1, ""), &["a"], "bullets are left out"),
        (item(0, 0, "a"), headings.clone() + &num(1, ""), &["a"], "list 0 is no list"),
        (item(7, 0, "a"), headings.clone(), &["a"], "a list that is not there"),
        (
            item(1, 0, "a"),
            headings.clone() + &num(1, "<w:lvlOverride w:ilvl='0'><w:lvl w:ilvl='0'><w:numFmt w:val='upperRoman'/><w:lvlText w:val='%1.'/></w:lvl></w:lvlOverride>"),
            &["I.a"],
            "a list with a level of its own",
        ),
        (
            item(1, 1, "a"),
            "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='chineseCounting'/></w:lvl><w:lvl w:ilvl='1'><w:isLgl/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1-%2)'/></w:lvl></w:abstractNum>".to_owned()
                + &num(1, ""),
            &["1-1)a"],
            "a level all in Arabic numerals",
        ),
    ];
    for (body, numbering, expected, why) in cases {
        assert_eq!(texts(&body, &numbering, ""), expected, "{why}");
    }
}

#[test]
fn styles_number_their_paragraphs() {
    let styles = "<w:style w:styleId='H'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>\
                  <w:style w:styleId='H2'><w:basedOn w:val='H'/><w:pPr><w:numPr><w:ilvl w:val='1'/></w:numPr></w:pPr></w:style>\
                  <w:style w:styleId='Loop'><w:basedOn w:val='Loop'/></w:style>";
    let numbering = definition(&[(1, "chineseCounting", "%1、"), (1, "decimal", "%2.")])
        + "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>";
    let styled = |style: &str, more: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val='{style}'/>{more}</w:pPr><w:r><w:t>a</w:t></w:r></w:p>")
    };
    let body = styled("H", "")
        + &styled("H2", "")
        + &styled("H", "<w:numPr><w:numId w:val='0'/></w:numPr>")
        + &styled("Loop", "");
    assert_eq!(texts(&body, &numbering, styles), ["一、a", "1.a", "a", "a"]);

    let linked = "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='2'><w:pStyle w:val='H'/><w:lvlText w:val='(%3)'/></w:lvl></w:abstractNum>\
                  <w:abstractNum w:abstractNumId='2'><w:numStyleLink w:val='H'/></w:abstractNum>\
                  <w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='2'/></w:num>";
    assert_eq!(texts(&styled("H", ""), linked, styles), ["(1)a"], "the level that names the style");
    assert_eq!(texts(&item(2, 2, "a"), linked, styles), ["(1)a"], "the list of a linked style");
}

#[test]
fn what_is_no_sound_document_is_refused() {
    let limits = Limits::default();
    let body = |body: &str| docx(body, "", "");
    let bomb = "<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><w:document>&b;</w:document>";
    let parts = |document: &str| {
        zip(&[("_rels/.rels", &root_relations("word/document.xml")), ("word/document.xml", document)])
    };
    let cases = [
        (parts(bomb), Unreadable::Dtd, "entities"),
        (parts("<w:document><w:body>"), Unreadable::Damaged, "cut XML"),
        (parts("<w:document></w:body>"), Unreadable::Damaged, "tags that do not match"),
        (zip(&[("word/document.xml", "<w:document/>")]), Unreadable::Damaged, "no relations"),
        (zip(&[("_rels/.rels", &root_relations("word/x.xml"))]), Unreadable::Damaged, "no main part"),
        (body(&"<w:p>".repeat(100_000)), Unreadable::TooDeep, "nesting"),
        (
            body("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='65535'/></w:tcPr></w:tc></w:tr></w:tbl>"),
            Unreadable::TooManyColumns(1000),
            "width",
        ),
        (body(&"<w:p/>".repeat(200_001)), Unreadable::TooManyLines(200_000), "length"),
    ];
    for (bytes, expected, why) in cases {
        assert_eq!(read(&bytes, &limits), Err(expected), "{why}");
    }
    let whole = body(&p("一"));
    for length in 0..whole.len() {
        assert!(read(&whole[..length], &limits).is_err(), "cut after {length} bytes");
    }
}

#[test]
fn a_zip_bomb_is_refused_while_it_unpacks() {
    let limits = Limits { unpacked_bytes: 1 << 20, ..Limits::default() };
    let start = Instant::now();
    let bytes = docx(&" ".repeat(8 << 20), "", "");
    assert!(bytes.len() < 100_000);
    assert_eq!(read(&bytes, &limits), Err(Unreadable::Unpacked));
    assert!(start.elapsed() < Duration::from_secs(10));
    let many: Vec<(String, &str)> = (0..11).map(|n| (format!("word/{n}"), "")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    assert_eq!(read(&zip(&many), &Limits { entries: 10, ..limits }), Err(Unreadable::Unpacked));
}
