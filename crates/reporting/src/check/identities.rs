//! The identities of tables three and four (勾稽关系).

use rust_decimal::Decimal;

use crate::cell::Cell;
use crate::figures::exact;
use crate::form::{Identity, Rule};
use crate::object::cell_value;
use crate::report::{Coverage, Tables};

use super::{At, Finding, Outcome, Severity, Sheet};

/// One kind of identity. Blank addends count as nothing; a blank total is not evaluated.
pub(super) fn check(tables: &Tables, rule: Rule, sheet: &mut Sheet) {
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
                let mut finding = broken(tables, identity, parts, printed);
                if let Some(cure) = cure(tables, identity) {
                    finding.fix = cure;
                }
                sheet.find(finding);
            }
        }
    }
}

/// What to do when one number alone can be wrong: the only cell whose change makes every broken identity of its table
/// hold and breaks none. An identity that is open may hide another fault; then there is no such cell.
fn cure(tables: &Tables, broken: &Identity) -> Option<String> {
    let remedies = broken.rule == Rule::RemedyTotal;
    let of_table = |identity: &&Identity| (identity.rule == Rule::RemedyTotal) == remedies;
    let evaluated: Vec<(&Identity, Evaluation)> = tables
        .form
        .identities
        .iter()
        .filter(of_table)
        .map(|identity| (identity, evaluate(tables, identity)))
        .collect();
    if evaluated.iter().any(|(_, evaluation)| matches!(evaluation, Evaluation::Open)) {
        return None;
    }
    let mut cures = broken.parts.iter().chain(&broken.printed).filter_map(|cell| {
        let change = evaluated.iter().try_fold(None, |change, (identity, evaluation)| {
            let needed = needed(identity, evaluation, *cell)?;
            match (change, needed) {
                (change, None) => Some(change),
                (None, needed) => Some(needed),
                (Some(change), Some(needed)) => (change == needed).then_some(Some(change)),
            }
        })??;
        let value = exact::add(tables.cells[*cell].value()?, change)?;
        (value >= Decimal::ZERO).then_some((*cell, value))
    });
    // One identity alone never tells which of its numbers is wrong.
    let several = evaluated.iter().filter(|(_, e)| matches!(e, Evaluation::Broken { .. })).count() > 1;
    let ((cell, value), None) = (cures.next()?, cures.next()) else { return None };
    several.then(|| {
        format!(
            "核对台账。只改一处就能全部平衡的，只有{}：由{}改为{}",
            tables.form.cell(cell).words(),
            tables.cells[cell].words(),
            value.normalize()
        )
    })
}

/// By how much a cell has to change for an identity to hold: not at all when the cell is not in it and it holds, none
/// when no change of this cell helps, or it would break what holds.
fn needed(identity: &Identity, evaluation: &Evaluation, cell: usize) -> Option<Option<Decimal>> {
    let (part, total) = (identity.parts.contains(&cell), identity.printed.contains(&cell));
    match evaluation {
        Evaluation::Broken { parts, printed } if part => exact::subtract(*printed, *parts).map(Some),
        Evaluation::Broken { parts, printed } if total => exact::subtract(*parts, *printed).map(Some),
        Evaluation::Broken { .. } => None,
        Evaluation::Holds if part || total => None,
        Evaluation::Holds | Evaluation::NotPrinted | Evaluation::Open => Some(None),
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
    if identity.rule == Rule::ResultTotal && identity.key == "total" && lacks_items(tables, identity) {
        return Evaluation::Open;
    }
    if parts != printed {
        let number = |sum: Sum| sum.decimal();
        return Evaluation::Broken { parts: number(parts), printed: number(printed) };
    }
    let restored = |i: &usize| tables.repaired.contains(i);
    let uses = !tables.repaired.is_empty() && identity.parts.iter().chain(&identity.printed).any(restored);
    if uses { Evaluation::Open } else { Evaluation::Holds }
}

/// The totals of the results cannot be added up when all of them are blank, or one is whose row has numbers.
fn lacks_items(tables: &Tables, identity: &Identity) -> bool {
    let blank = |i: &usize| matches!(tables.cells[*i], Cell::Blank | Cell::NotPrinted);
    let row_has_numbers =
        |i: &usize| tables.form.cell(*i).row.cells().any(|i| tables.cells[i].value().is_some());
    let mut blanks = identity.parts.iter().filter(|i| blank(i)).peekable();
    blanks.peek().is_some() && (identity.parts.iter().all(blank) || blanks.any(row_has_numbers))
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

/// Adds cells up; none when one is uncertain or is no number, or when the sum has too many digits.
fn sum(cells: &[Cell], list: &[usize]) -> Option<Sum> {
    let mut whole: i64 = 0;
    let mut fraction = Decimal::ZERO;
    for index in list {
        match &cells[*index] {
            Cell::Count(count) => whole = whole.checked_add(*count)?,
            Cell::Blank | Cell::NotPrinted => {}
            Cell::Amount(amount) => fraction = exact::add(fraction, *amount)?,
            Cell::Uncertain | Cell::Text(_) => return None,
        }
    }
    if fraction.is_zero() {
        return Some(Sum::Whole(whole));
    }
    exact::add(fraction, Decimal::from(whole)).map(Sum::Fraction)
}

fn broken(tables: &Tables, identity: &Identity, parts: Decimal, printed: Decimal) -> Finding {
    let form = tables.form;
    let cell = form.cell(identity.printed[0]);
    let column = &cell.column.label;
    let added = |list: &[usize]| -> String {
        let values =
            list.iter().map(|i| &tables.cells[*i]).filter(|cell| cell.value().is_some_and(|v| !v.is_zero()));
        let values: Vec<String> = values.map(Cell::words).collect();
        // A single number is its own sum.
        if values.len() > 1 { values.join("+") + "=" } else { "是".into() }
    };
    let difference = exact::subtract(parts, printed).map(|difference| difference.abs());
    let apart = difference.map(|difference| format!("，相差{difference}")).unwrap_or_default();
    let (message, fix) = match identity.rule {
        Rule::RowTotal => (
            format!(
                "表三“{}”一行不平：各类申请人之和{}{parts}，总计写的是{printed}{apart}",
                cell.row.label,
                added(&identity.parts)
            ),
            "核对台账，改正总计或某一类申请人的数字".to_owned(),
        ),
        Rule::ResultTotal => (
            format!(
                "表三“{column}”一列：办理结果各项之和{}{parts}，（七）总计写的是{printed}{apart}",
                added(&identity.parts)
            ),
            hint(tables, identity, difference),
        ),
        Rule::Balance => (
            format!(
                "表三“{column}”一列不平衡：新收加上年结转{}{parts}，总计加结转下年度{}{printed}{apart}",
                added(&identity.parts),
                added(&identity.printed)
            ),
            "哪一边有误，表内看不出：对照台账核对新收、上年结转、总计和结转下年度四个数".to_owned(),
        ),
        Rule::RemedyTotal => (
            format!(
                "表四“{}”：四种结果之和{}{parts}，总计写的是{printed}{apart}",
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
fn hint(tables: &Tables, identity: &Identity, difference: Option<Decimal>) -> String {
    let is_same = |i: &&usize| difference.is_some() && tables.cells[**i].value() == difference;
    let same = identity.parts.iter().find(is_same);
    match same {
        Some(index) => {
            format!("核对台账。相差数恰与“{}”相同，可能漏加或重复", tables.form.cell(*index).row.label)
        }
        None => "核对台账，改正某一项或总计".to_owned(),
    }
}
