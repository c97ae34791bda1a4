//! HTML: one page that needs nothing else, readable, printable, and fit to be pasted into a site.

use crate::manuscript::{Manuscript, Piece, PrintedTable, Style};

const STYLE: &str = "body{max-width:46em;margin:2em auto;padding:0 1em;color:#0b0c0c;background:#fff;\
    font:1.05rem/1.8 \"Noto Serif CJK SC\",\"Source Han Serif SC\",SimSun,serif}\
    h1{font-size:1.6rem;line-height:1.4;text-align:center}h2{font-size:1.15rem;font-family:SimHei,\"Noto Sans CJK SC\",sans-serif}\
    p{text-indent:2em;margin:.4em 0}.table{overflow-x:auto;margin:1em 0}\
    table{border-collapse:collapse;width:100%;font-size:.85rem;line-height:1.4}\
    th,td{border:1px solid #0b0c0c;padding:.3em;text-align:center;font-weight:normal}th.label{text-align:left}\
    .signature{float:right;margin:3em 4em 0 0;text-align:center}.signature p{text-indent:0}\
    @media print{body{max-width:none;margin:0}.table{overflow:visible}tr,.signature{break-inside:avoid}}";

/// Writes the page.
pub(crate) fn write(manuscript: &Manuscript) -> String {
    let title = escaped(&manuscript.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n"
    );
    if let Some(agency) = &manuscript.agency {
        out.push_str(&format!("<meta name=\"Author\" content=\"{}\">\n", escaped(agency)));
    }
    out.push_str(&format!("<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"));
    for piece in &manuscript.pieces {
        match piece {
            Piece::Heading { text } => out.push_str(&format!("<h2>{}</h2>\n", escaped(text))),
            Piece::Paragraph { text } => out.push_str(&format!("<p>{}</p>\n", escaped(text))),
            Piece::Table { table } => out.push_str(&self::table(table)),
        }
    }
    let signature = [&manuscript.signature.agency, &manuscript.signature.date];
    if signature.iter().any(|line| line.is_some()) {
        let lines: String =
            signature.into_iter().flatten().map(|line| format!("<p>{}</p>", escaped(line))).collect();
        out.push_str(&format!("<div class=\"signature\">{lines}</div>\n"));
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn table(table: &PrintedTable) -> String {
    let mut out = format!("<div class=\"table\"><table aria-label=\"{}\">\n", escaped(&table.caption));
    for (at, row) in table.rows.iter().enumerate() {
        if at == 0 && table.head_rows > 0 {
            out.push_str("<thead>\n");
        } else if at == table.head_rows {
            out.push_str("<tbody>\n");
        }
        out.push_str("<tr>");
        for cell in row {
            let span = |name: &str, count: usize| {
                if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() }
            };
            let spans = span("colspan", cell.columns) + &span("rowspan", cell.rows);
            let scope = match (cell.columns > 1, cell.rows > 1) {
                _ if cell.style == Style::Label => "row",
                (_, true) if cell.columns == 1 && at >= table.head_rows => "rowgroup",
                (true, _) => "colgroup",
                _ => "col",
            };
            let text = escaped(&cell.text);
            match cell.style {
                Style::Head => out.push_str(&format!("<th scope=\"{scope}\"{spans}>{text}</th>")),
                Style::Label => {
                    out.push_str(&format!("<th class=\"label\" scope=\"{scope}\"{spans}>{text}</th>"))
                }
                Style::Value => out.push_str(&format!("<td{spans}>{text}</td>")),
            }
        }
        out.push_str("</tr>\n");
        if at + 1 == table.head_rows {
            out.push_str("</thead>\n");
        }
    }
    out.push_str("</tbody>\n</table></div>\n");
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
