//! `cargo bench -p store --bench cases`: how fast cases are written and found, on both databases, beside raw SQL.
//!
//! The ratio is between commands that are decided, sealed and written down by the program, and the same rows written by bare
//! statements in transactions of the same size. `CASES` says among how many cases lists are measured (1000000), `WRITES` how
//! many commands are written (20000).

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints figures and stops without its input"
)]

#[path = "cases/fill.rs"]
mod fill;
#[path = "../tests/contract/postgres.rs"]
#[allow(dead_code, unreachable_pub, reason = "tests use the rest of it")]
mod postgres;
#[path = "cases/writes.rs"]
mod writes;

use std::time::{Duration, Instant};

use casework::Stage;
use casework::statistics::{Line, Span};
use jiff::civil::date;
use law::WorkCalendar;
use law::outcome::Row;
use store::cases::{self, Filter};
use store::{Location, Store, audit};

/// The authority.
const ORGAN: &str = "o";

fn number(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[tokio::main]
async fn main() {
    let (writes, many) = (number("WRITES", 20_000), number("CASES", 1_000_000));
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| Location::Folder(folder.path().join(name));
    println!("SQLite");
    writes::measure(async |name| file(name), writes).await;
    lists(&file("lists"), many).await;
    drop(folder);
    let server = tokio::task::spawn_blocking(|| postgres::Server::start_with("on")).await.unwrap();
    let Ok(server) = server else { return println!("PostgreSQL is not installed") };
    println!("PostgreSQL");
    let database = async || Location::Server(server.database().await.unwrap());
    let empty = async |name: &str| Location::Server(server.empty_database(name).await.unwrap());
    writes::measure(empty, writes).await;
    lists(&database().await, many).await;
    tokio::task::spawn_blocking(|| drop(server)).await.unwrap();
}

/// Median time of some runs.
async fn median<T>(runs: usize, mut work: impl AsyncFnMut(usize) -> T) -> Duration {
    let mut times = Vec::new();
    for run in 0..runs {
        let started = Instant::now();
        work(run).await;
        times.push(started.elapsed());
    }
    times.sort();
    times[runs / 2]
}

fn show(what: &str, time: Duration, goal_ms: f64) {
    let ms = time.as_secs_f64() * 1e3;
    let verdict = if ms <= goal_ms { "reached" } else { "MISSED" };
    println!("  {what:52} {ms:>10.2} ms   goal {goal_ms:>6} ms  {verdict}");
}

/// Lists and figures among many cases.
async fn lists(location: &Location, many: usize) {
    let calendar = WorkCalendar::builtin();
    let started = Instant::now();
    fill::fill(location, many).await;
    println!("  filled with {many} cases in {:.0} s", started.elapsed().as_secs_f64());
    let store = Store::open(location).await.unwrap();
    let span = Span::year(2025);
    let filters = [
        ("work list", Filter::default()),
        ("work list, overdue", Filter { due_before: Some(date(2025, 6, 1)), ..Filter::default() }),
        ("work list, stage", Filter { stage: Some(Stage::InHand), ..Filter::default() }),
        ("work list, topic", Filter { tag: Some("t3"), ..Filter::default() }),
        ("work list, topic and stage", {
            Filter { tag: Some("t3"), stage: Some(Stage::InHand), ..Filter::default() }
        }),
    ];
    for (what, filter) in filters {
        let mut after = None;
        let time = median(101, async |_| {
            let page = cases::work_list(&store, ORGAN, &filter, after.as_ref(), 50).await.unwrap();
            after = page.rows.last().filter(|_| page.has_more).map(cases::After::from);
            assert!(!page.rows.is_empty());
        });
        show(&format!("{what}, page by page"), time.await, 5.0);
    }
    let number = |run: usize| format!("n{}", run * 7919 % many);
    let time = median(101, async |run| cases::by_number(&store, ORGAN, &number(run)).await.unwrap().unwrap());
    show("case by number", time.await, 5.0);
    for line in [Line::NewReceived, Line::Result(Row::Granted), Line::CarriedIn] {
        let time =
            median(21, async |_| cases::behind(&store, ORGAN, (line, None, span), None, 50).await.unwrap());
        show(&format!("cases behind {}", line.key()), time.await, 50.0);
    }
    let time = median(21, async |_| cases::table_three(&store, ORGAN, span).await.unwrap());
    show("table three from kept counts", time.await, 50.0);
    let time = median(3, async |_| cases::recount(&store, ORGAN, span).await.unwrap());
    show("table three from the cases", time.await, 1000.0);
    let kept = cases::table_three(&store, ORGAN, span).await.unwrap();
    let counted = cases::recount(&store, ORGAN, span).await.unwrap();
    assert_eq!(kept.cell(Line::NewReceived, None), counted.cell(Line::NewReceived, None));

    let started = Instant::now();
    let rebuilt = cases::rebuild(&store, fill::EVENTFUL, date(2025, 6, 1), &calendar).await.unwrap();
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "  rebuilt {} cases from {} events: {:.0} events/s   goal 200000",
        rebuilt.cases,
        rebuilt.events,
        rebuilt.events as f64 / seconds
    );
    store.close().await;
}

/// Checks the chain that was written.
async fn verify(store: &Store) {
    let started = Instant::now();
    let verified = audit::verify(store, None).await.unwrap();
    assert!(verified.broken.is_empty(), "{:?}", verified.broken);
    let rate = verified.links as f64 / started.elapsed().as_secs_f64();
    println!("  checked {} links: {rate:.0} links/s", verified.links);
}
