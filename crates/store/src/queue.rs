//! Requests that wait together are answered together (成组).

use std::fmt;
use std::future::Future;

use tokio::sync::{mpsc, oneshot};

/// How many may wait; those after them wait to be let in.
const WAITING: usize = 1024;

/// How many are answered at once.
const TOGETHER: usize = 256;

type Asked<T, A> = (T, oneshot::Sender<A>);

/// A queue of requests of one kind.
pub(crate) struct Queue<T, A>(mpsc::Sender<Asked<T, A>>);

impl<T, A> Clone for Queue<T, A> {
    fn clone(&self) -> Queue<T, A> {
        Queue(self.0.clone())
    }
}

impl<T, A> fmt::Debug for Queue<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("free", &self.0.capacity()).finish()
    }
}

impl<T: Send + 'static, A: Send + 'static> Queue<T, A> {
    /// A queue that answers requests by a function, which gives as many answers as it gets requests.
    pub(crate) fn start<F>(answer: impl Fn(Vec<T>) -> F + Send + Sync + 'static) -> Queue<T, A>
    where
        F: Future<Output = Vec<A>> + Send + 'static,
    {
        let (sender, mut receiver) = mpsc::channel::<Asked<T, A>>(WAITING);
        tokio::spawn(async move {
            let mut waiting = Vec::new();
            while receiver.recv_many(&mut waiting, TOGETHER).await > 0 {
                let (requests, askers): (Vec<T>, Vec<_>) = waiting.drain(..).unzip();
                // A task of its own: should it end badly, the next requests are still answered.
                let answers = tokio::spawn(answer(requests)).await.unwrap_or_default();
                for (asker, answer) in askers.into_iter().zip(answers) {
                    // Whoever does not wait any more need not know.
                    asker.send(answer).ok();
                }
            }
        });
        Queue(sender)
    }

    /// The answer to a request; none when the queue has ended.
    pub(crate) async fn ask(&self, request: T) -> Option<A> {
        let (sender, receiver) = oneshot::channel();
        self.0.send((request, sender)).await.ok()?;
        receiver.await.ok()
    }
}
