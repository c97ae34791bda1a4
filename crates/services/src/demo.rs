//! The demonstration: reports of an invented city, inside the program (演示数据).

use jiff::Timestamp;
use readers::Limits;
use reporting::report::Report;
use reporting::tree::Tree;
use rust_embed::RustEmbed;
use store::Store;

use crate::import::{self, Content, Options, Source};
use crate::people;

#[derive(RustEmbed)]
#[folder = "../../demo"]
#[include = "reports/*"]
#[include = "tree.toml"]
struct Demo;

/// Files of the demonstration, by name.
pub fn files() -> impl Iterator<Item = (String, Vec<u8>)> {
    Demo::iter().filter_map(|path| {
        let name = path.strip_prefix("reports/")?.to_owned();
        Some((name, Demo::get(&path)?.data.into_owned()))
    })
}

/// One file of the demonstration.
pub fn file(name: &str) -> Option<Vec<u8>> {
    Demo::get(&format!("reports/{name}")).map(|file| file.data.into_owned())
}

/// What every report of the demonstration says of itself.
const MARK: &str = "【演示】";

/// Whether a report says that it is invented.
pub(crate) fn is_invented(report: &Report) -> bool {
    report.title.as_ref().is_some_and(|title| title.contains(MARK))
        || report.paragraphs().any(|(_, paragraph)| paragraph.text().contains(MARK))
}

/// A store in memory that holds the demonstration. `at` is when it came in.
///
/// # Errors
/// When the database fails.
pub async fn store(limits: &Limits, at: Timestamp) -> store::Result<Store> {
    let store = Store::in_memory().await?;
    fill(&store, limits, at).await?;
    Ok(store)
}

/// Lays the demonstration into an empty store.
///
/// # Errors
/// When the database fails.
pub async fn fill(store: &Store, limits: &Limits, at: Timestamp) -> store::Result<()> {
    let tree =
        Demo::get("tree.toml").and_then(|file| Tree::parse(std::str::from_utf8(&file.data).ok()?).ok());
    let sources = files().map(|(name, bytes)| Source { name, content: Content::Bytes(bytes) }).collect();
    let options = Options { tree, agency: None, correction: None, takes_invented: true, limits: *limits, at };
    for row in import::import(store, sources, &options, |_| {}).await? {
        if let Err(reason) = &row.put {
            tracing::warn!(file = %row.file, %reason, "left out of the column");
        }
    }
    if let Err(error) = people::demo::lay_in(store, at).await {
        tracing::warn!(%error, "nobody can sign in to the demonstration");
    }
    Ok(())
}
