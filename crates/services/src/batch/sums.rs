//! The batch along a tree: for each authority and year the sum of its members beside its own report (层级汇总).

use std::collections::{BTreeMap, BTreeSet};

use reporting::aggregate::{Aggregate, Member, aggregate};
use reporting::figures::compact;
use reporting::form::Form;
use reporting::report::Tables;
use reporting::tree::{Organ, Tree};

use super::{Batch, Row};

/// What a batch gives along a tree.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    /// For each year, authorities before those below them: the sums of all that have members in that year and of whom
    /// the batch has a report, their own or a member's.
    pub aggregates: Vec<Aggregate>,
    /// Reports of authorities that are not in the tree: file and printed name.
    pub strangers: Vec<(String, Option<String>)>,
    /// Files left aside because another of the batch is of the same authority and year: that file, and the one used.
    pub doubles: Vec<(String, String)>,
}

/// The reports of a batch by year and id.
struct Reports<'b> {
    by_year: BTreeMap<i16, BTreeMap<&'b str, (&'b Row, Option<&'b str>)>>,
}

/// Adds up the reports of a batch along a tree.
pub fn sums(batch: &Batch, tree: &Tree) -> Sums {
    let mut sums = Sums::default();
    let reports = Reports::new(batch, tree, &mut sums);
    for (year, known) in &reports.by_year {
        let Some(form) = Form::for_year(*year) else { continue };
        // Whoever has a report, and everybody above.
        let touched: BTreeSet<&str> =
            known.keys().flat_map(|id| tree.path(id)).map(|organ| organ.id.as_str()).collect();
        let mut organs: Vec<&Organ> =
            tree.organs().iter().filter(|organ| touched.contains(organ.id.as_str())).collect();
        organs.sort_by_key(|organ| tree.path(&organ.id).len());
        for organ in organs {
            let near = |organ: &Organ| known.contains_key(organ.id.as_str());
            if tree.members(&organ.id, *year).next().is_some()
                && (near(organ) || tree.members(&organ.id, *year).any(near))
            {
                sums.aggregates.push(reports.sum(organ, *year, form, tree));
            }
        }
    }
    sums
}

impl Sums {
    /// Adds up the reports of one authority's members for one year, whether the batch has any or not.
    ///
    /// None before the first form.
    pub fn of(batch: &Batch, tree: &Tree, organ: &Organ, year: i16) -> Option<Aggregate> {
        let form = Form::for_year(year)?;
        Some(Reports::new(batch, tree, &mut Sums::default()).sum(organ, year, form, tree))
    }

    /// Whether members are missing, reports have another form, or printed numbers differ from the sums.
    pub fn has_errors(&self) -> bool {
        let error = reporting::check::Severity::Error;
        self.aggregates.iter().any(|sum| sum.findings().iter().any(|finding| finding.severity == error))
    }
}

impl<'b> Reports<'b> {
    fn new(batch: &'b Batch, tree: &'b Tree, sums: &mut Sums) -> Reports<'b> {
        let mut by_year: BTreeMap<i16, BTreeMap<&str, (&Row, Option<&str>)>> = BTreeMap::new();
        for entry in &batch.entries {
            let (row, cells) = (&entry.row, entry.cells.as_deref());
            let Some(year) = row.year else { continue };
            let organ = row.organ.as_deref().and_then(|name| tree.named(name, Some(year)));
            let Some(organ) = organ else {
                sums.strangers.push((row.file.clone(), row.organ.clone()));
                continue;
            };
            let known = by_year.entry(year).or_default();
            match known.get(organ.id.as_str()) {
                // One with tables is better than one without.
                Some((other, Some(_))) => sums.doubles.push((row.file.clone(), other.file.clone())),
                Some((other, None)) if cells.is_none() => {
                    sums.doubles.push((row.file.clone(), other.file.clone()));
                }
                other => {
                    if let Some((other, None)) = other {
                        sums.doubles.push((other.file.clone(), row.file.clone()));
                    }
                    known.insert(&organ.id, (row, cells));
                }
            }
        }
        Reports { by_year }
    }

    fn tables(&self, organ: &Organ, year: i16) -> Option<Tables> {
        let (row, cells) = self.by_year.get(&year)?.get(organ.id.as_str())?;
        compact::from_text(Form::by_key(row.form.as_deref()?)?, (*cells)?)
    }

    fn sum(&self, organ: &Organ, year: i16, form: &'static Form, tree: &Tree) -> Aggregate {
        let tables: Vec<(&Organ, Option<Tables>)> =
            tree.members(&organ.id, year).map(|member| (member, self.tables(member, year))).collect();
        let members: Vec<Member<'_>> =
            tables.iter().map(|(organ, tables)| Member { organ, tables: tables.as_ref() }).collect();
        aggregate(organ, year, form, &members, self.tables(organ, year).as_ref())
    }
}
