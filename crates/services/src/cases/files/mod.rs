//! 附件: files of a case, from the form in which they come to the page from which they are taken.
//!
//! A file is checked ([`rules`]), scanned ([`clamd`]), and put under the key of its case into the store of files; its address
//! is the hash of what is stored. What is said about it (name, kind, size) is kept twice: in front of its bytes, under the same
//! seal, and as a text of the case whose name is the file's address, so that a list needs no file and the text is written in
//! one transaction with the event that names the file.

mod clamd;
mod held;
mod rules;
mod settings;

use std::collections::BTreeMap;
use std::sync::Arc;

use casework::decide::Command;
use casework::decision::Decision;
use casework::id::{FileId, TextId};
use readers::{Kind, Limits};
use serde::{Deserialize, Serialize};
use store::cases::SealedText;
use store::files::Files;
use store::vault::CaseKey;
use tokio::sync::Semaphore;

pub use self::clamd::Clamd;
pub use self::held::{Held, Origin, held};
pub use self::settings::FileSettings;
use super::{Cases, Failure, Opened, Result};

/// Forms whose files are looked through at the same time: each may take a core and the memory of its largest archive.
const AT_ONCE: usize = 2;

/// A file as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The name that the sender gives it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What is known about a file (附件信息).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Its name, without anything that a computer would take for more than a name.
    pub name: String,
    /// What it is, by what is in it.
    pub kind: Kind,
    /// Bytes.
    pub size: u64,
}

/// A file that may be kept: only [`Cases::admit`] makes one.
#[derive(Debug, Clone)]
pub struct Admitted {
    about: About,
    bytes: Vec<u8>,
}

/// A file under the key of its case.
#[derive(Debug)]
pub(super) struct Attached {
    pub(super) id: FileId,
    pub(super) text: SealedText,
    sealed: Vec<u8>,
}

/// Files that are not kept, one sentence for each (附件没有接收的原因).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct Rejected(pub Vec<String>);

/// What keeping files needs.
#[derive(Debug)]
pub(super) struct Library {
    files: Files,
    settings: FileSettings,
    limits: Limits,
    scanner: Option<Clamd>,
    turns: Arc<Semaphore>,
}

/// Said where nobody has set up a place for files.
const NOWHERE: &str = "本系统没有设置保存附件的地方，不能接收附件；请联系公开工作机构";

impl Cases {
    /// The same cases with a place for their files; `limits` bound what is unpacked to look into a file.
    #[must_use]
    pub fn with_files(mut self, files: Files, settings: FileSettings, limits: Limits, clamd: Clamd) -> Cases {
        let scanner = clamd.is_configured().then_some(clamd);
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        self.library = Some(Arc::new(Library { files, settings, limits, scanner, turns }));
        self
    }

    /// How many files a form may have, and how large they may be.
    pub fn file_settings(&self) -> FileSettings {
        self.library.as_ref().map(|library| library.settings.clone()).unwrap_or_default()
    }

    /// Looks through the files of a form before anything of it is done: all may be kept, or none.
    ///
    /// # Errors
    /// One sentence for each file that is not taken, or one for the form.
    pub async fn admit(&self, uploads: Vec<Upload>) -> std::result::Result<Vec<Admitted>, Rejected> {
        if uploads.is_empty() {
            return Ok(Vec::new());
        }
        let one = |sentence: &str| Rejected(vec![sentence.to_owned()]);
        let library = self.library.clone().ok_or_else(|| one(NOWHERE))?;
        let turn = library.turns.clone().acquire_owned().await;
        let looked = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            library.look_through(uploads)
        });
        looked.await.unwrap_or_else(|_| Err(one("附件没有检查完，没有保存；请换用其他格式的文件后重新提交")))
    }

    /// Reads a file of a case.
    ///
    /// # Errors
    /// [`Failure::NotFound`] when the case has no such file; or the store of files does not give it.
    pub async fn file(&self, opened: &Opened, id: &FileId) -> Result<(About, Vec<u8>)> {
        let library = self.library.as_ref().ok_or(Failure::NotFound)?;
        let sealed = library.files.get(id).await?;
        opened_file(&opened.key, &sealed)
    }

    /// Puts files where they stay; when this returns they are on the disk.
    pub(super) async fn keep(&self, attached: &[Attached]) -> Result<()> {
        let Some(library) = &self.library else { return Ok(()) };
        for one in attached {
            library.files.put(one.sealed.clone()).await?;
        }
        Ok(())
    }

    /// Removes files that no event has come to name.
    pub(super) async fn forget(&self, attached: &[Attached]) {
        let Some(library) = &self.library else { return };
        for one in attached {
            if let Err(error) = library.files.remove(&one.id).await {
                tracing::warn!(%error, file = %one.id, "a file that nothing names was left behind");
            }
        }
    }
}

impl Library {
    fn look_through(&self, uploads: Vec<Upload>) -> std::result::Result<Vec<Admitted>, Rejected> {
        if let Some(sentence) = self.settings.too_many(uploads.len()) {
            return Err(Rejected(vec![sentence]));
        }
        let (mut admitted, mut rejected) = (Vec::new(), Vec::new());
        for upload in uploads {
            match self.look_at(upload) {
                Ok(one) => admitted.push(one),
                Err(sentence) => rejected.push(sentence),
            }
        }
        if rejected.is_empty() { Ok(admitted) } else { Err(Rejected(rejected)) }
    }

    fn look_at(&self, upload: Upload) -> std::result::Result<Admitted, String> {
        let kind = rules::examine(&upload, &self.settings, &self.limits)?;
        let name = rules::clean_name(&upload.name, kind);
        if let Some(scanner) = &self.scanner {
            scanner.check(&name, &upload.bytes)?;
        }
        let about = About { name, kind, size: upload.bytes.len() as u64 };
        Ok(Admitted { about, bytes: upload.bytes })
    }
}

/// Puts a file under a key: first a line about it, then its bytes. So two files of one case that differ in anything have
/// different addresses.
pub(super) fn attach(key: &CaseKey, admitted: &Admitted) -> Result<Attached> {
    let about = serde_json::to_string(&admitted.about).unwrap_or_default();
    let whole = [about.as_bytes(), b"\n", &admitted.bytes].concat();
    let sealed = key.seal_file(&whole)?;
    let id = Files::id(&sealed);
    let text = key.seal(BTreeMap::from([(TextId::from(id.as_str()), about)]))?.remove(0);
    Ok(Attached { id, text, sealed })
}

/// Reads what [`attach`] sealed.
fn opened_file(key: &CaseKey, sealed: &[u8]) -> Result<(About, Vec<u8>)> {
    // A file of another case is none of this one.
    let whole = key.open_file(sealed).map_err(|_| Failure::NotFound)?;
    let end = whole.iter().position(|byte| *byte == b'\n').ok_or(Failure::NotFound)?;
    let about = serde_json::from_slice(&whole[..end]).map_err(|_| Failure::NotFound)?;
    Ok((about, whole[end + 1..].to_vec()))
}

/// The files that a command names, if it can name any.
pub fn named(command: &mut Command) -> Option<&mut Vec<FileId>> {
    match command {
        Command::ReceiveCorrection { files, .. } | Command::FinishTask { files, .. } => Some(files),
        Command::Draft { decision: Decision::Granted { given } | Decision::Partial { given, .. } } => {
            Some(&mut given.files)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use store::vault::Vault;

    use super::*;

    #[tokio::test]
    async fn a_file_opens_in_its_own_case_with_its_name() {
        let vault = Vault::in_memory().await.unwrap();
        let (key, other) = (
            vault.create("wjw", &"a".into()).await.unwrap(),
            vault.create("wjw", &"b".into()).await.unwrap(),
        );
        let about = About { name: "身份证.jpg".into(), kind: Kind::Jpeg, size: 4 };
        let admitted = Admitted { about: about.clone(), bytes: b"\xff\xd8\n\n".to_vec() };
        let attached = attach(&key, &admitted).unwrap();
        assert_eq!(opened_file(&key, &attached.sealed).unwrap(), (about.clone(), b"\xff\xd8\n\n".to_vec()));
        assert!(matches!(opened_file(&other, &attached.sealed), Err(Failure::NotFound)));
        assert_eq!(attached.text.id.as_str(), attached.id.as_str(), "its text is found by its address");
        assert!(key.open(&attached.text).unwrap().contains("身份证.jpg"));
        let renamed = Admitted { about: About { name: "户口本.jpg".into(), ..about }, ..admitted };
        assert_ne!(attach(&key, &renamed).unwrap().id, attached.id, "another name is another file");
    }
}
