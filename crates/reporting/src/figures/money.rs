//! Money and its units (金额单位): 元, 万元, 亿元.
//!
//! The head of a column fixes its unit, or else the unit is printed with the amount. A unit printed with an amount tells
//! what the amount is, also below a head that says another; such a cell is wrong and the check says so.

use rust_decimal::Decimal;

use crate::form::{Column, Kind};
use crate::report::Tables;
use crate::text::squash;

/// A unit of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 元.
    Yuan,
    /// 万元, in which the forms have their amounts.
    TenThousandYuan,
    /// 亿元.
    HundredMillionYuan,
}

impl Unit {
    /// The unit for an amount that is printed without any (annual-report form of 2019, 采购总金额): the check says that it is
    /// assumed.
    pub const ASSUMED: Unit = Unit::TenThousandYuan;

    /// The unit of these words; none when they name no unit of money.
    pub fn of(words: &str) -> Option<Unit> {
        let words = squash(words);
        [Unit::Yuan, Unit::TenThousandYuan, Unit::HundredMillionYuan]
            .into_iter()
            .find(|unit| unit.words() == words)
    }

    /// Its name: 元, 万元, 亿元.
    pub fn words(self) -> &'static str {
        match self {
            Unit::Yuan => "元",
            Unit::TenThousandYuan => "万元",
            Unit::HundredMillionYuan => "亿元",
        }
    }

    /// An amount of this unit in another one; none when it has more digits than can be held.
    pub fn convert(self, amount: Decimal, to: Unit) -> Option<Decimal> {
        let (own, other) = (self.zeros(), to.zeros());
        if own == other {
            return Some(amount);
        }
        let amount = amount.normalize();
        match own.checked_sub(other) {
            Some(zeros) => amount.checked_mul(Decimal::from(10_u64.pow(zeros))),
            // The same digits further behind the point.
            None => Decimal::try_from_i128_with_scale(amount.mantissa(), amount.scale() + other - own).ok(),
        }
        .map(|amount| amount.normalize())
    }

    /// Zeros of the unit in yuan.
    fn zeros(self) -> u32 {
        match self {
            Unit::Yuan => 0,
            Unit::TenThousandYuan => 4,
            Unit::HundredMillionYuan => 8,
        }
    }
}

impl Tables {
    /// The unit of an amount of money in words: the one printed with it, or else that of its column (万元, 元).
    ///
    /// None for other cells, and where no unit is printed at all.
    pub fn unit_of(&self, index: usize) -> Option<&str> {
        self.unit_in(self.form.cell(index).column)
    }

    /// The unit that has to be printed with an amount because its column has none or another (251000元).
    pub fn printed_unit(&self, index: usize) -> Option<&str> {
        let column = self.form.cell(index).column;
        self.unit_in(column).filter(|unit| column.unit.as_deref() != Some(unit))
    }

    /// The number in a cell; an amount of money in the unit asked for, 万元 assumed where none is printed.
    ///
    /// None where there is no number, where its unit is unknown, and where it has more digits than can be held.
    pub fn amount_in(&self, index: usize, unit: Unit) -> Option<Decimal> {
        self.in_unit(self.form.cell(index).column, self.cells[index].value()?, unit)
    }

    /// Amounts that say something and have no unit, by the indices of their cells: they are taken for [`Unit::ASSUMED`].
    pub fn without_unit(&self) -> impl Iterator<Item = usize> {
        let is_open = |index: &usize| self.cells[*index].value().is_some_and(|value| !value.is_zero());
        self.form.money_without_unit().filter(|_| self.amount_unit.is_none()).filter(is_open)
    }

    /// The unit of a column's amounts in words.
    pub(crate) fn unit_in<'t>(&'t self, column: &'t Column) -> Option<&'t str> {
        let unit = self.amount_unit.as_deref().or(column.unit.as_deref());
        unit.filter(|_| column.kind == Kind::Money)
    }

    /// A number of a column; an amount of money in the unit asked for.
    pub(crate) fn in_unit(&self, column: &Column, number: Decimal, unit: Unit) -> Option<Decimal> {
        if column.kind != Kind::Money {
            return Some(number);
        }
        let own = self.unit_in(column).map_or(Some(Unit::ASSUMED), Unit::of)?;
        own.convert(number, unit)
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{number, tables};
    use super::*;

    const PROCUREMENT: &str = "table2.procurement.amount";
    const FEES: &str = "table2.administrative_fees.amount";

    #[test]
    fn an_amount_is_the_same_in_every_unit() {
        use Unit::{HundredMillionYuan, TenThousandYuan, Yuan};
        let cases = [
            ("251000", Yuan, TenThousandYuan, Some("25.1"), "smaller to larger"),
            ("25.1", TenThousandYuan, Yuan, Some("251000"), "larger to smaller"),
            ("0.5", HundredMillionYuan, TenThousandYuan, Some("5000"), "亿元"),
            ("1.50", Yuan, Yuan, Some("1.50"), "as it is printed"),
            (
                "1234567890123456789012345678",
                Yuan,
                TenThousandYuan,
                Some("123456789012345678901234.5678"),
                "exact",
            ),
            ("1234567890123456789012345678", HundredMillionYuan, Yuan, None, "more digits than can be held"),
            ("0.0000000000000000000000000001", Yuan, TenThousandYuan, None, "and behind the point"),
        ];
        for (amount, from, to, expected, why) in cases {
            let converted = from.convert(amount.parse().unwrap(), to).map(|amount| amount.to_string());
            assert_eq!(converted.as_deref(), expected, "{why}");
        }
    }

    #[test]
    fn the_unit_printed_with_an_amount_tells_what_it_is() {
        let cases = [
            ("2019", PROCUREMENT, "251000", Some("元"), Some("25.1"), Some("元"), "yuan"),
            ("2019", PROCUREMENT, "25.1", Some("万元"), Some("25.1"), Some("万元"), "as it is"),
            ("2019", PROCUREMENT, "0.5", Some("亿元"), Some("5000"), Some("亿元"), "a hundred million"),
            ("2019", PROCUREMENT, "25.1", None, Some("25.1"), None, "taken for 万元"),
            ("2019", PROCUREMENT, "25.1", Some("美元"), None, Some("美元"), "another money"),
            ("2021", FEES, "391.49", None, Some("391.49"), None, "the head has the unit"),
            ("2021", FEES, "391.49", Some("万元"), Some("391.49"), None, "and need not be repeated"),
            ("2021", FEES, "5000", Some("元"), Some("0.5"), Some("元"), "another unit than that of the head"),
            ("2021", "table4.review.total", "5", Some("元"), Some("5"), None, "no money"),
        ];
        for (form, path, amount, unit, expected, printed, why) in cases {
            let mut tables = tables(form, &[(path, number(amount))]);
            tables.amount_unit = unit.map(str::to_owned);
            let index = tables.form.cell_at(path).unwrap().index;
            let amount = tables.amount_in(index, Unit::TenThousandYuan).map(|amount| amount.to_string());
            assert_eq!((amount.as_deref(), tables.printed_unit(index)), (expected, printed), "{why}");
        }
    }

    #[test]
    fn nothing_needs_no_unit() {
        for (form, path, amount, expected) in
            [("2019", PROCUREMENT, "25.1", 1), ("2019", PROCUREMENT, "0", 0), ("2021", FEES, "25.1", 0)]
        {
            assert_eq!(
                tables(form, &[(path, number(amount))]).without_unit().count(),
                expected,
                "{form} {amount}"
            );
        }
    }
}
