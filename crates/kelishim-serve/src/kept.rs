//! Answers that take a while, kept for a while.

use crate::Problem;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Answers by question. One that took a second is kept for a minute, one that took a millisecond for hardly any time: a small
/// register is always shown as it is, a large one does not count all its rows for every visitor.
pub struct Kept<T> {
    answers: Mutex<HashMap<String, Answer<T>>>,
}

struct Answer<T> {
    value: Arc<T>,
    until: Instant,
}

/// How much longer an answer is kept than it took.
const TIMES: u32 = 60;
/// Questions remembered; all are forgotten beyond.
const MOST: usize = 256;

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Kept { answers: Mutex::default() }
    }
}

impl<T> Kept<T> {
    /// The kept answer to `question`, else that of `work`. While one visitor has it made anew the others get the old one.
    pub fn ask(&self, question: &str, work: impl FnOnce() -> Result<T, Problem>) -> Result<Arc<T>, Problem> {
        let start = now();
        {
            let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(answer) = answers.get_mut(question) {
                if answer.until > start {
                    return Ok(answer.value.clone());
                }
                // Whoever comes next within this time gets the old answer.
                answer.until = start + Duration::from_secs(5);
            }
        }
        let value = Arc::new(work()?);
        let end = now();
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= MOST {
            answers.clear();
        }
        answers.insert(question.to_owned(), Answer { value: value.clone(), until: end + (end - start) * TIMES });
        Ok(value)
    }
}

// How long an answer is kept changes no answer.
#[allow(clippy::disallowed_methods)]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_took_long_is_not_asked_again_at_once() {
        let kept = Kept::default();
        let slow = || {
            kept.ask("a", || {
                std::thread::sleep(Duration::from_millis(50));
                Ok(1)
            })
        };
        assert_eq!(*slow().unwrap(), 1);
        assert_eq!(*kept.ask("a", || Ok(2)).unwrap(), 1);
        assert_eq!(*kept.ask("b", || Ok(3)).unwrap(), 3);
        assert!(kept.ask("c", || Err(Problem::NotFound)).is_err());
    }
}
