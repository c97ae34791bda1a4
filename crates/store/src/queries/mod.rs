//! Questions, one to a file (查询). Lists that may grow come in pages, each of which begins after the last row of the one
//! before: a page costs the same however many there are.

/// A page of what a statement finds for a year below an authority or among the roots.
macro_rules! below_in {
    ($store:expr, $sql:expr, $parent:expr, $year:expr, $after:expr, $limit:expr) => {{
        let (rank, id) = $after.unwrap_or((i64::MIN, ""));
        let rows = read!($store, |pool| {
            let query =
                sqlx::query_as($sql).bind($parent.unwrap_or_default()).bind($year).bind(rank).bind(id);
            query.bind(i64::from($limit) + 1).fetch_all(pool).await
        })?;
        Ok(Page::cut(rows, $limit))
    }};
}

mod children;
mod containing;
mod coverage;
mod current;
mod figures_of;
mod find_organs;
mod history;
mod latest;
mod missing;
mod moved;
mod neighbours;
mod of_year;
mod organ;
mod organ_named;
mod path;
mod report;
mod reports_below;
mod reports_of;
mod source;
mod year_below;
mod years;

pub use children::children;
pub use containing::containing;
pub use coverage::{Coverage, coverage};
pub use current::{current, current_summaries};
pub use figures_of::figures_of;
pub use find_organs::find_organs;
pub use history::history;
pub use latest::latest;
pub use missing::missing;
pub use moved::moved;
pub use neighbours::{Neighbours, neighbours};
pub use of_year::of_year;
pub use organ::organ;
pub use organ_named::organ_named;
pub use path::path;
pub use report::report;
pub use reports_below::{Shelf, reports_below};
pub use reports_of::reports_of;
pub use source::source;
pub use year_below::{Ranked, year_below};
pub use years::years;

/// Every statement of these files by name.
pub(crate) const STATEMENTS: [(&str, &str); 23] = [
    ("children::SQL", children::SQL),
    ("containing::SQL", containing::SQL),
    ("coverage::SQL", coverage::SQL),
    ("current::SQL", current::SQL),
    ("current::SUMMARIES", current::SUMMARIES),
    ("figures_of::SQL", figures_of::SQL),
    ("find_organs::SQL", find_organs::SQL),
    ("history::SQL", history::SQL),
    ("latest::SQL", latest::SQL),
    ("missing::SQL", missing::SQL),
    ("moved::SQL", moved::SQL),
    ("neighbours::SQL", neighbours::SQL),
    ("of_year::SQL", of_year::SQL),
    ("organ::SQL", organ::SQL),
    ("organ_named::SQL", organ_named::SQL),
    ("path::SQL", path::SQL),
    ("report::CURRENT", report::CURRENT),
    ("report::VERSION", report::VERSION),
    ("reports_below::SQL", reports_below::SQL),
    ("reports_of::SQL", reports_of::SQL),
    ("source::SQL", source::SQL),
    ("year_below::SQL", year_below::SQL),
    ("years::SQL", years::SQL),
];
