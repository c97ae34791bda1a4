//! The file of a tree, with the line of everything that is wrong in it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{BadTree, Fault, Organ};

/// Keys of an `[[organ]]`.
const KEYS: [&str; 7] = ["id", "name", "aliases", "parent", "since", "until", "included"];

/// Years that a report may be about, with room to come.
const YEARS: std::ops::RangeInclusive<i64> = 2008..=2200;

/// An organ with the places of its values in the file.
struct Draft {
    organ: Organ,
    at: usize,
    /// Where the parent, the first and the last year are given.
    parent_at: usize,
    years_at: usize,
}

/// The organs of a file.
pub(super) fn organs(text: &str) -> Result<Vec<Organ>, BadTree> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, faults: Vec::new() };
    // What follows the first slip of the pen is mostly its echo.
    if let Some(error) = errors.first() {
        let at = error.span().map_or(0, |span| span.start);
        reader.fault(at, format!("TOML 写法有误，请检查引号、括号和等号（{}）", error.message()));
        return Err(reader.bad());
    }
    let mut drafts = reader.drafts(root.get_ref());
    if drafts.is_empty() && reader.faults.is_empty() {
        reader.faults.push(Fault {
            line: None, message: "文件里没有机关，请至少写一个 [[organ]]".into()
        });
    }
    reader.ids(&drafts);
    let by_id: HashMap<String, usize> =
        drafts.iter().enumerate().rev().map(|(at, draft)| (draft.organ.id.clone(), at)).collect();
    let parents: Vec<Option<usize>> = drafts
        .iter()
        .map(|draft| draft.organ.parent.as_ref().and_then(|parent| by_id.get(parent).copied()))
        .collect();
    reader.parents(&drafts, &parents);
    if reader.circles(&drafts, &parents) {
        return Err(reader.bad());
    }
    reader.years(&mut drafts, &parents);
    reader.names(&drafts);
    if reader.faults.is_empty() {
        Ok(drafts.into_iter().map(|draft| draft.organ).collect())
    } else {
        Err(reader.bad())
    }
}

type Value<'t> = Spanned<DeValue<'t>>;

struct Reader<'t> {
    text: &'t str,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn line(&self, at: usize) -> usize {
        1 + self.text.bytes().take(at).filter(|byte| *byte == b'\n').count()
    }

    fn fault(&mut self, at: usize, message: String) {
        let line = Some(self.line(at));
        self.faults.push(Fault { line, message });
    }

    fn bad(mut self) -> BadTree {
        self.faults.sort_by_key(|fault| fault.line);
        BadTree { faults: self.faults }
    }

    fn drafts(&mut self, root: &DeTable<'_>) -> Vec<Draft> {
        for key in root.keys().filter(|key| key.get_ref() != "organ") {
            self.fault(
                key.span().start,
                format!("“{}”不是机关层级文件的内容，只写 [[organ]]", key.get_ref()),
            );
        }
        let Some(list) = root.get("organ") else { return Vec::new() };
        let tables: Option<Vec<(&DeTable<'_>, Range<usize>)>> = list.get_ref().as_array().and_then(|list| {
            list.iter().map(|value| Some((value.get_ref().as_table()?, value.span()))).collect()
        });
        let Some(tables) = tables else {
            self.fault(list.span().start, "机关要写成 [[organ]]，每个机关一段".into());
            return Vec::new();
        };
        tables.into_iter().filter_map(|(table, span)| self.draft(table, span.start)).collect()
    }

    fn draft(&mut self, table: &DeTable<'_>, at: usize) -> Option<Draft> {
        for key in table.keys().filter(|key| !KEYS.contains(&key.get_ref().as_ref())) {
            let known = KEYS.join("、");
            self.fault(key.span().start, format!("不认识“{}”，可以写的是{known}", key.get_ref()));
        }
        let at_of = |key: &str| table.get(key).map(|value| value.span().start);
        let at = at_of("id").unwrap_or(at);
        let id = self.text_of(table, "id");
        let name = self.text_of(table, "name");
        for (key, missing) in [("id", "代号（id）"), ("name", "名称（name）")] {
            if !table.contains_key(key) {
                self.fault(at, format!("机关没有写{missing}"));
            }
        }
        let organ = Organ {
            id: id.unwrap_or_default(),
            name: name.unwrap_or_default(),
            aliases: self.aliases(table),
            parent: self.text_of(table, "parent"),
            since: self.year(table, "since"),
            until: self.year(table, "until"),
            included: self.included(table),
        };
        if let (Some(since), Some(until)) = (organ.since, organ.until)
            && until < since
        {
            let at = at_of("until").unwrap_or(at);
            self.fault(at, format!("“{}”的最后年度{until}早于最初年度{since}", organ.name));
        }
        let years_at = at_of("since").or(at_of("until")).unwrap_or(at);
        let sound = !organ.id.is_empty() && !organ.name.is_empty();
        sound.then(|| Draft { organ, at, parent_at: at_of("parent").unwrap_or(at), years_at })
    }

    fn text_of(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        let text = value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty());
        if text.is_none() {
            self.fault(value.span().start, format!("{key} 要写成引号里的文字，不能空着"));
        }
        text.map(str::to_owned)
    }

    fn aliases(&mut self, table: &DeTable<'_>) -> Vec<String> {
        let Some(value) = table.get("aliases") else { return Vec::new() };
        let texts = |list: &[Value<'_>]| -> Option<Vec<String>> {
            let text = |value: &Value<'_>| {
                value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
            };
            list.iter().map(text).collect()
        };
        let aliases = value.get_ref().as_array().and_then(|list| texts(list));
        if aliases.is_none() {
            self.fault(
                value.span().start,
                "aliases 要写成方括号里的名称，如 [\"卫健委\", \"卫计委\"]".into(),
            );
        }
        aliases.unwrap_or_default()
    }

    fn year(&mut self, table: &DeTable<'_>, key: &str) -> Option<i16> {
        let value = table.get(key)?;
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse::<i64>().ok());
        let year = number.filter(|year| YEARS.contains(year)).and_then(|year| i16::try_from(year).ok());
        if year.is_none() {
            self.fault(value.span().start, format!("{key} 要写成报告年度，如 2024"));
        }
        year
    }

    fn included(&mut self, table: &DeTable<'_>) -> bool {
        let Some(value) = table.get("included") else { return true };
        let included = value.get_ref().as_bool();
        if included.is_none() {
            self.fault(value.span().start, "included 只能写 true（计入上级）或 false（不计入上级）".into());
        }
        included.unwrap_or(true)
    }

    /// Ids that are no ids, and ids given twice.
    fn ids(&mut self, drafts: &[Draft]) {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for Draft { organ, at, .. } in drafts {
            let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            let sound =
                organ.id.chars().all(letter) && !organ.id.starts_with('-') && !organ.id.ends_with('-');
            if !sound {
                let id = &organ.id;
                self.fault(*at, format!("代号“{id}”只能用小写字母、数字和中间的连字符，如 yunzhou-wjw"));
            }
            if let Some(first) = seen.get(organ.id.as_str()) {
                let line = self.line(*first);
                self.fault(*at, format!("代号“{}”在第{line}行已经用过，请换一个", organ.id));
            } else {
                seen.insert(&organ.id, *at);
            }
        }
    }

    /// Parents that nobody has written down.
    fn parents(&mut self, drafts: &[Draft], parents: &[Option<usize>]) {
        for (draft, found) in drafts.iter().zip(parents) {
            if let (Some(parent), None) = (&draft.organ.parent, found) {
                let name = &draft.organ.name;
                self.fault(draft.parent_at, format!("“{name}”的上级“{parent}”不在文件里，请核对代号"));
            }
        }
    }

    /// Organs that are above themselves: each circle is named once.
    fn circles(&mut self, drafts: &[Draft], parents: &[Option<usize>]) -> bool {
        // Organs from which the way up is known to end, or whose circle has been named.
        let mut settled: HashSet<usize> = HashSet::new();
        let mut found = false;
        for start in 0..drafts.len() {
            let (mut way, mut on_way) = (Vec::new(), HashSet::new());
            let mut next = Some(start);
            while let Some(at) = next.filter(|at| !settled.contains(at)) {
                if !on_way.insert(at) {
                    found = true;
                    let from = way.iter().position(|other| *other == at).unwrap_or(0);
                    let names: Vec<&str> =
                        way[from..].iter().chain([&at]).map(|at| drafts[*at].organ.name.as_str()).collect();
                    let message = format!("上级关系绕成一圈：{}，请改正其中一个上级", names.join(" → "));
                    self.fault(drafts[at].parent_at, message);
                    break;
                }
                way.push(at);
                next = parents[at];
            }
            settled.extend(way);
        }
        found
    }

    /// Years that are not given are those of the parent; years given must be years of the parent.
    fn years(&mut self, drafts: &mut [Draft], parents: &[Option<usize>]) {
        let given: Vec<_> = drafts.iter().map(|draft| (draft.organ.since, draft.organ.until)).collect();
        for at in 0..drafts.len() {
            let above: Vec<usize> = std::iter::successors(parents[at], |at| parents[*at]).collect();
            let since = above.iter().filter_map(|at| given[*at].0).max();
            let until = above.iter().filter_map(|at| given[*at].1).min();
            let (own_since, own_until) = given[at];
            let early = since.is_some_and(|since| {
                own_since.is_some_and(|own| own < since) || own_until.is_some_and(|own| own < since)
            });
            let late = until.is_some_and(|until| {
                own_until.is_some_and(|own| own > until) || own_since.is_some_and(|own| own > until)
            });
            if early || late {
                let words = match (since, until) {
                    (Some(since), Some(until)) => format!("只在{since}至{until}年度存在"),
                    (Some(since), None) => format!("{since}年度才有"),
                    (None, until) => format!("只到{}年度", until.unwrap_or_default()),
                };
                let (name, at) = (&drafts[at].organ.name, drafts[at].years_at);
                self.fault(at, format!("“{name}”的年度超出上级：上级{words}"));
            }
            let organ = &mut drafts[at].organ;
            organ.since = own_since.or(since);
            organ.until = own_until.or(until);
        }
    }

    /// Names that two organs have in the same year: a report could not be told to be the one's or the other's.
    fn names(&mut self, drafts: &[Draft]) {
        let mut known: HashMap<String, Vec<&Draft>> = HashMap::new();
        for draft in drafts {
            let mut keys: Vec<String> = draft.organ.keys().collect();
            keys.sort_unstable();
            keys.dedup();
            for key in keys {
                let others = known.entry(key).or_default();
                if let Some(other) = others.iter().find(|other| overlap(&other.organ, &draft.organ)) {
                    let line = self.line(other.at);
                    let (name, first) = (&draft.organ.name, &other.organ.name);
                    let message = format!(
                        "“{name}”与第{line}行“{first}”的名称或简称相同，请区别开，或用 since、until 写明各自的年度"
                    );
                    self.fault(draft.at, message);
                }
                others.push(draft);
            }
        }
    }
}

/// Whether there is a year in which both exist.
fn overlap(one: &Organ, other: &Organ) -> bool {
    let starts = one.since.max(other.since).unwrap_or(i16::MIN);
    let ends = one.until.unwrap_or(i16::MAX).min(other.until.unwrap_or(i16::MAX));
    starts <= ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let bad = organs(text).err().map(|bad| bad.faults).unwrap_or_default();
        bad.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_fault_is_named_with_its_line() {
        let organ =
            |id: &str, name: &str, more: &str| format!("[[organ]]\nid = {id}\nname = {name}\n{more}\n");
        let root = organ("\"a\"", "\"甲市\"", "");
        let cases = [
            (organ("\"a\"", "\"甲市\"", "parent = \"b\""), "第4行", "“b”不在文件里"),
            (organ("\"A b\"", "\"甲市\"", ""), "第2行", "小写字母"),
            (organ("\"-a\"", "\"甲市\"", ""), "第2行", "小写字母"),
            (organ("7", "\"甲市\"", ""), "第2行", "引号里的文字"),
            (organ("\"a\"", "\" \"", ""), "第3行", "不能空着"),
            ("[[organ]]\nid = \"a\"\n".into(), "第2行", "没有写名称"),
            (root.clone() + &organ("\"a\"", "\"乙市\"", ""), "第6行", "在第2行已经用过"),
            (root.clone() + &organ("\"b\"", "\"甲 市\"", ""), "第6行", "与第2行“甲市”"),
            (root.clone() + &organ("\"b\"", "\"乙\"", "aliases = [\"甲市\"]"), "第6行", "与第2行“甲市”"),
            (organ("\"a\"", "\"甲市\"", "aliases = \"甲\""), "第4行", "方括号"),
            (organ("\"a\"", "\"甲市\"", "since = \"2024\""), "第4行", "报告年度"),
            (organ("\"a\"", "\"甲市\"", "since = 24"), "第4行", "报告年度"),
            (organ("\"a\"", "\"甲市\"", "since = 2024\nuntil = 2023"), "第5行", "早于"),
            (organ("\"a\"", "\"甲市\"", "included = 1"), "第4行", "true"),
            (organ("\"a\"", "\"甲市\"", "parents = \"b\""), "第4行", "不认识“parents”"),
            (format!("title = \"层级\"\n{root}"), "第1行", "“title”"),
            ("[organ]\nid = \"a\"\n".into(), "第1行", "[[organ]]"),
            ("[[organ]\n".into(), "第1行", "TOML"),
        ];
        for (text, line, words) in cases {
            let faults = faults(&text);
            assert!(
                faults.len() == 1 && faults[0].starts_with(line) && faults[0].contains(words),
                "{text}: {faults:?}"
            );
        }
        assert_eq!(faults(""), ["文件里没有机关，请至少写一个 [[organ]]"]);
    }

    #[test]
    fn a_circle_is_named_once_and_not_walked_for_ever() {
        let text = "[[organ]]\nid = \"a\"\nname = \"甲\"\nparent = \"b\"\n\
                    [[organ]]\nid = \"b\"\nname = \"乙\"\nparent = \"c\"\n\
                    [[organ]]\nid = \"c\"\nname = \"丙\"\nparent = \"b\"\n\
                    [[organ]]\nid = \"d\"\nname = \"丁\"\nparent = \"d\"\n";
        let faults = faults(text);
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].contains("乙 → 丙 → 乙"), "{faults:?}");
        assert!(faults[1].contains("丁 → 丁"), "{faults:?}");
    }

    #[test]
    fn all_faults_come_at_once_in_the_order_of_the_file() {
        let text = "[[organ]]\nid = \"A\"\nname = \"甲\"\nparent = \"x\"\n\
                    [[organ]]\nid = \"b\"\nname = \"甲\"\nsince = 1\n";
        let lines: Vec<Option<usize>> =
            organs(text).err().map(|bad| bad.faults.iter().map(|fault| fault.line).collect()).unwrap();
        assert_eq!(lines, [Some(2), Some(4), Some(6), Some(8)]);
    }

    #[test]
    fn a_name_may_pass_from_one_authority_to_another() {
        let text = "[[organ]]\nid = \"a\"\nname = \"甲市规划局\"\nuntil = 2018\n\
                    [[organ]]\nid = \"b\"\nname = \"甲市规划局\"\nsince = 2019\n";
        assert!(organs(text).is_ok());
    }

    #[test]
    fn years_outside_those_of_the_parent_are_said() {
        let parent = "[[organ]]\nid = \"a\"\nname = \"甲\"\nsince = 2020\nuntil = 2022\n";
        for (years, ok) in [
            ("", true),
            ("since = 2021", true),
            ("until = 2022", true),
            ("since = 2019", false),
            ("until = 2023", false),
            ("since = 2023", false),
            ("until = 2019", false),
        ] {
            let text = format!("{parent}[[organ]]\nid = \"b\"\nname = \"乙\"\nparent = \"a\"\n{years}\n");
            assert_eq!(organs(&text).is_ok(), ok, "{years}: {:?}", faults(&text));
        }
    }
}
