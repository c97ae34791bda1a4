//! Checking a package (核验): needs nothing but the file itself.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use casework::seal::keyed_hash;
use serde::Deserialize;
use store::audit::{Proof, has_signed};
use store::bytes;
use zip::ZipArchive;

use super::package::{About, Hashed, Manifest, VERSION, sums};
use super::{CASE, MANIFEST, PROOF, SHA256, SIGNATURE, SM3};

/// The largest package that is read, unpacked, in bytes: what is larger was not made by this program.
const LARGEST: u64 = 4 << 30;

/// What was found.
#[derive(Debug, Clone)]
pub struct Verified {
    /// What the package says of itself; none when that cannot be read.
    pub about: Option<About>,
    /// How many files have the hashes that the manifest gives.
    pub files: usize,
    /// How many events stand in the chain as they say.
    pub events: usize,
    /// The day of the signed root that covers the last event; none while it was not signed.
    pub signed_on: Option<String>,
    /// The key that has signed the list of files, in hexadecimal; empty when none has.
    pub key: String,
    /// What does not hold, a sentence each.
    pub flaws: Vec<String>,
}

/// The events of a case with their texts.
#[derive(Deserialize)]
struct CaseFile {
    case: String,
    naming_key: String,
    events: Vec<serde_json::Value>,
    texts: BTreeMap<String, String>,
}

/// Checks a package: the signature under its list of files, every file against its two hashes, no file more or less, the events
/// against their links, and the texts against the events.
///
/// # Errors
/// What cannot be read is no package.
pub fn verify(package: &[u8]) -> Result<Verified, String> {
    let mut verified =
        Verified { about: None, files: 0, events: 0, signed_on: None, key: String::new(), flaws: Vec::new() };
    let files = unpacked(package, &mut verified.flaws)?;
    let text = files.get(MANIFEST).map_or(&[][..], Vec::as_slice);
    let Ok(manifest) = serde_json::from_slice::<Manifest>(text) else {
        return Err(format!("没有{MANIFEST}，或者不能读出：这不是本平台制作的案卷包"));
    };
    if manifest.version != VERSION {
        return Err(format!("清单的格式是{}，本程序能核验的是{VERSION}，请用新的版本核验", manifest.version));
    }
    let signature =
        files.get(SIGNATURE).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    if has_signed(&manifest.key, text, signature) {
        verified.key.clone_from(&manifest.key);
    } else {
        verified.flaws.push("清单没有签名，或者签名不符".to_owned());
    }
    for (path, of) in
        [(SHA256, sums(&manifest.files, |file| &file.sha256)), (SM3, sums(&manifest.files, |file| &file.sm3))]
    {
        if files.get(path).map(Vec::as_slice) != Some(of.as_bytes()) {
            verified.flaws.push(format!("{path} 与清单不符"));
        }
    }
    for file in &manifest.files {
        match files.get(&file.path) {
            None => verified.flaws.push(format!("缺少文件：{}", file.path)),
            Some(bytes) if Hashed::of(&file.path, bytes) != *file => {
                verified.flaws.push(format!("文件与清单不符：{}", file.path));
            }
            Some(_) => verified.files += 1,
        }
    }
    let listed: BTreeSet<&str> = manifest
        .files
        .iter()
        .map(|file| file.path.as_str())
        .chain([MANIFEST, SIGNATURE, SHA256, SM3])
        .collect();
    let more = files.keys().filter(|path| !listed.contains(path.as_str()));
    verified.flaws.extend(more.map(|path| format!("清单之外的文件：{path}")));
    verified.about = Some(manifest.about);
    let proof = files.get(PROOF).and_then(|bytes| serde_json::from_slice::<Proof>(bytes).ok());
    let case = files.get(CASE).and_then(|bytes| serde_json::from_slice::<CaseFile>(bytes).ok());
    match (proof, case) {
        (Some(proof), Some(case)) => chain(&proof, &case, &mut verified),
        _ => verified.flaws.push("没有办理记录或者审计链，或者不能读出".to_owned()),
    }
    Ok(verified)
}

fn chain(proof: &Proof, case: &CaseFile, verified: &mut Verified) {
    let before = verified.flaws.len();
    verified.flaws.extend(proof.flaws());
    if proof.key != verified.key {
        verified.flaws.push("审计链的公钥不是签名的公钥".to_owned());
    }
    if proof.events.is_empty() || proof.case != case.case || proof.events.len() != case.events.len() {
        verified.flaws.push("办理记录与审计链不是同一案件，或者条数不同".to_owned());
    }
    for (at, (proven, told)) in proof.events.iter().zip(&case.events).enumerate() {
        // What is told of an event has besides what is hashed its place, time and actor.
        let hashed: serde_json::Value = serde_json::from_str(&proven.event).unwrap_or_default();
        let same = hashed.as_object().is_some_and(|hashed| {
            !hashed.is_empty() && hashed.iter().all(|(key, value)| told.get(key) == Some(value))
        });
        let number = |name| told.get(name).and_then(serde_json::Value::as_i64);
        let timed = number("at") == Some(proven.at) && number("version") == Some(proven.version.into());
        let acted = told.get("by").is_some_and(|by| actor(by) == proven.actor);
        if !same || !timed || !acted {
            verified.flaws.push(format!("第{}条办理记录与审计链里的内容不同", at + 1));
        }
    }
    let key: Option<[u8; 32]> = bytes(&case.naming_key);
    let misnamed = case.texts.iter().filter(|(id, text)| {
        // The text about a file has the address of the file for a name.
        let is_file = id.len() == 64;
        !is_file && key.is_none_or(|key| keyed_hash(&key, text)[..32] != **id)
    });
    let misnamed = misnamed.count();
    if misnamed > 0 {
        verified.flaws.push(format!("有{misnamed}段正文不是办理记录所指的正文"));
    }
    if verified.flaws.len() == before {
        verified.events = proof.events.len();
        verified.signed_on = proof.root.as_ref().map(|root| root.day.clone());
    }
}

/// An actor as the chain has it.
fn actor(by: &serde_json::Value) -> String {
    match by.get("officer").and_then(serde_json::Value::as_str) {
        Some(id) => format!("officer:{id}"),
        None => by.as_str().unwrap_or_default().to_owned(),
    }
}

/// The files of a package by their paths; one that does not unpack is a flaw.
fn unpacked(package: &[u8], flaws: &mut Vec<String>) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let broken = |_| "文件不是完整的 ZIP，可能没有下载完".to_owned();
    let mut zip = ZipArchive::new(Cursor::new(package)).map_err(broken)?;
    let mut files = BTreeMap::new();
    let mut left = LARGEST;
    for at in 0..zip.len() {
        let file = zip.by_index(at).map_err(broken)?;
        let path = name(file.name_raw());
        // Programs that pack again name the folders, too.
        if path.ends_with('/') {
            continue;
        }
        let mut content = Vec::new();
        if file.take(left + 1).read_to_end(&mut content).is_err() {
            flaws.push(format!("文件不能解开：{path}"));
            continue;
        }
        left = left.checked_sub(content.len() as u64).ok_or("解开以后超过4 GB，不能核验")?;
        files.insert(path, content);
    }
    Ok(without_folder(files))
}

/// The name of a file, as UTF-8 or as Chinese systems write it when they pack again.
fn name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GBK.decode(raw).0.into_owned(),
    }
}

/// The files without the folder into which somebody has unpacked them before packing again.
fn without_folder(files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let folder = files.keys().find_map(|path| path.strip_suffix(MANIFEST)).unwrap_or_default().to_owned();
    if folder.is_empty() || files.keys().any(|path| !path.starts_with(&folder)) {
        return files;
    }
    files.into_iter().map(|(path, bytes)| (path[folder.len()..].to_owned(), bytes)).collect()
}
