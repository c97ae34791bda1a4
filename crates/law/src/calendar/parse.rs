//! A notice read from text, keeping the line of everything so that a problem can be found.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::flaw::{Flaw, NoticeError, Problem, Severity};
use super::notice::{Holiday, Notice};
use super::plausible;
use super::table::{FIRST_YEAR, LAST_YEAR};

/// The longest run of days off that is read; longer ones are slips of the pen.
const MOST_DAYS: i64 = 31;

impl Notice {
    /// Reads a notice from the text of its file.
    ///
    /// # Errors
    ///
    /// All errors at once. Warnings do not stop a notice; `WorkCalendar::check` gives them.
    pub fn parse(text: &str) -> Result<Notice, NoticeError> {
        let (notice, mut problems) = read(text);
        problems.retain(|problem| problem.severity() == Severity::Error);
        notice.ok_or(NoticeError { problems })
    }
}

/// A notice with the line of each day, as the checks of its content want it.
pub(crate) struct Draft {
    pub(crate) number: Option<(String, usize)>,
    pub(crate) issued: Option<(Date, usize)>,
    pub(crate) year: Option<(i16, usize)>,
    pub(crate) region: Option<String>,
    pub(crate) counts_as_working: Option<usize>,
    pub(crate) supersedes: Vec<(String, usize)>,
    pub(crate) blocks: Vec<Block>,
}

/// A festival of a [`Draft`].
pub(crate) struct Block {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) extends: bool,
    pub(crate) off: Vec<(Date, usize)>,
    pub(crate) worked: Vec<(Date, usize)>,
    /// Whether some of its days could not be read, so that what is missing is no news.
    pub(crate) unread: bool,
}

/// The notice, unless there is an error, and every problem that shows without other notices.
pub(crate) fn read(text: &str) -> (Option<Notice>, Vec<Problem>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, problems: Vec::new() };
    // What follows the first slip of the pen is mostly its echo.
    if let Some(error) = errors.first() {
        let line = error.span().map(|span| reader.line(span.start));
        reader.problems.push(Problem { line, flaw: Flaw::Syntax(error.message().to_owned()) });
        return (None, reader.problems);
    }
    let (draft, title) = reader.draft(root.get_ref());
    let mut problems = reader.problems;
    plausible::check(&draft, &mut problems);
    problems.sort_by_key(|problem| problem.line);
    let sound = problems.iter().all(|problem| problem.severity() == Severity::Warning);
    (finish(draft, title).filter(|_| sound), problems)
}

fn finish(draft: Draft, title: Option<String>) -> Option<Notice> {
    let days = |days: Vec<(Date, usize)>| {
        let mut days: Vec<Date> = days.into_iter().map(|(day, _)| day).collect();
        days.sort_unstable();
        days
    };
    let holidays = draft.blocks.into_iter().map(|block| Holiday {
        name: block.name,
        extends: block.extends,
        off: days(block.off),
        worked: days(block.worked),
    });
    Some(Notice {
        number: draft.number?.0,
        title,
        issued: draft.issued?.0,
        year: draft.year?.0,
        region: draft.region,
        counts_as_working: draft.counts_as_working.is_some(),
        supersedes: draft.supersedes.into_iter().map(|(number, _)| number).collect(),
        holidays: holidays.collect(),
    })
}

type Value<'t> = Spanned<DeValue<'t>>;

struct Reader<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn line(&self, at: usize) -> usize {
        1 + self.text.bytes().take(at).filter(|byte| *byte == b'\n').count()
    }

    fn line_of(&self, value: &Value<'_>) -> usize {
        self.line(value.span().start)
    }

    fn flaw(&mut self, line: usize, flaw: Flaw) {
        self.problems.push(Problem { line: Some(line), flaw });
    }

    fn draft(&mut self, root: &DeTable<'_>) -> (Draft, Option<String>) {
        const KEYS: [&str; 8] =
            ["number", "title", "issued", "year", "region", "counts_as_working", "supersedes", "holiday"];
        self.unknown_keys(root, &KEYS);
        for (key, what) in [
            ("number", "文号（number）"),
            ("issued", "印发日期（issued）"),
            ("year", "年度（year）"),
            ("holiday", "放假安排（[[holiday]]）"),
        ] {
            if !root.contains_key(key) {
                self.problems.push(Flaw::Missing(what).anywhere());
            }
        }
        let draft = Draft {
            number: root
                .get("number")
                .and_then(|value| Some((self.text(value, "number")?, self.line_of(value)))),
            issued: root
                .get("issued")
                .and_then(|value| Some((self.day(value, "issued")?, self.line_of(value)))),
            year: root.get("year").and_then(|value| Some((self.year(value)?, self.line_of(value)))),
            region: root.get("region").and_then(|value| self.text(value, "region")),
            counts_as_working: root
                .get("counts_as_working")
                .filter(|value| self.truth(value, "counts_as_working"))
                .map(|value| self.line_of(value)),
            supersedes: root
                .get("supersedes")
                .map(|value| self.texts(value, "supersedes"))
                .unwrap_or_default(),
            blocks: root.get("holiday").map(|value| self.blocks(value)).unwrap_or_default(),
        };
        (draft, root.get("title").and_then(|value| self.text(value, "title")))
    }

    fn unknown_keys(&mut self, table: &DeTable<'_>, allowed: &[&str]) {
        for key in table.keys().filter(|key| !allowed.contains(&key.get_ref().as_ref())) {
            let line = self.line(key.span().start);
            self.flaw(line, Flaw::UnknownKey { key: key.get_ref().to_string(), allowed: allowed.join("、") });
        }
    }

    fn wrong_form(&mut self, value: &Value<'_>, key: &str, want: &'static str) {
        self.flaw(self.line_of(value), Flaw::WrongForm { key: key.to_owned(), want });
    }

    fn text(&mut self, value: &Value<'_>, key: &str) -> Option<String> {
        match value.get_ref().as_str().map(str::trim) {
            Some(text) if !text.is_empty() => Some(text.to_owned()),
            _ => {
                self.wrong_form(value, key, "加引号的文字，不能为空");
                None
            }
        }
    }

    fn texts(&mut self, value: &Value<'_>, key: &str) -> Vec<(String, usize)> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_form(value, key, "方括号内加引号的文号，如 [\"国办发明电〔2018〕15号\"]");
            return Vec::new();
        };
        items.iter().filter_map(|item| Some((self.text(item, key)?, self.line_of(item)))).collect()
    }

    fn truth(&mut self, value: &Value<'_>, key: &str) -> bool {
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_form(value, key, " true 或 false");
            false
        })
    }

    fn year(&mut self, value: &Value<'_>) -> Option<i16> {
        let year = value
            .get_ref()
            .as_integer()
            .and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
        let Some(year) = year else {
            self.wrong_form(value, "year", "不加引号的年份，如 2027");
            return None;
        };
        if !(i64::from(FIRST_YEAR)..=i64::from(LAST_YEAR)).contains(&year) {
            self.flaw(self.line_of(value), Flaw::YearOutOfRange(year));
            return None;
        }
        i16::try_from(year).ok()
    }

    /// A day in quotes or as TOML's own date.
    fn day(&mut self, value: &Value<'_>, key: &str) -> Option<Date> {
        let written = match value.get_ref() {
            DeValue::String(text) => text.trim().to_owned(),
            DeValue::Datetime(day) => day.to_string(),
            _ => {
                self.wrong_form(value, key, "日期，如 \"2027-01-01\"");
                return None;
            }
        };
        // Only the plain form: jiff itself would also take a time of day or a date without hyphens.
        let day = Some(&written).filter(|text| text.len() == 10).and_then(|text| text.parse().ok());
        if day.is_none() {
            self.flaw(self.line_of(value), Flaw::NoSuchDay(written));
        }
        day
    }

    /// Days as a list of days and spans, as one span, or as one day.
    fn days(&mut self, value: &Value<'_>, key: &str) -> Vec<(Date, usize)> {
        match value.get_ref() {
            DeValue::Array(items) => items.iter().flat_map(|item| self.days_of_item(item, key)).collect(),
            _ => self.days_of_item(value, key),
        }
    }

    fn days_of_item(&mut self, value: &Value<'_>, key: &str) -> Vec<(Date, usize)> {
        let line = self.line_of(value);
        let Some(span) = value.get_ref().as_table() else {
            return self.day(value, key).map(|day| (day, line)).into_iter().collect();
        };
        self.unknown_keys(span, &["from", "to"]);
        let (Some(from), Some(to)) = (span.get("from"), span.get("to")) else {
            self.wrong_form(value, key, "起止两日，如 { from = \"2027-01-01\", to = \"2027-01-03\" }");
            return Vec::new();
        };
        let (Some(from), Some(to)) = (self.day(from, "from"), self.day(to, "to")) else { return Vec::new() };
        let days = i64::from(super::weekday::day_number(to) - super::weekday::day_number(from)) + 1;
        if days < 1 {
            self.flaw(line, Flaw::Backwards { from, to });
        } else if days > MOST_DAYS {
            self.flaw(line, Flaw::SpanTooLong { from, to, days, most: MOST_DAYS });
        } else {
            return from
                .series(jiff::Span::new().days(1))
                .take_while(|day| *day <= to)
                .map(|day| (day, line))
                .collect();
        }
        Vec::new()
    }

    fn blocks(&mut self, value: &Value<'_>) -> Vec<Block> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_form(value, "holiday", " [[holiday]]（双方括号）");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.block(item)).collect()
    }

    fn block(&mut self, value: &Value<'_>) -> Option<Block> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_form(value, "holiday", " [[holiday]]（双方括号）");
            return None;
        };
        self.unknown_keys(table, &["name", "extends", "off", "worked"]);
        let line = table.get("name").map_or_else(|| self.line_of(value), |name| self.line_of(name));
        let name = match table.get("name") {
            Some(name) => self.text(name, "name"),
            None => {
                self.flaw(line, Flaw::Missing("节日名称（name）"));
                None
            }
        };
        let before = self.problems.len();
        let off = table.get("off").map(|days| self.days(days, "off")).unwrap_or_default();
        let worked = table.get("worked").map(|days| self.days(days, "worked")).unwrap_or_default();
        let unread = self.problems.len() > before;
        let extends = table.get("extends").is_some_and(|value| self.truth(value, "extends"));
        Some(Block { name: name.unwrap_or_default(), line, extends, off, worked, unread })
    }
}
