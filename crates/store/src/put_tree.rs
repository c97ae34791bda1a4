//! Laying authorities in: a whole tree, or one by its name.

use reporting::text::squash;
use reporting::tree::Tree;
use sha2::{Digest, Sha256};

use crate::backend::Store;
use crate::error::Result;
use crate::model::{Organ, hexadecimal};
use crate::queries;
use crate::revision::BUMP;

/// The id of an authority for which nobody has chosen one: `o-` and ten digits that follow from its name.
pub fn organ_id(name: &str) -> String {
    let digest = Sha256::digest(squash(name));
    format!("o-{}", hexadecimal(&digest[..5]))
}

pub(crate) const ORGAN: &str = "
    insert into organ (id, name, parent, rank, since, until, included)
    values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (id) do update
       set name = excluded.name, parent = excluded.parent, rank = excluded.rank, since = excluded.since,
           until = excluded.until, included = excluded.included";

pub(crate) const FORGET_NAMES: &str = "delete from organ_name where organ = $1";

pub(crate) const NAME: &str = "
    insert into organ_name (organ, name) values ($1, $2) on conflict (organ, name) do nothing";

/// A root after all that are there.
pub(crate) const ROOT: &str = "
    insert into organ (id, name, parent, rank, included)
    select $1, $2, '', coalesce(max(rank), 0) + 1, true
      from organ
     where parent = ''
        on conflict (id) do nothing";

pub(crate) const ALL: &str = "select id, name from organ";

pub(crate) const YEARS: &str = "select distinct year from report where organ = $1 order by year";

pub(crate) const IS_TAKEN: &str = "select count(*) from report where organ = $1 and year = $2";

pub(crate) const MOVE_REPORT: &str = "
    insert into report (
           organ, year, version, imported_at, replaced_at, correction, title, signed_on, published_on, form, result,
           errors, warnings, notes, new_received, carried_in, result_total, carried_out, granted, partial, review_total,
           litigation_total, figures, file_name, media_type, file_size, sha256)
    select $1, year, version, imported_at, replaced_at, correction, title, signed_on, published_on, form, result,
           errors, warnings, notes, new_received, carried_in, result_total, carried_out, granted, partial, review_total,
           litigation_total, figures, file_name, media_type, file_size, sha256
      from report
     where organ = $2 and year = $3";

pub(crate) const MOVE_CONTENT: &str = "
    insert into report_content (organ, year, version, object, source)
    select $1, year, version, object, source
      from report_content
     where organ = $2 and year = $3";

pub(crate) const LEAVE_CONTENT: &str = "delete from report_content where organ = $1 and year = $2";

pub(crate) const LEAVE_REPORT: &str = "delete from report where organ = $1 and year = $2";

pub(crate) const MOVED: &str = "
    insert into organ_moved (organ, moved_to) values ($1, $2)
        on conflict (organ) do update
       set moved_to = excluded.moved_to";

/// What still hangs on an authority.
pub(crate) const HOLDS: &str = "
    select (select count(*) from report where organ = $1) + (select count(*) from organ where parent = $1)
         + (select count(*) from case_row where organ = $1)";

pub(crate) const FORGET: &str = "delete from organ where id = $1";

/// Lays a tree of authorities in: new ones are added, known ones take its names, parents and order.
///
/// Reports that were laid in under an authority of the same name with another id, as when there was no tree yet, move
/// to the id of the tree. What the tree does not name stays as it is.
///
/// # Errors
/// When the database does not answer; then nothing has changed.
pub async fn put_tree(store: &Store, tree: &Tree) -> Result<()> {
    write!(store, |c| {
        for (rank, organ) in tree.organs().iter().enumerate() {
            let insert = sqlx::query(ORGAN).bind(&organ.id).bind(&organ.name);
            let insert = insert.bind(organ.parent.as_deref().unwrap_or_default()).bind(rank as i64);
            let insert = insert.bind(organ.since).bind(organ.until).bind(organ.included);
            insert.execute(&mut *c).await?;
            sqlx::query(FORGET_NAMES).bind(&organ.id).execute(&mut *c).await?;
            for name in std::iter::once(&organ.name).chain(&organ.aliases) {
                sqlx::query(NAME).bind(&organ.id).bind(squash(name)).execute(&mut *c).await?;
            }
        }
        let known: Vec<(String, String)> = sqlx::query_as(ALL).fetch_all(&mut *c).await?;
        let others =
            known.iter().filter(|(id, name)| tree.get(id).is_none() && tree.named(name, None).is_some());
        for (id, name) in others {
            let years: Vec<i16> = sqlx::query_scalar(YEARS).bind(id).fetch_all(&mut *c).await?;
            for year in years {
                let Some(organ) = tree.named(name, Some(year)) else { continue };
                let taken = sqlx::query_scalar(IS_TAKEN).bind(&organ.id).bind(year);
                let taken: i64 = taken.fetch_one(&mut *c).await?;
                if taken > 0 {
                    continue;
                }
                for statement in [MOVE_REPORT, MOVE_CONTENT] {
                    sqlx::query(statement).bind(&organ.id).bind(id).bind(year).execute(&mut *c).await?;
                }
                for statement in [LEAVE_CONTENT, LEAVE_REPORT] {
                    sqlx::query(statement).bind(id).bind(year).execute(&mut *c).await?;
                }
            }
            if let Some(organ) = tree.named(name, None) {
                sqlx::query(MOVED).bind(id).bind(&organ.id).execute(&mut *c).await?;
            }
            let holds: i64 = sqlx::query_scalar(HOLDS).bind(id).fetch_one(&mut *c).await?;
            if holds == 0 {
                for statement in [FORGET_NAMES, FORGET] {
                    sqlx::query(statement).bind(id).execute(&mut *c).await?;
                }
            }
        }
        sqlx::query(BUMP).execute(&mut *c).await?;
    });
    Ok(())
}

/// The authority that has a name in a report year; a new root where none has it.
///
/// # Errors
/// When the database does not answer.
pub async fn put_organ(store: &Store, name: &str, year: i16) -> Result<Organ> {
    if let Some(organ) = queries::organ_named(store, name, year).await? {
        return Ok(organ);
    }
    let id = organ_id(name);
    write!(store, |c| {
        sqlx::query(ROOT).bind(&id).bind(name).execute(&mut *c).await?;
        sqlx::query(NAME).bind(&id).bind(squash(name)).execute(&mut *c).await?;
        sqlx::query(BUMP).execute(&mut *c).await?;
    });
    queries::organ(store, &id).await?.ok_or(crate::Error::UnknownOrgan(id))
}
