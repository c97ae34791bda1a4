//! A backup is complete, says so, and comes back; one that was changed or broken off is found out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use services::backup::{Failure, Installation, make, restore, verify};
use services::cases::{Cases, demo};
use store::files::Files;
use store::vault::Vault;
use store::{Location, Store};

fn installation(folder: &Path) -> Installation {
    Installation {
        database: Location::Folder(folder.to_owned()),
        keys: Location::Folder(folder.join("keys")),
        files: Files::in_folder(&folder.join("files")).unwrap(),
        secrets: folder.join("keys"),
    }
}

/// An installation with some cases and two files.
async fn filled(folder: &Path) -> Installation {
    let of = installation(folder);
    let store = Store::open(&of.database).await.unwrap();
    services::demo::fill(&store, &readers::Limits::default(), Timestamp::UNIX_EPOCH).await.unwrap();
    let vault = Vault::open(&of.keys, &folder.join("keys")).await.unwrap();
    let cases = Cases::new(store.clone(), vault, demo::office(), law::WorkCalendar::builtin());
    let today = jiff::civil::date(2026, 11, 2);
    cases.invent(20, demo::beginning(today), today, |_| {}).await.unwrap();
    for bytes in [b"one".to_vec(), b"other".to_vec()] {
        of.files.put(bytes).await.unwrap();
    }
    store.close().await;
    of
}

/// Art. 45.
#[tokio::test]
async fn what_is_backed_up_is_restored_whole_and_nothing_else_is() {
    let (here, copy, there) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let of = filled(here.path()).await;
    let folder = copy.path().join("backup");
    let nowhere =
        make(&installation(&copy.path().join("typo")), &folder, Timestamp::UNIX_EPOCH, |_| {}).await;
    assert!(nowhere.unwrap_err().to_string().contains("没有找到数据库"));
    fs::remove_dir_all(&folder).unwrap();
    let made = make(&of, &folder, Timestamp::UNIX_EPOCH, |_| {}).await.unwrap();
    assert_eq!(made.files, 2);
    assert_eq!(verify(&folder).unwrap(), made);
    let again = make(&of, &folder, Timestamp::UNIX_EPOCH, |_| {}).await.unwrap_err();
    assert!(matches!(again, Failure::NotEmpty(_)), "{again}");

    let into = installation(there.path());
    fs::create_dir_all(&into.secrets).unwrap();
    let other = Vault::open(&Location::Folder(there.path().join("other")), &into.secrets).await.unwrap();
    other.close().await;
    for wrong in ["master.key", "audit.key"] {
        let refused = restore(&folder, &into, |_| {}).await.unwrap_err().to_string();
        assert!(refused.contains(wrong) && refused.contains("没有恢复任何数据"), "{refused}");
        assert!(!there.path().join("gongkai.db").exists(), "nothing is written");
        fs::copy(of.secrets.join(wrong), into.secrets.join(wrong)).unwrap();
    }
    assert_eq!(restore(&folder, &into, |_| {}).await.unwrap(), made);
    assert_eq!(into.files.ids().await.unwrap(), of.files.ids().await.unwrap());
    let second = copy.path().join("second");
    let remade = make(&into, &second, Timestamp::UNIX_EPOCH, |_| {}).await.unwrap();
    assert_eq!((remade.database, remade.keys), (made.database, made.keys));

    let refused = restore(&second, &into, |_| {}).await.unwrap_err();
    assert!(refused.to_string().contains("里已经有数据"), "{refused}");
    let text = fs::read(folder.join("database/organ.jsonl.gz")).unwrap();
    fs::write(folder.join("database/organ.jsonl.gz"), &text[..text.len() / 2]).unwrap();
    let damaged = restore(&folder, &installation(&there.path().join("new")), |_| {}).await.unwrap_err();
    assert!(damaged.to_string().contains("database/organ.jsonl.gz 与校验和不符"), "{damaged}");
    fs::remove_file(folder.join("manifest.json")).unwrap();
    assert!(matches!(verify(&folder).unwrap_err(), Failure::NoBackup(_)), "it was broken off");
}
