//! The tree of authorities on the command line: its file, and sums along it (机关层级).

use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use reporting::aggregate::Aggregate;
use reporting::tree::Tree;
use serde_json::json;
use services::batch::{Sums, conclusion};

use crate::terminal;

/// The tree in a file.
pub(super) fn load(path: &Path) -> anyhow::Result<Tree> {
    let name = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("打不开机关层级文件 {name}"))?;
    Tree::parse(&text)
        .map_err(|bad| anyhow::anyhow!("机关层级文件 {name} 有{}处错误：\n{bad}", bad.faults.len()))
}

/// Prints the sums of all authorities and years, and what does not fit the tree.
pub(super) fn print(sums: &Sums, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n层级汇总")?;
    if sums.aggregates.is_empty() {
        writeln!(out, "  没有可以汇总的报告")?;
    }
    for sum in &sums.aggregates {
        self::sum(sum, out)?;
    }
    for (file, name) in &sums.strangers {
        let name = name.as_deref().unwrap_or("没有写明的机关");
        writeln!(out, "  {file}：{name}不在机关层级文件里，没有计入汇总")?;
    }
    for (file, used) in &sums.doubles {
        writeln!(out, "  {file}：同一机关同一年度还有 {used}，汇总用的是后者")?;
    }
    Ok(())
}

/// Prints one sum with its findings.
pub(super) fn sum(sum: &Aggregate, out: &mut impl Write) -> io::Result<()> {
    let (_, conclusion) = conclusion(sum);
    let (members, summed) = (sum.members.len(), sum.members.len() - sum.lacking().count());
    let name = &sum.organ.name;
    writeln!(out, "  {name}　{}年度  {conclusion}（成员{members}个，已计入{summed}个）", sum.year)?;
    sum.findings().iter().try_for_each(|finding| terminal::finding(finding, None, out))?;
    writeln!(out)
}

/// One line of JSON for each sum, and one for what does not fit the tree.
pub(super) fn json_lines(sums: &Sums, out: &mut impl Write) -> io::Result<()> {
    for sum in &sums.aggregates {
        writeln!(out, "{}", json!({"sum": sum.to_json()}))?;
    }
    let pairs = |key: &str, list: Vec<(&str, Option<&str>)>| -> serde_json::Value {
        list.into_iter().map(|(file, other)| json!({"file": file, key: other})).collect()
    };
    let strangers = sums.strangers.iter().map(|(file, name)| (file.as_str(), name.as_deref())).collect();
    let doubles = sums.doubles.iter().map(|(file, used)| (file.as_str(), Some(used.as_str()))).collect();
    let rest = json!({"not_in_tree": pairs("organ", strangers), "left_aside": pairs("used", doubles)});
    if sums.strangers.is_empty() && sums.doubles.is_empty() { Ok(()) } else { writeln!(out, "{rest}") }
}
