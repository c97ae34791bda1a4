//! Accounts, roles, departments, sessions.

use jiff::Timestamp;
use store::Store;
use store::audit::{Entry, log};
use store::people::{
    Department, First, Inquiry, NewAccount, Role, Session, Standing, Tries, account, account_named, accounts,
    add_account, change_roles, clear_tries, count_next_try, count_try, departments, departments_of,
    end_session, end_sessions_of, forget_ended, grants_of, has_accounts, inquiries, inquiry_counts, link,
    members_of, open_session, put_department, put_inquiry, put_link, session, sessions_of, set_departments,
    set_disabled, set_password, set_second_factor, start, take_link, touch_session, tries, use_step,
};

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// What is written down about a change.
fn entry(at: i64) -> Entry {
    let (organ, kind, detail) = (String::new(), "tried".to_owned(), "{}".to_owned());
    Entry { at: at * 1000, actor: "anbao".into(), organ, kind, detail }
}

/// An account whose id is its name.
async fn add(store: &Store, name: &str) {
    let new =
        NewAccount { id: name.into(), name: name.into(), person: format!("{name}某"), organ: "wjw".into() };
    assert!(add_account(store, &new, &entry(1)).await.unwrap(), "{name}");
}

/// Gives an account these roles without asking any rule.
async fn give(store: &Store, organ: &str, account: &str, roles: &[Role]) {
    change_roles(store, (organ, account), roles, &entry(2), |_| Ok::<(), ()>(())).await.unwrap().unwrap();
}

async fn sign_in(store: &Store, token: &str, account: &str) {
    let (token, account, at) = (token.to_owned(), account.to_owned(), second(10));
    let new = Session { token, account, created_at: at, seen_at: at, ends_at: second(100), pending: false };
    open_session(store, &new, None).await.unwrap();
    assert_eq!(session(store, &new.token).await.unwrap(), Some(new));
}

pub(crate) async fn an_account_is_found_by_its_name_and_each_name_is_taken_once(store: Store) {
    assert!(!has_accounts(&store).await.unwrap());
    add(&store, "chen").await;
    let again =
        NewAccount { id: "2".into(), name: "chen".into(), person: "陈二".into(), organ: "jyj".into() };
    assert!(!add_account(&store, &again, &entry(2)).await.unwrap());
    assert!(has_accounts(&store).await.unwrap());
    let chen = account_named(&store, "chen").await.unwrap().unwrap();
    assert_eq!((chen.person.as_str(), chen.password.as_deref()), ("chen某", None));
    assert_eq!(account(&store, "chen").await.unwrap(), Some(chen));
    assert_eq!(account(&store, "2").await.unwrap(), None);
    for name in ["an", "bao", "dai"] {
        add(&store, name).await;
    }
    let page = accounts(&store, Some("an"), 2).await.unwrap();
    let names: Vec<&str> = page.rows.iter().map(|account| account.name.as_str()).collect();
    assert_eq!((names, page.has_more), (vec!["bao", "chen"], true));
}

pub(crate) async fn roles_change_only_as_a_rule_allows(store: Store) {
    add(&store, "chen").await;
    give(&store, "wjw", "chen", &[Role::Clerk, Role::OfficeHead]).await;
    give(&store, "wjw", "chen", &[Role::Clerk, Role::Leader]).await;
    let grants = grants_of(&store, "chen").await.unwrap();
    let roles: Vec<Role> = grants.iter().map(|grant| grant.role).collect();
    assert_eq!(roles, [Role::Clerk, Role::Leader]);
    assert!(grants.iter().all(|grant| grant.organ == "wjw" && grant.account == "chen"));
    let refuse = |standing: &Standing| {
        assert_eq!((standing.grants.len(), standing.administrators.len()), (2, 0));
        Err("不行")
    };
    let refused = change_roles(&store, ("wjw", "chen"), &[], &entry(3), refuse).await.unwrap();
    assert_eq!(refused, Err("不行"));
    assert_eq!(grants_of(&store, "chen").await.unwrap().len(), 2);
}

pub(crate) async fn of_two_who_leave_the_last_stays(store: Store) {
    for name in ["an", "bao"] {
        add(&store, name).await;
        give(&store, "", name, &[Role::SecurityAdmin]).await;
    }
    let leave = |name: &'static str| {
        let store = store.clone();
        tokio::spawn(async move {
            let rule = |standing: &Standing| match standing.administrators.len() {
                1 => Err(()),
                _ => Ok(()),
            };
            change_roles(&store, ("", name), &[], &entry(3), rule).await.unwrap()
        })
    };
    let (an, bao) = tokio::join!(leave("an"), leave("bao"));
    assert_ne!(an.unwrap(), bao.unwrap());
}

pub(crate) async fn who_is_stopped_or_has_a_new_password_is_signed_out(store: Store) {
    add(&store, "chen").await;
    sign_in(&store, "t1", "chen").await;
    set_password(&store, "chen", "$argon2id$…", &entry(11)).await.unwrap();
    assert_eq!(session(&store, "t1").await.unwrap(), None);
    assert_eq!(account(&store, "chen").await.unwrap().unwrap().password.as_deref(), Some("$argon2id$…"));
    sign_in(&store, "t2", "chen").await;
    put_link(&store, "l", "chen", second(100), &entry(5)).await.unwrap();
    set_disabled(&store, "chen", true, &entry(20), |_| Ok::<(), ()>(())).await.unwrap().unwrap();
    assert_eq!(session(&store, "t2").await.unwrap(), None);
    assert_eq!(link(&store, "l", second(21)).await.unwrap(), None);
    assert_eq!(account(&store, "chen").await.unwrap().unwrap().disabled_at, Some(second(20)));
    set_disabled(&store, "chen", false, &entry(21), |_| Ok::<(), ()>(())).await.unwrap().unwrap();
    assert_eq!(account(&store, "chen").await.unwrap().unwrap().disabled_at, None);
}

pub(crate) async fn a_link_is_good_once_and_in_time(store: Store) {
    put_link(&store, "old", "", second(50), &entry(5)).await.unwrap();
    put_link(&store, "new", "", second(50), &entry(5)).await.unwrap();
    assert_eq!(link(&store, "old", second(10)).await.unwrap(), None, "a new link takes the place of the old");
    assert_eq!(link(&store, "new", second(50)).await.unwrap(), None, "too late");
    assert_eq!(link(&store, "new", second(49)).await.unwrap().as_deref(), Some(""));
    assert_eq!(take_link(&store, "new", second(50)).await.unwrap(), None, "too late");
    assert_eq!(take_link(&store, "new", second(49)).await.unwrap().as_deref(), Some(""));
    assert_eq!(take_link(&store, "new", second(49)).await.unwrap(), None, "used");
}

pub(crate) async fn tries_are_counted_and_begin_anew(store: Store) {
    assert_eq!(tries(&store, "sign-in:chen").await.unwrap(), None);
    for (at, from, expected) in [(10, 0, 1), (20, 0, 2), (30, 10, 3), (40, 11, 1)] {
        let counted = count_try(&store, "sign-in:chen", second(at), second(from)).await.unwrap();
        assert_eq!((counted.tries, counted.last_at), (expected, second(at)));
        assert_eq!(tries(&store, "sign-in:chen").await.unwrap(), Some(counted));
    }
    let seen = tries(&store, "sign-in:chen").await.unwrap();
    let next = Tries { tries: 2, since: second(40), last_at: second(50) };
    assert!(count_next_try(&store, "sign-in:chen", seen, next).await.unwrap());
    assert!(!count_next_try(&store, "sign-in:chen", seen, next).await.unwrap(), "somebody else was faster");
    assert!(!count_next_try(&store, "sign-in:chen", None, next).await.unwrap(), "it is no longer the first");
    assert_eq!(tries(&store, "sign-in:chen").await.unwrap(), Some(next));
    clear_tries(&store, "sign-in:chen").await.unwrap();
    assert_eq!(tries(&store, "sign-in:chen").await.unwrap(), None);
}

pub(crate) async fn a_code_is_good_once(store: Store) {
    add(&store, "chen").await;
    set_second_factor(&store, "chen", Some(b"sealed"), &entry(6)).await.unwrap();
    for (step, expected, why) in
        [(7, true, "the first"), (7, false, "again"), (6, false, "an earlier one"), (8, true, "the next")]
    {
        assert_eq!(use_step(&store, "chen", step).await.unwrap(), expected, "{why}");
    }
    assert_eq!(
        account(&store, "chen").await.unwrap().unwrap().second_factor.as_deref(),
        Some(&b"sealed"[..])
    );
    set_second_factor(&store, "chen", None, &entry(7)).await.unwrap();
    assert_eq!(account(&store, "chen").await.unwrap().unwrap().second_factor, None);
}

pub(crate) async fn departments_keep_their_order_and_members(store: Store) {
    add(&store, "chen").await;
    let department = |id: &str, name: &str, rank| Department {
        organ: "wjw".into(),
        id: id.into(),
        name: name.into(),
        rank,
        active: true,
    };
    let (plan, money) = (department("gh", "规划信息科", 2), department("cw", "财务科", 1));
    put_department(&store, &plan, &entry(8)).await.unwrap();
    put_department(&store, &money, &entry(8)).await.unwrap();
    assert!(
        put_department(&store, &department("gh2", "规划信息科", 3), &entry(8)).await.is_err(),
        "the name is taken"
    );
    set_departments(&store, ("wjw", "chen"), &["gh".into(), "cw".into()], &entry(9)).await.unwrap();
    assert_eq!(departments_of(&store, "wjw", "chen").await.unwrap(), ["cw", "gh"]);
    assert!(set_departments(&store, ("wjw", "chen"), &["none".into()], &entry(9)).await.is_err());
    set_departments(&store, ("wjw", "chen"), &["gh".into()], &entry(9)).await.unwrap();
    assert_eq!(members_of(&store, "wjw", "gh").await.unwrap(), ["chen"]);
    assert!(members_of(&store, "wjw", "cw").await.unwrap().is_empty());
    let closed = Department { active: false, rank: 0, ..plan };
    put_department(&store, &closed, &entry(8)).await.unwrap();
    assert_eq!(departments(&store, "wjw").await.unwrap(), [closed, money]);
    assert!(departments(&store, "jyj").await.unwrap().is_empty());
}

pub(crate) async fn sessions_end_and_are_forgotten(store: Store) {
    add(&store, "chen").await;
    for token in ["a", "b", "c", "d"] {
        sign_in(&store, token, "chen").await;
    }
    touch_session(&store, "a", second(30)).await.unwrap();
    assert_eq!(session(&store, "a").await.unwrap().unwrap().seen_at, second(30));
    end_session(&store, "b").await.unwrap();
    assert_eq!(sessions_of(&store, "chen").await.unwrap().len(), 3);
    end_sessions_of(&store, "chen", Some("c")).await.unwrap();
    let left = sessions_of(&store, "chen").await.unwrap();
    assert_eq!(left.iter().map(|session| session.token.as_str()).collect::<Vec<_>>(), ["c"]);
    count_try(&store, "x", second(10), second(0)).await.unwrap();
    forget_ended(&store, second(99), second(10)).await.unwrap();
    assert!(session(&store, "c").await.unwrap().is_some() && tries(&store, "x").await.unwrap().is_some());
    forget_ended(&store, second(100), second(11)).await.unwrap();
    assert!(session(&store, "c").await.unwrap().is_none() && tries(&store, "x").await.unwrap().is_none());
}

pub(crate) async fn the_first_accounts_are_made_together_and_once(store: Store) {
    let account = |name: &str| NewAccount {
        id: name.into(),
        name: name.into(),
        person: name.into(),
        organ: String::new(),
    };
    let system =
        First { account: account("xi"), role: Role::SystemAdmin, enters: Ok("$argon2id$…".into()) };
    let enters = Err(("l".to_owned(), second(90)));
    let first = [system, First { account: account("an"), role: Role::SecurityAdmin, enters }];
    assert!(!start(&store, "none", &first, &entry(10)).await.unwrap(), "no link");
    put_link(&store, "first", "", second(50), &entry(5)).await.unwrap();
    let starts = |store: &Store| {
        let (store, first) = (store.clone(), first.clone());
        tokio::spawn(async move { start(&store, "first", &first, &entry(10)).await.unwrap() })
    };
    let (one, other) = tokio::join!(starts(&store), starts(&store));
    assert_ne!(one.unwrap(), other.unwrap(), "one of two");
    assert_eq!(grants_of(&store, "an").await.unwrap()[0].role, Role::SecurityAdmin);
    assert_eq!(link(&store, "l", second(10)).await.unwrap().as_deref(), Some("an"));
    assert!(account_named(&store, "xi").await.unwrap().unwrap().password.is_some());
    put_link(&store, "first", "", second(50), &entry(5)).await.unwrap();
    assert!(!start(&store, "first", &first, &entry(10)).await.unwrap(), "there are accounts");
}

pub(crate) async fn what_is_changed_is_written_down_and_what_is_refused_is_not(store: Store) {
    add(&store, "chen").await;
    give(&store, "wjw", "chen", &[Role::Clerk]).await;
    let rule = |_: &Standing| Err(());
    change_roles(&store, ("wjw", "chen"), &[], &entry(3), rule).await.unwrap().unwrap_err();
    let again =
        NewAccount { id: "2".into(), name: "chen".into(), person: "陈二".into(), organ: "jyj".into() };
    assert!(!add_account(&store, &again, &entry(4)).await.unwrap());
    let logged = log(&store, None, None, 10).await.unwrap().rows;
    assert_eq!(logged.iter().map(|logged| logged.entry.at).collect::<Vec<_>>(), [2000, 1000]);
}

pub(crate) async fn calls_are_listed_by_day_and_counted_by_topic(store: Store) {
    let call = |id: &str, day: &str, topic: &str| Inquiry {
        organ: "wjw".into(),
        id: id.into(),
        day: day.parse().unwrap(),
        topic: topic.into(),
        words: "怎样申请".into(),
        account: "chen".into(),
        at: second(1),
    };
    let (a, b, c) = (
        call("a", "2026-03-01", "guide"),
        call("b", "2026-03-02", "guide"),
        call("c", "2025-12-31", "refusal"),
    );
    for call in [&a, &b, &c, &a] {
        put_inquiry(&store, call).await.unwrap();
    }
    let first = inquiries(&store, "wjw", None, 2).await.unwrap();
    assert_eq!((first.rows, first.has_more), (vec![b, a.clone()], true));
    let rest = inquiries(&store, "wjw", Some((a.day, &a.id)), 2).await.unwrap();
    assert_eq!((rest.rows, rest.has_more), (vec![c], false));
    let (from, to) = ("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
    assert_eq!(inquiry_counts(&store, "wjw", from, to).await.unwrap(), [("guide".to_owned(), 2)]);
    assert!(inquiries(&store, "jyj", None, 2).await.unwrap().rows.is_empty());
}
