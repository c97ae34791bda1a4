//! The one writer (写入队列): commands that wait together share one transaction and one trip to the disk.

use crate::backend::Store;
use crate::error::{Error, Result};
use crate::queue::Queue;

use super::append::append;
use super::model::{Append, Appended};

/// Takes appends one by one and writes those that wait together (成组提交). Cheap to clone; ends with its last clone, once all
/// that was handed over is written.
#[derive(Debug, Clone)]
pub struct Writer {
    queue: Queue<Append, Result<Appended>>,
}

impl Writer {
    /// Starts the writer of a store. Several programs may write to one PostgreSQL database.
    pub fn start(store: &Store) -> Writer {
        let store = store.clone();
        let own = move || Store { db: store.db.for_own_thread() };
        Writer {
            queue: Queue::start(
                own,
                |store, appends: Vec<Append>| async move { append(&store, &appends).await },
            ),
        }
    }

    /// Writes one append down; when this returns it is on the disk.
    ///
    /// A caller that stops waiting does not take it back.
    ///
    /// # Errors
    /// Those of [`append`]; and [`Error::Stopped`] when the program is ending.
    pub async fn append(&self, append: Append) -> Result<Appended> {
        self.queue.ask(append).await.unwrap_or(Err(Error::Stopped))
    }
}
