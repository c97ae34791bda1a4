//! The vault: keys outlive a restart, belong to one master key, and are gone when they are erased.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use casework::id::CaseId;
use libtest_mimic::{Failed, Trial};
use store::vault::Vault;
use store::{Error, Location};
use tokio::runtime::Runtime;

/// Promises of the vault in a folder.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("file::vault::keys_are_there_after_a_restart", || {
            in_folder(async |folder| {
                keys_are_there_after_a_restart(&Location::Folder(folder.into()), folder).await
            })
        }),
        Trial::test("file::vault::a_master_key_is_never_made_twice", || in_folder(never_twice)),
        Trial::test("file::vault::another_master_key_is_refused", || in_folder(another)),
        Trial::test("file::vault::a_secret_that_others_may_read_is_refused", || in_folder(open_to_others)),
        Trial::test("file::vault::nothing_of_an_erased_key_is_in_the_files", || in_folder(erased)),
        Trial::test("file::vault::a_case_keeps_its_key", || in_folder(keeps)),
    ]
}

fn in_folder(test: impl AsyncFn(&Path)) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    Runtime::new()?.block_on(test(&folder.path().join("keys")));
    Ok(())
}

fn at(folder: &Path) -> Location {
    Location::Folder(folder.to_owned())
}

fn case(id: &str) -> CaseId {
    CaseId::from(id)
}

pub(crate) async fn keys_are_there_after_a_restart(location: &Location, secrets: &Path) {
    let vault = Vault::open(location, secrets).await.unwrap();
    let many: Vec<_> = (0..200).map(|at| ("wjw".to_owned(), case(&format!("c{at}")))).collect();
    let made = vault.create_all(&many).await.unwrap();
    let sealed = made[7].seal_file("附件".as_bytes()).unwrap();
    vault.close().await;
    let mode = fs::metadata(secrets.join("master.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let vault = Vault::open(location, secrets).await.unwrap();
    let key = vault.key("wjw", &case("c7")).await.unwrap();
    assert_eq!(key.open_file(&sealed).unwrap(), "附件".as_bytes());
    assert!(vault.key("wjw", &case("c8")).await.unwrap().open_file(&sealed).is_err());
    assert!(matches!(vault.key("jyj", &case("c7")).await, Err(Error::Erased)), "of another authority");
    assert_ne!(vault.person_key("wjw"), vault.person_key("jyj"));
}

async fn never_twice(folder: &Path) {
    Vault::open(&at(folder), folder).await.unwrap().close().await;
    fs::remove_file(folder.join("master.key")).unwrap();
    let error = Vault::open(&at(folder), folder).await.unwrap_err();
    assert!(matches!(error, Error::NoMasterKey(_)), "{error}");
    assert!(!folder.join("master.key").exists());
}

async fn another(folder: &Path) {
    Vault::open(&at(folder), folder).await.unwrap().close().await;
    let file = folder.join("master.key");
    fs::write(&file, "0".repeat(64)).unwrap();
    let error = Vault::open(&at(folder), folder).await.unwrap_err();
    assert!(matches!(error, Error::OtherMasterKey), "{error}");
    fs::write(&file, "not a key").unwrap();
    let error = Vault::open(&at(folder), folder).await.unwrap_err();
    assert!(matches!(error, Error::Secret { .. }), "{error}");
}

async fn open_to_others(folder: &Path) {
    Vault::open(&at(folder), folder).await.unwrap().close().await;
    fs::set_permissions(folder.join("master.key"), fs::Permissions::from_mode(0o644)).unwrap();
    let error = Vault::open(&at(folder), folder).await.unwrap_err();
    assert!(matches!(error, Error::Secret { .. }), "{error}");
}

async fn erased(folder: &Path) {
    let vault = Vault::open(&at(folder), folder).await.unwrap();
    vault.create("wjw", &case("an-id-that-is-easily-found")).await.unwrap();
    assert!(holds(folder, b"an-id-that-is-easily-found"));
    assert!(vault.erase("wjw", &case("an-id-that-is-easily-found")).await.unwrap());
    assert!(!holds(folder, b"an-id-that-is-easily-found"), "its row is overwritten, in the log too");
}

/// Whether some file of a folder has these bytes.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    let mut files = fs::read_dir(folder).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
    files.any(|file| file.windows(bytes.len()).any(|window| window == bytes))
}

async fn keeps(folder: &Path) {
    let vault = Vault::open(&at(folder), folder).await.unwrap();
    let first = vault.create("wjw", &case("a")).await.unwrap();
    let again = vault.create("wjw", &case("a")).await.unwrap();
    assert_eq!(first.names(), again.names());
    let mut waiting = Vec::new();
    for at in 0..50 {
        let vault = vault.clone();
        waiting
            .push(tokio::spawn(async move { vault.create("wjw", &case(&format!("w{at}"))).await.unwrap() }));
    }
    let mut names = std::collections::BTreeSet::new();
    for one in waiting {
        names.insert(one.await.unwrap().names());
    }
    assert_eq!(names.len(), 50);
}
