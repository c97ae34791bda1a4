//! A notice as text, in the form that [`Notice::parse`] reads.

use std::fmt::Write;

use jiff::civil::Date;

use super::notice::Notice;

impl Notice {
    /// The notice as a file: the exchange form, which reads back as the same notice.
    pub fn to_toml(&self) -> String {
        let mut text = format!("number = {}\n", quoted(&self.number));
        if let Some(title) = &self.title {
            line(&mut text, "title", &quoted(title));
        }
        line(&mut text, "issued", &quoted(&self.issued.to_string()));
        line(&mut text, "year", &self.year.to_string());
        if let Some(region) = &self.region {
            line(&mut text, "region", &quoted(region));
        }
        if self.counts_as_working {
            line(&mut text, "counts_as_working", "true");
        }
        if !self.supersedes.is_empty() {
            line(&mut text, "supersedes", &list(self.supersedes.iter().map(|number| quoted(number))));
        }
        for holiday in &self.holidays {
            text.push_str("\n[[holiday]]\n");
            line(&mut text, "name", &quoted(&holiday.name));
            if holiday.extends {
                line(&mut text, "extends", "true");
            }
            if !holiday.off.is_empty() {
                line(&mut text, "off", &days(&holiday.off));
            }
            if !holiday.worked.is_empty() {
                let worked = holiday.worked.iter().map(|day| quoted(&day.to_string()));
                line(&mut text, "worked", &list(worked));
            }
        }
        text
    }
}

fn line(text: &mut String, key: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{key} = {value}");
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// Days off: unbroken runs are written by their first and last day.
fn days(days: &[Date]) -> String {
    let runs: Vec<&[Date]> = days.chunk_by(|a, b| a.tomorrow().is_ok_and(|next| next == *b)).collect();
    let written = runs.iter().map(|run| match run {
        [day] => quoted(&day.to_string()),
        [from, .., to] => format!("{{ from = \"{from}\", to = \"{to}\" }}"),
        [] => String::new(),
    });
    match runs[..] {
        [run] if run.len() > 1 => written.collect(),
        _ => list(written),
    }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
