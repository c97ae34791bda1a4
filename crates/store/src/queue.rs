//! Requests that wait together are answered together (成组), on a thread of their own: what else the program does never makes
//! them wait for a turn.

use std::fmt;
use std::future::Future;

use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};

/// How many may wait; those after them wait to be let in.
const WAITING: usize = 1024;

/// How many are answered at once.
const TOGETHER: usize = 256;

type Asked<T, A> = (T, oneshot::Sender<A>);

/// A queue of requests of one kind. It ends with its last clone.
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
    /// A queue that answers requests by a function, which gives as many answers as it gets requests. What the function needs is
    /// made on the thread on which it is called.
    pub(crate) fn start<S: Clone + 'static, F: Future<Output = Vec<A>> + Send + 'static>(
        with: impl FnOnce() -> S + Send + 'static,
        answer: impl Fn(S, Vec<T>) -> F + Send + 'static,
    ) -> Queue<T, A> {
        let (sender, receiver) = mpsc::channel(WAITING);
        // Without a thread nobody takes requests, and each is answered that the program is stopping.
        std::thread::Builder::new().name("writer".to_owned()).spawn(move || run(receiver, with, answer)).ok();
        Queue(sender)
    }

    /// The answer to a request; none when the queue has ended.
    pub(crate) async fn ask(&self, request: T) -> Option<A> {
        let (sender, receiver) = oneshot::channel();
        self.0.send((request, sender)).await.ok()?;
        receiver.await.ok()
    }
}

fn run<T, A, S, F>(
    mut receiver: mpsc::Receiver<Asked<T, A>>,
    with: impl FnOnce() -> S,
    answer: impl Fn(S, Vec<T>) -> F,
) where
    A: Send + 'static,
    S: Clone,
    F: Future<Output = Vec<A>> + Send + 'static,
{
    let Ok(runtime) = Builder::new_current_thread().enable_all().build() else { return };
    runtime.block_on(async {
        let with = with();
        let mut waiting = Vec::new();
        while receiver.recv_many(&mut waiting, TOGETHER).await > 0 {
            let (requests, askers): (Vec<T>, Vec<_>) = waiting.drain(..).unzip();
            // A task of its own: should it end badly, the next requests are still answered.
            let answers = tokio::spawn(answer(with.clone(), requests)).await.unwrap_or_default();
            for (asker, answer) in askers.into_iter().zip(answers) {
                // Whoever does not wait any more need not know.
                asker.send(answer).ok();
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_request_that_ends_badly_leaves_the_next() {
        let queue = Queue::start(
            || 10,
            |ten, requests: Vec<i32>| async move {
                requests.into_iter().map(|request| ten / request).collect::<Vec<i32>>()
            },
        );
        assert_eq!(queue.ask(0).await, None, "nobody can divide by zero");
        assert_eq!(queue.ask(5).await, Some(2));
    }
}
