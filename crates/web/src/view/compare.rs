//! Two reports beside each other, what differs marked and counted (对比).

use askama::Template;
use reporting::compare::{
    BlockPair, CellPair, Change, Comparison, PartPair, Passage, RowPair, Side, Summary,
};
use reporting::compare::{TablePair, cell_words, compare};
use reporting::report::Report;

use super::Page;
use super::chart::signed;

/// The page on which two reports are chosen and compared.
#[derive(Template)]
#[template(path = "portal/compare.html")]
pub(crate) struct ComparePage {
    pub(crate) page: Page,
    /// Reports to choose from.
    pub(crate) choices: Vec<Choice>,
    /// The address of the first report in the form; empty when none is chosen.
    pub(crate) a: String,
    /// The address of the second report.
    pub(crate) b: String,
    /// Whether only what differs is shown.
    pub(crate) only: bool,
    /// The comparison; none until two reports are chosen.
    pub(crate) found: Option<ComparisonView>,
}

/// A report to choose.
pub(crate) struct Choice {
    /// What the form sends.
    pub(crate) value: String,
    /// Authority and year.
    pub(crate) label: String,
}

/// One of the two reports.
pub(crate) struct Compared<'r> {
    pub(crate) report: &'r Report,
    /// Authority, year and, where there are several, version.
    pub(crate) name: String,
    /// Its page.
    pub(crate) address: String,
}

/// Two reports compared.
pub(crate) struct ComparisonView {
    /// Name and page of each report.
    pub(crate) sides: [(String, String); 2],
    pub(crate) summary: Summary,
    /// Title, authority, year and so on: name, both values, whether they differ.
    pub(crate) fields: Vec<FieldView>,
    pub(crate) tables: Vec<TableView>,
    /// The text; none when one report has none.
    pub(crate) parts: Option<Vec<PartView>>,
}

/// A field of both reports.
pub(crate) struct FieldView {
    pub(crate) name: &'static str,
    pub(crate) a: String,
    pub(crate) b: String,
    pub(crate) differs: bool,
}

/// A table of both reports.
pub(crate) struct TableView {
    pub(crate) key: &'static str,
    pub(crate) words: &'static str,
    /// Why it was not compared.
    pub(crate) why_not: Option<&'static str>,
    /// How many of its cells differ, and how many were compared.
    pub(crate) differing: usize,
    pub(crate) compared: usize,
    /// Rows with the same columns together.
    pub(crate) groups: Vec<GroupView>,
}

/// Rows with the same columns.
pub(crate) struct GroupView {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<RowView>,
}

/// A row of both reports.
pub(crate) struct RowView {
    pub(crate) label: String,
    /// 仅甲, 仅乙; empty when both have it.
    pub(crate) only: &'static str,
    pub(crate) cells: Vec<CellView>,
}

/// A cell of both reports.
pub(crate) struct CellView {
    /// What stands in both, or in the one report that has the row.
    pub(crate) same: Option<String>,
    pub(crate) a: String,
    pub(crate) b: String,
    /// How much more the second has, with its sign.
    pub(crate) difference: Option<String>,
}

/// A part of both texts.
pub(crate) struct PartView {
    pub(crate) words: &'static str,
    pub(crate) blocks: Vec<BlockView>,
}

/// A heading or paragraph.
pub(crate) enum BlockView {
    /// Both have it.
    Same { is_heading: bool, text: String },
    /// They differ: the pieces of each, some marked; none when the report has nothing of it.
    Differs { is_heading: bool, a: Option<Pieces>, b: Option<Pieces> },
}

/// A text in pieces, some marked.
type Pieces = Vec<(bool, String)>;

impl ComparisonView {
    /// Compares two reports; `only` leaves out what is the same.
    pub(crate) fn of([a, b]: [Compared<'_>; 2], only: bool) -> ComparisonView {
        let comparison = compare(a.report, b.report);
        let Comparison { fields, tables, parts } = &comparison;
        let shown = |differs: bool| differs || !only;
        let fields = fields.iter().map(|pair| FieldView {
            name: pair.field.words(),
            a: pair.a.clone().unwrap_or_else(|| "（没有）".into()),
            b: pair.b.clone().unwrap_or_else(|| "（没有）".into()),
            differs: pair.differs(),
        });
        let part = |part: &PartPair| PartView {
            words: part.words(),
            blocks: part.blocks.iter().filter(|block| shown(block.differs())).map(block).collect(),
        };
        let parts = parts.as_ref().map(|parts| {
            let parts = parts.iter().map(part);
            parts.filter(|part| !part.blocks.is_empty()).collect()
        });
        ComparisonView {
            summary: comparison.summary(),
            fields: fields.filter(|field| shown(field.differs)).collect(),
            tables: tables.iter().map(|table| self::table(table, only)).collect(),
            parts,
            sides: [(a.name, a.address), (b.name, b.address)],
        }
    }

    /// The counts of what differs: what, how many, of how many.
    pub(crate) fn counts(&self) -> Vec<(&'static str, usize, Option<usize>)> {
        let Summary { fields, compared, cells, rows, changed, added, removed, .. } = self.summary;
        vec![
            ("基本信息", fields, None),
            ("单元格", cells, Some(compared)),
            ("只有一方有的行", rows, None),
            ("正文修改的段", changed, None),
            ("乙增加的段", added, None),
            ("乙没有的段", removed, None),
        ]
    }
}

fn table(table: &TablePair, only: bool) -> TableView {
    let shown: Vec<&RowPair> =
        table.rows.iter().filter(|row| !only || row.differs() || row.side != Side::Both).collect();
    let keys = |row: &RowPair| row.cells.iter().map(|pair| &pair.at.column.key).collect::<Vec<_>>();
    let groups = shown.chunk_by(|a, b| keys(a) == keys(b)).map(|rows| GroupView {
        columns: rows[0].cells.iter().map(|pair| pair.at.column.label.clone()).collect(),
        rows: rows.iter().map(|pair| row(pair)).collect(),
    });
    let compared = || table.rows.iter().filter(|row| row.side == Side::Both).flat_map(|row| &row.cells);
    TableView {
        key: table.key,
        words: table.words,
        why_not: table.standing.words(),
        differing: compared().filter(|pair| pair.differs()).count(),
        compared: compared().count(),
        groups: groups.collect(),
    }
}

fn row(pair: &RowPair) -> RowView {
    // Blocks of table two are known by their rows; elsewhere the group is part of the name.
    let group =
        pair.row.group.as_deref().filter(|_| !pair.cells.iter().any(|cell| cell.at.table.key == "table2"));
    RowView {
        label: format!("{}{}", group.unwrap_or_default(), pair.row.label),
        only: match pair.side {
            Side::Both => "",
            Side::A => "仅甲",
            Side::B => "仅乙",
        },
        cells: pair.cells.iter().map(cell).collect(),
    }
}

fn cell(pair: &CellPair) -> CellView {
    let same = match (&pair.a, &pair.b) {
        (Some(_), Some(cell)) => (!pair.differs()).then_some(cell),
        (alone, None) | (None, alone) => alone.as_ref(),
    };
    CellView {
        same: same.map(|cell| cell_words(Some(cell))),
        a: cell_words(pair.a.as_ref()),
        b: cell_words(pair.b.as_ref()),
        difference: pair.difference.filter(|difference| !difference.is_zero()).map(signed),
    }
}

fn block(pair: &BlockPair) -> BlockView {
    let is_heading = pair.is_heading;
    let whole = |text: &String| Some(vec![(true, text.clone())]);
    let pieces = |passage: &Passage| Some(passage.pieces());
    match &pair.change {
        Change::Unchanged(text) => BlockView::Same { is_heading, text: text.clone() },
        Change::Removed(text) => BlockView::Differs { is_heading, a: whole(text), b: None },
        Change::Added(text) => BlockView::Differs { is_heading, a: None, b: whole(text) },
        Change::Changed { a, b } => BlockView::Differs { is_heading, a: pieces(a), b: pieces(b) },
    }
}

#[cfg(test)]
mod tests {
    use readers::Limits;

    use super::*;

    fn read(name: &str, bytes: &[u8]) -> Report {
        readers::report(name, bytes, &Limits::default()).unwrap()
    }

    fn of_2020() -> Report {
        read("2020.html", include_bytes!("../../../../demo/reports/yunzhou-wjw-2020.html"))
    }

    fn of_2022() -> Report {
        read("2022.docx", include_bytes!("../../../../demo/reports/yunzhou-wjw-2022.docx"))
    }

    fn of_2023() -> Report {
        read("2023.txt", include_bytes!("../../../../demo/reports/yunzhou-wjw-2023.txt"))
    }

    fn page(reports: Option<[&Report; 2]>, only: bool) -> String {
        let choice = |year: i16| Choice {
            value: format!("yunzhou-wjw/{year}"),
            label: format!("云州市卫生健康委员会{year}年度"),
        };
        let compared = |report| Compared {
            report,
            name: "云州市卫生健康委员会".into(),
            address: "/reports/yunzhou-wjw/2023".into(),
        };
        let template = ComparePage {
            page: Page::sample("/compare"),
            choices: vec![choice(2022), choice(2023)],
            a: "yunzhou-wjw/2022".into(),
            b: String::new(),
            only,
            found: reports.map(|reports| ComparisonView::of(reports.map(compared), only)),
        };
        template.render().unwrap()
    }

    fn count(page: &str, piece: &str) -> usize {
        page.matches(piece).count()
    }

    #[test]
    fn two_years_stand_beside_each_other_and_what_differs_is_marked() {
        let (before, after) = (of_2022(), of_2023());
        let page = page(Some([&before, &after]), false);
        assert_eq!(count(&page, "class=\"num is-changed\""), 45, "cells");
        assert!(page.contains("<dt>单元格</dt><dd><span class=\"gk-stats__n\">45</span>共比较 200 个</dd>"));
        let received = page.find("一、本年新收政府信息公开申请数量").unwrap();
        assert!(page[received..].contains("甲</span>31<span aria-hidden=\"true\"> → </span>"));
        assert!(
            page[received..]
                .contains("<b>34</b><small><span class=\"govuk-visually-hidden\">，差</span>+3</small>")
        );
        assert!(page.contains("<del>2022</del>年1月1日") && page.contains("<ins>2023</ins>年1月1日"));
        assert!(page.contains("乙没有这一段") && page.contains("甲没有这一段"));
        assert!(page.contains("属于国家秘密"), "rows without a difference are shown");
        assert!(!page.contains("style=") && !page.contains("<script"));
    }

    #[test]
    fn only_differences_leaves_out_what_is_the_same() {
        let (before, after) = (of_2022(), of_2023());
        let page = page(Some([&before, &after]), true);
        assert_eq!(count(&page, "class=\"num is-changed\""), 45, "every difference is there");
        assert!(!page.contains("属于国家秘密") && !page.contains("<th scope=\"row\">机关"));
        assert!(!page.contains("<p class=\"gk-muted\"><b>一、总体情况</b></p>"));
        assert!(page.contains("value=\"1\" checked"));
    }

    #[test]
    fn what_is_no_number_is_named() {
        let before = of_2023();
        let mut after = before.clone();
        let tables = after.tables.as_mut().unwrap();
        for (path, cell) in [
            ("table3.granted.total", reporting::cell::Cell::Blank),
            ("table3.partial.total", reporting::cell::Cell::Uncertain),
        ] {
            let index = tables.form.cell_at(path).unwrap().index;
            tables.cells[index] = cell;
        }
        let page = page(Some([&before, &after]), true);
        assert!(page.contains("<b>空</b></td>") && page.contains("<b>不能确定</b></td>"), "{page}");
        assert!(page.contains("有 1 个单元格在至少一份报告里不能确定"));
    }

    #[test]
    fn of_different_forms_table_two_is_not_compared_and_rows_of_one_are_named() {
        let (before, after) = (of_2020(), of_2023());
        let page = page(Some([&before, &after]), true);
        assert!(page.contains("两份报告的格式不同，统计的内容不同，不可比。"));
        assert_eq!((count(&page, ">仅甲</strong>"), count(&page, ">仅乙</strong>")), (1, 3));
    }

    #[test]
    fn equal_reports_are_said_to_be_equal() {
        let report = of_2023();
        let page = page(Some([&report, &report]), true);
        assert!(page.contains("两份报告相同：比较了 200 个单元格"));
        assert_eq!(count(&page, "<p>没有不同。</p>"), 4, "three tables and the text");
    }

    #[test]
    fn without_two_reports_the_page_asks_for_them() {
        let page = page(None, false);
        assert!(page.contains("请选择两份报告"));
        assert!(page.contains("<option value=\"yunzhou-wjw/2022\" selected>"));
        assert_eq!(count(&page, "<option value=\"\">请选择</option>"), 1, "the second is not chosen");
    }
}
