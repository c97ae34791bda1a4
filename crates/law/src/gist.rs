//! What each article says, in our own words, from `articles.toml`.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::article::Article;

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let list: List =
        toml::from_str(include_str!("../articles.toml")).expect("a test reads articles.toml in every build");
    list.article
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    article: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    statute: String,
    article: u16,
    #[serde(default)]
    paragraph: u16,
    since: Date,
    says: String,
}

impl Entry {
    /// Whether the entry is about this article; entries speak of paragraphs, not of items.
    fn is_about(&self, article: Article) -> bool {
        self.statute == article.statute.key
            && self.article == article.article
            && self.paragraph == article.paragraph
    }
}

impl Article {
    /// One line on what the article said on a day, in our own words; `None` if this crate does not use the
    /// article or its line did not hold yet.
    pub fn gist(self, on: Date) -> Option<&'static str> {
        ENTRIES
            .iter()
            .filter(|entry| entry.is_about(self) && entry.since <= on)
            .max_by_key(|entry| entry.since)
            .map(|entry| entry.says.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use jiff::civil::date;

    use super::*;
    use crate::article::{holidays, ogi2007, ogi2019};

    #[test]
    fn a_gist_is_the_one_of_the_day() {
        assert!(holidays(2, 0).gist(date(2024, 12, 31)).is_some_and(|says| says.starts_with("Eleven")));
        assert!(holidays(2, 0).gist(date(2025, 1, 1)).is_some_and(|says| says.starts_with("Thirteen")));
        assert_eq!(ogi2019(49, 1).gist(date(2019, 5, 14)), None, "before the revision took effect");
        assert_eq!(ogi2007(1, 0).gist(date(2010, 1, 1)), None, "no rule here uses it");
        assert!(ogi2019(50, 1).at_item(4).gist(date(2020, 1, 1)).is_some());
    }

    #[test]
    fn every_listed_article_is_used_and_every_used_article_is_listed() {
        let listed: BTreeSet<_> =
            ENTRIES.iter().map(|entry| (entry.statute.clone(), entry.article, entry.paragraph)).collect();
        let (mut here, mut anywhere) = (BTreeSet::new(), BTreeSet::new());
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        collect_citations(&own.join("src"), &mut here);
        let unlisted: Vec<_> = here.difference(&listed).collect();
        assert!(unlisted.is_empty(), "used here and not listed: {unlisted:?}");
        collect_citations(&own.join(".."), &mut anywhere);
        let cited: BTreeSet<_> =
            anywhere.iter().map(|(statute, article, _)| (statute.as_str(), *article)).collect();
        let unused: Vec<_> = listed.iter().filter(|one| !cited.contains(&(one.0.as_str(), one.1))).collect();
        assert!(unused.is_empty(), "listed and used nowhere: {unused:?}");
    }

    /// Every `ogi2019(49, 1)` and the like that a rule is written with; tests do not count as rules.
    fn collect_citations(folder: &Path, into: &mut BTreeSet<(String, u16, u16)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_other = ["tests", "node_modules", "dist"].iter().any(|name| path.ends_with(name));
            if path.is_dir() && !is_other {
                collect_citations(&path, into);
            }
            let is_source = path.extension().is_some_and(|ending| ending == "rs");
            if !is_source || path.ends_with("article.rs") || path.ends_with("gist.rs") {
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            let source = source.split("#[cfg(test)]").next().unwrap_or_default();
            for key in ["ogi2007", "ogi2019", "holidays"] {
                for (at, _) in source.match_indices(&format!("{key}(")) {
                    let call = &source[at + key.len() + 1..];
                    let call = &call[..call.find(')').unwrap()];
                    let numbers: Vec<u16> =
                        call.split(',').filter_map(|part| part.trim().parse().ok()).collect();
                    if let [article, paragraph] = numbers[..] {
                        into.insert((key.to_owned(), article, paragraph));
                    }
                }
            }
        }
    }
}
