//! The fields of a report's text (正文字段): each number of the prose is one, from the tables and registers of the year.

use casework::fee::FeeYear;
use casework::letter::yuan;
use reporting::cell::Cell;
use reporting::compose::{Field, Fields};
use reporting::narrative::not_as_last_year;
use reporting::report::Tables;

use super::changes::Changed;
use super::measures::{Followed, Measure};
use super::tables::figures;
use crate::cases::YearCounts;

/// What fields are taken from.
pub(super) struct Sources<'s> {
    pub(super) organ: &'s str,
    pub(super) contact: &'s str,
    pub(super) year: i16,
    pub(super) tables: &'s Tables,
    pub(super) ledger: &'s YearCounts,
    /// Sub-reasons of 六（三）其他 and how often each was given.
    pub(super) sub_reasons: &'s [(String, i64)],
    pub(super) measures: &'s [Measure],
    pub(super) followed: &'s [Followed],
    /// What differs much from last year, with its explanation.
    pub(super) explained: &'s [(&'s Changed, &'s str)],
    /// Why the report does not go on from last year's; empty where it does.
    pub(super) unconnected: &'s str,
}

/// What is put in for a figure that nobody has filled in.
const OPEN: &str = "（待填）";

/// Short names of cells and what they count.
const CELLS: [(&str, &str, &str); 12] = [
    ("新收", "table3.new_received.total", "本年新收申请"),
    ("上年结转", "table3.carried_in.total", "上年结转申请"),
    ("办结", "table3.result_total.total", "本年度办理结果总计"),
    ("予以公开", "table3.granted.total", "予以公开"),
    ("部分公开", "table3.partial.total", "部分公开"),
    ("结转下年", "table3.carried_out.total", "结转下年度继续办理"),
    ("自然人新收", "table3.new_received.natural_person", "本年新收申请中自然人的"),
    ("复议", "table4.review.total", "行政复议总计"),
    ("复议维持", "table4.review.upheld", "行政复议结果维持"),
    ("复议纠正", "table4.review.corrected", "行政复议结果纠正"),
    ("直接起诉", "table4.litigation_direct.total", "未经复议直接起诉总计"),
    ("复议后起诉", "table4.litigation_after_review.total", "复议后起诉总计"),
];

/// Sums of a group of rows in table three.
const SUMS: [(&str, &str); 4] = [
    ("不予公开", "refused_"),
    ("无法提供", "unavailable_"),
    ("不予处理", "rejected_"),
    ("其他处理", "other_"),
];

/// The fields of a year.
pub(super) fn fields(from: &Sources<'_>) -> Fields {
    let form = from.tables.form;
    let cell = |path: &str| form.cell_at(path).map(|cell| &from.tables.cells[cell.index]);
    let mut fields = Fields::new();
    let mut add = |name: &str, text: String, meaning: &str, cell: Option<&str>| {
        let field = Field { text, meaning: meaning.to_owned(), cell: cell.map(str::to_owned) };
        fields.insert(name.to_owned(), field);
    };
    add("机关", from.organ.to_owned(), "本机关的名称", None);
    add("年度", from.year.to_string(), "报告年度", None);
    add("联系方式", from.contact.to_owned(), "文书落款的联系方式", None);
    let trial = if form.key == "2019" { "（试行）" } else { "" };
    let basis = format!("《中华人民共和国政府信息公开工作年度报告格式{trial}》（{}）", form.document);
    add("格式依据", basis, "本年度适用的报告格式", None);
    for (name, path, meaning) in CELLS {
        add(name, cell(path).map(Cell::words).unwrap_or_default(), meaning, Some(path));
    }
    for (name, rows) in SUMS {
        let totals = form.tables[1].rows.iter().filter(|row| row.key.starts_with(rows));
        let counts = totals.filter_map(|row| cell(&format!("table3.{}.total", row.key))?.count());
        add(name, counts.sum::<i64>().to_string(), &format!("“{name}”各行总计之和"), None);
    }
    for figure in figures(form) {
        let words = from.tables.cells[figure.index].words();
        let label = figure.column.label.split('（').next().unwrap_or_default();
        let text = if words.is_empty() { OPEN.to_owned() } else { words };
        add(&format!("{}{label}", figure.row.label), text, &figure.words(), Some(&figure.path()));
    }
    add("主动公开情况", published(from.tables), "表二各行的数字", None);
    add("复议诉讼情况", contested(from.ledger), "表四的数字；没有的，写明没有", None);
    add("收费情况", charged(from.ledger), "信息处理费台账的数字；没有收取的，写明没有", None);
    add("其他处理明细", others(from.sub_reasons), "“其他处理”中“其他”的细分情形；没有的，不写", None);
    let lines = |lines: Vec<String>| lines.join("\n");
    let problems =
        from.measures.iter().enumerate().map(|(at, one)| format!("{}.{}", at + 1, ended(&one.problem)));
    add("主要问题", lines(problems.collect()), "登记的问题，每个一段", None);
    let measures =
        from.measures.iter().enumerate().map(|(at, one)| format!("{}.{}", at + 1, ended(&one.measure)));
    add("改进措施", lines(measures.collect()), "登记的改进措施，每项一段", None);
    add(
        "上年整改情况",
        lines(from.followed.iter().filter_map(told).collect()),
        "上年各项改进措施的落实情况",
        None,
    );
    let explained = from.explained.iter().map(|(one, why)| {
        ended(&format!("{}由{}变为{}，原因是{}", one.label, one.last, one.this, why.trim()))
    });
    add("数据变化说明", lines(explained.collect()), "与上年相比变化较大的数据的说明", None);
    let why = match from.unconnected.trim() {
        "" => String::new(),
        why => ended(&not_as_last_year(from.year - 1, why)),
    };
    add("衔接说明", why, "与上年报告不衔接的原因；衔接的，不写", None);
    fields
}

/// A sentence with its full stop.
fn ended(sentence: &str) -> String {
    let sentence = sentence.trim();
    if sentence.ends_with(['。', '！', '？']) { sentence.to_owned() } else { format!("{sentence}。") }
}

fn told(one: &Followed) -> Option<String> {
    let state = one.state?;
    let note = if one.note.is_empty() { String::new() } else { format!("，{}", one.note) };
    Some(ended(&format!(
        "针对上年提出的“{}”，{}{note}",
        one.measure.problem.trim_end_matches('。'),
        state.name()
    )))
}

/// What part one tells of table two.
fn published(tables: &Tables) -> String {
    let rows = &tables.form.tables[0].rows;
    let row = |row: &reporting::form::Row| {
        let cells = row.cells().zip(&row.columns).map(|(index, column)| {
            let words = tables.cells[index].words();
            let words = if words.is_empty() { OPEN.to_owned() } else { words };
            let label = column.label.split('（').next().unwrap_or_default();
            let unit = column.unit.as_deref().unwrap_or_default();
            format!("{label}{words}{unit}")
        });
        format!("{}{}", row.label, cells.collect::<Vec<_>>().join("、"))
    };
    ended(&rows.iter().map(row).collect::<Vec<_>>().join("；"))
}

/// What part four tells of table four.
fn contested(ledger: &YearCounts) -> String {
    use law::remedy::{Column, Course};
    let told = |path: Course, name: &str| match ledger.remedies.cell(path, None) {
        0 => format!("没有发生{name}"),
        all => {
            let parts =
                Column::ALL.into_iter().map(|result| (result, ledger.remedies.cell(path, Some(result))));
            let parts: Vec<String> = parts
                .filter(|(_, count)| *count > 0)
                .map(|(result, count)| format!("{}{count}件", result.name()))
                .collect();
            format!("{name}{all}件，其中{}", parts.join("、"))
        }
    };
    if Course::ALL.into_iter().all(|path| ledger.remedies.cell(path, None) == 0) {
        return "本年度未发生因政府信息公开引起的行政复议、行政诉讼。".to_owned();
    }
    format!(
        "本年度因政府信息公开引起的案件：{}；{}；{}。",
        told(Course::Review, "行政复议"),
        told(Course::LitigationDirect, "未经复议直接起诉的行政诉讼"),
        told(Course::LitigationAfterReview, "复议后起诉的行政诉讼"),
    )
}

/// What part six tells of fees (国办函〔2020〕109号); that none was collected is told too.
fn charged(ledger: &YearCounts) -> String {
    let FeeYear { collected, refunded, cases } = ledger.fees;
    let back = match refunded {
        0 => String::new(),
        refunded => format!("，退还{}", yuan(refunded)),
    };
    match cases {
        0 => format!("本年度未收取信息处理费{back}。"),
        cases => format!("本年度收取信息处理费{}（{cases}件）{back}。", yuan(collected)),
    }
}

/// What part six tells of 其他处理, whose form names no reasons.
fn others(given: &[(String, i64)]) -> String {
    let total: i64 = given.iter().map(|(_, count)| count).sum();
    if total == 0 {
        return String::new();
    }
    let name = |name: &str| if name.is_empty() { "申请人撤回".to_owned() } else { name.to_owned() };
    let parts = given.iter().map(|(reason, count)| format!("{}{count}件", name(reason)));
    format!("办理结果中的“其他处理：其他”{total}件：{}。", parts.collect::<Vec<_>>().join("、"))
}
