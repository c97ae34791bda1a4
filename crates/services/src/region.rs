//! A region in one year: the reports of an authority's members added up, beside its own (区域汇总).

use reporting::aggregate::{Aggregate, Member, aggregate};
use reporting::form::Form;
use reporting::report::Tables;
use reporting::tree::Organ;
use store::{Store, WithFigures, queries};

/// Members that are read at a time.
const PAGE: u32 = 200;
/// An authority with more direct members than this is not added up for a visitor.
const MOST: usize = 1_000;

/// The members of an authority added up, and its own report.
#[derive(Debug, Clone)]
pub struct Region {
    /// The sum, and how the printed report compares with it.
    pub sum: Aggregate,
    /// The tables of the authority's own report; none when it has none.
    pub printed: Option<Tables>,
}

/// Adds up what the store holds of the members of an authority for a year, and compares it with the authority's own
/// report.
///
/// Members are those that exist in the year and are part of its report (汇总范围). None when it has none, when there are too many, or for
/// a year without a form.
///
/// # Errors
/// When the database does not answer.
pub async fn region(store: &Store, organ: &store::Organ, year: i16) -> store::Result<Option<Region>> {
    let Some(form) = Form::for_year(year) else { return Ok(None) };
    let Some(members) = members(store, &organ.id, year).await? else { return Ok(None) };
    let reports = reports(store, &organ.id, year).await?;
    let own = queries::figures_of(store, &organ.id).await?.into_iter().find(|own| own.summary.year == year);
    let organs: Vec<Organ> = members.iter().map(in_tree).collect();
    let members = organs.iter().map(|organ| {
        let report = reports.iter().find(|report| report.summary.organ == organ.id);
        Member { organ, tables: report.and_then(|report| Some(&report.figures.as_ref()?.0)) }
    });
    let members: Vec<Member<'_>> = members.collect();
    let printed = own.and_then(|own| Some(own.figures?.0));
    let sum = || aggregate(&in_tree(organ), year, form, &members, printed.as_ref());
    Ok((!members.is_empty()).then(sum).map(|sum| Region { sum, printed }))
}

/// The members of an authority in a year; none when there are too many.
async fn members(store: &Store, parent: &str, year: i16) -> store::Result<Option<Vec<store::Organ>>> {
    let mut members = Vec::new();
    let mut after: Option<(i64, String)> = None;
    loop {
        let from = after.as_ref().map(|(rank, id)| (*rank, id.as_str()));
        let page = queries::children(store, Some(parent), from, PAGE).await?;
        after = page.rows.last().map(|last| (last.organ.rank, last.organ.id.clone()));
        members.extend(page.rows.into_iter().map(|branch| branch.organ).filter(|organ| {
            let exists = organ.since.is_none_or(|since| since <= year)
                && organ.until.is_none_or(|until| until >= year);
            exists && organ.included
        }));
        if members.len() > MOST {
            return Ok(None);
        }
        if !page.has_more {
            return Ok(Some(members));
        }
    }
}

async fn reports(store: &Store, parent: &str, year: i16) -> store::Result<Vec<WithFigures>> {
    let mut reports = Vec::new();
    let mut after: Option<(i64, String)> = None;
    loop {
        let from = after.as_ref().map(|(rank, id)| (*rank, id.as_str()));
        let page = queries::year_below(store, Some(parent), year, from, PAGE).await?;
        after = page.rows.last().map(|last| (last.rank, last.report.summary.organ.clone()));
        reports.extend(page.rows.into_iter().map(|ranked| ranked.report));
        if !page.has_more {
            return Ok(reports);
        }
    }
}

fn in_tree(organ: &store::Organ) -> Organ {
    let store::Organ { id, name, parent, since, until, included, .. } = organ.clone();
    Organ { id, name, aliases: Vec::new(), parent, since, until, included }
}
