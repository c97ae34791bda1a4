//! The reports of the column 政府信息公开年报.

use jiff::civil::Date;
use readers::Limits;
use reporting::check::{Checked, check};
use reporting::object;
use reporting::report::Report;
use rust_embed::RustEmbed;
use serde_json::Value;

#[derive(RustEmbed)]
#[folder = "../../demo/reports"]
struct Demo;

/// Reports by authority and year.
#[derive(Debug, Default)]
pub struct Library {
    entries: Vec<Entry>,
}

/// A report of the column with what its check found.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its name in addresses.
    pub(crate) slug: String,
    pub(crate) agency: String,
    pub(crate) year: i16,
    pub(crate) report: Report,
    pub(crate) checked: Checked,
}

/// A file for the column.
#[derive(Debug, Clone)]
pub struct Source {
    /// File name.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Library {
    /// The demonstration reports, which are inside the program.
    pub fn demo(limits: &Limits) -> Library {
        let files = Demo::iter().filter_map(|name| {
            let bytes = Demo::get(&name)?.data.into_owned();
            Some(Source { name: name.into_owned(), bytes })
        });
        Library::load(files, limits)
    }

    /// Reads files into a library; a file that is no report is logged and left out.
    pub fn load(files: impl IntoIterator<Item = Source>, limits: &Limits) -> Library {
        let mut reports: Vec<(String, Report)> = Vec::new();
        for Source { name, bytes } in files {
            match readers::report(&name, &bytes, limits) {
                Ok(report) => reports
                    .push((name.rsplit_once('.').map_or(name.clone(), |(stem, _)| stem.to_owned()), report)),
                Err(error) => tracing::warn!(file = %name, %error, "left out of the column"),
            }
        }
        let previous = |report: &Report| {
            let year = report.year?.checked_sub(1)?;
            reports
                .iter()
                .map(|(_, other)| other)
                .find(|other| other.agency == report.agency && other.year == Some(year))
        };
        let checked: Vec<Checked> =
            reports.iter().map(|(_, report)| check(report, previous(report))).collect();
        let mut entries: Vec<Entry> = reports
            .into_iter()
            .zip(checked)
            .map(|((slug, report), checked)| Entry {
                slug,
                agency: report.agency.clone().unwrap_or_else(|| "机关不明".into()),
                year: report.year.unwrap_or(0),
                report,
                checked,
            })
            .collect();
        entries.sort_by(|a, b| a.agency.cmp(&b.agency).then(b.year.cmp(&a.year)));
        Library { entries }
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn entry(&self, slug: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.slug == slug)
    }

    /// The reports of an authority, latest first.
    pub(crate) fn of<'a>(&'a self, agency: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().filter(move |entry| entry.agency == agency)
    }
}

impl Entry {
    /// The report as an object, marked 演示 where it is demonstration.
    pub(crate) fn object(&self, demo: bool) -> Value {
        let mut object =
            object::to_json(&self.report, &self.checked.violations(), &self.checked.contradictions);
        if demo && let Some(object) = object.as_object_mut() {
            object.insert("notes".into(), serde_json::json!(["演示：机构、人员和数据均为虚构"]));
        }
        object
    }

    /// The date under the report.
    pub(crate) fn signed_on(&self) -> Option<Date> {
        self.report.signed_on.map(|(date, _)| date)
    }
}
