//! The sealed texts of a case.

use casework::id::{CaseId, TextId};

use crate::cases::SealedText;
use crate::{Result, Store};

pub(crate) const ONE: &str = "
    select text_id, sealed from sealed_text where organ = $1 and case_id = $2 and text_id = $3";

pub(crate) const ALL: &str = "
    select text_id, sealed from sealed_text where organ = $1 and case_id = $2 order by text_id";

/// The text of a name, to be opened with the [key](crate::vault::CaseKey::open) of its case.
///
/// # Errors
/// When the database does not answer.
pub async fn text(store: &Store, organ: &str, case: &CaseId, id: &TextId) -> Result<Option<SealedText>> {
    let row: Option<(String, Vec<u8>)> = read!(store, |pool| {
        let query = sqlx::query_as(ONE).bind(organ).bind(case.as_str()).bind(id.as_str());
        query.fetch_optional(pool).await
    })?;
    Ok(row.map(sealed))
}

/// All texts of a case.
///
/// # Errors
/// When the database does not answer.
pub async fn texts(store: &Store, organ: &str, case: &CaseId) -> Result<Vec<SealedText>> {
    let rows: Vec<(String, Vec<u8>)> =
        read!(store, |pool| sqlx::query_as(ALL).bind(organ).bind(case.as_str()).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(sealed).collect())
}

fn sealed((id, sealed): (String, Vec<u8>)) -> SealedText {
    SealedText { id: TextId::from(id), sealed }
}
