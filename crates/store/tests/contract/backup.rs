//! A copy of all rows comes back as it was, in the same kind of database and in the other.

use std::collections::BTreeMap;

use law::outcome::Outcome;
use libtest_mimic::{Failed, Trial};
use store::backup::{Part, dump, load};
use store::{Error, Location, Store};
use tokio::runtime::Runtime;

use crate::desk::{Desk, plan};

pub(crate) fn trials() -> Vec<Trial> {
    let from_file_to_file = || -> Result<(), Failed> {
        let (from, to) = (tempfile::tempdir()?, tempfile::tempdir()?);
        Runtime::new()?.block_on(async {
            let [from, to] = [&from, &to].map(|folder| Location::Folder(folder.path().to_owned()));
            comes_back(&from, &to).await;
        });
        Ok(())
    };
    vec![Trial::test("file::backup::what_is_copied_comes_back", from_file_to_file)]
}

/// Rows of each table, in the order of their texts.
async fn rows(of: &Location) -> BTreeMap<String, Vec<serde_json::Value>> {
    let mut rows: BTreeMap<String, Vec<serde_json::Value>> = BTreeMap::new();
    let read = |table: &str, row: &str| {
        rows.entry(table.to_owned()).or_default().push(serde_json::from_str(row).unwrap());
        Ok(())
    };
    dump(of, Part::Cases, read).await.unwrap();
    for rows in rows.values_mut() {
        rows.sort_by_key(ToString::to_string);
    }
    rows
}

/// Fills a database, copies it into another and compares.
pub(crate) async fn comes_back(from: &Location, to: &Location) {
    let store = Store::open(from).await.unwrap();
    let desk = Desk::at(&store).await;
    let plans = [("a", Some(Outcome::D5)), ("b", None), ("c", Some(Outcome::U1a))];
    for (id, outcome) in plans {
        desk.has(id, plan("张三“引号”\\n", "2025-03-03", outcome)).await;
    }
    store.close().await;

    let mut copied = Vec::new();
    let counts = dump(from, Part::Cases, |table, row| {
        copied.push((table.to_owned(), row.to_owned()));
        Ok(())
    });
    let counts = counts.await.unwrap();
    let total: u64 = counts.iter().map(|(_, rows)| rows).sum();
    let mut rest = copied.clone().into_iter();
    assert_eq!(load(to, Part::Cases, || Ok(rest.next())).await.unwrap(), total);
    let (before, after) = (rows(from).await, rows(to).await);
    assert!(before["case_event"].len() > 3 && before["sealed_text"].len() > 3);
    assert_eq!(before, after);

    let mut again = copied.into_iter();
    let refused = load(to, Part::Cases, || Ok(again.next())).await.unwrap_err();
    assert!(matches!(refused, Error::NotEmpty(_)), "{refused}");
    let store = Store::open(to).await.unwrap();
    assert!(store::audit::verify(&store, None).await.unwrap().broken.is_empty(), "the chains hold");
    store.close().await;
}
