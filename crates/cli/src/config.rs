//! Configuration: defaults, one TOML file, environment variables (配置).

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use store::Location;
use typeset::Fonts;

/// What can be configured. `GONGKAI_LISTEN`, `GONGKAI_LIMITS__BYTES` and so on override the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// Address and port of the web site.
    pub(crate) listen: SocketAddr,
    /// Data directory; `calendars/` in it holds notices added by the office.
    pub(crate) data: PathBuf,
    /// Address of a PostgreSQL database (`postgres://…`) in place of the one in the data directory.
    pub(crate) database: Option<Database>,
    /// Folder with the office's own fonts (仿宋_GB2312, 方正小标宋 …), preferred to those of the program.
    pub(crate) fonts: Option<PathBuf>,
    /// Limits for files from outside.
    pub(crate) limits: readers::Limits,
    /// Whether and how scanned pages of files named on the command line are read; the site never starts a program.
    pub(crate) recognition: readers::Recognition,
    /// Whose site it is, as its pages say.
    pub(crate) site: web::Site,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: PathBuf::from("data"),
            database: None,
            fonts: None,
            limits: readers::Limits::default(),
            recognition: readers::Recognition::installed(),
            site: web::Site::default(),
        }
    }
}

/// The address of a database. It may hold a password and is never shown.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Database(String);

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Location::of(&self.0).fmt(f)
    }
}

impl Config {
    /// The fonts of pages: the office's own before those of the program.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub(crate) fn load_fonts(&self) -> anyhow::Result<Fonts> {
        Ok(self.fonts.as_deref().map_or_else(|| Ok(Fonts::embedded()), Fonts::with_folder)?)
    }

    /// Where the store is.
    ///
    /// # Errors
    /// When the address of the database is none.
    pub(crate) fn store(&self) -> anyhow::Result<Location> {
        let Some(Database(address)) = &self.database else { return Ok(Location::Folder(self.data.clone())) };
        match Location::of(address) {
            Location::Folder(_) => {
                anyhow::bail!(
                    "数据库地址（database）要以 postgres:// 开头；SQLite 数据库请用 data 指定数据目录"
                )
            }
            server => Ok(server),
        }
    }
}

/// Loads the configuration. A file that is named must exist.
pub(crate) fn load(file: Option<&Path>) -> anyhow::Result<Config> {
    let mut figment = Figment::from(Serialized::defaults(Config::default()));
    if let Some(file) = file {
        anyhow::ensure!(file.is_file(), "没有找到配置文件 {}", file.display());
        figment = figment.merge(Toml::file(file));
    }
    // What is not configuration has the same prefix: the log filter, and what tests and benchmarks are given.
    let variables = Env::prefixed("GONGKAI_").ignore(&["baseline", "bin", "corpus", "log"]).split("__");
    figment.merge(variables).extract().context("配置有误")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_overrides_defaults_and_mistakes_are_said() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("gongkai.toml");
        std::fs::write(&file, "listen = \"127.0.0.1:9000\"\n[limits]\nbytes = 1000\n").unwrap();
        let config = load(Some(&file)).unwrap();
        assert_eq!((config.listen.port(), config.limits.bytes), (9000, 1000));
        std::fs::write(&file, "listn = \"127.0.0.1:9000\"\n").unwrap();
        assert!(format!("{:#}", load(Some(&file)).unwrap_err()).contains("listn"));
        assert!(load(Some(Path::new("/nowhere.toml"))).is_err());
    }

    #[test]
    fn the_database_is_the_data_directory_unless_an_address_is_given() {
        let mut config = Config::default();
        assert_eq!(config.store().unwrap(), Location::Folder("data".into()));
        let address = "postgres://app:secret@db.example/gongkai";
        config.database = Some(Database(address.into()));
        assert_eq!(config.store().unwrap(), Location::Server(address.into()));
        assert!(!format!("{config:?}").contains("secret"), "{config:?}");
        config.database = Some(Database("mysql://db.example".into()));
        assert!(config.store().unwrap_err().to_string().contains("postgres://"));
    }
}
