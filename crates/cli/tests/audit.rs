//! `gongkai audit verify`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::process::Command;

use store::audit::{self, Entry};
use store::vault::Vault;
use store::{Location, Store};
use tokio::runtime::Runtime;

fn verify(data: &Path) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    let output = command.args(["audit", "verify"]).env("GONGKAI_DATA", data).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn what_was_written_down_is_checked_against_the_signature() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    Runtime::new().unwrap().block_on(async {
        let store = Store::open(&Location::Folder(data.to_owned())).await.unwrap();
        let text = |text: &str| text.to_owned();
        let (actor, organ, kind, detail) = (text("li"), text(""), text("signed_in"), text("{}"));
        audit::append(&store, &Entry { at: 1, actor, organ, kind, detail }).await.unwrap();
        store.close().await;
    });
    let (code, said) = verify(data);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("1 条审计链、1 条记录、0 个日根") && said.contains("签名没有核对"), "{said}");

    Runtime::new().unwrap().block_on(async {
        let store = Store::open(&Location::Folder(data.to_owned())).await.unwrap();
        let keys = data.join("keys");
        let vault = Vault::open(&Location::Folder(keys.clone()), &keys).await.unwrap();
        audit::sign(&store, jiff::civil::date(2026, 1, 5), vault.signing_key()).await.unwrap().unwrap();
        store.close().await;
    });
    let (code, said) = verify(data);
    assert_eq!((code, said.as_str()), (0, "已核对 1 条审计链、1 条记录、1 个日根，没有发现改动。\n"));

    // Another key than the one that has signed.
    let other = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/other-audit.pub");
    std::fs::copy(other, data.join("keys/audit.pub")).unwrap();
    let (code, said) = verify(data);
    assert_eq!(code, 1, "{said}");
    assert!(said.starts_with("系统审计链：2026-01-05的日根被改动，或者不是用这把密钥签的\n"), "{said}");
}
