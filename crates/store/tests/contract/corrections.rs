//! Laying reports in: first, again, corrected.

use reporting::cell::Cell;
use reporting::check::{Outcome, check};
use store::{Error, File, NewReport, Put, Store, Verdict, put, queries, recheck};

use super::samples::{city, first, new, report};

pub(crate) async fn a_first_report_is_new_and_comes_back_whole(store: Store) {
    city(&store).await;
    assert_eq!(put(&store, &new("wjw", 2024, "三个字", 7)).await.unwrap(), Put::New);
    let stored = queries::report(&store, "wjw", 2024, None).await.unwrap().unwrap();
    let summary = &stored.summary;
    assert_eq!((summary.organ.as_str(), summary.year, summary.version), ("wjw", 2024, 1));
    assert_eq!(summary.organ_name, "云州市卫生健康委员会");
    assert!(summary.is_current() && summary.correction.is_none());
    assert_eq!(summary.imported_at.as_second(), 7);
    assert_eq!(summary.title.as_deref(), Some("2024年度报告"));
    assert_eq!(summary.published_on, Some(jiff::civil::date(2025, 1, 31)));
    assert_eq!(summary.signed_on, None);
    assert_eq!(summary.form.as_deref(), Some("2021"));
    assert_eq!(summary.verdict, Verdict::of(&check(&report(2024, 3), None)));
    let read = stored.report().unwrap();
    assert_eq!(read.tables.unwrap().get("table3.new_received.total"), Some(&Cell::Count(3)));
    let file = queries::source(&store, "wjw", 2024, 1).await.unwrap().unwrap();
    assert_eq!(file, File::new("wjw-2024.txt", "text/plain", "三个字".as_bytes().to_vec()));
    assert_eq!(
        (&summary.sha256, summary.file_size, &summary.file_name),
        (&file.sha256, 9, &"wjw-2024.txt".to_owned())
    );
}

pub(crate) async fn the_same_file_again_changes_nothing(store: Store) {
    city(&store).await;
    first(&store, "wjw", 2024, 1).await;
    let before = queries::report(&store, "wjw", 2024, None).await.unwrap();
    for again in [new("wjw", 2024, "wjw 2024", 2), new("wjw", 2024, "wjw 2024", 3).correcting("更正")] {
        assert_eq!(put(&store, &again).await.unwrap(), Put::Unchanged);
    }
    assert_eq!(queries::report(&store, "wjw", 2024, None).await.unwrap(), before);
}

pub(crate) async fn the_same_file_read_otherwise_is_refreshed(store: Store) {
    city(&store).await;
    first(&store, "wjw", 2024, 1).await;
    let better = report(2024, 80);
    let file = File::new("again.txt", "text/plain", b"wjw 2024".to_vec());
    let at = jiff::Timestamp::from_second(9).unwrap();
    let better = NewReport::new("wjw", 2024, &better, &check(&better, None), file, at);
    assert_eq!(put(&store, &better).await.unwrap(), Put::Refreshed);
    assert_eq!(put(&store, &better).await.unwrap(), Put::Unchanged);
    let summary = queries::report(&store, "wjw", 2024, None).await.unwrap().unwrap().summary;
    assert_eq!((summary.version, summary.headline.new_received), (1, Some(80)));
    assert_eq!(summary.imported_at.as_second(), 1, "it was laid in then");
    assert_eq!(summary.file_name, "wjw-2024.txt");
    assert_eq!(queries::history(&store, "wjw", 2024).await.unwrap().len(), 1);
}

pub(crate) async fn another_file_needs_a_note(store: Store) {
    city(&store).await;
    first(&store, "wjw", 2024, 1).await;
    let error = put(&store, &new("wjw", 2024, "另一份", 2)).await.unwrap_err();
    assert!(matches!(&error, Error::AlreadyThere { year: 2024, .. }), "{error}");
    let sentence = error.to_string();
    assert!(
        sentence.contains("云州市卫生健康委员会") && sentence.contains("--correct 写明更正说明"),
        "{sentence}"
    );
    assert_eq!(queries::history(&store, "wjw", 2024).await.unwrap().len(), 1);
}

pub(crate) async fn a_correction_keeps_what_it_corrects(store: Store) {
    city(&store).await;
    first(&store, "wjw", 2024, 1).await;
    for (version, words) in [(2, "第二份"), (3, "第三份报告")] {
        let correction = new("wjw", 2024, words, version.into()).correcting(format!("更正{version}"));
        assert_eq!(put(&store, &correction).await.unwrap(), Put::Corrected { version });
    }
    let history = queries::history(&store, "wjw", 2024).await.unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|version| {
            let replaced = version.replaced_at.map(|at| at.as_second());
            (version.version, version.correction.as_deref(), replaced)
        })
        .collect();
    assert_eq!(told, [(3, Some("更正3"), None), (2, Some("更正2"), Some(3)), (1, None, Some(2))]);
    let current = queries::report(&store, "wjw", 2024, None).await.unwrap().unwrap();
    assert_eq!((current.summary.version, current.summary.headline.new_received), (3, Some(5)));
    let old = queries::report(&store, "wjw", 2024, Some(1)).await.unwrap().unwrap();
    assert_eq!(old.summary.headline.new_received, Some(8));
    assert_eq!(queries::source(&store, "wjw", 2024, 1).await.unwrap().unwrap().bytes, b"wjw 2024");
    assert!(queries::report(&store, "wjw", 2024, Some(4)).await.unwrap().is_none());
}

pub(crate) async fn an_earlier_file_is_told_from_a_new_one(store: Store) {
    city(&store).await;
    first(&store, "wjw", 2024, 1).await;
    put(&store, &new("wjw", 2024, "第二份", 2).correcting("更正")).await.unwrap();
    let earlier = new("wjw", 2024, "wjw 2024", 3);
    assert_eq!(put(&store, &earlier).await.unwrap(), Put::Superseded { version: 1 });
    assert_eq!(
        put(&store, &earlier.correcting("恢复")).await.unwrap(),
        Put::Superseded { version: 1 },
        "a note does not bring back what was corrected"
    );
    assert_eq!(queries::history(&store, "wjw", 2024).await.unwrap().len(), 2);
}

pub(crate) async fn a_report_is_the_same_in_another_file(store: Store) {
    city(&store).await;
    first(&store, "wjw", 2024, 1).await;
    // As many applications as characters: what the reports say is the same, and their files are not.
    let in_another_format = || new("wjw", 2024, "eight ch", 2);
    assert_eq!(put(&store, &in_another_format()).await.unwrap(), Put::SaysTheSame);
    assert_eq!(put(&store, &in_another_format().correcting("更正")).await.unwrap(), Put::SaysTheSame);
    put(&store, &new("wjw", 2024, "第二份", 3).correcting("更正")).await.unwrap();
    assert_eq!(put(&store, &in_another_format()).await.unwrap(), Put::Superseded { version: 1 });
    let history = queries::history(&store, "wjw", 2024).await.unwrap();
    assert_eq!(history.len(), 2);
    let file = queries::source(&store, "wjw", 2024, 1).await.unwrap().unwrap();
    assert_eq!(file.bytes, b"wjw 2024", "the file that was there first stays");
}

pub(crate) async fn what_is_not_there_cannot_be_corrected(store: Store) {
    city(&store).await;
    let error = put(&store, &new("wjw", 2024, "第一份", 1).correcting("更正")).await.unwrap_err();
    assert!(matches!(&error, Error::NothingToCorrect { year: 2024, .. }), "{error}");
    let sentence = error.to_string();
    assert!(sentence.contains("云州市卫生健康委员会") && sentence.contains("去掉 --correct"), "{sentence}");
    assert!(queries::reports_of(&store, "wjw").await.unwrap().is_empty());
}

pub(crate) async fn an_unknown_authority_has_no_reports(store: Store) {
    let error = put(&store, &new("nobody", 2024, "字", 1)).await.unwrap_err();
    assert!(matches!(error, Error::UnknownOrgan(_)), "{error}");
    assert!(queries::reports_of(&store, "nobody").await.unwrap().is_empty());
}

pub(crate) async fn a_new_check_is_written_down(store: Store) {
    city(&store).await;
    first(&store, "wjw", 2024, 1).await;
    let verdict = Verdict { result: Outcome::Fail, errors: 2, warnings: 1, notes: 0 };
    recheck(&store, "wjw", 2024, 1, verdict).await.unwrap();
    assert_eq!(queries::reports_of(&store, "wjw").await.unwrap()[0].verdict, verdict);
}

pub(crate) async fn of_two_writers_one_is_refused(store: Store) {
    city(&store).await;
    let (one, other) = (new("wjw", 2024, "一", 1), new("wjw", 2024, "二二", 1));
    let done = tokio::join!(put(&store, &one), put(&store, &other));
    let outcomes = [done.0, done.1];
    assert_eq!(outcomes.iter().filter(|done| matches!(done, Ok(Put::New))).count(), 1, "{outcomes:?}");
    assert_eq!(
        outcomes.iter().filter(|done| matches!(done, Err(Error::AlreadyThere { .. }))).count(),
        1,
        "{outcomes:?}"
    );
}

pub(crate) async fn every_change_has_a_number_of_its_own(store: Store) {
    let empty = store.revision().await.unwrap();
    city(&store).await;
    let tree = store.revision().await.unwrap();
    assert!(tree > empty, "a tree");
    first(&store, "wjw", 2024, 1).await;
    let report = store.revision().await.unwrap();
    assert!(report > tree, "a report");
    put(&store, &new("wjw", 2024, "wjw 2024", 2)).await.unwrap();
    assert_eq!(store.revision().await.unwrap(), report, "the same again");
    put(&store, &new("wjw", 2024, "other", 3).correcting("更正")).await.unwrap();
    assert!(store.revision().await.unwrap() > report, "a correction");
}
