//! `/desk/fees` — 信息处理费台账: what was asked for, paid and given back in a year, and what it came to.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use casework::event::FeeBasis;
use casework::fee::{FeeEntry, FeeYear};
use casework::letter::yuan;
use law::fee::{TARIFF, last_payment_day};
use services::cases::FeeLine;

use super::Desk;
use super::year::OfYear;
use crate::App;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::{Page, render};

#[derive(Template)]
#[template(path = "desk/fees.html")]
struct FeesPage {
    page: Page,
    desk: Desk,
    year: i16,
    rows: Vec<Row>,
    collected: String,
    refunded: Option<String>,
    cases: usize,
}

struct Row {
    /// The case; none for one that only others may see.
    case: Option<(String, String)>,
    applicant: String,
    basis: String,
    amount: String,
    notified: String,
    delivered: String,
    /// The last day for paying, while it is not paid.
    until: String,
    paid: String,
    receipt: String,
    refunded: String,
}

pub(crate) async fn list(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Query(asked): Query<OfYear>,
) -> Result<Response, Refusal> {
    let cases = officer.cases(&app)?;
    let year = asked.year()?;
    // There were fees in it.
    TARIFF.on(jiff::civil::date(year, 12, 31)).ok_or(Refusal::NotFound)?;
    let lines = cases.fees(year).await?;
    let sum = FeeYear::of(year, lines.iter().map(|line| &line.fee));
    let viewer = officer.officer_id();
    let row = |line: &FeeLine| {
        let (fee, summary) = (&line.fee, &line.case.summary);
        let may_see = summary.is_for(&viewer);
        let last = || last_payment_day(fee.notified, fee.delivered, cases.calendar());
        Row {
            case: may_see.then(|| (line.case.case.to_string(), summary.number.clone())),
            applicant: if may_see { line.applicant.clone() } else { String::new() },
            basis: fee.basis.map(counted).unwrap_or_default(),
            amount: yuan(fee.amount),
            notified: fee.notified.to_string(),
            delivered: fee.delivered.to_string(),
            until: if fee.paid.is_none() { format!("{}前", last()) } else { String::new() },
            paid: fee.paid.map(|on| on.to_string()).unwrap_or_default(),
            receipt: if may_see { line.receipt.clone() } else { String::new() },
            refunded: refunds(fee),
        }
    };
    Ok(render(&FeesPage {
        page: Page::new(&app, display, "/desk/fees", ""),
        desk: Desk::new(&app, &officer, "fees").await?,
        year,
        rows: lines.iter().map(row).collect(),
        collected: yuan(sum.collected),
        refunded: (sum.refunded > 0).then(|| yuan(sum.refunded)),
        cases: sum.cases,
    }))
}

fn refunds(fee: &FeeEntry) -> String {
    let refunds: Vec<String> =
        fee.refunds.iter().map(|(on, amount)| format!("{on} {}", yuan(*amount))).collect();
    refunds.join("；")
}

fn counted(basis: FeeBasis) -> String {
    let name = basis.standard().name();
    match basis {
        FeeBasis::PerItem { nth } => format!("{name}，当月第{nth}件"),
        FeeBasis::PerPage { pages } => format!("{name}，{pages}页"),
    }
}
