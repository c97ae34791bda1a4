//! Many at once, programs that meet on one database, and databases of other versions.

use std::time::Duration;

use libtest_mimic::{Failed, Trial};
use sqlx::{Connection, SqliteConnection};
use store::{Error, Location, Store, put, queries};
use tokio::runtime::Runtime;

use super::samples::{city, first, new};

pub(crate) async fn many_read_while_one_writes(store: Store) {
    city(&store).await;
    first(&store, "wjw", 2015 + 4, 1).await;
    let readers: Vec<_> = (0..8)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                for _ in 0..20 {
                    assert!(!queries::years(&store).await.unwrap().is_empty());
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            })
        })
        .collect();
    for year in 2020..2035 {
        first(&store, "wjw", year, year.into()).await;
    }
    for reader in readers {
        reader.await.unwrap();
    }
    assert_eq!(queries::reports_of(&store, "wjw").await.unwrap().len(), 16);
}

pub(crate) async fn a_refused_change_leaves_nothing_behind(store: Store) {
    city(&store).await;
    first(&store, "wjw", 2024, 1).await;
    put(&store, &new("wjw", 2024, "另一份", 2)).await.unwrap_err();
    let history = queries::history(&store, "wjw", 2024).await.unwrap();
    assert!(history.len() == 1 && history[0].is_current());
    first(&store, "wjw", 2025, 3).await;
}

/// Promises of the data directory.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("file::access::what_is_stored_is_there_after_a_restart", || on_folder(restart)),
        Trial::test("file::access::programs_that_start_together_wait_for_each_other", || on_folder(together)),
        Trial::test("file::access::a_later_database_is_refused", || on_folder(later)),
        Trial::test("file::access::a_folder_that_cannot_be_is_said", || on_folder(no_folder)),
    ]
}

fn on_folder(test: impl AsyncFn(Location)) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    Runtime::new()?.block_on(test(Location::Folder(folder.path().join("data"))));
    Ok(())
}

async fn restart(location: Location) {
    let store = Store::open(&location).await.unwrap();
    city(&store).await;
    first(&store, "wjw", 2024, 1).await;
    store.close().await;
    let store = Store::open(&location).await.unwrap();
    assert_eq!(queries::reports_of(&store, "wjw").await.unwrap().len(), 1);
}

async fn together(location: Location) {
    let open = || {
        let location = location.clone();
        tokio::spawn(async move { Store::open(&location).await })
    };
    let (one, other) = tokio::join!(open(), open());
    let (one, other) = (one.unwrap().unwrap(), other.unwrap().unwrap());
    city(&one).await;
    first(&other, "wjw", 2024, 1).await;
    assert_eq!(queries::reports_of(&one, "wjw").await.unwrap().len(), 1);
}

async fn later(location: Location) {
    let Location::Folder(folder) = &location else { panic!("{location}") };
    Store::open(&location).await.unwrap().close().await;
    let file = format!("sqlite://{}", folder.join("gongkai.db").display());
    let mut connection = SqliteConnection::connect(&file).await.unwrap();
    let later = "insert into _sqlx_migrations
                 select 9999, description, installed_on, success, checksum, execution_time
                   from _sqlx_migrations where version = 1";
    sqlx::query(later).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let error = Store::open(&location).await.unwrap_err();
    assert!(matches!(error, Error::Newer), "{error}");
}

async fn no_folder(location: Location) {
    let Location::Folder(folder) = &location else { panic!("{location}") };
    std::fs::write(folder, "a file where the directory should be").unwrap();
    let error = Store::open(&location).await.unwrap_err();
    assert!(matches!(error, Error::Folder { .. }), "{error}");
    assert!(error.to_string().contains("data"), "{error}");
}
