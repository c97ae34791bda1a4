//! Charts as SVG without script: lines over the years, and bars inside table rows (图表).
//!
//! The picture has no view box: x is in per cent and y in pixels, so text keeps its size from a phone to a wall screen.
//! A chart tells two series apart by their marks, not by colour alone, prints its values, and always stands beside a
//! table of the same numbers.

use rust_decimal::{Decimal, RoundingStrategy};

/// A chart of one or two series over the same labels.
pub(crate) struct LineChart {
    /// Prefix of the ids in the picture.
    pub(crate) id: String,
    pub(crate) title: String,
    /// What the picture shows, for those who do not see it.
    pub(crate) description: String,
    pub(crate) height: u16,
    pub(crate) axes: Vec<Axis>,
    pub(crate) labels: Vec<Label>,
    pub(crate) lines: Vec<Line>,
}

/// A horizontal line; the lowest has no number.
pub(crate) struct Axis {
    pub(crate) y: Decimal,
    /// Number and place of its foot.
    pub(crate) text: Option<(String, Decimal)>,
}

/// What stands under the points.
pub(crate) struct Label {
    pub(crate) x: Decimal,
    pub(crate) y: u16,
    pub(crate) text: String,
}

/// A series: 1 is drawn solid with round marks, 2 dashed with rings.
pub(crate) struct Line {
    pub(crate) number: usize,
    pub(crate) name: String,
    /// From point to point; none across a gap.
    pub(crate) segments: Vec<[Decimal; 4]>,
    pub(crate) points: Vec<Dot>,
    /// The values as the table prints them.
    pub(crate) values: Vec<String>,
}

/// A point with its value.
pub(crate) struct Dot {
    pub(crate) x: Decimal,
    pub(crate) y: Decimal,
    /// Where the value is printed: above, or below a higher one of the other series.
    pub(crate) text_y: Decimal,
    pub(crate) text: String,
}

/// A series of values, one for each label.
pub(crate) struct Series {
    pub(crate) name: String,
    pub(crate) values: Vec<Value>,
}

/// A value of a series.
#[derive(Clone, Copy, Default)]
pub(crate) struct Value {
    /// None leaves a gap.
    pub(crate) value: Option<Decimal>,
    /// Whether it cannot be compared with those before: no line leads to it.
    pub(crate) is_break: bool,
}

/// Height of the picture, and its margins.
const HEIGHT: u16 = 230;
const TOP: u16 = 22;
const BOTTOM: u16 = 44;

impl LineChart {
    /// Draws series of figures in a unit (件, 万元). More than two series cannot be told apart.
    pub(crate) fn new(id: &str, title: &str, unit: &str, labels: &[String], series: &[Series]) -> LineChart {
        let series = &series[..series.len().min(2)];
        let known = series.iter().flat_map(|series| &series.values).filter_map(|value| value.value);
        let scale = Scale { top: top(known.max().unwrap_or_default()), labels: labels.len() };
        let lines = series.iter().enumerate().map(|(at, one)| {
            let other = series.get(1 - at).map(|other| other.values.as_slice()).unwrap_or_default();
            line(at, one, other, &scale)
        });
        let axes = [Decimal::ZERO, scale.top / Decimal::TWO, scale.top].map(|value| Axis {
            y: scale.y(value),
            text: (!value.is_zero()).then(|| (figure(value), scale.y(value) - Decimal::from(5))),
        });
        let label =
            |(at, text): (usize, &String)| Label { x: scale.x(at), y: HEIGHT - 8, text: text.clone() };
        LineChart {
            id: id.to_owned(),
            title: title.to_owned(),
            description: description(unit, labels, series),
            height: HEIGHT,
            axes: axes.into(),
            labels: labels.iter().enumerate().map(label).collect(),
            lines: lines.collect(),
        }
    }
}

/// From values to places.
struct Scale {
    top: Decimal,
    labels: usize,
}

impl Scale {
    /// Per cent of the width.
    fn x(&self, at: usize) -> Decimal {
        let steps = Decimal::from(self.labels.saturating_sub(1).max(1));
        rounded(Decimal::from(8) + Decimal::from(86) * Decimal::from(at) / steps)
    }

    /// Pixels from the top.
    fn y(&self, value: Decimal) -> Decimal {
        let room = Decimal::from(HEIGHT - TOP - BOTTOM);
        rounded(Decimal::from(TOP) + room - room * (value / self.top))
    }
}

fn rounded(number: Decimal) -> Decimal {
    number.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero).normalize()
}

/// The top of the scale: a round number a little above the highest value.
fn top(highest: Decimal) -> Decimal {
    let least = highest.checked_mul(Decimal::new(108, 2)).unwrap_or(highest).max(Decimal::from(4));
    let mut power = Decimal::ONE;
    while let Some(next) = power.checked_mul(Decimal::TEN).filter(|next| *next <= least) {
        power = next;
    }
    // Half of each is a round number too: it stands at the middle line.
    let steps =
        [10, 12, 16, 20, 30, 40, 60, 80, 100].map(|tenths| power.checked_mul(Decimal::new(tenths, 1)));
    steps.into_iter().flatten().find(|step| *step >= least).unwrap_or(least)
}

fn line(at: usize, series: &Series, other: &[Value], scale: &Scale) -> Line {
    let place = |at: usize| series.values[at].value.map(|value| (scale.x(at), scale.y(value)));
    let segments = (1..series.values.len()).filter(|at| !series.values[*at].is_break).filter_map(|at| {
        let ((x1, y1), (x2, y2)) = place(at - 1).zip(place(at))?;
        Some([x1, y1, x2, y2])
    });
    let points = (0..series.values.len()).filter_map(|point| {
        let (x, y) = place(point)?;
        let value = series.values[point].value?;
        let is_above = match other.get(point).and_then(|other| other.value) {
            Some(other) => value > other || (value == other && at == 0),
            None => true,
        };
        let text_y = y + Decimal::from(if is_above { -10 } else { 20 });
        Some(Dot { x, y, text_y, text: figure(value) })
    });
    Line {
        number: at + 1,
        name: series.name.clone(),
        segments: segments.collect(),
        points: points.collect(),
        values: series.values.iter().map(|value| value.value.map_or("—".into(), figure)).collect(),
    }
}

fn description(unit: &str, labels: &[String], series: &[Series]) -> String {
    let told = series.iter().filter_map(|series| {
        let mut known =
            labels.iter().zip(&series.values).filter_map(|(label, value)| Some((label, value.value?)));
        let (first, from) = known.next()?;
        let name = &series.name;
        let from = figure(from);
        Some(match known.next_back() {
            Some((last, to)) => format!("{name}：{first}年{from}{unit}，{last}年{}{unit}；", figure(to)),
            None => format!("{name}：{first}年{from}{unit}；"),
        })
    });
    format!("{}数字见图下表格。", told.collect::<String>())
}

/// A figure for people: with commas from 10,000 on.
pub(crate) fn figure(value: Decimal) -> String {
    let text = value.normalize().to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    if whole.len() < 5 {
        return text;
    }
    let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{fraction}")
}

/// A difference for people, with its sign and thousands apart.
pub(crate) fn signed(difference: Decimal) -> String {
    reporting::figures::signed(difference, figure)
}

/// The bar in a row of a table: its width as a share of the longest, in per cent.
pub(crate) fn share(value: Option<Decimal>, longest: Decimal) -> Option<Decimal> {
    let share = value?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(longest)?;
    Some(rounded(share)).filter(|share| *share > Decimal::ZERO)
}

#[cfg(test)]
mod tests {
    use askama::Template;

    use super::*;

    #[derive(Template)]
    #[template(
        source = r#"{% import "shared/chart.html" as charts %}{% call charts::lines(chart) %}{% endcall %}"#,
        ext = "html"
    )]
    struct Drawn {
        chart: LineChart,
    }

    fn series(name: &str, values: &[Option<i64>]) -> Series {
        let value = |value: &Option<i64>| Value { value: value.map(Decimal::from), is_break: false };
        Series { name: name.to_owned(), values: values.iter().map(value).collect() }
    }

    fn years(years: std::ops::Range<u16>) -> Vec<String> {
        years.map(|year| year.to_string()).collect()
    }

    /// A line chart with a gap in the first series.
    fn sample() -> LineChart {
        let granted = series("予以公开", &[Some(4), Some(5), Some(6), Some(12)]);
        let received = series("新收申请", &[Some(12), Some(17), None, Some(31)]);
        LineChart::new("c1", "历年新收申请和予以公开", "件", &years(2019..2023), &[received, granted])
    }

    #[test]
    fn a_chart_is_drawn_as_designed() {
        let html = Drawn { chart: sample() }.render().unwrap();
        let svg = &html[html.find("<svg").unwrap()..html.find("</svg>").unwrap()];
        let expected = [
            "<svg width=\"100%\" height=\"230\" role=\"img\" aria-labelledby=\"c1-t c1-d\">",
            "<title id=\"c1-t\">历年新收申请和予以公开</title>",
            "<desc id=\"c1-d\">新收申请：2019年12件，2022年31件；予以公开：2019年4件，2022年12件；数字见图下表格。</desc>",
            "<line class=\"ax0\" x1=\"0\" x2=\"100%\" y1=\"186\" y2=\"186\"/>",
            "<line class=\"ax\" x1=\"0\" x2=\"100%\" y1=\"104\" y2=\"104\"/><text x=\"0\" y=\"99\">20</text>",
            "<line class=\"ax\" x1=\"0\" x2=\"100%\" y1=\"22\" y2=\"22\"/><text x=\"0\" y=\"17\">40</text>",
            "<text x=\"8%\" y=\"222\" text-anchor=\"middle\">2019</text>",
            "<text x=\"94%\" y=\"222\" text-anchor=\"middle\">2022</text>",
            "<line class=\"l1\" x1=\"8%\" y1=\"136.8\" x2=\"36.7%\" y2=\"116.3\"/>",
            "<circle class=\"p1\" cx=\"94%\" cy=\"58.9\" r=\"4.5\"/><text class=\"v\" x=\"94%\" y=\"48.9\" text-anchor=\"middle\">31</text>",
            "<line class=\"l2\" x1=\"65.3%\" y1=\"161.4\" x2=\"94%\" y2=\"136.8\"/>",
            "<circle class=\"p2\" cx=\"94%\" cy=\"136.8\" r=\"4.5\"/><text class=\"v\" x=\"94%\" y=\"156.8\" text-anchor=\"middle\">12</text>",
        ];
        let mut from = 0;
        for piece in expected {
            let at =
                svg[from..].find(piece).unwrap_or_else(|| panic!("{piece}\nis not in its place in\n{svg}"));
            from += at + piece.len();
        }
        assert!(!svg.contains("viewBox") && !html.contains("style="));
    }

    #[test]
    fn no_line_crosses_a_missing_year_or_a_change_of_the_form() {
        let segments = |chart: &LineChart, line: usize| chart.lines[line].segments.len();
        let chart = sample();
        assert_eq!((segments(&chart, 0), chart.lines[0].points.len()), (1, 3), "2021 is missing");
        assert_eq!((segments(&chart, 1), chart.lines[1].points.len()), (3, 4));
        let mut changed = series("行政许可决定", &[Some(5), Some(6), Some(8), Some(9)]);
        changed.values[2].is_break = true;
        let chart = LineChart::new("c", "行政许可决定", "件", &years(2019..2023), &[changed]);
        assert_eq!((segments(&chart, 0), chart.lines[0].points.len()), (2, 4));
    }

    #[test]
    fn the_same_numbers_stand_in_a_table() {
        let html = Drawn { chart: sample() }.render().unwrap();
        let table = &html[html.find("<table").unwrap()..];
        for number in ["<td class=\"num\">12</td>", "<td class=\"num\">—</td>", "<td class=\"num\">31</td>"]
        {
            assert!(table.contains(number), "{number}: {table}");
        }
    }

    #[test]
    fn the_scale_ends_on_a_round_number_above_the_highest() {
        for (highest, expected) in [
            ("0", "4"),
            ("3", "4"),
            ("4", "6"),
            ("12", "16"),
            ("58", "80"),
            ("93", "120"),
            ("2000", "3000"),
            ("17426", "20000"),
        ] {
            let top = top(highest.parse().unwrap());
            assert_eq!(top.normalize().to_string(), expected, "{highest}");
        }
    }

    #[test]
    fn a_chart_of_one_year_or_of_nothing_is_still_drawn() {
        let one = LineChart::new("c", "一年", "件", &years(2024..2025), &[series("新收申请", &[Some(0)])]);
        assert_eq!((one.lines[0].points.len(), one.labels.len()), (1, 1));
        let none = LineChart::new("c", "没有", "件", &[], &[]);
        assert!(none.lines.is_empty() && none.description == "数字见图下表格。");
    }

    #[test]
    fn figures_have_commas_from_ten_thousand_on() {
        for (value, expected) in [
            ("0", "0"),
            ("4745", "4745"),
            ("17426", "17,426"),
            ("-1234567.80", "-1,234,567.8"),
            ("391.49", "391.49"),
        ] {
            assert_eq!(figure(value.parse().unwrap()), expected);
        }
    }

    #[test]
    fn bars_are_shares_of_the_longest() {
        let share = |value: Option<i64>| share(value.map(Decimal::from), Decimal::from(30));
        assert_eq!(share(Some(10)).map(|share| share.to_string()).as_deref(), Some("33.3"));
        assert_eq!((share(Some(0)), share(None)), (None, None));
    }
}
