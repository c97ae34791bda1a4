//! Work in the background: done once, tried again, and visible when it fails.

use std::collections::BTreeSet;

use store::job::{self, NewJob};
use store::{Store, cases};

use super::desk::{Desk, ORGAN, plan};

const MINUTE: i64 = 60_000;

fn new(id: &str, due_at: i64) -> NewJob {
    NewJob { id: id.to_owned(), kind: "remind".to_owned(), payload: "{}".to_owned(), due_at }
}

pub(crate) async fn work_is_taken_when_it_is_due_and_by_one(store: Store) {
    job::enqueue(&store, ORGAN, &[new("later", 100), new("now", 10), new("first", 5)]).await.unwrap();
    job::enqueue(&store, ORGAN, &[new("now", 10)]).await.unwrap();
    let mut taken: Vec<_> = job::take(&store, ORGAN, 50, MINUTE, 9).await.unwrap();
    taken.sort_by(|one, other| one.id.cmp(&other.id));
    assert_eq!(taken.iter().map(|job| job.id.as_str()).collect::<Vec<_>>(), ["first", "now"]);
    assert!(job::take(&store, ORGAN, 50, MINUTE, 9).await.unwrap().is_empty(), "they are taken");
    job::done(&store, &taken[0]).await.unwrap();
    let again = job::take(&store, ORGAN, 50 + MINUTE, MINUTE, 9).await.unwrap();
    let ids: BTreeSet<_> = again.iter().map(|job| job.id.as_str()).collect();
    assert_eq!(ids, BTreeSet::from(["later", "now"]), "nobody has heard of one, and another is due now");
    job::done(&store, &taken[1]).await.unwrap();
    let lapsed = job::take(&store, ORGAN, 50 + 3 * MINUTE, MINUTE, 9).await.unwrap();
    assert_eq!(lapsed.len(), 2, "whoever had it too long does not end it for the one that has it now");
}

pub(crate) async fn work_that_fails_is_tried_again_and_seen(store: Store) {
    job::enqueue(&store, ORGAN, &[new("mail", 0)]).await.unwrap();
    let mut now = 0;
    for attempt in 1..=12 {
        let taken = job::take(&store, ORGAN, now, MINUTE, 9).await.unwrap();
        assert_eq!((taken.len(), taken[0].attempts), (1, attempt));
        job::failed(&store, &taken[0], "邮件服务器没有应答", now).await.unwrap();
        assert!(
            job::take(&store, ORGAN, now + MINUTE - 1, MINUTE, 9).await.unwrap().is_empty(),
            "there is a pause"
        );
        now += 7 * 60 * MINUTE;
    }
    assert!(job::take(&store, ORGAN, now, MINUTE, 9).await.unwrap().is_empty());
    let failing = job::failing(&store, ORGAN, None, 9).await.unwrap().rows;
    assert!(failing[0].is_over && failing[0].failure == "邮件服务器没有应答", "{failing:?}");
    assert!(job::failing(&store, "jyj", None, 9).await.unwrap().rows.is_empty(), "of another authority");
    assert!(job::retry(&store, ORGAN, "mail", now).await.unwrap());
    let taken = job::take(&store, ORGAN, now, MINUTE, 9).await.unwrap();
    job::done(&store, &taken[0]).await.unwrap();
    assert!(job::failing(&store, ORGAN, None, 9).await.unwrap().rows.is_empty());
    assert_eq!(job::forget(&store, now + 1).await.unwrap(), 1);
}

pub(crate) async fn work_comes_with_its_event(store: Store) {
    let desk = Desk::at(&store).await;
    let (mut append, _) = desk.invented("a", plan("张三", "2025-03-03", None)).await;
    let cases::Change::Entry(entry) = &mut append.change else { panic!("no entry") };
    entry.jobs.push(new("a/remind", 7));
    append.expected = 3;
    desk.writes(append).await.unwrap_err();
    assert!(
        job::take(&store, ORGAN, 50, MINUTE, 9).await.unwrap().is_empty(),
        "what is refused asks for nothing"
    );
    let (mut append, _) = desk.invented("a", plan("张三", "2025-03-03", None)).await;
    let cases::Change::Entry(entry) = &mut append.change else { panic!("no entry") };
    entry.jobs.push(new("a/remind", 7));
    desk.writes(append).await.unwrap();
    let taken = job::take(&store, ORGAN, 50, MINUTE, 9).await.unwrap();
    assert_eq!((taken[0].organ.as_str(), taken[0].id.as_str()), (ORGAN, "a/remind"));
}

pub(crate) async fn many_take_each_work_once(store: Store) {
    let jobs: Vec<NewJob> = (0..60).map(|at| new(&format!("j{at:02}"), 0)).collect();
    job::enqueue(&store, ORGAN, &jobs).await.unwrap();
    let workers: Vec<_> = (0..6)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let taken = job::take(&store, ORGAN, 1, MINUTE, 3).await.unwrap();
                    if taken.is_empty() {
                        return mine;
                    }
                    for job in taken {
                        job::done(&store, &job).await.unwrap();
                        mine.push(job.id);
                    }
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    assert_eq!((all.len(), all.into_iter().collect::<BTreeSet<_>>().len()), (60, 60));
}
