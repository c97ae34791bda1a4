//! Lists and their pages.

use reporting::cell::Cell;
use store::queries::{self, Coverage, Neighbours};
use store::{Page, Put, Store, Summary, put};

use super::samples::{city, first, new};

fn keys<'s>(rows: impl IntoIterator<Item = &'s Summary>) -> Vec<(&'s str, i16)> {
    rows.into_iter().map(|row| (row.organ.as_str(), row.year)).collect()
}

/// Reports of four authorities, laid in at different instants, one of them corrected last.
async fn column(store: &Store) {
    city(store).await;
    for (organ, year, second) in
        [("wjw", 2022, 10), ("wjw", 2023, 20), ("jyj", 2023, 20), ("wenlan", 2023, 5), ("qingxi", 2021, 30)]
    {
        first(store, organ, year, second).await;
    }
    let corrected = new("wjw", 2022, "改过的", 40).correcting("更正");
    assert_eq!(put(store, &corrected).await.unwrap(), Put::Corrected { version: 2 });
}

pub(crate) async fn the_column_shows_each_authority_with_its_years(store: Store) {
    column(&store).await;
    let shelves = queries::reports_below(&store, Some("yun"), None, 2).await.unwrap();
    assert!(shelves.has_more);
    let told: Vec<_> =
        shelves.rows.iter().map(|shelf| (shelf.branch.organ.id.as_str(), keys(&shelf.reports))).collect();
    assert_eq!(told, [("wjw", vec![("wjw", 2023), ("wjw", 2022)]), ("jyj", vec![("jyj", 2023)])]);
    let last = &shelves.rows[1].branch.organ;
    let rest = queries::reports_below(&store, Some("yun"), Some((last.rank, &last.id)), 2).await.unwrap();
    assert_eq!(rest.rows.len(), 1);
    assert!(!rest.has_more && rest.rows[0].branch.organ.id == "wenlan");
    let roots = queries::reports_below(&store, None, None, 2).await.unwrap();
    assert!(roots.rows[0].reports.is_empty(), "the city has none of its own");
    assert!(queries::reports_below(&store, Some("jyj"), None, 2).await.unwrap().rows.is_empty());
}

pub(crate) async fn a_year_is_paged_and_says_who_is_missing(store: Store) {
    column(&store).await;
    let year = |after| queries::year_below(&store, Some("yun"), 2023, after, 2);
    let page = year(None).await.unwrap();
    assert_eq!(keys(page.rows.iter().map(|row| &row.report.summary)), [("wjw", 2023), ("jyj", 2023)]);
    let last = page.rows.last().unwrap();
    let rest = year(Some((last.rank, &last.report.summary.organ))).await.unwrap();
    assert_eq!(keys(rest.rows.iter().map(|row| &row.report.summary)), [("wenlan", 2023)]);
    assert!(page.has_more && !rest.has_more);
    for (year, organs, reported, missing, why) in [
        (2023, 3, 3, vec![], "everybody"),
        (2022, 3, 1, vec!["jyj", "wenlan"], "two are missing"),
        (2021, 2, 0, vec!["wjw", "wenlan"], "one of the three does not exist yet"),
    ] {
        let coverage = queries::coverage(&store, Some("yun"), year).await.unwrap();
        assert_eq!(coverage, Coverage { organs, reported }, "{why}");
        let page = queries::missing(&store, Some("yun"), year, None, 10).await.unwrap();
        let ids: Vec<&str> = page.rows.iter().map(|organ| organ.id.as_str()).collect();
        assert_eq!(ids, missing, "{why}");
    }
    let coverage = queries::coverage(&store, None, 2023).await.unwrap();
    assert_eq!(coverage, Coverage { organs: 1, reported: 0 }, "the root");
}

pub(crate) async fn the_latest_come_first_and_each_once(store: Store) {
    column(&store).await;
    let mut seen = Vec::new();
    let mut page = queries::latest(&store, None, 2).await.unwrap();
    loop {
        seen.extend(page.rows.clone());
        if !page.has_more {
            break;
        }
        page = queries::latest(&store, page.rows.last(), 2).await.unwrap();
    }
    let expected = [("wjw", 2022), ("qingxi", 2021), ("wjw", 2023), ("jyj", 2023), ("wenlan", 2023)];
    assert_eq!(keys(&seen), expected, "the correction is the latest; at the same instant by key");
}

pub(crate) async fn everything_is_paged_in_key_order(store: Store) {
    column(&store).await;
    let mut seen = Vec::new();
    let mut after: Option<(String, i16)> = None;
    loop {
        let key = after.as_ref().map(|(organ, year)| (organ.as_str(), *year));
        let page = queries::current(&store, key, 2).await.unwrap();
        after = page.rows.last().map(|row| (row.summary.organ.clone(), row.summary.year));
        seen.extend(page.rows.into_iter().map(|row| row.summary));
        if !page.has_more {
            break;
        }
    }
    let expected = [("jyj", 2023), ("qingxi", 2021), ("wenlan", 2023), ("wjw", 2022), ("wjw", 2023)];
    assert_eq!(keys(&seen), expected);
    let page = queries::of_year(&store, 2023, None, 2).await.unwrap();
    assert_eq!(keys(page.rows.iter().map(|row| &row.summary)), [("jyj", 2023), ("wenlan", 2023)]);
    let rest = queries::of_year(&store, 2023, Some("wenlan"), 2).await.unwrap();
    assert_eq!(keys(rest.rows.iter().map(|row| &row.summary)), [("wjw", 2023)]);
}

pub(crate) async fn years_and_neighbours_are_those_with_reports(store: Store) {
    assert!(queries::years(&store).await.unwrap().is_empty());
    column(&store).await;
    assert_eq!(queries::years(&store).await.unwrap(), [2023, 2022, 2021]);
    for (organ, year, before, after, why) in [
        ("wjw", 2023, Some(2022), None, "the last"),
        ("wjw", 2022, None, Some(2023), "the first"),
        ("wjw", 2030, Some(2023), None, "a year without a report, and a gap"),
        ("yun", 2023, None, None, "no reports"),
    ] {
        let found = queries::neighbours(&store, organ, year).await.unwrap();
        assert_eq!(found, Neighbours { before, after }, "{why}");
    }
    assert_eq!(keys(&queries::reports_of(&store, "wjw").await.unwrap()), [("wjw", 2023), ("wjw", 2022)]);
}

pub(crate) async fn figures_and_headlines_keep_what_is_not_known(store: Store) {
    column(&store).await;
    let figures = queries::figures_of(&store, "wjw").await.unwrap();
    let [first, second] = figures.as_slice() else { panic!("{figures:?}") };
    assert_eq!((first.summary.year, second.summary.year), (2022, 2023), "earliest first");
    assert_eq!(first.summary.version, 2, "the correction");
    let headline = second.summary.headline;
    assert_eq!((headline.new_received, headline.carried_in), (Some(8), Some(0)));
    assert_eq!((headline.partial, headline.result_total, headline.review_total), (None, None, None));
    assert_eq!(headline.litigation_total, Some(3), "direct and after review");
    let tables = &second.figures.as_ref().unwrap().0;
    for (path, cell) in [
        ("table3.new_received.total", Cell::Count(8)),
        ("table3.partial.total", Cell::Blank),
        ("table3.result_total.total", Cell::Uncertain),
        ("table2.regulations.issued", Cell::NotPrinted),
    ] {
        assert_eq!(tables.get(path), Some(&cell), "{path}");
    }
}

pub(crate) async fn pages_hold_no_more_than_asked(store: Store) {
    column(&store).await;
    for (limit, rows, has_more) in [(0, 0, true), (2, 2, true), (3, 3, false), (4, 3, false)] {
        let Page { rows: found, has_more: more } =
            queries::children(&store, Some("yun"), None, limit).await.unwrap();
        assert_eq!((found.len(), more), (rows, has_more), "{limit}");
    }
}

pub(crate) async fn reports_are_found_by_words_of_their_text(store: Store) {
    column(&store).await;
    let found = async |words: &str| queries::containing(&store, words, 2).await.unwrap();
    let latest = queries::latest(&store, None, 2).await.unwrap().rows;
    let years = found("年度报告").await;
    assert_eq!(
        keys(years.iter().map(|stored| &stored.summary)),
        keys(&latest),
        "in every title, latest first"
    );
    let year = found("2023年度").await;
    assert!(!year.is_empty() && year.iter().all(|stored| stored.summary.year == 2023));
    assert!(found("没有这个词").await.is_empty());
    assert!(found("%").await.is_empty(), "a sign is no pattern");
}
