//! Figures of one or several authorities over the years (趋势).

use askama::Template;
use reporting::report::Report;
use reporting::trend::{Entry, Figure, OrganTrend, Point, Trend, headlines, trend};
use rust_decimal::Decimal;

use super::Page;
use super::chart::{LineChart, Series, Value, figure, share, signed};

/// The page on which authorities and a figure are chosen and followed.
#[derive(Template)]
#[template(path = "portal/trend.html")]
pub(crate) struct TrendPage {
    pub(crate) page: Page,
    /// Authorities to choose from.
    pub(crate) choices: Vec<Choice>,
    /// Figures to choose from.
    pub(crate) figures: Vec<(&'static str, Vec<Choice>)>,
    /// The trend; none until an authority with reports is chosen.
    pub(crate) found: Option<TrendView>,
}

/// Something to choose.
pub(crate) struct Choice {
    /// What the form sends.
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) is_chosen: bool,
}

/// An authority with its reports.
pub(crate) struct Followed<'r> {
    pub(crate) name: String,
    /// Its page; those of its reports lie below it.
    pub(crate) address: String,
    pub(crate) reports: Vec<(i16, &'r Report)>,
}

/// Figures over the years.
pub(crate) struct TrendView {
    pub(crate) charts: Vec<LineChart>,
    /// The chosen figure of each authority, where there are several.
    pub(crate) beside: Option<BesideView>,
    pub(crate) organs: Vec<OrganView>,
    /// Key and name of the cells that can be followed too.
    cells: Vec<(String, String)>,
}

/// The chosen figure of several authorities.
pub(crate) struct BesideView {
    /// Figure and unit.
    pub(crate) title: String,
    pub(crate) years: Vec<i16>,
    /// The year that the bars show: the latest with a report.
    pub(crate) latest: i16,
    pub(crate) rows: Vec<BesideRow>,
}

/// The chosen figure of one authority.
pub(crate) struct BesideRow {
    pub(crate) name: String,
    pub(crate) values: Vec<String>,
    /// The latest value as a share of the highest, in per cent.
    pub(crate) share: Option<Decimal>,
}

/// All headline figures of one authority.
pub(crate) struct OrganView {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) years: Vec<YearView>,
    pub(crate) rows: Vec<FigureView>,
    /// Years from which another form counts other things in table two.
    pub(crate) new_forms: Vec<i16>,
    /// What does not fit between neighbouring years: the later year, how bad it is, and what.
    pub(crate) findings: Vec<(i16, &'static str, String)>,
}

/// A year of an authority.
pub(crate) struct YearView {
    pub(crate) year: i16,
    pub(crate) is_reported: bool,
}

/// A figure over the years.
pub(crate) struct FigureView {
    pub(crate) label: String,
    pub(crate) points: Vec<PointView>,
}

/// A figure in a year.
pub(crate) struct PointView {
    pub(crate) text: String,
    /// How much more than in the year before, with its sign.
    pub(crate) change: Option<String>,
    pub(crate) is_break: bool,
}

/// The figure that is shown when none is chosen.
const DEFAULT: &str = "new_received";
/// Figures that are drawn together when one authority is looked at without a chosen figure.
const TOGETHER: [[&str; 2]; 2] = [["new_received", "disclosed"], ["review", "litigation"]];

/// The figures to choose from, in groups: those that matter most, and the cells that the reports have.
pub(crate) fn figures(chosen: &str, found: Option<&TrendView>) -> Vec<(&'static str, Vec<Choice>)> {
    let cells = found.map_or(&[][..], |found| &found.cells);
    let is_known = headlines().any(|(key, _)| key == chosen) || cells.iter().any(|(key, _)| key == chosen);
    let chosen = if is_known { chosen } else { DEFAULT };
    let choice = |key: &str, label: &str| Choice {
        value: key.to_owned(),
        label: label.to_owned(),
        is_chosen: key == chosen,
    };
    let headlines = headlines().map(|(key, label)| choice(key, label)).collect();
    let cells: Vec<Choice> = cells.iter().map(|(key, label)| choice(key, label)).collect();
    let groups = [("主要指标", headlines), ("表格里的单元格", cells)];
    groups.into_iter().filter(|(_, choices)| !choices.is_empty()).collect()
}

impl TrendView {
    /// Follows a figure, the new applications where it names none.
    pub(crate) fn of(followed: &[Followed<'_>], chosen: &str) -> TrendView {
        // Two authorities may have the same name, but not the same page.
        let entries = followed.iter().flat_map(|one| {
            let organ = one.address.as_str();
            one.reports.iter().map(move |(year, report)| Entry { organ, year: *year, report })
        });
        let trend = trend(&entries.collect::<Vec<_>>());
        let name = |organ: &OrganTrend| {
            let known = followed.iter().find(|one| one.address == organ.organ);
            known.map_or_else(String::new, |one| one.name.clone())
        };
        let names: Vec<String> = trend.organs.iter().map(name).collect();
        let figure = trend.figure(chosen).or_else(|| trend.figure(DEFAULT)).map_or(0, |(at, _)| at);
        let cells = trend.figures.iter().filter(|figure| !figure.is_headline);
        TrendView {
            cells: cells.map(|figure| (figure.key.clone(), figure.label.clone())).collect(),
            charts: charts(&trend, &names, figure),
            beside: (names.len() > 1).then(|| beside(&trend, &names, figure)),
            organs: trend
                .organs
                .iter()
                .zip(&names)
                .map(|(organ, name)| self::organ(&trend, organ, name))
                .collect(),
        }
    }
}

/// From the first to the last year of any authority.
fn years(trend: &Trend) -> Vec<i16> {
    let mut years: Vec<i16> =
        trend.organs.iter().flat_map(|organ| &organ.years).map(|year| year.year).collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// A series of an authority along some years.
fn along(organ: &OrganTrend, figure: usize, years: &[i16]) -> Vec<Value> {
    let value = |year: &i16| {
        let at = organ.years.iter().position(|own| own.year == *year);
        at.map(|at| organ.series[figure][at]).map_or_else(Value::default, |point: Point| Value {
            value: point.value,
            is_break: point.is_break,
        })
    };
    years.iter().map(value).collect()
}

/// Lines for one authority or two; more are not told apart.
fn charts(trend: &Trend, names: &[String], figure: usize) -> Vec<LineChart> {
    let years = years(trend);
    let labels: Vec<String> = years.iter().map(i16::to_string).collect();
    let chosen = &trend.figures[figure];
    match trend.organs.as_slice() {
        [organ] => {
            let together: Vec<Vec<usize>> = if chosen.key == DEFAULT {
                let at = |key: &&str| trend.figure(key).map(|(at, _)| at);
                TOGETHER.iter().map(|keys| keys.iter().filter_map(at).collect()).collect()
            } else {
                vec![vec![figure]]
            };
            let draw = |(number, figures): (usize, &Vec<usize>)| {
                let series = |at: &usize| Series {
                    name: trend.figures[*at].label.clone(),
                    values: along(organ, *at, &years),
                };
                let series: Vec<Series> = figures.iter().map(series).collect();
                let about: Vec<&str> = series.iter().map(|series| series.name.as_str()).collect();
                let unit = figures.first().map_or("", |at| trend.figures[*at].unit);
                let title = titled(&format!("{}：{}", names[0], about.join("、")), unit);
                LineChart::new(&format!("chart{number}"), &title, unit, &labels, &series)
            };
            together.iter().enumerate().map(draw).collect()
        }
        [a, b] => {
            let series = [a, b]
                .into_iter()
                .zip(names)
                .map(|(organ, name)| Series { name: name.clone(), values: along(organ, figure, &years) });
            let title = titled(&chosen.label, chosen.unit);
            vec![LineChart::new("chart0", &title, chosen.unit, &labels, &series.collect::<Vec<_>>())]
        }
        _ => Vec::new(),
    }
}

fn titled(label: &str, unit: &str) -> String {
    if unit.is_empty() { label.to_owned() } else { format!("{label}（{unit}）") }
}

fn beside(trend: &Trend, names: &[String], at: usize) -> BesideView {
    let years = years(trend);
    let last =
        |organ: &OrganTrend| organ.years.iter().rev().find(|year| year.is_reported).map(|year| year.year);
    let latest = trend.organs.iter().filter_map(last).max().unwrap_or_default();
    let values: Vec<Vec<Value>> = trend.organs.iter().map(|organ| along(organ, at, &years)).collect();
    let at_latest = years.iter().position(|year| *year == latest);
    let in_latest = |values: &[Value]| at_latest.and_then(|at| values[at].value);
    let longest = values.iter().filter_map(|values| in_latest(values)).max().unwrap_or_default();
    let rows = names.iter().zip(&values).map(|(name, values)| BesideRow {
        name: name.clone(),
        values: values.iter().map(|value| text(value.value)).collect(),
        share: share(in_latest(values), longest),
    });
    let Figure { label, unit, .. } = &trend.figures[at];
    BesideView { title: titled(label, unit), latest, rows: rows.collect(), years }
}

fn organ(trend: &Trend, organ: &OrganTrend, name: &str) -> OrganView {
    let headlines = trend.figures.iter().zip(&organ.series).filter(|(figure, _)| figure.is_headline);
    let point = |point: &Point| PointView {
        text: text(point.value),
        change: point.change.map(signed),
        is_break: point.is_break,
    };
    let row = |(figure, points): (&Figure, &Vec<Point>)| FigureView {
        label: titled(&figure.label, figure.unit),
        points: points.iter().map(point).collect(),
    };
    let findings = organ.findings.iter();
    OrganView {
        name: name.to_owned(),
        address: organ.organ.clone(),
        years: organ
            .years
            .iter()
            .map(|year| YearView { year: year.year, is_reported: year.is_reported })
            .collect(),
        rows: headlines.map(row).collect(),
        new_forms: organ.years.iter().filter(|year| year.is_new_form).map(|year| year.year).collect(),
        findings: findings
            .map(|(year, finding)| (*year, finding.severity.words(), finding.message.clone()))
            .collect(),
    }
}

fn text(value: Option<Decimal>) -> String {
    value.map_or_else(|| "—".to_owned(), figure)
}

#[cfg(test)]
mod tests {
    use readers::Limits;

    use super::*;

    /// Demonstration reports of two authorities: one with both forms, one with a gap.
    fn reports() -> Vec<(&'static str, i16, Report)> {
        let read = |name: &str, bytes: &[u8]| readers::report(name, bytes, &Limits::default()).unwrap();
        macro_rules! demo {
            ($organ:literal, $year:literal, $kind:literal) => {{
                let name = concat!($organ, "-", $year, ".", $kind);
                let bytes =
                    include_bytes!(concat!("../../../../demo/reports/", $organ, "-", $year, ".", $kind));
                ($organ, $year, read(name, bytes))
            }};
        }
        vec![
            demo!("yunzhou-wjw", 2020, "html"),
            demo!("yunzhou-wjw", 2021, "html"),
            demo!("yunzhou-wjw", 2023, "txt"),
            demo!("yunzhou-jyj", 2021, "md"),
            demo!("yunzhou-jyj", 2022, "txt"),
            demo!("qingxi", 2023, "txt"),
        ]
    }

    fn page(organs: &[&str], figure: &str) -> String {
        let reports = reports();
        let followed = organs.iter().map(|organ| Followed {
            name: (*organ).to_owned(),
            address: format!("/reports/{organ}"),
            reports: reports
                .iter()
                .filter(|(own, ..)| own == organ)
                .map(|(_, year, report)| (*year, report))
                .collect(),
        });
        let followed: Vec<Followed<'_>> = followed.collect();
        let found = (!followed.is_empty()).then(|| TrendView::of(&followed, figure));
        let template = TrendPage {
            page: Page::sample("/trend"),
            choices: vec![Choice {
                value: "qingxi".into(), label: "青溪镇人民政府".into(), is_chosen: true
            }],
            figures: figures(figure, found.as_ref()),
            found,
        };
        template.render().unwrap()
    }

    #[test]
    fn one_authority_has_charts_gaps_and_a_break() {
        let page = page(&["yunzhou-wjw"], "");
        assert_eq!(page.matches("role=\"img\"").count(), 2, "applications, and remedies");
        assert!(page.contains("yunzhou-wjw：本年新收申请、予以公开和部分公开（件）"));
        assert!(page.contains("<th scope=\"col\" class=\"num\">2022</th>"), "a year without a report");
        assert!(page.contains("<a href=\"/reports/yunzhou-wjw/2023\">2023</a>"));
        assert!(page.contains("23<small><span class=\"govuk-visually-hidden\">，比上年</span>+6</small>"));
        assert!(page.contains("2021年度起使用新格式"));
        assert_eq!(page.matches("is-break").count(), 5, "the five headline figures of table two");
        assert!(!page.contains("style=") && !page.contains("<script"));
    }

    #[test]
    fn a_cell_can_be_followed_like_a_headline() {
        let page = page(&["yunzhou-wjw"], "table3.granted.total");
        assert!(page.contains("<option value=\"table3.granted.total\" selected>"));
        assert_eq!(page.matches("role=\"img\"").count(), 1);
    }

    #[test]
    fn a_chosen_figure_is_drawn_alone() {
        let page = page(&["yunzhou-wjw"], "licences");
        assert_eq!(page.matches("role=\"img\"").count(), 1);
        assert!(page.contains("<option value=\"licences\" selected>"));
        // Neither across the change of the form in 2021 nor across the missing year 2022.
        assert!(!page.contains("class=\"l1\""));
    }

    #[test]
    fn two_authorities_are_drawn_together_and_three_as_bars() {
        let two = page(&["yunzhou-wjw", "yunzhou-jyj"], "handled");
        assert_eq!(two.matches("role=\"img\"").count(), 1);
        assert!(two.contains("yunzhou-jyj（虚线）") && two.contains("跨年核对有"));
        let three = page(&["yunzhou-wjw", "yunzhou-jyj", "qingxi"], "handled");
        assert_eq!(three.matches("role=\"img\"").count(), 0);
        assert!(three.contains("<rect class=\"b1\" x=\"0\" y=\"0\" width=\"100%\""));
        assert!(three.contains("条形是2023年度的数据。"));
    }

    #[test]
    fn without_an_authority_the_page_asks_for_one() {
        let page = page(&[], "nonsense");
        assert!(page.contains("请选择机关"));
        assert!(page.contains("<option value=\"new_received\" selected>"));
    }
}
