//! The notices that come with the program.

use super::flaw::NoticeError;
use super::in_force;
use super::notice::Notice;

macro_rules! notices {
    ($($file:literal),* $(,)?) => {
        [$(($file, include_str!(concat!("../../calendars/", $file)))),*]
    };
}

/// File and text of each notice. A file is never edited after its release: a change is a new file.
pub(crate) const FILES: [(&str, &str); 10] = notices![
    "2018-15.toml",
    "2019-3.toml",
    "2019-16.toml",
    "2020-1.toml",
    "2020-27.toml",
    "2021-11.toml",
    "2022-16.toml",
    "2023-7.toml",
    "2024-12.toml",
    "2025-7.toml",
];

/// The statutory days, for years without a notice.
pub(crate) const STATUTORY: &str = include_str!("../../calendars/statutory.toml");

/// The notices in the order in which they took effect.
pub(crate) fn notices() -> Result<Vec<Notice>, NoticeError> {
    let notices = FILES.iter().map(|(_, text)| Notice::parse(text)).collect::<Result<Vec<_>, _>>()?;
    in_force::merge(&[], notices)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::calendar::WorkCalendar;

    #[test]
    fn every_file_of_the_folder_is_embedded() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/calendars");
        let found: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let embedded = FILES.iter().map(|(file, _)| (*file).to_owned()).chain(["statutory.toml".to_owned()]);
        assert_eq!(found, embedded.collect());
    }

    #[test]
    fn every_file_is_named_by_its_number_and_written_in_the_exchange_form() {
        for (file, text) in FILES {
            let notice = Notice::parse(text).unwrap();
            let (year, number) = file.trim_end_matches(".toml").split_once('-').unwrap();
            assert_eq!(notice.number(), format!("国办发明电〔{year}〕{number}号"));
            let without_comments: String =
                text.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
            assert_eq!(notice.to_toml(), without_comments, "{file}");
        }
    }

    #[test]
    fn the_embedded_notices_have_no_problem_beside_one_another() {
        let calendar = WorkCalendar::builtin();
        for (file, text) in FILES {
            let checked = calendar.check(text);
            let sentences: Vec<String> = checked.problems.iter().map(ToString::to_string).collect();
            assert_eq!(sentences.len(), 1, "{file}: {sentences:?}");
            assert!(sentences[0].contains("已经收录"), "{file}: {sentences:?}");
        }
    }
}
