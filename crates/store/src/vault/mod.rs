//! Keys outside the database (密钥库): one for each case, under a master key that lies in a file. Destroying a key erases all
//! texts and files of its case, in every copy of the database.

mod account;
mod key;
mod secret;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Aead, Payload};
use casework::id::CaseId;
use ed25519_dalek::{SigningKey, VerifyingKey};
use sqlx::migrate::Migrator;

pub use self::key::CaseKey;
use self::key::{KEY, NONCE, cipher, derived, nonce, place};
use crate::backend::{Db, Kind, Location};
use crate::error::{Error, Result};
use crate::model::hexadecimal;
use crate::queue::Queue;

static MIGRATIONS: Migrator = sqlx::migrate!("./keys");

pub(crate) static KEYS: Kind = Kind { file: "keys.db", migrations: &MIGRATIONS, always: None };

const FIND: &str = "
    select organ, case_id, wrapped from case_key where (organ, case_id) in (values ($1, $2))";

/// A case that has a key keeps it.
const PUT: &str = "
    insert into case_key (organ, case_id, wrapped)
    values ($1, $2, $3)
        on conflict (organ, case_id) do update
       set wrapped = case_key.wrapped
    returning organ, case_id, wrapped";

const ERASE: &str = "delete from case_key where organ = $1 and case_id = $2";

const MARK: &str = "
    insert into master_key (id, mark) values (1, $1) on conflict (id) do update set mark = master_key.mark
    returning mark";

const IS_IN_USE: &str = "select count(*) from master_key";

type Place = (String, CaseId);

/// The vault (密钥库). Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    inner: Inner,
    /// Keys that are made together.
    making: Queue<Place, Result<CaseKey>>,
    /// Keys that are looked for together.
    finding: Queue<Place, Result<CaseKey>>,
}

#[derive(Clone)]
struct Inner {
    db: Db,
    wrapping: Aes256Gcm,
    persons: [u8; KEY],
    signing: SigningKey,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").finish_non_exhaustive()
    }
}

impl Vault {
    /// Opens the vault in a place of its own. Its secrets lie in a folder: `master.key`, under which all keys are, and
    /// `audit.key`, which signs the daily roots of the audit chains; both are made at the first start. `audit.pub` is the other
    /// half of the second, for whoever checks.
    ///
    /// # Errors
    /// When the master key is missing or another one though keys are there, a secret may be read by others, or the database
    /// cannot be opened.
    pub async fn open(location: &Location, secrets: &Path) -> Result<Vault> {
        let io = |cause| Error::Folder { folder: secrets.to_owned(), cause };
        std::fs::create_dir_all(secrets).map_err(io)?;
        let db = Db::open(location, &KEYS).await?;
        let path = secrets.join("master.key");
        let is_in_use = async || -> Result<bool> {
            let uses: i64 = match &db {
                Db::Sqlite { w, .. } => sqlx::query_scalar(IS_IN_USE).fetch_one(w).await?,
                Db::Pg(pool) => sqlx::query_scalar(IS_IN_USE).fetch_one(pool).await?,
            };
            Ok(uses > 0)
        };
        let master = match read_secret(&path)? {
            Some(master) => master,
            None if is_in_use().await? => return Err(Error::NoMasterKey(path)),
            None => make_secret(&path)?,
        };
        let signing = secrets.join("audit.key");
        let signing = match read_secret(&signing)? {
            Some(secret) => secret,
            None => make_secret(&signing)?,
        };
        let public = hexadecimal(SigningKey::from_bytes(&signing).verifying_key().as_bytes());
        let file = secrets.join("audit.pub");
        std::fs::write(&file, public + "\n").map_err(|cause| Error::Secret { file, cause })?;
        Vault::with(db, &master, &signing).await
    }

    /// A vault in memory, for demonstration and tests: gone with the last clone.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub async fn in_memory() -> Result<Vault> {
        Vault::with(Db::in_memory(&KEYS).await?, &random()?, &random()?).await
    }

    async fn with(db: Db, master: &[u8; KEY], signing: &[u8; KEY]) -> Result<Vault> {
        let wrapping = cipher(&derived(master, "wrap"));
        let signing = SigningKey::from_bytes(signing);
        let inner = Inner { db, wrapping, persons: derived(master, "persons"), signing };
        let mark = mark(master);
        let there: String =
            write!(inner, |c| sqlx::query_scalar(MARK).bind(&mark).fetch_one(&mut *c).await?);
        if there != mark {
            return Err(Error::OtherMasterKey);
        }
        let own = |inner: &Inner| {
            let mut own = inner.clone();
            move || {
                own.db = own.db.for_own_thread();
                own
            }
        };
        let making = Queue::start(own(&inner), |inner: Inner, places: Vec<Place>| async move {
            each(inner.make(&places).await.map(|keys| keys.into_iter().map(Ok)), places.len())
        });
        let finding = Queue::start(own(&inner), |inner: Inner, places: Vec<Place>| async move {
            each(inner.find(&places).await.map(Vec::into_iter), places.len())
        });
        Ok(Vault { inner, making, finding })
    }

    /// The key of a new case, on the disk when this returns. Cases that come together share one trip to the disk. A case that
    /// has a key keeps it.
    ///
    /// # Errors
    /// When the database of keys does not answer.
    pub async fn create(&self, organ: &str, case: &CaseId) -> Result<CaseKey> {
        self.making.ask((organ.to_owned(), case.clone())).await.unwrap_or(Err(Error::Stopped))
    }

    /// Keys of many new cases, in their order.
    ///
    /// # Errors
    /// When the database of keys does not answer; then none is made.
    pub async fn create_all(&self, cases: &[(String, CaseId)]) -> Result<Vec<CaseKey>> {
        self.inner.make(cases).await
    }

    /// The key of a case. Keys that are looked for at the same time are found by one question.
    ///
    /// # Errors
    /// [`Error::Erased`] when there is none.
    pub async fn key(&self, organ: &str, case: &CaseId) -> Result<CaseKey> {
        self.finding.ask((organ.to_owned(), case.clone())).await.unwrap_or(Err(Error::Stopped))
    }

    /// Destroys the key of a case, and with it all that is known of people in it (删除个人信息). Whether there was one.
    ///
    /// # Errors
    /// When the database of keys does not answer; then the key is still there.
    pub async fn erase(&self, organ: &str, case: &CaseId) -> Result<bool> {
        let db = &self.inner;
        let erased = write!(db, |c| {
            let erase = sqlx::query(ERASE).bind(organ).bind(case.as_str());
            erase.execute(&mut *c).await?.rows_affected()
        });
        if let Db::Sqlite { w, .. } = &self.inner.db {
            // What was written before lies in the log until it is taken over.
            sqlx::query("pragma wal_checkpoint(truncate)").execute(w).await?;
        }
        Ok(erased > 0)
    }

    /// By which an authority recognises the same person again ([`Identity::person`](casework::applicant::Identity::person)).
    pub fn person_key(&self, organ: &str) -> [u8; 32] {
        derived(&self.inner.persons, organ)
    }

    /// Signs the daily roots of the audit chains.
    pub fn signing_key(&self) -> &SigningKey {
        &self.inner.signing
    }

    /// Ends all connections.
    pub async fn close(&self) {
        self.inner.db.close().await;
    }
}

impl Inner {
    async fn make(&self, places: &[Place]) -> Result<Vec<CaseKey>> {
        // In the order of their names, so that two programs do not wait for each other in a circle.
        let mut rows = BTreeMap::new();
        for (organ, case) in places {
            rows.insert((organ.as_str(), case.as_str()), self.wrap(organ, case.as_str())?);
        }
        let rows: Vec<((&str, &str), Vec<u8>)> = rows.into_iter().collect();
        let made: Vec<(String, String, Vec<u8>)> = write!(self, |c| {
            ask_rows!(c, PUT, &rows, |query, row| query.bind(row.0.0).bind(row.0.1).bind(&row.1))
        });
        let mut keys = BTreeMap::new();
        for (organ, case, wrapped) in made {
            let key = self.unwrap(&organ, &case, &wrapped)?;
            keys.insert((organ, CaseId::from(case)), key);
        }
        places.iter().map(|place| keys.get(place).cloned().ok_or(Error::KeysNotMade)).collect()
    }

    /// The keys of cases, in their order.
    async fn find(&self, places: &[Place]) -> Result<Vec<Result<CaseKey>>> {
        let found: Vec<(String, String, Vec<u8>)> = read!(self, |pool| {
            let mut connection = pool.acquire().await?;
            let c = &mut *connection;
            ask_rows!(c, FIND, places, |query, place| query.bind(&place.0).bind(place.1.as_str()))
        });
        let found: BTreeMap<(&str, &str), &[u8]> = found
            .iter()
            .map(|(organ, case, wrapped)| ((organ.as_str(), case.as_str()), &wrapped[..]))
            .collect();
        let key = |(organ, case): &Place| {
            let wrapped = found.get(&(organ.as_str(), case.as_str())).ok_or(Error::Erased)?;
            self.unwrap(organ, case.as_str(), wrapped)
        };
        Ok(places.iter().map(key).collect())
    }

    /// A new key under the master key.
    fn wrap(&self, organ: &str, case: &str) -> Result<Vec<u8>> {
        let (key, first): ([u8; KEY], [u8; NONCE]) = (random()?, random()?);
        let payload = Payload { msg: &key, aad: &place(organ, case) };
        let mut wrapped = first.to_vec();
        wrapped.extend(self.wrapping.encrypt(&nonce(&first)?, payload).map_err(|_| Error::WrongKey)?);
        Ok(wrapped)
    }

    fn unwrap(&self, organ: &str, case: &str, wrapped: &[u8]) -> Result<CaseKey> {
        let (first, wrapped) = wrapped.split_at_checked(NONCE).ok_or(Error::WrongKey)?;
        let payload = Payload { msg: wrapped, aad: &place(organ, case) };
        let key = self.wrapping.decrypt(&nonce(first)?, payload).map_err(|_| Error::WrongKey)?;
        let key: [u8; KEY] = key.try_into().map_err(|_| Error::WrongKey)?;
        Ok(CaseKey::new(organ, case, &key))
    }
}

/// An answer for each who has asked: when the database has refused them all, the first hears why, for its errors cannot be shared.
fn each(answers: Result<impl Iterator<Item = Result<CaseKey>>>, asked: usize) -> Vec<Result<CaseKey>> {
    match answers {
        Ok(answers) => answers.collect(),
        Err(error) => {
            let mut answers = vec![Err(error)];
            answers.resize_with(asked, || Err(Error::KeysNotMade));
            answers
        }
    }
}

/// The key against which the daily roots are checked, from the folder of the secrets; none where no vault has been yet.
///
/// # Errors
/// When the file cannot be read or is no key.
pub fn verifying_key(secrets: &Path) -> Result<Option<VerifyingKey>> {
    let file = secrets.join("audit.pub");
    let wrong = |cause| Error::Secret { file: file.clone(), cause };
    let Some(bytes) = secret::read_public(&file).map_err(wrong)? else { return Ok(None) };
    let key = VerifyingKey::from_bytes(&bytes);
    key.map(Some).map_err(|_| wrong(std::io::Error::other("not a public key")))
}

/// What secrets are known by without telling them (密钥标识).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks {
    /// What the master key leaves among the keys; none when there is no such file.
    pub master: Option<String>,
    /// The public half of the key that signs, in hexadecimal; none when there is no such file.
    pub signing: Option<String>,
}

/// What the secrets of a folder are known by.
///
/// # Errors
/// When a file cannot be read, may be read by others or is no key.
pub fn marks(secrets: &Path) -> Result<Marks> {
    let master = read_secret(&secrets.join("master.key"))?.map(|master| mark(&master));
    let signing = read_secret(&secrets.join("audit.key"))?;
    let public = |key| hexadecimal(SigningKey::from_bytes(&key).verifying_key().as_bytes());
    Ok(Marks { master, signing: signing.map(public) })
}

fn mark(master: &[u8; KEY]) -> String {
    hexadecimal(&derived(master, "mark"))
}

/// Bytes that nobody can guess.
fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Error::NoRandomness)?;
    Ok(bytes)
}

fn read_secret(file: &Path) -> Result<Option<[u8; KEY]>> {
    secret::read(file).map_err(|cause| Error::Secret { file: file.to_owned(), cause })
}

fn make_secret(file: &Path) -> Result<[u8; KEY]> {
    let secret = random()?;
    match secret::write(file, &secret) {
        Ok(()) => Ok(secret),
        // Another program has just made it.
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => {
            read_secret(file)?.ok_or_else(|| Error::NoMasterKey(file.to_owned()))
        }
        Err(cause) => Err(Error::Secret { file: file.to_owned(), cause }),
    }
}
