//! Every report that comes with what is expected of it: the fixtures always, and the folder in `GONGKAI_CORPUS`.
//!
//! One test per report. Without the folder its reports are listed as one ignored test, and so are scanned ones without
//! the program that recognises characters: never as passed.

mod score;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use libtest_mimic::{Arguments, Failed, Trial};
use readers::{Limits, Recognition, Unusable};
use reporting::report::Report;
use reporting::{check, object};
use serde_json::Value;

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = fixtures();
    trials.extend(scans());
    match env::var_os("GONGKAI_CORPUS") {
        Some(folder) => trials.extend(corpus(&PathBuf::from(folder).join("reports"))),
        None => trials.push(Trial::test("corpus (set GONGKAI_CORPUS)", || Ok(())).with_ignored_flag(true)),
    }
    libtest_mimic::run(&arguments, trials).exit()
}

/// `fixtures/reports/NAME.txt` with `NAME.json`.
fn fixtures() -> Vec<Trial> {
    let reports = testkit::root().join("fixtures/reports");
    let expected = entries(&reports).into_iter().filter(|path| path.extension().is_some_and(|e| e == "json"));
    expected
        .map(|expected| trial("fixtures", &stem(&expected), expected.with_extension("txt"), expected))
        .collect()
}

/// `fixtures/scans/NAME.pdf` with `NAME.json`: pages that are pictures.
fn scans() -> Vec<Trial> {
    let recognition = Recognition::installed();
    let is_ready = reads_chinese(&recognition);
    let paths = entries(&testkit::root().join("fixtures/scans")).into_iter();
    let scans = paths.filter(|path| path.extension().is_some_and(|e| e == "pdf"));
    let trial = |path: PathBuf| {
        let recognition = recognition.clone();
        let name = format!("scans/{} (tesseract with chi_sim)", stem(&path));
        Trial::test(name, move || {
            let expected: Value = serde_json::from_str(&fs::read_to_string(path.with_extension("json"))?)?;
            let report = readers::report_with("a.pdf", &fs::read(&path)?, &Limits::default(), &recognition)?;
            let printed = printed(&report);
            let mut differences = score::differences(&expected, &printed);
            let cells = printed["document"]["cells"].as_object();
            if cells.is_none_or(|cells| cells.values().any(|cell| cell["recognised"] != true)) {
                differences.push("not every cell says that it was recognised".into());
            }
            if differences.is_empty() { Ok(()) } else { Err(differences.join("\n").into()) }
        })
        .with_ignored_flag(!is_ready)
    };
    scans.map(trial).collect()
}

/// Whether the program is there and knows Chinese.
fn reads_chinese(recognition: &Recognition) -> bool {
    let Some(program) = &recognition.program else { return false };
    let answer = Command::new(program).arg("--list-langs").output();
    answer.is_ok_and(|answer| {
        String::from_utf8_lossy(&answer.stdout).lines().any(|language| language == "chi_sim")
    })
}

/// `NAME/report.*` with `NAME/expected.json`.
fn corpus(reports: &Path) -> Vec<Trial> {
    let trials = entries(reports).into_iter().filter_map(|folder| {
        let report = entries(&folder).into_iter().find(|path| stem(path) == "report")?;
        let name = folder.file_name()?.to_string_lossy().into_owned();
        Some(trial("corpus", &name, report, folder.join("expected.json")))
    });
    let trials: Vec<Trial> = trials.collect();
    assert!(
        !trials.is_empty(),
        "no reports in {}: GONGKAI_CORPUS names the folder above `reports`",
        reports.display()
    );
    trials
}

fn trial(set: &str, name: &str, report: PathBuf, expected: PathBuf) -> Trial {
    Trial::test(format!("{set}/{name}"), move || agrees(&report, &expected))
}

/// The report is read as expected, and what is printed of it reads back whole.
fn agrees(path: &Path, expected: &Path) -> Result<(), Failed> {
    let expected: Value = serde_json::from_str(&fs::read_to_string(expected)?)?;
    let printed = printed(&report(path)??);
    let mut differences = score::differences(&expected, &printed);
    if printed != self::printed(&object::from_json(&printed.to_string())?) {
        differences.push("what is printed does not read back whole".into());
    }
    if differences.is_empty() { Ok(()) } else { Err(differences.join("\n").into()) }
}

fn printed(report: &Report) -> Value {
    let checked = check::check(report, None);
    object::to_json(report, &checked.violations(), &checked.contradictions)
}

fn report(path: &Path) -> Result<Result<Report, Unusable>, Failed> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(readers::report(&name, &fs::read(path)?, &Limits::default()))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    entries
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
