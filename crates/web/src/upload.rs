//! Files in a form, and the check of one (上传与体检).

use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::Multipart;
use reporting::check::{Checked, check};
use reporting::object;
use reporting::report::Report;

use crate::App;
use crate::error::Refusal;

/// A form with files, as far as this site has such forms.
#[derive(Default)]
pub(crate) struct Upload {
    /// The report to check.
    pub(crate) file: Option<Named>,
    /// Last year's report.
    pub(crate) previous: Option<Named>,
    /// Text fields, in order.
    pub(crate) fields: Vec<(String, String)>,
}

/// A file with its name.
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
}

impl Upload {
    /// Reads a form.
    pub(crate) async fn read(mut form: Multipart) -> Result<Upload, Refusal> {
        let mut upload = Upload::default();
        while let Some(field) = form.next_field().await.map_err(Refusal::of_form)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(str::to_owned);
            match file {
                Some(file) => {
                    let bytes = field.bytes().await.map_err(Refusal::of_form)?;
                    // A file field that was left empty is sent with neither name nor content.
                    if file.is_empty() && bytes.is_empty() {
                        continue;
                    }
                    let named = Some(Named { name: file, bytes });
                    match name.as_str() {
                        "file" => upload.file = named,
                        "previous" => upload.previous = named,
                        _ => {}
                    }
                }
                None => upload.fields.push((name, field.text().await.map_err(Refusal::of_form)?)),
            }
        }
        Ok(upload)
    }

    /// The value of a text field.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A report with what the check found, and how long it took.
pub(crate) struct Examined {
    pub(crate) report: Report,
    pub(crate) checked: Checked,
    pub(crate) took: Duration,
    /// The report as an object, which the page carries along because nothing is stored.
    pub(crate) object: String,
    /// Last year's report as an object.
    pub(crate) previous: Option<String>,
}

impl Examined {
    /// Checks a report; `started` is when reading it began.
    pub(crate) fn of(report: Report, previous: Option<Report>, started: Instant) -> Examined {
        let checked = check(&report, previous.as_ref());
        let took = started.elapsed();
        let object = |report: &Report| {
            let checked = check(report, None);
            object::to_json(report, &checked.violations(), &checked.contradictions).to_string()
        };
        Examined { object: object(&report), previous: previous.as_ref().map(object), report, checked, took }
    }
}

/// Reads and checks a file, at most a few at a time, without holding up other requests.
pub(crate) async fn examine(app: &App, file: Named, previous: Option<Named>) -> Result<Examined, Refusal> {
    let limits = *app.limits();
    let work = move || {
        let started = Instant::now();
        let read = |file: &Named| {
            readers::report(&file.name, &file.bytes, &limits).map_err(|error| error.to_string())
        };
        let report = read(&file).map_err(Refusal::Unusable)?;
        let previous = previous.as_ref().map(read).transpose();
        let previous = previous.map_err(|error| Refusal::Unusable(format!("上一年度报告：{error}")))?;
        Ok(Examined::of(report, previous, started))
    };
    app.work().run(work).await
}
