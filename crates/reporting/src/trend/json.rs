//! A trend as JSON.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::cell::Cell;
use crate::object::cell_value;

use super::{OrganTrend, Trend};

impl Trend {
    /// The trend as JSON: figures, and for each authority its years with the values in the order of the figures.
    pub fn to_json(&self) -> Value {
        let figures = self.figures.iter().map(|figure| {
            json!({"key": figure.key, "label": figure.label, "unit": figure.unit,
                   "headline": figure.is_headline, "same_in_all_forms": figure.is_same_in_all_forms})
        });
        json!({"figures": figures.collect::<Value>(), "organs": self.organs.iter().map(organ).collect::<Value>()})
    }
}

fn organ(organ: &OrganTrend) -> Value {
    let number = |value: Option<Decimal>| value.map(|value| cell_value(&Cell::number(value)));
    let years = organ.years.iter().enumerate().map(|(at, year)| {
        let points = || organ.series.iter().map(|points| &points[at]);
        json!({
            "year": year.year,
            "reported": year.is_reported,
            "form": year.form.map(|form| &form.key),
            "new_form": year.is_new_form,
            "values": points().map(|point| number(point.value)).collect::<Vec<_>>(),
            "changes": points().map(|point| number(point.change)).collect::<Vec<_>>(),
        })
    });
    let findings = organ.findings.iter().map(|(year, finding)| {
        let mut object = finding.to_json();
        object["year"] = json!(year);
        object
    });
    json!({"organ": organ.organ, "years": years.collect::<Value>(), "findings": findings.collect::<Value>()})
}
