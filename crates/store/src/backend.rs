//! The database: one SQL text, two back ends. The only place that knows which of them answers.

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgConnection, PgPool, SqlitePool};

use crate::error::{Error, Result};

/// The tables, as they came to be (migrations/README.md).
static MIGRATIONS: Migrator = sqlx::migrate!();

/// Connections that read from SQLite at the same time.
const READERS: u32 = 4;

/// Connections to PostgreSQL.
const CONNECTIONS: u32 = 16;

/// How much of the file SQLite may map into memory, in bytes.
const MAPPED: &str = "268435456";

/// How long a writer waits for another process to finish, and a request for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

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
    /// # Errors
    /// When it cannot be opened, or has been used by a later version of the program.
    pub async fn open(location: &Location) -> Result<Store> {
        match location {
            Location::Folder(folder) => {
                let cause = |cause| Error::Folder { folder: folder.clone(), cause };
                std::fs::create_dir_all(folder).map_err(cause)?;
                let _lock = lock(folder).await.map_err(cause)?;
                let file = SqliteConnectOptions::new()
                    .filename(folder.join("gongkai.db"))
                    .journal_mode(SqliteJournalMode::Wal);
                Store::sqlite(file, &location.to_string()).await
            }
            Location::Server(address) => {
                let open = |cause| Error::Open { place: location.to_string(), cause };
                // A pool would try again and again, and then say no more than that it has waited.
                PgConnection::connect(address).await.map_err(open)?.close().await.map_err(open)?;
                let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE);
                let pool = pool.connect(address).await.map_err(open)?;
                MIGRATIONS.run(&pool).await.map_err(migration)?;
                Ok(Store { db: Db::Pg(pool) })
            }
        }
    }

    /// A database in memory, for demonstration and tests: gone with the last clone.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub async fn in_memory() -> Result<Store> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        // SQLite's own file system in memory: connections that name the same file see the same database, with the locks
        // of a file, which the shared cache has not.
        let name = format!("/gongkai-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let memory =
            SqliteConnectOptions::new().filename(name).vfs("memdb").journal_mode(SqliteJournalMode::Memory);
        Store::sqlite(memory, "（内存）").await
    }

    async fn sqlite(options: SqliteConnectOptions, place: &str) -> Result<Store> {
        let open = |cause| Error::Open { place: place.to_owned(), cause };
        let options = options
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .pragma("mmap_size", MAPPED);
        // Connections are never closed for being idle: a database in memory lives as long as its last one.
        let pool =
            || SqlitePoolOptions::new().acquire_timeout(PATIENCE).idle_timeout(None).max_lifetime(None);
        let writer = options.clone().create_if_missing(true);
        let w = pool().max_connections(1).connect_with(writer).await.map_err(open)?;
        MIGRATIONS.run(&w).await.map_err(migration)?;
        let reader = options.read_only(true);
        let r = pool().max_connections(READERS).connect_with(reader).await.map_err(open)?;
        Ok(Store { db: Db::Sqlite { r, w } })
    }

    /// Ends all connections, once what they are doing is done.
    pub async fn close(&self) {
        match &self.db {
            Db::Sqlite { r, w } => {
                r.close().await;
                w.close().await;
            }
            Db::Pg(pool) => pool.close().await,
        }
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
