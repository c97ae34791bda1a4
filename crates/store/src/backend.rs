//! The database: one SQL text, two back ends. The only place that knows which of them answers.

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgConnection, PgPool, SqlitePool};

use crate::error::{Error, Result};

/// A kind of database: the file it is in when it is a file, and its tables as they came to be (migrations/README.md).
pub(crate) struct Kind {
    pub(crate) file: &'static str,
    pub(crate) migrations: &'static Migrator,
    /// What each database is told at every start, for each; where there is nothing yet it makes it.
    pub(crate) always: Option<(&'static str, &'static str)>,
}

static MIGRATIONS: Migrator = sqlx::migrate!();

/// The store itself. Each database has its own words for rows that nobody may change.
pub(crate) static STORE: Kind = Kind {
    file: "gongkai.db",
    migrations: &MIGRATIONS,
    always: Some((
        include_str!("../migrations/immutable/sqlite.sql"),
        include_str!("../migrations/immutable/postgres.sql"),
    )),
};

/// Connections that read from SQLite at the same time.
const READERS: u32 = 4;

/// Connections to PostgreSQL.
const CONNECTIONS: u32 = 16;

/// How much of the file SQLite may map into memory, in bytes.
const MAPPED: &str = "268435456";

/// How many rows of SQLite wait to be taken.
const ROWS: usize = 1024;

/// How much the writer of SQLite keeps in memory, in KiB by its way of saying so.
const WRITING: &str = "-65536";

/// How long a writer waits for another process to finish, and a request for a connection to a file.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a request waits for a connection to a server. One that is there gives it at once; of one that is not, whoever waits
/// wants to hear soon.
const REACH: Duration = Duration::from_secs(3);

/// For how long a connection that has answered is taken to answer again.
const FRESH: Duration = Duration::from_secs(1);

/// Where the database is (数据库的位置).
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A data directory, with `gongkai.db` in it.
    Folder(PathBuf),
    /// The address of a PostgreSQL database, `postgres://…`; it may hold a password and is never shown.
    Server(String),
}

/// The store (存储). Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) db: Db,
}

/// A database by its kind.
#[derive(Debug, Clone)]
pub(crate) enum Db {
    /// Readers and the one writer: SQLite writes one thing at a time, and a queue is better than being refused.
    Sqlite { r: SqlitePool, w: SqlitePool },
    /// PostgreSQL.
    Pg(PgPool),
}

/// Asks a question: `read!(store, |pool| sqlx::query_as(SQL).bind(…).fetch_all(pool).await)`.
macro_rules! read {
    ($store:expr, |$pool:ident| $body:expr) => {
        match &$store.db {
            crate::backend::Db::Sqlite { r: $pool, .. } => $body,
            crate::backend::Db::Pg($pool) => $body,
        }
    };
}

/// Changes something: all statements of the body on one connection, in one transaction that ends with it. Leaving it by
/// `?` takes everything back.
macro_rules! write {
    ($store:expr, |$connection:ident| $body:expr) => {
        match &$store.db {
            crate::backend::Db::Sqlite { w, .. } => {
                // Takes the lock at once: a transaction that begins by reading may find that it is too late to write.
                let mut transaction = w.begin_with("begin immediate").await?;
                let $connection = &mut *transaction;
                let value = $body;
                transaction.commit().await?;
                value
            }
            crate::backend::Db::Pg(pool) => {
                let mut transaction = pool.begin().await?;
                let $connection = &mut *transaction;
                let value = $body;
                transaction.commit().await?;
                value
            }
        }
    };
}

impl Store {
    /// Opens the database, makes it where there is none, and brings its tables up to date.
    ///
    /// A role of PostgreSQL that may not make tables finds them made by one that may.
    ///
    /// # Errors
    /// When it cannot be opened, or has been used by a later version of the program.
    pub async fn open(location: &Location) -> Result<Store> {
        Ok(Store { db: Db::open(location, &STORE).await? })
    }

    /// A database in memory, for demonstration and tests: gone with the last clone.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub async fn in_memory() -> Result<Store> {
        Ok(Store { db: Db::in_memory(&STORE).await? })
    }

    /// Ends all connections, once what they are doing is done.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

impl Db {
    pub(crate) async fn open(location: &Location, kind: &Kind) -> Result<Db> {
        match location {
            Location::Folder(folder) => {
                let cause = |cause| Error::Folder { folder: folder.clone(), cause };
                std::fs::create_dir_all(folder).map_err(cause)?;
                let _lock = lock(folder).await.map_err(cause)?;
                let file = SqliteConnectOptions::new()
                    .filename(folder.join(kind.file))
                    .journal_mode(SqliteJournalMode::Wal);
                Db::sqlite(file, &location.to_string(), kind).await
            }
            Location::Server(address) => {
                let open = |cause| Error::Open { place: location.to_string(), cause };
                // A pool would try again and again, and then say no more than that it has waited.
                let mut first = PgConnection::connect(address).await.map_err(open)?;
                let may_make: bool = sqlx::query_scalar(MAY_MAKE).fetch_one(&mut first).await?;
                if !may_make {
                    made(&mut first, kind.migrations).await?;
                }
                first.close().await.map_err(open)?;
                let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(REACH);
                // To ask before every question whether the server is there would double the way; after a while it is asked.
                let pool = pool.test_before_acquire(false).before_acquire(|connection, about| {
                    Box::pin(async move { Ok(about.idle_for < FRESH || connection.ping().await.is_ok()) })
                });
                let pool = pool.connect(address).await.map_err(open)?;
                if may_make {
                    kind.migrations.run(&pool).await.map_err(migration)?;
                    if let Some((_, always)) = kind.always {
                        sqlx::raw_sql(always).execute(&pool).await?;
                    }
                }
                Ok(Db::Pg(pool))
            }
        }
    }

    /// Opens a database that is there and of this version, to read it alone: nothing is made and nothing is brought up to date.
    pub(crate) async fn open_to_copy(location: &Location, kind: &Kind) -> Result<Db> {
        let known = kind.migrations.iter().map(|migration| migration.version).max();
        let open = |cause| Error::Open { place: location.to_string(), cause };
        let db = match location {
            Location::Folder(folder) => {
                let file = folder.join(kind.file);
                if !file.is_file() {
                    return Err(Error::NoDatabase(file));
                }
                let options =
                    SqliteConnectOptions::new().filename(file).read_only(true).row_buffer_size(ROWS);
                let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options);
                let pool = pool.await.map_err(open)?;
                Db::Sqlite { r: pool.clone(), w: pool }
            }
            Location::Server(address) => {
                Db::Pg(PgPoolOptions::new().max_connections(1).connect(address).await.map_err(open)?)
            }
        };
        const LAST: &str = "select max(version) from _sqlx_migrations where success";
        let last: Option<i64> = match &db {
            Db::Sqlite { r, .. } => sqlx::query_scalar(LAST).fetch_one(r).await.map_err(open)?,
            Db::Pg(pool) => sqlx::query_scalar(LAST).fetch_one(pool).await.map_err(open)?,
        };
        match last.cmp(&known) {
            std::cmp::Ordering::Equal => Ok(db),
            std::cmp::Ordering::Greater => Err(Error::Newer),
            std::cmp::Ordering::Less => Err(Error::NotMigrated),
        }
    }

    pub(crate) async fn in_memory(kind: &Kind) -> Result<Db> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        // SQLite's own file system in memory: connections that name the same file see the same database, with the locks
        // of a file, which the shared cache has not.
        let name = format!("/gongkai-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let memory =
            SqliteConnectOptions::new().filename(name).vfs("memdb").journal_mode(SqliteJournalMode::Memory);
        Db::sqlite(memory, "（内存）", kind).await
    }

    async fn sqlite(options: SqliteConnectOptions, place: &str, kind: &Kind) -> Result<Db> {
        let open = |cause| Error::Open { place: place.to_owned(), cause };
        let options = options
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            // What is deleted is overwritten: an erased key is gone.
            .pragma("secure_delete", "on")
            .pragma("mmap_size", MAPPED)
            // Rows come from a thread of SQLite's own: few would make both wait for each other.
            .row_buffer_size(ROWS);
        // Connections are never closed for being idle: a database in memory lives as long as its last one.
        let pool = || {
            SqlitePoolOptions::new()
                .acquire_timeout(PATIENCE)
                .idle_timeout(None)
                .max_lifetime(None)
                .test_before_acquire(false)
        };
        // Many rows are changed at once: what does not fit would go to the disk and come back before it is done.
        let writer = options.clone().create_if_missing(true).pragma("cache_size", WRITING);
        // A disk that is full ends a transaction by itself. Its connection then waits for an end that never comes: another
        // takes its place.
        let sound = pool().max_connections(1).before_acquire(|connection, _| {
            Box::pin(async move {
                if connection.is_in_transaction() {
                    // What was begun before is over when this is answered.
                    connection.ping().await?;
                }
                Ok(!connection.is_in_transaction())
            })
        });
        let w = sound.connect_with(writer).await.map_err(open)?;
        kind.migrations.run(&w).await.map_err(migration)?;
        if let Some((always, _)) = kind.always {
            sqlx::raw_sql(always).execute(&w).await?;
        }
        let reader = options.read_only(true);
        let r = pool().max_connections(READERS).connect_with(reader).await.map_err(open)?;
        Ok(Db::Sqlite { r, w })
    }

    /// The same database for a thread with a runtime of its own: connections to a server belong to the runtime that has made
    /// them. Must be called inside that.
    pub(crate) fn for_own_thread(&self) -> Db {
        match self {
            Db::Sqlite { .. } => self.clone(),
            Db::Pg(pool) => {
                let options = PgConnectOptions::clone(&pool.connect_options());
                let own = PgPoolOptions::new().max_connections(1).acquire_timeout(REACH);
                Db::Pg(own.connect_lazy_with(options))
            }
        }
    }

    pub(crate) async fn close(&self) {
        match self {
            Db::Sqlite { r, w } => {
                r.close().await;
                w.close().await;
            }
            Db::Pg(pool) => pool.close().await,
        }
    }
}

/// Whether the role may make tables where it is.
const MAY_MAKE: &str = "select coalesce(has_schema_privilege(current_schema(), 'create'), false)";

/// Makes sure that the tables are up to date, for a role that may not make them.
async fn made(connection: &mut PgConnection, migrations: &Migrator) -> Result<()> {
    let last: Option<i64> = sqlx::query_scalar("select max(version) from _sqlx_migrations where success")
        .fetch_one(connection)
        .await?;
    let known = migrations.iter().map(|migration| migration.version).max();
    match last.cmp(&known) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(Error::Newer),
        std::cmp::Ordering::Less => Err(Error::NotMigrated),
    }
}

/// Holds the data directory while tables are changed: of two programs that start together one waits.
async fn lock(folder: &Path) -> std::io::Result<File> {
    let file = File::create(folder.join("gongkai.lock"))?;
    let locked = tokio::task::spawn_blocking(move || file.lock().map(|()| file));
    locked.await.map_err(std::io::Error::other)?
}

fn migration(error: MigrateError) -> Error {
    match error {
        MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => Error::Newer,
        error => Error::Migration(error),
    }
}

impl Location {
    /// A `postgres://` address, or else the path of a data directory.
    pub fn of(text: &str) -> Location {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Location::Server(text.to_owned())
        } else {
            Location::Folder(PathBuf::from(text))
        }
    }
}

impl fmt::Display for Location {
    /// The path, or host and database: never name and password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::Folder(folder) => folder.display().fmt(f),
            Location::Server(address) => {
                let address = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
                let address = address.rsplit_once('@').map_or(address, |(_, rest)| rest);
                f.write_str("postgres://")?;
                f.write_str(address.split(['?', '#']).next().unwrap_or_default())
            }
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_shown_without_its_password() {
        let cases = [
            ("postgres://db.example:5432/gongkai", "postgres://db.example:5432/gongkai", "nothing to hide"),
            ("postgres://app:geheim@db.example/gongkai", "postgres://db.example/gongkai", "before the host"),
            (
                "postgresql://app:ge@heim@db.example/gongkai",
                "postgres://db.example/gongkai",
                "an @ inside it",
            ),
            ("postgres://db.example/gongkai?password=geheim", "postgres://db.example/gongkai", "a parameter"),
            ("postgres://app:geheim?@db.example/gongkai", "postgres://db.example/gongkai", "a ? inside it"),
            ("data", "data", "a directory"),
        ];
        for (address, shown, why) in cases {
            assert_eq!(Location::of(address).to_string(), shown, "{why}");
            assert_eq!(format!("{:?}", Location::of(address)), shown, "{why}");
        }
    }
}
