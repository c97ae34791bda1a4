//! How an office works (机关设置): from configuration, with days from which rules hold.

use casework::letter::Office;
use casework::process::Process;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The settings of an organ's disclosure office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OfficeSettings {
    /// The organ's id in the tree of authorities.
    pub organ: String,
    /// What its letters say of it.
    pub letters: Office,
    /// How long files are kept (保管期限): the classes of the office's own table.
    pub retention: Vec<Retention>,
    /// Its rules, each from a day on; a case keeps those of the day it arrived.
    pub process: Vec<Since>,
}

/// A class of how long files are kept (保管期限).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Its name.
    pub name: String,
    /// How many years; none for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<u16>,
}

/// Rules that hold from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    /// The first day.
    pub since: Date,
    /// The rules.
    #[serde(flatten)]
    pub rules: Process,
}

impl Default for OfficeSettings {
    fn default() -> OfficeSettings {
        // The usual classes of organs' own tables; each office has its own.
        let usual = [("定期10年", Some(10)), ("定期30年", Some(30)), ("永久", None)];
        let retention = usual.map(|(name, years)| Retention { name: name.to_owned(), years }).to_vec();
        OfficeSettings {
            organ: "organ".to_owned(),
            letters: Office::default(),
            retention,
            process: Vec::new(),
        }
    }
}

impl OfficeSettings {
    /// The rules of a day: the latest that hold, or the program's own before the first.
    pub fn process_on(&self, day: Date) -> Process {
        let holding = self.process.iter().filter(|one| one.since <= day).max_by_key(|one| one.since);
        holding.map(|one| one.rules.clone()).unwrap_or_default()
    }

    /// A number of a case (登记编号).
    pub fn case_number(year: i16, number: i64) -> String {
        format!("{year}-{number:04}")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn rules_hold_from_their_day_on() {
        let rules = |days| Process { correction_days: days, ..Process::default() };
        let settings = OfficeSettings {
            process: vec![
                Since { since: date(2026, 7, 1), rules: rules(10) },
                Since { since: date(2025, 1, 1), rules: rules(12) },
            ],
            ..OfficeSettings::default()
        };
        let days = |year, month| settings.process_on(date(year, month, 1)).correction_days;
        assert_eq!((days(2024, 12), days(2025, 1), days(2026, 6), days(2026, 7)), (15, 12, 12, 10));
    }
}
