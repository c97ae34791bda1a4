//! All rows of a database out and in again (备份与恢复), as JSON: one object for each row, the same from both databases, so that what
//! was kept in one can be restored into the other.
//!
//! Rows are read in one transaction: the copy is of one moment, while others go on writing. Keys leave as they lie, under the
//! master key, which is in no copy.

use std::collections::BTreeSet;

use sqlx::{PgConnection, SqliteConnection};
use tokio_stream::StreamExt;

use crate::backend::{Db, Kind, Location, STORE, Store};
use crate::error::{Error, Result};
use crate::vault::KEYS;

const SQLITE_TABLES: &str = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> '_sqlx_migrations'";

const SQLITE_COLUMNS: &str = "select name, lower(type) from pragma_table_info($1)";

const PG_TABLES: &str = "
    select table_name::text
      from information_schema.tables
     where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name <> '_sqlx_migrations'";

/// Rows that are put in at once, and about how many bytes.
const TOGETHER: usize = 500;
const BYTES: usize = 4 << 20;

/// Which database a copy is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Reports, cases, people.
    Cases,
    /// Keys of cases, each under the master key.
    Keys,
}

impl Part {
    fn kind(self) -> &'static Kind {
        match self {
            Part::Cases => &STORE,
            Part::Keys => &KEYS,
        }
    }
}

/// The version of the tables that this program has: a copy is put into tables of its own version.
pub fn version(part: Part) -> i64 {
    part.kind().migrations.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// Makes sure that a place has nothing in it yet.
///
/// # Errors
/// [`Error::NotEmpty`]; or the database cannot be opened.
pub async fn must_be_empty(location: &Location, part: Part) -> Result<()> {
    let db = Db::open(location, part.kind()).await?;
    match &db {
        Db::Sqlite { w, .. } => {
            let mut c = w.acquire().await?;
            let tables = tables_of_sqlite(&mut c, part.kind()).await?;
            for table in tables {
                count_sqlite(&mut c, &table.name, location).await?;
            }
        }
        Db::Pg(pool) => {
            let mut c = pool.acquire().await?;
            for table in tables_of_pg(&mut c, part.kind()).await? {
                count_pg(&mut c, &table, location).await?;
            }
        }
    }
    db.close().await;
    Ok(())
}

/// Reads all rows of a database that is there: `on_row` hears the table and the row as JSON, table by table in the order in which they may be put in again.
///
/// # Errors
/// When there is no database, it is of another version, it does not answer, or `on_row` fails.
pub async fn dump(
    location: &Location,
    part: Part,
    mut on_row: impl FnMut(&str, &str) -> std::io::Result<()>,
) -> Result<Vec<(String, u64)>> {
    let db = Db::open_to_copy(location, part.kind()).await?;
    let mut counts = Vec::new();
    match &db {
        Db::Sqlite { r, .. } => {
            let mut transaction = r.begin().await?;
            for table in tables_of_sqlite(&mut transaction, part.kind()).await? {
                let sql = format!("select json_object({}) from \"{}\"", table.pairs(), table.name);
                let mut rows = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch(&mut *transaction);
                let count = each(&mut rows, &table.name, &mut on_row).await?;
                counts.push((table.name.clone(), count));
            }
        }
        Db::Pg(pool) => {
            let mut transaction = pool.begin_with("begin isolation level repeatable read read only").await?;
            for name in tables_of_pg(&mut transaction, part.kind()).await? {
                let sql = format!("select row_to_json(t)::text from \"{name}\" t");
                let mut rows = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch(&mut *transaction);
                let count = each(&mut rows, &name, &mut on_row).await?;
                counts.push((name, count));
            }
        }
    }
    db.close().await;
    Ok(counts)
}

async fn each(
    rows: &mut (impl tokio_stream::Stream<Item = sqlx::Result<String>> + Unpin),
    table: &str,
    on_row: &mut impl FnMut(&str, &str) -> std::io::Result<()>,
) -> Result<u64> {
    let mut count = 0;
    while let Some(row) = rows.next().await {
        on_row(table, &row?).map_err(Error::Copy)?;
        count += 1;
    }
    Ok(count)
}

/// Puts rows into an empty database, all or none: `next` gives the next row and its table, in the order of [`dump`].
///
/// # Errors
/// [`Error::NotEmpty`] when there is something; the rows are not those of this version's tables; or the database does not answer.
pub async fn load(
    location: &Location,
    part: Part,
    mut next: impl FnMut() -> std::io::Result<Option<(String, String)>>,
) -> Result<u64> {
    let db = Db::open(location, part.kind()).await?;
    let store = Store { db };
    let mut count = 0;
    match &store.db {
        Db::Sqlite { w, .. } => {
            let mut transaction = w.begin_with("begin immediate").await?;
            let tables = tables_of_sqlite(&mut transaction, part.kind()).await?;
            let names: Vec<String> = tables.iter().map(|table| table.name.clone()).collect();
            empty_sqlite(&mut transaction, &names, location).await?;
            let mut batch = Batch::default();
            while let Some((table, row)) = next().map_err(Error::Copy)? {
                count += 1;
                if let Some((full, rows)) = batch.add(&table, row) {
                    put_sqlite(&mut transaction, &tables, &full, &rows).await?;
                }
            }
            if let Some((last, rows)) = batch.take() {
                put_sqlite(&mut transaction, &tables, &last, &rows).await?;
            }
            transaction.commit().await?;
        }
        Db::Pg(pool) => {
            let mut transaction = pool.begin().await?;
            let names = tables_of_pg(&mut transaction, part.kind()).await?;
            empty_pg(&mut transaction, &names, location).await?;
            let mut batch = Batch::default();
            while let Some((table, row)) = next().map_err(Error::Copy)? {
                count += 1;
                if let Some((full, rows)) = batch.add(&table, row) {
                    put_pg(&mut transaction, &names, &full, &rows).await?;
                }
            }
            if let Some((last, rows)) = batch.take() {
                put_pg(&mut transaction, &names, &last, &rows).await?;
            }
            transaction.commit().await?;
        }
    }
    store.close().await;
    Ok(count)
}

/// Rows of a table that go in together.
#[derive(Default)]
struct Batch {
    table: String,
    rows: Vec<String>,
    bytes: usize,
}

impl Batch {
    /// Adds a row; gives what is full, or of the table before.
    fn add(&mut self, table: &str, row: String) -> Option<(String, String)> {
        let is_full = self.rows.len() >= TOGETHER || self.bytes >= BYTES || self.table != table;
        let full = if is_full { self.take() } else { None };
        table.clone_into(&mut self.table);
        self.bytes += row.len();
        self.rows.push(row);
        full
    }

    /// The table and its rows as a JSON array.
    fn take(&mut self) -> Option<(String, String)> {
        if self.rows.is_empty() {
            return None;
        }
        let rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        Some((self.table.clone(), format!("[{}]", rows.join(","))))
    }
}

/// A table of SQLite with the declared types of its columns.
struct Table {
    name: String,
    columns: Vec<(String, String)>,
}

impl Table {
    /// Names and values of a row as PostgreSQL writes them: bytes in hexadecimal behind `\x`, truth as true and false.
    fn pairs(&self) -> String {
        let pair = |(name, kind): &(String, String)| match kind.as_str() {
            "bytea" => format!(
                "'{name}', case when \"{name}\" is null then null else '\\x' || lower(hex(\"{name}\")) end"
            ),
            "boolean" => format!(
                "'{name}', json(case \"{name}\" when 0 then 'false' when 1 then 'true' else 'null' end)"
            ),
            _ => format!("'{name}', \"{name}\""),
        };
        self.columns.iter().map(pair).collect::<Vec<_>>().join(", ")
    }

    /// The same back into columns.
    fn values(&self) -> String {
        let value = |(name, kind): &(String, String)| match kind.as_str() {
            "bytea" => format!("unhex(substr(json_extract(value, '$.{name}'), 3))"),
            _ => format!("json_extract(value, '$.{name}')"),
        };
        self.columns.iter().map(value).collect::<Vec<_>>().join(", ")
    }
}

async fn tables_of_sqlite(c: &mut SqliteConnection, kind: &Kind) -> Result<Vec<Table>> {
    let names: Vec<String> = sqlx::query_scalar(SQLITE_TABLES).fetch_all(&mut *c).await?;
    let mut tables = Vec::new();
    for name in in_order(names, kind) {
        let columns = sqlx::query_as(SQLITE_COLUMNS).bind(&name).fetch_all(&mut *c).await?;
        tables.push(Table { name, columns });
    }
    Ok(tables)
}

async fn tables_of_pg(c: &mut PgConnection, kind: &Kind) -> Result<Vec<String>> {
    Ok(in_order(sqlx::query_scalar(PG_TABLES).fetch_all(&mut *c).await?, kind))
}

/// The tables that there are, in the order in which migrations make them: what a table refers to comes before it.
fn in_order(there: Vec<String>, kind: &Kind) -> Vec<String> {
    let there: BTreeSet<String> = there.into_iter().collect();
    let texts = kind.migrations.iter().map(|migration| migration.sql.as_str());
    let made = texts.flat_map(str::lines).filter_map(|line| line.strip_prefix("create table "));
    let names = made.filter_map(|rest| rest.split([' ', '(']).next()).map(str::to_owned);
    names.filter(|name| there.contains(name)).collect()
}

/// Removes what migrations themselves have put in; anything else is somebody's.
async fn empty_sqlite(c: &mut SqliteConnection, tables: &[String], location: &Location) -> Result<()> {
    for name in tables.iter().rev() {
        if count_sqlite(c, name, location).await? > 0 {
            sqlx::query(sqlx::AssertSqlSafe(format!("delete from \"{name}\""))).execute(&mut *c).await?;
        }
    }
    Ok(())
}

/// How many rows of a migration's own a table has.
async fn count_sqlite(c: &mut SqliteConnection, table: &str, location: &Location) -> Result<i64> {
    let count = format!("select count(*) from \"{table}\"");
    let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(count)).fetch_one(c).await?;
    is_ours(table, rows, location)?;
    Ok(rows)
}

async fn empty_pg(c: &mut PgConnection, tables: &[String], location: &Location) -> Result<()> {
    for name in tables.iter().rev() {
        if count_pg(c, name, location).await? > 0 {
            sqlx::query(sqlx::AssertSqlSafe(format!("delete from \"{name}\""))).execute(&mut *c).await?;
        }
    }
    Ok(())
}

/// How many rows of a migration's own a table has.
async fn count_pg(c: &mut PgConnection, table: &str, location: &Location) -> Result<i64> {
    let count = format!("select count(*) from \"{table}\"");
    let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(count)).fetch_one(c).await?;
    is_ours(table, rows, location)?;
    Ok(rows)
}

/// A single row may come from a migration; more, or an authority, an account or an event of a case, does not.
fn is_ours(table: &str, rows: i64, location: &Location) -> Result<()> {
    let is_filled = rows > 1 || rows > 0 && matches!(table, "organ" | "account" | "case_event" | "case_key");
    if is_filled { Err(Error::NotEmpty(location.to_string())) } else { Ok(()) }
}

async fn put_sqlite(c: &mut SqliteConnection, tables: &[Table], table: &str, rows: &str) -> Result<()> {
    let Some(table) = tables.iter().find(|one| one.name == table) else {
        return Err(Error::UnknownTable(table.to_owned()));
    };
    let names = table.columns.iter().map(|(name, _)| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let sql =
        format!("insert into \"{}\" ({names}) select {} from json_each($1)", table.name, table.values());
    sqlx::query(sqlx::AssertSqlSafe(sql)).bind(rows).execute(c).await?;
    Ok(())
}

async fn put_pg(c: &mut PgConnection, tables: &[String], table: &str, rows: &str) -> Result<()> {
    if !tables.iter().any(|one| one == table) {
        return Err(Error::UnknownTable(table.to_owned()));
    }
    let sql =
        format!("insert into \"{table}\" select * from json_populate_recordset(null::\"{table}\", $1::json)");
    sqlx::query(sqlx::AssertSqlSafe(sql)).bind(rows).execute(c).await?;
    Ok(())
}
