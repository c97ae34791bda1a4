//! A store full of reports, to measure what depends on how many there are.

use std::error::Error;

use jiff::Timestamp;
use reporting::cell::Cell;
use reporting::check::check;
use reporting::form::Form;
use reporting::report::{Coverage, Report, Tables};
use sqlx::{Connection, PgConnection, SqliteConnection};
use store::{File, Location, NewReport, Store, put};

/// Report years of each authority: 2021 to 2025.
const YEARS: i64 = 5;

/// Authorities directly below the root; the others belong to them in turn.
const CITIES: i64 = 20;

const PROVINCE: &str = "
    insert into organ (id, name, parent, rank, included) values ('p', '测试省人民政府', '', 0, true)";

const CITY: &str = "
    insert into organ (id, name, parent, rank, included)
    with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < $1)
    select 'c' || i, '测试' || i || '市人民政府', 'p', i, true from n";

const DEPARTMENT: &str = "
    insert into organ (id, name, parent, rank, included)
    with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < $2)
    select 'd' || i, '测试' || (i % $1) || '市第' || i || '局', 'c' || (i % $1), i, true from n";

const NAMES: &str = "insert into organ_name (organ, name) select id, name from organ";

/// The report of `d0` for 2021 over and over, under other authorities and years, with other figures for overviews.
const REPORTS: &str = "
    insert into report (
           organ, year, version, imported_at, title, form, result, errors, warnings, notes, new_received, carried_in,
           result_total, carried_out, granted, partial, review_total, litigation_total, figures, file_name, media_type,
           file_size, sha256)
    with recursive n (i) as (select 1 union all select i + 1 from n where i + 1 < $1)
    select 'd' || (i / $2), 2021 + i % $2, 1, r.imported_at + i, r.title, r.form, r.result, r.errors, r.warnings,
           r.notes, i % 997, 0, i % 997, 0, i % 499, i % 11, i % 13, i % 5, r.figures, r.file_name, r.media_type,
           r.file_size, r.sha256
      from n
      join report r on r.organ = 'd0' and r.year = 2021";

const CONTENT: &str = "
    insert into report_content (organ, year, version, object, source)
    select r.organ, r.year, r.version, c.object, c.source
      from report r
      join report_content c on c.organ = 'd0' and c.year = 2021
     where r.organ <> 'd0' or r.year <> 2021";

/// Runs a statement with numbers for its parameters, on either database.
macro_rules! run {
    ($location:expr, $($sql:expr, [$($number:expr),*];)+) => {
        match $location {
            Location::Folder(folder) => {
                let file = format!("sqlite://{}", folder.join("gongkai.db").display());
                let mut connection = SqliteConnection::connect(&file).await?;
                $(sqlx::query($sql)$(.bind($number))*.execute(&mut connection).await?;)+
                connection.close().await?;
            }
            Location::Server(address) => {
                let mut connection = PgConnection::connect(address).await?;
                $(sqlx::query($sql)$(.bind($number))*.execute(&mut connection).await?;)+
                connection.close().await?;
            }
        }
    };
}

/// Fills an empty store with so many reports of a province, as fast as the database can.
///
/// Its authorities are `p`, the cities `c0` to `c19`, and a department `d…` for every five reports.
///
/// # Errors
/// When the database does not take them, as when the store is not empty.
pub async fn fill(location: &Location, reports: u32) -> Result<(), Box<dyn Error + Send + Sync>> {
    let reports = i64::from(reports);
    let store = Store::open(location).await?;
    run! { location,
        PROVINCE, [];
        CITY, [CITIES];
        DEPARTMENT, [CITIES, (reports + YEARS - 1) / YEARS];
        NAMES, [];
    };
    put(&store, &first()).await?;
    store.close().await;
    run! { location,
        REPORTS, [reports, YEARS];
        CONTENT, [];
    };
    // PostgreSQL plans by what it knows of its tables, which it would find out within minutes.
    if let Location::Server(address) = location {
        let mut connection = PgConnection::connect(address).await?;
        sqlx::query("analyze").execute(&mut connection).await?;
        connection.close().await?;
    }
    Ok(())
}

/// The report of `d0` for 2021, with a number in every cell.
fn first() -> NewReport {
    let tables = Form::for_year(2021).map(|form| {
        let mut tables = Tables::empty(form);
        tables.coverage = [Coverage::Complete; 3];
        tables.cells.fill(Cell::Count(0));
        tables
    });
    let report = Report {
        title: Some("年度报告".into()),
        agency: Some("测试0市第0局".into()),
        year: Some(2021),
        tables,
        bare: true,
        ..Report::default()
    };
    let file = File::new("report.txt", "text/plain", b"report".to_vec());
    NewReport::new("d0", 2021, &report, &check(&report, None), file, Timestamp::UNIX_EPOCH)
}
