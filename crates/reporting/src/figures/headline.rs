//! The figures of a report that matter most (主要数据): what each is called, and what it is made of.

use rust_decimal::Decimal;

use crate::cell::Cell;
use crate::report::{Coverage, Tables};

use super::known::sum;
use super::{Unit, known};

/// A figure that overviews, charts and batches show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headline {
    /// 本年新收政府信息公开申请数量, total.
    NewReceived,
    /// 上年结转政府信息公开申请数量, total.
    CarriedIn,
    /// 本年度办理结果总计.
    Handled,
    /// 予以公开 and 部分公开 together.
    Disclosed,
    /// 不予公开, all eight grounds.
    Refused,
    /// 无法提供, all three grounds.
    Unavailable,
    /// 不予处理, all five grounds.
    Rejected,
    /// 其他处理.
    Other,
    /// 结转下年度继续办理, total.
    CarriedOut,
    /// 行政复议总计.
    Review,
    /// 行政诉讼总计: 未经复议直接起诉 and 复议后起诉 together.
    Litigation,
    /// 规范性文件 issued or made in the year.
    DocumentsIssued,
    /// 规范性文件现行有效件数.
    DocumentsEffective,
    /// 行政许可 decisions.
    Licences,
    /// 行政处罚 decisions.
    Penalties,
    /// 行政事业性收费 in 万元.
    Fees,
}

/// The headline figures of a report; none of a figure that the report does not give with certainty.
///
/// A figure of one cell is what is printed there. In a sum a blank cell is nothing only where the identities prove it, and
/// otherwise the sum is not known. Of what is counted only a whole number is a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headlines([Option<Decimal>; Headline::ALL.len()]);

/// What a figure is made of.
enum MadeOf {
    /// The first of these cells that the form has.
    Cell(&'static [&'static str]),
    /// The totals of these rows, added up.
    Rows(&'static [&'static str]),
    /// The totals of all rows of table three whose keys begin so, added up.
    Group(&'static str),
}

impl Headline {
    /// All of them, in the order of the report.
    pub const ALL: [Headline; 16] = [
        Headline::NewReceived,
        Headline::CarriedIn,
        Headline::Handled,
        Headline::Disclosed,
        Headline::Refused,
        Headline::Unavailable,
        Headline::Rejected,
        Headline::Other,
        Headline::CarriedOut,
        Headline::Review,
        Headline::Litigation,
        Headline::DocumentsIssued,
        Headline::DocumentsEffective,
        Headline::Licences,
        Headline::Penalties,
        Headline::Fees,
    ];

    /// Key, name and what it is made of.
    fn about(self) -> (&'static str, &'static str, MadeOf) {
        use MadeOf::{Cell, Group, Rows};
        match self {
            Headline::NewReceived => ("new_received", "本年新收申请", Rows(&["table3.new_received"])),
            Headline::CarriedIn => ("carried_in", "上年结转", Rows(&["table3.carried_in"])),
            Headline::Handled => ("handled", "办结", Rows(&["table3.result_total"])),
            Headline::Disclosed => {
                ("disclosed", "予以公开和部分公开", Rows(&["table3.granted", "table3.partial"]))
            }
            Headline::Refused => ("refused", "不予公开", Group("refused_")),
            Headline::Unavailable => ("unavailable", "无法提供", Group("unavailable_")),
            Headline::Rejected => ("rejected", "不予处理", Group("rejected_")),
            Headline::Other => ("other", "其他处理", Group("other_")),
            Headline::CarriedOut => ("carried_out", "结转下年度", Rows(&["table3.carried_out"])),
            Headline::Review => ("review", "行政复议", Rows(&["table4.review"])),
            Headline::Litigation => (
                "litigation",
                "行政诉讼",
                Rows(&["table4.litigation_direct", "table4.litigation_after_review"]),
            ),
            Headline::DocumentsIssued => (
                "documents_issued",
                "规范性文件制发",
                Cell(&["table2.normative_documents.issued", "table2.normative_documents.made"]),
            ),
            Headline::DocumentsEffective => {
                ("documents_effective", "规范性文件现行有效", Cell(&["table2.normative_documents.effective"]))
            }
            Headline::Licences => {
                ("licences", "行政许可决定", Cell(&["table2.administrative_license.decisions"]))
            }
            Headline::Penalties => {
                ("penalties", "行政处罚决定", Cell(&["table2.administrative_penalty.decisions"]))
            }
            Headline::Fees => ("fees", "行政事业性收费", Cell(&["table2.administrative_fees.amount"])),
        }
    }

    /// Its key in JSON and in addresses.
    pub fn key(self) -> &'static str {
        self.about().0
    }

    /// Its name for people.
    pub fn words(self) -> &'static str {
        self.about().1
    }

    /// Its unit: 件, or 万元 for money.
    pub fn unit(self) -> &'static str {
        if self == Headline::Fees { Unit::TenThousandYuan.words() } else { "件" }
    }

    /// Whether every form counts the same in it; table two of the forms counts different things.
    pub fn is_same_in_all_forms(self) -> bool {
        !matches!(self.about().2, MadeOf::Cell(_))
    }
}

impl Headlines {
    /// The headline figures of a report's tables.
    pub fn of(tables: &Tables) -> Headlines {
        let known = known(tables);
        Headlines(Headline::ALL.map(|headline| {
            let value = value(tables, &headline.about().2, &known);
            let is_counted = headline != Headline::Fees;
            value.filter(|value| !is_counted || count(*value).is_some())
        }))
    }

    /// A figure in its unit.
    pub fn value(&self, headline: Headline) -> Option<Decimal> {
        self.0[headline as usize]
    }

    /// A figure as a whole number.
    pub fn count(&self, headline: Headline) -> Option<i64> {
        self.value(headline).and_then(count)
    }
}

fn count(value: Decimal) -> Option<i64> {
    Cell::number(value).count()
}

fn value(tables: &Tables, made_of: &MadeOf, known: &[Option<Decimal>]) -> Option<Decimal> {
    let printed = |path: &str| tables.amount_in(tables.form.cell_at(path)?.index, Unit::TenThousandYuan);
    let total = |row: &str| format!("{row}.total");
    match made_of {
        MadeOf::Cell(paths) => printed(paths.iter().find(|path| tables.form.cell_at(path).is_some())?),
        MadeOf::Rows([row]) => printed(&total(row)),
        MadeOf::Rows(rows) => {
            let index = |row: &&str| Some(tables.form.cell_at(&total(row))?.index);
            sum(&rows.iter().map(index).collect::<Option<Vec<usize>>>()?, known)
        }
        MadeOf::Group(prefix) => {
            let table = tables.form.tables.iter().find(|table| table.key == "table3")?;
            if tables.coverage_of(table.key) == Coverage::Absent {
                return None;
            }
            let rows = table.rows.iter().filter(|row| row.key.starts_with(prefix));
            // The last column is the total; rows that others are printed instead of are known to be nothing.
            let cells: Vec<usize> = rows.filter_map(|row| row.cells().next_back()).collect();
            sum(&cells, known)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{number, tables};
    use super::*;

    fn value(tables: &Tables, headline: Headline) -> Option<String> {
        Headlines::of(tables).value(headline).map(|value| value.to_string())
    }

    #[test]
    fn every_figure_has_its_place_and_its_key() {
        for (at, headline) in Headline::ALL.into_iter().enumerate() {
            assert_eq!(headline as usize, at, "{}", headline.key());
            let same = |other: &Headline| other.key() == headline.key() || other.words() == headline.words();
            assert_eq!(Headline::ALL.iter().filter(|other| same(other)).count(), 1, "{}", headline.key());
        }
    }

    #[test]
    fn headline_figures_are_added_up_in_both_forms() {
        type Case<'a> = (&'a str, &'a [(&'a str, Cell)], Headline, &'a str, &'a str);
        let count = Cell::Count;
        let cases: [Case<'_>; 8] = [
            (
                "2021",
                &[("table3.granted.total", count(6)), ("table3.partial.total", count(2))],
                Headline::Disclosed,
                "8",
                "two rows",
            ),
            (
                "2021",
                &[
                    ("table3.refused_state_secret.total", count(1)),
                    ("table3.refused_admin_query.total", count(2)),
                ],
                Headline::Refused,
                "3",
                "all eight grounds",
            ),
            (
                "2019",
                &[("table3.other_handling.total", count(4))],
                Headline::Other,
                "4",
                "one row in the first form",
            ),
            (
                "2021",
                &[("table3.other_unpaid_fee.total", count(1)), ("table3.other_misc.total", count(3))],
                Headline::Other,
                "4",
                "three in the second",
            ),
            (
                "2021",
                &[
                    ("table4.litigation_direct.total", count(2)),
                    ("table4.litigation_after_review.total", count(3)),
                ],
                Headline::Litigation,
                "5",
                "both kinds",
            ),
            (
                "2019",
                &[("table2.normative_documents.made", count(7))],
                Headline::DocumentsIssued,
                "7",
                "its name in the first form",
            ),
            (
                "2021",
                &[("table2.normative_documents.issued", count(7))],
                Headline::DocumentsIssued,
                "7",
                "its name in the second",
            ),
            (
                "2021",
                &[("table2.administrative_fees.amount", number("391.49"))],
                Headline::Fees,
                "391.49",
                "money",
            ),
        ];
        for (form, cells, headline, expected, why) in cases {
            let found = value(&tables(form, cells), headline);
            assert_eq!(found.as_deref(), Some(expected), "{}: {why}", headline.key());
        }
        for headline in [Headline::DocumentsEffective, Headline::Fees] {
            assert_eq!(value(&tables("2019", &[]), headline), None, "the first form does not count it");
        }
    }

    #[test]
    fn a_blank_in_a_sum_is_nothing_only_where_the_identities_prove_it() {
        let blank = ("table3.refused_state_secret.total", Cell::Blank);
        let proven = tables("2021", std::slice::from_ref(&blank));
        assert_eq!(value(&proven, Headline::Refused).as_deref(), Some("0"));
        let mut open = tables("2021", &[blank, ("table3.result_total.total", Cell::Count(5))]);
        assert_eq!(value(&open, Headline::Refused), None, "the total asks for 5");
        open.coverage[1] = Coverage::Absent;
        assert_eq!(value(&open, Headline::Other), None, "there is no table");
        let direct = ("table4.litigation_direct.total", Cell::Blank);
        let after = ("table4.litigation_after_review.total", Cell::Count(0));
        assert_eq!(
            value(&tables("2021", &[direct.clone(), after]), Headline::Litigation).as_deref(),
            Some("0"),
            "its four results are nothing"
        );
        let pending = ("table4.litigation_direct.pending", Cell::Count(1));
        assert_eq!(value(&tables("2021", &[direct, pending]), Headline::Litigation), None, "or not");
    }

    #[test]
    fn a_figure_of_one_cell_is_what_is_printed_there() {
        for (cell, expected, why) in [
            (Cell::Count(0), Some(0), "zero is a number"),
            (Cell::Blank, None, "blank is not zero, whatever its row adds up to"),
            (Cell::Uncertain, None, "not certain"),
            (number("0.5"), None, "nobody receives half an application"),
            (number("1234567890123456789012345678"), None, "nor that many"),
        ] {
            let figures = Headlines::of(&tables("2021", &[("table3.new_received.total", cell)]));
            assert_eq!(figures.count(Headline::NewReceived), expected, "{why}");
            assert_eq!(figures.value(Headline::NewReceived), expected.map(Decimal::from), "{why}");
        }
    }

    #[test]
    fn a_row_printed_instead_of_others_is_counted_in_their_place() {
        let mut tables = tables("2021", &[]);
        for key in ["other_overdue_correction", "other_unpaid_fee", "other_misc"] {
            let row = tables.form.tables[1].row(key).unwrap().cells();
            tables.cells[row].fill(Cell::NotPrinted);
        }
        let row = tables.form.tables[1].row("other_handling").unwrap().cells();
        tables.cells[row].fill(Cell::Count(3));
        assert_eq!(value(&tables, Headline::Other).as_deref(), Some("3"));
    }
}
