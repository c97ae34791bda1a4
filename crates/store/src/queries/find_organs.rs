//! Authorities by words of their names.

use reporting::text::squash;

use crate::{Branch, Result, Store};

pub(crate) const SQL: &str = concat!(
    "select ",
    branch!(),
    r"
       from organ o
      where o.id in (select n.organ from organ_name n where n.name like $1 escape '\')
      order by o.rank, o.id
      limit $2"
);

/// Authorities one of whose names, short and former ones included, contains some words.
///
/// # Errors
/// When the database does not answer.
pub async fn find_organs(store: &Store, words: &str, limit: u32) -> Result<Vec<Branch>> {
    let pattern = pattern(&squash(words));
    Ok(read!(store, |pool| {
        sqlx::query_as(SQL).bind(&pattern).bind(i64::from(limit)).fetch_all(pool).await
    })?)
}

/// Words as a pattern that is found anywhere in a text.
pub(super) fn pattern(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in words.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
