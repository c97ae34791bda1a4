//! A process that is killed while it writes: whatever it has acknowledged is there, and nothing is there in part.
//!
//! The test starts itself again as the process that writes (`GONGKAI_KILLED`). `KILLS` says how often it is killed.

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command as Process, Stdio};
use std::sync::Arc;

use casework::Case;
use casework::decide::Command;
use casework::event::Event;
use casework::id::CaseId;
use casework::statistics::Span;
use law::WorkCalendar;
use libtest_mimic::{Failed, Trial};
use store::cases::{self, Filter, Writer};
use store::vault::Vault;
use store::{Location, Store, audit};
use tokio::runtime::Runtime;

use super::desk::{Desk, ORGAN, TODAY, register};
use super::postgres::Server;
use super::samples::city;

/// What the process that writes is told: where the store is, where the keys are, and how its cases begin.
const TOLD: &str = "GONGKAI_KILLED";

/// How many commands wait at the same time.
const AT_ONCE: usize = 16;

/// Whether this is the process that is to be killed; then it writes until it is.
pub(crate) fn is_victim() -> bool {
    let Ok(told) = env::var(TOLD) else { return false };
    let told: Vec<&str> = told.split('\n').collect();
    Runtime::new().unwrap().block_on(write(&Location::of(told[0]), Path::new(told[1]), told[2]));
    true
}

/// Registers cases and adds a tag to each, and says so after each.
async fn write(location: &Location, keys: &Path, prefix: &str) {
    let store = Store::open(location).await.unwrap();
    let vault = Vault::open(&Location::Folder(keys.to_owned()), keys).await.unwrap();
    let writer = Writer::start(&store);
    let desk = Arc::new(Desk { store, vault, calendar: WorkCalendar::builtin() });
    let workers: Vec<_> = (0..AT_ONCE)
        .map(|worker| {
            let (desk, writer, prefix) = (desk.clone(), writer.clone(), prefix.to_owned());
            tokio::spawn(async move {
                for at in 0.. {
                    let id = format!("{prefix}-{worker}-{at}");
                    let registered = writer.append(desk.registering(&id, &id).await).await.unwrap();
                    acknowledge(&id, registered.version);
                    let tagged = desk.doing(&id, Command::Tag { tag: "经费".to_owned() }).await;
                    acknowledge(&id, writer.append(tagged).await.unwrap().version);
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
}

fn acknowledge(id: &str, version: u32) {
    let mut out = std::io::stdout().lock();
    // One write for each line: what is read is whole.
    out.write_all(format!("{id} {version}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// Promises of a store in a folder.
pub(crate) fn trials() -> Vec<Trial> {
    vec![Trial::test("file::kill::what_was_acknowledged_is_there", || {
        let folder = tempfile::tempdir()?;
        let location = Location::Folder(folder.path().join("data"));
        Runtime::new()?.block_on(what_was_acknowledged_is_there(location))
    })]
}

pub(crate) fn on_postgres(server: Server) -> Result<(), Failed> {
    Runtime::new()?.block_on(async {
        let database = Location::Server(server.database().await?);
        what_was_acknowledged_is_there(database).await
    })
}

async fn what_was_acknowledged_is_there(location: Location) -> Result<(), Failed> {
    let place = match &location {
        Location::Folder(folder) => folder.display().to_string(),
        Location::Server(address) => address.clone(),
    };
    let kills: usize = env::var("KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(20);
    let keys = tempfile::tempdir()?;
    let store = Store::open(&location).await?;
    city(&store).await;
    for kill in 0..kills {
        let prefix = format!("k{kill:03}");
        let told = [&place, &keys.path().display().to_string(), &prefix].map(String::as_str).join("\n");
        let mut victim = Process::new(env::current_exe()?).env(TOLD, told).stdout(Stdio::piped()).spawn()?;
        // Early and late: with the first commands, and when many wait.
        let acknowledged = tokio::task::spawn_blocking(move || kill_after(&mut victim, 1 + kill * 37 % 150));
        let acknowledged = acknowledged.await?;
        check(&store, keys.path(), &prefix, &acknowledged).await;
    }
    store.close().await;
    Ok(())
}

/// Kills a process after so many acknowledgements; all that it has made, by case with the version.
fn kill_after(victim: &mut Child, count: usize) -> BTreeMap<String, u32> {
    let mut acknowledged = BTreeMap::new();
    let lines = BufReader::new(victim.stdout.take().unwrap()).lines();
    for (at, line) in lines.enumerate() {
        if at == count {
            victim.kill().unwrap();
        }
        let line = line.unwrap();
        let (id, version) = line.split_once(' ').unwrap();
        acknowledged.insert(id.to_owned(), version.parse().unwrap());
    }
    victim.wait().unwrap();
    assert!(!acknowledged.is_empty(), "it was killed, and did not end by itself before");
    acknowledged
}

/// Looks at all that one process has written, and at what all have.
async fn check(store: &Store, keys: &Path, prefix: &str, acknowledged: &BTreeMap<String, u32>) {
    let vault = Vault::open(&Location::Folder(keys.to_owned()), keys).await.unwrap();
    let calendar = WorkCalendar::builtin();
    for (id, version) in acknowledged {
        let case = CaseId::from(id.as_str());
        let events = cases::events(store, ORGAN, &case).await.unwrap();
        assert!(events.len() >= *version as usize, "{id}: {version} acknowledged, {} there", events.len());
        let key = vault.key(ORGAN, &case).await.unwrap();
        let Event::Arrived(arrival) = &events[0].event else { panic!("{id} begins with something else") };
        let request = cases::text(store, ORGAN, &case, &arrival.request).await.unwrap().unwrap();
        assert_eq!(key.open(&request).unwrap(), "2024年度体检经费");
    }
    // Those that nobody was told of are there whole, or not at all.
    let all = cases::work_list(store, ORGAN, &Filter::default(), None, 1_000_000).await.unwrap().rows;
    for one in all.iter().filter(|one| one.case.as_str().starts_with(prefix)) {
        let events = cases::events(store, ORGAN, &one.case).await.unwrap();
        assert_eq!(Case::replay(&events).unwrap().summary(TODAY, &calendar), one.summary);
    }
    let next = cases::next_number(store, ORGAN, &register()).await.unwrap();
    assert_eq!(next, all.len() as i64 + 1, "numbers have no gaps");
    let span = Span::year(2025);
    let kept = cases::table_three(store, ORGAN, span).await.unwrap();
    assert_eq!(kept, cases::recount(store, ORGAN, span).await.unwrap());
    let verified = audit::verify(store, None).await.unwrap();
    assert_eq!(verified.broken, []);
    vault.close().await;
}
