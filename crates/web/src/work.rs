//! Work that keeps a processor busy: reading, checking, comparing, writing (耗时工作).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Semaphore;

use crate::error::Refusal;

/// Requests that may wait for their turn; one more is told to come again.
const WAITING: usize = 64;

/// Leave to work: so many at once, each on a thread of its own, and a queue that ends.
pub(crate) struct Work {
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// A place in the queue, given back however the wait ends.
struct Place<'w>(&'w AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Work {
    /// Leave for so many at once.
    pub(crate) fn new(at_once: usize) -> Work {
        Work { turns: Arc::new(Semaphore::new(at_once.max(1))), waiting: AtomicUsize::new(0) }
    }

    /// Works beside the requests. The turn belongs to the work and not to the request: a visitor who goes away does not
    /// make room for another before the work is done.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let place = Place(&self.waiting);
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= WAITING {
            return Err(Refusal::Busy);
        }
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| Refusal::Internal)?;
        drop(place);
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(|_| Refusal::Internal)?
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn a_visitor_who_leaves_makes_no_room_and_the_queue_ends() {
        let work = Arc::new(Work::new(1));
        let (go_on, wait) = mpsc::channel::<()>();
        let long = work.run(move || {
            let _ = wait.recv();
            Ok(())
        });
        assert!(tokio::time::timeout(Duration::from_millis(20), long).await.is_err(), "the visitor leaves");
        assert_eq!(work.turns.available_permits(), 0, "the work goes on");
        let queue: Vec<_> = (0..WAITING)
            .map(|_| {
                let work = work.clone();
                tokio::spawn(async move { work.run(|| Ok(())).await.is_ok() })
            })
            .collect();
        while work.waiting.load(Ordering::Relaxed) < WAITING {
            tokio::task::yield_now().await;
        }
        assert!(matches!(work.run(|| Ok(())).await, Err(Refusal::Busy)));
        go_on.send(()).unwrap();
        for waiting in queue {
            assert!(waiting.await.unwrap(), "each has its turn");
        }
    }
}
