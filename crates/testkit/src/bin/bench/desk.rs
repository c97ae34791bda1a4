//! What pages of cases cost: uncached, in process, on SQLite in a folder.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::http::header::{CONTENT_TYPE, COOKIE};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use law::WorkCalendar;
use readers::Limits;
use services::cases::{Cases, demo};
use services::people::{self, Seed};
use store::cases::{Filter, work_list};
use store::vault::Vault;
use store::{Location, Store};
use tokio::runtime::Runtime;
use tower::ServiceExt;
use typeset::Fonts;
use web::{App, Site};

use crate::{ROUND, ROUNDS, papers, show, show_time};

/// Cases in the store.
pub(crate) const CASES: usize = 10_000;

/// Cases whose pages are asked for.
const ASKED: u32 = 200;

/// Pages of the desk and of an applicant.
pub(crate) fn pages() {
    let one = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let place = Location::Folder(folder.path().to_owned());
    let today = law::china::day(Timestamp::now());
    let (site, cookie, asked) = one.block_on(office(&place, today, 1));
    let desk = Desk { site, cookie };
    println!("\nUncached pages with {CASES} cases in the store, SQLite");
    for (what, path) in [
        ("a case", "/desk/cases/{}"),
        ("the form of an extension", "/desk/cases/{}/extend"),
        ("the work list, 50 cases", "/desk/cases?{}"),
        ("table three of a year", "/desk/statistics/2026?{}"),
    ] {
        let times = asked.iter().map(|(id, ..)| desk.time(&one, &path.replace("{}", id)));
        show_time(what, median(times.collect()), if what == "a case" { 0.003 } else { 0.02 });
    }
    let times = asked.iter().map(|key| time(&one, &desk.site, progress(key)));
    show_time("the progress page", median(times.collect()), 0.003);
    papers::printed(&one, &desk, folder.path());
    papers::backup(&one, folder.path());
    drop(one);
    show("the progress page, on two cores", together(&place, today), 6_000.0, "pages/s");
}

/// A site as a clerk sees it who has signed in.
pub(crate) struct Desk {
    site: Router,
    cookie: String,
}

impl Desk {
    /// How long a page takes, in seconds.
    pub(crate) fn time(&self, runtime: &Runtime, path: &str) -> f64 {
        let request = Request::get(path).header(COOKIE, &self.cookie).body(Body::empty());
        time(runtime, &self.site, request.unwrap())
    }
}

/// A site with invented cases, the cookie of a clerk who signs in for the nth time, and id, number and code of some open cases.
async fn office(place: &Location, today: Date, nth: u8) -> (Router, String, Vec<(String, String, String)>) {
    let Location::Folder(folder) = place else { panic!("a folder") };
    let store = Store::open(place).await.unwrap();
    let limits = Limits::default();
    let now = Timestamp::now();
    let vault = Vault::open(place, &folder.join("keys")).await.unwrap();
    let cases = Cases::new(store.clone(), vault, demo::office(), WorkCalendar::builtin());
    if !store::people::has_accounts(&store).await.unwrap() {
        services::demo::fill(&store, &limits, now).await.unwrap();
        cases.invent(CASES, today.saturating_sub(14.months()), today, |_| {}).await.unwrap();
    }
    let settings = people::Settings::default();
    let credentials = ("chensiyuan", people::demo::PASSPHRASE);
    let signed_in =
        people::sign_in(&store, &settings, credentials, now, &Seed::new([nth; 32])).await.unwrap();
    let cookie = format!("session={}", signed_in.token.as_str());
    let open = work_list(&store, cases.organ(), &Filter::default(), None, ASKED).await.unwrap();
    let asked = open
        .rows
        .iter()
        .map(|listed| (listed.case.to_string(), listed.summary.number.clone(), cases.code(&listed.case)));
    let asked = asked.collect();
    let app = App::new(Site::demo(), store, Fonts::embedded(), limits, 2, "BENCH".into());
    (web::router(app.with_cases(cases)), cookie, asked)
}

fn progress((_, number, code): &(String, String, String)) -> Request<Body> {
    let form = "application/x-www-form-urlencoded";
    let request = Request::post("/progress").header(CONTENT_TYPE, form);
    request.body(Body::from(format!("number={number}&code={code}"))).unwrap()
}

fn time(runtime: &Runtime, site: &Router, request: Request<Body>) -> f64 {
    let path = request.uri().clone();
    let started = Instant::now();
    runtime.block_on(answered(site, request, &path.to_string()));
    started.elapsed().as_secs_f64()
}

async fn answered(site: &Router, request: Request<Body>, path: &str) {
    let answer = site.clone().oneshot(request).await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    black_box(to_bytes(answer.into_body(), usize::MAX).await.unwrap());
}

pub(crate) fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Progress pages in a second with two threads, the median of several rounds.
fn together(place: &Location, today: Date) -> f64 {
    let two = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    two.block_on(async {
        let (site, _, asked) = office(place, today, 2).await;
        let asked = Arc::new(asked);
        let mut rates = Vec::new();
        for _ in 0..ROUNDS {
            let (started, next) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
            let visitors: Vec<_> = (0..8)
                .map(|_| {
                    let (site, asked, next) = (site.clone(), asked.clone(), next.clone());
                    tokio::spawn(async move {
                        while started.elapsed() < ROUND {
                            let nth = next.fetch_add(1, Ordering::Relaxed);
                            answered(&site, progress(&asked[nth % asked.len()]), "/progress").await;
                        }
                    })
                })
                .collect();
            for visitor in visitors {
                visitor.await.unwrap();
            }
            rates.push(next.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64());
        }
        median(rates)
    })
}
