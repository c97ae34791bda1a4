//! The official forms as data (年度报告格式): headings, tables, labels, cell keys and identities.
//!
//! A form is one TOML file in `forms/`; a new form of the State Council office is one more file and one more
//! line in [`Form::all`]. Everything else (reading, checking, pages) asks the form.

use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;

mod build;

/// Key of a table in the JSON form of a report.
pub const TABLE_KEYS: [&str; 3] = ["table2", "table3", "table4"];

/// Name of a table for people (表二、表三、表四), in the order of [`TABLE_KEYS`].
pub const TABLE_NAMES: [&str; 3] = ["表二", "表三", "表四"];

/// The numerals of the six parts.
const NUMERALS: [&str; 6] = ["一", "二", "三", "四", "五", "六"];

/// The numeral of an official part (部分的序号): 一 for 1; none for what is not 1 to 6.
pub fn part_numeral(part: u8) -> Option<&'static str> {
    NUMERALS.get(usize::from(part).checked_sub(1)?).copied()
}

/// An official part in words: 第一部分 for 1; none for what is not 1 to 6.
pub fn part_name(part: u8) -> Option<&'static str> {
    let names = ["第一部分", "第二部分", "第三部分", "第四部分", "第五部分", "第六部分"];
    names.get(usize::from(part).checked_sub(1)?).copied()
}

/// The name of a table by its key: 表二 for `table2`; none for another key.
pub fn table_name(key: &str) -> Option<&'static str> {
    TABLE_KEYS.iter().position(|table| *table == key).map(|at| TABLE_NAMES[at])
}

/// An official form of the annual report (年度报告格式).
pub struct Form {
    /// Short name, `F60` or `F30`.
    pub id: String,
    /// Its key in JSON, `"2019"` or `"2021"`.
    pub key: String,
    /// Number of the document that issues it (文号).
    pub document: String,
    /// First report year it applies to.
    pub since_report_year: i16,
    /// Whether part six must say what was collected under the fee rules (信息处理费).
    pub fee_statement: bool,
    /// The six headings without their numerals (六个部分的标题).
    pub parts: Vec<String>,
    /// Tables two, three and four, in this order.
    pub tables: [Table; 3],
    /// The identities of tables three and four (勾稽关系).
    pub identities: Vec<Identity>,
    /// Words that the tables print around their rows.
    pub words: Words,
    cell_count: usize,
    money_without_unit: Vec<usize>,
}

/// Words printed in the heads and margins of tables three and four.
#[derive(Debug)]
pub struct Words {
    /// The note in the corner of table three that states the balance.
    pub corner: String,
    /// Head over the five columns of organisations.
    pub organisations: String,
    /// Margin label of the rows of results.
    pub results: String,
    /// Head over the two blocks of litigation in table four.
    pub litigation: String,
}

/// One of the three tables of a form.
#[derive(Debug)]
pub struct Table {
    /// `table2`, `table3` or `table4`.
    pub key: &'static str,
    /// Rows in print order; table four has three, printed side by side.
    pub rows: Vec<Row>,
}

/// A row of a table, or a block of table four.
#[derive(Debug)]
pub struct Row {
    /// Its key in JSON.
    pub key: String,
    /// The official label.
    pub label: String,
    /// Other labels that mean the same row.
    pub also: Vec<String>,
    /// The label that spans this row and its neighbours, such as （三）不予公开 or 第二十条第（一）项.
    pub group: Option<String>,
    /// Columns of the row.
    pub columns: Vec<Column>,
    /// Index of the row's first cell among all cells of the form.
    pub first: usize,
    /// Whether it is one of the results of table three (三、本年度办理结果).
    pub is_result: bool,
    /// Rows of the form that this one replaces: it is not part of the form itself, but reports print it.
    pub instead_of: Vec<String>,
}

/// A column of a row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its key in JSON.
    pub key: String,
    /// The official label.
    pub label: String,
    /// What may stand in its cells.
    #[serde(default)]
    pub kind: Kind,
    /// Unit fixed by the head of the column; money without one is printed with its unit.
    pub unit: Option<String>,
}

/// What may stand in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A non-negative whole number.
    #[default]
    Count,
    /// A whole number with its sign (本年增/减).
    Change,
    /// A non-negative amount of money with decimals.
    Money,
}

/// Which identity (勾稽关系) it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The six columns of applicants add up to the total of the row.
    RowTotal,
    /// The items （一）to（六）add up to（七）总计.
    ResultTotal,
    /// New and carried in equal handled and carried out.
    Balance,
    /// The four results add up to the total of the block (table four).
    RemedyTotal,
}

impl Rule {
    /// The rule's stable id in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Rule::RowTotal => "T3_ROW_TOTAL",
            Rule::ResultTotal => "T3_RESULT_TOTAL",
            Rule::Balance => "T3_BALANCE",
            Rule::RemedyTotal => "T4_TOTAL",
        }
    }
}

/// One identity between cells: the sum of `parts` equals the sum of `printed`.
#[derive(Debug)]
pub struct Identity {
    /// Which rule.
    pub rule: Rule,
    /// The row, column or block that it is about: `where` of a finding.
    pub key: String,
    /// The cells that are added up.
    pub parts: Vec<usize>,
    /// The cells that must equal them; the first is the printed total.
    pub printed: Vec<usize>,
}

/// A cell found by its path or index.
#[derive(Debug, Clone, Copy)]
pub struct CellRef<'a> {
    /// Its table.
    pub table: &'a Table,
    /// Its row.
    pub row: &'a Row,
    /// Its column.
    pub column: &'a Column,
    /// Its index among all cells of the form.
    pub index: usize,
}

impl CellRef<'_> {
    /// The path in JSON, `table3.granted.total`.
    pub fn path(&self) -> String {
        format!("{}.{}.{}", self.table.key, self.row.key, self.column.key)
    }

    /// The cell in words, as a clerk would point at it: 表三“（一）予以公开”总计.
    pub fn words(&self) -> String {
        let group = self.row.group.as_deref().unwrap_or_default();
        format!("{}“{group}{}”{}", self.table.words(), self.row.label, self.column.label)
    }
}

impl Table {
    /// 表二, 表三 or 表四.
    pub fn words(&self) -> &'static str {
        table_name(self.key).unwrap_or_default()
    }

    /// Every cell of the table with its index among the cells of the form.
    pub fn cells(&self) -> std::ops::Range<usize> {
        let first = self.rows.first().map_or(0, |row| row.first);
        let last = self.rows.last().map_or(first, |row| row.first + row.columns.len());
        first..last
    }

    /// The row with this key.
    pub fn row(&self, key: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.key == key)
    }
}

impl Row {
    /// The indices of its cells.
    pub fn cells(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.columns.len()
    }
}

static FORMS: LazyLock<[Form; 2]> = LazyLock::new(|| {
    [include_str!("../forms/F60.toml"), include_str!("../forms/F30.toml")].map(|text| {
        // The files are compiled in and read by every test: a mistake in them cannot reach a user.
        build::form(text).unwrap_or_else(|error| panic!("a built-in form is wrong: {error}"))
    })
});

impl fmt::Debug for Form {
    /// The short name: the rest is always the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)
    }
}

impl Form {
    /// All forms, oldest first.
    pub fn all() -> &'static [Form] {
        &*FORMS
    }

    /// The form for reports about a year; none before 2019.
    pub fn for_year(year: i16) -> Option<&'static Form> {
        Form::all().iter().rev().find(|form| form.since_report_year <= year)
    }

    /// The form with a JSON key (`"2019"`, `"2021"`).
    pub fn by_key(key: &str) -> Option<&'static Form> {
        Form::all().iter().find(|form| form.key == key)
    }

    /// The official heading of a part (部分的标题): 一、总体情况; none for what is not 1 to 6.
    pub fn heading(&self, part: u8) -> Option<String> {
        let words = self.parts.get(usize::from(part).checked_sub(1)?)?;
        Some(format!("{}、{words}", part_numeral(part)?))
    }

    /// The six official headings with the numbers of their parts.
    pub fn headings(&self) -> impl Iterator<Item = (u8, String)> {
        (1..=6).filter_map(|part| Some((part, self.heading(part)?)))
    }

    /// How many cells the three tables have, those of alternative rows included.
    pub fn cell_count(&self) -> usize {
        self.cell_count
    }

    /// Cells of money for which the form fixes no unit (采购总金额).
    pub fn money_without_unit(&self) -> impl Iterator<Item = usize> {
        self.money_without_unit.iter().copied()
    }

    /// How many cells the form itself prints (198 or 200).
    pub fn printed_cell_count(&self) -> usize {
        self.rows().filter(|(_, row)| row.instead_of.is_empty()).map(|(_, row)| row.columns.len()).sum()
    }

    /// All rows of all tables.
    pub fn rows(&self) -> impl Iterator<Item = (&Table, &Row)> {
        self.tables.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)))
    }

    /// The cell with this index. Panics when the index is not below [`Form::cell_count`].
    pub fn cell(&self, index: usize) -> CellRef<'_> {
        let (table, row) = self
            .rows()
            .find(|(_, row)| row.cells().contains(&index))
            .unwrap_or_else(|| panic!("{} has no cell {index}", self.id));
        CellRef { table, row, column: &row.columns[index - row.first], index }
    }

    /// The cell with this path, such as `table3.granted.total`.
    pub fn cell_at(&self, path: &str) -> Option<CellRef<'_>> {
        let mut keys = path.split('.');
        let (table, row, column) = (keys.next()?, keys.next()?, keys.next()?);
        let table = self.tables.iter().find(|t| t.key == table)?;
        let row = table.row(row)?;
        let offset = row.columns.iter().position(|c| c.key == column)?;
        keys.next().is_none().then_some(CellRef {
            table,
            row,
            column: &row.columns[offset],
            index: row.first + offset,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_have_the_cells_and_identities_of_the_official_documents() {
        // 22 + 161 + 15 and 10 + 175 + 15 cells; 7 + 7 + 23 + 3 and 7 + 7 + 25 + 3 identities.
        for (key, cells, rows_of_table_three) in [("2019", 198, 23), ("2021", 200, 25)] {
            let form = Form::by_key(key).unwrap();
            assert_eq!(form.printed_cell_count(), cells, "{key}");
            let count = |rule| form.identities.iter().filter(|i| i.rule == rule).count();
            assert_eq!(count(Rule::Balance), 7);
            assert_eq!(count(Rule::ResultTotal), 7);
            assert_eq!(count(Rule::RemedyTotal), 3);
            let printed = form.tables[1].rows.iter().filter(|row| row.instead_of.is_empty()).count();
            assert_eq!(printed, rows_of_table_three);
            assert_eq!(form.parts.len(), 6);
        }
    }

    #[test]
    fn every_cell_is_found_by_its_path() {
        for form in Form::all() {
            for index in 0..form.cell_count() {
                let cell = form.cell(index);
                assert_eq!(form.cell_at(&cell.path()).map(|found| found.index), Some(index));
            }
            assert!(form.cell_at("table3.granted").is_none());
            assert!(form.cell_at("table3.granted.total.more").is_none());
        }
    }

    #[test]
    fn parts_and_tables_are_named() {
        let form = Form::by_key("2021").unwrap();
        assert_eq!(form.heading(1).as_deref(), Some("一、总体情况"));
        assert_eq!(form.headings().last(), Some((6, "六、其他需要报告的事项".into())));
        assert_eq!([form.heading(0), form.heading(7)], [None, None]);
        assert!(form.tables.iter().map(Table::words).eq(["表二", "表三", "表四"]));
        assert_eq!(table_name("table5"), None);
    }

    #[test]
    fn the_form_follows_the_report_year_never_the_year_of_publication() {
        let id = |year| Form::for_year(year).map(|form| form.id.as_str());
        assert_eq!(id(2018), None, "free-form reports");
        assert_eq!(id(2019), Some("F60"));
        assert_eq!(id(2020), Some("F60"));
        assert_eq!(id(2021), Some("F30"));
        assert_eq!(id(2030), Some("F30"));
    }
}
