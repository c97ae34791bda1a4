//! From a form's TOML file to [`Form`]: numbers the cells and derives the identities.

use serde::Deserialize;

use super::{Column, Form, Identity, Kind, Row, Rule, TABLE_KEYS, Table, Words};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormFile {
    id: String,
    key: String,
    document: String,
    since_report_year: i16,
    fee_statement: bool,
    parts: Vec<String>,
    block: Vec<BlockFile>,
    applications: ApplicationsFile,
    remedies: RemediesFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlockFile {
    title: String,
    columns: Vec<Column>,
    rows: Vec<RowFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApplicationsFile {
    corner: String,
    columns: Vec<Column>,
    organisations: String,
    results: String,
    received: String,
    carried_in: String,
    result_total: String,
    carried_out: String,
    rows: Vec<RowFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RemediesFile {
    columns: Vec<Column>,
    litigation: String,
    blocks: Vec<RowFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowFile {
    key: String,
    label: String,
    #[serde(default)]
    also: Vec<String>,
    group: Option<String>,
    #[serde(default)]
    instead_of: Vec<String>,
    #[serde(default)]
    litigation: bool,
}

/// Reads a form's file.
pub(super) fn form(text: &str) -> Result<Form, toml::de::Error> {
    let file: FormFile = toml::from_str(text)?;
    let mut next = 0;
    let mut row = |file: RowFile, group: Option<String>, columns: &[Column]| {
        let first = next;
        next += columns.len();
        let RowFile { key, label, also, instead_of, .. } = file;
        Row { key, label, also, group, columns: columns.to_vec(), first, is_result: false, instead_of }
    };

    let mut items = Vec::new();
    for block in file.block {
        items.extend(block.rows.into_iter().map(|r| row(r, Some(block.title.clone()), &block.columns)));
    }
    let of = file.applications;
    let applications = of.rows.into_iter().map(|mut r| {
        let group = r.group.take();
        row(r, group, &of.columns)
    });
    let mut applications: Vec<Row> = applications.collect();
    for row in &mut applications {
        row.is_result = ![&of.received, &of.carried_in, &of.carried_out].contains(&&row.key);
    }
    let litigation = file.remedies.litigation;
    let remedies = file.remedies.blocks.into_iter().map(|r| {
        let group = r.litigation.then(|| litigation.clone());
        row(r, group, &file.remedies.columns)
    });
    let remedies: Vec<Row> = remedies.collect();

    let mut identities = row_totals(&applications, Rule::RowTotal);
    let named = |key: &str| applications.iter().find(|row| row.key == key).map_or(0, |row| row.first);
    let (received, carried_in) = (named(&of.received), named(&of.carried_in));
    let (total, carried_out) = (named(&of.result_total), named(&of.carried_out));
    let frame = [received, carried_in, total, carried_out];
    for (offset, column) in of.columns.iter().enumerate() {
        let items = applications.iter().map(|row| row.first).filter(|first| !frame.contains(first));
        identities.push(Identity {
            rule: Rule::ResultTotal,
            key: column.key.clone(),
            parts: items.map(|first| first + offset).collect(),
            printed: vec![total + offset],
        });
        identities.push(Identity {
            rule: Rule::Balance,
            key: column.key.clone(),
            parts: vec![received + offset, carried_in + offset],
            printed: vec![total + offset, carried_out + offset],
        });
    }
    identities.extend(row_totals(&remedies, Rule::RemedyTotal));

    let free = |(column, index): (&Column, usize)| {
        (column.kind == Kind::Money && column.unit.is_none()).then_some(index)
    };
    let money_without_unit =
        items.iter().flat_map(|row| row.columns.iter().zip(row.cells()).filter_map(free)).collect();
    let [second, third, fourth] = TABLE_KEYS;
    Ok(Form {
        id: file.id,
        key: file.key,
        document: file.document,
        since_report_year: file.since_report_year,
        fee_statement: file.fee_statement,
        parts: file.parts,
        tables: [
            Table { key: second, rows: items },
            Table { key: third, rows: applications },
            Table { key: fourth, rows: remedies },
        ],
        identities,
        words: Words { corner: of.corner, organisations: of.organisations, results: of.results, litigation },
        cell_count: next,
        money_without_unit,
    })
}

/// In each row all columns but the last add up to the last.
fn row_totals(rows: &[Row], rule: Rule) -> Vec<Identity> {
    rows.iter()
        .map(|row| {
            let last = row.first + row.columns.len() - 1;
            Identity { rule, key: row.key.clone(), parts: (row.first..last).collect(), printed: vec![last] }
        })
        .collect()
}
