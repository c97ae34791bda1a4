//! The store that benchmarks look at is one that the program could have made.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use store::{Location, Store, queries};
use testkit::fill::fill;

#[tokio::test]
async fn a_filled_store_has_as_many_reports_as_asked() {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::Folder(folder.path().to_owned());
    fill(&location, 203).await.unwrap();
    let store = Store::open(&location).await.unwrap();
    let all = queries::current(&store, None, 1_000).await.unwrap().rows;
    assert_eq!(all.len(), 203);
    assert!(all.iter().all(|row| row.figures.is_some()));
    assert_eq!(queries::years(&store).await.unwrap(), [2025, 2024, 2023, 2022, 2021]);
    let cities = queries::children(&store, Some("p"), None, 100).await.unwrap().rows;
    assert_eq!((cities.len(), cities[0].children), (20, 3), "41 departments over twenty cities");
    let last = queries::report(&store, "d40", 2023, None).await.unwrap().unwrap();
    assert!(last.report().unwrap().tables.is_some());
}
