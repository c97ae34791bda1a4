//! `make bench`: how fast reports are read, checked and shown, as medians of one run on one core.
//!
//! Each figure is the median of seven rounds. The fixtures and demonstration reports are the input; the folder in
//! `GONGKAI_CORPUS` adds its reports when it is named. `GONGKAI_BASELINE` names the output of
//! `scripts/bench-baseline.py`, measured just before: what a script does with such files, for the ratio.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]
#![expect(clippy::unwrap_used, reason = "a bench without its input has no figures")]
#![expect(clippy::disallowed_methods, reason = "the site asks the clock, and sessions must be of its time")]

mod desk;
mod papers;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use jiff::Timestamp;
use jiff::civil::date;
use readers::Limits;
use reporting::check::{check, check_tables};
use reporting::report::Report;
use store::{Location, Store};
use tokio::runtime::Runtime;
use tower::ServiceExt;
use typeset::{Fonts, Format, Setting};
use web::{App, Site};

const ROUNDS: usize = 7;
/// How long a round takes at least.
const ROUND: Duration = Duration::from_millis(150);

/// Runs work again and again; the median of items per second over the rounds.
fn rate(items: usize, mut work: impl FnMut()) -> f64 {
    work();
    let mut rates: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let started = Instant::now();
            let mut done = 0;
            while started.elapsed() < ROUND {
                work();
                done += items;
            }
            done as f64 / started.elapsed().as_secs_f64()
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    rates[ROUNDS / 2]
}

fn show(what: &str, rate: f64, goal: f64, unit: &str) {
    let verdict = if rate >= goal { "reached" } else { "MISSED" };
    println!("{what:44} {rate:>12.0} {unit:12} goal {goal:>8.0}  {:>6.2}x  {verdict}", rate / goal);
}

fn show_time(what: &str, seconds: f64, goal: f64) {
    let verdict = if seconds <= goal { "reached" } else { "MISSED" };
    println!(
        "{what:44} {:>12.3} {:12} goal {:>8.1}  {:>6.2}x  {verdict}",
        seconds * 1e3,
        "ms",
        goal * 1e3,
        goal / seconds
    );
}

/// Files with their bytes.
type Files = Vec<(String, Vec<u8>)>;

fn files(folder: &Path, found: &mut Files) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push((
                path.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read(&path).unwrap(),
            ));
        }
    }
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut all = Files::new();
    files(&root.join("fixtures/reports"), &mut all);
    files(&root.join("demo/reports"), &mut all);
    if let Some(corpus) = std::env::var_os("GONGKAI_CORPUS") {
        files(&Path::new(&corpus).join("reports"), &mut all);
    }
    let baseline = std::env::var_os("GONGKAI_BASELINE").and_then(|path| std::fs::read_to_string(path).ok());
    let against = |name: &str, rate: f64| {
        let line = baseline.as_deref().unwrap_or_default().lines().find_map(|line| line.strip_prefix(name));
        if let Some(script) = line.and_then(|figure| figure.trim().parse::<f64>().ok()) {
            println!("{:44} {:>12.1} times a script on the same kind of file", "", rate / script);
        }
    };
    let limits = Limits::default();
    let of = |endings: &[&str]| -> Files {
        let ends = |name: &str| endings.iter().any(|ending| name.ends_with(ending));
        all.iter().filter(|(name, _)| ends(name) && name != "SOURCE.md").cloned().collect()
    };
    let read = |files: &Files| {
        for (name, bytes) in files {
            let _ = black_box(readers::report(name, bytes, &limits));
        }
    };

    println!(
        "Median of {ROUNDS} rounds, one core, {} build\n",
        if cfg!(debug_assertions) { "development" } else { "optimised" }
    );
    let text = of(&[".txt", ".md", ".html"]);
    let text_rate = rate(text.len(), || read(&text));
    show("read text, Markdown and HTML", text_rate, 1_000.0, "reports/s");
    against("read_html", text_rate);
    for (what, ending, script) in [("read DOCX", ".docx", "read_docx"), ("read XLSX", ".xlsx", "read_xlsx")] {
        let office = of(&[ending]);
        let office_rate = rate(office.len(), || read(&office));
        show(what, office_rate, 200.0, "reports/s");
        against(script, office_rate);
    }

    let reports: Vec<Report> =
        all.iter().filter_map(|(name, bytes)| readers::report(name, bytes, &limits).ok()).collect();
    let whole: Vec<Report> = reports.into_iter().filter(|report| report.tables.is_some()).collect();
    let letters: usize =
        whole.iter().flat_map(Report::paragraphs).map(|(_, p)| p.plain().chars().count()).sum();
    let tables = rate(whole.len(), || {
        for report in &whole {
            black_box(check_tables(report));
        }
    });
    show("check tables, models in memory", tables, 300_000.0, "reports/s");
    against("check_tables", tables);
    let full = rate(whole.len(), || {
        for report in &whole {
            black_box(check(report, None));
        }
    });
    show("check everything, text included", full, 20_000.0, "reports/s");
    println!("  ({} reports, {} characters of text each on average)", whole.len(), letters / whole.len());
    println!(
        "  the existing checker does 8 772 reports/s with 45 checks each: {:.1} times that",
        full / 8_772.0
    );

    let fonts = Fonts::embedded();
    let written: Vec<&Report> = whole.iter().take(20).collect();
    let write = |report: &Report, format: Format| {
        let setting = Setting { fonts: &fonts, today: date(2026, 1, 31), mark: None };
        typeset::write(report, format, setting).unwrap_or_default()
    };
    for (format, goal) in
        [(Format::Pdf, 0.06), (Format::Ofd, 0.06), (Format::Docx, 0.06), (Format::Xlsx, 0.06)]
    {
        let rate = rate(written.len(), || {
            for report in &written {
                black_box(write(report, format));
            }
        });
        show_time(&format!("write {format}, once warm"), 1.0 / rate, goal);
    }
    let mut pdf = of(&[".pdf"]);
    pdf.extend(written.iter().map(|report| ("report.pdf".to_owned(), write(report, Format::Pdf))));
    let read_pdf = rate(pdf.len(), || read(&pdf));
    show("read PDF", read_pdf, 50.0, "reports/s");
    let library = rate(pdf.len(), || {
        for (_, bytes) in &pdf {
            black_box(readers::interpret_only(bytes));
        }
    });
    println!("  ({:.0} % of the time is the library that interprets the pages)", read_pdf / library * 100.0);
    let doc = of(&[".doc"]);
    if !doc.is_empty() {
        show("read DOC", rate(doc.len(), || read(&doc)), 50.0, "reports/s");
    }

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let started = Instant::now();
    let store = runtime.block_on(services::demo::store(&limits, Timestamp::UNIX_EPOCH)).unwrap();
    let app = App::new(Site::demo(), store, Fonts::embedded(), limits, 2, "BENCH".into());
    let site = web::router(app);
    let page = |path: &'static str| {
        let site = site.clone();
        runtime.block_on(async move {
            let answer = site.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
            axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap()
        })
    };
    black_box(page("/"));
    show_time("from start to the first page, in process", started.elapsed().as_secs_f64(), 0.3);
    show_time(
        "a report page, in process",
        1.0 / rate(1, || drop(black_box(page("/reports/yunzhou-wjw/2021")))),
        0.002,
    );
    for reports in [100, 10_000, 100_000] {
        column(&runtime, reports);
    }
    desk::pages();
}

/// What pages cost that are in no cache, with so many reports in the store.
fn column(runtime: &Runtime, reports: u32) {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::Folder(folder.path().to_owned());
    runtime.block_on(testkit::fill::fill(&location, reports)).unwrap();
    let store = runtime.block_on(Store::open(&location)).unwrap();
    let app = App::new(Site::demo(), store, Fonts::embedded(), Limits::default(), 2, "BENCH".into());
    let site = web::router(app);
    let departments = reports.div_ceil(5);
    println!("\nUncached pages with {reports} reports in the store, SQLite");
    for (what, address) in [
        ("a report", "/reports/d{}/2023"),
        ("an authority", "/reports/d{}"),
        ("a page of the list", "/reports?below=p&after={}-c"),
        ("a page of a year", "/overview/2023?below=c1&after={}-d"),
        ("the two latest years compared", "/compare?a=d{}/2024&b=d{}/2025"),
    ] {
        let mut times: Vec<f64> = (0..departments.min(200))
            .map(|number| {
                let path = address.replace("{}", &(number * 7919 % departments).to_string());
                let started = Instant::now();
                let answer = runtime.block_on(async {
                    let request = Request::get(&path).body(Body::empty()).unwrap();
                    site.clone().oneshot(request).await.unwrap()
                });
                assert!(answer.status().is_success(), "{path}: {}", answer.status());
                started.elapsed().as_secs_f64()
            })
            .collect();
        times.sort_by(f64::total_cmp);
        show_time(what, times[times.len() / 2], 0.01);
    }
}
