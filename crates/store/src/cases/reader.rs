//! The reader of whoever decides (读取队列): cases that are asked for at the same time are read by one question.

use std::collections::BTreeSet;

use casework::event::Recorded;
use casework::id::CaseId;

use super::queries::recorded;
use crate::backend::Store;
use crate::error::{Error, Result};
use crate::queue::Queue;

pub(crate) const EVENTS_OF: &str = "
    select organ, case_id, version, at, actor, event
      from case_event
     where (organ, case_id) in (values ($1, $2))";

type Place = (String, CaseId);

/// An event as stored, with its case.
type Row = (String, String, i32, i64, String, String);

/// Reads cases one by one, those that wait together in one question. Cheap to clone; ends with its last clone.
#[derive(Debug, Clone)]
pub struct Reader {
    queue: Queue<Place, Result<Vec<Recorded>>>,
}

impl Reader {
    /// Starts the reader of a store.
    pub fn start(store: &Store) -> Reader {
        let store = store.clone();
        let own = move || Store { db: store.db.for_own_thread() };
        Reader {
            queue: Queue::start(own, |store, places: Vec<Place>| async move { read(&store, &places).await }),
        }
    }

    /// All events of a case in their order; none when there is no such case.
    ///
    /// # Errors
    /// When the database does not answer, or holds an event that cannot be read; [`Error::Stopped`] when the program is ending.
    pub async fn events(&self, organ: &str, case: &CaseId) -> Result<Vec<Recorded>> {
        self.queue.ask((organ.to_owned(), case.clone())).await.unwrap_or(Err(Error::Stopped))
    }
}

/// The events of each, in the order of the questions.
async fn read(store: &Store, places: &[Place]) -> Vec<Result<Vec<Recorded>>> {
    match rows(store, places).await {
        Ok(rows) => places.iter().map(|place| events(place, &rows)).collect(),
        // Each hears why; errors of databases cannot be shared.
        Err(error) if places.len() == 1 => vec![Err(error)],
        Err(_) => {
            let mut answers = Vec::with_capacity(places.len());
            for place in places {
                let alone = rows(store, std::slice::from_ref(place)).await;
                answers.push(alone.and_then(|rows| events(place, &rows)));
            }
            answers
        }
    }
}

/// The rows of some cases, in the order of cases and versions. SQLite would sort them by walking through the whole authority.
async fn rows(store: &Store, places: &[Place]) -> Result<Vec<Row>> {
    // Each once: what is asked in two pieces would be there twice.
    let places: BTreeSet<&Place> = places.iter().collect();
    let places: Vec<&Place> = places.into_iter().collect();
    let mut rows: Vec<Row> = read!(store, |pool| {
        let mut connection = pool.acquire().await?;
        let c = &mut *connection;
        ask_rows!(c, EVENTS_OF, &places, |query, place| query.bind(&place.0).bind(place.1.as_str()))
    });
    rows.sort_unstable_by(|one, other| (&one.0, &one.1, one.2).cmp(&(&other.0, &other.1, other.2)));
    Ok(rows)
}

/// The events of one case among the rows of many.
fn events((organ, case): &Place, rows: &[Row]) -> Result<Vec<Recorded>> {
    let place = (organ.as_str(), case.as_str());
    let first = rows.partition_point(|row| (row.0.as_str(), row.1.as_str()) < place);
    let of = rows[first..].iter().take_while(|row| (row.0.as_str(), row.1.as_str()) == place);
    let event = |(_, _, version, at, by, event): &Row| {
        recorded(case.as_str(), (*version, *at, by.clone(), event.clone()))
    };
    of.map(event).collect()
}
