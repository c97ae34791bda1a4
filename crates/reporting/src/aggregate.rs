//! A government's own report as the sum of its members' reports (汇总).
//!
//! Every identity of the forms is linear, so the sum of valid reports is valid. What a member leaves open is never taken
//! for nothing: a blank cell counts as zero only where the member's own identities prove it, and otherwise the sum of
//! that cell is incomplete and says why.

use rust_decimal::Decimal;

use crate::check::{Finding, Severity, check_tables};
use crate::figures::{Unit, exact};
use crate::form::{CellRef, Form, Kind};
use crate::report::{Report, Tables};
use crate::tree::Organ;

mod draft;
mod findings;
mod json;
mod member;

pub use draft::{Draft, is_draft};
pub use member::{Gap, How};

/// The unit of money in a sum.
const UNIT: Unit = Unit::TenThousandYuan;

/// A member of a sum with its tables; none where its report is missing (汇总成员).
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// Who it is.
    pub organ: &'a Organ,
    /// Its tables for the year.
    pub tables: Option<&'a Tables>,
}

/// The sum of the reports of an authority's members for a year, beside its printed report (汇总).
#[derive(Debug, Clone)]
pub struct Aggregate {
    /// Whose report it is.
    pub organ: Organ,
    /// The report year.
    pub year: i16,
    /// The form of the year.
    pub form: &'static Form,
    /// The members in the order given.
    pub members: Vec<Standing>,
    /// One sum for each cell of the form; those of alternative rows are empty.
    pub cells: Vec<CellSum>,
    /// Cells in which the printed report differs from the sum.
    pub differences: Vec<Difference>,
    /// How the printed report could be compared.
    pub comparison: Comparison,
    /// The errors in the printed report's own tables.
    pub errors: Vec<Finding>,
    /// Cells to which the printed report gives no number, so that they could not be compared.
    pub printed_gaps: Vec<(usize, Gap)>,
    /// Members whose money has no unit and was taken for 万元, as positions in `members`.
    pub units_assumed: Vec<usize>,
    /// Whether the money of the printed report has no unit and was taken for 万元.
    pub printed_unit_assumed: bool,
}

/// A member and how its report stands in the sum.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Its id in the tree.
    pub id: String,
    /// Its official name.
    pub name: String,
    /// Whether it is summed.
    pub state: State,
    /// The errors in its own tables.
    pub errors: Vec<Finding>,
}

/// Whether a member's report is part of the sum.
#[derive(Debug, Clone, Copy)]
pub enum State {
    /// Its cells are added.
    Summed,
    /// It has no report, or one without tables.
    Missing,
    /// Its tables have another form and are not added.
    OtherForm(&'static Form),
}

/// The sum of a cell.
#[derive(Debug, Clone, Default)]
pub struct CellSum {
    /// What was added.
    pub parts: Vec<Part>,
    /// Summed members whose cell gives no number.
    pub gaps: Vec<(usize, Gap)>,
    /// The sum of the parts; money is in 万元.
    pub value: Decimal,
}

/// What one member adds to a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Position in [`Aggregate::members`].
    pub member: usize,
    /// What is added.
    pub value: Decimal,
    /// How it is known.
    pub how: How,
}

/// How the printed report of the authority could be compared with the sum.
#[derive(Debug, Clone, Copy)]
pub enum Comparison {
    /// It was compared.
    Compared {
        /// Cells that could not be compared: the printed report gives no number, or the sum is not complete.
        open: usize,
    },
    /// There is no printed report, or one without tables.
    NothingPrinted,
    /// It is printed in another form.
    OtherForm(&'static Form),
}

/// A cell in which the printed report differs from the sum of the members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// The cell, by its index in the form.
    pub cell: usize,
    /// The sum of the members.
    pub sum: Decimal,
    /// What the printed report gives, in the unit of the sum.
    pub printed: Decimal,
    /// How that is known.
    pub how: How,
    /// Whether the sum is complete; an incomplete one differs only where it is already larger.
    pub complete: bool,
}

/// Adds up the members' reports for a year and compares the sum with the printed report.
///
/// `form` is the form of the year ([`Form::for_year`]). The order of the members makes no difference to the sums.
pub fn aggregate(
    organ: &Organ,
    year: i16,
    form: &'static Form,
    members: &[Member<'_>],
    printed: Option<&Tables>,
) -> Aggregate {
    let mut sum = Aggregate {
        organ: organ.clone(),
        year,
        form,
        members: members.iter().map(|member| standing(member, year, form)).collect(),
        cells: vec![CellSum::default(); form.cell_count()],
        differences: Vec::new(),
        comparison: Comparison::NothingPrinted,
        errors: printed.map(|tables| errors(tables, year)).unwrap_or_default(),
        printed_gaps: Vec::new(),
        units_assumed: Vec::new(),
        printed_unit_assumed: false,
    };
    for (at, member) in members.iter().enumerate() {
        if let (State::Summed, Some(tables)) = (sum.members[at].state, member.tables) {
            sum.add(at, tables);
        }
    }
    if let Some(printed) = printed {
        sum.compare(printed);
    }
    sum
}

fn standing(member: &Member<'_>, year: i16, form: &'static Form) -> Standing {
    let state = match member.tables {
        None => State::Missing,
        Some(tables) if tables.form.id != form.id => State::OtherForm(tables.form),
        Some(_) => State::Summed,
    };
    let errors = member.tables.map(|tables| errors(tables, year)).unwrap_or_default();
    Standing { id: member.organ.id.clone(), name: member.organ.name.clone(), state, errors }
}

/// The errors that tables have by themselves.
fn errors(tables: &Tables, year: i16) -> Vec<Finding> {
    let report = Report { year: Some(year), tables: Some(tables.clone()), bare: true, ..Report::default() };
    let mut findings = check_tables(&report).findings;
    findings.retain(|finding| finding.severity == Severity::Error);
    findings
}

impl Difference {
    /// How much more is printed than the members add up to; none when that has too many digits to be told exactly.
    pub fn excess(&self) -> Option<Decimal> {
        exact::subtract(self.printed, self.sum)
    }
}

impl Aggregate {
    fn add(&mut self, member: usize, tables: &Tables) {
        let read = member::read(tables);
        for cell in self.printed_cells() {
            let sum = &mut self.cells[cell.index];
            let added = read[cell.index].and_then(|(value, how)| {
                sum.value = exact::add(sum.value, value).ok_or(Gap::NoNumber)?;
                Ok(Part { member, value, how })
            });
            match added {
                Ok(part) => sum.parts.push(part),
                Err(gap) => sum.gaps.push((member, gap)),
            }
        }
        if tables.without_unit().next().is_some() {
            self.units_assumed.push(member);
        }
    }

    fn compare(&mut self, printed: &Tables) {
        if printed.form.id != self.form.id {
            self.comparison = Comparison::OtherForm(printed.form);
            return;
        }
        self.printed_unit_assumed = printed.without_unit().next().is_some();
        let all_members = self.lacking().next().is_none() && !self.members.is_empty();
        let read = member::read(printed);
        let mut open = 0;
        for cell in self.printed_cells() {
            let (value, how) = match read[cell.index] {
                Ok(given) => given,
                Err(gap) => {
                    self.printed_gaps.push((cell.index, gap));
                    open += 1;
                    continue;
                }
            };
            let sum = &self.cells[cell.index];
            let complete = all_members && sum.gaps.is_empty();
            // What is still to come can only make a sum larger, unless it has a sign.
            let differs = if complete {
                sum.value != value
            } else {
                cell.column.kind != Kind::Change && sum.value > value
            };
            if differs {
                let (sum, printed) = (sum.value, value);
                self.differences.push(Difference { cell: cell.index, sum, printed, how, complete });
            } else if !complete {
                open += 1;
            }
        }
        self.comparison = Comparison::Compared { open };
    }

    /// The cells that the form prints, without those of alternative rows.
    fn printed_cells(&self) -> impl Iterator<Item = CellRef<'static>> + use<> {
        let form = self.form;
        let rows = form.rows().filter(|(_, row)| row.instead_of.is_empty());
        rows.flat_map(|(table, row)| {
            row.columns.iter().zip(row.cells()).map(move |(column, index)| CellRef {
                table,
                row,
                column,
                index,
            })
        })
    }

    /// Members whose figures are not in the sum: without a report, or with one in another form.
    pub fn lacking(&self) -> impl Iterator<Item = &Standing> {
        self.members.iter().filter(|member| !matches!(member.state, State::Summed))
    }

    /// Members without a report (缺报机关).
    pub fn missing(&self) -> impl Iterator<Item = &Standing> {
        self.members.iter().filter(|member| matches!(member.state, State::Missing))
    }

    /// Whether the sum of a cell has something from every member.
    pub fn is_complete(&self, cell: usize) -> bool {
        self.cells[cell].gaps.is_empty() && !self.members.is_empty() && self.lacking().next().is_none()
    }

    /// How many cells of the form have a gap in the report of a summed member.
    pub fn open_cells(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.gaps.is_empty()).count()
    }

    /// What the members add to a cell, in the order of the members (来源).
    pub fn sources(&self, cell: usize) -> Vec<(&Standing, Decimal)> {
        self.cells[cell].parts.iter().map(|part| (&self.members[part.member], part.value)).collect()
    }
}
