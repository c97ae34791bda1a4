//! The office whose cases a data directory or a database holds (办件数据), opened for a command.

use std::path::Path;
use std::sync::Arc;

use anyhow::ensure;
use services::cases::{Cases, OfficeSettings};
use store::vault::Vault;
use store::{Location, Store};

use crate::config::Config;

/// Where cases and reports are: the folder that is named, or what is configured.
pub(crate) fn location(config: &Config, data: Option<&Path>) -> anyhow::Result<Location> {
    data.map_or_else(|| config.store(), |folder| Ok(Location::Folder(folder.to_owned())))
}

/// The same, for a command that needs what is there already.
pub(crate) fn existing(config: &Config, data: Option<&Path>) -> anyhow::Result<Location> {
    let place = location(config, data)?;
    if let Location::Folder(folder) = &place {
        ensure!(folder.is_dir(), "没有数据目录 {}", folder.display());
    }
    Ok(place)
}

/// The keys, which are never in the database of what they seal.
pub(crate) async fn vault(config: &Config, data: Option<&Path>) -> anyhow::Result<Vault> {
    Ok(Vault::open(&config.keys(data)?, &config.secrets(data)).await?)
}

/// The cases of a store, with its files and fonts.
pub(crate) fn cases(
    config: &Config,
    data: Option<&Path>,
    store: Store,
    vault: Vault,
) -> anyhow::Result<Cases> {
    let files = config.files.open(&data.unwrap_or(&config.data).join("files"))?;
    let cases = Cases::new(store, vault, config.office.clone(), crate::calendar::load(config)?);
    let cases = cases.with_files(files, config.files.clone(), config.limits, config.clamd.clone());
    Ok(cases.with_fonts(Arc::new(config.load_fonts()?)))
}

/// Everything that a command needs to work with cases that are there. Must be called inside a Tokio runtime.
pub(crate) async fn open(config: &Config, data: Option<&Path>) -> anyhow::Result<Cases> {
    let is_named = config.office != OfficeSettings::default();
    ensure!(is_named, "没有配置办理申请的机关（office.organ）：请用 --config 指定机关的配置文件");
    let store = Store::open(&existing(config, data)?).await?;
    let vault = vault(config, data).await?;
    cases(config, data, store, vault)
}
