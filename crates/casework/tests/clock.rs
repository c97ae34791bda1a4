//! The clock against a corpus of case histories whose answers are known, where one is given.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use casework::deadline::history::answer;
use law::WorkCalendar;
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

/// The keys that are compared.
const KEYS: [&str; 9] = [
    "id",
    "received",
    "state",
    "due",
    "working_days_used",
    "on_time",
    "flags",
    "provisional",
    "reanswer_due",
];

fn main() -> ExitCode {
    let folder = std::env::var_os("GONGKAI_CORPUS").map(|folder| PathBuf::from(folder).join("clock"));
    let absent = folder.as_ref().is_none_or(|folder| !folder.is_dir());
    let trial = Trial::test("every_history_of_the_corpus_is_reckoned_as_expected", move || {
        agree(&folder.unwrap_or_default())
    });
    libtest_mimic::run(&Arguments::from_args(), vec![trial.with_ignored_flag(absent)]).exit_code()
}

fn agree(folder: &Path) -> Result<(), Failed> {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|error| error.to_string());
    let (histories, expected) = (read("histories.jsonl")?, read("expected.jsonl")?);
    if histories.lines().count() != expected.lines().count() || histories.is_empty() {
        return Err("the two files have not the same number of lines, or none".into());
    }
    let calendar = WorkCalendar::builtin();
    let mut wrong = Vec::new();
    for (history, expected) in histories.lines().zip(expected.lines()) {
        let expected: Value = serde_json::from_str(expected)?;
        let got = serde_json::to_value(answer(history, false, &calendar))?;
        let both_refused = expected.get("error").is_some() && got.get("error").is_some();
        if !both_refused && KEYS.iter().any(|key| expected.get(key) != got.get(key)) {
            wrong.push(format!("{history}\n  expected {expected}\n  got      {got}"));
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!("{} differ\n{}", wrong.len(), wrong.join("\n")).into())
    }
}
