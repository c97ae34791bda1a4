//! The ledger that an office has kept until now, on its page.

use axum::http::StatusCode;

use super::browser::{answer, between, form_token, send, sign_in};
use super::cases::site;
use super::files::upload;

/// A ledger of so many rows, whose requests are as long as real ones get.
fn ledger(rows: usize) -> String {
    let head = "<tr><td>编号</td><td>申请人</td><td>申请人类别</td><td>收到日期</td><td>申请内容</td></tr>";
    let row = |nth: usize| {
        let request = "全市基层医疗卫生机构设备采购合同".repeat(20);
        format!("<tr><td>依{nth}</td><td>张三</td><td>公民</td><td>2025-03-03</td><td>{request}</td></tr>")
    };
    format!("<table>{head}{}</table>", (1..=rows).map(row).collect::<String>())
}

/// A value of the page as a browser sends it back.
fn plain(text: &str) -> String {
    [("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (escaped, sign)| text.replace(escaped, sign))
}

#[test]
fn nothing_is_taken_over_that_was_not_looked_through_before() {
    let (site, _) = site("yunzhou-wjw");
    let clerk = sign_in(&site, "chensiyuan");
    let send = |fields: &[(&str, &str)], files: &[(&str, &[u8])]| {
        let token = form_token(&site, &clerk);
        let fields = [&[("form", token.as_str())], fields].concat();
        let (status, _, body) = answer(&site, upload("/desk/ledger", &clerk, &fields, files));
        (status, String::from_utf8(body).unwrap())
    };
    let file = ledger(400);
    let (status, page) = send(&[], &[("台账.html", file.as_bytes())]);
    assert!(status == StatusCode::OK && page.contains("有错误的400行"), "{status}");
    assert!(page.contains("“申请渠道”是空的"), "nothing is guessed");

    let content = plain(between(&page, "<textarea name=\"content\" hidden>", "</textarea>"));
    let columns: Vec<(String, String)> = page
        .split("<select class=\"govuk-select\" id=\"column.")
        .skip(1)
        .filter_map(|rest| {
            let (name, rest) = rest.split_once('"')?;
            let rest = rest.split("</select>").next()?;
            let chosen = rest.split("<option value=\"").find(|option| option.contains(" selected"))?;
            Some((format!("column.{name}"), chosen.split('"').next()?.to_owned()))
        })
        .collect();
    assert_eq!(columns.len(), 5, "{columns:?}");
    let fields = |seen: &str, act: &'static str| -> Vec<(String, String)> {
        let more = [("content", content.as_str()), ("seen", seen), ("channel", "counter"), ("act", act)];
        let more = more.map(|(name, value)| (name.to_owned(), value.to_owned()));
        columns.iter().cloned().chain(more).collect()
    };
    let again = |seen: &str, act| {
        let fields = fields(seen, act);
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        send(&fields, &[])
    };
    let seen = |page: &str| plain(between(page, "name=\"seen\" value=\"", "\""));
    let (status, page) = again(&seen(&page), "import");
    assert_eq!(status, StatusCode::OK, "a long ledger comes back whole");
    assert!(page.contains("还没有导入") && page.contains("可以导入的400行"));
    let (_, page) = again(&seen(&page), "import");
    assert!(page.contains("导入了400件") && page.contains("2025-0001 至 2025-0400"), "{page}");
    let (_, page) = again("", "preview");
    assert!(page.contains("其中400行以前已经导入") && page.contains("撤销这400行的导入"));
}

#[test]
fn a_ledger_is_for_those_who_take_applications_in() {
    let (site, _) = site("yunzhou-wjw");
    for (who, may) in [("chensiyuan", true), ("hemin", false), ("zhouzheng", false), ("gaoyuan", false)] {
        let cookie = sign_in(&site, who);
        let token = form_token(&site, &cookie);
        let request =
            upload("/desk/ledger", &cookie, &[("form", &token)], &[("a.html", ledger(1).as_bytes())]);
        let (status, _, page) = send(&site, request);
        assert_eq!(status == StatusCode::OK, may, "{who}: {status} {page}");
    }
}
