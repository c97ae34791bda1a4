//! 年度报告: what the authority's own report of a year is made of, how it comes out, and its way to publication.

mod file;
mod paper;
mod show;
mod step;

use services::annual::Annual;

use crate::App;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::site::DEMO_MARK;

pub(crate) use self::file::file;
pub(crate) use self::paper::{form, save};
pub(crate) use self::show::{last_year, show, tables};
pub(crate) use self::step::act;

/// The reports of the officer's authority.
pub(super) fn annual<'a>(app: &'a App, officer: &Officer) -> Result<Annual<'a>, Refusal> {
    Ok(Annual::new(officer.cases(app)?, app.site().demo.then_some(DEMO_MARK)))
}

/// Where a figure of a year comes from: the cases behind a cell, or the register of yearly figures.
fn behind(year: i16, cell: &str) -> Option<String> {
    let (table, rest) = cell.split_once('.')?;
    let (row, column) = rest.split_once('.')?;
    match table {
        "table2" => Some(format!("/desk/annual/{year}/figures#{}", place(cell))),
        "table3" if casework::statistics::Line::of_key(row).is_some() => {
            Some(format!("/desk/statistics/{year}/{row}/{column}"))
        }
        "table4" => Some(format!("/desk/remedies?year={year}&path={row}&result={column}")),
        _ => None,
    }
}

/// The place of a field on its page.
fn place(name: &str) -> String {
    name.replace('.', "-")
}
