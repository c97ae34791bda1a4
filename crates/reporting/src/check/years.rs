//! Against last year's report of the same authority (跨年衔接).

use std::collections::HashSet;

use rust_decimal::Decimal;

use crate::cell::Cell;
use crate::form::Column;
use crate::object::cell_value;
use crate::report::{Coverage, Paragraph, Report, Tables};

use super::{At, Check, Finding, Outcome, Severity, Sheet};

pub(super) fn check(report: &Report, previous: &Report, sheet: &mut Sheet) {
    sheet.begin(Check::LastYear);
    let (Some(year), Some(last)) = (report.year, previous.year) else {
        return sheet.at_least(Outcome::NotAssessable);
    };
    if last.checked_add(1) != Some(year) {
        sheet.find(
            Finding::new(
                "XY_YEAR",
                Severity::Warning,
                At::Report,
                format!("对照的是{last}年度报告，不是{year}年度的上一年"),
            )
            .values(year.saturating_sub(1), last)
            .basis("跨年衔接只在相邻两年之间成立")
            .fix(format!("用{}年度报告作对照", year.saturating_sub(1))),
        );
        return sheet.at_least(Outcome::NotAssessable);
    }
    if let (Some(agency), Some(other)) = (&report.agency, &previous.agency)
        && agency != other
    {
        sheet.find(
            Finding::new(
                "XY_AGENCY",
                Severity::Warning,
                At::Report,
                format!("上一年度报告的机关是“{other}”，本年是“{agency}”"),
            )
            .values(other.as_str(), agency.as_str())
            .basis("跨年衔接比较同一机关的报告；机构改革后按对应关系比较")
            .fix("确认是否同一机关"),
        );
    }
    similar(report, previous, sheet);
    let (Some(now), Some(before)) = (&report.tables, &previous.tables) else {
        return sheet.at_least(Outcome::NotAssessable);
    };
    carried((now, before), last, explains(report), sheet);
    if now.form.id == before.form.id {
        chains(now, before, last, sheet);
    }
    pending(now, before, last, sheet);
    fees(now, before, last, sheet);
}

/// Whether part six says why the report does not go on from last year's.
fn explains(report: &Report) -> bool {
    const WHY: [&str; 8] = ["不一致", "不符", "不衔接", "有误", "差错", "漏", "更正", "口径"];
    let said = |paragraph: &Paragraph| {
        let plain = paragraph.plain();
        plain.contains("上年") && plain.contains("结转") && WHY.iter().any(|why| plain.contains(why))
    };
    let part_six = report.sections.iter().filter(|section| section.part == Some(6));
    part_six.flat_map(|section| &section.paragraphs).any(said)
}

/// Carried in equals carried out of the year before, in every column; where it does not, and the report says why, it is no error
/// of its own.
fn carried((now, before): (&Tables, &Tables), last: i16, is_explained: bool, sheet: &mut Sheet) {
    let both = [now, before].map(|tables| tables.coverage_of("table3") == Coverage::Complete);
    let (Some(into), Some(out)) =
        (now.form.tables[1].row("carried_in"), before.form.tables[1].row("carried_out"))
    else {
        return;
    };
    if both != [true, true] {
        return sheet.at_least(Outcome::NotAssessable);
    }
    let mut differ = Vec::new();
    for (offset, column) in into.columns.iter().enumerate() {
        let (a, b) = (&now.cells[into.first + offset], &before.cells[out.first + offset]);
        match (a.count(), b.count()) {
            (Some(carried_in), Some(carried_out)) if carried_in != carried_out => {
                differ.push(Differs { column, cell: into.first + offset, carried_in, carried_out });
            }
            (Some(_), Some(_)) => {}
            _ if *a == Cell::Uncertain || *b == Cell::Uncertain => sheet.at_least(Outcome::Uncertain),
            _ => {}
        }
    }
    if !differ.is_empty() {
        let mut found = not_carried(&differ, last);
        if is_explained && found.severity == Severity::Error {
            found.severity = Severity::Warning;
            found = found.fix("第六部分已经说明原因，核对说明与两年的数据一致");
        }
        sheet.find(found);
    }
}

/// A column in which carried in and carried out differ.
struct Differs<'a> {
    column: &'a Column,
    cell: usize,
    carried_in: i64,
    carried_out: i64,
}

/// One fault is told once: in the total, with the columns that bring it, or in the columns where the total is right.
fn not_carried(differ: &[Differs<'_>], last: i16) -> Finding {
    let total = differ.iter().find(|differs| differs.column.key == "total");
    let columns: Vec<&Differs<'_>> = differ.iter().filter(|differs| differs.column.key != "total").collect();
    let said = |differs: &&Differs<'_>| {
        format!("“{}”本年{}、上年{}", differs.column.label, differs.carried_in, differs.carried_out)
    };
    let listed = columns.iter().map(said).collect::<Vec<_>>().join("，");
    let (severity, shown, message) = match (total, columns.first()) {
        (Some(total), first) => {
            let Differs { carried_in, carried_out, .. } = total;
            let message =
                format!("上年结转共{carried_in}件，{last}年度报告结转下年度共{carried_out}件，对不上");
            let message = if first.is_some() { format!("{message}：{listed}") } else { message };
            (Severity::Error, Some(total), message)
        }
        (None, first) => {
            let message = format!("上年结转的总数与{last}年度报告一致，申请人类别对不上：{listed}");
            (Severity::Warning, first.copied(), message)
        }
    };
    let key = shown.map_or(String::new(), |differs| differs.column.key.clone());
    let at = At::Table { key, cells: differ.iter().map(|differs| differs.cell).collect() };
    let values = shown.map_or((0, 0), |differs| (differs.carried_out, differs.carried_in));
    Finding::new("XY_CARRY", severity, at, message)
        .values(values.0, values.1)
        .basis("本年“上年结转”即上年“结转下年度继续办理”")
        .fix("核对两年的台账；上年报告有误的，在本年第六部分说明")
}

/// Rows whose stock follows from last year's: 现行有效件数, 上一年项目数量.
fn chains(now: &Tables, before: &Tables, last: i16, sheet: &mut Sheet) {
    let count = |tables: &Tables, row: &str, cell: &str| {
        tables.get(&format!("table2.{row}.{cell}")).and_then(Cell::count)
    };
    for row in &now.form.tables[0].rows {
        let key = row.key.as_str();
        let group = row.label.as_str();
        let at = |cell: &str| {
            let cells = row.columns.iter().position(|c| c.key == cell).map(|offset| vec![row.first + offset]);
            At::Table { key: key.to_owned(), cells: cells.unwrap_or_default() }
        };
        if let (Some(effective), Some(issued), Some(repealed), Some(stock)) = (
            count(now, key, "effective"),
            count(now, key, "issued"),
            count(now, key, "repealed"),
            count(before, key, "effective"),
        ) {
            let expected = stock.checked_add(issued).and_then(|stock| stock.checked_sub(repealed));
            if let Some(expected) = expected.filter(|expected| *expected != effective) {
                let message = format!(
                    "“{group}”现行有效{effective}件，按上年{stock}加本年制发{issued}减废止{repealed}应为{expected}件"
                );
                sheet.find(
                    Finding::new("XY_NORM", Severity::Warning, at("effective"), message)
                        .values(expected, effective)
                        .basis("现行有效=上年现行有效+本年制发-本年废止")
                        .fix("核对规范性文件清单；有自然失效、机构划转或补报的，写明原因"),
                );
            }
        }
        if let (Some(prior), Some(stock), Some(change)) =
            (count(now, key, "prior_items"), count(before, key, "prior_items"), count(before, key, "change"))
            && let Some(expected) = stock.checked_add(change).filter(|expected| *expected != prior)
        {
            let message = format!(
                "“{group}”上一年项目数量{prior}，按{last}年度报告的{stock}和增减{change}应为{expected}"
            );
            sheet.find(
                Finding::new("XY_ITEM", Severity::Warning, at("prior_items"), message)
                    .values(expected, prior)
                    .basis("上一年项目数量=上年报告的上一年项目数量+上年增减")
                    .fix("核对事项清单"),
            );
        }
    }
}

/// Cases pending last year are decided this year or still pending.
fn pending(now: &Tables, before: &Tables, last: i16, sheet: &mut Sheet) {
    for row in &before.form.tables[2].rows {
        let open = before.get(&format!("table4.{}.pending", row.key)).and_then(Cell::count).unwrap_or(0);
        let total = now.get(&format!("table4.{}.total", row.key)).and_then(Cell::count);
        if let Some(total) = total.filter(|total| *total < open) {
            let cells = now.form.cell_at(&format!("table4.{}.total", row.key)).map(|cell| vec![cell.index]);
            let at = At::Table { key: row.key.clone(), cells: cells.unwrap_or_default() };
            let message = format!("{last}年度尚未审结的{}有{open}件，本年总计只有{total}件", row.label);
            sheet.find(
                Finding::new("XY_OPEN", Severity::Note, at, message)
                    .values(open, cell_value(&Cell::Count(total)))
                    .basis("上年尚未审结的案件，本年应当审结或仍未审结")
                    .fix("核对复议诉讼台账"),
            );
        }
    }
}

/// Fees a thousand times those of last year, or a thousandth, have the wrong unit.
fn fees(now: &Tables, before: &Tables, last: i16, sheet: &mut Sheet) {
    const PATH: &str = "table2.administrative_fees.amount";
    let amount = |tables: &Tables| tables.get(PATH).and_then(Cell::value).filter(|value| !value.is_zero());
    let (Some(amount), Some(stock)) = (amount(now), amount(before)) else { return };
    let (more, less) = (amount.max(stock), amount.min(stock));
    if less.checked_mul(Decimal::ONE_THOUSAND).is_none_or(|limit| limit > more) {
        return;
    }
    let cells = now.form.cell_at(PATH).map(|cell| vec![cell.index]).unwrap_or_default();
    let message = format!("收费金额由{last}年度的{stock}变为{amount}，可能用错了单位");
    sheet.find(
        Finding::new("XY_FEES", Severity::Warning, At::Table { key: PATH.into(), cells }, message)
            .basis("“本年收费金额”的单位是万元")
            .fix("核对单位：以元计的金额除以10000后填写"),
    );
}

/// How alike two texts may be, in hundredths.
const ALIKE: usize = 88;

/// Text nearly equal to last year's (内容雷同).
fn similar(report: &Report, previous: &Report, sheet: &mut Sheet) {
    let shingles = |report: &Report| -> HashSet<[char; 5]> {
        let mut set = HashSet::new();
        for (_, paragraph) in report.paragraphs() {
            let letters: Vec<char> = paragraph.plain().chars().filter(|c| !c.is_ascii_digit()).collect();
            set.extend(letters.windows(5).map(|w| [w[0], w[1], w[2], w[3], w[4]]));
        }
        set
    };
    let (now, before) = (shingles(report), shingles(previous));
    if now.len() < 100 {
        return;
    }
    let share = now.intersection(&before).count() * 100 / now.len();
    if share >= ALIKE {
        sheet.find(
            Finding::new(
                "PROOF_SIMILAR",
                Severity::Warning,
                At::Report,
                format!("正文有{share}%与上一年度报告相同"),
            )
            .basis("年度报告不得内容雷同、敷衍塞责")
            .fix("按本年实际情况重写总体情况、问题和改进措施"),
        );
    }
}
