//! A PostgreSQL server of our own, for as long as a test runs.

use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{fs, io};

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::{Location, Store};
use tempfile::TempDir;

/// The folder of the server's programs: the latest version that is installed.
pub(crate) fn binaries() -> Option<PathBuf> {
    let installed = fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|entry| entry.path().join("bin"));
    let mut installed: Vec<PathBuf> = installed.filter(|bin| bin.join("initdb").is_file()).collect();
    installed.sort();
    installed.pop()
}

/// A running server, gone with its value.
pub(crate) struct Server {
    binaries: PathBuf,
    folder: TempDir,
    port: u16,
    databases: AtomicU32,
}

impl Server {
    /// Starts a server whose database `template` has the tables.
    pub(crate) fn start() -> io::Result<Server> {
        Server::start_with("off")
    }

    /// Starts a server that waits for the disk, `on`, or does not, `off`.
    pub(crate) fn start_with(fsync: &str) -> io::Result<Server> {
        let binaries = binaries().ok_or(io::ErrorKind::NotFound)?;
        let folder = tempfile::tempdir()?;
        // A port that is free now; the server takes it at once.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Server { binaries, folder, port, databases: AtomicU32::new(0) };
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(server.folder.path()))?;
        }
        let at = server.folder.path().display().to_string();
        server.run(&format!(
            "initdb -D {at}/data -U app -A trust -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions"
        ))?;
        server.begin(fsync)?;
        server.make_template().map_err(io::Error::other)?;
        Ok(server)
    }

    /// Starts the server once it is set up, or again.
    pub(crate) fn begin(&self, fsync: &str) -> io::Result<()> {
        let (at, port) = (self.folder.path().display(), self.port);
        self.run(&format!(
            "pg_ctl -D {at}/data -w -l {at}/log start \
             -o '-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={at} -c fsync={fsync}'"
        ))
    }

    /// Ends the server as if its machine had failed.
    pub(crate) fn fail(&self) -> io::Result<()> {
        self.run(&format!("pg_ctl -D {}/data -m immediate -w stop", self.folder.path().display()))
    }

    #[tokio::main(flavor = "current_thread")]
    async fn make_template(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let mut connection = PgConnection::connect(&self.address("postgres")).await?;
        sqlx::query("create database template").execute(&mut connection).await?;
        Store::open(&Location::Server(self.address("template"))).await?.close().await;
        Ok(())
    }

    /// The address of a database.
    pub(crate) fn address(&self, database: &str) -> String {
        format!("postgres://app@127.0.0.1:{}/{database}", self.port)
    }

    /// The address of a new database with empty tables.
    pub(crate) async fn database(&self) -> sqlx::Result<String> {
        let name = format!("t{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(&self.address("postgres")).await?;
        let create = format!("create database {name} template template");
        sqlx::query(AssertSqlSafe(create)).execute(&mut connection).await?;
        Ok(self.address(&name))
    }

    /// The address of a new database without any tables.
    pub(crate) async fn empty_database(&self, name: &str) -> sqlx::Result<String> {
        let mut connection = PgConnection::connect(&self.address("postgres")).await?;
        sqlx::query(AssertSqlSafe(format!("create database {name}"))).execute(&mut connection).await?;
        Ok(self.address(name))
    }

    /// Runs a program of the server, which refuses to be run by root.
    fn run(&self, line: &str) -> io::Result<()> {
        let line = format!("{}/{line}", self.binaries.display());
        match is_root() {
            true => run(Command::new("su").args(["postgres", "-c", &line])),
            false => run(Command::new("sh").args(["-c", &line])),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Where it cannot be stopped it ends by itself when its folder is gone.
        self.fail().ok();
    }
}

fn run(command: &mut Command) -> io::Result<()> {
    // Its output goes nowhere: the server would keep a pipe open after the command has ended.
    let output = command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = output.status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("{command:?}: {status}"))) }
}

fn is_root() -> bool {
    fs::metadata(Path::new("/proc/self")).is_ok_and(|about| about.uid() == 0)
}
