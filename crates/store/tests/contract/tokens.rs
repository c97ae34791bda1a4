//! Tokens of the API, and what is sent under a key.

use jiff::Timestamp;
use store::Store;
use store::audit::{Entry, log};
use store::people::{
    ApiToken, NewAccount, Scope, add_account, claim_key, forget_keys, put_token, revoke_token, token, tokens,
    touch_token,
};

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn entry(at: i64) -> Entry {
    let (organ, kind, detail) = ("wjw".to_owned(), "tried".to_owned(), "{}".to_owned());
    Entry { at: at * 1000, actor: "anbao".into(), organ, kind, detail }
}

fn new(id: &str, at: i64) -> ApiToken {
    ApiToken {
        id: id.into(),
        name: "公文系统".into(),
        account: "chen".into(),
        organ: "wjw".into(),
        scopes: vec![Scope::CasesRead, Scope::StatisticsRead],
        created_at: second(at),
        created_by: "anbao".into(),
        ends_at: second(at + 100),
        revoked_at: None,
        used_at: None,
    }
}

async fn people(store: &Store) {
    let (id, name, person) = ("chen".into(), "chen".into(), "陈思远".into());
    assert!(
        add_account(store, &NewAccount { id, name, person, organ: "wjw".into() }, &entry(1)).await.unwrap()
    );
}

pub(crate) async fn a_token_is_known_by_its_hash_until_it_is_revoked_or_ends(store: Store) {
    people(&store).await;
    put_token(&store, "hash", &new("t1", 10), &entry(10)).await.unwrap();
    assert_eq!(token(&store, "t1").await.unwrap(), None, "the id opens nothing");
    let found = token(&store, "hash").await.unwrap().unwrap();
    assert_eq!(found, new("t1", 10));
    assert!(found.is_good(second(109)) && !found.is_good(second(110)));
    touch_token(&store, "t1", second(20)).await.unwrap();
    assert!(!revoke_token(&store, "t2", &entry(30)).await.unwrap(), "there is none");
    assert!(revoke_token(&store, "t1", &entry(30)).await.unwrap());
    assert!(!revoke_token(&store, "t1", &entry(31)).await.unwrap(), "it is revoked already");
    let found = token(&store, "hash").await.unwrap().unwrap();
    assert_eq!((found.used_at, found.revoked_at), (Some(second(20)), Some(second(30))));
    assert!(!found.is_good(second(40)));
    let logged = log(&store, Some("wjw"), None, 10).await.unwrap().rows;
    assert_eq!(logged.len(), 3, "the account, the token, and that it was revoked once");
}

pub(crate) async fn tokens_are_listed_in_the_order_in_which_they_were_made(store: Store) {
    people(&store).await;
    for (id, at) in [("b", 10), ("a", 10), ("c", 5)] {
        put_token(&store, &format!("hash {id}"), &new(id, at), &entry(at)).await.unwrap();
    }
    let first = tokens(&store, None, 2).await.unwrap();
    let ids = |rows: &[ApiToken]| rows.iter().map(|token| token.id.clone()).collect::<Vec<_>>();
    assert_eq!((ids(&first.rows), first.has_more), (vec!["c".to_owned(), "a".to_owned()], true));
    let rest = tokens(&store, Some((second(10), "a")), 2).await.unwrap();
    assert_eq!((ids(&rest.rows), rest.has_more), (vec!["b".to_owned()], false));
}

pub(crate) async fn a_key_belongs_to_what_was_sent_under_it_first(store: Store) {
    let claim = async |organ: &str, key: &str, request: &str, at: i64| {
        claim_key(&store, (organ, "chen"), key, request, second(at)).await.unwrap()
    };
    for (organ, key, request, first, why) in [
        ("wjw", "k", "one", "one", "new"),
        ("wjw", "k", "one", "one", "sent again"),
        ("wjw", "k", "two", "one", "something else under the same key"),
        ("wjw", "l", "two", "two", "another key"),
        ("jyj", "k", "two", "two", "of another authority"),
    ] {
        assert_eq!(claim(organ, key, request, 10).await, first, "{why}");
    }
    forget_keys(&store, "wjw", second(10)).await.unwrap();
    assert_eq!(claim("wjw", "k", "two", 20).await, "one", "not yet forgotten");
    forget_keys(&store, "wjw", second(11)).await.unwrap();
    assert_eq!(claim("wjw", "k", "two", 20).await, "two", "forgotten");
}
