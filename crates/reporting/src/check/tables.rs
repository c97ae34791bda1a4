//! The tables: present, of the right form, every cell a number, every identity (表格与勾稽关系).

use rust_decimal::Decimal;

use crate::cell::Cell;
use crate::form::{Form, Identity, Kind, Rule, TABLE_KEYS};
use crate::object::cell_value;
use crate::report::{Coverage, Open, Report, Tables};

use super::{At, Check, Finding, Outcome, Severity, Sheet};

pub(super) fn check(report: &Report, sheet: &mut Sheet) {
    present(report, sheet);
    form_of_year(report, sheet);
    let Some(tables) = &report.tables else { return };
    cells(tables, sheet);
    blanks(tables, sheet);
    reading(tables, sheet);
    for (check, rule) in [
        (Check::RowTotals, Rule::RowTotal),
        (Check::ResultTotals, Rule::ResultTotal),
        (Check::Balance, Rule::Balance),
        (Check::RemedyTotals, Rule::RemedyTotal),
    ] {
        sheet.begin(check);
        identities(tables, rule, sheet);
    }
}

/// Every table is there; one is not missing but cut off when the input ends before it.
fn present(report: &Report, sheet: &mut Sheet) {
    sheet.begin(Check::Tables);
    let coverage = report.tables.as_ref().map_or([Coverage::Absent; 3], |tables| tables.coverage);
    let mut cut = false;
    for (number, key) in TABLE_KEYS.iter().enumerate() {
        let table = |key: &str| At::Table { key: key.to_owned(), cells: Vec::new() };
        let name = ["表二", "表三", "表四"][number];
        match coverage[number] {
            Coverage::Complete => {}
            Coverage::Truncated => {
                cut = true;
                sheet.find(
                    Finding::new(
                        "DOC_CUT",
                        Severity::Error,
                        table(key),
                        format!("文件在{name}中断，后面的内容没有了"),
                    )
                    .basis("年度报告格式要求三张表完整")
                    .fix("检查文件是否下载或复制完整，用完整的文件重新检查"),
                );
            }
            Coverage::Absent if cut => sheet.at_least(Outcome::NotAssessable),
            Coverage::Absent => {
                let form = report.form().map_or("年度报告格式", |form| &form.document);
                sheet.find(
                    Finding::new(
                        "STRUCT_TABLE_MISSING",
                        Severity::Error,
                        table(key),
                        format!("报告缺少{name}"),
                    )
                    .basis(format!("{form}第{}部分规定的表格", ["二", "三", "四"][number]))
                    .fix(format!("按格式补上{name}，没有发生的填0")),
                );
            }
        }
    }
}

fn form_of_year(report: &Report, sheet: &mut Sheet) {
    sheet.begin(Check::Form);
    let (Some(tables), Some(year)) = (&report.tables, report.year) else {
        return sheet.at_least(Outcome::NotAssessable);
    };
    if let Some(due) = Form::for_year(year).filter(|due| due.id != tables.form.id)
        && tables.coverage[0] != Coverage::Absent
    {
        sheet.find(
            Finding::new(
                "STRUCT_FORMAT_YEAR",
                Severity::Error,
                At::Report,
                format!("{year}年度报告用了{}的表格，应当用{}", tables.form.document, due.document),
            )
            .values(due.key.as_str(), tables.form.key.as_str())
            .basis(format!("{}，自{}年度报告起施行", due.document, due.since_report_year))
            .fix("换用该年度的格式重新填报表二、表三"),
        );
    }
    let third = &tables.form.tables[1];
    let other = third
        .rows
        .iter()
        .find(|row| !row.instead_of.is_empty() && tables.cells[row.first] != Cell::NotPrinted);
    if let Some(row) = other {
        let at = At::Table { key: "table3".into(), cells: row.cells().collect() };
        sheet.find(
            Finding::new(
                "STRUCT_T3_LAYOUT",
                Severity::Warning,
                at,
                format!("表三印的是“{}”，不是{}规定的行", row.label, tables.form.document),
            )
            .basis(format!("{}表三", tables.form.document))
            .fix("按格式的行重新填报（六）其他处理"),
        );
    }
}

/// Integers, not negative, no text, no fraction.
fn cells(tables: &Tables, sheet: &mut Sheet) {
    sheet.begin(Check::Cells);
    for (index, cell) in tables.cells.iter().enumerate() {
        let wrong = match cell {
            Cell::NotPrinted | Cell::Blank | Cell::Uncertain => continue,
            Cell::Count(count) if *count >= 0 => continue,
            Cell::Count(_) => match tables.form.cell(index).column.kind {
                Kind::Change => continue,
                Kind::Count | Kind::Money => ("CELL_NEGATIVE", "是负数"),
            },
            Cell::Amount(amount) => match tables.form.cell(index).column.kind {
                Kind::Money if *amount >= Decimal::ZERO => continue,
                Kind::Money => ("CELL_NEGATIVE", "是负数"),
                Kind::Count | Kind::Change => ("CELL_FRACTION", "不是整数"),
            },
            Cell::Text(_) => ("CELL_TEXT", "不是数字"),
        };
        let (rule, fault) = wrong;
        let cell_ref = tables.form.cell(index);
        let message = format!("{}填的是“{}”，{fault}", cell_ref.words(), cell.words());
        let at = At::Table { key: cell_ref.path(), cells: vec![index] };
        let kind = match cell_ref.column.kind {
            Kind::Count => "非负整数",
            Kind::Change => "整数",
            Kind::Money => "不小于零的金额",
        };
        sheet.find(
            Finding::new(rule, Severity::Error, at, message)
                .values(serde_json::Value::Null, cell_value(cell))
                .basis(format!("{}：此格填{kind}", tables.form.document))
                .fix("核对台账后改正"),
        );
    }
    money(tables, sheet);
}

/// An amount whose unit is neither in the head nor in the cell is taken for 万元, and said so.
fn money(tables: &Tables, sheet: &mut Sheet) {
    let column = tables.form.rows().flat_map(|(_, row)| row.cells().map(move |index| (row, index)));
    for (row, index) in column {
        let column = &row.columns[index - row.first];
        let value = tables.cells[index].value().filter(|value| !value.is_zero());
        if column.kind != Kind::Money || column.unit.is_some() || tables.amount_unit.is_some() {
            continue;
        }
        if let Some(value) = value {
            let cell = tables.form.cell(index);
            let at = At::Table { key: cell.path(), cells: vec![index] };
            sheet.find(
                Finding::new(
                    "MONEY_UNIT_ASSUMED",
                    Severity::Warning,
                    at,
                    format!("{}写的是{value}，没有单位，暂按万元理解", cell.words()),
                )
                .values("万元", serde_json::Value::Null)
                .basis(format!("{}：此栏没有统一单位，应随数字写明", tables.form.document))
                .fix(format!("写明单位，如“{value}万元”")),
            );
        }
    }
}

/// Every cell is printed; zero is printed as 0.
fn blanks(tables: &Tables, sheet: &mut Sheet) {
    sheet.begin(Check::Blanks);
    for (number, table) in tables.form.tables.iter().enumerate() {
        if tables.coverage[number] != Coverage::Complete {
            if tables.coverage[number] == Coverage::Truncated {
                sheet.at_least(Outcome::NotAssessable);
            }
            continue;
        }
        let range = table.cells();
        if tables.cells[range.clone()].iter().all(|cell| !matches!(cell, Cell::Blank | Cell::NotPrinted)) {
            continue;
        }
        missing_rows(tables, number, sheet);
        let blank: Vec<usize> = range.filter(|index| tables.cells[*index] == Cell::Blank).collect();
        let Some(first) = blank.first() else { continue };
        let marked = |index: &usize| tables.traces.get(index).is_some_and(|trace| !trace.raw.is_empty());
        let severity = if blank.iter().all(marked) { Severity::Warning } else { Severity::Error };
        let rule = ["T2_CELLS_BLANK", "T3_CELLS_BLANK", "T4_CELLS_BLANK"][number];
        let name = table.words();
        let all = blank.len()
            == table
                .rows
                .iter()
                .filter(|row| tables.cells[row.first] != Cell::NotPrinted)
                .map(|row| row.columns.len())
                .sum::<usize>();
        let message = if all {
            format!("{name}的数据全部空着")
        } else {
            format!("{name}有{}个数据空着，第一个是{}", blank.len(), tables.form.cell(*first).words())
        };
        let at = At::Table { key: table.key.into(), cells: blank.clone() };
        sheet.find(
            Finding::new(rule, severity, at, message)
                .basis(format!("{}：每格都应填写，没有发生的填0", tables.form.document))
                .fix("没有发生的填0，漏填的补上数字"),
        );
    }
}

fn missing_rows(tables: &Tables, number: usize, sheet: &mut Sheet) {
    let table = &tables.form.tables[number];
    let printed = |first: usize| tables.cells[first] != Cell::NotPrinted;
    for row in table.rows.iter().filter(|row| row.instead_of.is_empty() && !printed(row.first)) {
        let replaced =
            table.rows.iter().any(|other| printed(other.first) && other.instead_of.contains(&row.key));
        if !replaced {
            let at = At::Table { key: format!("{}.{}", table.key, row.key), cells: row.cells().collect() };
            let group = row.group.as_deref().unwrap_or_default();
            sheet.find(
                Finding::new(
                    "STRUCT_ROW_MISSING",
                    Severity::Error,
                    at,
                    format!("{}没有“{group}{}”一行", table.words(), row.label),
                )
                .basis(format!("{}的行", tables.form.document))
                .fix("补上这一行，没有发生的填0"),
            );
        }
    }
}

/// What was restored, and what is not certain, is said row by row.
fn reading(tables: &Tables, sheet: &mut Sheet) {
    sheet.begin(Check::Reading);
    if tables.repaired.is_empty() && tables.uncertain().next().is_none() {
        return;
    }
    let jumbled: Vec<&str> = tables
        .form
        .tables
        .iter()
        .filter(|table| {
            table
                .rows
                .iter()
                .filter(|row| row.instead_of.is_empty())
                .all(|row| tables.cells[row.first] == Cell::Uncertain)
        })
        .map(|table| table.key)
        .filter(|key| *key != TABLE_KEYS[2])
        .collect();
    for key in &jumbled {
        sheet.at_least(Outcome::Uncertain);
        let at = At::Table { key: (*key).to_owned(), cells: Vec::new() };
        sheet.find(
            Finding::new("READ_UNCERTAIN", Severity::Warning, at, "表三的行和列在文件里打乱了，数据不能确定")
                .basis("各行的数字与标签对不上，不猜测")
                .fix("用保留表格线的文件（Word、Excel 或网页）重新检查"),
        );
    }
    for open in tables.open() {
        if !jumbled.contains(&tables.form.cell(open.cells[0]).table.key) {
            sheet.at_least(Outcome::Uncertain);
            sheet.find(uncertain(tables, open));
        }
    }
    for (table, row) in tables.form.rows() {
        let restored: Vec<usize> = row.cells().filter(|i| tables.repaired.contains(i)).collect();
        if restored.is_empty() {
            continue;
        }
        sheet.at_least(Outcome::Uncertain);
        let values: Vec<String> = row.cells().map(|i| tables.cells[i].words()).collect();
        let lost = match restored[..] {
            [one] => format!("{}的{}", row.columns[one - row.first].label, tables.cells[one].words()),
            _ => tables.cells[restored[0]].words(),
        };
        let group = row.group.as_deref().unwrap_or_default();
        let message = format!(
            "{}“{group}{}”在文件里少一个数字（{lost}），按勾稽关系修复为 {}",
            table.words(),
            row.label,
            values.join(" ")
        );
        let at = At::Table { key: format!("{}.{}", table.key, row.key), cells: restored };
        sheet.find(
            Finding::new("READ_REPAIRED", Severity::Note, at, message)
                .basis("行合计与列合计只允许这一种补法")
                .fix("对照原件确认"),
        );
    }
}

fn uncertain(tables: &Tables, open: Open) -> Finding {
    let first = tables.form.cell(open.cells[0]);
    let group = first.row.group.as_deref().unwrap_or_default();
    let row = format!("{}“{group}{}”", first.table.words(), first.row.label);
    let (key, message) = match &open.stray {
        Some(number) if first.table.key == TABLE_KEYS[2] => (
            first.table.key.to_owned(),
            format!("{}有一个{}，不在任何一栏之下，位置不能确定", first.table.words(), number.words()),
        ),
        Some(number) => (
            format!("{}.{}", first.table.key, first.row.key),
            format!("{row}的数字{}属于哪一格不能确定", number.words()),
        ),
        None => (
            format!("{}.{}", first.table.key, first.row.key),
            format!("{row}有{}个数据不能确定", open.cells.len()),
        ),
    };
    Finding::new("READ_UNCERTAIN", Severity::Warning, At::Table { key, cells: open.cells }, message)
        .basis("文件的排版丢失了位置，勾稽关系不能唯一确定，不猜测")
        .fix("对照原件，从候选中选定，或用保留表格线的文件重新检查")
}

/// One kind of identity. Blank addends count as nothing; a blank total is not evaluated (SCHEMA.md).
fn identities(tables: &Tables, rule: Rule, sheet: &mut Sheet) {
    let table = if rule == Rule::RemedyTotal { 2 } else { 1 };
    let columns = matches!(rule, Rule::ResultTotal | Rule::Balance);
    match tables.coverage[table] {
        Coverage::Absent => return sheet.at_least(Outcome::NotAssessable),
        Coverage::Truncated if columns => return sheet.at_least(Outcome::NotAssessable),
        Coverage::Truncated | Coverage::Complete => {}
    }
    for identity in tables.form.identities.iter().filter(|identity| identity.rule == rule) {
        match evaluate(tables, identity) {
            Evaluation::Holds | Evaluation::NotPrinted => {}
            Evaluation::Open => sheet.at_least(Outcome::Uncertain),
            Evaluation::Broken { parts, printed } => {
                sheet.find(broken(tables, identity, parts, printed));
            }
        }
    }
}

enum Evaluation {
    Holds,
    NotPrinted,
    Open,
    Broken { parts: Decimal, printed: Decimal },
}

fn evaluate(tables: &Tables, identity: &Identity) -> Evaluation {
    let total = &tables.cells[identity.printed[0]];
    match total {
        Cell::NotPrinted => return Evaluation::NotPrinted,
        Cell::Blank => {
            let some =
                identity.parts.iter().any(|i| !matches!(tables.cells[*i], Cell::Blank | Cell::NotPrinted));
            return if some { Evaluation::Open } else { Evaluation::NotPrinted };
        }
        _ => {}
    }
    let (Some(parts), Some(printed)) =
        (sum(&tables.cells, &identity.parts), sum(&tables.cells, &identity.printed))
    else {
        return Evaluation::Open;
    };
    // 总计 of the results is not evaluated when all its items are blank.
    if identity.rule == Rule::ResultTotal && identity.key == "total" {
        let blank = |i: &usize| matches!(tables.cells[*i], Cell::Blank | Cell::NotPrinted);
        if identity.parts.iter().all(blank) {
            return Evaluation::Open;
        }
    }
    if parts != printed {
        let number = |sum: Sum| sum.decimal();
        return Evaluation::Broken { parts: number(parts), printed: number(printed) };
    }
    let restored = |i: &usize| tables.repaired.contains(i);
    let uses = !tables.repaired.is_empty() && identity.parts.iter().chain(&identity.printed).any(restored);
    if uses { Evaluation::Open } else { Evaluation::Holds }
}

/// A sum of cells: whole numbers as long as there is no fraction among them.
#[derive(Clone, Copy, PartialEq)]
enum Sum {
    Whole(i64),
    Fraction(Decimal),
}

impl Sum {
    fn decimal(self) -> Decimal {
        match self {
            Sum::Whole(whole) => Decimal::from(whole),
            Sum::Fraction(fraction) => fraction.normalize(),
        }
    }
}

/// Adds cells up; none when one is uncertain or is no number.
fn sum(cells: &[Cell], list: &[usize]) -> Option<Sum> {
    let mut whole: i64 = 0;
    let mut fraction = Decimal::ZERO;
    for index in list {
        match &cells[*index] {
            Cell::Count(count) => whole = whole.checked_add(*count)?,
            Cell::Blank | Cell::NotPrinted => {}
            Cell::Amount(amount) => fraction += amount,
            Cell::Uncertain | Cell::Text(_) => return None,
        }
    }
    Some(if fraction.is_zero() { Sum::Whole(whole) } else { Sum::Fraction(fraction + Decimal::from(whole)) })
}

fn broken(tables: &Tables, identity: &Identity, parts: Decimal, printed: Decimal) -> Finding {
    let form = tables.form;
    let cell = form.cell(identity.printed[0]);
    let column = &cell.column.label;
    let added = |list: &[usize]| -> String {
        let values =
            list.iter().map(|i| &tables.cells[*i]).filter(|cell| cell.value().is_some_and(|v| !v.is_zero()));
        let values: Vec<String> = values.map(Cell::words).collect();
        if values.is_empty() { "0".into() } else { values.join("+") }
    };
    let difference = (parts - printed).abs();
    let (message, fix) = match identity.rule {
        Rule::RowTotal => (
            format!(
                "表三“{}”一行不平：各类申请人之和{}={parts}，总计写的是{printed}，相差{difference}",
                cell.row.label,
                added(&identity.parts)
            ),
            "核对台账，改正总计或某一类申请人的数字".to_owned(),
        ),
        Rule::ResultTotal => (
            format!(
                "表三“{column}”一列：办理结果各项之和{}={parts}，（七）总计写的是{printed}，相差{difference}",
                added(&identity.parts)
            ),
            hint(tables, identity, difference),
        ),
        Rule::Balance => (
            format!(
                "表三“{column}”一列不平衡：新收加结转{}={parts}，总计加结转下年{}={printed}，相差{difference}",
                added(&identity.parts),
                added(&identity.printed)
            ),
            "核对新收、上年结转、总计和结转下年度四个数".to_owned(),
        ),
        Rule::RemedyTotal => (
            format!(
                "表四“{}”：四种结果之和{}={parts}，总计写的是{printed}，相差{difference}",
                cell.row.label,
                added(&identity.parts)
            ),
            "核对每种结果的件数和总计".to_owned(),
        ),
    };
    let number = |value: Decimal| cell_value(&Cell::number(value));
    let cells = identity.parts.iter().chain(&identity.printed).copied().collect();
    Finding::new(identity.rule.id(), Severity::Error, At::Table { key: identity.key.clone(), cells }, message)
        .values(number(parts), number(printed))
        .basis(match identity.rule {
            Rule::Balance => format!("{}：{}", form.document, form.words.corner.trim_matches(['（', '）'])),
            _ => format!("{}：合计等于各项之和", form.document),
        })
        .fix(fix)
}

/// A row whose number is exactly the difference may be the one left out or counted twice.
fn hint(tables: &Tables, identity: &Identity, difference: Decimal) -> String {
    let same = identity.parts.iter().find(|i| tables.cells[**i].value() == Some(difference));
    match same {
        Some(index) => {
            format!("核对台账。相差数恰与“{}”相同，可能漏加或重复", tables.form.cell(*index).row.label)
        }
        None => "核对台账，改正某一项或总计".to_owned(),
    }
}
