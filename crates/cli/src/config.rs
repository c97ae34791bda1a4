//! Configuration: defaults, one TOML file, environment variables (配置).

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use figment::Figment;
use figment::error::Kind;
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
    /// Address and port for whoever runs the program: numbers and health, which the public does not reach; none without it.
    pub(crate) operations: Option<SocketAddr>,
    /// Whether the log is JSON, an object to a line.
    pub(crate) json_log: bool,
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
    /// Whose applications are handled, and how the office works.
    pub(crate) office: services::cases::OfficeSettings,
    /// Address of a PostgreSQL database for the keys of cases, in place of `keys/` in the data directory; it must be another
    /// one than that of the cases.
    pub(crate) keys: Option<Database>,
    /// How many files may be attached and how large, and the bucket that keeps them in place of `files/` in the data directory.
    pub(crate) files: services::cases::files::FileSettings,
    /// The virus scanner that looks at them.
    pub(crate) clamd: services::cases::files::Clamd,
    /// The server that takes e-mail.
    pub(crate) mail: services::mail::MailSettings,
    /// Whose site it is, as its pages say.
    pub(crate) site: web::Site,
    /// How sign-ins and sessions are limited.
    pub(crate) people: services::people::Settings,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            operations: None,
            json_log: false,
            data: PathBuf::from("data"),
            database: None,
            fonts: None,
            limits: readers::Limits::default(),
            recognition: readers::Recognition::installed(),
            office: services::cases::OfficeSettings::default(),
            keys: None,
            files: services::cases::files::FileSettings::default(),
            clamd: services::cases::files::Clamd::default(),
            mail: services::mail::MailSettings::default(),
            site: web::Site::default(),
            people: services::people::Settings::default(),
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

    /// Keys of `[site]` that nobody has set, each with what it is.
    pub(crate) fn open_site_keys(&self) -> Vec<String> {
        let (site, open) = (&self.site, web::Site::default());
        let keys = [
            ("name（主办单位）", &site.name, &open.name),
            ("city（所属政府）", &site.city, &open.city),
            ("address（地址）", &site.address, &open.address),
            ("contact（咨询电话和时间）", &site.contact, &open.contact),
            ("code（网站标识码）", &site.code, &open.code),
            ("licence（备案号）", &site.licence, &open.licence),
            ("domain（域名）", &site.domain, &open.domain),
        ];
        keys.into_iter().filter(|(_, set, open)| set == open).map(|(key, ..)| key.to_owned()).collect()
    }

    /// Where the keys of cases are: never in the database of the cases.
    ///
    /// # Errors
    /// When the address is none, or that of the cases.
    pub(crate) fn keys(&self, data: Option<&Path>) -> anyhow::Result<Location> {
        let Some(Database(address)) = &self.keys else {
            return Ok(Location::Folder(self.secrets(data)));
        };
        let cases = self.database.as_ref().is_some_and(|Database(cases)| cases == address);
        anyhow::ensure!(!cases, "密钥数据库（keys）不能与案件数据库（database）是同一个");
        match Location::of(address) {
            Location::Folder(_) => anyhow::bail!("密钥数据库（keys）的地址要以 postgres:// 开头"),
            server => Ok(server),
        }
    }

    /// The folder of the secrets.
    pub(crate) fn secrets(&self, data: Option<&Path>) -> PathBuf {
        data.unwrap_or(&self.data).join("keys")
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
    figment = texts(&variables).into_iter().fold(figment.merge(variables), Figment::merge);
    figment.extract().map_err(|errors| {
        let sentences: Vec<String> = errors.into_iter().map(|error| fault(&error)).collect();
        anyhow!(sentences.join("\n"))
    })
}

/// The variables that are texts, as they are: 网站标识码 is a text of ten digits, and a folder may be called 2025.
fn texts(variables: &Env) -> Vec<(String, String)> {
    let defaults = serde_json::to_value(Config::default()).unwrap_or_default();
    let is_text = |key: &str| {
        let default = key.split('.').fold(&defaults, |value, name| &value[name]);
        default.is_string() || default.is_null()
    };
    let texts = variables.iter().map(|(key, text)| (key.as_str().to_owned(), text));
    texts.filter(|(key, text)| is_text(key) && !text.starts_with('"')).collect()
}

/// What is wrong with the configuration, and where it is set.
fn fault(error: &figment::Error) -> String {
    let key = error.path.join(".");
    let file = error.metadata.as_ref().and_then(|metadata| match &metadata.source {
        Some(figment::Source::File(file)) => Some(file.display()),
        _ => None,
    });
    let at = |key: &str| match &file {
        Some(file) => format!("配置文件 {file} 里的 {key} "),
        None => format!("环境变量 GONGKAI_{} ", key.to_uppercase().replace('.', "__")),
    };
    match &error.kind {
        Kind::UnknownField(name, known) => {
            let section = error.path.iter().take(error.path.len().saturating_sub(1));
            let key: Vec<&str> = section.map(String::as_str).chain([name.as_str()]).collect();
            format!("{}不是配置项，可以写：{}", at(&key.join(".")), known.join("、"))
        }
        Kind::InvalidType(_, expected) if expected.contains("string") => {
            format!("{}的值要写成文字，加上引号", at(&key))
        }
        Kind::InvalidType(_, expected) if expected.contains("bool") => {
            format!("{}的值要写成 true 或 false", at(&key))
        }
        _ if key == "listen" || key == "operations" => {
            format!("{}的值要写成地址:端口，如 127.0.0.1:8080", at(&key))
        }
        Kind::InvalidType(..) | Kind::InvalidValue(..) => format!("{}的值要写成数字", at(&key)),
        kind if key.is_empty() => match &file {
            Some(file) => format!("配置文件 {file} 不是 TOML：{kind}"),
            None => format!("环境变量 GONGKAI_… 有误：{kind}"),
        },
        kind => format!("{}的值不对：{kind}", at(&key)),
    }
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
        let cases = [
            (
                "listn = \"127.0.0.1:9000\"",
                "里的 listn 不是配置项，可以写：listen、operations、json_log、data",
                "a key that is none",
            ),
            ("[site]\nnam = \"甲市\"", "里的 site.nam 不是配置项，可以写：name", "a key of a section"),
            ("listen = \"9000\"", "里的 listen 的值要写成地址:端口", "a value that is none"),
            ("[site]\ncode = 3300000001", "里的 site.code 的值要写成文字，加上引号", "a text without quotes"),
            ("[site]\nfindings = \"是\"", "的值要写成 true 或 false", "neither yes nor no"),
            ("[limits]\nbytes = \"20MB\"", "里的 limits.bytes 的值要写成数字", "a number with its unit"),
            ("listen 9000", "不是 TOML", "no TOML"),
        ];
        for (text, words, why) in cases {
            std::fs::write(&file, text).unwrap();
            let said = load(Some(&file)).unwrap_err().to_string();
            assert!(said.contains(words) && said.contains("gongkai.toml"), "{why}: {said}");
        }
        assert!(load(Some(Path::new("/nowhere.toml"))).is_err());
    }

    #[test]
    fn the_database_is_the_data_directory_unless_an_address_is_given() {
        let mut config = Config::default();
        assert_eq!(config.store().unwrap(), Location::Folder("data".into()));
        let address = "postgres://app:hush-hush@db.example/gongkai";
        config.database = Some(Database(address.into()));
        assert_eq!(config.store().unwrap(), Location::Server(address.into()));
        config.files.secret_key = "hush-hush".into();
        config.mail.password = "hush-hush".into();
        assert!(!format!("{config:?}").contains("hush-hush"), "{config:?}");
        config.database = Some(Database("mysql://db.example".into()));
        assert!(config.store().unwrap_err().to_string().contains("postgres://"));
    }

    /// The keys of an object, those of objects in it with dots.
    fn keys(of: &serde_json::Value, before: &str) -> Vec<String> {
        let keys = of.as_object().into_iter().flatten().flat_map(|(key, value)| {
            let key = format!("{before}{key}");
            if value.is_object() { keys(value, &format!("{key}.")) } else { vec![key] }
        });
        keys.collect()
    }

    #[test]
    fn every_key_is_documented_with_its_variable_and_its_default() {
        let document = include_str!("../../../docs/configuration.md");
        let defaults = serde_json::to_value(Config::default()).unwrap();
        let keys = keys(&defaults, "");
        assert!(keys.len() > 20, "{keys:?}");
        for key in &keys {
            let variable = format!("GONGKAI_{}", key.to_uppercase().replace('.', "__"));
            let line = format!("| `{key}` | `{variable}` |");
            assert!(document.contains(&line), "{line}");
            let name = key.rsplit('.').next().unwrap();
            assert!(document.contains(&format!("{name} = ")), "{key} is not in the sample");
        }
        let sample = document.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let sample = Figment::from(Serialized::defaults(Config::default())).merge(Toml::string(sample));
        let sample: Config = sample.extract().unwrap();
        assert_eq!(serde_json::to_value(sample).unwrap(), defaults, "the sample says what holds without it");
    }

    #[test]
    fn a_site_that_nobody_has_named_says_which_keys_to_set() {
        let mut config = Config::default();
        assert_eq!(config.open_site_keys().len(), 7);
        config.site.name = "云州市政务公开办公室".into();
        let open = config.open_site_keys();
        assert!(open.len() == 6 && open[0].starts_with("city"), "{open:?}");
        config.site = web::Site::demo();
        assert_eq!(config.open_site_keys(), Vec::<String>::new());
    }
}
