//! The office whose cases a data directory or a database holds (办件数据), opened for a command.

use std::path::Path;
use std::sync::Arc;

use services::cases::Cases;
use store::vault::Vault;
use store::{Location, Store};

use crate::config::Config;

/// Where cases and reports are: the folder that is named, or what is configured.
pub(crate) fn location(config: &Config, data: Option<&Path>) -> anyhow::Result<Location> {
    data.map_or_else(|| config.store(), |folder| Ok(Location::Folder(folder.to_owned())))
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

/// Everything that a command needs to work with cases. Must be called inside a Tokio runtime.
pub(crate) async fn open(config: &Config, data: Option<&Path>) -> anyhow::Result<Cases> {
    let store = Store::open(&location(config, data)?).await?;
    let vault = vault(config, data).await?;
    cases(config, data, store, vault)
}
