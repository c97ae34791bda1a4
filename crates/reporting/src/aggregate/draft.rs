//! The draft of a government's own report, filled in from its members (草稿).

use rust_decimal::Decimal;

use crate::cell::Cell;
use crate::document::Place;
use crate::form::{CellRef, Kind};
use crate::report::{Coverage, Paragraph, Report, Section, Tables, official_title};

use super::{Aggregate, Standing, State, UNIT};

/// What the first paragraph of a draft begins with.
const DRAFT: &str = "【草稿】";
/// What each paragraph begins with that says why a draft must not be published.
const NOT_PUBLIC: &str = "【不能公开】";
/// What a draft says of itself on every page.
const PAGES: &str = "汇总草稿";

/// How a title ends that somebody has marked as a draft, as comparison sees it.
const TITLE: &str = "年度报告(草稿";

/// Whether a report says of itself that it is a draft (草稿): in its title, or as drafts made here do.
pub fn is_draft(report: &Report) -> bool {
    let says_so = |paragraph: &Paragraph| {
        let text = paragraph.text();
        [DRAFT, NOT_PUBLIC].iter().any(|mark| text.contains(mark))
            || text.trim_start().starts_with(PAGES)
            || paragraph.plain().contains(TITLE)
    };
    report.title.as_ref().is_some_and(|title| title.contains("草稿"))
        || report.paragraphs().any(|(_, paragraph)| says_so(paragraph))
}

/// The draft of a report whose tables are sums.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// Title, headings and tables; the text is for a person to write.
    pub report: Report,
    /// What stands against its publication, one sentence each.
    pub obstacles: Vec<String>,
    sum: &'a Aggregate,
}

impl Draft<'_> {
    /// Whether its figures are complete. Its text still has to be written.
    pub fn is_complete(&self) -> bool {
        self.obstacles.is_empty()
    }

    /// What it says of itself on every page.
    pub fn mark(&self) -> String {
        if self.is_complete() { PAGES.to_owned() } else { format!("{PAGES}：数据不全，不能公开") }
    }

    /// What the members add to a cell (来源).
    pub fn sources(&self, cell: usize) -> Vec<(&Standing, Decimal)> {
        self.sum.sources(cell)
    }
}

impl Aggregate {
    /// The draft of the authority's own report.
    ///
    /// A cell that a summed member leaves open stays open. Where members are missing the cells hold the sums of the
    /// others, and the draft says in its first paragraph that it must not be published.
    pub fn draft(&self) -> Draft<'_> {
        let obstacles = self.obstacles();
        let mut tables = Tables::empty(self.form);
        tables.coverage = [Coverage::Complete; 3];
        for cell in self.printed_cells() {
            tables.cells[cell.index] = self.cell(cell);
        }
        if self.form.money_without_unit().next().is_some() {
            tables.amount_unit = Some(UNIT.words().into());
        }
        let name = &self.organ.name;
        let title = official_title(Some(name), Some(self.year));
        let mut line = 1;
        let mut next = || {
            line += 1;
            Place::text(line)
        };
        let paragraph = |text: String, place| Paragraph::new([(text, place)]);
        let opening = format!("{DRAFT}表格由{}的年度报告逐格相加，正文待写。", self.summed_words());
        let mut opening = vec![paragraph(opening, next())];
        opening.extend(obstacles.iter().map(|obstacle| paragraph(format!("{NOT_PUBLIC}{obstacle}"), next())));
        let mut sections = vec![Section { paragraphs: opening, ..Section::default() }];
        for (part, heading) in self.form.headings() {
            let heading = Some((heading, next()));
            sections.push(Section { part: Some(part), heading, paragraphs: Vec::new() });
        }
        let report = Report {
            title: Some(title),
            agency: Some(name.clone()),
            year: Some(self.year),
            tables: Some(tables),
            sections,
            ..Report::default()
        };
        Draft { report, obstacles, sum: self }
    }

    fn cell(&self, cell: CellRef<'_>) -> Cell {
        let sum = &self.cells[cell.index];
        if !sum.gaps.is_empty() || sum.parts.is_empty() {
            Cell::Uncertain
        } else if cell.column.kind == Kind::Money && sum.value.scale() > 0 {
            // At least the decimals of the sources: 1.25 and 1.75 are 3.00.
            Cell::Amount(sum.value)
        } else {
            Cell::number(sum.value)
        }
    }

    fn summed_words(&self) -> String {
        let summed = self.members.iter().filter(|member| matches!(member.state, State::Summed));
        let names: Vec<&str> = summed.map(|member| member.name.as_str()).collect();
        match names.as_slice() {
            [] => "成员机关".into(),
            names if names.len() <= 6 => names.join("、"),
            names => format!("{}等{}个机关", names[..3].join("、"), names.len()),
        }
    }

    /// What keeps the sum from being the authority's figures.
    fn obstacles(&self) -> Vec<String> {
        let mut obstacles = Vec::new();
        let names = |members: Vec<&Standing>| {
            members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>().join("、")
        };
        if self.members.is_empty() {
            obstacles.push("没有成员机关，无法汇总。".to_owned());
        }
        let missing: Vec<&Standing> = self.missing().collect();
        if !missing.is_empty() {
            obstacles.push(format!("缺少{}的数据，合计不完整。", names(missing)));
        }
        let other: Vec<&Standing> =
            self.members.iter().filter(|member| matches!(member.state, State::OtherForm(_))).collect();
        if !other.is_empty() {
            let form = &self.form.document;
            obstacles.push(format!("{}的表格不是{form}的格式，没有计入。", names(other)));
        }
        let open = self.open_cells();
        if open > 0 && !self.members.is_empty() {
            let mut behind: Vec<usize> =
                self.cells.iter().flat_map(|cell| cell.gaps.iter().map(|(member, _)| *member)).collect();
            behind.sort_unstable();
            behind.dedup();
            let behind = behind.into_iter().map(|at| &self.members[at]).collect();
            obstacles.push(format!("有{open}格因{}没有填写或不能确定而空着。", names(behind)));
        }
        obstacles
    }
}
