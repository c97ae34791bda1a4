//! Audit: rows stay as they are, and what is changed all the same is found.

use casework::id::CaseId;
use jiff::civil::date;
use law::outcome::Outcome;
use libtest_mimic::{Failed, Trial};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use store::audit::{self, Entry, Fault};
use store::vault::Vault;
use store::{Location, Store};
use tokio::runtime::Runtime;

use super::desk::{Desk, ORGAN, plan};

fn entry(kind: &str) -> Entry {
    let detail = r#"{"account":"li"}"#.to_owned();
    Entry { at: 1, actor: "officer:li".to_owned(), organ: ORGAN.to_owned(), kind: kind.to_owned(), detail }
}

pub(crate) async fn what_is_written_down_is_read_back_and_holds(store: Store) {
    let desk = Desk::at(&store).await;
    for (place, kind) in [(1, "signed_in"), (2, "unmasked"), (3, "signed_out")] {
        assert_eq!(audit::append(&store, &entry(kind)).await.unwrap(), place);
    }
    let page = audit::log(&store, None, None, 2).await.unwrap();
    let kinds: Vec<_> = page.rows.iter().map(|one| one.entry.kind.as_str()).collect();
    assert!(page.has_more && kinds == ["signed_out", "unmasked"], "{page:?}");
    let rest = audit::log(&store, Some(ORGAN), page.rows.last().map(|one| one.position), 2).await.unwrap();
    assert_eq!(rest.rows[0].entry, entry("signed_in"));

    desk.has("a", plan("张三", "2025-03-03", Some(Outcome::G2))).await;
    let key = desk.vault.signing_key();
    let first = audit::sign(&store, date(2025, 3, 30), key).await.unwrap().unwrap();
    assert!(audit::sign(&store, date(2025, 3, 30), key).await.unwrap().is_none(), "once a day");
    desk.has("b", plan("李四", "2025-03-04", None)).await;
    let second = audit::sign(&store, date(2025, 3, 31), key).await.unwrap().unwrap();
    assert_ne!(first.root, second.root);
    let verified = audit::verify(&store, Some(&key.verifying_key())).await.unwrap();
    assert_eq!((verified.chains, verified.roots, verified.broken), (2, 2, vec![]));
    assert!(verified.links > 4);

    let stranger = Vault::in_memory().await.unwrap();
    let verified = audit::verify(&store, Some(&stranger.signing_key().verifying_key())).await.unwrap();
    let faults: Vec<_> = verified.broken.iter().map(|one| one.fault.clone()).collect();
    assert_eq!(faults, ["2025-03-30", "2025-03-31"].map(|day| Fault::BadRoot(day.to_owned())));
}

/// A connection that writes past the program, on either database.
pub(crate) enum Raw {
    Sqlite(SqliteConnection),
    Pg(PgConnection),
}

impl Raw {
    async fn open(location: &Location) -> Raw {
        match location {
            Location::Folder(folder) => {
                let file = format!("sqlite://{}", folder.join("gongkai.db").display());
                Raw::Sqlite(SqliteConnection::connect(&file).await.unwrap())
            }
            Location::Server(address) => Raw::Pg(PgConnection::connect(address).await.unwrap()),
        }
    }

    async fn run(&mut self, sql: &str) -> sqlx::Result<()> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Raw::Sqlite(connection) => sqlx::raw_sql(sql).execute(connection).await.map(drop),
            Raw::Pg(connection) => sqlx::raw_sql(sql).execute(connection).await.map(drop),
        }
    }

    /// What somebody who owns the database can do.
    async fn without_triggers(&mut self) {
        let sql = match self {
            Raw::Sqlite(_) => {
                "drop trigger case_event_stays; drop trigger case_event_remains; drop trigger audit_event_stays;
                 drop trigger audit_root_stays"
            }
            Raw::Pg(_) => "set session_replication_role = replica",
        };
        self.run(sql).await.unwrap();
    }
}

/// Changes past the program, and what is found of each.
pub(crate) async fn changes_are_found(location: Location) {
    let store = Store::open(&location).await.unwrap();
    let desk = Desk::at(&store).await;
    for id in ["a", "b", "c"] {
        desk.has(id, plan(id, "2025-03-03", Some(Outcome::G2))).await;
    }
    for kind in ["signed_in", "signed_out"] {
        audit::append(&store, &entry(kind)).await.unwrap();
    }
    let key = desk.vault.signing_key();
    audit::sign(&store, date(2025, 3, 31), key).await.unwrap();
    let mut raw = Raw::open(&location).await;
    for table in ["case_event", "audit_event", "audit_root"] {
        let set = if table == "audit_root" { "day = day" } else { "at = at" };
        for change in [format!("update {table} set {set}"), format!("delete from {table}")] {
            let error = raw.run(&change).await.unwrap_err();
            assert!(error.to_string().contains("rows stay as they are"), "{change}: {error}");
        }
    }

    raw.without_triggers().await;
    let tail = "(select max(position) from case_event where organ = 'wjw')";
    let faults = [
        (
            "update case_event set actor = 'officer:x' where organ = 'wjw' and case_id = 'b' and version = 2",
            "b",
        ),
        ("update audit_event set detail = '{}' where position = 2", ""),
        ("update audit_root set heads = '[]'", "root"),
        (
            &format!(
                "update chain_head set position = position - 1 where organ = 'wjw' and position = {tail}"
            ),
            "end",
        ),
    ];
    let mut found = Vec::new();
    for (change, what) in faults {
        raw.run(change).await.unwrap();
        let verified = audit::verify(&store, Some(&key.verifying_key())).await.unwrap();
        assert!(!verified.broken.is_empty(), "{change}");
        found.push((what, verified.broken));
    }
    let first = &found[0].1[0];
    assert_eq!(found[0].1.len(), 1, "the first break only");
    assert_eq!((&first.organ[..], &first.fault), (ORGAN, &Fault::Altered));
    assert_eq!(first.event, Some((CaseId::from("b"), 2)));
    assert!(first.to_string().contains("（案件 b 的第2个事件）"), "{first}");
    assert!(found[1].1.iter().any(|one| one.organ.is_empty() && one.position == 2), "{:?}", found[1]);
    assert!(found[2].1.iter().any(|one| matches!(one.fault, Fault::BadRoot(_))), "{:?}", found[2]);

    raw.run("delete from case_event where organ = 'wjw' and case_id = 'a' and version = 1").await.unwrap();
    let verified = audit::verify(&store, None).await.unwrap();
    let first = verified.broken.iter().find(|one| one.organ == ORGAN).unwrap();
    assert_eq!((first.position, &first.fault), (1, &Fault::Missing));
    store.close().await;
}

/// What was taken away together with the end of its chain is found by the root that was signed.
pub(crate) async fn a_shortened_chain_is_found(location: Location) {
    let store = Store::open(&location).await.unwrap();
    let desk = Desk::at(&store).await;
    desk.has("a", plan("张三", "2025-03-03", Some(Outcome::G2))).await;
    let key = desk.vault.signing_key();
    audit::sign(&store, date(2025, 3, 31), key).await.unwrap();
    let mut raw = Raw::open(&location).await;
    raw.without_triggers().await;
    raw.run(
        "update chain_head set position = position - 1,
                link = (select e.link from case_event e where e.organ = 'wjw' and e.position = chain_head.position - 1)
          where organ = 'wjw'",
    )
    .await
    .unwrap();
    raw.run("delete from case_event where position > (select position from chain_head where organ = 'wjw')")
        .await
        .unwrap();
    let verified = audit::verify(&store, Some(&key.verifying_key())).await.unwrap();
    assert!(verified.broken.iter().any(|one| one.organ == ORGAN), "{verified:?}");
    store.close().await;
}

/// On a file; on PostgreSQL they run with the other promises.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("file::audit::changes_are_found", || on_folder(changes_are_found)),
        Trial::test("file::audit::a_shortened_chain_is_found", || on_folder(a_shortened_chain_is_found)),
    ]
}

fn on_folder(test: impl AsyncFn(Location)) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    Runtime::new()?.block_on(test(Location::Folder(folder.path().to_owned())));
    Ok(())
}

/// The role under which the program works can add events and nothing else with them.
pub(crate) async fn the_role_of_the_program_adds_events_only(owner: &str, program: &str) {
    Store::open(&Location::Server(owner.to_owned())).await.unwrap().close().await;
    let mut raw = Raw::open(&Location::Server(owner.to_owned())).await;
    raw.run(include_str!("../../migrations/immutable/role.sql")).await.unwrap();
    let location = Location::Server(program.to_owned());
    let store = Store::open(&location).await.expect("its tables are made by their owner");
    let desk = Desk::at(&store).await;
    desk.has("a", plan("张三", "2025-03-03", Some(Outcome::G2))).await;
    audit::append(&store, &entry("signed_in")).await.unwrap();
    audit::sign(&store, date(2025, 3, 31), desk.vault.signing_key()).await.unwrap();
    let mut raw = Raw::open(&location).await;
    for change in [
        "update case_event set at = 0",
        "delete from case_event",
        "truncate case_event",
        "update audit_event set at = 0",
        "delete from audit_root",
        "drop trigger case_event_stays on case_event",
        "alter table case_event disable trigger all",
        "set session_replication_role = replica",
    ] {
        let error = raw.run(change).await.unwrap_err().to_string();
        assert!(error.contains("permission denied") || error.contains("must be owner"), "{change}: {error}");
    }
    store.close().await;
}
