use super::*;
use crate::samples::shown;

fn page(html: &str) -> Document {
    read(html, &Limits::default()).unwrap()
}

fn lines(html: &str) -> Vec<String> {
    shown(&page(html))
}

#[test]
fn lines_end_where_blocks_do() {
    let cases: [(&str, &[&str], &str); 14] = [
        ("<p>一<p>二</p>三", &["P1:0 一", "P2:0 二", "P3:0 三"], "paragraphs, ended or not"),
        ("一<br>二<br/>三", &["P1:0 一", "P2:0 二", "P3:0 三"], "breaks"),
        ("<p>共<b>3</b><span>件</span></p>", &["P1:0 共3件"], "inline elements"),
        ("<p>  a \n\t b  </p>", &["P1:0 a b"], "white space collapses"),
        ("<p>&nbsp;&nbsp;一&nbsp;</p>", &["P1:0   一 "], "spaces that do not break are spaces"),
        ("<p>&nbsp;</p><p> </p><p>一</p>", &["P1:0 一"], "empty lines are not counted"),
        ("<p>\u{3000}\u{3000}一</p>", &["P1:0 \u{3000}\u{3000}一"], "an indent is kept"),
        (
            "<pre>a  b\n\tc</pre>d  e",
            &["P1:0 a  b", "P2:0 \tc", "P3:0 d e"],
            "preformatted text keeps its lines",
        ),
        ("&lt;一&gt; &#19968; &times;", &["P1:0 <一> 一 ×"], "character references"),
        ("<script>if (a<b) x('<p>');</script>一<style>p{}</style>", &["P1:0 一"], "what is never shown"),
        ("<!-- <p>x -->一<!doctype html>", &["P1:0 一"], "comments"),
        ("<ul><li>一<li>二</ul>", &["P1:0 一", "P2:0 二"], "list items"),
        ("一<td>二</td><tr>三", &["P1:0 一", "P2:0 二", "P3:0 三"], "cells outside tables are text"),
        ("</table></p></div>一", &["P1:0 一"], "end tags of nothing"),
    ];
    for (html, expected, why) in cases {
        assert_eq!(lines(html), expected, "{why}");
    }
}

#[test]
fn what_is_hidden_is_left_out() {
    let cases: [(&str, &[&str], &str); 8] = [
        ("<p hidden>x</p>一", &["P1:0 一"], "the attribute"),
        (
            "<div style='DISPLAY : none'>x<div>y</div>z</div>一",
            &["P1:0 一"],
            "the style, with elements inside",
        ),
        ("<p style='display:none'>x<p>一", &["P1:0 一"], "a hidden paragraph ends where the next begins"),
        ("<div><span hidden>x</div>一", &["P1:0 一"], "an element that encloses it ends it"),
        ("一<br hidden>二", &["P1:0 一", "P2:0 二"], "empty elements hide nothing"),
        ("<select><option>2023<option>2022</select>一", &["P1:0 一"], "choices"),
        ("<template><p>x</template>一", &["P1:0 一"], "templates"),
        (
            "<table><tr><td>a<td hidden>x</td><td>b</table>",
            &["T1R1C0 [0+1 a][1+1 b]"],
            "a hidden cell has no column",
        ),
    ];
    for (html, expected, why) in cases {
        assert_eq!(lines(html), expected, "{why}");
    }
}

#[test]
fn the_title_stands_beside_the_text() {
    let document = page("<html><head><title> 某市2023年\n年报 </title><title>x</title></head><body>一");
    assert_eq!(document.title.as_deref(), Some("某市2023年 年报"));
    assert_eq!(document.lines.len(), 1);
    assert_eq!(page("一").title, None);
}

#[test]
fn tables_become_rows_on_their_grid() {
    let cases: [(&str, &[&str], &str); 12] = [
        (
            "<table><tr><th>规章</th><td>0</td></tr><tr><td>规范性文件</td><td>1</td></tr></table>",
            &["T1R1C0 [0+1 规章][1+1 0]", "T1R2C0 [0+1 规范性文件][1+1 1]"],
            "plain",
        ),
        (
            "<table><tr><td>a<td>b<tr><td>c<td></table>",
            &["T1R1C0 [0+1 a][1+1 b]", "T1R2C0 [0+1 c][1+1 ]"],
            "no end tags",
        ),
        (
            "<table><tr><td colspan=3 rowspan=2>a<td>b<tr><td>c</table>",
            &["T1R1C0 [0+3 a][3+1 b]", "T1R2C0 [3+1 c]"],
            "cells that span",
        ),
        (
            "<table><tbody><tr><td rowspan=0>a<td>b<tr><td>c<tbody><tr><td>d<td>e</table>",
            &["T1R1C0 [0+1 a][1+1 b]", "T1R2C0 [1+1 c]", "T1R3C0 [0+1 d][1+1 e]"],
            "rowspan=0 goes to the end of the group",
        ),
        (
            "<table><tr><td colspan='99999'>a<tr><td colspan='x'>b<td rowspan='-1'>c</table>",
            &["T1R1C0 [0+1000 a]", "T1R2C0 [0+1 b][1+1 c]"],
            "absurd spans",
        ),
        (
            "<table><tr><td>不<br>予<p>公开</p><td> 1&nbsp;</table>",
            &["T1R1C0 [0+1 不/予/公开][1+1 1]"],
            "lines in a cell",
        ),
        (
            "<table><caption>表一</caption><tr><td>a<td>b</table>",
            &["P1:0 表一", "T1R1C0 [0+1 a][1+1 b]"],
            "a caption is a line",
        ),
        (
            "<table>散<tr>落<td>a</td>字<td>b</table>",
            &["P1:0 散", "P2:0 落", "P3:0 字", "T1R1C0 [0+1 a][1+1 b]"],
            "text astray stands before the table",
        ),
        (
            "<table><tr><td>a<td>b</table>中<table><tr><td>c<td>d</table>",
            &["T1R1C0 [0+1 a][1+1 b]", "P1:0 中", "T2R1C0 [0+1 c][1+1 d]"],
            "two tables",
        ),
        ("<table><tr><td>a<td>b", &["T1R1C0 [0+1 a][1+1 b]"], "a table cut off"),
        ("<table><td>a<td>b</table>", &["T1R1C0 [0+1 a][1+1 b]"], "a row without its tag"),
        (
            "<table><tr><td>a<td>b<tr><table><tr><td>c<td>d</table>",
            &["T1R1C0 [0+1 a][1+1 b]", "T2R1C0 [0+1 c][1+1 d]"],
            "a table directly in a table ends it",
        ),
    ];
    for (html, expected, why) in cases {
        assert_eq!(lines(html), expected, "{why}");
    }
}

#[test]
fn tables_that_lay_out_the_page_are_walked_through() {
    let prose = "<p>本年度主动公开政府信息情况良好。</p>".repeat(20);
    let cases = [
        (
            "<table><tr><td>导航<td><h1>年报</h1><table><tr><td>规章<td>0</table><p>尾</table>".to_owned(),
            vec!["P1:0 导航", "P2:0 年报", "T1R1C0 [0+1 规章][1+1 0]", "P3:0 尾"],
            "a table around a table",
        ),
        (
            "<table><tr><td>一、总体情况</table>".to_owned(),
            vec!["P1:0 一、总体情况"],
            "a frame around one cell",
        ),
        (
            "<table><tr><td><h2>年报</h2><p>一<p>二<td>旁</table>".to_owned(),
            vec!["P1:0 年报", "P2:0 一", "P3:0 二", "P4:0 旁"],
            "a heading and its text in a cell",
        ),
        (
            "<table><tr><td>甲<td><table><tr><td>无</table></table>".to_owned(),
            vec!["T1R1C0 [0+1 甲][1+1 无]"],
            "a frame in a cell makes no layout of the table around it",
        ),
    ];
    for (html, expected, why) in cases {
        assert_eq!(lines(&html), expected, "{why}");
    }
    assert_eq!(
        lines(&format!("<table><tr><td>旁<td>{prose}</table>")).len(),
        21,
        "many paragraphs in a cell"
    );
    let outer = format!("<table><tr><td>旁<td><table><tr><td>旁<td>{prose}</table></table>");
    assert_eq!(lines(&outer).len(), 22, "layout in layout");
}

#[test]
fn nesting_costs_neither_stack_nor_time() {
    let deep = 100_000;
    let cases = [
        format!("{}一{}", "<div>".repeat(deep), "</div>".repeat(deep)),
        format!("{}一", "<b><p>".repeat(deep)),
        format!("{}一{}", "<i hidden>".repeat(deep), "</span>".repeat(deep)),
        format!("<p {}>一", "a=1 b ".repeat(deep)),
    ];
    for html in cases {
        let lines = page(&html).lines;
        assert!(lines.len() <= 1);
    }
    let tables = "<table><tr><td>".repeat(deep);
    assert_eq!(read(&tables, &Limits::default()), Err(Unreadable::TooDeep));
}

#[test]
fn the_limits_hold() {
    let limits = Limits { lines: 2, cells: 4, columns: 2, ..Limits::default() };
    let cases = [
        ("<p>a<p>b<p>c", Unreadable::TooManyLines(2)),
        ("<table><tr><td><td><tr><td><td><tr><td>", Unreadable::TooManyCells(4)),
        ("<table><tr><td><td><td>", Unreadable::TooManyColumns(2)),
    ];
    for (html, expected) in cases {
        assert_eq!(read(html, &limits), Err(expected), "{html}");
    }
}
