//! Backup and restore (备份与恢复): rows of both databases, files as they lie, and the sums of all of it in one folder. The master
//! key is in no backup: without it nobody opens the texts and files of cases. Accounts, registers and reports are in it as they
//! are, so it is for the eyes of whoever runs the installation.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use casework::id::FileId;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::backup::{Part, dump, load, must_be_empty, version};
use store::files::Files;
use store::{Location, hexadecimal, vault};

/// What a backup says of itself; written last, so that one without it is not complete.
const MANIFEST: &str = "manifest.json";

/// The format of backups that this program makes and restores.
const VERSION: u32 = 1;

/// Tables that are not restored: who was signed in, and links that were good once.
const PASSING: [&str; 2] = ["session", "setup_link"];

/// The hashes of all files, as `sha256sum -c` reads them.
const SUMS: &str = "SHA256SUMS";

/// Where everything of an installation is.
#[derive(Debug, Clone)]
pub struct Installation {
    /// Reports, cases, people.
    pub database: Location,
    /// Keys of cases.
    pub keys: Location,
    /// Attachments.
    pub files: Files,
    /// The folder of the secrets, of which a backup has only what they are known by.
    pub secrets: PathBuf,
}

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Of the format of backups.
    pub version: u32,
    /// The version of the program.
    pub program: String,
    /// When it was begun.
    pub made_at: Timestamp,
    /// Versions of the tables of both databases.
    pub tables: (i64, i64),
    /// Tables of the database with how many rows each has, in the order in which they are restored.
    pub database: Vec<(String, u64)>,
    /// Tables of the keys.
    pub keys: Vec<(String, u64)>,
    /// How many attachments.
    pub files: usize,
    /// The public half of the key that signs, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing: Option<String>,
}

/// Why a backup or a restoration was not done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The folder for a backup has something in it.
    #[error("{} 不是空的文件夹，备份不会覆盖已有的文件，请换一个", .0.display())]
    NotEmpty(PathBuf),
    /// There is no backup in the folder, or it was not finished.
    #[error("{} 里没有完整的备份（缺少 manifest.json）", .0.display())]
    NoBackup(PathBuf),
    /// Something in the backup is not as it was written.
    #[error("备份不完整或者有改动：{}", .0.join("；"))]
    Damaged(Vec<String>),
    /// It was made by another version.
    #[error("{0}；请用制作备份的版本恢复，再升级")]
    OtherVersion(String),
    /// A part was not restored, and what came before it was.
    #[error("{place} 没有恢复成功，已恢复的部分不能单独使用；解决以后请清空数据库、密钥库和附件，再恢复")]
    Half {
        /// Which database.
        place: String,
        /// Why not.
        #[source]
        cause: store::Error,
    },
    /// The disk refuses.
    #[error("{} 不能读写：{}", .0.display(), crate::file::why(.1))]
    Disk(PathBuf, io::Error),
    /// The secrets are not those of the backup.
    #[error("没有恢复任何数据：{0}；请把制作备份的机关的密钥放回来再恢复")]
    OtherKeys(&'static str),
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] store::Error),
}

type Result<T> = std::result::Result<T, Failure>;

fn disk(path: &Path) -> impl FnOnce(io::Error) -> Failure + '_ {
    |cause| Failure::Disk(path.to_owned(), cause)
}

/// Copies everything into an empty folder, while the program goes on running, and reads it again. `told` hears what is done.
///
/// # Errors
/// The folder is not empty, the disk is full, or the store does not answer.
pub async fn make(of: &Installation, folder: &Path, now: Timestamp, told: impl Fn(&str)) -> Result<Manifest> {
    fs::create_dir_all(folder).map_err(disk(folder))?;
    only_ours(folder).map_err(disk(folder))?;
    if fs::read_dir(folder).map_err(disk(folder))?.next().is_some() {
        return Err(Failure::NotEmpty(folder.to_owned()));
    }
    // Keys and files after the rows: whatever a row names was there before it.
    let database = tables(&of.database, Part::Cases, &folder.join("database"), &told).await?;
    let keys = tables(&of.keys, Part::Keys, &folder.join("keys"), &told).await?;
    let ids = of.files.ids().await?;
    let mut files = 0;
    for (at, id) in ids.iter().enumerate() {
        let path = folder.join("files").join(place(id));
        match of.files.get(id).await {
            Ok(bytes) => write(&path, &bytes)?,
            // Taken back since it was listed, because no row came to name it.
            Err(store::Error::NoFile(_)) => continue,
            Err(error) => return Err(error.into()),
        }
        files += 1;
        if (at + 1) % 1_000 == 0 {
            told(&format!("附件 {}/{}", at + 1, ids.len()));
        }
    }
    told(&format!("附件 {files} 个"));
    let tables = (version(Part::Cases), version(Part::Keys));
    let program = env!("CARGO_PKG_VERSION").to_owned();
    let manifest = Manifest {
        version: VERSION,
        program,
        made_at: now,
        tables,
        database,
        keys,
        files,
        signing: vault::marks(&of.secrets)?.signing,
    };
    let text = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    let mut sums = String::new();
    for (path, sum) in hashes(folder)? {
        sums.push_str(&format!("{sum}  {path}\n"));
    }
    sums.push_str(&format!("{}  {MANIFEST}\n", hexadecimal(&Sha256::digest(&text))));
    write(&folder.join(SUMS), sums.as_bytes())?;
    write(&folder.join(MANIFEST), &text)?;
    verify(folder)
}

/// Leaves a folder to whoever runs the program: a backup has accounts and registers in it.
fn only_ours(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Reads a backup again: every file against its sum, and every table against its number of rows.
///
/// # Errors
/// There is none, or it is not as it was written.
pub fn verify(folder: &Path) -> Result<Manifest> {
    let path = folder.join(MANIFEST);
    let text = fs::read(&path).map_err(|_| Failure::NoBackup(folder.to_owned()))?;
    let manifest: Manifest =
        serde_json::from_slice(&text).map_err(|_| Failure::Damaged(vec![format!("{MANIFEST} 不能读出")]))?;
    if manifest.version != VERSION {
        return Err(Failure::OtherVersion(format!("备份的格式是{}，本程序的是{VERSION}", manifest.version)));
    }
    let sums = folder.join(SUMS);
    let sums = match fs::read_to_string(&sums) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            return Err(Failure::Damaged(vec![format!("缺少 {SUMS}")]));
        }
        read => read.map_err(disk(&sums))?,
    };
    let listed: BTreeMap<&str, &str> =
        sums.lines().filter_map(|line| line.split_once("  ")).map(|(sum, path)| (path, sum)).collect();
    let mut there: BTreeMap<String, String> = hashes(folder)?;
    there.remove(SUMS);
    let mut flaws = Vec::new();
    for (path, sum) in &listed {
        match there.remove(*path) {
            None => flaws.push(format!("缺少 {path}")),
            Some(found) if found != **sum => flaws.push(format!("{path} 与校验和不符")),
            Some(_) => {}
        }
    }
    flaws.extend(there.keys().map(|path| format!("多出 {path}")));
    if !flaws.is_empty() {
        return Err(Failure::Damaged(flaws));
    }
    for (part, tables) in [("database", &manifest.database), ("keys", &manifest.keys)] {
        for (table, rows) in tables {
            let path = folder.join(part).join(file_of(table));
            let found =
                lines(&path)?.try_fold(0, |count, line| line.map(|_| count + 1)).map_err(disk(&path))?;
            if found != *rows {
                flaws.push(format!("{part}/{table} 有{found}行，应有{rows}行"));
            }
        }
    }
    if flaws.is_empty() { Ok(manifest) } else { Err(Failure::Damaged(flaws)) }
}

/// Puts a backup into an installation that is empty, all of each database or nothing.
///
/// # Errors
/// The backup is damaged, there is something already, or the store does not answer.
pub async fn restore(folder: &Path, into: &Installation, told: impl Fn(&str)) -> Result<Manifest> {
    let manifest = verify(folder)?;
    let ours = (version(Part::Cases), version(Part::Keys));
    if manifest.tables != ours {
        let says = format!("备份的数据库版本是{:?}，本程序的是{ours:?}", manifest.tables);
        return Err(Failure::OtherVersion(says));
    }
    must_have_its_keys(folder, &manifest, &into.secrets)?;
    must_be_empty(&into.database, Part::Cases).await?;
    must_be_empty(&into.keys, Part::Keys).await?;
    // Files first: a row must not name what is not there.
    let mut count = 0;
    for (path, _) in hashes(folder)?.iter().filter(|(path, _)| path.starts_with("files/")) {
        let path = folder.join(path);
        into.files.put(fs::read(&path).map_err(disk(&path))?).await?;
        count += 1;
    }
    if count != manifest.files {
        return Err(Failure::Damaged(vec![format!("有{count}个附件，应有{}个", manifest.files)]));
    }
    told(&format!("附件 {count} 个"));
    let parts = [
        (Part::Cases, &into.database, "database", &manifest.database),
        (Part::Keys, &into.keys, "keys", &manifest.keys),
    ];
    for (part, location, name, tables) in parts {
        let mut rows =
            Rows { folder: folder.join(name), tables: tables.iter(), table: String::new(), lines: None };
        let loaded = load(location, part, || rows.next()).await;
        let half = |cause| Failure::Half { place: location.to_string(), cause };
        let count = loaded.map_err(half)?;
        told(&format!("{name}：{count} 行"));
    }
    Ok(manifest)
}

/// Refuses secrets of another installation before anything is written: nobody could open what would be there.
fn must_have_its_keys(folder: &Path, manifest: &Manifest, secrets: &Path) -> Result<()> {
    /// What the master key has left.
    #[derive(Deserialize)]
    struct Left {
        mark: String,
    }
    let ours = vault::marks(secrets)?;
    let path = folder.join("keys").join(file_of("master_key"));
    for line in lines(&path)? {
        let left: Left = serde_json::from_str(&line.map_err(disk(&path))?)
            .map_err(|_| Failure::Damaged(vec![format!("{} 不能读出", path.display())]))?;
        if ours.master != Some(left.mark) {
            return Err(Failure::OtherKeys("master.key 不是制作备份时的主密钥，恢复的案件正文会打不开"));
        }
    }
    if manifest.signing.is_some() && ours.signing != manifest.signing {
        return Err(Failure::OtherKeys("audit.key 不是制作备份时的签名密钥，以前的签名会对不上"));
    }
    Ok(())
}

/// The rows of a part, table by table.
struct Rows<'m> {
    folder: PathBuf,
    tables: std::slice::Iter<'m, (String, u64)>,
    table: String,
    lines: Option<Lines>,
}

impl Rows<'_> {
    fn next(&mut self) -> io::Result<Option<(String, String)>> {
        loop {
            if let Some(line) = self.lines.as_mut().and_then(Iterator::next) {
                return Ok(Some((self.table.clone(), line?)));
            }
            let Some((table, _)) = self.tables.next() else { return Ok(None) };
            if PASSING.contains(&table.as_str()) {
                continue;
            }
            self.table.clone_from(table);
            let file = File::open(self.folder.join(file_of(table)))?;
            self.lines = Some(BufReader::new(GzDecoder::new(file)).lines());
        }
    }
}

type Lines = io::Lines<BufReader<GzDecoder<File>>>;

fn lines(path: &Path) -> Result<Lines> {
    let file = File::open(path).map_err(disk(path))?;
    Ok(BufReader::new(GzDecoder::new(file)).lines())
}

/// Writes the rows of a database, a file to a table.
async fn tables(
    location: &Location,
    part: Part,
    folder: &Path,
    told: &impl Fn(&str),
) -> Result<Vec<(String, u64)>> {
    fs::create_dir_all(folder).map_err(disk(folder))?;
    let mut open: Option<(String, GzEncoder<BufWriter<File>>)> = None;
    let begin = |table: &str| -> io::Result<GzEncoder<BufWriter<File>>> {
        let file = BufWriter::new(File::create_new(folder.join(file_of(table)))?);
        Ok(GzEncoder::new(file, Compression::default()))
    };
    let counts = dump(location, part, |table, row| {
        if open.as_ref().is_none_or(|(name, _)| name != table) {
            if let Some((_, last)) = open.take() {
                ended(last)?;
            }
            told(&format!("正在备份 {table}"));
            open = Some((table.to_owned(), begin(table)?));
        }
        let Some((_, file)) = &mut open else { return Ok(()) };
        file.write_all(row.as_bytes())?;
        file.write_all(b"\n")
    });
    let counts = counts.await?;
    if let Some((_, last)) = open {
        ended(last).map_err(disk(folder))?;
    }
    // A table without rows has its file, too.
    for (table, _) in counts.iter().filter(|(_, rows)| *rows == 0) {
        begin(table).and_then(ended).map_err(disk(folder))?;
    }
    Ok(counts)
}

/// Ends a file; when this returns it is on the disk.
fn ended(file: GzEncoder<BufWriter<File>>) -> io::Result<()> {
    file.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

fn file_of(table: &str) -> String {
    format!("{table}.jsonl.gz")
}

fn place(id: &FileId) -> PathBuf {
    let id = id.as_str();
    Path::new(&id[..2]).join(&id[2..4]).join(id)
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let put = || {
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        let mut file = File::create_new(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    put().map_err(disk(path))
}

/// SHA-256 of every file below a folder, by its path with slashes.
fn hashes(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).map_err(disk(&next))? {
            let path = entry.map_err(disk(&next))?.path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let mut hash = Sha256::new();
            let mut file = File::open(&path).map_err(disk(&path))?;
            let mut piece = vec![0; 1 << 16];
            loop {
                let read = file.read(&mut piece).map_err(disk(&path))?;
                if read == 0 {
                    break;
                }
                hash.update(&piece[..read]);
            }
            let below = path.strip_prefix(folder).unwrap_or(&path);
            let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
            found.insert(names.join("/"), hexadecimal(&hash.finalize()));
        }
    }
    Ok(found)
}
