//! A disk that is full: what is written is refused as a whole and with a sentence, what is there can be read, and when there is
//! room again everything goes on, without a restart.
//!
//! The test starts itself again with a library (`full_disk.c`) that answers writes as a full disk does.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use casework::decide::Command;
use casework::id::CaseId;
use law::WorkCalendar;
use libtest_mimic::{Failed, Trial};
use store::cases::{self, Filter, Writer};
use store::files::Files;
use store::vault::Vault;
use store::{Error, Location, Store, audit};
use tokio::runtime::Runtime;

use super::desk::{Desk, ORGAN, register};
use super::samples::city;

/// In which folder the process works whose disk is filled.
const TOLD: &str = "GONGKAI_FULL_DISK";

/// The file while which there is no room, as the library is told.
const MARK: &str = "FULL_DISK";

pub(crate) fn trials() -> Vec<Trial> {
    let compiler = Path::new("/usr/bin/cc");
    let name = "file::full_disk::nothing_is_half_done_and_all_goes_on";
    let missing = !compiler.is_file();
    let name = if missing { format!("{name} (install gcc)") } else { name.to_owned() };
    vec![Trial::test(name, || fills(Path::new("/usr/bin/cc"))).with_ignored_flag(missing)]
}

fn fills(compiler: &Path) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let library = folder.path().join("full_disk.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contract/full_disk.c");
    let made = Process::new(compiler).args(["-shared", "-fPIC", "-o"]).arg(&library).arg(source).status()?;
    assert!(made.success(), "the library does not compile");
    let mut child = Process::new(env::current_exe()?);
    child.env(TOLD, folder.path()).env(MARK, folder.path().join("full")).env("LD_PRELOAD", library);
    let output = child.output()?;
    let ended = output.status.success() && output.stdout == b"room again\n";
    assert!(ended, "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// Whether this is the process whose disk is filled; then it does its work and ends.
pub(crate) fn is_victim() -> bool {
    let (Some(folder), Some(mark)) = (env::var_os(TOLD), env::var_os(MARK)) else { return false };
    Runtime::new().unwrap().block_on(work(Path::new(&folder), &PathBuf::from(mark)));
    true
}

async fn work(folder: &Path, mark: &Path) {
    let store = Store::open(&Location::Folder(folder.join("data"))).await.unwrap();
    let keys = folder.join("keys");
    let vault = Vault::open(&Location::Folder(keys.clone()), &keys).await.unwrap();
    let files = Files::in_folder(&folder.join("files")).unwrap();
    city(&store).await;
    let writer = Writer::start(&store);
    let desk = Desk { store: store.clone(), vault, calendar: WorkCalendar::builtin() };
    for id in ["a", "b"] {
        writer.append(desk.registering(id, id).await).await.unwrap();
    }
    let waiting = desk.registering("c", "c").await;
    let tag = || Command::Tag { tag: "经费".to_owned() };

    fs::File::create(mark).unwrap();
    let refused = writer.append(waiting).await.unwrap_err();
    assert!(matches!(refused, Error::Database(_)), "{refused:?}");
    assert!(refused.to_string().contains("磁盘空间"), "the sentence says where to look: {refused}");
    writer.append(desk.doing("a", tag()).await).await.unwrap_err();
    let refused = desk.vault.create(ORGAN, &CaseId::from("d")).await.unwrap_err();
    assert!(!refused.to_string().is_empty(), "no case without its key");
    assert!(matches!(files.put(b"sealed".to_vec()).await.unwrap_err(), Error::Files(_)));
    let there = cases::work_list(&store, ORGAN, &Filter::default(), None, 9).await.unwrap();
    assert_eq!(there.rows.len(), 2, "what is there can be read");

    fs::remove_file(mark).unwrap();
    assert_eq!(writer.append(desk.doing("a", tag()).await).await.unwrap().version, 2);
    assert_eq!(writer.append(desk.registering("d", "d").await).await.unwrap().number, Some(3), "no gap");
    let id = files.put(b"sealed".to_vec()).await.unwrap();
    assert_eq!(files.get(&id).await.unwrap(), b"sealed");
    let next = cases::next_number(&store, ORGAN, &register()).await.unwrap();
    assert_eq!(next, 4);
    assert!(cases::find(&store, ORGAN, &CaseId::from("c")).await.unwrap().is_none());
    assert_eq!(audit::verify(&store, None).await.unwrap().broken, []);
    std::io::stdout().write_all(b"room again\n").unwrap();
}
