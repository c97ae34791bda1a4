//! Every statement is understood by both databases, and no list walks through all that is stored.

use libtest_mimic::{Failed, Trial};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, SqlStr, SqliteConnection};
use store::{Location, Store};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Statements that may look at every row of a table, and why.
const WALKS: [(&str, &str); 10] = [
    ("containing::SQL", "it steps along an index and stops after the latest two thousand"),
    (
        "find_organs::SQL",
        "words inside names: no index helps, and there are far fewer authorities than reports",
    ),
    ("end::FORGET", "once a day, and what is done is forgotten"),
    ("root::LAST", "it steps along an index and stops after one"),
    ("root::GROWN", "once a day, as many rows as there are authorities"),
    ("verify::HEADS", "checking looks at everything"),
    ("verify::BEYOND", "it steps along an index and stops after one"),
    ("verify::HEADLESS", "checking looks at everything"),
    ("verify::ROOTS", "checking looks at everything"),
    ("put_tree::ALL", "a tree is laid in beside all authorities, once in a while"),
];

/// Statements that may sort what they have found, and why.
const SORTS: [(&str, &str); 8] = [
    ("colleagues::SQL", "the people of one authority"),
    ("containing::SQL", "as many rows as are looked through"),
    ("find_organs::SQL", "words find them in no order"),
    ("inquiry::COUNTS", "the calls to one authority in one year, by what they were about"),
    ("organ_named::SQL", "few authorities have ever had the same name"),
    ("path::SQL", "no tree is deep"),
    ("sub_reasons::GIVEN", "as many rows as an office has sub-reasons"),
    ("years::SQL", "as many rows as there are years"),
];

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("file::statements::every_statement_is_understood", || on_file(prepare)),
        Trial::test("file::statements::no_statement_walks_through_a_table", || on_file(plans)),
    ]
}

fn on_file(test: impl AsyncFn(&mut SqliteConnection)) -> Result<(), Failed> {
    let folder = TempDir::new()?;
    Runtime::new()?.block_on(async {
        Store::open(&Location::Folder(folder.path().to_owned())).await?.close().await;
        let file = format!("sqlite://{}", folder.path().join("gongkai.db").display());
        test(&mut SqliteConnection::connect(&file).await?).await;
        Ok(())
    })
}

async fn prepare(connection: &mut SqliteConnection) {
    for (name, sql) in store::statements() {
        let prepared = connection.prepare(SqlStr::from_static(sql)).await;
        assert!(prepared.is_ok(), "{name}: {:?}", prepared.err());
    }
}

/// Prepares all statements on PostgreSQL.
pub(crate) async fn prepare_on_postgres(address: &str) -> Result<(), Failed> {
    let mut connection = PgConnection::connect(address).await?;
    for (name, sql) in store::statements() {
        let prepared = connection.prepare(SqlStr::from_static(sql)).await;
        prepared.map_err(|error| Failed::from(format!("{name}: {error}")))?;
    }
    Ok(connection.close().await?)
}

async fn plans(connection: &mut SqliteConnection) {
    let is_in = |list: &[(&str, &str)], name: &str| list.iter().any(|(listed, _)| *listed == name);
    for (name, sql) in store::statements() {
        let explain = AssertSqlSafe(format!("explain query plan {sql}"));
        let rows = sqlx::query(explain).fetch_all(&mut *connection).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        // A recursive question looks at its own few rows, one about the latest at those, and one table has one row.
        let own = |step: &str| {
            let own = [
                "SCAN step",
                "SCAN up",
                "SCAN CONSTANT ROW",
                "SCAN recent",
                "SCAN revision",
                "SCAN people_change",
            ];
            own.iter().any(|own| step.starts_with(own))
        };
        let walks = plan.iter().any(|step| step.starts_with("SCAN") && !own(step));
        // The years of one authority are sorted as they come.
        let sorts = plan.iter().any(|step| step.contains("USE TEMP B-TREE") && !step.contains("LAST TERM"));
        let plan = plan.join("\n");
        assert_eq!(walks, is_in(&WALKS, name), "{name} walks:\n{plan}");
        assert_eq!(sorts, is_in(&SORTS, name), "{name} sorts:\n{plan}");
    }
}
