//! Signing in, passwords, links and rights, from the first start on.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use jiff::{SignedDuration, Timestamp};
use services::people::{
    Error, FirstTwo, Officer, Person, Role, Seed, Settings, SignedIn, Token, Visitor, add, change_password,
    choose_password, finish, first_link, give_roles, let_in, make_first, new_link, set_up, sign_in, sign_out,
    stop, take_away, take_from, unlock, visitor,
};
use store::vault::Vault;
use store::{Store, put_organ};

const PHRASE: &str = "lantern over quiet water";

/// An installation at a minute of its first day. Every use case has a seed of its own.
struct Office {
    store: Store,
    settings: Settings,
    seeds: u8,
}

fn minute(minute: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute)
}

fn person(name: &str) -> Person {
    Person { name: name.into(), person: format!("{name}某") }
}

impl Office {
    async fn new() -> Office {
        Office { store: Store::in_memory().await.unwrap(), settings: Settings::default(), seeds: 0 }
    }

    fn seed(&mut self) -> Seed {
        self.seeds += 1;
        Seed::new([self.seeds; 32])
    }

    async fn sign_in(&mut self, name: &str, password: &str, at: i64) -> Result<SignedIn, Error> {
        let seed = self.seed();
        sign_in(&self.store, &self.settings, (name, password), minute(at), &seed).await
    }

    async fn officer(&mut self, name: &str, at: i64) -> Officer {
        let token = self.sign_in(name, PHRASE, at).await.unwrap().token;
        self.visitor(&token, at).await.unwrap()
    }

    async fn visitor(&self, token: &Token, at: i64) -> Option<Officer> {
        match visitor(&self.store, &self.settings, token, minute(at)).await.unwrap() {
            Visitor::Officer(officer) => Some(*officer),
            _ => None,
        }
    }

    /// The first start: xi is system administrator, an security administrator. Gives both as officers.
    async fn start(&mut self) -> (Officer, Officer) {
        let (seed, again) = (self.seed(), self.seed());
        let link = first_link(&self.store, &self.settings, minute(0), &seed).await.unwrap().unwrap();
        let two = FirstTwo { system: person("xi"), password: PHRASE.into(), security: person("an") };
        let theirs = make_first(&self.store, &self.settings, &link, &two, minute(1), &again).await.unwrap();
        let seed = self.seed();
        choose_password(&self.store, &theirs, PHRASE, minute(2), &seed).await.unwrap();
        (self.officer("xi", 3).await, self.officer("an", 3).await)
    }

    /// A clerk named chen of an authority.
    async fn clerk(&mut self) -> (Officer, Officer, Officer) {
        let (xi, an) = self.start().await;
        let organ = put_organ(&self.store, "甲市卫生健康委员会", 2024).await.unwrap();
        let (seed, again) = (self.seed(), self.seed());
        let chen = person("chen");
        let new = add(&self.store, &self.settings, (&chen, &organ.id), &xi, minute(4), &seed);
        let (id, link) = new.await.unwrap();
        choose_password(&self.store, &link, PHRASE, minute(4), &again).await.unwrap();
        give_roles(&self.store, &id, &[Role::Clerk], &an, minute(4)).await.unwrap();
        (xi, an, self.officer("chen", 5).await)
    }
}

#[tokio::test]
async fn the_first_start_makes_two_administrators_and_ends() {
    let mut office = Office::new().await;
    let (xi, an) = office.start().await;
    assert_eq!((xi.roles, an.roles), (vec![Role::SystemAdmin], vec![Role::SecurityAdmin]));
    let seed = office.seed();
    assert!(first_link(&office.store, &office.settings, minute(9), &seed).await.unwrap().is_none());
}

#[tokio::test]
async fn the_first_two_are_two_persons_with_a_good_password() {
    let mut office = Office::new().await;
    let seed = office.seed();
    let link = first_link(&office.store, &office.settings, minute(0), &seed).await.unwrap().unwrap();
    for (system, password, security, why) in [
        ("xi", PHRASE, "xi", "one person"),
        ("xi", "short", "an", "a short password"),
        ("x i", PHRASE, "an", "a name with a space"),
    ] {
        let two = FirstTwo { system: person(system), password: password.into(), security: person(security) };
        let seed = office.seed();
        let made = make_first(&office.store, &office.settings, &link, &two, minute(1), &seed).await;
        assert!(made.is_err(), "{why}");
    }
    let late = minute(24 * 60);
    let two = FirstTwo { system: person("xi"), password: PHRASE.into(), security: person("an") };
    let seed = office.seed();
    let made = make_first(&office.store, &office.settings, &link, &two, late, &seed).await;
    assert!(matches!(made, Err(Error::NoLink)), "too late");
}

#[tokio::test]
async fn whatever_is_wrong_the_answer_is_the_same() {
    let mut office = Office::new().await;
    let (_, an, chen) = office.clerk().await;
    for (name, password, why) in [
        ("chen", "lantern over quiet wate", "the password"),
        ("nobody", PHRASE, "the name"),
        ("", "", "nothing was typed"),
    ] {
        assert!(matches!(office.sign_in(name, password, 6).await, Err(Error::Wrong)), "{why}");
    }
    assert!(office.sign_in(" CHEN ", PHRASE, 6).await.is_ok(), "names have no case");
    stop(&office.store, &chen.id, &an, minute(7)).await.unwrap();
    assert!(matches!(office.sign_in("chen", PHRASE, 7).await, Err(Error::Wrong)), "a stopped account");
    let_in(&office.store, &chen.id, &an, minute(8)).await.unwrap();
    assert!(office.sign_in("chen", PHRASE, 8).await.is_ok());
}

#[tokio::test]
async fn after_five_failures_a_name_waits_whether_it_exists_or_not() {
    let mut office = Office::new().await;
    let (_, an, chen) = office.clerk().await;
    for name in ["chen", "nobody"] {
        for _ in 0..5 {
            assert!(matches!(office.sign_in(name, "wrong", 6).await, Err(Error::Wrong)));
        }
        let waits = office.sign_in(name, PHRASE, 6).await.err().unwrap();
        assert!(matches!(waits, Error::Locked { .. }), "{name}: {waits}");
    }
    assert!(office.sign_in("chen", PHRASE, 8).await.is_ok(), "a minute later");
    for _ in 0..5 {
        office.sign_in("chen", "wrong", 9).await.err().unwrap();
    }
    unlock(&office.store, &chen.id, &an, minute(9)).await.unwrap();
    assert!(office.sign_in("chen", PHRASE, 9).await.is_ok(), "the security administrator unlocks it");
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_too_old_or_ended() {
    let mut office = Office::new().await;
    office.clerk().await;
    let token = office.sign_in("chen", PHRASE, 10).await.unwrap().token;
    for at in [39, 68, 97] {
        assert!(office.visitor(&token, at).await.is_some(), "each request keeps it: {at}");
    }
    assert!(office.visitor(&token, 127).await.is_none(), "idle for half an hour");
    let token = office.sign_in("chen", PHRASE, 200).await.unwrap().token;
    for at in (220..920).step_by(20) {
        assert!(office.visitor(&token, at).await.is_some(), "{at}");
    }
    assert!(office.visitor(&token, 920).await.is_none(), "twelve hours");
    let token = office.sign_in("chen", PHRASE, 1000).await.unwrap().token;
    sign_out(&office.store, &token, minute(1001)).await.unwrap();
    assert!(office.visitor(&token, 1001).await.is_none());
}

#[tokio::test]
async fn a_new_password_ends_all_sessions_but_goes_on_in_a_new_one() {
    let mut office = Office::new().await;
    let (.., chen) = office.clerk().await;
    let elsewhere = office.sign_in("chen", PHRASE, 6).await.unwrap().token;
    let new = "seven boats at the ford";
    for (old, next, why) in [("wrong", new, "the old one is wrong"), (PHRASE, "short", "the new one is weak")]
    {
        let seed = office.seed();
        let changed =
            change_password(&office.store, &office.settings, &chen, (old, next), minute(7), &seed).await;
        assert!(matches!(changed, Err(Error::WrongPassword | Error::Weak(_))), "{why}");
    }
    let seed = office.seed();
    let changed = change_password(&office.store, &office.settings, &chen, (PHRASE, new), minute(7), &seed);
    let token = changed.await.unwrap().token;
    assert!(office.visitor(&token, 8).await.is_some());
    assert!(office.visitor(&elsewhere, 8).await.is_none());
    assert!(office.sign_in("chen", PHRASE, 8).await.is_err());
    assert!(office.sign_in("chen", new, 8).await.is_ok());
}

#[tokio::test]
async fn with_a_second_factor_a_password_leads_only_halfway() {
    let mut office = Office::new().await;
    let (_, an, chen) = office.clerk().await;
    let vault = Vault::in_memory().await.unwrap();
    let (store, settings) = (office.store.clone(), office.settings);
    let with = (&store, &vault, &settings);
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    // Codes of the secret of RFC 6238 at second 59 and at second 1111111109.
    let at = |second| Timestamp::from_second(second).unwrap();
    for (code, password, why) in [("287083", PHRASE, "a wrong code"), ("287082", "wrong", "a wrong password")]
    {
        let set = set_up(with, &chen, (secret, code, password), at(59)).await;
        assert!(matches!(set, Err(Error::WrongCode | Error::WrongPassword)), "{why}");
    }
    set_up(with, &chen, (secret, "287082", PHRASE), at(59)).await.unwrap();
    let (now, minute) = (at(1_111_111_109), 1_111_111_109 / 60);
    let halfway = office.sign_in("chen", PHRASE, minute).await.unwrap();
    assert!(halfway.pending && office.visitor(&halfway.token, minute).await.is_none());
    let seed = office.seed();
    let wrong = finish(with, &halfway.token, "000000", now, &seed).await;
    assert!(matches!(wrong, Err(Error::WrongCode)));
    let used = finish(with, &halfway.token, "287082", at(59), &seed).await;
    assert!(matches!(used, Err(Error::WrongCode)), "the code has been used");
    let signed_in = finish(with, &halfway.token, "081804", now, &seed).await.unwrap();
    assert!(office.visitor(&signed_in.token, minute).await.unwrap().has_second_factor);
    let again = finish(with, &halfway.token, "081804", now, &seed).await;
    assert!(matches!(again, Err(Error::Halfway)), "the first session has ended");
    take_from(&store, &chen.id, &an, now).await.unwrap();
    assert!(!office.sign_in("chen", PHRASE, minute).await.unwrap().pending, "the telephone was lost");
}

#[tokio::test]
async fn where_a_second_factor_is_required_it_is_owed_until_it_is_there() {
    let mut office = Office::new().await;
    office.settings.second_factor = true;
    let (.., chen) = office.clerk().await;
    assert!(chen.owes_second_factor);
    let vault = Vault::in_memory().await.unwrap();
    let (store, settings) = (office.store.clone(), office.settings);
    let with = (&store, &vault, &settings);
    let (secret, at) = ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Timestamp::from_second(59).unwrap());
    set_up(with, &chen, (secret, "287082", PHRASE), at).await.unwrap();
    assert!(office.sign_in("chen", PHRASE, 7).await.unwrap().pending);
    take_away(&office.store, &office.settings, &chen, PHRASE, minute(8)).await.unwrap();
    assert!(office.officer("chen", 9).await.owes_second_factor);
}

#[tokio::test]
async fn who_makes_accounts_cannot_take_one_over() {
    let mut office = Office::new().await;
    let (xi, an, chen) = office.clerk().await;
    let seed = office.seed();
    let link = new_link(&office.store, &office.settings, &chen.id, &xi, minute(6), &seed).await;
    assert!(matches!(link, Err(Error::Refused(_))), "the account has a password");
    let link = new_link(&office.store, &office.settings, &chen.id, &an, minute(6), &seed).await.unwrap();
    choose_password(&office.store, &link, "seven boats at the ford", minute(6), &seed).await.unwrap();
    let again = choose_password(&office.store, &link, PHRASE, minute(6), &seed).await;
    assert!(matches!(again, Err(Error::NoLink)), "used");
    assert!(office.sign_in("chen", "seven boats at the ford", 6).await.is_ok());
}

#[tokio::test]
async fn rights_are_refused_with_all_reasons() {
    let mut office = Office::new().await;
    let (xi, an, chen) = office.clerk().await;
    let give = give_roles(&office.store, &chen.id, &[Role::Clerk, Role::AuditAdmin], &xi, minute(6)).await;
    let said = give.err().unwrap().to_string();
    assert!(said.contains("不能兼任") && said.contains("由安全管理员操作"), "{said}");
    let give = give_roles(&office.store, &an.id, &[], &an, minute(6)).await;
    let said = give.err().unwrap().to_string();
    assert!(said.contains("自己") && said.contains("最后一名安全管理员"), "{said}");
}

#[tokio::test]
async fn who_loses_a_role_is_signed_out() {
    let mut office = Office::new().await;
    let (_, an, chen) = office.clerk().await;
    let token = office.sign_in("chen", PHRASE, 6).await.unwrap().token;
    give_roles(&office.store, &chen.id, &[Role::Clerk, Role::Leader], &an, minute(7)).await.unwrap();
    let seen = office.visitor(&token, 7).await.unwrap();
    assert_eq!(seen.roles, [Role::Clerk, Role::Leader], "a new one is there at once");
    give_roles(&office.store, &chen.id, &[Role::Leader], &an, minute(8)).await.unwrap();
    assert!(office.visitor(&token, 8).await.is_none());
}
