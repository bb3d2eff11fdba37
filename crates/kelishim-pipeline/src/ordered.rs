//! Work on all cores whose results come in the order of the items.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

/// Items between the first that is not written yet and the last that was taken: bounds what waits in memory.
const WINDOW: usize = 64;

/// Does `work` on each item, on `threads` threads, and hands the results to `write` in the order of the items.
///
/// `items` is drawn from on a thread of its own, at most [`WINDOW`] items ahead of `write`. When `write` fails nothing more is
/// drawn, and its error comes back after the items under way are done.
pub fn ordered<T: Send, R: Send, E>(
    items: impl Iterator<Item = T> + Send,
    threads: usize,
    work: impl Fn(T) -> R + Sync,
    mut write: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let (take, taken) = sync_channel::<(usize, T)>(threads);
    let (done, results) = sync_channel::<(usize, R)>(WINDOW);
    let (allow, allowed) = sync_channel::<()>(WINDOW);
    // Every end of a channel belongs to the threads that use it: when one gives up, the others see it.
    let taken = Arc::new(Mutex::new(taken));
    let work = &work;
    thread::scope(move |scope| {
        scope.spawn(move || {
            for numbered in items.enumerate() {
                // Fails when the writer has given up.
                if allow.send(()).is_err() || take.send(numbered).is_err() {
                    return;
                }
            }
        });
        for _ in 0..threads {
            let done = done.clone();
            let taken = taken.clone();
            scope.spawn(move || {
                while let Some((number, item)) = next(&taken) {
                    if done.send((number, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        drop(taken);
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (number, result) in results {
            early.insert(number, result);
            while let Some(result) = early.remove(&due) {
                due += 1;
                let _ = allowed.recv();
                write(result)?;
            }
        }
        Ok(())
    })
}

fn next<T>(taken: &Mutex<Receiver<T>>) -> Option<T> {
    taken.lock().expect("no thread panics while it waits").recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let mut out = vec![];
        let work = |i: u64| {
            thread::sleep(std::time::Duration::from_micros(i * 7919 % 300));
            i * 2
        };
        ordered(0..500, 4, work, |r| -> Result<(), ()> {
            out.push(r);
            Ok(())
        })
        .unwrap();
        assert_eq!(out, (0..500).map(|i| i * 2).collect::<Vec<_>>());
    }

    #[test]
    fn a_writer_that_fails_ends_an_endless_source() {
        let mut seen = 0;
        let result = ordered(
            0..,
            3,
            |i: u64| i,
            |_| {
                seen += 1;
                if seen == 10 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!(result, Err("full"));
    }
}
