//! Every report that comes with what is expected of it: the fixtures always, and the folder in `GONGKAI_CORPUS`.
//!
//! One test per report. Without the folder its reports are listed as one ignored test, never as passed.

mod score;

use std::path::{Path, PathBuf};
use std::{env, fs};

use libtest_mimic::{Arguments, Failed, Trial};
use readers::{Limits, Unusable};
use reporting::report::Report;
use reporting::{check, object};
use serde_json::Value;

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = fixtures();
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
