//! Which authority belongs to which (机关层级): the tree by which reports are added up, with the changes of its years.
//!
//! Read from one TOML file, docs/organ-tree.md. An authority belongs to one parent in a year, so nothing below it is
//! ever counted twice.

use std::collections::HashMap;
use std::fmt;

use crate::text::squash;

mod parse;

/// An authority in the tree (机关).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organ {
    /// A stable piece of addresses: lower-case letters, digits, hyphens.
    pub id: String,
    /// The official name (规范名称).
    pub name: String,
    /// Short or former names under which reports are found too (简称、曾用名).
    pub aliases: Vec<String>,
    /// The id of the authority it belongs to (上级机关); none for a root.
    pub parent: Option<String>,
    /// First report year in which it exists, its parent's where it names none itself.
    pub since: Option<i16>,
    /// Last report year in which it exists, its parent's where it names none itself.
    pub until: Option<i16>,
    /// Whether its figures are part of its parent's report (汇总范围).
    pub included: bool,
}

/// The tree of authorities (机关层级).
#[derive(Debug, Clone, Default)]
pub struct Tree {
    organs: Vec<Organ>,
    by_id: HashMap<String, usize>,
    /// Official and other names as comparison sees them; several when the years differ.
    by_name: HashMap<String, Vec<usize>>,
    children: HashMap<String, Vec<usize>>,
}

/// All that is wrong with the file of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadTree {
    /// The faults in the order of the file; never empty.
    pub faults: Vec<Fault>,
}

/// One thing that is wrong with the file of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its line, from 1, where there is one.
    pub line: Option<usize>,
    /// What is wrong and what to do, in one sentence.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "第{line}行：{}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl fmt::Display for BadTree {
    /// One fault a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.faults.iter().map(Fault::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for BadTree {}

impl Organ {
    /// Whether it exists in a report year.
    pub fn exists_in(&self, year: i16) -> bool {
        self.since.is_none_or(|since| since <= year) && self.until.is_none_or(|until| year <= until)
    }

    /// Its names as comparison sees them: the official one first.
    fn keys(&self) -> impl Iterator<Item = String> {
        std::iter::once(&self.name).chain(&self.aliases).map(|name| squash(name))
    }
}

impl Tree {
    /// Reads a tree from the text of its file (docs/organ-tree.md).
    ///
    /// # Errors
    /// All faults at once: values that cannot be read, an unknown parent, a circle, an id or a name given twice.
    pub fn parse(text: &str) -> Result<Tree, BadTree> {
        parse::organs(text).map(Tree::new)
    }

    /// Organs without faults, as a tree.
    fn new(organs: Vec<Organ>) -> Tree {
        let mut tree = Tree::default();
        for (at, organ) in organs.iter().enumerate() {
            tree.by_id.insert(organ.id.clone(), at);
            for key in organ.keys() {
                let known = tree.by_name.entry(key).or_default();
                if !known.contains(&at) {
                    known.push(at);
                }
            }
            if let Some(parent) = &organ.parent {
                tree.children.entry(parent.clone()).or_default().push(at);
            }
        }
        Tree { organs, ..tree }
    }

    /// All authorities, in the order of the file.
    pub fn organs(&self) -> &[Organ] {
        &self.organs
    }

    /// The authority with an id.
    pub fn get(&self, id: &str) -> Option<&Organ> {
        self.by_id.get(id).map(|at| &self.organs[*at])
    }

    /// The authority that has a name or an alias in a report year; without a year the one that has it last.
    ///
    /// Spaces, full-width forms and traditional characters make no difference.
    pub fn named(&self, name: &str, year: Option<i16>) -> Option<&Organ> {
        let known = self.by_name.get(&squash(name))?.iter().map(|at| &self.organs[*at]);
        match year {
            Some(year) => known.into_iter().find(|organ| organ.exists_in(year)),
            None => known.max_by_key(|organ| organ.until.unwrap_or(i16::MAX)),
        }
    }

    /// Those that belong to an authority directly, whatever the year and whether summed or not.
    pub fn children(&self, id: &str) -> impl Iterator<Item = &Organ> {
        self.children.get(id).into_iter().flatten().map(|at| &self.organs[*at])
    }

    /// Those whose reports make up the report of an authority for a year (汇总成员).
    pub fn members(&self, id: &str, year: i16) -> impl Iterator<Item = &Organ> {
        self.children(id).filter(move |organ| organ.included && organ.exists_in(year))
    }

    /// The authorities from the root to this one; empty for an unknown id.
    pub fn path(&self, id: &str) -> Vec<&Organ> {
        let mut path: Vec<&Organ> =
            std::iter::successors(self.get(id), |organ| self.get(organ.parent.as_deref()?)).collect();
        path.reverse();
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CITY: &str = r#"
[[organ]]
id = "yun"
name = "云州市人民政府"

[[organ]]
id = "yun-wjw"
name = "云州市卫生健康委员会"
aliases = ["云州市卫健委"]
parent = "yun"

[[organ]]
id = "yun-wsj"
name = "云州市卫生局"
parent = "yun"
until = 2020

[[organ]]
id = "wenlan"
name = "文澜区人民政府"
parent = "yun"
since = 2021

[[organ]]
id = "qingxi"
name = "青溪镇人民政府"
parent = "wenlan"

[[organ]]
id = "yun-gas"
name = "云州市燃气公司"
parent = "yun"
included = false
"#;

    fn ids<'t>(organs: impl IntoIterator<Item = &'t Organ>) -> Vec<&'t str> {
        organs.into_iter().map(|organ| organ.id.as_str()).collect()
    }

    #[test]
    fn an_authority_is_found_by_each_of_its_names() {
        let tree = Tree::parse(CITY).unwrap();
        for (name, id, why) in [
            ("云州市卫生健康委员会", Some("yun-wjw"), "the official name"),
            ("云州市卫健委", Some("yun-wjw"), "an alias"),
            ("雲州市 衛生健康委員會", Some("yun-wjw"), "traditional characters and a space"),
            ("文澜区", None, "part of a name is another name"),
        ] {
            assert_eq!(tree.named(name, Some(2024)).map(|organ| organ.id.as_str()), id, "{why}");
        }
        assert!(tree.named("云州市卫生局", Some(2024)).is_none(), "it existed until 2020");
        assert!(tree.named("云州市卫生局", None).is_some());
    }

    #[test]
    fn members_are_those_of_the_year_that_are_added_up() {
        let tree = Tree::parse(CITY).unwrap();
        assert_eq!(ids(tree.members("yun", 2019)), ["yun-wjw", "yun-wsj"]);
        assert_eq!(ids(tree.members("yun", 2024)), ["yun-wjw", "wenlan"], "the town comes with its district");
        assert_eq!(ids(tree.children("yun")), ["yun-wjw", "yun-wsj", "wenlan", "yun-gas"]);
        assert_eq!(ids(tree.path("qingxi")), ["yun", "wenlan", "qingxi"]);
        assert!(tree.path("nobody").is_empty());
    }

    #[test]
    fn years_that_an_authority_does_not_name_are_those_of_its_parent() {
        let tree = Tree::parse(CITY).unwrap();
        let town = tree.get("qingxi").unwrap();
        assert!(!town.exists_in(2020) && town.exists_in(2021));
    }
}
