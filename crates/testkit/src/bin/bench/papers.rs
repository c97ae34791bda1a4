//! What an office prints and hands over: letters, the file of a case, the annual report, a backup of everything.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use casework::id::CaseId;
use casework::statistics::{Line, Span};
use jiff::Timestamp;
use law::WorkCalendar;
use law::outcome::Row;
use services::backup::{self, Installation};
use services::cases::{Cases, demo};
use services::dossier::{About, Purpose};
use store::files::Files;
use store::vault::Vault;
use store::{Location, Store};
use tokio::runtime::Runtime;

use crate::desk::{CASES, Desk, median};
use crate::show_time;

/// Letters and files of each of four results; the first of all warms up.
const PAPERS: usize = 15;

/// Letters and the annual report as the site answers, and the files of the same cases.
pub(crate) fn printed(runtime: &Runtime, site: &Desk, folder: &Path) {
    let (cases, answered) = runtime.block_on(answered(folder));
    println!("\nPapers with {CASES} cases in the store, SQLite");
    for (what, kind) in [("an answer as PDF, once warm", "letter.pdf"), ("as DOCX", "letter.docx")] {
        let times = answered.iter().map(|id| site.time(runtime, &format!("/desk/cases/{id}/file/{kind}")));
        let times: Vec<f64> = times.skip(1).collect();
        let slowest = times.iter().copied().fold(0.0, f64::max);
        show_time(what, median(times), 0.06);
        println!("  ({} letters, the slowest {:.1} ms)", answered.len() - 1, slowest * 1e3);
    }
    let packed = answered.iter().map(|id| {
        let started = Instant::now();
        black_box(runtime.block_on(package(&cases, id)));
        started.elapsed().as_secs_f64()
    });
    show_time("the evidence of a case as a signed package", median(packed.skip(1).collect()), 1.0);
    let year = law::china::day(Timestamp::now()).year();
    let annual: Vec<f64> = (0..9).map(|_| site.time(runtime, &format!("/desk/annual/{year}"))).collect();
    show_time("the annual report, compiled and checked", median(annual), 0.3);
}

/// Answered cases of this year, and the services that open them.
async fn answered(folder: &Path) -> (Cases, Vec<CaseId>) {
    let place = Location::Folder(folder.to_owned());
    let store = Store::open(&place).await.unwrap();
    let vault = Vault::open(&place, &folder.join("keys")).await.unwrap();
    let cases = Cases::new(store, vault, demo::office(), WorkCalendar::builtin());
    let year = Span::year(law::china::day(Timestamp::now()).year());
    let mut answered = Vec::new();
    for row in [Row::Granted, Row::Partial, Row::RefusedInternalAffairs, Row::UnavailableNotHeld] {
        let page = cases.behind(year, Line::Result(row), None, None).await.unwrap();
        answered.extend(page.rows.into_iter().take(PAPERS).map(|listed| listed.case));
    }
    assert!(answered.len() > PAPERS, "few answers: {}", answered.len());
    (cases, answered)
}

async fn package(cases: &Cases, id: &CaseId) -> Vec<u8> {
    let now = Timestamp::now().into();
    let pieces = cases.dossier(id, Purpose::Evidence, None, now).await.unwrap();
    let about = About {
        purpose: Purpose::Evidence.name().to_owned(),
        number: id.to_string(),
        organ: cases.settings().letters.organ.clone(),
        made_at: String::new(),
        made_by: String::new(),
    };
    cases.package(&pieces, about).unwrap()
}

/// Where everything of a folder is.
fn installation(folder: &Path) -> Installation {
    Installation {
        database: Location::Folder(folder.to_owned()),
        keys: Location::Folder(folder.to_owned()),
        files: Files::in_folder(&folder.join("files")).unwrap(),
        secrets: folder.join("keys"),
    }
}

/// A backup made and read again, and what it holds restored.
pub(crate) fn backup(runtime: &Runtime, folder: &Path) {
    let (copy, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (of, into, copy) = (installation(folder), installation(there.path()), copy.path().join("backup"));
    let started = Instant::now();
    runtime.block_on(backup::make(&of, &copy, Timestamp::now(), |_| {})).unwrap();
    show_time("a backup, made and read again", started.elapsed().as_secs_f64(), 30.0);
    std::fs::create_dir_all(&into.secrets).unwrap();
    for secret in ["master.key", "audit.key"] {
        std::fs::copy(of.secrets.join(secret), into.secrets.join(secret)).unwrap();
    }
    let started = Instant::now();
    runtime.block_on(backup::restore(&copy, &into, |_| {})).unwrap();
    show_time("the same restored", started.elapsed().as_secs_f64(), 60.0);
}
