//! Statements for many rows at once: one written for a row, with its row of values as often as there are rows.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use sqlx::{PgConnection, SqliteConnection};

/// Sizes in which rows are written. Few, so that databases remember the statement of each.
const SIZES: [usize; 5] = [256, 64, 16, 4, 1];

/// The rows in pieces, large ones first.
pub(crate) fn pieces<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = SIZES.into_iter().find(|size| *size <= rows.len())?;
        let (piece, rest) = rows.split_at(size);
        rows = rest;
        Some(piece)
    })
}

/// How a database is told where a parameter stands.
pub(crate) trait Placeholders {
    /// Whether by its number. SQLite looks for each number among all of them, which takes long where there are thousands; it
    /// also counts question marks.
    const ARE_NUMBERED: bool;
}

impl Placeholders for SqliteConnection {
    const ARE_NUMBERED: bool = false;
}

impl Placeholders for PgConnection {
    const ARE_NUMBERED: bool = true;
}

/// Texts that were made before: there are only as many as statements and sizes.
static MADE: Mutex<BTreeMap<(&str, usize, bool), &str>> = Mutex::new(BTreeMap::new());

/// A statement with `values ($1, …)` in it, for so many rows. What stands outside the values must have no parameters.
pub(crate) fn text<C: Placeholders>(_: &C, sql: &'static str, rows: usize) -> &'static str {
    if rows <= 1 {
        return sql;
    }
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.entry((sql, rows, C::ARE_NUMBERED))
        .or_insert_with(|| Box::leak(make(sql, rows, C::ARE_NUMBERED).into_boxed_str()))
}

fn make(sql: &str, rows: usize, numbered: bool) -> String {
    let split = || {
        let start = sql.find("values (")? + "values ".len();
        let mut open = 0;
        let closes = |letter: char| {
            open += i32::from(letter == '(') - i32::from(letter == ')');
            open == 0
        };
        let end = start + sql[start..].find(closes)? + 1;
        Some((&sql[..start], &sql[start..end], &sql[end..]))
    };
    let Some((head, row, tail)) = split() else { return sql.to_owned() };
    // What stands between the parameters, a type or a constant for instance, stands there in each row.
    let between: Vec<&str> =
        row.split('$').map(|text| text.trim_start_matches(|c: char| c.is_ascii_digit())).collect();
    let columns = between.len() - 1;
    let row = |at: usize| -> String {
        let numbers = (1..=columns)
            .map(|column| if numbered { format!("${}", at * columns + column) } else { "?".to_owned() });
        between
            .iter()
            .zip(numbers.chain([String::new()]))
            .flat_map(|(text, number)| [(*text).to_owned(), number])
            .collect()
    };
    let all: Vec<String> = (0..rows).map(row).collect();
    format!("{head}{}{tail}", all.join(", "))
}

/// Runs a statement over rows, as many at once as it may: `all_rows!(c, SQL, &rows, |query, row| query.bind(row.0))`.
macro_rules! all_rows {
    ($connection:ident, $sql:expr, $rows:expr, |$query:ident, $row:ident| $bound:expr) => {
        for piece in crate::many::pieces($rows) {
            let text = crate::many::text(&*$connection, $sql, piece.len());
            let mut $query = sqlx::query(text);
            for $row in piece {
                $query = $bound;
            }
            $query.execute(&mut *$connection).await?;
        }
    };
}

/// Asks a statement about rows, as many at once as it may; gives all answers.
macro_rules! ask_rows {
    ($connection:ident, $sql:expr, $rows:expr, |$query:ident, $row:ident| $bound:expr) => {{
        let mut found = Vec::new();
        for piece in crate::many::pieces($rows) {
            let text = crate::many::text(&*$connection, $sql, piece.len());
            let mut $query = sqlx::query_as(text);
            for $row in piece {
                $query = $bound;
            }
            found.extend($query.fetch_all(&mut *$connection).await?);
        }
        found
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_grows_by_rows() {
        let sql = "insert into t (a, b) values ($1, $2) on conflict (a) do nothing";
        assert_eq!(
            make(sql, 2, false),
            "insert into t (a, b) values (?, ?), (?, ?) on conflict (a) do nothing"
        );
        assert_eq!(
            make(sql, 2, true),
            "insert into t (a, b) values ($1, $2), ($3, $4) on conflict (a) do nothing"
        );
        let sql = "delete from t where (a, b) in (values ($1, cast($2 as integer)))";
        let two =
            "delete from t where (a, b) in (values ($1, cast($2 as integer)), ($3, cast($4 as integer)))";
        assert_eq!(make(sql, 2, true), two);
        assert_eq!(
            make("insert into t (a, b) values ($1, 10)", 2, true),
            "insert into t (a, b) values ($1, 10), ($2, 10)"
        );
    }

    #[test]
    fn every_row_is_in_one_piece() {
        let rows: Vec<usize> = (0..300).collect();
        let sizes: Vec<usize> = pieces(&rows).map(<[usize]>::len).collect();
        assert_eq!(sizes, [256, 16, 16, 4, 4, 4]);
        assert_eq!(pieces(&rows).flatten().copied().collect::<Vec<_>>(), rows);
    }
}
