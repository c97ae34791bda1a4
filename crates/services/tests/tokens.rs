//! Tokens of programs: who makes them, what they are good for, and how they end.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use jiff::{SignedDuration, Timestamp};
use services::people::demo::lay_in;
use services::people::{
    Error, NewToken, Officer, Role, Scope, Seed, Token, client, give_roles, make_token, revoke_token, stop,
};
use store::Store;
use store::people::tokens;

fn day(day: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * day)
}

fn officer(id: &str, role: Role) -> Officer {
    Officer { id: id.into(), roles: vec![role], ..Officer::default() }
}

fn anran() -> Officer {
    officer("anran", Role::SecurityAdmin)
}

fn new(account: &str) -> NewToken {
    let scopes = vec![Scope::CasesRead, Scope::CasesWrite];
    NewToken { name: " 公文系统 ".into(), account: account.into(), scopes, days: 30 }
}

async fn office() -> Store {
    let store = Store::in_memory().await.unwrap();
    lay_in(&store, day(0)).await.unwrap();
    store
}

async fn made(store: &Store, seed: u8) -> Token {
    make_token(store, &new("hemin"), &anran(), day(1), &Seed::new([seed; 32])).await.unwrap()
}

#[tokio::test]
async fn a_program_may_do_what_its_token_and_its_account_may() {
    let store = office().await;
    let token = made(&store, 1).await;
    let known = client(&store, &token, day(2)).await.unwrap().unwrap();
    assert_eq!((known.account.as_str(), known.organ.as_str()), ("hemin", "yunzhou-wjw"));
    assert_eq!(known.roles, [Role::Handler]);
    assert!(known.has_any(&[Scope::StatisticsRead, Scope::CasesWrite]));
    assert!(!known.has_any(&[Scope::StatisticsRead]));
    give_roles(&store, "hemin", &[], &anran(), day(3)).await.unwrap();
    assert!(
        client(&store, &token, day(3)).await.unwrap().unwrap().roles.is_empty(),
        "roles are those of today"
    );
    let listed = tokens(&store, None, 10).await.unwrap().rows;
    assert_eq!((listed[0].name.as_str(), listed[0].used_at), ("公文系统", Some(day(3))));
}

#[tokio::test]
async fn a_token_ends_with_its_time_its_account_or_when_it_is_revoked() {
    let store = office().await;
    let (one, other) = (made(&store, 1).await, made(&store, 2).await);
    assert!(client(&store, &one, day(30)).await.unwrap().is_some());
    assert!(client(&store, &one, day(31)).await.unwrap().is_none(), "thirty days are over");
    let id = tokens(&store, None, 10).await.unwrap().rows[0].id.clone();
    revoke_token(&store, &id, &anran(), day(2)).await.unwrap();
    let good = [client(&store, &one, day(2)).await.unwrap(), client(&store, &other, day(2)).await.unwrap()];
    assert_eq!(good.iter().filter(|client| client.is_some()).count(), 1, "the other stays");
    let again = revoke_token(&store, &id, &anran(), day(2)).await;
    assert!(matches!(again, Err(Error::Unknown("令牌"))));
    stop(&store, "hemin", &anran(), day(3)).await.unwrap();
    assert!(client(&store, &other, day(3)).await.unwrap().is_none(), "the account is stopped");
}

#[tokio::test]
async fn tokens_are_made_by_the_security_administrator_for_people_of_an_authority() {
    let store = office().await;
    let make = async |new: NewToken, by: Officer| {
        make_token(&store, &new, &by, day(1), &Seed::new([1; 32])).await.map(|_| ()).unwrap_err().to_string()
    };
    for (new, by, says) in [
        (new("hemin"), officer("shilei", Role::SystemAdmin), "由安全管理员操作"),
        (new("hemin"), officer("hemin", Role::Handler), "不能改变自己的权限"),
        (new("shilei"), anran(), "不属于任何机关"),
        (new("nobody"), anran(), "没有找到这个账号"),
        (NewToken { name: "  ".into(), ..new("hemin") }, anran(), "请填写用途"),
        (NewToken { scopes: vec![], ..new("hemin") }, anran(), "权限范围"),
        (NewToken { days: 0, ..new("hemin") }, anran(), "有效天数"),
        (NewToken { days: 367, ..new("hemin") }, anran(), "有效天数"),
    ] {
        let told = make(new.clone(), by).await;
        assert!(told.contains(says), "{new:?}: {told}");
    }
}
